/** Runs of five words as numbers: the quick way from a file to the known texts it may hold. */

import { HASH_MASK, MARKER } from './words.ts';

const SIZE = 5;
/** Of every so many neighbouring shingles of a known text the smallest is kept. */
const WINDOW = 4;

/** All shingles of a text, list numbers left out, with the word each begins at. */
export function shinglesOf(words: Uint32Array, length: number): { hashes: Uint32Array; at: Uint32Array } {
  const content = new Uint32Array(length);
  let count = 0;
  for (let index = 0; index < length; index += 1) if (((words[index] as number) & MARKER) === 0) content[count++] = index;
  const size = Math.max(0, count - SIZE + 1);
  const hashes = new Uint32Array(size);
  for (let index = 0; index < size; index += 1) {
    let hash = 0;
    for (let step = 0; step < SIZE; step += 1) {
      hash = Math.imul(hash ^ ((words[content[index + step] as number] as number) & HASH_MASK), 0x85ebca6b);
      hash ^= hash >>> 13;
    }
    hashes[index] = hash >>> 0;
  }
  return { hashes, at: content.subarray(0, size) };
}

/** The shingles kept of a known text: enough that a copy of any part of it shares some. */
export function winnowed(words: Uint32Array, length: number): Uint32Array {
  const { hashes } = shinglesOf(words, length);
  const kept = new Set<number>();
  for (let index = 0; index + WINDOW <= Math.max(hashes.length, WINDOW); index += 1) {
    let smallest = hashes[index];
    for (let step = 1; step < WINDOW && index + step < hashes.length; step += 1) {
      const hash = hashes[index + step] as number;
      if (smallest === undefined || hash < smallest) smallest = hash;
    }
    if (smallest !== undefined) kept.add(smallest);
  }
  return Uint32Array.from(kept);
}
