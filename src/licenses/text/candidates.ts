/** Which known texts a file may hold, from the shingles it shares with them. */

import { shinglesOf } from './shingles.ts';
import type { KnownText, Store } from './store.ts';
import { findShingle } from './store.ts';
import type { TokenStream } from './tokens.ts';

export interface Candidate {
  text: KnownText;
  /** Share of the text's kept shingles that the file has. */
  containment: number;
  hits: number;
}

/** Below this share a text cannot reach the coverage that a match needs. */
const MIN_CONTAINMENT = 0.2;
/** Texts that are nearly complete are all looked at, since a file may hold many; of the others only the best. */
const NEARLY_COMPLETE = 0.75;
const MAX_NEARLY_COMPLETE = 80;
const MAX_OTHERS = 10;

/** Candidates, most promising first. */
export function candidatesFor(file: TokenStream, store: Store): Candidate[] {
  const { hashes } = shinglesOf(file.words, file.length);
  const seen = new Uint8Array(store.shingles.length);
  const hits = new Uint32Array(store.texts.length);
  for (const hash of hashes) {
    const found = findShingle(store, hash);
    if (found < 0 || seen[found] === 1) continue;
    seen[found] = 1;
    for (let at = found === 0 ? 0 : (store.ends[found - 1] as number); at < (store.ends[found] as number); at += 1) {
      const number = store.postings[at] as number;
      hits[number] = (hits[number] as number) + 1;
    }
  }
  const all: Candidate[] = [];
  hits.forEach((count, number) => {
    const text = store.texts[number] as KnownText;
    const containment = count / Math.max(1, text.shingles);
    // Optional parts of a text, such as how to apply it, may be a good share of it.
    const required = count / Math.max(1, text.shingles * (text.required / Math.max(1, text.words.length)));
    if (Math.max(containment, Math.min(1, required)) >= MIN_CONTAINMENT)
      all.push({ text, containment: Math.max(containment, Math.min(1, required)), hits: count });
  });
  const worth = ({ hits: count, containment }: Candidate): number => count * containment ** 2;
  all.sort((left, right) => worth(right) - worth(left));
  const complete = all.filter(({ containment }) => containment >= NEARLY_COMPLETE).slice(0, MAX_NEARLY_COMPLETE);
  const others = all.filter(({ containment }) => containment < NEARLY_COMPLETE).slice(0, MAX_OTHERS);
  return [...complete, ...others].toSorted((left, right) => worth(right) - worth(left));
}
