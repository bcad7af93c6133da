/** Small audit results for tests of what follows the pipeline. */

import type { Dependency } from '../../src/types/dependency.ts';
import type { AuditedModel, Classification, LicenseSummary } from '../../src/types/model.ts';
import type { ModelReference } from '../../src/types/reference.ts';
import type { AuditResult, Finding } from '../../src/types/result.ts';

export function reference(rest: Partial<ModelReference> = {}): ModelReference {
  return {
    path: 'src/app.py',
    line: 3,
    column: 10,
    endLine: 3,
    endColumn: 15,
    raw: 'org/m',
    name: 'org/m',
    signature: 'test.load',
    how: 'literal',
    target: 'exact',
    usage: 'load',
    role: 'weights',
    scope: 'production',
    used: true,
    confidence: 'high',
    ...rest,
  };
}

const dimension = { score: null, why: 'not part of this test' };

export function openness(rest: Partial<Classification> = {}): Classification {
  return {
    class: 'open-weights-permissive',
    verdict: 'open',
    qualifier: '',
    confidence: 'high',
    verdicts: { weights: 'open', licence: 'open', osi: 'unknown', eu: 'open' },
    because: [],
    dimensions: {
      openness: dimension,
      accessibility: dimension,
      transparency: dimension,
      customisability: dimension,
      innovation: dimension,
      cost: dimension,
      legal: dimension,
    },
    ...rest,
  };
}

export function license(rest: Partial<LicenseSummary> = {}): LicenseSummary {
  return { expression: 'MIT', kind: 'open-source', inherited: [], claims: [], confidence: 'high', ...rest };
}

/** A direct package under MIT. */
export function dependency(rest: Partial<Dependency> = {}): Dependency {
  return {
    purl: 'pkg:npm/left@1.0.0',
    ecosystem: 'npm',
    name: 'left',
    version: '1.0.0',
    scope: 'production',
    direct: true,
    manifest: { path: 'package-lock.json', line: 4 },
    license: license(),
    ...rest,
  };
}

/** A package of unknown licence: what registries are asked about and clarifications answer. */
export function unknownDependency(rest: Partial<Dependency> = {}): Dependency {
  return {
    ...dependency(),
    license: license({ expression: 'NOASSERTION', kind: 'unknown', confidence: 'low' }),
    unknownBecause: 'not installed',
    ...rest,
  };
}

export function model(rest: Partial<AuditedModel> = {}): AuditedModel {
  return {
    id: 'huggingface:org/m',
    registry: 'huggingface',
    name: 'org/m',
    channel: 'runtime-download',
    references: [reference()],
    license: license(),
    weights: { availability: 'public', gate: 'none' },
    baseModels: [],
    openness: openness(),
    obligations: [],
    ...rest,
  };
}

export function finding(rest: Partial<Finding> = {}): Finding {
  return {
    code: 'model-unknown',
    args: { model: 'org/m' },
    severity: 'warning',
    confidence: 'high',
    message: 'org/m is not known',
    help: 'Find out.',
    path: 'src/app.py',
    line: 3,
    column: 10,
    endLine: 3,
    endColumn: 15,
    fingerprint: '0123456789abcdef',
    related: [],
    ...rest,
  };
}

export function auditResult(rest: Partial<AuditResult> = {}): AuditResult {
  const findings = rest.findings ?? [];
  const count = (severity: string) => findings.filter((f) => f.severity === severity).length;
  return {
    schemaVersion: 1,
    tool: { name: 'audit-models', version: '0.0.0', rules: 'test' },
    project: { policy: 'commercial', declared: {}, assumed: [] },
    models: [],
    published: [],
    unresolved: [],
    dependencies: [],
    findings,
    skipped: [],
    notes: [],
    stats: {
      files: 1,
      bytes: 10,
      read: 1,
      models: rest.models?.length ?? 0,
      references: 0,
      unresolved: 0,
      dependencies: 0,
      findings: { error: count('error'), warning: count('warning'), note: count('note') },
    },
    ...rest,
  };
}
