/** Reads a licence field as the world writes it. Never guesses: what is not certain is `assumed`, `ambiguous` or `malformed`. */

import type { LicenseReading } from '../../types/license.ts';
import type { AliasRecord, RuleBook } from '../../types/rules.ts';
import { lookUpAlias } from './aliases.ts';
import type { Meaning } from './meaning.ts';
import { compose, meaningOf } from './meaning.ts';
import type { ExpressionNode } from './parse.ts';
import { combine, ExpressionError, parseTokens } from './parse.ts';
import type { Token } from './tokens.ts';
import { MAX_EXPRESSION_LENGTH, tokenise } from './tokens.ts';

const SEE_FILE = /^(?:see\s+)?licen[sc]e\s+in\s+(\S.*)$/i;
const FILE_NAME =
  /^(?:see\s+|file\s*[:=]?\s*)?(?:the\s+)?((?:[\w.-]+\/)*(?:licen[sc]es?|copying|copyright|notice|eula)(?:[-._][\w.-]*)?)(?:\s+files?)?$/i;
/** R's "the named licence, with year and holder in a file", and its version bounds. */
const WITH_FILE = /^(.+?)\s*\+\s*file\s+licen[sc]e$/i;
const VERSION_BOUND = /^([\w.-]+)\s*\(\s*(>=|==)\s*(\d+(?:\.\d+)?)\s*\)$/;
/** Ecosystems whose documentation says that a list of licences is a choice. */
const LIST_IS_CHOICE = new Set(['composer', 'packagist']);
const SLASH_IS_CHOICE = new Set(['cargo', 'crates']);
const MAX_PIECES = 64;

/** Reads a metadata field, card tag, classifier or expression. */
export function readLicense(field: string, rules: RuleBook, ecosystem?: string): LicenseReading {
  const text = field.replace(/^\uFEFF/, '').trim();
  if (text === '' || text === 'NOASSERTION') return { kind: 'none', stated: false };
  if (text === 'NONE') return { kind: 'none', stated: true };
  // npm's keyword for "all rights reserved"; only its spelling tells it from the Unlicense.
  if (text === 'UNLICENSED') return { kind: 'proprietary', text };
  if (text.length > MAX_EXPRESSION_LENGTH) {
    return { kind: 'malformed', where: MAX_EXPRESSION_LENGTH, message: `longer than ${MAX_EXPRESSION_LENGTH} characters` };
  }
  const list = asList(text);
  if (list) return readList(list, rules, ecosystem);
  const where = field.indexOf(text.charAt(0));
  const reading = readText(text, rules, ecosystem);
  return reading.kind === 'malformed' ? { ...reading, where: reading.where + where } : reading;
}

function readText(text: string, rules: RuleBook, ecosystem: string | undefined): LicenseReading {
  const line = text.replace(/\s+/g, ' ');
  const seen = SEE_FILE.exec(line);
  if (seen) return { kind: 'none', stated: false, file: seen[1] as string };
  const alias = lookUpAlias(rules, line, ecosystem);
  if (alias) return ofAlias(alias, line);
  const withFile = WITH_FILE.exec(line);
  if (withFile) return readText(withFile[1] as string, rules, ecosystem);
  const bound = VERSION_BOUND.exec(line);
  if (bound) return readText(`${bound[1]}-${bound[3]}${bound[2] === '>=' ? '+' : ''}`, rules, ecosystem);
  const asExpression = readExpression(text, rules, ecosystem);
  if (asExpression.kind !== 'malformed') return asExpression;
  const file = FILE_NAME.exec(line);
  if (file) return { kind: 'none', stated: false, file: file[1] as string };
  return readModelLicense(line, rules) ?? readPieces(line, rules, ecosystem) ?? asExpression;
}

/** What a record of the alias table says. */
function ofAlias(record: AliasRecord, text: string): LicenseReading {
  const note = record.note === undefined ? {} : { note: record.note };
  switch (record.confidence) {
    case 'none':
      return { kind: 'none', stated: false };
    case 'file':
      return { kind: 'none', stated: false, file: FILE_NAME.exec(text)?.[1] ?? text };
    case 'ambiguous':
      return {
        kind: 'ambiguous',
        candidates: record.candidates ?? [],
        ...(record.conservative ? { conservative: record.conservative } : {}),
        ...note,
      };
    default:
      if (record.spdx === null) return { kind: 'none', stated: false };
      if (record.spdx === 'LicenseRef-Proprietary') return { kind: 'proprietary', text };
      return {
        kind: 'expression',
        expression: record.spdx,
        ...(record.confidence === 'likely' ? { assumed: true } : {}),
        ...(record.candidates ? { candidates: record.candidates } : {}),
        ...note,
      };
  }
}

/** An expression in the grammar of SPDX, in any case, with ids that may be other names of one word. */
function readExpression(text: string, rules: RuleBook, ecosystem: string | undefined): LicenseReading {
  const cut = tokenise(text);
  if ('where' in cut) return { kind: 'malformed', ...cut };
  // Operators in capitals show that an expression was meant, so unknown words in it are ids we do not know yet.
  const deliberate = cut.tokens.some(({ kind, text: word }) => kind !== 'word' && /^(?:AND|OR|WITH)$/.test(word));
  const meanings: Meaning[] = [];
  const readTokens = (tokens: Token[], loose: 'and' | 'or'): ExpressionNode =>
    parseTokens(
      tokens.map((token) => (token.kind === 'slash' || token.kind === 'list' ? { ...token, kind: loose } : token)),
      text.length,
      ({ id, at, exception }) => {
        const meaning = meaningOf(id, exception, deliberate, (word) => {
          const record = lookUpAlias(rules, word, ecosystem);
          return record && ofAlias(record, word);
        });
        if ('message' in meaning) throw new ExpressionError(at, meaning.message);
        return { kind: 'license', id: `\0${meanings.push(meaning) - 1}` };
      },
    );
  try {
    const tree = readTokens(cut.tokens, 'or');
    const loose = cut.tokens.find(({ kind }) => kind === 'slash' || kind === 'list');
    if (!loose) return compose([tree], meanings);
    if (relationKnown(loose.kind, ecosystem)) return assumed(compose([tree], meanings), loose.kind, ecosystem);
    const offset = meanings.length;
    const both = readTokens(cut.tokens, 'and');
    return compose([tree, both], meanings.slice(0, offset), offset);
  } catch (error) {
    if (error instanceof ExpressionError) return { kind: 'malformed', where: error.where, message: error.message };
    throw error;
  }
}

function relationKnown(kind: Token['kind'], ecosystem: string | undefined): boolean {
  return ecosystem !== undefined && (kind === 'slash' ? SLASH_IS_CHOICE : LIST_IS_CHOICE).has(ecosystem);
}

/** Cargo's slash is deprecated though its meaning is known; a documented list is certain. */
function assumed(reading: LicenseReading, kind: Token['kind'], ecosystem: string | undefined): LicenseReading {
  if (reading.kind !== 'expression' || kind !== 'slash') return reading;
  return { ...reading, assumed: true, note: `the slash form of ${ecosystem} is deprecated and means OR` };
}

/** Names and tags of model licences that the alias table does not list. */
function readModelLicense(text: string, rules: RuleBook): LicenseReading | undefined {
  if (text.length > 200) return undefined;
  const expressions = rules.licenseIds(text).map((id) => {
    const record = rules.license(id);
    return record?.spdxId ?? record?.licenseRef ?? `LicenseRef-${id}`;
  });
  const [first, ...others] = [...new Set(expressions)];
  if (first === undefined) return undefined;
  return others.length === 0 ? { kind: 'expression', expression: first } : { kind: 'ambiguous', candidates: [first, ...others] };
}

/** Names joined by words or signs ("GPL v2 or later or MIT"): read only when every piece is a known name. */
function readPieces(text: string, rules: RuleBook, ecosystem: string | undefined): LicenseReading | undefined {
  const pieces = text.split(/\s+or\s+(?!later|newer|above|greater|higher|any\s+later|\(?at\s+your)|\s+and\s+|\s*(?:\/|,|;|\||&)\s*/i);
  if (pieces.length < 2 || pieces.length > MAX_PIECES) return undefined;
  const signs = text.match(/\s+or\s+(?!later|newer|above|greater|higher|any\s+later|\(?at\s+your)|\s+and\s+|\s*(?:\/|,|;|\||&)\s*/gi) ?? [];
  const readings = pieces.map((piece) => {
    const name = piece.trim().replace(/^(?:(?:either|the|an?) )+/i, '');
    return name === '' ? undefined : readText(name, rules, ecosystem);
  });
  const kinds = new Set(signs.map((sign) => sign.trim().toLowerCase()));
  const [only] = kinds;
  const relation = kinds.size > 1 ? undefined : only === 'or' || only === '|' ? 'or' : only === 'and' || only === '&' ? 'and' : undefined;
  return join(readings, relation);
}

/** Joins readings by a known relation, or leaves open which one is meant. */
function join(readings: (LicenseReading | undefined)[], relation: 'and' | 'or' | undefined): LicenseReading | undefined {
  const meanings: Meaning[] = [];
  for (const reading of readings) {
    const meaning = reading && meaningOf('', undefined, false, () => reading);
    if (!meaning || 'message' in meaning) return undefined;
    meanings.push(meaning);
  }
  const operands: ExpressionNode[] = meanings.map((_, index) => ({ kind: 'license', id: `\0${index}` }));
  return compose(relation ? [combine(relation, operands)] : [combine('or', operands), combine('and', operands)], meanings);
}

/** The items of a list written as a list; `undefined` when the text is none. */
function asList(text: string): string[] | undefined {
  if (text.startsWith('License :: ') && text.includes('\n')) return text.split(/\s*\n\s*/);
  if (!/^[[{]/.test(text)) return undefined;
  try {
    // Python prints its lists with single quotes.
    const value = JSON.parse(text.includes('"') ? text : text.replaceAll("'", '"')) as unknown;
    const items = Array.isArray(value) ? value : [value];
    const names = items.map((item) => (typeof item === 'string' ? item : nameIn(item)));
    return names.every((name) => name !== undefined) ? names : undefined;
  } catch {
    return undefined;
  }
}

/** npm's old `{ "type": …, "url": … }` and the like. */
function nameIn(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { type, name, url } = item as Record<string, unknown>;
  return [type, name, url].find((value) => typeof value === 'string');
}

/** Several licences whose relation the format does not state, unless the ecosystem documents it. */
function readList(items: string[], rules: RuleBook, ecosystem: string | undefined): LicenseReading {
  const names = [...new Set(items.map((item) => item.trim()))].filter((item) => item !== '' && item.length < MAX_EXPRESSION_LENGTH);
  if (names.length === 0) return { kind: 'none', stated: false };
  if (names.length === 1) return readText(names[0] as string, rules, ecosystem);
  if (names.length > MAX_PIECES) return { kind: 'malformed', where: 0, message: `a list of more than ${MAX_PIECES} licences` };
  const whole = lookUpAlias(rules, JSON.stringify(items), ecosystem);
  if (whole) return ofAlias(whole, names.join(', '));
  const readings = names.map((name) => readText(name, rules, ecosystem)).filter((reading) => reading.kind !== 'none');
  if (readings.length === 0) return { kind: 'none', stated: false };
  if (readings.length === 1) return readings[0] as LicenseReading;
  const relation = relationKnown('list', ecosystem) ? 'or' : undefined;
  return join(readings, relation) ?? { kind: 'malformed', where: 0, message: 'the list holds an entry that names no licence' };
}
