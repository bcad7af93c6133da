/** pyproject.toml: PEP 621 and 735, and the older tables of poetry, pdm, uv, hatch and pixi. Also Pipfile. */

import { at, isTable, lineOf, list, table, text } from '../formats/document.ts';
import type { Table } from '../formats/document.ts';
import { readToml } from '../formats/toml.ts';
import type { DependencyScope } from '../../types/dependency.ts';
import type { Found, LicenseField, Reading } from '../types.ts';
import { clean } from '../text.ts';
import { foundRequirement, pythonName, readRequirement, scopeOfGroup } from './requirement.ts';

/** Packages named in lists of requirement strings and in tables of names and ranges. */
class Collector {
  readonly packages: Found[] = [];
  readonly problems: string[] = [];

  /** A list of PEP 508 strings. */
  strings(value: unknown, scope: DependencyScope): void {
    const items = list(value);
    for (const [index, item] of items.entries()) {
      const written = text(item);
      if (written === undefined) continue;
      const line = lineOf(items, index);
      const requirement = readRequirement(written);
      if (requirement) this.packages.push(foundRequirement(requirement, line, { scope }));
      else if (!/^-e\s|^\.|^file:/.test(written)) this.problems.push(`line ${line} is not a requirement: ${clean(written, 60)}`);
    }
  }

  /** A table of names, each with a range or a table (`{version = …, git = …, path = …, optional = true}`); poetry, Pipfile and pixi. */
  ranges(value: unknown, scope: DependencyScope, more: Partial<Found> = {}): void {
    const entries = table(value);
    for (const [written, entry] of Object.entries(entries)) {
      // poetry lists alternatives for different platforms; the first one names the package as well as any.
      const first = list(entry)[0] ?? entry;
      const details = table(first);
      const range = (text(first) ?? text(details['version']))?.trim();
      const ecosystem = more.ecosystem ?? 'pypi';
      const name = ecosystem === 'pypi' ? pythonName(written) : written.toLowerCase();
      if (ecosystem === 'pypi' && name === 'python') continue;
      const found: Found = { key: name, name: clean(name), line: lineOf(entries, written), direct: true, scope, ...more };
      const exact = /^={2,3}\s*([^\s,*]+)$|^(\d+(?:\.\d+){2,}[\w.]*)$/.exec(range ?? '');
      const address = text(details['git']) ?? text(details['url']) ?? text(details['file']);
      const inFile = address === undefined ? undefined : readRequirement(address);
      // A bare `1.2.3` is an exact version for poetry and pipenv.
      if (exact) found.version = clean((exact[1] ?? exact[2])!);
      else if (inFile?.version !== undefined) found.version = inFile.version;
      else if (range !== undefined && range !== '*') found.requested = clean(range);
      if (address !== undefined) found.url = clean(address);
      if (text(details['path']) !== undefined && address === undefined) found.workspace = true;
      if (details['optional'] === true && scope === 'production') found.scope = 'optional';
      this.packages.push(found);
    }
  }
}

/** Reads all tables of `pyproject.toml` that name packages. */
export function readPyproject(path: string, source: string): Reading {
  const doc = readToml(source);
  const collect = new Collector();
  const project = table(doc.root['project']);
  const tool = table(doc.root['tool']);
  const poetry = table(tool['poetry']);
  const uv = table(tool['uv']);

  collect.strings(project['dependencies'], 'production');
  for (const [extra, items] of Object.entries(table(project['optional-dependencies'])))
    collect.strings(items, scopeOfGroup(extra) ?? 'optional');
  for (const [group, items] of Object.entries(table(doc.root['dependency-groups'])))
    collect.strings(items, scopeOfGroup(group) ?? 'development');
  collect.strings(at(doc.root, 'build-system', 'requires'), 'development');

  collect.ranges(poetry['dependencies'], 'production');
  collect.ranges(poetry['dev-dependencies'], 'development');
  for (const [group, value] of Object.entries(table(poetry['group']))) {
    const optional = table(value)['optional'] === true;
    const scope = scopeOfGroup(group) ?? (group === 'main' ? 'production' : optional ? 'optional' : 'development');
    collect.ranges(table(value)['dependencies'], scope);
  }
  collect.strings(uv['dev-dependencies'], 'development');
  for (const [group, items] of Object.entries(table(at(tool, 'pdm', 'dev-dependencies'))))
    collect.strings(items, scopeOfGroup(group) ?? 'development');
  for (const value of Object.values(table(at(tool, 'hatch', 'envs')))) {
    collect.strings(table(value)['dependencies'], 'development');
    collect.strings(table(value)['extra-dependencies'], 'development');
  }
  readPixiTables(table(tool['pixi']), collect);
  markSources(table(uv['sources']), collect.packages);

  const described = project['name'] === undefined ? poetry : project;
  const name = text(described['name']);
  const version = text(described['version']);
  return {
    path,
    ecosystem: 'pypi',
    kind: 'manifest',
    format: formatOf(tool),
    packages: collect.packages,
    ...(name === undefined
      ? {}
      : {
          self: {
            name: pythonName(name),
            line: lineOf(described, 'name'),
            fields: projectLicense(described, path),
            ...(version === undefined ? {} : { version: clean(version) }),
          },
        }),
    problems: [...doc.problems, ...collect.problems],
  };
}

/** Which tool installs this project, for the advice what to run. */
function formatOf(tool: Table): string {
  for (const name of ['uv', 'poetry', 'pdm', 'pixi']) if (tool[name] !== undefined) return `pyproject-${name}`;
  return 'pyproject';
}

/** `license = "MIT"`, `license = {text = …}` and the licence classifiers. */
function projectLicense(described: Table, path: string): LicenseField[] {
  const fields: LicenseField[] = [];
  const license = described['license'];
  const written = text(license) ?? text(table(license)['text']);
  if (written !== undefined) fields.push({ text: written, what: 'field', path, line: lineOf(described, 'license') });
  const classifiers = list(described['classifiers']).filter(
    (one): one is string => typeof one === 'string' && one.startsWith('License ::'),
  );
  if (classifiers.length > 0)
    fields.push({ text: classifiers.join('\n'), what: 'classifier', path, line: lineOf(described, 'classifiers') });
  return fields;
}

/** uv and pdm say beside the requirement that it is a package of the same workspace or comes from elsewhere. */
function markSources(sources: Table, packages: readonly Found[]): void {
  for (const [name, value] of Object.entries(sources)) {
    const source = table(list(value)[0] ?? value);
    const address = text(source['git']) ?? text(source['url']);
    for (const found of packages) {
      if (found.name !== pythonName(name)) continue;
      if (source['workspace'] === true || text(source['path']) !== undefined) found.workspace = true;
      if (address !== undefined) found.url = clean(address);
    }
  }
}

function readPixiTables(pixi: Table, collect: Collector): void {
  const one = (value: unknown, scope: DependencyScope): void => {
    const tables = table(value);
    collect.ranges(tables['dependencies'], scope, { ecosystem: 'conda' });
    collect.ranges(tables['pypi-dependencies'], scope);
    for (const target of Object.values(table(tables['target']))) if (isTable(target)) one(target, scope);
  };
  one(pixi, 'production');
  for (const [feature, value] of Object.entries(table(pixi['feature']))) one(value, scopeOfGroup(feature) ?? 'optional');
}

/** Reads `pixi.toml`: conda packages and PyPI packages. */
export function readPixiToml(path: string, source: string): Reading {
  const doc = readToml(source);
  const collect = new Collector();
  readPixiTables(doc.root, collect);
  return {
    path,
    ecosystem: 'conda',
    kind: 'manifest',
    format: 'pixi',
    packages: collect.packages,
    problems: [...doc.problems, ...collect.problems],
  };
}

/** Reads `Pipfile`; every table but the settings is a group of packages. */
export function readPipfile(path: string, source: string): Reading {
  const doc = readToml(source);
  const collect = new Collector();
  for (const [section, value] of Object.entries(doc.root)) {
    // `source` is a list; every other table is a group of packages.
    if (!isTable(value) || ['requires', 'scripts', 'pipenv'].includes(section)) continue;
    collect.ranges(
      value,
      section === 'packages' ? 'production' : section === 'dev-packages' ? 'development' : (scopeOfGroup(section) ?? 'optional'),
    );
  }
  return {
    path,
    ecosystem: 'pypi',
    kind: 'manifest',
    format: 'pipfile',
    packages: collect.packages,
    problems: [...doc.problems, ...collect.problems],
  };
}
