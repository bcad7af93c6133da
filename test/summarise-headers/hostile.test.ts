import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readModelFile } from '../../src/summarise/headers/index.ts';
import { field, flatbuffer, gguf, join, numberField, pickle, readBytes, safetensors, tar, u32, u64, zip } from './builders.ts';

const reasons = (reading: { problems: { reason: string }[] }) => reading.problems.map(({ reason }) => reason);

describe('claims that no file can hold', () => {
  test.each([
    ['a key of 2^60 bytes', join('GGUF', u32(3), u64(0), u64(1), u64(1n << 60n))],
    ['a billion keys', join('GGUF', u32(3), u64(0), u64(1_000_000_000))],
    ['2^60 tensors', join('GGUF', u32(3), u64(1n << 60n), u64(0))],
    ['a list of 2^60 numbers', join('GGUF', u32(3), u64(0), u64(1), u64(1), 'k', u32(9), u32(10), u64(1n << 60n))],
    ['a list of 2^40 texts', join('GGUF', u32(3), u64(0), u64(1), u64(1), 'k', u32(9), u32(8), u64(1n << 40n))],
    ['lists of lists', join('GGUF', u32(3), u64(0), u64(1), u64(1), 'k', u32(9), u32(9), u64(1))],
    ['a future version', join('GGUF', u32(99), u64(0), u64(0))],
    ['tensors of 2^31 dimensions', join('GGUF', u32(3), u64(1), u64(0), u64(1), 't', u32(0x7fffffff))],
  ])('GGUF: %s', (_, bytes) => {
    // The file claims to be large, so that only the reader's own limits can stop it.
    const reading = readModelFile('m.gguf', 40_000_000_000, (offset, length) => {
      const padded = new Uint8Array(Math.min(length, 1 << 20));
      padded.set(bytes.subarray(offset, offset + padded.length));
      return padded;
    });
    expect(reading.header!.format).toBe('gguf');
    expect(reading.problems).toHaveLength(1);
  });

  test('safetensors: a header of 2^60 bytes', () => {
    expect(reasons(readBytes('m.safetensors', join(u64(1n << 60n), '{}')))).toEqual([`the header claims to be ${1n << 60n} bytes long`]);
  });

  test('a read budget ends what sizes alone do not', () => {
    const name = 'x'.repeat(1000);
    const one = join(u64(name.length), name, u32(0), [1]);
    const head = join('GGUF', u32(3), u64(0), u64(90_000));
    let read = 0;
    const reading = readModelFile('m.gguf', 4_000_000_000, (offset, length) => {
      read += length;
      const out = new Uint8Array(length);
      for (let at = 0; at < length; at++) {
        const place = offset + at;
        out[at] = place < head.length ? head[place]! : one[(place - head.length) % one.length]!;
      }
      return out;
    });
    expect(reasons(reading)).toEqual(['the header is larger than 64 MiB: the rest was not read']);
    expect(read).toBeLessThanOrEqual(64 * 1024 * 1024);
  });
});

describe('cut off anywhere, nothing is thrown and something is said', () => {
  const files: Record<string, Uint8Array> = {
    'm.gguf': gguf({ 'general.name': 'acme', list: ['a', 'b'] }, { t: [2, 2] }),
    'm.safetensors': safetensors({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }),
    'm.tflite': flatbuffer('TFL3', [3, undefined, undefined, 'text', [[]], undefined, [['n', 0]]]),
    'm.mlmodel': join(numberField(1, 4), field(2, field(100, field(4, 'MIT')))),
    'm.pt': zip({ 'a/data.pkl': pickle({ license: 'MIT' }) }),
  };

  test.each(Object.keys(files))('%s', (path) => {
    const whole = files[path]!;
    expect(reasons(readBytes(path, whole))).toEqual([]);
    for (let length = 20; length < whole.length; length++) {
      const reading = readBytes(path, whole.subarray(0, length));
      expect(reading.header).toBeDefined();
    }
    expect(reasons(readBytes(path, whole.subarray(0, whole.length >> 1)))).not.toEqual([]);
  });

  test('a file that can no longer be read', () => {
    expect(reasons(readModelFile('m.gguf', 100, () => undefined))).toEqual(['the file could not be read']);
  });
});

describe('random damage', () => {
  const seeds: [string, Uint8Array][] = [
    ['m.gguf', gguf({ 'general.name': 'acme', list: ['a'], n: { u32s: [1, 2] } }, { t: [2] })],
    [
      'm.tflite',
      flatbuffer('TFL3', [3, undefined, undefined, 'text', [[], [flatbuffer('M001', ['n'])]], undefined, [['TFLITE_METADATA', 1]]]),
    ],
    ['m.onnx', join(numberField(1, 8), field(2, 'p'), field(14, join(field(1, 'k'), field(2, 'v'))))],
    ['m.zip.pt', zip({ 'a/data.pkl': pickle({ license: 'MIT' }), 'b/data/0': 'x' })],
    ['m.nemo', tar({ 'model_config.yaml': 'name: x\n' })],
    ['m.safetensors', safetensors({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } })],
  ];
  test.each(seeds)('%s', (path, bytes) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), (changes) => {
        const damaged = bytes.slice();
        for (const [at, value] of changes) damaged[at] = value;
        return readBytes(path, damaged).header !== undefined;
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});

describe('archives', () => {
  test('a member that unpacks without end is not unpacked', () => {
    const bomb = zip({ 'metadata.json': '0'.repeat(20_000_000), 'config.json': '{}' });
    expect(bomb.length).toBeLessThan(100_000);
    expect(reasons(readBytes('m.keras', bomb))).toEqual(['metadata.json in the archive could not be read']);
  });

  test('a pickle that unpacks without end is not unpacked', () => {
    const bomb = zip({ 'a/data.pkl': '0'.repeat(20_000_000) });
    expect(reasons(readBytes('m.pt', bomb))).toEqual(['a/data.pkl could not be unpacked within 8 MiB']);
  });

  test('a directory that lies about its place', () => {
    const bytes = zip({ a: 'b' });
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(bytes.length - 6, 0xfffffff0, true);
    expect(readBytes('m.pt', bytes).problems).toHaveLength(1);
  });

  test('a tar member that reaches beyond the archive', () => {
    const bytes = tar({ 'model_config.yaml': 'name: x\n' });
    bytes.set(Buffer.from('77777777777\0'), 124);
    expect(reasons(readBytes('m.nemo', bytes))).toEqual(['the archive ends inside a member: truncated']);
  });
});

test('names from the file can not reach object prototypes', () => {
  const { header } = readBytes(
    'm.safetensors',
    join(u64(66), '{"__metadata__":{"__proto__":"x"},"__proto__":{"shape":[1],"dtype":1}}'.slice(0, 66)),
  );
  expect(Object.getPrototypeOf(header!.metadata)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});
