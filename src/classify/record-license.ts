/** What the licence fields of a record say: one word or several, a name for `other`, a link. */

import { readLink, readTag, union, type ReadTag } from '../gather/claims.ts';
import type { LicenseEngine } from '../types/license.ts';
import type { RuleBook } from '../types/rules.ts';
import type { KnownModels } from './known-models.ts';
import type { InputRecord } from './records.ts';
import { strictness, termsOf } from './terms.ts';

/** Longest licence word looked at. */
const MAX_WORD = 2_000;
const MAX_WORDS = 16;

/** A list of strings from a field that may hold one, several or anything. */
export function stringsOf(value: unknown): string[] {
  const all: unknown[] = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
  return all
    .filter((one): one is string => typeof one === 'string')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** The licence fields of a record in one string, so that equal ones are kept once; empty when it states none. */
export function licenseKeyOf(record: InputRecord): string {
  const { license, license_name: named, license_link: linked } = record;
  // Most records have one word and nothing else.
  if (named == null && linked == null) {
    if (license == null || license === '') return '';
    if (typeof license === 'string' && license.length <= MAX_WORD) return license.trim() === '' ? '' : `${license.trim()}\u0000\u0000`;
  }
  const licenses = stringsOf(record.license).slice(0, MAX_WORDS);
  const name = stringsOf(record.license_name)[0] ?? '';
  const link = stringsOf(record.license_link)[0] ?? '';
  if (licenses.length === 0 && name === '' && link === '') return '';
  return [licenses.join('\u0001'), name, link].map((part) => part.slice(0, MAX_WORD)).join('\u0000');
}

/** The words of a key, for the reader. */
export const licenseWords = (key: string): string => key.replaceAll('\u0001', ', ').split('\u0000').filter(Boolean).join(' ');
/** The tags of a key. */
export const licenseTags = (key: string): string[] => key.split('\u0000')[0]!.split('\u0001').filter(Boolean);

/** What a key says: an expression, and whether a word of it fits several licences. */
export interface StatedLicense {
  expression: string;
  ambiguous: boolean;
}

/**
 * Reads the licence fields. All words bind together. A word that names no licence beside others leaves open what else binds: then only what
 * is restricted anyway counts. A link adds the terms it leads to, and alone decides only where no name contradicts.
 *
 * @param id the record's own id: a link to its own files says nothing
 */
export function readLicenseKey(key: string, id: string, rules: RuleBook, engine: LicenseEngine, known: KnownModels): StatedLicense {
  const [tags = '', name = '', link = ''] = key.split('\u0000');
  const words = tags === '' ? [name] : tags.split('\u0001');
  const read = (word: string): ReadTag => {
    const tag = readTag(word, name === '' ? undefined : name, rules, engine);
    const address = tag.expression === 'NOASSERTION' && /^https?:/i.test(word);
    return address ? { expression: linkedLicense(word, id, rules, engine, known), ambiguous: false } : tag;
  };
  const readings = words.filter((one) => one !== '').map((one) => read(one));
  const expressions = readings.map((one) => one.expression);
  const linked = link === '' ? 'NOASSERTION' : linkedLicense(link, id, rules, engine, known);
  const silent = readings.length === 0 || expressions.includes('NOASSERTION');
  const ambiguous = readings.some((one) => one.ambiguous);
  const restricts = (one: string): boolean => strictness(termsOf(one, rules).group) > strictness('free-plus');
  if (silent) {
    const bound = [...expressions, linked].filter((one) => one !== 'NOASSERTION' && restricts(one));
    if (bound.length > 0) return { expression: union(bound), ambiguous };
    // `other` with nothing but a link: the link is the statement.
    return readings.length <= 1 && name === '' ? { expression: linked, ambiguous: false } : { expression: 'NOASSERTION', ambiguous };
  }
  // Words that name no licence we know (`unknown` terms) bind as unknown ones; they are not dropped.
  return { expression: union(linked !== 'NOASSERTION' && restricts(linked) ? [...expressions, linked] : expressions), ambiguous };
}

/** The terms behind a link: a known text, or the licence file of another model. */
function linkedLicense(link: string, id: string, rules: RuleBook, engine: LicenseEngine, known: KnownModels): string {
  const found = readLink(link, rules, engine);
  if (found.expression !== undefined) return found.expression;
  if (found.model === undefined || found.model.toLowerCase() === id.toLowerCase()) return 'NOASSERTION';
  return known.of(found.model).ownLicense;
}
