// Gives scripts the same reader of licence texts that the program uses, before the program itself is built.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Compiles the named modules of `src/licenses/text` into a folder of their own and imports them. */
export async function loadTextReader(...modules) {
  const out = mkdtempSync(join(tmpdir(), 'audit-models-text-'));
  process.on('exit', () => rmSync(out, { recursive: true, force: true }));
  writeFileSync(join(out, 'package.json'), '{"type":"module"}');
  const config = join(out, 'tsconfig.json');
  const options = { rootDir: join(root, 'src'), outDir: out, declaration: false, typeRoots: [join(root, 'node_modules', '@types')] };
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: options,
      include: [],
      files: modules.map((name) => join(root, 'src', 'licenses', 'text', `${name}.ts`)),
    }),
  );
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', config], { stdio: 'inherit' });
  if (status !== 0) throw new Error('compiling the text reader failed');
  return Promise.all(modules.map((name) => import(pathToFileURL(join(out, 'licenses', 'text', `${name}.js`)).href)));
}
