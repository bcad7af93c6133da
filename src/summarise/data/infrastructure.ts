/**
 * Terraform/HCL, and what Bicep shares with it: blocks, attributes, lists, expressions. The languages differ in quotes, in the sign
 * between key and value, and in how a declaration begins.
 */

import type { Entry, Expr, Span } from '../../types/source.ts';
import { lineContentEnd } from './lines.ts';
import { placeholderExpr } from './placeholders.ts';
import { addEntry, MAX_DEPTH, newReading } from './reading.ts';
import type { Reading } from './reading.ts';

/** Where the reader of a text stands, and what it has read. */
export interface Infra {
  text: string;
  /** Offset of the text in its file. */
  base: number;
  /** Offset of the next character in the text. */
  at: number;
  bicep: boolean;
  /** A bracket without its end was met. */
  unclosed?: boolean;
  reading: Reading;
  path: (string | number)[];
  stop: boolean;
}

const WORD = /[A-Za-z_][\w-]*/y;
/** Blocks that repeat without a label: their path gets an index. */
const REPEATED = /^(?:env|environment_variable|secret|container|containers|setting)$/;

/** Reads Terraform or other HCL: `['resource', type, name, …]`, `['variable', name, 'default']`. */
export function readHcl(text: string, base = 0): Reading {
  return readStatements(text, base, false, (infra) => body(infra, 0, false));
}

/** Reads a text statement by statement; always moves on. */
export function readStatements(text: string, base: number, bicep: boolean, statement: (infra: Infra) => void): Reading {
  const infra: Infra = { text, base, at: 0, bicep, reading: newReading(), path: [], stop: false };
  while (infra.at < text.length && !infra.stop) {
    blanks(infra, true);
    if (infra.at >= text.length) break;
    const before = infra.at;
    statement(infra);
    if (infra.at === before) infra.at++;
  }
  return infra.reading;
}

/** Skips blanks and comments, line ends too when `lines`. */
export function blanks(infra: Infra, lines: boolean): void {
  const { text, base } = infra;
  for (;;) {
    const code = text.charCodeAt(infra.at);
    if (code === 32 || code === 9 || code === 13 || (lines && code === 10)) infra.at++;
    else if ((code === 35 && !infra.bicep) || (code === 47 && text.charCodeAt(infra.at + 1) === 47)) {
      const end = lineContentEnd(text, infra.at);
      infra.reading.prose.push({ kind: 'comment', at: [base + infra.at, base + end] });
      infra.at = end;
    } else if (code === 47 && text.charCodeAt(infra.at + 1) === 42) {
      const close = text.indexOf('*/', infra.at + 2);
      const end = close < 0 ? text.length : close + 2;
      infra.reading.prose.push({ kind: 'comment', at: [base + infra.at, base + end] });
      infra.at = end;
    } else return;
  }
}

/** Goes to the beginning of the next line. */
export function nextLine(infra: Infra): void {
  const end = infra.text.indexOf('\n', infra.at);
  infra.at = end < 0 ? infra.text.length : end + 1;
}

/** Reads a name; undefined, without moving, when none stands here. */
export function wordAt(infra: Infra): string | undefined {
  WORD.lastIndex = infra.at;
  const match = WORD.exec(infra.text);
  if (!match) return undefined;
  infra.at = WORD.lastIndex;
  return match[0];
}

/** Does something with steps added to the path of what is read. */
export function under(infra: Infra, steps: (string | number)[], then: () => void): void {
  infra.path.push(...steps);
  then();
  infra.path.length -= steps.length;
}

/** Passes over a bracketed stretch, strings included; over its first character only when nothing closes it. */
export function skipBalanced(infra: Infra): void {
  const { text } = infra;
  const start = infra.at;
  let depth = 0;
  // Looking for the end again from every later bracket would take quadratic time.
  while (infra.at < text.length && !infra.unclosed) {
    const one = text[infra.at]!;
    if (text.startsWith("'''", infra.at)) {
      const close = text.indexOf("'''", infra.at + 3);
      infra.at = close < 0 ? text.length : close + 3;
      continue;
    }
    if (one === "'" || one === '"') {
      infra.at = stringEnd(text, infra.at, one) + 1;
      continue;
    }
    if ('([{'.includes(one)) depth++;
    else if (')]}'.includes(one) && --depth <= 0) {
      infra.at++;
      return;
    }
    infra.at++;
  }
  if (!infra.unclosed) infra.reading.problems.push({ reason: 'a bracket or string is never closed' });
  infra.unclosed = true;
  infra.at = start + 1;
}

/** Offset of the quote that closes a string on its line (or of the line's end). `${…}` may hold quotes of its own. */
export function stringEnd(text: string, start: number, quote: string): number {
  let depth = 0;
  for (let at = start + 1; at < text.length; at++) {
    const one = text[at];
    if (one === '\\') at++;
    else if (one === '$' && text[at + 1] === '{') {
      depth++;
      at++;
    } else if (one === '}' && depth > 0) depth--;
    else if ((one === quote && depth === 0) || one === '\n') return at;
  }
  return text.length;
}

/** Attributes and blocks up to the closing brace (or, at the top, one of them). */
function body(infra: Infra, depth: number, nested: boolean): void {
  const { text, base } = infra;
  const repeated = new Map<string, number>();
  while (infra.at < text.length && !infra.stop) {
    blanks(infra, true);
    if (text[infra.at] === ',') {
      infra.at++;
      continue;
    }
    if (nested && text[infra.at] === '}') {
      infra.at++;
      return;
    }
    const start = infra.at;
    const quote = text[infra.at];
    let name: string | undefined;
    let keyAt: Span;
    if (quote === '"' || quote === "'") {
      const end = stringEnd(text, infra.at, quote);
      name = text.slice(start + 1, end);
      keyAt = [base + start + 1, base + end];
      infra.at = Math.min(end + 1, text.length);
    } else {
      if (quote === '(') skipBalanced(infra);
      else name = wordAt(infra);
      keyAt = [base + start, base + infra.at];
      if (quote === '(') name = text.slice(start, infra.at);
    }
    if (name === undefined) {
      infra.at = Math.max(infra.at, start + 1);
      continue;
    }
    blanks(infra, false);
    const sign = text[infra.at];
    if ((sign === '=' && text[infra.at + 1] !== '=') || sign === ':') {
      infra.at++;
      blanks(infra, false);
      under(infra, [name], () => value(infra, keyAt, depth + 1));
    } else block(infra, name, depth, repeated);
    if (!nested) return;
  }
}

/** `type "label" "label" { … }`. */
function block(infra: Infra, type: string, depth: number, repeated: Map<string, number>): void {
  const { text } = infra;
  const steps: (string | number)[] = [type];
  while (text[infra.at] === '"' || /[A-Za-z_]/.test(text[infra.at] ?? '')) {
    if (text[infra.at] === '"') {
      const end = stringEnd(text, infra.at, '"');
      steps.push(text.slice(infra.at + 1, end));
      infra.at = Math.min(end + 1, text.length);
    } else steps.push(wordAt(infra)!);
    blanks(infra, false);
  }
  if (text[infra.at] !== '{') {
    nextLine(infra);
    return;
  }
  if (tooDeep(infra, depth)) return;
  infra.at++;
  if (steps.length === 1 && REPEATED.test(type)) {
    const index = repeated.get(type) ?? 0;
    repeated.set(type, index + 1);
    steps.push(index);
  }
  under(infra, steps, () => body(infra, depth + 1, true));
}

function tooDeep(infra: Infra, depth: number): boolean {
  if (depth <= MAX_DEPTH) return false;
  infra.reading.problems.push({ reason: `nested deeper than ${MAX_DEPTH} levels: the rest was not read` });
  infra.stop = true;
  return true;
}

/** Reads what stands behind a key: an object, a list, text or an expression. */
export function value(infra: Infra, keyAt: Span | undefined, depth: number): void {
  if (tooDeep(infra, depth)) return;
  const { text } = infra;
  const first = text[infra.at];
  if (first === '{') {
    infra.at++;
    body(infra, depth + 1, true);
  } else if (first === '[') list(infra, depth);
  else if (text.startsWith("'''", infra.at)) {
    const close = text.indexOf("'''", infra.at + 3);
    const end = close < 0 ? text.length : close;
    const start = text[infra.at + 3] === '\n' ? infra.at + 4 : infra.at + 3;
    emit(infra, text.slice(start, end), [start, end], 'string', keyAt);
    infra.at = Math.min(end + 3, text.length);
  } else if (text.startsWith('<<', infra.at)) hereDocument(infra, keyAt);
  else expression(infra, keyAt);
}

function list(infra: Infra, depth: number): void {
  const { text } = infra;
  infra.at++;
  blanks(infra, true);
  // `[for x in list: { … }]`: the element stands for all.
  const loop = /for\s[^:\n]*:\s*/y;
  loop.lastIndex = infra.at;
  if (loop.test(text)) infra.at = loop.lastIndex;
  infra.path.push(0);
  for (let index = 0; infra.at < text.length && !infra.stop;) {
    blanks(infra, true);
    if (text[infra.at] === ']') {
      infra.at++;
      break;
    }
    if (text[infra.at] === ',') {
      infra.at++;
      continue;
    }
    const before = infra.at;
    infra.path[infra.path.length - 1] = index++;
    value(infra, undefined, depth + 1);
    if (infra.at === before) infra.at++;
  }
  infra.path.pop();
}

function hereDocument(infra: Infra, keyAt: Span | undefined): void {
  const { text } = infra;
  const match = /<<[-~]?([A-Za-z_]\w*)[ \t]*\r?\n/y;
  match.lastIndex = infra.at;
  const found = match.exec(text);
  if (!found) {
    nextLine(infra);
    return;
  }
  const start = match.lastIndex;
  const close = new RegExp(`^[ \\t]*${found[1]!}[ \\t]*\\r?$`, 'gm');
  close.lastIndex = start;
  const end = close.exec(text);
  if (!end)
    infra.reading.problems.push({
      reason: `here-document without its end ${found[1]!}`,
      at: [infra.base + start, infra.base + text.length],
    });
  emit(infra, text.slice(start, end?.index ?? text.length), [start, end?.index ?? text.length], 'string', keyAt);
  infra.at = end ? end.index + end[0].length : text.length;
}

/** A string, number, word or any longer expression up to the end of the line, a comma or a closing bracket. */
function expression(infra: Infra, keyAt: Span | undefined): void {
  const { text, base } = infra;
  const start = infra.at;
  let depth = 0;
  const strings: Expr[] = [];
  while (infra.at < text.length) {
    const one = text[infra.at]!;
    if (one === '"' || one === "'") {
      const end = stringEnd(text, infra.at, one);
      strings.push(stringExpr(text.slice(infra.at + 1, end), base + infra.at + 1));
      infra.at = Math.min(end + 1, text.length);
      continue;
    }
    if ('([{'.includes(one)) depth++;
    else if (')]}'.includes(one) && --depth < 0) break;
    else if (depth === 0 && (one === ',' || one === '\n')) {
      // A conditional may go on in the next line.
      if (one === ',' || !/^\s*[?:]/.test(text.slice(infra.at, infra.at + 200))) break;
    } else if (one === '#' && !infra.bicep) break;
    else if (one === '/' && (text[infra.at + 1] === '/' || text[infra.at + 1] === '*')) break;
    infra.at++;
  }
  let end = infra.at;
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  if (end === start) return;
  const raw = text.slice(start, end);
  if (strings.length === 1 && /^(["'])[\s\S]*\1$/.test(raw) && strings[0]!.at[1] === base + end - 1) {
    const inner = raw.slice(1, -1);
    emit(infra, inner, [start + 1, end - 1], 'string', keyAt, strings[0]!);
    return;
  }
  if (/^(?:true|false)$/.test(raw)) emit(infra, raw, [start, end], 'bool', keyAt);
  else if (/^-?\d[\d.]*$/.test(raw)) emit(infra, raw, [start, end], 'number', keyAt);
  else if (raw === 'null') emit(infra, raw, [start, end], 'null', keyAt);
  else emit(infra, raw, [start, end], 'string', keyAt, reference(raw, base + start, strings));
}

/** A string as an expression: its placeholders, or its text without escapes. */
export function stringExpr(inner: string, start: number): Expr {
  const at: Span = [start, start + inner.length];
  const expr = placeholderExpr(inner, start);
  if (expr) return expr;
  const v = inner.replace(/\\(["'\\$])/g, '$1');
  return v === inner ? { k: 'str', v, at } : { k: 'str', v, at, escaped: true };
}

/** `var.x.y` as attribute access; a conditional or `??` as its alternatives; anything else keeps its strings reachable. */
function reference(raw: string, start: number, strings: Expr[]): Expr {
  const at: Span = [start, start + raw.length];
  if (/^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*$/.test(raw)) {
    return (placeholderExpr(`\${${raw}}`, start - 2) ?? { k: 'other', e: [], at }) as Expr;
  }
  const chosen = /\?\?/.test(raw) ? raw.indexOf('??') : raw.indexOf('?');
  if (chosen < 0) return { k: 'other', e: strings, at };
  const coalesce = raw.startsWith('??', chosen);
  const arms = strings.filter((one) => coalesce || one.at[0] > start + chosen);
  for (const match of raw.slice(coalesce ? 0 : chosen).matchAll(/(?<=^|[?:]\s*)[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*(?=\s*(?:$|[?:]))/g)) {
    const from = start + (coalesce ? 0 : chosen) + match.index;
    const name = placeholderExpr(`\${${match[0]}}`, from - 2);
    if (name) arms.push(name);
  }
  if (arms.length === 0) return { k: 'other', e: strings, at };
  return { k: 'alt', e: arms.toSorted((a, b) => a.at[0] - b.at[0]), op: coalesce ? 'or' : 'cond', at };
}

/** Adds an entry under the present path. `at` is counted in the text, `keyAt` and `expr` in the file. */
export function emit(infra: Infra, v: string, at: Span, type: Entry['type'], keyAt: Span | undefined, expr?: Expr): void {
  const span: Span = [infra.base + at[0], infra.base + at[1]];
  const escaped = expr?.k === 'str' && expr.escaped === true;
  const entry: Entry = {
    path: infra.path.slice(),
    value: escaped ? expr.v : v,
    at: span,
    type,
    ...(keyAt ? { keyAt } : {}),
    ...(expr && expr.k !== 'str' ? { expr } : {}),
    ...(escaped ? { escaped } : {}),
  };
  if (!addEntry(infra.reading, entry)) infra.stop = true;
}
