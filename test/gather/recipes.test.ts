/** Recipes that build a model and state a licence for it: laxer than the base is a finding, anything else is none. */
import { describe, expect, it } from 'vitest';
import { audit } from '../../src/pipeline.ts';
import type { Finding } from '../../src/types/result.ts';
import { PLAIN_RUN } from '../support/run.ts';
import { tempProject } from '../support/temp.ts';

async function laxer(files: Record<string, string>): Promise<Finding[]> {
  const result = await audit(tempProject(files), PLAIN_RUN);
  return result.findings.filter(({ code }) => code === 'license-laxer-than-base');
}

const MIT = `MIT License

Copyright (c) 2026 Acme

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const CARD = '---\nlicense: llama3.1\nbase_model: meta-llama/Llama-3.1-8B\n---\n';
const LLAMA = 'LicenseRef-scancode-llama-3.2-license-2024';

describe('a laxer licence than the base', () => {
  it('a Modelfile with a licence text, shown at the first line of the text', async () => {
    const found = await laxer({ 'bot/Modelfile': `FROM llama3.2\nLICENSE """\n${MIT}\n"""\n` });
    expect(found).toMatchObject([
      {
        path: 'bot/Modelfile',
        line: 3,
        column: 1,
        endColumn: 12,
        severity: 'error',
        args: { model: 'bot/Modelfile', license: 'MIT', base: 'llama3.2', baseLicense: LLAMA },
        related: [{ path: 'bot/Modelfile', line: 1, message: 'built from llama3.2' }],
      },
    ]);
  });

  it.each([
    ['a name', 'FROM llama3.2:1b\nLICENSE Apache-2.0\n', 'Apache-2.0'],
    ['a name in quotes, and keywords in lower case', 'from llama3.2\nlicense "Apache License 2.0"\n', 'Apache-2.0'],
    ['a copy of the base on the hub', 'FROM hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M\nLICENSE mit\n', 'MIT'],
    ['several names', 'FROM llama3.2\nLICENSE MIT\nLICENSE Apache-2.0\n', 'MIT AND Apache-2.0'],
  ])('a Modelfile with %s', async (_, text, license) => {
    expect((await laxer({ Modelfile: text })).map(({ args }) => [args['license'], args['baseLicense']])).toEqual([[license, LLAMA]]);
  });

  it('a Kitfile: the licence of its model, not of its package', async () => {
    const found = await laxer({
      'kit/Kitfile': 'manifestVersion: 1.0.0\npackage:\n  name: bot\n  license: llama3.1\nmodel:\n  path: ./bot.gguf\n  license: MIT\n',
      'kit/bot.gguf': 'x'.repeat(100),
      'kit/README.md': CARD,
    });
    expect(found.filter(({ path }) => path === 'kit/Kitfile').map(({ line, args }) => [line, args['license']])).toEqual([[7, 'MIT']]);
  });

  it('the configuration of a ModelPack artefact', async () => {
    const descriptor = { name: 'gemma', sourceURL: 'https://huggingface.co/google/gemma-2-9b-it', licenses: ['Apache-2.0'] };
    const found = await laxer({ 'model-config.json': JSON.stringify({ descriptor, modelfs: { type: 'layers' }, config: {} }) });
    expect(found.map(({ args }) => args['base'])).toEqual(['google/gemma-2-9b-it']);
  });

  it('the configuration of a model image', async () => {
    const gguf = { 'general.license': 'mit', 'general.base_model.0.repo_url': 'https://huggingface.co/google/gemma-2-9b-it' };
    const found = await laxer({ 'image.json': JSON.stringify({ config: { format: 'gguf', gguf }, files: [] }) });
    expect(found.map(({ args }) => [args['license'], args['base']])).toEqual([['MIT', 'google/gemma-2-9b-it']]);
  });

  it('in a folder of examples the same is a grade milder', async () => {
    const found = await laxer({ 'examples/Modelfile': 'FROM llama3.2\nLICENSE MIT\n' });
    expect(found.map(({ severity }) => severity)).toEqual(['warning']);
  });
});

describe('is none', () => {
  it.each([
    ['a free base', { Modelfile: 'FROM mistral:7b\nLICENSE Apache-2.0\n' }],
    ['the licence of the base', { Modelfile: 'FROM llama3.2\nLICENSE llama3.2\n' }],
    ['no licence at all', { Modelfile: 'FROM llama3.2\nSYSTEM "MIT License"\n' }],
    ['a licence in a comment', { Modelfile: 'FROM llama3.2\n# LICENSE MIT\n' }],
    ['an empty licence', { Modelfile: 'FROM llama3.2\nLICENSE """\n"""\n' }],
    ['words that nobody can read', { Modelfile: 'FROM llama3.2\nLICENSE "see our web site"\n' }],
    ['one readable licence beside an unreadable one', { Modelfile: 'FROM llama3.2\nLICENSE MIT\nLICENSE "and our terms"\n' }],
    ['a base that nobody knows', { Modelfile: 'FROM acme-private\nLICENSE MIT\n' }],
    ['a stricter licence', { Modelfile: 'FROM mistral:7b\nLICENSE CC-BY-NC-4.0\n' }],
    ['a package beside a model of its own', { Kitfile: 'manifestVersion: 1.0.0\npackage:\n  license: MIT\ncode:\n  - path: .\n' }],
    [
      'the licence of code and data in a Kitfile',
      {
        Kitfile: 'manifestVersion: 1.0.0\nmodel:\n  path: bot.gguf\ncode:\n  - path: src\n    license: MIT\n',
        'bot.gguf': 'x',
        'README.md': CARD,
      },
    ],
    ['a package of npm that names a model', { 'package.json': '{"license": "MIT", "config": {"model": "meta-llama/Llama-3.1-8B"}}' }],
  ] as [string, Record<string, string>][])('%s', async (_, files) => {
    expect((await laxer(files)).map(({ path, args }) => `${path} ${args['license']}`)).toEqual([]);
  });
});

describe('the licence of a packing list', () => {
  const claimsOf = async (files: Record<string, string>, id: string) => {
    const result = await audit(tempProject(files), PLAIN_RUN);
    const model = result.models.find((one) => one.id === id);
    return {
      expression: model?.license.expression,
      findings: result.findings.filter((one) => one.model === id).map(({ code }) => code),
      result,
    };
  };
  const kit = (license: string): string => `manifestVersion: 1.0.0\nmodel:\n  path: ./bot.gguf\n  license: ${license}\n`;

  it('speaks of the file it packs, whatever the list is called', async () => {
    const { expression, findings } = await claimsOf({ 'kits/bot.yml': kit('Apache 2.0'), 'kits/bot.gguf': 'x' }, 'file:kits/bot.gguf');
    expect([expression, findings.includes('model-license-conflict')]).toEqual(['Apache-2.0', false]);
  });
  it('conflicts with a card that says otherwise', async () => {
    const card = '---\nlicense: cc-by-nc-4.0\nlibrary_name: x\n---\n';
    const { expression, findings } = await claimsOf(
      { 'kits/Kitfile': kit('MIT'), 'kits/bot.gguf': 'x', 'kits/README.md': card },
      'file:kits/bot.gguf',
    );
    expect(expression).toBe('CC-BY-NC-4.0 AND MIT');
    expect(findings).toContain('model-license-conflict');
  });
  it('the parts of a set are one model', async () => {
    const parts = `manifestVersion: 1.0.0\nmodel:\n  path: bot-00001-of-00003.safetensors\n  parts:\n    - path: bot-00002-of-00003.safetensors\n    - path: bot-00003-of-00003.safetensors\n`;
    const { result } = await claimsOf({ Kitfile: parts }, '');
    expect(result.models.map(({ id }) => id)).toEqual(['file:bot-00001-of-00003.safetensors']);
  });
  it('lists in several folders speak of different files, though all are called alike, and none accuses another', async () => {
    const list = (license: string): string => `manifestVersion: 1.0.0\nmodel:\n  path: model.safetensors\n  license: ${license}\n`;
    const { result } = await claimsOf(
      { 'kits/a/one.yml': list('MIT'), 'kits/b/two.yml': list('AGPL-3.0'), 'kits/b/three.yml': list('MIT') },
      '',
    );
    expect(result.models.map(({ id, license }) => `${id} ${license.expression}`)).toEqual([
      'file:kits/a/model.safetensors MIT',
      'file:kits/b/model.safetensors MIT AND AGPL-3.0-only',
    ]);
    expect(result.findings.map(({ code }) => code)).not.toContain('license-laxer-than-base');
  });
  it('a YAML file that is no packing list says nothing', async () => {
    const { expression } = await claimsOf({ 'app.yaml': 'model:\n  path: ./bot.gguf\n  license: MIT\n', 'bot.gguf': 'x' }, 'file:bot.gguf');
    expect(expression).toBe('NOASSERTION');
  });
});
