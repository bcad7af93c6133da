/** GGUF, versions 1 to 3, both byte orders. Layout: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md */

import { createHash } from 'node:crypto';
import { Cursor, decode, HeaderError, keep, keepShape } from './bytes.ts';
import type { Bytes, Gathered } from './bytes.ts';

const STRING = 8;
const ARRAY = 9;
/** Width in bytes of the fixed types 0–7 and 10–12 (u8 i8 u16 i16 u32 i32 f32 bool, u64 i64 f64). */
const WIDTH: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
/** No file in the wild has more than a few hundred keys and some ten thousand tensors. */
const MAX_KEYS = 100_000;
const MAX_TENSOR_INFOS = 200_000;
/** Lists kept: `general.tags`, `general.languages`, `general.datasets` … */
const MAX_LIST = 64;
const MAX_CHAT_TEMPLATE = 1024 * 1024;

/** Reads the metadata block and the tensor list. Token lists are counted, not kept; chat templates are kept as a hash beside their beginning. */
export function readGguf(bytes: Bytes, gathered: Gathered): void {
  const cursor = new Cursor(bytes, 4);
  let version = cursor.u32();
  if ((version & 0xffff) === 0 && version !== 0) {
    cursor.little = false;
    version = ((version >>> 24) | ((version >>> 8) & 0xff00)) >>> 0;
  }
  keep(gathered, 'gguf.version', String(version));
  if (version < 1 || version > 3) throw new HeaderError(`GGUF version ${version} is not known`);
  const length = version === 1 ? () => cursor.u32() : () => cursor.length64();
  const tensors = length();
  const keys = length();
  gathered.tensorCount = tensors;
  if (keys > MAX_KEYS) throw new HeaderError(`the header claims ${keys} metadata keys`);
  for (let index = 0; index < keys; index++) {
    const name = cursor.text(length());
    value(cursor, gathered, name, cursor.u32(), length);
  }
  if (tensors > MAX_TENSOR_INFOS) throw new HeaderError(`the header claims ${tensors} tensors`);
  let last = { name: '', offset: 0n };
  for (let index = 0; index < tensors; index++) {
    const name = cursor.text(length());
    const dimensions = cursor.u32();
    if (dimensions > 8) throw new HeaderError(`tensor ${name.slice(0, 80)} claims ${dimensions} dimensions`);
    const shape: number[] = [];
    for (let axis = 0; axis < dimensions; axis++) shape.push(version === 1 ? cursor.u32() : Number(cursor.u64()));
    cursor.skip(4);
    const offset = cursor.u64();
    if (offset >= last.offset) last = { name, offset };
    keepShape(gathered, name, shape);
  }
  // Where the last tensor begins; how long it is depends on its number format.
  if (tensors > 0 && BigInt(cursor.offset) + last.offset >= BigInt(bytes.size)) {
    gathered.problems.push({ reason: `tensor ${last.name.slice(0, 80)} lies beyond the end of the file: truncated` });
  }
}

function value(cursor: Cursor, gathered: Gathered, key: string, type: number, length: () => number): void {
  if (type === STRING) {
    const size = length();
    if (key.endsWith('chat_template') && size <= MAX_CHAT_TEMPLATE) {
      const template = cursor.bytes.at(cursor.offset, size);
      keep(gathered, `${key}.sha256`, createHash('sha256').update(template).digest('hex'));
    }
    keep(gathered, key, cursor.text(size));
    return;
  }
  if (type !== ARRAY) {
    keep(gathered, key, scalar(cursor, type));
    return;
  }
  const itemType = cursor.u32();
  const count = length();
  const width = WIDTH[itemType];
  if (width !== undefined) {
    if (key.startsWith('general.') && count <= MAX_LIST) {
      keep(gathered, key, Array.from({ length: count }, () => scalar(cursor, itemType)).join(', '));
    } else {
      keep(gathered, `${key}.length`, String(count));
      cursor.skip(count * width);
    }
  } else if (itemType === STRING) {
    const kept: string[] | undefined = key.startsWith('general.') && count <= MAX_LIST ? [] : undefined;
    for (let index = 0; index < count; index++) {
      const size = length();
      if (kept) kept.push(cursor.text(size));
      else cursor.skip(size);
    }
    if (kept) keep(gathered, key, kept.join(', '));
    else keep(gathered, `${key}.length`, String(count));
  } else throw new HeaderError(`metadata ${key.slice(0, 80)} holds lists of type ${itemType}`);
}

function scalar(cursor: Cursor, type: number): string {
  switch (type) {
    case 0:
      return String(cursor.u8());
    case 1:
      return String((cursor.u8() << 24) >> 24);
    case 2:
      return String(cursor.u16());
    case 3:
      return String((cursor.u16() << 16) >> 16);
    case 4:
      return String(cursor.u32());
    case 5:
      return String(cursor.i32());
    case 6:
      return String(cursor.f32());
    case 7:
      return cursor.u8() === 0 ? 'false' : 'true';
    case 10:
      return String(cursor.u64());
    case 11:
      return String(cursor.i64());
    case 12:
      return String(cursor.f64());
    default:
      throw new HeaderError(`metadata of unknown type ${type}`);
  }
}

/** Whether the file begins like GGUF. */
export function isGguf(head: Uint8Array): boolean {
  return decode(head.subarray(0, 4)) === 'GGUF';
}
