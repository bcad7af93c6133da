/** Every file of rules/ is valid, belongs where it lies, and refers to things that exist. */

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { CODES, FINDING_CODES } from '../../src/judge/codes.ts';
import * as schemas from '../../src/rules/schemas.ts';
import { loadRules } from '../../src/rules/index.ts';

const rulesDir = new URL('../../rules/', import.meta.url);
const require = createRequire(import.meta.url);
/** The id list is newer than the list with names and texts, so both count. */
const spdxIds = new Set([
  ...Object.keys(require('spdx-license-list') as Record<string, unknown>),
  ...(require('spdx-license-ids') as string[]),
  ...(require('spdx-license-ids/deprecated') as string[]),
]);

interface File<T> {
  name: string;
  content: T;
}

function yaml<T>(folder: string): File<T>[] {
  return readdirSync(new URL(`${folder}/`, rulesDir))
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => ({ name, content: parse(readFileSync(new URL(`${folder}/${name}`, rulesDir), 'utf8')) as T }));
}

const records = <T>(folder: string) => yaml<T>(folder).filter(({ name }) => !name.startsWith('_'));

/** All lines of the catalogue with the file they stand in. */
function catalog(): { file: string; record: Record<string, unknown> & { id: string } }[] {
  return readdirSync(new URL('catalog/', rulesDir))
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) =>
      readFileSync(new URL(`catalog/${file}`, rulesDir), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => ({ file, record: JSON.parse(line) as { id: string } & Record<string, unknown> })),
    );
}

describe('files of rules/', () => {
  const kinds = [
    ['licenses', schemas.licenseSchema],
    ['providers', schemas.providerSchema],
    ['spdx-obligations', schemas.spdxObligationsSchema],
    ['policies', schemas.policySchema],
  ] as const;
  it.each(kinds)('%s: each file obeys its schema and is named after its id', (folder, schema) => {
    for (const { name, content } of records<{ id: string }>(folder)) {
      const result = schema.safeParse(content);
      expect(result.error?.issues ?? [], name).toEqual([]);
      expect(name).toBe(`${content.id}.yaml`);
    }
  });

  it('license-aliases and compatibility obey their schemas', () => {
    for (const { name, content } of records('license-aliases')) {
      expect(schemas.aliasFileSchema.safeParse(content).error?.issues ?? [], name).toEqual([]);
    }
    for (const { name, content } of records('compatibility')) {
      expect(schemas.compatibilitySchema.safeParse(content).error?.issues ?? [], name).toEqual([]);
    }
  });

  it('schemas refuse what is not researched the way the others are', () => {
    const [first] = records<Record<string, unknown>>('licenses');
    const good = first?.content ?? {};
    expect(schemas.licenseSchema.safeParse(good).success).toBe(true);
    for (const bad of [
      { ...good, sources: [] },
      { ...good, checkedOn: 'yesterday' },
      { ...good, kind: 'open' },
      { ...good, licence: 'typo' },
      { ...good, obligations: [{ id: 'x', when: ['whenever'], text: 'Do it.', clause: '1' }] },
      { ...good, obligations: [{ id: 'x', when: ['always'], text: 'Do it.' }] },
    ]) {
      expect(schemas.licenseSchema.safeParse(bad).success).toBe(false);
    }
  });

  it('obligation ids are unique within a licence and name prefixes agree with their check', () => {
    for (const { name, content } of records<{ obligations?: schemas.ObligationFile[] }>('licenses')) {
      const ids = (content.obligations ?? []).map((o) => o.id);
      expect(new Set(ids).size, name).toBe(ids.length);
      for (const o of content.obligations ?? []) {
        if (o.check?.kind === 'model-name-prefix') expect(o.modelNamePrefix, `${name} ${o.id}`).toBe(o.check.prefix);
      }
    }
  });

  it('licences that stand for an SPDX id name one that exists, with the approval that SPDX records', () => {
    const list = require('spdx-license-list') as Record<string, { osiApproved: boolean }>;
    for (const { name, content } of records<{ spdxId: string | null; osiApproved: boolean }>('licenses')) {
      if (content.spdxId === null) continue;
      expect(spdxIds.has(content.spdxId), `${name}: ${content.spdxId}`).toBe(true);
      expect(content.osiApproved, name).toBe(list[content.spdxId]?.osiApproved ?? content.osiApproved);
    }
  });

  it('no Hub tag, text edition or LicenseRef belongs to two licences', () => {
    const seen = new Map<string, string>();
    for (const { name, content } of records<{ hfTags: string[]; texts?: string[]; licenseRef?: string }>('licenses')) {
      const own = [
        ...content.hfTags.map((t) => `tag ${t}`),
        ...(content.texts ?? []).map((t) => `text ${t}`),
        ...(content.licenseRef ? [`ref ${content.licenseRef}`] : []),
      ];
      for (const one of own) {
        expect(seen.get(one), `${one} of ${name}`).toBeUndefined();
        seen.set(one, name);
      }
    }
  });

  it('the compatibility table is complete: every licence against every other, all reasons explained', () => {
    const table = parse(readFileSync(new URL('compatibility/_table.yaml', rulesDir), 'utf8')) as {
      licenses: string[];
      reasonCodes: Record<string, string>;
      pseudoLicenses: Record<string, { members: string[] }>;
    };
    const rows = records<{ inbound: string; cells: { outbound: string[]; merge: { reasons: string[] } }[] }>('compatibility');
    expect(rows.map((r) => r.content.inbound).toSorted()).toEqual(table.licenses.toSorted());
    for (const { name, content } of rows) {
      expect(content.cells.flatMap((c) => c.outbound).toSorted(), name).toEqual(table.licenses.toSorted());
      for (const cell of content.cells as unknown as Record<string, { reasons: string[] }>[]) {
        for (const mode of ['merge', 'link', 'bundle']) {
          for (const reason of cell[mode]?.reasons ?? []) expect(table.reasonCodes[reason], `${name}: ${reason}`).toBeTypeOf('string');
        }
      }
    }
    const ids = new Set(records<{ id: string }>('licenses').map((r) => r.content.id));
    for (const member of Object.values(table.pseudoLicenses).flatMap((p) => p.members)) {
      if (member !== 'proprietary') expect(ids.has(member), member).toBe(true);
    }
  });

  it('aliases lead to licences that exist', () => {
    const rules = loadRules();
    const isKnown = (expression: string): boolean =>
      expression
        .split(/\s+(?:AND|OR|WITH)\s+|[()]/)
        .map((part) => part.trim().replace(/\+$/, ''))
        .filter((part) => part !== '')
        .every(
          (part) => spdxIds.has(part) || part.startsWith('LicenseRef-') || /[Ee]xception/.test(part) || rules.license(part) !== undefined,
        );
    for (const { name, content } of records<{
      aliases: { alias: string; spdx: string | null; modelLicenseId?: string; candidates?: string[] }[];
    }>('license-aliases')) {
      for (const a of content.aliases) {
        if (a.spdx !== null) expect(isKnown(a.spdx), `${name}: ${a.alias} -> ${a.spdx}`).toBe(true);
        for (const candidate of a.candidates ?? []) expect(isKnown(candidate), `${name}: ${a.alias} -> ${candidate}`).toBe(true);
        if (a.modelLicenseId) expect(rules.license(a.modelLicenseId), `${name}: ${a.alias}`).toBeDefined();
      }
    }
  });

  it('every finding code has its page, every page its code', () => {
    const pages = readdirSync(new URL('codes/', rulesDir)).map((name) => basename(name, '.md'));
    expect(pages.toSorted()).toEqual(FINDING_CODES.toSorted());
    for (const code of FINDING_CODES) {
      const page = readFileSync(new URL(`codes/${code}.md`, rulesDir), 'utf8');
      expect(page.startsWith(`# ${CODES[code].title}\n`), code).toBe(true);
      for (const part of [`Code: \`${code}\``, '## What it means', '## Why it matters', '## Example', '## What to do']) {
        expect(page.includes(part), `${code}: ${part}`).toBe(true);
      }
    }
  });

  it('policies decide every kind of licence, class and category, and never allow the unknown', () => {
    const ids = records<{ id: string }>('policies').map((p) => p.content.id);
    expect(ids).toEqual(['commercial', 'permissive', 'research', 'strict']);
    for (const { content } of records<{
      models: Record<string, Record<string, string>>;
      dependencies: Record<string, Record<string, string>>;
    }>('policies')) {
      expect(content.models['licenseKinds']?.['unknown']).not.toBe('allow');
      expect(content.models['classes']?.['unknown']).not.toBe('allow');
      expect(content.models['classes']?.['open-weights-unlicensed']).toBe('deny');
      expect(content.dependencies['categories']?.['unknown']).not.toBe('allow');
    }
  });
});

describe('catalogue', () => {
  const lines = catalog();

  it('each line obeys its schema, lies in the file of its first letter, and is sorted', () => {
    let before = { file: '', key: '' };
    for (const { file, record } of lines) {
      const result = schemas.catalogSchema.safeParse(record);
      if (!result.success) expect(result.error.issues, record.id).toEqual([]);
      const initial = (record.id[0] ?? '').toLowerCase();
      if (file !== `${/[a-z]/.test(initial) ? initial : '0-9'}.jsonl`) expect(file, record.id).toBe(`${initial}.jsonl`);
      const key = record.id.toLowerCase();
      if (before.file === file && before.key > key) expect(before.key, record.id).toBe(key);
      before = { file, key };
    }
    expect(lines.length).toBeGreaterThanOrEqual(9_694);
  });

  it('every licence is a record of rules/licenses, an SPDX id, or one of the two words for none', () => {
    const rules = loadRules();
    const unresolved = new Set<string>();
    for (const { record } of lines) {
      const licence = record['license'] as string | undefined;
      if (licence === undefined || licence === 'proprietary' || licence === 'multiple') continue;
      if (rules.licenseIds(licence).length === 0 && !spdxIds.has(licence)) unresolved.add(`${licence} (${record.id})`);
    }
    expect([...unresolved]).toEqual([]);
  });

  it('a licence inherited from a base model is the licence of that model', () => {
    const rules = loadRules();
    const wrong: string[] = [];
    for (const { record } of lines) {
      const base = /^inherited from base model (\S+)/.exec((record['licenseSource'] as string | undefined) ?? '')?.[1];
      const licence = base === undefined ? undefined : rules.model(base)?.license;
      if (licence && licence !== record['license']) wrong.push(`${record.id}: ${String(record['license'])}, but ${base} has ${licence}`);
    }
    expect(wrong).toEqual([]);
  });

  it('chains of base models end', () => {
    const bases = new Map(lines.map(({ record }) => [record.id.toLowerCase(), (record['baseModel'] as string[] | undefined) ?? []]));
    const done = new Set<string>();
    const cycles: string[] = [];
    for (const start of bases.keys()) {
      const stack: { id: string; path: string[] }[] = [{ id: start, path: [] }];
      for (let next = stack.pop(); next; next = stack.pop()) {
        const { id, path } = next;
        if (path.includes(id)) cycles.push([...path, id].join(' -> '));
        else if (!done.has(id)) for (const base of bases.get(id) ?? []) stack.push({ id: base.toLowerCase(), path: [...path, id] });
      }
      done.add(start);
    }
    expect(cycles).toEqual([]);
  });
});

describe('provider patterns', () => {
  const providers = records<{ id: string; modelIdPatterns: { regex: string; examples: string[]; counterExamples: string[] }[] }>(
    'providers',
  );

  it('match their examples and not their counterexamples', () => {
    const wrong: string[] = [];
    for (const { content } of providers) {
      for (const pattern of content.modelIdPatterns) {
        const regex = new RegExp(pattern.regex);
        expect(pattern.examples.length, `${content.id} ${pattern.regex}`).toBeGreaterThan(0);
        for (const example of pattern.examples)
          if (!regex.test(example)) wrong.push(`${content.id}: ${example} does not match ${pattern.regex}`);
        for (const other of pattern.counterExamples) if (regex.test(other)) wrong.push(`${content.id}: ${other} matches ${pattern.regex}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('name makers that are known where a host’s terms alone bind', () => {
    const hosts = records<{ id: string; terms: { bindsAlone?: { vendors: string[] } } }>('providers').map(({ content }) => content);
    const ids = new Set(hosts.map((host) => host.id));
    const wrong = hosts.flatMap((host) => (host.terms.bindsAlone?.vendors ?? []).filter((one) => !ids.has(one) || one === host.id));
    expect(wrong).toEqual([]);
    expect(hosts.filter((host) => host.terms.bindsAlone).length).toBeGreaterThan(0);
  });

  it('are anchored and answer a long hostile name at once', () => {
    for (const { content } of providers) {
      for (const { regex } of content.modelIdPatterns) {
        expect(regex.startsWith('^') || regex.startsWith('(?:^'), `${content.id}: ${regex}`).toBe(true);
        for (const hostile of [`${'a-'.repeat(3_000)}!`, `gpt-${'4'.repeat(5_000)}!`, `ft:${'gpt-:'.repeat(1_000)}!`, '/'.repeat(5_000)]) {
          expect(new RegExp(regex).test(hostile), `${content.id}: ${regex}`).toBe(false);
        }
      }
    }
  });
});
