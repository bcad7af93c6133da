import { describe, expect, it } from 'vitest';
import { renderTerminal } from '../../src/report/terminal.ts';
import { auditResult, finding, license, model, openness, reference } from '../support/result.ts';

const plain = { color: false, width: 100, verbose: false };
const show = (rest: Parameters<typeof auditResult>[0], options = {}) => renderTerminal(auditResult(rest), { ...plain, ...options });

describe('the table', () => {
  it('groups models by verdict and says what each asks for', () => {
    const text = show(
      {
        models: [
          model(),
          model({
            id: 'huggingface:org/limited',
            name: 'org/limited',
            license: license({ expression: 'LicenseRef-limited' }),
            openness: openness({
              qualifier: 'restricted licence',
              verdicts: { weights: 'open', licence: 'closed', osi: 'closed', eu: 'closed' },
            }),
            references: [reference(), reference({ path: 'b.py' })],
          }),
          model({ id: 'vendor:x-1', registry: 'vendor', name: 'x-1', openness: openness({ class: 'api-only', verdict: 'closed' }) }),
          model({ id: 'huggingface:org/none', name: 'org/none', openness: openness({ class: 'unknown', verdict: 'unknown' }) }),
        ],
      },
      { width: 140 },
    );
    const at = (word: string) => text.indexOf(word);
    expect(text).toContain('4 models in 1 file');
    expect([at('OPEN 1'), at('OPEN, WITH LIMITS 1'), at('CLOSED 1'), at('UNKNOWN 1')].every((p, i, all) => p > (all[i - 1] ?? 0))).toBe(
      true,
    );
    expect(text).toContain('limited (restricted licence)');
    expect(text).toContain('src/app.py:3 +1');
    expect(text).toContain('vendor:x-1');
  });
  it('does not list models that are only mentioned', () => {
    const text = show({ models: [model({ references: [reference({ used: false })] })] });
    expect(text).toContain('No AI model found.');
    expect(text).toContain('1 model only mentioned in prose or comments');
  });
  it('stays within the width, also with wide characters', () => {
    const text = show({
      models: [
        model({
          name: 'org/很长的模型名称很长的模型名称很长的模型名称很长的模型名称',
          references: [reference({ path: `${'d/'.repeat(60)}a.py` })],
        }),
      ],
    });
    for (const line of text.split('\n')) expect([...line].reduce((n, c) => n + (c > '\u2e80' ? 2 : 1), 0)).toBeLessThanOrEqual(100);
  });
  it('lets no escape sequence of a project reach the terminal', () => {
    const evil = '\u001b[31mred\u0007\u202e';
    const text = show(
      {
        models: [model({ name: evil, references: [reference({ path: evil })] })],
        findings: [finding({ message: evil, path: evil })],
        skipped: [{ path: evil, reason: evil }],
      },
      { verbose: true },
    );
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });
  it('has colours only when asked', () => {
    const models = { models: [model()] };
    expect(show(models)).not.toContain('\u001b[');
    expect(show(models, { color: true })).toContain('\u001b[32m');
  });
  it('shows errors and warnings, notes with --verbose, and the totals of all', () => {
    const findings = [finding({ severity: 'error', message: 'first' }), finding({ severity: 'note', message: 'second' })];
    expect(show({ findings })).toContain('first');
    expect(show({ findings })).not.toContain('second');
    expect(show({ findings }, { verbose: true })).toContain('second');
    expect(show({ findings })).toContain('1 error, 0 warnings, 1 note');
  });
  it('prints what the policy assumes', () => {
    expect(show({ project: { policy: 'commercial', declared: {}, assumed: ['commercial: yes'] } })).toContain(
      'Policy commercial, assuming: commercial: yes',
    );
  });
});
