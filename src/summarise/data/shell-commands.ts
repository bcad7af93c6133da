/** From words to commands and assignments. */

import type { Command, EnvVar, Expr, FileFormat, ProseRegion, ReadProblem, Span } from '../../types/source.ts';
import type { Embedded } from './reading.ts';
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

/** Which `host` the variables of a command's text get. */
export const HOST_OF_ENV: Readonly<Record<ShellHost, EnvVar['host']>> = {
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
const DECLARATION = new Set(['export', 'declare', 'local', 'readonly', 'typeset', 'env', 'setenv']);
const ASSIGNMENT = /^([A-Za-z_]\w*)(?:\[[^\]]*\])?\+?=/;
/** Interpreters whose input or `-c` argument is a program we read. */
export const FORMAT_OF_PROGRAM: Readonly<Record<string, FileFormat>> = {
  python: 'python',
  python3: 'python',
  node: 'javascript',
  ruby: 'ruby',
};
/** Programs whose input or `-c` argument is shell text again. */
export const SHELLS = new Set(['sh', 'bash', 'zsh', 'dash', 'ash', 'ksh']);

/** A here-document announced on a line; its body follows the line. */
export interface PendingHere {
  delimiter: string;
  stripTabs: boolean;
  quoted: boolean;
}

/** Reader state of one piece of text. */
export interface Reader {
  text: string;
  base: number;
  end: number;
  host: ShellHost;
  folded: boolean;
  fuel: Fuel;
  /** The text stands in double quotes of another command. */
  insideDouble: boolean;
  out: ShellReading;
  words: Word[];
  here: PendingHere[];
  /** Where the last command of a pipeline behind a here-document begins in the words: that one reads what the document feeds. */
  stage: number;
  /** File the command writes its output to, decides what a here-document is. */
  target: string | undefined;
  /** Reads another piece of shell inside this one. */
  nested: (text: string, base: number, insideDouble?: boolean) => void;
  /** One per open `case`: whether a pattern is expected next. */
  cases: boolean[];
}

/** Base name of the program of a command, past assignments and wrappers such as `sudo`. */
export function programOf(words: readonly Word[]): string | undefined {
  const program = words.find((one) => !ASSIGNMENT.test(one.source) && one.source !== 'sudo');
  return program?.source.replace(/^.*\//, '');
}

/** Turns the words read so far into assignments or one command. */
export function finish(reader: Reader): void {
  const words = reader.words;
  reader.words = [];
  reader.target = undefined;
  reader.here = [];
  reader.stage = 0;
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

/** The interpreter a command runs: its program, or one behind wrappers (`srun`, `docker exec x`, `poetry run`, `sudo`). */
export function interpreterIn(words: readonly Word[]): { name: string; index: number } | undefined {
  for (const [index, { source, quoted }] of words.entries()) {
    if (quoted) continue;
    const name = source.replace(/^.*\//, '');
    if (SHELLS.has(name) || Object.hasOwn(FORMAT_OF_PROGRAM, name)) return { name, index };
    // What `echo` and `install` are given is no program.
    if (index === 0 && /^(?:echo|printf|which|command|type|apt|apt-get|apk|yum|dnf|brew|pip|conda)$/.test(name)) return undefined;
  }
  return undefined;
}

/** `python -c "…"`, `bash -lc '…'`: the program in the argument, when it stands there without escapes. */
function inlineProgram(reader: Reader, words: readonly Word[]): void {
  const interpreter = interpreterIn(words);
  if (!interpreter) return;
  const flag = words.findIndex((one, index) => index > interpreter.index && /^-[a-z]*[ce]$/.test(one.source));
  const script = flag > 0 ? words[flag + 1] : undefined;
  if (!script?.quoted) return;
  const { inner } = script;
  if (SHELLS.has(interpreter.name)) {
    if (inner) reader.nested(reader.text.slice(...inner), reader.base + inner[0], script.source.startsWith('"'));
    return;
  }
  const format = FORMAT_OF_PROGRAM[interpreter.name]!;
  if (script.expr.k === 'str' && script.expr.escaped) reader.out.embedded.push({ format, at: script.expr.at, text: script.expr.v });
  else if (inner) reader.out.embedded.push({ format, at: [reader.base + inner[0], reader.base + inner[1]] });
}
