/** Exceptions, and findings about the configuration itself: what matches nothing or has lapsed. */

import type { Config } from '../config/schema.ts';
import type { Finding } from '../types/result.ts';
import { basename } from 'node:path';
import type { Draft } from './build.ts';
import type { JudgeInput } from './index.ts';
import { matches, matchesDependency, matchesModel } from '../config/match.ts';

type Exception = NonNullable<Config['exceptions']>[number];

function covers(exception: Exception, finding: Finding): boolean {
  if (exception.code !== undefined && exception.code !== finding.code) return false;
  if (exception.path !== undefined && !matches(exception.path, finding.path)) return false;
  if (exception.model !== undefined) {
    const { model } = finding;
    if (model === undefined || !matchesModel(exception.model, { id: model })) return false;
  }
  if (exception.dependency !== undefined) {
    const { dependency } = finding;
    if (
      dependency === undefined ||
      !(matches(exception.dependency, dependency) || matches(exception.dependency, dependency.replace(/@[^@/]*$/, '')))
    )
      return false;
  }
  return true;
}

/**
 * Marks findings that an exception in force accepts.
 * @returns indexes of exceptions that cover a finding, lapsed ones included
 */
export function applyExceptions(findings: Finding[], exceptions: readonly Exception[], today: string): Set<number> {
  const used = new Set<number>();
  for (const finding of findings) {
    for (const [i, exception] of exceptions.entries()) {
      if (!covers(exception, finding)) continue;
      used.add(i);
      if (exception.expires !== undefined && exception.expires < today) continue;
      finding.accepted ??= {
        reason: exception.reason,
        approver: exception.approver,
        ...(exception.expires ? { expires: exception.expires } : {}),
      };
    }
  }
  return used;
}

/** Unused and lapsed exceptions, contracts, clarifications and choices, at their line in the configuration. */
export function* configDrafts(
  { loaded, today, models, dependencies, recognised, ownRows }: JudgeInput,
  usedExceptions: ReadonlySet<number>,
): Generator<Draft> {
  const { config, file, lineOf } = loaded;
  if (!file) return;
  const at = (path: (string | number)[]) => {
    const line = lineOf(path);
    return { path: basename(file), line, column: 1, endLine: line, endColumn: 1 };
  };
  /** Whether a declaration speaks about anything in this project. */
  const meets = (e: { model?: string | undefined; dependency?: string | undefined; provider?: string | undefined }): boolean =>
    models.some((m) => (e.model === undefined ? e.provider !== undefined && e.provider === m.provider : matchesModel(e.model, m))) ||
    (e.dependency !== undefined && dependencies.some((d) => matchesDependency(e.dependency as string, d)));
  const name = (e: {
    model?: string | undefined;
    dependency?: string | undefined;
    provider?: string | undefined;
    path?: string | undefined;
  }): string => e.model ?? e.dependency ?? e.provider ?? e.path ?? 'everything';
  for (const [i, e] of (config.exceptions ?? []).entries()) {
    const args = { kind: 'the exception', subject: name(e) };
    if (e.expires !== undefined && e.expires < today) {
      yield { code: 'expired-exception', args: { ...args, expires: e.expires }, subject: `exceptions\0${i}`, at: at(['exceptions', i]) };
    } else if (!usedExceptions.has(i)) {
      yield { code: 'unused-exception', args, subject: `exceptions\0${i}`, at: at(['exceptions', i]) };
    }
  }
  for (const [i, c] of (config.contracts ?? []).entries()) {
    const args = { kind: `the contract "${c.name}"`, subject: name(c) };
    if (c.expires !== undefined && c.expires < today) {
      yield { code: 'expired-exception', args: { ...args, expires: c.expires }, subject: `contracts\0${i}`, at: at(['contracts', i]) };
    } else if (!meets(c)) {
      yield { code: 'unused-exception', args, subject: `contracts\0${i}`, at: at(['contracts', i]) };
    }
  }
  const matched = new Set([...recognised.references, ...recognised.unresolved, ...recognised.published].map((r) => r.signature));
  for (const row of ownRows) {
    if (matched.has(row)) continue;
    yield {
      code: 'unused-exception',
      args: { kind: 'the signature row', subject: row },
      subject: `signatures\0${row}`,
      at: at(['signatures']),
    };
  }
  for (const key of ['clarifications', 'choices'] as const) {
    for (const [i, entry] of (config[key] ?? []).entries()) {
      if (meets(entry)) continue;
      yield {
        code: 'unused-exception',
        args: { kind: key === 'choices' ? 'the choice' : 'the clarification', subject: name(entry) },
        subject: `${key}\0${i}`,
        at: at([key, i]),
      };
    }
  }
}
