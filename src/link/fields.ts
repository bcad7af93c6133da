/** Defaults of fields and parameters that are written as a call (`Field(default="x")`, `typer.Option("x")`). */

import type { Expr } from '../types/source.ts';
import type { ValueSet } from '../types/values.ts';
import { follow } from './calls.ts';
import { evaluate, valuesOf } from './evaluate.ts';
import { FIELD_CALLS } from './idioms.ts';
import { locate } from './locate.ts';
import { marked } from './sets.ts';
import { simpleName, type CallExpr, type Link, type Where } from './things.ts';

/** Of these the first positional argument is the default; of the others it is a type or a label. */
const FIRST_IS_DEFAULT = /^(?:Field|Option|Argument|Query|Body|Form|Header|Path|Cookie|PrivateAttr|Param|Unicode|configurable)$/;
/** Schema builders: `z.string().default("x")`. */
const SCHEMA_DEFAULT = /^(?:default|catch|withDefault|prefault|default_value|default_value_t)$/;

/** The default in a field declaration; `undefined` when the call declares no field. */
export function fieldDefault(link: Link, call: CallExpr, where: Where): ValueSet | undefined {
  const name = simpleName(call.f);
  if (name === undefined) return undefined;
  if (call.f.k === 'attr' && SCHEMA_DEFAULT.test(name) && call.a[0]) return marked(evaluate(link, call.a[0].v, where), 'default');
  // `z.string().default("x").optional()`: the default stands further in.
  if (
    call.f.k === 'attr' &&
    call.f.o.k === 'call' &&
    /^(?:optional|nullable|describe|trim|min|max|url|transform|refine|readonly|meta)$/.test(name)
  ) {
    return fieldDefault(link, call.f.o, where);
  }
  if (!FIELD_CALLS.has(name)) return undefined;
  const factory = call.a.find((a) => a.name === 'default_factory' || a.name === 'factory');
  if (factory) {
    const made = locate(link, factory.v, where).flatMap((t) => (t.t === 'function' ? follow(t, undefined, where) : []));
    return made.length > 0 ? marked(valuesOf(link, made), 'default') : undefined;
  }
  const value = defaultArgument(call, name);
  return value ? marked(evaluate(link, value, where), 'default') : undefined;
}

function defaultArgument(call: CallExpr, name: string): Expr | undefined {
  const keyword = call.a.find((a) => a.name === 'default' || a.name === 'insert_default');
  if (keyword) return keyword.v;
  if (!FIRST_IS_DEFAULT.test(name)) return undefined;
  const first = call.a[0];
  // `...` (required) is read as an expression without content.
  return first && first.name === undefined && !first.spread && !(first.v.k === 'other' && first.v.e.length === 0) ? first.v : undefined;
}
