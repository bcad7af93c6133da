/** Sentences, tags and addresses that name a licence without being its text. */

import type { LicenseReading } from '../../types/license.ts';
import { canonicalId } from '../expression/ids.ts';

/** A licence that a file names; offsets are in UTF-16 units. */
export interface Reference {
  reading: Extract<LicenseReading, { kind: 'expression' | 'ambiguous' }>;
  start: number;
  end: number;
}

/** A grammar of notices from `rules/fingerprints/references.json`: groups are name, version, "only" and "or later". */
export interface ReferencePattern {
  pattern: string;
  names: Record<string, string>;
}

/** References are looked for in the first so many units; licence files say early what they are about. */
const MAX_UNITS = 200_000;
const MAX_REFERENCES = 50;
const MAX_NAME_WORDS = 14;
const MAX_NAME_LENGTH = 80;

const TAG = /SPDX-License-Identifier:[ \t]*([^\r\n]{1,300})/gi;
const UNDER =
  /\b(?:licen[sc]ed|available|distributed|released|provided|governed|covered|offered|published|dedicated|made|used|is|are)\s+(?:\w+\s+){0,3}?(?:under|by|subject to|according to|to)\s+(?:and\s+subject\s+to\s+)?(?:(?:the|an?)\s+)?(?:terms\s+(?:and\s+conditions\s+)?of\s+)?(?:either\s+(?:of\s+)?)?(?:the\s+|an?\s+)?(?=\S)/gi;
const ADDRESS = /\bhttps?:\/\/[^\s<>"'()[\]{}]{4,200}/gi;
const NEGATION = /\b(?:not|never|isn.?t|aren.?t|no longer|cannot|unlike)\b[^.]{0,30}$/i;

/** The licences a text names. `read` reads one name as a licence field would be read. */
export function findReferences(source: string, patterns: ReferencePattern[], read: (name: string) => LicenseReading): Reference[] {
  const text = plainLines(source.slice(0, MAX_UNITS));
  const found: Reference[] = [];
  const add = (reading: LicenseReading | undefined, start: number, nameAt: number, end: number): void => {
    if (found.length >= MAX_REFERENCES || !reading || (reading.kind !== 'expression' && reading.kind !== 'ambiguous')) return;
    if (reading.kind === 'expression' && reading.unlisted) return;
    if (NEGATION.test(text.slice(Math.max(0, start - 60), nameAt))) return;
    if (found.some((other) => start < other.end && end > other.start)) return;
    found.push({ reading, start, end });
  };
  // A file of a few words is the name of a licence, or nothing.
  const whole = withoutNotices(text).trim();
  if (whole.length > 0 && whole.length <= MAX_NAME_LENGTH) {
    const reading = read(whole.replace(/^#+\s*/, '').replace(/\s+/g, ' '));
    if (reading.kind === 'expression' || reading.kind === 'ambiguous')
      add(reading, text.indexOf(whole), text.indexOf(whole), text.indexOf(whole) + whole.length);
  }
  for (const match of text.matchAll(TAG)) {
    // What closes a comment is no part of the name.
    const name = (match[1] as string).replace(/(?:-->|#\}|\]\]|[\s/]+$).*$/, '').trim();
    add(read(name), match.index, match.index, match.index + match[0].trimEnd().length);
  }
  for (const { pattern, names } of patterns) {
    for (const match of text.matchAll(new RegExp(`\\b${pattern.replaceAll(' ', '\\s+')}`, 'gi'))) {
      const version = match[2] as string;
      const id = `${names[(match[1] ?? '').toLowerCase()]}-${version.includes('.') ? version : `${version}.0`}`;
      const [only, later] = [canonicalId(`${id}-only`), canonicalId(`${id}-or-later`)];
      if (!only || !later) continue;
      // A title names the version and leaves open whether later ones may be chosen.
      const open = { assumed: true, candidates: [only, later] };
      const reading = match[4] ? { expression: later } : { expression: only, ...(match[3] ? {} : open) };
      add({ kind: 'expression', ...reading }, match.index, match.index, match.index + match[0].length);
    }
  }
  for (const match of text.matchAll(UNDER)) {
    const start = match.index + match[0].length;
    const name = longestName(text.slice(start, start + 200).split(/,?\s+(?:copyright\b|©|\(c\))/i, 1)[0] as string, read);
    if (name) add(name.reading, match.index, start, start + name.length);
  }
  for (const match of text.matchAll(ADDRESS)) {
    add(read(match[0].replace(/[.,;:]+$/, '')), match.index, match.index, match.index + match[0].length);
  }
  return found.toSorted((left, right) => left.start - right.start);
}

/** The text with the marks of comments and emphasis blanked, at the same offsets. */
function plainLines(text: string): string {
  return text.replace(/^[ \t]*(?:[*#;%!|>]+|\/\/+|\/\*+|--+|<!--)/gm, (mark) => ' '.repeat(mark.length)).replace(/[*_`]/g, ' ');
}

/** A short text without its copyright lines; a longer one is no name. */
function withoutNotices(text: string): string {
  if (text.length > 4 * MAX_NAME_LENGTH) return '';
  return text.trim().replace(/\n\s*(?:copyright\b|©|\(c\)|all rights reserved)[^]*$/i, '');
}

/** The longest run of words from the start that is the name of a licence. */
function longestName(text: string, read: (name: string) => LicenseReading): { reading: LicenseReading; length: number } | undefined {
  const ends: number[] = [];
  for (const { index, 0: word } of text.matchAll(/\S+/g)) {
    ends.push(index + word.length);
    if (ends.length === MAX_NAME_WORDS) break;
  }
  for (const end of ends.toReversed()) {
    const name = text
      .slice(0, end)
      .replace(/\s+/g, ' ')
      .replace(/[.,;:"')]+$/, '');
    if (!/[A-Z\d]/.test(name)) continue;
    const reading = read(name);
    if ((reading.kind === 'expression' && !reading.unlisted) || reading.kind === 'ambiguous') return { reading, length: end };
  }
  return undefined;
}
