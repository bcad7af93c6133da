/** Swift packages: Package.resolved (versions 1 to 3) and the literal dependencies of Package.swift. */

import { lineOf, list, table, text } from '../formats/document.ts';
import { readJson } from '../formats/json.ts';
import type { Found, InstalledIndex, InstalledReader, Reading } from '../types.ts';
import { licenseTexts } from '../stores.ts';
import { clean } from '../text.ts';

/** `https://github.com/apple/swift-nio.git` is `github.com/apple/swift-nio`. */
function nameOf(address: string): string {
  return address
    .replace(/^(?:[a-z+]+:\/\/)?(?:[^@/]+@)?/i, '')
    .replace(/^([^/:]+):(?=\D)/, '$1/')
    .replace(/\.git$/, '')
    .replace(/\/$/, '');
}

/** Reads `Package.resolved`, which has no edges. */
export function readPackageResolved(path: string, source: string): Reading {
  const doc = readJson(source);
  const problems = [...doc.problems];
  const version = Number(doc.root['version'] ?? Number.NaN);
  if (!(version >= 1 && version <= 3))
    problems.push(`lockfile version ${clean(String(doc.root['version'] ?? 'missing'))} is not known; read like version 3`);
  const packages: Found[] = [];
  for (const pin of list(doc.root['pins'] ?? table(doc.root['object'])['pins']).map(table)) {
    const address = text(pin['location']) ?? text(pin['repositoryURL']);
    if (address === undefined) continue;
    const state = table(pin['state']);
    const exact = text(state['version']) ?? text(state['revision']);
    const key = pin['location'] === undefined ? 'repositoryURL' : 'location';
    const name = nameOf(address);
    const found: Found = { key: name.toLowerCase(), name: clean(name), line: lineOf(pin, key) };
    if (exact !== undefined) found.version = clean(exact);
    if (text(pin['kind']) === 'localSourceControl') found.workspace = true;
    packages.push(found);
  }
  return { path, ecosystem: 'swift', kind: 'lock', format: 'Package.resolved', packages, problems };
}

/** Reads the `.package(…)` entries of `Package.swift` that are literals. */
export function readPackageSwift(path: string, source: string): Reading {
  const packages: Found[] = [];
  const clear = source.replace(/"(?:[^"\\\n]|\\.)*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (part) =>
    part.startsWith('/') ? part.replace(/[^\n]/g, ' ') : part,
  );
  const starts = [0];
  for (let at = clear.indexOf('\n'); at >= 0; at = clear.indexOf('\n', at + 1)) starts.push(at + 1);
  for (const match of clear.matchAll(/\.package\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)/g)) {
    const address = /\burl\s*:\s*"([^"]+)"/.exec(match[1]!)?.[1];
    const folder = /\bpath\s*:\s*"([^"]+)"/.exec(match[1]!)?.[1];
    const name = address === undefined ? folder?.split('/').findLast((part) => part !== '' && part !== '..') : nameOf(address);
    if (name === undefined) continue;
    const offset = match.index + match[0].indexOf(address ?? folder!);
    const found: Found = {
      key: name.toLowerCase(),
      name: clean(name),
      line: starts.findLastIndex((start) => start <= offset) + 1,
      direct: true,
      scope: 'production',
    };
    const exact = /\bexact\s*(?::|\()\s*"([^"]+)"/.exec(match[1]!)?.[1];
    const requested = /\b(?:from|branch|revision|upToNextMajor|upToNextMinor)\s*:?\s*\(?\s*(?:from\s*:\s*)?"([^"]+)"/.exec(match[1]!)?.[1];
    if (exact !== undefined) found.version = clean(exact);
    else if (requested !== undefined) found.requested = clean(requested);
    if (address === undefined) found.workspace = true;
    packages.push(found);
  }
  return { path, ecosystem: 'swift', kind: 'manifest', format: 'Package.swift', packages, problems: [] };
}

/** Checkouts in `.build/`. */
export const swiftInstalled: InstalledReader = {
  ecosystem: 'swift',
  command: () => 'swift package resolve',
  open(folder, { store }): InstalledIndex | undefined {
    const checkouts = folder === '' ? '.build/checkouts' : `${folder}/.build/checkouts`;
    const names = new Map(store.list(checkouts).map((name) => [name.toLowerCase(), name]));
    if (names.size === 0) return undefined;
    return {
      find(name, version) {
        const inside = names.get(name.slice(name.lastIndexOf('/') + 1).toLowerCase());
        if (inside === undefined) return undefined;
        const copy = `${checkouts}/${inside}`;
        // Swift packages have no licence field.
        return {
          ecosystem: 'swift',
          name,
          ...(version === undefined ? {} : { version }),
          path: copy,
          fields: () => [],
          texts: () => licenseTexts(store, copy),
          requires: () => [],
        };
      },
      all: () => [],
    };
  },
};
