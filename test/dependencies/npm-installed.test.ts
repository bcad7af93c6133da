import { deflateRawSync, crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { scanDependencies } from '../../src/dependencies/index.ts';
import type { Project } from '../../src/types/project.ts';
import { memoryProject } from '../support/project.ts';
import { fakeEngine, fakeRules, json, line, linesOf, only, scan } from './support.ts';

const manifest = (name: string, version: string, more: object = {}): string => json({ name, version, ...more });

describe('installed npm packages', () => {
  it('give the version, the licence and the text of a direct dependency, and what it brings in', async () => {
    const files = {
      'package.json': json({ name: 'shop', dependencies: { a: '^1.0.0' } }),
      'node_modules/a/package.json': manifest('a', '1.4.0', { license: 'MIT', dependencies: { b: '*' } }),
      'node_modules/a/LICENSE.md': 'MIT License text',
      'node_modules/b/package.json': manifest('b', '2.0.0', { license: 'ISC' }),
      'node_modules/stray/package.json': manifest('stray', '9.0.0'),
    };
    const { dependencies } = await scan(files);
    expect(dependencies.map(line)).toEqual([
      'a@1.4.0 production direct package.json:4',
      'b@2.0.0 production a>b node_modules/b/package.json:1 local',
      'stray@9.0.0 development ? node_modules/stray/package.json:1 local',
    ]);
    // What is installed here tells the version, but not the identity.
    expect([dependencies[0]!.requested, dependencies[0]!.purl]).toEqual(['^1.0.0', 'pkg:npm/a']);
    expect(
      dependencies[0]!.license.claims.map(({ expression, role, evidence }) => [expression, role, evidence[0]!.path, evidence[0]!.line]),
    ).toEqual([
      ['MIT', 'declared', 'node_modules/a/package.json', 4],
      ['MIT', 'detected', 'node_modules/a/LICENSE.md', 1],
    ]);
    expect(dependencies[2]!.unknownBecause).toBe('it is installed, but states no licence and has no licence file that is known');
  });

  it('have their texts read where they can change the answer, or all of them when asked', async () => {
    const files = {
      'package.json': json({ dependencies: { a: '^1.0.0' } }),
      'node_modules/a/package.json': manifest('a', '1.0.0', { license: 'MIT', dependencies: { settled: '*', vague: '*' } }),
      'node_modules/settled/package.json': manifest('settled', '1.0.0', { license: 'MIT' }),
      'node_modules/settled/LICENSE': 'MIT License text',
      'node_modules/vague/package.json': manifest('vague', '1.0.0', { license: 'BSD' }),
      'node_modules/vague/LICENSE': 'BSD-2-Clause License text',
    };
    const read = async (texts: 'needed' | 'all') =>
      (await scan(files, { texts })).dependencies.map(({ name, license }) => [
        name,
        license.expression,
        license.claims.map(({ role }) => role),
      ]);
    expect(await read('needed')).toEqual([
      ['a', 'MIT', ['declared']],
      ['settled', 'MIT', ['declared']],
      ['vague', 'BSD-2-Clause', ['detected']],
    ]);
    expect((await read('all'))[1]).toEqual(['settled', 'MIT', ['declared', 'detected']]);
  });

  it('of another version than the lockfile pins say nothing about it', async () => {
    const dependency = await only(
      {
        'package-lock.json': json({
          lockfileVersion: 3,
          packages: { '': { dependencies: { a: '1' } }, 'node_modules/a': { version: '1.0.0' } },
        }),
        'node_modules/a/package.json': manifest('a', '2.0.0', { license: 'MIT' }),
      },
      'a',
    );
    expect(dependency.license.expression).toBe('NOASSERTION');
    expect(dependency.unknownBecause).toBe('not installed; run `npm ci`');
  });

  it('stand in the virtual store of pnpm under their peers', async () => {
    const files = {
      'package.json': json({ dependencies: { '@s/a': '1' } }),
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\npackages:\n  '@s/a@1.0.0': {}\n",
      'node_modules/.pnpm/@s+a@1.0.0_react@18.0.0/node_modules/@s/a/package.json': manifest('@s/a', '1.0.0', { license: 'MPL-2.0' }),
    };
    expect((await only(files, '@s/a')).license).toMatchObject({ expression: 'MPL-2.0', kind: 'weak-copyleft' });
  });

  it('above a member of a workspace are its own too', async () => {
    const files = {
      'packages/a/package.json': json({ name: 'a', dependencies: { x: '1' } }),
      'node_modules/x/package.json': manifest('x', '1.0.0', { license: 'MIT' }),
    };
    expect((await only(files, 'x')).license.expression).toBe('MIT');
  });

  it('that are the project itself, linked into node_modules, are no dependencies', async () => {
    const files = {
      'package.json': json({ name: 'root', dependencies: {} }),
      'packages/own/package.json': json({ name: 'own' }),
      'node_modules/own/package.json': json({ name: 'own' }),
    };
    expect((await linesOf(files)).packages).toEqual([]);
  });

  it('with a broken package.json are not found, and nothing else suffers', async () => {
    const files = {
      'package.json': json({ dependencies: { a: '1', b: '1' } }),
      'node_modules/a/package.json': '{"name": ',
      'node_modules/b/package.json': manifest('b', '1.0.0', { license: 'MIT' }),
    };
    expect((await scan(files)).dependencies.map(({ name, license }) => [name, license.expression])).toEqual([
      ['a', 'NOASSERTION'],
      ['b', 'MIT'],
    ]);
  });
});

/** A zip archive with deflated entries. */
function zip(entries: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw);
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(crc(raw), 0);
    sizes.writeUInt32LE(packed.length, 4);
    sizes.writeUInt32LE(raw.length, 8);
    const fixed = Buffer.from([20, 0, 0, 0, 8, 0, 0, 0, 0, 0]);
    const names = Buffer.alloc(4);
    names.writeUInt16LE(Buffer.byteLength(name), 0);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fixed, sizes, names, Buffer.from(name), packed]);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 0]), fixed, sizes, names, where, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}

function crc(data: Buffer): number {
  return crc32(data);
}

/** A project in memory in which one path holds bytes. */
function withBytes(files: Record<string, string>, path: string, content: Buffer): Project {
  const project = memoryProject({ ...files, [path]: '' });
  return {
    ...project,
    size: (asked) => (asked === path ? content.length : project.size(asked)),
    bytes: (asked, offset, length) => (asked === path ? content.subarray(offset, offset + length) : project.bytes(asked, offset, length)),
  };
}

describe('archives of yarn’s cache', () => {
  const lock = `__metadata:\n  version: 8\n\n"@s/a@npm:^1.0.0":\n  version: 1.2.0\n  resolution: "@s/a@npm:1.2.0"\n  linkType: hard\n`;
  const files = { 'package.json': json({ dependencies: { '@s/a': '^1.0.0' } }), 'yarn.lock': lock };
  const path = '.yarn/cache/@s-a-npm-1.2.0-0123456789-0123456789.zip';

  it('are opened for the manifest and the licence of a package', async () => {
    const archive = zip({
      'node_modules/@s/a/index.js': 'x'.repeat(1000),
      'node_modules/@s/a/LICENSE': 'MIT License text',
      'node_modules/@s/a/package.json': manifest('@s/a', '1.2.0', { license: 'MIT' }),
    });
    const { dependencies } = await scanDependencies(withBytes(files, path, archive), fakeEngine, fakeRules());
    expect(dependencies.map(line)).toEqual(['@s/a@1.2.0 production direct package.json:3']);
    expect(dependencies[0]!.license.claims.map(({ evidence }) => evidence[0]!.path)).toEqual([
      `${path}/node_modules/@s/a/package.json`,
      `${path}/node_modules/@s/a/LICENSE`,
    ]);
  });

  it.each([
    ['cut off', (archive: Buffer) => archive.subarray(0, 60)],
    ['not a zip', () => Buffer.from('this is no archive at all, only words')],
    ['empty', () => Buffer.alloc(0)],
  ])('that are %s count as not installed', async (_, damage) => {
    const archive = damage(zip({ 'node_modules/@s/a/package.json': manifest('@s/a', '1.2.0') }));
    const { dependencies } = await scanDependencies(withBytes(files, path, archive), fakeEngine, fakeRules());
    expect(dependencies.map(({ unknownBecause }) => unknownBecause)).toEqual([
      'not installed; run `YARN_ENABLE_GLOBAL_CACHE=false yarn install --immutable`',
    ]);
  });
});
