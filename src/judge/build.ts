/** Builds findings: fills messages, points at places, gives stable fingerprints, keeps one finding per (code, subject, file). */

import { createHash } from 'node:crypto';
import type { Confidence, Region } from '../types/reference.ts';
import type { Finding, Severity } from '../types/result.ts';
import { CODES, type FindingCode } from './codes.ts';

/** What a rule of judgement says; everything else is derived. */
export interface Draft {
  code: FindingCode;
  /** Arguments of the message template; all placeholders must be there. */
  args: Record<string, string>;
  /** What the finding is about: model id, package URL, path or key. Part of the fingerprint. */
  subject: string;
  at: Region;
  /** Further places, or the places that explain it. */
  related?: (Region & { message: string })[];
  confidence?: Confidence;
  /** Overrides the default of the code, before policy and configuration do. */
  severity?: Severity;
  /** Overrides the help of the code where more is known. */
  help?: string;
  model?: string;
  dependency?: string;
}

/** Where a finding without a better place points: GitHub needs a location. */
export const startOf = (path: string): Region => ({ path, line: 1, column: 1, endLine: 1, endColumn: 1 });

/**
 * Fills `{name}` placeholders.
 * @throws an Error when an argument is missing: that is a defect of the rule that made the finding
 */
export function fill(template: string, args: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = args[name];
    if (value === undefined) throw new Error(`message argument ${name} is missing for "${template}"`);
    return value;
  });
}

/** Hash of code, subject, file and occurrence, without line numbers: it survives edits above the place. */
export function fingerprint(code: string, subject: string, path: string, occurrence: number): string {
  return createHash('sha256').update([code, subject, path, occurrence].join('\0')).digest('hex').slice(0, 32);
}

const RANK: Record<Severity, number> = { error: 0, warning: 1, note: 2 };
const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Turns drafts into the one sorted list of findings.
 * @param severities overrides per code from policy and configuration, the later ones win; `off` drops the code
 */
export function buildFindings(drafts: Iterable<Draft>, severities: readonly (Partial<Record<string, string>> | undefined)[]): Finding[] {
  const merged = new Map<string, Draft>();
  for (const draft of drafts) {
    const key = [draft.code, draft.subject, draft.at.path].join('\0');
    const first = merged.get(key);
    if (!first) {
      merged.set(key, { ...draft, related: [...(draft.related ?? [])] });
      continue;
    }
    // Same thing twice in one file: the second place is a related location of the first.
    if (first.at.line !== draft.at.line || first.at.column !== draft.at.column) first.related?.push({ ...draft.at, message: 'also here' });
  }
  const findings: Finding[] = [];
  for (const draft of merged.values()) {
    const record = CODES[draft.code];
    const set = severities.map((s) => s?.[draft.code]).findLast((s) => s !== undefined);
    if (set === 'off') continue;
    findings.push({
      code: draft.code,
      severity: (set as Severity | undefined) ?? draft.severity ?? record.severity,
      confidence: draft.confidence ?? 'high',
      message: fill(record.message, draft.args),
      help: draft.help ?? record.help,
      path: draft.at.path,
      line: draft.at.line,
      column: draft.at.column,
      endLine: draft.at.endLine,
      endColumn: draft.at.endColumn,
      ...(draft.model ? { model: draft.model } : {}),
      ...(draft.dependency ? { dependency: draft.dependency } : {}),
      fingerprint: fingerprint(draft.code, draft.subject, draft.at.path, 0),
      args: draft.args,
      related: (draft.related ?? []).toSorted((a, b) => compare(a.path, b.path) || a.line - b.line || a.column - b.column).slice(0, 50),
    });
  }
  return findings.toSorted(
    (a, b) =>
      RANK[a.severity] - RANK[b.severity] ||
      compare(a.path, b.path) ||
      a.line - b.line ||
      a.column - b.column ||
      compare(a.code, b.code) ||
      compare(a.fingerprint, b.fingerprint),
  );
}
