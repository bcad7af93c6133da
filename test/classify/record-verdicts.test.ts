import { describe, expect, it } from 'vitest';
import { recordOf } from '../../src/classify/record-fields.ts';
import { classifyRecords, type InputRecord, type RecordLine } from '../../src/classify/records.ts';
import { loadRules } from '../../src/rules/index.ts';

const rules = loadRules();

async function lines(...records: InputRecord[]): Promise<RecordLine[]> {
  async function* open(): AsyncGenerator<InputRecord> {
    yield* records;
  }
  const all: RecordLine[] = [];
  for await (const line of classifyRecords(open, rules)) all.push(line);
  return all;
}
const classOf = async (value: Record<string, unknown>): Promise<string> =>
  (await lines(recordOf({ id: 'someone/net', ...value }, 'line 1')))[0]!.class;

const OPEN = 'open-weights-permissive';
const RESTRICTED = 'open-weights-restricted';
const NONCOMMERCIAL = 'open-weights-noncommercial';
const UNLICENSED = 'open-weights-unlicensed';

describe('licence fields', () => {
  it.each<[name: string, value: Record<string, unknown>, expected: string]>([
    ['a Hub tag', { license: 'apache-2.0' }, OPEN],
    ['a title', { license: 'Apache License, Version 2.0' }, OPEN],
    ['an address', { license: 'https://www.apache.org/licenses/LICENSE-2.0' }, OPEN],
    ['an address of restricted terms', { license: 'https://ai.google.dev/gemma/terms' }, RESTRICTED],
    ['an SPDX choice', { license: 'MIT OR CC-BY-NC-4.0' }, OPEN],
    ['an SPDX sum', { license: 'Apache-2.0 AND CC-BY-NC-4.0' }, NONCOMMERCIAL],
    ['a list that all binds', { license: ['apache-2.0', 'cc-by-nc-4.0'] }, NONCOMMERCIAL],
    ['a list with a word for nothing', { license: ['mit', 'other'] }, UNLICENSED],
    ['a list with an unknown word', { license: ['mit', 'unknown'] }, UNLICENSED],
    ['a restricted word beside one for nothing', { license: ['llama3.1', 'other'] }, RESTRICTED],
    ['an empty list', { license: [] }, UNLICENSED],
    ['null', { license: null }, UNLICENSED],
    ['unknown', { license: 'unknown' }, UNLICENSED],
    ['other without a name', { license: 'other' }, UNLICENSED],
    ['other with a known name', { license: 'other', license_name: 'llama3.1' }, RESTRICTED],
    ['other with a free name', { license: 'other', license_name: 'mit' }, OPEN],
    ['other with a name nobody knows', { license: 'other', license_name: 'acme-eula' }, UNLICENSED],
    ['other with a new name of a known line', { license: 'other', license_name: 'tencent-hunyuan-a13b' }, RESTRICTED],
    ['other with a name that forbids commerce', { license: 'other', license_name: 'acme-non-commercial-license' }, NONCOMMERCIAL],
    ['the name of a lab that is also an SPDX id', { license: 'other', license_name: 'fair' }, NONCOMMERCIAL],
    ['a name that several texts have, one restricted', { license: 'other', license_name: 'modified-mit' }, RESTRICTED],
    ['a free word with a ban on commerce', { license: 'apache-2.0-nc' }, NONCOMMERCIAL],
    ['a free word with a note', { license: 'MIT (research only)' }, NONCOMMERCIAL],
    ['a free word with a clause', { license: 'Apache-2.0 + Commons Clause' }, UNLICENSED],
    ['a free word with restrictions', { license: 'Apache 2.0 with usage restrictions' }, UNLICENSED],
    ['a free word for the code alone', { license: 'MIT for code only' }, UNLICENSED],
    ['a pointer', { license: 'see LICENSE' }, UNLICENSED],
    ['a denial', { license: 'not apache-2.0' }, UNLICENSED],
    ['a family tag without a version', { license: 'cc' }, UNLICENSED],
    ['a business source licence', { license: 'busl-1.1' }, RESTRICTED],
    ['Boost, which sounds like it', { license: 'bsl-1.0' }, OPEN],
    ['copyleft', { license: 'agpl-3.0' }, OPEN],
    ['no derivatives', { license: 'cc-by-nd-4.0' }, RESTRICTED],
    ['a link to known terms', { license: 'other', license_link: 'https://llama.meta.com/llama3/license' }, RESTRICTED],
    ['a link to a free text', { license: 'other', license_link: 'https://www.apache.org/licenses/LICENSE-2.0.txt' }, OPEN],
    [
      'a link to a free text behind a name of its own',
      { license: 'other', license_name: 'acme', license_link: 'https://opensource.org/licenses/MIT' },
      UNLICENSED,
    ],
    [
      'a link to another model’s file',
      { license: 'other', license_link: 'https://huggingface.co/black-forest-labs/FLUX.1-dev/blob/main/LICENSE.md' },
      NONCOMMERCIAL,
    ],
    [
      'a link into the model itself',
      { license: 'other', license_link: 'https://huggingface.co/someone/net/blob/main/LICENSE' },
      UNLICENSED,
    ],
    ['a link to a file', { license: 'other', license_link: 'LICENSE' }, UNLICENSED],
    [
      'a link that says more than the tag',
      { license: 'mit', license_link: 'https://creativecommons.org/licenses/by-nc/4.0/' },
      NONCOMMERCIAL,
    ],
    ['a tag that says more than the card', { license: 'mit', tags: ['license:cc-by-nc-4.0'] }, NONCOMMERCIAL],
    ['tags alone', { tags: ['license:openrail++'] }, RESTRICTED],
  ])('%s', async (_name, value, expected) => {
    expect(await classOf({ gated: false, ...value })).toBe(expected);
  });
});

describe('gates and weights', () => {
  it.each<[name: string, value: Record<string, unknown>, expected: string]>([
    ['an automatic gate keeps the class', { license: 'mit', gated: 'auto' }, OPEN],
    ['a gate of unknown kind counts as automatic', { license: 'mit', gated: true }, OPEN],
    ['a gate that somebody decides', { license: 'mit', gated: 'manual' }, 'gated'],
    ['the same in capitals', { license: 'mit', gated: 'MANUAL' }, 'gated'],
    ['a gate changes no restricted class', { license: 'llama3', gated: 'manual' }, RESTRICTED],
    ['private', { license: 'apache-2.0', private: true, gated: false }, 'unreleased'],
    ['disabled: the last known licence', { license: 'apache-2.0', disabled: true, gated: false }, OPEN],
    ['a list of files with weights', { license: 'mit', siblings: [{ rfilename: 'model.safetensors' }] }, OPEN],
    ['a list of files without weights', { license: 'mit', gated: false, siblings: [{ rfilename: 'README.md' }] }, 'unknown'],
    ['weights kept', { license: 'mit', weights: 'none' }, 'unreleased'],
    ['weights behind an API', { license: 'mit', weights: 'api' }, 'api-only'],
    ['closed by a flag', { license: 'mit', open_weights: false }, 'api-only'],
    ['proprietary without weights', { license: 'proprietary' }, 'api-only'],
    ['proprietary with public weights', { license: 'proprietary', gated: false }, UNLICENSED],
  ])('%s', async (_name, value, expected) => {
    expect(await classOf(value)).toBe(expected);
  });

  it('stay closed for vendors’ models whatever a record says, and open to evidence for names that only look so', async () => {
    const closed = await lines(
      { id: 'openai/gpt-4o', license: 'mit', gated: false },
      { id: 'anthropic/claude-opus-9', license: 'apache-2.0', gated: false },
      { id: 'openai/gpt-oss-9b', license: 'apache-2.0', gated: false, has_weights: true },
    );
    expect(closed.map((line) => line.class)).toEqual(['api-only', 'api-only', OPEN]);
  });
});

describe('base models', () => {
  const llama = 'meta-llama/Llama-3.1-8B';
  it.each<[name: string, base: unknown, expected: string]>([
    ['a string', llama, RESTRICTED],
    ['a list', [llama], RESTRICTED],
    ['a merge', ['mistralai/Mistral-7B-v0.1', llama], RESTRICTED],
    ['an address', `https://huggingface.co/${llama}`, RESTRICTED],
    ['a revision', `${llama}@main`, RESTRICTED],
    ['another case', llama.toUpperCase(), RESTRICTED],
    ['an old name', 'meta-llama/Meta-Llama-3.1-8B', RESTRICTED],
    ['a name without organisation', 'Llama-3.1-8B-Instruct', RESTRICTED],
    ['a folder of a cache', 'models--meta-llama--Llama-3.1-8B', RESTRICTED],
    ['a path that tells the family', '/data/checkpoints/llama-3.1-8b', RESTRICTED],
    ['a size that no record lists', 'meta-llama/Llama-3.1-9000B', RESTRICTED],
    ['somebody’s copy', 'unsloth/Meta-Llama-3.1-8B-Instruct-unsloth-bnb-4bit', RESTRICTED],
    ['somebody’s fine-tune', 'nobody/Llama-3.1-8B-abliterated', RESTRICTED],
    ['a distillation of two makers', 'deepseek-ai/DeepSeek-R1-Distill-Llama-8B', RESTRICTED],
    ['a non-commercial one', 'jinaai/jina-embeddings-v3', NONCOMMERCIAL],
    ['one whose repository is gone', 'runwayml/stable-diffusion-v1-5', RESTRICTED],
    ['a free one', 'Qwen/Qwen3-8B', OPEN],
    ['a free copy', 'unsloth/Qwen2.5-7B-Instruct-bnb-4bit', OPEN],
    ['one from scratch on the same architecture', 'openlm-research/open_llama_3b', OPEN],
    ['one that nobody knows, under the record’s own licence', 'acme/secret', OPEN],
    ['a path that tells nothing', '../runs/7', OPEN],
  ])('%s', async (_name, base_model, expected) => {
    expect(await classOf({ license: 'apache-2.0', gated: false, base_model })).toBe(expected);
  });

  it('give a copy without a licence theirs, one with an unreadable licence none, and leave a fine-tune without', async () => {
    const copy = { gated: false, base_model: 'mistralai/Mistral-7B-v0.1', base_model_relation: 'quantized' };
    expect(await classOf(copy)).toBe(OPEN);
    expect(await classOf({ ...copy, license: 'other' })).toBe(UNLICENSED);
    expect(await classOf({ ...copy, base_model_relation: 'finetune' })).toBe(UNLICENSED);
    expect(await classOf({ base_model: llama })).toBe(RESTRICTED);
    expect(await classOf({ base_model: 'mistralai/Mistral-7B-v0.1' })).toBe('unknown');
  });

  it('bind through others in the input, and not through their own owner’s new licence', async () => {
    const chain = await lines(
      { id: 'u/one', license: 'llama3.1', gated: false },
      { id: 'u/two', license: 'apache-2.0', gated: false, base_model: 'u/one' },
      { id: 'w/three', license: 'mit', gated: false, base_model: 'u/two' },
      { id: 'n/nc', license: 'cc-by-nc-4.0', gated: false },
      { id: 'n/free', license: 'mit', gated: false, base_model: 'n/nc' },
      { id: 'meta-llama/Llama-3.1-8B', gated: false },
      { id: 'x/four', license: 'mit', gated: false, base_model: 'meta-llama/Llama-3.1-8B' },
    );
    expect(chain.map((line) => line.class)).toEqual([RESTRICTED, RESTRICTED, RESTRICTED, NONCOMMERCIAL, OPEN, RESTRICTED, RESTRICTED]);
  });

  it('that were cut off open nothing', async () => {
    const long = Array.from({ length: 400 }, (_, i): InputRecord => ({
      id: `x${i}/m`,
      license: 'mit',
      gated: false,
      base_model: `x${i + 1}/m`,
    }));
    const found = await lines(...long);
    expect(found[0]!.class).toBe(UNLICENSED);
    expect(found[399]!.class).toBe(OPEN);
    const many = { id: 'y/m', license: 'mit', gated: false, base_model: Array.from({ length: 5_000 }, (_, i) => `b/${i}`) };
    expect((await lines(many))[0]!.class).toBe(UNLICENSED);
  });
});

describe('hostile records', () => {
  it('never crash and open nothing', async () => {
    const anything = [
      undefined,
      null,
      0,
      -1,
      '',
      ' ',
      'x'.repeat(100_000),
      [],
      [[]],
      {},
      { id: {} },
      ['mit', 7, null],
      '\u0000',
      '(((',
      'AND',
    ];
    for (const license of anything) {
      for (const base_model of [undefined, ...anything.slice(2, 8)]) {
        const record = { id: 'a/b', license, license_name: license, license_link: license, base_model, weights: license, gated: false };
        for (const given of [record as unknown as InputRecord, recordOf(record, 'line 1')]) {
          const [line] = await lines(given);
          expect(line!.id).toBe('a/b');
          expect([UNLICENSED, 'unknown', 'unreleased', 'api-only', ...(Array.isArray(license) ? [OPEN] : [])]).toContain(line!.class);
        }
      }
    }
  });

  it('that could not be read say so in their place', async () => {
    const [line] = await lines({ id: '', problem: 'line 1 is no JSON' });
    expect(line).toMatchObject({
      id: '',
      class: 'unknown',
      problem: 'line 1 is no JSON',
      because: [{ fact: 'problem', value: 'line 1 is no JSON' }],
    });
  });
});
