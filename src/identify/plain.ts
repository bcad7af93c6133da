/**
 * Names that are no ids: as people, papers and price lists write them (`rules/identity/plain.yaml`). Closed models are told first, so that
 * the name of a published model never opens one.
 */

import type { RuleBook } from '../types/rules.ts';
import { hubRecord, isServed, withoutRouting } from './catalogue.ts';
import { baseOfCopy, baseOfFamily, stripFormats, type DerivedBase } from './copies.ts';
import { identityRules } from './data.ts';
import { lineOf } from './lines.ts';

/** A model whose weights nobody can get. */
export interface ClosedModel {
  /** Registry that its id begins with. */
  registry: string;
  /** Vendor, id in `rules/providers`, where there is a record of it. */
  provider?: string;
  weights: 'api' | 'none';
}

interface PlainNames {
  closed: { match: RegExp; model: ClosedModel }[];
  models: { match: RegExp; id: string }[];
  hubs: Map<string, string>;
}

interface RawNames {
  closed: { match: string; provider?: string; registry?: string; weights?: 'none' }[];
  models: { match: string; id: string }[];
  hubs: Record<string, string>;
}

const cache = new WeakMap<RuleBook, PlainNames>();

function plainNames(rules: RuleBook): PlainNames {
  const known = cache.get(rules);
  if (known) return known;
  const raw = rules.data?.<RawNames>('identity/plain.json');
  const registryOf = (provider: string | undefined): string =>
    (provider === undefined ? undefined : identityRules(rules).providers.get(provider)?.registry) ?? provider ?? 'unreleased';
  const made: PlainNames = {
    closed: (raw?.closed ?? []).map(({ match, provider, registry, weights }) => ({
      match: new RegExp(`^(?:${match})`),
      model: { registry: registry ?? registryOf(provider), weights: weights ?? 'api', ...(provider === undefined ? {} : { provider }) },
    })),
    models: (raw?.models ?? []).map(({ match, id }) => ({ match: new RegExp(`^(?:${match})$`), id })),
    hubs: new Map(Object.entries(raw?.hubs ?? {})),
  };
  cache.set(rules, made);
  return made;
}

/** Longest name compared. */
const MAX_NAME = 120;

/** Lower case, with one dash for blanks, underscores, brackets and middle dots. */
export const plainKey = (name: string): string =>
  name
    .slice(0, MAX_NAME)
    .toLowerCase()
    .replace(/[\s_()[\]·:]+/g, '-')
    .replace(/^-+|-+$/g, '');

/** A name and its maker, as `maker/name` and `maker.name` write them. */
function withoutMaker(name: string): { maker?: string; rest: string } {
  const slash = name.lastIndexOf('/');
  // A slash behind a blank (`ViT L/14`) belongs to a name as people write it.
  if (slash > 0 && !/\s/.test(name.slice(0, slash)))
    return { maker: name.slice(name.lastIndexOf('/', slash - 1) + 1, slash).toLowerCase(), rest: name.slice(slash + 1) };
  const dotted = /^([a-z][a-z0-9]*)\.(?=[a-z])/.exec(name);
  return dotted ? { maker: dotted[1]!, rest: name.slice(dotted[0].length) } : { rest: name };
}

/** The closed model a name means, whoever is said to have made it; `undefined` when it means none. */
export function closedModel(name: string, rules: RuleBook): ClosedModel | undefined {
  const key = plainKey(withoutMaker(name).rest);
  return plainNames(rules).closed.find(({ match }) => match.test(key))?.model;
}

/** True for the names of makers as lists of models write them, where the hub writes them otherwise. */
export const isListMaker = (maker: string, rules: RuleBook): boolean => plainNames(rules).hubs.has(maker);

/** Endings that hosts add to the name of a model they serve. Not `turbo` and `lite`: vendors sell other models under such names. */
const HOST_ENDINGS = /-(?:maas|instant|versatile|free|fast|reference|hf|fp8|fp16|awq|bf16|v\d+|\d+k|cloud)$/;

/** Editions that vendors sell: the line of published models with the same name says nothing about them. */
const MARKETED = /-(?:pro|max|plus|ultra|premier|flash|turbo|lite|preview|latest)(?:-|$)/;

/** Spellings of a hosted name without the endings of hosts, most exact first. */
function hostedKeys(name: string): string[] {
  const written = plainKey(withoutRouting(name).replace(/:\d+$/, ''));
  // Hosts that allow no dots write 2.5 as 2-5.
  const keys = [written.replace(/(?<=[a-z]-?\d)-(?=\d-\d+b)/, '.')];
  for (let rounds = 0; rounds < 4; rounds++) {
    const shorter = keys.at(-1)!.replace(HOST_ENDINGS, '');
    if (shorter === keys.at(-1)) break;
    keys.push(shorter);
  }
  return keys;
}

/**
 * The repository that a name without organisation, or with the organisation as lists write it, stands for. Names of repositories count
 * where a record or a line of models knows them; a name that tells a restricted family stands for that family's own repository.
 */
export function repositoryOf(name: string, rules: RuleBook): string | undefined {
  const { maker, rest } = withoutMaker(name);
  if (closedModel(rest, rules)) return undefined;
  const { models, hubs } = plainNames(rules);
  const hub = maker === undefined ? undefined : (hubs.get(maker) ?? maker);
  const identity = identityRules(rules);
  for (const key of hostedKeys(rest)) {
    if (hub !== undefined) {
      const { record } = hubRecord(`${hub}/${key}`, rules);
      if (record && !isServed(record, identity)) return record.id;
    }
    const tail = rules.repositoryNamed(key);
    if (tail && /\d/.test(key)) return tail.id;
    const row = models.find(({ match }) => match.test(key));
    if (row) return key.replace(row.match, row.id);
    if (hub !== undefined && !MARKETED.test(key) && lineOf(`${hub}/${key}`, rules)) return `${hub}/${key}`;
  }
  return baseOfFamily(plainKey(rest), rules)?.id;
}

/**
 * The model that a name says it is a copy of: one whose name is told by the copy's, or, from an account known for copies, one that the
 * rest of the name stands for when it is read as people write names.
 */
export function copiedModel(name: string, rules: RuleBook): DerivedBase | undefined {
  const copy = baseOfCopy(name, rules);
  const slash = name.indexOf('/');
  if (copy || slash <= 0) return copy;
  const identity = identityRules(rules);
  const relation = identity.makers.get(name.slice(0, slash).toLowerCase());
  const { core } = stripFormats(name.slice(slash + 1), identity);
  const id = relation === undefined ? undefined : repositoryOf(core, rules);
  return id === undefined ? undefined : { id, relation: relation!, confidence: 'low', why: `name of ${name} is how ${id} is called` };
}
