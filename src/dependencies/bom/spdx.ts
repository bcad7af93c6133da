/** SPDX 2.x files of the project, JSON and tag-value; SPDX 3 is handed to its own reader. */

import { lineOf, list, table, text } from '../formats/document.ts';
import type { Document, Table } from '../formats/document.ts';
import { readJson } from '../formats/json.ts';
import type { LicenseField, Reading } from '../types.ts';
import { lines } from '../text.ts';
import { bomReading } from './component.ts';
import type { Component } from './component.ts';
import { isModelPurl, modelOf } from './model.ts';
import { readSpdx3 } from './spdx3.ts';

/** @returns `undefined` for a file of that name in another format */
export function readSpdx(path: string, source: string): Reading | undefined {
  if (/\.xml$/i.test(path)) return undefined;
  if (!/\.json(?:ld)?$/i.test(path)) return fromTags(path, source);
  const doc = readJson(source);
  if (Array.isArray(doc.root['@graph'])) return readSpdx3(path, doc);
  return text(doc.root['spdxVersion']) === undefined ? undefined : fromJson(path, doc);
}

/** `DEPENDS_ON` runs from the package to what it needs; these run the other way. */
const REVERSED = new Set(['DEPENDENCY_OF', 'RUNTIME_DEPENDENCY_OF', 'BUILD_DEPENDENCY_OF', 'DEV_DEPENDENCY_OF', 'CONTAINED_BY']);
const FORWARD = new Set(['DEPENDS_ON', 'CONTAINS', 'STATIC_LINK', 'DYNAMIC_LINK']);

class Graph {
  readonly edges = new Map<string, string[]>();
  root: string | undefined;

  relate(from: string, type: string, to: string): void {
    if (type === 'DESCRIBES') this.root ??= to;
    else if (FORWARD.has(type)) this.add(from, to);
    else if (REVERSED.has(type)) this.add(to, from);
  }

  private add(from: string, to: string): void {
    const targets = this.edges.get(from);
    if (targets) targets.push(to);
    else this.edges.set(from, [to]);
  }
}

function fromJson(path: string, doc: Document): Reading {
  const graph = new Graph();
  for (const one of list(doc.root['relationships']).map(table)) {
    graph.relate(text(one['spdxElementId']) ?? '', text(one['relationshipType']) ?? '', text(one['relatedSpdxElement']) ?? '');
  }
  const described = text(list(doc.root['documentDescribes'])[0]);
  if (described !== undefined) graph.root ??= described;
  const components: Component[] = [];
  for (const entry of list(doc.root['packages']).map(table)) {
    const name = text(entry['name']);
    if (name === undefined) continue;
    const purl = list(entry['externalRefs'])
      .map(table)
      .find((one) => text(one['referenceType']) === 'purl');
    components.push({
      key: text(entry['SPDXID']) ?? name,
      name,
      version: text(entry['versionInfo']),
      purl: text(purl?.['referenceLocator']),
      line: lineOf(entry, 'name'),
      fields: licenses(entry, path, (key) => lineOf(entry, key)),
    });
  }
  return readingOf(path, components, graph, doc.problems);
}

/** Sets apart the packages that are models by their package URL: SPDX 2 has no type for them. */
function readingOf(path: string, components: readonly Component[], graph: Graph, problems: string[]): Reading {
  const models = components
    .filter(({ purl }) => isModelPurl(purl))
    .map((one) =>
      modelOf({
        naming: one,
        line: one.line,
        format: 'spdx',
        role: one.key === graph.root ? 'subject' : 'component',
        licenses: one.fields.map((field) => ({ written: field.text, line: field.line, what: 'declared' })),
        hashes: [],
        bases: [],
        datasets: [],
      }),
    );
  const packages = components.filter(({ purl }) => !isModelPurl(purl));
  return bomReading(path, 'spdx', packages, models, graph.edges, graph.root, problems);
}

/** What was concluded comes before what was declared; `NOASSERTION` says nothing. */
function licenses(entry: Table, path: string, line: (key: string) => number): LicenseField[] {
  const fields: LicenseField[] = [];
  for (const key of ['licenseConcluded', 'licenseDeclared']) {
    const written = text(entry[key]);
    if (written !== undefined && written !== 'NOASSERTION' && !fields.some((field) => field.text === written)) {
      fields.push({ text: written, what: 'expression', path, line: line(key), source: 'bom' });
    }
  }
  return fields;
}

const TAGS: Record<string, string> = { PackageLicenseConcluded: 'licenseConcluded', PackageLicenseDeclared: 'licenseDeclared' };

function fromTags(path: string, source: string): Reading | undefined {
  if (!/^SPDXVersion:/m.test(source)) return undefined;
  const graph = new Graph();
  const components: Component[] = [];
  const fields: { entry: Table; lines: Map<string, number> }[] = [];
  for (const [index, row] of lines(source).entries()) {
    const match = /^([A-Za-z]+):\s*(.*)$/.exec(row);
    if (!match) continue;
    const [, tag, value] = match as unknown as [string, string, string];
    const current = components.at(-1);
    const stated = fields.at(-1);
    if (tag === 'PackageName') {
      components.push({ key: value, name: value, line: index + 1, fields: [] });
      fields.push({ entry: Object.create(null) as Table, lines: new Map() });
    } else if (tag === 'Relationship') {
      const [from, type, to] = value.split(/\s+/);
      graph.relate(from ?? '', type ?? '', to ?? '');
    } else if (!current || !stated) continue;
    else if (tag === 'SPDXID' && current.key === current.name) current.key = value;
    else if (tag === 'PackageVersion') current.version = value;
    else if (tag === 'ExternalRef') current.purl ??= /\bpurl\s+(\S+)/.exec(value)?.[1];
    else if (TAGS[tag] !== undefined) {
      stated.entry[TAGS[tag]] = value;
      stated.lines.set(TAGS[tag], index + 1);
    }
  }
  for (const [index, component] of components.entries()) {
    const { entry, lines: at } = fields[index]!;
    component.fields = licenses(entry, path, (key) => at.get(key) ?? component.line);
  }
  return readingOf(path, components, graph, []);
}
