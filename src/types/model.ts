/** Models, the facts about them with evidence, and what follows from the facts. */

import type { Confidence, ModelReference, Relation } from './reference.ts';
import type { LegalStatus, Trigger } from './rules.ts';

/** How the project gets at the model. */
export type Channel = 'bundled' | 'build-download' | 'runtime-download' | 'hosted-open' | 'vendor-api';

/** One way to reach a model. `vendor`: who made the hosted model, when that is not the host; its terms bind too, unless `alone`. */
export interface Route {
  channel: Channel;
  provider?: string;
  vendor?: string;
  /** The host sells this maker's models as its own: its terms bind, the maker's do not (`terms.bindsAlone` in `rules/providers`). */
  alone?: true;
  /** What the host serves: a closed model, published weights, or nobody knows. */
  served?: 'closed' | 'weights' | 'unknown';
}

/** One model with all places that name it. */
export interface IdentifiedModel {
  /** `<registry>:<name>`: `huggingface:meta-llama/Llama-3.1-8B-Instruct`, `openai:gpt-4o`, `ollama:llama3.1:8b`, `file:models/foo.gguf`. */
  id: string;
  registry: string;
  name: string;
  revision?: string;
  purl?: string;
  channel: Channel;
  /** Id in `rules/providers` of the host or vendor, when it is hosted. */
  provider?: string;
  /** Catalogue id of the weights behind the name, when known. */
  catalogId?: string;
  /** Every way the project reaches the model, the one with most duties first; `channel` and `provider` repeat the first. */
  routes?: Route[];
  references: ModelReference[];
}

/** Where a fact comes from. */
export interface Evidence {
  /** `license-file`, `file-header`, `model-card`, `local-store`, `declared`, `catalogue`, `provider-terms`, `family-rule`, `memory`, `hub` … */
  source: string;
  path?: string;
  url?: string;
  line?: number;
  /** ISO date. */
  retrieved?: string;
  /** SHA-256 of the text it was read from. */
  hash?: string;
  note?: string;
}

/** Which part of a distribution a licence speaks about: a repository's LICENSE says nothing about the weights it downloads. */
export type Slot = 'weights' | 'code' | 'data' | 'contract';

/** What one source says about the licence of one artefact. */
export interface LicenseClaim {
  /** SPDX expression, `LicenseRef-…` for others. */
  expression: string;
  slot: Slot;
  role: 'declared' | 'detected' | 'concluded' | 'inherited';
  confidence: Confidence;
  evidence: Evidence[];
  /** Whose claim: higher wins about the same artefact (license text 5, header 4, card 3, catalogue 2, family 1, memory 0). */
  rank?: number;
  /** ISO date of the claim, when known: a newer claim of equal rank supersedes. */
  date?: string;
  /** Why the claim was set aside, when it was. */
  superseded?: string;
}

/** A value with the places it was read from. */
export interface Fact<T> {
  value: T;
  confidence: Confidence;
  evidence: Evidence[];
}

/** Everything gathered about one model. */
export interface Facts {
  claims: LicenseClaim[];
  weights: Fact<'public' | 'gated' | 'api' | 'none' | 'unknown'>;
  gate: Fact<'none' | 'auto' | 'manual' | 'unknown'>;
  baseModels: { id: string; relation: Relation; confidence: Confidence; evidence: Evidence[] }[];
  codeLicense?: Fact<string>;
  trainingCode: Fact<'open' | 'partial' | 'none' | 'unknown'>;
  dataInfo: Fact<'released' | 'full-description' | 'summary' | 'none' | 'unknown'>;
  docs: Fact<{ modelCard: boolean | null; report: boolean | null; dataCard: boolean | null }>;
}

/** A licence that binds because a base model is under it. */
export interface InheritedLicense {
  expression: string;
  /** Id of the base model. */
  via: string;
}

/** The licence question answered, as far as it can be. */
export interface LicenseSummary {
  /** Effective expression, union along the chain; `NONE` when nothing is stated, `NOASSERTION` when nobody knows. */
  expression: string;
  /** Kind of the strictest part; `unknown` without a usable licence. */
  kind: string;
  declared?: string;
  concluded?: string;
  inherited: InheritedLicense[];
  claims: LicenseClaim[];
  confidence: Confidence;
}

/** Classes of openness, from most to least open. */
export const OPENNESS_CLASSES = [
  'open-source-ai',
  'open-model',
  'open-weights-permissive',
  'gated',
  'open-weights-restricted',
  'open-weights-noncommercial',
  'open-weights-unlicensed',
  'api-only',
  'unreleased',
  'unknown',
] as const;

/** A class of openness. */
export type OpennessClass = (typeof OPENNESS_CLASSES)[number];

/** Whether something is open; `unknown` never passes for open. */
export type Verdict = 'open' | 'closed' | 'unknown';

/** One dimension of openness, with its reason. */
export interface Dimension {
  /** 0–3, `null` when unknown. */
  score: 0 | 1 | 2 | 3 | null;
  why: string;
}

/** How open a model is, by class, verdicts and dimensions, with the facts it rests on. */
export interface Classification {
  class: OpennessClass;
  verdict: Verdict;
  /** `restricted licence`, `non-commercial`, `weights public, no licence` …; empty when none is needed. */
  qualifier: string;
  confidence: Confidence;
  verdicts: { weights: Verdict; licence: Verdict; osi: Verdict; eu: Verdict | 'contested' };
  because: { fact: string; value: string; evidence: Evidence[] }[];
  dimensions: Record<'openness' | 'accessibility' | 'transparency' | 'customisability' | 'innovation' | 'cost' | 'legal', Dimension>;
}

/** How a duty stands in this project. */
export type ObligationStatus = 'met' | 'evidence-found' | 'unmet' | 'needs-confirmation' | 'not-triggered';

/** One duty of this project. */
export interface Obligation {
  id: string;
  /** Licence id or provider id. */
  source: string;
  /** `own licence`, `base model <id>`, `contract`, `dependency licence`. */
  via: string;
  triggeredBy: Trigger[];
  text: string;
  clause: string;
  mandated?: string;
  legalStatus: LegalStatus;
  status: ObligationStatus;
  /** Why the status is what it is: files found, or what is missing, or what has to be confirmed. */
  evidence: Evidence[];
  kind?: string;
}

/** A model with everything judged about it; part of the JSON report. */
export interface AuditedModel extends IdentifiedModel {
  license: LicenseSummary;
  weights: { availability: Facts['weights']['value']; gate: Facts['gate']['value'] };
  baseModels: { id: string; relation: Relation }[];
  openness: Classification;
  obligations: Obligation[];
}
