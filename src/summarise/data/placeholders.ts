/**
 * Values with holes in configuration: `${X:-y}`, `${X-y}`, `${X=y}`, `${a.b:y}`, `$X`, `$(X)`, `{{ .Values.x | default "y" }}`,
 * `${{ inputs.x || 'y' }}`. Each becomes an expression, so that one linker follows names in code and in configuration alike.
 */

import type { Expr, Span } from '../../types/source.ts';
import { MAX_DEPTH } from './reading.ts';

/** Which bare forms count. `$name` is a variable in compose and `.env`, but an ordinary word in many other files. */
export interface PlaceholderRules {
  /** `$name` in lower case too. */
  bareLower?: boolean;
  /** Only `$`-forms: `{{ }}` is ordinary text. */
  noTemplates?: boolean;
}

/** Longer values are scripts or data; what they hold is read by other means. */
const MAX_VALUE = 64 * 1024;
/** Placeholders without their end after which the rest counts as plain text: keeps the search for ends linear. */
const MAX_UNCLOSED = 20;

/**
 * The value as an expression, or `undefined` when it holds no placeholder.
 * @param raw text as it stands in the file
 * @param base offset of `raw` in the file
 */
export function placeholderExpr(raw: string, base: number, rules: PlaceholderRules = {}): Expr | undefined {
  if (raw.length > MAX_VALUE || (!raw.includes('$') && !raw.includes('{{'))) return undefined;
  const parts = placeholderParts(raw, base, rules, 0);
  if (!parts.some((part) => part.k !== 'str')) return undefined;
  return join(parts, [base, base + raw.length]);
}

/** The value as an expression in any case: a string when it holds no placeholder. */
export function valueExpr(raw: string, base: number, rules: PlaceholderRules = {}): Expr {
  return placeholderExpr(raw, base, rules) ?? { k: 'str', v: raw, at: [base, base + raw.length] };
}

/** One expression for parts that follow each other. */
export function join(parts: Expr[], at: Span): Expr {
  if (parts.length === 1) return parts[0]!;
  if (parts.length === 0) return { k: 'str', v: '', at };
  return { k: 'cat', p: parts, at };
}

function placeholderParts(raw: string, base: number, rules: PlaceholderRules, depth: number): Expr[] {
  const parts: Expr[] = [];
  let literal = 0;
  let at = 0;
  let unclosed = 0;
  const flush = (end: number) => {
    if (end > literal) parts.push({ k: 'str', v: raw.slice(literal, end), at: [base + literal, base + end] });
  };
  while (at < raw.length) {
    const code = raw.charCodeAt(at);
    // 36 is `$`, 123 is `{`.
    const opens = unclosed < MAX_UNCLOSED && (code === 36 || (code === 123 && !rules.noTemplates && raw.charCodeAt(at + 1) === 123));
    const found = opens ? placeholderAt(raw, at, base, rules, depth) : undefined;
    if (!found) {
      if (opens && raw.charCodeAt(at + 1) === 123) unclosed++;
      at++;
      continue;
    }
    flush(at);
    parts.push(found.expr);
    at = literal = found.end;
  }
  flush(raw.length);
  return parts;
}

interface Found {
  expr: Expr;
  /** Offset in the text right after the placeholder. */
  end: number;
}

const BARE = /\$(?:\(([A-Za-z_][\w.]*)\)|([A-Za-z_]\w*))/y;

function placeholderAt(raw: string, at: number, base: number, rules: PlaceholderRules, depth: number): Found | undefined {
  if (raw.startsWith('${{', at) || raw.startsWith('{{', at)) {
    const open = raw[at] === '$' ? 3 : 2;
    const end = raw.indexOf('}}', at + open);
    if (end < 0) return undefined;
    return { expr: templateExpr(raw.slice(at + open, end), base + at + open, [base + at, base + end + 2]), end: end + 2 };
  }
  if (raw[at] !== '$') return undefined;
  // `$$` is an escaped dollar sign in compose and make.
  if (raw[at + 1] === '$') return { expr: { k: 'str', v: '$', at: [base + at, base + at + 2], escaped: true }, end: at + 2 };
  if (raw[at + 1] === '{') return bracedAt(raw, at, base, rules, depth);
  BARE.lastIndex = at;
  const match = BARE.exec(raw);
  const name = match?.[1] ?? match?.[2];
  if (!match || name === undefined || (!rules.bareLower && match[2] !== undefined && /[a-z]/.test(name))) return undefined;
  return { expr: { k: 'name', n: name, at: [base + at, base + BARE.lastIndex] }, end: BARE.lastIndex };
}

/** End of a braced placeholder: the brace that closes the one at `open`, or -1. */
export function closingBrace(text: string, open: number, limit = text.length): number {
  let depth = 0;
  for (let at = open; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === 123) depth++;
    else if (code === 125 && --depth === 0) return at;
  }
  return -1;
}

const BRACED = /\$\{(env:|oc\.env:|env\.)?([A-Za-z_][\w.-]*?)(:-|:=|:\?|:\+|(?<![\w.])-|-|=|\?|\+|:|,|(?=\}))/y;

/** `${NAME op default}`; `raw[at]` is the dollar sign. */
function bracedAt(raw: string, at: number, base: number, rules: PlaceholderRules, depth: number): Found | undefined {
  const close = closingBrace(raw, at + 1);
  if (close < 0 || depth > MAX_DEPTH) return undefined;
  BRACED.lastIndex = at;
  const match = BRACED.exec(raw);
  const whole: Span = [base + at, base + close + 1];
  if (!match || BRACED.lastIndex > close) return { expr: { k: 'other', e: [], at: whole }, end: close + 1 };
  const [, prefix, name, operator] = match;
  const nameStart = base + at + 2 + (prefix?.length ?? 0);
  const nameExpr = dotted(name!, nameStart);
  const rest = raw.slice(BRACED.lastIndex, close);
  const restBase = base + BRACED.lastIndex;
  switch (operator) {
    case '':
      return { expr: { ...nameExpr, at: whole } as Expr, end: close + 1 };
    case ':?':
    case '?':
      return { expr: nameExpr, end: close + 1 };
    case ':+':
    case '+':
      return {
        expr: { k: 'other', e: [join(placeholderParts(rest, restBase, rules, depth + 1), [restBase, base + close])], at: whole },
        end: close + 1,
      };
    default: {
      const fallback = join(placeholderParts(rest, restBase, rules, depth + 1), [restBase, base + close]);
      return { expr: { k: 'alt', e: [nameExpr, fallback], op: 'or', at: whole }, end: close + 1 };
    }
  }
}

/** `a.b.c` as attribute access on the name `a`. */
function dotted(path: string, start: number): Expr {
  let at = start;
  let expr: Expr | undefined;
  for (const part of path.split('.')) {
    const here: Span = [start, at + part.length];
    expr = expr ? { k: 'attr', o: expr, n: part, at: here } : { k: 'name', n: part, at: here };
    at += part.length + 1;
  }
  return expr!;
}

const TOKEN = /\s+|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\|\||&&|[|(),]|[$.]?[A-Za-z_][\w.-]*|[^\s|(),"']+/gy;

interface Token {
  text: string;
  string?: boolean;
  at: Span;
}

/**
 * The inside of `{{ … }}`: Go templates, Jinja and GitHub expressions share enough for one reading. Only `default`, `coalesce`,
 * `ternary`, `required`, `||` and pipes change a value; every other function is left out of the value but keeps its arguments.
 */
function templateExpr(inside: string, base: number, whole: Span): Expr {
  const tokens: Token[] = [];
  for (const match of inside.matchAll(TOKEN)) {
    if (/^\s/.test(match[0])) continue;
    const string = match[1] ?? match[2];
    const start = base + match.index;
    if (string === undefined) tokens.push({ text: match[0], at: [start, start + match[0].length] });
    else tokens.push({ text: string, string: true, at: [start + 1, start + 1 + string.length] });
    if (tokens.length > 200) break;
  }
  const alternatives = splitTokens(tokens, '||').map((part) => pipe(part, whole));
  return alternatives.length === 1 ? alternatives[0]! : { k: 'alt', e: alternatives, op: 'or', at: whole };
}

/** Splits at a separator outside parentheses. */
function splitTokens(tokens: Token[], separator: string): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (!token.string && token.text === '(') depth++;
    if (!token.string && token.text === ')') depth--;
    if (depth === 0 && !token.string && token.text === separator) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}

function pipe(tokens: Token[], whole: Span): Expr {
  const [first, ...filters] = splitTokens(tokens, '|');
  let value = operand(first ?? [], whole);
  for (const filter of filters) {
    if (filter[0]?.text !== 'default' && filter[0]?.text !== 'd') continue;
    const fallback = operand(
      filter.slice(1).filter((token) => token.string || !/^[(),]$/.test(token.text)),
      whole,
    );
    value = { k: 'alt', e: [value, fallback], op: 'or', at: whole };
  }
  return value;
}

/** Whether one pair of parentheses holds all tokens. */
function isWrapped(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.string) continue;
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    if (depth === 0) return index === tokens.length - 1 && index > 0;
  }
  return false;
}

function operand(tokens: Token[], whole: Span): Expr {
  if (tokens.length > 2 && isWrapped(tokens)) return pipe(tokens.slice(1, -1), whole);
  const flat = tokens.filter((token) => token.string || !/^[(),]$/.test(token.text));
  const first = flat[0];
  if (!first) return { k: 'other', e: [], at: whole };
  const rest = flat.slice(1).map(atom);
  switch (first.string ? '' : first.text) {
    case 'default':
      if (rest.length === 2) return { k: 'alt', e: [rest[1]!, rest[0]!], op: 'or', at: whole };
      break;
    case 'coalesce':
      if (rest.length > 0) return { k: 'alt', e: rest, op: 'or', at: whole };
      break;
    case 'ternary':
      if (rest.length >= 2) return { k: 'alt', e: rest.slice(0, 2), op: 'cond', at: whole };
      break;
    case 'required':
      if (rest.length === 2) return rest[1]!;
      break;
    case 'quote':
    case 'squote':
    case 'tpl':
    case 'toString':
    case 'trim':
      if (rest.length > 0) return rest[0]!;
      break;
    default:
      if (rest.length === 0) return atom(first);
  }
  const operator = flat.findIndex((token) => token.text === '&&');
  // `a && b` is `b` whenever it is anything.
  if (operator > 0) return operand(flat.slice(operator + 1), whole);
  return { k: 'other', e: flat.map(atom), at: whole };
}

function atom(token: Token): Expr {
  if (token.string) return { k: 'str', v: token.text, at: token.at, ...(token.text.includes('\\') ? { escaped: true } : {}) };
  const bare = token.text.replace(/^[$.]+/, '');
  if (!/^[A-Za-z_]/.test(bare)) return { k: 'other', e: [], at: token.at };
  return dotted(bare, token.at[0] + token.text.length - bare.length);
}
