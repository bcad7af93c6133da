import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { localStores } from '../../src/gather/stores.ts';
import { gathered, reference } from './helpers.ts';

const home = mkdtempSync(join(tmpdir(), 'audit-models-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
}

const hub = '.cache/huggingface/hub/models--org--model';
put(`${hub}/refs/main`, 'aaaa\n');
put(`${hub}/snapshots/aaaa/README.md`, '---\nlicense: cc-by-4.0\nbase_model: org/base\n---\n');
put(`${hub}/snapshots/aaaa/model.safetensors`, 'x');
put(`${hub}/snapshots/bbbb/README.md`, '---\nlicense: mit\n---\n');
put('.cache/modelscope/hub/org/name___1/README.md', '---\nlicense: apache-2.0\n---\n');
const layer = (kind: string, digest: string) => ({ mediaType: `application/vnd.ollama.image.${kind}`, digest, size: 1 });
const digest = `sha256:${'1'.repeat(64)}`;
const manifest = (...layers: object[]): string => JSON.stringify({ schemaVersion: 2, layers });
put(
  '.ollama/models/manifests/registry.ollama.ai/library/tuned/7b',
  manifest(layer('model', `sha256:${'2'.repeat(64)}`), layer('license', digest)),
);
put('.ollama/models/manifests/registry.ollama.ai/library/far/cloud', manifest(layer('params', `sha256:${'3'.repeat(64)}`)));
put('.ollama/models/manifests/registry.ollama.ai/library/evil/latest', manifest(layer('license', 'sha256:../../../../secret')));
put('.ollama/models/manifests/registry.ollama.ai/library/broken/latest', '{"layers": [null, 7');
put(`.ollama/models/blobs/${digest.replace(':', '-')}`, 'Permission is hereby granted, free of charge, to any person');
put('.lmstudio/models/maker/small-GGUF/README.md', '---\nlicense: apache-2.0\n---\n');
put('.lmstudio/models/maker/small-GGUF/small.Q4_K_M.gguf', 'x');
put('.cache/torch/sentence_transformers/maker_sentences/README.md', '---\nlicense: mit\n---\n');
put('.cache/torch/hub/maker_repo_main/LICENSE', 'Permission is hereby granted');
put('.cache/whisper/tiny.pt', 'x');
put('secret', 'secret');

const stores = localStores({ env: {}, home });

describe('stores', () => {
  it('find a model of the hub by its reference, or by the revision asked for', () => {
    expect(stores.find('huggingface', 'org/model')).toMatchObject({
      store: 'Hugging Face cache',
      revision: 'aaaa',
      hasWeights: true,
      card: { license: ['cc-by-4.0'], baseModels: ['org/base'] },
    });
    expect(stores.find('huggingface', 'org/model', 'bbbb')).toMatchObject({
      revision: 'bbbb',
      card: { license: ['mit'] },
      hasWeights: false,
    });
  });

  it('find ModelScope and Ollama models, with licence layers', () => {
    expect(stores.find('modelscope', 'org/name.1')?.card?.license).toEqual(['apache-2.0']);
    const tuned = stores.find('ollama', 'tuned:7b');
    expect(tuned).toMatchObject({ store: 'Ollama store', hasWeights: true });
    expect(tuned!.licenseTexts.map(({ text }) => text.slice(0, 10))).toEqual(['Permission']);
    expect(stores.find('ollama', 'far:cloud')?.hasWeights).toBe(false);
  });

  it('find models of LM Studio, sentence-transformers, torch hub and whisper', () => {
    expect(stores.find('huggingface', 'maker/small-GGUF')).toMatchObject({
      store: 'LM Studio',
      hasWeights: true,
      card: { license: ['apache-2.0'] },
    });
    expect(stores.find('huggingface', 'maker/sentences')).toMatchObject({
      store: 'sentence-transformers cache',
      card: { license: ['mit'] },
    });
    expect(stores.find('torchhub', 'maker/repo:entry')).toMatchObject({
      store: 'torch hub cache',
      licenseTexts: [{ text: 'Permission is hereby granted' }],
    });
    expect(stores.find('whisper', 'tiny')).toMatchObject({ store: 'whisper cache', hasWeights: true });
  });

  it('have nothing for names that are not there or reach outside', () => {
    for (const name of ['maker/none', '../../secret', 'maker/..', 'a/b/c']) {
      for (const registry of ['huggingface', 'torchhub', 'whisper', 'ollama']) expect(stores.find(registry, name)).toBeUndefined();
    }
    expect(stores.find('torchhub', 'maker/rep')).toBeUndefined();
  });

  it('feed gathering', () => {
    const [found] = gathered([reference('org/model', { registry: 'huggingface' })], undefined, { stores });
    expect(found!.license.declared).toBe('CC-BY-4.0');
    expect(found!.facts.baseModels[0]).toMatchObject({ id: 'huggingface:org/base', evidence: [{ source: 'local-store' }] });
  });

  it('are empty for what is not there, broken or out of bounds', () => {
    for (const [registry, name] of [
      ['huggingface', 'org/none'],
      ['huggingface', '../../etc/passwd'],
      ['huggingface', 'a/b/c'],
      ['ollama', 'none'],
      ['ollama', '../../../secret'],
      ['ollama', 'broken'],
      ['modelscope', 'x'],
      ['openai', 'gpt-4o'],
    ] as const) {
      expect(stores.find(registry, name)).toBeUndefined();
    }
    expect(stores.find('ollama', 'evil')?.licenseTexts).toEqual([]);
    expect(stores.find('huggingface', 'org/model', '../../../x')?.revision).toBe('aaaa');
  });

  it('read no large file and no folder as text', () => {
    put(`${hub}/snapshots/cccc/README.md`, `---\nlicense: mit\n---\n${'x'.repeat(2_000_000)}`);
    mkdirSync(join(home, hub, 'snapshots/dddd/LICENSE'), { recursive: true });
    symlinkSync(join(home, 'nowhere'), join(home, hub, 'snapshots/dddd/README.md'));
    expect(stores.find('huggingface', 'org/model', 'cccc')?.card).toBeUndefined();
    expect(stores.find('huggingface', 'org/model', 'dddd')).toMatchObject({ licenseTexts: [] });
  });

  it('take their places from the environment', () => {
    const moved = localStores({
      env: { HF_HOME: join(home, '.cache/huggingface'), OLLAMA_MODELS: join(home, '.ollama/models') },
      home: '/nowhere',
    });
    expect(moved.find('huggingface', 'org/model')?.revision).toBe('aaaa');
    expect(moved.find('ollama', 'tuned:7b')).toBeDefined();
  });
});
