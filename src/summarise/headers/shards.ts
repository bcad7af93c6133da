/** Weights split over several files: one model, not many. */

/** Which part of a split model a file is. */
export interface Shard {
  /** Path that is the same for all parts: the part number replaced by `*`. */
  set: string;
  /** 1-based. */
  index: number;
  /** Absent when the name does not tell how many there are. */
  count?: number;
}

/**
 * Part of a split model by its path: `model-00001-of-00005.safetensors`, `x.gguf-00001-of-00003`, `consolidated.00.pth`,
 * `part1of2` and the like. `undefined` for files that stand alone.
 */
export function shardOf(path: string): Shard | undefined {
  const slash = path.lastIndexOf('/') + 1;
  const folder = path.slice(0, slash);
  const name = path.slice(slash);
  const numbered = /^(.*?)([-._]?)(?:part[-_]?)?(\d{1,6})[-_]?of[-_]?(\d{1,6})(.*)$/i.exec(name);
  if (numbered) {
    const index = Number(numbered[3]);
    const count = Number(numbered[4]);
    if (index >= 1 && index <= count) return { set: `${folder}${numbered[1]!}${numbered[2]!}*${numbered[5]!}`, index, count };
  }
  const counted = /^(consolidated)\.(\d{2})(\.(?:pth|safetensors))$/.exec(name);
  if (counted) return { set: `${folder}${counted[1]!}.*${counted[3]!}`, index: Number(counted[2]) + 1 };
  return undefined;
}
