/** Names that code gives to models: keys of a provider's table, `model_name` in the list of a router. */

import type { CallSignature } from '../types/signature.ts';
import type { Expr } from '../types/source.ts';
import type { Site, Value } from '../types/values.ts';
import type { Context } from './context.ts';
import { findArgument } from './expressions.ts';
import type { Call, Found } from './expressions.ts';
import type { Match } from './match.ts';
import { wholeValue } from './values.ts';

type AliasSpecs = NonNullable<CallSignature['aliases']>;

/** `list[?].key`: that key of every entry. */
function entriesOf(list: Expr, key: string): Expr {
  const element: Expr = { k: 'index', o: list, i: { k: 'other', e: [], at: list.at }, at: list.at };
  return { k: 'attr', o: element, n: key, at: list.at };
}

/** The places of the given names are no models. */
export function excludeAliases(specs: AliasSpecs, call: Call, site: Site, context: Context): void {
  for (const { arg, key } of specs) {
    const found = findArgument(call, arg, site, context.linker);
    if (!found) continue;
    if (key !== undefined) {
      for (const value of context.linker.resolve(entriesOf(found.expr, key), found.site).values) {
        const file = context.project.summary(value.path);
        if (file) context.out.exclude(file, value.at);
      }
    } else if (found.expr.k === 'dict') {
      for (const [name] of found.expr.e) if (name?.k === 'str') context.out.exclude(found.site.file, name.at);
    }
  }
}

function holdsName(table: Found, key: string | undefined, text: string, context: Context): boolean {
  if (key !== undefined)
    return context.linker.resolve(entriesOf(table.expr, key), table.site).values.some((value) => wholeValue(value) === text);
  return context.linker.member(table.expr, [text], table.site) !== undefined;
}

/** Whether the object a method is called on was made with a table that gives this name to a model. */
function givenOnTheWay(specs: AliasSpecs, match: Match, text: string, context: Context): boolean {
  return match.via.some(({ call, site }) =>
    specs.some(({ arg, key, separator }) => {
      const table = findArgument(call, arg, site, context.linker);
      if (!table) return false;
      if (separator === undefined) return holdsName(table, key, text, context);
      const cut = text.indexOf(separator);
      const provider = cut < 0 ? undefined : context.linker.member(table.expr, [text.slice(0, cut)], table.site);
      return provider !== undefined && isGiven(provider, specs, text.slice(cut + separator.length), context);
    }),
  );
}

/** Whether the call that made a provider gives the name to a model. */
function isGiven({ expr, site }: Found, specs: AliasSpecs, text: string, context: Context): boolean {
  return context.linker.symbols(expr, site).some(({ via }) =>
    via.some(({ call, site: at }) =>
      specs.some(({ arg, key, separator }) => {
        const table = separator === undefined ? findArgument(call, arg, at, context.linker) : undefined;
        return table !== undefined && holdsName(table, key, text, context);
      }),
    ),
  );
}

/** Whether a value is a name that the object it is handed to was made with. */
export function isAlias(value: Value, match: Match, context: Context): boolean {
  const text = wholeValue(value);
  const { aliases } = match.row;
  if (text === undefined || aliases === undefined || !givenOnTheWay(aliases, match, text, context)) return false;
  const file = context.project.summary(value.path);
  if (file) context.out.exclude(file, value.at);
  return true;
}
