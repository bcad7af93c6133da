import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { classify } from '../../src/classify/index.ts';
import { gatherAll } from '../../src/gather/index.ts';
import { identify } from '../../src/identify/index.ts';
import type { Project } from '../../src/types/project.ts';
import type { CatalogRecord, RuleBook } from '../../src/types/rules.ts';
import type { FileSummary, ModelFileHeader } from '../../src/types/source.ts';
import { summarise } from '../../src/summarise/index.ts';
import { memoryProject } from '../support/project.ts';
import { engine, gathered, known, recognised, reference, rules } from './helpers.ts';

/** A project of model files: texts through the real readers, headers as given. */
function modelProject(files: Record<string, string>, headers: Record<string, Partial<ModelFileHeader>> = {}): Project {
  const all = { ...files, ...Object.fromEntries(Object.keys(headers).map((path) => [path, ''])) };
  return memoryProject(all, (path, format, text): FileSummary => {
    const summary = summarise(path, format, text);
    const header = headers[path];
    return header ? { ...summary, header: { format: 'safetensors', metadata: {}, size: 1, ...header } } : summary;
  });
}

const bundled = (path: string) => reference(path, { path, how: 'file', registry: 'file' });
const card = (lines: string): string => `---\n${lines}\n---\n# A model\n`;

/** Bases whose terms an Apache tag drops, by the way a derivative names them. */
const BASES = [
  ['meta-llama/Llama-3.1-8B', 'open-weights-restricted'],
  ['CohereLabs/c4ai-command-r-plus', 'open-weights-noncommercial'],
  ['mistralai/Mistral-Large-Instruct-2411', 'open-weights-noncommercial'],
] as const;

describe('derivatives that claim less than their base', () => {
  for (const [base, expected] of BASES) {
    const sure = [`huggingface:${base}`];

    it(`finds a fine-tune of ${base}`, () => {
      const project = modelProject(
        { 'out/README.md': card(`license: apache-2.0\nbase_model: ${base}`) },
        { 'out/model.safetensors': { metadata: { format: 'pt' } } },
      );
      const [found] = gathered([bundled('out/model.safetensors')], project);
      expect(found!.chain.links[0]).toMatchObject({ id: `huggingface:${base}`, relation: 'finetune', depth: 1 });
      expect(found!.license.declared).toBe('Apache-2.0');
      expect(found!.license.inherited.map(({ via }) => via)).toContain(`huggingface:${base}`);
      expect(classify(found!.model, found!.facts, found!.license, rules).class).toBe(expected);
      expect(found!.laxer.map((one) => one.base)).toEqual(sure);
    });

    it(`finds an adapter of ${base}`, () => {
      const project = modelProject(
        {
          'lora/README.md': card('license: mit\nlibrary_name: peft'),
          'lora/adapter_config.json': JSON.stringify({ base_model_name_or_path: base, peft_type: 'LORA' }),
        },
        { 'lora/adapter_model.safetensors': {} },
      );
      const [found] = gathered([bundled('lora/adapter_model.safetensors')], project);
      expect(found!.facts.baseModels).toMatchObject([{ id: `huggingface:${base}`, relation: 'adapter' }]);
      expect(classify(found!.model, found!.facts, found!.license, rules).class).toBe(expected);
      expect(found!.laxer.map((one) => one.base)).toEqual(sure);
    });

    it(`finds a merge with ${base}`, () => {
      const project = modelProject(
        { 'merge/README.md': card(`license: apache-2.0\nbase_model:\n- mistralai/Mistral-7B-v0.1\n- ${base}\nbase_model_relation: merge`) },
        { 'merge/model.safetensors': {} },
      );
      const [found] = gathered([bundled('merge/model.safetensors')], project);
      expect(found!.facts.baseModels.map(({ id, relation }) => [id, relation])).toEqual([
        ['huggingface:mistralai/Mistral-7B-v0.1', 'merge'],
        [`huggingface:${base}`, 'merge'],
      ]);
      expect(classify(found!.model, found!.facts, found!.license, rules).class).toBe(expected);
      expect(found!.laxer.map((one) => one.base)).toEqual(sure);
    });

    it(`finds a GGUF of ${base}`, () => {
      const [organization, name] = base.split('/') as [string, string];
      const metadata = {
        'general.license': 'apache-2.0',
        'general.base_model.count': '1',
        'general.base_model.0.name': name,
        'general.base_model.0.organization': organization,
        'general.base_model.0.repo_url': `https://huggingface.co/${base}`,
      };
      const project = modelProject({}, { 'models/x-Q4_K_M.gguf': { format: 'gguf', metadata } });
      const [found] = gathered([bundled('models/x-Q4_K_M.gguf')], project);
      expect(found!.facts.baseModels).toMatchObject([{ id: `huggingface:${base}`, relation: 'quantized' }]);
      expect(found!.facts.claims).toContainEqual(
        expect.objectContaining({
          expression: 'Apache-2.0',
          evidence: [{ source: 'file-header', path: 'models/x-Q4_K_M.gguf', note: 'general.license = apache-2.0' }],
        }),
      );
      expect(classify(found!.model, found!.facts, found!.license, rules).class).toBe(expected);
      expect(found!.laxer.map((one) => one.base)).toEqual(sure);
    });
  }

  it('accuses nobody where the base’s licence is known from memory only, and still applies it', () => {
    const record: CatalogRecord = {
      ...rules.model('meta-llama/Llama-3.1-8B')!,
      id: 'lab/base',
      license: 'cc-by-nc-4.0',
      licenseSource: 'memory (unverified)',
    };
    const withRecord: RuleBook = { ...rules, version: 'test', model: (name) => (name === 'lab/base' ? record : rules.model(name)) };
    const project = modelProject({ 'out/README.md': card('license: mit\nbase_model: lab/base') }, { 'out/model.safetensors': {} });
    const [found] = gathered([bundled('out/model.safetensors')], project, { rules: withRecord });
    expect(found!.laxer).toEqual([]);
    expect(found!.license).toMatchObject({ kind: 'non-commercial', confidence: 'low' });
  });

  it.each([
    ['TigerResearch/tigerbot-180b-base-v2', 'open-weights-restricted', 'a line whose publisher names the base'],
    [
      'baichuan-inc/Baichuan-13B',
      'open-weights-restricted',
      'terms of its own; the free licence in lists is the code’s, its publisher says',
    ],
    ['openlm-research/open_llama_7b', 'open-weights-permissive', 'a name that only recalls a family'],
  ])('%s is %s: %s', (name, expected) => {
    const [found] = gathered([reference(name, { registry: 'huggingface' })]);
    expect(classify(found!.model, found!.facts, found!.license, rules).class).toBe(expected);
    expect(found!.laxer).toEqual([]);
  });
});

describe('look-alikes', () => {
  it.each([
    ['an Apache fine-tune of an Apache base', 'license: apache-2.0\nbase_model: mistralai/Mistral-7B-v0.1'],
    ['an MIT fine-tune of an Apache base', 'license: mit\nbase_model: mistralai/Mistral-7B-v0.1'],
    ['the base’s own licence', 'license: llama3.1\nbase_model: meta-llama/Llama-3.1-8B'],
    ['a stricter licence', 'license: cc-by-nc-4.0\nbase_model: meta-llama/Llama-3.1-8B'],
    ['trained from scratch on the same architecture', 'license: apache-2.0\nmodel_type: llama\ntags: [llama]'],
    ['a base that nobody knows', 'license: apache-2.0\nbase_model: nobody/unheard-of'],
  ])('%s is no finding', (_name, lines) => {
    const project = modelProject({ 'out/README.md': card(lines) }, { 'out/model.safetensors': {} });
    const [found] = gathered([bundled('out/model.safetensors')], project);
    expect(found!.laxer).toEqual([]);
  });

  it.each(['openlm-research/open_llama_7b', 'LLM360/Amber'])('%s, made from scratch, keeps its own licence', (name) => {
    const { found, openness } = known(name);
    expect(found.laxer).toEqual([]);
    expect(openness.verdicts.licence).toBe('open');
  });

  it('an owner may license its own derivative anew', () => {
    const { found } = known('deepseek-ai/DeepSeek-R1');
    expect(found.chain.links.map((link) => link.id)).toContain('huggingface:deepseek-ai/DeepSeek-V3-Base');
    expect(found.license.expression).toBe('MIT');
  });
});

describe('whose word counts', () => {
  it('does not take a repository’s LICENSE for that of weights it downloads', () => {
    const project = modelProject({ LICENSE: 'MIT License', 'README.md': '# Code', 'app.py': '' });
    const [found] = gathered([reference('nobody/unheard-of', { registry: 'huggingface' })], project);
    expect(found!.license.expression).toBe('NOASSERTION');
  });

  it('does not take a Space’s card for a model card', () => {
    const project = modelProject({ 'out/README.md': card('title: Demo\nsdk: gradio\nlicense: mit') }, { 'out/model.safetensors': {} });
    expect(gathered([bundled('out/model.safetensors')], project)[0]!.license.expression).toBe('NOASSERTION');
  });

  it('lets a card speak for the folder it lies in only', () => {
    const project = modelProject({ 'a/README.md': card('license: mit') }, { 'a/model.safetensors': {}, 'b/model.safetensors': {} });
    const found = gathered([bundled('a/model.safetensors'), bundled('b/model.safetensors')], project);
    expect(found.map((one) => [one.model.id, one.license.expression])).toEqual([
      ['file:a/model.safetensors', 'MIT'],
      ['file:b/model.safetensors', 'NOASSERTION'],
    ]);
  });

  it('lets the card of a whole speak for its parts', () => {
    const project = modelProject(
      {
        'sd/README.md': card('license: mit'),
        'sd/model_index.json': JSON.stringify({
          _class_name: 'StableDiffusionPipeline',
          _name_or_path: 'stabilityai/stable-diffusion-2-1',
        }),
        'm/README.md': card('license: mit\nlibrary_name: x'),
      },
      { 'sd/unet/model.safetensors': {}, 'm/onnx/model.safetensors': {}, 'm/other/model.safetensors': {} },
    );
    const paths = ['sd/unet/model.safetensors', 'm/onnx/model.safetensors', 'm/other/model.safetensors'];
    const found = new Map(gathered(paths.map(bundled), project).map((one) => [one.model.id.slice('file:'.length), one]));
    expect(found.get(paths[0]!)!.license.expression).toBe('MIT AND LicenseRef-scancode-bigscience-open-rail-m2');
    expect(found.get(paths[0]!)!.laxer.map((one) => one.base)).toContain('huggingface:stabilityai/stable-diffusion-2-1');
    expect(found.get(paths[1]!)!.license.expression).toBe('MIT');
    expect(found.get(paths[2]!)!.license.expression).toBe('NOASSERTION');
  });

  it('combines card and header that disagree, and says so', () => {
    const project = modelProject(
      { 'a/README.md': card('license: mit') },
      { 'a/x.gguf': { format: 'gguf', metadata: { 'general.license': 'cc-by-nc-4.0' } } },
    );
    const [found] = gathered([bundled('a/x.gguf')], project);
    expect(found!.conflicts.toSorted()).toEqual(['CC-BY-NC-4.0', 'MIT']);
    expect(classify(found!.model, found!.facts, found!.license, rules).class).toBe('open-weights-noncommercial');
  });

  it.each([
    // A tag that somebody remembers stays doubtful, whatever the base is; a copy is what it is a copy of.
    ['finetune', 'memory (unverified)', 'Apache-2.0', 'low'],
    ['quantized', 'memory (unverified)', 'Apache-2.0', 'high'],
    ['finetune', 'somebody/list:README.md', 'Apache-2.0', 'medium'],
  ] as const)('a %s with a tag from %s is %s at %s confidence', (baseModelRelation, licenseSource, expression, confidence) => {
    const base = rules.model('mistralai/Mistral-7B-v0.1')!;
    const sureBase: CatalogRecord = { ...base, licenseSource: 'mistralai/repository:README.md' };
    const record: CatalogRecord = { ...base, id: 'lab/tuned', aliases: [], licenseSource, baseModel: [base.id], baseModelRelation };
    const model: RuleBook['model'] = (name) => (name === 'lab/tuned' ? record : name === base.id ? sureBase : rules.model(name));
    const withRecord: RuleBook = { ...rules, version: `test ${licenseSource} ${baseModelRelation}`, model };
    const project = memoryProject({ 'app.py': '' });
    const models = identify(recognised([reference('lab/tuned', { registry: 'huggingface' })]), withRecord, project);
    const [found] = gatherAll(models, { project, rules: withRecord, engine });
    expect(found!.license.expression).toBe(expression);
    expect(found!.license.confidence).toBe(confidence);
  });

  it('lets what the publisher says outrank what a registry says', () => {
    const { found } = known('meta-llama/Llama-3.1-8B-Instruct');
    expect(found.license).toMatchObject({ expression: 'LicenseRef-scancode-llama-3.1-license-2024', confidence: 'high' });
    expect(found.facts.claims.filter((claim) => claim.superseded !== undefined)).toHaveLength(1);
  });

  it('binds clarifications to the text they judged', () => {
    const text = 'Our own licence';
    const project = modelProject({ 'LICENSE-MODEL': text });
    const clarification = { model: 'huggingface:org/*', license: 'cc-by-4.0', source: 'letter', file: 'LICENSE-MODEL' };
    const ask = (sha256: string) =>
      gathered([reference('org/model', { registry: 'huggingface' })], project, { clarifications: [{ ...clarification, sha256 }] })[0]!;
    expect(ask(createHash('sha256').update(text).digest('hex')).license.expression).toBe('CC-BY-4.0');
    const lapsed = ask('0'.repeat(64));
    expect(lapsed.license.expression).toBe('NOASSERTION');
    expect(lapsed.facts.claims[0]!.superseded).toContain('another text');
    const plain = gathered([reference('org/model', { registry: 'huggingface' })], project, {
      clarifications: [{ ...clarification, file: undefined }],
    })[0]!;
    expect(plain.license).toMatchObject({ expression: 'CC-BY-4.0', concluded: 'CC-BY-4.0', confidence: 'high' });
  });
});

describe('chains', () => {
  const published = (name: string, ...bases: string[]) => ({
    ...reference(name),
    name,
    bases: bases.map((base) => ({ name: base, relation: 'finetune' as const })),
  });

  it('follows what the project trains and publishes', () => {
    const [found] = gathered([reference('me/tuned', { registry: 'huggingface' })], undefined, {
      published: [published('me/tuned', 'me/middle'), published('me/middle', 'meta-llama/Llama-3.1-8B')],
    });
    expect(found!.chain.links.map(({ id, depth }) => [id, depth])).toEqual([
      ['huggingface:me/middle', 1],
      ['huggingface:meta-llama/Llama-3.1-8B', 2],
    ]);
    expect(found!.license.inherited.map(({ via }) => via)).toEqual(['huggingface:meta-llama/Llama-3.1-8B']);
  });

  it('ends circles with a sentence', () => {
    const [found] = gathered([reference('me/a', { registry: 'huggingface' })], undefined, {
      published: [published('me/a', 'me/b'), published('me/b', 'me/a'), published('me/c', 'me/c')],
    });
    expect(found!.chain.problems.some((one) => one.includes('circle'))).toBe(true);
  });

  it('cuts endless chains off', () => {
    const many = Array.from({ length: 300 }, (_, i) => published(`me/${i}`, `me/${i + 1}`));
    const [found] = gathered([reference('me/0', { registry: 'huggingface' })], undefined, { published: many });
    expect(found!.chain.links.length).toBeLessThanOrEqual(24);
    expect(found!.chain.problems.at(-1)).toContain('cut off');
    const wide = published('me/wide', ...Array.from({ length: 5_000 }, (_, i) => `base/${i}`));
    expect(
      gathered([reference('me/wide', { registry: 'huggingface' })], undefined, { published: [wide] })[0]!.chain.links.length,
    ).toBeLessThanOrEqual(200);
  });

  it('says which base is unknown', () => {
    const [found] = gathered([reference('me/a', { registry: 'huggingface' })], undefined, { published: [published('me/a', 'who/knows')] });
    expect(found!.chain.problems).toEqual(['nothing is known about huggingface:who/knows, the base of huggingface:me/a']);
  });
});

describe('hosts', () => {
  it('gives closed models the vendor’s contract, and says when nobody read it', () => {
    const { found } = known('gpt-4o', { provider: 'openai' });
    expect(found.license).toMatchObject({ expression: 'LicenseRef-terms-openai', kind: 'proprietary', confidence: 'high' });
    const unread = known('sonar', { provider: 'cerebras' }).found;
    expect(unread.license.claims[0]!.evidence[0]!.note).toContain('terms not reviewed');
  });

  it('gives hosted weights both the weights’ licence and the host’s contract', () => {
    const { found, openness } = known('llama-3.1-8b-instant', { provider: 'groq' });
    expect(found.license.expression).toBe('LicenseRef-scancode-llama-3.1-license-2024');
    expect(found.license.claims.filter((claim) => claim.slot === 'contract').map((claim) => claim.expression)).toEqual([
      'LicenseRef-terms-groq',
    ]);
    expect(openness.class).toBe('open-weights-restricted');
  });

  it('adds the vendor’s terms to those of a reseller', () => {
    const { found } = known('openai/gpt-4o', { provider: 'openrouter' });
    expect(found.license.expression).toBe('LicenseRef-terms-openrouter AND LicenseRef-terms-openai');
  });

  it.each([
    // Sold by the host as its own: its terms alone.
    ['dall-e-3', 'azure-openai', 'LicenseRef-terms-azure-openai'],
    ['gemini-2.5-pro', 'google-vertex', 'LicenseRef-terms-google-vertex'],
    ['amazon.titan-text-express-v1', 'aws-bedrock', 'LicenseRef-terms-aws-bedrock'],
    // Models of partners, and the maker's own endpoint.
    ['anthropic.claude-v2', 'aws-bedrock', 'LicenseRef-terms-aws-bedrock AND LicenseRef-terms-anthropic'],
    ['claude-opus-4@20250514', 'google-vertex', 'LicenseRef-terms-google-vertex AND LicenseRef-terms-anthropic'],
    ['gemini-2.5-pro', 'google-gemini', 'LicenseRef-terms-google-gemini'],
  ])('%s at %s is under %s', (name, provider, expected) => {
    expect(known(name, { provider }).found.license.expression).toBe(expected);
  });

  it('is not sure of what a moving name of a vendor stands for, nor of what that was made from', () => {
    const { found, openness } = known('mistral-large-latest', { provider: 'mistral' });
    expect(found.chain.links.map((link) => link.confidence)).toEqual(found.chain.links.map(() => 'low'));
    expect(found.chain.links.length).toBeGreaterThan(1);
    expect(openness.confidence).toBe('low');
    expect(known('open-mixtral-8x7b', { provider: 'mistral' }).found.chain.links[0]!.confidence).toBe('high');
  });

  it('is as sure of several contracts as of the one least read', () => {
    const { license } = known('claude-opus-4@20250514', { provider: 'google-vertex' }).found;
    const contracts = license.claims.filter((claim) => claim.slot === 'contract');
    expect(contracts.map((claim) => claim.confidence)).toEqual(['medium', 'high']);
    expect(license.confidence).toBe('medium');
  });
});
