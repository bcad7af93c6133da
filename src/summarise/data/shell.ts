/**
 * Shell commands: scripts, `RUN` lines, CI steps, compose commands, notebook `!` lines. A tolerant reader, not an interpreter:
 * words with their quoting and expansions, assignments, comments, here-documents; control words only separate commands.
 */

import type { Expr, Span } from '../../types/source.ts';
import { formatOf } from '../format.ts';
import { MAX_DEPTH, MAX_ENTRIES } from './reading.ts';
import { lineContentEnd } from './lines.ts';
import { placeholderExpr } from './placeholders.ts';
import { finish, FORMAT_OF_PROGRAM, HOST_OF_ENV, interpreterIn, programOf, SHELLS } from './shell-commands.ts';
import type { PendingHere, Reader, ShellHost, ShellReading } from './shell-commands.ts';
import { scanWord } from './shell-words.ts';
import type { Fuel, Word } from './shell-words.ts';

/** How a piece of shell is written. */
export interface ShellOptions {
  /** Line ends are blanks (folded YAML, one command over several lines). */
  folded?: boolean;
}

/** Words after which a new command begins. */
const CONTROL = new Set(['if', 'then', 'else', 'elif', 'fi', 'while', 'until', 'do', 'done', 'time', '{', '}', '!', 'select']);

/**
 * Reads shell text.
 * @param text the piece, exactly as it stands in the file
 * @param base offset of the piece in the file, added to every span
 */
export function readShell(text: string, host: ShellHost, base = 0, options: ShellOptions = {}): ShellReading {
  const out: ShellReading = { commands: [], env: [], prose: [], problems: [], embedded: [] };
  const fuel = { left: 20 * text.length + 100_000 };
  read(text, host, base, { folded: options.folded ?? false, fuel, insideDouble: false, depth: 0 }, out);
  return out;
}

/** What a piece of shell inherits from the one around it. */
interface Context {
  folded: boolean;
  fuel: Fuel;
  insideDouble: boolean;
  depth: number;
}

function read(text: string, host: ShellHost, base: number, context: Context, out: ShellReading): void {
  const { folded, fuel, depth } = context;
  const nested = (inner: string, at: number, insideDouble = false) => {
    if (depth < MAX_DEPTH) read(inner, host, at, { ...context, insideDouble, depth: depth + 1 }, out);
  };
  const { insideDouble } = context;
  const reader: Reader = {
    text,
    base,
    end: text.length,
    host,
    folded,
    fuel,
    insideDouble,
    out,
    words: [],
    here: [],
    stage: 0,
    target: undefined,
    cases: [],
    nested,
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
      const end = lineContentEnd(text, at);
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
      reader.stage = reader.words.length;
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
  const { text } = reader;
  const found = wordAt(reader, at);
  if (found.problem) reader.out.problems.push(found.problem);
  for (const [name, value, span] of found.defaults) {
    reader.out.env.push({ name, value, at: span, host: HOST_OF_ENV[reader.host] });
  }
  if (reader.words.length === 0 && !found.quoted) {
    const plain = found.source;
    if (CONTROL.has(plain)) return found.end;
    // A template action alone on its line steers the template, not the script.
    if (plain.startsWith('{{') && plain.endsWith('}}') && /^[ \t]*(?:\r?\n|$)/.test(text.slice(found.end, found.end + 80)))
      return found.end;
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
      const end = lineContentEnd(reader.text, at);
      reader.out.prose.push({ kind: 'comment', at: [reader.base + at, reader.base + end] });
      at = end;
    } else {
      const item = wordAt(reader, at);
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

function wordAt(reader: Reader, at: number): Word {
  const { text, end, base, fuel, insideDouble } = reader;
  return scanWord(text, at, end, base, { fuel, insideDouble, onSubstitution: (from, to) => substitution(reader, from, to) });
}

/** Commands inside `$(…)` or backticks. */
function substitution(reader: Reader, from: number, to: number): void {
  reader.nested(reader.text.slice(from, to), reader.base + from);
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
  const target = wordAt(reader, next);
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
    hereBody(reader, here, bodyStart, bodyEnd);
  }
  reader.here = [];
  finish(reader);
  return at;
}

/** A program and its first option. */
const COMMAND_LINE = /^\s*[\w./-]+[\s\\]+(?:[\w./-]+[\s\\]+)?--?[A-Za-z][\w.-]*(?:[=\s]|$)/;
/** Programs that take manifests or values from their input (`-f -`). */
const READS_MANIFESTS = new Set(['kubectl', 'helm', 'oc', 'kustomize']);

/** A here-document is a program for an interpreter, a manifest, a file being written, or the input of a command. */
function hereBody(reader: Reader, here: PendingHere, from: number, to: number): void {
  const span: Span = [reader.base + from, reader.base + to];
  const consumer = reader.words.slice(reader.stage);
  const program = programOf(consumer);
  const written = reader.target ?? (program === 'tee' ? consumer.at(-1)?.source : undefined);
  const interpreter = written === undefined ? interpreterIn(reader.words)?.name : undefined;
  if (interpreter !== undefined && SHELLS.has(interpreter)) {
    reader.nested(reader.text.slice(from, to), span[0]);
    return;
  }
  // `read -r -d '' arguments <<EOF` keeps a command line for later.
  if (program === 'read' && COMMAND_LINE.test(reader.text.slice(from, to))) {
    reader.nested(reader.text.slice(from, to), span[0]);
    return;
  }
  const manifest = written === undefined && program !== undefined && READS_MANIFESTS.has(program);
  const format = interpreter === undefined ? (manifest ? 'yaml' : undefined) : FORMAT_OF_PROGRAM[interpreter];
  const fileFormat = written === undefined ? 'unknown' : formatOf(written);
  if (format) reader.out.embedded.push({ format, at: span });
  else if (fileFormat !== 'unknown' && fileFormat !== 'model-file') reader.out.embedded.push({ format: fileFormat, at: span });
  else {
    const raw = reader.text.slice(from, to);
    const expanded = here.quoted ? undefined : placeholderExpr(raw, span[0], { bareLower: true, noTemplates: true });
    const expr: Expr = expanded ?? { k: 'str', v: raw, at: span };
    reader.words.push({
      expr,
      source: '',
      quoted: true,
      end: to,
      defaults: [],
    });
  }
}

export type { ShellHost, ShellReading } from './shell-commands.ts';
