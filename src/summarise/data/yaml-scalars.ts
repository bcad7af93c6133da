/** Values of block maps and lists: plain, quoted and block scalars, flow collections. */

import type { ScalarStyle } from './reading.ts';
import { repeatAnchor, setAnchor } from './yaml-anchors.ts';
import { flowValue } from './yaml-flow.ts';
import { isTemplateLine, keyAt } from './yaml-keys.ts';
import { contentEnd, lineEnd } from './lines.ts';
import { closingQuote, comment, emitPending, find, isBlank, refuse } from './yaml-state.ts';
import type { YamlState } from './yaml-state.ts';
import { blockValue, dedent, foldLines, unescapeDouble } from './yaml-text.ts';

/** Reads the value at `at`; lines that belong to it are indented deeper than `parent`. */
export function value(state: YamlState, at: number, parent: number, end: number): number {
  const { text } = state;
  const code = text.charCodeAt(at);
  switch (code) {
    case 124:
    case 62:
      return block(state, at, parent, end);
    case 34:
    case 39:
      return quoted(state, at, parent, end);
    case 91:
    case 123:
      if (state.tolerant && text.startsWith('{{', at)) return plain(state, at, parent, end);
      return flow(state, at, end);
    case 42:
      return alias(state, at, end);
    case 38:
    case 33:
      return property(state, at, parent, end);
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

/** `*name`: the entries of the anchor again. */
function alias(state: YamlState, at: number, end: number): number {
  const stop = wordEnd(state.text, at, contentEnd(state.text, end));
  const known = repeatAnchor(state, state.text.slice(at + 1, stop));
  if (!known) refuse(state);
  state.pending = undefined;
  return afterValue(state, stop);
}

function wordEnd(text: string, at: number, end: number): number {
  let stop = at;
  while (stop < end && text.charCodeAt(stop) !== 32 && text.charCodeAt(stop) !== 9) stop++;
  return stop;
}

/** `!tag` or `&anchor` in front of a value. Tags of YAML's own (`!!int`) change types, which is left to the library. */
function property(state: YamlState, at: number, parent: number, end: number): number {
  const { text } = state;
  const stop = contentEnd(text, end);
  const word = text.slice(at, wordEnd(text, at, stop));
  if (word[0] === '&') setAnchor(state, word.slice(1));
  else if (!/^![A-Za-z]/.test(word)) refuse(state);
  let next = at + word.length;
  while (next < stop && (text.charCodeAt(next) === 32 || text.charCodeAt(next) === 9)) next++;
  // The value is in the lines below.
  if (next >= stop) return end + 1;
  if (text.charCodeAt(next) === 35) {
    comment(state, next, end);
    return end + 1;
  }
  const first = text.charCodeAt(next);
  state.tagged = word[0] === '!' && first !== 91 && first !== 123;
  const after = value(state, next, parent, end);
  state.tagged = false;
  return after;
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

/** Longest quoted scalar over several lines: bounds the search for a quote that never closes. */
const MAX_QUOTED = 1024 * 1024;

/** End of the lines that a tolerant reader takes for one value: those indented deeper than `parent`. */
function indentedEnd(text: string, parent: number, end: number): number {
  let last = end;
  for (let at = end + 1, lines = 0; at < text.length && lines < 200; lines++) {
    const stop = lineEnd(text, at);
    let start = at;
    while (text.charCodeAt(start) === 32) start++;
    if (start < contentEnd(text, stop) && start - at <= parent) break;
    last = stop;
    at = stop + 1;
  }
  return last;
}

function quoted(state: YamlState, start: number, parent: number, end: number): number {
  const { text, tolerant } = state;
  const close = closingQuote(text, start, tolerant ? indentedEnd(text, parent, end) : Math.min(text.length, start + MAX_QUOTED), tolerant);
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
  if (folded && !single && /\\\r?\n/.test(raw)) refuse(state);
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
      if (first < 0) first = start;
      last = content;
    }
    lines.push(text.slice(next, content));
    next = lineStop + 1;
  }
  const from = first < 0 ? end : first;
  while (last > from && isBlank(text.charCodeAt(last - 1))) last--;
  const style: ScalarStyle = text.charCodeAt(at) === 62 ? 'folded' : 'literal';
  emitPending(state, blockValue(dedent(lines, Math.max(indent, 0)), style === 'folded', chomp), [from, Math.max(last, from)], style, true);
  return next;
}
