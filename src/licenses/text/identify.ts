/** Identifies the licences of a text: which, how sure, where, and what is left over. */

import type { LicenseMatch, LicenseReading, TextIdentification } from '../../types/license.ts';
import { licenseIdsIn } from '../expression/parse.ts';
import { alignAll, gramsOf } from './align.ts';
import { candidatesFor } from './candidates.ts';
import type { Comparison } from './compare.ts';
import { compare } from './compare.ts';
import { LineIndex } from './lines.ts';
import type { Namer } from './naming.ts';
import { expressionOf } from './naming.ts';
import type { Notice } from './notices.ts';
import { findNotices } from './notices.ts';
import { findReferences } from './references.ts';
import { findRests } from './rests.ts';
import { fingerprints, gramIndex } from './store.ts';
import type { TokenStream } from './tokens.ts';
import { readWords } from './tokens.ts';
import { BINDING, HASH_MASK, NOTICE } from './words.ts';

/** Less of a text than this is a quotation, not a copy. */
const MIN_COVERAGE = 0.6;
/** A sentence that offers a choice stands in a short introduction. */
const MAX_CHOICE_LENGTH = 600;
/** A changed text must be this share of the file, or something else is what the file is about. */
const MIN_SHARE = 0.4;
/** Words, and share of the words, of a notice that may differ. */
const MAX_HEADER_CHANGES = 6;
const HEADER_CHANGES = 0.08;
/** Share of the words of a known introduction that a copy may have besides, such as rows of a table. */
const PREFACE_CHANGES = 0.1;
/** How much better than a plain match another one has to be to count as what was meant. */
const PLAIN_BONUS = 1.1;
/** Texts whose matches differ by less fit equally well. */
const RIVAL_MARGIN = 0.5;
const MAX_ADDITIONS = 200;
const MAX_COPYRIGHTS = 500;

/** Identifies a text; `namer` turns known texts into ids and expressions. */
export function identifyText(source: string, namer: Namer, read: (name: string) => LicenseReading): TextIdentification {
  if (isBinary(source)) return { result: 'none', expression: null, licenses: [], additions: [], copyrights: [] };
  const text = /^\s*\{\\(?:rtf|pard)/.test(source) ? withoutRichText(source) : source;
  const file = readWords(text);
  return identifyWords(text, file, findNotices(text, file), namer, read);
}

/** Identifies a text that is cut into words already. */
export function identifyWords(
  source: string,
  file: TokenStream,
  notices: Notice[],
  namer: Namer,
  read: (name: string) => LicenseReading,
): TextIdentification {
  const all = select(comparisons(source, file));
  const prefaces = all.filter(({ comparison }) => comparison.text.kind === 'preface');
  const found = withoutFragment(
    file,
    all.filter(({ comparison }) => comparison.text.kind !== 'preface'),
  );
  const rests = findRests(source, file, [...found, ...prefaces]);
  const lines = new LineIndex(source);
  const range = (first: number, last: number): { startLine: number; endLine: number } => ({
    startLine: lines.lineOf(file.starts[first] as number),
    endLine: lines.lineOf(Math.max(0, (file.ends[last - 1] as number) - 1)),
  });
  const rest = outside(source, file, found);
  const settled = found.some(({ comparison }) => comparison.text.kind === 'text' && comparison.text.ids.length === 1);
  const references = settled || rests.length === 0 ? [] : findReferences(rest, fingerprints().references, read);
  const choice = offersChoice(found.length === 0 ? source : source.slice(0, file.starts[(found[0] as Found).comparison.first]));
  const named = expressionOf(found, rests, choice, references, namer);
  const additions = [...found.flatMap(({ comparison }) => comparison.inserted), ...rests]
    .toSorted((left, right) => left.first - right.first)
    .slice(0, MAX_ADDITIONS)
    .map(({ first, last }) => range(first, last));
  if (file.readTo < source.length && source.slice(file.readTo, file.readTo + 100_000).trim() !== '') {
    additions.push({ startLine: lines.lineOf(file.readTo), endLine: lines.lineOf(source.length - 1) });
  }
  const licenses = found.map(({ comparison }, index): LicenseMatch => {
    const { id, edition } = named.parts[index] as { id: string; edition?: string };
    const kind = comparison.text.kind === 'header' ? 'header' : 'text';
    const confidence = !comparison.plain ? 'low' : comparison.minor > 0 ? 'medium' : 'high';
    return { id, ...(edition ? { text: edition } : {}), kind, confidence, ...range(comparison.first, comparison.last) };
  });
  for (const { reading, start, end } of named.references) {
    const expressions = reading.kind === 'expression' ? [reading.expression] : reading.candidates;
    const startLine = lines.lineOf(start);
    const endLine = lines.lineOf(end - 1);
    for (const id of new Set(expressions.flatMap(licenseIdsIn))) {
      licenses.push({
        id: namer.idOf(id),
        kind: 'reference',
        confidence: reading.kind === 'expression' ? 'medium' : 'low',
        startLine,
        endLine,
      });
    }
  }
  return {
    result: named.result,
    expression: named.expression,
    licenses,
    additions,
    copyrights: copyrightsOf(file, notices, found),
    ...(named.candidates ? { candidates: named.candidates } : {}),
  };
}

/** The text with everything blanked that belongs to a known text, at the same offsets. */
function outside(source: string, file: TokenStream, found: Found[]): string {
  let text = '';
  for (const { comparison } of found) {
    const start = Math.max(text.length, file.starts[comparison.first] as number);
    const end = Math.max(start, file.ends[comparison.last - 1] as number);
    text += source.slice(text.length, start) + '\n'.repeat(end - start);
  }
  return text + source.slice(text.length);
}

/** Whether the words before the texts say that one of them may be chosen, for everything and not for some part. */
function offersChoice(before: string): boolean {
  const words = before.replace(/[*_`\s]+/g, ' ');
  if (
    words.length > MAX_CHOICE_LENGTH ||
    /\b(?:some|most|many|following files?|portions?|parts?|director(?:y|ies)|components?|third[- ]part(?:y|ies))\b/i.test(words)
  )
    return false;
  return /\b(?:at your (?:option|choice)|dual[- ]licensed|either (?:one )?of|either licen[sc]e|your choice of)\b/i.test(words);
}

/** Blanks the control words of a Rich Text file, at the same offsets. */
function withoutRichText(source: string): string {
  return source.replace(/\\[a-z]{1,32}-?\d{0,10} ?|[{}\\]/gi, (mark) => ' '.repeat(mark.length));
}

/** Whether the beginning of a text holds more control characters than any text does. */
function isBinary(source: string): boolean {
  let strange = 0;
  const probe = Math.min(source.length, 4096);
  for (let index = 0; index < probe; index += 1) {
    const code = source.charCodeAt(index);
    if (code < 32 ? code < 9 || code > 13 : code >= 127 && code < 160) strange += 1;
  }
  return strange > probe / 20;
}

/** A text found in the file, and the other texts that fit as well. */
export interface Found {
  comparison: Comparison;
  rivals: Comparison[];
}

function quality({ matched, missing, insertedWords, minor, spare, plain }: Comparison): number {
  return (matched - 4 * (missing + insertedWords) - minor - Math.min(40, spare) / 20) * (plain ? PLAIN_BONUS : 1);
}

function comparisons(source: string, file: TokenStream): Comparison[] {
  const grams = gramsOf(file.words, file.length);
  const out: Comparison[] = [];
  let complete: Comparison | undefined;
  for (const { text, hits } of candidatesFor(file, fingerprints())) {
    // A copy that accounts for every word of the file can only be beaten by a longer text.
    if (complete && hits < complete.text.shingles * 0.95) continue;
    const minimum = Math.max(4, Math.floor(text.required * MIN_COVERAGE * 0.8));
    for (const alignment of alignAll(file.words, file.length, grams, text.words, text.words.length, gramIndex(text), minimum)) {
      const comparison = compare(source, file, text, alignment);
      if (comparison.coverage < MIN_COVERAGE) continue;
      if (!comparison.plain && !mayDiffer(file, comparison)) continue;
      out.push(comparison);
      if (comparison.plain && comparison.minor === 0 && comparison.first <= 40 && comparison.last >= file.length - 10)
        complete ??= comparison;
    }
  }
  return out;
}

/** Whether a changed text is still recognised: notices and exceptions are short, so only with little changes that bind nobody. */
function mayDiffer(file: TokenStream, { text, missing, inserted, insertedWords }: Comparison): boolean {
  if (text.kind === 'preface') return insertedWords <= PREFACE_CHANGES * text.required;
  if (text.kind === 'exception' || /-with-.+-exception$/.test(text.ids[0] ?? '')) return false;
  if (text.kind !== 'header') return true;
  const binds = inserted.some(({ first, last }) => file.words.subarray(first, last).some((word) => BINDING.has(word & HASH_MASK)));
  return !binds && missing + insertedWords <= Math.min(MAX_HEADER_CHANGES, HEADER_CHANGES * text.required);
}

/** The best text for every part of the file. */
function select(all: Comparison[]): Found[] {
  // Where a text outside SPDX differs in nothing from one of SPDX, the SPDX id is what others know it by.
  const rank = (comparison: Comparison): number => quality(comparison) + (comparison.text.spdx ? RIVAL_MARGIN : 0);
  const sorted = all.toSorted((left, right) => rank(right) - rank(left));
  const chosen: Found[] = [];
  for (const comparison of sorted) {
    const over = chosen.find(({ comparison: other }) => overlap(comparison, other) > 0.15 * (comparison.last - comparison.first));
    if (!over) chosen.push({ comparison, rivals: [] });
    else if (isRival(comparison, over.comparison)) over.rivals.push(comparison);
  }
  return chosen.toSorted((left, right) => left.comparison.first - right.comparison.first);
}

/** A changed text that is a small part of the file is a borrowed clause of some other licence. */
function withoutFragment(file: TokenStream, found: Found[]): Found[] {
  const [only, ...others] = found;
  const fragment = only && others.length === 0 && !only.comparison.plain && only.comparison.matched < MIN_SHARE * file.length;
  return fragment ? [] : found;
}

function overlap(left: Comparison, right: Comparison): number {
  return Math.min(left.last, right.last) - Math.max(left.first, right.first);
}

/** Another text that explains the same words as well. */
function isRival(other: Comparison, best: Comparison): boolean {
  const another = !other.text.ids.some((id) => best.text.ids.includes(id));
  return another && other.plain === best.plain && other.text.kind === best.text.kind && quality(other) >= quality(best) - RIVAL_MARGIN;
}

/** Notices that are filled in and are not part of a licence text itself. */
function copyrightsOf(file: TokenStream, notices: Notice[], found: Found[]): string[] {
  const own = new Set<number>();
  for (const { comparison } of found) {
    for (const word of comparison.text.words) if ((word & NOTICE) !== 0) own.add(word & HASH_MASK);
  }
  const out = new Set<string>();
  for (const { first, last, text } of notices) {
    if (/[<[{][^>\]}]*(?:year|yyyy|name|owner|holder|author)|\byyyy\b/i.test(text)) continue;
    let strange = 0;
    for (let index = first; index < last; index += 1) if (!own.has((file.words[index] as number) & HASH_MASK)) strange += 1;
    if (strange > 0 && out.size < MAX_COPYRIGHTS) out.add(text);
  }
  return [...out];
}
