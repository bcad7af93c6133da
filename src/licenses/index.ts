/** The licence engine: reads licence fields and identifies licence texts. */

import type { LicenseEngine } from '../types/license.ts';
import type { RuleBook } from '../types/rules.ts';
import { readLicense } from './expression/read.ts';
import { identifyText } from './text/identify.ts';
import type { Namer } from './text/naming.ts';
import { createNamer } from './text/naming.ts';

export type { Choice, DecidedPart, Decision, Evaluation, Verdict } from './expression/evaluate.ts';
export { covers, evaluate, satisfies, VERDICTS } from './expression/evaluate.ts';
export { canonicalId, isDeprecatedId, isSpdxId, normaliseId } from './expression/ids.ts';
export { ExpressionError, licenseIdsIn, parseExpression, printExpression } from './expression/parse.ts';

/** Makes the engine. Nothing is loaded until it is asked. */
export function createLicenseEngine(rules: RuleBook): LicenseEngine {
  let namer: Namer | undefined;
  return {
    read: (field, ecosystem) => readLicense(field, rules, ecosystem),
    identify: (text) => identifyText(text, (namer ??= createNamer(rules)), (name) => readLicense(name, rules)),
  };
}
