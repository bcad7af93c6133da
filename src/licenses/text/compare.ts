/** Says of every word in which a file and a known text differ whether it matters. */

import type { Alignment, Match } from './align.ts';
import { nearWord } from './near.ts';
import type { KnownText, Place } from './store.ts';
import type { TokenStream } from './tokens.ts';
import {
  ADDRESS,
  BINDING,
  FREE,
  HASH_MASK,
  hashWord,
  MARKER,
  NEGATIONS,
  NEUTRAL,
  NOT_IN_PLACES,
  NOTICE,
  OPTIONAL,
  PLACE,
  POSTAL,
  SECTION_NUMBERS,
  TITLE,
} from './words.ts';

/** A known text laid over a file, with the differences weighed. */
export interface Comparison {
  text: KnownText;
  /** Words of the file from the first to the last that belong to the text; `last` is exclusive. */
  first: number;
  last: number;
  matched: number;
  /** Required words that are missing or replaced. */
  missing: number;
  /** Runs of words that stand inside the text and do not belong to it. */
  inserted: { first: number; last: number }[];
  insertedWords: number;
  /** Differences in words that decide nothing: articles, slips of the pen. */
  minor: number;
  /** Words that need not be there and are in one of the two only; tells texts apart that differ in nothing else. */
  spare: number;
  /** Share of the required words that is there, 0 to 1. */
  coverage: number;
  /** True when nothing that matters differs. */
  plain: boolean;
}

const HEAD = TITLE | NOTICE | PLACE;
/** Other words that a part may have that need not be there. */
const MAX_OPTIONAL_WORDS = 6;
const MAX_LABEL_WORDS = 2;
const POSSESSIVE = hashWord('s');
/** After "neither" both say the same. */
const [OR, NOR] = [hashWord('or'), hashWord('nor')];
/** Words that a name put into a template may have. */
const MAX_PLACE_WORDS = 45;
/** Differences that decide nothing may be this many, and one more for every so many words of the text. */
const MINOR_ALLOWED = 2;
const MINOR_PER_WORDS = 150;

/** Compares a file with a known text along an alignment. */
export function compare(source: string, file: TokenStream, text: KnownText, alignment: Alignment): Comparison {
  const { matched } = alignment;
  const matches = withoutHead(alignment.matches, text);
  const start = matches[0] as Match;
  const end = matches.at(-1) as Match;
  const result: Comparison = {
    text,
    first: start.file,
    last: end.file + end.length,
    matched,
    missing: 0,
    inserted: [],
    insertedWords: 0,
    minor: 0,
    spare: 0,
    coverage: 0,
    plain: false,
  };
  const used = new Map<Place, number>();
  const filled = filledPlaces(text, matches);
  let reference = 0;
  let at = start.file;
  for (const match of [...matches, { file: end.file + end.length, reference: text.words.length, length: 0 }]) {
    if (match.reference > reference || match.file > at) {
      weigh({ source, file, text, result, used, filled }, reference, match.reference, at, match.file);
    }
    reference = match.reference + match.length;
    at = match.file + match.length;
  }
  closeTail(source, file, text, result, end);
  result.missing += lostNegations(file, text, matches);
  result.coverage = Math.max(0, 1 - result.missing / Math.max(1, text.required));
  const allowed = MINOR_ALLOWED + Math.floor(text.required / MINOR_PER_WORDS);
  result.plain = result.missing === 0 && result.insertedWords === 0 && result.minor <= allowed;
  return result;
}

/** Places that forbid something and are filled with words that do not. */
function lostNegations(file: TokenStream, text: KnownText, matches: Match[]): number {
  const negates = (words: Uint32Array): boolean => words.some((word) => NEGATIONS.has(word & HASH_MASK));
  let lost = 0;
  for (const place of text.places) {
    if (!negates(text.words.subarray(place.first, place.last))) continue;
    const before = matches.findLast(({ reference }) => reference < place.first);
    const after = matches.find(({ reference, length }) => reference + length > place.last);
    if (!before || !after) continue;
    const first = before.file + Math.min(before.length, place.first - before.reference);
    const last = after.file + Math.max(0, place.last - after.reference);
    if (!negates(file.words.subarray(first, last))) lost += 1;
  }
  return lost;
}

/** The last words of a text may be misspelt too; no equal word follows that would show where they are. */
function closeTail(source: string, file: TokenStream, text: KnownText, result: Comparison, end: Match): void {
  const missing = Array.from(text.words.subarray(end.reference + end.length)).filter((word) => (word & FREE) === 0);
  if (missing.length === 0 || missing.length > 3) return;
  const slips = missing.every(
    (word, step) => result.last + step < file.length && isSlip(source, file, result.last + step, word & HASH_MASK),
  );
  if (!slips) return;
  result.missing -= missing.filter((word) => !NEUTRAL.has(word & HASH_MASK)).length;
  result.minor += missing.length;
  result.last += missing.length;
}

/** Titles and notices are looked at by themselves, since every copy has its own: a comparison begins with the first word of the terms. */
function withoutHead(matches: Match[], text: KnownText): Match[] {
  for (let index = 0; index < matches.length; index += 1) {
    const { file, reference, length } = matches[index] as Match;
    for (let step = 0; step < length; step += 1) {
      if (((text.words[reference + step] as number) & HEAD) !== 0) continue;
      return [{ file: file + step, reference: reference + step, length: length - step }, ...matches.slice(index + 1)];
    }
  }
  return matches;
}

interface Weighing {
  source: string;
  file: TokenStream;
  text: KnownText;
  result: Comparison;
  used: Map<Place, number>;
  /** Places of which the file has at least one word. */
  filled: Set<Place>;
}

/** Places of the template where a word of the template itself stands in the file. */
function filledPlaces(text: KnownText, matches: Match[]): Set<Place> {
  return new Set(
    text.places.filter((place) => matches.some(({ reference, length }) => reference < place.last && reference + length > place.first)),
  );
}

/** Weighs one difference: words of the text that are missing and words of the file in their stead. */
function weigh(
  { source, file, text, result, used, filled }: Weighing,
  first: number,
  last: number,
  fileFirst: number,
  fileLast: number,
): void {
  const missing: number[] = [];
  for (let index = first; index < last; index += 1) {
    const word = text.words[index] as number;
    if ((word & FREE) === 0) missing.push(word & HASH_MASK);
    else result.spare += 1;
  }
  const extra: number[] = [];
  const places = text.places.filter((place) => place.last >= first && place.first <= last);
  for (let index = fileFirst; index < fileLast; index += 1) {
    const word = file.words[index] as number;
    if ((word & MARKER) !== 0) result.spare += 1;
    if ((word & (MARKER | ADDRESS | NOTICE)) !== 0) continue;
    const place = places.find((candidate) => admits(candidate, word & HASH_MASK, used));
    if (place) filled.add(place);
    else if (!places.some((candidate) => candidate.words.some((wanted) => isSlip(source, file, index, wanted)))) extra.push(index);
  }
  for (const place of places) {
    // Words of one place may stand for the next as well.
    if (places.some((other) => filled.has(other) && (other.last === place.first || other.first === place.last))) continue;
    if (place.empty || place.last <= place.first || filled.has(place) || place.first < first || place.last > last) continue;
    // What the template wants filled in is not there at all, unless the part around it need not be there either.
    if (first === 0 || last === text.words.length || ((text.words[place.first] as number) & (OPTIONAL | TITLE | NOTICE)) !== 0) continue;
    if (place.any && place.words.length === 0) result.minor += 1;
    else result.missing += 1;
    filled.add(place);
  }
  dropSplitWords(source, file, missing, extra);
  if (extra.every((index) => POSTAL.has((file.words[index] as number) & HASH_MASK)) && missing.every((hash) => POSTAL.has(hash))) return;
  if (extra.length === 0 && isRange(source, file, fileFirst) && missing.every((hash) => SECTION_NUMBERS.has(hash) || NEUTRAL.has(hash)))
    return;
  // A word for a word, in order: slips of the pen.
  if (missing.length === extra.length && missing.length <= 3) {
    const slips = missing.every((hash, index) => isSlip(source, file, extra[index] as number, hash));
    if (slips) {
      result.minor += missing.length;
      return;
    }
  }
  dropPossessives(source, file, missing, extra);
  // What labels a notice ("Developed by:") goes with it.
  const label =
    first === 0 &&
    last > 0 &&
    ((text.words[last - 1] as number) & FREE) !== 0 &&
    extra.length === 0 &&
    missing.length <= MAX_LABEL_WORDS &&
    missing.length * 4 <= last;
  if (label && !missing.some((hash) => BINDING.has(hash))) {
    result.minor += missing.length;
    return;
  }
  for (const hash of missing) {
    if (NEUTRAL.has(hash)) result.minor += 1;
    else result.missing += 1;
  }
  const strange = extra.filter((index) => !NEUTRAL.has((file.words[index] as number) & HASH_MASK));
  result.minor += extra.length - strange.length;
  if (strange.length === 0) return;
  // In a part that need not be there, such as how to apply the licence, other words that demand nothing do no harm.
  const between = [text.words[first - 1], text.words[last]].every((word) => word === undefined || (word & OPTIONAL) !== 0);
  if (between && strange.length <= MAX_OPTIONAL_WORDS && !strange.some((index) => BINDING.has((file.words[index] as number) & HASH_MASK))) {
    result.minor += strange.length;
    return;
  }
  result.insertedWords += strange.length;
  result.inserted.push({ first: extra[0] as number, last: (extra.at(-1) as number) + 1 });
}

/** Whether a dash stands between two words of the file, as in "3.1-3.5", which says the same as a list of all of them. */
function isRange(source: string, file: TokenStream, at: number): boolean {
  return at > 0 && at < file.length && /^\s*[-\u2012-\u2014]\s*$/.test(source.slice(file.ends[at - 1], file.starts[at]));
}

/** Takes out possessives that somebody wrote without the apostrophe: `recipients` for `recipient's`. */
function dropPossessives(source: string, file: TokenStream, missing: number[], extra: number[]): void {
  for (let index = 0; index < extra.length; index += 1) {
    const word = source.slice(file.starts[extra[index] as number], file.ends[extra[index] as number]).toLowerCase();
    const at = word.endsWith('s') ? missing.indexOf(hashWord(word.slice(0, -1))) : -1;
    if (at < 0 || missing[at + 1] !== POSSESSIVE) continue;
    missing.splice(at, 2);
    extra.splice(index, 1);
    index -= 1;
  }
}

/** Takes out words that a line break cut in two (`condi-` `tions`). */
function dropSplitWords(source: string, file: TokenStream, missing: number[], extra: number[]): void {
  for (let index = 0; index < extra.length; index += 1) {
    const word = source.slice(file.starts[extra[index] as number], file.ends[extra[index] as number]).toLowerCase();
    const next = extra[index + 1];
    if (next === undefined || next !== (extra[index] as number) + 1) continue;
    const at = missing.indexOf(hashWord(word + source.slice(file.starts[next], file.ends[next]).toLowerCase()));
    if (at < 0) continue;
    missing.splice(at, 1);
    extra.splice(index, 2);
    index -= 1;
  }
}

function admits(place: Place, hash: number, used: Map<Place, number>): boolean {
  if (place.words.includes(hash)) return true;
  if (!place.any || NOT_IN_PLACES.has(hash) || BINDING.has(hash)) return false;
  const count = (used.get(place) ?? 0) + 1;
  used.set(place, count);
  return count <= MAX_PLACE_WORDS;
}

function isSlip(source: string, file: TokenStream, index: number, wanted: number): boolean {
  const hash = (file.words[index] as number) & HASH_MASK;
  if (NEUTRAL.has(hash) && NEUTRAL.has(wanted)) return true;
  if ((hash === OR && wanted === NOR) || (hash === NOR && wanted === OR)) return true;
  return nearWord(source.slice(file.starts[index], file.ends[index]).toLowerCase(), wanted);
}
