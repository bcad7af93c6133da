import { readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { AuditResult } from '../../src/types/result.ts';
import { cli } from '../support/cli.ts';
import { tempProject } from '../support/temp.ts';

const tour = fileURLToPath(new URL('../../fixtures/tour/shop-assistant', import.meta.url));
const json = (text: string): AuditResult => JSON.parse(text) as AuditResult;

describe('exit codes', () => {
  const clean = { 'a.py': 'print("hello")\n' };
  it('0 for a clean project, 1 for findings, and --fail-on moves the limit', async () => {
    expect((await cli(tempProject(clean))).code).toBe(0);
    expect((await cli(tour, '--no-config')).code).toBe(1);
    expect((await cli(tour, '--no-config', '--fail-on', 'never')).code).toBe(0);
    const note = tempProject({ 'a.py': 'from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-4o")\n' });
    expect((await cli(note)).code).toBe(0);
    expect((await cli(note, '--fail-on', 'note')).code).toBe(1);
    expect((await cli(note, '--strict')).code).toBe(1);
  });
  it('the same in every format', async () => {
    for (const format of ['terminal', 'json', 'sarif']) expect((await cli(tour, '--no-config', '--format', format)).code).toBe(1);
  });
  it.each([
    ['a path that does not exist', ['/nowhere/at/all'], 'does not exist'],
    ['a file in the place of a folder', [join(tour, 'README.md')], 'is a file, not a folder'],
    ['an unknown option', ['--polcy', 'strict'], 'policy'],
    ['an unknown format', ['--format', 'sariff'], 'did you mean "sarif"?'],
    ['an unknown policy', [tour, '--no-config', '--policy', 'strikt'], 'did you mean "strict"?'],
    ['two reports on standard output', [tour, '--format', 'json', '--format', 'sarif'], 'two formats'],
    ['a bad severity', ['--fail-on', 'fatal'], 'error, warning, note, never'],
    ['an unknown subject', ['explain', 'obligation-unmett'], 'did you mean "obligation-unmet"?'],
  ])('2 for %s, with a message on stderr alone', async (_, argv, message) => {
    const run = await cli(...argv);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(message);
  });
  it('2 for a configuration with a typing error, at its line', async () => {
    const root = tempProject({ '.git/HEAD': '', '.audit-modelsrc.yaml': 'failOn: error\nexlude: [docs]\n' });
    const run = await cli(root);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('.audit-modelsrc.yaml:2: unknown key `exlude`, did you mean `exclude`?');
  });
});

describe('output', () => {
  it('prints the version and the help', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(await cli('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    const help = await cli('--help');
    expect(help.code).toBe(0);
    for (const word of ['--fail-on', '--format', 'explain', 'classify', 'identify', 'Exit codes', 'commercial (default)'])
      expect(help.stdout).toContain(word);
  });
  it('writes a report to a file and the table to the terminal', async () => {
    const out = join(tempProject({}), 'deep', 'models.sarif');
    const run = await cli(tour, '--no-config', '--format', `sarif=${out}`);
    expect(run.stdout).toContain('OPEN, WITH LIMITS');
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ version: '2.1.0' });
  });
  it('says so when there is nothing to scan', async () => {
    const run = await cli(tempProject({}));
    expect([run.code, run.stdout.includes('No AI model found.'), run.stderr]).toEqual([
      0,
      true,
      expect.stringContaining('no files to scan'),
    ]);
  });
  it('explains codes, licences and vendors', async () => {
    expect((await cli('explain', 'model-no-license')).stdout).toContain('model-no-license');
    expect((await cli('explain', 'llama-3.1-community')).stdout).toContain('Built with Llama');
    expect((await cli('explain', 'GPL-3.0-only')).stdout).toContain('strong-copyleft');
    expect((await cli('explain', 'openai')).stdout).toContain('3.3(e)');
  });
  it('lists and filters licences and vendors', async () => {
    expect((await cli('licenses', 'gemma')).stdout).toContain('gemma-terms-of-use');
    expect((await cli('licenses', 'no such licence')).stdout).toContain('0 licences');
    expect(JSON.parse((await cli('providers', 'openai', '--json')).stdout)).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: 'openai' })]),
    );
  });
});

describe('own signatures', () => {
  const project = {
    '.git/HEAD': '',
    '.audit-modelsrc.yaml': 'signatures: [wrappers.yaml]\n',
    'app.py': 'from acme.llm import ask\n\nask("gpt-4o", "hello")\n',
  };
  const rows = [
    'library: our wrapper',
    'anchors: [acme.llm]',
    'source: [own]',
    "checkedOn: '2026-11-24'",
    'signatures:',
    '  - { id: acme.ask, kind: call, language: [python], module: [acme.llm], symbol: [ask], registry: openai, usage: load, model: [{ position: 0 }] }',
  ].join('\n');
  it('find what the shipped rows cannot know', async () => {
    const { models } = json((await cli(tempProject({ ...project, 'wrappers.yaml': rows }), '--format', 'json')).stdout);
    expect(models.flatMap((m) => m.references.map((r) => `${m.id} ${r.signature} ${r.path}:${r.line}`))).toEqual([
      'openai:gpt-4o acme.ask app.py:3',
    ]);
  });
  it.each([
    ['missing', {}, 'cannot be read'],
    ['broken', { 'wrappers.yaml': 'library: [' }, 'cannot be read'],
    ['wrong', { 'wrappers.yaml': rows.replace('kind: call', 'kind: cal') }, 'are not valid'],
  ])('that are %s end the run with a message', async (_, files, message) => {
    const run = await cli(tempProject({ ...project, ...files }));
    expect([run.code, run.stderr.includes(message)]).toEqual([2, true]);
  });
});

describe('bad input is said, and loses nothing else', () => {
  const call = 'from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-4o")\n';
  const cases: [string, Record<string, string | Uint8Array>, string, RegExp][] = [
    ['binary garbage with a source extension', { 'bad.py': new Uint8Array([0x7f, 0x45, 0, 0, 1, 2]) }, 'bad.py', /binary content/],
    ['invalid UTF-8', { 'bad.py': Buffer.from([0x6d, 0x20, 0x3d, 0x20, 0x22, 0xc3, 0x28, 0x22]) }, 'bad.py', /not valid UTF-8/],
    ['a broken notebook', { 'bad.ipynb': '{"cells": [{"cell_type": "code", "source": ["AutoModel.from_pretrained(' }, 'bad.ipynb', /./],
    [
      'a malformed lockfile',
      { 'package.json': '{"name":"x","dependencies":{}}', 'package-lock.json': '{"lockfileVersion": 3, "packages": {' },
      'package-lock.json',
      /./,
    ],
    [
      'a lockfile with merge-conflict markers',
      { 'package-lock.json': '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n' },
      'package-lock.json',
      /./,
    ],
  ];
  it.each(cases)('%s', async (_, files, path, reason) => {
    const run = await cli(tempProject({ ...files, 'good.py': call }), '--format', 'json');
    const result = json(run.stdout);
    expect(run.stderr).toBe('');
    expect(result.models.map((m) => m.id)).toEqual(['openai:gpt-4o']);
    expect(result.skipped.filter((s) => s.path === path).map((s) => s.reason)).toContainEqual(expect.stringMatching(reason));
  });
  it('a file of two gigabytes', async () => {
    const root = tempProject({ 'good.py': call, 'big.py': '' });
    truncateSync(join(root, 'big.py'), 2 ** 31);
    const result = json((await cli(root, '--format', 'json')).stdout);
    expect(result.models.map((m) => m.id)).toEqual(['openai:gpt-4o']);
    expect(result.skipped).toEqual([{ path: 'big.py', reason: expect.stringContaining('larger than 16 MiB') }]);
  });
  it('names that try to write to the terminal', async () => {
    const root = tempProject({ 'a.py': `from transformers import AutoModel\nAutoModel.from_pretrained("evil/\\x1b[31mname\u001b[2J")\n` });
    expect((await cli(root)).stdout).not.toContain('\u001b[2J');
  });
});
