/** Every file a reader claims, in broken forms: said in `skipped` or read in part, never thrown, and nothing else is lost. */

import { describe, expect, it } from 'vitest';
import { scanDependencies } from '../../src/dependencies/index.ts';
import { createLicenseEngine } from '../../src/licenses/index.ts';
import { loadRules } from '../../src/rules/index.ts';
import { memoryProject } from '../support/project.ts';

const rules = loadRules();
const engine = createLicenseEngine(rules);

/** Files whose format tells broken content from sound content. */
const STRICT = [
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'bun.lock',
  'pyproject.toml',
  'Pipfile',
  'Pipfile.lock',
  'poetry.lock',
  'uv.lock',
  'pdm.lock',
  'pylock.toml',
  'pixi.toml',
  'Cargo.toml',
  'Cargo.lock',
  'gradle/libs.versions.toml',
  'pom.xml',
  'app.csproj',
  'packages.config',
  'packages.lock.json',
  'composer.json',
  'composer.lock',
  'Package.resolved',
  'renv.lock',
  'bom.cdx.json',
  'sbom.spdx.json',
];
/** Formats made of lines or programs: broken lines are passed over. */
const TOLERANT = [
  'pnpm-lock.yaml',
  'yarn.lock',
  'requirements.txt',
  'setup.cfg',
  'setup.py',
  'environment.yml',
  'conda-lock.yml',
  'pixi.lock',
  'go.mod',
  'build.gradle',
  'gradle.lockfile',
  'Gemfile',
  'Gemfile.lock',
  'x.gemspec',
  'Package.swift',
  'pubspec.yaml',
  'pubspec.lock',
  'DESCRIPTION',
];
const conflict = '<<<<<<< HEAD\n{"a": [1, \n=======\n[[[\n>>>>>>> other\n';
const cut = '{"name": "x", "dependencies": {"left": "1.0.0", "unterminated';
const noise = '\u0000\u0001[[{{"\'<a><b></a>\t\t: : - - = = \\u12\n';
const sound = { 'sound/requirements.txt': 'right==2.0\n' };

const scan = (files: Record<string, string>) => scanDependencies(memoryProject(files), engine, rules);

describe.each([...STRICT, ...TOLERANT])('%s', (path) => {
  it.each([
    ['with merge-conflict markers', conflict],
    ['cut off', cut],
    ['of noise', noise],
    ['empty', ''],
    ['of nested brackets', '['.repeat(50_000)],
  ])('%s stops nothing', async (_, content) => {
    const { dependencies } = await scan({ [path]: content, ...sound });
    expect(dependencies.filter((d) => d.manifest.path === 'sound/requirements.txt').map((d) => d.purl)).toEqual(['pkg:pypi/right@2.0']);
  });
});

describe.each(STRICT)('%s', (path) => {
  it('says why it was not read', async () => {
    const { skipped } = await scan({ [path]: conflict, ...sound });
    expect(skipped.map((s) => s.path)).toContain(path);
    for (const { reason } of skipped) expect(reason.length).toBeGreaterThan(8);
  });
});
