/** Small model files made byte by byte, and a way to read them as a file on disk would be read. */

import { deflateRawSync } from 'node:zlib';
import { readModelFile } from '../../src/summarise/headers/index.ts';
import type { ModelFileReading } from '../../src/summarise/headers/index.ts';

/** Bytes put together from numbers, texts and other bytes. */
export function join(...parts: (Uint8Array | number[] | string)[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)))));
}

function number(width: number, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(width);
  write(new DataView(bytes.buffer));
  return bytes;
}

export const u16 = (value: number, little = true) => number(2, (view) => view.setUint16(0, value, little));
export const u32 = (value: number, little = true) => number(4, (view) => view.setUint32(0, value, little));
export const i32 = (value: number, little = true) => number(4, (view) => view.setInt32(0, value, little));
export const f32 = (value: number, little = true) => number(4, (view) => view.setFloat32(0, value, little));
export const u64 = (value: bigint | number, little = true) => number(8, (view) => view.setBigUint64(0, BigInt(value), little));

/** Reads bytes as `path`; `claimed` replaces the size for files that lie about it. */
export function readBytes(path: string, bytes: Uint8Array, claimed = bytes.length): ModelFileReading {
  return readModelFile(path, claimed, (offset, length) => bytes.subarray(offset, offset + length));
}

/** A value of GGUF metadata: type code and encoded bytes. */
export type GgufValue = string | number | boolean | string[] | { u32s: number[] };

/** A GGUF file with metadata, tensor infos and tensors of zeros. */
export function gguf(
  metadata: Record<string, GgufValue>,
  tensors: Record<string, number[]>,
  { version = 3, little = true }: { version?: 1 | 2 | 3; little?: boolean } = {},
): Uint8Array {
  const length = (value: number) => (version === 1 ? u32(value, little) : u64(value, little));
  const text = (value: string) => join(length(Buffer.byteLength(value)), value);
  const encode = (value: GgufValue): Uint8Array => {
    if (typeof value === 'string') return join(u32(8, little), text(value));
    if (typeof value === 'boolean') return join(u32(7, little), [value ? 1 : 0]);
    if (typeof value === 'number')
      return Number.isInteger(value) ? join(u32(4, little), u32(value, little)) : join(u32(6, little), f32(value, little));
    if (Array.isArray(value)) return join(u32(9, little), u32(8, little), length(value.length), ...value.map(text));
    return join(u32(9, little), u32(4, little), length(value.u32s.length), ...value.u32s.map((one) => u32(one, little)));
  };
  const parts: Uint8Array[] = [
    join('GGUF', u32(version, little), length(Object.keys(tensors).length), length(Object.keys(metadata).length)),
  ];
  for (const [key, value] of Object.entries(metadata)) parts.push(text(key), encode(value));
  let offset = 0;
  for (const [name, shape] of Object.entries(tensors)) {
    const dimensions = shape.map((size) => (version === 1 ? u32(size, little) : u64(size, little)));
    parts.push(text(name), u32(shape.length, little), ...dimensions, u32(0, little), u64(offset, little));
    offset += shape.reduce((product, size) => product * size, 4);
  }
  return join(...parts, new Uint8Array(offset + (offset > 0 ? 32 : 0)));
}

/** A safetensors file; every tensor is filled with zeros. */
export function safetensors(
  tensors: Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>,
  metadata?: Record<string, string>,
): Uint8Array {
  const header = JSON.stringify(metadata ? { __metadata__: metadata, ...tensors } : tensors);
  const end = Math.max(0, ...Object.values(tensors).map((one) => one.data_offsets[1]));
  return join(u64(header.length), header, new Uint8Array(end));
}

/** A zip archive. */
export function zip(members: Record<string, string | Uint8Array>, { store = false }: { store?: boolean } = {}): Uint8Array {
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(members)) {
    const raw = Buffer.from(content);
    const packed = store ? raw : deflateRawSync(raw);
    const common = join(
      u16(20),
      u16(0),
      u16(store ? 0 : 8),
      u32(0),
      u32(crc32(raw)),
      u32(packed.length),
      u32(raw.length),
      u16(Buffer.byteLength(name)),
      u16(0),
    );
    const local = join([0x50, 0x4b, 3, 4], common, name, packed);
    centrals.push(join([0x50, 0x4b, 1, 2], u16(20), common, u16(0), u16(0), u16(0), u32(0), u32(offset), name));
    locals.push(local);
    offset += local.length;
  }
  const directory = join(...centrals);
  const count = u16(centrals.length);
  return join(...locals, directory, [0x50, 0x4b, 5, 6], u16(0), u16(0), count, count, u32(directory.length), u32(offset), u16(0));
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** A tar archive. */
export function tar(members: Record<string, string>): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [name, content] of Object.entries(members)) {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('ustar', 257);
    parts.push(header, Buffer.from(content.padEnd(Math.ceil(content.length / 512) * 512, '\0')));
  }
  return join(...parts, new Uint8Array(1024));
}

/** Field of a protobuf message with a length in front. */
export function field(number: number, content: Uint8Array | string): Uint8Array {
  const bytes = Buffer.from(content);
  return join(varint((number << 3) | 2), varint(bytes.length), bytes);
}

/** Field of a protobuf message that is a number. */
export function numberField(number: number, value: number): Uint8Array {
  return join(varint(number << 3), varint(value));
}

export function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return bytes;
}

/** A pickle dictionary of strings, protocol 2, with memo opcodes between, as `torch.save` writes them. */
export function pickle(entries: Record<string, string>, globals: [module: string, name: string][] = []): Uint8Array {
  const text = (value: string) => join('X', u32(Buffer.byteLength(value)), value, [0x71, 1]);
  return join(
    [0x80, 2, 0x7d, 0x71, 0],
    ...globals.map(([module, name]) => `c${module}\n${name}\n`),
    '(',
    ...Object.entries(entries).flat().map(text),
    'u.',
  );
}

/** A flatbuffer table: every field a number, a text, a list of tables, or bytes. `undefined` leaves the field out. */
export type FlatField = number | string | Uint8Array | FlatField[][] | undefined;

/** A flatbuffer with the table as root and a file identifier. Children follow their parents, since offsets point forward. */
export function flatbuffer(identifier: string, root: FlatField[]): Uint8Array {
  const out: number[] = [0, 0, 0, 0, ...Buffer.from(identifier)];
  const align = () => {
    while (out.length % 4 !== 0) out.push(0);
  };
  const patch = (at: number, value: number) => {
    const bytes = u32(value);
    for (let index = 0; index < 4; index++) out[at + index] = bytes[index]!;
  };
  const table = (fields: FlatField[], referenceAt: number) => {
    align();
    const vtable = out.length;
    out.push(...u16(4 + fields.length * 2), ...u16(4 + fields.length * 4));
    for (const [index, value] of fields.entries()) out.push(...u16(value === undefined ? 0 : 4 + index * 4));
    align();
    const start = out.length;
    patch(referenceAt, start - referenceAt);
    out.push(...i32(start - vtable));
    for (const value of fields) out.push(...u32(typeof value === 'number' ? value : 0));
    for (const [index, value] of fields.entries()) {
      const slot = start + 4 + index * 4;
      if (value === undefined || typeof value === 'number') continue;
      align();
      patch(slot, out.length - slot);
      if (typeof value === 'string' || value instanceof Uint8Array) {
        const bytes = Buffer.from(value);
        out.push(...u32(bytes.length), ...bytes, 0);
      } else {
        const vector = out.length;
        out.push(...u32(value.length));
        for (let item = 0; item < value.length; item++) out.push(0, 0, 0, 0);
        for (const [item, child] of value.entries()) table(child, vector + 4 + item * 4);
      }
    }
  };
  table(root, 0);
  return new Uint8Array(out);
}
