/** TOML with positions. `smol-toml` gives the values; a scan over the (then known to be valid) text gives the line of every key and item. */

import { toml } from './libraries.ts';
import { lineOf, newTable, setLine } from './document.ts';
import type { Document, Table } from './document.ts';

/** A broken block is blanked and the rest read again, at most this often. */
const MAX_REPAIRS = 20;

/** Reads a TOML document; a block (from one header to the next) that is not valid is left out and named in `problems`. */
export function readToml(source: string): Document {
  const problems: string[] = [];
  let current = source;
  for (let attempt = 0; attempt <= MAX_REPAIRS; attempt++) {
    try {
      const root = toml().parse(current) as Table;
      new PositionScan(current).document(root);
      return { root, problems };
    } catch (error) {
      const line = (error as { line?: unknown }).line;
      const reason = String((error as Error).message)
        .split('\n')[0]!
        .replace(/^Invalid TOML document: /, '');
      if (typeof line !== 'number') {
        problems.push(`not valid TOML: ${reason}`);
        break;
      }
      if (attempt < MAX_REPAIRS) problems.push(`line ${line} is not valid TOML (${reason}); the block around it was left out`);
      else problems.push(`more than ${MAX_REPAIRS} blocks are not valid TOML`);
      current = withoutBlock(current, line);
    }
  }
  return { root: newTable(), problems };
}

/** Blanks the lines from the header at or before `line` to the next header, so that all other lines keep their number. */
function withoutBlock(source: string, line: number): string {
  const rows = source.split('\n');
  const isHeader = (row: string): boolean => /^\s*\[[^\]]*\]\]?\s*(#.*)?$/.test(row);
  let first = Math.min(line, rows.length) - 1;
  while (first > 0 && !isHeader(rows[first]!)) first--;
  let end = Math.min(line, rows.length);
  while (end < rows.length && !isHeader(rows[end]!)) end++;
  return rows.map((row, index) => (index >= first && index < end ? '' : row)).join('\n');
}

/** Walks valid TOML text and its parsed values in step and notes lines. */
class PositionScan {
  private readonly source: string;
  private offset = 0;
  private line = 1;
  /** How many `[[x]]` headers were seen, by path. */
  private readonly counts = new Map<string, number>();

  constructor(source: string) {
    this.source = source;
  }

  document(root: Table): void {
    let current: unknown = root;
    for (;;) {
      this.skipBlank();
      if (this.offset >= this.source.length) return;
      if (this.source[this.offset] === '[') current = this.header(root);
      else this.pair(current);
    }
  }

  private header(root: Table): unknown {
    const line = this.line;
    const isList = this.source[this.offset + 1] === '[';
    this.offset += isList ? 2 : 1;
    const path = this.key();
    this.endOfLine();
    let current: unknown = root;
    let seen = '';
    path.forEach((part, index) => {
      seen += `\0${part}`;
      const isLast = index === path.length - 1;
      if (isLast && isList) this.counts.set(seen, (this.counts.get(seen) ?? 0) + 1);
      if (typeof current !== 'object' || current === null) return;
      if (isLast || lineOf(current, part) === 1) setLine(current, part, line);
      current = (current as Table)[part];
      if (Array.isArray(current)) {
        const item = (this.counts.get(seen) ?? 1) - 1;
        if (isLast) setLine(current, item, line);
        current = current[item];
      }
    });
    return current;
  }

  private pair(container: unknown): void {
    const line = this.line;
    const path = this.key();
    this.skipSpaces();
    if (this.source[this.offset] !== '=') return this.endOfLine();
    this.offset++;
    let current: unknown = container;
    let last: unknown;
    for (const part of path) {
      if (typeof current !== 'object' || current === null) break;
      setLine(current, part, line);
      last = (current as Table)[part];
      current = last;
    }
    this.skipSpaces();
    this.value(last);
    if (this.source[this.offset] === '#') this.endOfLine();
  }

  private value(value: unknown): void {
    const first = this.source[this.offset];
    if (first === '"' || first === "'") return this.string(first);
    if (first === '[') return this.items(value);
    if (first === '{') return this.members(value);
    while (this.offset < this.source.length && !/[,\]}\n#]/.test(this.source[this.offset]!)) this.offset++;
  }

  private items(value: unknown): void {
    this.offset++;
    for (let index = 0; ; index++) {
      this.skipBlank();
      if (this.offset >= this.source.length) return;
      if (this.source[this.offset] === ']') break;
      if (Array.isArray(value)) setLine(value, index, this.line);
      this.value(Array.isArray(value) ? value[index] : undefined);
      this.skipBlank();
      if (this.source[this.offset] === ',') this.offset++;
    }
    this.offset++;
  }

  private members(value: unknown): void {
    this.offset++;
    for (;;) {
      this.skipBlank();
      if (this.offset >= this.source.length) return;
      if (this.source[this.offset] === '}') break;
      const before = this.offset;
      this.pair(value);
      this.skipBlank();
      if (this.source[this.offset] === ',' || this.offset === before) this.offset++;
    }
    this.offset++;
  }

  /** A dotted key. */
  private key(): string[] {
    const parts: string[] = [];
    for (;;) {
      this.skipSpaces();
      const quote = this.source[this.offset];
      if (quote === '"' || quote === "'") {
        const start = this.offset;
        this.string(quote);
        const raw = this.source.slice(start + 1, this.offset - 1);
        parts.push(quote === '"' && raw.includes('\\') ? unescape(raw) : raw);
      } else {
        const start = this.offset;
        while (/[A-Za-z0-9_-]/.test(this.source[this.offset] ?? '')) this.offset++;
        if (this.offset === start) return parts;
        parts.push(this.source.slice(start, this.offset));
      }
      this.skipSpaces();
      if (this.source[this.offset] !== '.') return parts;
      this.offset++;
    }
  }

  private string(quote: string): void {
    const triple = quote.repeat(3);
    if (this.source.startsWith(triple, this.offset)) {
      let end = this.offset + 3;
      for (;;) {
        end = this.source.indexOf(triple, end);
        if (end < 0) end = this.source.length;
        else if (quote === '"' && this.isEscaped(end)) {
          end++;
          continue;
        }
        break;
      }
      // Up to two more quotes may belong to the content.
      end += 3;
      while (this.source[end] === quote) end++;
      for (let i = this.offset; i < end && i < this.source.length; i++) if (this.source.charCodeAt(i) === 10) this.line++;
      this.offset = Math.min(end, this.source.length);
      return;
    }
    this.offset++;
    while (this.offset < this.source.length && this.source[this.offset] !== quote && this.source[this.offset] !== '\n') {
      this.offset += quote === '"' && this.source[this.offset] === '\\' ? 2 : 1;
    }
    this.offset++;
  }

  private isEscaped(offset: number): boolean {
    let backslashes = 0;
    while (this.source[offset - 1 - backslashes] === '\\') backslashes++;
    return backslashes % 2 === 1;
  }

  private skipSpaces(): void {
    while (this.source[this.offset] === ' ' || this.source[this.offset] === '\t') this.offset++;
  }

  private skipBlank(): void {
    for (;;) {
      const character = this.source[this.offset];
      if (character === '\n') {
        this.line++;
        this.offset++;
      } else if (character === ' ' || character === '\t' || character === '\r' || character === '\uFEFF') this.offset++;
      else if (character === '#') this.endOfLine();
      else return;
    }
  }

  private endOfLine(): void {
    const end = this.source.indexOf('\n', this.offset);
    this.offset = end < 0 ? this.source.length : end;
  }
}

function unescape(raw: string): string {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw;
  }
}
