/** Dockerfiles: images (`FROM`), `ENV`, `ARG`, the shell and list forms of `RUN`, `CMD`, `ENTRYPOINT`, `COPY` and `ADD`, here-documents. */

import type { Command, Entry, Expr, Span } from '../../types/source.ts';
import { formatOf } from '../format.ts';
import { lineEnd } from './lines.ts';
import { placeholderExpr, valueExpr } from './placeholders.ts';
import { addEntry, addReading, newReading } from './reading.ts';
import type { Reading } from './reading.ts';
import { splitPrefix } from './shell-commands.ts';
import { readShell } from './shell.ts';

/** One instruction with its continuation lines. */
interface Instruction {
  keyword: string;
  /** Text of the arguments as it stands in the file, line ends included. */
  from: number;
  to: number;
  /** Bodies of here-documents that follow. */
  bodies: { from: number; to: number; name: string }[];
}

const INSTRUCTION = /[ \t]*([A-Za-z]+)[ \t]+/y;

/** Reads a Dockerfile. Entries: `['from']` for images, `['copy']` and `['add']` for what goes into them, `['label', key]`. */
export function readDockerfile(text: string, base = 0): Reading {
  const reading = newReading();
  const stages = new Map<string, string>();
  let image: string | undefined;
  let entrypoint: Command | undefined;
  let escape = '\\';
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end);
    const trimmed = line.trimStart();
    if (trimmed === '' || trimmed === '\r') {
      at = end + 1;
      continue;
    }
    if (trimmed.startsWith('#')) {
      if (/^#\s*escape\s*=\s*`/i.test(trimmed)) escape = '`';
      reading.prose.push({ kind: 'comment', at: [base + end - trimmed.length, base + at + line.trimEnd().length] });
      at = end + 1;
      continue;
    }
    INSTRUCTION.lastIndex = at;
    const match = INSTRUCTION.exec(text);
    if (!match || match.index + match[0].length > end + 1) {
      at = end + 1;
      continue;
    }
    const instruction = instructionAt(text, match[1]!.toUpperCase(), at + match[0].length, escape, reading, base);
    at = instruction.next;
    if (instruction.keyword === 'FROM') {
      image = fromImage(text, instruction, base, reading, stages);
      entrypoint = undefined;
    } else {
      const before = [reading.commands.length, reading.env.length] as const;
      entrypoint = readInstruction(text, instruction, base, reading, entrypoint);
      if (image !== undefined) {
        for (const command of reading.commands.slice(before[0])) command.image = image;
        for (const variable of reading.env.slice(before[1])) variable.image = image;
      }
    }
  }
  return reading;
}

/** Finds the end of an instruction: past continuation lines, comment lines between them, and here-documents. */
function instructionAt(
  text: string,
  keyword: string,
  from: number,
  escape: string,
  reading: Reading,
  base: number,
): Instruction & { next: number } {
  let at = from;
  let end = lineEnd(text, at);
  const isComment = (start: number, stop: number) => /^[ \t]*#/.test(text.slice(start, Math.min(stop, start + 200)));
  for (;;) {
    const continues = text.slice(Math.max(at, from), end).trimEnd().endsWith(escape);
    if (!continues || end >= text.length) break;
    let next = end + 1;
    // Comment lines and empty lines do not end the instruction.
    while (next < text.length) {
      const stop = lineEnd(text, next);
      const blank = text.slice(next, stop).trim() === '';
      if (!blank && !isComment(next, stop)) break;
      if (!blank && keyword !== 'RUN') {
        const hash = text.indexOf('#', next);
        reading.prose.push({ kind: 'comment', at: [base + hash, base + hash + text.slice(hash, stop).trimEnd().length] });
      }
      next = stop + 1;
    }
    at = Math.min(next, text.length);
    end = lineEnd(text, at);
  }
  const bodies: Instruction['bodies'] = [];
  let next = Math.min(end + 1, text.length);
  if (keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD') {
    for (const here of text.slice(from, end).matchAll(/<<-?[ \t]*(["']?)([A-Za-z_]\w*)\1(?:[ \t]+(\S+))?/g)) {
      const bodyStart = next;
      let found = false;
      while (next < text.length) {
        const stop = lineEnd(text, next);
        const lineText = text.slice(next, stop).replace(/^\t+/, '').trimEnd();
        if (lineText === here[2]) {
          bodies.push({ from: bodyStart, to: next, name: here[3] ?? '' });
          next = Math.min(stop + 1, text.length);
          found = true;
          break;
        }
        next = stop + 1;
      }
      if (!found) {
        reading.problems.push({ reason: `here-document without its end ${here[2]}`, at: [base + bodyStart, base + text.length] });
        bodies.push({ from: bodyStart, to: text.length, name: here[3] ?? '' });
        break;
      }
    }
  }
  return { keyword, from, to: text.charCodeAt(end - 1) === 13 ? end - 1 : end, bodies, next };
}

function fromImage(text: string, one: Instruction, base: number, reading: Reading, stages: Map<string, string>): string | undefined {
  const match = /^((?:--\S+[ \t]+)*)(\S+)(?:[ \t]+[Aa][Ss][ \t]+(\S+))?/.exec(text.slice(one.from, one.to));
  if (!match) return undefined;
  const start = base + one.from + match[1]!.length;
  const written = match[2]!;
  // A stage built on an earlier one runs that one's image.
  const image = stages.get(written.toLowerCase()) ?? written;
  if (match[3]) stages.set(match[3].toLowerCase(), image);
  if (image === written) entry(reading, ['from'], written, start);
  return image;
}

function entry(reading: Reading, path: Entry['path'], value: string, start: number, escaped = false, end = start + value.length): void {
  const expr = escaped ? undefined : placeholderExpr(value, start, { bareLower: true });
  addEntry(reading, { path, value, at: [start, end], type: 'string', ...(expr ? { expr } : {}), ...(escaped ? { escaped } : {}) });
}

/** Reads one instruction other than `FROM`; returns the entry point in force after it. */
function readInstruction(
  text: string,
  one: Instruction,
  base: number,
  reading: Reading,
  entrypoint: Command | undefined,
): Command | undefined {
  const raw = text.slice(one.from, one.to);
  const start = base + one.from;
  switch (one.keyword) {
    case 'RUN':
      run(text, one, base, reading);
      return entrypoint;
    case 'CMD':
    case 'ENTRYPOINT': {
      const command = execForm(raw, start);
      if (!command) {
        addReading(reading, readShell(raw, 'dockerfile', start));
        return entrypoint;
      }
      // CMD gives the arguments of an ENTRYPOINT in list form.
      if (one.keyword === 'CMD' && entrypoint) entrypoint.argv.push(...command.argv);
      else {
        if (firstWord(command).startsWith('-')) command.argv.unshift({ k: 'str', v: '', at: [start, start] });
        reading.commands.push(command);
        nested(text, base, command, reading);
      }
      return one.keyword === 'ENTRYPOINT' ? command : entrypoint;
    }
    case 'ENV':
    case 'ARG':
    case 'LABEL':
      assignments(raw, start, one.keyword, reading);
      return entrypoint;
    case 'COPY':
    case 'ADD':
      copied(text, one, base, reading);
      return entrypoint;
    default:
      return entrypoint;
  }
}

function firstWord(command: Command): string {
  const first = command.argv[0];
  return first?.k === 'str' ? first.v : '';
}

function run(text: string, one: Instruction, base: number, reading: Reading): void {
  const raw = text.slice(one.from, one.to);
  const options = /^(?:--\S+(?:[ \t]+|\s*\\\r?\n\s*))*/.exec(raw)![0].length;
  const start = base + one.from + options;
  const body = raw.slice(options);
  const command = execForm(body, start);
  if (command) {
    reading.commands.push(command);
    nested(text, base, command, reading);
    return;
  }
  if (one.bodies.length === 0) {
    addReading(reading, readShell(body, 'dockerfile', start));
    return;
  }
  // The command and its here-documents are one piece of shell; a bare `RUN <<EOF` is the script itself.
  if (!/^<<-?[ \t]*["']?\w+["']?[ \t]*$/.test(body)) {
    addReading(
      reading,
      readShell(
        text.slice(one.from + options, one.bodies.at(-1)!.to) + text.slice(one.bodies.at(-1)!.to).match(/^[^\n]*\n?/)![0],
        'dockerfile',
        start,
      ),
    );
    return;
  }
  for (const { from, to } of one.bodies) {
    const script = text.slice(from, to);
    const format = formatOf('', script);
    if (script.startsWith('#!') && format !== 'shell') reading.embedded.push({ format, at: [base + from, base + to] });
    else addReading(reading, readShell(script, 'script', base + from));
  }
}

/** `["a", "b"]`. */
function execForm(raw: string, start: number): Command | undefined {
  if (!raw.startsWith('[')) return undefined;
  const argv: Expr[] = [];
  const item = /\s*(?:\\\r?\n\s*)*"((?:[^"\\]|\\.)*)"\s*(?:\\\r?\n\s*)*(,|\])/y;
  item.lastIndex = 1;
  for (let match = item.exec(raw); match; match = item.exec(raw)) {
    const inner = match[1]!;
    const from = start + match.index + match[0].indexOf('"') + 1;
    const at: Span = [from, from + inner.length];
    if (inner.includes('\\')) argv.push({ k: 'str', v: unquoteJson(inner), at, escaped: true });
    else argv.push(valueExpr(inner, from, { bareLower: true }));
    if (match[2] === ']') return { argv, at: [start, start + item.lastIndex], host: 'dockerfile' };
  }
  return undefined;
}

function unquoteJson(inner: string): string {
  try {
    return JSON.parse(`"${inner}"`) as string;
  } catch {
    // Not valid JSON: Docker would run it as shell text; the written form is the best there is.
    return inner;
  }
}

/** `["sh", "-c", "…"]`: the script is shell text, `["python", "-c", "…"]` a program. */
function nested(text: string, base: number, command: Command, reading: Reading): void {
  const flag = command.argv.findIndex((word) => word.k === 'str' && /^-[a-z]*c$/.test(word.v));
  const script = flag > 0 ? command.argv[flag + 1] : undefined;
  if (!script) return;
  const program = firstWord(command)
    .replace(/^.*\//, '')
    .replace(/[\d.]+$/, '');
  const [from, to] = script.at;
  if (/^(?:sh|bash|ash|dash|zsh)$/.test(program)) addReading(reading, readShell(text.slice(from - base, to - base), 'dockerfile', from));
  else if (program === 'python') {
    reading.embedded.push({ format: 'python', at: script.at, ...(script.k === 'str' && script.escaped ? { text: script.v } : {}) });
  }
}

/** `ENV A=1 B=2`, the old `ENV A 1`, `ARG A`, `ARG A=1`, `LABEL a=b`. */
function assignments(raw: string, start: number, keyword: string, reading: Reading): void {
  const old = keyword === 'ENV' ? /^([A-Za-z_]\w*)[ \t]+([^\s=][^\n]*|=[^\n]*)$/.exec(raw.trimEnd()) : null;
  if (old) {
    const from = start + old[0].length - old[2]!.length;
    const quoted = /^(["'])(.*)\1$/.exec(old[2]!);
    const v = quoted ? quoted[2]! : old[2]!;
    const at = from + (quoted ? 1 : 0);
    const value = valueExpr(v, at, { bareLower: true });
    reading.env.push({ name: old[1]!, value, at: [start, from + old[2]!.length], host: 'dockerfile' });
    return;
  }
  // Words are quoted and escaped like shell words; a blank command keeps them from being taken for assignments of a script.
  const read = readShell(raw, 'dockerfile', start);
  addReading(reading, { prose: read.prose, problems: read.problems });
  const found = [...read.env, ...read.commands.flatMap((command) => command.env ?? [])];
  for (const one of found) {
    if (keyword !== 'LABEL') reading.env.push({ name: one.name, value: one.value, at: one.at, host: 'dockerfile' });
    else if (one.value.k === 'str') entry(reading, ['label', one.name], one.value.v, one.value.at[0], one.value.escaped, one.value.at[1]);
  }
  if (keyword !== 'LABEL') return;
  for (const word of read.commands.flatMap((command) => command.argv)) {
    const text = word.k === 'str' ? word.v : word.k === 'cat' && word.p[0]?.k === 'str' ? word.p[0].v : '';
    const equals = text.indexOf('=');
    const value = equals > 0 ? splitPrefix(word, equals + 1) : undefined;
    if (value?.k === 'str') entry(reading, ['label', text.slice(0, equals)], value.v, value.at[0], value.escaped, value.at[1]);
  }
}

/** Sources of `COPY` and `ADD`; here-documents are files written into the image. */
function copied(text: string, one: Instruction, base: number, reading: Reading): void {
  const raw = text.slice(one.from, one.to);
  const options = /^(?:--\S+[ \t]+)*/.exec(raw)![0].length;
  const list = execForm(raw.slice(options), base + one.from + options);
  const words = list?.argv ?? readShell(raw, 'dockerfile', base + one.from).commands[0]?.argv ?? [];
  const paths = words.filter((word) => word.k === 'str' && !word.v.startsWith('--'));
  for (const word of paths) {
    if (word.k === 'str') entry(reading, [one.keyword.toLowerCase()], word.v, word.at[0], word.escaped, word.at[1]);
  }
  for (const { from, to, name } of one.bodies) {
    const format = formatOf(name);
    if (format !== 'unknown' && format !== 'model-file') reading.embedded.push({ format, at: [base + from, base + to] });
    else reading.prose.push({ kind: 'text', at: [base + from, base + to] });
  }
}
