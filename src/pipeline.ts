/** The audit, step by step. Each step is a function from one plain type to the next; this file reads top to bottom. */

import type { LoadedConfig } from './config/load.ts';
import { classify } from './classify/index.ts';
import { scanDependencies } from './dependencies/index.ts';
import { withDependencyModels } from './recognise/dependencies.ts';
import { gatherAll, type GatherContext } from './gather/index.ts';
import { identify } from './identify/index.ts';
import { judge, signalsOf } from './judge/index.ts';
import { inlineIgnores } from './judge/ignores.ts';
import { openPolicy } from './judge/policy.ts';
import { createLicenseEngine } from './licenses/index.ts';
import { createLinker } from './link/index.ts';
import { oblige, type ObligeContext } from './oblige/index.ts';
import { recognise } from './recognise/index.ts';
import { loadRules } from './rules/index.ts';
import { summarise } from './summarise/index.ts';
import type { AuditedDependency } from './types/dependency.ts';
import type { AuditedModel } from './types/model.ts';
import type { AuditResult } from './types/result.ts';
import { createProject } from './walk/index.ts';
import { describeProject } from './walk/describe.ts';
import { assemble } from './result.ts';

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

/**
 * Audits the project in the folder `root`.
 * @throws UsageError for an unknown policy; whatever a file of the project says is no error but part of the result
 */
export async function audit(root: string, options: AuditOptions): Promise<AuditResult> {
  const { config } = options.loaded;
  const progress = options.progress ?? (() => undefined);
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const rules = loadRules();
  const engine = createLicenseEngine(rules);
  const policy = openPolicy(rules, config, options.policy);

  progress('listing files');
  const project = await createProject(root, {
    ...(options.include ? { include: options.include } : {}),
    ...(options.exclude ? { exclude: options.exclude } : {}),
    summarise,
  });

  progress(`reading ${project.files.length.toLocaleString('en-US')} files`);
  const recognised = recognise(project, createLinker(project), rules);

  progress('reading dependencies');
  const scan = await scanDependencies(project, engine, rules, { installed: options.stores === true });
  const named = withDependencyModels(recognised, scan.dependencies, project);

  progress('identifying models');
  const identified = identify(named, rules, project);
  const context: GatherContext & ObligeContext = {
    project,
    rules,
    engine,
    // What a preset assumes may deny a model, but never makes a duty disappear: only declared facts decide duties.
    declared: policy.declared,
    clarifications: config.clarifications ?? [],
    contracts: config.contracts ?? [],
    published: recognised.published,
    today,
  };
  const gathered = gatherAll(identified, context);

  progress('judging');
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
    dependencies,
    recognised: named,
    loaded: options.loaded,
    policy,
    rules,
    today,
    ignores: inlineIgnores(project.summarised()),
  });
  return assemble({
    tool: { version: options.version, rules: rules.version },
    project,
    description: describeProject(project),
    policy,
    models,
    recognised: named,
    dependencies,
    findings,
    skipped: scan.skipped,
  });
}
