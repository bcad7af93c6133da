/** `audit-models identify <files…>`: which licence a text holds. */

import * as fs from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../errors.ts';
import { createLicenseEngine } from '../../licenses/index.ts';
import { loadRules } from '../../rules/index.ts';
import type { TextIdentification } from '../../types/license.ts';
import { decode } from '../../walk/text.ts';
import { EXIT } from '../exit.ts';
import { columns, print } from '../output.ts';

/** Licence texts are small; of a larger file only this much is read, and the answer says so. */
const MAX_BYTES = 4 * 1024 * 1024;
const LICENSE_NAME = /^(?:.*[-_.])?(?:licen[cs]e|copying|unlicense|notice|eula|terms)(?:[-_.].*)?$/i;

function* filesBelow(path: string): Generator<string> {
  for (const entry of fs.readdirSync(path, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = join(path, entry.name);
    if (entry.isDirectory() && entry.name !== '.git') yield* filesBelow(child);
    else if (entry.isFile() && LICENSE_NAME.test(entry.name)) yield child;
  }
}

interface Answer extends TextIdentification {
  path: string;
  /** Why the text could not be read as it is. */
  problem?: string;
}

function readText(path: string): { text: string; problem?: string } {
  let handle: number | undefined;
  try {
    handle = fs.openSync(path, 'r');
    const buffer = Buffer.alloc(Math.min(fs.fstatSync(handle).size, MAX_BYTES));
    const length = fs.readSync(handle, buffer, 0, buffer.length, 0);
    const { text, problem } = decode(buffer.subarray(0, length));
    const whole = fs.fstatSync(handle).size <= MAX_BYTES ? problem : 'only the first 4 MiB were read';
    return { text: text ?? '', ...(whole ? { problem: whole } : {}) };
  } catch (error) {
    return { text: '', problem: `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})` };
  } finally {
    if (handle !== undefined) fs.closeSync(handle);
  }
}

/**
 * Identifies files in input order; folders stand for the licence-like files below them.
 * @throws UsageError when a path does not exist
 */
export async function identify(paths: string[], options: { format: 'json' | 'terminal' }): Promise<number> {
  const files = paths.flatMap((path) => {
    const stat = fs.statSync(path, { throwIfNoEntry: false });
    if (!stat) throw new UsageError(`${path} does not exist`, 'Name licence files, or folders that hold some.');
    return stat.isDirectory() ? [...filesBelow(path)] : [path];
  });
  const engine = createLicenseEngine(loadRules());
  const answers: Answer[] = files.map((path) => {
    const { text, problem } = readText(path);
    const answer: Answer = Object.assign({ path }, engine.identify(text));
    if (problem) answer.problem = problem;
    return answer;
  });
  if (options.format === 'json') {
    await print(`${JSON.stringify(answers, null, 2)}\n`);
    return EXIT.clean;
  }
  const lines = (list: { startLine: number; endLine: number }[]): string =>
    list.map((a) => (a.startLine === a.endLine ? `${a.startLine}` : `${a.startLine}–${a.endLine}`)).join(', ');
  const rows = answers.map((a) => [
    a.path,
    a.result,
    a.expression ?? (a.candidates?.length ? `one of ${a.candidates.join(', ')}` : '–'),
    [a.additions.length > 0 ? `added text in lines ${lines(a.additions)}` : '', a.problem ?? ''].filter(Boolean).join('; '),
  ]);
  await print(columns(rows));
  return EXIT.clean;
}
