/** Licence claims: from words to expressions, how much each source is worth, and which claim counts. */

import type { LicenseEngine } from '../types/license.ts';
import type { Evidence, LicenseClaim } from '../types/model.ts';
import type { CatalogRecord, LicenseRecord, RuleBook } from '../types/rules.ts';
import type { Confidence } from '../types/reference.ts';
import { expressionOf, saysNothing, strictness, termsOf } from '../classify/terms.ts';

/** Rank of a claim by its source; a higher one about the same artefact wins. */
export const RANK = { clarification: 9, text: 5, header: 4, card: 3, catalogue: 2, rule: 1, memory: 0 } as const;

/** An expression with how sure its reading is. */
export interface ReadTag {
  expression: string;
  /** The word fits several licences; their restrictions are combined. */
  ambiguous: boolean;
}

const NOTHING: ReadTag = { expression: 'NOASSERTION', ambiguous: false };

/**
 * The expression a Hub tag, `license_name`, card field or file field stands for. A word that fits several licences gives all of them
 * together: unknown is never permissive. `NOASSERTION` when it says nothing.
 */
export function readTag(tag: string, name: string | null | undefined, rules: RuleBook, engine?: LicenseEngine): ReadTag {
  const records = rules.licenseIds(tag).map((id) => rules.license(id)!);
  const useful = records.filter((record) => !saysNothing(record));
  if (useful.length > 0) return fromRecords(useful);
  if (name) {
    const named = readTag(name, undefined, rules, engine);
    if (named.expression !== 'NOASSERTION') return named;
  }
  if (records.length > 0 || !engine) return NOTHING;
  const reading = engine.read(tag.slice(0, 500), 'hf');
  if (reading.kind === 'expression') return { expression: reading.expression, ambiguous: reading.assumed === true };
  if (reading.kind === 'ambiguous') {
    const conservative = reading.conservative ?? strictestOf(reading.candidates, rules);
    return conservative === undefined ? NOTHING : { expression: conservative, ambiguous: true };
  }
  return NOTHING;
}

function fromRecords(records: LicenseRecord[]): ReadTag {
  const expressions = [...new Set(records.map((record) => expressionOf(record)))];
  return { expression: union(expressions), ambiguous: expressions.length > 1 };
}

function strictestOf(candidates: readonly string[], rules: RuleBook): string | undefined {
  return candidates.toSorted((a, b) => strictness(termsOf(b, rules).group) - strictness(termsOf(a, rules).group))[0];
}

/** All parts bind together; equal ones once, nothing for what says nothing. */
export function union(expressions: readonly string[]): string {
  const parts = [...new Set(expressions.filter((one) => one !== 'NOASSERTION' && one !== 'NONE'))];
  if (parts.length === 0) return 'NOASSERTION';
  if (parts.length === 1) return parts[0]!;
  return parts.map((part) => (/\sOR\s/.test(part) ? `(${part})` : part)).join(' AND ');
}

interface SourceRule {
  match: RegExp;
  confidence: Confidence;
  rank: number;
  inherited: boolean;
}
const sourceRules = new WeakMap<RuleBook, SourceRule[]>();

/** What a `licenseSource` of the catalogue is worth, by `rules/identity/sources.yaml`. */
export function sourceWorth(source: string | null, rules: RuleBook): { confidence: Confidence; rank: number; inherited: boolean } {
  let list = sourceRules.get(rules);
  if (!list) {
    type Raw = { match: string; confidence: Confidence; rank: number; inherited?: boolean };
    const raw = rules.data?.<{ licenseSources: Raw[] }>('identity/sources.json').licenseSources ?? [];
    list = raw.map(({ match, inherited, confidence, rank }) => ({
      match: new RegExp(match),
      inherited: inherited === true,
      confidence,
      rank,
    }));
    sourceRules.set(rules, list);
  }
  if (source === null) return { confidence: 'low', rank: 0, inherited: false };
  const found = list.find(({ match }) => match.test(source));
  return found ?? { confidence: 'low', rank: 0, inherited: false };
}

/** Licence claims of a catalogue record; sources that disagree with it stand beside it with its own rank. */
export function catalogueClaims(record: CatalogRecord, rules: RuleBook, engine?: LicenseEngine): LicenseClaim[] {
  if (record.license === null || record.weights === 'api') return [];
  const { confidence, rank, inherited } = sourceWorth(record.licenseSource, rules);
  const evidence = (source: string | null, note?: string): Evidence => ({
    source: rank === 0 ? 'memory' : rank === 1 && !inherited ? 'family-rule' : 'catalogue',
    ...(source ? { note: note ?? source } : {}),
    retrieved: record.checkedOn,
  });
  const tag = readTag(record.license, record.licenseName, rules, engine);
  const claims: LicenseClaim[] = [
    {
      expression: tag.expression,
      slot: 'weights',
      role: inherited ? 'inherited' : 'declared',
      confidence: tag.ambiguous && confidence === 'high' ? 'medium' : confidence,
      evidence: [evidence(record.licenseSource)],
      rank,
    },
  ];
  for (const conflict of record.licenseConflicts ?? []) {
    const { license, source } = (conflict ?? {}) as { license?: unknown; source?: unknown };
    if (typeof license !== 'string') continue;
    const { expression } = readTag(license, undefined, rules, engine);
    if (expression === 'NOASSERTION') continue;
    const from = typeof source === 'string' ? source : null;
    claims.push({ expression, slot: 'weights', role: 'declared', confidence, evidence: [evidence(from, `conflict: ${from ?? ''}`)], rank });
  }
  return claims;
}

/** The claim or claims that count for one slot. */
export interface Chosen {
  expression: string;
  confidence: Confidence;
  claims: LicenseClaim[];
  /** Different expressions of equal standing. */
  conflicts: string[];
}

/**
 * Which claims count: the highest rank wins, and among equal ranks the newer one when both are dated. What is left and disagrees is
 * combined. Claims set aside say why (`superseded`). Inherited claims are left to the lineage.
 */
export function chooseClaims(claims: LicenseClaim[]): Chosen {
  const own = claims.filter((claim) => claim.slot === 'weights' && claim.role !== 'inherited' && claim.expression !== 'NOASSERTION');
  if (own.length === 0) return { expression: 'NOASSERTION', confidence: 'low', claims: [], conflicts: [] };
  const top = Math.max(...own.map((claim) => standing(claim)));
  const equal = own.filter((claim) => standing(claim) === top);
  for (const claim of own) if (standing(claim) < top) claim.superseded ??= 'a claim with more authority exists';
  const dates = equal.map((claim) => claim.date).filter((date) => date !== undefined);
  const newest = dates.length === equal.length && equal.length > 1 ? dates.toSorted().at(-1) : undefined;
  const counted = newest === undefined ? equal : equal.filter((claim) => claim.date === newest);
  for (const claim of equal) if (!counted.includes(claim)) claim.superseded ??= `superseded by a claim of ${newest}`;
  const expressions = [...new Set(counted.map((claim) => claim.expression))];
  const order: Confidence[] = ['low', 'medium', 'high'];
  const confidence = order[Math.max(...counted.map((claim) => order.indexOf(claim.confidence)))]!;
  return {
    expression: union(expressions),
    confidence: expressions.length > 1 && confidence === 'high' ? 'medium' : confidence,
    claims: counted,
    conflicts: expressions.length > 1 ? expressions : [],
  };
}

/** Header and card of one artefact repeat their maker's word: neither outranks the other. */
function standing(claim: LicenseClaim): number {
  const rank = claim.rank ?? 0;
  return rank === RANK.header ? RANK.card : rank;
}
