/** What the tests of dependencies share: a small licence engine and rule book, and a one-line form of the results. */

import { scanDependencies } from '../../src/dependencies/index.ts';
import type { DependencyOptions } from '../../src/dependencies/index.ts';
import type { Dependency, DependencyScan } from '../../src/types/dependency.ts';
import type { LicenseEngine, LicenseReading } from '../../src/types/license.ts';
import type { RuleBook } from '../../src/types/rules.ts';
import type { Signature } from '../../src/types/signature.ts';
import { memoryProject } from '../support/project.ts';

const IDS = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-3-Clause',
  'BSD-2-Clause',
  'GPL-3.0-only',
  'GPL-3.0-or-later',
  'MPL-2.0',
  'AGPL-3.0-only',
  'Unlicense',
]);
const CATEGORY: Record<string, string> = {
  MIT: 'permissive',
  ISC: 'permissive',
  'Apache-2.0': 'permissive',
  'BSD-3-Clause': 'permissive',
  'BSD-2-Clause': 'permissive',
  'MPL-2.0': 'weak-copyleft',
  'GPL-3.0-only': 'strong-copyleft',
  'GPL-3.0-or-later': 'strong-copyleft',
  'AGPL-3.0-only': 'network-copyleft',
};

/** Understands the ids above, `A OR B`, lists, and a few of the traps. */
export const fakeEngine: LicenseEngine = {
  read(field): LicenseReading {
    const text = field.trim();
    if (text === '' || text === 'UNKNOWN') return { kind: 'none', stated: false };
    if (text === 'NONE') return { kind: 'none', stated: true };
    if (text === 'UNLICENSED') return { kind: 'proprietary', text };
    if (text === 'BSD' || text === 'License :: OSI Approved :: BSD License')
      return { kind: 'ambiguous', candidates: ['BSD-2-Clause', 'BSD-3-Clause'], conservative: 'BSD-3-Clause' };
    if (text === 'License :: OSI Approved :: MIT License') return { kind: 'expression', expression: 'MIT' };
    const file = /^SEE LICENSE IN (.+)$/.exec(text)?.[1];
    if (file !== undefined) return { kind: 'none', stated: false, file };
    if (text.startsWith('[')) return { kind: 'expression', expression: (JSON.parse(text) as string[]).join(' AND '), assumed: true };
    const parts = text.replace(/[()]/g, '').split(/ (?:OR|AND) /);
    if (parts.every((part) => IDS.has(part))) return { kind: 'expression', expression: text.replace(/^\((.*)\)$/, '$1') };
    return { kind: 'malformed', where: 0, message: 'not a licence' };
  },
  identify(text) {
    const id = /^(?:The )?(\S+) License text/.exec(text)?.[1];
    const known = id !== undefined && IDS.has(id);
    const more = /\nplus: (.+)/.exec(text)?.[1];
    if (known && more !== undefined) {
      return {
        result: 'modified',
        expression: `LicenseRef-modified-${id}`,
        licenses: [{ id, kind: 'text', confidence: 'high', startLine: 1, endLine: 1 }],
        additions: [{ startLine: 2, endLine: 2 }],
        copyrights: [],
      };
    }
    return {
      result: known ? 'identified' : 'none',
      expression: known ? id : null,
      licenses: known ? [{ id, kind: 'text', confidence: 'high', startLine: 1, endLine: 1 }] : [],
      additions: [],
      copyrights: [],
    };
  },
};

/** A rule book with categories and the given signature rows. */
export function fakeRules(rows: Signature[] = []): RuleBook {
  return {
    version: 'test',
    spdxObligations: (id: string) => (CATEGORY[id] === undefined ? undefined : { category: CATEGORY[id] }),
    license: () => undefined,
    signatures: () => [{ library: 'test', anchors: [], rows }],
  } as unknown as RuleBook;
}

export function scan(files: Record<string, string>, options?: DependencyOptions, rows?: Signature[]): Promise<DependencyScan> {
  return scanDependencies(memoryProject(files), fakeEngine, fakeRules(rows), options);
}

/** `name@version scope how file:line`, how being `direct`, the chain, or `?`; `~range` where there is no version. */
export function line(dependency: Dependency): string {
  const { name, version, requested, scope, direct, chain, manifest, workspace, local } = dependency;
  const exact = version !== undefined ? `@${version}` : requested !== undefined ? `~${requested}` : '';
  const how = direct ? 'direct' : (chain?.join('>') ?? '?');
  return `${name}${exact} ${scope} ${how} ${manifest.path}:${manifest.line}${workspace ? ' own' : ''}${local ? ' local' : ''}`;
}

/** All results in the one-line form, and what was skipped as `path: reason`. */
export async function linesOf(
  files: Record<string, string>,
  options?: DependencyOptions,
): Promise<{ packages: string[]; skipped: string[] }> {
  const { dependencies, skipped } = await scan(files, options);
  return { packages: dependencies.map(line), skipped: skipped.map(({ path, reason }) => `${path}: ${reason}`) };
}

/** The one dependency of this name. */
export async function only(files: Record<string, string>, name: string, options?: DependencyOptions): Promise<Dependency> {
  const found = (await scan(files, options)).dependencies.filter((one) => one.name === name);
  if (found.length !== 1) throw new Error(`${found.length} dependencies named ${name}`);
  return found[0]!;
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
