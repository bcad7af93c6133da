/** What a data reader fills, and the limits every reader keeps to. */

import type { CodeSummary, Command, Entry, EnvVar, FileFormat, ProseRegion, ReadProblem, Span } from '../../types/source.ts';

/** How a scalar was written; tells whether the raw text may be read as a script in place. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** What one structured file, or a part of it, says. */
export interface Reading {
  entries: Entry[];
  commands: Command[];
  env: EnvVar[];
  prose: ProseRegion[];
  problems: ReadProblem[];
  code: CodeSummary[];
  /** Files and programs written inside this file (here-documents, `python -c`), to be read by whoever knows their language. */
  embedded: Embedded[];
}

/** A stretch of another language inside a file. Its text is what stands at `at`, unless `text` gives the decoded form. */
export interface Embedded {
  format: FileFormat;
  at: Span;
  /** Present when escapes were undone: then every place inside is reported as `at`. */
  text?: string;
}

/** A text and where it begins in its file. */
export interface Source {
  text: string;
  base: number;
}

/** What stands at a span of the file. */
export function sliceAt(source: Source, at: Span): string {
  return source.text.slice(at[0] - source.base, at[1] - source.base);
}

/** Longest text a structured reader takes, in UTF-16 units. Larger files are data, not configuration. */
export const MAX_TEXT = 16 * 1024 * 1024;
/** Most values kept of one file. The largest configuration and price tables in the wild hold about 60,000. */
export const MAX_ENTRIES = 100_000;
/** Deepest nesting followed. */
export const MAX_DEPTH = 100;

/** An empty reading. */
export function newReading(): Reading {
  return { entries: [], commands: [], env: [], prose: [], problems: [], code: [], embedded: [] };
}

/** Appends `part` to `whole`. */
export function addReading(whole: Reading, part: Partial<Reading>): void {
  for (const key of ['entries', 'commands', 'env', 'prose', 'problems', 'code', 'embedded'] as const) {
    const target = whole[key] as unknown[];
    for (const item of part[key] ?? []) target.push(item);
  }
}

/** Numbers kept of one list. Longer lists of numbers are vectors, pixels and token ids. */
const MAX_NUMBERS = 16;

/**
 * Adds an entry, or — past {@link MAX_ENTRIES} — reports once that the rest was left out.
 * Of a list of numbers only the first {@link MAX_NUMBERS} are kept.
 * @param styles receives the style in step with the entries
 * @returns `false` when the reader should stop.
 */
export function addEntry(reading: Reading, entry: Entry, styles?: ScalarStyle[], style: ScalarStyle = 'plain'): boolean {
  const last = entry.path.at(-1);
  if (entry.type === 'number' && typeof last === 'number' && last >= MAX_NUMBERS) return true;
  if (reading.entries.length < MAX_ENTRIES) {
    reading.entries.push(entry);
    styles?.push(style);
    return true;
  }
  const reason = `more than ${MAX_ENTRIES.toLocaleString('en')} values: the rest was not read`;
  if (reading.problems.at(-1)?.reason !== reason) reading.problems.push({ reason, at: entry.at });
  return false;
}

/** An entry without the fields that say nothing. Built field by field: spreading is several times slower, and files have many. */
export function entryOf(
  path: Entry['path'],
  value: string,
  at: Span,
  type: Entry['type'],
  more: { keyAt?: Span | undefined; doc?: number; escaped?: boolean },
): Entry {
  const entry: Entry = { path, value, at, type };
  if (more.keyAt) entry.keyAt = more.keyAt;
  if (more.doc !== undefined && more.doc > 0) entry.doc = more.doc;
  if (more.escaped) entry.escaped = true;
  return entry;
}

const SPAN_KEYS = new Set(['at', 'targetAt', 'keyAt']);

/** Every span inside becomes `at`, and every string is marked as differing from its region: for text whose escapes were undone. */
export function collapse<T>(tree: T, at: Span): T {
  const copy = (value: unknown, key?: string): unknown => {
    if (key !== undefined && SPAN_KEYS.has(key)) return at;
    if (Array.isArray(value)) return value.map((item) => copy(item));
    if (value === null || typeof value !== 'object') return value;
    const out: Record<string, unknown> = {};
    for (const [name, item] of Object.entries(value)) out[name] = copy(item, name);
    if (out['k'] === 'str') out['escaped'] = true;
    return out;
  };
  return copy(tree) as T;
}

const NUMBER = /^[-+]?(?:0x[0-9a-fA-F]+|0o[0-7]+|(?:\d[\d_]*)?\.?\d+(?:[eE][-+]?\d+)?|\d+\.)$/;

/** Type of an unquoted scalar in the YAML 1.2 core schema, also used for the looser formats. */
export function plainType(value: string): Entry['type'] {
  const first = value.charCodeAt(0);
  // Most values start with a letter that rules out everything but a word.
  if (value.length === 0) return 'null';
  if ((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46) {
    if (NUMBER.test(value) || /^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(value)) return 'number';
    return 'string';
  }
  if (value.length > 5) return 'string';
  switch (value) {
    case 'true':
    case 'True':
    case 'TRUE':
    case 'false':
    case 'False':
    case 'FALSE':
      return 'bool';
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return 'null';
    default:
      return 'string';
  }
}
