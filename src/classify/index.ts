/**
 * From facts to an openness class: the decision table of the openness guide, evaluated top to bottom on the effective licence of the
 * whole base-model chain. Missing facts lower certainty, never the class to closed; unknown is never open.
 */

import type { Classification, Evidence, Facts, LicenseSummary, OpennessClass, Verdict } from '../types/model.ts';
import type { Confidence } from '../types/reference.ts';
import type { RuleBook } from '../types/rules.ts';
import { weakest } from './confidence.ts';
import { dimensionsOf } from './dimensions.ts';
import { euVerdict } from './eu.ts';
import { termsOf, type LicenseTerms } from './terms.ts';

export { termsOf, licenseRecord, expressionOf, strictness, type LicenseTerms, type LicenseGroup } from './terms.ts';

/** The facts of the decision table, reduced to what a row asks for. Exported because bulk classification has no evidence to carry. */
export interface TableFacts {
  weights: Facts['weights']['value'];
  gate: Facts['gate']['value'];
  terms: LicenseTerms;
  /** Training and inference code under a free licence is known to exist. */
  inferenceCodeFree: boolean;
  trainingCode: Facts['trainingCode']['value'];
  dataInfo: Facts['dataInfo']['value'];
  /** A copy of another model's weights in another format or place: the base's availability stands for it. */
  copyOfPublic: boolean;
}

/** One row after the other; the first that matches wins. */
export function openness(facts: TableFacts): OpennessClass {
  const { weights, gate, terms } = facts;
  if (weights === 'none') return 'unreleased';
  if (weights === 'api') return 'api-only';
  if (weights === 'unknown' && !facts.copyOfPublic) return 'unknown';
  switch (terms.group) {
    case 'unknown':
    case 'proprietary':
      return 'open-weights-unlicensed';
    case 'noncommercial':
      return 'open-weights-noncommercial';
    case 'restricted':
    case 'no-derivatives':
      return 'open-weights-restricted';
    default:
  }
  if (gate === 'manual') return 'gated';
  if (terms.group === 'free-plus') return 'open-weights-permissive';
  // A gate that is not known to be absent blocks class 1: "without having to ask" would be unproven.
  const noGate = gate === 'none' && weights === 'public';
  const fullData = facts.dataInfo === 'released' || facts.dataInfo === 'full-description';
  if (noGate && facts.trainingCode === 'open' && facts.inferenceCodeFree && fullData) return 'open-source-ai';
  if (facts.inferenceCodeFree && (facts.trainingCode === 'open' || fullData || facts.dataInfo === 'summary')) return 'open-model';
  return 'open-weights-permissive';
}

const QUALIFIERS: Record<OpennessClass, string> = {
  'open-source-ai': '',
  'open-model': '',
  'open-weights-permissive': '',
  gated: 'access on request',
  'open-weights-restricted': 'restricted licence',
  'open-weights-noncommercial': 'non-commercial',
  'open-weights-unlicensed': 'weights public, no licence',
  'api-only': '',
  unreleased: 'not released',
  unknown: '',
};

/** Headline verdict of a class: the public can get the weights, and a licence lets them run them. */
export function weightsVerdict(of: OpennessClass): Verdict {
  if (of === 'unknown' || of === 'open-weights-unlicensed') return 'unknown';
  return of === 'api-only' || of === 'unreleased' ? 'closed' : 'open';
}

/** Strict verdict: anyone may access, use, modify and share. */
export function licenceVerdict(of: OpennessClass): Verdict {
  if (of === 'unknown' || of === 'open-weights-unlicensed') return 'unknown';
  return of === 'open-source-ai' || of === 'open-model' || of === 'open-weights-permissive' ? 'open' : 'closed';
}

/** Open Source AI Definition: any factor known to fail closes it, any unknown factor leaves it unknown. */
export function osiVerdict(of: OpennessClass, facts: TableFacts): Verdict {
  if (of === 'open-source-ai') return 'open';
  if (of === 'unknown' || of === 'open-weights-unlicensed') return 'unknown';
  if (of !== 'open-model' && of !== 'open-weights-permissive') return 'closed';
  const fails =
    facts.terms.group !== 'free' ||
    facts.weights === 'gated' ||
    facts.gate === 'auto' ||
    facts.trainingCode === 'none' ||
    facts.trainingCode === 'partial' ||
    facts.dataInfo === 'none' ||
    facts.dataInfo === 'summary';
  return fails ? 'closed' : 'unknown';
}

/** Qualifier that must stand beside the verdict; empty when the verdict alone says enough. */
export function qualifierOf(of: OpennessClass, facts: TableFacts): string {
  if (of === 'open-weights-unlicensed' && facts.terms.group === 'proprietary') return 'weights public, proprietary terms';
  const parts = [QUALIFIERS[of]];
  if (of === 'open-weights-permissive' && facts.terms.group === 'free-plus') parts.push('added duty');
  if (facts.weights === 'gated' && of !== 'gated' && weightsVerdict(of) === 'open') {
    parts.push(facts.gate === 'manual' ? 'access on request' : 'gated');
  }
  return parts.filter((part) => part !== '').join(', ');
}

/** Reduces facts and licence to what the table asks for. */
export function tableFacts(facts: Facts, license: LicenseSummary, rules: RuleBook): TableFacts {
  const copies = facts.baseModels.filter((base) => ['quantized', 'conversion', 'hosted'].includes(base.relation));
  const codeFree = facts.codeLicense !== undefined && termsOf(facts.codeLicense.value, rules).group === 'free';
  return {
    weights: facts.weights.value,
    gate: facts.gate.value,
    terms: termsOf(license.expression, rules),
    inferenceCodeFree: codeFree || (facts.codeLicense === undefined && facts.trainingCode.value === 'open'),
    trainingCode: facts.trainingCode.value,
    dataInfo: facts.dataInfo.value,
    copyOfPublic: copies.length > 0 && license.inherited.length > 0,
  };
}

/**
 * Classifies one model.
 *
 * @param model id of the model, for the texts
 * @param facts everything gathered about it
 * @param license effective licence over the whole chain, see `licenseSummary` in `src/gather`
 */
export function classify(model: { id: string }, facts: Facts, license: LicenseSummary, rules: RuleBook): Classification {
  const table = tableFacts(facts, license, rules);
  const of = openness(table);
  return {
    class: of,
    verdict: weightsVerdict(of),
    qualifier: qualifierOf(of, table),
    confidence: confidenceOf(of, facts, license, table),
    verdicts: {
      weights: weightsVerdict(of),
      licence: licenceVerdict(of),
      osi: osiVerdict(of, table),
      eu: euVerdict(of, table).verdict,
    },
    because: because(model, facts, license, table, of),
    dimensions: dimensionsOf(of, table, facts, license),
  };
}

function confidenceOf(of: OpennessClass, facts: Facts, license: LicenseSummary, table: TableFacts): Confidence {
  if (of === 'api-only' || of === 'unreleased' || of === 'unknown') return facts.weights.confidence;
  const all: Confidence[] = [license.confidence, facts.weights.confidence];
  if (table.weights === 'gated' && table.gate === 'unknown') all.push('medium');
  if (table.weights === 'unknown') all.push('low');
  if (of === 'open-source-ai' || of === 'open-model') all.push(facts.trainingCode.confidence);
  return weakest(...all);
}

type Because = Classification['because'];

function because(model: { id: string }, facts: Facts, license: LicenseSummary, table: TableFacts, of: OpennessClass): Because {
  const list: Because = [{ fact: 'weights', value: facts.weights.value, evidence: facts.weights.evidence }];
  if (facts.weights.value === 'gated' || facts.gate.value !== 'unknown') {
    list.push({ fact: 'gate', value: facts.gate.value, evidence: facts.gate.evidence });
  }
  list.push({ fact: 'licence', value: license.expression, evidence: evidenceOf(license) });
  for (const base of license.inherited) {
    const evidence = facts.baseModels.find((one) => one.id === base.via)?.evidence ?? [];
    list.push({ fact: 'base-model licence', value: `${base.expression} (from ${base.via})`, evidence });
  }
  list.push({ fact: 'licence family', value: table.terms.group, evidence: [] });
  if (facts.trainingCode.value !== 'unknown') {
    list.push({ fact: 'training code', value: facts.trainingCode.value, evidence: facts.trainingCode.evidence });
  }
  if (facts.dataInfo.value !== 'unknown') {
    list.push({ fact: 'training data', value: facts.dataInfo.value, evidence: facts.dataInfo.evidence });
  }
  const eu = euVerdict(of, table);
  if (eu.clause !== '') list.push({ fact: 'eu exemption', value: `${eu.verdict}: ${eu.clause}`, evidence: [] });
  if (of === 'unknown') {
    const note = `nothing found about the weights of ${model.id}`;
    list.push({ fact: 'missing', value: note, evidence: [] });
  }
  return list;
}

/** Evidence of the claims that were used, strongest first. */
function evidenceOf(license: LicenseSummary): Evidence[] {
  return license.claims
    .filter((claim) => claim.superseded === undefined && (claim.slot === 'weights' || claim.slot === 'contract'))
    .toSorted((a, b) => (b.rank ?? 0) - (a.rank ?? 0))
    .flatMap((claim) => claim.evidence);
}
