/**
 * The dependencies of a project: what its manifests and lockfiles name, with the licence of each as far as the files at hand tell.
 * Obligations are not decided here (`src/oblige`).
 */

import type { BomModel, Dependency, DependencyScan } from '../types/dependency.ts';
import type { LicenseEngine } from '../types/license.ts';
import type { Project } from '../types/project.ts';
import type { RuleBook } from '../types/rules.ts';
import { groupByPackage } from './group.ts';
import type { Group } from './group.ts';
import { InstalledPackages } from './installed.ts';
import { LicenseResolver } from './licenses.ts';
import type { LicenseAnswer } from './licenses.ts';
import { linkReadings } from './link.ts';
import type { Entry } from './link.ts';
import { ModelPackages } from './models.ts';
import { readFiles } from './read.ts';
import { homeStore, projectStore } from './stores.ts';
import type { LicenseField, Reading, Self } from './types.ts';

/** How far a scan goes. */
export interface DependencyOptions {
  /** Also look into folders outside the root (`~/.cargo`, `~/.m2`, an active virtual environment …). */
  installed?: boolean;
  /**
   * `needed` (the default): licence files are read for direct dependencies and wherever the metadata leaves a question.
   * `all`: for every installed package, as a NOTICE file needs it.
   */
  texts?: 'needed' | 'all';
}

/**
 * Reads every manifest, lockfile and BOM file of the project and joins them.
 * Never throws on what a file says: what can't be read is in `skipped`, with the reason.
 */
export async function scanDependencies(
  project: Project,
  engine: LicenseEngine,
  rules: RuleBook,
  options: DependencyOptions = {},
): Promise<DependencyScan> {
  const skipped: DependencyScan['skipped'] = [];
  const context = {
    project,
    engine,
    store: projectStore(project),
    home: homeStore(),
    outside: options.installed === true,
    pnpmIdentities: new Map(),
  };
  const readings = readFiles(context, skipped);
  const selves = ownPackages(readings);
  const installed = new InstalledPackages(context);
  const resolver = new LicenseResolver(engine, rules);

  const { unlocked, locked } = linkReadings(readings);
  const found = await installed.transitive(unlocked, readings, (ecosystem, name) => selves.get(ecosystem)?.has(name) === true);
  const groups = await groupByPackage(inTurn(unlocked, locked, found), installed, selves);
  const tools = { resolver, installed, modelPackages: new ModelPackages(rules), options };
  const dependencies = groups.map((group) => describe(group, tools));
  const models: BomModel[] = [];
  for (const reading of readings) {
    for (const { line, ...model } of reading.models ?? []) models.push({ ...placed(model, rules), manifest: { path: reading.path, line } });
  }
  const boms = [...new Set(readings.filter(({ kind }) => kind === 'bom').map(({ path }) => path))].toSorted();
  return { dependencies, skipped, ...(models.length > 0 ? { models } : {}), ...(boms.length > 0 ? { boms } : {}) };
}

/** `pkg:generic/<registry>/<name>` names a registry only when that registry or the model is known; else its first part is a folder. */
function placed<T extends { name: string; registry?: string; written: string }>(model: T, rules: RuleBook): T {
  if (model.registry !== 'generic') return model;
  const { registry: _, ...rest } = model;
  const slash = model.name.indexOf('/');
  const [registry, name] = [model.name.slice(0, slash), model.name.slice(slash + 1)];
  if (slash > 0 && (rules.provider(registry) || rules.isKnownModel(`${registry}:${name}`))) return { ...model, registry, name };
  return { ...rest, name: model.written } as T;
}

function* inTurn(first: Entry[], then: Iterable<Entry[]>, last: Entry[]): Generator<Entry[]> {
  yield first;
  yield* then;
  yield last;
}

interface Tools {
  resolver: LicenseResolver;
  installed: InstalledPackages;
  modelPackages: ModelPackages;
  options: DependencyOptions;
}

/** The dependency that a group of entries stands for. */
function describe(group: Group, { resolver, installed, modelPackages, options }: Tools): Dependency {
  const { entry, ecosystem, version, isOwn, copy } = group;
  const { found } = entry;
  const answer = isOwn ? ownLicense(resolver, group) : licenseOf(resolver, group, options);
  const dependency: Dependency = {
    purl: group.purl,
    ecosystem,
    name: found.name,
    scope: group.scope,
    direct: entry.direct,
    manifest: entry.manifest,
    license: answer.license,
  };
  if (version !== undefined) dependency.version = version;
  if (found.version === undefined && found.requested !== undefined) dependency.requested = found.requested;
  if (entry.chain !== undefined) dependency.chain = entry.chain.names();
  if (group.places.length > 1) dependency.alsoIn = group.places.slice(1);
  if (answer.ambiguous !== undefined) dependency.ambiguous = answer.ambiguous;
  else if (!isOwn && answer.license.kind === 'unknown') dependency.unknownBecause = answer.because ?? installed.advice(entry, copy);
  if (group.isLocal) dependency.local = true;
  if (isOwn) dependency.workspace = true;
  return Object.assign(dependency, modelPackages.describe(ecosystem, found.name));
}

/** Packages that manifests of this project describe, by ecosystem and name. */
function ownPackages(readings: readonly Reading[]): Map<string, Map<string, Self>> {
  const selves = new Map<string, Map<string, Self>>();
  for (const { ecosystem, self } of readings) {
    if (!self || self.name === '') continue;
    const named = selves.get(ecosystem) ?? new Map<string, Self>();
    selves.set(ecosystem, named);
    if (!named.has(self.name)) named.set(self.name, self);
  }
  return selves;
}

/** The licence of an outside package: what lockfiles and BOMs say, then its installed copy; texts where they can change the answer. */
function licenseOf(
  resolver: LicenseResolver,
  { entry, fields: stated, copy, ecosystem }: Group,
  options: DependencyOptions,
): LicenseAnswer {
  const fields = distinct(stated);
  if (copy === undefined) return resolver.answer(fields, [], ecosystem);
  const all = distinct([...fields, ...copy.fields()]);
  if (!entry.direct && options.texts !== 'all') {
    const answer = resolver.answer(all, [], ecosystem);
    if (answer.license.kind !== 'unknown' && answer.ambiguous === undefined && answer.license.confidence === 'high') return answer;
  }
  return resolver.answer(all, copy.texts(), ecosystem);
}

/** Without fields that repeat an earlier one word for word: lockfiles copy those of the package. */
function distinct(fields: readonly LicenseField[]): LicenseField[] {
  if (fields.length < 2) return [...fields];
  const seen = new Set<string>();
  return fields.filter((field) => !seen.has(field.text) && seen.add(field.text));
}

/** The licence of a package of this project; without one it is simply the project's own. */
function ownLicense(resolver: LicenseResolver, { self, ecosystem }: Group): LicenseAnswer {
  const answer = resolver.answer(self?.fields ?? [], [], ecosystem);
  return answer.license.kind === 'unknown' ? { license: { ...answer.license, kind: 'own', confidence: 'high' } } : answer;
}
