import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { FINDING_CODES } from '../../src/judge/codes.ts';
import { renderSarif } from '../../src/report/sarif.ts';
import { auditResult, finding } from '../support/result.ts';

const run = (...args: Parameters<typeof auditResult>) => {
  const log = JSON.parse(renderSarif(auditResult(...args))) as Log;
  const first = log.runs[0];
  if (!first) throw new Error('no run');
  return first;
};

describe('what GitHub code scanning asks for', () => {
  it('lists every rule, fired or not, in fixed order, with all texts', () => {
    const rules = run().tool.driver.rules ?? [];
    expect(rules.map((r) => r.id)).toEqual(FINDING_CODES);
    for (const rule of rules) {
      expect(rule.shortDescription?.text).toMatch(/\.$/);
      expect(rule.fullDescription?.text).toMatch(/\.$/);
      expect(rule.help?.text).toMatch(/\.$/);
      expect(rule.name).toMatch(/^[A-Z][A-Za-z]+$/);
    }
    expect(run().results).toEqual([]);
  });
  it('gives exactly one location with all four numbers, and a fingerprint', () => {
    const [result] = run({ findings: [finding()] }).results ?? [];
    expect(result?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'src/app.py', uriBaseId: 'SRCROOT' },
          region: { startLine: 3, startColumn: 10, endLine: 3, endColumn: 15 },
        },
      },
    ]);
    expect(result?.partialFingerprints).toEqual({ 'auditModels/v1': '0123456789abcdef' });
    expect(result?.ruleIndex).toBe(FINDING_CODES.indexOf('model-unknown'));
    expect(result?.message.text).toBe('org/m is not known. Find out.');
  });
  it('writes paths relative to the repository and percent-encoded', () => {
    const project = { policy: 'commercial', declared: {}, assumed: [], prefix: 'apps/chat bot/' };
    const [result] = run({ project, findings: [finding({ path: 'src/100% #1/é.py' })] }).results ?? [];
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('apps/chat%20bot/src/100%25%20%231/%C3%A9.py');
  });
  it('links related places from the message, or GitHub does not show them', () => {
    const related = [{ path: 'b.py', line: 1, column: 1, endLine: 1, endColumn: 2, message: 'also here' }];
    const [result] = run({ findings: [finding({ related })] }).results ?? [];
    expect(result?.message.text).toContain('[b.py](1)');
    expect(result?.relatedLocations?.[0]).toMatchObject({ id: 1, message: { text: 'also here.' } });
  });
  it('leaves accepted findings out', () => {
    expect(run({ findings: [finding({ accepted: { reason: 'x', approver: 'y' } })] }).results).toEqual([]);
  });
  it('keeps the 5,000 most severe results and says what was cut', () => {
    const many = Array.from({ length: 5002 }, (_, i) => finding({ severity: i === 5001 ? 'error' : 'note', fingerprint: String(i) }));
    const cut = run({ findings: many });
    expect(cut.results).toHaveLength(5000);
    expect(cut.results?.[0]?.level).toBe('error');
    expect(cut.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toContain('2 less severe results');
  });
  it('reports skipped files as notifications', () => {
    const notes = run({ skipped: [{ path: 'a.py', reason: 'no permission to read it' }] }).invocations?.[0]?.toolExecutionNotifications;
    expect(notes?.[0]?.message.text).toBe('a.py was not read: no permission to read it.');
  });
  it('holds no date and no machine path, so equal runs are equal', () => {
    const text = renderSarif(auditResult({ findings: [finding()] }));
    expect(text).toBe(renderSarif(auditResult({ findings: [finding()] })));
    expect(text).not.toMatch(/file:\/\/|\d{4}-\d{2}-\d{2}T/);
  });
});
