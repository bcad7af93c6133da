/** Model stores of a machine, each in a home folder of its own. */

import type { StoreSample } from './sample.ts';

const CARD = '---\nlicense: mit\nbase_model: org/base\n---\n';
const digest = `sha256:${'1'.repeat(64)}`;
const layer = (kind: string, of: string) => ({ mediaType: `application/vnd.ollama.image.${kind}`, digest: of });

export const STORES: Record<string, StoreSample> = {
  'huggingface-cache': {
    registry: 'huggingface',
    name: 'org/model',
    files: {
      '.cache/huggingface/hub/models--org--model/refs/main': 'aaaa\n',
      '.cache/huggingface/hub/models--org--model/snapshots/aaaa/README.md': CARD,
      '.cache/huggingface/hub/models--org--model/snapshots/aaaa/LICENSE': 'Permission is hereby granted',
      '.cache/huggingface/hub/models--org--model/snapshots/aaaa/model.safetensors': 'x',
    },
  },
  ollama: {
    registry: 'ollama',
    name: 'tuned:7b',
    files: {
      '.ollama/models/manifests/registry.ollama.ai/library/tuned/7b': JSON.stringify({
        layers: [layer('model', `sha256:${'2'.repeat(64)}`), layer('license', digest)],
      }),
      [`.ollama/models/blobs/${digest.replace(':', '-')}`]: 'Permission is hereby granted',
    },
  },
  modelscope: {
    registry: 'modelscope',
    name: 'org/name.1',
    files: {
      '.cache/modelscope/hub/models/org/name___1/README.md': CARD,
      '.cache/modelscope/hub/models/org/name___1/LICENSE': 'Permission is hereby granted',
      '.cache/modelscope/hub/models/org/name___1/model.safetensors': 'x',
    },
  },
  'torch-hub': {
    registry: 'torchhub',
    name: 'maker/repo:entry',
    files: {
      '.cache/torch/hub/maker_repo_main/LICENSE': 'Permission is hereby granted',
      '.cache/torch/hub/maker_repo_main/hubconf.py': '',
      '.cache/torch/hub/checkpoints/entry.pth': 'x',
    },
  },
  'lm-studio': {
    registry: 'huggingface',
    name: 'maker/small-GGUF',
    files: {
      '.lmstudio/models/maker/small-GGUF/README.md': CARD,
      '.lmstudio/models/maker/small-GGUF/LICENSE': 'Permission is hereby granted',
      '.lmstudio/models/maker/small-GGUF/small.Q4_K_M.gguf': 'x',
    },
  },
  'sentence-transformers': {
    registry: 'huggingface',
    name: 'maker/sentences',
    files: {
      '.cache/torch/sentence_transformers/maker_sentences/README.md': CARD,
      '.cache/torch/sentence_transformers/maker_sentences/LICENSE': 'Permission is hereby granted',
      '.cache/torch/sentence_transformers/maker_sentences/pytorch_model.bin': 'x',
    },
  },
  whisper: { registry: 'whisper', name: 'tiny', files: { '.cache/whisper/tiny.pt': 'x' } },
};
