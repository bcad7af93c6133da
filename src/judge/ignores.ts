/** Inline comments `audit-models: ignore <code> -- reason`: accept a finding where it stands. */

import { regionOf } from '../summarise/region.ts';
import type { Region } from '../types/reference.ts';
import type { Finding } from '../types/result.ts';
import type { FileDirectives } from '../types/project.ts';
import type { Draft } from './build.ts';

/** A comment that silences findings; the region is that of the comment. */
export interface InlineIgnore extends Region {
  /** Finding code; empty when the comment names none. */
  code: string;
  reason?: string;
}

/** The ignore comments of all files that were read. */
export function inlineIgnores(files: readonly FileDirectives[]): InlineIgnore[] {
  return files.flatMap((file) =>
    file.directives
      .filter((d) => d.kind === 'ignore')
      .map((d) => Object.assign(regionOf(file, d.at), { code: d.value }, d.reason ? { reason: d.reason } : {})),
  );
}

/**
 * Accepts findings that stand on the line of a comment or on the line after it. A comment needs a code and a reason.
 * @returns drafts about comments that accept nothing
 */
export function applyIgnores(findings: readonly Finding[], ignores: readonly InlineIgnore[]): Draft[] {
  const unused: Draft[] = [];
  for (const ignore of ignores) {
    const { code, reason, path, line } = ignore;
    const silenced = findings.filter((f) => f.code === code && f.path === path && (f.line === line || f.line === line + 1));
    if (reason !== undefined) for (const f of silenced) f.accepted ??= { reason, approver: `comment in ${path}:${line}` };
    if (reason !== undefined && silenced.length > 0) continue;
    const kind = code === '' || reason === undefined ? 'the ignore comment, which lacks a code or a reason,' : 'the ignore comment';
    unused.push({
      code: 'unused-exception',
      args: { kind, subject: code || 'everything' },
      subject: `ignore\0${code}\0${line}`,
      at: ignore,
    });
  }
  return unused;
}
