/** Reads one file to its summary: code, entries, commands, variables, prose. Knows languages and formats, no library and no model. */

import { LANGUAGES } from '../types/source.ts';
import type { FileFormat, FileSummary, Language, Span } from '../types/source.ts';
import type { CodeReading } from './code/index.ts';
import { JoinedText, moveSpans, readCode, readNotebook, readScripts } from './code/index.ts';
import { isDataFormat, readData } from './data/index.ts';
import { collapse } from './data/reading.ts';
import type { Embedded, Reading } from './data/reading.ts';
import { directivesIn, mayHoldDirective } from './directives.ts';
import { dedented } from './embedded.ts';
import { isLockfile } from './format.ts';
import { emptySummary, lineStartsOf } from './region.ts';

export { formatOf } from './format.ts';
export { regionOf } from './region.ts';

const CODE: ReadonlySet<FileFormat> = new Set(LANGUAGES);

/** Programs inside programs inside configuration: deeper ones stay unread. */
const MAX_EMBEDDED_DEPTH = 3;

/**
 * Everything one file says. Never throws: what can't be read is in `problems`.
 * Lockfiles give an empty summary (the dependency readers know them), model files too (their headers are read from bytes).
 * @param path relative, with forward slashes; file names decide what some keys mean
 * @param text decoded content
 */
export function summarise(path: string, format: FileFormat, text: string): FileSummary {
  const summary = emptySummary(path, format, Buffer.byteLength(text), lineStartsOf(text));
  if (isLockfile(path)) return summary;
  try {
    if (format === 'notebook') addNotebook(summary, text);
    else if (isDataFormat(format)) addData(summary, readData(path, format, text), text);
    else if (isLanguage(format)) addCode(summary, readCode(format, text));
    if (format === 'html') addParts(summary, readScripts(text));
  } catch (error) {
    summary.problems.push({ reason: `the ${format} reader failed: ${error instanceof Error ? error.message : String(error)}` });
  }
  return summary;
}

function isLanguage(format: FileFormat): format is Language {
  return CODE.has(format);
}

/** The lists of a summary, as every reader returns some of them. */
type Parts = Partial<Pick<FileSummary, 'code' | 'entries' | 'commands' | 'env' | 'prose' | 'directives' | 'problems'>>;

function addParts(summary: FileSummary, parts: Parts): void {
  append(summary.code, parts.code);
  append(summary.entries, parts.entries);
  append(summary.commands, parts.commands);
  append(summary.env, parts.env);
  append(summary.prose, parts.prose);
  append(summary.directives, parts.directives);
  append(summary.problems, parts.problems);
}

/** Like `push(...items)`, without the limit on the number of arguments. */
function append<T>(list: T[], items: readonly T[] | undefined): void {
  if (items) for (const item of items) list.push(item);
}

function addCode(summary: FileSummary, read: CodeReading): void {
  addParts(summary, { ...read, code: [read.code] });
}

function addNotebook(summary: FileSummary, text: string): void {
  const { written, ...parts } = readNotebook(text);
  addParts(summary, parts);
  for (const { name, format, text: body, map } of written) {
    if (!isDataFormat(format)) continue;
    const read = readData(name, format, body);
    moveSpans(read, map);
    for (const entry of read.entries) if (text.slice(...entry.at) !== entry.value) entry.escaped = true;
    addParts(summary, read);
  }
}

/**
 * Adds what a data reader found, and the programs and files written inside it.
 * @param text whole text of the file; spans are its offsets
 */
function addData(summary: FileSummary, read: Reading, text: string, depth = 0): void {
  addParts(summary, read);
  if (mayHoldDirective(text)) {
    for (const { kind, at } of read.prose) if (kind === 'comment') append(summary.directives, directivesIn(text.slice(...at), at));
  }
  if (depth < MAX_EMBEDDED_DEPTH) for (const one of read.embedded) addEmbedded(summary, one, text, depth + 1);
}

/** Text of a string with the escapes of JSON, which knows where each part stands; `undefined` when it is written in another way. */
function unescaped(text: string, at: Span, value: string): JoinedText | undefined {
  const joined = new JoinedText();
  joined.addJsonString(text, ...at);
  return joined.text === value ? joined : undefined;
}

/** A program or file written inside this file (`python -c`, here-documents). */
function addEmbedded(summary: FileSummary, one: Embedded, text: string, depth: number): void {
  const { format, at } = one;
  if (isLanguage(format)) {
    const inner = one.text === undefined ? dedented(text.slice(...at), at[0]) : unescaped(text, at, one.text);
    if (inner) addCode(summary, readCode(format, inner.text, { map: inner }));
    else addParts(summary, { code: [collapse(readCode(format, one.text!).code, at)] });
  } else if (isDataFormat(format) && one.text === undefined) {
    addData(summary, readData(summary.path, format, text.slice(...at), at[0]), text, depth);
  }
}
