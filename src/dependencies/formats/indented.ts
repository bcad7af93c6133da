/**
 * The indented text that pnpm-lock.yaml, yarn.lock (both generations), conda-lock.yml and pixi.lock are written in: a small, regular
 * part of YAML, and yarn's older form of it (`key "value"`). Every scalar is text. A general YAML parser gives the same values many
 * times slower, and none for yarn's older form; it is the oracle in the tests.
 */

import { newTable, setLine } from './document.ts';
import type { Document, Table } from './document.ts';

/** Nesting of these files is at most ten. */
const MAX_DEPTH = 50;
/** Only packages and their groups are ever pointed at: keys of the top tables, and of the items of a list there. */
const MAX_NOTED_DEPTH = 3;

interface Frame {
  indent: number;
  table: Table;
  /** Where the table hangs, so that it can become a list when the first `- ` follows. */
  holder?: { table: Table; key: string };
  list?: unknown[];
}

/** Reads the whole file; a line that fits nowhere is named once in `problems` and passed over. */
export function readIndented(source: string): Document {
  const reader = new IndentedReader();
  let start = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let line = 1; start < source.length; line++) {
    let end = source.indexOf('\n', start);
    if (end < 0) end = source.length;
    let last = end;
    if (source.charCodeAt(last - 1) === 13) last--;
    let first = start;
    while (first < last && source.charCodeAt(first) === 32) first++;
    if (first < last && source.charCodeAt(first) !== 35) reader.row(source.slice(first, last), first - start, line);
    start = end + 1;
  }
  return { root: reader.root, problems: reader.problem === undefined ? [] : [reader.problem] };
}

class IndentedReader {
  root = newTable();
  problem: string | undefined;
  private stack: Frame[] = [{ indent: -1, table: this.root }];
  private explicitKey: { key: string; indent: number; line: number } | undefined;
  /** Lines deeper than this belong to a folded or literal text. */
  private textIndent: number | undefined;

  row(row: string, indent: number, line: number): void {
    if (this.textIndent !== undefined) {
      if (indent > this.textIndent) return;
      this.textIndent = undefined;
    }
    if (row === '---' && indent === 0) {
      // A document of the package manager's own may stand in front; the lockfile proper is the last one.
      this.root = newTable();
      this.stack = [{ indent: -1, table: this.root }];
      return;
    }
    if (row.startsWith('- ') || row === '-') return this.item(row.slice(2).trim(), indent, line);
    while (this.stack.length > 1 && this.stack.at(-1)!.indent >= indent) this.stack.pop();
    const container = this.stack.at(-1)!.table;
    if (row.startsWith('? ')) this.explicitKey = { key: scalar(row.slice(2).trim()), indent, line };
    else if (this.explicitKey && row.startsWith(':')) {
      // The value of an explicit key may begin on the same line, two columns further in.
      const { key, indent: keyIndent, line: keyLine } = this.explicitKey;
      this.explicitKey = undefined;
      this.assign(container, { key, value: '' }, keyLine, keyIndent);
      const rest = row.slice(1).trim();
      if (rest !== '') this.pair(rest, indent + 2, line);
    } else this.pair(row, indent, line);
  }

  private pair(row: string, indent: number, line: number): void {
    const pair = splitPair(row);
    if (pair) this.assign(this.stack.at(-1)!.table, pair, line, indent);
    else this.problem ??= `line ${line} is not understood`;
  }

  /** `- value` and `- key: value`; the dash may stand under its key or further in. */
  private item(rest: string, indent: number, line: number): void {
    while (this.stack.length > 1 && this.stack.at(-1)!.indent > indent) this.stack.pop();
    const frame = this.stack.at(-1)!;
    if (!frame.holder) return;
    if (frame.list === undefined) {
      frame.list = [];
      frame.holder.table[frame.holder.key] = frame.list;
    }
    const quoted = rest.startsWith("'") || rest.startsWith('"');
    const isTable = /^[^\s:]+:(?:\s|$)/.test(rest) && !quoted;
    if (!isTable) return void frame.list.push(rest.startsWith('{') ? flowTable(rest) : scalar(rest));
    const table = newTable();
    setLine(frame.list, frame.list.length, line);
    frame.list.push(table);
    this.push({ indent: indent + 1, table });
    this.pair(rest, indent + 2, line);
  }

  private assign(container: Table, pair: { key: string; value: string }, line: number, indent: number): void {
    if (this.stack.length <= MAX_NOTED_DEPTH) setLine(container, pair.key, line);
    if (pair.value === '') {
      const table = newTable();
      container[pair.key] = table;
      this.push({ indent, table, holder: { table: container, key: pair.key } });
    } else if (/^[|>][-+\d]*$/.test(pair.value)) {
      container[pair.key] = '';
      this.textIndent = indent;
    } else container[pair.key] = pair.value.startsWith('{') ? flowTable(pair.value) : pair.value === '[]' ? [] : scalar(pair.value);
  }

  private push(frame: Frame): void {
    if (this.stack.length > MAX_DEPTH) throw new RangeError(`nested more than ${MAX_DEPTH} levels deep`);
    this.stack.push(frame);
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
