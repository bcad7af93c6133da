/** CycloneDX files of the project, JSON and XML, every version so far. */

import { lineOf, list, table, text } from '../formats/document.ts';
import type { Table } from '../formats/document.ts';
import { readJson } from '../formats/json.ts';
import { child, childrenNamed, childText, readXml } from '../formats/xml.ts';
import type { XmlElement } from '../formats/xml.ts';
import type { LicenseField, Reading } from '../types.ts';
import { bomReading } from './component.ts';
import type { Component } from './component.ts';

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

/** `bom.json`, `sbom.xml`, `*.cdx.json` and the like. */
export function isCycloneDx(base: string): boolean {
  return /^(?:bom|sbom|aibom|ai-bom|cyclonedx)(?:[-_.][\w.-]+)?\.(?:json|xml)$|\.(?:cdx|cyclonedx|bom|aibom)\.(?:json|xml)$/.test(base);
}

/** @returns `undefined` for a file of that name in another format */
export function readCycloneDx(path: string, source: string): Reading | undefined {
  return path.toLowerCase().endsWith('.xml') ? fromXml(path, source) : fromJson(path, source);
}

function fromJson(path: string, source: string): Reading | undefined {
  const doc = readJson(source);
  if (text(doc.root['bomFormat']) !== 'CycloneDX') return undefined;
  const components: Component[] = [];
  const visit = (value: unknown, depth: number): void => {
    for (const [index, component] of list(value).map(table).entries()) {
      add(component, index);
      if (depth < MAX_DEPTH) visit(component['components'], depth + 1);
    }
  };
  const add = (component: Table, index: number): void => {
    const type = text(component['type']) ?? 'library';
    const name = text(component['name']);
    if (name === undefined || NOT_PACKAGES.has(type)) return;
    const group = text(component['group']);
    components.push({
      key: text(component['bom-ref']) ?? `${index}\0${group ?? ''}/${name}@${text(component['version']) ?? ''}`,
      name: group ? `${group}/${name}` : name,
      version: text(component['version']),
      purl: text(component['purl']),
      line: lineOf(component, 'name'),
      fields: jsonLicenses(component, path),
      isModel: type === MODEL_TYPE,
      optional: text(component['scope']) === 'optional',
    });
  };
  visit(doc.root['components'], 0);
  const graph = new Map<string, string[]>();
  for (const entry of list(doc.root['dependencies']).map(table)) {
    const from = text(entry['ref']);
    if (from !== undefined)
      graph.set(
        from,
        list(entry['dependsOn']).flatMap((one) => text(one) ?? []),
      );
  }
  const root = text(table(table(doc.root['metadata'])['component'])['bom-ref']);
  return bomReading(path, 'cyclonedx', components, graph, root, doc.problems);
}

/** Several licences without an expression: CycloneDX does not state their relation, so they are handed on as a list. */
function joined(names: readonly string[], path: string, line: number): LicenseField[] {
  if (names.length === 0) return [];
  return [{ text: names.length === 1 ? names[0]! : JSON.stringify(names), what: 'field', path, line, source: 'bom' }];
}

function jsonLicenses(component: Table, path: string): LicenseField[] {
  const licenses = list(component['licenses']).map(table);
  const line = lineOf(component, 'licenses');
  const expression = licenses.map((one) => text(one['expression'])).find((one) => one !== undefined);
  if (expression !== undefined) return [{ text: expression, what: 'expression', path, line, source: 'bom' }];
  const names = licenses.flatMap((one) => {
    const license = table(one['license']);
    return text(license['id']) ?? text(license['name']) ?? text(license['url']) ?? [];
  });
  return joined(names, path, line);
}

function fromXml(path: string, source: string): Reading | undefined {
  const { root, problems } = readXml(source);
  if (root?.name !== 'bom' || !/cyclonedx/i.test(root.attributes['xmlns'] ?? '')) return undefined;
  const components: Component[] = [];
  const visit = (holder: XmlElement | undefined, depth: number): void => {
    for (const element of childrenNamed(holder, 'component')) {
      const type = element.attributes['type'] ?? 'library';
      const name = childText(element, 'name');
      const group = childText(element, 'group');
      if (name !== undefined && !NOT_PACKAGES.has(type)) {
        components.push({
          key: element.attributes['bom-ref'] ?? `${components.length}\0${name}`,
          name: group === undefined ? name : `${group}/${name}`,
          version: childText(element, 'version'),
          purl: childText(element, 'purl'),
          line: element.line,
          fields: xmlLicenses(child(element, 'licenses'), path),
          isModel: type === MODEL_TYPE,
          optional: childText(element, 'scope') === 'optional',
        });
      }
      if (depth < MAX_DEPTH) visit(child(element, 'components'), depth + 1);
    }
  };
  visit(child(root, 'components'), 0);
  const graph = new Map<string, string[]>();
  for (const entry of childrenNamed(child(root, 'dependencies'), 'dependency')) {
    graph.set(
      entry.attributes['ref'] ?? '',
      childrenNamed(entry, 'dependency').flatMap((one) => one.attributes['ref'] ?? []),
    );
  }
  const own = child(child(root, 'metadata'), 'component')?.attributes['bom-ref'];
  return bomReading(path, 'cyclonedx', components, graph, own, problems);
}

function xmlLicenses(licenses: XmlElement | undefined, path: string): LicenseField[] {
  const expression = child(licenses, 'expression');
  if (expression) return [{ text: expression.text, what: 'expression', path, line: expression.line, source: 'bom' }];
  const names = childrenNamed(licenses, 'license').flatMap(
    (one) => childText(one, 'id') ?? childText(one, 'name') ?? childText(one, 'url') ?? [],
  );
  return joined(names, path, licenses?.line ?? 1);
}
