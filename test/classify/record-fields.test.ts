import { describe, expect, it } from 'vitest';
import { recordOf } from '../../src/classify/record-fields.ts';

const read = (value: Record<string, unknown>): Record<string, unknown> => ({ ...recordOf(value, 'line 1') });

describe('fields of a record', () => {
  const license = 'mit';
  it.each<[name: string, value: Record<string, unknown>, expected: Record<string, unknown>]>([
    ['the catalogue’s spelling', { id: 'a', licenseName: 'x', baseModel: ['b'] }, { id: 'a', license_name: 'x', base_model: ['b'] }],
    ['headings of a table', { 'Model ID': 'a', LICENCE: 'mit', 'Base Model': 'b; c' }, { id: 'a', license, base_model: ['b', 'c'] }],
    ['bases separated by commas', { id: 'a', base_model: 'b/c, d/e' }, { id: 'a', base_model: ['b/c', 'd/e'] }],
    ['a list printed into a cell', { id: 'a', license: "['mit']", base_model: '["b","c"]' }, { id: 'a', license, base_model: ['b', 'c'] }],
    ['a licence with a comma', { id: 'a', license: 'Apache License, Version 2.0' }, { id: 'a', license: 'Apache License, Version 2.0' }],
    ['a licence object', { id: 'a', license: { id: 'mit', name: 'MIT License' } }, { id: 'a', license }],
    ['a licence that is no word', { id: 'a', license: { url: 'x' } }, { id: 'a' }],
    ['a number for a licence', { id: 'a', license: 7 }, { id: 'a', license: '7' }],
    ['blank fields', { id: ' a ', license: ' ', license_name: '', base_model: [null, ''] }, { id: 'a' }],
    ['the better of two ids', { name: 'b', id: 'a' }, { id: 'a' }],
    [
      'tags in one string',
      { id: 'a', tags: 'x, license:mit, base_model:adapter:b/c' },
      { id: 'a', license, base_model: ['b/c'], base_model_relation: 'adapter' },
    ],
    [
      'equal words of card and tags once',
      { id: 'a', license: 'MIT', tags: ['license:mit'], cardData: { license: 'mit' } },
      { id: 'a', license: 'MIT' },
    ],
    ['words of card and tags that differ', { id: 'a', license, tags: ['license:gemma'] }, { id: 'a', license: ['mit', 'gemma'] }],
    ['bases of field and tags together', { id: 'a', base_model: 'b/c', tags: ['base_model:d/e'] }, { id: 'a', base_model: ['b/c', 'd/e'] }],
    [
      'the Hub’s list of base models',
      { id: 'a', baseModels: { relation: 'quantized', models: [{ id: 'b/c' }] } },
      { id: 'a', base_model: ['b/c'], base_model_relation: 'quantized' },
    ],
    ['card and tags that are null', { id: 'a', cardData: null, tags: null, siblings: null }, { id: 'a' }],
    ['a key that every object has', { id: 'a', constructor: 'mit', toString: 'x' }, { id: 'a' }],
  ])('reads %s', (_name, value, expected) => {
    expect(read(value)).toEqual(expected);
  });

  it.each<[written: unknown, gated: unknown]>([
    [true, true],
    [false, false],
    ['auto', 'auto'],
    ['Manual', 'manual'],
    ['on request', 'manual'],
    ['True', true],
    ['FALSE', false],
    ['no', false],
    ['something', true],
    [1, true],
    [0, false],
    [{}, undefined],
  ])('takes gated %j for %j', (written, gated) => {
    expect(read({ id: 'a', gated: written })['gated']).toBe(gated);
  });

  it.each<[field: string, written: unknown, weights: string | undefined]>([
    ['weights', 'public', 'public'],
    ['weights', 'API-only', 'api'],
    ['weights', 'unreleased', 'none'],
    ['weights', 'gated', 'gated'],
    ['weights', 'no idea', undefined],
    ['open_weights', false, 'api'],
    ['openWeights', true, 'public'],
    ['open_weights', 'yes', 'public'],
  ])('takes %s %j for %j', (field, written, weights) => {
    expect(read({ id: 'a', [field]: written })['weights']).toBe(weights);
  });

  it('says whether a list of files holds weights', () => {
    const files = (...names: string[]): unknown => read({ id: 'a', siblings: names.map((rfilename) => ({ rfilename })) })['has_weights'];
    expect(files('README.md', 'model-00001-of-00002.safetensors')).toBe(true);
    expect(files('adapter_model.bin')).toBe(true);
    expect(files('x.Q4_K_M.gguf')).toBe(true);
    expect(files('README.md', '.gitattributes', 'config.json')).toBe(false);
    expect(files()).toBe(false);
    expect(read({ id: 'a', siblings: 'many' })['has_weights']).toBeUndefined();
  });

  it('keeps private and disabled repositories apart', () => {
    expect(read({ id: 'a', private: true })).toEqual({ id: 'a', private: true });
    expect(read({ id: 'a', disabled: 'true', private: false })).toEqual({ id: 'a', disabled: true });
  });

  it('says why a record without an id is none', () => {
    for (const id of [undefined, null, '', '  ', 5, {}])
      expect(read({ id, license: 'mit' })).toEqual({ id: '', problem: 'line 1 has no id' });
  });
});
