import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { explainModel, verifyTrace } from '../../src/oblige/explain.ts';
import { memoryProject } from '../support/project.ts';
import { engine, gathered, reference, rules } from '../gather/helpers.ts';

const LLAMA = 'meta-llama/Llama-3.1-8B-Instruct';
const source = (model: string) => `from transformers import AutoModel\nMODEL = "${model}"\nAutoModel.from_pretrained(MODEL)\n`;
const signature = rules.signatures()[0]!.rows[0]!.id;

/** A project that loads one model, and the proof for it. */
function proof(files: Record<string, string>, declared = {}) {
  const project = memoryProject(files);
  const [found] = gathered(
    [
      reference(LLAMA, {
        registry: 'huggingface',
        line: 2,
        signature,
        trace: [{ path: 'app.py', line: 2, what: 'bound to MODEL' }],
      }),
    ],
    project,
  );
  return explainModel(found!, { rules, engine, project, declared });
}

describe('explain', () => {
  it('knows bare names of any kind', () => {
    const model = explainModel('bert-base-uncased', { rules, engine });
    expect(model).toMatchObject({ id: 'huggingface:google-bert/bert-base-uncased', license: { expression: 'Apache-2.0' } });
    expect(model.aliases).toContain('bert-base-uncased');
    const hosted = explainModel('openai:gpt-4o', { rules, engine });
    expect(hosted).toMatchObject({ id: 'openai:gpt-4o', openness: { class: 'api-only' } });
    expect(hosted.obligations.every((duty) => duty.source === 'openai')).toBe(true);
    expect(explainModel('nobody/nothing', { rules, engine }).openness.class).toBe('unknown');
  });

  it('shows the chain and all sources', () => {
    const model = explainModel('deepseek-ai/DeepSeek-R1-Distill-Llama-8B', { rules, engine });
    expect(model.chain.map((link) => link.id)).toContain('huggingface:meta-llama/Llama-3.1-8B');
    expect(model.openness.class).toBe('open-weights-restricted');
    expect(model.sources.length).toBeGreaterThan(2);
  });

  it('leads from the string to the clause', () => {
    const { trace } = proof({ 'app.py': source(LLAMA) });
    expect([...new Set(trace.map((link) => link.kind))]).toEqual(['string', 'step', 'signature', 'identity', 'claim', 'licence', 'clause']);
    expect(trace[0]).toMatchObject({ path: 'app.py', line: 2, what: `"${LLAMA}"` });
    expect(trace.filter((link) => link.kind === 'clause').map((link) => link.expect!['clause'])).toContain('1.b.iv');
  });
});

describe('verify', () => {
  it('finds every link of an unchanged project in order', () => {
    const files = { 'app.py': source(LLAMA) };
    const checked = verifyTrace(proof(files).trace, { project: memoryProject(files), rules });
    expect(checked.filter((link) => !link.ok)).toEqual([]);
  });

  it('finds the link that broke', () => {
    const { trace } = proof({ 'app.py': source(LLAMA) });
    const broken = (project: ReturnType<typeof memoryProject>, links = trace) =>
      verifyTrace(links, { project, rules }).filter((link) => !link.ok);
    expect(broken(memoryProject({ 'app.py': source('org/other') })).map((link) => link.kind)).toEqual(['string']);
    expect(broken(memoryProject({ 'b.py': '' })).map((link) => link.kind)).toEqual(['string', 'step']);
    const changed = structuredClone(trace);
    for (const link of changed) if (link.kind === 'clause') link.expect!['clause'] = '99';
    expect(new Set(broken(memoryProject({ 'app.py': source(LLAMA) }), changed).map((link) => link.kind))).toEqual(new Set(['clause']));
  });

  it('notices a text that changed since it was read', () => {
    const hash = createHash('sha256').update('old text').digest('hex');
    const link = {
      kind: 'claim' as const,
      what: 'license-file says MIT',
      path: 'm/LICENSE',
      hash,
      expect: { source: 'license-file', expression: 'MIT' },
    };
    const ok = (text: string) => verifyTrace([link], { project: memoryProject({ 'm/LICENSE': text }), rules })[0]!;
    expect(ok('old text').ok).toBe(true);
    expect(ok('new text')).toMatchObject({ ok: false, because: 'the text of m/LICENSE changed' });
  });
});
