import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashOfFile, MAX_HASHED_FILE, MAX_HASHED_TOTAL } from '../../src/gather/hashes.ts';
import type { Project } from '../../src/types/project.ts';
import type { ModelFileHeader } from '../../src/types/source.ts';
import type { RuleBook } from '../../src/types/rules.ts';
import { readModelFile } from '../../src/summarise/headers/index.ts';
import { summarise } from '../../src/summarise/index.ts';
import { memoryProject } from '../support/project.ts';
import { gathered, reference, rules } from './helpers.ts';

type Json = Record<string, unknown>;

/** A folder with a model of the given configuration. */
function project(parts: { card?: string; config?: Json; tokenizer?: Json; header?: Partial<ModelFileHeader> }): Project {
  const files: Record<string, string> = { 'm/model.safetensors': '' };
  if (parts.card !== undefined) files['m/README.md'] = `---\n${parts.card}\n---\n`;
  if (parts.config) files['m/config.json'] = JSON.stringify(parts.config);
  if (parts.tokenizer) files['m/tokenizer_config.json'] = JSON.stringify(parts.tokenizer);
  return memoryProject(files, (path, format, text) => {
    const summary = summarise(path, format, text);
    const header: ModelFileHeader = { format: 'safetensors', metadata: {}, size: 1, ...parts.header };
    return path.endsWith('.safetensors') ? { ...summary, header } : summary;
  });
}

const look = (of: Project, more = {}) =>
  gathered([reference('m/model.safetensors', { path: 'm/model.safetensors', how: 'file', registry: 'file' })], of, more)[0]!;

const LLAMA3 = {
  architectures: ['LlamaForCausalLM'],
  hidden_size: 4096,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  intermediate_size: 14336,
  vocab_size: 128256,
};
const LLAMA3_TOKENIZER = { bos_token: '<|begin_of_text|>', eos_token: '<|end_of_text|>', tokenizer_class: 'PreTrainedTokenizerFast' };

describe('resembles', () => {
  it('reports tokenizer and shapes together, with the facts', () => {
    const found = look(project({ card: 'license: mit', config: LLAMA3, tokenizer: LLAMA3_TOKENIZER }));
    expect(found.resembles).toEqual([
      {
        family: 'Llama 3',
        base: 'meta-llama/Meta-Llama-3-8B',
        confidence: 'medium',
        facts: [
          'special tokens <|begin_of_text|>',
          'vocabulary of 128256',
          'shapes 4096/32/32/8/14336 (hidden, layers, heads, key/value heads, feed-forward)',
        ],
      },
    ]);
    // A question, not a judgement: the licence stays what the card says.
    expect(found.license.expression).toBe('MIT');
  });

  it('reads GGUF headers', () => {
    const metadata = {
      'general.architecture': 'llama',
      'llama.embedding_length': '4096',
      'llama.block_count': '32',
      'llama.attention.head_count': '32',
      'llama.attention.head_count_kv': '8',
      'llama.feed_forward_length': '14336',
      'tokenizer.ggml.pre': 'llama-bpe',
      'tokenizer.ggml.tokens.length': '128256',
    };
    expect(look(project({ header: { format: 'gguf', metadata } })).resembles.map((one) => one.family)).toEqual(['Llama 3']);
  });

  it('says nothing of a model that names the family as its base', () => {
    const card = 'license: llama3.1\nbase_model: meta-llama/Llama-3.1-8B';
    expect(look(project({ card, config: LLAMA3, tokenizer: LLAMA3_TOKENIZER })).resembles).toEqual([]);
  });
});

describe('what proves nothing', () => {
  const smol = {
    ...LLAMA3,
    hidden_size: 2048,
    num_hidden_layers: 36,
    num_attention_heads: 16,
    num_key_value_heads: 4,
    intermediate_size: 11008,
  };
  const open = { ...LLAMA3, num_key_value_heads: 32, intermediate_size: 11008, vocab_size: 32000 };
  it.each<[string, Parameters<typeof project>[0]]>([
    ['shapes alone, with a tokenizer of its own', { config: { ...LLAMA3, vocab_size: 65536 }, tokenizer: { bos_token: '<s>' } }],
    ['shapes alone, without a tokenizer', { config: LLAMA3 }],
    ['a reused tokenizer on other shapes', { config: smol, tokenizer: LLAMA3_TOKENIZER }],
    [
      'the shapes of the first LLaMA, trained from scratch',
      { config: open, tokenizer: { bos_token: '<s>', eos_token: '</s>', tokenizer_class: 'LlamaTokenizer' } },
    ],
    ['a vocabulary size alone', { config: { vocab_size: 128256 } }],
    ['a token in a chat template alone', { tokenizer: LLAMA3_TOKENIZER }],
    ['nothing', {}],
    ['nonsense', { config: { hidden_size: 'x', num_hidden_layers: -1, vocab_size: -0.5 }, tokenizer: { bos_token: { content: 7 } } }],
  ])('%s', (_name, parts) => {
    expect(look(project(parts)).resembles).toEqual([]);
  });
});

describe('known files', () => {
  const sha256 = 'ab'.repeat(32);
  const bytes = 'weights that somebody publishes';
  const hash = createHash('sha256').update(bytes).digest('hex');
  const groups = [
    { source: 'a list', files: { [sha256]: 'meta-llama/Llama-3.1-8B', [hash]: 'meta-llama/Llama-3.1-8B' } },
    { source: 'names of files', prefixes: { cafe1234: 'timm/resnet50.a1_in1k' } },
  ];
  /** The rules with these known files. */
  const withFile: RuleBook = {
    ...rules,
    version: 'test',
    data: <T>(name: string): T => (name === 'forensics/files.json' ? ({ checkedOn: '2026-11-25', groups } as T) : rules.data(name)),
  };

  it('are what their content is, whatever they are called', () => {
    const of = project({ card: 'license: apache-2.0', header: { format: 'lfs-pointer', sha256: sha256.toUpperCase() } });
    const found = look(of, { rules: withFile });
    expect(found.facts.baseModels).toMatchObject([
      {
        id: 'huggingface:meta-llama/Llama-3.1-8B',
        relation: 'conversion',
        confidence: 'high',
        evidence: [{ source: 'hash', path: 'm/model.safetensors', retrieved: '2026-11-25' }],
      },
    ]);
    expect(found.laxer).toMatchObject([{ base: 'huggingface:meta-llama/Llama-3.1-8B', ownExpression: 'Apache-2.0' }]);
  });

  it('say nothing about other content', () => {
    expect(look(project({ header: { sha256: 'cd'.repeat(32) } }), { rules: withFile }).facts.baseModels).toEqual([]);
  });

  it('are known by the first digits that publishers put into names, less surely', () => {
    const found = look(project({ header: { format: 'lfs-pointer', sha256: `cafe1234${'0'.repeat(56)}` } }), { rules: withFile });
    expect(found.facts.baseModels).toMatchObject([{ id: 'huggingface:timm/resnet50.a1_in1k', confidence: 'medium' }]);
    const near = look(project({ header: { format: 'lfs-pointer', sha256: `cafe1235${'0'.repeat(56)}` } }), { rules: withFile });
    expect(near.facts.baseModels).toEqual([]);
  });

  const file = (text: string, more: Record<string, string> = {}): Project => memoryProject({ 'm/model.pt': text, ...more });
  const lookAt = (of: Project) =>
    gathered([reference('m/model.pt', { path: 'm/model.pt', how: 'file', registry: 'file' })], of, { rules: withFile })[0]!;

  it('are read whole where nothing else says what they are', () => {
    const found = lookAt(file(bytes));
    expect(found.facts.baseModels).toMatchObject([{ id: 'huggingface:meta-llama/Llama-3.1-8B', relation: 'conversion' }]);
    expect(found.license).toMatchObject({ expression: 'LicenseRef-scancode-llama-3.1-license-2024', confidence: 'high' });
    expect(lookAt(file(`${bytes}!`)).facts.baseModels).toEqual([]);
    // The card says: no need to read on.
    const told = file(bytes, { 'm/README.md': '---\nlicense: mit\n---\n' });
    expect(lookAt(told).facts.baseModels).toEqual([]);
  });

  it('are not read when they are too large, and only so many', () => {
    const big = (size: number): Project => {
      let read = 0;
      const of = file(bytes);
      return {
        ...of,
        size: () => size,
        bytes: (_path, _offset, length) => ((read += length), new Uint8Array(length)),
        get root() {
          return String(read);
        },
      };
    };
    const over = big(MAX_HASHED_FILE + 1);
    expect(hashOfFile('m/model.pt', over)).toBeUndefined();
    expect(over.root).toBe('0');
    const many = big(MAX_HASHED_TOTAL / 4);
    const hashes = Array.from({ length: 6 }, (_, index) => hashOfFile(`m/${index}.pt`, many));
    expect(hashes.map((one) => one !== undefined)).toEqual([true, true, true, true, false, false]);
  });

  it('are those of openai/whisper, also under another name', () => {
    const [, sha] = ['tiny.en', 'd3dd57d32accea0b295c96e26691aa14d8822fac7d9d27d5dc00b4ca2826dd03'];
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha}\nsize 75571315\n`;
    const of = memoryProject({ 'weights/model.pt': pointer }, (path, format, text) => {
      const summary = summarise(path, format, text);
      return {
        ...summary,
        header: readModelFile(path, text.length, (at, length) => new TextEncoder().encode(text).subarray(at, at + length)).header!,
      };
    });
    const [found] = gathered([reference('weights/model.pt', { path: 'weights/model.pt', how: 'file', registry: 'file' })], of);
    expect(found!.facts.baseModels).toMatchObject([
      { id: 'huggingface:openai/whisper-tiny.en', relation: 'conversion', confidence: 'high' },
    ]);
    expect(found!.license).toMatchObject({ expression: 'MIT', confidence: 'high' });
  });

  it('name models of the catalogue, each by whole hashes or eight digits', () => {
    const raw = rules.data!<{ groups: { files?: Record<string, string>; prefixes?: Record<string, string> }[] }>('forensics/files.json');
    const whole = raw.groups.flatMap((group) => Object.entries(group.files ?? {}));
    const short = raw.groups.flatMap((group) => Object.entries(group.prefixes ?? {}));
    expect(whole.filter(([key]) => !/^[0-9a-f]{64}$/.test(key))).toEqual([]);
    expect(short.filter(([key]) => !/^[0-9a-f]{8}$/.test(key))).toEqual([]);
    expect(new Set([...whole, ...short].map(([key]) => key)).size).toBe(whole.length + short.length);
    expect([...whole, ...short].filter(([, model]) => rules.model(model)?.id !== model)).toEqual([]);
    // No whole hash of one model begins with the digits of another.
    const digits = new Map(short);
    expect(whole.filter(([key, model]) => digits.has(key.slice(0, 8)) && digits.get(key.slice(0, 8)) !== model)).toEqual([]);
    expect(whole.length).toBeGreaterThan(2_000);
  });
});
