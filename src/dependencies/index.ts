/**
 * The dependencies of a project: what its manifests and lockfiles name, with the licence of each as far as the files at hand tell.
 * Obligations are not decided here (`src/oblige`).
 */

import type { BomModel, Dependency, DependencyScan } from '../types/dependency.ts';
import type { LicenseEngine } from '../types/license.ts';
import type { Project } from '../types/project.ts';
import type { RuleBook } from '../types/rules.ts';
import { InstalledPackages } from './installed.ts';
import { LicenseResolver } from './licenses.ts';
import type { LicenseAnswer } from './licenses.ts';
import { linkReadings, moreTelling } from './link.ts';
import type { Entry } from './link.ts';
import { stronger } from './graph.ts';
import { ModelPackages } from './models.ts';
import { purlOf } from './purl.ts';
import { readFiles } from './read.ts';
import type { Installed, LicenseField, Reading, Self } from './types.ts';

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
  const context = { project, engine };
  const readings = readFiles(context, skipped);
  const selves = ownPackages(readings);
  const installed = new InstalledPackages(context, options.installed === true);
  const resolver = new LicenseResolver(engine, rules);
  const modelPackages = new ModelPackages(rules);

  const entries = linkReadings(readings);
  entries.push(...(await installed.transitive(entries, readings, (ecosystem, name) => selves.has(`${ecosystem}\0${name}`))));
  const byPurl = new Map<string, Dependency>();
  const told = new Map<string, Entry>();
  for (const entry of entries) {
    const { found } = entry;
    const ecosystem = found.ecosystem ?? entry.reading.ecosystem;
    const self = selves.get(`${ecosystem}\0${found.name}`);
    const isOwn = found.workspace === true || (self !== undefined && entry.unlocked === true && entry.reading.self !== self);
    const copy = isOwn ? undefined : await installed.copyOf(entry);
    const version = found.version ?? copy?.version ?? (isOwn ? self?.version : undefined);
    const purl = purlOf(ecosystem, found.name, version, found.qualifiers);
    const before = byPurl.get(purl);
    if (before) {
      merge(before, told.get(purl)!, entry);
      if (moreTelling(entry, told.get(purl)!)) told.set(purl, entry);
      continue;
    }
    const dependency: Dependency = {
      purl,
      ecosystem,
      name: found.name,
      ...(version === undefined ? {} : { version }),
      ...(found.version === undefined && found.requested !== undefined ? { requested: found.requested } : {}),
      scope: entry.scope,
      direct: entry.direct,
      ...(entry.chain === undefined ? {} : { chain: entry.chain }),
      manifest: entry.manifest,
      ...licensePart(isOwn ? ownLicense(resolver, self, ecosystem) : licenseOf(resolver, entry, copy, ecosystem, options), isOwn, () =>
        installed.advice(entry, copy),
      ),
      ...(entry.local ? { local: true } : {}),
      ...(isOwn ? { workspace: true } : {}),
      ...modelPackages.describe(ecosystem, found.name),
    };
    byPurl.set(purl, dependency);
    told.set(purl, entry);
  }
  const dependencies = [...byPurl.values()].toSorted((one, other) => (one.purl < other.purl ? -1 : 1));
  const models: BomModel[] = [];
  for (const reading of readings) {
    for (const { name, version, purl, line, fields } of reading.models ?? []) {
      const { license } = resolver.answer(fields, [], reading.ecosystem);
      models.push({ name, ...(version && { version }), ...(purl && { purl }), manifest: { path: reading.path, line }, license });
    }
  }
  return { dependencies, skipped, ...(models.length > 0 ? { models } : {}) };
}

/** Packages that manifests of this project describe, by ecosystem and name. */
function ownPackages(readings: readonly Reading[]): Map<string, Self> {
  const selves = new Map<string, Self>();
  for (const { ecosystem, self } of readings) {
    if (self && self.name !== '' && !selves.has(`${ecosystem}\0${self.name}`)) selves.set(`${ecosystem}\0${self.name}`, self);
  }
  return selves;
}

/** Adds what another place says about the same package. */
function merge(before: Dependency, told: Entry, entry: Entry): void {
  before.scope = stronger(before.scope, entry.scope);
  const places = [before.manifest, ...(before.alsoIn ?? [])];
  if (moreTelling(entry, told)) {
    before.direct = entry.direct;
    before.manifest = entry.manifest;
    if (entry.chain === undefined) delete before.chain;
    else before.chain = entry.chain;
    if (!entry.local) delete before.local;
  }
  places.push(entry.manifest);
  const seen = new Set([`${before.manifest.path}\0${before.manifest.line}`]);
  const others = places.filter(({ path, line }) => !seen.has(`${path}\0${line}`) && seen.add(`${path}\0${line}`));
  if (others.length > 0) before.alsoIn = others;
}

/** The licence of an outside package: what the lockfile says, then its installed copy; texts where they can change the answer. */
function licenseOf(
  resolver: LicenseResolver,
  entry: Entry,
  copy: Installed | undefined,
  ecosystem: string,
  options: DependencyOptions,
): LicenseAnswer {
  const locked = entry.found.fields ?? [];
  if (copy === undefined) return resolver.answer(locked, [], ecosystem);
  const fields = [...locked, ...withoutRepeats(copy.fields(), locked)];
  if (!entry.direct && options.texts !== 'all') {
    const answer = resolver.answer(fields, [], ecosystem);
    if (answer.license.kind !== 'unknown' && answer.ambiguous === undefined && answer.license.confidence === 'high') return answer;
  }
  return resolver.answer(fields, copy.texts(), ecosystem);
}

/** Fields of the installed copy that the lockfile has not already copied word for word. */
function withoutRepeats(fields: LicenseField[], locked: readonly LicenseField[]): LicenseField[] {
  return fields.filter((field) => !locked.some((one) => one.text === field.text));
}

/** The licence of a package of this project; without one it is simply the project's own. */
function ownLicense(resolver: LicenseResolver, self: Self | undefined, ecosystem: string): LicenseAnswer {
  const answer = resolver.answer(self?.fields ?? [], [], ecosystem);
  return answer.license.kind === 'unknown' ? { license: { ...answer.license, kind: 'own', confidence: 'high' } } : answer;
}

function licensePart(
  answer: LicenseAnswer,
  isOwn: boolean,
  advice: () => string,
): Pick<Dependency, 'license' | 'unknownBecause' | 'ambiguous'> {
  const isUnknown = !isOwn && answer.license.kind === 'unknown' && answer.ambiguous === undefined;
  return {
    license: answer.license,
    ...(isUnknown ? { unknownBecause: answer.because ?? advice() } : {}),
    ...(answer.ambiguous === undefined ? {} : { ambiguous: answer.ambiguous }),
  };
}
