/** Defaults in schemas that check what comes from outside: environment, requests, configuration. */

import type { Expr } from '../types/source.ts';
import type { ValueSet } from '../types/values.ts';
import { elementsOf, entryOf } from './elements.ts';
import { environmentValues } from './environment.ts';
import { evaluate, valuesOf } from './evaluate.ts';
import { fieldDefault } from './fields.ts';
import { locate } from './locate.ts';
import { marked, union } from './sets.ts';
import { simpleName, type CallExpr, type Link, type OutsideThing, type Thing, type Where } from './things.ts';

/** Calls that make, apply or combine a schema. */
const SCHEMA_CALL =
  /^(?:createEnv|cleanEnv|envsafe|convict|object|parse|safeParse|parseAsync|parseEnv|validate|validateSync|extend|merge|partial|strict|passthrough|cast|env|load)$/;
/** Parts of an environment's schema, one level in. */
const PARTS = ['server', 'client', 'shared', 'vars'];
/** Calls looked at behind one symbol. */
const MAX_CALLS = 8;

/**
 * `schema.parse(process.env).MODEL` and `createEnv({ server: { MODEL: z.string().default("x") } }).MODEL`: the default that the schema gives
 * to the last name of the symbol, and the variable of that name where the environment is what is checked.
 */
export function schemaValue(link: Link, thing: OutsideThing): ValueSet | undefined {
  const name = thing.path.slice(thing.path.lastIndexOf('.') + 1);
  for (const { call, site } of thing.via.slice(0, MAX_CALLS)) {
    if (!SCHEMA_CALL.test(simpleName(call.f) ?? '')) continue;
    const field = call.a.flatMap((arg) => fieldOf(link, arg.v, name, site))[0];
    if (field?.t !== 'expr') continue;
    const sets: ValueSet[] = [];
    if (/^[A-Z][A-Z0-9_]+$/.test(name)) sets.push(environmentValues(link, name, site.file.path));
    const declared = declaredValues(link, field.expr, field.where);
    if (declared) sets.push(declared);
    const set = union(sets);
    return { ...set, complete: false, reason: `${name} is given when the program runs` };
  }
  return undefined;
}

function fieldOf(link: Link, expr: Expr, name: string, where: Where): Thing[] {
  return locate(link, expr, where).flatMap((table) => {
    if (table.t !== 'expr') return [];
    const own = entryOf(link, table, name);
    if (own) return own;
    return PARTS.flatMap((part) =>
      (entryOf(link, table, part) ?? []).flatMap((inner) => (inner.t === 'expr' ? fieldOf(link, inner.expr, name, inner.where) : [])),
    );
  });
}

function declaredValues(link: Link, expr: Expr, where: Where): ValueSet | undefined {
  if (expr.k === 'call') return fieldDefault(link, expr, where) ?? optionsDefault(link, expr, where) ?? choices(link, expr, where);
  if (expr.k !== 'dict') return undefined;
  const fallback = entryOf(link, { t: 'expr', expr, where, notes: [] }, 'default');
  return fallback ? marked(valuesOf(link, fallback), 'default') : undefined;
}

/** `str({ default: "x" })`. */
function optionsDefault(link: Link, call: CallExpr, where: Where): ValueSet | undefined {
  const options = call.a.find((a) => a.v.k === 'dict')?.v;
  const fallback = options && entryOf(link, { t: 'expr', expr: options, where, notes: [] }, 'default');
  return fallback ? marked(valuesOf(link, fallback), 'default') : undefined;
}

/** `z.enum(["a", "b"])`: what may be asked for. */
function choices(link: Link, call: CallExpr, where: Where): ValueSet | undefined {
  const name = simpleName(call.f);
  const first = call.a[0]?.v;
  if (!first) return undefined;
  if (name === 'enum' || name === 'nativeEnum' || name === 'oneOf')
    return marked(valuesOf(link, elementsOf(link, first, where)), 'candidate');
  return name === 'literal' ? marked(evaluate(link, first, where), 'candidate') : undefined;
}
