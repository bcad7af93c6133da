/** Gradle: coordinates that stand as literals in build files, version catalogues, lockfiles. Build files are programs and are not run. */

import { isTable, lineOf, table, text } from '../formats/document.ts';
import type { Document, Table } from '../formats/document.ts';
import { readToml } from '../formats/toml.ts';
import type { DependencyScope } from '../../types/dependency.ts';
import type { Found, ReadContext, Reading } from '../types.ts';
import { clean, dirname, lines } from '../text.ts';

/** What a configuration is for, by its name; plugins add their own (`kapt`, `debugImplementation`). */
function scopeOfConfiguration(name: string): DependencyScope {
  if (/test/i.test(name)) return 'test';
  const isBuildTime =
    /^(?:classpath|kapt|ksp|annotationProcessor|compileOnly|providedCompile|provided|checkstyle|pmd|detektPlugins|lintChecks|developmentOnly)/i;
  return isBuildTime.test(name) || /(?:AnnotationProcessor|CompileOnly|Plugins?)$/.test(name) ? 'development' : 'production';
}

const CONFIGURATION = String.raw`\b([a-zA-Z]*(?:api|implementation|Api|Implementation|[cC]ompile|[cC]ompileOnly|[rR]untime|[rR]untimeOnly|[aA]nnotationProcessor|kapt|ksp|Kapt|Ksp|classpath|[pP]rovided|developmentOnly|Plugins))`;

/** `configuration(libs.a.b)`, whatever the configuration is called. */
const REFERENCE = /\b([a-zA-Z]\w*)["']?\s*\(?\s*(?:(?:enforcedPlatform|platform|testFixtures)\s*\(\s*)?\blibs\.([\w.]+)/g;

/** A build file, with comments blanked out: `group:name:version` strings, map notation, and references to a version catalogue. */
export function readGradleBuild(path: string, source: string, { project }: ReadContext): Reading {
  const packages: Found[] = [];
  const clear = withoutComments(source);
  const variables = gradleVariables(clear);
  const rows = lines(clear);
  const add = (group: string, name: string, version: string | undefined, configuration: string, line: number): void => {
    const filled = version === undefined ? undefined : substitute(version, variables);
    const found: Found = {
      key: `${group}:${name}`,
      name: clean(`${substitute(group, variables)}:${name}`),
      line,
      direct: true,
      scope: scopeOfConfiguration(configuration),
    };
    if (filled !== undefined && /^[\w.+-]+$/.test(filled) && !filled.endsWith('+') && !filled.startsWith('latest'))
      found.version = clean(filled);
    else if (filled !== undefined && filled !== '') found.requested = clean(filled);
    packages.push(found);
  };
  const short = new RegExp(
    String.raw`${CONFIGURATION}\s*\(?\s*(?:(?:enforcedPlatform|platform|testFixtures|kotlin)\s*\(\s*)?["']([\w.-]+):([\w.-]+)(?::([^"':@]+))?[^"']*["']`,
    'g',
  );
  const long = new RegExp(
    String.raw`${CONFIGURATION}\s*\(?\s*group\s*[:=]\s*["']([^"']+)["']\s*,\s*name\s*[:=]\s*["']([^"']+)["'](?:\s*,\s*version\s*[:=]\s*["']?([^"',)\s]+))?`,
    'g',
  );
  const catalogue = catalogueFor(path, project);
  for (const [index, row] of rows.entries()) {
    for (const pattern of [short, long]) {
      for (const match of row.matchAll(pattern)) add(match[2]!, match[3]!, match[4], match[1]!, index + 1);
    }
    for (const match of row.matchAll(REFERENCE)) {
      for (const library of catalogue?.get(match[2]!.replace(/\.get$/, '')) ?? []) {
        packages.push({ ...library, path, line: index + 1, direct: true, scope: scopeOfConfiguration(match[1]!) });
      }
    }
  }
  return { path, ecosystem: 'maven', kind: 'manifest', format: 'gradle', packages, problems: [] };
}

/** Blanks comments and keeps line ends; strings are left as they are. */
function withoutComments(source: string): string {
  return source.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (part) =>
    part.startsWith('/') ? part.replace(/[^\n]/g, ' ') : part,
  );
}

/** `def x = "1"`, `val x = "1"`, `ext.x = "1"`, `x = "1"`, `set("x", "1")`. */
function gradleVariables(source: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const match of source.matchAll(/(?:^|[\s.])([A-Za-z_]\w*)\s*=\s*["']([\w.+-]+)["']/gm)) found.set(match[1]!, match[2]!);
  for (const match of source.matchAll(/\bset\(\s*["'](\w+)["']\s*,\s*["']([\w.+-]+)["']/g)) found.set(match[1]!, match[2]!);
  return found;
}

function substitute(value: string, variables: ReadonlyMap<string, string>): string {
  return value.replace(/\$\{?([\w.]+)\}?/g, (whole, name: string) => variables.get(name.split('.').at(-1)!) ?? whole);
}

/** Libraries and bundles of the catalogue, by accessor (`libs.a.b` is `a.b`). */
type Catalogue = Map<string, Found[]>;

const catalogues = new WeakMap<object, Map<string, Catalogue | undefined>>();

/** The catalogue `gradle/libs.versions.toml` of the build that a file belongs to. */
function catalogueFor(path: string, project: ReadContext['project']): Catalogue | undefined {
  let known = catalogues.get(project);
  if (known === undefined) catalogues.set(project, (known = new Map()));
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const file = folder === '' ? 'gradle/libs.versions.toml' : `${folder}/gradle/libs.versions.toml`;
    if (project.file(file)) {
      if (!known.has(file)) {
        const source = project.text(file);
        known.set(file, source === undefined ? undefined : catalogue(readToml(source)));
      }
      return known.get(file);
    }
    if (folder === '') return undefined;
  }
}

function catalogue(doc: Document): Catalogue {
  const result: Catalogue = new Map();
  for (const { alias, found } of catalogueLibraries(doc)) result.set(accessor(alias), [found]);
  for (const [alias, names] of Object.entries(table(doc.root['bundles']))) {
    const members = Array.isArray(names) ? names.flatMap((name) => result.get(accessor(String(name))) ?? []) : [];
    result.set(`bundles.${accessor(alias)}`, members);
  }
  return result;
}

function accessor(alias: string): string {
  return alias.replace(/[-_]/g, '.');
}

function catalogueLibraries(doc: Document): { alias: string; found: Found }[] {
  const versions = table(doc.root['versions']);
  const libraries = table(doc.root['libraries']);
  return Object.entries(libraries).flatMap(([alias, value]) => {
    const details = table(value);
    const written = text(value)?.split(':');
    const module = text(details['module'])?.split(':');
    const group = written?.[0] ?? module?.[0] ?? text(details['group']);
    const name = written?.[1] ?? module?.[1] ?? text(details['name']);
    if (group === undefined || name === undefined) return [];
    const version = written?.[2] ?? catalogueVersion(details['version'], versions);
    const found: Found = { key: `${group}:${name}`, name: clean(`${group}:${name}`), line: lineOf(libraries, alias) };
    if (version !== undefined && /^[\w.+-]+$/.test(version) && !version.endsWith('+')) found.version = clean(version);
    else if (version !== undefined) found.requested = clean(version);
    return [{ alias, found }];
  });
}

function catalogueVersion(value: unknown, versions: Table): string | undefined {
  const reference = text(table(value)['ref']);
  const written = reference === undefined ? value : versions[reference];
  if (isTable(written)) return text(written['strictly']) ?? text(written['require']) ?? text(written['prefer']);
  return text(written);
}

/** The catalogue itself: what no build file refers to is listed too, as optional, since plugins in code may use it. */
export function readGradleCatalogue(path: string, source: string, { project }: ReadContext): Reading {
  const doc = readToml(source);
  const builds: string[] = [];
  for (const file of project.files) {
    if (/\.gradle(?:\.kts)?$/.test(file.path)) builds.push(withoutComments(project.text(file.path) ?? ''));
  }
  const used = new Set<string>();
  for (const build of builds) for (const match of build.matchAll(REFERENCE)) used.add(match[2]!.replace(/\.get$/, ''));
  const bundled = new Set<string>();
  for (const [alias, names] of Object.entries(table(doc.root['bundles']))) {
    if (used.has(`bundles.${accessor(alias)}`) && Array.isArray(names)) for (const name of names) bundled.add(accessor(String(name)));
  }
  const packages = catalogueLibraries(doc)
    .filter(({ alias }) => !used.has(accessor(alias)) && !bundled.has(accessor(alias)))
    .map(({ found }): Found => Object.assign(found, { direct: true, scope: 'optional' as const }));
  return { path, ecosystem: 'maven', kind: 'manifest', format: 'gradle', packages, problems: doc.problems };
}

/** `gradle.lockfile`, `buildscript-gradle.lockfile` and the older files in `gradle/dependency-locks/`. */
export function isGradleLock(base: string, path: string): boolean {
  return /^(?:buildscript-)?gradle\.lockfile$/.test(base) || /(?:^|\/)dependency-locks\/[^/]+\.lockfile$/.test(path);
}

/** gradle.lockfile: `group:name:version=configuration,…`; the older form in gradle/dependency-locks has one file per configuration. */
export function readGradleLock(path: string, source: string): Reading {
  const packages: Found[] = [];
  const problems: string[] = [];
  const old = /(?:^|\/)dependency-locks\/([^/]+)\.lockfile$/.exec(path)?.[1];
  const isBuildscript = /buildscript[-\w]*\.lockfile$/.test(path);
  for (const [index, row] of lines(source).entries()) {
    if (row.trim() === '' || row.startsWith('#') || row.startsWith('empty=')) continue;
    const match = /^([^:=\s]+):([^:=\s]+):([^:=\s]+?)(?:=(.*))?$/.exec(row.trim());
    if (!match) {
      problems.push(`line ${index + 1} is not understood`);
      continue;
    }
    const [, group, name, version, configurations] = match;
    const scopes = new Set((configurations ?? old ?? '').split(',').map(scopeOfConfiguration));
    const scope = isBuildscript ? 'development' : (['production', 'development', 'test'] as const).find((one) => scopes.has(one));
    packages.push({
      key: `${group}:${name}:${version}`,
      name: clean(`${group}:${name}`),
      version: clean(version!),
      line: index + 1,
      ...(scope === undefined ? {} : { scope }),
    });
  }
  return { path, ecosystem: 'maven', kind: 'lock', format: 'gradle.lockfile', packages, problems: problems.slice(0, 3) };
}
