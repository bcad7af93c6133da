import { describe, expect, it } from 'vitest';
import { strictness, termsOf } from '../../src/classify/terms.ts';
import { readTag, union } from '../../src/gather/claims.ts';
import { baseOfFamily, closedModel, identityRules, lineOf, repositoryOf } from '../../src/identify/index.ts';
import { KnownModels } from '../../src/classify/known-models.ts';
import { createLicenseEngine } from '../../src/licenses/index.ts';
import { loadRules } from '../../src/rules/index.ts';

const rules = loadRules();
const known = new KnownModels(rules, createLicenseEngine(rules));
const groupOf = (words: readonly string[]): string =>
  termsOf(union(words.map((word) => readTag(word, undefined, rules).expression)), rules).group;
const restricts = (group: string): boolean => group !== 'unknown' && strictness(group as 'free') > strictness('free-plus');

describe('lines of models', () => {
  // No schema checks these rows, and what a misspelt key says would be lost: weights are public unless said otherwise.
  it('have only keys and words that are read', () => {
    const { lines } = rules.data!<{ lines: Record<string, Record<string, unknown>[]> }>('identity/lines.json');
    for (const [organisation, rows] of Object.entries(lines)) {
      expect(organisation).toBe(organisation.toLowerCase());
      for (const { names, license, weights = 'public', source, ...unread } of rows) {
        expect([names, unread]).toEqual([names, {}]);
        expect(license).toBeTruthy();
        expect(['public', 'gated', 'api', 'none']).toContain(weights);
        expect(['string', 'undefined']).toContain(typeof source);
      }
    }
  });

  it('state licences that are known', () => {
    const { lines } = rules.data!<{ lines: Record<string, { names: string; license: string | string[] }[]> }>('identity/lines.json');
    const rows = Object.entries(lines).flatMap(([organisation, list]) => list.map((row) => ({ organisation, ...row })));
    expect(rows.length).toBeGreaterThan(300);
    for (const { organisation, names, license } of rows.filter((row) => row.license !== 'NONE')) {
      expect([organisation, names, groupOf([license].flat())]).not.toContain('unknown');
    }
  });

  it.each<[name: string, group: string | undefined]>([
    ['Qwen/Qwen2.5-3B-Anything', 'noncommercial'],
    ['Qwen/Qwen2.5-32B-Anything', 'free'],
    ['Qwen/Qwen1.5-4B-Chat-GGUF', 'noncommercial'],
    ['Qwen/Qwen3-9B', 'free'],
    ['Qwen/Qwen9-9B', undefined],
    ['meta-llama/Llama-3.2-77B', 'restricted'],
    ['google/gemma-3-99b', 'restricted'],
    ['google/gemma-4-99b', 'free'],
    ['google/gemma-5-99b', undefined],
    ['mistralai/Mistral-Large-Instruct-2499', 'noncommercial'],
    ['mistralai/Devstral-2-123B-Instruct-9912', 'restricted'],
    ['deepseek-ai/DeepSeek-V3', 'restricted'],
    ['deepseek-ai/DeepSeek-V3.2-Next', 'free'],
    ['deepseek-ai/DeepSeek-R1-Distill-Llama-8B', 'restricted'],
    ['CohereLabs/aya-101', 'free'],
    ['CohereLabs/aya-999', 'noncommercial'],
    ['timm/convnextv2_giga.fcmae', 'noncommercial'],
    ['timm/resnet99.a1_in1k', 'free'],
    ['nobody/Qwen3-9B', undefined],
  ])('%s is %s', (name, group) => {
    const line = lineOf(name, rules);
    expect(line && groupOf(line.licenses)).toBe(group);
  });
});

describe('families', () => {
  it('are restricted: a name gives a lower bound, which a free base would not', () => {
    for (const base of new Set(identityRules(rules).families.map((family) => family.base))) {
      expect([base, restricts(known.of(base).table.terms.group)]).toEqual([base, true]);
    }
  });

  it.each([
    'x/Llama-3.1-8B-Story',
    'x/llama3-8b-cn',
    'x/Llama3.2-1B-it',
    'x/HyperLlama3.1-v2',
    'x/L3.3-Mokume-70b',
    'x/llama-7b-hf',
    'x/Negative_LLAMA_70B',
    'x/Llama-2-7b-chat-ft',
    'x/CodeLlama-7b-sql',
    'x/vicuna-13b-ger',
    'x/alpaca-lora-13b',
    'x/gemma-2-9b-abliterated',
    'x/gemma3-4b-ocr',
    'x/medgemma-4b-ft',
    'x/Qwen2.5-3B-GRPO',
    'x/qwen1.5-14b-sft',
    'x/Mistral-Large-2411-exl2',
    'x/command-r-35b',
    'x/aya-23-8b-ft',
    'x/flux-dev-lora',
    'x/FLUX.1-Turbo',
    'x/sdxl-lora',
    'x/dreambooth-sd21',
    'x/bloomz-560m-ft',
    'x/opt-1.3b-rlhf',
    'x/falcon-180b-awq',
    'x/Falcon3-10B-ft',
    'x/chatglm2-6b-lora',
    'x/starcoder2-7b-ft',
    'x/deepseek-coder-6.7b-ft',
    'x/DeepSeek-V3-awq',
    'x/exaone-deep-2.4b',
    'x/Hunyuan-A13B-gguf',
    'x/LFM2-1.2B-tool',
    'x/segformer-b0-ft',
    'x/dinov3-vitl16-seg',
    'x/layoutlmv3-cord',
    'x/XTTS-v2-de',
    'x/nllb-200-600M-swh',
    'x/jamba-1.5-mini-awq',
    'x/WizardLM-13B-V1.2',
    'x/DeepSeek-R1-Distill-Llama-8B-ft',
  ])('%s belongs to one', (name) => {
    expect(baseOfFamily(name, rules)).toBeDefined();
  });

  it.each([
    'x/open_llama_3b_ft',
    'x/open-llama-7b',
    'x/TinyLlama-1.1B-ft',
    'x/llama-tokenizer',
    'x/llamafile-demo',
    'x/gemma-4-E4B-ft',
    'x/Qwen2.5-7B-ft',
    'x/Qwen3-8B-ft',
    'x/Qwen-1.5B-tiny',
    'x/DeepSeek-R1-Distill-Qwen-7B-ft',
    'x/DeepSeek-V3.1-awq',
    'x/flux-schnell-lora',
    'x/falcon-7b-ft',
    'x/opt-out-classifier',
    'x/bloomberg-news-ner',
    'x/vicuna-wool',
    'x/Mixtral-8x7B-ft',
    'x/Ministral-3-8B-Instruct-2512-ft',
    'x/WizardLM-2-8x22B',
    'x/GLM-4-9B-0414-ft',
    'x/phi-4-ft',
    'x/MiniLM-L3-v2',
    'x/dinov2-small-ft',
    'x/sd-card-detector',
    'x/jamba-juice',
    'x/falcon-easy',
    'x/Amber-ft',
    'x/command-parser',
  ])('%s belongs to none', (name) => {
    expect(baseOfFamily(name, rules)).toBeUndefined();
  });
});

describe('licence words', () => {
  it('that only look like a known line are read as restricted ones alone', () => {
    const { patterns } = rules.data!<{ patterns: { license: string }[] }>('identity/words.json');
    expect(patterns.length).toBeGreaterThan(20);
    for (const { license } of patterns) expect([license, restricts(groupOf([license]))]).toEqual([license, true]);
  });
});

describe('names as people write them', () => {
  it.each([
    'GPT-4 Turbo',
    'GPT-3 175B (davinci)',
    'o3-mini',
    'DALL·E 3',
    'Claude 3.5 Sonnet',
    'Gemini 1.0 Ultra',
    'PaLM 2',
    'Grok 4',
    'Mistral Medium 3',
    'Qwen2.5-Max',
    'Nova Pro',
    'Sora',
    'Midjourney v6',
  ])('%s is closed', (name) => {
    expect(closedModel(name, rules)?.weights).toBe('api');
  });
  it.each(['Gopher (280B)', 'Chinchilla', 'Flamingo', 'Megatron-Turing NLG 530B', 'AlphaGo Zero'])('%s was never released', (name) => {
    expect(closedModel(name, rules)?.weights).toBe('none');
  });
  it.each([
    'GPT-2 (1.5B)',
    'GPT-J-6B',
    'GPT-NeoX-20B',
    'gpt-oss-120b',
    'Grok-1',
    'Grok-2',
    'Mistral 7B',
    'Mistral Large 2',
    'Qwen2.5-72B',
    'Gemma 2 27B',
    'palmyra-small',
    'OpenFlamingo',
    'Kimi K2',
    'GLM-4.5',
    'Reka Flash 3',
    'Yi-34B',
  ])('%s is not closed', (name) => {
    expect(closedModel(name, rules)).toBeUndefined();
  });
  it.each([
    ['qwen/qwen-2.5-72b-instruct', 'Qwen/Qwen2.5-72B-Instruct'],
    ['qwen2-5-72b-instruct', 'Qwen/Qwen2.5-72B-Instruct'],
    ['moonshotai/kimi-k2:free', 'moonshotai/Kimi-K2-Instruct'],
    ['mixtral-8x22b-instruct', 'mistralai/Mixtral-8x22B-Instruct-v0.1'],
    ['deepseek-v3.1:671b', 'deepseek-ai/DeepSeek-V3.1'],
  ])('%s stands for %s', (name, repository) => {
    expect(repositoryOf(name, rules)?.toLowerCase()).toBe(repository.toLowerCase());
  });
  it.each([
    'qwen/qwen3-max',
    'mistralai/mistral-medium-3',
    'ibm/granite-13b-chat-v2',
    'someone/anything',
    'zai/glm-9-pro',
    'assistant',
    '',
  ])('%s stands for no repository', (name) => {
    expect(repositoryOf(name, rules)).toBeUndefined();
  });
  it('of published models lead to records or lines with a licence', () => {
    const { models } = rules.data!<{ models: { id: string }[] }>('identity/plain.json');
    for (const { id } of models.filter((row) => !row.id.includes('$'))) {
      expect([id, known.of(id).license]).not.toContain('NOASSERTION');
    }
  });
});
