/** What the project's configuration says about the licences of packages: corrections of facts, and sides taken of an `OR`. */

import { createHash } from 'node:crypto';
import type { LicenseEngine } from '../types/license.ts';
import type { Dependency } from '../types/dependency.ts';
import type { Project } from '../types/project.ts';
import type { RuleBook } from '../types/rules.ts';
import { evaluate, ExpressionError } from '../licenses/index.ts';
import { LicenseResolver } from './licenses.ts';

/** A corrected fact, bound to the hash of the text it judged. */
export interface PackageClarification {
  dependency?: string | undefined;
  license: string;
  source: string;
  file?: string | undefined;
  sha256?: string | undefined;
}

/** The side of an `OR` that the project takes. */
export interface PackageChoice {
  dependency?: string | undefined;
  license: string;
}

/** What the configuration says about packages. */
export interface PackageDeclarations {
  clarifications?: readonly PackageClarification[];
  choices?: readonly PackageChoice[];
  /** Whether a pattern of the configuration names a package. */
  matches: (pattern: string, dependency: Dependency) => boolean;
}

/**
 * Applies clarifications, then choices. A clarification whose text has changed no longer speaks, and a choice that is no side of the
 * licence's `OR` changes nothing.
 */
export function clarifyDependencies(
  dependencies: readonly Dependency[],
  declared: PackageDeclarations,
  context: { project: Project; engine: LicenseEngine; rules: RuleBook },
): Dependency[] {
  const clarifications = (declared.clarifications ?? []).filter((c) => c.dependency !== undefined && stillSpeaks(c, context.project));
  const choices = (declared.choices ?? []).filter((c) => c.dependency !== undefined);
  if (clarifications.length === 0 && choices.length === 0) return [...dependencies];
  const resolver = new LicenseResolver(context.engine, context.rules);
  return dependencies.map((dependency) => {
    const correction = clarifications.find((c) => declared.matches(c.dependency as string, dependency));
    const corrected = correction ? correct(dependency, correction, resolver) : dependency;
    const choice = choices.find((c) => declared.matches(c.dependency as string, dependency));
    return choice ? choose(corrected, choice.license, resolver) : corrected;
  });
}

function stillSpeaks({ file, sha256 }: PackageClarification, project: Project): boolean {
  if (file === undefined || sha256 === undefined) return true;
  const text = project.text(file);
  return text !== undefined && createHash('sha256').update(text, 'utf8').digest('hex') === sha256;
}

function answer(dependency: Dependency, license: string, resolver: LicenseResolver, note: string): Dependency['license'] {
  const field = {
    text: license,
    what: 'expression' as const,
    path: dependency.manifest.path,
    line: dependency.manifest.line,
    source: 'declared',
  };
  const { license: said } = resolver.answer([field], [], dependency.ecosystem);
  const before = dependency.license.claims.map((claim) => ({ ...claim, superseded: claim.superseded ?? note }));
  return { ...said, concluded: said.expression, claims: [...said.claims, ...before] };
}

function correct(dependency: Dependency, { license, source }: PackageClarification, resolver: LicenseResolver): Dependency {
  const { ambiguous: _, unknownBecause: __, ...rest } = dependency;
  return { ...rest, license: answer(dependency, license, resolver, `the project declares ${license} (${source})`) };
}

function choose(dependency: Dependency, license: string, resolver: LicenseResolver): Dependency {
  let sides: string[];
  try {
    const wanted = license.toLowerCase();
    const result = evaluate(dependency.license.expression, (id) => ({ verdict: id.toLowerCase() === wanted ? 'allow' : 'deny' }));
    sides = result.choices.flatMap((c) => [c.chosen].concat(c.rejected));
  } catch (error) {
    if (error instanceof ExpressionError) return dependency;
    throw error;
  }
  const side = sides.find((one) => one.toLowerCase() === license.toLowerCase());
  return side === undefined ? dependency : { ...dependency, license: answer(dependency, side, resolver, `the project takes ${side}`) };
}
