/**
 * Reads the YAML people write in configuration — block maps and lists, flow collections, all scalar styles — line by line and with
 * exact places. Two modes: *strict* gives up (returns `false`) on everything else, so that the `yaml` library decides; *tolerant* goes
 * on after what it does not understand, for Helm and Jinja templates and broken files that no YAML parser accepts.
 */

import { MAX_DEPTH } from './reading.ts';
import type { Reading, ScalarStyle } from './reading.ts';
import { isTemplateLine, keyAt } from './yaml-keys.ts';
import type { Key } from './yaml-keys.ts';
import { value } from './yaml-scalars.ts';
import { contentEnd, lineEnd } from './lines.ts';
import { comment, emit, isBlank, refuse } from './yaml-state.ts';
import type { Frame, YamlState } from './yaml-state.ts';

/**
 * Reads `text` into `reading`.
 * @param styles receives the style of every entry, in step with `reading.entries`
 * @returns `false` when strict reading gave up; `reading` then holds rubbish
 */
export function readYamlLines(text: string, base: number, reading: Reading, styles: ScalarStyle[], tolerant: boolean): boolean {
  const state: YamlState = {
    text,
    base,
    tolerant,
    reading,
    styles,
    frames: [],
    path: [],
    pending: undefined,
    doc: 0,
    anchors: new Map(),
    aliased: 0,
    tagged: false,
    rooted: false,
    stop: false,
  };
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
      state.anchors.clear();
      state.rooted = false;
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
  // A second collection beside the root one is no YAML.
  if (state.frames.length === 0 && state.rooted) refuse(state);
  state.rooted = true;
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
  if (state.tolerant && isTemplateLine(text, start, contentEnd(text, end))) return afterTemplate(text, start, end);
  const key = keyAt(state, start, contentEnd(text, end));
  if (state.stop) return end + 1;
  if (!key) return scalarNode(state, start, column, end);
  return keyNode(state, key, column, end);
}

/** The line after a template action, which may run over several lines. */
function afterTemplate(text: string, start: number, end: number): number {
  const mark = text.charCodeAt(start + 1) === 37 ? '%}' : '}}';
  const close = text.indexOf(mark, start);
  return close < 0 || close <= end ? end + 1 : lineEnd(text, close) + 1;
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
  state.pending = { keyAt: key.at, at: key.after };
  const stop = contentEnd(text, end);
  let at = key.after;
  while (at < stop && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++;
  // Merging anything but one anchor is left to the library.
  if (key.value === '<<' && text.charCodeAt(at) !== 42) refuse(state);
  if (at >= stop) return end + 1;
  if (text.charCodeAt(at) === 35) {
    comment(state, at, end);
    return end + 1;
  }
  if (text.charCodeAt(at) === 45 && isBlank(text.charCodeAt(at + 1))) refuse(state);
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
