/** The known texts as numbers: how they are packed at build time and read, in one piece, when a text has to be identified. */

import { readFileSync } from 'node:fs';
import { DIST_FOLDER } from '../../rules/data.ts';
import type { GramIndex } from './align.ts';
import { indexGrams } from './align.ts';
import type { ReferencePattern } from './references.ts';
import { winnowed } from './shingles.ts';
import { checksum, FREE } from './words.ts';

/** A place where a licence's template lets words vary; `last` is exclusive and may equal `first`. */
export interface Place {
  first: number;
  last: number;
  /** Any words may stand there; otherwise only `words`. */
  any: boolean;
  /** Whether nothing at all may stand there. */
  empty: boolean;
  words: number[];
}

/** What a document is: a licence text, the notice that points to one, an exception to one, a policy or contract, or words before a licence that grant and demand nothing. */
export type DocumentKind = 'text' | 'header' | 'exception' | 'policy' | 'preface';

/** A known text. */
export interface KnownText {
  /** Licences that have this very text, the most cautious reading first. */
  ids: string[];
  kind: DocumentKind;
  /** Name of the edition, for texts outside SPDX. */
  edition?: string;
  /** Whether the ids are SPDX's. */
  spdx: boolean;
  family?: string;
  words: Uint32Array;
  places: Place[];
  /** Words that a copy must have. */
  required: number;
  /** Number of kept shingles. */
  shingles: number;
}

/** A text before it is packed. */
export interface UnpackedText {
  id: string;
  kind: DocumentKind;
  edition?: string;
  spdx?: string;
  family?: string;
  words: Uint32Array;
  places: Place[];
}

type Packed = Omit<KnownText, 'words'> & { first: number; length: number };

interface Head {
  texts: Packed[];
  references: ReferencePattern[];
  words: number;
  shingles: number;
  postings: number;
}

/** Shingles are found by their upper bits first. */
const BUCKET_BITS = 12;
const FORMAT = 0x414d4601;

/** Packs texts; those with the same words become one document with several ids. */
export function packFingerprints(texts: UnpackedText[], references: ReferencePattern[]): Buffer {
  const known = new Map<string, { packed: Packed; source: Uint32Array }>();
  let first = 0;
  for (const { id, kind, edition, spdx, family, words, places } of texts) {
    // A text outside SPDX that SPDX has too is one document with both names.
    const key = `${kind} ${checksum(words)} ${words.length}`;
    const same = known.get(key)?.packed;
    if (same) {
      if (spdx || kind !== 'text') same.ids = orderIds([...same.ids.filter((other) => same.spdx || other === spdx), spdx ?? id]);
      same.spdx ||= spdx !== undefined;
      if (places.length > 0) same.places = places;
      continue;
    }
    const required = words.reduce((sum, word) => sum + ((word & FREE) === 0 ? 1 : 0), 0);
    const packed: Packed = {
      ids: [spdx ?? id],
      kind,
      ...(edition ? { edition } : {}),
      spdx: spdx !== undefined || (kind !== 'text' && kind !== 'policy'),
      ...(family ? { family } : {}),
      places,
      required,
      shingles: 0,
      first,
      length: words.length,
    };
    known.set(key, { packed, source: words });
    first += words.length;
  }
  const documents = [...known.values()];
  const words = new Uint32Array(first);
  const byShingle = new Map<number, number[]>();
  documents.forEach(({ packed, source }, number) => {
    words.set(source, packed.first);
    const kept = winnowed(source, packed.length);
    packed.shingles = kept.length;
    for (const shingle of kept) {
      const list = byShingle.get(shingle);
      if (list) list.push(number);
      else byShingle.set(shingle, [number]);
    }
  });
  const shingles = Uint32Array.from(byShingle.keys()).toSorted();
  const ends = new Uint32Array(shingles.length);
  const postings: number[] = [];
  shingles.forEach((shingle, index) => {
    postings.push(...(byShingle.get(shingle) as number[]));
    ends[index] = postings.length;
  });
  const head: Head = {
    texts: documents.map(({ packed }) => packed),
    references,
    words: words.length,
    shingles: shingles.length,
    postings: postings.length,
  };
  const json = Buffer.from(JSON.stringify(head));
  const padded = Buffer.alloc(Math.ceil(json.length / 4) * 4, ' ');
  json.copy(padded);
  const sections = [Uint32Array.of(FORMAT, padded.length), padded, words, shingles, ends, Uint16Array.from(postings)];
  return Buffer.concat(sections.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)));
}

/** `-only` before `-or-later`: a text alone does not grant later versions. */
function orderIds(ids: string[]): string[] {
  const rank = (id: string): number => (id.endsWith('-only') ? 0 : id.endsWith('-or-later') ? 2 : 1);
  return [...new Set(ids)].toSorted((left, right) => rank(left) - rank(right) || left.length - right.length || (left < right ? -1 : 1));
}

/** The loaded fingerprints. */
export interface Store {
  texts: KnownText[];
  /** Grammars of notices that name a licence. */
  references: ReferencePattern[];
  shingles: Uint32Array;
  /** First shingle of each bucket of upper bits. */
  buckets: Uint32Array;
  ends: Uint32Array;
  postings: Uint16Array;
}

/** Reads packed fingerprints. @throws Error when they are of another version */
export function unpackFingerprints(bytes: Buffer): Store {
  const aligned = new Uint8Array(bytes).buffer;
  const [format, headLength = 0] = new Uint32Array(aligned, 0, 2);
  if (format !== FORMAT) throw new Error('the compiled licence fingerprints are of another version; build again');
  const head = JSON.parse(Buffer.from(aligned, 8, headLength).toString('utf8')) as Head;
  let at = 8 + headLength;
  const take = (length: number): Uint32Array => {
    const part = new Uint32Array(aligned, at, length);
    at += length * 4;
    return part;
  };
  const words = take(head.words);
  const shingles = take(head.shingles);
  const ends = take(head.shingles);
  const buckets = new Uint32Array((1 << BUCKET_BITS) + 1);
  for (const shingle of shingles)
    buckets[(shingle >>> (32 - BUCKET_BITS)) + 1] = (buckets[(shingle >>> (32 - BUCKET_BITS)) + 1] as number) + 1;
  for (let index = 1; index < buckets.length; index += 1) buckets[index] = (buckets[index] as number) + (buckets[index - 1] as number);
  const texts = head.texts.map(({ first, length, ...text }): KnownText =>
    Object.assign(text, { words: words.subarray(first, first + length) }),
  );
  return { texts, references: head.references, shingles, buckets, ends, postings: new Uint16Array(aligned, at, head.postings) };
}

/** Position of a shingle in the index, or -1. */
export function findShingle({ shingles, buckets }: Store, shingle: number): number {
  const bucket = shingle >>> (32 - BUCKET_BITS);
  let low = buckets[bucket] as number;
  let high = (buckets[bucket + 1] as number) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = shingles[middle] as number;
    if (value === shingle) return middle;
    if (value < shingle) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

let loaded: Store | undefined;
const indexes = new Map<KnownText, GramIndex>();
/** Keeps memory bounded when a run meets many different texts. */
const MAX_INDEXES = 400;

/** The fingerprints, read on first use from beside the compiled program. */
export function fingerprints(): Store {
  loaded ??= unpackFingerprints(readFileSync(new URL('fingerprints.bin', DIST_FOLDER)));
  return loaded;
}

/** The index of a known text's phrases, made on first use. */
export function gramIndex(text: KnownText): GramIndex {
  const known = indexes.get(text);
  if (known) return known;
  if (indexes.size >= MAX_INDEXES) indexes.delete(indexes.keys().next().value as KnownText);
  const made = indexGrams(text.words, text.words.length);
  indexes.set(text, made);
  return made;
}
