/**
 * From references to models: one model for all spellings, with every way the project reaches it. Shape proves nothing; the catalogue,
 * the host and the files of the project decide.
 */

import type { Channel, IdentifiedModel, Route } from '../types/model.ts';
import type { Project } from '../types/project.ts';
import type { ModelReference, Recognised } from '../types/reference.ts';
import type { RuleBook } from '../types/rules.ts';
import { isServed } from './catalogue.ts';
import { identityRules } from './data.ts';
import { identifyName, type Identity } from './name.ts';
import { purlOf } from './purl.ts';

export { identifyName, type Identity, type Named } from './name.ts';
export { baseOfCopy, baseOfFamily, ollamaBases, type DerivedBase } from './copies.ts';
export { canonicalOf, hubRecord, isServed } from './catalogue.ts';
export { identityRules } from './data.ts';
export { hasLines, lineOf } from './lines.ts';
export { closedModel, copiedModel, isListMaker, repositoryOf } from './plain.ts';
export { purlOf } from './purl.ts';

/** Channels in the order of their duties: what is handed out binds most. */
const CHANNEL_ORDER: readonly Channel[] = ['bundled', 'build-download', 'runtime-download', 'hosted-open', 'vendor-api'];

/** Text of a canonical id. */
export const idOf = ({ registry, name }: Pick<Identity, 'registry' | 'name'>): string => `${registry}:${name}`;

/**
 * Puts all references to one model together. Ids compare without case, the catalogue's spelling wins. Sorted by id.
 *
 * @param recognised what the recogniser found
 * @param project decides whether a named weights file lies in the tree
 */
export function identify(recognised: Recognised, rules: RuleBook, project: Project): IdentifiedModel[] {
  const groups = new Map<string, { identity: Identity; references: ModelReference[]; routes: Route[] }>();
  const memo = new Map<string, Identity>();
  for (const reference of recognised.references) {
    if (reference.target === 'none') continue;
    const identity = locate(memoised(reference, memo, rules), reference, project);
    const key = idOf(identity).toLowerCase();
    const group = groups.get(key) ?? { identity, references: [], routes: [] };
    if (!group.identity.record && identity.record) group.identity = identity;
    group.references.push(reference);
    addRoute(group.routes, routeOf(identity, reference, project, rules));
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => toModel(group)).toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function memoised(reference: ModelReference, memo: Map<string, Identity>, rules: RuleBook): Identity {
  const { name, registry, provider, revision, file, target, role } = reference;
  const key = JSON.stringify([name, registry, provider, revision, file, target === 'vendor', role === 'tokenizer' || role === 'config']);
  const known = memo.get(key);
  if (known) return known;
  const made = identifyName(reference, rules);
  if (target === 'prefix' && !made.name.endsWith('*')) made.name = `${made.name}*`;
  memo.set(key, made);
  return made;
}

/** A path in the project becomes the path from the root; a bare name of a file in the tree is that file. */
function locate(identity: Identity, reference: ModelReference, project: Project): Identity {
  if (identity.registry !== 'file' && identity.registry !== 'unknown' && reference.how !== 'file' && reference.how !== 'file-header')
    return identity;
  if (reference.how === 'file' || reference.how === 'file-header') {
    // The file itself is the model, whatever its name reminds of: only what lies in the tree is certain.
    if (identity.registry === 'file' || identity.registry === 'unknown') return { ...identity, registry: 'file', name: reference.path };
    return identity;
  }
  const path = inProject(identity.name, reference, project) ?? missingBeside(identity, reference);
  return path === undefined ? identity : { ...identity, registry: 'file', name: path };
}

/** File names that every repository of a hub has: they tell models apart only together with their folder. */
const SHARED_NAME = /^(?:(?:pytorch|tf|flax|diffusion_pytorch|adapter|open_clip_pytorch)_)?(?:model|weights)(?:-\d+-of-\d+)?\.\w+$/i;

/** A file that a configuration names beside itself and that is not in the tree, where its name alone says nothing. */
function missingBeside(identity: Identity, reference: ModelReference): string | undefined {
  if (identity.registry !== 'file' || reference.how !== 'config' || identity.record !== undefined) return undefined;
  const folder = reference.path.slice(0, reference.path.lastIndexOf('/') + 1);
  return folder !== '' && SHARED_NAME.test(identity.name) ? `${folder}${identity.name}` : undefined;
}

/** Path from the root of a file named in another file: relative to the root, or to the folder of the file that names it. */
function inProject(name: string, reference: ModelReference, project: Project): string | undefined {
  if (!/[./]/.test(name) || name.includes('://')) return undefined;
  const clean = name.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
  if (project.file(clean)) return clean;
  const folder = reference.path.includes('/') ? reference.path.slice(0, reference.path.lastIndexOf('/')) : '';
  const joined = normalise(`${folder}/${clean}`);
  return joined !== undefined && project.file(joined) ? joined : undefined;
}

function normalise(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else parts.push(part);
  }
  return parts.join('/');
}

function routeOf(identity: Identity, reference: ModelReference, project: Project, rules: RuleBook): Route {
  const { provider, vendor, served } = identity;
  if (provider !== undefined || served !== undefined) {
    const channel: Channel = served === 'weights' && vendor === undefined && !isOwnHost(identity, rules) ? 'hosted-open' : 'vendor-api';
    return routeVia(channel, identity, rules);
  }
  return { channel: channelOf(identity, reference, project) };
}

/** The route to a model that somebody serves, with whose terms bind on it. */
export function routeVia(channel: Channel, { provider, vendor, served }: Identity, rules: RuleBook): Route {
  const alone = provider !== undefined && vendor !== undefined && rules.provider(provider)?.terms.bindsAlone?.vendors.includes(vendor);
  return {
    channel,
    ...(provider === undefined ? {} : { provider }),
    ...(vendor === undefined ? {} : { vendor }),
    ...(alone ? { alone } : {}),
    ...(served === undefined ? {} : { served }),
  };
}

/** Providers whose terms bind on a route: the host, and the maker unless the host sells its models as its own. */
export function contractPartners({ provider, vendor, alone }: Route): string[] {
  return [provider, alone ? undefined : vendor].filter((one) => one !== undefined);
}

/** The maker's own endpoint: its terms govern, whether or not weights exist elsewhere. */
function isOwnHost({ registry, record, provider }: Identity, rules: RuleBook): boolean {
  if (!record || provider === undefined || registry === 'huggingface') return false;
  return isServed(record, identityRules(rules));
}

function channelOf(identity: Identity, reference: ModelReference, project: Project): Channel {
  if (reference.how === 'file' || reference.how === 'file-header') return 'bundled';
  const file = identity.registry === 'file' ? identity.name : identity.file;
  if (file !== undefined && project.file(file) && project.file(file)?.local !== true) return 'bundled';
  const format = project.file(reference.path)?.format;
  // An image or a set-up script that fetches weights puts them into what is built; one that starts a server fetches them later.
  if (format === 'dockerfile' && reference.usage !== 'serve') return 'build-download';
  if ((format === 'shell' || format === 'makefile' || format === 'powershell') && reference.usage === 'load') return 'build-download';
  return 'runtime-download';
}

function addRoute(routes: Route[], route: Route): void {
  const same = (one: Route): boolean => one.channel === route.channel && one.provider === route.provider && one.vendor === route.vendor;
  if (!routes.some(same)) routes.push(route);
}

function toModel({ identity, references, routes }: { identity: Identity; references: ModelReference[]; routes: Route[] }): IdentifiedModel {
  const ordered = routes.toSorted(
    (a, b) => CHANNEL_ORDER.indexOf(a.channel) - CHANNEL_ORDER.indexOf(b.channel) || (a.provider ?? '').localeCompare(b.provider ?? ''),
  );
  const first = ordered[0]!;
  const revisions = new Set(references.map((one) => one.revision).filter((one) => one !== undefined));
  const revision = identity.revision ?? (revisions.size === 1 ? [...revisions][0] : undefined);
  const purl = purlOf(identity.registry, identity.name, revision);
  return {
    id: idOf(identity),
    registry: identity.registry,
    name: identity.name,
    ...(revision === undefined ? {} : { revision }),
    ...(purl === undefined ? {} : { purl }),
    channel: first.channel,
    ...(first.provider === undefined ? {} : { provider: first.provider }),
    ...(identity.record ? { catalogId: identity.record.id } : {}),
    routes: ordered,
    references: references.toSorted((a, b) => compareText(a.path, b.path) || a.line - b.line || a.column - b.column),
  };
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
