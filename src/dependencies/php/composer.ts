/** composer.json, composer.lock (which states licences) and vendor/composer/installed.json. */

import { lineOf, list, table, text } from '../formats/document.ts';
import type { Table } from '../formats/document.ts';
import { readJson } from '../formats/json.ts';
import type { DependencyScope } from '../../types/dependency.ts';
import type { Found, Installed, InstalledIndex, InstalledReader, LicenseField, Reading } from '../types.ts';
import { licenseTexts } from '../stores.ts';
import { clean } from '../text.ts';

const SECTIONS: [section: string, scope: DependencyScope][] = [
  ['require', 'production'],
  ['require-dev', 'development'],
];

/** `php`, `ext-json`, `lib-openssl`, `composer-runtime-api` stand for the platform. */
function isPlatform(name: string): boolean {
  return !name.includes('/');
}

/** Reads `composer.json`. */
export function readComposerJson(path: string, source: string): Reading {
  const doc = readJson(source);
  const packages: Found[] = [];
  for (const [section, scope] of SECTIONS) {
    const entries = table(doc.root[section]);
    for (const [written, range] of Object.entries(entries)) {
      if (isPlatform(written)) continue;
      const name = written.toLowerCase();
      const requested = text(range);
      const found: Found = { key: name, name: clean(name), line: lineOf(entries, written), scope, direct: true };
      if (requested !== undefined && /^v?\d+\.\d+\.\d+(?:\.\d+)?$/.test(requested)) found.version = clean(requested);
      else if (requested !== undefined) found.requested = clean(requested);
      packages.push(found);
    }
  }
  const name = text(doc.root['name']);
  return {
    path,
    ecosystem: 'composer',
    kind: 'manifest',
    format: 'composer.json',
    packages,
    ...(name === undefined
      ? {}
      : { self: { name: clean(name.toLowerCase()), line: lineOf(doc.root, 'name'), fields: composerLicense(doc.root, path) } }),
    problems: doc.problems,
  };
}

/** Reads `composer.lock`; it states the licence of every package. */
export function readComposerLock(path: string, source: string): Reading {
  const doc = readJson(source);
  const packages: Found[] = [];
  const keys = new Set<string>();
  const sections: [string, DependencyScope][] = [
    ['packages', 'production'],
    ['packages-dev', 'development'],
  ];
  for (const [section, scope] of sections) {
    for (const entry of list(doc.root[section]).map(table)) {
      const name = text(entry['name'])?.toLowerCase();
      if (name === undefined) continue;
      const version = text(entry['version']);
      const found: Found = {
        key: name,
        name: clean(name),
        line: lineOf(entry, 'name'),
        scope,
        fields: composerLicense(entry, path, 'lockfile'),
      };
      if (version !== undefined) found.version = clean(version);
      if (text(table(entry['dist'])['type']) === 'path') found.workspace = true;
      found.requires = Object.keys(table(entry['require'])).map((to) => ({ to: to.toLowerCase() }));
      keys.add(name);
      packages.push(found);
    }
  }
  for (const found of packages) found.requires = found.requires!.filter((edge) => keys.has(edge.to));
  const problems = [...doc.problems];
  if (doc.root['packages'] === undefined) problems.push('no packages in it');
  // A manifest's exact `1.2.3` and the lockfile's `v1.2.3` are the same release.
  return {
    path,
    ecosystem: 'composer',
    kind: 'lock',
    format: 'composer.lock',
    packages,
    problems,
    resolve: (name) => (keys.has(name) ? name : undefined),
  };
}

/** `license` is a string or a list, and a list is a choice by the documentation; the engine knows. */
function composerLicense(entry: Table, path: string, source?: string): LicenseField[] {
  const value = entry['license'];
  const written = text(value) ?? (list(value).length > 0 ? JSON.stringify(value) : undefined);
  if (written === undefined) return [];
  return [{ text: written, what: 'field', path, line: lineOf(entry, 'license'), ...(source === undefined ? {} : { source }) }];
}

/** Packages in `vendor/`, by the list that composer keeps there. */
export const composerInstalled: InstalledReader = {
  ecosystem: 'composer',
  command: () => 'composer install',
  open(folder, { store }): InstalledIndex | undefined {
    const vendor = folder === '' ? 'vendor' : `${folder}/vendor`;
    const path = `${vendor}/composer/installed.json`;
    const source = store.text(path);
    if (source === undefined) return undefined;
    const doc = readJson(source);
    const copies = new Map<string, Installed>();
    // Version 1 of composer wrote a bare list, which has no keys to read by.
    for (const entry of list(doc.root['packages']).map(table)) {
      const name = text(entry['name'])?.toLowerCase();
      if (name === undefined) continue;
      const version = text(entry['version']);
      copies.set(name, {
        ecosystem: 'composer',
        name,
        ...(version === undefined ? {} : { version: clean(version) }),
        path,
        fields: () => composerLicense(entry, path),
        texts: () => licenseTexts(store, `${vendor}/${name}`),
        requires: () => Object.keys(table(entry['require'])).map((one) => one.toLowerCase()),
      });
    }
    return {
      find: (name, version) => {
        const copy = copies.get(name);
        return copy && (version === undefined || copy.version === version) ? copy : undefined;
      },
      all: () => copies.values(),
    };
  },
};
