/** The licence question answered over the whole chain: a derivative's own tag can add terms, never remove them. */

import type { Facts, InheritedLicense, LicenseClaim, LicenseSummary } from '../types/model.ts';
import type { Confidence, Relation } from '../types/reference.ts';
import type { RuleBook } from '../types/rules.ts';
import { surest, weakest } from '../classify/confidence.ts';
import { strictness, termsOf, type LicenseTerms } from '../classify/terms.ts';
import { chooseClaims, union } from './claims.ts';
import type { Chain, ChainLink, LaxerClaim } from './types.ts';

/** Relations of copies: the same weights in another format or place, so the base's licence is the licence. */
const COPIES: ReadonlySet<Relation> = new Set(['quantized', 'conversion', 'hosted']);

const organisation = (id: string): string | undefined => {
  const name = id.slice(id.indexOf(':') + 1);
  return name.includes('/') ? name.slice(0, name.indexOf('/')).toLowerCase() : undefined;
};

/**
 * True when a base's terms reach the model: always, except where its owner made the derivative too and stated other terms for it (an
 * owner may license its own work anew). Copies state nothing of their own. The derivative may be the model itself or one on the way to it:
 * what an owner left behind does not bind those who build on what it made of it.
 */
function binds(id: string, link: ChainLink, ownStated: boolean, chain: Chain): boolean {
  if (link.expression === 'NOASSERTION') return false;
  if (COPIES.has(link.relation)) return true;
  const owner = organisation(link.id);
  if (owner === undefined) return true;
  if (owner === organisation(id) && ownStated) return false;
  const child = chain.links.find((other) => other.id === link.child);
  return !(child && owner === organisation(child.id) && child.expression !== 'NOASSERTION');
}

/**
 * True when nobody says anything about a model's own licence and a base is restricted: its terms are the least that bind. A free base
 * promises nothing, and a model that is known to state no licence has none.
 */
function lowerBound(facts: Facts, binding: readonly ChainLink[], rules: RuleBook): boolean {
  if (facts.claims.some(({ slot }) => slot !== 'contract')) return false;
  return binding.some(({ expression }) => {
    const { group } = termsOf(expression, rules);
    return group !== 'unknown' && strictness(group) > strictness('free-plus');
  });
}

/**
 * Effective licence of a model over its chain.
 *
 * @param id canonical id of the model
 */
export function licenseSummary(id: string, facts: Facts, chain: Chain, rules: RuleBook): LicenseSummary {
  const own = chooseClaims(facts.claims);
  const ownStated = own.expression !== 'NOASSERTION';
  const binding = chain.links.filter((link) => binds(id, link, ownStated, chain));
  const inherited: InheritedLicense[] = binding.map((link) => ({ expression: link.expression, via: link.id }));
  const contract = facts.claims.filter((claim) => claim.slot === 'contract');
  const copied = !ownStated && chain.links.some((link) => link.depth === 1 && COPIES.has(link.relation) && binding.includes(link));
  const weightsExpression =
    ownStated || copied || lowerBound(facts, binding, rules)
      ? union([own.expression, ...binding.map((link) => link.expression)])
      : 'NOASSERTION';
  const useContract = weightsExpression === 'NOASSERTION' && contract.length > 0;
  const expression = useContract ? union(contract.map((claim) => claim.expression)) : weightsExpression;
  const declared = own.claims.find((claim) => claim.role === 'declared')?.expression;
  const concluded = own.claims.find((claim) => claim.role === 'concluded' || claim.role === 'detected')?.expression;
  return {
    expression,
    kind: useContract ? 'proprietary' : termsOf(expression, rules).kind,
    ...(declared === undefined ? {} : { declared }),
    ...(concluded === undefined ? {} : { concluded }),
    inherited,
    claims: [...facts.claims, ...binding.map((link) => inheritedClaim(link))],
    // All contracts bind together: the answer is as sure as the one least read.
    confidence: useContract ? weakest(...contract.map((claim) => claim.confidence)) : confidenceOf(own, binding, rules),
  };
}

/**
 * The surest of the parts that make the licence as strict as it is. A lax base that is doubtful does not make a sure tag doubtful, and a
 * lax base that is sure does not make a doubtful tag sure: the model's own terms may be stricter than anybody remembers. What a copy was
 * copied from speaks for it like a tag of its own.
 */
function confidenceOf(own: Part, binding: ChainLink[], rules: RuleBook): Confidence {
  const partOf = (link: ChainLink): Part => ({
    expression: link.expression,
    confidence: weakest(link.licenseConfidence, link.confidence),
  });
  const isCopied = (link: ChainLink): boolean => link.depth === 1 && COPIES.has(link.relation);
  const itself = strictest([...(own.expression === 'NOASSERTION' ? [] : [own]), ...binding.filter(isCopied).map(partOf)], rules);
  const bases = strictest(binding.filter((link) => !isCopied(link)).map(partOf), rules);
  return surest(...(itself.strict >= bases.strict ? itself : bases).parts.map((part) => part.confidence));
}

interface Part {
  expression: string;
  confidence: Confidence;
}

function strictest(parts: Part[], rules: RuleBook): { strict: number; parts: Part[] } {
  const strictnessOf = (part: Part): number => strictness(termsOf(part.expression, rules).group);
  const strict = Math.max(-1, ...parts.map(strictnessOf));
  return { strict, parts: parts.filter((part) => strictnessOf(part) === strict) };
}

function inheritedClaim(link: ChainLink): LicenseClaim {
  return {
    expression: link.expression,
    slot: 'weights',
    role: 'inherited',
    confidence: weakest(link.licenseConfidence, link.confidence),
    evidence: [...link.evidence, ...link.facts.claims.flatMap((claim) => (claim.expression === link.expression ? claim.evidence : []))],
    rank: 1,
  };
}

/** What a base demands that another expression does not: stricter family, share-alike, or another restricted licence's own terms. */
export function drops(own: LicenseTerms, base: LicenseTerms): boolean {
  if (base.group === 'unknown' || own.group === 'unknown') return false;
  if (strictness(own.group) < strictness(base.group)) return true;
  const sharedIds = new Set(own.leaves.map((leaf) => leaf.id));
  return base.shareAlike && !own.shareAlike && base.leaves.every((leaf) => !sharedIds.has(leaf.id));
}

/**
 * Bases whose terms the model's own licence drops. Confidence is that of the statement that it is the base, so a naming rule never gives
 * more than it knows.
 */
export function compareWithBase(id: string, facts: Facts, chain: Chain, rules: RuleBook): LaxerClaim[] {
  const own = chooseClaims(facts.claims);
  if (own.expression === 'NOASSERTION') return [];
  const ownTerms = termsOf(own.expression, rules);
  return chain.links
    .filter((link) => binds(id, link, true, chain) && drops(ownTerms, termsOf(link.expression, rules)))
    .map((link) => ({
      base: link.id,
      baseExpression: link.expression,
      ownExpression: own.expression,
      relation: link.relation,
      confidence: weakest(link.confidence, link.licenseConfidence, own.confidence),
      evidence: [...link.evidence, ...own.claims.flatMap((claim) => claim.evidence)],
    }));
}
