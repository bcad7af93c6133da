/** CycloneDX files of the project, JSON and XML, every version so far. */

import { lineOf, list, table, text } from '../formats/document.ts';
import type { Table } from '../formats/document.ts';
import { readJson } from '../formats/json.ts';
import { readXml } from '../formats/xml.ts';
import type { BomLicense } from '../../types/dependency.ts';
import type { FoundModel, LicenseField, Reading } from '../types.ts';
import { bomReading } from './component.ts';
import type { Component } from './component.ts';
import { documentOf } from './cyclonedx-xml.ts';
import { isModelPurl, modelOf } from './model.ts';
import type { Naming } from './model.ts';

const MODEL_TYPE = 'machine-learning-model';
/** Component types that are no software of their own. */
const NOT_PACKAGES = new Set([
  'data',
  'file',
  'operating-system',
  'device',
  'device-driver',
  'firmware',
  'container',
  'cryptographic-asset',
]);
const MAX_DEPTH = 20;

/** @returns `undefined` for a file of that name in another format */
export function readCycloneDx(path: string, source: string): Reading | undefined {
  return path.toLowerCase().endsWith('.xml') ? fromXml(path, source) : fromJson(path, source);
}

function fromJson(path: string, source: string): Reading | undefined {
  const doc = readJson(source);
  return text(doc.root['bomFormat']) === 'CycloneDX' ? readingOf(path, doc.root, doc.problems) : undefined;
}

function fromXml(path: string, source: string): Reading | undefined {
  const { root, problems } = readXml(source);
  if (root?.name !== 'bom' || !/cyclonedx/i.test(root.attributes['xmlns'] ?? '')) return undefined;
  return readingOf(path, documentOf(root), problems);
}

function readingOf(path: string, root: Table, problems: string[]): Reading {
  const components: Component[] = [];
  const models: FoundModel[] = [];
  const visit = (value: unknown, depth: number): void => {
    for (const [index, component] of list(value).map(table).entries()) {
      add(component, index);
      if (depth < MAX_DEPTH) visit(component['components'], depth + 1);
    }
  };
  const add = (component: Table, index: number): void => {
    const type = text(component['type']) ?? 'library';
    const naming = namingOf(component);
    if (naming === undefined) return;
    if (isModel(component, type)) {
      models.push(...modelsOf(component, naming, 'component'));
      return;
    }
    if (NOT_PACKAGES.has(type)) return;
    components.push({
      key: text(component['bom-ref']) ?? `${index}\0${naming.name}@${naming.version ?? ''}`,
      name: naming.name,
      version: naming.version,
      purl: naming.purl,
      line: lineOf(component, 'name'),
      fields: packageLicenses(component, path),
      optional: text(component['scope']) === 'optional',
    });
  };
  const own = table(table(root['metadata'])['component']);
  const subject = namingOf(own);
  if (subject && isModel(own, text(own['type']) ?? '')) models.push(...modelsOf(own, subject, 'subject'));
  visit(root['components'], 0);
  const graph = new Map<string, string[]>();
  for (const entry of list(root['dependencies']).map(table)) {
    const from = text(entry['ref']);
    if (from !== undefined)
      graph.set(
        from,
        list(entry['dependsOn']).flatMap((one) => text(one) ?? []),
      );
  }
  return bomReading(path, 'cyclonedx', components, models, graph, text(own['bom-ref']), problems);
}

/** Data sets and plain files may have a package URL of the hub too: they are no models. */
const isModel = (component: Table, type: string): boolean =>
  type === MODEL_TYPE || (!NOT_PACKAGES.has(type) && isModelPurl(text(component['purl'])));

function namingOf(component: Table): Naming | undefined {
  const name = text(component['name']);
  if (name === undefined || name.trim() === '') return undefined;
  const group = text(component['group']);
  return {
    name: group ? `${group}/${name}` : name,
    written: name,
    version: text(component['version']),
    purl: text(component['purl']),
    urls: list(component['externalReferences']).flatMap((one) => text(table(one)['url']) ?? []),
  };
}

/** The model of a component, and those it was made from with what the file says about them. */
function modelsOf(component: Table, naming: Naming, role: FoundModel['role'], depth = 0): FoundModel[] {
  const named: { ancestor: Table; naming: Naming }[] = [];
  for (const ancestor of depth < MAX_DEPTH ? list(table(component['pedigree'])['ancestors']).map(table) : []) {
    const one = namingOf(ancestor);
    if (one) named.push({ ancestor, naming: one });
  }
  const card = table(component['modelCard']);
  const line = lineOf(component, 'name');
  const model = modelOf({
    naming,
    line,
    format: 'cyclonedx',
    role,
    licenses: licensesOf(component),
    hashes: list(component['hashes'])
      .map(table)
      .map((one) => ({ algorithm: text(one['alg']) ?? '', value: text(one['content']) ?? '' })),
    bases: [
      ...named.map((one) => ({ naming: one.naming, line: lineOf(one.ancestor, 'name') })),
      ...[component, card].flatMap((holder) => basesIn(holder, line)),
    ],
    datasets: list(table(card['modelParameters'])['datasets']).flatMap((one) => text(table(one)['name']) ?? []),
  });
  return [model, ...named.flatMap((one) => modelsOf(one.ancestor, one.naming, 'ancestor', depth + 1))];
}

/** `base_model` among the free properties, as generators that read model cards write it. */
function basesIn(holder: Table, line: number): { naming: Naming; line: number }[] {
  return list(holder['properties'])
    .map(table)
    .flatMap((one) => {
      const [name, value] = [text(one['name']), text(one['value'])?.trim()];
      return name && value && /(?:^|[:.])base[-_]?model$/i.test(name) && /^[\w.-]+\/[\w.-]+$/.test(value)
        ? [{ naming: { name: value }, line }]
        : [];
    });
}

function licensesOf(component: Table): BomLicense[] {
  const line = lineOf(component, 'licenses');
  const found: BomLicense[] = [];
  for (const one of list(component['licenses']).map(table)) {
    const license = table(one['license']);
    const stated = text(one['expression']) ?? text(license['id']) ?? text(license['name']) ?? text(license['url']);
    const what = (text(one['acknowledgement']) ?? text(license['acknowledgement'])) === 'concluded' ? 'concluded' : 'declared';
    if (stated !== undefined) found.push({ written: stated, line, what });
    const content = text(table(license['text'])['content']);
    const words = text(table(license['text'])['encoding']) === 'base64' && content ? decoded(content) : content;
    if (words) found.push({ written: words, line, what: 'text' });
  }
  return found;
}

/** At most a megabyte of base64 is decoded; bytes that are no text give replacement characters, which match no licence. */
const decoded = (content: string): string => Buffer.from(content.slice(0, 1_000_000), 'base64').toString('utf8');

/** Several licences without an expression: CycloneDX does not state their relation, so they are handed on as a list. */
function packageLicenses(component: Table, path: string): LicenseField[] {
  const licenses = list(component['licenses']).map(table);
  const line = lineOf(component, 'licenses');
  const expression = licenses.map((one) => text(one['expression'])).find((one) => one !== undefined);
  if (expression !== undefined) return [{ text: expression, what: 'expression', path, line, source: 'bom' }];
  const names = licenses.flatMap((one) => {
    const license = table(one['license']);
    return text(license['id']) ?? text(license['name']) ?? text(license['url']) ?? [];
  });
  if (names.length === 0) return [];
  return [{ text: names.length === 1 ? names[0]! : JSON.stringify(names), what: 'field', path, line, source: 'bom' }];
}
