/** bun.lock, the text lockfile of Bun: JSON with trailing commas. The older binary bun.lockb is reported as unreadable. */

import { isTable, lineOf, list, table, text } from '../formats/document.ts';
import { readJson } from '../formats/json.ts';
import type { DependencyScope } from '../../types/dependency.ts';
import type { Edge, Found, Reading } from '../types.ts';
import { askFor } from '../graph.ts';
import { clean, dirname, join } from '../text.ts';

const SECTIONS: [section: string, scope: DependencyScope][] = [
  ['dependencies', 'production'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'production'],
  ['devDependencies', 'development'],
];

/** Reads `bun.lock`. */
export function readBunLock(path: string, source: string): Reading {
  const doc = readJson(source);
  const problems = [...doc.problems];
  const version = Number(doc.root['lockfileVersion'] ?? Number.NaN);
  if (!(version >= 0 && version <= 1))
    problems.push(`lockfile version ${clean(String(doc.root['lockfileVersion'] ?? 'missing'))} is not known; read like version 1`);
  const base = dirname(path);
  const packages = table(doc.root['packages']);
  const found = new Map<string, Found>();
  for (const [key, value] of Object.entries(packages)) {
    const identity = text(list(value)[0]);
    if (identity === undefined) continue;
    const separator = identity.indexOf('@', 1);
    const name = separator < 0 ? identity : identity.slice(0, separator);
    const reference = separator < 0 ? '' : identity.slice(separator + 1);
    const one: Found = { key, name: clean(name), line: lineOf(packages, key) };
    if (/^(?:workspace|link|file|root):/.test(reference)) one.workspace = true;
    else if (/^(?:git|github|https?)[:+]/.test(reference)) one.url = clean(reference);
    else if (reference !== '') one.version = clean(reference);
    found.set(key, one);
  }
  const resolve = (parents: readonly string[], name: string): string | undefined => {
    for (let length = parents.length; length >= 0; length--) {
      const key = [...parents.slice(0, length), name].join('/');
      if (found.has(key)) return key;
    }
    return undefined;
  };
  for (const [key, value] of Object.entries(packages)) {
    const details = list(value).find(isTable);
    const one = found.get(key);
    if (!details || !one) continue;
    const optionalPeers = new Set(list(details['optionalPeers']).map(text));
    const requires: Edge[] = [];
    for (const section of ['dependencies', 'optionalDependencies', 'peerDependencies']) {
      for (const name of Object.keys(table(details[section]))) {
        const to = resolve(packageNames(key), name);
        if (to === undefined) continue;
        const optional = section === 'optionalDependencies' || (section === 'peerDependencies' && optionalPeers.has(name));
        requires.push(optional ? { to, optional } : { to });
      }
    }
    one.requires = requires;
  }
  const covers = new Set<string>();
  const workspaces = table(doc.root['workspaces']);
  const names = new Map<string, string>();
  for (const [folder, value] of Object.entries(workspaces)) {
    const covered = join(base, folder);
    if (covered === undefined) continue;
    covers.add(covered);
    const workspace = table(value);
    const name = text(workspace['name']);
    if (name !== undefined) names.set(folder, name);
    for (const [section, scope] of SECTIONS) {
      for (const dependency of Object.keys(table(workspace[section]))) {
        const one = found.get(resolve(name === undefined ? [] : [name], dependency) ?? '');
        if (!one) continue;
        askFor(one, scope);
      }
    }
  }
  return {
    path,
    ecosystem: 'npm',
    kind: 'lock',
    format: 'bun.lock',
    packages: [...found.values()],
    resolve: (name, _requested, from) => resolve(names.has(from) ? [names.get(from)!] : [], name),
    covers,
    problems,
  };
}

/** `a/@s/b/c` is the path of package names `a`, `@s/b`, `c`. */
function packageNames(key: string): string[] {
  return key.match(/@[^/]+\/[^/]+|[^/]+/g) ?? [];
}

/** @returns a reading without packages that says what to do */
export function readBunBinaryLock(path: string): Reading {
  return {
    path,
    ecosystem: 'npm',
    kind: 'lock',
    format: 'bun.lockb',
    packages: [],
    problems: ['binary lockfile; run `bun install --save-text-lockfile` and commit bun.lock'],
  };
}
