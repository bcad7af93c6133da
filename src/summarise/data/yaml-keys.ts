/** Keys of block maps, and lines that belong to a template only. */

import type { Span } from '../../types/source.ts';
import { closingQuote, find, isBlank, refuse } from './yaml-state.ts';
import type { YamlState } from './yaml-state.ts';
import { unescapeDouble } from './yaml-text.ts';

/** A line that is only control flow of a template. */
export function isTemplateLine(text: string, start: number, end: number): boolean {
  const two = text.slice(start, start + 2);
  if (two === '{%' || two === '<%') return true;
  if (two !== '{{') return false;
  const line = text.slice(start, end);
  const close = line.indexOf('}}');
  return close < 0 || line.slice(close + 2).trim() === '' || !line.slice(close).includes(':');
}

export interface Key {
  value: string;
  at: Span;
  /** Offset behind the colon. */
  after: number;
}

/** The key that starts at `start`, when the line is `key: …`. */
export function keyAt(state: YamlState, start: number, end: number): Key | undefined {
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
  if (code === 63 && isBlank(text.charCodeAt(start + 1))) refuse(state);
  // Anchors, aliases and tags belong to the value; in front of a key they are left to the library, which `value` finds out.
  if (code === 38 || code === 42 || code === 33) return undefined;
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
