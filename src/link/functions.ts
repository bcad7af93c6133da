/** Facts about functions of the project that do not depend on a question. */

import type { CallSite, CodeSummary, Expr } from '../types/source.ts';
import { scopeOf } from './lexical.ts';
import { dotted, type Where } from './things.ts';

/** Whether reading the member calls the function (`@property`). */
export function isProperty(where: Where): boolean {
  return (scopeOf(where)?.decorators ?? []).some((d) => {
    const name = dotted(d.k === 'call' ? d.f : d) ?? '';
    return /(?:^|\.)(?:\w*property|getter|computed_field|get)$/.test(name);
  });
}

const yields = new WeakMap<CodeSummary, Map<number, Expr[]>>();

/** What the function hands out by `yield`, when it returns nothing: context managers and generators. */
export function yieldedBy(where: Where): readonly Expr[] {
  let table = yields.get(where.code);
  if (!table) {
    table = new Map();
    for (const { role, scope, expr } of where.code.loose) {
      if (role !== 'return') continue;
      const list = table.get(scope);
      if (list) list.push(expr);
      else table.set(scope, [expr]);
    }
    yields.set(where.code, table);
  }
  return table.get(where.scope) ?? [];
}

const givens = new WeakMap<CodeSummary, Map<number, CallSite>>();

/** The call that a function written in place is an argument of (`xs.map((x) => …)`). */
export function givenTo(where: Where): CallSite | undefined {
  let table = givens.get(where.code);
  if (!table) {
    table = new Map();
    for (const site of where.code.calls) for (const arg of site.call.a) if (arg.v.k === 'fn') table.set(arg.v.scope, site);
    givens.set(where.code, table);
  }
  return table.get(where.scope);
}
