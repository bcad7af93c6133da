/**
 * What a licence expression permits, reduced to the properties that the openness table and the duties need. Everything is read from
 * the records of `rules/`; this file knows properties, not licences.
 */

import { createRequire } from 'node:module';
import { parseExpression, type ExpressionNode } from '../licenses/expression/parse.ts';
import type { LicenseRecord, RuleBook, SpdxObligations, Threshold } from '../types/rules.ts';

/**
 * Licence families from most to least free. `free`: OSI/FSF licences and open content; `free-plus`: free with an added duty that OSI
 * would not pass; `restricted`: commercial use under conditions; `no-derivatives`; `noncommercial`; `proprietary`: vendor terms;
 * `unknown`: nothing usable is stated.
 */
export type LicenseGroup = 'free' | 'free-plus' | 'restricted' | 'no-derivatives' | 'noncommercial' | 'proprietary' | 'unknown';

const STRICTNESS: Record<LicenseGroup, number> = {
  free: 0,
  'free-plus': 1,
  restricted: 2,
  'no-derivatives': 3,
  noncommercial: 4,
  proprietary: 5,
  unknown: 6,
};

/** Strictness of a group: larger means fewer rights (0 free … 6 unknown). */
export function strictness(group: LicenseGroup): number {
  return STRICTNESS[group];
}

/** One licence of an expression with its records. */
export interface LicenseLeaf {
  /** As in the expression, without `WITH` exception. */
  id: string;
  exception?: string;
  group: LicenseGroup;
  record?: LicenseRecord;
  spdx?: SpdxObligations;
}

/** The properties of a whole expression: the union of the restrictions of all parts that bind at once. */
export interface LicenseTerms {
  expression: string;
  group: LicenseGroup;
  /** Kind of the strictest part as `rules/licenses` words it; `unknown` without a usable licence. */
  kind: string;
  commercial: 'yes' | 'capped' | 'no' | 'unknown';
  derivatives: 'yes' | 'conditions' | 'no' | 'unknown';
  redistribute: 'yes' | 'conditions' | 'no' | 'unknown';
  useRestrictions: boolean;
  outputLimits: boolean;
  shareAlike: boolean;
  caps: Threshold[];
  /** Codes of territories left out of the grant. */
  territories: string[];
  /** The licences that bind; of an `OR` only the arm that grants most. */
  leaves: LicenseLeaf[];
}

/** Licences outside the records that SPDX lists as OSI-approved. The list is read once, and only when such an id occurs. */
let spdxList: Record<string, { osiApproved?: boolean }> | undefined;
function isOsiListed(id: string): boolean {
  spdxList ??= createRequire(import.meta.url)('spdx-license-list') as Record<string, { osiApproved?: boolean }>;
  return spdxList[id]?.osiApproved === true;
}

/**
 * The record an id of an expression, a Hub tag or a record id stands for. Editions that share one id differ in details, not in kind: the
 * strictest of them is taken. `undefined` when there is none.
 */
export function licenseRecord(id: string, rules: RuleBook): LicenseRecord | undefined {
  const single = rules.license(id);
  if (single) return single;
  const editions = rules
    .licenseIds(id)
    .map((one) => rules.license(one))
    .filter((one) => one !== undefined);
  if (editions.length > 0) return editions.reduce((a, b) => (strictness(groupOfRecord(b)) > strictness(groupOfRecord(a)) ? b : a));
  return id.startsWith('LicenseRef-') ? rules.license(id.slice('LicenseRef-'.length)) : undefined;
}

/** SPDX expression that stands for a licence record: its SPDX id, its `LicenseRef-…`, or one made of its id. */
export function expressionOf(record: LicenseRecord): string {
  return record.spdxId ?? record.licenseRef ?? `LicenseRef-${record.id.replaceAll(/[^A-Za-z0-9.-]+/g, '-')}`;
}

/** True for records that stand for "somebody wrote a word that names no licence" (`other`, `unknown`, `cc` without a version). */
export function saysNothing(record: LicenseRecord): boolean {
  return (
    record.special === true ||
    (record.spdxId == null && record.licenseRef == null && (record.kind === 'proprietary' || record.kind === 'source-available'))
  );
}

function groupOfRecord(record: LicenseRecord): LicenseGroup {
  if (saysNothing(record)) return 'unknown';
  if (record.commercialUse === 'forbidden') return 'noncommercial';
  switch (record.kind) {
    case 'open-source':
      return 'free';
    case 'open-weights-permissive': {
      const conditional = record.commercialUse === 'conditional' || record.copyleft === 'network';
      const known = record.spdxId != null || record.meetsOpenWeightDefinition === true;
      return !conditional && known ? 'free' : 'free-plus';
    }
    case 'open-weights-restricted':
      return 'restricted';
    case 'source-available':
      return /^CC-BY-ND\b/i.test(record.spdxId ?? '') ? 'no-derivatives' : 'restricted';
    case 'non-commercial':
    case 'research-only':
      return 'noncommercial';
    case 'proprietary':
      return 'proprietary';
    default:
      return 'unknown';
  }
}

function groupOfSpdx(spdx: SpdxObligations): LicenseGroup {
  switch (spdx.category) {
    case 'non-commercial':
      return 'noncommercial';
    case 'no-derivatives':
      return 'no-derivatives';
    case 'source-available':
      return spdx.osiApproved ? 'free' : 'restricted';
    case 'permissive':
    case 'public-domain':
    case 'weak-copyleft':
    case 'strong-copyleft':
    case 'network-copyleft':
      return spdx.osiApproved || spdx.fsfLibre === true || isOpenContent(spdx) ? 'free' : 'free-plus';
    default:
      return 'unknown';
  }
}

/** Open-data and content licences are free by their category although neither OSI nor FSF lists them. */
function isOpenContent(spdx: SpdxObligations): boolean {
  return spdx.category === 'permissive' || spdx.category === 'public-domain' || /^(?:CC-BY-SA|ODbL|GFDL)-/.test(spdx.id);
}

function leafOf(id: string, exception: string | undefined, rules: RuleBook): LicenseLeaf {
  const record = licenseRecord(id, rules);
  const spdx = rules.spdxObligations(id);
  let group: LicenseGroup;
  if (record) group = groupOfRecord(record);
  else if (spdx) group = groupOfSpdx(spdx);
  else if (/-NC\b/.test(id)) group = 'noncommercial';
  else if (/-ND\b/.test(id)) group = 'no-derivatives';
  else group = !id.startsWith('LicenseRef-') && isOsiListed(id) ? 'free' : 'unknown';
  return { id, group, ...(exception === undefined ? {} : { exception }), ...(record ? { record } : {}), ...(spdx ? { spdx } : {}) };
}

/** The licences that bind when the expression is used: all of an `AND`, the most generous arm of an `OR`. */
function binding(node: ExpressionNode, rules: RuleBook): LicenseLeaf[] {
  if (node.kind === 'license') return [leafOf(node.plus ? `${node.id}+` : node.id, node.exception, rules)];
  const parts = node.parts.map((part) => binding(part, rules));
  return node.kind === 'and' ? parts.flat() : parts.reduce((a, b) => (strictest(b) < strictest(a) ? b : a));
}

const strictest = (leaves: LicenseLeaf[]): number => Math.max(...leaves.map((one) => STRICTNESS[one.group]));

/** A word in the records means "yes, but": `allowed-with-conditions`, `only inside the Territory`, `same terms only`. */
function grade(word: string | null | undefined, group: LicenseGroup): 'yes' | 'conditions' | 'no' | 'unknown' {
  if (word == null) return group === 'free' || group === 'free-plus' ? 'yes' : group === 'unknown' ? 'unknown' : 'conditions';
  if (/^(?:forbidden|not allowed)/i.test(word)) return 'no';
  if (/^allowed(?:$|, keep notices)/i.test(word)) return 'yes';
  return 'conditions';
}

const worst = <T extends string>(order: readonly T[], values: readonly T[]): T =>
  order[Math.max(...values.map((one) => order.indexOf(one)))]!;

const UNKNOWN_EXPRESSIONS = new Set(['', 'NONE', 'NOASSERTION']);
const cache = new WeakMap<RuleBook, Map<string, LicenseTerms>>();
/** Bound of the memo: hostile input may hold millions of distinct licence strings. */
const MEMO_LIMIT = 20_000;

/** Properties of a licence expression. Pure and memoised per rule book; never throws: what can't be parsed is `unknown`. */
export function termsOf(expression: string, rules: RuleBook): LicenseTerms {
  let memo = cache.get(rules);
  if (!memo) cache.set(rules, (memo = new Map()));
  const known = memo.get(expression);
  if (known) return known;
  const terms = readTerms(expression, rules);
  if (memo.size >= MEMO_LIMIT) memo.clear();
  memo.set(expression, terms);
  return terms;
}

function readTerms(expression: string, rules: RuleBook): LicenseTerms {
  if (UNKNOWN_EXPRESSIONS.has(expression.trim())) return combine(expression, []);
  try {
    return combine(expression, binding(parseExpression(expression), rules));
  } catch {
    // Malformed: nothing usable is stated.
    return combine(expression, []);
  }
}

function combine(expression: string, leaves: LicenseLeaf[]): LicenseTerms {
  const group = leaves.length === 0 ? 'unknown' : leaves.reduce((a, b) => (STRICTNESS[b.group] > STRICTNESS[a.group] ? b : a)).group;
  const terms: LicenseTerms = {
    expression,
    group,
    kind: kindOf(group, leaves),
    commercial: 'unknown',
    derivatives: 'unknown',
    redistribute: 'unknown',
    useRestrictions: false,
    outputLimits: false,
    shareAlike: false,
    caps: [],
    territories: [],
    leaves,
  };
  if (leaves.length === 0) return terms;
  terms.commercial = worst(
    ['yes', 'capped', 'unknown', 'no'] as const,
    leaves.map((one) => commercialOf(one)),
  );
  const order = ['yes', 'conditions', 'unknown', 'no'] as const;
  terms.derivatives = worst(
    order,
    leaves.map((one) => (one.group === 'no-derivatives' || /-ND\b/.test(one.id) ? 'no' : grade(one.record?.modification, one.group))),
  );
  terms.redistribute = worst(
    order,
    leaves.map((one) => grade(one.record?.redistribution, one.group)),
  );
  for (const { record, spdx, id } of leaves) {
    const caps = record?.commercialCondition;
    if (caps) terms.caps.push(...(Array.isArray(caps) ? caps : [caps]));
    if ((record?.fieldOfUse?.length ?? 0) > 0 || record?.copyleft === 'use-restriction-passthrough') terms.useRestrictions = true;
    if (record?.outputsRestriction && limitsOutputs(record.outputsRestriction)) terms.outputLimits = true;
    if (['strong', 'network'].includes(record?.copyleft ?? '') || /-SA-/.test(id)) terms.shareAlike = true;
    if (['strong-copyleft', 'network-copyleft'].includes(spdx?.category ?? '')) terms.shareAlike = true;
    terms.territories.push(...territoryCodes(record?.territoryRestriction));
  }
  return terms;
}

function commercialOf(leaf: LicenseLeaf): 'yes' | 'capped' | 'no' | 'unknown' {
  if (leaf.record?.commercialUse === 'conditional') return 'capped';
  if (leaf.group === 'noncommercial') return 'no';
  return leaf.group === 'unknown' || leaf.group === 'proprietary' ? 'unknown' : 'yes';
}

/** "no claim on output" and the like are no limits. */
const limitsOutputs = (text: string): boolean =>
  !/^(?:none|no (?:ownership )?claim|output(?:s)? not covered|user owns|not restricted)/i.test(text.trim());

/** Territory records are either codes or objects with `codes`; both are read, anything else is ignored. */
function territoryCodes(list: readonly unknown[] | undefined): string[] {
  return (list ?? []).flatMap((one) => {
    if (typeof one === 'string') return [one];
    const codes = (one as { codes?: unknown } | null)?.codes;
    return Array.isArray(codes) ? codes.filter((code): code is string => typeof code === 'string') : [];
  });
}

function kindOf(group: LicenseGroup, leaves: LicenseLeaf[]): string {
  const part = leaves.find((one) => one.group === group);
  if (!part || group === 'unknown') return 'unknown';
  if (part.record) return part.record.kind;
  const byGroup: Record<LicenseGroup, string> = {
    free: part.spdx?.osiApproved === false ? 'open-weights-permissive' : 'open-source',
    'free-plus': 'open-weights-permissive',
    restricted: 'source-available',
    'no-derivatives': 'source-available',
    noncommercial: 'non-commercial',
    proprietary: 'proprietary',
    unknown: 'unknown',
  };
  return byGroup[group];
}
