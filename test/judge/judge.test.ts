import { describe, expect, it } from 'vitest';
import type { LoadedConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/schema.ts';
import { UsageError } from '../../src/errors.ts';
import { judge, type JudgeInput, type ModelSignals } from '../../src/judge/index.ts';
import { openPolicy } from '../../src/judge/policy.ts';
import { loadRules } from '../../src/rules/index.ts';
import type { AuditedDependency } from '../../src/types/dependency.ts';
import type { AuditedModel, Obligation } from '../../src/types/model.ts';
import type { UnresolvedReference } from '../../src/types/reference.ts';
import { dependency as dependencyOf, license, model, openness, reference } from '../support/result.ts';

const rules = loadRules();

interface Case {
  models?: AuditedModel[];
  dependencies?: AuditedDependency[];
  unresolved?: UnresolvedReference[];
  signals?: Record<string, ModelSignals>;
  config?: Config;
  preset?: string;
  skipped?: JudgeInput['skipped'];
  ignores?: JudgeInput['ignores'];
  ownRows?: string[];
}

function findings(c: Case) {
  const loaded: LoadedConfig = { config: c.config ?? {}, file: '/p/.audit-modelsrc.yaml', lineOf: (path) => 10 + Number(path.at(-1)) };
  const input: JudgeInput = {
    models: c.models ?? [],
    signals: new Map(Object.entries(c.signals ?? {})),
    recipes: [],
    dependencies: c.dependencies ?? [],
    recognised: { references: [], unresolved: c.unresolved ?? [], published: [], skipped: [] },
    skipped: c.skipped ?? [],
    loaded,
    policy: openPolicy(rules, loaded.config, c.preset),
    rules,
    today: '2026-11-24',
    ignores: c.ignores ?? [],
    ownRows: c.ownRows ?? [],
  };
  return judge(input);
}
const codes = (c: Case): string[] => findings(c).map((f) => `${f.severity} ${f.code}`);

const noncommercial = model({
  license: license({ expression: 'CC-BY-NC-4.0', kind: 'non-commercial' }),
  openness: openness({ class: 'open-weights-noncommercial', qualifier: 'non-commercial' }),
});
const unlicensed = model({
  license: license({ expression: 'NOASSERTION', kind: 'unknown' }),
  openness: openness({ class: 'open-weights-unlicensed', verdict: 'unknown' }),
});
const inScope = (m: AuditedModel, scope: 'test' | 'docs' | 'example'): AuditedModel => ({ ...m, references: [reference({ scope })] });

describe('models', () => {
  it('a permissive model is nobody’s problem', () => expect(codes({ models: [model()] })).toEqual([]));
  it('a non-commercial model fails unless the project is not commercial', () => {
    expect(codes({ models: [noncommercial] })).toEqual(['error model-noncommercial']);
    expect(codes({ models: [noncommercial], config: { project: { commercial: true } } })).toEqual(['error model-noncommercial']);
    expect(codes({ models: [noncommercial], config: { project: { commercial: false } }, preset: 'research' })).toEqual([]);
  });
  it('is a warning where only tests, docs or examples use it', () => {
    for (const scope of ['test', 'docs', 'example'] as const)
      expect(codes({ models: [inScope(noncommercial, scope)] })).toEqual(['warning model-noncommercial']);
  });
  it('weights without a licence fail', () => expect(codes({ models: [unlicensed] })).toEqual(['error model-no-license']));
  it('a model nobody knows is a warning, never a pass', () => {
    const unknown = model({
      license: license({ expression: 'NOASSERTION', kind: 'unknown' }),
      openness: openness({ class: 'unknown', verdict: 'unknown' }),
    });
    expect(codes({ models: [unknown] })).toEqual(['warning model-unknown']);
  });
  it('a licence from memory neither passes nor fails', () => {
    expect(codes({ models: [{ ...noncommercial, license: { ...noncommercial.license, confidence: 'low' } }] })).toEqual([
      'warning model-needs-confirmation',
    ]);
    expect(codes({ models: [model({ license: license({ confidence: 'low' }) })] })).toEqual(['warning model-needs-confirmation']);
  });
  it('a model that is only mentioned is not judged', () => {
    expect(codes({ models: [{ ...noncommercial, references: [reference({ used: false })] }] })).toEqual([]);
  });
  it('points at the production use first', () => {
    const m = { ...noncommercial, references: [reference({ path: 'test/a.py', scope: 'test' }), reference({ path: 'src/z.py' })] };
    expect(findings({ models: [m] }).map((f) => [f.path, f.related.map((r) => r.path)])).toEqual([['src/z.py', ['test/a.py']]]);
  });
  it('a value that another layer of the configuration overrides is judged all the same, and shown after one that takes effect', () => {
    const overridden = reference({ path: 'a.env', layer: { effective: 'no', because: 'compose.yaml:6 takes its place in service api' } });
    expect(codes({ models: [{ ...noncommercial, references: [overridden] }] })).toEqual(['error model-noncommercial']);
    const m = { ...noncommercial, references: [overridden, reference({ path: 'z.py' })] };
    expect(findings({ models: [m] }).map((f) => [f.path, f.related.map((r) => r.message)])).toEqual([
      ['z.py', ['org/m is named here too; compose.yaml:6 takes its place in service api']],
    ]);
  });
  it('a closed model is noted, a vendor whose terms nobody read is a warning', () => {
    const closed = (provider: string) =>
      model({
        provider,
        openness: openness({ class: 'api-only', verdict: 'closed' }),
        license: license({ kind: 'proprietary', expression: 'LicenseRef-terms' }),
      });
    expect(codes({ models: [closed('openai')] })).toEqual(['note model-closed']);
    const unread: Obligation = {
      id: 'terms-not-reviewed',
      source: 'openai',
      via: 'contract',
      triggeredBy: ['always'],
      text: 'Read them.',
      clause: 'terms not reviewed',
      legalStatus: 'open',
      status: 'needs-confirmation',
      evidence: [],
    };
    expect(codes({ models: [{ ...closed('openai'), obligations: [unread] }] })).toEqual([
      'warning terms-not-reviewed',
      'note model-closed',
      'note obligation-needs-confirmation',
    ]);
  });
  it('reports what gathering noticed', () => {
    const signals = {
      'huggingface:org/m': {
        conflicts: ['MIT', 'CC-BY-NC-4.0'],
        laxerThan: [{ base: 'b', baseLicense: 'L', own: 'MIT' }],
        resembles: [{ family: 'f', facts: ['1', '2'] }],
      },
    };
    expect(codes({ models: [model()], signals })).toEqual([
      'error license-laxer-than-base',
      'warning model-license-conflict',
      'warning model-resembles',
    ]);
  });
  const duty = (rest: Partial<Obligation>): Obligation => ({
    id: 'badge',
    source: 'l',
    via: 'own licence',
    triggeredBy: ['serve'],
    text: 'Show it.',
    clause: '1',
    legalStatus: 'settled',
    status: 'unmet',
    evidence: [],
    ...rest,
  });
  it('an unmet duty fails, a contested one warns, an open question is a note, a right is nothing', () => {
    const of = (...obligations: Obligation[]) => codes({ models: [model({ obligations })] });
    expect(of(duty({}))).toEqual(['error obligation-unmet']);
    expect(of(duty({ legalStatus: 'contested' }))).toEqual(['warning obligation-unmet']);
    expect(of(duty({ status: 'needs-confirmation' }), duty({ id: 'b', status: 'needs-confirmation' }))).toEqual([
      'note obligation-needs-confirmation',
    ]);
    expect(
      of(duty({ kind: 'right' }), duty({ status: 'met' }), duty({ status: 'not-triggered' }), duty({ status: 'evidence-found' })),
    ).toEqual([]);
  });
});

describe('the policy', () => {
  it('denies by the lists of the configuration', () => {
    const of = (policy: Config['policy']) => codes({ models: [model()], config: { policy } });
    expect(of({ denyLicenses: ['MIT'] })).toEqual(['error model-license-denied']);
    expect(of({ denyModels: ['org/*'] })).toEqual(['error model-license-denied']);
    expect(of({ denyClasses: ['open-weights-permissive'] })).toEqual(['error model-license-denied']);
    expect(of({ denyLicenses: ['MIT-0'] })).toEqual([]);
    expect(codes({ models: [noncommercial], config: { policy: { denyModels: ['org/*'] } } })).toEqual([
      'error model-license-denied',
      'error model-noncommercial',
    ]);
  });
  it('vendors not on the list are denied', () => {
    const hosted = model({ provider: 'openai' });
    expect(codes({ models: [hosted], config: { policy: { allowProviders: ['anthropic'] } } })).toContain('error model-license-denied');
    expect(codes({ models: [hosted], config: { policy: { allowProviders: ['openai'] } } })).not.toContain('error model-license-denied');
  });
  it('names the preset that was meant', () => {
    expect(() => openPolicy(rules, {}, 'comercial')).toThrow(UsageError);
    expect(() => openPolicy(rules, {}, 'comercial')).toThrow('did you mean "commercial"?');
  });
  it('prints only assumptions that nobody declared', () => {
    expect(openPolicy(rules, {}).assumed).toEqual(['commercial: yes', 'ships: distributed']);
    expect(openPolicy(rules, { project: { commercial: true, ships: ['saas'] } }).assumed).toEqual([]);
  });
});

const dependency = (rest: Partial<AuditedDependency> = {}): AuditedDependency => ({
  ...dependencyOf(),
  obligations: [],
  ...rest,
});
const under = (expression: string, rest: Partial<AuditedDependency> = {}) => dependency({ license: license({ expression }), ...rest });

describe('dependencies', () => {
  const of = (d: AuditedDependency, ships?: 'saas' | 'distributed' | 'internal') =>
    codes({ dependencies: [d], ...(ships ? { config: { project: { ships: [ships] } } } : {}) });
  it.each(['MIT', 'Apache-2.0', 'LGPL-3.0-only', 'GPL-3.0-only OR MIT', 'GPL-2.0-only WITH Classpath-exception-2.0', 'MIT AND ISC'])(
    '%s passes',
    (expression) => {
      expect(of(under(expression))).toEqual([]);
    },
  );
  it.each(['GPL-3.0-only', 'GPL-2.0-or-later', 'AGPL-3.0-only', 'GPL-3.0-only AND MIT', 'GPL-3.0-only OR AGPL-3.0-only'])(
    '%s fails in a product that is handed out',
    (expression) => {
      expect(of(under(expression))).toEqual(['error dependency-license-denied']);
    },
  );
  it('how the product ships decides', () => {
    expect(of(under('GPL-3.0-only'), 'saas')).toEqual([]);
    expect(of(under('AGPL-3.0-only'), 'saas')).toEqual(['warning dependency-license-denied']);
    expect(of(under('GPL-3.0-only'), 'internal')).toEqual([]);
  });
  it('development packages are a note, workspace and installed-only packages nothing', () => {
    expect(of(under('GPL-3.0-only', { scope: 'development' }))).toEqual(['note dependency-license-denied']);
    expect(of(under('GPL-3.0-only', { workspace: true }))).toEqual([]);
    expect(of(under('GPL-3.0-only', { local: true }))).toEqual([]);
  });
  it('an unknown licence has its reason, once per manifest', () => {
    const unknown = (name: string) =>
      dependency({
        name,
        purl: `pkg:npm/${name}@1.0.0`,
        license: license({ expression: 'NOASSERTION' }),
        unknownBecause: 'not installed; run npm ci',
      });
    const found = findings({ dependencies: ['a', 'b', 'c', 'd'].map(unknown) });
    expect(found.map((f) => [f.code, f.message])).toEqual([
      ['dependency-license-unknown', '4 packages (a 1.0.0, b 1.0.0, c 1.0.0, …): licence unknown, not installed; run npm ci'],
    ]);
  });
  it('what can mean several licences is a warning with the candidates, whatever the policy allows', () => {
    const messages = (conflict: boolean) =>
      findings({
        dependencies: [dependency({ ambiguous: { written: 'BSD', candidates: ['BSD-2-Clause', 'BSD-3-Clause'], conflict } })],
      }).map((f) => f.message);
    expect(messages(false)).toEqual(['left 1.0.0: "BSD" can mean BSD-2-Clause or BSD-3-Clause']);
    expect(messages(true)).toEqual(['left 1.0.0: metadata and licence files disagree, they name BSD-2-Clause or BSD-3-Clause']);
  });
  it('a licence that is no SPDX id is never a pass', () => {
    expect(of(under('LicenseRef-something'))).toEqual(['warning dependency-license-denied']);
  });
});

describe('exceptions and declarations', () => {
  const exception = { reason: 'bought', approver: 'counsel' };
  it('accept exactly what they name', () => {
    const accepted = (e: object) =>
      findings({ models: [noncommercial], config: { exceptions: [{ ...exception, ...e }] } }).map(
        (f) => `${f.code}${f.accepted ? ' accepted' : ''}`,
      );
    expect(accepted({ model: 'org/m' })).toEqual(['model-noncommercial accepted']);
    expect(accepted({ model: 'huggingface:org/*', code: 'model-noncommercial' })).toEqual(['model-noncommercial accepted']);
    expect(accepted({ model: 'org/other' })).toEqual(['model-noncommercial', 'unused-exception']);
    expect(accepted({ model: 'org/m', code: 'model-unknown' })).toEqual(['model-noncommercial', 'unused-exception']);
  });
  it('lapse', () => {
    const found = findings({ models: [noncommercial], config: { exceptions: [{ ...exception, model: 'org/m', expires: '2026-11-23' }] } });
    expect(found.map((f) => [f.code, f.accepted])).toEqual([
      ['model-noncommercial', undefined],
      ['expired-exception', undefined],
    ]);
    expect(found[1]).toMatchObject({ path: '.audit-modelsrc.yaml', line: 10 });
  });
  it('are reported when nothing uses them', () => {
    const config: Config = {
      contracts: [{ name: 'A', provider: 'openai', replaces: 'both' }],
      clarifications: [{ model: 'a', license: 'MIT', source: 's' }],
    };
    expect(codes({ config })).toEqual(['warning unused-exception', 'warning unused-exception']);
    const used = model({ id: 'huggingface:a', name: 'a', provider: 'openai' });
    expect(codes({ config, models: [used] })).toEqual([]);
  });
});

describe('own signature rows', () => {
  it('that match nothing are reported', () => {
    expect(findings({ ownRows: ['acme.ask'] }).map((f) => [f.code, f.message])).toEqual([
      ['unused-exception', 'the signature row for acme.ask matches nothing'],
    ]);
  });
});

describe('what could not be read', () => {
  it('is a finding when nobody knows what the file says, and only listed when it was passed over on purpose', () => {
    const of = (reason: string) => codes({ skipped: [{ path: 'a.py', reason }] });
    expect(of('no permission to read it')).toEqual(['warning file-unreadable']);
    expect(of('internal error while recognising: x')).toEqual(['warning file-unreadable']);
    expect(of('larger than 16 MiB (2048 MiB)')).toEqual([]);
    expect(of('a bundle of code, not read')).toEqual([]);
  });
  const place: UnresolvedReference = {
    path: 'a.py',
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 5,
    raw: 'name',
    signature: 's',
    reason: 'it is a parameter',
    scope: 'production',
  };
  it('is a warning in production, a note elsewhere, nothing in vendored code or once declared', () => {
    expect(codes({ unresolved: [place] })).toEqual(['warning model-unresolved']);
    expect(codes({ unresolved: [{ ...place, scope: 'test' }] })).toEqual(['note model-unresolved']);
    expect(codes({ unresolved: [{ ...place, scope: 'vendored' }] })).toEqual([]);
    expect(codes({ unresolved: [place], config: { models: [{ id: 'openai:x', path: 'a.py' }] } })).toEqual([]);
  });
});

describe('comments that silence', () => {
  const at = { path: 'src/app.py', line: 2, column: 1, endLine: 2, endColumn: 9 };
  const of = (...ignores: JudgeInput['ignores']) =>
    findings({ models: [noncommercial], ignores }).map((f) => `${f.code}${f.accepted ? ' accepted' : ''}`);
  it('the same line or the next one, for the code they name', () => {
    expect(of({ ...at, code: 'model-noncommercial', reason: 'bought' })).toEqual(['model-noncommercial accepted']);
    expect(of({ ...at, line: 3, code: 'model-noncommercial', reason: 'bought' })).toEqual(['model-noncommercial accepted']);
  });
  it.each([
    ['another code', { code: 'model-unknown', reason: 'x' }],
    ['another line', { code: 'model-noncommercial', reason: 'x', line: 9 }],
    ['no reason', { code: 'model-noncommercial' }],
    ['no code', { code: '', reason: 'x' }],
  ])('not with %s, and then they are reported', (_, rest) => {
    expect(of({ ...at, ...rest })).toEqual(['model-noncommercial', 'unused-exception']);
  });
});
