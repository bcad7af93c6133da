/**
 * The fields of a model record, under the names that registries, data sets and people use for them: the Hub's answers (card, tags, files),
 * the catalogue's own spelling, and spreadsheets with headings of any case. What is no string is never taken for one.
 */

import { hasWeightsEnding } from '../identify/name.ts';
import type { InputRecord } from './records.ts';

/** Names of a field without case and separators, the best one first. */
const NAMES = {
  id: ['id', 'modelid', 'repoid', 'model', 'modelname', 'name', 'repo'],
  license: ['license', 'licence', 'licenses', 'licences'],
  license_name: ['licensename', 'licencename'],
  license_link: ['licenselink', 'licencelink', 'licenseurl', 'licenceurl'],
  gated: ['gated', 'gate'],
  base_model: ['basemodel', 'basemodels'],
  base_model_relation: ['basemodelrelation', 'relation'],
  weights: ['weights', 'openweights', 'weightsavailability', 'availability'],
  private: ['private', 'isprivate'],
  disabled: ['disabled'],
  files: ['siblings', 'files', 'weightsfiles', 'weightfiles'],
  tags: ['tags'],
  card: ['carddata', 'card', 'modelcard'],
} as const;
type Field = keyof typeof NAMES;

const FIELD_OF = new Map<string, { field: Field; worth: number }>(
  Object.entries(NAMES).flatMap(([field, names]) => names.map((name, worth) => [name, { field: field as Field, worth }])),
);
const plain = (name: string): string => name.replace(/[^A-Za-z0-9]+/g, '').toLowerCase();

/** Which field a heading or key names; remembered, since records of one source repeat their keys. */
const memo = new Map<string, { field: Field; worth: number } | undefined>();
const MEMO_LIMIT = 2_000;
function fieldOf(key: string): { field: Field; worth: number } | undefined {
  if (key.length > 40) return undefined;
  const known = memo.get(key);
  if (known !== undefined || memo.has(key)) return known;
  const found = FIELD_OF.get(plain(key));
  if (memo.size < MEMO_LIMIT) memo.set(key, found);
  return found;
}

/** True for headings of a table whose column may be read; used to leave the other columns of large files alone. */
export const isRecordField = (name: string): boolean => fieldOf(name) !== undefined;

/** The fields of an object under our names; of several names for one field the best that says something counts. */
function fieldsOf(value: Record<string, unknown>): Partial<Record<Field, unknown>> {
  const fields: Partial<Record<Field, unknown>> = {};
  const worth: Partial<Record<Field, number>> = {};
  for (const key in value) {
    const found = fieldOf(key);
    if (!found || value[key] == null || value[key] === '') continue;
    if (worth[found.field] !== undefined && worth[found.field]! <= found.worth) continue;
    fields[found.field] = value[key];
    worth[found.field] = found.worth;
  }
  return fields;
}

/** Words of a field that is a string, a number, a list, or an object with an id, a name or a list of models. */
export function wordsOf(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return ofCell(value.trim());
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  if (typeof value !== 'object' || value === null || depth > 3) return [];
  if (Array.isArray(value)) return value.flatMap((one) => wordsOf(one, depth + 1));
  const { id, spdx_id: spdx, key, name, models } = value as Record<string, unknown>;
  return wordsOf(id ?? spdx ?? key ?? name ?? models, depth + 1);
}

/** `license:mit`, `base_model:org/name`, `base_model:quantized:org/name`: what the Hub's lists say where the card is left out. */
function ofTags(tags: unknown): { licenses: string[]; bases: string[]; relation?: string } {
  const list = typeof tags === 'string' ? tags.split(/[,;|]\s*/) : Array.isArray(tags) ? tags : [];
  const words = list.filter((tag): tag is string => typeof tag === 'string').map((tag) => tag.replace(/^[\s"'[]+|[\s"'\]]+$/g, ''));
  const after = (prefix: string): string[] => words.filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length));
  const bases = after('base_model:');
  const relation = /^(finetune|adapter|quantized|merge):/.exec(bases.find((base) => base.includes(':')) ?? '')?.[1];
  return {
    licenses: after('license:'),
    bases: [...new Set(bases.map((base) => base.replace(/^(?:finetune|adapter|quantized|merge):/, '')))],
    ...(relation === undefined ? {} : { relation }),
  };
}

/** Licence words that different places of one record state: each counts, equal ones once. */
function licensesOf(...places: (readonly string[])[]): string[] {
  const words = new Map<string, string>();
  for (const word of places.flat()) if (!words.has(word.toLowerCase())) words.set(word.toLowerCase(), word);
  return [...words.values()];
}

/** A list that a table keeps in one cell, as JSON or Python print it; any other text is one word. */
function ofCell(text: string): string[] {
  if (!/^\[.*\]$/s.test(text)) return text === '' ? [] : [text];
  const parts = text.slice(1, -1).split(',');
  return parts.map((part) => part.replace(/^[\s"']+|[\s"']+$/g, '')).filter((part) => part !== '');
}

/** Bases in a cell of a table are separated; a name holds none of these. */
const splitCell = (value: unknown): unknown =>
  typeof value === 'string' && !value.startsWith('[') && /[;|,]/.test(value) ? value.split(/[;|,]/) : value;

/** Where the weights are, in the words people use. */
function weightsWord(value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? 'public' : 'api';
  if (typeof value !== 'string') return undefined;
  const word = value.trim().toLowerCase();
  if (/^(?:true|yes|public|open|available|downloadable|released|1)$/.test(word)) return 'public';
  if (/^(?:api|api[- ]only|hosted|closed|proprietary|false|no|0)$/.test(word)) return 'api';
  if (/^(?:none|unreleased|not released|private|withheld|unavailable)$/.test(word)) return 'none';
  return word === 'gated' ? word : undefined;
}

/** `gated` of the Hub is false, auto or manual; tables hold other words for it. Anything unexpected is a gate of unknown kind. */
function gateWord(value: unknown): boolean | string | undefined {
  if (value === true || value === 1) return true;
  if (value === false || value === 0) return false;
  if (typeof value !== 'string') return undefined;
  const word = value.trim().toLowerCase();
  if (['false', 'no', 'none', '0', 'ungated', ''].includes(word)) return false;
  if (word === 'auto' || word === 'automatic') return 'auto';
  return word === 'manual' || word === 'request' || word === 'on request' ? 'manual' : true;
}

/** Names of the files of a repository; `undefined` when the record says nothing about files. */
function filesOf(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((one) => {
    if (typeof one === 'string') return [one];
    const { rfilename, path, name } = (one ?? {}) as Record<string, unknown>;
    const file = rfilename ?? path ?? name;
    return typeof file === 'string' ? [file] : [];
  });
}

const isTrue = (value: unknown): boolean => value === true || value === 1 || (typeof value === 'string' && /^(?:true|yes|1)$/i.test(value));

/** Takes the fields we know. The card's front matter, then tags, stand in for missing ones; licences that disagree are all kept. */
export function recordOf(value: Record<string, unknown>, where: string): InputRecord {
  const fields = fieldsOf(value);
  const { id } = fields;
  if (typeof id !== 'string' || id.trim() === '') return { id: '', problem: `${where} has no id` };
  const card = typeof fields.card === 'object' && fields.card !== null ? fieldsOf(fields.card as Record<string, unknown>) : {};
  const tags = ofTags(fields.tags ?? card.tags);
  const license = licensesOf(wordsOf(fields.license), wordsOf(card.license), tags.licenses);
  const named = wordsOf(splitCell(fields.base_model ?? card.base_model));
  const bases = [...new Set([...named, ...tags.bases])];
  const stated = fields.base_model_relation ?? relationIn(fields.base_model) ?? card.base_model_relation ?? tags.relation;
  const files = filesOf(fields.files);
  const name = wordsOf(fields.license_name ?? card.license_name)[0];
  const link = wordsOf(fields.license_link ?? card.license_link)[0];
  const weights = weightsWord(fields.weights);
  const gated = gateWord(fields.gated);
  return {
    id: id.trim(),
    ...(license.length === 0 ? {} : { license: license.length === 1 ? license[0]! : license }),
    ...(name === undefined ? {} : { license_name: name }),
    ...(link === undefined ? {} : { license_link: link }),
    ...(gated === undefined ? {} : { gated }),
    ...(bases.length > 0 ? { base_model: bases } : {}),
    ...(typeof stated === 'string' ? { base_model_relation: stated } : {}),
    ...(weights === undefined ? {} : { weights }),
    ...(isTrue(fields.private) ? { private: true } : {}),
    ...(isTrue(fields.disabled) ? { disabled: true } : {}),
    ...(files === undefined ? {} : { has_weights: files.some((file) => hasWeightsEnding(file)) }),
  };
}

/** `{"relation": "quantized", "models": […]}`, as the Hub's lists expand it. */
const relationIn = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? (value as { relation?: unknown }).relation : undefined;
