/** Facts about functions of the project that do not depend on a question. */

import { scopeOf } from './lexical.ts';
import { dotted, type Where } from './things.ts';

/** Whether reading the member calls the function (`@property`). */
export function isProperty(where: Where): boolean {
  return (scopeOf(where)?.decorators ?? []).some((d) => {
    const name = dotted(d.k === 'call' ? d.f : d) ?? '';
    return /(?:^|\.)(?:\w*property|getter|computed_field|get)$/.test(name);
  });
}

/** What the function hands out by `yield`, when it returns nothing: context managers and generators. */
export function yieldedBy(where: Where) {
  return where.code.loose.filter((l) => l.role === 'return' && l.scope === where.scope).map((l) => l.expr);
}
