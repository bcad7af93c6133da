/**
 * Every supported source has a record in `fixtures/capabilities`, and a sample here in which what the record claims is observed. A claim
 * that is not observed fails, and so does a yield that nobody claims. The page of supported sources is generated from the records.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { READERS, readerOf } from '../../src/dependencies/registry.ts';
import { formatOf } from '../../src/summarise/format.ts';
import type { FileFormat } from '../../src/types/source.ts';
import { GROUPS, observeFiles, observeStore, type Group } from './observe.ts';
import { BOMS, FOLDERS } from './samples/folders.ts';
import { FORMATS } from './samples/formats.ts';
import { LANGUAGES } from './samples/languages.ts';
import { NPM, OTHERS, PYTHON } from './samples/packages.ts';
import type { Sample } from './samples/sample.ts';
import { STORES } from './samples/stores.ts';
import { WEIGHTS } from './samples/weights.ts';

interface Source {
  id: string;
  name: string;
  files: string[];
  yields: string[];
  notRead?: string;
}

interface Page {
  group: Group;
  title: string;
  about: string;
  sources: Source[];
}

const folder = new URL('../../fixtures/capabilities/', import.meta.url);
const read = (name: string): unknown => parse(readFileSync(new URL(name, folder), 'utf8'));
const pages = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml') && !name.startsWith('_'))
  .map((name) => [name.replace('.yaml', ''), read(name) as Page] as const);

const SAMPLES: Record<string, Record<string, Sample>> = {
  weights: WEIGHTS,
  folders: FOLDERS,
  boms: BOMS,
  packages: { ...NPM, ...PYTHON, ...OTHERS },
  languages: LANGUAGES,
  formats: FORMATS,
};

describe('records', () => {
  it('every record has a sample, and every sample a record', () => {
    const ids = Object.fromEntries(pages.map(([name, { sources }]) => [name, sources.map(({ id }) => id).toSorted()]));
    const expected = Object.fromEntries(
      Object.entries({ ...SAMPLES, stores: STORES }).map(([name, list]) => [name, Object.keys(list).toSorted()]),
    );
    expect(ids).toEqual(expected);
  });

  it('every yield is explained, can be observed, and is claimed somewhere', () => {
    const meanings = read('_yields.yaml') as Record<string, Record<string, string>>;
    for (const [group, yields] of Object.entries(GROUPS)) {
      expect(Object.keys(meanings[group] ?? {}).toSorted(), group).toEqual(Object.keys(yields).toSorted());
      const claimed = new Set(
        pages.filter(([, page]) => page.group === group).flatMap(([, page]) => page.sources.flatMap((one) => one.yields)),
      );
      expect([...claimed].toSorted(), group).toEqual(Object.keys(yields).toSorted());
    }
  });

  it('every reader of packages has a record', () => {
    const covered = new Set(
      Object.values({ ...SAMPLES['packages'], ...BOMS }).flatMap(({ files }) => Object.keys(files).map((path) => readerOf(path))),
    );
    expect(READERS.filter((reader) => !covered.has(reader)).map((reader) => reader.names ?? String(reader.matches))).toEqual([]);
  });

  it('every format of text has a record', () => {
    // A new format does not compile here before it is listed.
    const formats: Record<Exclude<FileFormat, 'unknown'>, true> = {
      python: true,
      javascript: true,
      go: true,
      java: true,
      kotlin: true,
      csharp: true,
      rust: true,
      swift: true,
      ruby: true,
      php: true,
      c: true,
      scala: true,
      dart: true,
      elixir: true,
      r: true,
      sql: true,
      notebook: true,
      shell: true,
      powershell: true,
      yaml: true,
      json: true,
      toml: true,
      ini: true,
      dotenv: true,
      properties: true,
      xml: true,
      dockerfile: true,
      makefile: true,
      modelfile: true,
      markdown: true,
      hcl: true,
      bicep: true,
      html: true,
      text: true,
      'model-file': true,
    };
    const paths = Object.values({ ...LANGUAGES, ...FORMATS, ...WEIGHTS }).flatMap(({ files }) => Object.keys(files));
    const covered = new Set(paths.map((path) => formatOf(path)));
    expect(Object.keys(formats).filter((format) => !covered.has(format as FileFormat))).toEqual([]);
  });
});

describe.each(pages)('%s', (name, { group, sources }) => {
  it.each(sources.map((source) => [source.id, source] as const))(
    '%s yields what its record claims, and nothing else',
    async (id, { yields }) => {
      if (group === 'stores') {
        const { files, registry, name: model } = STORES[id]!;
        expect(observeStore(files, registry, model)).toEqual(yields);
        return;
      }
      const { files, only } = SAMPLES[name]![id]!;
      expect(await observeFiles(group, files, only)).toEqual(yields);
    },
  );
});
