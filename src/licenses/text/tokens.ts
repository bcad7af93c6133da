/** Cuts a text into words in one pass, whatever it is dressed in: comments, markup, markdown, lists, wrapping. */

import { ADDRESS, equivalents, finish, hashWord, MARKER } from './words.ts';

/** The words of a text. */
export interface TokenStream {
  /** 24-bit hash with flags above it (see `words.ts`). */
  words: Uint32Array;
  /** Offsets of each word in the text, in UTF-16 units; end exclusive. */
  starts: Uint32Array;
  ends: Uint32Array;
  length: number;
  /** Offset where reading stopped; less than the length of a text that is too long. */
  readTo: number;
}

/** About 2 MB of prose: more than any file of licences found; what is beyond is not read, and said to be so. */
export const MAX_WORDS = 400_000;
/** Units looked at before giving up, so that 50 MB of punctuation cost no more than 2 MB of prose. */
const MAX_UNITS = 8_000_000;
/** A longer "word" is data; its tail is left out of the hash. */
const MAX_WORD_LENGTH = 64;

const TAG =
  /<(?:\/?(?:html|head|body|title|meta|link|p|br|hr|div|span|section|article|a|h[1-6]|b|i|em|strong|u|tt|code|pre|font|center|ul|ol|li|dl|dt|dd|table|tbody|thead|tr|td|th|blockquote|img|sup|sub|small|main|header|footer|nav|abbr|cite)(?:\s[^<>]{0,2000})?\/?>|!doctype[^<>]{0,300}>)/iy;
const HIDDEN_ELEMENT = /<(script|style)\b[^<>]{0,500}>[^<]{0,100000}<\/\1>/iy;
const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/iy;
const ADDRESS_START = /(?:https?:\/\/|www\.)[^\s<>"'()[\]{}]{1,500}/iy;
const MAIL_DOMAIN = /@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/y;
const LINK_TARGET = /\]\([^()\s]{1,500}\)/y;
const LIST_MARK = /\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z]|[ivxl]{1,5})(?:\.|\)|:|\.\))(?=\s|$)/iy;
const BRACKETED_MARK = /\((?:\d{1,2}|[a-z]|[ivxl]{1,5})\)/iy;

const OTHER = 0;
const LETTER = 1;
/** A character that is a word of its own. */
const WIDE = 2;

function classOf(code: number): number {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) ? LETTER : OTHER;
  if (code < 0xc0) return OTHER;
  if (code <= 0x24f) return code === 0xd7 || code === 0xf7 ? OTHER : LETTER;
  if (code >= 0x300 && code <= 0x1fff) return LETTER;
  if ((code >= 0x3040 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7af) || (code >= 0xf900 && code <= 0xfaff)) return WIDE;
  return OTHER;
}

const C = hashWord('c');
const COPYRIGHT = hashWord('copyright');
const HOLDERS = new Map([
  [hashWord('owner'), hashWord('holder')],
  [hashWord('owners'), hashWord('holders')],
]);
/** Words that only some writers separate from the next one. */
const PREFIXES = new Set(['non', 'sub']);
/** Words that begin comment lines in some languages. */
const COMMENT_WORDS = new Set([hashWord('rem'), hashWord('dnl')]);

class Words {
  words = new Uint32Array(2048);
  starts = new Uint32Array(2048);
  ends = new Uint32Array(2048);
  length = 0;

  add(word: number, start: number, end: number): void {
    if (this.length === this.words.length) {
      this.words = grown(this.words);
      this.starts = grown(this.starts);
      this.ends = grown(this.ends);
    }
    this.words[this.length] = word;
    this.starts[this.length] = start;
    this.ends[this.length] = end;
    this.length += 1;
  }
}

function grown(from: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(from.length * 2);
  larger.set(from);
  return larger;
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** Reads a text into words. Time and memory are bounded by {@link MAX_WORDS} and the first 8 million units. */
export function readWords(text: string): TokenStream {
  const out = new Words();
  const end = Math.min(text.length, MAX_UNITS);
  let at = 0;
  let atLineStart = true;
  let addressUntil = -1;
  let markUntil = -1;
  while (at < end && out.length < MAX_WORDS) {
    const code = text.charCodeAt(at);
    const kind = classOf(code);
    if (kind === OTHER) {
      if (code === 10 || code === 13) atLineStart = true;
      const skipTo = code === 60 ? skipMarkup(text, at) : code === 38 ? matchEnd(ENTITY, text, at) : -1;
      if (skipTo > 0) {
        // Block elements begin lines of their own.
        if (code === 60) atLineStart = true;
        at = skipTo;
        continue;
      }
      if (code === 64) addressUntil = Math.max(addressUntil, flagMailbox(text, at, out));
      if (code === 93) addressUntil = Math.max(addressUntil, matchEnd(LINK_TARGET, text, at));
      if (code === 40) markUntil = Math.max(markUntil, matchEnd(atLineStart ? LIST_MARK : BRACKETED_MARK, text, at));
      at += 1;
      continue;
    }
    if (atLineStart) markUntil = Math.max(markUntil, matchEnd(LIST_MARK, text, at));
    if ((code === 104 || code === 119 || code === 72 || code === 87) && at >= addressUntil) {
      addressUntil = Math.max(addressUntil, matchEnd(ADDRESS_START, text, at));
    }
    const start = at;
    at = kind === WIDE ? at + 1 : wordEnd(text, at, end);
    let hash = kind === WIDE ? hashWord(text.charAt(start)) : hashOf(text, start, at);
    if (kind === LETTER && at - start === 3 && PREFIXES.has(text.slice(start, at).toLowerCase())) {
      const next = continuation(text, at);
      if (next > 0) {
        at = wordEnd(text, next, end);
        hash = hashWord(text.slice(start, start + 3).toLowerCase() + fold(text.slice(next, at)));
      }
    }
    hash = equivalents.get(hash) ?? hash;
    const previous = out.length > 0 ? (out.words[out.length - 1] as number) & 0xffffff : 0;
    if (previous === COPYRIGHT) hash = HOLDERS.get(hash) ?? hash;
    let flags = start < addressUntil ? ADDRESS : 0;
    if (start < markUntil || (atLineStart && COMMENT_WORDS.has(hash))) flags |= MARKER;
    // "(c)" is a copyright sign unless it counts items.
    if (hash === C && previous === COPYRIGHT) flags |= MARKER;
    out.add(hash | flags, start, at);
    atLineStart = atLineStart && (flags & MARKER) !== 0 && hash !== C;
  }
  return { words: out.words, starts: out.starts, ends: out.ends, length: out.length, readTo: at };
}

/** Flags the words of a mail address before its `@`; returns where the address ends, or -1. */
function flagMailbox(text: string, at: number, out: Words): number {
  const end = matchEnd(MAIL_DOMAIN, text, at);
  if (end < 0) return -1;
  let start = at;
  while (start > 0 && at - start < MAX_WORD_LENGTH && /[\w.+-]/.test(text.charAt(start - 1))) start -= 1;
  for (let index = out.length - 1; index >= 0 && (out.starts[index] as number) >= start; index -= 1) {
    out.words[index] = (out.words[index] as number) | ADDRESS;
  }
  return end;
}

function skipMarkup(text: string, at: number): number {
  const hidden = matchEnd(HIDDEN_ELEMENT, text, at);
  return hidden > 0 ? hidden : matchEnd(TAG, text, at);
}

function wordEnd(text: string, start: number, end: number): number {
  let at = start + 1;
  while (at < end && classOf(text.charCodeAt(at)) === LETTER) at += 1;
  return at;
}

/** Where the word that a prefix belongs to begins: after a hyphen, blanks or a line break. */
function continuation(text: string, at: number): number {
  const next = /^[-\u2010-\u2015\s]\s{0,20}(?=[a-z])/i.exec(text.slice(at, at + 24));
  return next ? at + next[0].length : -1;
}

function hashOf(text: string, start: number, end: number): number {
  const stop = Math.min(end, start + MAX_WORD_LENGTH);
  let hash = 0x811c9dc5;
  for (let at = start; at < stop; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) return hashWord(fold(text.slice(start, stop)));
    hash = Math.imul(hash ^ (code >= 65 && code <= 90 ? code + 32 : code), 0x01000193);
  }
  return finish(hash);
}

/** Lower case without accents. */
function fold(word: string): string {
  return word
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}
