/** Copyright notices: where they are, so that they count as notices and not as terms, and what they say. */

import type { TokenStream } from './tokens.ts';
import { BODY_START, HASH_MASK, hashWord, NOT_A_NOTICE, NOTICE } from './words.ts';

/** A notice in a text: its words, and whether it is filled in. */
export interface Notice {
  first: number;
  /** Exclusive. */
  last: number;
  text: string;
}

const MAX_NOTICE_WORDS = 20;
const MAX_NOTICE_LENGTH = 80;
const COPYRIGHT = new Set(['copyright', 'copr', 'copyrights'].map(hashWord));
const C = hashWord('c');
const ALL = hashWord('all');
const RIGHTS = hashWord('rights');
const RESERVED = hashWord('reserved');
const YEAR = /^(?:19|20)\d\d$|^(?:yyyy|xxxx|year|years)$/i;

/** Finds the notices and flags their words. */
export function findNotices(text: string, stream: TokenStream): Notice[] {
  const { words, starts, length } = stream;
  const found: Notice[] = [];
  for (let index = 0; index < length; index += 1) {
    const hash = (words[index] as number) & HASH_MASK;
    if (hash === ALL && isAt(stream, index + 1, RIGHTS) && isAt(stream, index + 2, RESERVED)) flag(words, index, index + 3);
    const sign = signBefore(text, stream, index);
    if (!COPYRIGHT.has(hash) && !sign) continue;
    const last = noticeEnd(text, stream, index, sign);
    if (last === 0) continue;
    flag(words, index, last);
    const from = sign ? (starts[index] as number) - sign.length : (starts[index] as number);
    const written = text.slice(from, stream.ends[last - 1]).replace(/\s+/g, ' ');
    found.push({ first: index, last, text: withClosing(written, text, stream.ends[last - 1] as number) });
    index = last - 1;
  }
  return found;
}

function isAt(stream: TokenStream, index: number, hash: number): boolean {
  return index < stream.length && ((stream.words[index] as number) & HASH_MASK) === hash;
}

function flag(words: Uint32Array, first: number, last: number): void {
  for (let index = first; index < last; index += 1) words[index] = (words[index] as number) | NOTICE;
}

/** The sign that stands for "copyright" right before a word, if that is where a notice begins. */
function signBefore(text: string, stream: TokenStream, index: number): string | undefined {
  const start = stream.starts[index] as number;
  const before = text.slice(Math.max(0, start - 8), start);
  const sign = /(?:©|&copy;)\s*$/i.exec(before);
  if (sign) return sign[0];
  // "(c)" counts as the sign when a year follows.
  if (((stream.words[index] as number) & HASH_MASK) !== C || text[start - 1] !== '(' || text[stream.ends[index] as number] !== ')')
    return undefined;
  return index + 1 < stream.length && YEAR.test(wordAt(text, stream, index + 1)) ? '(' : undefined;
}

function wordAt(text: string, stream: TokenStream, index: number): string {
  return text.slice(stream.starts[index], stream.ends[index]);
}

/** Index after the last word of the notice that begins at `first`, or 0 when none does. */
function noticeEnd(text: string, stream: TokenStream, first: number, sign: string | undefined): number {
  const { words, length } = stream;
  let at = first;
  let signs = sign ? 1 : 0;
  while (at < length && at < first + 4) {
    const hash = (words[at] as number) & HASH_MASK;
    const isC = hash === C && text[(stream.starts[at] as number) - 1] === '(';
    if (!COPYRIGHT.has(hash) && !isC) break;
    if (isC || /©|&copy;/.test(gapAfter(text, stream, at))) signs += 1;
    at += 1;
  }
  if (at >= length) return 0;
  const next = wordAt(text, stream, at);
  const dated = YEAR.test(next) || /[<[{]$/.test(text.slice(0, stream.starts[at]).slice(-1));
  const named = /^[\p{Lu}\p{Lo}]/u.test(next) && !NOT_A_NOTICE.has((words[at] as number) & HASH_MASK);
  const lineStart = first === 0 || /[\n\r]/.test(gapAfter(text, stream, first - 1));
  const capital = text[stream.starts[first] as number] === 'C' && !NOT_A_NOTICE.has((words[at] as number) & HASH_MASK);
  if (!dated && !(signs > 0 && (named || lineStart)) && !((named || capital) && lineStart)) return 0;
  at += 1;
  // Years are not counted: some notices list twenty of them.
  for (let names = 0; at < length && at < first + MAX_NOTICE_LENGTH && names < MAX_NOTICE_WORDS; at += 1) {
    if (BODY_START.has((words[at] as number) & HASH_MASK)) break;
    const gap = gapAfter(text, stream, at - 1);
    const word = wordAt(text, stream, at);
    if (/[\n\r]/.test(gap) && !goesOn(gap, word)) break;
    if (!YEAR.test(word)) names += 1;
  }
  return at;
}

/** Whether a notice goes on in the next line: after a comma, with another year, or in the middle of a name. */
function goesOn(gap: string, next: string): boolean {
  if (/[\n\r]\s*[\n\r]|[.:]/.test(gap.replace(/\r\n/g, '\n'))) return false;
  return /[,&]/.test(gap) || YEAR.test(next) || /^(?:of|and|for|its|the|at|with)$/.test(next);
}

/** What stands between a word and the next one. */
function gapAfter(text: string, stream: TokenStream, index: number): string {
  const end = stream.ends[index] as number;
  return text.slice(end, Math.min(stream.starts[index + 1] ?? end, end + 200));
}

/** Keeps the bracket or full stop that belongs to the last word. */
function withClosing(written: string, text: string, end: number): string {
  const next = text[end] ?? '';
  return /[>)\].]/.test(next) ? written + next : written;
}
