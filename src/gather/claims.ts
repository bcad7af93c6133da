/** Licence claims: from words to expressions, how much each source is worth, and which claim counts. */

import type { LicenseEngine } from '../types/license.ts';
import type { Evidence, LicenseClaim } from '../types/model.ts';
import type { CatalogRecord, LicenseRecord, RuleBook } from '../types/rules.ts';
import type { Confidence } from '../types/reference.ts';
import { surest } from '../classify/confidence.ts';
import { expressionOf, saysNothing, strictness, termsOf } from '../classify/terms.ts';
import { patternOf } from '../identify/data.ts';

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
  if (tag === 'NONE') return NOTHING;
  const word = wordsOf(rules).get(tag.toLowerCase());
  if (word !== undefined) return readTag(word, undefined, rules);
  const records = rules.licenseIds(tag).map((id) => rules.license(id)!);
  const useful = records.filter((record) => !saysNothing(record));
  if (useful.length > 0) return fromRecords(useful);
  if (name) {
    const named = readTag(name, undefined, rules, engine);
    if (named.expression !== 'NOASSERTION') return named;
  }
  if (records.length > 0 || !engine) return NOTHING;
  const read = readWord(tag.slice(0, 500), rules, engine);
  // A word that nobody knows, or that is an id of no known licence, may still say that it restricts.
  return termsOf(read.expression, rules).group === 'unknown' ? (restrictedWord(tag, rules) ?? read) : read;
}

function readWord(tag: string, rules: RuleBook, engine: LicenseEngine): ReadTag {
  const reading = engine.read(tag, 'hf');
  if (reading.kind === 'expression') return { expression: reading.expression, ambiguous: reading.assumed === true };
  if (reading.kind === 'ambiguous') {
    const conservative = reading.conservative ?? strictestOf(reading.candidates, rules);
    return conservative === undefined ? NOTHING : { expression: conservative, ambiguous: true };
  }
  return NOTHING;
}

const patternLists = new WeakMap<RuleBook, { match: RegExp; license: string }[]>();

/** The restricted licence whose line a word names (`patterns` in `rules/identity/words.yaml`). */
function restrictedWord(tag: string, rules: RuleBook): ReadTag | undefined {
  let list = patternLists.get(rules);
  if (!list) {
    const raw = rules.data?.<{ patterns?: { match: string; license: string }[] }>('identity/words.json').patterns ?? [];
    list = raw.map(({ match, license }) => ({ match: new RegExp(match), license }));
    patternLists.set(rules, list);
  }
  const word = tag
    .slice(0, 300)
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  const found = list.find(({ match }) => match.test(word));
  return found && { ...readTag(found.license, undefined, rules), ambiguous: true };
}

const linkLists = new WeakMap<RuleBook, Map<string, string[]>>();

/** Address without scheme, `www.`, query, closing slash and file ending, lower case. */
const addressKey = (address: string): string =>
  address
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/\.(?:html?|txt|md|php)$/, '');

/**
 * What a `license_link` leads to: the licence whose record names the address, or the repository of the hub whose file it is. Nothing for a
 * path inside the model's own repository and for addresses nobody recorded.
 */
export function readLink(link: string, rules: RuleBook, engine?: LicenseEngine): { expression?: string; model?: string } {
  if (!/^https?:\/\//i.test(link.trim())) return {};
  const key = addressKey(link.slice(0, 500));
  let list = linkLists.get(rules);
  if (!list) {
    list = new Map();
    for (const record of rules.licenses()) {
      for (const url of record.urls ?? []) list.set(addressKey(url), [...(list.get(addressKey(url)) ?? []), record.id]);
    }
    linkLists.set(rules, list);
  }
  const records = (list.get(key) ?? []).map((id) => rules.license(id)).filter((record) => record !== undefined && !saysNothing(record));
  if (records.length > 0) return { expression: fromRecords(records as LicenseRecord[]).expression };
  const model = /^(?:huggingface\.co|hf\.co)\/([\w.-]+\/[\w.-]+)(?:\/|$)/.exec(key)?.[1];
  if (model !== undefined && !/^(?:datasets|spaces|docs|papers)\//.test(model)) return { model };
  const read = engine?.read(link.slice(0, 500), 'hf');
  if (read?.kind === 'expression') return { expression: read.expression };
  const restricted = restrictedWord(key, rules);
  return restricted ? { expression: restricted.expression } : {};
}

const wordLists = new WeakMap<RuleBook, Map<string, string>>();

/** Words that stand for a licence record and are not among its names. */
function wordsOf(rules: RuleBook): Map<string, string> {
  let words = wordLists.get(rules);
  if (!words)
    wordLists.set(
      rules,
      (words = new Map(Object.entries(rules.data?.<{ words: Record<string, string> }>('identity/words.json').words ?? {}))),
    );
  return words;
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
  const parts = new Set<string>();
  for (const expression of expressions) {
    if (expression === 'NOASSERTION' || expression === 'NONE') continue;
    // Parts of a plain list of ANDs are compared one by one; anything with an OR stays whole.
    for (const part of /\sOR\s|\(/.test(expression) ? [`(${expression})`] : expression.split(' AND ')) parts.add(part);
  }
  const list = [...parts];
  if (list.length === 0) return 'NOASSERTION';
  return list.length === 1 ? list[0]!.replace(/^\((.*)\)$/, '$1') : list.join(' AND ');
}

interface SourceRule {
  match: RegExp;
  confidence: Confidence;
  rank: number;
  inherited: boolean;
}
const sourceRules = new WeakMap<RuleBook, SourceRule[]>();

/** What a `licenseSource` of the catalogue is worth, by `rules/identity/sources.yaml`; a file of the publisher of `id` is worth a card. */
export function sourceWorth(
  source: string | null,
  rules: RuleBook,
  id?: string,
): { confidence: Confidence; rank: number; inherited: boolean } {
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
  const publisher = id === undefined ? '' : id.slice(0, id.indexOf('/') + 1).toLowerCase();
  if (publisher.length > 1 && found?.rank === RANK.catalogue && source.toLowerCase().startsWith(publisher)) {
    return { confidence: 'high', rank: RANK.card, inherited: false };
  }
  return found ?? { confidence: 'low', rank: 0, inherited: false };
}

/** True when a record comes from a list of the hub's tags and has no licence: its page states none. */
export function statesNone(record: CatalogRecord | undefined, rules: RuleBook): boolean {
  if (record === undefined || record.license !== null) return false;
  const listings = rules.data?.<{ tagListings?: string }>('identity/sources.json').tagListings;
  return listings !== undefined && record.source.some((source) => patternOf(listings).test(source));
}

/** Licence claims of a catalogue record; sources that disagree with it stand beside it with its own rank. */
export function catalogueClaims(record: CatalogRecord, rules: RuleBook, engine?: LicenseEngine): LicenseClaim[] {
  if (record.license === null || record.weights === 'api') return [];
  const { confidence, rank, inherited } = sourceWorth(record.licenseSource, rules, record.id);
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
    const worth = sourceWorth(from, rules, record.id);
    claims.push({
      expression,
      slot: 'weights',
      role: 'declared',
      confidence: worth.confidence,
      evidence: [evidence(from, `conflict: ${from ?? ''}`)],
      // A source that contradicts the record may set it aside no more than the record itself could.
      rank: Math.min(worth.rank, rank),
    });
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
  const own = claims.filter(
    (claim) => claim.slot === 'weights' && claim.role !== 'inherited' && claim.expression !== 'NOASSERTION' && (claim.rank ?? 0) >= 0,
  );
  if (own.length === 0) return { expression: 'NOASSERTION', confidence: 'low', claims: [], conflicts: [] };
  const top = Math.max(...own.map((claim) => standing(claim)));
  const equal = own.filter((claim) => standing(claim) === top);
  for (const claim of own) if (standing(claim) < top) claim.superseded ??= 'a claim with more authority exists';
  const dates = equal.map((claim) => claim.date).filter((date) => date !== undefined);
  const newest = dates.length === equal.length && equal.length > 1 ? dates.toSorted().at(-1) : undefined;
  const counted = newest === undefined ? equal : equal.filter((claim) => claim.date === newest);
  for (const claim of equal) if (!counted.includes(claim)) claim.superseded ??= `superseded by a claim of ${newest}`;
  const expressions = [...new Set(counted.map((claim) => claim.expression))];
  const confidence = surest(...counted.map((claim) => claim.confidence));
  return {
    expression: union(expressions),
    confidence: expressions.length > 1 && confidence === 'high' ? 'medium' : confidence,
    claims: counted,
    conflicts: expressions.length > 1 ? expressions : [],
  };
}

/**
 * Rank of a statement whose own sources nobody can see (a BOM, a packing list): beside the best of the other claims, up to that of a card.
 * It replaces none and none replaces it, so that a difference is a conflict with the restrictions of both.
 */
export function rankBeside(claims: readonly LicenseClaim[]): number {
  const others = claims.filter(
    ({ slot, role, expression, rank }) => slot === 'weights' && role !== 'inherited' && expression !== 'NOASSERTION' && (rank ?? 0) >= 0,
  );
  return others.length === 0 ? RANK.catalogue : Math.min(RANK.card, Math.max(...others.map(standing)));
}

/** Header and card of one artefact repeat their maker's word: neither outranks the other. */
function standing(claim: LicenseClaim): number {
  const rank = claim.rank ?? 0;
  return rank === RANK.header ? RANK.card : rank;
}
