/** What a file says beside the licences found in it. */

import type { Comparison } from './compare.ts';
import type { TokenStream } from './tokens.ts';
import { ADDRESS, BINDING, HASH_MASK, MARKER, NOTICE, PLACE, TITLE } from './words.ts';

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
/** Fewer words state no condition. */
const MIN_BINDING_WORDS = 4;

/** The runs of words outside every text found; titles and notices left out. */
export function findRests(file: TokenStream, found: { comparison: Comparison }[]): Rest[] {
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
    rests.push(...partsOf(file, first, at, next ? titleWords(next.comparison) : undefined));
  }
  return rests;
}

/** The words of a text's own title and notice, which say nothing new before it. */
function titleWords({ text }: Comparison): Set<number> {
  return new Set(
    Array.from(text.words.subarray(0, MAX_HEAD_WORDS)).flatMap((word) =>
      (word & (TITLE | NOTICE | PLACE)) === 0 ? [] : [word & HASH_MASK],
    ),
  );
}

/** Cuts a run at copyright notices and judges what is left. `title`: words of the title of the text that follows. */
function partsOf(file: TokenStream, first: number, last: number, title: Set<number> | undefined): Rest[] {
  const parts: Rest[] = [];
  let start = -1;
  let words = 0;
  let binding = false;
  const close = (end: number): void => {
    if (start >= 0 && words > 0 && !(title && !binding && words <= MAX_TITLE_WORDS)) {
      parts.push({ first: start, last: end, binding: binding && words >= MIN_BINDING_WORDS });
    }
    start = -1;
    words = 0;
    binding = false;
  };
  for (let at = first; at < last; at += 1) {
    const word = file.words[at] as number;
    if ((word & NOTICE) !== 0) {
      close(at);
      continue;
    }
    if (start < 0) start = at;
    if ((word & (MARKER | ADDRESS)) !== 0 || title?.has(word & HASH_MASK)) continue;
    words += 1;
    binding ||= BINDING.has(word & HASH_MASK);
  }
  close(last);
  return parts;
}
