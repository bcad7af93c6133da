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

const SPACE = 32;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const COMMA = 44;
const DASH = 45;
const COLON = 58;
const QUESTION = 63;
const BACKSLASH = 92;

/** Is told what stands in the text, from top to bottom. `depth` counts the keys and items that a key or item is below; 0 is the top. */
export interface IndentedVisitor {
  /** A further document begins. A package manager's own may stand in front; the lockfile proper is the last one. */
  restart(): void;
  /** A key whose value is what is indented below it. Where this gives `false`, all of that is passed over. */
  open(key: string, depth: number, line: number): boolean;
  /** A key with its value, as written; empty for folded and literal text, which no reader needs. */
  pair(key: string, value: string, depth: number, line: number): void;
  /** `- value` below the key at `depth` - 1, as written. */
  item(value: string, depth: number): void;
  /** `- key: value` begins a table; its keys follow, one level deeper. */
  itemTable(depth: number, line: number): void;
}

/**
 * Goes through the whole text.
 * @returns what was not understood first: a line that fits nowhere is passed over
 * @throws RangeError for text that is nested more than 50 levels deep
 */
export function walkIndented(source: string, visitor: IndentedVisitor): string | undefined {
  const walker = new IndentedWalker(source, visitor);
  let start = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let line = 1; start < source.length; line++) {
    let end = source.indexOf('\n', start);
    if (end < 0) end = source.length;
    let last = end;
    if (source.charCodeAt(last - 1) === 13) last--;
    let first = start;
    while (first < last && source.charCodeAt(first) === SPACE) first++;
    if (first < last && source.charCodeAt(first) !== HASH) walker.row(first, last, first - start, line);
    start = end + 1;
  }
  return walker.problem;
}

class IndentedWalker {
  problem: string | undefined;
  private readonly source: string;
  private readonly visitor: IndentedVisitor;
  /** Indents of the open keys and items, the text itself first. */
  private readonly indents = [-1];
  /** Whether the open key at this place can hold a list; items and the text itself can't. */
  private readonly takesItems = [false];
  private explicitKey: { key: string; indent: number; line: number } | undefined;
  /** Deeper lines belong to a folded or literal text. */
  private textIndent = -1;
  /** Deeper lines are of no interest to the visitor, nor are dashes that stand under their key. */
  private skippedIndent = -1;

  constructor(source: string, visitor: IndentedVisitor) {
    this.source = source;
    this.visitor = visitor;
  }

  /** @param first where the text of the row begins and `last` where it ends, without line end */
  row(first: number, last: number, indent: number, line: number): void {
    const { source } = this;
    const unit = source.charCodeAt(first);
    const isItem = unit === DASH && (first + 1 === last || source.charCodeAt(first + 1) === SPACE);
    if (this.skippedIndent >= 0) {
      if (indent > this.skippedIndent || (isItem && indent === this.skippedIndent)) return;
      this.skippedIndent = -1;
    }
    if (this.textIndent >= 0) {
      if (indent > this.textIndent) return;
      this.textIndent = -1;
    }
    if (unit === DASH && indent === 0 && last - first === 3 && source.startsWith('---', first)) {
      this.close(0);
      this.visitor.restart();
      return;
    }
    if (isItem) return this.item(first + 1, last, indent, line);
    while (this.indents.length > 1 && this.indents.at(-1)! >= indent) this.close(this.indents.length - 2);
    if (unit === QUESTION && source.charCodeAt(first + 1) === SPACE) {
      this.explicitKey = { key: scalar(source.slice(first + 2, last).trim()), indent, line };
    } else if (unit === COLON && this.explicitKey) {
      // The value of an explicit key may begin on the same line, two columns further in.
      const { key, indent: keyIndent, line: keyLine } = this.explicitKey;
      this.explicitKey = undefined;
      this.open(key, keyIndent, keyLine);
      let rest = first + 1;
      while (rest < last && source.charCodeAt(rest) <= SPACE) rest++;
      if (rest < last && this.skippedIndent < 0) this.pair(rest, last, indent + 2, line);
    } else this.pair(first, last, indent, line);
  }

  private get depth(): number {
    return this.indents.length - 1;
  }

  private close(depth: number): void {
    this.indents.length = depth + 1;
    this.takesItems.length = depth + 1;
  }

  private push(indent: number, takesItems: boolean): void {
    if (this.indents.length > MAX_DEPTH) throw new RangeError(`nested more than ${MAX_DEPTH} levels deep`);
    this.indents.push(indent);
    this.takesItems.push(takesItems);
  }

  private pair(first: number, last: number, indent: number, line: number): void {
    const pair = splitPair(this.source, first, last);
    if (pair === undefined) {
      this.problem ??= `line ${line} is not understood`;
      return;
    }
    const { key, value } = pair;
    if (value === '') this.open(key, indent, line);
    else if (isTextMark(value)) {
      this.visitor.pair(key, '', this.depth, line);
      this.textIndent = indent;
    } else this.visitor.pair(key, value, this.depth, line);
  }

  private open(key: string, indent: number, line: number): void {
    if (this.visitor.open(key, this.depth, line)) this.push(indent, true);
    else this.skippedIndent = indent;
  }

  /** `- value` and `- key: value`; the dash may stand under its key or further in. */
  private item(from: number, last: number, indent: number, line: number): void {
    const { source } = this;
    while (this.indents.length > 1 && this.indents.at(-1)! > indent) this.close(this.indents.length - 2);
    if (!this.takesItems.at(-1)) return;
    while (from < last && source.charCodeAt(from) <= SPACE) from++;
    while (last > from && source.charCodeAt(last - 1) <= SPACE) last--;
    const rest = source.slice(from, last);
    const quoted = rest.startsWith("'") || rest.startsWith('"');
    if (quoted || !/^[^\s:]+:(?:\s|$)/.test(rest)) return this.visitor.item(rest, this.depth);
    this.visitor.itemTable(this.depth, line);
    this.push(indent + 1, false);
    this.pair(from, last, indent + 2, line);
  }
}

/** A key with its value as written, empty when the value is what stands below. */
interface Pair {
  key: string;
  value: string;
}

/** Takes `key: value`, `key:`, and yarn's `key value` apart; keys may be quoted. `undefined` for anything else. */
function splitPair(source: string, first: number, last: number): Pair | undefined {
  const quote = source.charCodeAt(first);
  const isOpen = source.charCodeAt(last - 1) === COLON;
  let at = first;
  let key: string;
  if (quote === DOUBLE_QUOTE || quote === SINGLE_QUOTE) {
    const close = closingQuote(source, first, last);
    if (close < 0) return undefined;
    // yarn's older form lists several keys, each quoted or not: `"a@^1", b@^2:`.
    if (isOpen && source.charCodeAt(close + 1) === COMMA) return { key: source.slice(first, last - 1), value: '' };
    at = close + 1;
    key = scalar(source.slice(first, at));
  } else {
    while (at < last && source.charCodeAt(at) !== SPACE) at++;
    if (isOpen && (at === last || isWholeKey(source.slice(first, last)))) return { key: source.slice(first, last - 1), value: '' };
    if (at === last) return undefined;
    if (at > first && source.charCodeAt(at - 1) === COLON) at--;
    key = source.slice(first, at);
  }
  const separator = at < last ? source.charCodeAt(at) : 0;
  if (separator === COLON) at++;
  else if (separator !== SPACE) return undefined;
  while (at < last && source.charCodeAt(at) <= SPACE) at++;
  while (last > at && source.charCodeAt(last - 1) <= SPACE) last--;
  return { key, value: source.slice(at, last) };
}

/** A row that ends with a colon and has blanks is one key (`a@>=1 <2:`) or several (`a@^1, b@^2:`), unless another colon comes first. */
function isWholeKey(row: string): boolean {
  return !row.includes(': ') || row.includes(', ');
}

/** `|`, `>-` and the like: the value is the text below. */
function isTextMark(value: string): boolean {
  const unit = value.charCodeAt(0);
  return (unit === 124 || unit === 62) && /^[|>][-+\d]*$/.test(value);
}

function closingQuote(source: string, from: number, last = source.length): number {
  const quote = source.charCodeAt(from);
  for (let i = from + 1; i < last; i++) {
    const unit = source.charCodeAt(i);
    if (unit === BACKSLASH && quote === DOUBLE_QUOTE) i++;
    else if (unit === quote) {
      if (quote === SINGLE_QUOTE && i + 1 < last && source.charCodeAt(i + 1) === SINGLE_QUOTE) i++;
      else return i;
    }
  }
  return -1;
}

/** A plain or quoted value without comment. */
export function scalar(written: string): string {
  const quote = written.charCodeAt(0);
  if (quote === SINGLE_QUOTE) {
    const close = closingQuote(written, 0);
    return written.slice(1, close < 0 ? undefined : close).replaceAll("''", "'");
  }
  if (quote === DOUBLE_QUOTE) {
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

/** The keys and values of `{integrity: sha512-…, tarball: https://…}` on one line; nested values are kept as text. */
export function flowTable(written: string): Table {
  const result = newTable();
  const inner = written.slice(1, written.endsWith('}') ? -1 : undefined);
  for (const part of inner.split(/,\s+(?=[\w'"@./-]+:\s)/)) {
    const row = part.trim();
    const pair = splitPair(row, 0, row.length);
    if (pair) result[pair.key] = scalar(pair.value);
  }
  return result;
}

/** Reads the whole file into tables; a line that fits nowhere is named once in `problems` and passed over. */
export function readIndented(source: string): Document {
  const builder = new TableBuilder();
  const problem = walkIndented(source, builder);
  return { root: builder.root, problems: problem === undefined ? [] : [problem] };
}

class TableBuilder implements IndentedVisitor {
  root = newTable();
  /** The open table at each depth, and where it hangs, so that it can become a list when the first `- ` follows. */
  private tables: Table[] = [this.root];
  private keys: string[] = [''];
  private lists: (unknown[] | undefined)[] = [undefined];

  restart(): void {
    this.root = newTable();
    this.tables = [this.root];
  }

  open(key: string, depth: number, line: number): boolean {
    const table = newTable();
    this.set(key, table, depth, line);
    this.tables[depth + 1] = table;
    this.keys[depth + 1] = key;
    this.lists[depth + 1] = undefined;
    return true;
  }

  pair(key: string, value: string, depth: number, line: number): void {
    this.set(key, value.startsWith('{') ? flowTable(value) : value === '[]' ? [] : scalar(value), depth, line);
  }

  item(value: string, depth: number): void {
    this.list(depth).push(value.startsWith('{') ? flowTable(value) : scalar(value));
  }

  itemTable(depth: number, line: number): void {
    const table = newTable();
    const list = this.list(depth);
    setLine(list, list.length, line);
    list.push(table);
    this.tables[depth + 1] = table;
    this.lists[depth + 1] = undefined;
  }

  private set(key: string, value: unknown, depth: number, line: number): void {
    const table = this.tables[depth]!;
    if (depth < MAX_NOTED_DEPTH) setLine(table, key, line);
    table[key] = value;
  }

  private list(depth: number): unknown[] {
    let list = this.lists[depth];
    if (list === undefined) {
      list = [];
      this.lists[depth] = list;
      this.tables[depth - 1]![this.keys[depth]!] = list;
    }
    return list;
  }
}
