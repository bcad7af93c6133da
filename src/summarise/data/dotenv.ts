/** `.env` files: `NAME=value` with quotes, expansions, inline comments and values over several lines. */

import type { EnvVar, Expr, Span } from '../../types/source.ts';
import { valueExpr } from './placeholders.ts';
import { newReading } from './reading.ts';
import type { Reading } from './reading.ts';

const LINE = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*(=|:[ \t])[ \t]*/;
/** Longest value in quotes over several lines (keys and certificates are about 4 KiB). */
const MAX_QUOTED = 64 * 1024;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r' };

/** Whether a file shows intent (`.env.example`) rather than settings in force. */
function isExampleEnv(path: string): boolean {
  return /(?:example|sample|template|dist|tmpl)/i.test(path.slice(path.lastIndexOf('/') + 1));
}

/** Reads a `.env` file. */
export function readDotenv(path: string, text: string, base = 0): Reading {
  const reading = newReading();
  const host: EnvVar['host'] = isExampleEnv(path) ? 'dotenv-example' : 'dotenv';
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline;
    const end = text.charCodeAt(next - 1) === 13 ? next - 1 : next;
    const line = text.slice(at, end);
    const content = line.trimStart();
    if (content.startsWith('#')) reading.prose.push({ kind: 'comment', at: [base + end - content.length, base + end] });
    const match = content.startsWith('#') ? null : LINE.exec(line);
    if (!match) {
      at = next + 1;
      continue;
    }
    const start = at + match[0].length;
    const value = valueAt(text, start, Math.max(end, start), base, reading);
    const nameStart = base + at + line.indexOf(match[1]!);
    reading.env.push({ name: match[1]!, value: value.expr, at: [nameStart, value.expr.at[1]], host });
    at = value.next;
  }
  return reading;
}

interface FoundValue {
  expr: Expr;
  /** Start of the next line. */
  next: number;
}

function valueAt(text: string, start: number, end: number, base: number, reading: Reading): FoundValue {
  const quote = text[start];
  if (quote === '"' || quote === "'" || quote === '`') {
    const close = closing(text, start, quote);
    if (close > 0) {
      const lineEnd = text.indexOf('\n', close);
      const stop = lineEnd < 0 ? text.length : lineEnd;
      const hash = text.slice(close + 1, stop).search(/(?<=^|\s)#/);
      if (hash >= 0) reading.prose.push({ kind: 'comment', at: [base + close + 1 + hash, base + stop] });
      return { expr: quotedValue(text.slice(start + 1, close), base + start + 1, quote), next: stop + 1 };
    }
    reading.problems.push({ reason: 'quote without its end', at: [base + start, base + end] });
  }
  const raw = text.slice(start, end);
  const hash = /(?:^|[ \t])#/.exec(raw);
  if (hash) {
    const from = start + raw.indexOf('#', hash.index);
    reading.prose.push({ kind: 'comment', at: [base + from, base + end] });
  }
  const v = (hash ? raw.slice(0, hash.index) : raw).trimEnd();
  const expr = valueExpr(v, base + start, { bareLower: true });
  return { expr, next: Math.max(end, start) + (text[end] === '\r' ? 2 : 1) };
}

function closing(text: string, start: number, quote: string): number {
  const limit = Math.min(text.length, start + MAX_QUOTED);
  for (let at = start + 1; at < limit; at++) {
    if (text[at] === quote) return at;
    if (quote === '"' && text[at] === '\\') at++;
  }
  return -1;
}

function quotedValue(raw: string, start: number, quote: string): Expr {
  const at: Span = [start, start + raw.length];
  if (quote === '"' && raw.includes('\\')) {
    const v = raw.replace(
      /\\([\s\S])/g,
      (whole, one: string) => ESCAPES[one] ?? (one === '"' || one === '\\' || one === '$' ? one : whole),
    );
    return { k: 'str', v, at, escaped: true };
  }
  return quote === "'" ? { k: 'str', v: raw, at } : valueExpr(raw, start, { bareLower: true });
}
