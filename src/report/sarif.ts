/**
 * SARIF 2.1.0 as GitHub code scanning reads it: every rule is listed whether it fired or not, every result has exactly one location with a
 * whole region, paths are relative to the repository root, no dates and no machine paths.
 */

import type { Log, ReportingDescriptor, Result, Run } from 'sarif';
import { CODES, FINDING_CODES } from '../judge/codes.ts';
import type { AuditResult, Finding, Severity } from '../types/result.ts';

/** GitHub keeps the 5,000 most severe results of a run; more only make the upload fail. */
const MAX_RESULTS = 5000;
const HOME = 'https://github.com/audit-models/audit-models';
const LEVEL: Record<Severity, 'error' | 'warning' | 'note'> = { error: 'error', warning: 'warning', note: 'note' };
const PROBLEM: Record<Severity, string> = { error: 'error', warning: 'warning', note: 'recommendation' };
const PRECISION = { high: 'very-high', medium: 'high', low: 'medium' } as const;
const ORDER: Record<Severity, number> = { error: 0, warning: 1, note: 2 };

const pascal = (code: string): string => code.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Percent-encodes each segment of a path. */
export const uriOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

function rule(code: (typeof FINDING_CODES)[number]): ReportingDescriptor {
  const record = CODES[code];
  return {
    id: code,
    name: pascal(code),
    shortDescription: { text: `${record.title}.` },
    fullDescription: { text: record.description },
    help: { text: record.help, markdown: `${record.description}\n\n**What to do:** ${record.help}` },
    helpUri: `${HOME}/blob/main/rules/codes/${code}.md`,
    defaultConfiguration: { level: LEVEL[record.severity] },
    properties: { precision: PRECISION.high, 'problem.severity': PROBLEM[record.severity], tags: ['license', 'ai-model', 'compliance'] },
  };
}

/** GitHub shows the first sentence as the title and needs one; a message must end with a full stop. */
const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

function result(finding: Finding, prefix: string): Result {
  const location = (at: { path: string; line: number; column: number; endLine: number; endColumn: number }) => ({
    physicalLocation: {
      artifactLocation: { uri: uriOf(prefix + at.path), uriBaseId: 'SRCROOT' },
      region: { startLine: at.line, startColumn: at.column, endLine: at.endLine, endColumn: at.endColumn },
    },
  });
  const related = finding.related.map((r, i) => ({ id: i + 1, ...location(r), message: { text: sentence(r.message) } }));
  const links =
    related.length > 0
      ? ` See ${related
          .slice(0, 5)
          .map((r) => `[${finding.related[r.id - 1]?.path}](${r.id})`)
          .join(', ')}.`
      : '';
  return {
    ruleId: finding.code,
    ruleIndex: FINDING_CODES.indexOf(finding.code),
    level: LEVEL[finding.severity],
    message: { text: `${sentence(finding.message)} ${sentence(finding.help)}${links}` },
    locations: [location(finding)],
    ...(related.length > 0 ? { relatedLocations: related } : {}),
    partialFingerprints: { 'auditModels/v1': finding.fingerprint },
    properties: {
      confidence: finding.confidence,
      ...(finding.model ? { model: finding.model } : {}),
      ...(finding.dependency ? { dependency: finding.dependency } : {}),
    },
  };
}

/** Renders the log; more than 5,000 findings are cut, most severe first, and the log says so. */
export function renderSarif(audit: AuditResult): string {
  const prefix = audit.project.prefix ?? '';
  // Code scanning shows suppressed results as open alerts, so accepted ones stay out.
  const sorted = audit.findings.filter((f) => !f.accepted).toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity]);
  const shown = sorted.slice(0, MAX_RESULTS);
  const notes = audit.skipped.slice(0, 1000).map((s) => ({
    level: 'note' as const,
    message: { text: sentence(`${s.path} was not read: ${s.reason}`) },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(prefix + s.path), uriBaseId: 'SRCROOT' } } }],
  }));
  const cut = sorted.length - shown.length;
  const run: Run = {
    tool: {
      driver: {
        name: audit.tool.name,
        semanticVersion: audit.tool.version,
        version: audit.tool.version,
        informationUri: HOME,
        rules: FINDING_CODES.map(rule),
      },
    },
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: [
          ...(cut > 0
            ? [
                {
                  level: 'warning' as const,
                  message: { text: `${cut} less severe results are left out of this file; the JSON report has all.` },
                },
              ]
            : []),
          ...notes,
        ],
      },
    ],
    originalUriBaseIds: { SRCROOT: { description: { text: 'Root of the repository.' } } },
    columnKind: 'utf16CodeUnits',
    results: shown.map((f) => result(f, prefix)),
  };
  const log: Log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, null, 2)}\n`;
}
