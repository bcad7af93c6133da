/** Ollama Modelfiles: one instruction a line, long values in triple quotes. Entries: `['from']`, `['parameter', name]`, `['license']` … */

import type { Span } from '../../types/source.ts';
import { addEntry, newReading, plainType } from './reading.ts';
import type { Reading } from './reading.ts';

const INSTRUCTION = /^[ \t]*([A-Za-z]+)(?:[ \t]+|$)/;
/** Instructions whose first word is a name of its own. */
const NAMED = new Set(['parameter', 'message']);

/** Reads a Modelfile; keywords in any case. */
export function readModelfile(text: string, base = 0): Reading {
  const reading = newReading();
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    let end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    const line = text.slice(at, end).replace(/\r$/, '');
    if (/^\s*#/.test(line)) {
      reading.prose.push({ kind: 'comment', at: [base + at + line.indexOf('#'), base + at + line.trimEnd().length] });
      at = end + 1;
      continue;
    }
    const match = INSTRUCTION.exec(line);
    if (!match) {
      at = end + 1;
      continue;
    }
    const keyword = match[1]!.toLowerCase();
    const path = [keyword];
    let start = at + match[0].length;
    if (NAMED.has(keyword)) {
      const name = /^(\S+)[ \t]*/.exec(line.slice(match[0].length));
      if (name) {
        path.push(name[1]!);
        start += name[0].length;
      }
    }
    const keyStart = base + at + line.indexOf(match[1]!);
    at = value(text, start, at + line.length, base, path, [keyStart, keyStart + match[1]!.length], reading);
  }
  return reading;
}

/** Reads the value from `start`; returns the start of the line after it. */
function value(text: string, start: number, lineEnd: number, base: number, path: string[], keyAt: Span, reading: Reading): number {
  const add = (from: number, to: number) => {
    const raw = text.slice(from, to);
    addEntry(reading, { path, value: raw, at: [base + from, base + to], keyAt, type: plainType(raw) });
  };
  const nextLine = (from: number) => {
    const end = text.indexOf('\n', from);
    return end < 0 ? text.length : end + 1;
  };
  if (text.startsWith('"""', start)) {
    const close = text.indexOf('"""', start + 3);
    if (close < 0) reading.problems.push({ reason: 'quote without its end', at: [base + start, base + text.length] });
    const end = close < 0 ? text.length : close;
    add(start + 3, end);
    return nextLine(end);
  }
  if (text[start] === '"') {
    const close = text.indexOf('"', start + 1);
    if (close > 0) {
      add(start + 1, close);
      return nextLine(close);
    }
    reading.problems.push({ reason: 'quote without its end', at: [base + start, base + lineEnd] });
  }
  let end = Math.max(lineEnd, start);
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  add(Math.min(start, end), end);
  return nextLine(lineEnd);
}
