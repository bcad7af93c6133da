/** Weights files, made byte by byte. */

import { gzipSync } from 'node:zlib';
import { field, flatbuffer, gguf, join, numberField, pickle, safetensors, tar, zip } from '../../summarise-headers/builders.ts';
import type { Sample } from './sample.ts';

const one = (path: string, bytes: Uint8Array | string): Sample => ({ files: { [path]: bytes } });
const tensor = { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] as [number, number] };

export const WEIGHTS: Record<string, Sample> = {
  gguf: one(
    'models/m.gguf',
    gguf(
      {
        'general.architecture': 'acme',
        'general.license': 'apache-2.0',
        'general.base_model.count': 1,
        'general.base_model.0.repo_url': 'https://huggingface.co/microsoft/phi-2',
      },
      { 'token_embd.weight': [8, 4] },
    ),
  ),
  safetensors: one('models/m.safetensors', safetensors({ t: tensor }, { format: 'pt', 'modelspec.license': 'MIT' })),
  onnx: one('models/m.onnx', join(numberField(1, 8), field(2, 'acme'), field(14, join(field(1, 'license'), field(2, 'AGPL-3.0'))))),
  tflite: one(
    'models/m.tflite',
    flatbuffer('TFL3', [
      3,
      undefined,
      undefined,
      'A model',
      [[], [flatbuffer('M001', ['D', 'x', '1', undefined, 'A', 'Apache-2.0'])]],
      undefined,
      [['TFLITE_METADATA', 1]],
    ]),
  ),
  coreml: one(
    'models/m.mlmodel',
    join(numberField(1, 4), field(2, field(100, join(field(3, 'Acme'), field(4, 'MIT')))), field(500, 'layers')),
  ),
  keras: one(
    'models/m.keras',
    zip({ 'metadata.json': '{"keras_version": "3.4.1"}', 'config.json': '{"class_name": "Functional"}', 'model.weights.h5': 'w' }),
  ),
  hdf5: one(
    'models/m.h5',
    join([0x89], 'HDF\r\n', [0x1a], '\n', 'keras_version', [0, 0], '2.15.0', [0], '{"class_name": "Sequential", "config": {}}'),
  ),
  savedmodel: one('models/m/saved_model.pb', join(numberField(1, 1), field(2, field(1, join(field(4, 'serve'), field(5, '2.12.0')))))),
  'pytorch-zip': one('models/m.pt', zip({ 'archive/data.pkl': pickle({ license: 'AGPL-3.0' }), 'archive/data/0': 'w' })),
  'pytorch-legacy': one(
    'models/m.pth',
    join([0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e], pickle({ license: 'MIT' })),
  ),
  pickle: one('models/classifier.pkl', pickle({ license: 'MIT' })),
  nemo: one('models/m.nemo', new Uint8Array(gzipSync(tar({ './model_config.yaml': 'name: Acme\n', './weights.ckpt': 'w' })))),
  'lfs-pointer': one('models/m.safetensors', `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 4000000\n`),
  shards: {
    files: {
      'models/model-00001-of-00002.safetensors': safetensors({ t: tensor }),
      'models/model-00002-of-00002.safetensors': safetensors({ u: tensor }),
      'models/model.safetensors.index.json':
        '{"weight_map": {"t": "model-00001-of-00002.safetensors", "u": "model-00002-of-00002.safetensors"}}',
    },
  },
  'by-name': one('models/detector.pdparams', join([1, 2, 3, 4])),
};
