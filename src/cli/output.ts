/** Where output goes: reports to stdout or a file, everything else to stderr. */

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../errors.ts';

/** Whether to colour what goes to `stream`: NO_COLOR (non-empty) and FORCE_COLOR are obeyed, else only a terminal gets colours. */
export function wantsColor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0') return true;
  return Boolean(stream.isTTY) && env['TERM'] !== 'dumb';
}

/** Writes to stdout and waits until it is taken, so that a large report into a pipe is never cut. */
export function print(text: string): Promise<void> {
  return new Promise((done, fail) => {
    process.stdout.write(text, (error) => {
      if (error && (error as NodeJS.ErrnoException).code !== 'EPIPE') fail(error);
      else done();
    });
  });
}

/**
 * Writes a report file in one step, so that a reader never sees half of it.
 * @throws UsageError when the file can't be written
 */
export function writeReport(path: string, text: string): void {
  const target = resolve(path);
  try {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(`${target}.part`, text);
    renameSync(`${target}.part`, target);
  } catch (error) {
    throw new UsageError(
      `the report cannot be written to ${path}: ${(error as Error).message}`,
      'Choose another file after `--format <format>=`.',
    );
  }
}

/** One line on stderr that is replaced by the next and removed at the end; silent unless stderr is a terminal outside CI. */
export class Progress {
  private readonly on: boolean;
  private readonly started = Date.now();
  private shown = false;
  constructor(enabled: boolean) {
    this.on = enabled && Boolean(process.stderr.isTTY) && !process.env['CI'];
  }
  /** Says what is being done, once the run takes longer than a third of a second. */
  step(what: string): void {
    if (!this.on || (!this.shown && Date.now() - this.started < 300)) return;
    this.shown = true;
    process.stderr.write(`\r\u001b[2K${what} …`);
  }
  done(): void {
    if (this.shown) process.stderr.write('\r\u001b[2K');
    this.shown = false;
  }
}

/** Rows in columns as wide as their widest cell, two spaces apart; the last column is not padded. */
export function columns(rows: readonly string[][]): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
