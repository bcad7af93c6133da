/** SPDX 3 (JSON-LD): elements with types and relationships between them; AI packages are models. */

import type { BomLicense } from '../../types/dependency.ts';
import { lineOf, list, table, text } from '../formats/document.ts';
import type { Document, Table } from '../formats/document.ts';
import type { FoundModel, Reading } from '../types.ts';
import { bomReading } from './component.ts';
import type { Component } from './component.ts';
import { isModelPurl, modelOf } from './model.ts';
import type { Naming } from './model.ts';

/** Targets of one relationship. */
const MAX_TARGETS = 10_000;
/** Longer expressions are hostile: sets may hold sets. */
const MAX_EXPRESSION = 2_000;

/** The type without prefix (`ai:AIPackage`, `ai_AIPackage`). */
const typeOf = (element: Table): string => (text(element['type']) ?? text(element['@type']) ?? '').replace(/^.*[_:]/, '');
const idOf = (element: Table): string => text(element['spdxId']) ?? text(element['@id']) ?? '';

interface Relation {
  line: number;
  from: string;
  kind: string;
  to: string[];
}

/** Reads the elements of a graph. */
export function readSpdx3(path: string, doc: Document): Reading {
  const elements = list(doc.root['@graph']).map(table);
  const byId = new Map(elements.map((element) => [idOf(element), element]));
  const relations = elements.flatMap((element): Relation[] => {
    const from = text(element['from']);
    return from === undefined
      ? []
      : [
          {
            line: lineOf(element, 'to'),
            from,
            kind: text(element['relationshipType']) ?? '',
            to: list(element['to']).flatMap((one) => text(one) ?? []),
          },
        ];
  });
  const graph = new Map<string, string[]>();
  for (const { from, kind, to } of relations) {
    if (kind !== 'dependsOn' && kind !== 'contains') continue;
    const known = graph.get(from);
    if (known) known.push(...to.slice(0, MAX_TARGETS));
    else graph.set(from, to.slice(0, MAX_TARGETS));
  }
  const contained = new Set([...graph.values()].flat());
  const roots = new Set(elements.flatMap((element) => list(element['rootElement']).flatMap((one) => text(one) ?? [])));
  const statements = new Statements(byId, relations);
  const components: Component[] = [];
  const models: FoundModel[] = [];
  const packages = elements.filter((element) => /^(?:Package|AIPackage)$/.test(typeOf(element)) && text(element['name']) !== undefined);
  for (const element of packages) {
    const key = idOf(element);
    const purl = purlOf(element);
    if (isModel(element)) {
      models.push(statements.model(element, roots.has(key) ? 'subject' : contained.has(key) ? 'component' : undefined));
      continue;
    }
    components.push({
      key,
      name: text(element['name'])!,
      version: text(element['software_packageVersion']),
      purl,
      line: lineOf(element, 'name'),
      fields: statements
        .licenses(key)
        .filter(({ what }) => what !== 'text')
        .map((one) => ({ text: one.written, what: 'expression', path, line: one.line, source: 'bom' })),
    });
  }
  return bomReading(path, 'spdx', components, models, graph, undefined, doc.problems);
}

/** AI packages, packages whose purpose is to be a model, and those with a model's package URL. */
const isModel = (element: Table): boolean =>
  typeOf(element) === 'AIPackage' || text(element['software_primaryPurpose']) === 'model' || isModelPurl(purlOf(element));

function purlOf(element: Table): string | undefined {
  const listed = list(element['externalIdentifier'])
    .map(table)
    .find((one) => /^(?:packageUrl|purl)$/i.test(text(one['externalIdentifierType']) ?? ''));
  return text(element['software_packageUrl']) ?? text(listed?.['identifier']);
}

const namingOf = (element: Table): Naming => ({
  name: text(element['name']) ?? '',
  version: text(element['software_packageVersion']),
  purl: purlOf(element),
  urls: [element['software_downloadLocation'], element['software_homePage']].flatMap((url) => text(url) ?? []),
});

/** What the relationships of a document say about its models. */
class Statements {
  private readonly byId: ReadonlyMap<string, Table>;
  private readonly relations = new Map<string, { kind: string; to: string; line: number }[]>();
  private readonly expressions = new Map<string, string | undefined>();

  constructor(byId: ReadonlyMap<string, Table>, relations: readonly Relation[]) {
    this.byId = byId;
    for (const { from, kind, to, line } of relations) {
      for (const one of to) {
        this.add(from, kind, one, line);
        // The same statement, seen from the other side.
        if (kind === 'ancestorOf') this.add(one, 'descendantOf', from, line);
        if (kind === 'descendantOf') this.add(one, 'ancestorOf', from, line);
      }
    }
  }

  private add(from: string, kind: string, to: string, line: number): void {
    const known = this.relations.get(from);
    if (known) known.push({ kind, to, line });
    else this.relations.set(from, [{ kind, to, line }]);
  }

  private related(id: string, kind: string): Table[] {
    const all = (this.relations.get(id) ?? []).filter((one) => one.kind === kind);
    return all.map(({ to }) => this.byId.get(to)).filter((one) => one !== undefined);
  }

  /** @param role as far as the document tells; a model that nothing contains and others descend from is an ancestor */
  model(element: Table, role: FoundModel['role'] | undefined): FoundModel {
    const id = idOf(element);
    return modelOf({
      naming: namingOf(element),
      line: lineOf(element, 'name'),
      format: 'spdx',
      role: role ?? (this.related(id, 'ancestorOf').length > 0 ? 'ancestor' : 'component'),
      licenses: this.licenses(id),
      // A package and the files of weights in it.
      hashes: [element, ...this.related(id, 'contains').filter((one) => text(one['software_primaryPurpose']) === 'model')].flatMap((one) =>
        list(one['verifiedUsing'])
          .map(table)
          .map((hash) => ({ algorithm: text(hash['algorithm']) ?? '', value: text(hash['hashValue']) ?? '' })),
      ),
      bases: this.related(id, 'descendantOf')
        .filter((base) => text(base['name']) !== undefined)
        .map((base) => ({ naming: namingOf(base), line: lineOf(base, 'name') })),
      datasets: this.related(id, 'trainedOn').flatMap((data) => text(data['name']) ?? []),
    });
  }

  /** Declared and concluded licences of an element. */
  licenses(id: string): BomLicense[] {
    const found: BomLicense[] = [];
    for (const { kind, to, line } of this.relations.get(id) ?? []) {
      const what = /^has(Declared|Concluded)License$/.exec(kind)?.[1]?.toLowerCase() as 'declared' | 'concluded' | undefined;
      if (what === undefined) continue;
      const element = this.byId.get(to);
      const written = this.expression(to);
      if (written !== undefined) found.push({ written, line, what });
      const words = text(element?.['expandedlicensing_licenseText']) ?? text(element?.['simplelicensing_licenseText']);
      if (words !== undefined) found.push({ written: words, line, what: 'text' });
    }
    return found;
  }

  /** The expression of a licence element; listed licences are named by their address alone. A set that holds itself has none. */
  private expression(id: string): string | undefined {
    if (!this.expressions.has(id)) {
      this.expressions.set(id, undefined);
      this.expressions.set(id, this.expressionOf(id));
    }
    return this.expressions.get(id);
  }

  private expressionOf(id: string): string | undefined {
    const listed = /^https?:\/\/spdx\.org\/licenses\/([\w.+-]+?)(?:\.html|\.json)?$/.exec(id)?.[1];
    const element = this.byId.get(id);
    if (element === undefined) return listed;
    const type = typeOf(element);
    if (/^(?:NoAssertion|None)/.test(type)) return undefined;
    if (!/^(?:Con|Dis)junctiveLicenseSet$/.test(type)) {
      return text(element['simplelicensing_licenseExpression']) ?? listed ?? text(element['name']);
    }
    const all = list(element['expandedlicensing_member']).map((one) => this.expression(text(one) ?? ''));
    const parts = all.filter((one) => one !== undefined);
    // A side of a choice that nobody can read is no loss; a part that binds is.
    if (parts.length === 0 || (type.startsWith('Con') && parts.length < all.length)) return undefined;
    const joined = `(${parts.join(type.startsWith('Con') ? ' AND ' : ' OR ')})`;
    return joined.length > MAX_EXPRESSION ? undefined : joined;
  }
}
