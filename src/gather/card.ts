/** Model cards and adapter configurations: what the entries of a structured file say about licence and origin. */

import type { Entry } from '../types/source.ts';
import type { Relation } from '../types/reference.ts';
import type { CardFacts } from './types.ts';

const RELATIONS: Record<string, Relation> = {
  finetune: 'finetune',
  adapter: 'adapter',
  merge: 'merge',
  quantized: 'quantized',
};

/** At most this many bases of one card are followed; more are hostile or useless. */
export const MAX_BASES = 64;

/** Values of a key at the root that is a string or a list of strings. */
function valuesOf(entries: readonly Entry[], key: string): string[] {
  return entries
    .filter((entry) => entry.path[0] === key && entry.path.length <= 2 && entry.type === 'string' && entry.value !== '')
    .filter((entry) => entry.path.length === 1 || typeof entry.path[1] === 'number')
    .map((entry) => entry.value.trim());
}

const CARD_KEYS = new Set([
  'license',
  'license_name',
  'base_model',
  'library_name',
  'pipeline_tag',
  'model-index',
  'model_name',
  'new_version',
]);
const SPACE_KEYS = new Set(['sdk', 'sdk_version', 'app_file', 'app_port']);

/**
 * What the front matter of a page says when it is a model card. A Space's card is marked, since it speaks for an app; a page with a
 * licence alone (a web site's) says nothing about a model. `undefined` when it is no card.
 */
export function readCard(entries: readonly Entry[]): CardFacts | undefined {
  const keys = new Set(entries.map((entry) => String(entry.path[0])));
  if (![...keys].some((key) => CARD_KEYS.has(key))) return undefined;
  const license = valuesOf(entries, 'license');
  const licenseName = valuesOf(entries, 'license_name')[0];
  const licenseLink = valuesOf(entries, 'license_link')[0];
  const relation = RELATIONS[valuesOf(entries, 'base_model_relation')[0]?.toLowerCase() ?? ''];
  const gate = entries.find((entry) => entry.path[0] === 'gated')?.value.toLowerCase();
  const gated =
    gate === 'manual'
      ? 'manual'
      : gate === 'auto' || gate === 'true' || [...keys].some((key) => key.startsWith('extra_gated_'))
        ? 'auto'
        : undefined;
  return {
    ...(license.length > 0 ? { license } : {}),
    ...(licenseName === undefined ? {} : { licenseName }),
    ...(licenseLink === undefined ? {} : { licenseLink }),
    baseModels: valuesOf(entries, 'base_model').slice(0, MAX_BASES),
    ...(relation === undefined ? {} : { relation }),
    datasets: valuesOf(entries, 'datasets').slice(0, MAX_BASES),
    ...(gated === undefined ? {} : { gated }),
    ...([...keys].some((key) => SPACE_KEYS.has(key)) ? { isSpace: true } : {}),
  };
}

/** Relation of a derivative to its bases when its maker did not state one. */
export function guessRelation(card: CardFacts, files: { adapter: boolean; gguf: boolean }): Relation {
  if (card.relation) return card.relation;
  if (files.adapter) return 'adapter';
  if (files.gguf) return 'quantized';
  return card.baseModels.length > 1 ? 'merge' : 'finetune';
}

/** Base model that an adapter configuration names; a path on somebody's machine is none. */
export function adapterBase(entries: readonly Entry[]): string | undefined {
  const value = entries.find((entry) => entry.path.length === 1 && entry.path[0] === 'base_model_name_or_path')?.value.trim();
  return value && isHubName(value) ? value : undefined;
}

/** `_name_or_path` of a configuration, when it names a repository and not a path. */
export function configOrigin(entries: readonly Entry[]): string | undefined {
  const value = entries.find((entry) => entry.path.length === 1 && entry.path[0] === '_name_or_path')?.value.trim();
  return value && value.includes('/') && isHubName(value) ? value : undefined;
}

/** `org/name` or an old name without organisation; never a path. */
export function isHubName(value: string): boolean {
  return (
    /^(?:[A-Za-z0-9][\w.-]{0,95}\/)?[A-Za-z0-9][\w.-]{0,95}$/.test(value) &&
    !/checkpoint-\d+$|^(?:output|outputs|results?|models?|checkpoints?|tmp|home|data|mnt)\//i.test(value)
  );
}
