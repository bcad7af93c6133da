/** Compiles the rules once before the tests when they are newer than their compiled form. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export default function setup(): void {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'compile-rules.mjs'), '--if-stale'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('compiling the rules failed; run: node scripts/compile-rules.mjs');
}
