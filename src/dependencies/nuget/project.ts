/** NuGet: project files with PackageReference, central versions, packages.config, packages.lock.json; nuspec files of the package folder. */

import { homedir } from 'node:os';
import { lineOf, table, text } from '../formats/document.ts';
import { readJson } from '../formats/json.ts';
import { child, childText, descendants, readXml } from '../formats/xml.ts';
import type { XmlElement } from '../formats/xml.ts';
import type { DependencyScope } from '../../types/dependency.ts';
import type { Found, Installed, InstalledIndex, InstalledReader, LicenseField, ReadContext, Reading } from '../types.ts';
import { licenseTexts } from '../stores.ts';
import type { Store } from '../stores.ts';
import { clean, dirname, percentDecoded } from '../text.ts';

/** Project files of MSBuild, and the shared files that may hold references for all projects below. */
export function isDotnetProject(base: string): boolean {
  return /\.(?:csproj|fsproj|vbproj|nuproj|shproj|sqlproj)$/.test(base) || /^directory\.(?:build|packages)\.(?:props|targets)$/.test(base);
}

/** Attribute or child element of this name, case-insensitive as in MSBuild. */
function property(element: XmlElement, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const [key, value] of Object.entries(element.attributes)) if (key.toLowerCase() === wanted) return value;
  return childText(element, name);
}

/** The nearest file of this name at or above a folder. */
function above(name: string, path: string, { project }: ReadContext): { path: string; root: XmlElement } | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const file = folder === '' ? name : `${folder}/${name}`;
    const source = project.file(file) && project.text(file);
    const root = source === undefined ? undefined : readXml(source).root;
    if (root) return { path: file, root };
    if (folder === '') return undefined;
  }
}

/** Reads the package references of one project, with versions from properties and central files above it. */
export function readDotnetProject(path: string, source: string, context: ReadContext): Reading {
  const { root, problems } = readXml(source);
  const central = above('Directory.Packages.props', path, context);
  const shared = above('Directory.Build.props', path, context);
  const properties = new Map<string, string>();
  for (const file of [central?.root, shared?.root, root]) {
    for (const group of descendants(file, 'PropertyGroup'))
      for (const one of group.children) properties.set(one.name.toLowerCase(), one.text);
  }
  const fill = (value: string): string =>
    value.replace(/\$\(([\w.]+)\)/g, (whole, name: string) => properties.get(name.toLowerCase()) ?? whole);
  const versions = new Map<string, string>();
  for (const one of descendants(central?.root, 'PackageVersion')) {
    const version = property(one, 'Version');
    if (version !== undefined) versions.set((property(one, 'Include') ?? '').toLowerCase(), fill(version));
  }
  const isTest = properties.get('istestproject')?.toLowerCase() === 'true' || /(?:^|[.-])tests?\.\w+proj$/i.test(path);
  const packages: Found[] = [];
  const references = [...descendants(root, 'PackageReference'), ...descendants(root, 'GlobalPackageReference')];
  for (const element of references) {
    const name = property(element, 'Include') ?? property(element, 'Update');
    if (name === undefined || name.includes('$(')) continue;
    const written = property(element, 'VersionOverride') ?? property(element, 'Version');
    const version = written === undefined ? versions.get(name.toLowerCase()) : fill(written);
    const isPrivate = /^all$/i.test(property(element, 'PrivateAssets') ?? '');
    packages.push(reference(name, version, element.line, isTest ? 'test' : isPrivate ? 'development' : 'production'));
  }
  const license = descendants(root, 'PackageLicenseExpression')[0];
  const id =
    descendants(root, 'PackageId')[0]?.text ??
    descendants(root, 'AssemblyName')[0]?.text ??
    path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  const fields: LicenseField[] = license ? [{ text: license.text, what: 'expression', path, line: license.line }] : [];
  return {
    path,
    ecosystem: 'nuget',
    kind: 'manifest',
    format: 'project',
    packages,
    self: { name: clean(fill(id)), line: 1, fields },
    problems,
  };
}

function reference(name: string, version: string | undefined, line: number, scope: DependencyScope): Found {
  const found: Found = { key: name.toLowerCase(), name: clean(name), line, direct: true, scope };
  const exact =
    version === undefined
      ? undefined
      : (/^\[\s*([^,[\]()*]+?)\s*\]$/.exec(version)?.[1] ?? (/^[\w.+-]+$/.test(version) ? version : undefined));
  // A bare version is the lowest one allowed, and also what a restore takes.
  if (exact !== undefined) found.version = clean(exact);
  else if (version !== undefined) found.requested = clean(version);
  return found;
}

/** Reads the older `packages.config`. */
export function readPackagesConfig(path: string, source: string): Reading {
  const { root, problems } = readXml(source);
  const packages = descendants(root, 'package').flatMap((element) => {
    const name = property(element, 'id');
    const isDevelopment = property(element, 'developmentDependency') === 'true';
    return name === undefined
      ? []
      : [reference(name, property(element, 'version'), element.line, isDevelopment ? 'development' : 'production')];
  });
  return { path, ecosystem: 'nuget', kind: 'manifest', format: 'packages.config', packages, problems };
}

/** Reads `packages.lock.json`, one graph per target framework. */
export function readNugetLock(path: string, source: string): Reading {
  const doc = readJson(source);
  const problems = [...doc.problems];
  const version = Number(doc.root['version'] ?? Number.NaN);
  if (!(version >= 1 && version <= 2))
    problems.push(`lockfile version ${clean(String(doc.root['version'] ?? 'missing'))} is not known; read like version 2`);
  const frameworks = table(doc.root['dependencies']);
  const packages: Found[] = [];
  for (const [framework, value] of Object.entries(frameworks)) {
    const entries = table(value);
    const names = new Map(Object.keys(entries).map((name) => [name.toLowerCase(), name]));
    for (const [name, details] of Object.entries(entries)) {
      const entry = table(details);
      const type = text(entry['type']);
      const found: Found = { key: `${framework}\0${name.toLowerCase()}`, name: clean(name), line: lineOf(entries, name) };
      const resolved = text(entry['resolved']);
      if (resolved !== undefined) found.version = clean(resolved);
      if (type === 'Direct') found.direct = true;
      if (type === 'Project') found.workspace = true;
      found.requires = Object.keys(table(entry['dependencies'])).flatMap((one) =>
        names.has(one.toLowerCase()) ? [{ to: `${framework}\0${one.toLowerCase()}` }] : [],
      );
      packages.push(found);
    }
  }
  const keys = new Map<string, string>();
  for (const found of packages) if (!keys.has(found.name.toLowerCase())) keys.set(found.name.toLowerCase(), found.key);
  return { path, ecosystem: 'nuget', kind: 'lock', format: 'packages.lock.json', packages, problems, resolve: (name) => keys.get(name) };
}

/** Nuspec files of the global packages folder. */
export const nugetInstalled: InstalledReader = {
  ecosystem: 'nuget',
  command: () => 'dotnet restore',
  outsideOnly: true,
  open: (_folder, { home }, outside): InstalledIndex | undefined =>
    outside ? new NugetIndex(home, process.env['NUGET_PACKAGES'] ?? `${homedir()}/.nuget/packages`) : undefined,
};

class NugetIndex implements InstalledIndex {
  private readonly store: Store;
  private readonly root: string;

  constructor(store: Store, root: string) {
    this.store = store;
    this.root = root;
  }

  find(name: string, version: string | undefined): Installed | undefined {
    const id = name.toLowerCase();
    if (version === undefined || id.includes('/')) return undefined;
    const folder = `${this.root}/${id}/${version.toLowerCase()}`;
    const path = `${folder}/${id}.nuspec`;
    const source = this.store.text(path);
    if (source === undefined) return undefined;
    const metadata = child(readXml(source).root, 'metadata');
    const license = child(metadata, 'license');
    return {
      ecosystem: 'nuget',
      name,
      version,
      path,
      fields: () => nuspecLicense(metadata, path),
      texts: () => licenseTexts(this.store, folder, license?.attributes['type'] === 'file' ? [license.text.replaceAll('\\', '/')] : []),
      requires: () => [],
    };
  }

  all(): Iterable<Installed> {
    return [];
  }
}

/** `<license type="expression">`; else the older address, unless it is the placeholder that nuget.org puts beside a licence file. */
function nuspecLicense(metadata: XmlElement | undefined, path: string): LicenseField[] {
  const license = child(metadata, 'license');
  if (license && license.attributes['type'] !== 'file') return [{ text: license.text, what: 'expression', path, line: license.line }];
  const url = child(metadata, 'licenseUrl');
  if (!url || url.text === '' || /aka\.ms\/deprecateLicenseUrl/i.test(url.text)) return [];
  const inUrl = /^https?:\/\/licenses\.nuget\.org\/(.+)$/.exec(url.text)?.[1];
  return [{ text: inUrl === undefined ? url.text : percentDecoded(inUrl), what: 'url', path, line: url.line }];
}
