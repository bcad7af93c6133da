/** What CycloneDX and SPDX files have in common: components with licences and a graph, as packages and models of the project. */

import type { Found, FoundModel, LicenseField, Reading } from '../types.ts';
import { clean } from '../text.ts';
import { readPurl } from '../purl.ts';
import { pythonName } from '../python/requirement.ts';

/** A component of a BOM file. */
export interface Component {
  /** Reference used by the graph. */
  key: string;
  name: string;
  version?: string | undefined;
  purl?: string | undefined;
  line: number;
  fields: LicenseField[];
  optional?: boolean;
}

/** Models of one file that are listed; a product with more has its models elsewhere. */
const MAX_MODELS = 2000;

/**
 * A reading of the components of a BOM.
 * @param graph references that each reference depends on; `root` is the described project's own reference
 */
export function bomReading(
  path: string,
  format: 'cyclonedx' | 'spdx',
  components: readonly Component[],
  found: readonly FoundModel[],
  graph: ReadonlyMap<string, readonly string[]>,
  root: string | undefined,
  problems: string[],
): Reading {
  const packages: Found[] = [];
  const direct = new Set(root === undefined ? [] : graph.get(root));
  const keys = new Set(components.map((one) => one.key));
  for (const component of components) {
    const { key, line, fields } = component;
    if (key === root) continue;
    const version = component.version === undefined || component.version === '' ? undefined : clean(component.version);
    const purl = component.purl === undefined ? undefined : clean(component.purl, 1000);
    const read = purl === undefined ? undefined : readPurl(purl);
    const ecosystem = read?.ecosystem ?? 'generic';
    const name = read?.name ?? component.name;
    const exact = read?.version ?? version;
    packages.push({
      key,
      ecosystem,
      name: clean(ecosystem === 'pypi' ? pythonName(name) : name),
      line,
      fields,
      ...(exact === undefined ? {} : { version: exact }),
      ...(purl !== undefined && read !== undefined ? { purl } : {}),
      requires: (graph.get(key) ?? []).filter((to) => keys.has(to)).map((to) => ({ to })),
      ...(direct.has(key) ? { direct: true } : {}),
      ...(component.optional ? { scope: 'optional' as const } : {}),
    });
  }
  const models = found.slice(0, MAX_MODELS);
  if (models.length < found.length)
    problems.push(`${found.length - MAX_MODELS} model components after the first ${MAX_MODELS} were not read`);
  return { path, ecosystem: 'generic', kind: 'bom', format, packages, problems, ...(models.length > 0 ? { models } : {}) };
}
