/** Lays a known text over a file, word by word: runs of equal words as anchors, the best chain of them, then the gaps. */

import { HASH_MASK } from './words.ts';

/** Equal words in both. */
export interface Match {
  file: number;
  reference: number;
  length: number;
}

/** One place in the file where the known text stands, wholly or in part. */
export interface Alignment {
  /** In order, not overlapping in either text. */
  matches: Match[];
  /** Number of equal words. */
  matched: number;
}

/** Words that an anchor must have at least. */
const GRAM = 4;
/** A phrase that a text repeats more often is no anchor. */
const MAX_REPEATS = 4;
const MAX_ANCHORS = 20_000;
/** A run this long is no chance; so many of the longest are looked at. */
const MIN_LONG = 48;
const MAX_LONG = 12;
/** Anchors looked back at for the best predecessor. */
const LOOK_BACK = 96;
/** Words that may stand between two anchors of the same copy. */
const MAX_GAP = 1500;
const MAX_COPIES = 64;
const MAX_GAP_CELLS = 60_000;
const MAX_END_WORDS = 160;

/** Where each run of {@link GRAM} words stands in a text: an open-addressing table of first places, and chains of further ones. */
export interface GramIndex {
  grams: Int32Array;
  /** Index of the first place plus one; 0 is a free slot. */
  table: Int32Array;
  next: Int32Array;
}

/** Hash of each run of {@link GRAM} words. */
export function gramsOf(words: Uint32Array, length: number): Int32Array {
  const grams = new Int32Array(Math.max(0, length - GRAM + 1));
  for (let index = 0; index < grams.length; index += 1) {
    let hash = 0;
    for (let step = 0; step < GRAM; step += 1)
      hash = Math.imul(hash ^ ((words[index + step] as number) & HASH_MASK), 0x9e3779b1) ^ (hash >>> 15);
    grams[index] = hash;
  }
  return grams;
}

/** Indexes a known text; worth keeping, since most files ask for the same few texts. */
export function indexGrams(words: Uint32Array, length: number): GramIndex {
  const grams = gramsOf(words, length);
  let size = 16;
  while (size < grams.length * 2) size *= 2;
  const table = new Int32Array(size);
  const next = new Int32Array(grams.length).fill(-1);
  for (let at = grams.length - 1; at >= 0; at -= 1) {
    const slot = slotOf(grams[at] as number, grams, table);
    next[at] = (table[slot] as number) - 1;
    table[slot] = at + 1;
  }
  return { grams, table, next };
}

/** The slot that holds a run of words, or the free one where it would stand. */
function slotOf(gram: number, grams: Int32Array, table: Int32Array): number {
  const mask = table.length - 1;
  let slot = (gram ^ (gram >>> 13)) & mask;
  for (let held = table[slot] as number; held !== 0 && grams[held - 1] !== gram; held = table[slot] as number) slot = (slot + 1) & mask;
  return slot;
}

/** The best place of a text in a part of a file; `undefined` when nothing of it is there. */
export function alignWords(
  file: Uint32Array,
  fileFirst: number,
  fileLast: number,
  reference: Uint32Array,
  referenceLength: number,
): Alignment | undefined {
  const part = file.subarray(fileFirst, fileLast);
  const found = alignAll(
    part,
    part.length,
    gramsOf(part, part.length),
    reference,
    referenceLength,
    indexGrams(reference, referenceLength),
    1,
  );
  const [best] = found.toSorted((left, right) => right.matched - left.matched);
  for (const match of best?.matches ?? []) match.file += fileFirst;
  return best;
}

/** Every place of a known text in a file that holds at least `minimum` of its words, best first. */
export function alignAll(
  file: Uint32Array,
  fileLength: number,
  fileGrams: Int32Array,
  reference: Uint32Array,
  referenceLength: number,
  index: GramIndex,
  minimum: number,
): Alignment[] {
  const anchors = findAnchors(file, fileLength, fileGrams, reference, referenceLength, index);
  const alignments: Alignment[] = [];
  for (const chain of bestChains(withoutEchoes(anchors, referenceLength), minimum)) {
    const matches = closeGaps(chain, file, fileLength, reference, referenceLength);
    let matched = 0;
    for (const { length } of matches) matched += length;
    if (matched >= minimum) alignments.push({ matches, matched });
  }
  return alignments;
}

function findAnchors(
  file: Uint32Array,
  fileLength: number,
  fileGrams: Int32Array,
  reference: Uint32Array,
  referenceLength: number,
  index: GramIndex,
): Match[] {
  const same = (left: number, right: number): boolean => (((file[left] as number) ^ (reference[right] as number)) & HASH_MASK) === 0;
  const anchors: Match[] = [];
  for (let at = 0; at < fileGrams.length && anchors.length < MAX_ANCHORS; at += 1) {
    let place = (index.table[slotOf(fileGrams[at] as number, index.grams, index.table)] as number) - 1;
    for (let repeats = 0; place >= 0 && repeats < MAX_REPEATS; repeats += 1) {
      if (at === 0 || place === 0 || !same(at - 1, place - 1)) {
        let length = 0;
        while (at + length < fileLength && place + length < referenceLength && same(at + length, place + length)) length += 1;
        if (length >= GRAM) anchors.push({ file: at, reference: place, length });
      }
      place = index.next[place] as number;
    }
  }
  return anchors;
}

/** Drops short anchors beside long ones: phrases that a licence repeats match in the wrong place too. */
function withoutEchoes(anchors: Match[], referenceLength: number): Match[] {
  if (anchors.length < 4) return anchors;
  const long = anchors
    .filter(({ length }) => length >= MIN_LONG)
    .toSorted((left, right) => right.length - left.length)
    .slice(0, MAX_LONG);
  if (long.length === 0) return anchors;
  const within = (first: number, length: number, start: number, total: number): boolean =>
    first >= start && first + length <= start + total;
  return anchors.filter(
    (anchor) =>
      !long.some(
        (other) =>
          anchor.length * 4 < other.length &&
          (within(anchor.file, anchor.length, other.file, other.length) ||
            (Math.abs(anchor.file - other.file) < referenceLength &&
              within(anchor.reference, anchor.length, other.reference, other.length))),
      ),
  );
}

/** Chains of anchors that run forward in both texts, best first, none sharing words of the file with a better one. */
function bestChains(anchors: Match[], minimum: number): Match[][] {
  const scores = new Float64Array(anchors.length);
  const previous = new Int32Array(anchors.length).fill(-1);
  for (let at = 0; at < anchors.length; at += 1) {
    const { file, reference, length } = anchors[at] as Match;
    let best = length;
    for (let before = at - 1; before >= 0 && before >= at - LOOK_BACK; before -= 1) {
      const other = anchors[before] as Match;
      if (other.file >= file || other.reference >= reference) continue;
      const fileGap = file - (other.file + other.length);
      const referenceGap = reference - (other.reference + other.length);
      const overlap = Math.max(0, -fileGap, -referenceGap);
      if (overlap >= length || fileGap > MAX_GAP) continue;
      const score =
        (scores[before] as number) + length - overlap - 0.5 - 0.02 * Math.abs(fileGap - referenceGap) - 0.01 * Math.max(0, fileGap);
      if (score > best) {
        best = score;
        previous[at] = before;
      }
    }
    scores[at] = best;
  }
  const order = Array.from(scores.keys()).toSorted((left, right) => (scores[right] as number) - (scores[left] as number) || left - right);
  const chains: Match[][] = [];
  const taken: { first: number; last: number }[] = [];
  for (const end of order) {
    if (chains.length >= MAX_COPIES) break;
    const { file, length } = anchors[end] as Match;
    if (taken.some(({ first, last }) => file < last && file + length > first)) continue;
    const chain: Match[] = [];
    for (let at = end; at >= 0; at = previous[at] as number) chain.push(anchors[at] as Match);
    chain.reverse();
    const start = (chain[0] as Match).file;
    if (taken.some(({ first, last }) => start < last && file + length > first)) continue;
    taken.push({ first: start, last: file + length });
    const trimmed = withoutOverlaps(chain);
    if (trimmed.reduce((sum, { length: words }) => sum + words, 0) >= Math.min(minimum, 24)) chains.push(trimmed);
    else if ((scores[end] as number) < GRAM) break;
  }
  return chains;
}

function withoutOverlaps(chain: Match[]): Match[] {
  const out: Match[] = [];
  for (const anchor of chain) {
    const before = out.at(-1);
    const overlap = before
      ? Math.max(0, before.file + before.length - anchor.file, before.reference + before.length - anchor.reference)
      : 0;
    out.push({ file: anchor.file + overlap, reference: anchor.reference + overlap, length: anchor.length - overlap });
  }
  return out;
}

/** Matches single words between the anchors and around them. */
function closeGaps(chain: Match[], file: Uint32Array, fileLength: number, reference: Uint32Array, referenceLength: number): Match[] {
  const first = chain[0] as Match;
  const last = chain.at(-1) as Match;
  const matches: Match[] = [];
  const headWords = Math.min(first.reference, MAX_END_WORDS);
  const head = common(file, Math.max(0, first.file - headWords - 12), first.file, reference, first.reference - headWords, first.reference);
  matches.push(...trimLoose(head.toReversed(), first.file, -1).toReversed());
  for (let at = 0; at < chain.length; at += 1) {
    const anchor = chain[at] as Match;
    const before = chain[at - 1];
    if (before) {
      matches.push(
        ...common(file, before.file + before.length, anchor.file, reference, before.reference + before.length, anchor.reference),
      );
    }
    matches.push(anchor);
  }
  const fileEnd = last.file + last.length;
  const referenceEnd = last.reference + last.length;
  const tailWords = Math.min(referenceLength - referenceEnd, MAX_END_WORDS);
  const tail = common(file, fileEnd, Math.min(fileLength, fileEnd + tailWords + 12), reference, referenceEnd, referenceEnd + tailWords);
  matches.push(...trimLoose(tail, fileEnd, 1));
  return matches;
}

/** At the ends of a text a lone equal word far from the rest is chance; keeps what hangs together. `matches` go outwards. */
function trimLoose(matches: Match[], edge: number, direction: 1 | -1): Match[] {
  let at = edge;
  const kept: Match[] = [];
  let pending: Match[] = [];
  for (const match of matches) {
    const near = direction === 1 ? match.file - at : at - (match.file + match.length);
    pending.push(match);
    if (near > 8) break;
    if (near <= 2 || match.length >= 2) {
      kept.push(...pending);
      pending = [];
    }
    at = direction === 1 ? match.file + match.length : match.file;
  }
  return kept;
}

/** Longest common subsequence of two short parts, as matches. */
function common(file: Uint32Array, fileFirst: number, fileLast: number, reference: Uint32Array, first: number, last: number): Match[] {
  const rows = fileLast - fileFirst;
  const columns = last - first;
  if (rows <= 0 || columns <= 0 || rows * columns > MAX_GAP_CELLS) return [];
  const width = columns + 1;
  const table = new Uint16Array((rows + 1) * width);
  const same = (row: number, column: number): boolean =>
    (((file[fileFirst + row] as number) ^ (reference[first + column] as number)) & HASH_MASK) === 0;
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      table[row * width + column] = same(row, column)
        ? (table[(row + 1) * width + column + 1] as number) + 1
        : Math.max(table[(row + 1) * width + column] as number, table[row * width + column + 1] as number);
    }
  }
  const out: Match[] = [];
  let row = 0;
  let column = 0;
  while (row < rows && column < columns) {
    if (same(row, column)) {
      const before = out.at(-1);
      if (before && before.file + before.length === fileFirst + row && before.reference + before.length === first + column)
        before.length += 1;
      else out.push({ file: fileFirst + row, reference: first + column, length: 1 });
      row += 1;
      column += 1;
    } else if ((table[(row + 1) * width + column] as number) >= (table[row * width + column + 1] as number)) row += 1;
    else column += 1;
  }
  return out;
}
