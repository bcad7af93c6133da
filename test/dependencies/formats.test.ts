import { parseSyml } from '@yarnpkg/parsers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PackageURL } from 'packageurl-js';
import { parse as parseYaml } from 'yaml';
import { lineOf } from '../../src/dependencies/formats/document.ts';
import { readHeaders } from '../../src/dependencies/formats/headers.ts';
import { readIndented, walkIndented } from '../../src/dependencies/formats/indented.ts';
import { readJson } from '../../src/dependencies/formats/json.ts';
import { readToml } from '../../src/dependencies/formats/toml.ts';
import { readXml } from '../../src/dependencies/formats/xml.ts';
import { walkLockYaml, walkTable } from '../../src/dependencies/formats/lock-yaml.ts';
import { readYaml } from '../../src/dependencies/formats/yaml.ts';
import { PnpmVisitor } from '../../src/dependencies/npm/pnpm-document.ts';
import type { PnpmDocument } from '../../src/dependencies/npm/pnpm-document.ts';
import { purlOf } from '../../src/dependencies/purl.ts';
import { bareKey } from '../../src/dependencies/npm/pnpm-lock.ts';

/** Package names and versions as lockfiles hold them. */
const name = fc.stringMatching(/^(?:@[a-z][a-z0-9-]{0,6}\/)?[a-z][a-z0-9._-]{0,8}$/);
const version = fc.stringMatching(/^[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,2}(?:-[a-z]{1,4}\.[0-9])?$/);
const range = fc.oneof(version, fc.constantFrom('*', '^1.0.0', '>=1 <2', 'npm:other@^2.0.0', '1 || 2'));
const entries = fc.uniqueArray(
  fc.record({ name, version, needs: fc.uniqueArray(fc.tuple(name, range), { selector: ([one]) => one, maxLength: 3 }) }),
  {
    selector: (entry) => `${entry.name}@${entry.version}`,
    maxLength: 6,
  },
);

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
/** Every scalar as text, as the line reader gives it. */
const asText = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Array.isArray(value)
      ? value.map(asText)
      : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asText(inner)]))
    : value === null
      ? {}
      : String(value);

const quoted = (text: string): string => (/^[@*>"'&!%{[|]|: | #/.test(text) ? `'${text}'` : text);

describe('the line reader', () => {
  it('reads pnpm lockfiles like a YAML parser', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const source = [
          "lockfileVersion: '9.0'",
          '',
          'packages:',
          ...all.flatMap((entry) => [
            '',
            `  ${quoted(`${entry.name}@${entry.version}`)}:`,
            '    resolution: {integrity: sha512-aa+/b==}',
            "    engines: {node: '>=18'}",
            '    os: [darwin, linux]',
          ]),
          '',
          'snapshots:',
          ...all.flatMap((entry) => [
            '',
            `  ${quoted(`${entry.name}@${entry.version}`)}:${entry.needs.length === 0 ? ' {}' : ''}`,
            ...(entry.needs.length === 0
              ? []
              : ['    dependencies:', ...entry.needs.map(([one, wanted]) => `      ${quoted(one)}: ${quoted(wanted)}`)]),
          ]),
          '',
        ].join('\n');
        const read = plain(readIndented(source).root) as { packages: Record<string, { os?: unknown }> };
        const oracle = asText(parseYaml(source)) as { packages: Record<string, { os?: unknown }> };
        // Lists on one line are of no use to anybody here and stay text.
        for (const tree of [read, oracle]) for (const entry of Object.values(tree.packages)) delete entry.os;
        expect(read).toEqual(oracle);
      }),
      { numRuns: 150 },
    );
  });

  it('reads both generations of yarn.lock like yarn', () => {
    fc.assert(
      fc.property(entries, fc.boolean(), (all, berry) => {
        const colon = berry ? ':' : '';
        const string = (text: string): string => JSON.stringify(text);
        const source = [
          berry ? '__metadata:\n  version: 8\n' : '# yarn lockfile v1\n',
          ...all.flatMap((entry) => [
            `${string(`${entry.name}@${berry ? 'npm:' : ''}${entry.version}`)}:`,
            `  version${colon} ${berry ? entry.version : string(entry.version)}`,
            ...(entry.needs.length === 0
              ? []
              : [`  dependencies:`, ...entry.needs.map(([one, wanted]) => `    ${string(one)}${colon} ${string(wanted)}`)]),
            '',
          ]),
        ].join('\n');
        expect(plain(readIndented(source).root)).toEqual(asText(parseSyml(source)));
      }),
      { numRuns: 150 },
    );
  });

  it('explicit keys, folded texts, lists of tables, documents', () => {
    const source = `---
ignored: yes
---
? a-very-long-key
: value:
    inner: 1
text: >-
  several words: not a key
  more
list:
- name: a
  tags:
  - x
  - 'y z'
- name: b
deep:
  items:
    - one
    - two: 2
`;
    const { root, problems } = readIndented(source);
    expect(plain(root)).toEqual({
      'a-very-long-key': { value: { inner: '1' } },
      text: '',
      list: [{ name: 'a', tags: ['x', 'y z'] }, { name: 'b' }],
      deep: { items: ['one', { two: '2' }] },
    });
    expect(problems).toEqual([]);
    expect([lineOf(root, 'a-very-long-key'), lineOf(root['list'] as object, 1), lineOf((root['list'] as object[])[1]!, 'name')]).toEqual([
      4, 15, 15,
    ]);
  });

  it('gives the same parts of a pnpm lockfile as the YAML library', () => {
    fc.assert(
      fc.property(entries, fc.constantFrom('own', 'importers', 'flow'), fc.boolean(), (all, layout, inPackages) => {
        const needs = (indent: string, entry: (typeof all)[number]): string[] =>
          entry.needs.length === 0
            ? []
            : [
                `${indent}dependencies:`,
                ...entry.needs.map(([one, wanted]) => `${indent}  ${quoted(one)}: ${quoted(wanted)}`),
                `${indent}transitivePeerDependencies:`,
                `${indent}- supports-color`,
              ];
        const asked = all.map(({ name: one, version: exact }) =>
          layout === 'flow'
            ? [`${quoted(one)}: {specifier: ^1, version: ${exact}}`]
            : [`${quoted(one)}:`, '  specifier: ^1', `  version: ${exact}`],
        );
        const names = new Set<string>();
        const once = asked.filter((_, index) => !names.has(all[index]!.name) && names.add(all[index]!.name));
        const source = [
          'lockfileVersion: 5.4',
          'settings:',
          '  dependencies: no',
          ...(layout === 'own' ? ['devDependencies:'] : ['importers:', '  .: {}', '  apps/one:', '    devDependencies:']),
          ...once.flat().map((row) => `${layout === 'own' ? '  ' : '      '}${row}`),
          'packages:',
          ...all.flatMap((entry) => [
            `  ${quoted(`/${entry.name}/${entry.version}`)}:`,
            '    resolution: {integrity: sha512-aa+/b==}',
            '    version: 1.0.0-beta.1 # as published',
            '    peerDependencies:',
            '      react: ^18',
            ...(inPackages ? needs('    ', entry) : []),
            '    deprecated: |-',
            '      dependencies: none',
            '    dev: true',
            '    optional: false',
          ]),
          'snapshots:',
          ...(inPackages
            ? []
            : all.flatMap((entry) => [
                `  ${quoted(`${entry.name}@${entry.version}(x@1)`)}:`,
                '    optional: true',
                ...needs('    ', entry),
              ])),
          '',
        ].join('\n');
        const read = new PnpmVisitor();
        expect(walkIndented(source, read)).toBeUndefined();
        const oracle = new PnpmVisitor();
        walkTable(readYaml(source).root, oracle);
        expect(read.document).toEqual(oracle.document);
        expect(read.document.packages.map(({ key }) => bareKey(key))).toEqual(all.map((entry) => `${entry.name}@${entry.version}`));
      }),
      { numRuns: 150 },
    );
  });

  it('leaves a reformatted pnpm lockfile to the YAML library', () => {
    const source = `lockfileVersion: '9.0'
importers: {.: {dependencies: {a: {specifier: ^1, version: 1.0.0}}}}
packages:
  ? a@1.0.0
  : {resolution: {integrity: x},
     engines: {node: '>=18'}}
snapshots:
  a@1.0.0: {
    dependencies: {b: 2.0.0}
  }
`;
    const { visitor, problems } = walkLockYaml(source, () => new PnpmVisitor());
    const { packages, snapshots, importers }: PnpmDocument = visitor.document;
    expect(problems).toEqual([]);
    expect([packages[0]!.key, packages[0]!.line]).toEqual(['a@1.0.0', 4]);
    expect(snapshots[0]!.needs).toEqual([{ name: 'b', version: '2.0.0' }]);
    expect(importers![0]!.needs.dependencies).toEqual([{ name: 'a', version: '1.0.0' }]);
  });

  it('pnpm’s keys of all versions name the same package', () => {
    expect(['/a/1.0.0', '/a@1.0.0', 'a@1.0.0', '/a/1.0.0_b@2.0.0', '/a@1.0.0(b@2.0.0)', 'a@1.0.0(b@2.0.0)(c@1.0.0)'].map(bareKey)).toEqual(
      Array.from({ length: 6 }, () => 'a@1.0.0'),
    );
    expect(['/@s/a/1.0.0', '@s/a@1.0.0(x@1)'].map(bareKey)).toEqual(['@s/a@1.0.0', '@s/a@1.0.0']);
  });
});

it('package URLs of npm are what the library makes of them', () => {
  const part = fc.stringMatching(/^[a-zA-Z0-9._~+@% -]{1,8}$/);
  fc.assert(
    fc.property(
      fc.oneof(
        name,
        part,
        fc.tuple(part, part).map((two) => `@${two.join('/')}`),
      ),
      fc.oneof(version, part, fc.constant(undefined)),
      (one, exact) => {
        const [scope, rest] =
          one.startsWith('@') && one.includes('/') ? [one.slice(0, one.indexOf('/')), one.slice(one.indexOf('/') + 1)] : [undefined, one];
        const made = (): string => new PackageURL('npm', scope, rest, exact, undefined, undefined).toString();
        const read = purlOf('npm', one, exact);
        if (!read.startsWith('pkg:generic/')) expect(read).toBe(made());
        else expect(made).toThrow();
      },
    ),
    { numRuns: 500 },
  );
});

describe('positions', () => {
  it('of JSON keys and items', () => {
    const { root } = readJson('{\n  "a": {\n    "b": 1,\n    "c": [\n      1,\n      2\n    ]\n  }\n}');
    const a = root['a'] as Record<string, object>;
    expect([lineOf(root, 'a'), lineOf(a, 'b'), lineOf(a, 'c'), lineOf(a['c']!, 1)]).toEqual([2, 3, 4, 6]);
  });

  it('of TOML: every key of a generated document stands on the line that is noted for it', () => {
    const key = fc.stringMatching(/^[a-z][a-z0-9_-]{0,5}$/);
    const value = fc.constantFrom(
      '1',
      '"x"',
      "'y # no'",
      'true',
      '2020-01-01',
      '["a", "b"]',
      '[\n  "a", # c\n  "b",\n]',
      '"""\nk = 1\n[t]\n"""',
      "'''a'''",
      '{ u = 1, v = "w" }',
      '"\\"" # end',
    );
    const block = fc.record({
      header: key,
      many: fc.boolean(),
      pairs: fc.uniqueArray(fc.tuple(key, value), { selector: ([one]) => one, maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(block, { selector: (one) => one.header, maxLength: 4 }), (blocks) => {
        const rows: string[] = [];
        const expected: { header: string; many: boolean; key: string; line: number }[] = [];
        const add = (text: string): void => void rows.push(...text.split('\n'));
        for (const { header, many, pairs } of blocks) {
          add(many ? `[[${header}]]` : `[ ${header} ]`);
          for (const [one, text] of pairs) {
            expected.push({ header, many, key: one, line: rows.length + 1 });
            add(`${one} = ${text}`);
          }
        }
        const { root, problems } = readToml(rows.join('\n'));
        expect(problems).toEqual([]);
        for (const { header, many, key: one, line } of expected) {
          const table = many ? (root[header] as object[])[0]! : (root[header] as object);
          expect(lineOf(table, one)).toBe(line);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('of XML elements, prefixes dropped', () => {
    const { root } = readXml('<x:a>\n  <b\n    c="1"/>\n  <b>t</b>\n</x:a>');
    expect([root!.name, root!.children.map((one) => [one.line, one.text])]).toEqual([
      'a',
      [
        [2, ''],
        [4, 't'],
      ],
    ]);
  });

  it('of headers with continuation lines', () => {
    expect(readHeaders('\uFEFFName: a\r\nLicense: one\r\n        two\r\n\r\nBody: no\r\n')).toEqual([
      { name: 'name', value: 'a', line: 1 },
      { name: 'license', value: 'one\ntwo', line: 2 },
    ]);
  });
});
