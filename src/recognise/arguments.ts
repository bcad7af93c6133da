/** What the arguments of a call say: their values, and the conditions of a row. */

import type { ArgumentCondition } from '../types/signature.ts';
import type { Site, ValueSet } from '../types/values.ts';
import type { Context } from './context.ts';
import { findArgument, writtenName } from './expressions.ts';
import type { Call, Found } from './expressions.ts';
import { pattern } from './names.ts';
import { wholeValue } from './values.ts';

/** Values of an argument. */
export function values(found: Found | undefined, context: Context): ValueSet | undefined {
  return found && context.linker.resolve(found.expr, found.site);
}

/** Whether a condition of a row holds for a call. */
export function holds(condition: ArgumentCondition, call: Call, site: Site, context: Context): boolean {
  const found = findArgument(call, condition.arg, site, context.linker);
  if (condition.given !== undefined && condition.given !== (found !== undefined)) return false;
  if (condition.equals === undefined && condition.matches === undefined) return true;
  if (!found)
    return condition.equals
      ? condition.equals.includes(null)
      : pattern(condition.matches ?? '').test('null') && condition.matches !== undefined;
  const expr = found.expr;
  const texts: string[] =
    expr.k === 'null'
      ? ['null']
      : expr.k === 'bool' || expr.k === 'num'
        ? [expr.v.toLowerCase()]
        : (values(found, context)?.values ?? []).map((value) =>
            value.parts.map((part) => (typeof part === 'string' ? part : '\u0001')).join(''),
          );
  if (texts.length === 0) {
    const name = writtenName(expr);
    if (name) texts.push(name);
  }
  return texts.some((text) => {
    const plain = /^(?:None|null|nil|undefined)$/.test(text) ? 'null' : text;
    if (condition.equals) return condition.equals.some((wanted) => String(wanted).toLowerCase() === plain.toLowerCase());
    return condition.matches !== undefined && pattern(condition.matches).test(plain);
  });
}

/** The first value of an argument that is one text. */
export const firstText = (found: Found | undefined, context: Context): string | undefined =>
  values(found, context)
    ?.values.map(wholeValue)
    .find((text) => text !== undefined);
