/** CycloneDX XML in the shape of CycloneDX JSON, so that one reader knows what the fields mean. */

import { newTable, setLine } from '../formats/document.ts';
import type { Table } from '../formats/document.ts';
import { child, childrenNamed, childText } from '../formats/xml.ts';
import type { XmlElement } from '../formats/xml.ts';

const MAX_DEPTH = 20;

/** The whole document; elements that no reader asks for are left out. */
export function documentOf(root: XmlElement): Table {
  const doc = newTable();
  doc['bomFormat'] = 'CycloneDX';
  const own = child(child(root, 'metadata'), 'component');
  if (own) doc['metadata'] = { component: componentOf(own, 0) };
  doc['components'] = componentsIn(child(root, 'components'), 0);
  doc['dependencies'] = childrenNamed(child(root, 'dependencies'), 'dependency').map((entry) => ({
    ref: entry.attributes['ref'] ?? '',
    dependsOn: childrenNamed(entry, 'dependency').flatMap((one) => one.attributes['ref'] ?? []),
  }));
  return doc;
}

function componentsIn(holder: XmlElement | undefined, depth: number): Table[] {
  return depth > MAX_DEPTH ? [] : childrenNamed(holder, 'component').map((element) => componentOf(element, depth));
}

function componentOf(element: XmlElement, depth: number): Table {
  const made = newTable();
  const put = (key: string, value: unknown, line = element.line): void => {
    if (value === undefined) return;
    made[key] = value;
    setLine(made, key, line);
  };
  put('type', element.attributes['type']);
  put('bom-ref', element.attributes['bom-ref']);
  for (const key of ['name', 'group', 'version', 'purl', 'scope']) put(key, childText(element, key), child(element, key)?.line);
  const licenses = child(element, 'licenses');
  if (licenses) put('licenses', licensesIn(licenses), licenses.line);
  put(
    'hashes',
    childrenNamed(child(element, 'hashes'), 'hash').map((one) => ({ alg: one.attributes['alg'], content: one.text })),
  );
  put(
    'externalReferences',
    childrenNamed(child(element, 'externalReferences'), 'reference').map((one) => ({ url: childText(one, 'url') })),
  );
  const pedigree = child(element, 'pedigree');
  if (pedigree) put('pedigree', { ancestors: componentsIn(child(pedigree, 'ancestors'), depth + 1) });
  const parameters = child(child(element, 'modelCard'), 'modelParameters');
  if (parameters) {
    const datasets = childrenNamed(child(parameters, 'datasets'), 'dataset').map((one) => ({ name: childText(one, 'name') }));
    put('modelCard', { modelParameters: { datasets }, properties: propertiesIn(child(element, 'modelCard')) });
  }
  put('properties', propertiesIn(element));
  put('components', componentsIn(child(element, 'components'), depth + 1));
  return made;
}

function propertiesIn(holder: XmlElement | undefined): { name: string | undefined; value: string }[] {
  return childrenNamed(child(holder, 'properties'), 'property').map((one) => ({ name: one.attributes['name'], value: one.text }));
}

function licensesIn(licenses: XmlElement): unknown[] {
  const expression = child(licenses, 'expression');
  if (expression) return [{ expression: expression.text, acknowledgement: expression.attributes['acknowledgement'] }];
  return childrenNamed(licenses, 'license').map((one) => {
    const words = child(one, 'text');
    const license: Table = newTable();
    for (const key of ['id', 'name', 'url']) license[key] = childText(one, key);
    license['acknowledgement'] = one.attributes['acknowledgement'];
    if (words) license['text'] = { content: words.text, encoding: words.attributes['encoding'] };
    return { license };
  });
}
