/**
 * Shell commands: scripts, `RUN` lines, CI steps, compose commands, notebook `!` lines. A tolerant reader, not an interpreter:
 * words with their quoting and expansions, assignments, comments, here-documents; control words only separate commands.
 */

import type { Command, EnvVar, Expr, FileFormat, ProseRegion, ReadProblem, Span } from '../../types/source.ts';
import { formatOf } from '../format.ts';
import { MAX_DEPTH, MAX_ENTRIES } from './reading.ts';
import type { Embedded } from './reading.ts';
import { scanWord } from './shell-words.ts';
import type { Fuel, Word } from './shell-words.ts';

/** Where a piece of shell stands; see {@link Command.host}. */
export type ShellHost = Command['host'];

/** What a piece of shell says. Spans are offsets in the file: `base` is already added. */
export interface ShellReading {
  commands: Command[];
  env: EnvVar[];
  prose: ProseRegion[];
  problems: ReadProblem[];
  embedded: Embedded[];
}

/** How a piece of shell is written. */
export interface ShellOptions {
  /** Line ends are blanks (folded YAML, one command over several lines). */
  folded?: boolean;
}

const HOST_OF_ENV: Readonly<Record<ShellHost, EnvVar['host']>> = {
  script: 'shell',
  dockerfile: 'dockerfile',
  compose: 'compose',
  ci: 'ci',
  notebook: 'notebook',
  k8s: 'k8s',
  makefile: 'shell',
  'package-script': 'shell',
  code: 'shell',
};

/** Words after which a new command begins. */
const CONTROL = new Set(['if', 'then', 'else', 'elif', 'fi', 'while', 'until', 'do', 'done', 'time', '{', '}', '!', 'select']);
const DECLARATION = new Set(['export', 'declare', 'local', 'readonly', 'typeset', 'env', 'setenv']);
const ASSIGNMENT = /^([A-Za-z_]\w*)(?:\[[^\]]*\])?\+?=/;
const PROGRAM_OF_FORMAT: Readonly<Record<string, FileFormat>> = { python: 'python', python3: 'python', node: 'javascript', ruby: 'ruby' };
const SHELLS = new Set(['sh', 'bash', 'zsh', 'dash', 'ash', 'ksh']);

interface PendingHere {
  delimiter: string;
  stripTabs: boolean;
  quoted: boolean;
}

/** Reader state of one piece of text. */
interface Reader {
  text: string;
  base: number;
  end: number;
  host: ShellHost;
  folded: boolean;
  depth: number;
  fuel: Fuel;
  out: ShellReading;
  words: Word[];
  here: PendingHere[];
  /** File the command writes its output to, decides what a here-document is. */
  target: string | undefined;
  /** One per open `case`: whether a pattern is expected next. */
  cases: boolean[];
}

/**
 * Reads shell text.
 * @param text the piece, exactly as it stands in the file
 * @param base offset of the piece in the file, added to every span
 */
export function readShell(text: string, host: ShellHost, base = 0, options: ShellOptions = {}): ShellReading {
  const out: ShellReading = { commands: [], env: [], prose: [], problems: [], embedded: [] };
  read(text, host, base, options.folded ?? false, 0, { left: 20 * text.length + 100_000 }, out);
  return out;
}

function read(text: string, host: ShellHost, base: number, folded: boolean, depth: number, fuel: Fuel, out: ShellReading): void {
  const reader: Reader = {
    text,
    base,
    end: text.length,
    host,
    folded,
    depth,
    fuel,
    out,
    words: [],
    here: [],
    target: undefined,
    cases: [],
  };
  let at = 0;
  while (at < reader.end) {
    if (out.commands.length > MAX_ENTRIES) {
      out.problems.push({ reason: `more than ${MAX_ENTRIES} commands: the rest was not read`, at: [base + at, base + text.length] });
      return;
    }
    at = step(reader, at);
  }
  endCommand(reader);
}

/** Reads one blank, operator, comment or word at `at` and returns where to go on. */
function step(reader: Reader, at: number): number {
  const { text, folded } = reader;
  const code = text.charCodeAt(at);
  switch (code) {
    case 32:
    case 9:
    case 13:
      return at + 1;
    case 10:
      if (folded) return at + 1;
      endCommand(reader);
      return reader.here.length > 0 ? hereDocuments(reader, at + 1) : at + 1;
    case 92: {
      const next = text.charCodeAt(at + 1);
      if (next === 10) return continued(reader, at + 2);
      if (next === 13 && text.charCodeAt(at + 2) === 10) return continued(reader, at + 3);
      break;
    }
    case 35: {
      // In folded text a `#` would swallow everything after it, which no author means.
      if (folded) break;
      const end = lineEnd(text, at);
      reader.out.prose.push({ kind: 'comment', at: [reader.base + at, reader.base + end] });
      return end;
    }
    case 59: // ;
      endCommand(reader);
      if (text.charCodeAt(at + 1) === 59 && reader.cases.length > 0) {
        reader.cases[reader.cases.length - 1] = true;
        return at + 2;
      }
      return at + 1;
    case 38: // &
      if (text.charCodeAt(at + 1) === 62) return redirect(reader, at + 1);
      endCommand(reader);
      return at + 1;
    case 124: // |
      endCommand(reader);
      return at + 1;
    case 40: {
      // `name()` declares a function; `(` alone opens a subshell.
      if (reader.words.length === 1 && /^\(\s*\)/.test(text.slice(at, at + 20))) {
        reader.words = [];
        return text.indexOf(')', at) + 1;
      }
      endCommand(reader);
      return at + 1;
    }
    case 41:
      endCommand(reader);
      return at + 1;
    case 60:
    case 62:
      return redirect(reader, at);
  }
  if (reader.cases.at(-1)) return casePattern(reader, at);
  return word(reader, at);
}

/** After `\` at a line end. In Dockerfiles comment lines may stand between the lines of one command. */
function continued(reader: Reader, start: number): number {
  let at = start;
  if (reader.host !== 'dockerfile') return at;
  for (;;) {
    const match = /[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
    match.lastIndex = at;
    const found = match.exec(reader.text);
    if (!found || found[0].length === 0) return at;
    const hash = found[0].indexOf('#');
    if (hash >= 0) reader.out.prose.push({ kind: 'comment', at: [reader.base + at + hash, reader.base + at + found[0].trimEnd().length] });
    at += found[0].length;
  }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end < 0) return text.length;
  return text.charCodeAt(end - 1) === 13 ? end - 1 : end;
}

/** The patterns of a `case` arm up to `)`; `esac` ends the whole. */
function casePattern(reader: Reader, at: number): number {
  if (/^esac\b/.test(reader.text.slice(at, at + 5))) {
    reader.cases.pop();
    return at + 4;
  }
  reader.cases[reader.cases.length - 1] = false;
  const close = reader.text.indexOf(')', at);
  return close < 0 ? reader.end : close + 1;
}

function word(reader: Reader, at: number): number {
  const { text, base } = reader;
  const found = scanWord(text, at, reader.end, base, reader.fuel, (from, to) => substitution(reader, from, to));
  if (found.problem) reader.out.problems.push(found.problem);
  for (const [name, value, span] of found.defaults) {
    reader.out.env.push({ name, value, at: span, host: HOST_OF_ENV[reader.host] });
  }
  if (reader.words.length === 0 && !found.quoted) {
    const plain = found.source;
    if (CONTROL.has(plain)) return found.end;
    if (plain === 'esac' && reader.cases.length > 0) {
      reader.cases.pop();
      return found.end;
    }
  }
  if (found.source === 'in' && reader.words.length === 2 && reader.words[0]!.source === 'case') {
    reader.words = [];
    reader.cases.push(true);
    return found.end;
  }
  // `NAME=(a b c)`: an array.
  if (text.charCodeAt(found.end) === 40 && /^[A-Za-z_]\w*\+?=$/.test(found.source)) return array(reader, found);
  reader.words.push(found);
  return Math.max(found.end, at + 1);
}

function array(reader: Reader, name: Word): number {
  const items: Expr[] = [];
  let at = name.end + 1;
  while (at < reader.end && reader.text.charCodeAt(at) !== 41) {
    const code = reader.text.charCodeAt(at);
    const continues = code === 92 && (reader.text.charCodeAt(at + 1) === 10 || reader.text.charCodeAt(at + 1) === 13);
    if (code === 32 || code === 9 || code === 10 || code === 13 || continues) at++;
    else if (code === 35) {
      const end = lineEnd(reader.text, at);
      reader.out.prose.push({ kind: 'comment', at: [reader.base + at, reader.base + end] });
      at = end;
    } else {
      const item = scanWord(reader.text, at, reader.end, reader.base, reader.fuel, (from, to) => substitution(reader, from, to));
      items.push(item.expr);
      at = Math.max(item.end, at + 1);
    }
  }
  const span: Span = [reader.base + name.end, reader.base + Math.min(at + 1, reader.end)];
  const variable = name.source.replace(/\+?=$/, '');
  reader.out.env.push({
    name: variable,
    value: { k: 'list', e: items, at: span },
    at: [name.expr.at[0], span[1]],
    host: HOST_OF_ENV[reader.host],
  });
  return at + 1;
}

/** Commands inside `$(…)` or backticks. */
function substitution(reader: Reader, from: number, to: number): void {
  if (reader.depth >= MAX_DEPTH) return;
  read(reader.text.slice(from, to), reader.host, reader.base + from, false, reader.depth + 1, reader.fuel, reader.out);
}

const HERE = /<<(-?)[ \t]*(?:'([^'\n]*)'|"([^"\n]*)"|\\?([\w.-]+))/y;

function redirect(reader: Reader, at: number): number {
  const { text } = reader;
  // A file descriptor in front (`2>`) was read as a word of its own.
  const last = reader.words.at(-1);
  if (last && last.end === at && /^\d$/.test(last.source)) reader.words.pop();
  if (text.startsWith('<<<', at)) return at + 3;
  HERE.lastIndex = at;
  const here = HERE.exec(text);
  if (here && !reader.folded) {
    reader.here.push({ delimiter: here[2] ?? here[3] ?? here[4]!, stripTabs: here[1] === '-', quoted: here[4] === undefined });
    return HERE.lastIndex;
  }
  // Process substitution `<(…)` is a subshell.
  if (text.charCodeAt(at + 1) === 40) return at + 1;
  let next = at + 1;
  while (next < reader.end && '>&|'.includes(text[next]!)) next++;
  while (text[next] === ' ' || text[next] === '\t') next++;
  if (next >= reader.end || text[next] === '\n') return next;
  const target = scanWord(text, next, reader.end, reader.base, reader.fuel, (from, to) => substitution(reader, from, to));
  if (text[at] === '>' || text[at + 1] === '>') reader.target = target.source.replace(/^["']|["']$/g, '');
  return Math.max(target.end, next + 1);
}

/** Ends the command read so far, unless a here-document still belongs to it. */
function endCommand(reader: Reader): void {
  if (reader.here.length > 0 && reader.text.length > 0) return;
  finish(reader);
}

function hereDocuments(reader: Reader, start: number): number {
  let at = start;
  for (const here of reader.here) {
    const bodyStart = at;
    let bodyEnd = -1;
    while (at <= reader.end) {
      const end = reader.text.indexOf('\n', at);
      const stop = end < 0 ? reader.end : end;
      const line = reader.text.slice(at, stop).replace(/\r$/, '');
      // YAML blocks indent their scripts, and with them the delimiter.
      if ((here.stripTabs || reader.host !== 'script' ? line.trimStart() : line) === here.delimiter) {
        bodyEnd = at;
        at = end < 0 ? reader.end : end + 1;
        break;
      }
      if (end < 0) break;
      at = end + 1;
    }
    if (bodyEnd < 0) {
      bodyEnd = at = reader.end;
      reader.out.problems.push({
        reason: `here-document without its end ${here.delimiter}`,
        at: [reader.base + bodyStart, reader.base + bodyEnd],
      });
    }
    hereBody(reader, bodyStart, bodyEnd);
  }
  reader.here = [];
  finish(reader);
  return at;
}

/** A here-document is a program for an interpreter, a file being written, or the input of a command. */
function hereBody(reader: Reader, from: number, to: number): void {
  const span: Span = [reader.base + from, reader.base + to];
  const program = programOf(reader.words);
  const written = reader.target ?? (program === 'tee' ? reader.words.at(-1)?.source : undefined);
  if (program !== undefined && SHELLS.has(program)) {
    if (reader.depth < MAX_DEPTH) read(reader.text.slice(from, to), reader.host, span[0], false, reader.depth + 1, reader.fuel, reader.out);
    return;
  }
  const format: FileFormat | undefined =
    program !== undefined && Object.hasOwn(PROGRAM_OF_FORMAT, program) ? PROGRAM_OF_FORMAT[program] : undefined;
  const fileFormat = written === undefined ? 'unknown' : formatOf(written);
  if (format) reader.out.embedded.push({ format, at: span });
  else if (fileFormat !== 'unknown' && fileFormat !== 'model-file') reader.out.embedded.push({ format: fileFormat, at: span });
  else {
    reader.words.push({
      expr: { k: 'str', v: reader.text.slice(from, to), at: span },
      source: '',
      quoted: true,
      end: to,
      defaults: [],
    });
  }
}

/** Base name of the program of a command, past assignments and wrappers such as `sudo`. */
function programOf(words: readonly Word[]): string | undefined {
  const program = words.find((one) => !ASSIGNMENT.test(one.source) && one.source !== 'sudo');
  return program?.source.replace(/^.*\//, '');
}

/** Turns the words read so far into assignments or one command. */
function finish(reader: Reader): void {
  const words = reader.words;
  reader.words = [];
  reader.target = undefined;
  reader.here = [];
  if (words.length === 0) return;
  const host = HOST_OF_ENV[reader.host];
  const first = words[0]!;
  if (first.source === 'for' && words.length >= 2) {
    const items = words.slice(3).map((one) => one.expr);
    if (items.length === 0) return;
    const at: Span = [first.expr.at[0], words.at(-1)!.expr.at[1]];
    const value: Expr = items.length === 1 ? items[0]! : { k: 'alt', e: items, op: 'match', at: [items[0]!.at[0], at[1]] };
    reader.out.env.push({ name: words[1]!.source, value, at, host });
    return;
  }
  if (first.source === 'case' || first.source === 'function') return;
  let start = 0;
  if (DECLARATION.has(first.source) && !first.quoted) {
    start = 1;
    while (words[start]?.source.startsWith('-')) start++;
  }
  const env: NonNullable<Command['env']> = [];
  let at = start;
  while (at < words.length) {
    const assigned = assignment(words[at]!);
    if (!assigned) break;
    env.push(assigned);
    at++;
  }
  if (start > 0 && first.source !== 'env' && at >= words.length) {
    for (const one of env) reader.out.env.push({ ...one, host });
    return;
  }
  if (at >= words.length) {
    for (const one of env) reader.out.env.push({ ...one, host });
    if (env.length > 0) return;
  }
  const rest = start > 0 && env.length === 0 && first.source !== 'env' ? words : words.slice(at);
  if (rest.length === 0) return;
  const span: Span = [words[0]!.expr.at[0], rest.at(-1)!.expr.at[1]];
  const argv = rest.map((one) => one.expr);
  reader.out.commands.push({ argv, ...(env.length > 0 ? { env } : {}), at: span, host: reader.host });
  inlineProgram(reader, rest);
}

/** `NAME=value` as name and value. The value keeps its own place. */
function assignment(found: Word): { name: string; value: Expr; at: Span } | undefined {
  const match = ASSIGNMENT.exec(found.source);
  if (!match) return undefined;
  const split = splitPrefix(found.expr, match[0].length);
  return split && { name: match[1]!, value: split, at: found.expr.at };
}

/** The expression without its first `length` characters, which must be plain text. */
export function splitPrefix(expr: Expr, length: number): Expr | undefined {
  if (expr.k === 'str' && !expr.escaped && expr.v.length >= length) {
    return { k: 'str', v: expr.v.slice(length), at: [expr.at[0] + length, expr.at[1]] };
  }
  if (expr.k !== 'cat') return undefined;
  const [first, ...others] = expr.p;
  const rest = first && splitPrefix(first, length);
  if (!rest || rest.k !== 'str') return undefined;
  const parts = rest.v === '' ? others : [rest, ...others];
  if (parts.length === 1) return parts[0];
  return { k: 'cat', p: parts, at: [parts[0]?.at[0] ?? expr.at[1], expr.at[1]] };
}

/** `python -c "…"`, `bash -lc '…'`: the program in the argument, when it stands there without escapes. */
function inlineProgram(reader: Reader, words: readonly Word[]): void {
  const program = programOf(words);
  if (program === undefined) return;
  const flag = words.findIndex((one, index) => index > 0 && /^-[a-z]*[ce]$/.test(one.source));
  const script = flag > 0 ? words[flag + 1] : undefined;
  if (!script?.quoted || script.expr.k === 'list') return;
  const [from, to] = script.expr.at;
  if (SHELLS.has(program)) {
    if (reader.depth < MAX_DEPTH && script.inner) {
      const [start, end] = script.inner;
      read(reader.text.slice(start, end), reader.host, reader.base + start, false, reader.depth + 1, reader.fuel, reader.out);
    }
    return;
  }
  const format = Object.hasOwn(PROGRAM_OF_FORMAT, program) ? PROGRAM_OF_FORMAT[program] : undefined;
  if (!format) return;
  if (script.expr.k === 'str' && script.expr.escaped) reader.out.embedded.push({ format, at: [from, to], text: script.expr.v });
  else if (script.inner) reader.out.embedded.push({ format, at: [reader.base + script.inner[0], reader.base + script.inner[1]] });
}
