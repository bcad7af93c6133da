/** Bounded access to the bytes of a model file: a window that moves, a budget that ends. */

import type { ReadProblem } from '../../types/source.ts';

/** Reads at most `length` bytes from `offset`; fewer at the end of the file, `undefined` when the file can't be read. */
export type ReadBytes = (offset: number, length: number) => Uint8Array | undefined;

const WINDOW = 64 * 1024;
/** Most bytes read of one file, whatever its header claims. Token lists of current models need up to 10 MiB. */
const BUDGET = 64 * 1024 * 1024;

/** Ends the reading of a file whose header claims what can't be. The message is the reported reason. */
export class HeaderError extends Error {}

/** The bytes of one file. */
export class Bytes {
  readonly size: number;
  private readonly read: ReadBytes;
  private window: Uint8Array = new Uint8Array(0);
  private windowAt = 0;
  private spent = 0;

  constructor(size: number, read: ReadBytes) {
    this.size = size;
    this.read = read;
  }

  /** Exactly `length` bytes from `offset`. Throws {@link HeaderError} past the end of the file or of the budget. */
  at(offset: number, length: number): Uint8Array {
    if (offset < 0 || length < 0 || !Number.isSafeInteger(offset + length)) throw new HeaderError('the header claims a place no file has');
    if (offset + length > this.size) throw new HeaderError('the file ends inside its header: truncated, or the header is wrong');
    const from = offset - this.windowAt;
    if (from >= 0 && from + length <= this.window.length) return this.window.subarray(from, from + length);
    const wanted = Math.max(length, Math.min(WINDOW, this.size - offset));
    this.spent += wanted;
    if (this.spent > BUDGET) throw new HeaderError(`the header is larger than ${BUDGET / 1024 / 1024} MiB: the rest was not read`);
    const bytes = this.read(offset, wanted);
    if (!bytes || bytes.length < length) throw new HeaderError('the file could not be read');
    this.window = bytes;
    this.windowAt = offset;
    return bytes.subarray(0, length);
  }

  /** Like {@link at}, but shorter at the end of the file. */
  upTo(offset: number, length: number): Uint8Array {
    return this.at(offset, Math.max(0, Math.min(length, this.size - offset)));
  }
}

/** Sequential reader of numbers and strings. */
export class Cursor {
  readonly bytes: Bytes;
  offset: number;
  /** Byte order of the numbers. */
  little: boolean;

  constructor(bytes: Bytes, offset = 0, little = true) {
    this.bytes = bytes;
    this.offset = offset;
    this.little = little;
  }

  private view(length: number): DataView {
    const part = this.bytes.at(this.offset, length);
    this.offset += length;
    return new DataView(part.buffer, part.byteOffset, part.byteLength);
  }

  u8(): number {
    return this.view(1).getUint8(0);
  }

  u16(): number {
    return this.view(2).getUint16(0, this.little);
  }

  u32(): number {
    return this.view(4).getUint32(0, this.little);
  }

  i32(): number {
    return this.view(4).getInt32(0, this.little);
  }

  f32(): number {
    return this.view(4).getFloat32(0, this.little);
  }

  f64(): number {
    return this.view(8).getFloat64(0, this.little);
  }

  u64(): bigint {
    return this.view(8).getBigUint64(0, this.little);
  }

  i64(): bigint {
    return this.view(8).getBigInt64(0, this.little);
  }

  /** A 64-bit length. Throws when it is more than the file can hold. */
  length64(): number {
    const value = this.u64();
    if (value > BigInt(this.bytes.size)) throw new HeaderError(`the header claims a length of ${value} bytes or items`);
    return Number(value);
  }

  skip(length: number): void {
    if (this.offset + length > this.bytes.size) throw new HeaderError('the file ends inside its header: truncated, or the header is wrong');
    this.offset += length;
  }

  /** Text of `length` bytes; only its first {@link MAX_VALUE} bytes are decoded. */
  text(length: number): string {
    const kept = this.bytes.at(this.offset, Math.min(length, MAX_VALUE));
    const value = decode(kept);
    this.skip(length);
    return value;
  }
}

/** Longest metadata value kept, in bytes. */
export const MAX_VALUE = 4096;
/** Most metadata values kept of one file. */
const MAX_METADATA = 1000;
/** Most tensor shapes kept of one file. */
const MAX_TENSORS = 64;

const decoder = new TextDecoder();

/** UTF-8 text; what is not UTF-8 becomes U+FFFD. */
export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** Cuts a metadata value to {@link MAX_VALUE} UTF-16 units. */
export function cut(value: string): string {
  return value.length > MAX_VALUE ? value.slice(0, MAX_VALUE) : value;
}

/** What a header reader gathers. */
export interface Gathered {
  metadata: Record<string, string>;
  tensors?: Record<string, number[]>;
  tensorCount?: number;
  problems: ReadProblem[];
}

/** Keeps one metadata value, within the limits. Keys come from the file: `__proto__` is a key like any other. */
export function keep(gathered: Gathered, key: string, value: string): void {
  if (key === '' || value === '' || Object.keys(gathered.metadata).length >= MAX_METADATA) return;
  Object.defineProperty(gathered.metadata, key.slice(0, 256), { value: cut(value), enumerable: true, configurable: true, writable: true });
}

/** Keeps a shape when the tensor tells something about the architecture: repeated layers past the first say nothing new. */
export function keepShape(gathered: Gathered, name: string, shape: number[]): void {
  const tensors = (gathered.tensors ??= {});
  if (/(?:^|[._])[1-9]\d*(?:[._]|$)/.test(name) || Object.keys(tensors).length >= MAX_TENSORS) return;
  Object.defineProperty(tensors, name.slice(0, 256), { value: shape.slice(0, 8), enumerable: true, configurable: true, writable: true });
}
