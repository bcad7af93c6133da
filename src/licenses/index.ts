/** The licence engine: reads licence fields and identifies licence texts. */

import type { LicenseEngine, LicenseReading, TextIdentification } from '../types/license.ts';
import type { RuleBook } from '../types/rules.ts';
import { readLicense } from './expression/read.ts';
import { identifyText } from './text/identify.ts';
import type { Namer } from './text/naming.ts';
import { createNamer } from './text/naming.ts';

export type { Choice, DecidedPart, Decision, Evaluation, Verdict } from './expression/evaluate.ts';
export { covers, evaluate, satisfies, VERDICTS } from './expression/evaluate.ts';
export { canonicalId, isDeprecatedId, isSpdxId, normaliseId } from './expression/ids.ts';
export { ExpressionError, licenseIdsIn, parseExpression, printExpression } from './expression/parse.ts';

/** Thousands of packages share a few dozen fields. */
const MAX_READINGS = 5000;
/** A shorter field holds a name, not a text. */
const MIN_TEXT_LENGTH = 300;

/** Makes the engine. Nothing is loaded until it is asked. */
export function createLicenseEngine(rules: RuleBook): LicenseEngine {
  let namer: Namer | undefined;
  const readings = new Map<string, LicenseReading>();
  const identify = (text: string): TextIdentification =>
    identifyText(text, (namer ??= createNamer(rules)), (name) => readLicense(name, rules));
  return {
    read(field, ecosystem) {
      const key = `${ecosystem ?? ''}\0${field.slice(0, MIN_TEXT_LENGTH)}`;
      const known = field.length < MIN_TEXT_LENGTH ? readings.get(key) : undefined;
      if (known) return known;
      const reading = readLicense(field, rules, ecosystem);
      if (field.length < MIN_TEXT_LENGTH && readings.size < MAX_READINGS) readings.set(key, reading);
      // Some packages put the whole text into the field.
      if (reading.kind !== 'malformed' || field.length < MIN_TEXT_LENGTH) return reading;
      const { result, expression, candidates } = identify(field);
      if (result !== 'identified' || expression === null) return reading;
      return { kind: 'expression', expression, ...(candidates ? { candidates } : {}), note: 'the field holds the text of the licence' };
    },
    identify,
  };
}
