import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { suggest } from '../../src/config/suggest.ts';
import { UsageError } from '../../src/errors.ts';
import { tempProject } from '../support/temp.ts';

async function failure(files: Record<string, string>): Promise<string> {
  const root = tempProject({ '.git/HEAD': '', ...files });
  try {
    await loadConfig(root);
  } catch (error) {
    if (error instanceof UsageError) return error.message.replaceAll(root, '');
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('where the configuration is found', () => {
  const cases: [string, Record<string, string>][] = [
    ['a key of package.json', { 'package.json': '{"name":"x","audit-models":{"failOn":"warning"}}' }],
    ['an rc file without ending', { '.audit-modelsrc': 'failOn: warning\n' }],
    ['an rc file in JSON', { '.audit-modelsrc.json': '{"failOn":"warning"}' }],
    ['an rc file in YAML', { '.audit-modelsrc.yaml': 'failOn: warning\n' }],
    ['the .config folder', { '.config/audit-modelsrc.yml': 'failOn: warning\n' }],
    ['a config file in JSON', { 'audit-models.config.json': '{"failOn":"warning"}' }],
    ['a config file that is a module', { 'audit-models.config.mjs': 'export default { failOn: "warning" };\n' }],
    ['pyproject.toml', { 'pyproject.toml': '[project]\nname = "x"\n\n[tool.audit-models]\nfailOn = "warning"\n' }],
  ];
  it.each(cases)('%s', async (_, files) => {
    const root = tempProject({ '.git/HEAD': '', ...files });
    const { config, file } = await loadConfig(root);
    expect(config).toEqual({ failOn: 'warning' });
    expect(file).toBeDefined();
  });

  it('is looked for upwards as far as the repository, and no further', async () => {
    const root = tempProject({ '.audit-modelsrc.yaml': 'failOn: note\n', 'repo/.git/HEAD': '', 'repo/sub/a.py': '' });
    expect((await loadConfig(`${root}/repo/sub`)).config).toEqual({});
    const inside = tempProject({ '.git/HEAD': '', '.audit-modelsrc.yaml': 'failOn: note\n', 'sub/a.py': '' });
    expect((await loadConfig(`${inside}/sub`)).config).toEqual({ failOn: 'note' });
  });

  it('is not run when it is code and that was forbidden', async () => {
    const root = tempProject({ '.git/HEAD': '', 'audit-models.config.mjs': 'throw new Error("was run");\n' });
    expect((await loadConfig(root, undefined, false)).config).toEqual({});
  });

  it.each([
    ['no file', {}],
    ['package.json without the key', { 'package.json': '{"name":"audit-models-user"}' }],
    ['pyproject.toml without the table', { 'pyproject.toml': '[tool.other]\nx = "audit-models"\n' }],
  ])('%s gives the empty configuration', async (_, files: Record<string, string>) => {
    expect((await loadConfig(tempProject({ '.git/HEAD': '', ...files }))).config).toEqual({});
  });
});

describe('what is wrong with a configuration', () => {
  it('names an unknown key with file, line and the key that was meant', async () => {
    expect(await failure({ '.audit-modelsrc.yaml': 'failOn: error\nprojekt:\n  commercial: true\n' })).toContain(
      '/.audit-modelsrc.yaml:2: unknown key `projekt`, did you mean `project`?',
    );
  });
  it('suggests keys inside lists and optional objects', async () => {
    const text = await failure({
      '.audit-modelsrc.json': '{\n "exceptions": [\n  {\n   "model": "a",\n   "reason": "legacy",\n   "aprover": "me"\n  }\n ]\n}',
    });
    expect(text).toContain(':6: unknown key `exceptions.0.aprover`, did you mean `approver`?');
  });
  it('finds the line in pyproject.toml', async () => {
    const text = await failure({ 'pyproject.toml': '[project]\nname = "x"\n[tool.audit-models]\nfailOn = "error"\nstrikt = true\n' });
    expect(text).toContain('pyproject.toml:5: unknown key `strikt`, did you mean `strict`?');
  });
  it('finds the line below the key of package.json', async () => {
    const text = await failure({ 'package.json': '{\n "name": "x",\n "audit-models": {\n  "failOn": "sometimes"\n }\n}' });
    expect(text).toMatch(/package\.json:4: failOn: .*error/);
  });
  it('refuses an exception that would accept a risk everywhere', async () => {
    expect(await failure({ '.audit-modelsrc.yaml': 'exceptions:\n  - reason: because\n    approver: me\n' })).toContain(
      'an exception needs a `model`',
    );
  });
  it('says that a file cannot be parsed', async () => {
    expect(await failure({ '.audit-modelsrc.json': '{ "failOn": ' })).toContain('cannot be read');
  });
  it('says that a file named on the command line is not there', async () => {
    await expect(loadConfig(tempProject({}), '/nowhere/config.json')).rejects.toBeInstanceOf(UsageError);
  });
});

describe('suggestions', () => {
  it.each([
    ['exclud', 'exclude'],
    ['failon', 'failOn'],
  ])('%s is near %s', (word, expected) => {
    expect(suggest(word, ['exclude', 'include', 'failOn'])).toBe(expected);
  });
  it.each(['colour', 'x', ''])('%j is near nothing', (word) => {
    expect(suggest(word, ['exclude', 'include', 'failOn'])).toBeUndefined();
  });
});
