/** One word of a shell command: quotes, escapes and expansions resolved into an expression with exact places. */

import type { Expr, ReadProblem, Span } from '../../types/source.ts';
import { closingBrace, join, placeholderExpr } from './placeholders.ts';

/** A word as written and as an expression. */
export interface Word {
  expr: Expr;
  /** The raw text of the word. */
  source: string;
  /** Whether any part is in quotes. */
  quoted: boolean;
  /** When the whole word is one quoted string: offsets of its content in the text read. */
  inner?: Span;
  /** Offset of the end in the text read. */
  end: number;
  /** Variables set by `${X:=y}`. */
  defaults: [name: string, value: Expr, at: Span][];
  problem?: ReadProblem;
}

/** How words are scanned. */
export interface WordOptions {
  fuel: Fuel;
  onSubstitution: OnSubstitution;
  /** The text stands in double quotes of another command, which expanded the variables even in single quotes. */
  insideDouble: boolean;
}

/** Told about the inside of `$(…)` and backticks, as offsets in the text read. */
type OnSubstitution = (from: number, to: number) => void;

/** Characters that may still be spent on looking for closing quotes and brackets: keeps broken input linear. */
export interface Fuel {
  left: number;
}

/** Spends one character; `false` when none is left. */
function burns(fuel: Fuel): boolean {
  return fuel.left-- > 0;
}

interface Scan {
  text: string;
  end: number;
  base: number;
  parts: Expr[];
  /** Literal text gathered for the current part, and where it began. */
  literal: string;
  start: number;
  /** Where the literal text ended in the file; differs from start + length when escapes or quotes lie between. */
  last: number;
  defaults: Word['defaults'];
  fuel: Fuel;
  onSubstitution: OnSubstitution;
  problem?: ReadProblem;
}

/** Longest `${…}` looked for. */
const MAX_EXPANSION = 4096;

/** Characters that end an unquoted word. */
function endsWord(code: number): boolean {
  switch (code) {
    case 32:
    case 9:
    case 10:
    case 13:
    case 59:
    case 38:
    case 124:
    case 60:
    case 62:
    case 40:
    case 41:
      return true;
    default:
      return false;
  }
}

/** Scans the word at `from`; always moves on by at least one character unless `from` is at the end. */
export function scanWord(text: string, from: number, end: number, base: number, options: WordOptions): Word {
  const { fuel, onSubstitution } = options;
  const scan: Scan = { text, end, base, parts: [], literal: '', start: -1, last: -1, defaults: [], fuel, onSubstitution };
  let at = from;
  let quoted = false;
  let inner: Span | undefined;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (endsWord(code)) break;
    if (code === 39 || code === 34 || (code === 36 && text.charCodeAt(at + 1) === 39)) {
      const open = code === 36 ? at + 2 : at + 1;
      const close =
        code === 34 ? closingQuote(text, open, end, fuel) : code === 36 ? closingAnsi(text, open, end) : indexBefore(text, "'", open, end);
      if (close < 0) {
        // A lone apostrophe: the rest of the line is all that can be meant.
        const stop = indexBefore(text, '\n', at, end);
        scan.problem = { reason: 'quote without its end', at: [base + at, base + (stop < 0 ? end : stop)] };
        addLiteral(scan, text[at]!, at, at + 1);
        at++;
        continue;
      }
      quoted = true;
      if (at === from && (close + 1 >= end || endsWord(text.charCodeAt(close + 1)))) inner = [open, close];
      if (code === 34 || (code === 39 && options.insideDouble)) doubleQuoted(scan, open, close);
      else if (code === 36) addText(scan, ansi(text.slice(open, close)), open, close);
      else addText(scan, text.slice(open, close), open, close);
      at = close + 1;
      continue;
    }
    at = unquoted(scan, at, code);
  }
  flush(scan);
  const span: Span = inner ? [base + inner[0], base + inner[1]] : [base + from, base + at];
  let expr = join(scan.parts, span);
  if (expr.k === 'str' && expr.v === '' && inner) expr = { ...expr, at: span };
  return {
    expr,
    source: text.slice(from, at),
    quoted,
    ...(inner ? { inner } : {}),
    end: at,
    defaults: scan.defaults,
    ...(scan.problem ? { problem: scan.problem } : {}),
  };
}

function unquoted(scan: Scan, at: number, code: number): number {
  const { text, end } = scan;
  if (code === 92) {
    const next = text[at + 1];
    if (next === undefined) {
      addLiteral(scan, '\\', at, at + 1);
      return at + 1;
    }
    if (next === '\n' || (next === '\r' && text[at + 2] === '\n')) return continuation(scan, at, next === '\n' ? at + 2 : at + 3);
    addText(scan, next, at, at + 2);
    return at + 2;
  }
  if (code === 36 || code === 96) {
    const after = expansion(scan, at, end);
    if (after > at) return after;
  }
  if (code === 123 && text.charCodeAt(at + 1) === 123) {
    // A template (Helm, Jinja) inside the script.
    const close = text.slice(at, at + MAX_EXPANSION).indexOf('}}');
    const expr = close > 0 ? placeholderExpr(text.slice(at, at + close + 2), scan.base + at) : undefined;
    if (expr) {
      add(scan, expr);
      return at + close + 2;
    }
  }
  let stop = at + 1;
  while (stop < end && !special(text.charCodeAt(stop))) stop++;
  addLiteral(scan, text.slice(at, stop), at, stop);
  return stop;
}

/** A line end inside a word joins its two halves, whose place is then longer than their text. */
function continuation(scan: Scan, from: number, to: number): number {
  if (scan.start >= 0 || scan.parts.at(-1)?.at[1] === scan.base + from) addText(scan, '', from, to);
  return to;
}

/** Characters at which a run of unquoted text must be looked at again. */
function special(code: number): boolean {
  return endsWord(code) || code === 39 || code === 34 || code === 92 || code === 36 || code === 96 || code === 123;
}

/** Inside double quotes: `\` escapes only `"`, `\`, `$`, backtick and the line end. */
function doubleQuoted(scan: Scan, from: number, to: number): void {
  const { text } = scan;
  if (from === to) addText(scan, '', from, to);
  let at = from;
  let plain = from;
  const flushPlain = (end: number) => {
    if (end > plain) addText(scan, text.slice(plain, end), plain, end);
  };
  while (at < to) {
    const code = text.charCodeAt(at);
    if (code === 92) {
      const next = text[at + 1]!;
      if (next === '\n' || (next === '\r' && text[at + 2] === '\n')) {
        flushPlain(at);
        at += next === '\n' ? 2 : 3;
        plain = at;
        continue;
      }
      if (next === '"' || next === '\\' || next === '$' || next === '`') {
        flushPlain(at);
        addText(scan, next, at, at + 2);
        at += 2;
        plain = at;
        continue;
      }
      at += 2;
      continue;
    }
    if (code === 36 || code === 96) {
      flushPlain(at);
      const after = expansion(scan, at, to);
      plain = at;
      if (after > at) {
        at = plain = after;
        continue;
      }
    }
    at++;
  }
  flushPlain(to);
}

/** `$X`, `${…}`, `$(…)`, `$((…))`, backticks, `$1`. Returns `at` when nothing expands here. */
function expansion(scan: Scan, at: number, limit: number): number {
  const { text, base } = scan;
  if (text[at] === '`') {
    const close = indexBefore(text, '`', at + 1, limit);
    if (close < 0) return at;
    return substituted(scan, at, at + 1, close);
  }
  const next = text[at + 1];
  if (next === '(') {
    const close = closingParen(text, at + 1, limit, scan.fuel);
    if (close < 0) return at;
    if (text[at + 2] === '(') return opaque(scan, at, close + 1);
    return substituted(scan, at, at + 2, close);
  }
  if (next === '{') {
    const close = text[at + 2] === '{' ? text.indexOf('}}', at) + 1 : closingBrace(text, at + 1, Math.min(limit, at + MAX_EXPANSION));
    if (close <= 0) return at;
    const raw = text.slice(at, close + 1);
    const expr = placeholderExpr(raw, base + at, { bareLower: true, noTemplates: text[at + 2] !== '{' });
    if (!expr) return opaque(scan, at, close + 1);
    add(scan, stripQuotes(expr));
    if (expr.k === 'alt' && /^\$\{\w+:?=/.test(raw) && expr.e[0]?.k === 'name')
      scan.defaults.push([expr.e[0].n, stripQuotes(expr.e[1]!), expr.at]);
    return close + 1;
  }
  const match = /\$(?:([A-Za-z_]\w*)|[\d@*#?$!-])/y;
  match.lastIndex = at;
  const found = match.exec(text);
  if (!found || match.lastIndex > limit) return at;
  if (found[1] === undefined) return opaque(scan, at, match.lastIndex);
  add(scan, { k: 'name', n: found[1], at: [base + at, base + match.lastIndex] });
  return match.lastIndex;
}

/** Quotes around a default (`${X:-"y"}`) are no part of its value. */
function stripQuotes(expr: Expr): Expr {
  if (expr.k === 'str' && !expr.escaped) {
    const match = /^(["'])(.*)\1$/s.exec(expr.v);
    return match ? { k: 'str', v: match[2]!, at: [expr.at[0] + 1, expr.at[1] - 1] } : expr;
  }
  if (expr.k === 'alt') return { ...expr, e: expr.e.map(stripQuotes) };
  return expr;
}

function substituted(scan: Scan, at: number, from: number, to: number): number {
  scan.onSubstitution(from, to);
  return opaque(scan, at, to + 1);
}

function opaque(scan: Scan, from: number, to: number): number {
  add(scan, { k: 'other', e: [], at: [scan.base + from, scan.base + to] });
  return to;
}

function add(scan: Scan, expr: Expr): void {
  flush(scan);
  scan.parts.push(expr);
}

/** Unquoted characters join the part before them as long as the file holds exactly that text. */
function addLiteral(scan: Scan, text: string, from: number, to: number): void {
  if (scan.start < 0) scan.start = from;
  else if (scan.last !== from) {
    flush(scan);
    scan.start = from;
  }
  scan.literal += text;
  scan.last = to;
}

/** Quoted or escaped text: a part of its own, so that its place is exact. */
function addText(scan: Scan, text: string, from: number, to: number): void {
  flush(scan);
  const at: Span = [scan.base + from, scan.base + to];
  const previous = scan.parts.at(-1);
  if (text.length === to - from) {
    scan.parts.push({ k: 'str', v: text, at });
  } else if (previous?.k === 'str' && previous.at[1] === at[0]) {
    scan.parts[scan.parts.length - 1] = { k: 'str', v: previous.v + text, at: [previous.at[0], at[1]], escaped: true };
  } else scan.parts.push({ k: 'str', v: text, at, escaped: true });
  mergeEscaped(scan);
}

/** Text before and after an escape is one string whose region differs from its value. */
function mergeEscaped(scan: Scan): void {
  const last = scan.parts.at(-1);
  const before = scan.parts.at(-2);
  if (last?.k !== 'str' || before?.k !== 'str' || before.at[1] !== last.at[0] || !(before.escaped || last.escaped)) return;
  scan.parts.splice(-2, 2, { k: 'str', v: before.v + last.v, at: [before.at[0], last.at[1]], escaped: true });
}

function flush(scan: Scan): void {
  if (scan.start < 0) return;
  const at: Span = [scan.base + scan.start, scan.base + scan.last];
  scan.parts.push({ k: 'str', v: scan.literal, at });
  scan.start = -1;
  scan.literal = '';
  mergeEscaped(scan);
}

function indexBefore(text: string, what: string, from: number, end: number): number {
  const at = text.indexOf(what, from);
  return at < end ? at : -1;
}

/** The `"` that closes a string, past escapes, `$(…)` and `${…}` with quotes of their own. */
function closingQuote(text: string, from: number, end: number, fuel: Fuel): number {
  for (let at = from; at < end && burns(fuel); at++) {
    const code = text.charCodeAt(at);
    if (code === 34) return at;
    if (code === 92) at++;
    else if (code === 36 && text.charCodeAt(at + 1) === 40) {
      const close = closingParen(text, at + 1, end, fuel);
      if (close > 0) at = close;
    } else if (code === 36 && text.charCodeAt(at + 1) === 123) {
      const close = closingBrace(text, at + 1, Math.min(end, at + MAX_EXPANSION));
      if (close > 0) at = close;
    }
  }
  return -1;
}

function closingAnsi(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 39) return at;
    if (code === 92) at++;
  }
  return -1;
}

/** The `)` that closes the `(` at `open`; quotes inside are skipped. */
function closingParen(text: string, open: number, end: number, fuel: Fuel): number {
  let depth = 0;
  for (let at = open; at < end && burns(fuel); at++) {
    const code = text.charCodeAt(at);
    if (code === 40) depth++;
    else if (code === 41) {
      if (--depth === 0) return at;
    } else if (code === 92) at++;
    else if (code === 39) {
      const close = indexBefore(text, "'", at + 1, end);
      if (close > 0) at = close;
    } else if (code === 34) {
      let close = at + 1;
      while (close < end && text.charCodeAt(close) !== 34 && burns(fuel)) close += text.charCodeAt(close) === 92 ? 2 : 1;
      at = close;
    }
  }
  return -1;
}

const ANSI_ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  e: '\u001b',
  '0': '\0',
};

function ansi(raw: string): string {
  return raw.replace(/\\(.)/gs, (whole, escape: string) => ANSI_ESCAPES[escape] ?? whole);
}
