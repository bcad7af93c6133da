/** Windows batch files: commands, `set NAME=value`, `%NAME%`, comments, loops over names. */

import type { Expr, Span } from '../../types/source.ts';
import { lineContentEnd, lineEnd } from './lines.ts';
import { join } from './placeholders.ts';
import type { ShellHost, ShellReading } from './shell.ts';

/** Words that only steer, in front of a command. */
const STEERING = /^(?:call|start|if|else|do|not|exist|defined|errorlevel|cmd|cmd\.exe|\/[a-z])$/i;
const VARIABLE = /%%~?([A-Za-z])(?!\w)|%([A-Za-z_]\w*)%|!([A-Za-z_]\w*)!/g;

interface Word {
  text: string;
  expr: Expr;
}

/** Whether a file is a batch file by its name. */
export function isBatch(path: string): boolean {
  return /\.(?:bat|cmd)$/i.test(path);
}

/**
 * Reads batch text.
 * @param base offset of the text in its file, added to every span
 */
export function readBatch(text: string, host: ShellHost, base = 0): ShellReading {
  const out: ShellReading = { commands: [], env: [], prose: [], problems: [], embedded: [] };
  for (let at = 0; at < text.length;) {
    let end = lineContentEnd(text, at);
    // `^` at the end of a line continues it.
    while (text[end - 1] === '^' && end < text.length) end = lineContentEnd(text, lineEnd(text, end) + 1);
    line(text, at, end, host, base, out);
    at = lineEnd(text, Math.max(end, at)) + 1;
  }
  return out;
}

function line(text: string, from: number, end: number, host: ShellHost, base: number, out: ShellReading): void {
  let start = from;
  while (start < end && /[\s@(]/.test(text[start]!)) start++;
  if (/^(?:rem(?=\s|$)|::)/i.test(text.slice(start, start + 4))) {
    out.prose.push({ kind: 'comment', at: [base + start, base + end] });
    return;
  }
  if (text[start] === ':') return;
  let words: Word[] = [];
  const flush = () => {
    command(words, host, out);
    words = [];
  };
  const token =
    /\^\r?\n|[\s,;=]+|"([^"\n]*)"?|[&|()]+|[<>]+[&\d]*\s*[^\s&|]*|(?:[^\s,;=&|()<>"^]|\^.)+(?:=(?:"[^"\n]*"|[^\s&|()<>"]*))?|\^/gy;
  token.lastIndex = start;
  for (let match = token.exec(text); match && match.index < end; match = token.exec(text)) {
    const [raw] = match;
    if (/^[&|()]/.test(raw)) flush();
    else if (/^[\s,;=^<>]/.test(raw)) continue;
    else words.push(word(raw, match[1], base + match.index));
  }
  flush();
}

function word(raw: string, quoted: string | undefined, start: number): Word {
  // `--option="value"`: the value keeps a place of its own.
  const option = quoted === undefined ? /^([^"]*=)"([^"]*)"$/.exec(raw) : null;
  if (option) {
    const [, name, value] = option;
    const middle = start + name!.length;
    const head: Expr = { k: 'str', v: name!, at: [start, middle] };
    return { text: raw, expr: { k: 'cat', p: [head, expand(value!, middle + 1)], at: [start, start + raw.length] } };
  }
  const inner = quoted ?? raw;
  return { text: inner, expr: expand(inner, start + (quoted === undefined ? 0 : 1)) };
}

/** `%NAME%`, `!NAME!` and loop variables (`%%m`) as names. */
function expand(raw: string, start: number): Expr {
  const whole: Span = [start, start + raw.length];
  const parts: Expr[] = [];
  let at = 0;
  for (const match of raw.matchAll(VARIABLE)) {
    if (match.index > at) parts.push({ k: 'str', v: raw.slice(at, match.index), at: [start + at, start + match.index] });
    at = match.index + match[0].length;
    parts.push({ k: 'name', n: (match[1] ?? match[2] ?? match[3])!, at: [start + match.index, start + at] });
  }
  if (parts.length === 0) return { k: 'str', v: raw, at: whole };
  if (at < raw.length) parts.push({ k: 'str', v: raw.slice(at), at: [start + at, whole[1]] });
  return join(parts, whole);
}

function command(words: Word[], host: ShellHost, out: ShellReading): void {
  const first = words[0];
  if (!first) return;
  if (/^set$/i.test(first.text)) {
    assignment(words, out);
    return;
  }
  if (/^for$/i.test(first.text)) return;
  let from = 0;
  while (from < words.length && STEERING.test(words[from]!.text)) from++;
  const rest = words.slice(from);
  if (rest.length === 0) return;
  if (/^set$/i.test(rest[0]!.text)) {
    assignment(rest, out);
    return;
  }
  const argv = rest.map(({ expr }) => expr);
  out.commands.push({ argv, at: [argv[0]!.at[0], argv.at(-1)!.at[1]], host });
}

/** `set NAME=value` and `set "NAME=value"`. */
function assignment(words: Word[], out: ShellReading): void {
  const target = words.slice(1).find(({ text }) => !text.startsWith('/'));
  const match = target && /^([A-Za-z_]\w*)=/.exec(target.text);
  if (!target || !match) return;
  const [start, end] = target.expr.at;
  const written = target.text.slice(match[0].length);
  const quotes = /^".*"$/.test(written) ? 1 : 0;
  const value = expand(written.slice(quotes, written.length - quotes), start + match[0].length + quotes);
  out.env.push({ name: match[1]!, value, at: [start, end], host: 'shell' });
}
