/** package.json: what a JavaScript package needs, and what it says about itself. */

import { isTable, lineOf, list, table, text } from '../formats/document.ts';
import type { Table } from '../formats/document.ts';
import { readJson } from '../formats/json.ts';
import type { DependencyScope } from '../../types/dependency.ts';
import type { Found, LicenseField, Reading } from '../types.ts';
import { clean } from '../text.ts';

const SECTIONS: [section: string, scope: DependencyScope][] = [
  ['dependencies', 'production'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'production'],
  ['devDependencies', 'development'],
];

/** Reads the four dependency tables of `package.json`. */
export function readPackageJson(path: string, source: string): Reading {
  const doc = readJson(source);
  const packages = new Map<string, Found>();
  for (const [section, scope] of SECTIONS) {
    const entries = table(doc.root[section]);
    for (const [alias, range] of Object.entries(entries)) {
      // npm lets optionalDependencies override dependencies of the same name.
      if (packages.has(alias) && section !== 'optionalDependencies') continue;
      const isOptionalPeer = section === 'peerDependencies' && table(table(doc.root['peerDependenciesMeta'])[alias])['optional'] === true;
      packages.set(alias, requirement(alias, text(range), lineOf(entries, alias), isOptionalPeer ? 'optional' : scope));
    }
  }
  const name = text(doc.root['name']);
  return {
    path,
    ecosystem: 'npm',
    kind: 'manifest',
    format: 'package.json',
    packages: [...packages.values()],
    self: {
      name: clean(name ?? ''),
      line: name === undefined ? 1 : lineOf(doc.root, 'name'),
      fields: npmLicenseFields(doc.root, path),
      ...versionOf(doc.root),
    },
    problems: doc.problems,
  };
}

function versionOf(root: Table): { version?: string } {
  const version = text(root['version']);
  return version === undefined ? {} : { version: clean(version) };
}

function requirement(alias: string, range: string | undefined, line: number, scope: DependencyScope): Found {
  const aliased = /^npm:((?:@[^/@]+\/)?[^@]+)(?:@(.*))?$/.exec(range ?? '');
  const name = aliased?.[1] ?? alias;
  const wanted = aliased ? aliased[2] : range;
  const exact = wanted !== undefined && /^=?v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(wanted.trim());
  const found: Found = { key: alias, name: clean(name), line, scope, direct: true };
  if (exact) found.version = clean(wanted.trim().replace(/^=?v?/, ''));
  else if (wanted) found.requested = clean(wanted);
  if (wanted !== undefined && /^(?:workspace|link|portal):/.test(wanted)) found.workspace = true;
  if (wanted !== undefined && /^(?:git\+|git:|https?:|github:)/.test(wanted)) found.url = clean(wanted);
  return found;
}

/** Licence fields of a package.json: `license` in every form npm has known, and the old `licenses`. */
export function npmLicenseFields(root: Table, path: string, source?: string): LicenseField[] {
  for (const key of ['license', 'licenses', 'licence']) {
    const value = root[key];
    const written = typeof value === 'string' ? value : isTable(value) || list(value).length > 0 ? JSON.stringify(value) : undefined;
    if (written === undefined) continue;
    return [{ text: written, what: 'field', path, line: lineOf(root, key), ...(source === undefined ? {} : { source }) }];
  }
  return [];
}
