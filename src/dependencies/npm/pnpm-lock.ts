/** pnpm-lock.yaml, versions 5 to 9. Package keys changed with every version; all forms are read the same way. */

import { isTrue, lineOf, table, text } from '../formats/document.ts';
import type { Document, Table } from '../formats/document.ts';
import { readLockYaml } from '../formats/lock-yaml.ts';
import type { DependencyScope } from '../../types/dependency.ts';
import type { Edge, Found, Reading } from '../types.ts';
import { clean, dirname, join } from '../text.ts';

const SECTIONS: [section: string, scope: DependencyScope][] = [
  ['dependencies', 'production'],
  ['optionalDependencies', 'optional'],
  ['devDependencies', 'development'],
];

/** @param parse how the text becomes a table; replaced by a general YAML parser in tests */
export function readPnpmLock(
  path: string,
  source: string,
  _context?: unknown,
  parse: (source: string) => Document = readLockYaml,
): Reading {
  const doc = parse(source);
  const problems = [...doc.problems];
  const major = Number.parseInt(text(doc.root['lockfileVersion']) ?? table(doc.root['lockfileVersion'])['version']?.toString() ?? '', 10);
  if (!(major >= 5 && major <= 9)) {
    const written = text(doc.root['lockfileVersion']);
    problems.push(written === undefined ? 'no lockfile version' : `lockfile version ${clean(written)} is not known; read like version 9`);
  }
  const base = dirname(path);
  const found = new Map<string, Found>();
  const packages = table(doc.root['packages']);
  const snapshots = table(doc.root['snapshots']);
  for (const [key, value] of Object.entries(packages)) addPackage(key, table(value), lineOf(packages, key));
  // From version 9 on, what a package needs stands in `snapshots`, one per set of peers.
  for (const [key, value] of Object.entries(snapshots)) {
    const id = bareKey(key);
    if (!found.has(id)) addPackage(key, table(value), lineOf(snapshots, key));
    addEdges(found.get(id), table(value));
  }
  for (const [key, value] of Object.entries(packages)) addEdges(found.get(bareKey(key)), table(value));

  const importers = doc.root['importers'] === undefined ? singleImporter(doc) : table(doc.root['importers']);
  const covers = new Set<string>();
  const resolved = new Map<string, string>();
  for (const [folder, value] of Object.entries(importers)) {
    const covered = join(base, folder);
    if (covered === undefined) continue;
    covers.add(covered);
    const importer = table(value);
    for (const [section, scope] of SECTIONS) {
      for (const [name, entry] of Object.entries(table(importer[section]))) {
        const version = text(entry) ?? text(table(entry)['version']);
        const to = version === undefined ? undefined : target(name, version);
        if (to === undefined) continue;
        resolved.set(`${folder === '.' ? '' : folder}\0${name}`, to);
        const one = found.get(to)!;
        one.direct = true;
        one.scope = one.scope === undefined || scope === 'production' ? scope : one.scope;
      }
    }
  }
  return {
    path,
    ecosystem: 'npm',
    kind: 'lock',
    format: 'pnpm-lock',
    packages: [...found.values()],
    resolve: (name, _requested, from) => resolved.get(`${from}\0${name}`),
    covers,
    problems,
  };

  function addPackage(key: string, entry: Table, line: number): void {
    const id = bareKey(key);
    if (found.has(id)) return;
    const split = splitKey(id);
    // Packages from git or archives state their real name in the entry.
    const name = text(entry['name']) ?? split.name;
    const version = text(entry['version']) ?? split.version;
    const one: Found = { key: id, name: clean(name), line };
    if (version !== undefined && isAddress(version)) one.url = clean(version);
    else if (version !== undefined) one.version = clean(version);
    if (isTrue(entry['dev'])) one.scope = 'development';
    if (isTrue(entry['optional'])) one.scope = one.scope ?? 'optional';
    found.set(id, one);
  }

  function addEdges(one: Found | undefined, entry: Table): void {
    if (!one) return;
    const edges: Edge[] = (one.requires ??= []);
    const known = new Set(edges.map((edge) => edge.to));
    for (const section of ['dependencies', 'optionalDependencies']) {
      for (const [name, value] of Object.entries(table(entry[section]))) {
        const to = target(name, text(value) ?? '');
        if (to === undefined || known.has(to)) continue;
        known.add(to);
        edges.push(section === 'dependencies' ? { to } : { to, optional: true });
      }
    }
  }

  /** The package key that a name and the version written beside it stand for. */
  function target(name: string, version: string): string | undefined {
    if (version.startsWith('link:')) return undefined;
    for (const candidate of [`${name}@${version}`, `/${name}@${version}`, `/${name}/${version}`, version, `/${version}`]) {
      const id = bareKey(candidate);
      if (found.has(id)) return id;
    }
    return undefined;
  }
}

/** Lockfiles of a single project have the importer's tables at the top. */
function singleImporter(doc: Document): Table {
  const importer: Table = {};
  for (const [section] of SECTIONS) importer[section] = doc.root[section];
  return { '.': importer };
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

function splitKey(id: string): { name: string; version?: string } {
  const separator = id.indexOf('@', 1);
  return separator < 0 ? { name: id } : { name: id.slice(0, separator), version: id.slice(separator + 1) };
}

function isAddress(version: string): boolean {
  return /^(?:https?|git|file|github)[:+@]|^[\w.-]+\.[a-z]+\//.test(version);
}
