/** Brings the entries of all files together: one group per package and version. */

import type { DependencyScope } from '../types/dependency.ts';
import { stronger } from './graph.ts';
import type { InstalledPackages } from './installed.ts';
import { moreTelling } from './link.ts';
import type { Entry } from './link.ts';
import { purlOf } from './purl.ts';
import type { Installed, Self } from './types.ts';

/** All entries of one package in one version. */
export interface Group {
  purl: string;
  ecosystem: string;
  version: string | undefined;
  entries: Entry[];
  /** The entry that says most. */
  entry: Entry;
  scope: DependencyScope;
  /** Where it is named, the place of `entry` first. */
  places: { path: string; line: number }[];
  copy: Installed | undefined;
  self: Self | undefined;
  /** A package of this project. */
  isOwn: boolean;
}

/**
 * Groups ordered by package URL.
 * @param selves packages that manifests of the project describe, by ecosystem and name
 */
export async function groupByPackage(
  entries: readonly Entry[],
  installed: InstalledPackages,
  selves: ReadonlyMap<string, ReadonlyMap<string, Self>>,
): Promise<Group[]> {
  const groups = new Map<string, Map<string, Map<string, Group>>>();
  const packages: Map<string, Group>[] = [];
  for (const entry of entries) {
    const { found, reading } = entry;
    const ecosystem = found.ecosystem ?? reading.ecosystem;
    const self = selves.get(ecosystem)?.get(found.name);
    const isOwn = found.workspace === true || (self !== undefined && entry.unlocked === true && reading.self !== self);
    let copy = isOwn ? undefined : installed.copyOf(entry);
    if (copy instanceof Promise) copy = await copy;
    const version = found.version ?? copy?.version ?? (isOwn ? self?.version : undefined);
    let names = groups.get(ecosystem);
    if (names === undefined) groups.set(ecosystem, (names = new Map()));
    const name = found.name.toLowerCase();
    let versions = names.get(name);
    if (versions === undefined) {
      versions = new Map();
      names.set(name, versions);
      packages.push(versions);
    }
    const group = versions.get(version ?? '');
    if (group) {
      add(group, entry, copy);
      continue;
    }
    versions.set(version ?? '', {
      purl: '',
      ecosystem,
      version,
      entries: [entry],
      entry,
      scope: entry.scope,
      places: [entry.manifest],
      copy,
      self,
      isOwn,
    });
  }
  for (const versions of packages) {
    const unversioned = versions.get('');
    // A range in one manifest and an exact version in another are one package, as long as only one version is known.
    if (!unversioned || versions.size !== 2) continue;
    versions.delete('');
    const [versioned] = versions.values();
    for (const entry of unversioned.entries) add(versioned!, entry, unversioned.copy);
  }
  const all: Group[] = [];
  for (const versions of packages) all.push(...versions.values());
  for (const group of all) group.purl = packageUrl(group);
  return all.toSorted((one, other) => (one.purl < other.purl ? -1 : one.purl > other.purl ? 1 : 0));
}

/**
 * The version in a package URL comes from tracked files only: what happens to be installed on one machine must not change the identity
 * that findings and baselines go by.
 */
function packageUrl({ entries, ecosystem, version, isOwn }: Group): string {
  const stated = entries.find(({ found }) => found.purl !== undefined)?.found.purl;
  if (stated !== undefined) return stated;
  const tracked =
    isOwn || entries.every(({ local }) => local) ? version : entries.find(({ found, local }) => !local && found.version)?.found.version;
  const { found } = entries.find((one) => one.found.qualifiers !== undefined) ?? entries[0]!;
  return purlOf(ecosystem, found.name, tracked, found.qualifiers);
}

function add(group: Group, entry: Entry, copy: Installed | undefined): void {
  group.entries.push(entry);
  group.copy ??= copy;
  group.isOwn &&= entry.found.workspace === true || entry.unlocked === true;
  group.scope = stronger(group.scope, entry.scope);
  const isKnown = group.places.some(({ path, line }) => line === entry.manifest.line && path === entry.manifest.path);
  if (!moreTelling(entry, group.entry)) {
    if (!isKnown) group.places.push(entry.manifest);
    return;
  }
  group.entry = entry;
  group.places = [entry.manifest, ...group.places.filter(({ path, line }) => path !== entry.manifest.path || line !== entry.manifest.line)];
}
