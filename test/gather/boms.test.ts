/** ML-BOMs as input, from the files to references, facts and findings. */
import { describe, expect, it } from 'vitest';
import { audit } from '../../src/pipeline.ts';
import type { AuditedModel } from '../../src/types/model.ts';
import type { AuditResult } from '../../src/types/result.ts';
import { PLAIN_RUN } from '../support/run.ts';
import { tempProject } from '../support/temp.ts';

const run = (files: Record<string, string>): Promise<AuditResult> => audit(tempProject(files), PLAIN_RUN);

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const cyclonedx = (components: unknown[], own?: unknown): string =>
  json({ bomFormat: 'CycloneDX', specVersion: '1.6', ...(own ? { metadata: { component: own } } : {}), components });
const model = (name: string, more: Record<string, unknown> = {}) => ({ type: 'machine-learning-model', name, ...more });
const licenses = (...ids: string[]) => ids.map((id) => ({ license: { id } }));

const byId = ({ models }: AuditResult, id: string): AuditedModel => {
  const found = models.find((one) => one.id === id);
  if (!found) throw new Error(`${id} not found among ${models.map((one) => one.id).join(', ')}`);
  return found;
};
const codes = ({ findings }: AuditResult, id: string): string[] => findings.filter((one) => one.model === id).map(({ code }) => code);

describe('references', () => {
  it('a model component is a reference at its name, by its package URL', async () => {
    const purl = 'pkg:huggingface/BAAI/bge-small-en-v1.5@5c38ec7c405ec4b44b94cc5a9bb96e735b38267a';
    const result = await run({ 'bom.json': cyclonedx([model('bge-small', { group: 'BAAI', purl })]) });
    const found = byId(result, 'huggingface:BAAI/bge-small-en-v1.5');
    expect(found.revision).toBe('5c38ec7c405ec4b44b94cc5a9bb96e735b38267a');
    expect(found.references).toMatchObject([
      { path: 'bom.json', line: 7, raw: 'bge-small', signature: 'bom.cyclonedx', how: 'declared', usage: 'load', used: true },
    ]);
    const { line, column, endColumn } = found.references[0]!;
    const text = cyclonedx([model('bge-small', { group: 'BAAI', purl })]).split('\n')[line - 1];
    expect(text?.slice(column - 1, endColumn - 1)).toBe('bge-small');
  });

  it('a page on the hub names a model that has no package URL; a version that is no commit is no revision', async () => {
    const result = await run({
      'app.aibom.json': cyclonedx([
        model('Mistral Instruct', {
          version: '0.2',
          externalReferences: [{ type: 'website', url: 'https://huggingface.co/mistralai/Mistral-7B-Instruct-v0.2' }],
        }),
      ]),
    });
    expect(byId(result, 'huggingface:mistralai/Mistral-7B-Instruct-v0.2').revision).toBeUndefined();
  });

  it.each([
    ['an encoded slash', 'pkg:huggingface/BAAI%2Fbge-small-en-v1.5@1.0', 'huggingface:BAAI/bge-small-en-v1.5'],
    ['a registry in a generic package URL', 'pkg:generic/openai/gpt-4o', 'openai:gpt-4o'],
    ['an MLflow registry', 'pkg:mlflow/fraud@3?repository_url=https://mlflow.example', 'mlflow:fraud'],
  ])('%s', async (_, purl, id) => {
    byId(await run({ 'bom.json': cyclonedx([model('x', { purl })]) }), id);
  });

  it('XML, a minified file, SPDX 2 by package URL and SPDX 3 AI packages', async () => {
    const result = await run({
      'a/bom.xml': `<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components>
  <component type="machine-learning-model">
    <group>BAAI</group>
    <name>bge-small-en-v1.5</name>
    <licenses><license><id>MIT</id></license></licenses>
  </component></components></bom>`,
      'b/bom.json': JSON.stringify({ bomFormat: 'CycloneDX', components: [model('distilbert/distilgpt2'), model('microsoft/phi-2')] }),
      'c/app.spdx.json': json({
        spdxVersion: 'SPDX-2.3',
        packages: [
          { name: 'tiny', externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:huggingface/sshleifer/tiny-gpt2' }] },
          { name: 'flask', externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:pypi/flask@3.0' }] },
        ],
      }),
      'd/app.spdx3.json': json({
        '@graph': [
          { type: 'software_Package', spdxId: 'u:app', name: 'app' },
          { type: 'ai_AIPackage', spdxId: 'u:m', name: 'google/gemma-2-9b-it' },
          { type: 'Relationship', from: 'u:app', relationshipType: 'contains', to: ['u:m'] },
        ],
      }),
    });
    expect(result.models.flatMap(({ id, references }) => references.map((r) => `${id} ${r.path}:${r.line}:${r.column}`))).toEqual([
      'huggingface:BAAI/bge-small-en-v1.5 a/bom.xml:4:11',
      'huggingface:distilbert/distilgpt2 b/bom.json:1:81',
      'huggingface:google/gemma-2-9b-it d/app.spdx3.json:11:16',
      'huggingface:microsoft/phi-2 b/bom.json:1:146',
      'huggingface:sshleifer/tiny-gpt2 c/app.spdx.json:5:16',
    ]);
  });

  it.each([
    ['a library named like a model', { type: 'library', name: 'gpt-4o' }],
    ['a library of the hub', { type: 'library', name: 'transformers', purl: 'pkg:pypi/transformers@4.44.0' }],
    ['data', { type: 'data', name: 'squad', purl: 'pkg:huggingface/datasets/squad' }],
    ['data with the package URL of a model', { type: 'data', name: 'bert-base-uncased', purl: 'pkg:huggingface/bert-base-uncased' }],
    ['a data set as library', { type: 'library', name: 'squad', purl: 'pkg:huggingface/datasets%2Fsquad' }],
    ['a file', { type: 'file', name: 'model.onnx' }],
    ['a container', { type: 'container', name: 'ollama/ollama' }],
    ['a description', { type: 'application', name: 'bot', description: 'uses meta-llama/Llama-3.1-8B-Instruct' }],
    ['a model without a name', { type: 'machine-learning-model', name: ' ' }],
  ])('%s is none', async (_, component) => {
    expect((await run({ 'bom.json': cyclonedx([component]) })).models).toEqual([]);
  });

  it.each([
    ['data sets of SPDX 3', [{ type: 'dataset_DatasetPackage', spdxId: 'u:d', name: 'allenai/c4' }]],
    ['files of SPDX 3', [{ type: 'software_File', spdxId: 'u:f', name: 'microsoft/phi-2' }]],
    [
      'packages of SPDX 3',
      [{ type: 'software_Package', spdxId: 'u:p', name: 'openai/whisper', software_packageUrl: 'pkg:github/openai/whisper' }],
    ],
  ])('%s are none', async (_, graph) => {
    expect((await run({ 'x.spdx.json': json({ '@graph': graph }) })).models).toEqual([]);
  });

  it.each(['sbom.spdx.json', 'spdx3.0/handwriting.json', 'release/sboms/bot-1.0.json', 'bot.aibom.jsonld'])(
    'the content of %s decides the format, and not its name',
    async (path) => {
      const graph = [
        { type: 'ai_AIPackage', spdxId: 'https://spdx.org/spdxdocs/m', name: 'microsoft/phi-2' },
        { type: 'software_Package', spdxId: 'https://spdx.org/spdxdocs/p', name: 'acme/bot', software_primaryPurpose: 'model' },
      ];
      const result = await run({ [path]: json({ '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': graph }) });
      expect(result.models.map(({ id }) => id)).toEqual(['huggingface:acme/bot', 'huggingface:microsoft/phi-2']);
    },
  );

  it.each(['bombay/city.json', 'data/bot.json', 'src/spdxer.json'])('%s is not looked into', async (path) => {
    expect(
      (await run({ [path]: cyclonedx([model('acme/bot')]) })).models.flatMap(({ references }) => references.filter(({ used }) => used)),
    ).toEqual([]);
  });

  it('a JSON file that is no BOM is left to the other readers', async () => {
    const result = await run({ 'bom.json': json({ model: 'microsoft/phi-2' }) });
    expect(result.models.flatMap(({ references }) => references.map(({ signature }) => signature.startsWith('bom.')))).toEqual([false]);
  });
});

describe('claims', () => {
  const LLAMA = 'huggingface:meta-llama/Llama-3.1-8B-Instruct';

  it('a licence that contradicts the catalogue is a conflict, and the restrictions of both bind', async () => {
    const result = await run({ 'bom.json': cyclonedx([model('meta-llama/Llama-3.1-8B-Instruct', { licenses: licenses('MIT') })]) });
    expect(codes(result, LLAMA)).toContain('model-license-conflict');
    expect(byId(result, LLAMA).license.expression).toBe('LicenseRef-scancode-llama-3.1-license-2024 AND MIT');
    expect(byId(result, LLAMA).openness.class).toBe('open-weights-restricted');
  });

  it('a stricter one too', async () => {
    const id = 'huggingface:BAAI/bge-small-en-v1.5';
    const result = await run({ 'bom.json': cyclonedx([model('BAAI/bge-small-en-v1.5', { licenses: licenses('CC-BY-NC-4.0') })]) });
    expect(codes(result, id)).toContain('model-license-conflict');
    expect(byId(result, id).license.kind).toBe('non-commercial');
  });

  it('the same one is no conflict, and says where it stands', async () => {
    const id = 'huggingface:BAAI/bge-small-en-v1.5';
    const result = await run({ 'bom.json': cyclonedx([model('BAAI/bge-small-en-v1.5', { licenses: licenses('MIT') })]) });
    expect(codes(result, id)).not.toContain('model-license-conflict');
    expect(byId(result, id).license).toMatchObject({ expression: 'MIT', confidence: 'medium' });
    expect(byId(result, id).license.claims.flatMap(({ evidence }) => evidence.filter(({ source }) => source === 'bom'))).toEqual([
      { source: 'bom', path: 'bom.json', line: 8, note: 'MIT' },
    ]);
  });

  it('two BOMs that contradict each other are a conflict', async () => {
    const result = await run({
      'a/bom.json': cyclonedx([model('acme/bot', { licenses: licenses('MIT') })]),
      'b/bom.json': cyclonedx([model('acme/bot', { licenses: [{ expression: 'CC-BY-NC-4.0' }] })]),
    });
    expect(codes(result, 'huggingface:acme/bot')).toContain('model-license-conflict');
    expect(byId(result, 'huggingface:acme/bot').license.kind).toBe('non-commercial');
  });

  it('several licences of one component bind together; one that nobody knows makes the whole unknown', async () => {
    const named = { license: { name: 'Acme Weights Terms 7' } };
    const result = await run({
      'bom.json': cyclonedx([
        model('acme/both', { licenses: licenses('MIT', 'CC-BY-NC-4.0') }),
        model('acme/odd', { licenses: [...licenses('MIT'), named] }),
      ]),
    });
    expect(byId(result, 'huggingface:acme/both').license.expression).toBe('MIT AND CC-BY-NC-4.0');
    expect(byId(result, 'huggingface:acme/odd').license.expression).toBe('NOASSERTION');
  });

  it('pedigree and the property of card readers give base models, whose terms a laxer licence cannot drop', async () => {
    const ancestors = [model('Llama-2-7b-hf', { group: 'meta-llama', purl: 'pkg:huggingface/meta-llama/Llama-2-7b-hf' })];
    const properties = [{ name: 'aibom:base_model', value: 'meta-llama/Llama-2-13b-hf' }];
    const result = await run({
      'bom.json': cyclonedx([
        model('acme/bot', { licenses: licenses('Apache-2.0'), pedigree: { ancestors } }),
        model('acme/big', { licenses: licenses('Apache-2.0'), modelCard: { properties } }),
      ]),
    });
    for (const id of ['huggingface:acme/bot', 'huggingface:acme/big']) expect(codes(result, id)).toContain('license-laxer-than-base');
    expect(byId(result, 'huggingface:acme/bot').baseModels).toEqual([{ id: 'huggingface:meta-llama/Llama-2-7b-hf', relation: 'unknown' }]);
    // An origin is no use of its own.
    expect(result.models.map(({ id }) => id)).toEqual(['huggingface:acme/big', 'huggingface:acme/bot']);
  });

  it('what is said of an origin counts for what is made from it', async () => {
    const ancestors = [model('origin/base', { licenses: licenses('CC-BY-NC-4.0') })];
    const result = await run({ 'bom.json': cyclonedx([model('acme/bot', { licenses: licenses('MIT'), pedigree: { ancestors } })]) });
    expect(byId(result, 'huggingface:acme/bot').license.inherited).toEqual([
      { expression: 'CC-BY-NC-4.0', via: 'huggingface:origin/base' },
    ]);
    expect(codes(result, 'huggingface:acme/bot')).toContain('license-laxer-than-base');
  });

  it('SPDX 3: licences, sets of them, origins and training data', async () => {
    const relation = (from: string, relationshipType: string, ...to: string[]) => ({ type: 'Relationship', from, relationshipType, to });
    const result = await run({
      'x.spdx.json': json({
        '@graph': [
          { type: 'ai_AIPackage', spdxId: 'u:m', name: 'acme/bot' },
          { type: 'ai_AIPackage', spdxId: 'u:b', name: 'origin/base' },
          { type: 'dataset_DatasetPackage', spdxId: 'u:d', name: 'tickets' },
          {
            type: 'expandedlicensing_ConjunctiveLicenseSet',
            spdxId: 'u:s',
            expandedlicensing_member: ['https://spdx.org/licenses/MIT', 'u:l'],
          },
          { type: 'simplelicensing_LicenseExpression', spdxId: 'u:l', simplelicensing_licenseExpression: 'Apache-2.0' },
          relation('u:m', 'hasDeclaredLicense', 'u:s'),
          relation('u:b', 'hasConcludedLicense', 'https://spdx.org/licenses/CC-BY-NC-4.0'),
          relation('u:m', 'descendantOf', 'u:b'),
          relation('u:m', 'trainedOn', 'u:d'),
        ],
      }),
    });
    const bot = byId(result, 'huggingface:acme/bot');
    expect(bot.license.declared).toBe('MIT AND Apache-2.0');
    expect(bot.license.inherited).toEqual([{ expression: 'CC-BY-NC-4.0', via: 'huggingface:origin/base' }]);
    expect(result.models.map(({ id }) => id)).toEqual(['huggingface:acme/bot']);
  });

  it('a hash ties a component to a file of the tree, and to nothing else', async () => {
    const pointer = (hash: string) => `version https://git-lfs.github.com/spec/v1\noid sha256:${hash}\nsize 4000000\n`;
    const hash = 'ab'.repeat(32);
    const result = await run({
      'models/bot.safetensors': pointer(hash),
      'models/other.safetensors': pointer('cd'.repeat(32)),
      'bom.json': cyclonedx([
        model('acme/bot', { licenses: licenses('CC-BY-NC-4.0'), hashes: [{ alg: 'SHA-256', content: hash.toUpperCase() }] }),
      ]),
    });
    expect(byId(result, 'file:models/bot.safetensors').license.expression).toBe('CC-BY-NC-4.0');
    expect(byId(result, 'file:models/other.safetensors').license.expression).toBe('NOASSERTION');
  });

  it('a BOM of one model beside its weights speaks of them; one in the root, or one that lists models, does not', async () => {
    const own = model('acme/bot', { licenses: licenses('CC-BY-NC-4.0'), pedigree: { ancestors: [model('microsoft/phi-2')] } });
    const result = await run({
      'bot/model.safetensors': 'x',
      'bot/bom.json': cyclonedx([], own),
      'list/model.safetensors': 'x',
      'list/bom.json': cyclonedx([model('acme/other', { licenses: licenses('MIT') })]),
      'detector.safetensors': 'x',
      'bom.json': cyclonedx([], model('acme/root', { licenses: licenses('MIT') })),
    });
    expect(byId(result, 'file:bot/model.safetensors').license.expression).toBe('CC-BY-NC-4.0 AND MIT');
    expect(byId(result, 'file:bot/model.safetensors').baseModels).toEqual([{ id: 'huggingface:microsoft/phi-2', relation: 'unknown' }]);
    for (const id of ['file:list/model.safetensors', 'file:detector.safetensors'])
      expect(byId(result, id).license.expression).toBe('NOASSERTION');
  });

  it('what a BOM describes as a whole is what the project publishes, made from its origins', async () => {
    const own = model('acme/bot', { licenses: licenses('Apache-2.0'), pedigree: { ancestors: [model('microsoft/phi-2')] } });
    const result = await run({ 'bom.json': cyclonedx([], own) });
    expect(result.published).toMatchObject([{ name: 'acme/bot', path: 'bom.json', bases: [{ name: 'microsoft/phi-2' }] }]);
    expect(byId(result, 'huggingface:acme/bot').references.map(({ usage }) => usage)).toEqual(['publish']);
  });

  it('the text of a licence is read, also encoded', async () => {
    const content = Buffer.from('Permission is hereby granted, free of charge, to any person obtaining a copy').toString('base64');
    const result = await run({
      'bom.json': cyclonedx([model('acme/bot', { licenses: [{ license: { name: 'ours', text: { content, encoding: 'base64' } } }] })]),
    });
    expect(byId(result, 'huggingface:acme/bot').license.claims.map(({ evidence }) => evidence[0]?.note)).toEqual(['ours']);
  });
});

describe('hostile files', () => {
  it('five thousand model components: bounded, and the rest is counted', async () => {
    const many = Array.from({ length: 5_000 }, (_, i) => model(`acme/m${i}`));
    const result = await run({ 'bom.json': JSON.stringify({ bomFormat: 'CycloneDX', components: many }) });
    expect(result.models).toHaveLength(2000);
    expect(result.skipped).toContainEqual({ path: 'bom.json', reason: '3000 model components after the first 2000 were not read' });
  });

  it('origins nested thousands deep, circles, sets of sets that hold themselves', async () => {
    const open = Array.from({ length: 3000 }, (_, i) => `{"type":"machine-learning-model","name":"acme/a${i}","pedigree":{"ancestors":[`);
    const nested = `{"bomFormat":"CycloneDX","components":[${open.join('')}${']}}'.repeat(3000)}]}`;
    const set = (id: string, ...members: string[]) => ({
      type: 'expandedlicensing_ConjunctiveLicenseSet',
      spdxId: id,
      expandedlicensing_member: members,
    });
    const wide = Array.from({ length: 30 }, (_, i) => set(`u:${i}`, ...Array.from({ length: 50 }, () => `u:${i + 1}`)));
    const result = await run({
      'bom.json': nested,
      'x.spdx.json': json({
        '@graph': [
          { type: 'ai_AIPackage', spdxId: 'u:m', name: 'acme/one' },
          { type: 'ai_AIPackage', spdxId: 'u:n', name: 'acme/two' },
          set('u:self', 'u:self'),
          ...wide,
          { type: 'Relationship', from: 'u:m', relationshipType: 'hasDeclaredLicense', to: ['u:self', 'u:0'] },
          { type: 'Relationship', from: 'u:m', relationshipType: 'descendantOf', to: ['u:n'] },
          { type: 'Relationship', from: 'u:n', relationshipType: 'descendantOf', to: ['u:m'] },
        ],
      }),
    });
    expect(result.stats.models).toBeLessThan(30);
    expect(JSON.stringify(result).length).toBeLessThan(2_000_000);
  });

  it.each([
    ['a list of nothing', '{"bomFormat":"CycloneDX","components":[null,7,"x",[],{"type":"machine-learning-model"}]}'],
    ['types of the wrong kind', '{"bomFormat":"CycloneDX","components":[{"type":"machine-learning-model","name":{"a":1},"purl":[]}]}'],
    ['__proto__', '{"bomFormat":"CycloneDX","components":[{"type":"machine-learning-model","__proto__":{"name":"x"}}]}'],
    ['half a file', '{"bomFormat":"CycloneDX","components":[{"type":"machine-learning-model","na'],
  ])('%s gives no model and no crash', async (_, source) => {
    expect((await run({ 'bom.json': source })).models).toEqual([]);
  });

  it('control characters and endless names do not reach the report', async () => {
    const result = await run({ 'bom.json': cyclonedx([model(`acme/\u001b[31mred\u202e`), model(`acme/${'x'.repeat(100_000)}`)]) });
    const text = JSON.stringify(result.models.map(({ id, references }) => [id, references.map(({ raw }) => raw)]));
    expect(text).not.toMatch(/\\u001b|\u202e/);
    expect(text.length).toBeLessThan(3000);
  });
});
