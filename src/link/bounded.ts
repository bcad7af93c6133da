/** One step of a question: fuel, cycles, depth, and what may be remembered of it. */

import type { Expr } from '../types/source.ts';
import { enclosing, scopeOf } from './lexical.ts';
import { isSelf, LIMITS, unframed, type Frame, type Link, type Question, type Where } from './things.ts';

/** What an answer depends on besides the expression: how often callers may still be gone back to, and whether that is allowed at all. */
function circumstances(link: Link, where: Where): number {
  return (where.back ?? 0) * 2 + (link.question.findingCallers ? 1 : 0);
}

/** {@link circumstances} and the scope. */
export function memoKey(link: Link, where: Where): number {
  return where.scope * 16 + circumstances(link, where);
}

/** Notes that the answer so far lacks what is still under way at depth `depth`; -1: it lacks something for good. */
export function cutAt(question: Question, depth: number): void {
  if (depth < question.lowest) question.lowest = depth;
}

/**
 * Runs `compute` one level deeper. `keep` is called with the result when it hangs on nothing that is still under way further out: a cycle
 * that closes inside is part of the answer, one that leads outside leaves the answer provisional.
 */
export function whole<T>(question: Question, compute: () => T, keep: (result: T) => void): T {
  const depth = question.nesting++;
  const outer = question.lowest;
  question.lowest = Number.POSITIVE_INFINITY;
  try {
    const result = compute();
    if (question.lowest >= depth) {
      question.lowest = outer;
      keep(result);
    } else cutAt(question, outer);
    return result;
  } finally {
    question.nesting--;
  }
}

/** Tables and lists spread one into the other. */
const MAX_SPREADS = 24;

/** Runs `take` on the content of a list or table; empty when that list is already being taken apart (`xs = [*xs, y]`). */
export function spreading<T>(question: Question, expr: Expr, empty: T, take: () => T): T {
  const same = question.spreading.get(expr);
  if (same !== undefined || question.spreading.size > MAX_SPREADS) {
    cutAt(question, same ?? -1);
    return empty;
  }
  question.spreading.set(expr, question.nesting);
  const result = take();
  question.spreading.delete(expr);
  return result;
}

const members = new WeakMap<object, Map<string, object>>();

/** `self.x`: what it is does not depend on how the method was called. */
function ofSelf(expr: Expr): expr is Extract<Expr, { k: 'attr' }> & { o: Extract<Expr, { k: 'name' }> } {
  return expr.k === 'attr' && expr.o.k === 'name' && isSelf(expr.o.n);
}

/** All `self.x` of a class are one question. */
function keyOf(expr: Expr, where: Where): object {
  if (!ofSelf(expr)) return expr;
  const around = enclosing(where, 'class');
  const scope = around && scopeOf(around);
  if (!scope) return expr;
  const known = members.get(scope) ?? new Map<string, object>();
  members.set(scope, known);
  const name = `${expr.o.n}.${expr.n}`;
  const key = known.get(name) ?? {};
  known.set(name, key);
  return key;
}

/** Expressions under way, by what they are and by the call they are followed in, with their depth. */
export type Active = Map<object, { frame: Frame | undefined; depth: number }[]>;

/**
 * Runs one step of a question: counts fuel, stops at cycles and at too deep nesting, and keeps what is whole.
 * @param active expressions under way for this kind of step
 * @param cut the answer when the step cannot be made
 */
export function bounded<T>(
  link: Link,
  expr: Expr,
  asked: Where,
  active: Active,
  memo: WeakMap<object, Map<number, T>>,
  cut: (reason: string) => T,
  compute: (where: Where) => T,
): T {
  const where = asked.frame && ofSelf(expr) ? unframed(asked) : asked;
  const key = keyOf(expr, where);
  const detail = key === expr ? memoKey(link, where) : circumstances(link, where);
  const known = where.frame ? undefined : memo.get(key)?.get(detail);
  if (known !== undefined) return known;
  const { question } = link;
  if (question.fuel <= 0) {
    cutAt(question, -1);
    return cut('the question took too many steps');
  }
  question.fuel--;
  const under = active.get(key) ?? [];
  const same = under.find((a) => a.frame === where.frame);
  if (same) {
    cutAt(question, same.depth);
    return cut('the value depends on itself');
  }
  if (question.nesting >= LIMITS.nesting || under.length > LIMITS.callDepth) {
    cutAt(question, under[0]?.depth ?? -1);
    return cut('the way to the value is too long');
  }
  under.push({ frame: where.frame, depth: question.nesting });
  active.set(key, under);
  const keep = (result: T): void => {
    if (where.frame) return;
    const byDetail = memo.get(key) ?? new Map<number, T>();
    byDetail.set(detail, result);
    memo.set(key, byDetail);
  };
  const { fuel } = question;
  const result = whole(question, () => compute(where), keep);
  // What eats the larger part of a question's fuel would do so again for every question that passes here.
  if (question.fuel <= 0 && fuel > LIMITS.fuel / 2) keep(result);
  under.pop();
  if (under.length === 0) active.delete(key);
  return result;
}
