/** Licences of packages that are not installed, as their registries state them; asked for with `--online` only. */

import type { OnlinePackage } from '../online/index.ts';
import type { Dependency } from '../types/dependency.ts';
import type { LicenseEngine } from '../types/license.ts';
import type { RuleBook } from '../types/rules.ts';
import { LicenseResolver } from './licenses.ts';

/** Most packages asked for in one run; registries are no place for bulk look-ups. */
const MAX_PACKAGES = 300;

/** The packages worth asking about: unknown, not the project's own, direct ones first. */
export function unansweredPackages(dependencies: readonly Dependency[]): Dependency[] {
  return dependencies
    .filter((d) => d.unknownBecause !== undefined && !d.workspace && !d.local)
    .toSorted((a, b) => Number(b.direct) - Number(a.direct))
    .slice(0, MAX_PACKAGES);
}

/** What registries answered; a package nobody answered for stays as it is. */
export interface RegistryAnswers {
  package(ecosystem: string, name: string): OnlinePackage | undefined;
}

/** Fills in what the registries say. The claim carries address and date; a registry that states nothing leaves the package unknown. */
export function withRegistryLicenses(
  dependencies: readonly Dependency[],
  answers: RegistryAnswers,
  context: { engine: LicenseEngine; rules: RuleBook },
): Dependency[] {
  const resolver = new LicenseResolver(context.engine, context.rules);
  return dependencies.map((dependency) => {
    const found = dependency.unknownBecause === undefined ? undefined : answers.package(dependency.ecosystem, dependency.name);
    if (!found || found.licenses.length === 0) return dependency;
    const { path, line } = dependency.manifest;
    const fields = found.licenses.map((text, i) => ({
      text,
      what: text.startsWith('License ::') ? ('classifier' as const) : i === 0 ? ('expression' as const) : ('field' as const),
      path,
      line,
      source: 'registry',
    }));
    const { license, ambiguous, because } = resolver.answer(fields, [], dependency.ecosystem);
    const registry = { source: 'registry', url: found.url, retrieved: found.retrieved };
    for (const claim of license.claims) {
      claim.evidence = claim.evidence.map(({ note }) => Object.assign({}, registry, note ? { note } : {}));
    }
    const { unknownBecause: _, ...rest } = dependency;
    if (license.expression === 'NOASSERTION')
      return { ...dependency, license, unknownBecause: because ?? 'its registry states no licence that can be read' };
    return { ...rest, license, ...(ambiguous ? { ambiguous } : {}) };
  });
}
