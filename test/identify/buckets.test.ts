import { describe, expect, it } from 'vitest';
import { identifyName, idOf } from '../../src/identify/index.ts';
import { loadRules } from '../../src/rules/index.ts';

const rules = loadRules();

describe('a copy in a bucket', () => {
  it.each(['s3://shop/models/facebook/opt-125m', 'gs://shop/facebook/opt-125m/', 'oss://a/b/c/facebook/opt-125m'])(
    '%s is the model of the hub',
    (name) => {
      expect(idOf(identifyName({ name }, rules))).toBe('huggingface:facebook/opt-125m');
    },
  );
  it.each([
    's3://shop/models/our-own',
    's3://facebook/opt-125m',
    'https://shop.example/facebook/opt-125m',
    's3://shop/models/facebook/opt-125m/extra',
  ])('%s stays an address', (name) => {
    expect(identifyName({ name }, rules).name).toBe(name);
  });
});

describe('a date behind a name', () => {
  it('is the version of that date', () => {
    expect(idOf(identifyName({ name: 'mistral-ai/mistral-small-2503' }, rules))).toBe(
      'huggingface:mistralai/Mistral-Small-3.1-24B-Instruct-2503',
    );
  });
});

describe('an organisation of another registry', () => {
  it.each(['AI-ModelScope/some-new-7b', 'LLM-Research/some-new-7b'])('%s is not on the hub', (name) => {
    expect(idOf(identifyName({ name, registry: 'huggingface' }, rules))).toBe(`modelscope:${name}`);
  });
  it('is told by its exact name', () => {
    expect(idOf(identifyName({ name: 'AI-ModelScopes/some-new-7b', registry: 'huggingface' }, rules))).toBe(
      'huggingface:AI-ModelScopes/some-new-7b',
    );
  });
});
