/** Schema of the files in `rules/signatures` and of the rows users write. Imported by the compiler of the rules and by tests only. */

import { z } from 'zod';
import { LANGUAGES } from '../types/source.ts';

const language = z.enum(LANGUAGES);
const names = z.array(z.string().min(1)).min(1);
/** A regular expression; `(?i)` in front switches case off. */
const expression = z.string().refine((source) => {
  try {
    return new RegExp(source.replace(/^\(\?i\)/, '')) instanceof RegExp;
  } catch {
    return false;
  }
}, 'not a regular expression');

const argument = z
  .strictObject({ position: z.int().min(0).optional(), name: names.optional(), path: names.optional() })
  .refine((spec) => spec.position !== undefined || spec.name !== undefined || spec.path !== undefined, 'says nothing about the argument');
const condition = z
  .strictObject({
    arg: argument,
    equals: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
    matches: expression.optional(),
    given: z.boolean().optional(),
  })
  .refine(
    ({ equals, matches, given }) => (equals === undefined) !== (matches === undefined) || (given !== undefined && equals === matches),
    'needs either equals or matches, or says whether the argument is given',
  );
const libraryDefault = z.strictObject({
  model: z.string().min(1),
  when: z.array(condition).optional(),
  versions: z.string().optional(),
  source: z.string().min(1),
});

/** Fields of every row. */
const base = {
  id: z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, 'must be <library>.<what>'),
  registry: z.string().optional(),
  provider: z.string().optional(),
  usage: z.enum(['load', 'serve', 'train', 'publish', 'configure', 'mention']).optional(),
  role: z.enum(['weights', 'adapter', 'tokenizer', 'config', 'hosted', 'card']).optional(),
  confidence: z.enum(['high', 'medium', 'low']).optional(),
  prefix: z.string().optional(),
  names: z.record(z.string(), z.string()).optional(),
  matches: expression.optional(),
  extract: expression.optional(),
  split: z.string().optional(),
  known: z.boolean().optional(),
  looksLikeModel: z.boolean().optional(),
  not: z.boolean().optional(),
  note: z.string().optional(),
};

const call = z.strictObject({
  ...base,
  kind: z.literal('call'),
  language: z.array(language).min(1),
  module: names.optional(),
  symbol: names,
  loose: z.boolean().optional(),
  model: z.array(argument).min(1).optional(),
  aliases: z
    .array(z.strictObject({ arg: argument, key: z.string().min(1).optional(), separator: z.string().min(1).optional() }))
    .min(1)
    .optional(),
  revision: argument.optional(),
  file: argument.optional(),
  entry: argument.optional(),
  baseUrl: z.strictObject({ arg: argument, env: names.optional() }).optional(),
  sharedClient: names.optional(),
  when: z.array(condition).optional(),
  unless: z.array(condition).optional(),
  default: z.union([libraryDefault, z.array(libraryDefault).min(1)]).optional(),
  unlessSet: names.optional(),
  publishes: z.array(argument).min(1).optional(),
  saves: z.array(argument).min(1).optional(),
  shape: z.enum(['scalar', 'list', 'dict-values', 'dict-keys']).optional(),
  vendorOnly: z.boolean().optional(),
  self: z.boolean().optional(),
  selfSegment: z.int().max(-1).optional(),
  string: z.boolean().optional(),
});
const subscript = z.strictObject({
  ...base,
  kind: z.literal('subscript'),
  language: z.array(language).min(1),
  symbol: names,
  weightsArgument: names.optional(),
});
const constant = z.strictObject({
  ...base,
  kind: z.literal('constant'),
  language: z.array(language).min(1),
  module: names.optional(),
  symbol: names,
  values: z.record(z.string(), z.string()).optional(),
  stripPrefix: names.optional(),
  transform: z.enum(['snake-to-kebab', 'camel-to-kebab', 'any-to-kebab', 'name', 'weights-enum']).optional(),
});
const key = z.strictObject({
  ...base,
  kind: z.literal('key'),
  files: names.optional(),
  formats: names.optional(),
  path: names,
  when: z
    .array(
      z.strictObject({ key: z.string().min(1), equals: names.optional(), matches: expression.optional(), absent: z.boolean().optional() }),
    )
    .min(1)
    .optional(),
  publishes: z.boolean().optional(),
  serves: z.boolean().optional(),
  anyValue: z.boolean().optional(),
  relative: z.boolean().optional(),
  deployment: z.boolean().optional(),
  variable: expression.optional(),
  shape: z.literal('model').optional(),
});
const env = z.strictObject({
  ...base,
  kind: z.literal('env'),
  name: names,
  switches: z.strictObject({ registry: z.string(), rows: names }).optional(),
});
const programDefault = z.strictObject({ model: z.string().min(1), source: z.string().min(1) });
const command = z.strictObject({
  ...base,
  kind: z.literal('command'),
  command: names,
  options: names.optional(),
  position: z.int().min(0).optional(),
  positionMatches: expression.optional(),
  rest: z.boolean().optional(),
  assignments: names.optional(),
  unlessOptions: z.record(z.string(), z.array(z.string())).optional(),
  default: programDefault.optional(),
  flags: z.record(z.string(), programDefault).optional(),
  publishes: names.optional(),
  serves: names.optional(),
  revision: names.optional(),
  file: names.optional(),
});
const image = z.strictObject({
  ...base,
  kind: z.literal('image'),
  image: names,
  options: names.optional(),
  position: z.int().min(0).optional(),
  env: names.optional(),
  serves: names.optional(),
  vendorOnly: z.boolean().optional(),
  revision: names.optional(),
  file: names.optional(),
});
const dependency = z.strictObject({
  ...base,
  kind: z.literal('dependency'),
  ecosystem: z.string().min(1),
  package: names,
  model: z.string().optional(),
  framework: z.boolean().optional(),
});
const binding = z.strictObject({
  ...base,
  kind: z.literal('binding'),
  name: z.array(expression).min(1),
  notName: z.array(expression).optional(),
  strong: z.boolean().optional(),
});
const name = z.strictObject({
  ...base,
  kind: z.literal('name'),
  matches: expression,
  vendorOnly: z.boolean().optional(),
  link: expression.optional(),
});

/** One row of any kind; unknown fields are errors. */
export const signatureSchema = z.discriminatedUnion('kind', [
  call,
  subscript,
  constant,
  key,
  env,
  command,
  image,
  dependency,
  binding,
  name,
]);

/** One file of `rules/signatures`. */
export const signatureFileSchema = z.strictObject({
  library: z.string().min(1),
  packages: z.record(z.string(), z.array(z.string())).optional(),
  anchors: z
    .array(
      z
        .string()
        .min(4)
        .regex(/^[^A-Z]+$/, 'must be in lower case'),
    )
    .optional(),
  source: z.array(z.string().min(1)).min(1),
  checkedOn: z.iso.date(),
  signatures: z.array(signatureSchema).min(1),
});
