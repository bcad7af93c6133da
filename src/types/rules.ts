/** Records of `rules/`: facts about licences, vendors and models. Code reads them through {@link RuleBook} only. */

import type { Relation } from './reference.ts';
import type { Signature } from './signature.ts';

/** Where a fact was read and when. */
export interface Sourced {
  sources: string[];
  /** ISO date on which the sources were last read. */
  checkedOn: string;
}

/** How sure a record is. `memory`: nobody read a source; neither passes nor fails anything. */
export type RecordConfidence = 'text-read' | 'secondary' | 'memory';

/**
 * The one closed list of trigger conditions; the vocabularies of the sources are mapped to it when rules are written.
 * `oblige` decides from the project which of them hold.
 */
export const TRIGGERS = [
  'always',
  /** weights handed to others (in the repository, an image, a package) */
  'distribute-weights',
  /** a fine-tune, merge, adapter, quantised or converted copy handed to others */
  'distribute-derivative',
  /** software in source form handed to others */
  'distribute-source',
  /** software in compiled, bundled or minified form handed to others */
  'distribute-binary',
  /** the work is changed (for weights: fine-tuned, merged, quantised) */
  'modify',
  /** others use it over a network without getting a copy */
  'serve',
  /** papers, benchmarks or other results about the model are published */
  'publish-results',
  'benchmark',
  'use-output',
  'train-on-output',
  'show-output',
  'consumer-facing',
  'high-risk-decision',
  'minors',
  'health-data',
  'code-generation',
  'security-testing',
  'free-tier',
  'preview',
  'third-party-models',
  'china-public-service',
  /** only one product or model line of the vendor; named in `condition` */
  'specific-feature',
] as const;
export type Trigger = (typeof TRIGGERS)[number];

export type LegalStatus = 'settled' | 'contested' | 'open';

/** How a machine can look whether a duty is met. */
export type Check =
  | { kind: 'license-text-present'; files?: string[]; marker?: string }
  | { kind: 'text-in-files'; files: string[]; anyOf: string[]; ignoreCase?: boolean }
  | { kind: 'model-name-prefix'; prefix: string }
  | { kind: 'declared-fact'; facts: string[] }
  | { kind: 'manual' }
  | { kind: string; [key: string]: unknown };

/** One duty, restriction or right of a licence or contract. */
export interface ObligationRecord {
  id: string;
  when: Trigger[];
  /** The condition as the source words it, when `when` alone does not say it. */
  condition?: string;
  /** One imperative sentence, in our own words. */
  text: string;
  /** Exact string the licence requires. */
  mandated?: string;
  where?: string;
  clause: string;
  kind?: 'obligation' | 'restriction' | 'right' | 'provider-commitment' | 'provider-right' | 'note';
  check?: Check;
  /** How a person or a machine can tell, where `check` does not say it all. */
  verifiable?: string;
  modelNamePrefix?: string;
  legalStatus?: LegalStatus;
  confidence?: 'high' | 'medium' | 'low';
}

/** A threshold above which a licence changes. */
export interface Threshold {
  type: string;
  threshold: number | null;
  comparator: string | null;
  currency: string | null;
  /** Time over which it is counted (`month`, `year`, `12 months`). */
  period?: string | null;
  scope: string | null;
  measuredAt: string | null;
  action: string | null;
  clause: string | null;
}

/** Places where a licence grants nothing. */
export interface TerritoryRestriction {
  mode: 'excluded' | 'only';
  /** ISO 3166-1 alpha-2 codes or `EU`. */
  codes: string[];
  scope: string;
  clause: string;
}

export type LicenseKind =
  | 'open-source'
  | 'open-weights-permissive'
  | 'open-weights-restricted'
  | 'non-commercial'
  | 'research-only'
  | 'source-available'
  | 'proprietary';

/** One licence of model weights (`rules/licenses/<id>.yaml`). */
export interface LicenseRecord extends Sourced {
  id: string;
  name?: string;
  version?: string | null;
  date?: string | null;
  owner?: string;
  family?: string;
  spdxId: string | null;
  licenseRef?: string | null;
  /** Hub tags (`llama3.1`) that mean this licence. */
  hfTags: string[];
  scancodeKey?: string | null;
  /** Slugs matched exactly against `license_name`. */
  licenseNames?: string[];
  titles?: string[];
  aliases?: string[];
  urls?: string[];
  /** Editions of the text as `identify` names them. */
  texts?: string[];
  /** Editions of use policies that the licence makes part of itself, as `identify` names them. */
  usePolicies?: string[];
  kind: LicenseKind;
  osiApproved: boolean;
  meetsOpenWeightDefinition?: boolean;
  commercialUse?: 'allowed' | 'conditional' | 'forbidden' | string;
  commercialCondition?: Threshold | Threshold[] | null;
  modification?: string | null;
  redistribution?: string | null;
  outputsRestriction?: string | null;
  fieldOfUse?: string[];
  territoryRestriction?: TerritoryRestriction[];
  copyleft?: string;
  obligations?: ObligationRecord[];
  compatibilityNotes?: string[];
  governingLaw?: string | null;
  appliesTo?: string[];
  confidence: RecordConfidence;
  relicensedTo?: unknown;
  versions?: unknown;
  note?: string;
  [more: string]: unknown;
}

/** Duties of a software, content or data licence known to SPDX (`rules/spdx-obligations/*.yaml`). */
export interface SpdxObligations extends Sourced {
  id: string;
  name: string;
  osiApproved: boolean;
  fsfLibre: boolean | null;
  category: string;
  obligations: ObligationRecord[];
  copyleftScope?: string;
  note?: string;
  [more: string]: unknown;
}

/** How ids of a hosted vendor look. */
export interface ModelIdPattern {
  regex: string;
  examples: string[];
  counterExamples: string[];
  /** The ids that also mean other things; `true` when all do. */
  ambiguousWithoutContext?: boolean | string[];
  /** An id that matches proves nothing unless a client, host or variable of this vendor is near. */
  needsContext?: boolean | string | string[];
  note?: string;
}

/** Terms of service of a vendor. */
export interface ContractTerms {
  name: string;
  url: string | null;
  effectiveDate: string | null;
  lastSeen?: string | null;
  /** `read …` or `not read`: contracts nobody could read say "terms not reviewed". */
  readStatus: string;
  related?: { name: string; url?: string; date?: string }[];
  /** Makers (provider ids) whose models the host sells under these terms alone: the maker's own terms do not bind as well. */
  bindsAlone?: { vendors: string[]; source: string; checkedOn: string };
  obligations: ObligationRecord[];
  [more: string]: unknown;
}

/** A vendor of hosted models (`rules/providers/<id>.yaml`). */
export interface ProviderRecord extends Sourced {
  id: string;
  name: string;
  company: string;
  country: string;
  kind: string;
  apiBaseUrls: string[];
  /** Sites that pass themselves off as this vendor's: nothing they serve or say is taken for the vendor's. */
  impostorHosts?: string[];
  envVars: string[];
  pythonPackages: string[];
  npmPackages: string[];
  otherPackages: Record<string, string[]>;
  modelIdPatterns: ModelIdPattern[];
  openWeightModelsServed: boolean | string;
  openWeightHint: string | null;
  terms: ContractTerms;
  confidence: RecordConfidence | string;
  [more: string]: unknown;
}

/** One model of the catalogue (`rules/catalog/*.jsonl`). */
export interface CatalogRecord {
  id: string;
  aliases: string[];
  org: string | null;
  releaseDate: string | null;
  modality: string | null;
  license: string | null;
  licenseName: string | null;
  licenseSource: string | null;
  licenseConflicts?: { license: string; source: string }[];
  /** How sure the licence is, from `licenseSource`; computed when rules are compiled. `memory` neither passes nor fails anything. */
  licenseConfidence?: RecordConfidence;
  /** The name without organisation, lower case, when no other repository has it; computed when rules are compiled. */
  tail?: string;
  weights: 'public' | 'gated' | 'api' | 'none' | null;
  gated: boolean | 'auto' | 'manual' | null;
  baseModel: string[];
  baseModelRelation: Relation | null;
  openWeights?: boolean | null;
  trainingCodeOpen?: boolean | null;
  trainingDataInfo?: 'released' | 'described' | 'none' | null;
  source: string[];
  checkedOn: string;
}

/** One free-text licence string and what it stands for. */
export interface AliasRecord {
  alias: string;
  spdx: string | null;
  confidence: 'exact' | 'likely' | 'ambiguous' | 'licenseref' | 'file' | 'none';
  ecosystem?: string;
  candidates?: string[];
  conservative?: string;
  modelLicenseId?: string;
  note?: string;
  sources: string[];
}

export type CompatibilityMode = 'merge' | 'link' | 'bundle';
export interface Compatibility {
  answer: 'yes' | 'conditional' | 'no' | 'unknown';
  /** Full sentences, by the reason codes of the table. */
  reasons: string[];
}

/** What a preset or configured policy demands; evaluated by `judge`. */
export interface PolicyRecord {
  id: string;
  title: string;
  description: string;
  /** Assumptions the preset makes about the project when it does not declare them; printed. */
  assumes: Record<string, unknown>;
  /** Severity per finding code (`off`, `note`, `warning`, `error`). */
  severities?: Record<string, string>;
  [more: string]: unknown;
}

/**
 * Read access to the compiled rules. Everything is lazy and synchronous: asking for three models reads three shards.
 * Names compare without case; `-`/`_` are kept apart.
 */
export interface RuleBook {
  /** Content hash of all rules, part of reports and cache keys. */
  version: string;
  license(id: string): LicenseRecord | undefined;
  licenses(): LicenseRecord[];
  /** Ids of the licences a Hub tag, `license_name` slug, title or alias stands for; several when the name alone can't tell. */
  licenseIds(name: string): string[];
  spdxObligations(id: string): SpdxObligations | undefined;
  provider(id: string): ProviderRecord | undefined;
  providers(): ProviderRecord[];
  /** Catalogue record by id or alias (`ollama:llama3.1`, `whisper:base`, `bert-base-uncased`). */
  model(name: string): CatalogRecord | undefined;
  /** The one repository of the hub that has this name under its organisation; `undefined` when none or several have. */
  repositoryNamed(name: string): CatalogRecord | undefined;
  /** Cheap test against a compact set of all ids and aliases, without reading a shard; false positives at most 1 in a million. */
  isKnownModel(name: string): boolean;
  /** All catalogue records, streamed shard by shard. */
  models(): IterableIterator<CatalogRecord>;
  /** The same string can mean different things in different ecosystems (`gpl-3.0` as a Hub tag); without one the general record wins. */
  alias(text: string, ecosystem?: string): AliasRecord | undefined;
  compatibility(inbound: string, outbound: string, mode: CompatibilityMode): Compatibility | undefined;
  policy(id: string): PolicyRecord | undefined;
  policies(): PolicyRecord[];
  /** All signature rows, with library and anchors. */
  signatures(): { library: string; anchors: string[]; rows: Signature[] }[];
  /** A data file of another folder of `rules/` in compiled form: `identity/hosts.json` for `rules/identity/hosts.yaml`. */
  data?<T>(name: string): T;
}
