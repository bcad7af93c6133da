/** What catalogue and rules say about a name alone, without a project: the answer for bare ids and for base models outside an input. */

import { gatherAll } from '../gather/index.ts';
import { chooseClaims } from '../gather/claims.ts';
import {
  closedModel,
  hasLines,
  hubRecord,
  identifyName,
  identityRules,
  idOf,
  isListMaker,
  lineOf,
  repositoryOf,
  routeVia,
  type Identity,
} from '../identify/index.ts';
import type { LicenseEngine } from '../types/license.ts';
import type { IdentifiedModel } from '../types/model.ts';
import type { Project } from '../types/project.ts';
import type { Confidence, Relation } from '../types/reference.ts';
import type { RuleBook } from '../types/rules.ts';
import { classify, tableFacts, type TableFacts } from './index.ts';

/** The answer for a name alone, with the facts that a record of the same model is judged by. */
export interface KnownModel {
  canonicalId: string;
  /** A record of the catalogue stands for the name. */
  listed: boolean;
  /** What it is made from was told by its name alone. */
  guessed: boolean;
  /** Effective expression over the chain. */
  license: string;
  /** Own expression, `NOASSERTION` without one. */
  ownLicense: string;
  licenseConfidence: Confidence;
  weightsConfidence: Confidence;
  confidence: Confidence;
  table: TableFacts;
  bases: { name: string; relation: Relation }[];
  because: { fact: string; value: string; source?: string }[];
}

/** A project without files: names are judged by what is known about them. */
export const NO_PROJECT: Project = {
  root: '/',
  files: [],
  file: () => undefined,
  text: () => undefined,
  bytes: () => undefined,
  size: () => undefined,
  list: () => [],
  summary: () => undefined,
  directives: () => [],
  forgetText: () => undefined,
  forgetCode: () => undefined,
  skipped: [],
  stats: { files: 0, bytes: 0, read: 0 },
};

const CACHE_LIMIT = 20_000;

/** The model that a bare name stands for, reached the way its kind is reached. */
export function modelOfName(name: string, rules: RuleBook): IdentifiedModel {
  const identity = asWritten(name, identifyName({ name: withoutRegistry(name, rules), ...hintOf(name, rules) }, rules), rules);
  const { registry, name: canonical, provider, served, record } = identity;
  const channel = served === undefined ? 'runtime-download' : served === 'weights' ? 'hosted-open' : 'vendor-api';
  return {
    id: idOf({ registry, name: canonical }),
    registry,
    name: canonical,
    channel,
    ...(provider === undefined ? {} : { provider }),
    ...(record ? { catalogId: record.id } : {}),
    routes: [routeVia(channel, identity, rules)],
    references: [],
  };
}

/**
 * A name that is no id in any registry: behind the name of a host, of a vendor, or as people write it. Only where nothing else was found;
 * strings of a project are not read this way.
 */
function asWritten(name: string, found: Identity, rules: RuleBook): Identity {
  if (found.record) return found;
  // A line of published models is known by its whole name, also where its maker sells closed ones beside it.
  const line = lineOf(name, rules);
  if (line?.weights === 'public' || line?.weights === 'gated') return { registry: 'huggingface', name };
  if (found.served !== undefined) return found;
  const { routes, namespaces } = identityRules(rules);
  const parts = name.split('/');
  const first = parts[0]!.toLowerCase();
  const provider = parts.length > 2 ? routes.get(first) : undefined;
  if (found.registry === 'unknown' && provider !== undefined) return identifyName({ name: parts.slice(1).join('/'), provider }, rules);
  // A user's repository may be called after any model; only vendors, hosts and bare names mean the model itself.
  if (found.registry === 'huggingface' && !namespaces.has(first) && !routes.has(first) && !isListMaker(first, rules)) return found;
  if (found.registry !== 'unknown' && found.registry !== 'huggingface') return found;
  if (found.registry === 'huggingface' && (line || lineOf(found.name, rules))) return found;
  const closed = closedModel(name, rules);
  if (closed) {
    const { registry, provider: vendor } = closed;
    return { registry, name: parts.at(-1)!, served: 'closed', ...(vendor === undefined ? {} : { provider: vendor }) };
  }
  const repository = repositoryOf(name, rules);
  if (repository === undefined) return found;
  const { record, name: current } = hubRecord(repository, rules);
  return { registry: 'huggingface', name: record?.id ?? current, ...(record ? { record } : {}) };
}

/** `registry:name`, where the part before the colon is a registry or a provider and the catalogue knows no such name as a whole. */
function split(name: string, rules: RuleBook): { registry: string; rest: string } | undefined {
  const colon = name.indexOf(':');
  if (colon <= 0 || name.includes('://') || /^[A-Z]:\\/.test(name)) return undefined;
  const registry = name.slice(0, colon);
  if (!/^[a-z][a-z0-9_.-]*$/i.test(registry)) return undefined;
  if (!isRegistry(registry.toLowerCase(), rules) && !looksLikeTag(name.slice(colon + 1))) return undefined;
  if (registry !== 'ollama' && registry !== 'file' && rules.model(name) !== undefined) return undefined;
  return { registry: registry.toLowerCase(), rest: name.slice(colon + 1) };
}

function isRegistry(name: string, rules: RuleBook): boolean {
  const { libraries, same, namespaces, providerOfRegistry } = identityRules(rules);
  if (['file', 'url', 'unknown'].includes(name) || libraries.has(name) || same.has(name)) return true;
  return providerOfRegistry.has(name) || namespaces.has(name) || rules.provider(name) !== undefined;
}

/** A tag behind a bare name (`llama3.1:8b`) is no registry. */
const looksLikeTag = (rest: string): boolean => /^(?:\d+(?:\.\d+)?[bmkt]|latest|instruct|chat|cloud)\b/i.test(rest);

function hintOf(name: string, rules: RuleBook): { registry?: string } {
  const parts = split(name, rules);
  if (!parts) return {};
  return looksLikeTag(parts.rest) ? { registry: 'ollama' } : { registry: parts.registry };
}

function withoutRegistry(name: string, rules: RuleBook): string {
  const parts = split(name, rules);
  return parts === undefined || looksLikeTag(parts.rest) ? name : parts.rest;
}

/** Bounded memo of known models. */
export class KnownModels {
  readonly #rules: RuleBook;
  readonly #engine: LicenseEngine;
  readonly #memo = new Map<string, KnownModel>();

  constructor(rules: RuleBook, engine: LicenseEngine) {
    this.#rules = rules;
    this.#engine = engine;
  }

  /** What is known of a name; of one that nobody knows, that nothing is. */
  of(name: string): KnownModel {
    const known = this.#memo.get(name);
    if (known) return known;
    const made = this.#make(name);
    if (this.#memo.size >= CACHE_LIMIT) this.#memo.clear();
    this.#memo.set(name, made);
    return made;
  }

  /** Cheap test whether anything may be known of a name; names of the hub that say nothing are the most. */
  mayKnow(name: string): boolean {
    const slash = name.indexOf('/');
    if (slash <= 0 || name.includes('/', slash + 1) || /[:@]/.test(name)) return true;
    return this.#rules.isKnownModel(name) || isKnownSpace(name.slice(0, slash).toLowerCase(), name, this.#rules);
  }

  #make(name: string): KnownModel {
    const model = modelOfName(name, this.#rules);
    const [found] = gatherAll([model], { project: NO_PROJECT, rules: this.#rules, engine: this.#engine });
    const { facts, license, chain } = found!;
    const { confidence, because } = classify(model, facts, license, this.#rules);
    return {
      canonicalId: model.id,
      listed: model.catalogId !== undefined,
      guessed: chain.links.some((link) => link.depth === 1 && link.confidence === 'low'),
      license: license.expression,
      ownLicense: chooseClaims(facts.claims).expression,
      licenseConfidence: license.confidence,
      weightsConfidence: facts.weights.confidence,
      confidence,
      table: tableFacts(facts, license, this.#rules),
      bases: chain.links
        .filter((link) => link.depth === 1)
        .map(({ id, relation }) => ({ name: id.replace(/^huggingface:/, ''), relation })),
      because: because.map(({ fact, value, evidence }) => {
        const source = evidence[0]?.note ?? evidence[0]?.source;
        return source === undefined ? { fact, value } : { fact, value, source };
      }),
    };
  }
}

/** True for organisations, makers of copies, vendors and routes that rules say something about. */
function isKnownSpace(space: string, name: string, rules: RuleBook): boolean {
  const { namespaces, organisations, makers, routes, localRoutes, libraryPrefixes } = identityRules(rules);
  if (hasLines(name, rules) || makers.has(space) || organisations.has(space) || namespaces.has(space)) return true;
  return routes.has(space) || localRoutes.has(space) || libraryPrefixes.has(space) || rules.provider(space) !== undefined;
}
