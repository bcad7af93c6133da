import { describe, expect, it } from 'vitest';
import { LicenseResolver } from '../../src/dependencies/licenses.ts';
import type { LicenseField } from '../../src/dependencies/types.ts';
import type { Signature } from '../../src/types/signature.ts';
import { fakeEngine, fakeRules, json, scan } from './support.ts';

const field = (text: string, what: LicenseField['what'] = 'field'): LicenseField => ({ text, what, path: 'm', line: 1 });
const answer = (fields: LicenseField[], texts: string[] = []) =>
  new LicenseResolver(fakeEngine, fakeRules()).answer(
    fields,
    texts.map((text, index) => ({ path: `LICENSE${index}`, text })),
    'npm',
  );

describe('the licence of a package', () => {
  it.each([
    ['a field and a text that agree', [field('MIT')], ['MIT License text'], 'MIT', 'permissive', 'high', false],
    [
      'one side of a choice as text',
      [field('MIT OR GPL-3.0-only')],
      ['MIT License text'],
      'MIT OR GPL-3.0-only',
      'permissive',
      'high',
      false,
    ],
    ['both parts of AND: the stricter kind', [field('MIT AND MPL-2.0')], [], 'MIT AND MPL-2.0', 'weak-copyleft', 'high', false],
    [
      'a text that can’t tell "only" from "or later"',
      [field('GPL-3.0-or-later')],
      ['GPL-3.0-only License text'],
      'GPL-3.0-or-later',
      'strong-copyleft',
      'high',
      false,
    ],
    [
      'a text that contradicts the field',
      [field('ISC')],
      ['AGPL-3.0-only License text'],
      'ISC AND AGPL-3.0-only',
      'network-copyleft',
      'low',
      true,
    ],
    ['an unknown text beside a field', [field('MIT')], ['Permission is granted, perhaps'], 'MIT', 'permissive', 'medium', false],
    [
      'a notice added to the text',
      [field('MIT')],
      ['MIT License text\nplus: parts by somebody else'],
      'MIT',
      'permissive',
      'medium',
      false,
    ],
    [
      'a restriction added to the text',
      [field('MIT')],
      ['MIT License text\nplus: you may not sell it'],
      'MIT AND LicenseRef-modified-MIT',
      'other',
      'low',
      true,
    ],
    ['a changed text alone', [], ['MIT License text\nplus: parts by somebody else'], 'LicenseRef-modified-MIT', 'other', 'medium', false],
    [
      'a stricter text beside the declared one',
      [field('MIT')],
      ['MIT License text', 'GPL-3.0-only License text'],
      'MIT AND GPL-3.0-only',
      'strong-copyleft',
      'low',
      true,
    ],
    ['a notice of a bundled permissive part', [field('MIT')], ['MIT License text', 'ISC License text'], 'MIT', 'permissive', 'high', false],
    [
      'a field and a classifier that can’t mean it',
      [field('MIT'), field('License :: OSI Approved :: BSD License', 'classifier')],
      [],
      'MIT AND BSD-3-Clause',
      'permissive',
      'low',
      true,
    ],
    ['a text alone', [], ['MIT License text'], 'MIT', 'permissive', 'high', false],
    ['two texts', [], ['MIT License text', 'ISC License text'], 'MIT AND ISC', 'permissive', 'high', false],
    ['an ambiguous field and a text outside its candidates', [field('BSD')], ['MIT License text'], 'MIT', 'permissive', 'medium', true],
    ['all rights reserved', [field('UNLICENSED')], [], 'LicenseRef-Proprietary', 'proprietary', 'high', false],
    ['NONE', [field('NONE')], [], 'NONE', 'unknown', 'high', false],
    ['nonsense', [field('Do what you like')], [], 'NOASSERTION', 'unknown', 'low', false],
    ['nonsense and a text', [field('Do what you like')], ['MIT License text'], 'MIT', 'permissive', 'high', false],
    ['nothing', [], [], 'NOASSERTION', 'unknown', 'low', false],
  ] as const)('%s', (_, fields, texts, expression, kind, confidence, isAmbiguous) => {
    const { license, ambiguous } = answer([...fields], [...texts]);
    expect([license.expression, license.kind, license.confidence, ambiguous !== undefined]).toEqual([
      expression,
      kind,
      confidence,
      isAmbiguous,
    ]);
  });

  it('says why there is none', () => {
    expect(answer([field('NONE')]).because).toBe('the package states that no licence is given');
    expect(answer([field('Do what you like')]).because).toBe('the licence field "Do what you like" can\'t be read (not a licence)');
    expect(answer([], ['Permission is granted, perhaps']).because).toBe('its licence file is not a known text');
    expect(answer([]).because).toBeUndefined();
  });

  it('keeps every claim of a conflict with its evidence', () => {
    const { license, ambiguous } = answer([field('ISC')], ['MIT License text']);
    expect(
      license.claims.map(({ expression, role, rank, evidence }) => [expression, role, rank, evidence[0]!.source, evidence[0]!.path]),
    ).toEqual([
      ['ISC', 'declared', 3, 'package-metadata', 'm'],
      ['MIT', 'detected', 5, 'license-file', 'LICENSE0'],
    ]);
    expect(ambiguous).toEqual({ written: 'ISC / MIT', candidates: ['ISC', 'MIT'], conflict: true });
  });
});

describe('identifying texts', () => {
  const holders = ['Copyright (c) 2020 Ada', ' * (c) 2021-2024 Grace, Alan', 'copyright 1999 by the authors'];

  it.each([
    ['holders alone', holders, 1],
    [
      'a line that says more than who',
      ['Copyright (c) 2020 Ada', 'Copyright (c) 2020 Ada. All rights reserved, no licence is granted.'],
      2,
    ],
    ['another line', ['Copyright (c) 2020 Ada', 'Copyright (c) 2020 Ada\nplus: you may not sell it'], 2],
  ])('%s: %o', (_, lines, times) => {
    let calls = 0;
    const engine = { ...fakeEngine, identify: (text: string) => (calls++, fakeEngine.identify(text)) };
    const resolver = new LicenseResolver(engine, fakeRules());
    for (const line of lines)
      resolver.answer([], [{ path: 'LICENSE', text: `MIT License text\n\n${line}\n\nPermission is granted.\n` }], 'npm');
    expect(calls).toBe(times);
  });
});

describe('packages that are models, or frameworks', () => {
  const rows = [
    { id: 'm.wheel', kind: 'dependency', ecosystem: 'pypi', package: ['??[-_]core[-_]web[-_]*'], model: '{name}', registry: 'spacy' },
    { id: 'm.js', kind: 'dependency', ecosystem: 'npm', package: ['@models/*'], model: '{name}', registry: 'js' },
    { id: 'm.fixed', kind: 'dependency', ecosystem: 'pypi', package: ['Voice_Model'], model: 'org/voice', registry: 'hub' },
    { id: 'f', kind: 'dependency', ecosystem: 'pypi', package: ['bigframework'], framework: true },
  ] as Signature[];

  it('follow the rows of kind dependency, in their ecosystem', async () => {
    const files = {
      'requirements.txt': 'en-core-web-sm\nvoice.model\nbigframework\ncore-web\n',
      'package.json': json({ dependencies: { '@models/pose': '1.0.0', bigframework: '1.0.0' } }),
      'environment.yml': 'dependencies:\n  - bigframework\n',
    };
    const { dependencies } = await scan(files, {}, rows);
    expect(dependencies.map(({ purl, models, framework }) => [purl, models, framework])).toEqual([
      ['pkg:conda/bigframework', undefined, true],
      ['pkg:npm/%40models/pose@1.0.0', ['js:@models/pose'], undefined],
      ['pkg:npm/bigframework@1.0.0', undefined, undefined],
      ['pkg:pypi/bigframework', undefined, true],
      ['pkg:pypi/core-web', undefined, undefined],
      ['pkg:pypi/en-core-web-sm', ['spacy:en_core_web_sm'], undefined],
      ['pkg:pypi/voice-model', ['hub:org/voice'], undefined],
    ]);
  });
});
