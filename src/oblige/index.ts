/**
 * From licences and contracts to duties of this project: each with clause, trigger and status. A duty is `met` only where a machine can
 * prove it; what depends on an undeclared fact needs confirmation; contracts nobody read say so.
 */

import { termsOf, type LicenseLeaf } from '../classify/terms.ts';
import { matchesModel } from '../config/match.ts';
import { lapsedContract } from '../gather/contracts.ts';
import { hubRecord, canonicalOf, contractPartners, identityRules, idOf } from '../identify/index.ts';
import type { GatheredModel, NegotiatedContract } from '../gather/types.ts';
import type { Dependency } from '../types/dependency.ts';
import type { LicenseEngine } from '../types/license.ts';
import type { Evidence, Obligation, ObligationStatus } from '../types/model.ts';
import type { Project } from '../types/project.ts';
import type { PublishedModel } from '../types/reference.ts';
import type { Declared } from '../types/result.ts';
import type { ObligationRecord, ProviderRecord, RuleBook, Trigger } from '../types/rules.ts';
import { runCheck, type CheckContext } from './checks.ts';
import { dependencyTriggers, linkedCopyleft } from './dependencies.ts';
import { allOf, anyOf, modelTrigger, routesOf, type TriggerState, type TriggerSubject } from './triggers.ts';

/** What duties depend on besides the model or package itself. */
export interface ObligeContext {
  rules: RuleBook;
  project: Project;
  declared: Declared;
  engine?: LicenseEngine;
  published?: readonly PublishedModel[];
  contracts?: readonly NegotiatedContract[];
  /** ISO date that decides which contracts have lapsed. */
  today?: string;
}

/** Kinds of records that are no duties of the project. */
const NO_DUTY = new Set(['right', 'provider-commitment', 'provider-right', 'note']);

/** Duties from all licences of a model's chain and from the terms of its hosts. Order: own licence, bases, contracts. */
export function obligeModel(gathered: GatheredModel, context: ObligeContext): Obligation[] {
  const duties = new Map<string, Obligation>();
  const add = (obligation: Obligation): void => {
    const key = `${obligation.source} ${obligation.id}`;
    if (!duties.has(key)) duties.set(key, obligation);
  };
  const negotiated = contractsFor(gathered, context);
  const replacesLicence = negotiated.some((one) => one.replaces !== 'terms');
  if (touchesWeights(gathered) && !replacesLicence) {
    const madeFrom = publishedFrom(gathered, context);
    for (const { expression, via, ancestor } of licencesOf(gathered, context.rules)) {
      const subject: TriggerSubject = { model: gathered.model, madeFrom, ancestor };
      for (const leaf of termsOf(expression, context.rules).leaves) {
        for (const duty of dutiesOf(leaf)) add(modelDuty(duty, leaf, via, subject, context));
      }
    }
  }
  const replacesTerms = negotiated.some((one) => one.replaces !== 'licence');
  for (const id of hostsOf(gathered)) {
    const provider = context.rules.provider(id);
    if (provider && !replacesTerms) for (const obligation of contractDuties(provider, gathered, context)) add(obligation);
  }
  return [...duties.values()];
}

/** A model reached only at its vendor's own endpoint: its weights, if any, are not handled, and their licence does not bind. */
function touchesWeights({ model }: GatheredModel): boolean {
  return routesOf(model).some((route) => route.channel !== 'vendor-api');
}

function hostsOf({ model }: GatheredModel): string[] {
  return [...new Set(routesOf(model).flatMap((route) => contractPartners(route)))];
}

function contractsFor({ model }: GatheredModel, { contracts, today }: ObligeContext): NegotiatedContract[] {
  return (contracts ?? []).filter((one) => {
    if (lapsedContract(one, today)) return false;
    if (one.model !== undefined) return matchesModel(one.model, model);
    return one.provider !== undefined && routesOf(model).some((route) => route.provider === one.provider);
  });
}

interface BindingLicence {
  expression: string;
  via: string;
  ancestor: boolean;
}

/** Own licence first, then those of the bases, each licence once. */
function licencesOf({ license }: GatheredModel, rules: RuleBook): BindingLicence[] {
  const own = license.declared ?? license.concluded;
  const inherited = license.inherited.map(({ expression, via }) => ({ expression, via: `base model ${via}`, ancestor: true }));
  const all: BindingLicence[] = [];
  if (
    license.claims.some((claim) => claim.slot === 'weights' && claim.role !== 'inherited' && claim.superseded === undefined) &&
    own !== undefined
  ) {
    const counted = license.claims.filter(
      (claim) => claim.slot === 'weights' && claim.role !== 'inherited' && claim.superseded === undefined,
    );
    for (const expression of new Set(counted.map((claim) => claim.expression)))
      all.push({ expression, via: 'own licence', ancestor: false });
  }
  all.push(...inherited);
  return all.filter(({ expression }) => termsOf(expression, rules).leaves.length > 0);
}

/** Duties a licence record states; those of the SPDX data where it has none. */
function dutiesOf(leaf: LicenseLeaf): ObligationRecord[] {
  const own = leaf.record?.obligations ?? [];
  const spdx = leaf.spdx?.obligations ?? [];
  const known = new Set(own.map((one) => one.id));
  return [...own, ...spdx.filter((one) => !known.has(one.id))].filter((one) => !NO_DUTY.has(one.kind ?? 'obligation'));
}

const sourceOf = (leaf: LicenseLeaf): string => leaf.spdx?.id ?? leaf.record?.id ?? leaf.id;

function publishedFrom({ model }: GatheredModel, { published, rules }: ObligeContext): PublishedModel[] {
  const identity = identityRules(rules);
  const ids = new Set([model.id.toLowerCase(), model.name.toLowerCase()]);
  return (published ?? []).filter((one) =>
    one.bases.some(({ name }) => {
      if (ids.has(name.toLowerCase())) return true;
      const { record, name: current } = hubRecord(name, rules);
      return ids.has((record ? idOf(canonicalOf(record, identity)) : `huggingface:${current}`).toLowerCase());
    }),
  );
}

/**
 * State of a duty's conditions. Any one condition is enough, except that SPDX records pair `modify` with a way of handing out: those duties
 * need both.
 */
function conditions(duty: ObligationRecord, leaf: LicenseLeaf | undefined, state: (trigger: Trigger) => TriggerState): TriggerState {
  const fromSpdx = leaf?.spdx?.obligations.includes(duty) === true;
  const others = duty.when.filter((one) => one !== 'modify');
  if (fromSpdx && duty.when.includes('modify') && others.length > 0 && !linkedCopyleft(duty, leaf!)) {
    return allOf([state('modify'), anyOf(others.map(state))]);
  }
  const asked = fromSpdx && linkedCopyleft(duty, leaf!) && others.length > 0 ? others : duty.when;
  return anyOf(asked.map(state));
}

function modelDuty(duty: ObligationRecord, leaf: LicenseLeaf, via: string, subject: TriggerSubject, context: ObligeContext): Obligation {
  const held = conditions(duty, leaf, (trigger) => modelTrigger(trigger, subject, context.declared));
  return makeObligation(duty, sourceOf(leaf), via, held, context, {
    licenseId: leaf.id,
    published: subject.madeFrom,
    ...(leaf.record ? { record: leaf.record } : {}),
  });
}

type CheckSubject = Pick<CheckContext, 'licenseId' | 'published'> & Partial<Pick<CheckContext, 'record'>>;

function makeObligation(
  duty: ObligationRecord,
  source: string,
  via: string,
  held: TriggerState,
  context: ObligeContext,
  subject: CheckSubject,
): Obligation {
  const base: Obligation = {
    id: duty.id,
    source,
    via,
    triggeredBy: duty.when,
    text: duty.text,
    clause: duty.clause,
    ...(duty.mandated ? { mandated: duty.mandated } : {}),
    legalStatus: duty.legalStatus ?? 'settled',
    status: 'not-triggered',
    evidence: [{ source: 'trigger', note: duty.condition ? `${held.why}; condition: ${duty.condition}` : held.why }, ...held.evidence],
    ...(duty.kind ? { kind: duty.kind } : {}),
  };
  if (held.state === 'no') return base;
  const { project, declared, engine } = context;
  const checked = runCheck(duty, { project, declared, thorough: held.state === 'yes', ...(engine ? { engine } : {}), ...subject });
  return { ...base, status: statusOf(held, checked.status, duty), evidence: [...base.evidence, ...checked.evidence] };
}

/** A check proves a duty met whatever triggers it; that it is unmet follows only when the condition certainly holds. */
function statusOf(held: TriggerState, checked: ObligationStatus, duty: ObligationRecord): ObligationStatus {
  if (checked === 'met' || checked === 'evidence-found') return checked;
  // A condition in the source's own words is more than the trigger says.
  if (held.state === 'undeclared' || duty.condition !== undefined) return 'needs-confirmation';
  return checked;
}

/** Terms of a host or vendor. */
function contractDuties(provider: ProviderRecord, gathered: GatheredModel, context: ObligeContext): Obligation[] {
  const { terms } = provider;
  const subject: TriggerSubject = { model: gathered.model, madeFrom: publishedFrom(gathered, context), ancestor: false };
  const via = `contract ${terms.name}`;
  const evidence: Evidence = {
    source: 'provider-terms',
    note: `${terms.name}, ${terms.readStatus}`,
    ...(terms.url ? { url: terms.url } : {}),
    ...(terms.lastSeen ? { retrieved: terms.lastSeen } : {}),
  };
  const duties = terms.obligations
    .filter((duty) => !NO_DUTY.has(duty.kind ?? 'obligation'))
    .map((duty) => {
      const held = conditions(duty, undefined, (trigger) => modelTrigger(trigger, subject, context.declared));
      const made = makeObligation(duty, provider.id, via, held, context, { licenseId: provider.id, published: subject.madeFrom });
      made.evidence.push(evidence);
      return made;
    });
  return reviewed(terms.readStatus) ? duties : [...duties, notReviewed(provider, via, evidence)];
}

/** True when the makers of the rules read enough of the terms to list its main duties. */
export function reviewed(readStatus: string): boolean {
  return /^(?:read|partly read)/.test(readStatus);
}

function notReviewed(provider: ProviderRecord, via: string, evidence: Evidence): Obligation {
  return {
    id: 'terms-not-reviewed',
    source: provider.id,
    via,
    triggeredBy: ['always'],
    text: 'Read the terms of the host, which were not reviewed, and declare the contract.',
    clause: 'terms not reviewed',
    legalStatus: 'open',
    status: 'needs-confirmation',
    evidence: [evidence],
  };
}

/** Duties from the licence of a package, with the overlay for ways of deployment. */
export function obligeDependency(dependency: Dependency, context: ObligeContext): Obligation[] {
  const duties = new Map<string, Obligation>();
  for (const leaf of termsOf(dependency.license.expression, context.rules).leaves) {
    const state = dependencyTriggers(dependency, leaf, context.declared);
    for (const duty of dutiesOf(leaf)) {
      const held = conditions(duty, leaf, state);
      const made = makeObligation(duty, sourceOf(leaf), 'dependency licence', held, context, {
        licenseId: leaf.id,
        published: [],
        ...(leaf.record ? { record: leaf.record } : {}),
      });
      duties.set(`${made.source} ${made.id}`, weakenForLink(made, duty, leaf));
    }
    if (leaf.exception !== undefined) noteException(duties, leaf, context.rules);
  }
  return [...duties.values()];
}

/** Whether importing a package makes the importer a modified version is contested for licences that reach over a network. */
function weakenForLink(made: Obligation, duty: ObligationRecord, leaf: LicenseLeaf): Obligation {
  const network = leaf.spdx?.category === 'network-copyleft' || leaf.record?.copyleft === 'network';
  if (!network || !duty.when.includes('serve') || made.status === 'not-triggered') return made;
  return { ...made, legalStatus: made.legalStatus === 'settled' ? 'contested' : made.legalStatus };
}

function noteException(duties: Map<string, Obligation>, leaf: LicenseLeaf, rules: RuleBook): void {
  const exception = rules.spdxObligations(leaf.exception!);
  for (const obligation of duties.values()) {
    if (!obligation.id.startsWith('same-license') || obligation.status === 'not-triggered') continue;
    obligation.status = 'needs-confirmation';
    const note = exception?.note ?? exception?.name ?? 'an exception';
    obligation.evidence.push({ source: 'exception', note: `${leaf.exception}: ${note}` });
  }
}

/** Duties of a model or a package. */
export function oblige(subject: { model: GatheredModel } | { dependency: Dependency }, context: ObligeContext): Obligation[] {
  return 'model' in subject ? obligeModel(subject.model, context) : obligeDependency(subject.dependency, context);
}
