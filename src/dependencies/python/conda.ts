/** conda: environment.yml, conda-lock.yml, explicit lists, pixi.lock. Packages that pip installs inside belong to PyPI. */

import { at, isTrue, lineOf, list, table, text } from '../formats/document.ts';
import { readLockYaml } from '../formats/lock-yaml.ts';
import { readYaml } from '../formats/yaml.ts';
import type { Edge, Found, LicenseField, ReadContext, Reading } from '../types.ts';
import { clean, dirname, join, lines } from '../text.ts';
import { foundRequirement, pythonName, readRequirement, scopeOfGroup } from './requirement.ts';
import { readRequirements } from './requirements.ts';

/** `environment.yml`, `conda-env.yaml`, `gpu-environment.yml` … */
export function isCondaEnvironment(base: string): boolean {
  return /^(?:conda[-_.])?(?:env|environment)s?(?:[-_.][\w.-]+)?\.ya?ml$/.test(base) || /^[\w.-]+[-_.]environment\.ya?ml$/.test(base);
}

/** Reads `dependencies` of an environment file; other YAML files of that name have none and give nothing. */
export function readCondaEnvironment(path: string, source: string, context: ReadContext): Reading | Reading[] | undefined {
  const doc = readYaml(source);
  if (!Array.isArray(doc.root['dependencies'])) return undefined;
  const items = list(doc.root['dependencies']);
  const packages: Found[] = [];
  const problems = [...doc.problems];
  const included: Reading[] = [];
  for (const [index, item] of items.entries()) {
    const line = lineOf(items, index);
    const written = text(item);
    if (written !== undefined) {
      const found = condaSpec(written, line);
      if (found) packages.push(found);
      else problems.push(`line ${line} is not a package: ${clean(written, 60)}`);
      continue;
    }
    const pip = list(table(item)['pip']);
    for (const [position, entry] of pip.entries()) {
      const requirement = text(entry)?.trim() ?? '';
      const file = /^-r\s+(.+)$/.exec(requirement)?.[1];
      const target = file === undefined ? undefined : join(dirname(path), file);
      const content = target === undefined || context.project.file(target) ? undefined : context.project.text(target);
      if (target !== undefined && content !== undefined) included.push(readRequirements(target, content, context));
      const read = readRequirement(requirement);
      if (read) packages.push(foundRequirement(read, lineOf(pip, position), { ecosystem: 'pypi', scope: 'production' }));
    }
  }
  return [{ path, ecosystem: 'conda', kind: 'manifest', format: 'environment', packages, problems }, ...included];
}

/** `channel::name=1.0=build`, `name >=1.0`, `name==1.0`. */
function condaSpec(written: string, line: number): Found | undefined {
  const match = /^(?:([\w./-]+)::)?([A-Za-z0-9_][\w.-]*)\s*(?:\[[^\]]*\])?\s*(.*)$/.exec(written.replace(/\s+#.*$/, '').trim());
  if (!match) return undefined;
  const [, channel, name, rest] = match;
  const exact = /^={1,2}\s*([\w.!+]+)(?:=[\w.*]+)?$/.exec(rest!)?.[1];
  // One `=` pins a prefix (`python=3.9` is any 3.9), except when the build is named too.
  const isExact = exact !== undefined && (rest!.startsWith('==') || /^=[^=]+=[^=]+$/.test(rest!) || exact.split('.').length > 2);
  return {
    key: name!.toLowerCase(),
    name: clean(name!.toLowerCase()),
    line,
    direct: true,
    scope: 'production',
    ...(isExact ? { version: clean(exact) } : rest === '' ? {} : { requested: clean(rest!) }),
    ...(channel === undefined ? {} : { qualifiers: { channel: clean(channel) } }),
  };
}

/** Lists of archive addresses as `conda list --explicit` and conda-lock write them. */
export function isCondaExplicit(base: string): boolean {
  return /^conda-[\w.-]*\.lock$|^explicit[\w.-]*\.txt$|^conda[-_]spec[\w.-]*\.txt$/.test(base);
}

/** A list of archive addresses under `@EXPLICIT`. */
export function readCondaExplicit(path: string, source: string): Reading | undefined {
  if (!/^@EXPLICIT\s*$/m.test(source)) return undefined;
  const packages: Found[] = [];
  for (const [index, row] of lines(source).entries()) {
    const found = fromArchive(row.trim(), index + 1);
    if (found) packages.push(found);
  }
  return { path, ecosystem: 'conda', kind: 'lock', format: 'conda-lock', packages, problems: [] };
}

/** `https://conda.anaconda.org/conda-forge/linux-64/numpy-1.26.4-py311h64a7726_0.conda` */
function fromArchive(address: string, line: number): Found | undefined {
  const match = /^https?:\/\/[^\s]*?\/([^/]+)\/[^/]+\/([^/]+)-([^-/]+)-[^-/]+\.(?:conda|tar\.bz2)(?:#.*)?$/.exec(address);
  if (!match) return undefined;
  const [, channel, name, version] = match;
  return { key: address, name: clean(name!), version: clean(version!), line, qualifiers: { channel: clean(channel!) } };
}

/** conda-lock.yml: one entry per package and platform. */
export function readCondaLock(path: string, source: string): Reading | undefined {
  const doc = readLockYaml(source);
  if (!Array.isArray(doc.root['package'])) return undefined;
  const packages: Found[] = [];
  const keys = new Map<string, string>();
  const entries = list(doc.root['package']).map(table);
  const id = (entry: unknown, name: string): string => `${text(at(entry, 'manager'))}\0${text(at(entry, 'platform'))}\0${name}`;
  for (const [index, entry] of entries.entries()) {
    const name = text(entry['name']);
    if (name === undefined) continue;
    const isPip = text(entry['manager']) === 'pip';
    const found: Found = { key: `${index}`, name: clean(isPip ? pythonName(name) : name), line: lineOf(entry, 'name') };
    const version = text(entry['version']);
    if (version !== undefined) found.version = clean(version);
    if (isPip) found.ecosystem = 'pypi';
    else found.qualifiers = channelOf(text(entry['url']));
    const category = text(entry['category']);
    if (category === 'main') found.scope = isTrue(entry['optional']) ? 'optional' : 'production';
    else if (category !== undefined) found.scope = scopeOfGroup(category) ?? 'optional';
    keys.set(id(entry, name), found.key);
    packages.push(found);
  }
  for (const found of packages) {
    const entry = entries[Number(found.key)]!;
    const edges: Edge[] = [];
    for (const name of Object.keys(table(entry['dependencies']))) {
      const to = keys.get(id(entry, name)) ?? keys.get(id({ ...entry, manager: 'conda' }, name));
      if (to !== undefined) edges.push({ to });
    }
    found.requires = edges;
  }
  return { path, ecosystem: 'conda', kind: 'lock', format: 'conda-lock', packages, problems: doc.problems };
}

function channelOf(url: string | undefined): Record<string, string> {
  const channel = /^https?:\/\/.*?\/([^/]+)\/[^/]+\/[^/]+$/.exec(url ?? '')?.[1];
  return channel === undefined ? {} : { channel: clean(channel) };
}

/** pixi.lock, versions 4 to 7: conda records carry licences, PyPI records do not. */
export function readPixiLock(path: string, source: string): Reading {
  const doc = readLockYaml(source);
  const problems = [...doc.problems];
  const version = Number(text(doc.root['version']));
  if (!(version >= 1 && version <= 7))
    problems.push(`lockfile version ${clean(text(doc.root['version']) ?? 'missing')} is not known; read like version 7`);
  const packages: Found[] = [];
  const byName = new Map<string, string[]>();
  const entries = list(doc.root['packages'] ?? doc.root['package']).map(table);
  for (const [index, entry] of entries.entries()) {
    const archive = text(entry['conda']) ?? (text(entry['kind']) === 'conda' ? text(entry['url']) : undefined);
    const isPip = entry['pypi'] !== undefined || text(entry['kind']) === 'pypi' || text(entry['manager']) === 'pip';
    const inName = archive === undefined ? undefined : fromArchive(archive, 1);
    // Packages that are built from source in the workspace: `name[hash] @ folder`.
    const built = /^([\w.-]+)\[[0-9a-f]+\] @ /.exec(text(entry['conda_source']) ?? '')?.[1];
    const name = built ?? text(entry['name']) ?? inName?.name;
    if (name === undefined) continue;
    const naming = ['name', 'conda', 'pypi', 'conda_source'].find((key) => entry[key] !== undefined) ?? 'name';
    const found: Found = {
      key: `${index}`,
      name: clean(isPip ? pythonName(name) : name),
      line: lineOf(entry, naming),
    };
    const exact = text(entry['version']) ?? inName?.version;
    if (exact !== undefined) found.version = clean(exact);
    if (isPip) found.ecosystem = 'pypi';
    else found.qualifiers = inName?.qualifiers ?? {};
    if (built !== undefined || /^\.|^file:/.test(text(entry['pypi']) ?? '')) found.workspace = true;
    const license = text(entry['license']);
    if (license !== undefined) {
      const field: LicenseField = { text: license, what: 'field', path, line: lineOf(entry, 'license'), source: 'lockfile' };
      found.fields = [field];
    }
    byName.set(found.name, [...(byName.get(found.name) ?? []), found.key]);
    packages.push(found);
  }
  for (const found of packages) {
    const entry = entries[Number(found.key)]!;
    const names = [...list(entry['depends']), ...list(entry['dependencies'])].map((one) => (text(one) ?? '').split(/[\s[]/)[0]!);
    const required = list(entry['requires_dist'])
      .flatMap((one) => readRequirement(text(one) ?? '') ?? [])
      .filter((one) => !one.extra);
    found.requires = [...names, ...required.map((one) => one.name)].flatMap((name) => (byName.get(name) ?? []).map((to) => ({ to })));
  }
  return { path, ecosystem: 'conda', kind: 'lock', format: 'pixi.lock', packages, problems };
}
