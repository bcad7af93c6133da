import { describe, expect, it } from 'vitest';
import { identifyName, idOf } from '../../src/identify/index.ts';
import { loadRules } from '../../src/rules/index.ts';

const rules = loadRules();
const id = (name: string, provider: string): string => idOf(identifyName({ name, provider }, rules));

describe('a name without a date floats', () => {
  it('keeps its own id, though the catalogue files it under a version', () => {
    expect(id('claude-3-5-haiku', 'anthropic')).toBe('anthropic:claude-3-5-haiku');
    expect(id('anthropic/claude-3.5-haiku', 'vercel-ai-gateway')).toBe('anthropic:claude-3-5-haiku');
  });
  it('also without a host that decides it', () => {
    expect(idOf(identifyName({ name: 'anthropic/claude-3.5-haiku' }, rules))).toBe('anthropic:claude-3-5-haiku');
  });
  it('is still known', () => {
    expect(identifyName({ name: 'claude-3-5-haiku', provider: 'anthropic' }, rules)).toMatchObject({
      served: 'closed',
      record: { weights: 'api' },
    });
  });
  it('a dated name is that version', () => {
    expect(id('claude-3-5-haiku-20241022', 'anthropic')).toBe('anthropic:claude-3-5-haiku-20241022');
    expect(id('gpt-4o-2024-08-06', 'openai')).toBe('openai:gpt-4o-2024-08-06');
  });
});

describe('vendor and model in one string', () => {
  it.each([
    ['anthropic:claude-2', 'anthropic:claude-2'],
    ['openai:gpt-4-1106-preview', 'openai:gpt-4-1106-preview'],
    ['openai/gpt-4o', 'openai:gpt-4o'],
  ])('%s is %s', (name, expected) => {
    expect(idOf(identifyName({ name }, rules))).toBe(expected);
  });
  it.each(['note:gpt-ish', 'sha256:abc', 'a:b'])('%s is nobody’s', (name) => {
    expect(idOf(identifyName({ name }, rules))).toBe(`unknown:${name}`);
  });
});
