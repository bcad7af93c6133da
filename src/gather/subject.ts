/** The model that facts are gathered about, and how it is tied to its bases. */

import { canonicalOf, hubRecord, identityRules, idOf } from '../identify/index.ts';
import type { Evidence, Facts, IdentifiedModel } from '../types/model.ts';
import type { Confidence, Relation } from '../types/reference.ts';
import type { CatalogRecord, RuleBook } from '../types/rules.ts';

/** What is asked about: a model of the project, or one on the way up. */
export interface Subject {
  id: string;
  registry: string;
  name: string;
  record?: CatalogRecord;
  /** Present for models that the project names. */
  model?: IdentifiedModel;
}

/** The record and canonical id behind a name of a base model as somebody wrote it. */
export function subjectOf(written: string, rules: RuleBook): Subject {
  const { record, name } = hubRecord(written, rules);
  if (!record) return { id: `huggingface:${name}`, registry: 'huggingface', name };
  const canonical = canonicalOf(record, identityRules(rules));
  return { id: idOf(canonical), registry: canonical.registry, name: canonical.name, record };
}

/** Adds a base model, or evidence for one that is known already. */
export function addBase(facts: Facts, id: string, relation: Relation, confidence: Confidence, evidence: Evidence): void {
  const known = facts.baseModels.find((base) => base.id.toLowerCase() === id.toLowerCase());
  if (known) {
    known.evidence.push(evidence);
    if (known.relation === 'unknown') known.relation = relation;
  } else facts.baseModels.push({ id, relation, confidence, evidence: [evidence] });
}
