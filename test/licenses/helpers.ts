/** What the licence tests share: the engine with the real rules, and the texts of the SPDX list. */

import { createRequire } from 'node:module';
import { createLicenseEngine } from '../../src/licenses/index.ts';
import { loadRules } from '../../src/rules/index.ts';

export const rules = loadRules();
export const engine = createLicenseEngine(rules);

const full = createRequire(import.meta.url)('spdx-license-list/full') as Record<string, { licenseText: string }>;

/** The text of an SPDX licence, from the npm package; none is kept in this repository. */
export function textOf(id: string): string {
  const text = full[id]?.licenseText;
  if (text === undefined) throw new Error(`no text of ${id}`);
  return text;
}

export const listedIds = Object.keys(full);
