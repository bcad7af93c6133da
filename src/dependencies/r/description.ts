/** R: DESCRIPTION of a package and renv.lock. */

import { lineOf, list, table, text } from '../formats/document.ts';
import { header, readHeaders } from '../formats/headers.ts';
import type { Header } from '../formats/headers.ts';
import { readJson } from '../formats/json.ts';
import type { DependencyScope } from '../../types/dependency.ts';
import type { Found, Installed, InstalledIndex, InstalledReader, LicenseField, Reading } from '../types.ts';
import { licenseTexts } from '../stores.ts';
import type { Store } from '../stores.ts';
import { clean, dirname } from '../text.ts';

const SECTIONS: [header: string, scope: DependencyScope][] = [
  ['depends', 'production'],
  ['imports', 'production'],
  ['linkingto', 'production'],
  ['suggests', 'development'],
  ['enhances', 'optional'],
];

/** Parts of R itself; they are not installed from anywhere. */
const BASE = new Set(['R', 'base', 'compiler', 'datasets', 'graphics', 'grDevices', 'grid', 'methods', 'parallel', 'splines', 'stats', 'stats4', 'tcltk', 'tools', 'utils']); // prettier-ignore

/** `pkg (>= 1.0), other` with the line each name stands on. */
function names(value: Header): { name: string; requested?: string; line: number }[] {
  const found: { name: string; requested?: string; line: number }[] = [];
  for (const [offset, row] of value.value.split('\n').entries()) {
    for (const part of row.split(',')) {
      const match = /^\s*([A-Za-z][\w.]*)\s*(?:\(([^)]*)\))?/.exec(part);
      if (match && !BASE.has(match[1]!))
        found.push({ name: match[1]!, line: value.line + offset, ...(match[2] ? { requested: match[2] } : {}) });
    }
  }
  return found;
}

/** Reads the DESCRIPTION of an R package; `undefined` for other files of that name. */
export function readDescription(path: string, source: string): Reading | undefined {
  const headers = readHeaders(source);
  const self = header(headers, 'package');
  // Other tools use files of this name too.
  if (!self || !header(headers, 'version')) return undefined;
  const packages: Found[] = [];
  for (const [section, scope] of SECTIONS) {
    const value = header(headers, section);
    for (const { name, requested, line } of value ? names(value) : []) {
      packages.push({
        key: name,
        name: clean(name),
        line,
        scope,
        direct: true,
        ...(requested === undefined ? {} : { requested: clean(requested) }),
      });
    }
  }
  return {
    path,
    ecosystem: 'cran',
    kind: 'manifest',
    format: 'DESCRIPTION',
    packages,
    self: { name: clean(self.value), line: self.line, fields: descriptionLicense(headers, path) },
    problems: [],
  };
}

function descriptionLicense(headers: readonly Header[], path: string): LicenseField[] {
  const license = header(headers, 'license');
  return license ? [{ text: license.value, what: 'field', path, line: license.line }] : [];
}

/** Reads `renv.lock`. */
export function readRenvLock(path: string, source: string): Reading {
  const doc = readJson(source);
  const entries = table(doc.root['Packages']);
  const packages: Found[] = [];
  for (const [key, value] of Object.entries(entries)) {
    const entry = table(value);
    const name = text(entry['Package']) ?? key;
    const version = text(entry['Version']);
    const license = text(entry['License']);
    const needed = [...list(entry['Requirements']), ...['Imports', 'Depends', 'LinkingTo'].flatMap((section) => list(entry[section]))];
    packages.push({
      key,
      name: clean(name),
      line: lineOf(entries, key),
      ...(version === undefined ? {} : { version: clean(version) }),
      ...(license === undefined
        ? {}
        : { fields: [{ text: license, what: 'field', path, line: lineOf(entry, 'License'), source: 'lockfile' }] }),
      requires: needed.map((one) => ({ to: (text(one) ?? '').split(/[\s(]/)[0]! })).filter((edge) => Object.hasOwn(entries, edge.to)),
    });
  }
  const problems = [...doc.problems];
  if (doc.root['Packages'] === undefined && problems.length === 0) problems.push('no packages in it');
  return { path, ecosystem: 'cran', kind: 'lock', format: 'renv.lock', packages, problems };
}

/** Packages in the library that renv keeps in the project. */
export const rInstalled: InstalledReader = {
  ecosystem: 'cran',
  command: () => 'Rscript -e "renv::restore()"',
  open(folder, { store }): InstalledIndex | undefined {
    const libraries: string[] = [];
    for (let current = folder; ; current = dirname(current)) {
      findLibraries(store, current === '' ? 'renv/library' : `${current}/renv/library`, 0, libraries);
      if (current === '') break;
    }
    if (libraries.length === 0) return undefined;
    return {
      find: (name, version) => {
        for (const library of libraries) {
          const path = `${library}/${name}/DESCRIPTION`;
          const source = store.text(path);
          const headers = source === undefined ? [] : readHeaders(source);
          const found = header(headers, 'version')?.value;
          if (source === undefined || (version !== undefined && found !== version)) continue;
          const copy: Installed = {
            ecosystem: 'cran',
            name,
            ...(found === undefined ? {} : { version: clean(found) }),
            path,
            fields: () => descriptionLicense(headers, path),
            texts: () => licenseTexts(store, `${library}/${name}`),
            requires: () => [],
          };
          return copy;
        }
        return undefined;
      },
      all: () => [],
    };
  },
};

/** renv nests its library by platform and version of R; packages are the folders with a DESCRIPTION. */
function findLibraries(store: Store, folder: string, depth: number, found: string[]): void {
  const entries = store.list(folder);
  if (entries.some((name) => store.exists(`${folder}/${name}/DESCRIPTION`))) found.push(folder);
  else if (depth < 4) for (const name of entries) findLibraries(store, `${folder}/${name}`, depth + 1, found);
}
