/**
 * A compact memory of many model records: some thirty bytes each, whatever their names, so that a million records and the base models
 * among them fit into a few dozen megabytes. Names are kept as 48-bit hashes; only what repeats (licence words, catalogue names) is
 * kept as text, and that in bounded number.
 */

import { hashName, modelKey } from '../rules/names.ts';

/** Packed facts of one record. */
export interface PackedRecord {
  /** Index into {@link InputIndex.licenses}; 0 when the record states none. */
  license: number;
  /** Hash of the part before the slash, 0 without one. */
  owner: number;
}

const START = 1 << 12;

/** Grows a typed array to hold `length` entries. */
function grown<T extends Uint32Array | Uint16Array>(array: T, length: number): T {
  if (length <= array.length) return array;
  const larger = new (array.constructor as new (size: number) => T)(Math.max(length, array.length * 2));
  larger.set(array as never);
  return larger;
}

/** Words that repeat, numbered from 1; further ones than the limit share the number of "another word". */
export class WordList {
  readonly words: string[] = [''];
  readonly #numbers = new Map<string, number>();
  readonly #limit: number;

  constructor(limit = 60_000) {
    this.#limit = limit;
  }

  /** Number of a word; 0 for words beyond the limit. */
  number(word: string): number {
    const known = this.#numbers.get(word);
    if (known !== undefined) return known;
    if (this.words.length >= this.#limit) return 0;
    this.words.push(word);
    this.#numbers.set(word, this.words.length - 1);
    return this.words.length - 1;
  }
}

/** The index. Records are added once and then looked up by name hash. */
export class InputIndex {
  /** Licence words as written, `license` and `license_name` joined. */
  readonly licenses = new WordList();
  /** Licence expressions of base models that are known without the input. */
  readonly outside = new WordList();
  #count = 0;
  #high = new Uint32Array(START);
  #low = new Uint16Array(START);
  #license = new Uint16Array(START);
  #owner = new Uint32Array(START);
  #baseStart = new Uint32Array(START + 1);
  #bases = 0;
  #baseHigh = new Uint32Array(START);
  #baseLow = new Uint16Array(START);
  #baseOutside = new Uint16Array(START);
  /** Slots of the open-addressing table: record number + 1, 0 for free. */
  #slots = new Uint32Array(START * 2);

  /** Adds a record; the first one of a name counts. Returns its number. */
  add(name: string, packed: PackedRecord, bases: readonly { name: string; outside: string | undefined }[]): number {
    const number = this.#count++;
    const hash = hashName(modelKey(name));
    this.#high = grown(this.#high, this.#count);
    this.#low = grown(this.#low, this.#count);
    this.#license = grown(this.#license, this.#count);
    this.#owner = grown(this.#owner, this.#count);
    this.#baseStart = grown(this.#baseStart, this.#count + 1);
    this.#high[number] = hash.high;
    this.#low[number] = hash.low;
    this.#license[number] = packed.license;
    this.#owner[number] = packed.owner;
    for (const base of bases) this.#addBase(base);
    this.#baseStart[this.#count] = this.#bases;
    this.#insert(number);
    return number;
  }

  #addBase({ name, outside }: { name: string; outside: string | undefined }): void {
    const at = this.#bases++;
    this.#baseHigh = grown(this.#baseHigh, this.#bases);
    this.#baseLow = grown(this.#baseLow, this.#bases);
    this.#baseOutside = grown(this.#baseOutside, this.#bases);
    const { high, low } = hashName(modelKey(name));
    this.#baseHigh[at] = high;
    this.#baseLow[at] = low;
    this.#baseOutside[at] = outside === undefined ? 0 : this.outside.number(outside);
  }

  #insert(number: number): void {
    if (this.#count * 2 > this.#slots.length) {
      this.#slots = new Uint32Array(this.#slots.length * 2);
      for (let one = 0; one < number; one++) this.#place(one);
    }
    this.#place(number);
  }

  #place(number: number): void {
    const mask = this.#slots.length - 1;
    let slot = (this.#high[number]! ^ (this.#low[number]! * 0x9e3779b1)) & mask;
    while (this.#slots[slot] !== 0) {
      const other = this.#slots[slot]! - 1;
      if (this.#high[other] === this.#high[number] && this.#low[other] === this.#low[number]) return;
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = number + 1;
  }

  /** Number of the record with this hash, -1 when there is none. */
  find(high: number, low: number): number {
    const mask = this.#slots.length - 1;
    let slot = (high ^ (low * 0x9e3779b1)) & mask;
    while (this.#slots[slot] !== 0) {
      const number = this.#slots[slot]! - 1;
      if (this.#high[number] === high && this.#low[number] === low) return number;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** Number of the record of this name, -1 when there is none. */
  findName(name: string): number {
    const { high, low } = hashName(modelKey(name));
    return this.find(high, low);
  }

  /** Number of the licence words of a record, 0 when it states none. */
  license(number: number): number {
    return this.#license[number]!;
  }

  /** Hash of the owner of a record, 0 without one. */
  owner(number: number): number {
    return this.#owner[number]!;
  }

  /** Calls back for every base of a record: its number in the input or -1, and its licence when it is known without the input. */
  bases(number: number, visit: (inside: number, outside: string | undefined) => void): void {
    for (let at = this.#baseStart[number]!; at < this.#baseStart[number + 1]!; at++) {
      const outside = this.#baseOutside[at]!;
      visit(this.find(this.#baseHigh[at]!, this.#baseLow[at]!), outside === 0 ? undefined : this.outside.words[outside]);
    }
  }
}
