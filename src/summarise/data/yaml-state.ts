/** What the parts of the YAML line reader share: where it stands, and how values are added. */

import type { Span } from '../../types/source.ts';
import { contentEnd } from './lines.ts';
import type { Anchor } from './yaml-anchors.ts';
import { addEntry, entryOf, plainType } from './reading.ts';
import type { Reading, ScalarStyle } from './reading.ts';

export interface Frame {
  map: boolean;
  /** Column of the keys, or of the dashes. */
  indent: number;
}

/** A key or dash whose value has not been seen yet. */
export interface Pending {
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
  anchors: Map<string, Anchor>;
  /** Entries that came through aliases so far. */
  aliased: number;
  /** The scalar about to be read has a tag, so that it is no number or boolean. */
  tagged: boolean;
  /** The document has its root collection already. */
  rooted: boolean;
  /** Set when strict reading must give up, or the limit of entries is reached. */
  stop: boolean;
}

/** Offset of a character in `[from, end)`, or -1. `indexOf` would search on to the end of the file, once for every line. */
export function find(text: string, code: number, from: number, end: number): number {
  for (let at = from; at < end; at++) if (text.charCodeAt(at) === code) return at;
  return -1;
}

/** Notes a comment, with its mark and without the line end. */
export function comment(state: YamlState, start: number, end: number): void {
  state.reading.prose.push({ kind: 'comment', at: [state.base + start, state.base + contentEnd(state.text, end)] });
}

/** Something this reader does not take: strict reading gives up, tolerant reading passes over. */
export function refuse(state: YamlState): void {
  if (!state.tolerant) state.stop = true;
}

/** Adds one scalar at the current path. */
export function emit(state: YamlState, value: string, at: Span, style: ScalarStyle, escaped: boolean, keyAt: Span | undefined): void {
  const { base, reading } = state;
  const type = style === 'plain' && !state.tagged ? plainType(value) : 'string';
  // Whole files begin at 0: their spans are right as they are, and files have many.
  const span: Span = base === 0 ? at : [base + at[0], base + at[1]];
  const keySpan: Span | undefined = base === 0 ? keyAt : keyAt && [base + keyAt[0], base + keyAt[1]];
  const entry = entryOf(state.path.slice(), value, span, type, { keyAt: keySpan, doc: state.doc, escaped });
  if (!addEntry(reading, entry, state.styles, style)) state.stop = true;
}

/** Emits the value of the pending key. */
export function emitPending(state: YamlState, text: string, at: Span, style: ScalarStyle, escaped: boolean): void {
  const keyed = state.pending?.keyAt;
  state.pending = undefined;
  emit(state, text, at, style, escaped, keyed);
}

/** Blank, tab or line end, or the end of the text (`charCodeAt` past it gives NaN). */
export function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9 || Number.isNaN(code);
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
