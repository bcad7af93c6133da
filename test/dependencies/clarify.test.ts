import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { clarifyDependencies, type PackageDeclarations } from '../../src/dependencies/clarify.ts';
import { createLicenseEngine } from '../../src/licenses/index.ts';
import { loadRules } from '../../src/rules/index.ts';
import type { Dependency } from '../../src/types/dependency.ts';
import { memoryProject } from '../support/project.ts';
import { license, unknownDependency } from '../support/result.ts';

const rules = loadRules();
const engine = createLicenseEngine(rules);
const text = 'some terms\n';
const project = memoryProject({ 'vendor/left/TERMS': text });
const left = unknownDependency();
const apply = (dependency: Dependency, declared: Omit<PackageDeclarations, 'matches'>): Dependency | undefined =>
  clarifyDependencies([dependency], { ...declared, matches: (pattern, d) => pattern === d.name }, { project, engine, rules })[0];

describe('clarifications', () => {
  const clarification = { dependency: 'left', license: 'mit', source: 'mail of the author' };
  it('correct the licence and keep what was claimed before', () => {
    const before = {
      ...left,
      license: license({
        claims: [{ expression: 'ISC', slot: 'code' as const, role: 'declared' as const, confidence: 'high' as const, evidence: [] }],
      }),
    };
    const after = apply(before, { clarifications: [clarification] });
    expect(after?.license).toMatchObject({ expression: 'MIT', concluded: 'MIT' });
    expect(after?.unknownBecause).toBeUndefined();
    expect(after?.license.claims.map((c) => [c.expression, c.superseded !== undefined])).toEqual([
      ['MIT', false],
      ['ISC', true],
    ]);
  });
  it('speak only while the text they judged is unchanged', () => {
    const sha256 = createHash('sha256').update(text).digest('hex');
    const bound = { ...clarification, file: 'vendor/left/TERMS' };
    expect(apply(left, { clarifications: [{ ...bound, sha256 }] })?.license.expression).toBe('MIT');
    expect(apply(left, { clarifications: [{ ...bound, sha256: sha256.replace(/^./, 'x') }] })?.license.expression).toBe('NOASSERTION');
    expect(apply(left, { clarifications: [{ ...bound, file: 'gone', sha256 }] })?.license.expression).toBe('NOASSERTION');
  });
  it('of other packages change nothing', () => {
    expect(
      apply(left, {
        clarifications: [
          { ...clarification, dependency: 'right' },
          { license: 'MIT', source: 'x' },
        ],
      }),
    ).toEqual(left);
  });
});

describe('choices', () => {
  const dual = { ...left, license: license({ expression: 'GPL-3.0-only OR MIT' }) };
  it('take one side of an OR', () => {
    expect(apply(dual, { choices: [{ dependency: 'left', license: 'MIT' }] })?.license.expression).toBe('MIT');
    expect(apply(dual, { choices: [{ dependency: 'left', license: 'gpl-3.0-only' }] })?.license.expression).toBe('GPL-3.0-only');
  });
  it.each([
    ['a licence that is no side', dual, 'Apache-2.0'],
    ['an AND', { ...left, license: license({ expression: 'GPL-3.0-only AND MIT' }) }, 'MIT'],
    ['no licence at all', left, 'MIT'],
  ])('cannot take %s', (_, dependency, chosen) => {
    expect(apply(dependency, { choices: [{ dependency: 'left', license: chosen }] })).toEqual(dependency);
  });
});
