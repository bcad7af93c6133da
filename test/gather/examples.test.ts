import { describe, expect, it } from 'vitest';
import { known } from './helpers.ts';

/**
 * The worked examples of the openness guide (its section 9) as far as the catalogue holds their facts. `less`: the class here is less open
 * than the guide's, because a fact the guide knows is not in the catalogue; never may it be more open.
 */
const EXAMPLES: [name: string, expected: string, less?: string][] = [
  ['allenai/OLMo-7B', 'open-source-ai'],
  ['EleutherAI/pythia-12b', 'open-source-ai'],
  ['LLM360/Amber', 'open-source-ai'],
  ['google-t5/t5-11b', 'open-source-ai', 'open-model'],
  ['HuggingFaceTB/SmolLM3-3B', 'open-source-ai', 'open-weights-permissive'],
  ['google-bert/bert-base-uncased', 'open-model', 'open-weights-permissive'],
  ['openai-community/gpt2-xl', 'open-weights-permissive'],
  ['openai/whisper-large-v3', 'open-weights-permissive'],
  ['mistralai/Mistral-7B-v0.1', 'open-weights-permissive'],
  ['mistralai/Mixtral-8x7B-v0.1', 'open-weights-permissive'],
  ['microsoft/phi-4', 'open-weights-permissive'],
  ['openai/gpt-oss-120b', 'open-weights-permissive'],
  ['Qwen/Qwen3-235B-A22B', 'open-weights-permissive'],
  ['zai-org/GLM-4.5', 'open-weights-permissive'],
  ['zai-org/GLM-5', 'open-weights-permissive'],
  ['deepseek-ai/DeepSeek-R1', 'open-weights-permissive'],
  ['google/gemma-4-E4B', 'open-weights-permissive'],
  ['xai-org/grok-1', 'open-weights-permissive'],
  ['tiiuae/falcon-40b', 'open-model', 'open-weights-permissive'],
  ['moonshotai/Kimi-K2-Instruct', 'open-weights-permissive'],
  ['nvidia/Nemotron-4-340B-Instruct', 'open-weights-restricted'],
  ['deepseek-ai/DeepSeek-V3', 'open-weights-restricted'],
  ['bigscience/bloom', 'open-weights-restricted'],
  ['bigcode/starcoder2-15b', 'open-weights-restricted'],
  ['meta-llama/Llama-2-70b', 'open-weights-restricted'],
  ['meta-llama/Llama-3.1-405B', 'open-weights-restricted'],
  ['meta-llama/Llama-4-Maverick-17B-128E-Instruct', 'open-weights-restricted'],
  ['google/gemma-2-9b', 'open-weights-restricted'],
  ['Qwen/Qwen2.5-72B', 'open-weights-restricted'],
  ['tiiuae/falcon-180B', 'open-weights-restricted'],
  ['ai21labs/AI21-Jamba-1.5-Large', 'open-weights-restricted'],
  ['tencent/Tencent-Hunyuan-Large', 'open-weights-restricted'],
  ['CompVis/stable-diffusion-v1-4', 'open-weights-restricted'],
  ['stabilityai/stable-diffusion-3-medium', 'open-weights-restricted'],
  ['Qwen/Qwen2.5-3B-Instruct', 'open-weights-noncommercial'],
  ['CohereLabs/c4ai-command-r-plus', 'open-weights-noncommercial'],
  ['mistralai/Mistral-Large-Instruct-2407', 'open-weights-noncommercial'],
  ['mistralai/Codestral-22B-v0.1', 'open-weights-noncommercial'],
  ['black-forest-labs/FLUX.1-dev', 'open-weights-noncommercial'],
  ['black-forest-labs/FLUX.1-schnell', 'open-weights-permissive'],
  ['facebook/opt-66b', 'open-weights-noncommercial'],
  ['apple/OpenELM-3B', 'open-weights-restricted'],
];

describe('worked examples', () => {
  it.each(EXAMPLES)('%s is %s', (name, expected, less) => {
    const { openness } = known(name);
    expect(openness.class).toBe(less ?? expected);
  });

  it.each([
    ['yolov8x.pt', { registry: 'ultralytics' }, 'open-model'],
    ['gpt-4o', { provider: 'openai' }, 'api-only'],
    ['gemini-1.5-pro', { provider: 'google-gemini' }, 'api-only'],
    ['claude-3-5-sonnet-20241022', { provider: 'anthropic' }, 'api-only'],
  ])('%s is %s', (name, more, expected) => {
    expect(known(name, more).openness.class).toBe(expected);
  });

  it('knows nothing of models that were never released and does not guess', () => {
    expect(known('Gopher-280B').openness).toMatchObject({ class: 'unknown', verdict: 'unknown' });
  });
});
