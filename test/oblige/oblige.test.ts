import { describe, expect, it } from 'vitest';
import { oblige, obligeDependency, type ObligeContext } from '../../src/oblige/index.ts';
import type { Dependency } from '../../src/types/dependency.ts';
import type { Obligation } from '../../src/types/model.ts';
import type { PublishedModel } from '../../src/types/reference.ts';
import type { Declared } from '../../src/types/result.ts';
import { memoryProject } from '../support/project.ts';
import { gathered, reference, rules } from '../gather/helpers.ts';

const hub = { registry: 'huggingface' };
const LLAMA = 'meta-llama/Llama-3.1-8B-Instruct';
const NOTICE = 'Llama 3.1 is licensed under the Llama 3.1 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.';

/** Duties of one model reached as given, in a project with these files. */
function duties(
  name: string,
  more: Parameters<typeof reference>[1],
  declared: Declared,
  files: Record<string, string> = {},
  context: Partial<ObligeContext> = {},
): Map<string, Obligation> {
  const project = memoryProject({ 'app.py': '', ...files });
  const [found] = gathered([reference(name, more)], project, context.published ? { published: context.published } : {});
  const list = oblige({ model: found! }, { rules, project, declared, ...context });
  return new Map(list.map((one) => [`${one.source} ${one.id}`, one]));
}

const published = (name: string, base: string): PublishedModel => ({
  ...reference(name),
  name,
  bases: [{ name: base, relation: 'finetune' }],
});
const status = (of: Map<string, Obligation>, key: string): string | undefined => of.get(key)?.status;

describe('duties of a community licence', () => {
  const made = { published: [published('me/assistant', LLAMA)] };

  it('asks a published fine-tune for name, notice, badge and licence copy, with clauses', () => {
    const of = duties(LLAMA, { ...hub, usage: 'train' }, { ships: ['distributed'] }, { 'README.md': '# Assistant' }, made);
    const rows = ['model-name-prefix', 'notice-file', 'display-attribution', 'include-license-copy'].map((id) => {
      const duty = of.get(`llama-3.1-community ${id}`)!;
      return [duty.status, duty.clause, duty.via];
    });
    expect(rows).toEqual([
      ['unmet', '1.b.i last sentence', 'own licence'],
      ['unmet', '1.b.iii', 'own licence'],
      ['unmet', '1.b.i(B)', 'own licence'],
      ['unmet', '1.b.i(A)', 'own licence'],
    ]);
    expect(of.get('llama-3.1-community notice-file')!.mandated).toBe(NOTICE);
    expect(of.get('llama-3.1-community model-name-prefix')!.evidence).toContainEqual(
      expect.objectContaining({ path: 'app.py', note: 'me/assistant does not begin with Llama' }),
    );
  });

  it('sees what is done: proven where a machine can, found where a person must look', () => {
    const files = {
      'README.md': 'Built   with\nLlama',
      NOTICE: `Notices\n${NOTICE}\n`,
      LICENSE: 'LLAMA 3.1 COMMUNITY LICENSE AGREEMENT\n…',
    };
    const of = duties(LLAMA, { ...hub, usage: 'train' }, { ships: ['distributed'] }, files, {
      published: [published('me/Llama-3.1-assistant', LLAMA)],
    });
    expect(status(of, 'llama-3.1-community model-name-prefix')).toBe('met');
    expect(status(of, 'llama-3.1-community notice-file')).toBe('met');
    expect(status(of, 'llama-3.1-community display-attribution')).toBe('evidence-found');
    expect(status(of, 'llama-3.1-community include-license-copy')).toBe('evidence-found');
  });

  it('asks nothing of who hands nothing out, and asks back when that is not declared', () => {
    const internal = duties(LLAMA, hub, { ships: ['internal'] });
    expect(status(internal, 'llama-3.1-community notice-file')).toBe('not-triggered');
    expect(status(internal, 'llama-3.1-community display-attribution')).toBe('not-triggered');
    const files = { 'models/llama/config.json': '{}' };
    const undeclared = duties(LLAMA, { ...hub, how: 'file', path: 'models/llama/config.json' }, {}, files);
    expect(status(undeclared, 'llama-3.1-community notice-file')).toBe('needs-confirmation');
    const shipped = duties(LLAMA, { ...hub, how: 'file', path: 'models/llama/config.json' }, { ships: ['container'] }, files);
    expect(status(shipped, 'llama-3.1-community notice-file')).toBe('unmet');
  });

  it('compares declared users with the threshold', () => {
    const at = (monthlyActiveUsers?: number) => {
      const declared = monthlyActiveUsers === undefined ? {} : { monthlyActiveUsers };
      return status(duties(LLAMA, hub, declared), 'llama-3.1-community commercial-threshold');
    };
    expect(at()).toBe('needs-confirmation');
    expect(at(1_000)).toBe('met');
    expect(at(700_000_000)).toBe('met');
    // The day of release counts, not today.
    expect(at(700_000_001)).toBe('needs-confirmation');
  });

  it('passes duties on along the chain', () => {
    const of = duties('bartowski/Meta-Llama-3.1-8B-Instruct-GGUF', hub, { ships: ['internal'] });
    expect(of.get('llama-3.1-community acceptable-use-policy')).toMatchObject({ status: 'needs-confirmation' });
  });

  it('of hosted weights: use policy of the weights and contract of the host', () => {
    const of = duties('llama-3.1-8b-instant', { provider: 'groq' }, { ships: ['saas'] });
    expect(status(of, 'llama-3.1-community acceptable-use-policy')).toBe('needs-confirmation');
    expect(status(of, 'llama-3.1-community notice-file')).toBe('not-triggered');
    expect(status(of, 'llama-3.1-community display-attribution')).toBe('needs-confirmation');
    expect([...of.values()].some((one) => one.source === 'groq' && one.via.startsWith('contract '))).toBe(true);
  });
});

describe('territories and other declared facts', () => {
  it('fails where there is no licence for a territory', () => {
    const at = (territories: string[]) => {
      const of = duties('tencent/Tencent-Hunyuan-Large', hub, { territories });
      return [...of.values()].filter((one) => /territor/.test(one.id)).map((one) => one.status);
    };
    expect(at(['US', 'DE'])).toContain('unmet');
    expect(at(['US', 'JP'])).not.toContain('unmet');
  });

  it('knows commercial from non-commercial use', () => {
    const at = (declared: Declared) => status(duties('zai-org/visualglm-6b', hub, declared), 'visualglm-6b-license non-commercial-only');
    expect(at({ commercial: true })).toBe('unmet');
    expect(at({ commercial: false })).toBe('met');
    expect(at({})).toBe('needs-confirmation');
  });
});

describe('contracts', () => {
  it('lists the vendor’s terms with clauses, by what is declared', () => {
    const of = duties('gpt-4o', { provider: 'openai' }, { trainsOnOutputs: false, healthData: true });
    expect(of.get('openai no-competing-model-training')).toMatchObject({
      status: 'not-triggered',
      clause: expect.stringContaining('3.3(e)'),
    });
    expect(status(of, 'openai phi-needs-addendum')).toBe('needs-confirmation');
    expect(status(of, 'openai acceptable-use')).toBe('needs-confirmation');
    expect([...of.values()].every((one) => one.source === 'openai')).toBe(true);
    expect([...of.values()].some((one) => one.status === 'met')).toBe(false);
  });

  it('leaves out the maker’s terms where the host sells the model as its own', () => {
    const own = duties('gpt-4o', { provider: 'azure-openai' }, {});
    expect([...new Set([...own.values()].map((one) => one.source))]).toEqual(['azure-openai']);
    expect(status(own, 'azure-openai partner-model-terms')).toBe('not-triggered');
    const partner = duties('claude-opus-4@20250514', { provider: 'google-vertex' }, {});
    expect([...new Set([...partner.values()].map((one) => one.source))]).toEqual(['google-vertex', 'anthropic']);
    expect(status(partner, 'google-vertex third-party-model-terms')).not.toBe('not-triggered');
  });

  it('says when nobody read the terms', () => {
    const of = duties('llama3.1-8b', { provider: 'cerebras' }, {});
    expect(of.get('cerebras terms-not-reviewed')).toMatchObject({
      status: 'needs-confirmation',
      clause: 'terms not reviewed',
      legalStatus: 'open',
    });
  });

  it('gives way to a negotiated contract until that lapses', () => {
    const contracts = [{ provider: 'openai', name: 'Enterprise agreement', expires: '2026-12-31' }];
    expect(duties('gpt-4o', { provider: 'openai' }, {}, {}, { contracts, today: '2026-11-24' }).size).toBe(0);
    expect(duties('gpt-4o', { provider: 'openai' }, {}, {}, { contracts, today: '2027-01-01' }).size).toBeGreaterThan(0);
    expect(duties('gpt-4o', { provider: 'azure-openai' }, {}, {}, { contracts }).size).toBeGreaterThan(0);
  });
});

describe('packages', () => {
  function dependency(expression: string, more: Partial<Dependency> = {}): Dependency {
    return {
      purl: 'pkg:pypi/x@1',
      ecosystem: 'pypi',
      name: 'x',
      scope: 'production',
      direct: true,
      manifest: { path: 'requirements.txt', line: 1 },
      license: { expression, kind: 'open-source', inherited: [], claims: [], confidence: 'high' },
      ...more,
    };
  }
  const of = (expression: string, declared: Declared, more: Partial<Dependency> = {}): Record<string, string> => {
    const list = obligeDependency(dependency(expression, more), { rules, project: memoryProject({ 'app.py': '' }), declared });
    return Object.fromEntries(list.map((one) => [one.id, one.status]));
  };

  it('asks copyleft only of who hands out', () => {
    expect(of('GPL-3.0-only', { ships: ['distributed'] })).toMatchObject({
      'same-license': 'needs-confirmation',
      'disclose-source': 'needs-confirmation',
    });
    expect(of('GPL-3.0-only', { ships: ['saas'] })).toMatchObject({ 'same-license': 'not-triggered', 'disclose-source': 'not-triggered' });
    expect(of('GPL-3.0-only', { ships: ['internal'] })).toMatchObject({ 'same-license': 'not-triggered' });
    expect(of('GPL-3.0-only', { ships: ['distributed'] }, { scope: 'development' })).toMatchObject({ 'same-license': 'not-triggered' });
    expect(of('GPL-3.0-only', {})).toMatchObject({ 'same-license': 'needs-confirmation' });
  });

  it('reaches services where the licence does, and says that it is contested', () => {
    const list = obligeDependency(dependency('AGPL-3.0-only'), {
      rules,
      project: memoryProject({ 'app.py': '' }),
      declared: { ships: ['saas'] },
    });
    expect(list.find((one) => one.id === 'network-source')).toMatchObject({
      status: 'needs-confirmation',
      legalStatus: 'contested',
      clause: '§13',
    });
    expect(of('AGPL-3.0-only', { ships: ['internal'] })).toMatchObject({ 'network-source': 'not-triggered' });
  });

  it('remembers that browsers get copies', () => {
    expect(of('MIT', { ships: ['saas'] }, { ecosystem: 'npm' })).toMatchObject({ 'include-license': 'needs-confirmation' });
    expect(of('MIT', { ships: ['saas'] })).toMatchObject({ 'include-license': 'not-triggered' });
  });

  it('asks for no notice of changes where nothing is changed', () => {
    expect(of('Apache-2.0', { ships: ['distributed'] })).toMatchObject({ 'state-changes': 'not-triggered' });
  });

  it('lets the project choose a side of an OR', () => {
    const list = obligeDependency(dependency('GPL-3.0-only OR MIT'), {
      rules,
      project: memoryProject({ 'app.py': '' }),
      declared: { ships: ['distributed'] },
    });
    expect(new Set(list.map((one) => one.source)).size).toBe(1);
  });

  it('has no duties to list for what is unknown', () => {
    expect(of('NOASSERTION', {})).toEqual({});
    expect(of('LicenseRef-nobody-knows', {})).toEqual({});
  });
});

describe('nothing is met without proof', () => {
  it('over every model licence and every contract of the rules', () => {
    const project = memoryProject({ 'README.md': '# Nothing here' });
    for (const license of rules.licenses()) {
      if (!license.obligations) continue;
      const [found] = gathered([reference('org/model', hub)], project, {
        clarifications: [{ model: '*', license: license.id, source: 'test' }],
      });
      for (const duty of oblige({ model: found! }, { rules, project, declared: {} }))
        expect([license.id, duty.id, duty.status]).not.toContain('met');
    }
    for (const provider of rules.providers()) {
      const [found] = gathered([reference('x', { provider: provider.id, target: 'vendor' })], project);
      for (const duty of oblige({ model: found! }, { rules, project, declared: {} }))
        expect([provider.id, duty.id, duty.status]).not.toContain('met');
    }
  });
});
