/** Compiles the rules once before the tests when they are newer than their compiled form. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export default function setup(): void {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  for (const script of ['compile-rules.mjs', 'compile-fingerprints.mjs']) {
    const { status } = spawnSync(process.execPath, [join(root, 'scripts', script), '--if-stale'], { cwd: root, stdio: 'inherit' });
    if (status !== 0) throw new Error(`compiling the rules failed; run: node scripts/${script}`);
  }
}
