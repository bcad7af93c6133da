import { describe, expect, it } from 'vitest';
import { json, linesOf, only, scan } from './support.ts';

const MANIFEST = json({
  name: 'shop',
  version: '1.0.0',
  private: true,
  dependencies: { express: '^4.18.0', alias: 'npm:left-pad@^1.3.0' },
  devDependencies: { vitest: '^1.0.0' },
  optionalDependencies: { fsevents: '~2.3.0' },
});

describe('package.json alone', () => {
  it('lists what it asks for, with the range and the line of each', async () => {
    expect(await linesOf({ 'package.json': MANIFEST })).toEqual({
      packages: [
        'express~^4.18.0 production direct package.json:6',
        'fsevents~~2.3.0 optional direct package.json:13',
        'left-pad~^1.3.0 production direct package.json:7',
        'vitest~^1.0.0 development direct package.json:10',
      ],
      skipped: [],
    });
  });

  it('takes an exact version, a peer that is optional, and a package of the workspace', async () => {
    const files = {
      'package.json': json({
        dependencies: { a: '1.2.3', own: 'workspace:*', git: 'github:user/repo#main' },
        peerDependencies: { react: '>=17', 'react-dom': '>=17' },
        peerDependenciesMeta: { 'react-dom': { optional: true } },
      }),
    };
    expect((await linesOf(files)).packages).toEqual([
      'a@1.2.3 production direct package.json:3',
      'git~github:user/repo#main production direct package.json:5',
      'own~workspace:* production direct package.json:4 own',
      'react~>=17 production direct package.json:8',
      'react-dom~>=17 optional direct package.json:9',
    ]);
  });

  it('keeps what stands before a cut, and says so', async () => {
    const cut = MANIFEST.slice(0, MANIFEST.indexOf('"devDependencies"'));
    expect(await linesOf({ 'package.json': cut })).toEqual({
      packages: ['express~^4.18.0 production direct package.json:6', 'left-pad~^1.3.0 production direct package.json:7'],
      skipped: ['package.json: not valid JSON from line 9'],
    });
  });

  it.each([
    ['a list', '["express"]'],
    ['a dependency table that is a list', '{"dependencies": ["express"]}'],
    ['dependency values that are tables', '{"name": 5, "devDependencies": null}'],
  ])('finds nothing in %s', async (_, source) => {
    expect((await linesOf({ 'package.json': source })).packages).toEqual([]);
  });

  it('does not take the manifests of installed packages for the project', async () => {
    expect((await linesOf({ 'node_modules/x/package.json': MANIFEST, '.yarn/sdks/y/package.json': MANIFEST })).packages).toEqual([]);
  });
});

const LOCK_3 = json({
  name: 'shop',
  version: '1.0.0',
  lockfileVersion: 3,
  packages: {
    '': {
      name: 'shop',
      dependencies: { express: '^4.18.0', alias: 'npm:left-pad@^1.3.0' },
      devDependencies: { vitest: '^1.0.0' },
      optionalDependencies: { fsevents: '~2.3.0' },
    },
    'node_modules/alias': { name: 'left-pad', version: '1.3.0', license: 'MIT' },
    'node_modules/debug': { version: '2.6.9', license: 'MIT', dependencies: { ms: '2.0.0' } },
    'node_modules/express': { version: '4.18.2', license: 'MIT', dependencies: { debug: '2.6.9' } },
    'node_modules/fsevents': { version: '2.3.3', license: 'MIT', optional: true },
    'node_modules/ms': { version: '2.1.3', license: 'MIT', dev: true },
    'node_modules/debug/node_modules/ms': { version: '2.0.0', license: 'MIT' },
    'node_modules/vitest': { version: '1.6.0', license: 'MIT', dev: true, dependencies: { ms: '^2.1.0' } },
  },
});

describe('package-lock.json', () => {
  it('version 3: points direct packages at the manifest, others at the lockfile, and resolves nested copies', async () => {
    expect(await linesOf({ 'package.json': MANIFEST, 'package-lock.json': LOCK_3 })).toEqual({
      packages: [
        'debug@2.6.9 production express>debug package-lock.json:24',
        'express@4.18.2 production direct package.json:6',
        'fsevents@2.3.3 optional direct package.json:13',
        'left-pad@1.3.0 production direct package.json:7',
        'ms@2.0.0 production express>debug>ms package-lock.json:48',
        'ms@2.1.3 development vitest>ms package-lock.json:43',
        'vitest@1.6.0 development direct package.json:10',
      ],
      skipped: [],
    });
  });

  it('version 3 without its manifest: the lockfile knows the roots itself', async () => {
    const { packages } = await linesOf({ 'npm-shrinkwrap.json': LOCK_3 });
    expect(packages).toContain('express@4.18.2 production direct npm-shrinkwrap.json:31');
    expect(packages).toContain('ms@2.1.3 development vitest>ms npm-shrinkwrap.json:43');
  });

  it('version 1: nested tables, aliases, and no licences', async () => {
    const lock = json({
      name: 'old',
      lockfileVersion: 1,
      dependencies: {
        a: { version: '1.0.0', requires: { b: '^1.0.0' }, dependencies: { b: { version: '1.5.0' } } },
        b: { version: '2.0.0', dev: true },
        c: { version: 'npm:real@3.0.0' },
        own: { version: 'file:packages/own' },
      },
    });
    const files = {
      'package.json': json({ dependencies: { a: '^1.0.0', c: 'npm:real@3' }, devDependencies: { b: '2' } }),
      'package-lock.json': lock,
    };
    expect(await linesOf(files)).toEqual({
      packages: [
        'a@1.0.0 production direct package.json:3',
        'b@1.5.0 production a>b package-lock.json:11',
        'b@2.0.0 development direct package.json:7',
        'own production ? package-lock.json:23 own',
        'real@3.0.0 production direct package.json:4',
      ],
      skipped: [],
    });
    expect((await only(files, 'a')).unknownBecause).toBe('not installed; run `npm ci`');
  });

  it('workspaces: each member resolves its own copies, links are the project’s own packages', async () => {
    const files = {
      'package.json': json({ name: 'root', workspaces: ['packages/*'] }),
      'packages/a/package.json': json({ name: '@my/a', dependencies: { lib: '^1.0.0', '@my/b': '*' } }),
      'packages/b/package.json': json({ name: '@my/b', license: 'MIT', dependencies: { lib: '^2.0.0' } }),
      'package-lock.json': json({
        lockfileVersion: 3,
        packages: {
          '': { name: 'root', workspaces: ['packages/*'] },
          'packages/a': { name: '@my/a', dependencies: { lib: '^1.0.0', '@my/b': '*' } },
          'packages/a/node_modules/lib': { version: '1.0.0' },
          'packages/b': { name: '@my/b', dependencies: { lib: '^2.0.0' } },
          'node_modules/@my/a': { resolved: 'packages/a', link: true },
          'node_modules/@my/b': { resolved: 'packages/b', link: true },
          'node_modules/lib': { version: '2.0.0' },
        },
      }),
    };
    const { dependencies } = await scan(files);
    expect(dependencies.map(({ name, version, workspace, manifest }) => [name, version, workspace === true, manifest.path])).toEqual([
      ['@my/a', undefined, true, 'package-lock.json'],
      ['@my/b', undefined, true, 'packages/a/package.json'],
      ['lib', '1.0.0', false, 'packages/a/package.json'],
      ['lib', '2.0.0', false, 'packages/b/package.json'],
    ]);
    expect(dependencies.map(({ license, unknownBecause }) => [license.expression, license.kind, unknownBecause]).slice(0, 2)).toEqual([
      ['NOASSERTION', 'own', undefined],
      ['MIT', 'permissive', undefined],
    ]);
  });

  it('a version nobody knows is read as far as it goes', async () => {
    const { packages, skipped } = await linesOf({ 'package-lock.json': LOCK_3.replace('"lockfileVersion": 3', '"lockfileVersion": 9') });
    expect(packages).toHaveLength(7);
    expect(skipped).toEqual(['package-lock.json: lockfile version 9 is not known; read like version 3']);
  });

  it('a manifest out of step with its lockfile: both versions are reported', async () => {
    const files = {
      'package.json': json({ dependencies: { a: '2.0.0' } }),
      'package-lock.json': json({ lockfileVersion: 3, packages: { '': {}, 'node_modules/a': { version: '1.0.0' } } }),
    };
    expect((await linesOf(files)).packages).toEqual([
      'a@1.0.0 production ? package-lock.json:5',
      'a@2.0.0 production direct package.json:3',
    ]);
  });

  it('licence fields in every form npm has known', async () => {
    const lock = json({
      lockfileVersion: 3,
      packages: {
        'node_modules/a': { version: '1.0.0', license: '(MIT OR GPL-3.0-only)' },
        'node_modules/b': { version: '1.0.0', license: ['MIT', 'Apache-2.0'] },
        'node_modules/c': { version: '1.0.0', license: 'UNLICENSED' },
        'node_modules/d': { version: '1.0.0', license: 'SEE LICENSE IN LICENSE.txt' },
      },
    });
    const { dependencies } = await scan({ 'package-lock.json': lock });
    expect(dependencies.map(({ license }) => [license.expression, license.kind, license.confidence])).toEqual([
      ['MIT OR GPL-3.0-only', 'permissive', 'high'],
      ['MIT AND Apache-2.0', 'permissive', 'medium'],
      ['LicenseRef-Proprietary', 'proprietary', 'high'],
      ['NOASSERTION', 'unknown', 'low'],
    ]);
    expect(dependencies[0]!.license.claims[0]!.evidence).toEqual([
      { source: 'lockfile', path: 'package-lock.json', line: 6, note: '(MIT OR GPL-3.0-only)' },
    ]);
  });
});

const PNPM_MANIFEST = json({ dependencies: { a: '^1.0.0' }, devDependencies: { b: '^2.0.0' } });

describe('pnpm-lock.yaml', () => {
  const expected = [
    'a@1.0.0 production direct package.json:3',
    'b@2.0.0 development direct package.json:6',
    '@s/c@3.0.0 production a>@s/c pnpm-lock.yaml:LINE',
  ].toSorted();

  it('version 9: packages and snapshots, peers left out of the identity', async () => {
    const lock = `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

importers:

  .:
    dependencies:
      a:
        specifier: ^1.0.0
        version: 1.0.0(b@2.0.0)
    devDependencies:
      b:
        specifier: ^2.0.0
        version: 2.0.0

packages:

  '@s/c@3.0.0':
    resolution: {integrity: sha512-xx==}

  a@1.0.0:
    resolution: {integrity: sha512-yy==}
    engines: {node: '>=18'}
    peerDependencies:
      b: '*'

  b@2.0.0:
    resolution: {integrity: sha512-zz==}
    deprecated: |-
      use something else: really
      '@s/d@9.9.9': not a package

snapshots:

  '@s/c@3.0.0': {}

  a@1.0.0(b@2.0.0):
    dependencies:
      '@s/c': 3.0.0
      b: 2.0.0

  b@2.0.0: {}
`;
    const { packages, skipped } = await linesOf({ 'package.json': PNPM_MANIFEST, 'pnpm-lock.yaml': lock });
    // `b` is a development dependency of the project, but the shipped `a` brings it in as well.
    expect(packages).toEqual([
      '@s/c@3.0.0 production a>@s/c pnpm-lock.yaml:20',
      'a@1.0.0 production direct package.json:3',
      'b@2.0.0 production a>b package.json:6',
    ]);
    expect(skipped).toEqual([]);
  });

  it('version 6: keys with slash, at sign and peers in brackets', async () => {
    const lock = `lockfileVersion: '6.0'

dependencies:
  a:
    specifier: ^1.0.0
    version: 1.0.0

devDependencies:
  b:
    specifier: ^2.0.0
    version: 2.0.0(a@1.0.0)

packages:

  /@s/c@3.0.0:
    resolution: {integrity: sha512-xx==}

  /a@1.0.0:
    resolution: {integrity: sha512-yy==}
    dependencies:
      '@s/c': 3.0.0

  /b@2.0.0(a@1.0.0):
    resolution: {integrity: sha512-zz==}
    dev: true
`;
    expect((await linesOf({ 'package.json': PNPM_MANIFEST, 'pnpm-lock.yaml': lock })).packages).toEqual(
      expected.map((one) => one.replace('LINE', '15')),
    );
  });

  it('version 5: keys with slashes and peers behind an underscore; CRLF line ends', async () => {
    const lock = `lockfileVersion: 5.4

specifiers:
  a: ^1.0.0
  b: ^2.0.0

dependencies:
  a: 1.0.0

devDependencies:
  b: 2.0.0_a@1.0.0

packages:

  /@s/c/3.0.0:
    resolution: {integrity: sha512-xx==}
    dev: false

  /a/1.0.0:
    dependencies:
      '@s/c': 3.0.0
    dev: false

  /b/2.0.0_a@1.0.0:
    resolution: {integrity: sha512-zz==}
    dev: true
`.replaceAll('\n', '\r\n');
    expect((await linesOf({ 'package.json': PNPM_MANIFEST, 'pnpm-lock.yaml': lock })).packages).toEqual(
      expected.map((one) => one.replace('LINE', '15')),
    );
  });

  it('importers: members of a workspace, links between them, packages from git', async () => {
    const lock = `lockfileVersion: '9.0'
importers:
  .: {}
  packages/web:
    dependencies:
      core:
        specifier: workspace:*
        version: link:../core
      fork:
        specifier: github:user/fork
        version: https://codeload.github.com/user/fork/tar.gz/abc
packages:
  fork@https://codeload.github.com/user/fork/tar.gz/abc:
    resolution: {tarball: https://codeload.github.com/user/fork/tar.gz/abc}
    version: 1.2.3
`;
    const files = {
      'pnpm-lock.yaml': lock,
      'packages/web/package.json': json({ name: 'web', dependencies: { core: 'workspace:*', fork: 'github:user/fork' } }),
      'packages/core/package.json': json({ name: 'core', version: '0.1.0' }),
    };
    expect((await linesOf(files)).packages).toEqual([
      'core@0.1.0 production direct packages/web/package.json:4 own',
      'fork@1.2.3 production direct packages/web/package.json:5',
    ]);
  });

  it('a file that a formatter has been over', async () => {
    const lock = `lockfileVersion: '9.0'
packages:
  'a@1.0.0':
    resolution:
      {
        integrity: sha512-yy==,
      }
  ? 'b@2.0.0'
  : resolution: { integrity: sha512-zz== }
snapshots:
  a@1.0.0:
    dependencies: { b: 2.0.0 }
`;
    expect(await linesOf({ 'pnpm-lock.yaml': lock, 'package.json': json({ dependencies: { a: '1' } }) })).toEqual({
      packages: ['a@1.0.0 production direct package.json:3', 'b@2.0.0 production a>b pnpm-lock.yaml:8'],
      skipped: [],
    });
  });

  it('a cut file keeps its packages and loses only what is behind the cut', async () => {
    const lock = `lockfileVersion: '9.0'\n\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: sha512-yy==}\n\n  b@2.0.0:\n    resol`;
    const { packages, skipped } = await linesOf({ 'pnpm-lock.yaml': lock });
    expect(packages).toEqual(['a@1.0.0 production ? pnpm-lock.yaml:5', 'b@2.0.0 production ? pnpm-lock.yaml:8']);
    expect(skipped).toEqual(['pnpm-lock.yaml: line 9 is not understood']);
  });

  it('says when there is no version, and when it is not known', async () => {
    expect((await linesOf({ 'pnpm-lock.yaml': 'packages: {}\n' })).skipped).toEqual(['pnpm-lock.yaml: no lockfile version']);
    expect((await linesOf({ 'pnpm-lock.yaml': "lockfileVersion: '12.0'\n" })).skipped).toEqual([
      'pnpm-lock.yaml: lockfile version 12.0 is not known; read like version 9',
    ]);
  });
});

describe('yarn.lock', () => {
  it('first generation: several ranges of one entry, quoted keys, a nested version', async () => {
    const lock = `# THIS IS AN AUTOGENERATED FILE. DO NOT EDIT THIS FILE DIRECTLY.
# yarn lockfile v1


"@s/c@^3.0.0", "@s/c@^3.1.0":
  version "3.1.4"
  resolved "https://registry.yarnpkg.com/@s/c/-/c-3.1.4.tgz#aa"
  integrity sha512-xx==

a@^1.0.0, a@^1.2.0:
  version "1.2.0"
  resolved "https://registry.yarnpkg.com/a/-/a-1.2.0.tgz#bb"
  dependencies:
    "@s/c" "^3.1.0"
    b "^1.0.0"

b@^1.0.0:
  version "1.9.0"

b@^2.0.0:
  version "2.0.0"
`;
    expect(await linesOf({ 'package.json': PNPM_MANIFEST, 'yarn.lock': lock })).toEqual({
      packages: [
        '@s/c@3.1.4 production a>@s/c yarn.lock:5',
        'a@1.2.0 production direct package.json:3',
        'b@1.9.0 production a>b yarn.lock:17',
        'b@2.0.0 development direct package.json:6',
      ],
      skipped: [],
    });
  });

  it('second generation: protocols, aliases, the project itself left out', async () => {
    const lock = `# This file is generated by running "yarn install" inside your project.

__metadata:
  version: 8
  cacheKey: 10c0

"a@npm:^1.0.0":
  version: 1.0.0
  resolution: "a@npm:1.0.0"
  dependencies:
    c: "npm:real@^3.0.0"
  checksum: 10c0/abc
  languageName: node
  linkType: hard

"b@npm:^2.0.0":
  version: 2.0.0
  resolution: "b@npm:2.0.0"
  languageName: node
  linkType: hard

"c@npm:real@^3.0.0":
  version: 3.0.1
  resolution: "real@npm:3.0.1"
  languageName: node
  linkType: hard

"b@patch:b@npm%3A^2.0.0#optional!builtin<compat/b>":
  version: 2.0.0
  resolution: "b@patch:b@npm%3A2.0.0#optional!builtin<compat/b>::version=2.0.0&hash=abc"
  languageName: node
  linkType: hard

"shop@workspace:.":
  version: 0.0.0-use.local
  resolution: "shop@workspace:."
  dependencies:
    a: "npm:^1.0.0"
    b: "npm:^2.0.0"
  languageName: unknown
  linkType: soft
`;
    expect(await linesOf({ 'package.json': PNPM_MANIFEST, 'yarn.lock': lock })).toEqual({
      packages: [
        'a@1.0.0 production direct package.json:3',
        'b@2.0.0 development direct package.json:6',
        'real@3.0.1 production a>real yarn.lock:22',
      ],
      skipped: [],
    });
  });

  it('a file that is neither says so', async () => {
    expect(await linesOf({ 'yarn.lock': 'hello: world\n' })).toEqual({
      packages: [],
      skipped: ['yarn.lock: neither a yarn 1 nor a yarn 2+ lockfile'],
    });
    expect((await linesOf({ 'yarn.lock': '{}\n[[[\n' })).skipped).toEqual(['yarn.lock: line 1 is not understood']);
  });
});

describe('bun.lock', () => {
  it('reads the text form with its trailing commas and nested paths', async () => {
    const lock = `{
  "lockfileVersion": 1,
  "workspaces": {
    "": {
      "name": "shop",
      "dependencies": { "a": "^1.0.0", },
      "devDependencies": { "b": "^2.0.0", },
    },
  },
  "packages": {
    "a": ["a@1.0.0", "", { "dependencies": { "b": "^1.0.0" } }, "sha512-x"],
    "b": ["b@2.0.0", "", {}, "sha512-y"],
    "a/b": ["b@1.5.0", "", {}, "sha512-z"],
  }
}
`;
    expect(await linesOf({ 'package.json': PNPM_MANIFEST, 'bun.lock': lock })).toEqual({
      packages: [
        'a@1.0.0 production direct package.json:3',
        'b@1.5.0 production a>b bun.lock:13',
        'b@2.0.0 development direct package.json:6',
      ],
      skipped: [],
    });
  });

  it('a binary or unknown lockfile says what to do', async () => {
    expect((await linesOf({ 'bun.lockb': '#!/usr/bin/env bun' })).skipped).toEqual([
      'bun.lockb: binary lockfile; run `bun install --save-text-lockfile` and commit bun.lock',
    ]);
    expect((await linesOf({ 'bun.lock': '{"packages": {"a": 5, "b": []}}' })).skipped).toEqual([
      'bun.lock: lockfile version missing is not known; read like version 1',
    ]);
  });
});
