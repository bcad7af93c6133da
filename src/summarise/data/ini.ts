/** INI and its relatives (`setup.cfg`, spaCy `.cfg`, systemd units, supervisor, tox) and Java `.properties`. */

import type { Entry, Span } from '../../types/source.ts';
import { placeholderExpr, valueExpr } from './placeholders.ts';
import { addEntry, addReading, newReading, plainType } from './reading.ts';
import type { Reading } from './reading.ts';
import { readShell } from './shell.ts';

const COMMAND_KEY = /^(?:ExecStart(?:Pre|Post)?|command|commands|cmd)$/i;
const ENVIRONMENT_KEY = /^(?:environment|setenv|env)$/i;

/** Path of a dotted name, with list indexes: `a.b[0].c` is `a`, `b`, 0, `c`. */
function dottedPath(name: string): (string | number)[] {
  const path: (string | number)[] = [];
  for (const part of name.split('.')) {
    const match = /^(.*?)((?:\[\d+\])*)$/s.exec(part)!;
    if (match[1] !== '') path.push(match[1]!);
    for (const index of match[2]!.matchAll(/\d+/g)) path.push(Number(index[0]));
  }
  return path;
}

interface Line {
  text: string;
  start: number;
}

function* linesOf(text: string): Generator<Line> {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    let end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    yield { text: text.slice(at, text.charCodeAt(end - 1) === 13 && end > at ? end - 1 : end), start: at };
    at = end + 1;
  }
}

/** Reads INI text. Section names with dots become path steps; a value over several lines is a list with one item a line. */
export function readIni(text: string, base = 0): Reading {
  const reading = newReading();
  let section: (string | number)[] = [];
  let open: { path: (string | number)[]; indent: number; items: number; keyAt: Span } | undefined;
  for (const { text: line, start } of linesOf(text)) {
    const content = line.trim();
    if (content === '') continue;
    const indent = line.length - line.trimStart().length;
    const at = base + start + indent;
    if (content[0] === '#' || content[0] === ';') {
      reading.prose.push({ kind: 'comment', at: [at, at + content.length] });
      continue;
    }
    if (open && indent > open.indent) {
      if (!scalar(reading, [...open.path, open.items++], content, at, open.keyAt)) break;
      lineMeaning(reading, text, base, open.path.at(-1), content, at);
      continue;
    }
    open = undefined;
    const header = /^\[([^\]]*)\]/.exec(content);
    if (header) {
      section = header[1]!.includes('"') ? [header[1]!] : dottedPath(header[1]!.trim());
      continue;
    }
    const match = /^([^=:]*?)[ \t]*(?:=|:(?!\/\/)|\+=)[ \t]*(.*)$/s.exec(content);
    if (!match || match[1] === '') continue;
    const path = [...section, ...dottedPath(match[1]!)];
    const keyAt: Span = [at, at + match[1]!.length];
    const raw = match[2]!;
    const valueAt = at + content.length - raw.length;
    open = { path, indent, items: 0, keyAt };
    if (raw === '') continue;
    if (!scalar(reading, path, raw, valueAt, keyAt)) break;
    lineMeaning(reading, text, base, path.at(-1), raw, valueAt);
  }
  return reading;
}

/** Adds one value; quotes around it are no part of it, a comment after it neither. */
function scalar(reading: Reading, path: (string | number)[], raw: string, start: number, keyAt: Span): boolean {
  const quoted = /^(["'])((?:(?!\1).)*)\1(?=\s*(?:[#;].*)?$)/s.exec(raw);
  let v = quoted ? quoted[2]! : raw;
  const at = quoted ? start + 1 : start;
  const comment = /\s[#;]\s/.exec(quoted ? raw.slice(quoted[0].length) : raw);
  if (comment) {
    const from = start + (quoted ? quoted[0].length : 0) + comment.index + 1;
    reading.prose.push({ kind: 'comment', at: [from, start + raw.length] });
    if (!quoted) v = raw.slice(0, comment.index).trimEnd();
  }
  const expr = placeholderExpr(v, at);
  const entry: Entry = {
    path,
    value: v,
    at: [at, at + v.length],
    keyAt,
    type: quoted ? 'string' : plainType(v),
    ...(expr ? { expr } : {}),
  };
  return addEntry(reading, entry);
}

/** Command lines and environment lists of units and process managers. */
function lineMeaning(reading: Reading, text: string, base: number, name: string | number | undefined, raw: string, start: number): void {
  if (typeof name !== 'string') return;
  if (COMMAND_KEY.test(name)) {
    // systemd allows prefixes such as `-` and `@` in front of the program.
    const prefix = /^[-@:+!]*/.exec(raw)![0].length;
    const end = text.indexOf('\n', start - base);
    const whole = raw.endsWith('\\')
      ? continuedText(text, start - base)
      : text.slice(start - base, end < 0 ? text.length : Math.min(end, start - base + raw.length));
    addReading(reading, readShell(whole.slice(prefix), 'script', start + prefix));
  } else if (ENVIRONMENT_KEY.test(name)) {
    for (const match of raw.matchAll(/(["']?)([A-Za-z_]\w*)\s?=\s?("[^"]*"|'[^']*'|[^\s,"']*)\1/g)) {
      const written = match[3]!;
      const quotes = /^["']/.test(written) ? 1 : 0;
      const v = written.slice(quotes, written.length - quotes);
      const at = start + match.index + match[0].length - (match[1] ? 1 : 0) - written.length + quotes;
      const value = valueExpr(v, at, { bareLower: true });
      reading.env.push({ name: match[2]!, value, at: [start + match.index, start + match.index + match[0].length], host: 'shell' });
    }
  }
}

/** A line with its continuation lines. */
function continuedText(text: string, start: number): string {
  let end = text.indexOf('\n', start);
  while (end >= 0 && text.slice(start, end).trimEnd().endsWith('\\')) end = text.indexOf('\n', end + 1);
  return text.slice(start, end < 0 ? text.length : end);
}

const UNICODE = /\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f' };

function unescapeProperty(raw: string): string {
  return raw.replace(UNICODE, (_, hex: string | undefined, one: string) =>
    hex === undefined ? (ESCAPES[one] ?? one) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Reads Java properties: `key=value`, `key: value`, `key value`, continuation lines, `#` and `!` comments. */
export function readProperties(text: string, base = 0): Reading {
  const reading = newReading();
  let skipUntil = 0;
  for (const { text: line, start } of linesOf(text)) {
    if (start < skipUntil) continue;
    const content = line.trimStart();
    if (content === '') continue;
    const at = start + line.length - content.length;
    if (content[0] === '#' || content[0] === '!') {
      reading.prose.push({ kind: 'comment', at: [base + at, base + at + content.trimEnd().length] });
      continue;
    }
    const match = /^((?:[^\\\s=:]|\\.)+)[ \t\f]*[=:]?[ \t\f]*/.exec(content);
    if (!match) continue;
    const valueStart = at + match[0].length;
    let end = start + line.length;
    let continued = false;
    while (/(?<!\\)(?:\\\\)*\\$/.test(text.slice(Math.max(valueStart, end - 64), end)) && end < text.length) {
      continued = true;
      const next = text.indexOf('\n', end);
      const stop = next < 0 ? -1 : text.indexOf('\n', next + 1);
      end = stop < 0 ? text.length : stop;
      if (text.charCodeAt(end - 1) === 13) end--;
      skipUntil = end + 1;
      if (next < 0) break;
    }
    const raw = text.slice(valueStart, Math.max(end, valueStart));
    const joined = continued ? raw.replace(/\\\r?\n[ \t\f]*/g, '') : raw;
    const value = joined.includes('\\') ? unescapeProperty(joined) : joined;
    const escaped = value !== raw;
    const span: Span = [base + valueStart, base + valueStart + raw.length];
    const expr = escaped ? undefined : placeholderExpr(value, span[0]);
    const name = unescapeProperty(match[1]!);
    const kept = addEntry(reading, {
      path: dottedPath(name),
      value,
      at: span,
      keyAt: [base + at, base + at + match[1]!.length],
      type: plainType(value),
      ...(expr ? { expr } : {}),
      ...(escaped ? { escaped } : {}),
    });
    if (!kept) break;
  }
  return reading;
}
