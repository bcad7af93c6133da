import { describe, expect, it } from 'vitest';
import type { Project } from '../../src/types/project.ts';
import type { ModelFileHeader } from '../../src/types/source.ts';
import type { RuleBook } from '../../src/types/rules.ts';
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
  /** The rules with one known file. */
  const withFile: RuleBook = {
    ...rules,
    version: 'test',
    data: <T>(name: string): T =>
      name === 'forensics/files.json' ? ({ files: [{ sha256, model: 'meta-llama/Llama-3.1-8B' }] } as T) : rules.data(name),
  };

  it('are what their content is, whatever they are called', () => {
    const of = project({ card: 'license: apache-2.0', header: { format: 'lfs-pointer', sha256: sha256.toUpperCase() } });
    const found = look(of, { rules: withFile });
    expect(found.facts.baseModels).toMatchObject([
      {
        id: 'huggingface:meta-llama/Llama-3.1-8B',
        relation: 'conversion',
        confidence: 'high',
        evidence: [{ source: 'hash', path: 'm/model.safetensors' }],
      },
    ]);
    expect(found.laxer).toMatchObject([{ base: 'huggingface:meta-llama/Llama-3.1-8B', ownExpression: 'Apache-2.0' }]);
  });

  it('say nothing about other content', () => {
    expect(look(project({ header: { sha256: 'cd'.repeat(32) } }), { rules: withFile }).facts.baseModels).toEqual([]);
  });
});
