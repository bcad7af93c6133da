/** Brings the entries of all files together: one group per package and version. */

import type { DependencyScope } from '../types/dependency.ts';
import { stronger } from './graph.ts';
import type { InstalledPackages } from './installed.ts';
import { moreTelling } from './link.ts';
import type { Entry } from './link.ts';
import { purlOf } from './purl.ts';
import type { Found, Installed, LicenseField, Self } from './types.ts';

/** What all entries of one package in one version say together; the entries themselves are not kept, there are too many of them. */
export interface Group {
  purl: string;
  ecosystem: string;
  version: string | undefined;
  /** The entry that says most. */
  entry: Entry;
  scope: DependencyScope;
  /** Where it is named, the place of `entry` first. */
  places: { path: string; line: number }[];
  copy: Installed | undefined;
  self: Self | undefined;
  /** A package of this project. */
  isOwn: boolean;
  /** Installed only. */
  isLocal: boolean;
  /** Licence fields of the files that name it. */
  fields: LicenseField[];
}

/** A group that is still added to. */
interface OpenGroup extends Group {
  /** Marks of all places; see {@link PlaceMarks}. */
  marks: number[];
  /** The entry whose name and qualifiers make the package URL. */
  naming: Found;
  statedPurl: string | undefined;
  /** The first version that a tracked file gives. */
  trackedVersion: string | undefined;
  /** Entries without a version, kept since they may turn out to belong to one. */
  unversioned: Entry[];
}

/** Lines beyond this may share a mark with another place. */
const LINES = 1 << 21;

/** Places as numbers: a package may be named in hundreds of them, and numbers are quickly compared. The same place has the same mark. */
class PlaceMarks {
  private readonly files = new Map<string, number>();

  markOf({ path, line }: Entry['manifest']): number {
    let file = this.files.get(path);
    if (file === undefined) this.files.set(path, (file = this.files.size));
    return file * LINES + line;
  }
}

/**
 * Groups ordered by package URL.
 * @param batches entries in the order in which they count
 * @param selves packages that manifests of the project describe, by ecosystem and name
 */
export async function groupByPackage(
  batches: Iterable<readonly Entry[]>,
  installed: InstalledPackages,
  selves: ReadonlyMap<string, ReadonlyMap<string, Self>>,
): Promise<Group[]> {
  const groups = new Map<string, Map<string, Map<string, OpenGroup>>>();
  const packages: Map<string, OpenGroup>[] = [];
  const versionsOf = (ecosystem: string, name: string): Map<string, OpenGroup> => {
    let names = groups.get(ecosystem);
    if (names === undefined) groups.set(ecosystem, (names = new Map()));
    let versions = names.get(name);
    if (versions === undefined) {
      versions = new Map();
      names.set(name, versions);
      packages.push(versions);
    }
    return versions;
  };
  /** A large tree names the same packages in every lockfile: they are looked up by name once. */
  const byIdentity = new Map<object, OpenGroup>();
  const places = new PlaceMarks();
  for (const batch of batches) {
    for (const entry of batch) {
      const { found, reading } = entry;
      const ecosystem = found.ecosystem ?? reading.ecosystem;
      const self = found.workspace || entry.unlocked ? selves.get(ecosystem)?.get(found.name) : undefined;
      const isOwn = found.workspace === true || (self !== undefined && entry.unlocked === true && reading.self !== self);
      let copy = isOwn ? undefined : installed.copyOf(entry);
      if (copy instanceof Promise) copy = await copy;
      const known = found.identity && byIdentity.get(found.identity);
      if (known) {
        add(known, entry, copy, places);
        continue;
      }
      const version = found.version ?? copy?.version ?? (isOwn ? self?.version : undefined);
      const versions = versionsOf(ecosystem, found.name.toLowerCase());
      let group = versions.get(version ?? '');
      if (group) add(group, entry, copy, places);
      else {
        group = newGroup(entry, { ecosystem, version, copy, self, isOwn }, places);
        versions.set(version ?? '', group);
      }
      if (found.identity) byIdentity.set(found.identity, group);
    }
  }
  for (const versions of packages) {
    const unversioned = versions.get('');
    // A range in one manifest and an exact version in another are one package, as long as only one version is known.
    if (!unversioned || versions.size !== 2) continue;
    versions.delete('');
    const [versioned] = versions.values();
    for (const entry of unversioned.unversioned) add(versioned!, entry, unversioned.copy, places);
  }
  const all: OpenGroup[] = [];
  for (const versions of packages) all.push(...versions.values());
  for (const group of all) group.purl = packageUrl(group);
  return all.toSorted((one, other) => (one.purl < other.purl ? -1 : one.purl > other.purl ? 1 : 0));
}

function newGroup(entry: Entry, known: Pick<Group, 'ecosystem' | 'version' | 'copy' | 'self' | 'isOwn'>, places: PlaceMarks): OpenGroup {
  const { found } = entry;
  const group: OpenGroup = {
    purl: '',
    ...known,
    entry,
    scope: entry.scope,
    places: [entry.manifest],
    isLocal: true,
    fields: [],
    marks: [places.markOf(entry.manifest)],
    naming: found,
    statedPurl: undefined,
    trackedVersion: undefined,
    unversioned: [],
  };
  note(group, entry);
  show(group, entry);
  return group;
}

/**
 * The version in a package URL comes from tracked files only: what happens to be installed on one machine must not change the identity
 * that findings and baselines go by.
 */
function packageUrl({ statedPurl, trackedVersion, ecosystem, version, isOwn, isLocal, naming }: OpenGroup): string {
  return statedPurl ?? purlOf(ecosystem, naming.name, isOwn || isLocal ? version : trackedVersion, naming.qualifiers);
}

function add(group: OpenGroup, entry: Entry, copy: Installed | undefined, places: PlaceMarks): void {
  group.copy ??= copy;
  group.isOwn &&= entry.found.workspace === true || entry.unlocked === true;
  group.scope = stronger(group.scope, entry.scope);
  note(group, entry);
  const { manifest } = entry;
  const isSame = ({ path, line }: Entry['manifest']): boolean => line === manifest.line && path === manifest.path;
  const mark = places.markOf(manifest);
  const isKnown = group.marks.includes(mark) && group.places.some(isSame);
  if (!isKnown) group.marks.push(mark);
  if (moreTelling(entry, group.entry)) {
    show(group, entry);
    group.places = [manifest, ...(isKnown ? group.places.filter((place) => !isSame(place)) : group.places)];
  } else if (!isKnown) group.places.push(manifest);
}

/** Takes from an entry what counts whether or not it says most. */
function note(group: OpenGroup, entry: Entry): void {
  const { found } = entry;
  group.isLocal &&= entry.local === true;
  group.statedPurl ??= found.purl;
  if (!entry.local) group.trackedVersion ||= found.version;
  if (group.naming.qualifiers === undefined && found.qualifiers !== undefined) group.naming = found;
  if (found.fields !== undefined) group.fields.push(...found.fields);
  if (!group.version) group.unversioned.push(entry);
}

/** Makes an entry the one that says most. The way to it is looked up now, since its lockfile is forgotten soon. */
function show(group: OpenGroup, entry: Entry): void {
  const names = entry.chain?.names();
  if (names !== undefined) entry.chain = { length: names.length, names: () => names };
  group.entry = entry;
}
