/** Joins manifests with the lockfiles that pin them: one entry per package, with scope, directness, chain and position. */

import type { DependencyScope } from '../types/dependency.ts';
import { chainLength, chainOf, reach, stronger } from './graph.ts';
import type { Reached, Root } from './graph.ts';
import type { Edge, Found, Installed, Reading } from './types.ts';
import { dirname, relative } from './text.ts';

/** A package of the project, before its licence is known. */
export interface Entry {
  found: Found;
  reading: Reading;
  scope: DependencyScope;
  direct: boolean;
  /** How a transitive package is reached. */
  chain?: Chain;
  manifest: { path: string; line: number };
  /** Named by a manifest that no lockfile covers. */
  unlocked?: boolean;
  /** Installed only. */
  local?: boolean;
  /** Its installed copy, when that is how it was found. */
  copy?: Installed;
}

/** The way from the project to a package; its names are looked up only for entries that say more than those before them. */
export interface Chain {
  length: number;
  names(): string[];
}

/** Steps through a lockfile. */
class LockChain implements Chain {
  private readonly lock: Lock;
  private readonly key: string;
  readonly length: number;

  constructor(lock: Lock, key: string, depth: number) {
    this.lock = lock;
    this.key = key;
    this.length = chainLength(depth);
  }

  names(): string[] {
    return this.lock.chainTo(this.key);
  }
}

const NO_EDGES: readonly Edge[] = [];

/** Entries of all readings; the same package may occur several times. */
export interface Linked {
  /** What manifests name and no lockfile pins. */
  unlocked: Entry[];
  /**
   * The packages of the lockfiles, made one lockfile at a time as they are asked for: a large tree has ten times as many entries as
   * packages. What is known of a lockfile is forgotten when its entries have been taken, the ways to its packages with it.
   */
  locked: Iterable<Entry[]>;
}

/** Joins manifests with lockfiles. Readings of lockfiles are empty once their entries have been taken. */
export function linkReadings(readings: readonly Reading[]): Linked {
  const locks = readings.filter((reading) => reading.kind === 'lock' || reading.kind === 'bom').map((reading) => new Lock(reading));
  const entries: Entry[] = [];
  for (const manifest of readings) {
    if (manifest.kind !== 'manifest') continue;
    const covering = locksOf(manifest, locks);
    for (const found of manifest.packages) {
      if (found.constraintOnly) continue;
      let isLocked = false;
      for (const lock of covering) isLocked = lock.attach(found, manifest) || isLocked;
      if (!isLocked) entries.push({ ...alone(found, manifest), unlocked: covering.length === 0 });
    }
  }
  return { unlocked: entries, locked: entriesOf(locks) };
}

function* entriesOf(locks: Lock[]): Generator<Entry[]> {
  for (let lock = locks.shift(); lock !== undefined; lock = locks.shift()) {
    yield lock.entries();
    lock.reading.packages = [];
  }
}

function alone(found: Found, reading: Reading): Entry {
  const manifest = { path: found.path ?? reading.path, line: found.line };
  return { found, reading, scope: found.scope ?? 'production', direct: found.direct ?? false, manifest };
}

/** The lockfiles that pin what a manifest asks for: those that name its folder, else the nearest above that covers all below. */
function locksOf(manifest: Reading, locks: readonly Lock[]): Lock[] {
  const folder = dirname(manifest.path);
  const same = locks.filter(({ reading }) => reading.kind === 'lock' && reading.ecosystem === manifest.ecosystem);
  const named = same.filter((lock) => lock.covers(folder));
  if (named.length > 0) return named;
  const above = same.filter(({ reading, folder: base }) => reading.coversBelow && (base === '' || folder.startsWith(`${base}/`)));
  const nearest = Math.max(...above.map((lock) => lock.folder.length));
  return above.filter((lock) => lock.folder.length === nearest);
}

class Lock {
  readonly reading: Reading;
  readonly folder: string;
  private readonly byKey = new Map<string, Found>();
  private byName: Map<string, Found[]> | undefined;
  private readonly roots: Root[] = [];
  private reached: ReadonlyMap<string, Reached> = new Map();
  /** Where manifests name the package; the first one counts. */
  private readonly named = new Map<string, { path: string; line: number }>();

  constructor(reading: Reading) {
    this.reading = reading;
    this.folder = dirname(reading.path);
    for (const found of reading.packages) {
      this.byKey.set(found.key, found);
      if (found.direct) this.roots.push({ key: found.key, scope: found.scope ?? 'production' });
    }
  }

  covers(folder: string): boolean {
    return this.reading.covers === undefined ? folder === this.folder : this.reading.covers.has(folder);
  }

  private withName(name: string): Found[] {
    if (this.byName === undefined) {
      this.byName = new Map();
      for (const found of this.reading.packages) {
        const same = this.byName.get(found.name);
        if (same) same.push(found);
        else this.byName.set(found.name, [found]);
      }
    }
    return this.byName.get(name) ?? [];
  }

  /** Names from the project to a package, both ends included. */
  chainTo(key: string): string[] {
    return chainOf(this.reached, key).map((step) => this.byKey.get(step)?.name ?? step);
  }

  /** Takes a manifest's requirement for a root of this lockfile, when it is pinned here. */
  attach(found: Found, manifest: Reading): boolean {
    const keys = this.reading.resolve
      ? [this.reading.resolve(found.key, found.requested ?? found.version, relative(this.folder, dirname(manifest.path)))]
      : this.withName(found.name).map((one) => one.key);
    let attached = false;
    for (const key of keys) {
      const locked = key === undefined ? undefined : this.byKey.get(key);
      // A manifest that pins another version than the lockfile is out of step with it: both are reported.
      if (key === undefined || !locked || !isSameVersion(found.version, locked.version)) continue;
      attached = true;
      this.roots.push({ key, scope: found.scope ?? 'production' });
      if (!this.named.has(key)) this.named.set(key, { path: found.path ?? manifest.path, line: found.line });
    }
    return attached;
  }

  /** Without a manifest: what nothing else in the lockfile needs was asked for by the project. Says nothing when the file has no edges. */
  private takeUnneeded(): void {
    const needed = new Set<string>();
    for (const { requires } of this.reading.packages) for (const { to } of requires ?? []) needed.add(to);
    if (needed.size === 0) return;
    for (const { key, scope } of this.reading.packages) if (!needed.has(key)) this.roots.push({ key, scope: scope ?? 'production' });
  }

  entries(): Entry[] {
    for (const found of this.reading.packages) {
      if (found.directUnlessNamed && !this.named.has(found.key)) this.roots.push({ key: found.key, scope: 'production' });
    }
    if (this.roots.length === 0) this.takeUnneeded();
    const reached = reach(this.roots, (key) => this.byKey.get(key)?.requires ?? NO_EDGES);
    this.reached = reached;
    return this.reading.packages.map((found) => {
      const how = reached.get(found.key);
      const entry: Entry = {
        found,
        reading: this.reading,
        scope: how && found.scope ? stronger(how.scope, found.scope) : (how?.scope ?? found.scope ?? 'production'),
        direct: how?.depth === 0,
        manifest: this.named.get(found.key) ?? { path: found.path ?? this.reading.path, line: found.line },
      };
      if (how && how.depth > 0) entry.chain = new LockChain(this, found.key, how.depth);
      return entry;
    });
  }
}

/** Stands at its line of the lockfile, not at the manifest that asks for it. */
function isAtLock({ manifest, reading }: Entry): boolean {
  return reading.kind === 'lock' && manifest.path === reading.path;
}

function isSameVersion(one: string | undefined, other: string | undefined): boolean {
  const plain = (version: string): string => version.replace(/^v(?=\d)/, '').replace(/\+.*$/, '');
  return one === undefined || other === undefined || plain(one) === plain(other);
}

/** Whether one entry says more than another about the same package: manifests and lockfiles before BOMs, direct before transitive, a manifest before a lockfile, then the shorter chain. */
export function moreTelling(one: Entry, other: Entry): boolean {
  // A BOM repeats what manifests and lockfiles say; people mend the latter.
  if ((one.reading.kind === 'bom') !== (other.reading.kind === 'bom')) return other.reading.kind === 'bom';
  if (one.direct !== other.direct) return one.direct;
  if (one.direct && isAtLock(one) !== isAtLock(other)) return isAtLock(other);
  if (one.scope !== other.scope) return stronger(one.scope, other.scope) === one.scope;
  return (one.chain?.length ?? Infinity) < (other.chain?.length ?? Infinity);
}
