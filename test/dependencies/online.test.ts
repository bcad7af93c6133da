import { describe, expect, it } from 'vitest';
import { unansweredPackages, withRegistryLicenses } from '../../src/dependencies/online.ts';
import { createLicenseEngine } from '../../src/licenses/index.ts';
import { loadRules } from '../../src/rules/index.ts';
import type { OnlinePackage } from '../../src/online/index.ts';
import type { Dependency } from '../../src/types/dependency.ts';
import { license, unknownDependency } from '../support/result.ts';

const rules = loadRules();
const context = { rules, engine: createLicenseEngine(rules) };
const dependency = (rest: Partial<Dependency> = {}): Dependency =>
  unknownDependency({ purl: 'pkg:pypi/left@1.0.0', ecosystem: 'pypi', manifest: { path: 'requirements.txt', line: 2 }, ...rest });
const answer = (licenses: string[]) => ({
  package: (): OnlinePackage => ({ url: 'https://registry.test/left', retrieved: '2026-11-24', status: 'found', licenses }),
});

describe('what registries say', () => {
  it('fills in the licence, with address and date', () => {
    const [found] = withRegistryLicenses([dependency()], answer(['MIT']), context);
    expect(found?.license.expression).toBe('MIT');
    expect(found?.unknownBecause).toBeUndefined();
    expect(found?.license.claims[0]?.evidence).toEqual([
      { source: 'registry', url: 'https://registry.test/left', retrieved: '2026-11-24', note: 'MIT' },
    ]);
  });
  it('that means several licences stays ambiguous', () => {
    expect(
      withRegistryLicenses([dependency()], answer(['License :: OSI Approved :: BSD License']), context)[0]?.ambiguous?.candidates.length,
    ).toBeGreaterThan(1);
  });
  it.each([[[]], [['see the website']]])('%j leaves the package unknown', (licenses) => {
    const [found] = withRegistryLicenses([dependency()], answer(licenses), context);
    expect(found?.license.expression).toBe('NOASSERTION');
    expect(found?.unknownBecause).toBeDefined();
  });
  it('changes nothing about packages whose licence is known', () => {
    const known = dependency({ license: license({ expression: 'ISC' }) });
    delete known.unknownBecause;
    expect(withRegistryLicenses([known], answer(['MIT']), context)).toEqual([known]);
  });
});

describe('which packages are asked for', () => {
  it('unknown ones of others, direct ones first, not more than the limit', () => {
    const many = Array.from({ length: 400 }, (_, i) => dependency({ name: `p${i}`, direct: i === 399 }));
    const asked = unansweredPackages([
      ...many,
      dependency({ name: 'own', workspace: true }),
      dependency({ name: 'only-here', local: true }),
    ]);
    expect(asked.length).toBe(300);
    expect(asked[0]?.name).toBe('p399');
    expect(asked.some((d) => d.name === 'own' || d.name === 'only-here')).toBe(false);
  });
});
