/**
 * The configuration file: its schema, from which the published JSON Schema is generated. Descriptions are what editors show.
 * Loaded only when there is a configuration, or to print the schema.
 */

import * as z from 'zod';
import { FINDING_CODES } from '../judge/codes.ts';

const day = z.iso.date();
const severity = z.enum(['off', 'note', 'warning', 'error']);
const code = z.enum(FINDING_CODES as [string, ...string[]]);
const pattern = z.string().min(1).describe('Id or pattern with `*`, e.g. `huggingface:meta-llama/*` or `pkg:npm/left-pad@*`.');

const ProjectFacts = z
  .strictObject({
    commercial: z.boolean().optional().describe('Whether the product serves a commercial purpose.'),
    ships: z
      .array(z.enum(['distributed', 'saas', 'internal', 'library', 'container']))
      .optional()
      .describe('How the product reaches its users. `distributed`, `library` and `container` hand out copies.'),
    monthlyActiveUsers: z.number().int().nonnegative().optional().describe('Of all products of the company and its affiliates.'),
    dailyActiveUsers: z.number().int().nonnegative().optional(),
    annualRevenueUsd: z.number().nonnegative().optional(),
    monthlyRevenueUsd: z.number().nonnegative().optional(),
    annualRevenueCny: z.number().nonnegative().optional(),
    territories: z.array(z.string()).optional().describe('Where it is offered: ISO 3166-1 alpha-2 codes, or `EU`.'),
    principalPlaceOfBusiness: z.string().optional().describe('Seat of the company: ISO 3166-1 alpha-2 code.'),
    modelAsAServiceBusiness: z.boolean().optional().describe('Whether models are offered to others as a service of its own.'),
    servesThirdParties: z.boolean().optional().describe('Whether others use the models, through an API or a product.'),
    competesWithVendor: z.boolean().optional(),
    businessType: z.string().optional().describe('E.g. `cloud-provider`, for licences that treat some businesses apart.'),
    clinicalUse: z.boolean().optional(),
    productionUse: z.boolean().optional(),
    publicAdministration: z.boolean().optional(),
    monthlyVisits: z.number().int().nonnegative().optional(),
    registrations: z.array(z.string()).optional().describe('Vendors with whom the use was registered, e.g. `zhipu`.'),
    publishesModels: z.array(z.string()).optional().describe('Names of models this project publishes.'),
    trainsOnOutputs: z.boolean().optional().describe('Whether outputs of models are used to train or distil other models.'),
    showsOutputs: z.boolean().optional().describe('Whether outputs reach end users.'),
    consumerFacing: z.boolean().optional(),
    highRiskDecisions: z.boolean().optional().describe('Credit, employment, housing, medical, legal and the like.'),
    usersUnder18: z.boolean().optional(),
    healthData: z.boolean().optional(),
    modifiesModels: z.boolean().optional().describe('Fine-tunes, merges or quantises models.'),
    generatesCode: z.boolean().optional().describe('Whether models write code that is kept.'),
    securityTesting: z.boolean().optional(),
    freeTier: z.boolean().optional().describe('Whether a free tier of a vendor is used.'),
    publishesResults: z.boolean().optional().describe('Papers or reports about models.'),
    publishesBenchmarks: z.boolean().optional(),
    outboundLicense: z.string().optional().describe('SPDX expression of the licence the product goes out under, or `proprietary`.'),
  })
  .describe('What a scanner cannot see. Undeclared facts that decide a duty give `needs-confirmation`.');

const Exception = z
  .strictObject({
    code: code.optional().describe('Finding code; all codes when left out.'),
    model: pattern.optional(),
    dependency: pattern.optional(),
    path: z.string().optional().describe('Only findings in files that match this pattern.'),
    reason: z.string().min(3),
    approver: z.string().min(1).describe('Who accepted the risk.'),
    expires: day.optional(),
  })
  .refine((e) => e.model !== undefined || e.dependency !== undefined || e.path !== undefined, {
    message: 'an exception needs a `model`, a `dependency` or a `path`: accepting a risk everywhere is a policy, not an exception',
  })
  .describe('Accepts a risk. The finding stays in the report as accepted and no longer fails.');

const Clarification = z
  .strictObject({
    model: pattern.optional(),
    dependency: pattern.optional(),
    license: z.string().min(1).describe('SPDX expression, or an id of `audit-models licenses`.'),
    source: z.string().min(1).describe('Where you read it.'),
    reason: z.string().optional(),
    file: z.string().optional().describe('File whose text was judged.'),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional()
      .describe('Hash of that file; the clarification lapses when the text changes.'),
  })
  .describe('Corrects a fact.');

const Choice = z.strictObject({
  dependency: pattern.optional(),
  model: pattern.optional(),
  license: z.string().min(1).describe('The side of an `OR` that this project takes.'),
});

const Contract = z
  .strictObject({
    provider: z.string().optional().describe('Id of `audit-models providers`.'),
    model: pattern.optional(),
    name: z.string().min(1).describe('Name of the agreement.'),
    reference: z.string().optional().describe('Number or place of the signed document.'),
    replaces: z.enum(['terms', 'licence', 'both']).default('both').describe('What it takes the place of.'),
    expires: day.optional(),
    approver: z.string().optional(),
  })
  .describe('A negotiated agreement that replaces public terms.');

const Policy = z.strictObject({
  extends: z.string().optional().describe('Preset to start from; see `audit-models --help`.'),
  allowLicenses: z.array(z.string()).optional().describe('Licences that are allowed whatever the preset says.'),
  denyLicenses: z.array(z.string()).optional().describe('Licences that are denied; wins over everything else.'),
  allowModels: z.array(pattern).optional(),
  denyModels: z.array(pattern).optional(),
  allowProviders: z.array(z.string()).optional().describe('When given, all other vendors are denied.'),
  denyProviders: z.array(z.string()).optional(),
  denyClasses: z.array(z.string()).optional().describe('Openness classes that are denied, e.g. `api-only`.'),
});

/** Schema of the whole file. */
export const ConfigSchema = z.strictObject({
  $schema: z.string().optional(),
  project: ProjectFacts.optional(),
  policy: z.union([z.string(), Policy]).optional().describe('Name of a preset (default `commercial`), or a policy that extends one.'),
  severities: z.partialRecord(code, severity).optional().describe('Severity per finding code; `off` silences it.'),
  failOn: z.enum(['error', 'warning', 'note', 'never']).optional(),
  strict: z.boolean().optional(),
  include: z.array(z.string()).optional().describe('Patterns as in .gitignore; only matching files are scanned.'),
  exclude: z.array(z.string()).optional(),
  models: z
    .array(z.strictObject({ id: z.string().min(1), path: z.string().optional(), reason: z.string().optional() }))
    .optional()
    .describe('Models the scanner cannot see, e.g. `huggingface:org/name`; `path` closes the unresolved places of that file.'),
  clarifications: z.array(Clarification).optional(),
  choices: z.array(Choice).optional(),
  contracts: z.array(Contract).optional(),
  exceptions: z.array(Exception).optional(),
  signatures: z.array(z.string()).optional().describe('Files with own signature rows (YAML), relative to the configuration.'),
});

/** The validated configuration. */
export type Config = z.infer<typeof ConfigSchema>;

/** JSON Schema (draft 2020-12) of the configuration, as checked in under `schema/`. */
export function configJsonSchema(): unknown {
  return { title: 'Configuration of audit-models', ...z.toJSONSchema(ConfigSchema, { io: 'input' }) };
}
