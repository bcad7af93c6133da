/** What gathering needs from its surroundings, and what it hands on. */

import type { Evidence, Facts, IdentifiedModel, LicenseSummary } from '../types/model.ts';
import type { BomModel } from '../types/dependency.ts';
import type { LicenseEngine } from '../types/license.ts';
import type { Project } from '../types/project.ts';
import type { Confidence, PublishedModel, Relation } from '../types/reference.ts';
import type { RuleBook } from '../types/rules.ts';
import type { Resemblance } from './forensics.ts';

/** A correction of a fact by the project: it binds only while the text it judged is unchanged. */
export interface Clarification {
  /** Id or pattern with `*`. */
  model?: string | undefined;
  license: string;
  source: string;
  reason?: string | undefined;
  /** File whose text was judged, and its SHA-256 then. */
  file?: string | undefined;
  sha256?: string | undefined;
}

/** A negotiated agreement that replaces public terms. */
export interface NegotiatedContract {
  provider?: string | undefined;
  model?: string | undefined;
  name: string;
  reference?: string | undefined;
  replaces?: 'terms' | 'licence' | 'both' | undefined;
  /** ISO date after which it no longer counts. */
  expires?: string | undefined;
}

/** What a model's own page or store entry says, wherever it was read. */
export interface CardFacts {
  license?: string[];
  licenseName?: string;
  licenseLink?: string;
  baseModels: string[];
  relation?: Relation;
  datasets: string[];
  gated?: 'none' | 'auto' | 'manual';
  /** Anything else than a model card (a Space, a web page): speaks for no model. */
  isSpace?: boolean;
}

/** One model as a local store (Hugging Face cache, Ollama, ModelScope) holds it. */
export interface StoreEntry {
  /** `Hugging Face cache`, `Ollama store` … */
  store: string;
  /** Path for the report; never inside the project. */
  path: string;
  revision?: string;
  card?: CardFacts;
  /** Texts of licence files or layers. */
  licenseTexts: { path: string; text: string }[];
  /** False for cloud models, which have a manifest and no weights. */
  hasWeights: boolean;
}

/** Stores outside the project; only with the user's consent. */
export interface LocalStores {
  find(registry: string, name: string, revision?: string): StoreEntry | undefined;
}

/** One model as an online registry describes it. */
export interface OnlineModel {
  /** Address that was read. */
  url: string;
  /** ISO date of the answer. */
  retrieved: string;
  /** `missing`: the registry says there is none; `denied`: private or gated and not readable. */
  status: 'found' | 'missing' | 'denied';
  card?: CardFacts;
  gated?: 'none' | 'auto' | 'manual';
  private?: boolean;
  hasWeights?: boolean;
  revision?: string;
  lastModified?: string;
}

/** What was fetched for this run; filled before gathering, so that gathering itself opens no socket. */
export interface OnlineFacts {
  model(registry: string, name: string): OnlineModel | undefined;
  /** Notes for the report: lost network, rate limits. */
  notes: string[];
}

/** Where facts about models are taken from. */
export interface GatherContext {
  project: Project;
  rules: RuleBook;
  engine: LicenseEngine;
  clarifications?: readonly Clarification[];
  contracts?: readonly NegotiatedContract[];
  stores?: LocalStores;
  online?: OnlineFacts;
  /** Models the project itself makes. */
  published?: readonly PublishedModel[];
  /** What BOM files of the project say about models. */
  boms?: readonly BomModel[];
  /** ISO date that decides which contracts have lapsed; absent: none has. */
  today?: string;
}

/** One base model on the way up. */
export interface ChainLink {
  /** Canonical id. */
  id: string;
  relation: Relation;
  /** 1 for a direct base. */
  depth: number;
  /** Id of the model that names this one as its base. */
  child: string;
  confidence: Confidence;
  evidence: Evidence[];
  /** Empty facts when nothing is known. */
  facts: Facts;
  /** Own licence of this link; `NOASSERTION` when unknown. */
  expression: string;
  licenseConfidence: Confidence;
}

/** All ancestors of a model. */
export interface Chain {
  links: ChainLink[];
  /** Cycles, unknown bases and cut-off chains, one sentence each. */
  problems: string[];
}

/** A base whose terms a derivative's own licence drops. */
export interface LaxerClaim {
  base: string;
  baseExpression: string;
  ownExpression: string;
  relation: Relation;
  confidence: Confidence;
  evidence: Evidence[];
}

/** Everything known about one model, ready to be classified. */
export interface GatheredModel {
  model: IdentifiedModel;
  facts: Facts;
  chain: Chain;
  license: LicenseSummary;
  laxer: LaxerClaim[];
  /** Expressions of equal rank that disagree; empty when none do. */
  conflicts: string[];
  /** Families that tokenizer and shapes point to although the model names none of them. */
  resembles: Resemblance[];
}
