/**
 * Reads the YAML people write in configuration — block maps and lists, flow collections, all scalar styles — line by line and with
 * exact places. Two modes: *strict* gives up (returns `false`) on everything else, so that the `yaml` library decides; *tolerant* goes
 * on after what it does not understand, for Helm and Jinja templates and broken files that no YAML parser accepts.
 */

import type { Span } from '../../types/source.ts';
import { addEntry, MAX_DEPTH, plainType } from './reading.ts';
import type { Reading, ScalarStyle } from './reading.ts';
import { flowValue } from './yaml-flow.ts';
import { blockValue, dedent, foldLines, unescapeDouble } from './yaml-text.ts';

interface Frame {
  map: boolean;
  /** Column of the keys, or of the dashes. */
  indent: number;
}

/** A key or dash whose value has not been seen yet. */
interface Pending {
  keyAt: Span | undefined;
  /** Where an empty value would stand. */
  at: number;
}

/** State of one reading; {@link flowValue} shares it. */
export interface YamlState {
  text: string;
  base: number;
  tolerant: boolean;
  reading: Reading;
  styles: ScalarStyle[];
  frames: Frame[];
  /** Keys and list indexes, one per frame. */
  path: (string | number)[];
  pending: Pending | undefined;
  doc: number;
  /** Set when strict reading must give up, or the limit of entries is reached. */
  stop: boolean;
}

/**
 * Reads `text` into `reading`.
 * @param styles receives the style of every entry, in step with `reading.entries`
 * @returns `false` when strict reading gave up; `reading` then holds rubbish
 */
export function readYamlLines(text: string, base: number, reading: Reading, styles: ScalarStyle[], tolerant: boolean): boolean {
  const state: YamlState = { text, base, tolerant, reading, styles, frames: [], path: [], pending: undefined, doc: 0, stop: false };
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let content = false;
  while (at < text.length && !state.stop) {
    const end = lineEnd(text, at);
    let start = at;
    while (text.charCodeAt(start) === 32) start++;
    if (tolerant) while (text.charCodeAt(start) === 9 || text.charCodeAt(start) === 32) start++;
    const code = text.charCodeAt(start);
    if (start >= end || code === 13) at = end + 1;
    else if (code === 35) {
      comment(state, start, end);
      at = end + 1;
    } else if (start === at && (code === 45 || code === 46) && /^(?:---|\.\.\.)(?=[ \t\r]|$)/.test(text.slice(at, Math.min(end, at + 4)))) {
      // `--- value` on one line is rare enough for the library.
      const rest = text.slice(at + 3, end).trim();
      if (rest !== '' && !rest.startsWith('#') && !tolerant) return false;
      closeAll(state);
      if (content) state.doc++;
      content = false;
      at = end + 1;
    } else if (code === 9 || (start === at && code === 37)) {
      if (!tolerant) return false;
      at = end + 1;
    } else {
      content = true;
      at = node(state, start, start - at, end);
    }
  }
  if (!state.stop) closeAll(state);
  return tolerant || !state.stop || reading.problems.length > 0;
}

/** Offset of a character in `[from, end)`, or -1. `indexOf` would search on to the end of the file, once for every line. */
function find(text: string, code: number, from: number, end: number): number {
  for (let at = from; at < end; at++) if (text.charCodeAt(at) === code) return at;
  return -1;
}

/** Offset of the line feed that ends the line, or of the end of the text. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Offset of the end of the line's content, without a carriage return. */
function contentEnd(text: string, end: number): number {
  return text.charCodeAt(end - 1) === 13 ? end - 1 : end;
}

function comment(state: YamlState, start: number, end: number): void {
  state.reading.prose.push({ kind: 'comment', at: [state.base + start, state.base + contentEnd(state.text, end)] });
}

/** Something this reader does not take: strict reading gives up, tolerant reading passes over. */
export function refuse(state: YamlState): void {
  if (!state.tolerant) state.stop = true;
}

/** Adds one scalar at the current path. */
export function emit(state: YamlState, value: string, at: Span, style: ScalarStyle, escaped: boolean, keyAt: Span | undefined): void {
  const { base, reading } = state;
  const kept = addEntry(reading, {
    path: state.path.slice(),
    value,
    at: [base + at[0], base + at[1]],
    ...(keyAt ? { keyAt: [base + keyAt[0], base + keyAt[1]] as Span } : {}),
    ...(state.doc > 0 ? { doc: state.doc } : {}),
    type: style === 'plain' ? plainType(value) : 'string',
    ...(escaped ? { escaped } : {}),
  });
  if (kept) state.styles.push(style);
  else state.stop = true;
}

/** The pending key or dash has no value: null. */
function flushPending(state: YamlState): void {
  const pending = state.pending;
  if (!pending) return;
  state.pending = undefined;
  emit(state, '', [pending.at, pending.at], 'plain', false, pending.keyAt);
}

function pop(state: YamlState): void {
  flushPending(state);
  state.frames.pop();
  state.path.pop();
}

function closeAll(state: YamlState): void {
  while (state.frames.length > 0) pop(state);
  state.pending = undefined;
}

function push(state: YamlState, frame: Frame, step: string | number): boolean {
  if (state.frames.length >= MAX_DEPTH) {
    state.reading.problems.push({ reason: `nested deeper than ${MAX_DEPTH} levels: the rest was not read` });
    state.stop = true;
    return false;
  }
  state.pending = undefined;
  state.frames.push(frame);
  state.path.push(step);
  return true;
}

/** Reads what stands at column `column`: dashes, a key with its value, or a scalar. Returns the start of the next line to read. */
function node(state: YamlState, from: number, fromColumn: number, end: number): number {
  const { text } = state;
  let start = from;
  let column = fromColumn;
  while (text.charCodeAt(start) === 45 && isBlank(text.charCodeAt(start + 1))) {
    if (!dash(state, column, start)) return end + 1;
    let next = start + 1;
    while (text.charCodeAt(next) === 32) next++;
    if (text.charCodeAt(next) === 9) refuse(state);
    const stop = contentEnd(text, end);
    if (next >= stop) return end + 1;
    if (text.charCodeAt(next) === 35) {
      comment(state, next, end);
      return end + 1;
    }
    column += next - start;
    start = next;
  }
  if (state.tolerant && isTemplateLine(text, start, contentEnd(text, end))) return end + 1;
  const key = keyAt(state, start, contentEnd(text, end));
  if (state.stop) return end + 1;
  if (!key) return scalarNode(state, start, column, end);
  return keyNode(state, key, column, end);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9 || Number.isNaN(code);
}

/** A line that is only control flow of a template. */
function isTemplateLine(text: string, start: number, end: number): boolean {
  const two = text.slice(start, start + 2);
  if (two === '{%') return true;
  if (two !== '{{') return false;
  const line = text.slice(start, end);
  const close = line.indexOf('}}');
  return close < 0 || line.slice(close + 2).trim() === '' || !line.slice(close).includes(':');
}

function dash(state: YamlState, column: number, start: number): boolean {
  while (state.frames.length > 0 && state.frames.at(-1)!.indent > column) pop(state);
  const top = state.frames.at(-1);
  if (top && !top.map && top.indent === column) {
    flushPending(state);
    (state.path[state.path.length - 1] as number)++;
  } else if (!top || (state.pending && (top.map ? column >= top.indent : column > top.indent))) {
    if (!push(state, { map: false, indent: column }, 0)) return false;
  } else {
    refuse(state);
    if (!state.tolerant || !push(state, { map: false, indent: column }, 0)) return false;
  }
  state.pending = { keyAt: undefined, at: start + 1 };
  return true;
}

interface Key {
  value: string;
  at: Span;
  /** Offset behind the colon. */
  after: number;
}

/** The key that starts at `start`, when the line is `key: …`. */
function keyAt(state: YamlState, start: number, end: number): Key | undefined {
  const { text } = state;
  const code = text.charCodeAt(start);
  if (code === 34 || code === 39) {
    const close = closingQuote(text, start, end, false);
    if (close < 0) return undefined;
    let colon = close + 1;
    while (text.charCodeAt(colon) === 32) colon++;
    if (text.charCodeAt(colon) !== 58 || !(colon + 1 >= end || isBlank(text.charCodeAt(colon + 1)))) return undefined;
    const raw = text.slice(start + 1, close);
    const value = code === 39 ? raw.replaceAll("''", "'") : raw.includes('\\') ? unescapeDouble(raw) : raw;
    if (value === undefined) refuse(state);
    return { value: value ?? raw, at: [start + 1, close], after: colon + 1 };
  }
  // ? & * ! start explicit keys, anchors, aliases, tags; the others can't start a plain key.
  if ((code === 63 && isBlank(text.charCodeAt(start + 1))) || code === 38 || code === 42 || code === 33) {
    if (!state.tolerant) {
      refuse(state);
      return undefined;
    }
    if (code !== 63) return undefined;
  }
  if (code === 91 || code === 124 || code === 62 || code === 37 || code === 64 || code === 96) return undefined;
  if (code === 123 && !(state.tolerant && text.charCodeAt(start + 1) === 123)) return undefined;
  let from = start;
  if (code === 123) {
    while (from < end && !text.startsWith('}}', from)) from++;
  }
  for (let colon = find(text, 58, from, end); colon >= 0; colon = find(text, 58, colon + 1, end)) {
    if (colon + 1 < end && !isBlank(text.charCodeAt(colon + 1))) continue;
    for (let hash = find(text, 35, start, colon); hash >= 0; hash = find(text, 35, hash + 1, colon)) {
      if (text.charCodeAt(hash - 1) === 32) return undefined;
    }
    let stop = colon;
    while (stop > start && (text.charCodeAt(stop - 1) === 32 || text.charCodeAt(stop - 1) === 9)) stop--;
    return { value: text.slice(start, stop), at: [start, stop], after: colon + 1 };
  }
  return undefined;
}

function keyNode(state: YamlState, key: Key, column: number, end: number): number {
  const { text, frames } = state;
  while (frames.length > 0 && (frames.at(-1)!.indent > column || (!frames.at(-1)!.map && frames.at(-1)!.indent === column))) pop(state);
  const top = frames.at(-1);
  if (top?.map && top.indent === column) {
    flushPending(state);
    state.path[state.path.length - 1] = key.value;
  } else if (!top || (state.pending && column > top.indent)) {
    if (!push(state, { map: true, indent: column }, key.value)) return end + 1;
  } else {
    refuse(state);
    if (!state.tolerant) return end + 1;
    // A template shifted the indentation: take the line as a sibling of the open keys.
    if (top.map) {
      flushPending(state);
      state.path[state.path.length - 1] = key.value;
    } else if (!push(state, { map: true, indent: column }, key.value)) return end + 1;
  }
  // `<<` merges an anchor, which only the library can follow.
  if (key.value === '<<') refuse(state);
  state.pending = { keyAt: key.at, at: key.after };
  const stop = contentEnd(text, end);
  let at = key.after;
  while (at < stop && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++;
  if (at >= stop) return end + 1;
  if (text.charCodeAt(at) === 35) {
    comment(state, at, end);
    return end + 1;
  }
  if (text.charCodeAt(at) === 45 && isBlank(text.charCodeAt(at + 1)) && at + 1 < stop) refuse(state);
  return value(state, at, column, end);
}

function scalarNode(state: YamlState, start: number, column: number, end: number): number {
  while (state.frames.length > 0 && state.frames.at(-1)!.indent > column) pop(state);
  const top = state.frames.at(-1);
  if (top && (!state.pending || column <= top.indent)) {
    refuse(state);
    return end + 1;
  }
  return value(state, start, top?.indent ?? -1, end);
}

/** Reads the value at `at`; lines that belong to it are indented deeper than `parent`. */
function value(state: YamlState, at: number, parent: number, end: number): number {
  const { text } = state;
  const code = text.charCodeAt(at);
  switch (code) {
    case 124:
    case 62:
      return block(state, at, parent, end);
    case 34:
    case 39:
      return quoted(state, at, end);
    case 91:
    case 123:
      if (state.tolerant && text.startsWith('{{', at)) return plain(state, at, parent, end);
      return flow(state, at, end);
    case 38:
    case 42:
    case 33: {
      refuse(state);
      if (code === 42 || state.stop) {
        state.pending = undefined;
        return end + 1;
      }
      // Tolerant: pass over the tag or anchor.
      const stop = contentEnd(text, end);
      let next = at;
      while (next < stop && text.charCodeAt(next) !== 32) next++;
      while (next < stop && text.charCodeAt(next) === 32) next++;
      return next >= stop ? end + 1 : value(state, next, parent, end);
    }
    case 37:
    case 64:
    case 96:
    case 44:
    case 93:
    case 125:
      refuse(state);
      return plain(state, at, parent, end);
    default:
      return plain(state, at, parent, end);
  }
}

/** Emits the value of the pending key. */
function emitPending(state: YamlState, text: string, at: Span, style: ScalarStyle, escaped: boolean): void {
  const keyed = state.pending?.keyAt;
  state.pending = undefined;
  emit(state, text, at, style, escaped, keyed);
}

function plain(state: YamlState, at: number, parent: number, end: number): number {
  const { text } = state;
  let stop = plainStop(state, at, contentEnd(text, end));
  if (stop < contentEnd(text, end)) {
    const hash = find(text, 35, stop, end);
    if (hash >= 0) comment(state, hash, end);
    emitPending(state, text.slice(at, stop), [at, stop], 'plain', false);
    return end + 1;
  }
  // Lines indented deeper continue the scalar.
  let next = end + 1;
  let lines = 0;
  while (next < text.length) {
    const lineStop = lineEnd(text, next);
    const content = contentEnd(text, lineStop);
    let start = next;
    while (text.charCodeAt(start) === 32) start++;
    if (start >= content) {
      next = lineStop + 1;
      continue;
    }
    if (start - next <= parent || text.charCodeAt(start) === 35) break;
    if (state.tolerant && (isTemplateLine(text, start, content) || keyAt(state, start, content) || text.startsWith('- ', start))) break;
    const until = plainStop(state, start, content);
    if (parent < 0 && /^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(next, next + 4))) break;
    stop = until;
    lines++;
    next = lineStop + 1;
    end = lineStop;
    if (until < content) {
      const hash = find(text, 35, until, lineStop);
      if (hash >= 0) comment(state, hash, lineStop);
      break;
    }
  }
  const raw = text.slice(at, stop);
  emitPending(state, lines > 0 ? foldLines(raw) : raw, [at, stop], lines > 0 ? 'folded' : 'plain', lines > 0);
  return end + 1;
}

/** Where a plain scalar's text on this line ends: before a comment and trailing blanks. `: ` inside is no plain scalar. */
function plainStop(state: YamlState, start: number, end: number): number {
  const { text } = state;
  let stop = end;
  for (let hash = find(text, 35, start, end); hash >= 0; hash = find(text, 35, hash + 1, end)) {
    const before = text.charCodeAt(hash - 1);
    if (hash > start && (before === 32 || before === 9)) {
      stop = hash;
      break;
    }
  }
  while (stop > start && (text.charCodeAt(stop - 1) === 32 || text.charCodeAt(stop - 1) === 9)) stop--;
  for (let colon = state.tolerant ? -1 : find(text, 58, start, stop); colon >= 0; colon = find(text, 58, colon + 1, stop)) {
    if (colon + 1 === stop || text.charCodeAt(colon + 1) === 32 || text.charCodeAt(colon + 1) === 9) {
      refuse(state);
      break;
    }
  }
  return stop;
}

/** Offset of the quote that closes the one at `start`, or -1. Templates inside may hold quotes of their own. */
export function closingQuote(text: string, start: number, end: number, templates: boolean): number {
  const quote = text.charCodeAt(start);
  for (let at = start + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      if (quote === 39 && text.charCodeAt(at + 1) === 39) at++;
      else return at;
    } else if (code === 92 && quote === 34) at++;
    else if (templates && code === 123 && text.charCodeAt(at + 1) === 123) {
      const close = text.indexOf('}}', at);
      if (close > 0 && close < end) at = close + 1;
    }
  }
  return -1;
}

/** Longest quoted scalar over several lines: bounds the search for a quote that never closes. */
const MAX_QUOTED = 1024 * 1024;

function quoted(state: YamlState, start: number, end: number): number {
  const { text, tolerant } = state;
  const close = closingQuote(text, start, tolerant ? end : Math.min(text.length, start + MAX_QUOTED), tolerant);
  if (close < 0) {
    if (tolerant) {
      state.reading.problems.push({ reason: 'quote without its end', at: [state.base + start, state.base + contentEnd(text, end)] });
      emitPending(state, text.slice(start + 1, contentEnd(text, end)), [start + 1, contentEnd(text, end)], 'plain', false);
    }
    refuse(state);
    return end + 1;
  }
  const raw = text.slice(start + 1, close);
  const single = text.charCodeAt(start) === 39;
  const folded = raw.includes('\n');
  if (folded && !single && raw.includes('\\\n')) refuse(state);
  const joined = folded ? foldLines(raw) : raw;
  const decoded = single ? joined.replaceAll("''", "'") : joined.includes('\\') ? unescapeDouble(joined) : joined;
  if (decoded === undefined) refuse(state);
  const result = decoded ?? joined;
  emitPending(state, result, [start + 1, close], single ? 'single' : 'double', result !== raw);
  return afterValue(state, close + 1);
}

/** Only blanks and a comment may follow a closed value on its line. */
function afterValue(state: YamlState, at: number): number {
  const { text } = state;
  const end = lineEnd(text, at);
  let next = at;
  while (text.charCodeAt(next) === 32 || text.charCodeAt(next) === 9) next++;
  if (next < contentEnd(text, end)) {
    if (text.charCodeAt(next) === 35 && next > at) comment(state, next, end);
    else refuse(state);
  }
  return end + 1;
}

function flow(state: YamlState, at: number, end: number): number {
  const keyed = state.pending?.keyAt;
  const close = flowValue(state, at, keyed, 0);
  state.pending = undefined;
  if (close < 0) {
    refuse(state);
    if (state.tolerant)
      state.reading.problems.push({ reason: 'bracket without its end', at: [state.base + at, state.base + contentEnd(state.text, end)] });
    return end + 1;
  }
  return afterValue(state, close);
}

const HEADER = /[|>](?:([+-])?([1-9])?|([1-9])([+-]))[ \t]*(#[^\n]*)?\r?(?:\n|$)/y;

function block(state: YamlState, at: number, parent: number, end: number): number {
  const { text } = state;
  HEADER.lastIndex = at;
  const header = HEADER.exec(text);
  if (!header) {
    refuse(state);
    return plain(state, at, parent, end);
  }
  if (header[5]) comment(state, text.indexOf('#', at), end);
  const explicit = Number(header[2] ?? header[3] ?? 0);
  const chomp = (header[1] ?? header[4] ?? '') as '' | '+' | '-';
  let indent = explicit > 0 ? Math.max(parent, 0) + explicit : -1;
  const lines: string[] = [];
  let next = end + 1;
  let first = -1;
  let last = -1;
  while (next < text.length) {
    const lineStop = lineEnd(text, next);
    const content = contentEnd(text, lineStop);
    let start = next;
    while (text.charCodeAt(start) === 32 && start < content) start++;
    const column = start - next;
    if (start < content) {
      if (indent < 0) {
        if (column <= parent) break;
        // Blank lines in front may not be indented deeper than the text.
        if (lines.some((line) => line.length > column)) refuse(state);
        indent = column;
      }
      if (column < indent) {
        if (state.tolerant && text.startsWith('{{', start)) {
          next = lineStop + 1;
          continue;
        }
        if (column > parent) refuse(state);
        break;
      }
      if (first < 0) first = next + indent;
      last = content;
    }
    lines.push(text.slice(next, content));
    next = lineStop + 1;
  }
  const from = first < 0 ? end : first;
  const style: ScalarStyle = text.charCodeAt(at) === 62 ? 'folded' : 'literal';
  emitPending(state, blockValue(dedent(lines, Math.max(indent, 0)), style === 'folded', chomp), [from, Math.max(last, from)], style, true);
  return next;
}
