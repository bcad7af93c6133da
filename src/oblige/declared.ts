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
  commercialUse: 'commercial',
  deploymentTerritories: 'territories',
};

const unanswered = (facts: readonly string[]): Comparison => ({
  status: 'needs-confirmation',
  why: `not declared: ${facts.map((one) => `\`project.${ANSWERS[one] ?? one}\``).join(', ')}`,
});

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
  for (const name of facts.filter((one) => one.startsWith('registrations.') || one.startsWith('contracts.'))) {
    if (value(name) === true) return { status: 'met', why: `\`project.${name}\` is true` };
  }
  if (facts.includes('deploymentTerritories') || facts.includes('principalPlaceOfBusiness')) return territories(license, declared, facts);
  const conditions = license?.commercialCondition;
  const thresholds = conditions ? (Array.isArray(conditions) ? conditions : [conditions]) : [];
  const compared = facts.flatMap((name) => (name === 'commercialUse' ? [] : compareNumber(name, value(name), thresholds)));
  const above = compared.find((one) => one.status === 'unmet');
  if (above) return above;
  if (facts.every((name) => name === 'commercialUse')) {
    if (value('commercialUse') === undefined) return unanswered(facts);
    return license?.commercialUse === 'forbidden' || duty.kind === 'restriction' || /non-?commercial|research/i.test(duty.text)
      ? { status: 'unmet', why: '`project.commercial` is true' }
      : { status: 'needs-confirmation', why: '`project.commercial` is true' };
  }
  const numeric = facts.filter((name) => name !== 'commercialUse');
  return compared.length === numeric.length && compared.every((one) => one.status === 'met') ? compared[0]! : unanswered(facts);
}

/** Compares one declared number with the threshold of its type. */
function compareNumber(name: string, value: unknown, thresholds: readonly Threshold[]): Comparison[] {
  if (typeof value !== 'number') return [];
  // Combined conditions (`mau-or-competitor`) are not answered by one number.
  const type = /revenue/i.test(name) ? /^revenue$/ : /^mau$/;
  const limit = thresholds.find(
    (one) => type.test(one.type) && one.threshold !== null && (one.currency === null || one.currency === 'USD'),
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
  const places = declared.territories;
  if (places === undefined) return unanswered(facts);
  const excluded = new Set<string>();
  for (const one of license?.territoryRestriction ?? []) {
    const codes = typeof one === 'string' ? [one] : ((one as { codes?: string[] }).codes ?? []);
    for (const code of codes) excluded.add(code);
  }
  const hit = places.find((place) => excluded.has(place) || (excluded.has('EU') && EU.has(place)));
  if (hit === undefined) return { status: 'met', why: `offered in ${places.join(', ')}, none of which is left out` };
  return facts.includes('modelModality')
    ? { status: 'needs-confirmation', why: `offered in ${hit}; the exclusion is about multimodal models` }
    : { status: 'unmet', why: `offered in ${hit}, for which there is no licence` };
}
