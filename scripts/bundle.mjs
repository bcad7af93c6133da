// Joins the compiled program into few files under dist/bundle/: a run then opens some ten files in the place of three hundred.
// Data and package.json are found from two folders below the root, as in the compiled tree.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
rmSync(`${dist}bundle`, { recursive: true, force: true });
const bundle = await rolldown({
  input: `${dist}cli/main.js`,
  platform: 'node',
  // Libraries stay outside: they are loaded when a file needs them.
  external: (id) => !id.startsWith('.') && !id.startsWith('/') && !/^[A-Za-z]:/.test(id),
  onLog: (level, log) => {
    if (level !== 'info') console.error(`${level}: ${log.message}`);
  },
});
await bundle.write({ dir: `${dist}bundle`, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' });
await bundle.close();
