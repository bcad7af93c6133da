/** Reads one file to its summary: code, entries, commands, variables, prose. Knows languages and formats, no library and no model. */

import type { CodeSummary, Directive, Expr, FileFormat, FileSummary, Language, ProseRegion, ReadProblem, Span } from '../types/source.ts';
import { readCode } from './code/index.ts';
import { isDataFormat, readData } from './data/index.ts';
import { collapse } from './data/reading.ts';
import type { Embedded, Reading } from './data/reading.ts';
import { directivesIn, mayHoldDirective } from './directives.ts';
import { dedented } from './embedded.ts';
import { isLockfile } from './format.ts';
import { lineStartsOf } from './region.ts';

export { formatOf } from './format.ts';
export { regionOf } from './region.ts';

const LANGUAGES: ReadonlySet<FileFormat> = new Set<Language>([
  'python',
  'javascript',
  'go',
  'java',
  'kotlin',
  'csharp',
  'rust',
  'swift',
  'ruby',
  'php',
  'c',
  'scala',
  'dart',
  'elixir',
  'r',
  'sql',
]);

/** Programs inside programs inside configuration: deeper ones stay unread. */
const MAX_EMBEDDED_DEPTH = 3;

/**
 * Everything one file says. Never throws: what can't be read is in `problems`.
 * Lockfiles give an empty summary (the dependency readers know them), model files too (their headers are read from bytes).
 * @param path relative, with forward slashes; file names decide what some keys mean
 * @param text decoded content
 */
export function summarise(path: string, format: FileFormat, text: string): FileSummary {
  const summary: FileSummary = {
    path,
    format,
    bytes: Buffer.byteLength(text),
    lineStarts: lineStartsOf(text),
    code: [],
    entries: [],
    commands: [],
    env: [],
    prose: [],
    directives: [],
    problems: [],
  };
  if (isLockfile(path)) return summary;
  try {
    if (isDataFormat(format)) addData(summary, readData(path, format, text), text);
    else if (isLanguage(format)) addCode(summary, readCode(format, text));
  } catch (error) {
    summary.problems.push({ reason: `the ${format} reader failed: ${error instanceof Error ? error.message : String(error)}` });
  }
  return summary;
}

function isLanguage(format: FileFormat): format is Language {
  return LANGUAGES.has(format);
}

interface ReadCode {
  code: CodeSummary;
  prose: ProseRegion[];
  directives: Directive[];
  problems: ReadProblem[];
}

function addCode(summary: FileSummary, read: ReadCode): void {
  summary.code.push(read.code);
  append(summary.prose, read.prose);
  append(summary.directives, read.directives);
  append(summary.problems, read.problems);
}

/** Like `push(...items)`, without the limit on the number of arguments. */
function append<T>(list: T[], items: readonly T[]): void {
  for (const item of items) list.push(item);
}

function addData(summary: FileSummary, read: Reading, text: string, depth = 0): void {
  append(summary.entries, read.entries);
  append(summary.commands, read.commands);
  append(summary.env, read.env);
  append(summary.prose, read.prose);
  append(summary.problems, read.problems);
  append(summary.code, read.code);
  if (mayHoldDirective(text)) {
    for (const { kind, at } of read.prose) if (kind === 'comment') append(summary.directives, directivesIn(text.slice(...at), at));
  }
  for (const one of read.embedded) addEmbedded(summary, one, text, depth);
}

/** A program or file written inside this file (`python -c`, here-documents). */
function addEmbedded(summary: FileSummary, one: Embedded, text: string, depth: number): void {
  if (depth >= MAX_EMBEDDED_DEPTH) return;
  const { format, at } = one;
  if (isLanguage(format)) {
    if (one.text === undefined) {
      const { text: inner, map } = dedented(text.slice(...at), at[0]);
      addCode(summary, readCode(format, inner, { map }));
    } else addCode(summary, inPlace(readCode(format, one.text), at));
  } else if (isDataFormat(format) && one.text === undefined) {
    const inner = text.slice(...at);
    const read = readData(summary.path, format, inner, at[0]);
    append(summary.entries, read.entries);
    append(summary.commands, read.commands);
    append(summary.env, read.env);
    append(summary.prose, read.prose);
    append(summary.problems, read.problems);
    for (const more of read.embedded) addEmbedded(summary, more, text, depth + 1);
  }
}

/** Code whose escapes were undone: every place inside is reported as the place of the whole string. */
function inPlace(read: ReadCode, at: Span): ReadCode {
  return { code: collapse(read.code as unknown as Expr, at) as unknown as CodeSummary, prose: [], directives: [], problems: [] };
}
