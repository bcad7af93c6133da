/** What a reference says beside its name: provider, revision, confidence; what can't be read; own rows; order and bounds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLinker } from '../../src/link/index.ts';
import { recognise } from '../../src/recognise/index.ts';
import { createPrefilter } from '../../src/recognise/prefilter.ts';
import { loadRules } from '../../src/rules/index.ts';
import type { SignatureFile } from '../../src/types/signature.ts';
import type { Linker } from '../../src/types/values.ts';
import { memoryProject } from '../support/project.ts';

const rules = loadRules();
const run = (files: Record<string, string>, userSignatures: SignatureFile[] = []) => {
  const project = memoryProject(files);
  return recognise(project, createLinker(project), rules, { userSignatures });
};

describe('the default of a library', () => {
  const text = (argument: string) => `from langchain_openai import OpenAIEmbeddings\nsettings = load()\nOpenAIEmbeddings(${argument})\n`;
  it('is claimed when no model is given', () => {
    expect(run({ 'a.py': text('') }).references.map((r) => [r.how, r.used])).toEqual([['library-default', true]]);
  });
  it('is not claimed when the arguments are handed over as a whole', () => {
    const { references, unresolved } = run({ 'a.py': text('**settings') });
    expect(references).toEqual([]);
    expect(unresolved.map((u) => u.reason)).toEqual(['the arguments are handed over as a whole']);
  });
});

describe('names of folders', () => {
  it.each(['runs/exp1', 'ckpts/lantern', 'weights/lantern', 'work_dirs/run'])('%s is no repository of a hub', (value) => {
    const files = { 'a.py': `from transformers import AutoModel\nmodel_path = "${value}"\nAutoModel.from_pretrained("acme/encoder")\n` };
    expect(
      run(files)
        .references.filter((r) => r.used)
        .map((r) => r.name),
    ).toEqual(['acme/encoder']);
  });
});

describe('a reference', () => {
  it('belongs to the host of the base URL, not to the maker of the SDK', () => {
    const text = (url: string) =>
      `from openai import OpenAI\nclient = OpenAI(base_url="${url}")\nclient.chat.completions.create(model="qwen-max", messages=[])\n`;
    expect(run({ 'a.py': text('https://dashscope.aliyuncs.com/compatible-mode/v1') }).references[0]).toMatchObject({
      name: 'qwen-max',
      provider: 'alibaba-dashscope',
    });
    const local = run({ 'a.py': text('http://localhost:11434/v1') }).references[0];
    expect(local).toMatchObject({ name: 'qwen-max' });
    expect(local?.provider).toBeUndefined();
    expect(local?.registry).toBeUndefined();
  });

  it('takes the base URL from the environment of the project', () => {
    const found = run({
      'a.py': 'from openai import OpenAI\nclient = OpenAI()\nclient.chat.completions.create(model="deepseek-chat", messages=[])\n',
      '.env': 'OPENAI_BASE_URL=https://api.deepseek.com/v1\n',
    });
    expect(found.references.find((reference) => reference.path === 'a.py')).toMatchObject({ provider: 'deepseek' });
  });

  it('keeps revision and file that a command line or a container asks for, and not those of its helpers', () => {
    const { references } = run({
      'serve.sh':
        'vllm serve mistralai/Mistral-7B-v0.1 --revision 26bca36 --speculative-model facebook/opt-125m\nllama-server --hf-repo bartowski/gemma-2-2b-it-GGUF --hf-file gemma-2-2b-it-Q4_K_M.gguf\nhf download acme/encoder --revision $REV\n',
      'compose.yaml':
        'services:\n  t:\n    image: ghcr.io/huggingface/text-embeddings-inference:1.5\n    command: --model-id BAAI/bge-m3 --revision refs/pr/5\n',
    });
    expect(references.map(({ name, revision, file }) => [name, revision, file])).toEqual([
      ['BAAI/bge-m3', 'refs/pr/5', undefined],
      ['mistralai/Mistral-7B-v0.1', '26bca36', undefined],
      ['facebook/opt-125m', undefined, undefined],
      ['bartowski/gemma-2-2b-it-GGUF', undefined, 'gemma-2-2b-it-Q4_K_M.gguf'],
      ['acme/encoder', undefined, undefined],
    ]);
  });
  it('is found in a variable of any name when its scheme tells the registry, or a bucket holds a copy of a known model', () => {
    const text = (...lines: string[]): string => `OPENAI_MODEL=gpt-4o\n${lines.join('\n')}\n`;
    const names = (env: string): string[] => run({ '.env': env }).references.map((r) => r.name);
    expect(names(text('SOURCE=hf://microsoft/phi-4', 'CHAT_MODEL=gs://weights/meta-llama/Llama-3.2-1B'))).toEqual([
      'gpt-4o',
      'hf://microsoft/phi-4',
      'gs://weights/meta-llama/Llama-3.2-1B',
    ]);
    for (const line of [
      'DATA=hf://datasets/squad',
      'CHAT_MODEL=gs://weights/reports/2025',
      'SITE=https://huggingface.co/docs',
      'DB=postgres://a/b',
    ])
      expect(names(text(line)), line).toEqual(['gpt-4o']);
  });
  it('keeps revision and file of a download', () => {
    const found = run({
      'a.py': 'from huggingface_hub import hf_hub_download\nhf_hub_download("google/gemma-7b", "model.safetensors", revision="abc123")\n',
    });
    expect(found.references).toMatchObject([
      { name: 'google/gemma-7b', revision: 'abc123', file: 'model.safetensors', signature: 'huggingface-hub.hf-hub-download' },
    ]);
  });

  it('says how the name came to the call', () => {
    const found = run({ 'a.py': 'from transformers import AutoModel\nNAME = "google/flan-t5-base"\nAutoModel.from_pretrained(NAME)\n' });
    expect(found.references[0]).toMatchObject({ line: 2, how: 'constant', usage: 'load', role: 'weights' });
    expect(found.references[0]?.trace?.at(-1)).toMatchObject({ path: 'a.py', line: 3 });
  });

  it('of a tokenizer alone is no reference to weights', () => {
    const found = run({ 'a.py': 'from transformers import AutoTokenizer\nAutoTokenizer.from_pretrained("openai/whisper-tiny")\n' });
    expect(found.references).toMatchObject([{ name: 'openai/whisper-tiny', role: 'tokenizer' }]);
  });

  it('to a deployment of Azure is one only when the name is a model’s, with medium confidence', () => {
    const text = (name: string) => `from openai import AzureOpenAI\nAzureOpenAI().chat.completions.create(model="${name}", messages=[])\n`;
    expect(run({ 'a.py': text('gpt-4o') }).references).toMatchObject([{ name: 'gpt-4o', confidence: 'medium', provider: 'azure-openai' }]);
    expect(run({ 'a.py': text('team-chat') })).toMatchObject({
      references: [],
      unresolved: [{ raw: 'team-chat', vendor: 'azure-openai' }],
    });
  });

  it('made by joining parts is a prefix', () => {
    const found = run({
      'a.ts': "import { AutoModel } from '@huggingface/transformers';\nawait AutoModel.from_pretrained(`Xenova/whisper-${size}`);\n",
    });
    expect(found.references).toMatchObject([{ name: 'Xenova/whisper-', target: 'prefix', how: 'prefix' }]);
  });
});

describe('what cannot be read', () => {
  it('is kept with the reason and the vendor', () => {
    const found = run({
      'a.py': 'from anthropic import Anthropic\n\ndef ask(name):\n    return Anthropic().messages.create(model=name, messages=[])\n',
    });
    expect(found.references).toEqual([]);
    expect(found.unresolved).toMatchObject([{ path: 'a.py', line: 4, raw: 'name', vendor: 'anthropic', signature: 'anthropic.messages' }]);
    expect(found.unresolved[0]?.reason).toMatch(/name/);
  });

  it('does not include local folders and placeholders', () => {
    const found = run({
      'a.py':
        'from transformers import AutoModel\nAutoModel.from_pretrained("./output")\nAutoModel.from_pretrained("your-username/your-model")\n',
    });
    expect(found.references).toEqual([]);
    expect(found.unresolved).toEqual([]);
  });
});

describe('published models', () => {
  it('are no uses and name what they are made from', () => {
    const found = run({ 'train.yaml': 'model_name_or_path: google/gemma-7b\nhub_model_id: acme-labs/gemma-7b-chat\n' });
    expect(found.references.map((reference) => reference.name)).toEqual(['google/gemma-7b']);
    expect(found.published).toMatchObject([
      { name: 'acme-labs/gemma-7b-chat', bases: [{ name: 'google/gemma-7b', relation: 'finetune' }] },
    ]);
  });
});

describe('rows of users', () => {
  it('find what the shipped rows do not know', () => {
    const files = { 'a.py': 'from acme.llm import gateway\ngateway.ask(engine="house-model-7")\n' };
    expect(run(files).references).toEqual([]);
    const own: SignatureFile = {
      library: 'acme',
      anchors: ['acme.llm'],
      source: ['own'],
      checkedOn: '2026-11-25',
      signatures: [
        {
          id: 'acme.ask',
          kind: 'call',
          language: ['python'],
          module: ['acme.llm'],
          symbol: ['gateway.ask'],
          registry: 'acme',
          usage: 'load',
          model: [{ name: ['engine'] }],
        },
      ],
    };
    expect(run(files, [own]).references).toMatchObject([{ name: 'house-model-7', registry: 'acme', signature: 'acme.ask' }]);
  });
});

describe('bounds', () => {
  it('gives the same answer twice', () => {
    const files = { 'b.py': 'MODELS = ["gpt-4o", "o3-mini"]\nprint(choose(MODELS))\n', 'a.yaml': 'model: gpt-4o\n' };
    expect(run(files)).toEqual(run(files));
    expect(run(files).references.map((reference) => reference.path)).toEqual(['a.yaml', 'b.py', 'b.py']);
  });

  it('survives a linker that fails', () => {
    const broken = (): never => {
      throw new RangeError('Maximum call stack size exceeded');
    };
    const linker: Linker = { resolve: broken, symbols: broken, member: broken, handedOver: broken, environment: broken };
    const found = recognise(
      memoryProject({ 'a.py': 'from transformers import AutoModel\nAutoModel.from_pretrained(name)\n' }),
      linker,
      rules,
    );
    expect(found.unresolved[0]?.reason).toMatch(/failed/);
  });

  it.each([
    ['deep nesting', { 'a.js': `const model = ${'['.repeat(4_000)}"gpt-4o"${']'.repeat(4_000)};\n` }],
    ['a long chain of calls', { 'a.js': `openai${'.model("x")'.repeat(5_000)};\n` }],
    ['a line of a million characters', { 'a.py': `model = "${'a-'.repeat(500_000)}"\n` }],
    [
      'broken sources',
      {
        'a.py': 'def model(:\n  from_pretrained("',
        'b.json': '{"model": ',
        'c.yaml': 'model: [',
        'd.ipynb': '{"cells": [{"source": "model',
      },
    ],
    ['a flood of brackets in prose', { 'a.md': `model ${'[('.repeat(50_000)}\n${'huggingface.co/'.repeat(5_000)}\n` }],
    [
      'a JSON file of many rows',
      { 'a.json': JSON.stringify({ models: Array.from({ length: 20_000 }, (_, index) => ({ model: `m-${index}`, provider: 'x' })) }) },
    ],
  ])('survives %s', (_what, files) => {
    expect(run(files as Record<string, string>).references.filter((reference) => reference.used && reference.how === 'declared')).toEqual(
      [],
    );
  });
});

describe('the look at raw text', () => {
  const anchors = ['from_pretrained', 'zebra-', 'quokka'];
  const worthReading = createPrefilter(rules, anchors);

  it('finds every anchor anywhere and in any case', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...anchors),
        fc.string({ maxLength: 40 }),
        fc.string({ maxLength: 40 }),
        fc.boolean(),
        (anchor, before, after, upper) => {
          expect(worthReading(before + (upper ? anchor.toUpperCase() : anchor) + after)).toBe(true);
        },
      ),
    );
  });

  it('turns down text without any', () => {
    for (const text of [
      '',
      'abc',
      'int main() { return 0; }',
      'The quick brown fox jumps over the lazy dog. '.repeat(500),
      'zebr',
      'quokk',
    ])
      expect(worthReading(text)).toBe(false);
  });
});
