/** SPDX 2.x files of the project, JSON and tag-value, and the packages of SPDX 3 JSON-LD. */

import { lineOf, list, table, text } from '../formats/document.ts';
import type { Document, Table } from '../formats/document.ts';
import { readJson } from '../formats/json.ts';
import type { LicenseField, Reading } from '../types.ts';
import { lines } from '../text.ts';
import { bomReading } from './component.ts';
import type { Component } from './component.ts';

/** `*.spdx`, `*.spdx.json`, `spdx*.json`. */
export function isSpdx(base: string): boolean {
  return /\.spdx(?:\.json)?$|^spdx(?:[-_.][\w.-]+)?\.json$/.test(base);
}

/** @returns `undefined` for a file of that name in another format */
export function readSpdx(path: string, source: string): Reading | undefined {
  if (!path.toLowerCase().endsWith('.json')) return fromTags(path, source);
  const doc = readJson(source);
  if (Array.isArray(doc.root['@graph'])) return fromGraph(path, doc);
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
      isModel: false,
    });
  }
  return bomReading(path, 'spdx', components, graph.edges, graph.root, doc.problems);
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
      components.push({ key: value, name: value, line: index + 1, fields: [], isModel: false });
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
  return bomReading(path, 'spdx', components, graph.edges, graph.root, []);
}

/** SPDX 3: elements with types; AI packages are models. */
function fromGraph(path: string, doc: Document): Reading {
  const graph = new Graph();
  const components: Component[] = [];
  const byId = new Map<string, Component>();
  const expressions = new Map<string, { text: string; line: number }>();
  const elements = list(doc.root['@graph']).map(table);
  for (const element of elements) {
    const type = text(element['type']) ?? text(element['@type']) ?? '';
    const id = text(element['spdxId']) ?? text(element['@id']) ?? '';
    const expression = text(element['simplelicensing_licenseExpression']);
    if (expression !== undefined) expressions.set(id, { text: expression, line: lineOf(element, 'simplelicensing_licenseExpression') });
    const name = text(element['name']);
    if (name === undefined || !/^(?:software_Package|ai_AIPackage)$/.test(type)) continue;
    const component: Component = {
      key: id,
      name,
      version: text(element['software_packageVersion']),
      purl: text(element['software_packageUrl']),
      line: lineOf(element, 'name'),
      fields: [],
      isModel: type === 'ai_AIPackage',
    };
    components.push(component);
    byId.set(id, component);
  }
  for (const element of elements) {
    const from = text(element['from']);
    const kind = text(element['relationshipType']) ?? '';
    if (from === undefined) continue;
    for (const to of list(element['to']).flatMap((one) => text(one) ?? [])) {
      const license = expressions.get(to);
      if (/^has(?:Declared|Concluded)License$/.test(kind) && license) {
        byId.get(from)?.fields.push({ text: license.text, what: 'expression', path, line: license.line, source: 'bom' });
      } else if (kind === 'dependsOn' || kind === 'contains') graph.relate(from, 'DEPENDS_ON', to);
    }
  }
  return bomReading(path, 'spdx', components, graph.edges, undefined, doc.problems);
}
