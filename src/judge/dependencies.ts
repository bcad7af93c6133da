/** Rules of judgement about dependencies. */

import { evaluate, ExpressionError } from '../licenses/index.ts';
import type { AuditedDependency } from '../types/dependency.ts';
import type { Draft } from './build.ts';
import type { JudgeInput } from './index.ts';
import type { Policy, Ruling } from './policy.ts';

const startOfManifest = (d: AuditedDependency) => ({
  path: d.manifest.path,
  line: d.manifest.line,
  column: 1,
  endLine: d.manifest.line,
  endColumn: 1,
});
const labelled = (d: AuditedDependency): string => (d.version ? `${d.name} ${d.version}` : d.name);

/** Findings about packages. Installed-only packages are not judged, so that a laptop and CI agree. */
export function* dependencyDrafts({ dependencies, policy }: JudgeInput): Generator<Draft> {
  const unknown = new Map<string, AuditedDependency[]>();
  for (const d of dependencies) {
    if (d.workspace || d.local) continue;
    const shipped = d.scope === 'production' || d.scope === 'optional';
    const base = () => ({ subject: d.purl, at: startOfManifest(d), dependency: d.purl });
    if (d.ambiguous) {
      yield {
        ...base(),
        code: 'dependency-license-ambiguous',
        args: {
          dependency: labelled(d),
          what: d.ambiguous.conflict ? 'metadata and licence files disagree, they name' : `"${d.ambiguous.written}" can mean`,
          candidates: d.ambiguous.candidates.join(' or '),
        },
        severity: shipped ? 'warning' : 'note',
        confidence: 'medium',
      };
      continue;
    }
    if (d.license.expression === 'NOASSERTION' || d.license.expression === 'NONE') {
      const reason = d.unknownBecause ?? 'no licence is stated anywhere';
      const key = `${d.manifest.path}\0${reason}\0${shipped}`;
      const same = unknown.get(key);
      if (same) same.push(d);
      else unknown.set(key, [d]);
      continue;
    }
    const { ruling, chosen } = ruleOn(d, policy);
    if (ruling.treatment === 'allow') continue;
    yield {
      ...base(),
      code: 'dependency-license-denied',
      args: { dependency: labelled(d), license: chosen, reason: ruling.reason },
      severity: !shipped ? 'note' : ruling.treatment === 'deny' ? 'error' : 'warning',
      confidence: d.license.confidence,
      ...(d.chain && d.chain.length > 1
        ? {
            help: `Brought in by ${d.chain.join(' → ')}. Replace it, choose another side of an \`OR\` under \`choices\`, or record an exception.`,
          }
        : {}),
    };
  }
  for (const [key, list] of unknown) {
    const [path = '', reason = '', shipped] = key.split('\0');
    const first = list[0];
    if (!first) continue;
    // A lockfile nobody installed would give thousands of equal findings: one per file and reason says the same.
    const names = list.slice(0, 3).map(labelled).join(', ');
    yield {
      code: 'dependency-license-unknown',
      args: {
        dependency: list.length === 1 ? labelled(first) : `${list.length} packages (${names}${list.length > 3 ? ', …' : ''})`,
        reason,
      },
      subject: `${path}\0${reason}`,
      at: startOfManifest(first),
      severity: shipped === 'true' ? 'warning' : 'note',
      ...(list.length === 1 ? { dependency: first.purl } : {}),
    };
  }
}

/** What the policy says of a licence expression: the best side of an OR, all parts of an AND. */
function ruleOn(d: AuditedDependency, policy: Policy): { ruling: Ruling; chosen: string } {
  try {
    const result = evaluate(d.license.expression, (id, exception) => {
      const ruling = policy.dependency([id], exception);
      return { verdict: ruling.treatment, reason: ruling.reason };
    });
    const part = result.parts.find((p) => p.taken && p.decision.verdict === result.verdict);
    const treatment = result.verdict === 'unknown' ? 'warn' : result.verdict;
    return { ruling: { treatment, reason: part?.decision.reason ?? '' }, chosen: result.chosen };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { ruling: { treatment: 'warn', reason: `the expression cannot be read: ${error.message}` }, chosen: d.license.expression };
  }
}
