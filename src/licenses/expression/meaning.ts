/** What one operand of an expression can mean, and how the meanings of several make one reading. */

import type { LicenseReading } from '../../types/license.ts';
import { canonicalException, canonicalReference, normaliseId } from './ids.ts';
import type { ExpressionNode } from './parse.ts';
import { combine, parseExpression, printExpression } from './parse.ts';

/** The possible readings of an operand; the first is the one taken unless `ambiguous`. */
export interface Meaning {
  options: ExpressionNode[];
  ambiguous: boolean;
  assumed: boolean;
  /** The strictest option of an ambiguous operand. */
  conservative?: ExpressionNode;
  unlisted?: string;
  note?: string;
  proprietary?: string;
}

/** A reading lists no more combinations than a person would look at. */
const MAX_CANDIDATES = 16;

/**
 * The meaning of a word, or why it has none. `known` looks the word up among other names.
 * `deliberate`: the text is certainly an expression, so an unknown word in it is an id newer than the list.
 */
export function meaningOf(
  word: string,
  exception: string | undefined,
  deliberate: boolean,
  known: (word: string) => LicenseReading | undefined,
): Meaning | { message: string } {
  const base = meaningOfId(word, deliberate, known);
  if ('message' in base || exception === undefined) return base;
  const name = canonicalException(exception) ?? (looksLikeId(exception) ? exception : undefined);
  if (name === undefined) return { message: `unknown exception ${JSON.stringify(clip(exception))}` };
  const unlisted = canonicalException(exception) === undefined ? name : base.unlisted;
  if (base.options.some((option) => option.kind !== 'license')) return { message: 'an exception needs a single licence before WITH' };
  const add = (option: ExpressionNode): ExpressionNode => ({ ...option, exception: name }) as ExpressionNode;
  return {
    ...base,
    options: base.options.map(add),
    ...(base.conservative ? { conservative: add(base.conservative) } : {}),
    ...(unlisted === undefined ? {} : { unlisted }),
  };
}

function meaningOfId(
  word: string,
  deliberate: boolean,
  known: (word: string) => LicenseReading | undefined,
): Meaning | { message: string } {
  const reading = known(word);
  if (reading) return meaningOfReading(reading);
  const id = normaliseId(word);
  if (id) {
    const { alternatives, ...part } = id;
    const options = (alternatives ?? [part]).map((option): ExpressionNode => Object.assign({ kind: 'license' } as const, option));
    return { options, ambiguous: false, assumed: alternatives !== undefined };
  }
  if (canonicalReference(word)) return { message: `${clip(word)} names an exception, not a licence` };
  if (!looksLikeId(word) && !(deliberate && /^[\w.-]+$/.test(word))) return { message: `unknown licence ${JSON.stringify(clip(word))}` };
  const plus = word.endsWith('+');
  const bare = plus ? word.slice(0, -1) : word;
  if (plus && normaliseId(bare)) return { message: `"+" contradicts ${bare}` };
  return { options: [{ kind: 'license', id: bare, ...(plus ? { plus } : {}) }], ambiguous: false, assumed: false, unlisted: bare };
}

/** Ids have letters, digits, dots and hyphens, and something that sets them apart from a plain word. */
function looksLikeId(word: string): boolean {
  return word.length <= 80 && /^[a-z0-9][a-z0-9.-]*\+?$/i.test(word) && /[A-Z\d-]/.test(word) && /[a-z]/i.test(word);
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function meaningOfReading(reading: LicenseReading): Meaning | { message: string } {
  switch (reading.kind) {
    case 'expression': {
      const expressions = [...new Set([reading.expression, ...(reading.candidates ?? [])])];
      return {
        options: expressions.map(parseExpression),
        ambiguous: false,
        assumed: reading.assumed === true,
        ...(reading.unlisted?.[0] ? { unlisted: reading.unlisted[0] } : {}),
        ...(reading.note ? { note: reading.note } : {}),
      };
    }
    case 'ambiguous':
      return {
        options: reading.candidates.map(parseExpression),
        ambiguous: true,
        assumed: false,
        ...(reading.conservative ? { conservative: parseExpression(reading.conservative) } : {}),
        ...(reading.note ? { note: reading.note } : {}),
      };
    case 'proprietary':
      return { options: [{ kind: 'license', id: 'LicenseRef-Proprietary' }], ambiguous: false, assumed: false, proprietary: reading.text };
    case 'malformed':
      return { message: reading.message };
    default:
      return { message: 'a part names no licence' };
  }
}

/**
 * One reading of trees whose leaves stand for `meanings` (id `\0<number>`). Several trees: it is open which one is meant,
 * and the last is the strictest. `period`: leaves of later trees count on from the earlier ones.
 */
export function compose(trees: ExpressionNode[], meanings: Meaning[], period = meanings.length): LicenseReading {
  const [first] = trees as [ExpressionNode];
  const [single] = meanings as [Meaning];
  if (meanings.length === 1 && single.proprietary !== undefined) return { kind: 'proprietary', text: single.proprietary };
  const notes = [...new Set(meanings.flatMap(({ note }) => note ?? []))].join('; ');
  const note = notes ? { note: notes } : {};
  const candidates = combinations(trees, meanings, period);
  if (trees.length > 1 || meanings.some(({ ambiguous }) => ambiguous)) {
    const strictest = fill(trees.at(-1) as ExpressionNode, (index) => {
      const meaning = meanings[index % period] as Meaning;
      return meaning.conservative ?? (meaning.options[0] as ExpressionNode);
    });
    return { kind: 'ambiguous', candidates, conservative: printExpression(strictest), ...note };
  }
  const unlisted = [...new Set(meanings.flatMap(({ unlisted }) => unlisted ?? []))];
  return {
    kind: 'expression',
    expression: printExpression(fill(first, (index) => (meanings[index] as Meaning).options[0] as ExpressionNode)),
    ...(meanings.some(({ assumed }) => assumed) ? { assumed: true } : {}),
    ...(candidates.length > 1 ? { candidates } : {}),
    ...(unlisted.length > 0 ? { unlisted } : {}),
    ...note,
  };
}

/** The expressions that result from every choice of options, at most {@link MAX_CANDIDATES}. */
function combinations(trees: ExpressionNode[], meanings: Meaning[], period: number): string[] {
  const found = new Set<string>();
  for (const tree of trees) {
    const picks = meanings.map(() => 0);
    for (;;) {
      found.add(
        printExpression(fill(tree, (index) => meanings[index % period]?.options[picks[index % period] as number] as ExpressionNode)),
      );
      let digit = 0;
      while (digit < picks.length && (picks[digit] as number) + 1 >= (meanings[digit] as Meaning).options.length) {
        picks[digit] = 0;
        digit += 1;
      }
      if (digit === picks.length || found.size >= MAX_CANDIDATES) break;
      picks[digit] = (picks[digit] as number) + 1;
    }
  }
  return [...found].slice(0, MAX_CANDIDATES);
}

function fill(node: ExpressionNode, leaf: (index: number) => ExpressionNode): ExpressionNode {
  if (node.kind === 'license') return leaf(Number(node.id.slice(1)));
  return combine(
    node.kind,
    node.parts.map((part) => fill(part, leaf)),
  );
}
