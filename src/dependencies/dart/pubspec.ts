/** Dart and Flutter: pubspec.yaml and pubspec.lock. */

import { homedir } from 'node:os';
import { isTable, lineOf, table, text } from '../formats/document.ts';
import { readYaml } from '../formats/yaml.ts';
import type { DependencyScope } from '../../types/dependency.ts';
import type { Found, InstalledIndex, InstalledReader, Reading } from '../types.ts';
import { licenseTexts } from '../stores.ts';
import { clean } from '../text.ts';

const SECTIONS: [section: string, scope: DependencyScope][] = [
  ['dependencies', 'production'],
  ['dev_dependencies', 'development'],
];

/** Reads `pubspec.yaml`. */
export function readPubspec(path: string, source: string): Reading {
  const doc = readYaml(source);
  const packages: Found[] = [];
  for (const [section, scope] of SECTIONS) {
    const entries = table(doc.root[section]);
    for (const [name, value] of Object.entries(entries)) {
      const details = table(value);
      const range = text(value) ?? text(details['version']);
      const found: Found = { key: name, name: clean(name), line: lineOf(entries, name), scope, direct: true };
      if (range !== undefined && /^\d+\.\d+\.\d+[\w.+-]*$/.test(range)) found.version = clean(range);
      else if (range !== undefined && range !== 'any') found.requested = clean(range);
      if (text(details['path']) !== undefined) found.workspace = true;
      const git = text(details['git']) ?? text(table(details['git'])['url']);
      if (git !== undefined) found.url = clean(git);
      packages.push(found);
    }
  }
  const name = text(doc.root['name']);
  return {
    path,
    ecosystem: 'pub',
    kind: 'manifest',
    format: 'pubspec.yaml',
    packages,
    ...(name === undefined ? {} : { self: { name: clean(name), line: lineOf(doc.root, 'name'), fields: [] } }),
    problems: doc.problems,
  };
}

/** The lockfile tells direct from transitive packages, but not which needs which. */
export function readPubspecLock(path: string, source: string): Reading {
  const doc = readYaml(source);
  const packages: Found[] = [];
  const entries = table(doc.root['packages']);
  for (const [name, value] of Object.entries(entries)) {
    const entry = table(value);
    const version = text(entry['version']);
    const how = text(entry['dependency']) ?? '';
    const found: Found = { key: name, name: clean(name), line: lineOf(entries, name) };
    if (version !== undefined) found.version = clean(version);
    if (how.startsWith('direct')) {
      found.direct = true;
      found.scope = how === 'direct dev' ? 'development' : 'production';
    }
    if (text(entry['source']) === 'path') found.workspace = true;
    const description = entry['description'];
    if (text(entry['source']) === 'git' && isTable(description)) found.url = clean(text(description['url']) ?? '');
    packages.push(found);
  }
  const problems = [...doc.problems];
  if (doc.root['packages'] === undefined && problems.length === 0) problems.push('no packages in it');
  return { path, ecosystem: 'pub', kind: 'lock', format: 'pubspec.lock', packages, problems };
}

/** Licence files in the pub cache. */
export const dartInstalled: InstalledReader = {
  ecosystem: 'pub',
  command: () => 'dart pub get',
  outsideOnly: true,
  open(_folder, { home }, outside): InstalledIndex | undefined {
    if (!outside) return undefined;
    const cache = `${process.env['PUB_CACHE'] ?? `${homedir()}/.pub-cache`}/hosted`;
    const hosts = home.list(cache);
    return {
      find(name, version) {
        for (const host of version === undefined ? [] : hosts) {
          const folder = `${cache}/${host}/${name}-${version}`;
          if (!home.exists(folder)) continue;
          // pubspec.yaml has no licence field.
          return {
            ecosystem: 'pub',
            name,
            ...(version === undefined ? {} : { version }),
            path: folder,
            fields: () => [],
            texts: () => licenseTexts(home, folder),
            requires: () => [],
          };
        }
        return undefined;
      },
      all: () => [],
    };
  },
};
