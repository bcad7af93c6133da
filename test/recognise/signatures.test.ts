/** The rows of rules/signatures are valid, unique and can match something. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { signatureFileSchema, signatureSchema } from '../../src/recognise/schema.ts';
import { loadRules } from '../../src/rules/index.ts';

const folder = new URL('../../rules/signatures/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const parsed = files.map((name) => ({
  name,
  content: parse(readFileSync(new URL(name, folder), 'utf8')) as { signatures: { id: string; kind: string; provider?: string }[] },
}));

describe('rules/signatures', () => {
  it.each(parsed)('$name follows the schema', ({ content }) => {
    const result = signatureFileSchema.safeParse(content);
    expect(result.error?.issues ?? []).toEqual([]);
  });

  it('has every id once', () => {
    const ids = parsed.flatMap(({ content }) => content.signatures.map((row) => row.id));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('names providers that exist', () => {
    const rules = loadRules();
    const unknown = parsed.flatMap(({ content }) =>
      content.signatures
        .filter((row) => row.provider !== undefined && !rules.provider(row.provider))
        .map((row) => `${row.id}: ${row.provider}`),
    );
    expect(unknown).toEqual([]);
  });

  it('is compiled as written', () => {
    const compiled = loadRules()
      .signatures()
      .flatMap((file) => file.rows.map((row) => row.id));
    expect(compiled.toSorted()).toEqual(parsed.flatMap(({ content }) => content.signatures.map((row) => row.id)).toSorted());
  });

  it.each([
    ['an unknown field', { id: 'a.b', kind: 'env', name: ['X'], colour: 'red' }],
    ['an id without library', { id: 'b', kind: 'env', name: ['X'] }],
    ['a broken expression', { id: 'a.b', kind: 'name', matches: '(' }],
    ['a condition that says nothing', { id: 'a.b', kind: 'call', language: ['python'], symbol: ['f'], when: [{ arg: { name: ['x'] } }] }],
    ['an argument that is nowhere', { id: 'a.b', kind: 'call', language: ['python'], symbol: ['f'], model: [{}] }],
    ['a language nobody reads', { id: 'a.b', kind: 'call', language: ['cobol'], symbol: ['f'] }],
  ])('rejects %s', (_what, row) => {
    expect(signatureSchema.safeParse(row).success).toBe(false);
  });
});
