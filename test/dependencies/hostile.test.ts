import { describe, expect, it } from 'vitest';
import { json, linesOf, scan } from './support.ts';

describe('hostile input', () => {
  it('merge conflict markers: both sides are read, and the file is named', async () => {
    const lock = `{
  "lockfileVersion": 3,
  "packages": {
<<<<<<< HEAD
    "node_modules/a": { "version": "1.0.0" }
||||||| base
    "node_modules/a": { "version": "0.9.0" }
=======
    "node_modules/a": { "version": "2.0.0" }
>>>>>>> feature
  }
}
`;
    expect(await linesOf({ 'package-lock.json': lock })).toEqual({
      packages: ['a@1.0.0 production ? package-lock.json:5', 'a@2.0.0 production ? package-lock.json:9'],
      skipped: ['package-lock.json: merge conflict markers from line 4; both sides were read'],
    });
    const requirements = 'a\n<<<<<<< HEAD\nb==1\n=======\nb==2\n>>>>>>> x\nc\n';
    expect((await linesOf({ 'requirements.txt': requirements })).packages).toEqual([
      'a production direct requirements.txt:1',
      'b@1 production direct requirements.txt:3',
      'b@2 production direct requirements.txt:5',
      'c production direct requirements.txt:7',
    ]);
  });

  it('text that only looks like a marker is none', async () => {
    expect(await linesOf({ 'requirements.txt': '# <<<<<<< not a marker\na\n# =======\n' })).toEqual({
      packages: ['a production direct requirements.txt:2'],
      skipped: [],
    });
  });

  it('names of the object prototype are ordinary packages, in every format', async () => {
    const files = {
      'package.json': '{"dependencies": {"__proto__": "1.0.0", "constructor": "1.0.0", "hasOwnProperty": "1.0.0"}}',
      'Cargo.toml': '[dependencies]\n__proto__ = "=1.0.0"\n',
      'pubspec.yaml': 'dependencies:\n  __proto__: 1.0.0\n',
      'yarn.lock': '# yarn lockfile v1\n__proto__@^2.0.0:\n  version "2.0.0"\n',
    };
    const { packages, skipped } = await linesOf(files);
    // In the order of the package URLs: cargo, npm, pub.
    expect(packages.map((one) => one.split(' ')[0])).toEqual([
      '__proto__@1.0.0',
      '__proto__@1.0.0',
      '__proto__@2.0.0',
      'constructor@1.0.0',
      'hasOwnProperty@1.0.0',
      '__proto__@1.0.0',
    ]);
    expect(skipped).toEqual([]);
    expect(({} as Record<string, unknown>)['version']).toBeUndefined();
  });

  it('control and bidirectional characters never come out', async () => {
    const { dependencies } = await scan({
      'package-lock.json': json({
        lockfileVersion: 3,
        packages: { 'node_modules/evil\u001B[31m\u202Ename': { version: '1.0\u0007.0', license: 'MIT\u001B]0;x\u0007' } },
      }),
      'requirements.txt': '\u001B[2Jcolour==1.0\n',
    });
    const { purl: _, ...shown } = dependencies[0]!;
    expect(JSON.stringify(dependencies.map(({ name, version, license }) => [name, version, license]))).not.toMatch(
      /\\u00[01][0-9a-f]|\\u202e/i,
    );
    expect(shown.name).toBe('evil [31m name');
  });

  it('a cycle of packages, of workspaces and of files ends', async () => {
    const files = {
      'package-lock.json': json({
        lockfileVersion: 3,
        packages: {
          '': { dependencies: { a: '1' } },
          'node_modules/a': { version: '1.0.0', dependencies: { b: '1' } },
          'node_modules/b': { version: '1.0.0', dependencies: { a: '1', b: '1' } },
          'node_modules/loop': { resolved: 'node_modules/loop', link: true },
        },
      }),
      'packages/x/package.json': json({ name: 'x', dependencies: { y: 'workspace:*' } }),
      'packages/y/package.json': json({ name: 'y', dependencies: { x: 'workspace:*' } }),
    };
    expect((await linesOf(files)).packages.map((one) => one.split(' ').slice(0, 3).join(' '))).toEqual([
      'a@1.0.0 production direct',
      'b@1.0.0 production a>b',
      'x~workspace:* production direct',
      'y~workspace:* production direct',
    ]);
  });

  it('a chain of thousands keeps its ends', async () => {
    const count = 3000;
    const packages: Record<string, object> = { '': { dependencies: { p0: '1' } } };
    for (let i = 0; i < count; i++) packages[`node_modules/p${i}`] = { version: '1.0.0', dependencies: { [`p${i + 1}`]: '1' } };
    const { dependencies } = await scan({ 'package-lock.json': json({ lockfileVersion: 3, packages }) });
    const last = dependencies.find(({ name }) => name === `p${count - 1}`)!;
    expect(last.chain!.length).toBeLessThan(30);
    expect([last.chain![0], last.chain!.at(-1), last.chain!.includes('…')]).toEqual(['p0', `p${count - 1}`, true]);
  });

  it.each([
    ['package-lock.json', `{"packages":${'{"a":'.repeat(100_000)}`],
    ['package.json', '['.repeat(100_000)],
    ['Cargo.lock', `a = ${'['.repeat(50_000)}`],
    ['pubspec.yaml', `${'- '.repeat(20_000)}x`],
    ['pubspec.lock', `${'? '.repeat(20_000)}x`],
    ['environment.yml', `dependencies: ${'['.repeat(50_000)}`],
    ['environment.yaml', Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}k:`).join('\n')],
    ['pnpm-lock.yaml', Array.from({ length: 5000 }, (_, depth) => `${' '.repeat(depth)}k:`).join('\n')],
    ['pom.xml', '<a>'.repeat(50_000)],
  ])('%s nested without end is told, not followed', async (path, source) => {
    const { packages, skipped } = await linesOf({ [path]: source });
    expect(packages).toEqual([]);
    expect(skipped.length).toBeGreaterThan(0);
    expect(skipped.every((one) => one.startsWith(`${path}: `))).toBe(true);
  });

  it('aliases that multiply (YAML) are bounded', async () => {
    const rows = ['a0: &a0 [x]'];
    for (let i = 1; i < 30; i++) rows.push(`a${i}: &a${i} [*a${i - 1}, *a${i - 1}, *a${i - 1}, *a${i - 1}]`);
    expect((await linesOf({ 'pubspec.yaml': `${rows.join('\n')}\ndependencies:\n  http: 1.0.0\n` })).packages).toEqual([
      'http@1.0.0 production direct pubspec.yaml:32',
    ]);
  });

  it('external entities of XML are not expanded', async () => {
    const source =
      '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><project><dependencies><dependency><groupId>&x;</groupId><artifactId>a</artifactId></dependency></dependencies></project>';
    const { packages, skipped } = await linesOf({ 'pom.xml': source });
    expect(packages.join()).not.toContain('root:');
    expect(skipped).toHaveLength(1);
  });

  const NAMES = [
    'package.json', 'package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'requirements.txt', 'pyproject.toml', 'setup.cfg', 'Pipfile', 'Pipfile.lock',
    'poetry.lock', 'uv.lock', 'pdm.lock', 'pylock.toml', 'environment.yml', 'conda-lock.yml', 'pixi.toml', 'pixi.lock', 'Cargo.toml', 'Cargo.lock', 'go.mod', 'pom.xml',
    'build.gradle', 'build.gradle.kts', 'gradle/libs.versions.toml', 'gradle.lockfile', 'App.csproj', 'packages.config', 'packages.lock.json', 'composer.json', 'composer.lock',
    'Gemfile', 'Gemfile.lock', 'x.gemspec', 'Package.swift', 'Package.resolved', 'pubspec.yaml', 'pubspec.lock', 'DESCRIPTION', 'renv.lock', 'bom.json', 'bom.xml', 'x.spdx', 'x.spdx.json',
  ]; // prettier-ignore

  it.each([
    ['empty', ''],
    ['binary', '\u0000\u0001\u0002PK\u0003\u0004\uFFFD'.repeat(50)],
    ['a list of nulls', '[null, null]'],
    ['a number', '42'],
    [
      'wrong types everywhere',
      '{"dependencies": 5, "packages": [1, null, {"name": [], "version": {}}], "name": {"a": 1}, "pins": "x", "components": {"x": 1}, "lockfileVersion": "x", "version": null}',
    ],
    ['one endless line', 'x'.repeat(200_000)],
    ['only line ends', '\r\n'.repeat(5000)],
    ['only brackets', '{}[]()<>"\'`${}'.repeat(500)],
  ])('%s, under every name: no package, no crash', async (_, source) => {
    const files = Object.fromEntries(NAMES.map((name, index) => [`d${index}/${name}`, source]));
    const { packages } = await linesOf(files);
    // A requirements file of one long word is one requirement, as it is for pip.
    expect(packages.filter((one) => !/requirements\.txt|Pipfile/.test(one))).toEqual([]);
  });

  it('a lockfile above the size limit is named and left out', async () => {
    const { packages, skipped } = await linesOf({ 'yarn.lock': `# yarn lockfile v1\n${'# x\n'.repeat(9_000_000)}` });
    expect(packages).toEqual([]);
    expect(skipped).toEqual(['yarn.lock: larger than 32 MiB; the packages it names are missing']);
  });

  it('paths that lead out of the project are not followed', async () => {
    const files = {
      'package-lock.json': json({
        lockfileVersion: 3,
        packages: { '../../etc/node_modules/x': { version: '1.0.0' }, 'node_modules/y': { resolved: '../../../y', link: true } },
      }),
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\nimporters:\n  ../../outside:\n    dependencies:\n      z:\n        version: 1.0.0\n",
    };
    expect((await linesOf(files)).packages).toEqual(['x@1.0.0 production ? package-lock.json:4']);
  });
});
