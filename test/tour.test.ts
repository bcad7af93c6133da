/** The main job from a folder to a verdict, on a small project whose right answers were worked out by hand. */

import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../src/pipeline.ts';
import type { AuditResult } from '../src/types/result.ts';
import { PLAIN_RUN } from './support/run.ts';

const root = fileURLToPath(new URL('../fixtures/tour/shop-assistant', import.meta.url));
const run = (): Promise<AuditResult> => audit(root, PLAIN_RUN);

let result: AuditResult;
beforeAll(async () => {
  result = await run();
});

const modelOf = (id: string) => {
  const found = result.models.find((m) => m.id === id);
  if (!found) throw new Error(`${id} was not found; found ${result.models.map((m) => m.id).join(', ')}`);
  return found;
};
const LLAMA = 'huggingface:meta-llama/Llama-3.1-8B-Instruct';

describe('models', () => {
  it('finds the models that are used and where they are named, and nothing else', () => {
    const used = result.models.flatMap((m) => m.references.filter((r) => r.used).map((r) => `${m.id} ${r.path}:${r.line}`));
    expect(used).toEqual([
      'huggingface:facebook/nllb-200-distilled-600M app/chat.py:6',
      'huggingface:google-bert/bert-base-uncased app/models.py:5',
      `${LLAMA} app/models.py:3`,
      'huggingface:microsoft/phi-2 app/models.py:4',
      'openai:gpt-4o-mini app/fallback.py:10',
    ]);
  });
  it('a comment is a mention', () => {
    expect(modelOf('huggingface:mistralai/Mistral-7B-v0.1').references.map((r) => r.used)).toEqual([false]);
  });
  it.each([
    [LLAMA, 'open', 'open-weights-restricted', 'restricted licence'],
    ['huggingface:microsoft/phi-2', 'open', 'open-weights-permissive', ''],
    ['huggingface:google-bert/bert-base-uncased', 'open', 'open-weights-permissive', ''],
    ['huggingface:facebook/nllb-200-distilled-600M', 'open', 'open-weights-noncommercial', 'non-commercial'],
    ['openai:gpt-4o-mini', 'closed', 'api-only', ''],
  ])('%s is %s (%s)', (id, verdict, openness, qualifier) => {
    const { openness: o } = modelOf(id);
    expect([o.verdict, o.class]).toEqual([verdict, openness]);
    expect(o.qualifier).toContain(qualifier);
  });
  it('bert-base-uncased is under Apache-2.0, phi-2 under MIT', () => {
    expect(modelOf('huggingface:google-bert/bert-base-uncased').license.expression).toBe('Apache-2.0');
    expect(modelOf('huggingface:microsoft/phi-2').license.expression).toBe('MIT');
  });
});

describe('duties', () => {
  const duty = (id: string, name: string) => {
    const found = modelOf(id).obligations.find((o) => o.id === name);
    if (!found) throw new Error(`${id} has no duty ${name}`);
    return found;
  };
  it('Llama 3.1: badge, name prefix and notice, with clauses and required texts', () => {
    expect(duty(LLAMA, 'display-attribution')).toMatchObject({ mandated: 'Built with Llama', clause: '1.b.i(B)' });
    expect(duty(LLAMA, 'model-name-prefix').clause).toContain('1.b.i');
    expect(duty(LLAMA, 'notice-file')).toMatchObject({ clause: '1.b.iii' });
    expect(duty(LLAMA, 'notice-file').mandated).toContain('Llama 3.1 is licensed under the Llama 3.1 Community License');
  });
  it('nothing that decides a duty was declared, so no badge is called done or out of question', () => {
    expect(duty(LLAMA, 'display-attribution').status).toBe('needs-confirmation');
  });
  it('the vendor’s terms bind, with clauses', () => {
    expect(duty('openai:gpt-4o-mini', 'no-competing-model-training')).toMatchObject({ source: 'openai', status: 'needs-confirmation' });
    expect(duty('openai:gpt-4o-mini', 'no-competing-model-training').clause).toContain('3.3(e)');
  });
  it('GPL asks for source under the same licence, MIT for its notice', () => {
    const duties = (name: string) => result.dependencies.find((d) => d.name === name)?.obligations.map((o) => o.id);
    expect(duties('copyleft-charts')).toEqual(expect.arrayContaining(['same-license', 'disclose-source', 'include-license']));
    expect(duties('tiny-store')).toEqual(['include-license']);
  });
});

describe('dependencies', () => {
  it('TensorFlow and PyTorch are frameworks, not models', () => {
    const frameworks = result.dependencies.filter((d) => d.framework).map((d) => d.name);
    expect(frameworks).toEqual(expect.arrayContaining(['tensorflow', 'torch']));
    expect(result.models.some((m) => /tensorflow|torch/.test(m.id))).toBe(false);
  });
});

describe('findings', () => {
  it('fail for two reasons, each pointing at the string or line that causes it', () => {
    const errors = result.findings.filter((f) => f.severity === 'error');
    expect(errors.map((f) => [f.code, f.path, f.line, f.column, f.endColumn])).toEqual([
      ['model-noncommercial', 'app/chat.py', 6, 15, 47],
      ['dependency-license-denied', 'web/package.json', 5, 1, 1],
    ]);
  });
  it('two runs give the same bytes', async () => {
    expect(JSON.stringify(await run())).toBe(JSON.stringify(result));
  });
});

describe('what the configuration declares', () => {
  const withConfig = async (config: Parameters<typeof audit>[1]['loaded']['config']) =>
    audit(root, { version: '0.0.0', loaded: { config, file: `${root}/.audit-modelsrc.yaml`, lineOf: () => 1 }, today: '2026-11-24' });
  const codesOf = (r: AuditResult, id: string) => r.findings.filter((f) => f.model === id && f.severity === 'error').map((f) => f.code);
  const NLLB = 'huggingface:facebook/nllb-200-distilled-600M';

  it('a contract takes the place of a licence, until it lapses', async () => {
    const contract = { model: 'facebook/nllb-*', name: 'Licence agreement 12', replaces: 'licence' as const };
    expect(codesOf(await withConfig({ contracts: [contract] }), NLLB)).toEqual([]);
    const lapsed = await withConfig({ contracts: [{ ...contract, expires: '2026-11-23' }] });
    expect(codesOf(lapsed, NLLB)).toEqual(['model-noncommercial']);
    expect(lapsed.findings.map((f) => f.code)).toContain('expired-exception');
  });
  it('a clarification corrects the licence', async () => {
    const clarified = await withConfig({ clarifications: [{ model: 'facebook/nllb-*', license: 'MIT', source: 'letter of 2026-11-01' }] });
    expect(codesOf(clarified, NLLB)).toEqual([]);
    expect(clarified.models.find((m) => m.id === NLLB)?.license.expression).toBe('MIT');
  });
  it('an exception accepts the finding and leaves it in the report', async () => {
    const accepted = await withConfig({ exceptions: [{ model: 'facebook/nllb-*', reason: 'replaced in 2.0', approver: 'counsel' }] });
    expect(accepted.findings.find((f) => f.code === 'model-noncommercial')?.accepted).toEqual({
      reason: 'replaced in 2.0',
      approver: 'counsel',
    });
  });
  it('serving over a network asks for the Llama badge', async () => {
    const saas = await withConfig({ project: { ships: ['saas'] } });
    const badge = saas.models.find((m) => m.id === LLAMA)?.obligations.find((o) => o.id === 'display-attribution');
    expect(badge?.status).toBe('unmet');
    expect(codesOf(saas, LLAMA)).toEqual(['obligation-unmet']);
  });
});
