import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { gzipSync } from 'node:zlib';
import { gguf as readWithLibrary } from '@huggingface/gguf';
import protobuf from 'protobufjs';
import { describe, expect, test } from 'vitest';
import yauzl from 'yauzl';
import { shardOf } from '../../src/summarise/headers/index.ts';
import { Bytes } from '../../src/summarise/headers/bytes.ts';
import { listZip } from '../../src/summarise/headers/zip.ts';
import { field, flatbuffer, gguf, join, numberField, pickle, readBytes, safetensors, tar, u32, zip } from './builders.ts';

describe('GGUF', () => {
  const metadata = {
    'general.architecture': 'acme',
    'general.license': 'apache-2.0',
    'general.tags': ['chat', 'small'],
    'acme.context_length': 4096,
    'acme.scale': 0.5,
    'tokenizer.ggml.model': 'gpt2',
    'tokenizer.ggml.tokens': ['<s>', '</s>', 'a'],
    'tokenizer.ggml.token_type': { u32s: [3, 3, 1] },
    'tokenizer.ggml.bos_token_id': 0,
    'tokenizer.chat_template': '{{ messages }}',
    'general.flag': true,
  };
  const tensors = {
    'token_embd.weight': [64, 3],
    'blk.0.attn_q.weight': [64, 64],
    'blk.1.attn_q.weight': [64, 64],
    'output.weight': [64, 3],
  };

  test.each([
    [1, true],
    [2, true],
    [3, true],
    [3, false],
  ] as const)('version %i, little-endian %s', (version, little) => {
    const { header, problems } = readBytes('m.gguf', gguf(metadata, tensors, { version, little }));
    expect(problems).toEqual([]);
    expect(header).toMatchObject({ format: 'gguf', tensorCount: 4 });
    expect(header!.metadata).toEqual({
      'gguf.version': String(version),
      'general.architecture': 'acme',
      'general.license': 'apache-2.0',
      'general.tags': 'chat, small',
      'acme.context_length': '4096',
      'acme.scale': '0.5',
      'tokenizer.ggml.model': 'gpt2',
      'tokenizer.ggml.tokens.length': '3',
      'tokenizer.ggml.token_type.length': '3',
      'tokenizer.ggml.bos_token_id': '0',
      'tokenizer.chat_template': '{{ messages }}',
      'tokenizer.chat_template.sha256': 'f24189f08c85a1eb19a737306c3a13e85462ee33d964f28108d64a2485fa2171',
      'general.flag': 'true',
    });
    // The second layer repeats the first.
    expect(header!.tensors).toEqual({ 'token_embd.weight': [64, 3], 'blk.0.attn_q.weight': [64, 64], 'output.weight': [64, 3] });
  });

  test('a tensor beyond the end of the file, and a file of another content', () => {
    const whole = gguf(metadata, tensors);
    expect(readBytes('m.gguf', whole.subarray(0, whole.length - 64 * 3 * 4 - 40)).problems).toEqual([
      { reason: 'tensor output.weight lies beyond the end of the file: truncated' },
    ]);
    expect(readBytes('m.gguf', new Uint8Array(64)).problems).toEqual([{ reason: 'the content is not that of a .gguf file' }]);
    expect(readBytes('m.gguf', new Uint8Array(0)).problems).toEqual([{ reason: 'the file is empty' }]);
  });

  test.each([2, 3] as const)('agrees with @huggingface/gguf on version %i', async (version) => {
    const folder = mkdtempSync(joinPath(tmpdir(), 'gguf-'));
    try {
      const file = joinPath(folder, 'm.gguf');
      const bytes = gguf(metadata, tensors, { version });
      writeFileSync(file, bytes);
      const library = await readWithLibrary(file, { allowLocalFile: true });
      const { header } = readBytes('m.gguf', bytes);
      for (const [key, value] of Object.entries(library.metadata)) {
        const own = header!.metadata;
        if (typeof value === 'string' || typeof value === 'boolean') expect(own[key]).toBe(String(value));
        else if (Array.isArray(value)) expect(own[`${key}.length`] ?? String(own[key]!.split(', ').length)).toBe(String(value.length));
        else if (typeof value === 'number' && key in own) expect(Number(own[key])).toBe(value);
      }
      for (const tensor of library.tensorInfos) {
        const shape = header!.tensors![tensor.name];
        if (shape) expect(shape).toEqual(tensor.shape.map(Number));
      }
      expect(header!.tensorCount).toBe(library.tensorInfos.length);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('safetensors', () => {
  const a = { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] as [number, number] };
  const b = { dtype: 'BF16', shape: [4], data_offsets: [16, 24] as [number, number] };

  test('metadata, shapes and number formats', () => {
    const { header, problems } = readBytes('model.safetensors', safetensors({ a, b }, { format: 'pt', 'modelspec.license': 'acme' }));
    expect(problems).toEqual([]);
    expect(header).toEqual({
      format: 'safetensors',
      metadata: { '__metadata__.format': 'pt', '__metadata__.modelspec.license': 'acme', dtype: 'BF16, F32' },
      tensors: { a: [2, 2], b: [4] },
      tensorCount: 2,
      size: expect.any(Number) as number,
    });
  });

  test('overlapping and truncated tensors are reported', () => {
    const overlapping = safetensors({ a, b: { ...b, data_offsets: [8, 24] } });
    expect(readBytes('m.safetensors', overlapping).problems).toEqual([{ reason: 'tensor b overlaps another one' }]);
    const whole = safetensors({ a, b });
    expect(readBytes('m.safetensors', whole.subarray(0, whole.length - 4)).problems).toEqual([
      { reason: 'tensor b lies beyond the end of the file: truncated' },
    ]);
    const impossible = safetensors({ a, b });
    const text = Buffer.from(impossible).toString('latin1').replace('[16,24]', '[16,9e18]');
    const longer = Buffer.from(text, 'latin1');
    longer[0]! += 2;
    expect(readBytes('m.safetensors', longer)).toMatchObject({
      header: { tensorCount: 2 },
      problems: [{ reason: 'tensor b claims a place that no file has' }],
    });
  });
});

describe('ONNX', () => {
  const schema = protobuf.parse(`syntax = "proto3";
    message Entry { string key = 1; string value = 2; }
    message Opset { string domain = 1; int64 version = 2; }
    message Graph { string name = 2; bytes filler = 5; }
    message Model { int64 ir_version = 1; string producer_name = 2; string producer_version = 3; string domain = 4; int64 model_version = 5;
      string doc_string = 6; Graph graph = 7; repeated Opset opset_import = 8; repeated Entry metadata_props = 14; }`).root;

  test('what protobufjs writes is read; the graph is passed over', () => {
    const bytes = schema
      .lookupType('Model')
      .encode({
        irVersion: 8,
        producerName: 'pytorch',
        producerVersion: '2.1',
        graph: { name: 'g', filler: new Uint8Array(100_000) },
        opsetImport: [{ version: 17 }, { domain: 'com.acme', version: 1 }],
        metadataProps: [
          { key: 'license', value: 'AGPL-3.0' },
          { key: 'author', value: 'Acme' },
        ],
      })
      .finish();
    const { header, problems } = readBytes('m.onnx', bytes);
    expect(problems).toEqual([]);
    expect(header!.format).toBe('onnx');
    expect(header!.metadata).toEqual({
      ir_version: '8',
      producer_name: 'pytorch',
      producer_version: '2.1',
      'opset_import.ai.onnx': '17',
      'opset_import.com.acme': '1',
      'metadata_props.license': 'AGPL-3.0',
      'metadata_props.author': 'Acme',
    });
  });
});

test('Core ML description', () => {
  const metadata = join(field(1, 'Finds things'), field(3, 'Acme'), field(4, 'MIT'), field(100, join(field(1, 'k'), field(2, 'v'))));
  const { header } = readBytes('m.mlmodel', join(numberField(1, 4), field(2, field(100, metadata)), field(500, 'layers')));
  expect(header).toMatchObject({
    format: 'coreml',
    metadata: { specificationVersion: '4', shortDescription: 'Finds things', author: 'Acme', license: 'MIT', 'userDefined.k': 'v' },
  });
});

test('SavedModel tags and version', () => {
  const { header } = readBytes(
    'm/saved_model.pb',
    join(numberField(1, 1), field(2, field(1, join(field(4, 'serve'), field(5, '2.12.0'))))),
  );
  expect(header).toMatchObject({ format: 'savedmodel', metadata: { tags: 'serve', tensorflow_version: '2.12.0' } });
});

test('TFLite description and embedded metadata', () => {
  const inner = flatbuffer('M001', ['Detector', 'Finds birds', '1.0', undefined, 'Acme', 'Apache-2.0']);
  const bytes = flatbuffer('TFL3', [
    3,
    undefined,
    undefined,
    'A model',
    [[], [inner]],
    undefined,
    [
      ['TFLITE_METADATA', 1],
      ['min_runtime_version', 0],
    ],
  ]);
  const { header, problems } = readBytes('m.tflite', bytes);
  expect(problems).toEqual([]);
  expect(header).toMatchObject({
    format: 'tflite',
    metadata: {
      version: '3',
      description: 'A model',
      'metadata.TFLITE_METADATA': 'buffer 1',
      'TFLITE_METADATA.name': 'Detector',
      'TFLITE_METADATA.author': 'Acme',
      'TFLITE_METADATA.license': 'Apache-2.0',
    },
  });
});

describe('archives', () => {
  test('PyTorch: strings of the pickle, never run', () => {
    const data = pickle({ license: 'AGPL-3.0 License', author: 'ignored', other: 'x' }, [
      ['acme.nn.tasks', 'DetectionModel'],
      ['torch._utils', '_rebuild_tensor_v2'],
      ['os', 'system'],
    ]);
    const { header, problems } = readBytes(
      'm.pt',
      zip({ 'archive/data.pkl': data, 'archive/data/0': 'w', 'archive/data/1': 'w', 'archive/version': '3' }),
    );
    expect(problems).toEqual([]);
    expect(header).toMatchObject({
      format: 'pytorch',
      tensorCount: 2,
      metadata: { 'pickle.license': 'AGPL-3.0 License', 'pickle.classes': 'acme.nn.tasks.DetectionModel, os.system' },
    });
    expect(header!.metadata).not.toHaveProperty('pickle.other');
  });

  test('a key whose value is no string is not given the next string', () => {
    const data = join([0x80, 2, 0x7d, 0x71, 0], 'X', u32(7), 'version', [0x71, 1, 0x4b, 1, 0x73], 'X', u32(5), 'conv1', [0x71, 2, 0x2e]);
    expect(readBytes('m.pt', zip({ 'a/data.pkl': data })).header!.metadata).not.toHaveProperty('pickle.version');
  });

  test('old PyTorch files by their magic number', () => {
    const magic = [0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];
    expect(readBytes('m.pth', join(magic, pickle({ license: 'MIT' })))).toMatchObject({
      header: { format: 'pytorch', metadata: { container: 'pickle', 'pickle.license': 'MIT' } },
    });
  });

  test('Keras', () => {
    const bytes = zip({
      'metadata.json': '{"keras_version": "3.4.1"}',
      'config.json': '{"module": "keras", "class_name": "Functional", "config": {"name": "acme_net"}}',
      'model.weights.h5': 'w',
    });
    expect(readBytes('m.keras', bytes).header).toMatchObject({
      format: 'keras',
      metadata: { 'metadata.keras_version': '3.4.1', 'config.class_name': 'Functional', 'config.name': 'acme_net' },
    });
  });

  test('NeMo, plain and compressed', () => {
    const bytes = tar({ './model_config.yaml': 'name: Acme\ntarget: nemo.collections.asr.models.EncDec\n', './weights.ckpt': 'w' });
    for (const content of [bytes, new Uint8Array(gzipSync(bytes))]) {
      expect(readBytes('m.nemo', content).header).toMatchObject({
        format: 'other',
        metadata: { 'model_config.name': 'Acme', 'model_config.target': 'nemo.collections.asr.models.EncDec', 'archive.members': '2' },
      });
    }
  });

  test('llamafile: the weights inside are named', () => {
    const bytes = join('MZqFpD=program', zip({ 'acme-7b.Q4_0.gguf': 'GGUF' }, { store: true }));
    expect(readBytes('acme.llamafile', shiftZip(bytes, 14)).header!.metadata).toMatchObject({ 'archive.models': 'acme-7b.Q4_0.gguf' });
  });

  test('the listing agrees with yauzl', async () => {
    const bytes = zip({ 'a.txt': 'one', 'folder/ü.json': '{"x": 1}'.repeat(50), empty: '' });
    const own = listZip(new Bytes(bytes.length, (offset, length) => bytes.subarray(offset, offset + length)));
    const library: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      yauzl.fromBuffer(Buffer.from(bytes), { lazyEntries: false, decodeStrings: false }, (error, archive) => {
        if (error) return reject(error);
        archive.on('entry', (entry: yauzl.Entry) => {
          library.push([String(entry.fileName), entry.compressedSize, entry.uncompressedSize, entry.relativeOffsetOfLocalHeader]);
        });
        return archive.on('end', resolve).on('error', reject);
      });
    });
    expect(own.map(({ name, compressedSize, size, headerOffset }) => [name, compressedSize, size, headerOffset])).toEqual(library);
  });
});

/** Moves the offset of the directory of a zip that stands behind a program. */
function shiftZip(bytes: Uint8Array, by: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = bytes.length - 6;
  view.setUint32(at, view.getUint32(at, true) + by, true);
  return bytes;
}

test('Git LFS pointers carry the hash and size of the file they stand for', () => {
  const oid = 'a'.repeat(64);
  const text = join(`version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 4920739232\n`);
  expect(readBytes('m.gguf', text)).toEqual({
    header: { format: 'lfs-pointer', metadata: {}, sha256: oid, size: 4_920_739_232 },
    problems: [],
  });
});

test.each([
  ['firmware.bin', join([1, 2, 3, 4])],
  ['empty.onnx.txt', new Uint8Array(0)],
  ['notes.pt', join('just text')],
])('%s is nothing known', (path, bytes) => {
  expect(readBytes(path, bytes)).toMatchObject({ header: { format: 'other', metadata: {} }, problems: [] });
});

test.each([
  ['m/model-00002-of-00005.safetensors', { set: 'm/model-*.safetensors', index: 2, count: 5 }],
  ['x-Q4_K_M-00001-of-00003.gguf', { set: 'x-Q4_K_M-*.gguf', index: 1, count: 3 }],
  ['big.gguf.part1of2', { set: 'big.gguf.*', index: 1, count: 2 }],
  ['consolidated.01.pth', { set: 'consolidated.*.pth', index: 2 }],
])('%s is a part', (path, shard) => expect(shardOf(path)).toEqual(shard));

test.each(['model.safetensors', 'v1-of-many.gguf', 'llama-3.1-8b.gguf', 'model-00006-of-00005.safetensors', 'best-2-of.pt'])(
  '%s stands alone',
  (path) => expect(shardOf(path)).toBeUndefined(),
);
