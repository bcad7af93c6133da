import { describe, expect, it } from 'vitest';
import { classifyRecords, type InputRecord, type RecordLine } from '../../src/classify/records.ts';
import { loadRules } from '../../src/rules/index.ts';

const rules = loadRules();

async function classified(...records: InputRecord[]): Promise<RecordLine[]> {
  async function* open(): AsyncGenerator<InputRecord> {
    yield* records;
  }
  const lines: RecordLine[] = [];
  for await (const line of classifyRecords(open, rules)) lines.push(line);
  return lines;
}

const classes = async (...records: InputRecord[]): Promise<string[]> => (await classified(...records)).map((line) => line.class);

describe('bare ids', () => {
  it('answers from catalogue and vendors, in input order', async () => {
    const lines = await classified(
      { id: 'google-bert/bert-base-uncased' },
      { id: 'bert-base-uncased' },
      { id: 'meta-llama/Llama-3.1-8B-Instruct' },
      { id: 'openai:gpt-4o' },
      { id: 'gpt-4o' },
      { id: 'ollama:llama3.1:8b' },
      { id: 'llama3.1:8b' },
      { id: 'Qwen/Qwen3.7-Max' },
      { id: 'nobody/nothing' },
    );
    expect(lines.map((line) => [line.canonicalId, line.class, line.verdict])).toEqual([
      ['huggingface:google-bert/bert-base-uncased', 'open-weights-permissive', 'open'],
      ['huggingface:google-bert/bert-base-uncased', 'open-weights-permissive', 'open'],
      ['huggingface:meta-llama/Llama-3.1-8B-Instruct', 'open-weights-restricted', 'open'],
      ['openai:gpt-4o', 'api-only', 'closed'],
      ['openai:gpt-4o', 'api-only', 'closed'],
      ['ollama:llama3.1:8b', 'open-weights-restricted', 'open'],
      ['ollama:llama3.1:8b', 'open-weights-restricted', 'open'],
      ['dashscope:qwen3.7-max', 'api-only', 'closed'],
      ['huggingface:nobody/nothing', 'unknown', 'unknown'],
    ]);
  });

  it('takes one tag of a name for what that tag is', async () => {
    const lines = await classified({ id: 'ollama:qwen2.5:1.5b' }, { id: 'ollama:qwen2.5:3b' }, { id: 'ollama:deepseek-r1:70b' });
    expect(lines.map((line) => line.class)).toEqual(['open-weights-permissive', 'open-weights-noncommercial', 'open-weights-restricted']);
  });
});

describe('names that no list holds', () => {
  it.each([
    // Lines of publishers.
    ['Qwen/Qwen3-9B', 'open-weights-permissive'],
    ['Qwen/Qwen2.5-3B-Next', 'open-weights-noncommercial'],
    ['meta-llama/Llama-3.2-77B', 'open-weights-restricted'],
    ['meta-llama/Llama-4-Behemoth', 'unreleased'],
    ['openai/whisper-enormous', 'api-only'],
    ['openai/whisper-medium.fr', 'open-weights-permissive'],
    ['openai/gpt-7', 'api-only'],
    ['facebook/opt-175b', 'open-weights-noncommercial'],
    // Derivatives told by their names: the family's terms at least; a free family promises nothing.
    ['someone/Llama-3.1-8B-Story', 'open-weights-restricted'],
    ['someone/Qwen3-8B-Story', 'unknown'],
    ['unsloth/gemma-3-99b-it-GGUF', 'open-weights-restricted'],
    ['bartowski/Qwen3-9B-GGUF', 'open-weights-permissive'],
    ['nobody/nothing-7b', 'unknown'],
    // Hosts.
    ['openrouter/mistralai/mistral-medium-3', 'api-only'],
    ['openrouter/qwen/qwen-2.5-72b-instruct', 'open-weights-restricted'],
    ['openrouter/moonshotai/kimi-k2:free', 'open-weights-permissive'],
    ['@cf/meta/llama-3.1-8b-instruct', 'open-weights-restricted'],
    ['accounts/fireworks/models/qwen3-235b-a22b', 'open-weights-permissive'],
    ['qwen.qwen3-coder-480b-a35b-v1:0', 'open-weights-permissive'],
    ['stability.stable-image-core-v1:0', 'api-only'],
    ['watsonx/ibm/granite-13b-chat-v2', 'api-only'],
    ['databricks-claude-3-7-sonnet', 'api-only'],
    ['groq/llama-3.3-70b-versatile', 'open-weights-restricted'],
    ['alibaba/qwen-image-9.0-pro', 'api-only'],
    // Local runtimes; a cloud tag serves what its name stands for.
    ['kimi-k2:1t-cloud', 'open-weights-permissive'],
    ['glm-4.6:cloud', 'open-weights-permissive'],
    ['gemini-3-pro-preview:cloud', 'api-only'],
    ['ollama:llama3.3-tuned', 'open-weights-restricted'],
    ['ollama:qwen:14b', 'open-weights-restricted'],
    ['ollama:llava:13b', 'open-weights-restricted'],
    // As people write them.
    ['Llama 2-70B', 'open-weights-restricted'],
    ['LLaMA-65B', 'open-weights-noncommercial'],
    ['Mistral 7B', 'open-weights-permissive'],
    ['Qwen2.5-72B', 'open-weights-restricted'],
    ['GPT-3 175B (davinci)', 'api-only'],
    ['Gopher (280B)', 'unreleased'],
    ['Chinchilla', 'unreleased'],
    ['my assistant', 'unknown'],
  ])('%s is %s', async (id, expected) => {
    expect(await classes({ id })).toEqual([expected]);
  });
});

describe('records with their own facts', () => {
  it('takes their claims', async () => {
    expect(
      await classes(
        { id: 'a/free', license: 'apache-2.0', gated: false },
        { id: 'a/list', license: ['mit'], gated: false },
        { id: 'a/named', license: 'other', license_name: 'llama3.1', gated: 'auto' },
        { id: 'a/nc', license: 'cc-by-nc-4.0', gated: false },
        { id: 'a/asked', license: 'mit', gated: 'manual' },
        { id: 'a/other', license: 'other', gated: false },
        { id: 'a/none', gated: false },
        { id: 'a/closed', license: 'proprietary' },
        { id: 'a/hidden', license: 'mit', weights: 'none' },
      ),
    ).toEqual([
      'open-weights-permissive',
      'open-weights-permissive',
      'open-weights-restricted',
      'open-weights-noncommercial',
      'gated',
      'open-weights-unlicensed',
      'open-weights-unlicensed',
      'api-only',
      'unreleased',
    ]);
  });

  it('never lets a record open up a model that is known to be stricter', async () => {
    const [line] = await classified({ id: 'meta-llama/Llama-3.1-8B-Instruct', license: 'apache-2.0', gated: false });
    expect(line).toMatchObject({ class: 'open-weights-restricted', verdict: 'open' });
  });

  it('follows base models inside the input, also those that come later, and in the catalogue', async () => {
    const lines = await classified(
      { id: 'b/child', license: 'apache-2.0', gated: false, base_model: 'a/parent' },
      { id: 'a/parent', license: 'cc-by-nc-4.0', gated: false },
      { id: 'c/grandchild', license: 'mit', gated: false, base_model: ['b/child'] },
      { id: 'd/tuned', license: 'apache-2.0', gated: false, base_model: 'meta-llama/Llama-3.1-8B' },
      { id: 'e/clean', license: 'apache-2.0', gated: false, base_model: 'mistralai/Mistral-7B-v0.1' },
    );
    expect(lines.map((line) => line.class)).toEqual([
      'open-weights-noncommercial',
      'open-weights-noncommercial',
      'open-weights-noncommercial',
      'open-weights-restricted',
      'open-weights-permissive',
    ]);
    expect(lines[3]!.because).toContainEqual({
      fact: 'base-model licence',
      value: 'LicenseRef-scancode-llama-3.1-license-2024',
      source: 'huggingface:meta-llama/Llama-3.1-8B',
    });
  });

  it('takes the family in a name for a lower bound where no base is stated', async () => {
    const lines = await classified(
      { id: 'someone/Llama-3-8B-Roleplay', license: 'apache-2.0', gated: false },
      { id: 'someone/open_llama_tuned', license: 'apache-2.0', gated: false },
      { id: 'someone/TinyLlama-1.1B-tuned', license: 'apache-2.0', gated: false },
      { id: 'someone/Qwen2.5-3B-tuned', license: 'mit', gated: false },
      { id: 'someone/Qwen2.5-32B-tuned', license: 'mit', gated: false },
    );
    expect(lines.map((line) => line.class)).toEqual([
      'open-weights-restricted',
      'open-weights-permissive',
      'open-weights-permissive',
      'open-weights-noncommercial',
      'open-weights-permissive',
    ]);
    expect(lines[0]!.because.at(-1)!.value).toContain('belongs to the family of');
    expect(lines.map((line) => line.confidence)).toEqual(['low', 'medium', 'medium', 'low', 'medium']);
  });

  it('gives a copy without a tag the licence of what it copies, and a fine-tune without a tag none', async () => {
    expect(
      await classes(
        { id: 'b/model-GGUF', gated: false, base_model: 'a/model', base_model_relation: 'quantized' },
        { id: 'b/model-tuned', gated: false, base_model: 'a/model', base_model_relation: 'finetune' },
        { id: 'a/model', license: 'mit', gated: false },
      ),
    ).toEqual(['open-weights-permissive', 'open-weights-unlicensed', 'open-weights-permissive']);
  });

  it('ends circles, self references and long chains', async () => {
    const circle = await classified(
      { id: 'a/a', license: 'mit', gated: false, base_model: 'b/b' },
      { id: 'b/b', license: 'mit', gated: false, base_model: 'a/a' },
      { id: 'c/c', license: 'mit', gated: false, base_model: 'c/c' },
    );
    expect(circle.map((line) => line.class)).toEqual(Array.from({ length: 3 }, () => 'open-weights-permissive'));
    const long = Array.from({ length: 500 }, (_, i): InputRecord => ({
      id: `x/${i}`,
      license: 'mit',
      gated: false,
      base_model: `x/${i + 1}`,
    }));
    const lines = await classified(...long);
    expect(lines).toHaveLength(500);
    expect(lines[0]!.because.some(({ value }) => /cut off/.test(value))).toBe(true);
  });

  it('takes a colon for a registry only where one is named', async () => {
    const lines = await classified({ id: 'meta.llama3-1-70b-instruct-v1:0' }, { id: 'spacy:en_core_web_sm' }, { id: 'some-model:7b' });
    expect(lines.map((line) => line.canonicalId)).toEqual([
      'huggingface:meta-llama/Llama-3.1-70B-Instruct',
      'spacy:en_core_web_sm',
      'ollama:some-model:7b',
    ]);
  });

  it('reads what is not gated in every spelling', async () => {
    const lines = await classified({ id: 'x/y', license: 'mit', gated: 'False' }, { id: 'x/z', license: 'mit', gated: 'True' });
    expect(lines.map((line) => line.weights)).toEqual(['public', 'gated']);
  });

  it('survives hostile records', async () => {
    const lines = await classified(
      { id: '' },
      { id: 'x'.repeat(100_000), license: 'y'.repeat(100_000), gated: false },
      { id: 42 } as unknown as InputRecord,
      { id: 'a/b', license: [null, 7] as unknown as string[], base_model: [{}] as unknown as string[], gated: false },
      { id: '__proto__', license: 'constructor' },
      { id: 'a/c', license: ')(', gated: false },
    );
    expect(lines.map((line) => line.verdict)).toEqual(Array.from({ length: 6 }, () => 'unknown'));
  });
});
