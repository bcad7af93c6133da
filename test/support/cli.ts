/** Runs the command line in this process and keeps what it prints. */

import { main } from '../../src/cli/main.ts';

export interface CliRun {
  code: number;
  stdout: string;
  stderr: string;
}

type Write = typeof process.stdout.write;

/** Calls `main` with both streams captured; the streams are restored whatever happens. */
export async function cli(...argv: string[]): Promise<CliRun> {
  const original = { out: process.stdout.write, err: process.stderr.write };
  const kept = { out: '', err: '' };
  const capture = (key: 'out' | 'err'): Write =>
    ((text: string | Uint8Array, ...rest: unknown[]) => {
      kept[key] += String(text);
      const done = rest.findLast((r): r is () => void => typeof r === 'function');
      done?.();
      return true;
    }) as Write;
  process.stdout.write = capture('out');
  process.stderr.write = capture('err');
  try {
    return { code: await main(argv), stdout: kept.out, stderr: kept.err };
  } finally {
    process.stdout.write = original.out;
    process.stderr.write = original.err;
  }
}
