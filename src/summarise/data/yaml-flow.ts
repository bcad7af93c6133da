/** Flow collections of YAML: `[a, b]`, `{ a: 1 }`, also over several lines. */

import type { Span } from '../../types/source.ts';
import { MAX_DEPTH } from './reading.ts';
import { closingQuote, emit, refuse } from './yaml-state.ts';
import type { YamlState } from './yaml-state.ts';
import { unescapeDouble } from './yaml-text.ts';

/** Longest flow collection read here; strict reading leaves longer ones to the library, which bounds them itself. */
const MAX_FLOW = 4 * 1024 * 1024;

/** Skips blanks, line ends and comments. */
function skip(state: YamlState, from: number): number {
  const { text, base } = state;
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 10 || code === 13 || code === 9) at++;
    else if (code === 35 && at > from) {
      let end = text.indexOf('\n', at);
      if (end < 0) end = text.length;
      const stop = text.charCodeAt(end - 1) === 13 ? end - 1 : end;
      state.reading.prose.push({ kind: 'comment', at: [base + at, base + stop] });
      at = end;
    } else return at;
  }
}

/**
 * Reads the flow value at `at` under the current path.
 * @returns the offset behind it, or -1 when it has no end or holds something this reader does not take
 */
export function flowValue(state: YamlState, at: number, keyAt: Span | undefined, depth: number): number {
  const { text } = state;
  if (depth > MAX_DEPTH || state.stop) return -1;
  const code = text.charCodeAt(at);
  if (code === 91) return flowList(state, at, depth);
  if (code === 123 && !(state.tolerant && text.charCodeAt(at + 1) === 123)) return flowMap(state, at, depth);
  if (code === 33) return taggedValue(state, at, keyAt, depth);
  const scalar = flowScalar(state, at);
  if (!scalar) return -1;
  emit(state, scalar.value, scalar.at, scalar.style, scalar.escaped, keyAt);
  return scalar.end;
}

/** `!tag value` inside a flow collection. */
function taggedValue(state: YamlState, at: number, keyAt: Span | undefined, depth: number): number {
  const tag = /![A-Za-z][\w.-]*[ \t]+(?=[^\s,\]}&*!])/y;
  tag.lastIndex = at;
  if (!tag.test(state.text)) return -1;
  const first = state.text.charCodeAt(tag.lastIndex);
  state.tagged = first !== 91 && first !== 123;
  const end = flowValue(state, tag.lastIndex, keyAt, depth + 1);
  state.tagged = false;
  return end;
}

function flowList(state: YamlState, open: number, depth: number): number {
  const { text } = state;
  let at = skip(state, open + 1);
  state.path.push(0);
  for (let index = 0; at < text.length && at - open < MAX_FLOW; index++) {
    if (text.charCodeAt(at) === 93) {
      state.path.pop();
      return at + 1;
    }
    state.path[state.path.length - 1] = index;
    at = flowValue(state, at, undefined, depth + 1);
    if (at < 0) break;
    at = skip(state, at);
    if (text.charCodeAt(at) === 44) at = skip(state, at + 1);
    else if (text.charCodeAt(at) !== 93) {
      // `[a: 1]`, a list of single pairs, is left to the library.
      refuse(state);
      break;
    }
  }
  state.path.pop();
  return -1;
}

function flowMap(state: YamlState, open: number, depth: number): number {
  const { text } = state;
  let at = skip(state, open + 1);
  state.path.push('');
  while (at < text.length && at - open < MAX_FLOW) {
    if (text.charCodeAt(at) === 125) {
      state.path.pop();
      return at + 1;
    }
    const key = flowScalar(state, at);
    if (!key || key.value === '<<' || key.value === '') break;
    state.path[state.path.length - 1] = key.value;
    at = skip(state, key.end);
    if (text.charCodeAt(at) === 58) {
      const after = at + 1;
      at = skip(state, after);
      const next = text.charCodeAt(at);
      if (next === 44 || next === 125) emit(state, '', [after, after], 'plain', false, key.at);
      else at = flowValue(state, at, key.at, depth + 1);
      if (at < 0) break;
      at = skip(state, at);
    } else emit(state, '', [key.end, key.end], 'plain', false, key.at);
    if (text.charCodeAt(at) === 44) at = skip(state, at + 1);
    else if (text.charCodeAt(at) !== 125) break;
  }
  state.path.pop();
  return -1;
}

interface FlowScalar {
  value: string;
  at: Span;
  style: 'plain' | 'single' | 'double';
  escaped: boolean;
  end: number;
}

function flowScalar(state: YamlState, start: number): FlowScalar | undefined {
  const { text } = state;
  const code = text.charCodeAt(start);
  if (code === 34 || code === 39) {
    const close = closingQuote(text, start, Math.min(text.length, start + MAX_FLOW), state.tolerant);
    if (close < 0) return undefined;
    const raw = text.slice(start + 1, close);
    if (raw.includes('\n')) return undefined;
    const value = code === 39 ? raw.replaceAll("''", "'") : raw.includes('\\') ? unescapeDouble(raw) : raw;
    if (value === undefined) return undefined;
    return { value, at: [start + 1, close], style: code === 39 ? 'single' : 'double', escaped: value !== raw, end: close + 1 };
  }
  // Anchors, aliases, tags, explicit keys and reserved characters.
  if (code === 38 || code === 42 || code === 33 || code === 37 || code === 64 || code === 96 || code === 124 || code === 62)
    return undefined;
  if ((code === 63 || code === 45 || code === 58) && /[\s,[\]{}]/.test(text[start + 1] ?? ' ')) return undefined;
  const end = plainEnd(state, start);
  if (end <= start) return undefined;
  let stop = end;
  while (stop > start && (text.charCodeAt(stop - 1) === 32 || text.charCodeAt(stop - 1) === 9 || text.charCodeAt(stop - 1) === 13)) stop--;
  return { value: text.slice(start, stop), at: [start, stop], style: 'plain', escaped: false, end };
}

function plainEnd(state: YamlState, start: number): number {
  const { text } = state;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 44 || code === 91 || code === 93 || code === 125) return at;
    if (code === 123) {
      if (!state.tolerant || text.charCodeAt(at + 1) !== 123) return at;
      const close = text.indexOf('}}', at);
      if (close < 0) return at;
      at = close + 2;
      continue;
    }
    if (code === 58) {
      const next = text.charCodeAt(at + 1);
      if (next === 32 || next === 10 || next === 13 || next === 44 || next === 93 || next === 125 || next === 91 || next === 123) return at;
    }
    if (code === 35 && at > start && text.charCodeAt(at - 1) === 32) return at;
    if (code === 10) {
      // A scalar that goes on in the next line is left to the library.
      let next = at;
      while (/\s/.test(text[next] ?? '')) next++;
      const follows = text.charCodeAt(next);
      if (follows === 44 || follows === 93 || follows === 125 || follows === 35) return at;
      return start;
    }
    at++;
  }
  return at;
}
