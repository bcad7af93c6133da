/** The audit, step by step. Each step is a function from one plain type to the next; this file reads top to bottom. */

import type { LoadedConfig } from './config/load.ts';
import { loadSignatures } from './config/signatures.ts';
import { classify } from './classify/index.ts';
import { clarifyDependencies } from './dependencies/clarify.ts';
import { scanDependencies } from './dependencies/index.ts';
import { unansweredPackages, withRegistryLicenses, type RegistryAnswers } from './dependencies/online.ts';
import { withDeclaredModels } from './recognise/declared.ts';
import { withBomModels } from './recognise/boms.ts';
import { withDependencyModels } from './recognise/dependencies.ts';
import { gatherAll, laxerRecipes, type GatherContext, type GatheredModel } from './gather/index.ts';
import { localStores } from './gather/stores.ts';
import { identify } from './identify/index.ts';
import { judge, signalsOf } from './judge/index.ts';
import { inlineIgnores } from './judge/ignores.ts';
import { matchesDependency } from './config/match.ts';
import { openPolicy, type Policy } from './judge/policy.ts';
import { createLicenseEngine } from './licenses/index.ts';
import { createLinker } from './link/index.ts';
import { oblige, type ObligeContext } from './oblige/index.ts';
import { recognise } from './recognise/index.ts';
import { withLayers } from './recognise/layers/index.ts';
import { loadRules, type Rules } from './rules/index.ts';
import { readModelFile } from './summarise/headers/index.ts';
import { summarise } from './summarise/index.ts';
import type { AuditedDependency, Dependency, DependencyScan } from './types/dependency.ts';
import type { AuditedModel } from './types/model.ts';
import type { Project } from './types/project.ts';
import type { Recognised } from './types/reference.ts';
import type { AuditResult } from './types/result.ts';
import { createProject } from './walk/index.ts';
import { describeProject } from './walk/describe.ts';
import { assemble } from './result.ts';

/** What one run is asked to do. */
export interface AuditOptions {
  /** Version of the tool. */
  version: string;
  loaded: LoadedConfig;
  /** Preset asked for on the command line. */
  policy?: string;
  include?: readonly string[];
  exclude?: readonly string[];
  /** Look into the local model stores and package caches of this machine. */
  stores?: boolean;
  /** Ask registries over the network. */
  online?: boolean;
  /** Told what is being done. */
  progress?: (what: string) => void;
  /** ISO date that decides what has lapsed; today by default. */
  today?: string;
}

/** A project with everything known about its models and dependencies, before any judgement. */
export interface Survey {
  project: Project;
  rules: Rules;
  policy: Policy;
  recognised: Recognised;
  scan: DependencyScan;
  gathered: GatheredModel[];
  /** What duties are decided from. */
  context: GatherContext & ObligeContext;
  /** Ids of the project's own signature rows. */
  ownRows: string[];
  /** What the user should know about the run itself: registries that did not answer. */
  notes: string[];
}

/** From a folder to facts: walk, summarise, link, recognise, identify, gather. */
export async function survey(root: string, options: AuditOptions): Promise<Survey> {
  const { config } = options.loaded;
  const progress = options.progress ?? (() => undefined);
  const rules = loadRules();
  const engine = createLicenseEngine(rules);
  const policy = openPolicy(rules, config, options.policy);

  progress('listing files');
  const project = await createProject(root, {
    ...(options.include ? { include: options.include } : {}),
    ...(options.exclude ? { exclude: options.exclude } : {}),
    summarise,
    readHeader: readModelFile,
  });

  progress(`reading ${project.files.length.toLocaleString('en-US')} files`);
  const userSignatures = await loadSignatures(options.loaded, root);
  const found = recognise(project, createLinker(project), rules, { userSignatures });
  // From here on only files that name a model are looked into again.
  project.forgetCode(new Set(found.references.map(({ path }) => path)));

  progress('reading dependencies');
  const read = await scanDependencies(project, engine, rules, { installed: options.stores === true });
  const asked = options.online ? await askRegistries(read.dependencies) : undefined;
  const answered = asked ? withRegistryLicenses(read.dependencies, asked, { engine, rules }) : read.dependencies;
  const declared = { clarifications: config.clarifications ?? [], choices: config.choices ?? [], matches: matchesDependency };
  const scan = { ...read, dependencies: clarifyDependencies(answered, declared, { project, engine, rules }) };
  const named = withDependencyModels(withDeclaredModels(found, options.loaded, project), scan.dependencies, project);
  const recognised = withLayers(withBomModels(named, scan, project), project, rules);

  progress('identifying models');
  const identified = identify(recognised, rules, project);
  const online = options.online ? await (await import('./online/index.ts')).fetchModels(identified, rules) : undefined;
  const context: Survey['context'] = {
    project,
    rules,
    engine,
    // What a preset assumes may deny a model, but never makes a duty disappear: only declared facts decide duties.
    declared: policy.declared,
    clarifications: config.clarifications ?? [],
    contracts: config.contracts ?? [],
    published: recognised.published,
    boms: scan.models ?? [],
    today: todayOf(options),
    ...(options.stores ? { stores: localStores() } : {}),
    ...(online ? { online } : {}),
  };
  return {
    project,
    rules,
    policy,
    recognised,
    scan,
    gathered: gatherAll(identified, context),
    context,
    ownRows: userSignatures.flatMap((file) => file.signatures.map((row) => row.id)),
    notes: [...(online?.notes ?? []), ...(asked?.notes ?? [])],
  };
}

/** Asks the package registries about packages whose licence is unknown. */
async function askRegistries(dependencies: readonly Dependency[]): Promise<RegistryAnswers & { notes: string[] }> {
  return (await import('./online/index.ts')).fetchPackages(unansweredPackages(dependencies));
}

const todayOf = (options: AuditOptions): string => options.today ?? new Date().toISOString().slice(0, 10);

/**
 * Audits the project in the folder `root`: its survey, classified, with duties, judged by the policy.
 * @throws UsageError for an unknown policy; whatever a file of the project says is no error but part of the result
 */
export async function audit(root: string, options: AuditOptions): Promise<AuditResult> {
  const { project, rules, policy, recognised, scan, gathered, context, ownRows, notes } = await survey(root, options);
  options.progress?.('judging');
  const models: AuditedModel[] = gathered.map((g) => ({
    ...g.model,
    license: g.license,
    weights: { availability: g.facts.weights.value, gate: g.facts.gate.value },
    baseModels: g.facts.baseModels.map(({ id, relation }) => ({ id, relation })),
    openness: classify(g.model, g.facts, g.license, rules),
    obligations: oblige({ model: g }, context),
  }));
  const dependencies: AuditedDependency[] = scan.dependencies.map((dependency) => ({
    ...dependency,
    obligations: oblige({ dependency }, context),
  }));
  const findings = judge({
    models,
    signals: signalsOf(gathered),
    recipes: laxerRecipes(gathered, context),
    dependencies,
    recognised,
    skipped: project.skipped,
    loaded: options.loaded,
    policy,
    rules,
    today: todayOf(options),
    ignores: inlineIgnores(project.directives()),
    ownRows,
  });
  return assemble({
    tool: { version: options.version, rules: rules.version },
    project,
    description: describeProject(project),
    policy,
    models,
    recognised,
    dependencies,
    findings,
    skipped: scan.skipped,
    notes,
  });
}
