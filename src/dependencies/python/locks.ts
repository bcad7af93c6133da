/** Lockfiles of Python: poetry.lock, uv.lock, pdm.lock, pylock.toml (PEP 751), Pipfile.lock. None of them states licences. */

import { isTable, lineOf, list, table, text } from '../formats/document.ts';
import type { Table } from '../formats/document.ts';
import { readJson } from '../formats/json.ts';
import { readToml } from '../formats/toml.ts';
import type { DependencyScope } from '../../types/dependency.ts';
import type { Edge, Found, Reading } from '../types.ts';
import { askFor } from '../graph.ts';
import { clean, dirname, join } from '../text.ts';
import { pythonName, readRequirement, scopeOfGroup } from './requirement.ts';

/** Packages of one TOML lockfile, with a look-up by name. */
class LockPackages {
  readonly found: Found[] = [];
  private readonly byName = new Map<string, Found[]>();

  add(found: Found): void {
    this.found.push(found);
    const same = this.byName.get(found.name);
    if (same) same.push(found);
    else this.byName.set(found.name, [found]);
  }

  /** Keys of all entries of a name; several when platforms are pinned apart. */
  keys(name: string, version?: string): string[] {
    const all = this.byName.get(pythonName(name)) ?? [];
    const exact = version === undefined ? [] : all.filter((one) => one.version === version);
    return (exact.length > 0 ? exact : all).map((one) => one.key);
  }
}

/** The entries that name a package, with what all of these lockfiles say of one. */
function* namedEntries(entries: readonly Table[]): Generator<{ entry: Table; found: Found }> {
  for (const [index, entry] of entries.entries()) {
    const name = text(entry['name']);
    if (name === undefined) continue;
    const version = text(entry['version']);
    const found: Found = { key: `${index}`, name: clean(pythonName(name)), line: lineOf(entry, 'name') };
    if (version !== undefined) found.version = clean(version);
    yield { entry, found };
  }
}

/** Reads `poetry.lock` of every version. */
export function readPoetryLock(path: string, source: string): Reading {
  const doc = readToml(source);
  const packages = new LockPackages();
  const entries = list(doc.root['package']).map(table);
  for (const { entry, found } of namedEntries(entries)) {
    const groups = list(entry['groups']).map((group) => String(group));
    // Before version 2.0 of poetry the lockfile had one category, and since 1.5 none.
    if (groups.length > 0) found.scope = strongestGroup(groups);
    else if (text(entry['category']) === 'dev') found.scope = 'development';
    if (entry['optional'] === true && (found.scope ?? 'production') === 'production') found.scope = 'optional';
    const origin = table(entry['source']);
    if (['git', 'url'].includes(text(origin['type']) ?? '')) found.url = clean(text(origin['url']) ?? '');
    if (['directory', 'file'].includes(text(origin['type']) ?? '')) found.workspace = text(origin['type']) === 'directory';
    packages.add(found);
  }
  link(packages, entries, (entry) =>
    Object.entries(table(entry['dependencies'])).map(([name, value]) => ({
      name,
      optional: table(list(value)[0] ?? value)['optional'] === true,
    })),
  );
  return lock(path, 'poetry.lock', packages, doc.problems);
}

/** Group names of poetry and pdm. */
function strongestGroup(groups: readonly string[]): DependencyScope {
  if (groups.includes('main') || groups.includes('default')) return 'production';
  const scopes = groups.map((group) => scopeOfGroup(group) ?? 'development');
  return scopes.includes('development') ? 'development' : 'test';
}

/** Reads `uv.lock`; the entries with a folder as source are packages of the project. */
export function readUvLock(path: string, source: string): Reading {
  const doc = readToml(source);
  const problems = [...doc.problems];
  const version = Number(text(doc.root['version']) ?? 1);
  if (version > 1) problems.push(`lockfile version ${version} is not known; read like version 1`);
  const base = dirname(path);
  const covers = new Set([base]);
  const packages = new LockPackages();
  const entries = list(doc.root['package']).map(table);
  const own = new Map<Found, Table>();
  for (const { entry, found } of namedEntries(entries)) {
    const origin = table(entry['source']);
    const folder = text(origin['editable']) ?? text(origin['virtual']) ?? text(origin['directory']);
    const address = text(origin['git']) ?? text(origin['url']);
    if (address !== undefined) found.url = clean(address);
    if (folder !== undefined) {
      found.workspace = true;
      own.set(found, entry);
      const covered = join(base, folder);
      if (covered !== undefined) covers.add(covered);
    }
    packages.add(found);
  }
  link(packages, entries, (entry) => [
    ...named(entry['dependencies'], false),
    ...Object.values(table(entry['optional-dependencies'])).flatMap((items) => named(items, true)),
  ]);
  const byKey = new Map(packages.found.map((found) => [found.key, found]));
  const mark = (items: unknown, scope: DependencyScope): void => {
    for (const { name, version } of named(items, false)) {
      for (const key of packages.keys(name, version)) askFor(byKey.get(key)!, scope);
    }
  };
  for (const [found, entry] of own) {
    delete found.requires;
    mark(entry['dependencies'], 'production');
    for (const [extra, items] of Object.entries(table(entry['optional-dependencies']))) mark(items, scopeOfGroup(extra) ?? 'optional');
    for (const [group, items] of Object.entries(table(entry['dev-dependencies']))) mark(items, scopeOfGroup(group) ?? 'development');
  }
  const reading = lock(path, 'uv.lock', packages, problems, covers);
  // The project itself stands in its own lockfile; other members of the workspace are packages of the project.
  const root = [...own].find(([, entry]) =>
    ['.', undefined].includes(text(table(entry['source'])['editable']) ?? text(table(entry['source'])['virtual'])),
  );
  reading.packages = reading.packages.filter((found) => found !== root?.[0]);
  return reading;
}

function named(items: unknown, optional: boolean): { name: string; version?: string; optional: boolean }[] {
  return list(items).flatMap((item) => {
    const entry = isTable(item) ? item : undefined;
    const name = text(entry?.['name']);
    const version = text(entry?.['version']);
    return name === undefined ? [] : [{ name, optional, ...(version === undefined ? {} : { version }) }];
  });
}

/** Reads `pdm.lock`. */
export function readPdmLock(path: string, source: string): Reading {
  const doc = readToml(source);
  const packages = new LockPackages();
  const entries = list(doc.root['package']).map(table);
  for (const { entry, found } of namedEntries(entries)) {
    const groups = list(entry['groups']).map((group) => String(group));
    if (groups.length > 0) found.scope = strongestGroup(groups);
    const address = text(entry['git']) ?? text(entry['url']);
    if (address !== undefined) found.url = clean(address);
    if (text(entry['path']) !== undefined) found.workspace = true;
    packages.add(found);
  }
  link(packages, entries, (entry) => list(entry['dependencies']).flatMap((item) => requirementName(item)));
  return lock(path, 'pdm.lock', packages, doc.problems);
}

function requirementName(item: unknown): { name: string; optional: boolean }[] {
  const requirement = readRequirement(text(item) ?? '');
  return requirement === undefined ? [] : [{ name: requirement.name, optional: requirement.extra === true }];
}

/** Reads `pylock.toml` and `pylock.<name>.toml` (PEP 751). */
export function readPylock(path: string, source: string): Reading {
  const doc = readToml(source);
  const problems = [...doc.problems];
  const version = text(doc.root['lock-version']);
  if (version !== undefined && !version.startsWith('1.'))
    problems.push(`lockfile version ${clean(version)} is not known; read like version 1.0`);
  const packages = new LockPackages();
  const entries = list(doc.root['packages']).map(table);
  for (const { entry, found } of namedEntries(entries)) {
    const address = text(table(entry['vcs'])['url']) ?? text(table(entry['archive'])['url']);
    if (address !== undefined) found.url = clean(address);
    if (entry['directory'] !== undefined) found.workspace = true;
    packages.add(found);
  }
  link(packages, entries, (entry) => named(entry['dependencies'], false));
  return lock(path, 'pylock', packages, problems);
}

/** Reads `Pipfile.lock`, which has no edges. */
export function readPipfileLock(path: string, source: string): Reading {
  const doc = readJson(source);
  const packages = new LockPackages();
  for (const [section, value] of Object.entries(doc.root)) {
    if (section === '_meta' || !isTable(value)) continue;
    for (const [name, details] of Object.entries(value)) {
      const entry = table(details);
      const found: Found = { key: `${section}\0${name}`, name: clean(pythonName(name)), line: lineOf(value, name) };
      const version = text(entry['version'])?.replace(/^==/, '');
      if (version !== undefined) found.version = clean(version);
      if (section !== 'default') found.scope = section === 'develop' ? 'development' : (scopeOfGroup(section) ?? 'optional');
      const address = text(entry['git']) ?? text(entry['file']);
      if (address !== undefined) found.url = clean(address);
      if (text(entry['path']) !== undefined) found.workspace = true;
      packages.add(found);
    }
  }
  return lock(path, 'pipfile.lock', packages, doc.problems);
}

function link(
  packages: LockPackages,
  entries: readonly Table[],
  needs: (entry: Table) => { name: string; version?: string; optional: boolean }[],
): void {
  for (const found of packages.found) {
    const requires: Edge[] = [];
    for (const { name, version, optional } of needs(entries[Number(found.key)]!)) {
      for (const to of packages.keys(name, version)) requires.push(optional ? { to, optional } : { to });
    }
    found.requires = requires;
  }
}

function lock(path: string, format: string, packages: LockPackages, problems: string[], covers?: ReadonlySet<string>): Reading {
  return { path, ecosystem: 'pypi', kind: 'lock', format, packages: packages.found, problems, ...(covers === undefined ? {} : { covers }) };
}
