/** `audit-models classify`: open or closed for many ids or records, one line each, in input order. */

import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { classifyRecords, type InputRecord, type RecordLine } from '../../classify/records.ts';
import { readRecords, recordFormat, recordsOfFile, spoolRecords } from '../../classify/read-records.ts';
import { UsageError } from '../../errors.ts';
import { loadRules } from '../../rules/index.ts';
import { EXIT } from '../exit.ts';
import { columns } from '../output.ts';

interface ClassifyOptions {
  input?: string;
  format?: 'jsonl' | 'terminal';
}

async function* given(ids: readonly string[]): AsyncGenerator<InputRecord> {
  for (const id of ids) yield { id };
}

/** Writes to stdout, waiting while it is full; false once the reader has gone away. */
async function written(text: string): Promise<boolean> {
  const { stdout } = process;
  if (stdout.destroyed || stdout.errored) return false;
  if (stdout.write(text)) return true;
  await Promise.race([once(stdout, 'drain'), once(stdout, 'close')]).catch(() => undefined);
  return !stdout.destroyed;
}

const people = (line: RecordLine): string[] => [
  line.canonicalId,
  line.qualifier ? `${line.verdict} (${line.qualifier})` : line.verdict,
  line.license,
  `${line.confidence} confidence`,
];

/**
 * Classifies ids of the command line, else records of `--input`, else ids or JSON lines of standard input.
 * @returns 1 when a record could not be read, 0 otherwise
 * @throws UsageError when there is no input or the file does not exist
 */
export async function classify(ids: string[], options: ClassifyOptions): Promise<number> {
  const rules = loadRules();
  const format = options.format ?? (process.stdout.isTTY ? 'terminal' : 'jsonl');
  let close: () => void = () => undefined;
  let open: () => AsyncIterable<InputRecord>;
  if (ids.length > 0) {
    open = () => given(ids);
  } else if (options.input !== undefined) {
    if (!existsSync(options.input))
      throw new UsageError(`${options.input} does not exist`, 'Name a file of records: .jsonl, .json, .csv, .parquet, or plain ids.');
    open = recordsOfFile(options.input, recordFormat(options.input));
  } else {
    if (process.stdin.isTTY)
      throw new UsageError('nothing to classify', 'Name model ids, give --input <file>, or pipe ids in, one per line.');
    // Standard input comes only once, but a base model may follow the models made from it.
    const spooled = await spoolRecords(readRecords(process.stdin, 'ids'));
    open = () => spooled.open();
    close = () => spooled.close();
  }
  try {
    let problems = 0;
    for await (const line of classifyRecords(open, rules)) {
      if (line.problem !== undefined) problems++;
      const text = format === 'terminal' ? columns([people(line)]) : `${JSON.stringify(line)}\n`;
      if (!(await written(text))) return EXIT.clean;
    }
    if (problems > 0) {
      process.stderr.write(`audit-models: ${problems} record(s) could not be read; their lines say why\n`);
      return EXIT.findings;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EISDIR' || code === 'EACCES')
      throw new UsageError(`${options.input} cannot be read: ${message}`, 'Name a readable file.');
    throw error;
  } finally {
    close();
  }
  return EXIT.clean;
}
