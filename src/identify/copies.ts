/** Copies of weights under another name: re-uploads in other formats, and names of local runtimes. What the copy's own name says. */

import type { CatalogRecord, RuleBook } from '../types/rules.ts';
import type { Confidence, Relation } from '../types/reference.ts';
import { hubRecord, isServed } from './catalogue.ts';
import { identityRules, type IdentityRules } from './data.ts';

/** A base model found by a naming rule. */
export interface DerivedBase {
  /** Catalogue id. */
  id: string;
  relation: Relation;
  /** `medium` at most: a name is no statement. */
  confidence: Confidence;
  why: string;
}

/**
 * The model that a re-upload is a copy of, told by its maker and its name (`org/<original>-GGUF`), or by the name of its file or of the
 * model a local server loads (`<original>-Q4_K_M`). `undefined` when the name says nothing or fits several models.
 */
export function baseOfCopy(name: string, rules: RuleBook): DerivedBase | undefined {
  const identity = identityRules(rules);
  const slash = name.indexOf('/');
  if (slash === 0) return undefined;
  const maker = name.slice(0, Math.max(slash, 0));
  const relation = identity.makers.get(maker.toLowerCase());
  const { core, stripped } = stripFormats(name.slice(slash + 1), identity);
  if (relation === undefined && !stripped) return undefined;
  for (const candidate of candidates(maker, core, stripped, identity)) {
    const found = candidate.includes('/')
      ? fromHub(candidate, name, rules)
      : (fromTail(candidate, rules) ?? fromJoined(candidate, name, rules));
    if (found === undefined) continue;
    const confidence: Confidence = relation === undefined ? 'low' : 'medium';
    const why = `name of ${name} is ${found} with a format added (${relation === undefined ? 'maker not known for copies' : 'maker known for copies'})`;
    return { id: found, relation: relation ?? 'quantized', confidence, why };
  }
  return undefined;
}

/** Removes endings that name a format or precision, as long as one fits. */
export function stripFormats(name: string, { suffixes }: IdentityRules): { core: string; stripped: boolean } {
  let core = name;
  for (let rounds = 0; rounds < 6; rounds++) {
    const suffix = suffixes.find((one) => one.test(core) && core.replace(one, '') !== '');
    if (!suffix) break;
    core = core.replace(suffix, '');
  }
  return { core, stripped: core !== name };
}

/** Names the original may have, most exact first: same organisation, `org_name`, then the bare name. */
function candidates(maker: string, core: string, stripped: boolean, { prefixes }: IdentityRules): string[] {
  const list: string[] = [];
  if (stripped && maker !== '') list.push(`${maker}/${core}`);
  const joined = /^([A-Za-z0-9][\w.-]*?)_(.+)$/.exec(core);
  if (joined) list.push(`${joined[1]}/${joined[2]}`);
  list.push(core, ...prefixes.filter((one) => one.test(core)).map((one) => core.replace(one, '')));
  return list;
}

function fromHub(candidate: string, self: string, rules: RuleBook): string | undefined {
  const { record } = hubRecord(candidate, rules);
  return usable(record, self, rules) ? record!.id : undefined;
}

const usable = (record: CatalogRecord | undefined, self: string, rules: RuleBook): boolean =>
  record !== undefined && !isServed(record, identityRules(rules)) && record.id.toLowerCase() !== self.toLowerCase();

/**
 * The one model of the hub that goes by a bare name, when its maker left out the organisation. Words without a digit are no names; a
 * vendor's model of the same name leaves it open which is meant, unless it is the same one, hosted.
 */
export function hubTail(name: string, rules: RuleBook): string | undefined {
  if (name.includes('/') || !/\d/.test(name) || name.length < 4) return undefined;
  return fromTail(name, rules);
}

const fromTail = (tail: string, rules: RuleBook): string | undefined => rules.repositoryNamed(tail)?.id;

/** `family-name` of organisation `family`: some makers leave the slash out or repeat the organisation. */
function fromJoined(core: string, self: string, rules: RuleBook): string | undefined {
  for (const match of core.matchAll(/-/g)) {
    const organisation = core.slice(0, match.index);
    const first = organisation.slice(0, organisation.indexOf('-') + 1 || undefined).replace(/-$/, '');
    const found = fromHub(`${organisation}/${first}-${core.slice(match.index + 1)}`, self, rules);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The family that a generation in the name of somebody else's model points to (`org/Llama-3-Something`). A lower bound for its licence,
 * never more than a question.
 */
export function baseOfFamily(name: string, rules: RuleBook, statedOnly = false): DerivedBase | undefined {
  const { anyFamily, families } = identityRules(rules);
  if (!anyFamily.test(name)) return undefined;
  const found = families.find(({ match, stated }) => (stated || !statedOnly) && match.test(name));
  if (!found || organisationOf(name) === organisationOf(found.base)) return undefined;
  return {
    id: found.base,
    relation: 'unknown',
    confidence: 'low',
    why: `the name of ${name} says that it belongs to the family of ${found.base}`,
  };
}

const organisationOf = (name: string): string => name.slice(0, name.indexOf('/') + 1).toLowerCase();

/**
 * Which of the bases of a local runtime's name a tag stands for (`:70b`); all of them when the tag does not tell. Bases of one tag may be
 * several where the tag moved over time.
 */
export function ollamaBases(name: string, record: CatalogRecord, rules: RuleBook): string[] {
  const { tagBases, defaultTags } = identityRules(rules);
  const colon = name.indexOf(':');
  const model = (colon > 0 ? name.slice(0, colon) : name).toLowerCase();
  const tag = (colon > 0 ? name.slice(colon + 1) : (defaultTags.get(model) ?? '')).toLowerCase();
  if (tag === '') return record.baseModel;
  const size = /^(?:\d+x)?\d+(?:\.\d+)?[bmk]/.exec(tag)?.[0];
  const stated = tagBases.get(`${model}:${tag}`) ?? (size === undefined ? undefined : tagBases.get(`${model}:${size}`));
  if (stated) return stated;
  if (size === undefined) return record.baseModel;
  const pattern = new RegExp(`(?:^|[-_/ ])${size.replaceAll('.', '\\.')}(?:$|[-_])`, 'i');
  const fitting = record.baseModel.filter((base) => pattern.test(base));
  return fitting.length > 0 ? fitting : record.baseModel;
}
