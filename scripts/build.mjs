// Builds dist/: the compiled program (tsc), the same joined into few files, the compiled rules and the fingerprints of licence texts.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const steps = [
  [tsc, '-p', join(root, 'tsconfig.json')],
  [join(root, 'scripts', 'bundle.mjs')],
  [join(root, 'scripts', 'compile-rules.mjs')],
  [join(root, 'scripts', 'compile-fingerprints.mjs')],
];
for (const step of steps) {
  const { status } = spawnSync(process.execPath, step, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
