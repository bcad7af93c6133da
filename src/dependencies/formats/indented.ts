/**
 * The indented text that pnpm-lock.yaml and yarn.lock (both generations) are written in: a small, regular part of YAML, and yarn's
 * older form of it (`key "value"`). A general YAML parser gives the same values ten times slower, and none for yarn's older form;
 * it is the oracle in the tests.
 */

import { newTable, setLine } from './document.ts';
import type { Document, Table } from './document.ts';

/** Nesting of these files is at most six. */
const MAX_DEPTH = 50;

/** Reads the whole file; a line that fits nowhere is named once in `problems` and passed over. */
export function readIndented(source: string): Document {
  const root = newTable();
  const stack: { indent: number; table: Table }[] = [{ indent: -1, table: root }];
  let problem: string | undefined;
  let explicitKey: { key: string; indent: number; line: number } | undefined;
  /** Lines deeper than this belong to a folded or literal text. */
  let textIndent: number | undefined;
  let documents = 0;
  let start = source.charCodeAt(0) === 0xfeff ? 1 : 0;

  for (let line = 1; start < source.length; line++) {
    let end = source.indexOf('\n', start);
    if (end < 0) end = source.length;
    let last = end;
    if (source.charCodeAt(last - 1) === 13) last--;
    let first = start;
    while (first < last && source.charCodeAt(first) === 32) first++;
    const indent = first - start;
    const row = source.slice(first, last);
    start = end + 1;
    if (row === '' || row.startsWith('#')) continue;
    if (textIndent !== undefined) {
      if (indent > textIndent) continue;
      textIndent = undefined;
    }
    if (row === '---' && indent === 0) {
      // pnpm 10 may put an own document in front; the lockfile proper is the last one.
      if (documents++ > 0 || Object.keys(root).length > 0) for (const key of Object.keys(root)) delete root[key];
      stack.length = 1;
      continue;
    }
    if (row.startsWith('- ') || row === '-') continue;
    while (stack.length > 1 && stack.at(-1)!.indent >= indent) stack.pop();
    const container = stack.at(-1)!.table;
    if (row.startsWith('? ')) {
      explicitKey = { key: scalar(row.slice(2).trim()), indent, line };
      continue;
    }
    let pair: { key: string; value: string } | undefined;
    let keyLine = line;
    if (explicitKey && row.startsWith(':')) {
      // The value of an explicit key may begin on the same line, two columns further in.
      const rest = row.slice(1).trim();
      keyLine = explicitKey.line;
      const inner = newTable();
      setLine(container, explicitKey.key, keyLine);
      container[explicitKey.key] = inner;
      stack.push({ indent: explicitKey.indent, table: inner });
      explicitKey = undefined;
      if (rest === '') continue;
      pair = splitPair(rest);
      if (pair) assign(inner, pair, line, indent + 2);
      continue;
    }
    pair = splitPair(row);
    if (!pair) {
      problem ??= `line ${line} is not understood`;
      continue;
    }
    assign(container, pair, keyLine, indent);
  }
  return { root, problems: problem === undefined ? [] : [problem] };

  function assign(container: Table, pair: { key: string; value: string }, line: number, indent: number): void {
    // Only packages and their groups are ever pointed at.
    if (stack.length <= 2) setLine(container, pair.key, line);
    if (pair.value === '') {
      if (stack.length > MAX_DEPTH) throw new RangeError(`nested more than ${MAX_DEPTH} levels deep`);
      const inner = newTable();
      container[pair.key] = inner;
      stack.push({ indent, table: inner });
    } else if (/^[|>][-+\d]*$/.test(pair.value)) {
      container[pair.key] = '';
      textIndent = indent;
    } else container[pair.key] = pair.value.startsWith('{') ? flowTable(pair.value) : scalar(pair.value);
  }
}

/** `key: value`, `key:`, and yarn's `key value`; keys may be quoted. */
function splitPair(row: string): { key: string; value: string } | undefined {
  const quote = row.charCodeAt(0);
  let rest: string;
  let key: string;
  if (quote === 34 || quote === 39) {
    const close = closingQuote(row, 0);
    if (close < 0) return undefined;
    // yarn's older form lists several keys, each quoted or not: `"a@^1", b@^2:`.
    if (row[close + 1] === ',' && row.endsWith(':')) return { key: row.slice(0, -1), value: '' };
    key = scalar(row.slice(0, close + 1));
    rest = row.slice(close + 1);
  } else if (row.endsWith(':') && (row.indexOf(': ') < 0 || row.includes(', '))) return { key: row.slice(0, -1), value: '' };
  else {
    const colon = row.indexOf(': ');
    const space = row.indexOf(' ');
    const split = colon >= 0 && colon <= space ? colon : space;
    if (split < 0) return undefined;
    key = row.slice(0, split);
    rest = row.slice(split);
  }
  if (rest.startsWith(':')) rest = rest.slice(1);
  else if (!rest.startsWith(' ')) return undefined;
  return { key, value: rest.trim() };
}

function closingQuote(row: string, from: number): number {
  const quote = row[from];
  for (let i = from + 1; i < row.length; i++) {
    if (quote === '"' && row[i] === '\\') i++;
    else if (row[i] === quote) {
      if (quote === "'" && row[i + 1] === "'") i++;
      else return i;
    }
  }
  return -1;
}

/** A plain or quoted value without comment. */
function scalar(written: string): string {
  if (written.startsWith("'")) {
    const close = closingQuote(written, 0);
    return written.slice(1, close < 0 ? undefined : close).replaceAll("''", "'");
  }
  if (written.startsWith('"')) {
    const close = closingQuote(written, 0);
    const quoted = close < 0 ? `${written}"` : written.slice(0, close + 1);
    if (!quoted.includes('\\')) return quoted.slice(1, -1);
    try {
      return JSON.parse(quoted) as string;
    } catch {
      return quoted.slice(1, -1);
    }
  }
  const comment = written.indexOf(' #');
  return comment < 0 ? written : written.slice(0, comment).trimEnd();
}

/** `{integrity: sha512-…, tarball: https://…}` on one line; nested values are kept as text. */
function flowTable(written: string): Table {
  const result = newTable();
  const inner = written.slice(1, written.endsWith('}') ? -1 : undefined);
  for (const part of inner.split(/,\s+(?=[\w'"@./-]+:\s)/)) {
    const pair = splitPair(part.trim());
    if (pair) result[pair.key] = scalar(pair.value);
  }
  return result;
}
