import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildFindings, fill, fingerprint, startOf, type Draft } from '../../src/judge/build.ts';
import { CODES, FINDING_CODES } from '../../src/judge/codes.ts';
import { matchesDependency, matchesModel } from '../../src/config/match.ts';

const draft = (rest: Partial<Draft> = {}): Draft => ({
  code: 'model-unknown',
  args: { model: 'm' },
  subject: 'huggingface:a/m',
  at: { path: 'a.py', line: 3, column: 5, endLine: 3, endColumn: 8 },
  ...rest,
});

describe('finding codes', () => {
  it.each(FINDING_CODES)('%s has a page that starts with its title', (code) => {
    const page = readFileSync(new URL(`../../rules/codes/${code}.md`, import.meta.url), 'utf8');
    expect(page.toLowerCase()).toContain(code);
    expect(page.length).toBeGreaterThan(200);
  });
  it.each(FINDING_CODES)('%s keeps to the limits of GitHub and ends its sentences', (code) => {
    const { title, description, help, message } = CODES[code];
    expect(title.length).toBeLessThan(100);
    expect(description).toMatch(/\.$/);
    expect(help).toMatch(/\.$/);
    expect(description.length).toBeLessThan(1024);
    expect(message).toMatch(/\{\w+\}/);
  });
});

describe('building findings', () => {
  it('keeps one per code, subject and file; a second place becomes a related location', () => {
    const again = { path: 'a.py', line: 9, column: 1, endLine: 9, endColumn: 4 };
    const found = buildFindings([draft(), draft({ at: again }), draft({ at: { ...again, path: 'b.py' } })], []);
    expect(found.map((f) => [f.path, f.line])).toEqual([
      ['a.py', 3],
      ['b.py', 9],
    ]);
    expect(found[0]?.related).toEqual([{ ...again, message: 'also here' }]);
  });
  it('the same place twice is not related to itself', () => {
    expect(buildFindings([draft(), draft()], [])[0]?.related).toEqual([]);
  });
  it('has fingerprints that do not move with lines', () => {
    const moved = draft({ at: { path: 'a.py', line: 300, column: 1, endLine: 300, endColumn: 4 } });
    expect(buildFindings([draft()], [])[0]?.fingerprint).toBe(buildFindings([moved], [])[0]?.fingerprint);
    expect(fingerprint('a', 'b', 'c', 0)).not.toBe(fingerprint('a', 'b', 'c', 1));
    expect(fingerprint('a', 'bc', 'd', 0)).not.toBe(fingerprint('ab', 'c', 'd', 0));
  });
  it('obeys severities, the configuration over the policy', () => {
    const severity = (...s: Record<string, string>[]) => buildFindings([draft()], s).map((f) => f.severity);
    expect(severity()).toEqual(['warning']);
    expect(severity({ 'model-unknown': 'error' })).toEqual(['error']);
    expect(severity({ 'model-unknown': 'error' }, { 'model-unknown': 'note' })).toEqual(['note']);
    expect(severity({ 'model-unknown': 'off' })).toEqual([]);
  });
  it('sorts by severity, then place, whatever the order they came in', () => {
    const drafts = [
      draft({ subject: '1', at: startOf('b.py') }),
      draft({ subject: '2', at: startOf('a.py') }),
      draft({ subject: '3', at: startOf('z.py'), severity: 'error' }),
    ];
    const order = (list: Draft[]) => buildFindings(list, []).map((f) => f.path);
    expect(order(drafts)).toEqual(['z.py', 'a.py', 'b.py']);
    expect(order(drafts.toReversed())).toEqual(['z.py', 'a.py', 'b.py']);
  });
  it('a message without an argument is a defect', () => {
    expect(() => fill('{a} and {b}', { a: '1' })).toThrow('argument b is missing');
    expect(fill('{a}', { a: '{b}' })).toBe('{b}');
  });
});

describe('patterns', () => {
  const model = { id: 'huggingface:meta/x-1.0', name: 'meta/x-1.0' };
  it.each(['huggingface:meta/x-1.0', 'meta/x-1.0', 'META/*', 'huggingface:*', '*'])('%s names the model', (pattern) => {
    expect(matchesModel(pattern, model)).toBe(true);
  });
  it.each(['meta/x-1', 'x-1.0', 'meta/x-1?0', 'meta.x-1.0', ''])('%j does not', (pattern) => {
    expect(matchesModel(pattern, model)).toBe(false);
  });
  it('packages match with or without their version', () => {
    const dependency = { purl: 'pkg:npm/%40a/b@1.2.3', name: '@a/b' };
    expect(['pkg:npm/%40a/b@1.2.3', 'pkg:npm/%40a/b', 'pkg:npm/*', '@a/b'].map((p) => matchesDependency(p, dependency))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['b', 'pkg:npm/%40a/b@1.2', '@a/bc'].map((p) => matchesDependency(p, dependency))).toEqual([false, false, false]);
  });
});
