/** From texts found in a file to ids, one expression and a verdict on the whole. */

import type { TextIdentification } from '../../types/license.ts';
import type { LicenseRecord, RuleBook } from '../../types/rules.ts';
import { isDeprecatedId, normaliseId } from '../expression/ids.ts';
import type { ExpressionNode } from '../expression/parse.ts';
import { combine, parseExpression, printExpression } from '../expression/parse.ts';
import type { Found } from './identify.ts';
import type { Reference } from './references.ts';
import type { Rest } from './rests.ts';
import type { KnownText } from './store.ts';

/** Prefix of the reference that stands for a licence with changed or added terms; the base id follows. */
export const MODIFIED_PREFIX = 'LicenseRef-audit-models-modified-';

/** Names known texts. */
export interface Namer {
  /** The id in the rules of a `LicenseRef-…` that the rules know; any other id as it is. */
  idOf(id: string): string;
  /** Id in `rules/licenses` or of SPDX, with the expression that stands for it. */
  nameOf(text: KnownText): { id: string; expression: ExpressionNode };
}

/** Makes a namer that looks editions up in the rules, on first use. */
export function createNamer(rules: RuleBook): Namer {
  let byEdition: Map<string, LicenseRecord> | undefined;
  const recordOf = (edition: string): LicenseRecord | undefined => {
    byEdition ??= new Map(rules.licenses().flatMap((record) => (record.texts ?? []).map((text) => [text, record] as const)));
    return byEdition.get(edition);
  };
  return {
    idOf: (id) => (id.startsWith('LicenseRef-') ? (rules.license(id)?.id ?? id) : id),
    nameOf(text) {
      const [id = ''] = text.ids;
      if (text.spdx) return { id, expression: spdxNode(id) };
      const record = recordOf(text.edition ?? id);
      if (!record) return { id, expression: { kind: 'license', id: referenceTo(id) } };
      if (record.spdxId) return { id: record.spdxId, expression: spdxNode(record.spdxId) };
      return { id: record.id, expression: { kind: 'license', id: record.licenseRef ?? referenceTo(record.id) } };
    },
  };
}

function spdxNode(id: string): ExpressionNode {
  const { alternatives: _, ...part } = (isDeprecatedId(id) ? normaliseId(id) : undefined) ?? { id };
  return { kind: 'license', ...part };
}

function referenceTo(id: string): string {
  return `LicenseRef-${id.replace(/[^\w.-]+/g, '-')}`;
}

/** The ids of the texts found, in order, and what they say together. */
export interface Named {
  result: TextIdentification['result'];
  expression: string | null;
  parts: { id: string; edition?: string }[];
  candidates?: string[];
  /** References that the answer stands on; none where there is a text or header. */
  references: Reference[];
}

interface Part {
  found: Found;
  id: string;
  node: ExpressionNode;
  modified: boolean;
  /** Other ids that the words fit as well. */
  others: string[];
  /** True when another text, not just another id of the same text, fits as well. */
  contested: boolean;
}

/** Names what was found. Changed terms turn a licence into a reference of its own, never into the plain licence. */
export function expressionOf(found: Found[], rests: Rest[], choice: boolean, references: Reference[], namer: Namer): Named {
  const parts = found.map((one) => partOf(one, namer));
  for (const rest of rests.filter(({ binding }) => binding)) {
    const owner = parts
      .filter((part) => isLicense(part.found))
      .reduce<Part | undefined>((near, part) => {
        return near === undefined || part.found.comparison.first < rest.first ? part : near;
      }, undefined);
    if (owner) owner.modified = true;
  }
  const texts = parts.filter(({ found: { comparison } }) => comparison.text.kind === 'text' || comparison.text.kind === 'policy');
  const headers = parts.filter(({ found: { comparison } }) => comparison.text.kind === 'header');
  for (const header of headers) {
    // A notice that says "or any later version" beside the text decides what the text leaves open.
    const text = texts.find((part) => !part.modified && part.found.comparison.text.ids.includes(header.id));
    if (!text) continue;
    text.id = header.id;
    text.node = header.node;
    text.others = [];
  }
  refine(texts, references);
  // A notice for another licence than the texts stands for a part of the work.
  const apart = headers.filter(({ id }) => !texts.some(({ found: { comparison } }) => comparison.text.ids.includes(id)));
  const shown = [...texts, ...apart].toSorted((left, right) => left.found.comparison.first - right.found.comparison.first);
  if (shown.length === 0 && references.length > 0) return ofReferences(parts, references, choice);
  applyExceptions(parts, shown);
  const nodes: ExpressionNode[] = [];
  const printed = new Set<string>();
  for (const part of shown) {
    const node: ExpressionNode = part.modified
      ? { kind: 'license', id: `${MODIFIED_PREFIX}${part.id.replace(/[^\w.-]+/g, '-')}` }
      : part.node;
    if (printed.has(printExpression(node))) continue;
    printed.add(printExpression(node));
    nodes.push(node);
  }
  const named = parts.map(({ id, found: { comparison } }) => ({
    id,
    ...(comparison.text.edition ? { edition: comparison.text.edition } : {}),
  }));
  // An exception by itself is known, but no licence.
  if (shown.length === 0) {
    const more = rests.some(({ binding }) => binding);
    return { result: parts.length === 0 ? 'none' : more ? 'modified' : 'identified', expression: null, references: [], parts: named };
  }
  const candidates = [...new Set(shown.flatMap(({ id, others }) => (others.length > 0 ? [id, ...others] : [])))];
  const open = shown.some((part) => part.contested);
  const modified = shown.some((part) => part.modified);
  return {
    result: open ? 'ambiguous' : modified ? 'modified' : texts.length > 0 ? 'identified' : 'reference',
    expression: open ? null : printExpression(combine(choice && !modified && texts.length === 2 ? 'or' : 'and', nodes)),
    parts: named,
    references: [],
    ...(candidates.length > 0 ? { candidates } : {}),
  };
}

/** A sentence that says "or any later version" decides what a text leaves open. */
function refine(texts: Part[], references: Reference[]): void {
  for (const part of texts) {
    const named = references.flatMap(({ reading }) => (reading.kind === 'expression' && !reading.assumed ? [reading.expression] : []));
    const [only, ...others] = new Set(named.filter((id) => part.found.comparison.text.ids.includes(id)));
    if (only === undefined || others.length > 0 || part.others.length === 0) continue;
    part.id = only;
    part.node = spdxNode(only);
    part.others = [];
  }
}

/** A file that only names licences. Several different ones: which of them holds for what is not known, unless it offers a choice. */
function ofReferences(parts: Part[], references: Reference[], choice: boolean): Named {
  const exception = parts.find(({ found }) => found.comparison.text.kind === 'exception')?.id;
  const expressions = new Set(
    references
      .flatMap(({ reading }) => (reading.kind === 'expression' ? [reading.expression] : []))
      .map((expression) => {
        const node = exception ? parseExpression(expression) : undefined;
        return node?.kind === 'license' && exception ? printExpression({ ...node, exception }) : expression;
      }),
  );
  if (choice && expressions.size <= 2) {
    // "Licensed under A and B, at your option" means one of them.
    const nodes = Array.from(expressions, parseExpression).flatMap((node) => (node.kind === 'and' ? node.parts : [node]));
    expressions.clear();
    if (nodes.length > 0) expressions.add(printExpression(combine('or', nodes)));
  }
  const [only] = expressions;
  const open = choice ? [] : references.flatMap(({ reading }) => reading.candidates ?? []);
  const named = parts.map(({ id }) => ({ id }));
  if (expressions.size === 1 && only !== undefined && references.every(({ reading }) => reading.kind === 'expression')) {
    return {
      result: 'reference',
      expression: only,
      parts: named,
      references,
      ...(open.length > 0 ? { candidates: [...new Set(open)] } : {}),
    };
  }
  return { result: 'ambiguous', expression: null, parts: named, references, candidates: [...new Set([...expressions, ...open])] };
}

function isLicense({ comparison }: Found): boolean {
  return comparison.text.kind !== 'exception';
}

function partOf(found: Found, namer: Namer): Part {
  const { comparison, rivals } = found;
  const { id, expression } = namer.nameOf(comparison.text);
  const rivalIds = (comparison.text.spdx ? rivals.filter(({ text }) => text.spdx) : rivals)
    .map(({ text }) => namer.nameOf(text).id)
    .filter((other) => other !== id);
  const others = new Set([...comparison.text.ids.slice(1), ...rivalIds]);
  return {
    found,
    id,
    node: expression,
    modified: !comparison.plain && comparison.text.kind !== 'header',
    others: [...others],
    contested: rivalIds.length > 0,
  };
}

/** An exception belongs to the licence before it, or to the first one. */
function applyExceptions(parts: Part[], shown: Part[]): void {
  for (const exception of parts.filter(({ found }) => found.comparison.text.kind === 'exception')) {
    const before = shown.findLast(({ found }) => found.comparison.first < exception.found.comparison.first) ?? shown[0];
    if (before && before.node.kind === 'license' && !before.modified) before.node = { ...before.node, exception: exception.id };
  }
}
