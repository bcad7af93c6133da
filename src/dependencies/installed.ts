/** Installed copies of the packages that manifests and lockfiles name, and what is installed besides. */

import { INSTALLED } from './registry.ts';
import { chainLength, chainOf, reach } from './graph.ts';
import type { Root } from './graph.ts';
import type { Entry } from './link.ts';
import type { Ecosystem, Found, Installed, InstalledIndex, InstalledReader, ReadContext, Reading } from './types.ts';
import { dirname } from './text.ts';

const readers = new Map<Ecosystem, InstalledReader>(INSTALLED.map((reader) => [reader.ecosystem, reader]));

/** A name or version that would leave the folder it is looked for in. */
const CLIMBS = /^[/\\]|(?:^|[/\\])\.\.(?:[/\\]|$)/;

/** Opens each place of installed packages once. */
export class InstalledPackages {
  private readonly context: ReadContext;
  private readonly indexes = new Map<string, Promise<InstalledIndex | undefined>>();
  /** Indexes around the files that were read, since lockfiles ask for thousands of packages each. */
  private readonly around = new Map<Reading, Map<Ecosystem, InstalledIndex | undefined>>();

  constructor(context: ReadContext) {
    this.context = context;
  }

  /**
   * The installed copy of a package, `undefined` when it is not installed in the version that is pinned.
   * A promise only where something has to be waited for: most packages of most trees are not installed at all.
   */
  copyOf(entry: Entry): Installed | undefined | Promise<Installed | undefined> {
    if (entry.copy !== undefined) return entry.copy;
    const { found, reading } = entry;
    const ecosystem = found.ecosystem ?? reading.ecosystem;
    const opened = this.around.get(reading);
    if (!opened?.has(ecosystem)) return this.open(ecosystem, reading).then((index) => findIn(index, found));
    return findIn(opened.get(ecosystem), found);
  }

  private async open(ecosystem: Ecosystem, reading: Reading): Promise<InstalledIndex | undefined> {
    const index = await this.index(ecosystem, dirname(reading.path));
    const opened = this.around.get(reading);
    if (opened) opened.set(ecosystem, index);
    else this.around.set(reading, new Map([[ecosystem, index]]));
    return index;
  }

  /**
   * What is installed although no lockfile names it, around manifests without a lockfile: first what their direct dependencies need,
   * then the rest. With a lockfile, the lockfile decides.
   */
  async transitive(
    entries: readonly Entry[],
    readings: readonly Reading[],
    isOwn: (ecosystem: string, name: string) => boolean,
  ): Promise<Entry[]> {
    const found: Entry[] = [];
    const places = new Map<string, Reading>();
    for (const reading of readings) {
      const folder = dirname(reading.path);
      const place = `${reading.ecosystem}\0${folder}`;
      const isLocked = readings.some(
        (one) => one.kind === 'lock' && one.ecosystem === reading.ecosystem && (dirname(one.path) === folder || one.covers?.has(folder)),
      );
      if (reading.kind === 'manifest' && !isLocked && !places.has(place)) places.set(place, reading);
    }
    const seen = new Set<string>();
    for (const reading of places.values()) {
      const index = await this.index(reading.ecosystem, dirname(reading.path));
      if (!index) continue;
      const direct = entries.filter(
        (entry) => entry.unlocked && dirname(entry.reading.path) === dirname(reading.path) && entry.reading.ecosystem === reading.ecosystem,
      );
      for (const entry of await closure(index, direct, reading, isOwn)) {
        const id = `${reading.ecosystem}\0${entry.found.name}\0${entry.found.version ?? ''}`;
        if (seen.has(id)) continue;
        seen.add(id);
        found.push(entry);
      }
    }
    return found;
  }

  /** Why nothing is known about a package, and what to run. */
  advice(entry: Entry, copy: Installed | undefined): string {
    if (copy !== undefined) return copy.because?.() ?? 'it is installed, but states no licence and has no licence file that is known';
    const reader = readers.get(entry.found.ecosystem ?? entry.reading.ecosystem);
    if (!reader) return 'nothing on this machine tells its licence';
    return `not installed; run \`${reader.command(entry.reading)}\`${reader.outsideOnly ? ' and scan with `--stores`' : ''}`;
  }

  private index(ecosystem: Ecosystem, folder: string): Promise<InstalledIndex | undefined> {
    const key = `${ecosystem}\0${folder}`;
    let index = this.indexes.get(key);
    if (index === undefined) {
      index = Promise.resolve(readers.get(ecosystem)?.open(folder, this.context, this.context.outside));
      this.indexes.set(key, index);
    }
    return index;
  }
}

function findIn(index: InstalledIndex | undefined, { name, version, folder }: Found): ReturnType<InstalledIndex['find']> {
  // A name from a lockfile becomes part of a path.
  if (index === undefined || CLIMBS.test(name) || CLIMBS.test(version ?? '')) return undefined;
  return index.find(name, version, folder);
}

async function closure(
  index: InstalledIndex,
  direct: readonly Entry[],
  reading: Reading,
  isOwn: (ecosystem: string, name: string) => boolean,
): Promise<Entry[]> {
  const copies = new Map<string, Installed>();
  for (const copy of index.all()) if (!isOwn(copy.ecosystem, copy.name) && !copies.has(copy.name)) copies.set(copy.name, copy);
  const roots: Root[] = direct.map((entry) => ({ key: entry.found.name, scope: entry.scope }));
  const reached = reach(roots, (name) => (copies.get(name)?.requires() ?? []).map((to) => ({ to })));
  const entries: Entry[] = [];
  const named = new Set(direct.map((entry) => entry.found.name));
  for (const copy of index.all()) {
    if (named.has(copy.name) || isOwn(copy.ecosystem, copy.name)) continue;
    const how = reached.get(copy.name);
    const entry: Entry = {
      found: {
        key: copy.path,
        name: copy.name,
        line: 1,
        path: copy.path,
        ...(copy.version === undefined ? {} : { version: copy.version }),
      },
      reading,
      scope: how?.scope ?? 'development',
      direct: false,
      manifest: { path: copy.path, line: 1 },
      local: true,
      copy,
    };
    if (how) entry.chain = { length: chainLength(how.depth), names: () => chainOf(reached, copy.name) };
    entries.push(entry);
  }
  return entries;
}
