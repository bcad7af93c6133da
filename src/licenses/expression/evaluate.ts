/** Decides an expression from decisions about single licences: OR is a choice, AND accumulates. */

import type { LicensePart } from './ids.ts';
import { normaliseId } from './ids.ts';
import type { ExpressionNode } from './parse.ts';
import { parseExpression, printExpression } from './parse.ts';

/** Verdicts from best to worst; an OR takes the best of its sides, an AND the worst. */
export const VERDICTS = ['allow', 'warn', 'unknown', 'deny'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Decision {
  verdict: Verdict;
  /** Why, for people. */
  reason?: string;
}

/** A licence that takes part in the result, with the decision about it. */
export interface DecidedPart extends LicensePart {
  decision: Decision;
  /** False for the sides of an OR that were not chosen. */
  taken: boolean;
}

/** An OR and the side the result stands on. */
export interface Choice {
  expression: string;
  chosen: string;
  rejected: string[];
}

export interface Evaluation {
  verdict: Verdict;
  /** The expression with every choice made. */
  chosen: string;
  choices: Choice[];
  /** Every licence of the expression, left to right. */
  parts: DecidedPart[];
}

interface Side {
  verdict: Verdict;
  /** The licences that remain once choices are made. */
  chosen: ExpressionNode;
  choices: Choice[];
  parts: DecidedPart[];
}

/**
 * Evaluates an expression. Of equally good sides of an OR the first is taken; an exception belongs to its licence alone.
 * @param decide called once for every licence in the expression; `id` carries `+` where the expression has the operator
 * @throws ExpressionError when `expression` is no expression
 */
export function evaluate(expression: string, decide: (id: string, exception?: string) => Decision): Evaluation {
  const { verdict, chosen, choices, parts } = evaluateNode(parseExpression(expression), decide);
  return { verdict, chosen: printExpression(chosen), choices, parts };
}

function evaluateNode(node: ExpressionNode, decide: (id: string, exception?: string) => Decision): Side {
  if (node.kind === 'license') {
    const { kind: _, ...part } = node;
    const decision = decide(`${part.id}${part.plus ? '+' : ''}`, part.exception);
    return { verdict: decision.verdict, chosen: node, choices: [], parts: [{ ...part, decision, taken: true }] };
  }
  const sides = node.parts.map((part) => evaluateNode(part, decide));
  const rank = ({ verdict }: Side): number => VERDICTS.indexOf(verdict);
  if (node.kind === 'and') {
    return {
      verdict: VERDICTS[Math.max(...sides.map(rank))] as Verdict,
      chosen: { kind: 'and', parts: sides.flatMap(({ chosen }) => (chosen.kind === 'and' ? chosen.parts : [chosen])) },
      choices: sides.flatMap(({ choices }) => choices),
      parts: sides.flatMap(({ parts }) => parts),
    };
  }
  const best = Math.min(...sides.map(rank));
  const winner = sides.findIndex((side) => rank(side) === best);
  const chosen = sides[winner] as Side;
  const choice: Choice = {
    expression: printExpression(node),
    chosen: printExpression(chosen.chosen),
    rejected: node.parts.filter((_, index) => index !== winner).map(printExpression),
  };
  return {
    verdict: chosen.verdict,
    chosen: chosen.chosen,
    choices: [choice, ...chosen.choices],
    parts: sides.flatMap(({ parts }, index) => (index === winner ? parts : parts.map((part) => ({ ...part, taken: false })))),
  };
}

/**
 * Whether a licence is covered by an entry of an allow or deny list. `X-1.0-or-later` and `X-1.0+` are covered by every
 * later version of X, `X-1.0-only` by alone; an entry with an exception covers the licence with that exception, an
 * entry without one covers the bare licence.
 */
export function covers(entry: string, id: string, exception?: string): boolean {
  const [wantedId = '', wantedException] = entry.split(/\s+WITH\s+/i);
  if ((wantedException ?? '').toLowerCase() !== (exception ?? '').toLowerCase()) return false;
  const wanted = versioned(wantedId);
  const offered = versioned(id);
  if (wanted.family !== offered.family) return false;
  const order = compareVersions(offered.version, wanted.version);
  if (order === 0) return true;
  // The licensee of "or later" may pick the later version that the entry names, and the other way round.
  return (offered.later && order < 0) || (wanted.later && order > 0);
}

interface Versioned {
  family: string;
  version: number[];
  later: boolean;
}

/** Cuts `FAMILY-1.2-or-later` apart; ids without a version of two parts are a family of their own (`MIT-0` is no version of MIT). */
function versioned(written: string): Versioned {
  const normal = normaliseId(written.trim());
  const id = normal ? `${normal.id}${normal.plus ? '+' : ''}` : written.trim();
  const match = /^(.+?)-v?(\d+(?:\.\d+)+)(-only|-or-later)?(\+)?$/.exec(id);
  if (!match) return { family: id.replace(/\+$/, '').toLowerCase(), version: [], later: id.endsWith('+') };
  return {
    family: (match[1] as string).toLowerCase(),
    version: (match[2] as string).split('.').map(Number),
    later: match[3] === '-or-later' || match[4] === '+',
  };
}

function compareVersions(left: number[], right: number[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Evaluates an expression against a list of allowed licences. */
export function satisfies(expression: string, allowed: readonly string[]): Evaluation {
  return evaluate(expression, (id, exception) => {
    const entry = allowed.find((candidate) => covers(candidate, id, exception));
    return entry === undefined ? { verdict: 'deny', reason: 'not on the list' } : { verdict: 'allow', reason: `covered by ${entry}` };
  });
}
