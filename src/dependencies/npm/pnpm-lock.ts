/** pnpm-lock.yaml, versions 5 to 9. Package keys changed with every version; all forms are read the same way. */

import { walkLockYaml } from '../formats/lock-yaml.ts';
import type { DependencyScope } from '../../types/dependency.ts';
import type { Edge, Found, ReadContext, Reading } from '../types.ts';
import { askFor } from '../graph.ts';
import { clean, dirname, join, ownCopy } from '../text.ts';
import { PnpmVisitor } from './pnpm-document.ts';
import type { PnpmNeed, PnpmPackage, PnpmSection } from './pnpm-document.ts';

const SECTIONS: [section: PnpmSection, scope: DependencyScope][] = [
  ['dependencies', 'production'],
  ['optionalDependencies', 'optional'],
  ['devDependencies', 'development'],
];

/** What the key of a package says, made once for all lockfiles of a scan: those of a large tree name the same packages again and again. */
export interface PnpmIdentity {
  key: string;
  name: string;
  version: string | undefined;
}

/** Reads `pnpm-lock.yaml`. */
export function readPnpmLock(path: string, source: string, context?: Pick<ReadContext, 'pnpmIdentities'>): Reading {
  const { visitor, problems } = walkLockYaml(source, () => new PnpmVisitor());
  const { lockfileVersion, packages, snapshots, importers, own } = visitor.document;
  const major = Number.parseInt(lockfileVersion ?? '', 10);
  if (!(major >= 5 && major <= 9)) {
    problems.push(
      lockfileVersion === undefined
        ? 'no lockfile version'
        : `lockfile version ${clean(lockfileVersion)} is not known; read like version 9`,
    );
  }
  const identities = context?.pnpmIdentities ?? new Map<string, PnpmIdentity>();
  const base = dirname(path);
  const found = new Map<string, Found>();
  for (const entry of packages) addPackage(bareKey(entry.key), entry);
  for (const entry of snapshots) addEdges(addPackage(bareKey(entry.key), entry), entry);
  for (const entry of packages) if (entry.needs.length + entry.optionalNeeds.length > 0) addEdges(found.get(bareKey(entry.key))!, entry);

  const covers = new Set<string>();
  const resolved = new Map<string, Map<string, string>>();
  for (const { folder, needs } of importers ?? [own]) {
    const covered = join(base, folder);
    if (covered === undefined) continue;
    covers.add(ownCopy(covered));
    const locked = new Map<string, string>();
    resolved.set(folder === '.' ? '' : ownCopy(folder), locked);
    for (const [section, scope] of SECTIONS) {
      for (const need of needs[section]) {
        const one = target(need);
        if (one === undefined) continue;
        locked.set(ownCopy(need.name), one.key);
        askFor(one, scope);
      }
    }
  }
  return {
    path,
    ecosystem: 'npm',
    kind: 'lock',
    format: 'pnpm-lock',
    packages: [...found.values()],
    resolve: resolverOf(resolved),
    covers,
    problems,
  };

  function addPackage(id: string, entry: PnpmPackage): Found {
    const known = found.get(id);
    if (known) return known;
    let identity = identities.get(id);
    if (identity === undefined) {
      identity = identityOf(ownCopy(id));
      identities.set(identity.key, identity);
    }
    const { key } = identity;
    // Packages from git or archives state their real name in the entry.
    const name = entry.name === undefined ? identity.name : ownCopy(clean(entry.name));
    const version = entry.version === undefined ? identity.version : ownCopy(clean(entry.version));
    const one: Found = { key, name, line: entry.line };
    if (version !== undefined && isAddress(version)) one.url = version;
    else if (version !== undefined) one.version = version;
    if (one.version !== undefined && entry.name === undefined && entry.version === undefined) one.identity = identity;
    if (entry.isDev) one.scope = 'development';
    if (entry.isOptional) one.scope = one.scope ?? 'optional';
    found.set(key, one);
    return one;
  }

  function addEdges(one: Found, { needs, optionalNeeds }: PnpmPackage): void {
    const edges = (one.requires ??= []);
    for (const need of needs) addEdge(edges, need, false);
    for (const need of optionalNeeds) addEdge(edges, need, true);
  }

  function addEdge(edges: Edge[], need: PnpmNeed, optional: boolean): void {
    const to = target(need)?.key;
    // The lists are short, and one entry per set of peers repeats most of them.
    if (to === undefined || edges.some((edge) => edge.to === to)) return;
    edges.push(optional ? { to, optional } : { to });
  }

  /** The package that a name and the version written beside it stand for. */
  function target({ name, version }: PnpmNeed): Found | undefined {
    const plain = found.get(bareKey(`${name}@${version}`));
    if (plain !== undefined) return plain;
    if (version.startsWith('link:')) return undefined;
    for (const candidate of [`/${name}@${version}`, `/${name}/${version}`, version, `/${version}`]) {
      const one = found.get(bareKey(candidate));
      if (one !== undefined) return one;
    }
    return undefined;
  }
}

/** Made apart from the reading, so that it keeps nothing else of the lockfile. */
function resolverOf(resolved: ReadonlyMap<string, ReadonlyMap<string, string>>): Reading['resolve'] {
  return (name, _requested, from) => resolved.get(from)?.get(name);
}

/** A package key without the peers it was resolved with: `/a@1.0.0(b@2.0.0)`, and `/a/1.0.0_b@2.0.0` of version 5, become `a@1.0.0`. */
export function bareKey(key: string): string {
  let bare = key;
  const peers = bare.indexOf('(');
  if (peers > 0) bare = bare.slice(0, peers);
  if (!bare.startsWith('/')) return bare;
  bare = bare.slice(1);
  const old = /^((?:@[^/]+\/)?[^/@]+)\/([^/]+)$/.exec(bare);
  return old ? `${old[1]}@${old[2]!.split('_')[0]}` : bare;
}

function identityOf(key: string): PnpmIdentity {
  const separator = key.indexOf('@', 1);
  return separator < 0
    ? { key, name: clean(key), version: undefined }
    : { key, name: clean(key.slice(0, separator)), version: clean(key.slice(separator + 1)) };
}

function isAddress(version: string): boolean {
  return /^(?:https?|git|file|github)[:+@]|^[\w.-]+\.[a-z]+\//.test(version);
}
