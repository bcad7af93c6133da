/** Judgement: from models, dependencies and facts to findings. Reads nothing; every rule is a function that yields drafts. */

import type { LaxerRecipe } from '../gather/recipes.ts';
import type { GatheredModel } from '../gather/types.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { AuditedDependency } from '../types/dependency.ts';
import type { AuditedModel } from '../types/model.ts';
import type { Recognised, SkippedFile } from '../types/reference.ts';
import type { Finding } from '../types/result.ts';
import type { RuleBook } from '../types/rules.ts';
import { buildFindings, startOf, type Draft } from './build.ts';
import { applyExceptions, configDrafts } from './config-findings.ts';
import { dependencyDrafts } from './dependencies.ts';
import { applyIgnores, type InlineIgnore } from './ignores.ts';
import { modelDrafts, recipeDrafts } from './models.ts';
import type { Policy } from './policy.ts';

/** What gathering noticed about a model beyond its facts; decided there, reported here. */
export interface ModelSignals {
  /** Licences of equal rank that disagree. */
  conflicts?: string[];
  /** Bases whose terms the model's own licence drops. */
  laxerThan?: { base: string; baseLicense: string; own: string }[];
  /** Families that independent facts point to. */
  resembles?: { family: string; facts: string[] }[];
}

/** Everything that findings are decided from. */
export interface JudgeInput {
  models: readonly AuditedModel[];
  signals: ReadonlyMap<string, ModelSignals>;
  /** Recipes whose licence is laxer than their base. */
  recipes: readonly LaxerRecipe[];
  dependencies: readonly AuditedDependency[];
  recognised: Recognised;
  /** What was not read, of all steps. */
  skipped: readonly SkippedFile[];
  loaded: LoadedConfig;
  policy: Policy;
  rules: RuleBook;
  /** Today as an ISO date, for expiry dates; injected so that a run is reproducible. */
  today: string;
  /** Comments that silence findings. */
  ignores: readonly InlineIgnore[];
  /** Ids of the project's own signature rows. */
  ownRows: readonly string[];
}

/** What gathering noticed, by model. */
export function signalsOf(gathered: readonly GatheredModel[]): Map<string, ModelSignals> {
  return new Map(
    gathered.map((g) => [
      g.model.id,
      {
        conflicts: g.conflicts,
        laxerThan: g.laxer.map((l) => ({ base: l.base, baseLicense: l.baseExpression, own: l.ownExpression })),
        resembles: g.resembles,
      },
    ]),
  );
}

/** All findings, sorted, with exceptions applied. */
export function judge(input: JudgeInput): Finding[] {
  const drafts: Draft[] = [
    ...modelDrafts(input),
    ...recipeDrafts(input),
    ...dependencyDrafts(input),
    ...unresolvedDrafts(input),
    ...skippedDrafts(input),
  ];
  const severities = [input.policy.severities, input.loaded.config.severities];
  const findings = buildFindings(drafts, severities);
  const used = applyExceptions(findings, input.loaded.config.exceptions ?? [], input.today);
  const unusedIgnores = applyIgnores(findings, input.ignores);
  const about = buildFindings([...configDrafts(input, used), ...unusedIgnores], severities);
  return [...findings, ...about];
}

/** One finding per file and signature for the places whose model can't be read. */
function* unresolvedDrafts({ recognised, loaded }: JudgeInput): Generator<Draft> {
  const closed = new Set((loaded.config.models ?? []).flatMap((m) => (m.path ? [m.path] : [])));
  for (const u of recognised.unresolved) {
    if (closed.has(u.path) || u.scope === 'vendored') continue;
    const production = u.scope === 'production';
    yield {
      code: 'model-unresolved',
      args: { what: u.vendor ? `call to ${u.vendor}` : u.signature, reason: u.reason },
      subject: `${u.signature}\0${u.raw}`,
      at: u,
      severity: production ? 'warning' : 'note',
      confidence: 'medium',
    };
  }
}

/** Reasons that leave open what a file says; what is passed over on purpose is listed in the report without a finding. */
const UNREADABLE = /no permission|cannot be read|the file is gone|internal error|reader failed/;

/** Files that belong to the project and could not be read, so that models named in them may be missing. */
function* skippedDrafts({ skipped }: JudgeInput): Generator<Draft> {
  for (const { path, reason } of skipped) {
    if (UNREADABLE.test(reason)) yield { code: 'file-unreadable', args: { path, reason }, subject: reason, at: startOf(path) };
  }
}
