/** TOML with places. The library (`smol-toml`) reports none, so this reads the grammar itself; tests hold it against the library. */

import type { Entry, Span } from '../../types/source.ts';
import { lineContentEnd } from './lines.ts';
import { placeholderExpr } from './placeholders.ts';
import { addEntry, MAX_DEPTH, newReading } from './reading.ts';
import type { Reading } from './reading.ts';
import { unescapeDouble } from './yaml-text.ts';

interface Toml {
  text: string;
  base: number;
  at: number;
  reading: Reading;
  path: (string | number)[];
  /** Current index of every array of tables, by its path. */
  arrays: Map<string, number>;
  stop: boolean;
}

interface TomlKey {
  parts: string[];
  at: Span;
}

const BARE_KEY = /[A-Za-z0-9_-]+/y;

/** Reads TOML text; after a mistake it goes on with the next line and says so. */
export function readToml(text: string, base = 0): Reading {
  const toml: Toml = {
    text,
    base,
    at: text.charCodeAt(0) === 0xfeff ? 1 : 0,
    reading: newReading(),
    path: [],
    arrays: new Map(),
    stop: false,
  };
  let table: (string | number)[] = [];
  while (!toml.stop) {
    blanks(toml, true);
    if (toml.at >= text.length) break;
    if (text[toml.at] === '[') table = header(toml) ?? table;
    else {
      toml.path = table.slice();
      if (!pair(toml, 0) && !toml.stop) broken(toml);
    }
    blanks(toml, false);
    if (toml.at < text.length && text[toml.at] !== '\n' && !toml.stop) broken(toml);
  }
  return toml.reading;
}

/** Skips blanks and comments; line ends too when `lines`. */
function blanks(toml: Toml, lines: boolean): void {
  const { text } = toml;
  for (;;) {
    const code = text.charCodeAt(toml.at);
    if (code === 32 || code === 9 || code === 13 || (lines && code === 10)) toml.at++;
    else if (code === 35) {
      const end = lineContentEnd(text, toml.at);
      toml.reading.prose.push({ kind: 'comment', at: [toml.base + toml.at, toml.base + end] });
      toml.at = end;
    } else return;
  }
}

function broken(toml: Toml): void {
  const end = lineContentEnd(toml.text, toml.at);
  if (toml.reading.problems.length < 20) {
    toml.reading.problems.push({ reason: 'not valid TOML: the rest of the line was not read', at: [toml.base + toml.at, toml.base + end] });
  }
  const newline = toml.text.indexOf('\n', toml.at);
  toml.at = newline < 0 ? toml.text.length : newline;
}

function key(toml: Toml): TomlKey | undefined {
  const { text } = toml;
  const parts: string[] = [];
  let start = -1;
  let end = -1;
  for (;;) {
    blanksInLine(toml);
    const quote = text[toml.at];
    if (quote === '"' || quote === "'") {
      const close = closing(text, toml.at, quote);
      if (close < 0) return undefined;
      const raw = text.slice(toml.at + 1, close);
      if (start < 0) start = toml.at + 1;
      end = close;
      parts.push(quote === '"' && raw.includes('\\') ? (unescapeDouble(raw) ?? raw) : raw);
      toml.at = close + 1;
    } else {
      BARE_KEY.lastIndex = toml.at;
      const match = BARE_KEY.exec(text);
      if (!match) return undefined;
      if (start < 0) start = toml.at;
      parts.push(match[0]);
      end = toml.at = BARE_KEY.lastIndex;
    }
    blanksInLine(toml);
    if (text[toml.at] !== '.') return { parts, at: [toml.base + start, toml.base + end] };
    toml.at++;
  }
}

function blanksInLine(toml: Toml): void {
  while (toml.text[toml.at] === ' ' || toml.text[toml.at] === '\t') toml.at++;
}

/** The quote that closes a string on its line, or -1. */
function closing(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    const one = text[at];
    if (one === quote) return at;
    if (one === '\n') return -1;
    if (one === '\\' && quote === '"') at++;
  }
  return -1;
}

/** `[a.b]` or `[[a.b]]`: the path of the table, list indexes included. */
function header(toml: Toml): (string | number)[] | undefined {
  const { text } = toml;
  const isArray = text[toml.at + 1] === '[';
  toml.at += isArray ? 2 : 1;
  const found = key(toml);
  if (!found || text[toml.at] !== ']') return undefined;
  toml.at += isArray ? 2 : 1;
  const path: (string | number)[] = [];
  for (const [index, part] of found.parts.entries()) {
    path.push(part);
    const name = JSON.stringify(path);
    const last = index === found.parts.length - 1;
    const current = toml.arrays.get(name);
    if (last && isArray) {
      toml.arrays.set(name, (current ?? -1) + 1);
      path.push((current ?? -1) + 1);
    } else if (current !== undefined) path.push(current);
  }
  return path;
}

/** `key = value` under the current path. */
function pair(toml: Toml, depth: number): boolean {
  const found = key(toml);
  if (!found || toml.text[toml.at] !== '=') return false;
  toml.at++;
  blanksInLine(toml);
  toml.path.push(...found.parts);
  const read = value(toml, found.at, depth);
  toml.path.length -= found.parts.length;
  return read;
}

function value(toml: Toml, keyAt: Span | undefined, depth: number): boolean {
  if (depth > MAX_DEPTH) {
    toml.reading.problems.push({ reason: `nested deeper than ${MAX_DEPTH} levels: the rest was not read` });
    toml.stop = true;
    return false;
  }
  const { text } = toml;
  const first = text[toml.at];
  switch (first) {
    case '"':
    case "'":
      return string(toml, first, keyAt);
    case '[':
      return list(toml, depth);
    case '{':
      return inlineTable(toml, depth);
    default: {
      const match = /[^\s,\]}#][^,\]}#\n\r]*/y;
      match.lastIndex = toml.at;
      const raw = match.exec(text)?.[0].trimEnd();
      if (!raw) return false;
      const type: Entry['type'] =
        raw === 'true' || raw === 'false'
          ? 'bool'
          : /^[-+]?(?:\d|inf|nan)/.test(raw) && !/^\d{4}-\d\d-\d\d|^\d\d:\d\d/.test(raw)
            ? 'number'
            : 'string';
      emit(toml, raw, [toml.at, toml.at + raw.length], type, false, keyAt);
      toml.at += raw.length;
      return /^(?:true|false|[-+]?(?:\d.*|inf|nan))$/.test(raw);
    }
  }
}

function emit(toml: Toml, v: string, at: Span, type: Entry['type'], escaped: boolean, keyAt: Span | undefined): void {
  const span: Span = [toml.base + at[0], toml.base + at[1]];
  const expr = type === 'string' && !escaped ? placeholderExpr(v, span[0]) : undefined;
  const entry: Entry = {
    path: toml.path.slice(),
    value: v,
    at: span,
    type,
    ...(keyAt ? { keyAt } : {}),
    ...(expr ? { expr } : {}),
    ...(escaped ? { escaped } : {}),
  };
  if (!addEntry(toml.reading, entry)) toml.stop = true;
}

function string(toml: Toml, quote: string, keyAt: Span | undefined): boolean {
  const { text } = toml;
  const triple = quote.repeat(3);
  if (text.startsWith(triple, toml.at)) {
    let start = toml.at + 3;
    if (text.startsWith('\r\n', start)) start += 2;
    else if (text[start] === '\n') start++;
    let close = start;
    for (;;) {
      close = text.indexOf(triple, close);
      if (close < 0) return unclosed(toml);
      let slashes = 0;
      if (quote === '"') while (text[close - 1 - slashes] === '\\') slashes++;
      if (slashes % 2 === 0) break;
      close++;
    }
    // Up to two quotes may stand right before the closing three.
    while (text[close + 3] === quote) close++;
    const raw = text.slice(start, close);
    const v = quote === '"' ? (unescapeDouble(raw.replace(/(?<!\\)((?:\\\\)*)\\[ \t]*\r?\n\s*/g, '$1')) ?? raw) : raw;
    emit(toml, v, [start, close], 'string', v !== raw, keyAt);
    toml.at = close + 3;
    return true;
  }
  const close = closing(text, toml.at, quote);
  if (close < 0) return unclosed(toml);
  const raw = text.slice(toml.at + 1, close);
  const v = quote === '"' && raw.includes('\\') ? (unescapeDouble(raw) ?? raw) : raw;
  emit(toml, v, [toml.at + 1, close], 'string', v !== raw, keyAt);
  toml.at = close + 1;
  return true;
}

function unclosed(toml: Toml): boolean {
  toml.reading.problems.push({
    reason: 'quote without its end',
    at: [toml.base + toml.at, toml.base + lineContentEnd(toml.text, toml.at)],
  });
  return false;
}

function list(toml: Toml, depth: number): boolean {
  const { text } = toml;
  toml.at++;
  toml.path.push(0);
  for (let index = 0; !toml.stop; index++) {
    blanks(toml, true);
    if (text[toml.at] === ']') {
      toml.at++;
      toml.path.pop();
      return true;
    }
    toml.path[toml.path.length - 1] = index;
    if (!value(toml, undefined, depth + 1)) break;
    blanks(toml, true);
    if (text[toml.at] === ',') toml.at++;
    else if (text[toml.at] !== ']') break;
  }
  toml.path.pop();
  return false;
}

function inlineTable(toml: Toml, depth: number): boolean {
  const { text } = toml;
  toml.at++;
  while (!toml.stop) {
    blanks(toml, true);
    if (text[toml.at] === '}') {
      toml.at++;
      return true;
    }
    if (!pair(toml, depth + 1)) return false;
    blanks(toml, true);
    if (text[toml.at] === ',') toml.at++;
    else if (text[toml.at] !== '}') return false;
  }
  return false;
}
