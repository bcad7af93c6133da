/** What a file says beside the licences found in it. */

import type { Comparison } from './compare.ts';
import type { TokenStream } from './tokens.ts';
import { ADDRESS, BINDING, HASH_MASK, MARKER, NOTICE, PLACE, SECTION_NUMBERS, TITLE } from './words.ts';

/** A run of words, by index, that belongs to no known text; `last` is exclusive. */
export interface Rest {
  first: number;
  last: number;
  /** True when it can add to or take from what the licence allows. */
  binding: boolean;
}

/** Names and titles before a text are this short. */
const MAX_TITLE_WORDS = 16;
/** Where the title of a text ends at the latest. */
const MAX_HEAD_WORDS = 250;
/** Words of condition that limit nothing: what else is stated elsewhere, requests to editors. */
const HARMLESS =
  /(?:except|unless)\s+(?:\w+\s+){0,4}?(?:noted|stated|specified|indicated|mentioned)\b|not\s+(?:edit|translate|localize)\b/iy;
/** A title that says by itself that the text under it is not the usual one. */
const CHANGED_NAME = /(?:modified\s+(?!bsd\b)\w+|(?<!\bby[-\s])nc)\s+licen[sc]e\b|commons\s+clause\b/iy;
/** Share of the words of a line that make it a title. */
const TITLE_SHARE = 0.5;
/** Fewer words state no condition. */
const MIN_BINDING_WORDS = 2;

/** The runs of words outside every text found; titles and notices left out. */
export function findRests(source: string, file: TokenStream, found: { comparison: Comparison }[]): Rest[] {
  const covered = new Uint8Array(file.length);
  for (const { comparison } of found) covered.fill(1, comparison.first, comparison.last);
  const rests: Rest[] = [];
  let at = 0;
  while (at < file.length) {
    if (covered[at] === 1) {
      at += 1;
      continue;
    }
    const first = at;
    while (at < file.length && covered[at] === 0) at += 1;
    const next = found.find(({ comparison }) => comparison.first === at);
    rests.push(...partsOf(source, file, first, at, next ? titleOf(next.comparison) : undefined));
  }
  return rests;
}

/** What a text's own title and notice say, which is nothing new before it. */
interface Title {
  words: Set<number>;
  /** Whether the title has a version: then another number in its place means another licence. */
  numbered: boolean;
}

function titleOf({ text }: Comparison): Title {
  const head = Array.from(text.words.subarray(0, MAX_HEAD_WORDS)).filter((word) => (word & (TITLE | NOTICE | PLACE)) !== 0);
  return {
    words: new Set(head.map((word) => word & HASH_MASK)),
    numbered: head.some((word) => (word & TITLE) !== 0 && (word & NOTICE) === 0 && SECTION_NUMBERS.has(word & HASH_MASK)),
  };
}

/** A version number in a title that the title of the text does not have. */
function contradicts(source: string, file: TokenStream, at: number, title: Title | undefined): boolean {
  if (!title?.numbered || title.words.has((file.words[at] as number) & HASH_MASK)) return false;
  const start = file.starts[at] as number;
  return (
    /^\d{1,2}$/.test(source.slice(start, file.ends[at])) &&
    /\bv(?:er(?:sion|\.)?)?\s?\d?\d?\.?$/i.test(source.slice(Math.max(0, start - 14), start))
  );
}

/** Cuts a run at copyright notices and judges what is left. `title`: the title of the text that follows. */
function partsOf(source: string, file: TokenStream, first: number, last: number, title: Title | undefined): Rest[] {
  const parts: Rest[] = [];
  let part = { first: -1, words: 0, binding: 0, lastBinding: -1 };
  const close = (end: number): void => {
    // A word of condition right before the first word of the terms changes them, however short it is.
    const joined = title !== undefined && end === last && part.lastBinding >= 0 && !lineBreak(source, file, part.lastBinding, last);
    const binding = joined || (part.binding > 0 && part.words >= MIN_BINDING_WORDS);
    if (part.first >= 0 && part.words > 0 && (binding || title === undefined || part.words > MAX_TITLE_WORDS)) {
      parts.push({ first: part.first, last: end, binding });
    }
    part = { first: -1, words: 0, binding: 0, lastBinding: -1 };
  };
  for (let at = first; at < last; at += 1) {
    const word = file.words[at] as number;
    if ((word & NOTICE) !== 0) {
      close(at);
      continue;
    }
    const titleEnd = title ? endOfTitleLine(source, file, at, last, title) : at;
    if (titleEnd > at) {
      close(at);
      at = titleEnd - 1;
      continue;
    }
    if (part.first < 0) part.first = at;
    if ((word & (MARKER | ADDRESS)) !== 0) continue;
    part.words += 1;
    if (contradicts(source, file, at, title) || isAt(CHANGED_NAME, source, file.starts[at] as number)) part.binding += 1;
    if (!BINDING.has(word & HASH_MASK) || isAt(HARMLESS, source, file.starts[at] as number)) continue;
    part.binding += 1;
    part.lastBinding = at;
  }
  close(last);
  return parts;
}

/** Whether a pattern matches at an offset. */
function isAt(pattern: RegExp, source: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(source);
}

/** Index after a line that is a title of the text that follows, or `first` when it is not. */
function endOfTitleLine(source: string, file: TokenStream, first: number, last: number, title: Title): number {
  // The end of a notice stands in the line of its beginning.
  const inNotice = first > 0 && ((file.words[first - 1] as number) & NOTICE) !== 0;
  if (first > 0 && !inNotice && !lineBreak(source, file, first - 1, first)) return first;
  let known = 0;
  let strange = false;
  let at = first;
  do {
    const word = (file.words[at] as number) & HASH_MASK;
    strange ||= isAt(CHANGED_NAME, source, file.starts[at] as number);
    if (title.words.has(word)) known += 1;
    else if ((BINDING.has(word) && !isAt(HARMLESS, source, file.starts[at] as number)) || (title.numbered && SECTION_NUMBERS.has(word)))
      strange = true;
    at += 1;
  } while (at < last && !lineBreak(source, file, at - 1, at));
  // A line that goes on into the terms is part of them.
  if (!inNotice && at === last && last < file.length && !lineBreak(source, file, last - 1, last)) return first;
  return !strange && known >= TITLE_SHARE * (at - first) ? at : first;
}

/** Whether a line ends between two words. */
function lineBreak(source: string, file: TokenStream, before: number, after: number): boolean {
  return /[\n\r]/.test(source.slice(file.ends[before], file.starts[after]));
}
