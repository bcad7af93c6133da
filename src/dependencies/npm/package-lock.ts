/** package-lock.json and npm-shrinkwrap.json, versions 1 to 3. */

import { lineOf, table, text } from '../formats/document.ts';
import type { Document, Table } from '../formats/document.ts';
import { readJson } from '../formats/json.ts';
import type { DependencyScope } from '../../types/dependency.ts';
import type { Edge, Found, Reading } from '../types.ts';
import { clean, dirname, join } from '../text.ts';
import { npmLicenseFields } from './manifest.ts';

const FOLDER = 'node_modules/';

/** Reads `package-lock.json` or `npm-shrinkwrap.json` of any version. */
export function readPackageLock(path: string, source: string): Reading {
  const doc = readJson(source);
  const problems = [...doc.problems];
  const version = Number(doc.root['lockfileVersion'] ?? 1);
  if (version > 3) problems.push(`lockfile version ${clean(String(doc.root['lockfileVersion']))} is not known; read like version 3`);
  const reader = new PackageLock(doc, path);
  if (doc.root['packages'] !== undefined) reader.readPackages();
  else reader.readTree();
  return {
    path,
    ecosystem: 'npm',
    kind: 'lock',
    format: 'package-lock',
    packages: [...reader.found.values()],
    resolve: (name, _requested, from) => reader.resolve(from, name),
    covers: reader.covers,
    problems,
  };
}

class PackageLock {
  readonly found = new Map<string, Found>();
  /** Workspace folders relative to the root of the project. */
  readonly covers: Set<string>;
  private readonly doc: Document;
  private readonly path: string;
  private readonly base: string;
  /** Paths that are links, and the folder each leads to. */
  private readonly links = new Map<string, string>();

  constructor(doc: Document, path: string) {
    this.doc = doc;
    this.path = path;
    this.base = dirname(path);
    this.covers = new Set([this.base]);
  }

  /** Versions 2 and 3: one flat table keyed by folder. */
  readPackages(): void {
    const packages = table(this.doc.root['packages']);
    const isInstalled = (folder: string): boolean => folder.startsWith(FOLDER) || folder.includes(`/${FOLDER}`);
    for (const [folder, value] of Object.entries(packages)) {
      const entry = table(value);
      if (folder === '') continue;
      const line = lineOf(packages, folder);
      if (entry['link'] === true) {
        this.links.set(folder, text(entry['resolved']) ?? '');
        continue;
      }
      const installed = isInstalled(folder);
      if (!installed) this.cover(folder);
      const name = text(entry['name']) ?? folder.slice(folder.lastIndexOf(FOLDER) + FOLDER.length);
      this.add(folder, installed ? name : (text(entry['name']) ?? folder), entry, line, installed ? {} : { workspace: true });
    }
    for (const [folder, value] of Object.entries(packages)) {
      const isRoot = !isInstalled(folder);
      const edges = this.edges(folder, table(value), isRoot);
      const found = this.found.get(folder);
      if (found) found.requires = edges.filter((edge) => edge.scope !== 'development');
      if (!isRoot) continue;
      for (const edge of edges) this.mark(edge.to, edge.scope);
    }
  }

  /** Version 1: nested tables by name. */
  readTree(): void {
    const pending: [entry: Table, folder: string][] = [];
    const visit = (dependencies: Table, parent: string, depth: number): void => {
      for (const [name, value] of Object.entries(dependencies)) {
        const entry = table(value);
        const folder = `${parent}${FOLDER}${name}`;
        const version = text(entry['version']) ?? '';
        const alias = /^npm:((?:@[^/@]+\/)?[^@]+)@(.+)$/.exec(version);
        const isFolder = version.startsWith('file:') && !/\.t(?:ar\.)?gz$/.test(version);
        const shown = Object.assign(Object.create(null) as Table, entry, alias ? { version: alias[2] } : {});
        this.add(folder, alias?.[1] ?? name, shown, lineOf(dependencies, name), isFolder ? { workspace: true } : {});
        pending.push([entry, folder]);
        if (depth < 100) visit(table(entry['dependencies']), `${folder}/`, depth + 1);
      }
    };
    visit(table(this.doc.root['dependencies']), '', 0);
    for (const [entry, folder] of pending) {
      const edges: Edge[] = [];
      for (const name of Object.keys(table(entry['requires']))) {
        const to = this.lookUp(folder, name);
        if (to !== undefined) edges.push({ to });
      }
      this.found.get(folder)!.requires = edges;
    }
  }

  /** Node's own look-up, from a folder relative to the lockfile upwards. */
  resolve(from: string, name: string): string | undefined {
    return this.lookUp(from, name);
  }

  private lookUp(from: string, name: string): string | undefined {
    for (let folder = from; ;) {
      const candidate = folder === '' ? `${FOLDER}${name}` : `${folder}/${FOLDER}${name}`;
      const linked = this.links.get(candidate);
      if (linked !== undefined) return this.found.has(linked) ? linked : undefined;
      if (this.found.has(candidate)) return candidate;
      if (folder === '') return undefined;
      folder = dirname(folder);
    }
  }

  private cover(folder: string): void {
    const covered = join(this.base, folder);
    if (covered !== undefined) this.covers.add(covered);
  }

  private add(folder: string, name: string, entry: Table, line: number, more: Partial<Found>): void {
    const version = text(entry['version']);
    const found: Found = {
      key: folder,
      name: clean(name),
      line,
      fields: npmLicenseFields(entry, this.path, 'lockfile'),
      ...more,
    };
    const url = text(entry['resolved']);
    if (version !== undefined && /^(?:git|https?|file|github)[:+]/.test(version)) found.url = clean(version);
    else if (version !== undefined) found.version = clean(version);
    if (url !== undefined && /^git[+:]/.test(url)) found.url = clean(url);
    const scope = flaggedScope(entry);
    if (scope !== undefined) found.scope = scope;
    const installed = join(this.base, folder);
    if (installed !== undefined) found.folder = installed;
    this.found.set(folder, found);
  }

  private edges(folder: string, entry: Table, isRoot: boolean): (Edge & { scope: DependencyScope })[] {
    const edges: (Edge & { scope: DependencyScope })[] = [];
    const peerMeta = table(entry['peerDependenciesMeta']);
    const add = (section: string, scope: DependencyScope, isOptional: (name: string) => boolean): void => {
      for (const name of Object.keys(table(entry[section]))) {
        const to = this.lookUp(folder, name);
        if (to === undefined) continue;
        const optional = isOptional(name);
        edges.push({ to, scope: optional ? 'optional' : scope, ...(optional ? { optional } : {}) });
      }
    };
    const optionals = table(entry['optionalDependencies']);
    add('dependencies', 'production', (name) => Object.hasOwn(optionals, name));
    add('optionalDependencies', 'optional', () => true);
    add('peerDependencies', 'production', (name) => table(peerMeta[name])['optional'] === true);
    if (isRoot) add('devDependencies', 'development', () => false);
    return edges;
  }

  private mark(key: string, scope: DependencyScope): void {
    const found = this.found.get(key);
    if (!found) return;
    found.direct = true;
    found.scope ??= scope;
  }
}

function flaggedScope(entry: Table): DependencyScope | undefined {
  if (entry['dev'] === true || entry['devOptional'] === true) return 'development';
  return entry['optional'] === true ? 'optional' : undefined;
}
