/** Puts the parts of an audit together into the one public document, in fixed order and without anything that differs between two runs. */

import type { Policy } from './judge/policy.ts';
import type { AuditedDependency } from './types/dependency.ts';
import type { AuditedModel } from './types/model.ts';
import type { Project } from './types/project.ts';
import type { ModelReference, Recognised, Region, SkippedFile } from './types/reference.ts';
import type { AuditResult, Finding, Severity } from './types/result.ts';
import type { ProjectDescription } from './walk/describe.ts';

export interface Parts {
  tool: { version: string; rules: string };
  project: Project;
  description: ProjectDescription;
  policy: Policy;
  models: AuditedModel[];
  recognised: Recognised;
  dependencies: AuditedDependency[];
  findings: Finding[];
  skipped: readonly SkippedFile[];
  notes: readonly string[];
}

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);
const byPlace = (a: Region, b: Region): number =>
  compare(a.path, b.path) || a.line - b.line || a.column - b.column || a.endLine - b.endLine || a.endColumn - b.endColumn;
const byReference = (a: ModelReference, b: ModelReference): number =>
  byPlace(a, b) || compare(a.signature, b.signature) || compare(a.name, b.name);

/** The document. Counts are taken from the lists, so that they reconcile. */
export function assemble(parts: Parts): AuditResult {
  const { project, description, recognised } = parts;
  const count = (severity: Severity): number => parts.findings.filter((f) => f.severity === severity).length;
  const models = parts.models
    .map((m) => ({ ...m, references: m.references.toSorted(byReference) }))
    .toSorted((a, b) => compare(a.id, b.id));
  const skipped = unique([...project.skipped, ...recognised.skipped, ...parts.skipped]);
  return {
    schemaVersion: 1,
    tool: { name: 'audit-models', ...parts.tool },
    project: { ...description, policy: parts.policy.id, declared: parts.policy.declared, assumed: parts.policy.assumed },
    models,
    published: recognised.published.toSorted(byPlace),
    unresolved: recognised.unresolved.toSorted((a, b) => byPlace(a, b) || compare(a.signature, b.signature)),
    dependencies: parts.dependencies.toSorted(
      (a, b) => compare(a.purl, b.purl) || compare(a.manifest.path, b.manifest.path) || a.manifest.line - b.manifest.line,
    ),
    findings: parts.findings,
    skipped,
    notes: [...parts.notes],
    stats: {
      ...project.stats,
      models: models.length,
      references: models.reduce((sum, m) => sum + m.references.length, 0),
      unresolved: recognised.unresolved.length,
      dependencies: parts.dependencies.length,
      findings: { error: count('error'), warning: count('warning'), note: count('note') },
    },
  };
}

function unique(list: SkippedFile[]): SkippedFile[] {
  const seen = new Map(list.map((s) => [`${s.path}\0${s.reason}`, s]));
  return [...seen.values()].toSorted((a, b) => compare(a.path, b.path) || compare(a.reason, b.reason));
}
