/**
 * Schemas of every kind of file in `rules/`. The compiler and the tests check by them; a run never loads them, since what it reads
 * was checked when it was compiled.
 */

import { z } from 'zod';
import { FINDING_CODES } from '../judge/codes.ts';
import { OPENNESS_CLASSES } from '../types/model.ts';
import { TRIGGERS } from '../types/rules.ts';

const text = z.string().min(1);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD');
/** Dates of texts may lack the day or the month. */
const looseDate = z.string().regex(/^\d{4}(?:-\d{2}){0,2}$/, 'a date as YYYY, YYYY-MM or YYYY-MM-DD');
const texts = z.array(text);
const id = z.string().regex(/^[a-z0-9][a-z0-9.+-]*$/, 'lower case, digits, dots, plus and hyphens');
const confidence = z.enum(['text-read', 'secondary', 'memory']);
const sourced = { sources: texts.min(1), checkedOn: date };

const check = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('license-text-present'), files: texts.optional(), marker: text.optional() }),
  z.strictObject({ kind: z.literal('text-in-files'), files: texts.min(1), anyOf: texts.min(1), ignoreCase: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('model-name-prefix'), prefix: text }),
  z.strictObject({ kind: z.literal('declared-fact'), facts: texts.min(1) }),
  z.strictObject({ kind: z.literal('heuristic'), signal: text }),
  z.strictObject({ kind: z.literal('file-present'), files: texts.min(1) }),
  z.strictObject({ kind: z.literal('dependency-present'), packages: texts.min(1) }),
  z.strictObject({ kind: z.literal('upstream-notices-kept') }),
  z.strictObject({ kind: z.literal('declared-license-equals-upstream') }),
  z.strictObject({ kind: z.literal('manual') }),
]);

/** One duty, restriction or right. */
export const obligationSchema = z.strictObject({
  id,
  when: z.array(z.enum(TRIGGERS)).min(1),
  condition: text.optional(),
  text,
  mandated: text.optional(),
  where: text.optional(),
  clause: text,
  kind: z.enum(['obligation', 'restriction', 'right', 'provider-commitment', 'provider-right', 'note']).optional(),
  check: check.optional(),
  verifiable: text.optional(),
  modelNamePrefix: text.optional(),
  legalStatus: z.enum(['settled', 'contested', 'open']).optional(),
  confidence: z.enum(['high', 'medium', 'low']).optional(),
});

/** An obligation as it is written in a file. */
export type ObligationFile = z.infer<typeof obligationSchema>;

/** A condition tied to size, money, place or registration. */
export const thresholdSchema = z.strictObject({
  type: text,
  threshold: z.number().nullable(),
  comparator: z.enum(['>', '>=', '<', '<=']).nullable(),
  currency: z.string().length(3).nullable(),
  period: text.nullable(),
  scope: text.nullable(),
  measuredAt: text.nullable(),
  action: text.nullable(),
  clause: text.nullable(),
});

/** `rules/licenses/<id>.yaml`. */
export const licenseSchema = z.strictObject({
  id,
  name: text.optional(),
  version: text.optional(),
  date: looseDate.optional(),
  owner: text.optional(),
  family: text.optional(),
  spdxId: text.nullable(),
  licenseRef: z
    .string()
    .regex(/^LicenseRef-[A-Za-z0-9.+-]+$/)
    .optional(),
  hfTags: texts,
  scancodeKey: text.optional(),
  licenseNames: texts.optional(),
  titles: texts.optional(),
  aliases: texts.optional(),
  urls: texts.optional(),
  texts: texts.optional(),
  /** Editions of acceptable-use or prohibited-use policies that this licence makes part of itself. */
  usePolicies: texts.optional(),
  textSource: text.optional(),
  kind: z.enum([
    'open-source',
    'open-weights-permissive',
    'open-weights-restricted',
    'non-commercial',
    'research-only',
    'source-available',
    'proprietary',
  ]),
  osiApproved: z.boolean(),
  osiApprovedFamily: z.boolean().optional(),
  meetsOpenWeightDefinition: z.boolean().optional(),
  commercialUse: z.enum(['allowed', 'conditional', 'forbidden']).optional(),
  commercialCondition: z.union([thresholdSchema, z.array(thresholdSchema).min(2)]).optional(),
  modification: text.optional(),
  redistribution: text.optional(),
  outputsRestriction: text.optional(),
  fieldOfUse: texts.optional(),
  territoryRestriction: z
    .array(z.strictObject({ mode: z.enum(['excluded', 'only']), codes: z.array(z.string().length(2)).min(1), scope: text, clause: text }))
    .optional(),
  patentGrant: text.optional(),
  patentRetaliation: text.optional(),
  litigationTermination: text.optional(),
  trademark: text.optional(),
  copyleft: z.enum(['none', 'weak', 'strong', 'network', 'use-restriction-passthrough']).optional(),
  compatibilityNotes: texts.optional(),
  governingLaw: text.optional(),
  appliesTo: texts.optional(),
  relicensedTo: text.optional(),
  declaredTagOnHub: text.optional(),
  versions: z
    .array(
      z.strictObject({
        version: text.optional(),
        date: looseDate.optional(),
        name: text.optional(),
        scancodeKey: text.optional(),
        text: text.optional(),
        change: text.optional(),
        note: text.optional(),
      }),
    )
    .optional(),
  special: z.boolean().optional(),
  note: text.optional(),
  obligations: z.array(obligationSchema).optional(),
  confidence,
  ...sourced,
});

/** `rules/providers/<id>.yaml`. */
export const providerSchema = z.strictObject({
  id,
  name: text,
  company: text,
  country: z.string().length(2),
  kind: z.enum(['model-vendor', 'aggregator', 'cloud']),
  apiBaseUrls: texts,
  impostorHosts: texts.optional(),
  envVars: texts,
  pythonPackages: texts,
  npmPackages: texts,
  otherPackages: z.record(text, texts),
  sdkCallPatterns: z.array(z.strictObject({ lang: text, symbol: text, modelArg: text, note: text.optional() })),
  modelIdPatterns: z.array(
    z.strictObject({
      regex: text,
      examples: texts,
      counterExamples: texts,
      ambiguousWithoutContext: texts.optional(),
      needsContext: z.boolean().optional(),
      note: text.optional(),
    }),
  ),
  openWeightModelsServed: z.boolean(),
  openWeightHint: z.string(),
  terms: z.strictObject({
    name: text,
    url: text,
    effectiveDate: looseDate.nullable(),
    lastSeen: looseDate.nullable(),
    readStatus: text,
    related: z.array(z.strictObject({ name: text, url: text.optional(), date: text.optional() })).optional(),
    bindsAlone: z.strictObject({ vendors: texts.min(1), source: text, checkedOn: date }).optional(),
    obligations: z.array(obligationSchema),
  }),
  confidence,
  packagesSource: text,
  ...sourced,
});

/** `rules/spdx-obligations/<id>.yaml`: a licence, or an exception (`category: exception`). */
export const spdxObligationsSchema = z.strictObject({
  id: text,
  name: text.optional(),
  osiApproved: z.boolean().optional(),
  fsfLibre: z.boolean().nullable().optional(),
  blueOakRating: text.optional(),
  category: z.enum([
    'public-domain',
    'permissive',
    'weak-copyleft',
    'strong-copyleft',
    'network-copyleft',
    'source-available',
    'non-commercial',
    'no-derivatives',
    'proprietary-free',
    'exception',
  ]),
  kind: text.optional(),
  appliesTo: text.optional(),
  effect: text.optional(),
  clause: text.optional(),
  patent: text,
  trademark: text,
  copyleftScope: text,
  note: text.optional(),
  obligations: z.array(obligationSchema),
  crossCheck: z.record(text, z.unknown()).optional(),
  ...sourced,
});

/** `rules/license-aliases/<group>.yaml`. */
export const aliasFileSchema = z.strictObject({
  description: text,
  checkedOn: date,
  aliases: z.array(
    z.strictObject({
      alias: text,
      spdx: text.nullable(),
      confidence: z.enum(['exact', 'likely', 'ambiguous', 'licenseref', 'file', 'none']),
      ecosystem: z.enum(['huggingface', 'pypi-classifier', 'model', 'cargo', 'cpan', 'npm', 'rubygems', 'cran']).optional(),
      candidates: texts.optional(),
      conservative: text.optional(),
      modelLicenseId: text.optional(),
      note: text.optional(),
      otherToolsSay: z.record(text, text).optional(),
      sources: texts.min(1),
    }),
  ),
});

const answer = z.strictObject({ answer: z.enum(['yes', 'conditional', 'no', 'unknown']), reasons: texts.min(1) });

/** `rules/compatibility/<inbound>.yaml`. */
export const compatibilitySchema = z.strictObject({
  inbound: text,
  cells: z.array(
    z.strictObject({
      outbound: texts.min(1),
      merge: answer,
      link: answer,
      bundle: answer,
      osadl: text.optional(),
      note: text.optional(),
      differsFromOsadl: z.literal(true).optional(),
    }),
  ),
  ...sourced,
});

/** `rules/compatibility/_table.yaml`. */
export const compatibilityTableSchema = z.strictObject({
  description: text,
  modes: z.record(text, text),
  values: z.record(text, text),
  modeSelection: z.array(z.strictObject({ situation: text, mode: z.enum(['merge', 'link', 'bundle']).nullable(), status: text })),
  sources: z.record(text, z.unknown()),
  pseudoLicenses: z.record(text, z.strictObject({ meaning: text, members: texts })),
  deploymentOverlay: z.strictObject({ what: text, distributed: text, saas: z.record(text, text), internal: z.record(text, text) }),
  reasonCodes: z.record(text, text),
  licenses: texts,
  checkedOn: date,
});

/** One line of `rules/catalog/<shard>.jsonl`; what is not known is left out. */
export const catalogSchema = z.strictObject({
  id: text,
  aliases: texts.min(1).optional(),
  org: text.optional(),
  orgNote: text.optional(),
  releaseDate: looseDate.optional(),
  modality: text.optional(),
  license: text.optional(),
  licenseName: text.optional(),
  licenseSource: text.optional(),
  licenseConflicts: z.array(z.strictObject({ license: text, source: text })).optional(),
  weights: z.enum(['public', 'gated', 'api', 'none']),
  gated: z.union([z.boolean(), z.enum(['auto', 'manual'])]).optional(),
  gatedSource: text.optional(),
  baseModel: texts.min(1).optional(),
  baseModelRelation: z.enum(['finetune', 'adapter', 'merge', 'quantized', 'conversion', 'hosted', 'distilled', 'unknown']).optional(),
  openWeights: z.boolean().optional(),
  trainingCodeOpen: z.boolean().optional(),
  trainingDataInfo: z.enum(['released', 'described', 'none']).optional(),
  source: texts.min(1),
  checkedOn: date,
});

const treatment = z.enum(['allow', 'warn', 'deny']);

/** `rules/policies/<id>.yaml`; `rules/policies/README.md` explains the fields. */
export const policySchema = z.strictObject({
  id,
  title: text,
  description: text,
  assumes: z.record(text, z.union([z.boolean(), z.number(), z.string(), texts])),
  severities: z.partialRecord(z.enum(FINDING_CODES as [string, ...string[]]), z.enum(['off', 'note', 'warning', 'error'])),
  models: z.strictObject({
    licenseKinds: z.record(licenseSchema.shape.kind.or(z.literal('unknown')), treatment),
    classes: z.record(z.enum(OPENNESS_CLASSES), treatment),
    allow: texts,
    deny: texts,
  }),
  dependencies: z.strictObject({
    categories: z.record(
      z.enum([
        'public-domain',
        'permissive',
        'weak-copyleft',
        'strong-copyleft',
        'network-copyleft',
        'source-available',
        'non-commercial',
        'no-derivatives',
        'proprietary-free',
        'unknown',
      ]),
      z.union([treatment, z.strictObject({ distributed: treatment, saas: treatment, internal: treatment })]),
    ),
    allow: texts,
    deny: texts,
  }),
  checkedOn: date,
  sources: texts.min(1),
});
