/** The seven dimensions, each 0 to 3 from the facts, `null` where a fact is missing. Every score says why. */

import type { Classification, Dimension, Facts, LicenseSummary, OpennessClass } from '../types/model.ts';
import type { TableFacts } from './index.ts';

type Score = Dimension['score'];
const dimension = (score: Score, why: string): Dimension => ({ score, why });

/** Scores all dimensions of one model. */
export function dimensionsOf(of: OpennessClass, table: TableFacts, facts: Facts, license: LicenseSummary): Classification['dimensions'] {
  return {
    openness: opennessOf(of),
    accessibility: accessibility(table),
    transparency: transparency(of, table, facts),
    customisability: customisability(table),
    innovation: innovation(table),
    cost: cost(table),
    legal: legal(table, facts, license),
  };
}

function opennessOf(of: OpennessClass): Dimension {
  if (of === 'unknown') return dimension(null, 'class unknown');
  if (of === 'open-source-ai' || of === 'open-model') return dimension(3, of);
  if (of === 'open-weights-permissive') return dimension(2, of);
  return dimension(of === 'api-only' || of === 'unreleased' ? 0 : 1, of);
}

function accessibility({ weights, gate, terms }: TableFacts): Dimension {
  if (weights === 'unknown') return dimension(null, 'availability of the weights is unknown');
  if (weights === 'none') return dimension(0, 'not released');
  if (weights === 'api') return dimension(1, 'public API');
  if (gate === 'manual') return dimension(1, 'access is granted by hand');
  if (terms.territories.length > 0) return dimension(2, `no licence in ${terms.territories.join(', ')}`);
  if (weights === 'gated' || gate === 'auto') return dimension(2, 'access after accepting terms');
  return dimension(3, 'weights public, no gate');
}

function transparency(of: OpennessClass, { weights, trainingCode, dataInfo, inferenceCodeFree }: TableFacts, facts: Facts): Dimension {
  const { modelCard, report } = facts.docs.value;
  const known: [string, boolean | null][] = [
    ['weights', weights === 'unknown' ? null : weights === 'public' || weights === 'gated'],
    ['inference code', inferenceCodeFree ? true : facts.codeLicense ? false : null],
    ['training code', trainingCode === 'unknown' ? null : trainingCode === 'open'],
    ['training data', dataInfo === 'unknown' ? null : dataInfo === 'released' || dataInfo === 'full-description'],
    ['report', report],
    ['model card', modelCard],
  ];
  const present = known.filter(([, value]) => value === true).map(([name]) => name);
  const missing = known.filter(([, value]) => value === null).map(([name]) => name);
  if (of === 'unknown' && present.length === 0) return dimension(null, 'nothing is known about weights, code, data or documents');
  const score: Score = present.length >= 5 ? 3 : present.length >= 3 ? 2 : present.length >= 1 ? 1 : 0;
  const listed = present.length > 0 ? `published: ${present.join(', ')}` : 'nothing published';
  return dimension(score, missing.length > 0 ? `${listed}; unknown: ${missing.join(', ')}` : listed);
}

const hasWeights = ({ weights }: TableFacts): boolean => weights === 'public' || weights === 'gated';

function customisability(table: TableFacts): Dimension {
  const { weights, terms } = table;
  if (weights === 'api') return dimension(0, 'API only; fine-tuning at the vendor, if offered, is not recorded');
  if (weights === 'none') return dimension(0, 'not released');
  if (!hasWeights(table) || terms.group === 'unknown') return dimension(null, 'no usable licence is known');
  if (terms.derivatives === 'no') return dimension(0, 'derivatives may not be shared');
  if (terms.group === 'noncommercial') return dimension(1, 'derivatives for non-commercial purposes only');
  if (terms.group === 'proprietary') return dimension(1, 'only as far as the vendor terms allow');
  if (terms.group === 'free' && !terms.shareAlike) return dimension(3, 'derivatives and redistribution are free');
  return dimension(2, terms.shareAlike ? 'derivatives under the same licence' : 'derivatives under duties');
}

function innovation(table: TableFacts): Dimension {
  const { weights, terms } = table;
  if (weights === 'api' || weights === 'none') return dimension(0, 'no derivative can be made without the weights');
  if (!hasWeights(table) || terms.group === 'unknown') return dimension(null, 'no usable licence is known');
  if (terms.group === 'noncommercial') return dimension(1, 'research derivatives only');
  if (terms.derivatives === 'no') return dimension(0, 'derivatives may not be shared');
  if (terms.group === 'free') return dimension(3, 'derivatives and commerce are free, outputs may train other models');
  const limits = [terms.outputLimits ? 'limits on outputs' : '', terms.commercial === 'capped' ? 'commercial threshold' : ''].filter(
    Boolean,
  );
  return dimension(
    2,
    limits.length > 0 ? `commercial derivatives with ${limits.join(' and ')}` : 'commercial derivatives under conditions',
  );
}

function cost(table: TableFacts): Dimension {
  const { weights, terms } = table;
  if (weights === 'api') return dimension(0, 'metered API or seat');
  if (weights === 'none') return dimension(0, 'not released');
  if (!hasWeights(table) || terms.group === 'unknown') return dimension(null, 'no usable licence is known');
  if (terms.commercial === 'no') return dimension(1, 'commercial use needs another contract');
  if (terms.commercial === 'capped') return dimension(2, 'free below a threshold');
  if (terms.commercial === 'unknown') return dimension(null, 'commercial terms unknown');
  return dimension(3, 'no fee for the weights; computing is never free');
}

function legal({ weights, terms }: TableFacts, facts: Facts, license: LicenseSummary): Dimension {
  if (weights === 'api') return dimension(1, 'contract terms of the vendor');
  if (weights === 'none') return dimension(0, 'not released');
  if (terms.group === 'unknown') return dimension(0, 'no licence or unknown terms');
  if (license.inherited.length > 0 && license.declared !== undefined && license.declared !== license.expression) {
    return dimension(1, 'a base model adds terms to the licence stated');
  }
  if (facts.claims.some((claim) => claim.evidence.some((one) => one.note === 'conflict'))) return dimension(1, 'sources disagree');
  if (terms.group === 'proprietary') return dimension(1, 'contract terms');
  if (terms.group === 'free' && !terms.shareAlike) return dimension(3, 'standard licence with few duties');
  return dimension(2, 'licence known, with duties');
}
