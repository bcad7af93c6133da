/** The catalogue of models: a compact set of all known names, and shards of records that are read one by one. */

import type { CatalogRecord } from '../types/rules.ts';
import type { DataReader } from './data.ts';
import { hashName, modelKey, tailKey } from './names.ts';

export interface Catalog {
  /** Record by id or alias. Reads the one shard that holds it. */
  model(name: string): CatalogRecord | undefined;
  /** The one repository that has this name under its organisation. */
  tail(name: string): CatalogRecord | undefined;
  /** Whether a name is an id or alias, by its hash alone. */
  isKnownModel(name: string): boolean;
  /** All records, shard by shard; shards are not kept. */
  models(): IterableIterator<CatalogRecord>;
}

/** Longest name that is looked up; no id comes near, and hashing must not depend on what a hostile file holds. */
const MAX_NAME = 200;

interface KnownNames {
  high: Uint32Array;
  low: Uint16Array;
  shard: Uint16Array;
}

/** Whether this machine stores the low byte first, as `known.bin` does. */
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Layout: count (4 bytes), all high parts, all low parts, all shard numbers. Read through typed arrays: a loop would cost milliseconds. */
function readKnownNames(bytes: Buffer): KnownNames {
  const count = bytes.readUInt32LE(0);
  // A copy, since the buffer may begin anywhere and typed arrays must be aligned.
  const copy = Buffer.from(Uint8Array.prototype.slice.call(bytes).buffer);
  if (!LITTLE_ENDIAN) {
    copy.subarray(0, 4 + count * 4).swap32();
    copy.subarray(4 + count * 4).swap16();
  }
  return {
    high: new Uint32Array(copy.buffer, copy.byteOffset + 4, count),
    low: new Uint16Array(copy.buffer, copy.byteOffset + 4 + count * 4, count),
    shard: new Uint16Array(copy.buffer, copy.byteOffset + 4 + count * 6, count),
  };
}

/** The catalogue over its compiled shards; a shard is read when a name in it is first asked for. */
export function createCatalog(data: DataReader): Catalog {
  let names: KnownNames | undefined;
  const shards = new Map<number, Map<string, CatalogRecord>>();

  /** Number of the shard that holds a key, or -1. */
  const shardOf = (key: string): number => {
    if (key.length === 0 || key.length > MAX_NAME) return -1;
    names ??= readKnownNames(data.bytes('known.bin'));
    const { high, low, shard } = names;
    const hash = hashName(key);
    let from = 0;
    let to = high.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      const value = high[middle] as number;
      if (value < hash.high || (value === hash.high && (low[middle] as number) < hash.low)) from = middle + 1;
      else to = middle;
    }
    return high[from] === hash.high && low[from] === hash.low ? (shard[from] as number) : -1;
  };

  const readShard = (number: number): Map<string, CatalogRecord> => {
    let byKey = shards.get(number);
    if (byKey === undefined) {
      byKey = new Map();
      for (const record of data.json<CatalogRecord[]>(`catalog/${number}.json`)) {
        byKey.set(modelKey(record.id), record);
        if (record.tail !== undefined) byKey.set(tailKey(record.tail), record);
        for (const alias of record.aliases) byKey.set(modelKey(alias), record);
      }
      shards.set(number, byKey);
    }
    return byKey;
  };

  const lookUp = (key: string): CatalogRecord | undefined => {
    const shard = shardOf(key);
    return shard === -1 ? undefined : readShard(shard).get(key);
  };

  return {
    model: (name) => lookUp(modelKey(name)),
    tail: (name) => lookUp(tailKey(name)),
    isKnownModel: (name) => shardOf(modelKey(name)) !== -1,
    *models() {
      const { shards: count } = data.json<{ shards: number }>('manifest.json');
      for (let number = 0; number < count; number++) {
        yield* JSON.parse(data.bytes(`catalog/${number}.json`).toString('utf8')) as CatalogRecord[];
      }
    },
  };
}
