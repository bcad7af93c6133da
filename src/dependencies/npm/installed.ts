/** Installed npm packages: node_modules in every layout (nested, hoisted, pnpm's), and yarn's archives. */

import { homedir } from 'node:os';
import { table, text } from '../formats/document.ts';
import type { Table } from '../formats/document.ts';
import { readJson } from '../formats/json.ts';
import type { Installed, InstalledIndex, InstalledReader, Reading } from '../types.ts';
import { licenseTexts } from '../stores.ts';
import type { Store } from '../stores.ts';
import { clean, dirname, isLicenseFile } from '../text.ts';
import { npmLicenseFields } from './manifest.ts';
import { readZip } from './zip.ts';

/** Nested node_modules folders deeper than this are a loop of links. */
const MAX_DEPTH = 8;
const MAX_PACKAGES = 100_000;

const COMMANDS: Record<string, string> = {
  'package-lock': 'npm ci',
  'pnpm-lock': 'pnpm install --frozen-lockfile',
  'yarn-classic': 'yarn install --frozen-lockfile',
  'yarn-berry': 'YARN_ENABLE_GLOBAL_CACHE=false yarn install --immutable',
  'bun.lock': 'bun install --frozen-lockfile',
};

/** node_modules beside a manifest or above it, and yarn’s archives. */
export const npmInstalled: InstalledReader = {
  ecosystem: 'npm',
  command: (reading: Reading) => COMMANDS[reading.format] ?? 'npm install',
  open(folder, { store, home }, outside) {
    const roots: string[] = [];
    for (let current = folder; ; current = dirname(current)) {
      roots.push(current);
      if (current === '') break;
    }
    const modules = roots
      .map((root) => (root === '' ? 'node_modules' : `${root}/node_modules`))
      .filter((path) => store.list(path).length > 0);
    const yarn = roots.map((root) => (root === '' ? '.yarn' : `${root}/.yarn`)).filter((path) => store.list(path).length > 0);
    const caches = yarn.map((path): [Store, string] => [store, path]);
    // Since version 4 yarn keeps its archives in the home folder unless told otherwise.
    if (outside) caches.push([home, process.env['YARN_GLOBAL_FOLDER'] ?? `${homedir()}/.yarn/berry`]);
    if (modules.length === 0 && caches.length === 0) return undefined;
    return new NpmIndex(store, modules, caches);
  },
};

class NpmIndex implements InstalledIndex {
  private readonly store: Store;
  private readonly modules: string[];
  private readonly archives = new Map<string, [Store, string]>();
  private readonly unplugged = new Map<string, string>();
  /** Folders of pnpm's store by package and version. */
  private readonly virtual = new Map<string, string>();
  private walked: Map<string, Installed> | undefined;

  constructor(store: Store, modules: string[], caches: [Store, string][]) {
    this.store = store;
    this.modules = modules;
    for (const [where, folder] of caches) {
      for (const name of where.list(`${folder}/cache`)) {
        const slug = /^(.+?)-[0-9a-f]{10}(?:-[0-9a-f]+)?\.zip$/.exec(name)?.[1];
        if (slug !== undefined) this.archives.set(slug, [where, `${folder}/cache/${name}`]);
      }
      for (const name of where === store ? store.list(`${folder}/unplugged`) : []) {
        const slug = /^(.+?)-(?:virtual-)?[0-9a-f]{10}$/.exec(name)?.[1];
        if (slug !== undefined) this.unplugged.set(slug, `${folder}/unplugged/${name}/node_modules`);
      }
    }
    for (const folder of modules) {
      for (const name of store.list(`${folder}/.pnpm`)) {
        // `@scope+name@1.0.0_peers`, `name@1.0.0(peer@2.0.0)`; peers and anything after them are dropped.
        const match = /^((?:@[^+@]+\+)?[^@]+)@([^_(]+)/.exec(name);
        if (!match) continue;
        const id = `${match[1]!.replace('+', '/')}@${match[2]!}`;
        if (!this.virtual.has(id)) this.virtual.set(id, `${folder}/.pnpm/${name}/node_modules/${match[1]!.replace('+', '/')}`);
      }
    }
  }

  find(name: string, version: string | undefined, folder: string | undefined): Installed | undefined | Promise<Installed | undefined> {
    const candidates = [...(folder === undefined ? [] : [folder]), ...this.modules.map((root) => `${root}/${name}`)];
    const virtual = version === undefined ? undefined : this.virtual.get(`${name}@${version}`);
    if (virtual !== undefined) candidates.push(virtual);
    for (const candidate of candidates) {
      const found = this.package(candidate);
      if (found && (version === undefined || found.version === version)) return found;
    }
    if (version === undefined) return undefined;
    const slug = `${name.replace('/', '-')}-npm-${version}`;
    const archive = this.archives.get(slug);
    if (archive !== undefined) return fromArchive(archive[0], archive[1], name);
    const unplugged = this.unplugged.get(slug);
    if (unplugged !== undefined) return this.package(`${unplugged}/${name}`);
    return this.modules.length > 0 ? this.walk().get(`${name}@${version}`) : undefined;
  }

  all(): Iterable<Installed> {
    return this.walk().values();
  }

  private walk(): Map<string, Installed> {
    if (this.walked) return this.walked;
    const walked = new Map<string, Installed>();
    this.walked = walked;
    const add = (folder: string, depth: number): void => {
      const found = this.package(folder);
      if (!found || walked.size >= MAX_PACKAGES) return;
      const id = `${found.name}@${found.version ?? ''}`;
      if (!walked.has(id)) walked.set(id, found);
      visit(`${folder}/node_modules`, depth + 1);
    };
    const visit = (folder: string, depth: number): void => {
      if (depth > MAX_DEPTH) return;
      for (const name of this.store.list(folder).toSorted()) {
        if (name.startsWith('.')) continue;
        if (name.startsWith('@'))
          for (const inner of this.store.list(`${folder}/${name}`).toSorted()) add(`${folder}/${name}/${inner}`, depth);
        else add(`${folder}/${name}`, depth);
      }
    };
    for (const folder of this.modules) visit(folder, 0);
    for (const folder of this.virtual.values()) add(folder, MAX_DEPTH);
    return walked;
  }

  private package(folder: string): Installed | undefined {
    const path = `${folder}/package.json`;
    const source = this.store.text(path);
    if (source === undefined) return undefined;
    return describe(source, path, () => licenseTexts(this.store, folder));
  }
}

/** Most manifests are only asked for name and version, so lines are looked for when the licence is. */
function describe(source: string, path: string, texts: Installed['texts']): Installed | undefined {
  const root = plainJson(source);
  const name = text(root['name']);
  if (name === undefined) return undefined;
  const version = text(root['version']);
  return {
    ecosystem: 'npm',
    name: clean(name),
    ...(version === undefined ? {} : { version: clean(version) }),
    path,
    fields: () => npmLicenseFields(readJson(source).root, path),
    texts,
    requires: () => [...Object.keys(table(root['dependencies'])), ...Object.keys(table(root['optionalDependencies']))],
  };
}

function plainJson(source: string): Table {
  try {
    return table(JSON.parse(source.replace(/^\uFEFF/, '')));
  } catch {
    return readJson(source).root;
  }
}

/** A package inside an archive; a damaged archive counts as not installed. */
async function fromArchive(store: Store, archive: string, name: string): Promise<Installed | undefined> {
  const folder = `node_modules/${name}/`;
  const isWanted = (entry: string): boolean =>
    entry.startsWith(folder) &&
    !entry.slice(folder.length).includes('/') &&
    (entry.endsWith('/package.json') || isLicenseFile(entry.slice(folder.length)));
  const files = await readZip(store, archive, isWanted).catch(() => undefined);
  const manifest = files?.get(`${folder}package.json`);
  if (files === undefined || manifest === undefined) return undefined;
  const texts = [...files]
    .filter(([entry]) => !entry.endsWith('package.json'))
    .map(([entry, content]) => ({ path: `${archive}/${entry}`, text: content }));
  return describe(manifest, `${archive}/${folder}package.json`, () => texts);
}
