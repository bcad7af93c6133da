/** Cargo.toml and Cargo.lock. */

import { at, lineOf, list, table, text } from '../formats/document.ts';
import type { Document, Table } from '../formats/document.ts';
import { readToml } from '../formats/toml.ts';
import type { DependencyScope } from '../../types/dependency.ts';
import type { Edge, Found, LicenseField, ReadContext, Reading } from '../types.ts';
import { clean, dirname } from '../text.ts';
import { bestVersion } from '../versions.ts';

const SECTIONS: [section: string, scope: DependencyScope][] = [
  ['dependencies', 'production'],
  ['build-dependencies', 'development'],
  ['dev-dependencies', 'development'],
  // Spellings with an underscore are old, and still read by cargo.
  ['build_dependencies', 'development'],
  ['dev_dependencies', 'development'],
];

/** A workspace can't be more levels up than this. */
const MAX_LEVELS = 12;

/** Reads `Cargo.toml`; what it inherits comes from the workspace above it. */
export function readCargoToml(path: string, source: string, context: ReadContext): Reading {
  const doc = readToml(source);
  const workspace = doc.root['workspace'] === undefined ? workspaceAbove(path, context) : { doc, path };
  const packages: Found[] = [];
  const isDefault = defaultFeatures(table(doc.root['features']));
  const read = (container: Table): void => {
    for (const [section, scope] of SECTIONS) {
      const entries = table(container[section]);
      for (const [alias, value] of Object.entries(entries)) {
        const found = crate(alias, value, lineOf(entries, alias), scope, workspace?.doc.root);
        if (found.scope === 'optional' && isDefault.has(alias)) found.scope = 'production';
        packages.push(found);
      }
    }
  };
  read(doc.root);
  for (const target of Object.values(table(doc.root['target']))) read(table(target));
  const self = table(doc.root['package']);
  const name = text(self['name']);
  return {
    path,
    ecosystem: 'cargo',
    kind: 'manifest',
    format: 'Cargo.toml',
    packages,
    ...(name === undefined ? {} : { self: { name: clean(name), line: lineOf(self, 'name'), fields: crateLicense(doc, path, workspace) } }),
    problems: doc.problems,
  };
}

/** Optional crates that the default features switch on. */
function defaultFeatures(features: Table): Set<string> {
  const crates = new Set<string>();
  const seen = new Set<string>();
  const pending = ['default'];
  for (let feature = pending.pop(); feature !== undefined; feature = pending.pop()) {
    if (seen.has(feature)) continue;
    seen.add(feature);
    for (const item of list(features[feature])) {
      // `dep:x`, `x/feature`, or the name of a feature or of an optional crate; `x?/feature` switches nothing on.
      const name = /^(?:dep:)?([^/?]+)(?:\/.*)?$/.exec(text(item) ?? '')?.[1];
      if (name === undefined) continue;
      crates.add(name);
      pending.push(name);
    }
  }
  return crates;
}

function crate(alias: string, value: unknown, line: number, scope: DependencyScope, root: Table | undefined): Found {
  let details = table(value);
  // `workspace = true`: the root of the workspace says what is asked for.
  if (details['workspace'] === true) {
    const shared = at(root, 'workspace', 'dependencies', alias);
    details = { ...table(shared), optional: details['optional'], version: text(shared) ?? table(shared)['version'] };
  }
  const range = text(value) ?? text(details['version']);
  const name = text(details['package']) ?? alias;
  const found: Found = { key: name, name: clean(name), line, scope, direct: true };
  const exact = /^=\s*(\d+\.\d+\.\d+\S*)$/.exec(range ?? '')?.[1];
  if (exact !== undefined) found.version = clean(exact);
  else if (range !== undefined) found.requested = clean(range);
  const git = text(details['git']);
  if (git !== undefined) found.url = clean(git);
  if (text(details['path']) !== undefined) found.workspace = true;
  if (details['optional'] === true && scope === 'production') found.scope = 'optional';
  return found;
}

function workspaceAbove(path: string, { project }: ReadContext): { doc: Document; path: string } | undefined {
  let folder = dirname(path);
  for (let level = 0; folder !== '' && level < MAX_LEVELS; level++) {
    folder = dirname(folder);
    const above = folder === '' ? 'Cargo.toml' : `${folder}/Cargo.toml`;
    const source = project.file(above) && project.text(above);
    if (source === undefined || !source.includes('[workspace')) continue;
    return { doc: readToml(source), path: above };
  }
  return undefined;
}

/** Licence fields of a crate; `license.workspace = true` takes those of the workspace. */
export function crateLicense(doc: Document, path: string, workspace?: { doc: Document; path: string }): LicenseField[] {
  const self = table(doc.root['package']);
  const own = text(self['license']);
  if (own !== undefined) return [{ text: own, what: 'field', path, line: lineOf(self, 'license') }];
  if (table(self['license'])['workspace'] !== true || !workspace) return [];
  const shared = table(at(workspace.doc.root, 'workspace', 'package'));
  const license = text(shared['license']);
  return license === undefined ? [] : [{ text: license, what: 'field', path: workspace.path, line: lineOf(shared, 'license') }];
}

/** Reads `Cargo.lock` of any version. */
export function readCargoLock(path: string, source: string): Reading {
  const doc = readToml(source);
  const problems = [...doc.problems];
  const version = Number(text(doc.root['version']) ?? 1);
  if (!(version >= 1 && version <= 4))
    problems.push(`lockfile version ${clean(text(doc.root['version']) ?? '')} is not known; read like version 4`);
  const packages: Found[] = [];
  const byName = new Map<string, Found[]>();
  // Version 1 gave the root package a table of its own.
  const entries = [...(doc.root['root'] === undefined ? [] : [table(doc.root['root'])]), ...list(doc.root['package']).map(table)];
  for (const entry of entries) {
    const name = text(entry['name']);
    if (name === undefined) continue;
    const exact = text(entry['version']);
    const origin = text(entry['source']);
    const found: Found = { key: `${name} ${exact ?? ''} ${origin ?? ''}`, name: clean(name), line: lineOf(entry, 'name') };
    if (exact !== undefined) found.version = clean(exact);
    // Only packages of the workspace and those beside it have no source.
    if (origin === undefined) found.workspace = true;
    else if (origin.startsWith('git+')) found.url = clean(origin);
    const same = byName.get(found.name);
    if (same) same.push(found);
    else byName.set(found.name, [found]);
    packages.push(found);
  }
  const own: Found[] = [];
  for (const [index, entry] of entries.filter((one) => text(one['name']) !== undefined).entries()) {
    const edges: Edge[] = [];
    for (const needed of list(entry['dependencies'])) {
      const [name, exact] = (text(needed) ?? '').split(' ');
      const all = byName.get(name ?? '') ?? [];
      const target = exact === undefined ? all[0] : (all.find((one) => one.version === exact) ?? all[0]);
      if (target) edges.push({ to: target.key });
    }
    const found = packages[index]!;
    // A workspace member's list mixes what ships with development needs; its Cargo.toml tells them apart.
    if (found.workspace) own.push(found);
    else found.requires = edges;
  }
  return {
    path,
    ecosystem: 'cargo',
    kind: 'lock',
    format: 'Cargo.lock',
    packages: own.length === 1 ? packages.filter((found) => found !== own[0]) : packages,
    coversBelow: true,
    resolve: (name, requested) => bestVersion(byName.get(name) ?? [], requested)?.key,
    problems,
  };
}
