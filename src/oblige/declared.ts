/** Duties that a declared fact decides: user and revenue thresholds, commercial use, territories. */

import type { Declared } from '../types/result.ts';
import type { LicenseRecord, ObligationRecord, Threshold } from '../types/rules.ts';

/** Outcome of comparing a declaration with a condition. */
export interface Comparison {
  status: 'met' | 'unmet' | 'needs-confirmation';
  why: string;
}

const EU = new Set('AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '));

/** Names of facts in the rules and the declaration that answers them. */
const ANSWERS: Record<string, string> = {
  mauAtRelease: 'monthlyActiveUsers',
  mau: 'monthlyActiveUsers',
  dau: 'dailyActiveUsers',
  commercialUse: 'commercial',
  deploymentTerritories: 'territories',
};

const nameOf = (fact: string): string => (/^(?:registrations|contracts)\./.test(fact) ? 'registrations' : (ANSWERS[fact] ?? fact));

function unanswered(facts: readonly string[], declared: Declared): Comparison {
  const open = [...new Set(facts.map(nameOf))].filter((name) => declared[name] === undefined);
  const named = open.map((name) => `\`project.${name}\``).join(', ');
  return { status: 'needs-confirmation', why: open.length > 0 ? `not declared: ${named}` : 'what is declared does not decide it alone' };
}

/** Facts whose `false` alone answers a duty that speaks about that business only. */
const BUSINESSES = new Set(['modelAsAServiceBusiness', 'clinicalUse', 'servesThirdParties', 'competesWithVendor']);

/** Compares what the project declares with the facts a duty depends on. */
export function compareDeclared(
  facts: readonly string[],
  duty: ObligationRecord,
  license: LicenseRecord | undefined,
  declared: Declared,
): Comparison {
  const value = (name: string): unknown => declared[name] ?? declared[ANSWERS[name] ?? name];
  if (facts.includes('commercialUse') && value('commercialUse') === false) {
    return { status: 'met', why: '`project.commercial` is false' };
  }
  const registrations = Array.isArray(declared['registrations']) ? (declared['registrations'] as unknown[]) : [];
  for (const name of facts.filter((one) => nameOf(one) === 'registrations')) {
    const vendor = name.slice(name.indexOf('.') + 1);
    if (registrations.includes(vendor)) return { status: 'met', why: `\`project.registrations\` lists ${vendor}` };
  }
  const business = facts.find((one) => BUSINESSES.has(one) && declared[one] === false);
  if (business !== undefined && facts.every((one) => one === business || /Revenue/.test(one) || one === 'commercialUse')) {
    return { status: 'met', why: `\`project.${business}\` is false` };
  }
  if (facts.includes('deploymentTerritories') || facts.includes('principalPlaceOfBusiness')) return territories(license, declared, facts);
  const conditions = license?.commercialCondition;
  const thresholds = conditions ? (Array.isArray(conditions) ? conditions : [conditions]) : [];
  const compared = facts.flatMap((name) => (name === 'commercialUse' ? [] : compareNumber(name, value(name), thresholds)));
  const above = compared.find((one) => one.status === 'unmet');
  if (above) return above;
  if (facts.every((name) => name === 'commercialUse')) {
    if (value('commercialUse') === undefined) return unanswered(facts, declared);
    return license?.commercialUse === 'forbidden' || duty.kind === 'restriction' || /non-?commercial|research/i.test(duty.text)
      ? { status: 'unmet', why: '`project.commercial` is true' }
      : { status: 'needs-confirmation', why: '`project.commercial` is true' };
  }
  const numeric = facts.filter((name) => name !== 'commercialUse');
  return compared.length === numeric.length && compared.every((one) => one.status === 'met') ? compared[0]! : unanswered(facts, declared);
}

/** Which threshold a declared number is compared with; revenue of a year says nothing about a limit per month. */
const LIMITS: Record<string, { type: string; currency?: string; period?: RegExp }> = {
  mau: { type: 'mau' },
  mauAtRelease: { type: 'mau' },
  dau: { type: 'dau' },
  annualRevenueUsd: { type: 'revenue', currency: 'USD', period: /^(?!month)/ },
  monthlyRevenueUsd: { type: 'revenue', currency: 'USD', period: /^month/ },
  annualRevenueCny: { type: 'revenue', currency: 'CNY' },
};

/** Compares one declared number with the threshold of its type. */
function compareNumber(name: string, value: unknown, thresholds: readonly Threshold[]): Comparison[] {
  if (typeof value !== 'number') return [];
  // Combined conditions (`mau-or-competitor`) are not answered by one number.
  const wanted = LIMITS[name];
  if (!wanted) return [];
  const limit = thresholds.find(
    (one) =>
      one.type === wanted.type &&
      one.threshold !== null &&
      (one.currency ?? undefined) === wanted.currency &&
      (wanted.period === undefined || wanted.period.test(one.period ?? '')),
  );
  if (!limit || limit.threshold === null) return [];
  const over = limit.comparator === '>=' ? value >= limit.threshold : value > limit.threshold;
  const said = `${value} ${over ? 'is over' : 'is within'} the threshold of ${limit.threshold}`;
  if (!over) return [{ status: 'met', why: said }];
  // A test of the day of release is not failed by later growth.
  return [
    name === 'mauAtRelease'
      ? { status: 'needs-confirmation', why: `${said} today; the day of release counts` }
      : { status: 'unmet', why: said },
  ];
}

function territories(license: LicenseRecord | undefined, declared: Declared, facts: readonly string[]): Comparison {
  const seat = declared['principalPlaceOfBusiness'];
  const places = [
    ...(facts.includes('deploymentTerritories') ? (declared.territories ?? []) : []),
    ...(facts.includes('principalPlaceOfBusiness') && typeof seat === 'string' ? [seat] : []),
  ];
  const excluded = new Set<string>();
  for (const one of license?.territoryRestriction ?? []) {
    const codes = typeof one === 'string' ? [one] : ((one as { codes?: string[] }).codes ?? []);
    for (const code of codes) excluded.add(code);
  }
  const hit = places.find((place) => excluded.has(place) || (excluded.has('EU') && EU.has(place)));
  if (hit === undefined) {
    const asked = facts.filter((one) => one === 'deploymentTerritories' || one === 'principalPlaceOfBusiness');
    const open = asked.some((one) => declared[nameOf(one)] === undefined);
    return open ? unanswered(asked, declared) : { status: 'met', why: `declared: ${places.join(', ')}, none of which is left out` };
  }
  return facts.includes('modelModality')
    ? { status: 'needs-confirmation', why: `${hit} is declared; the exclusion is about multimodal models` }
    : { status: 'unmet', why: `${hit} is declared, for which there is no licence` };
}
