/**
 * What an expression refers to in the outside world, as dotted paths. The forms, for whoever writes signature rows:
 *
 * - Python `from m import C; C().x.y` → `m.C.x.y`: instances are written like their class, results of other calls like the call.
 * - JavaScript modules stand in front as written, slashes and dots included: `@scope/pkg.name`, `@scope/pkg.createName` for what
 *   `createName()` made. A default import gives two symbols, `m.default` and `m.<the name it was given>`; so does `const X = require('m')`
 *   with a capital, beside `m` itself.
 * - Java, Kotlin: the package of the import, `dev.x.Model.builder.name`. A builder's methods all give the builder, `build()` gives the class.
 * - C#: the source does not say which `using` a type comes from: `Type.Member`, then `<namespace>.Type.Member` for every `using`.
 * - Go: the whole import path, `github.com/a/b.GPT4o`; `NewClient()` and `*b.Client` are both `github.com/a/b.Client`.
 * - Rust: `::` is written `.`; `Client::new()` is `async_openai.Client`. Builders of `…Args` types give themselves.
 * - Subscripts are members: `registry["x"]` → `m.registry.x`, `m.registry.*` when the key is not known.
 * - A class of the project goes by `project:<path>#Class` and by the symbols of its bases; functions by `project:<path>#name` or
 *   `project:<path>#Class.method`. Names nobody defines (builtins, globals) go by themselves.
 */

import type { Expr } from '../types/source.ts';
import type { ResolvedSymbol } from '../types/values.ts';
import { enclosing, scopeOf } from './lexical.ts';
import { locate } from './locate.ts';
import { basesOf } from './members.ts';
import type { ClassThing, Link, Thing, Via, Where } from './things.ts';

/** Symbols given for one expression. */
const MAX_SYMBOLS = 16;
/** Calls kept on the way to a symbol. */
const MAX_VIA = 24;

type Take = (path: string, via: readonly Via[], ahead?: boolean) => void;

/** The symbols `expr` stands for; without those that are only known as "something of the project that cannot be followed". */
export function symbolsOf(link: Link, expr: Expr, where: Where): ResolvedSymbol[] {
  const found = new Map<string, ResolvedSymbol>();
  const take: Take = (path, via, ahead) => {
    const known = found.get(path);
    if (known || found.size >= MAX_SYMBOLS) {
      // The same symbol reached by several constructor calls keeps all of them: each may set another host.
      if (known) for (const v of via) if (known.via.length < MAX_VIA && !known.via.some((k) => k.call === v.call)) known.via.push(v);
      return;
    }
    found.set(path, { path, via: via.slice(0, MAX_VIA), ...(ahead === true && { ahead }) });
  };
  for (const thing of locate(link, expr, where)) add(link, thing, take);
  return [...found.values()];
}

function add(link: Link, thing: Thing, take: Take): void {
  switch (thing.t) {
    case 'outside':
      take(thing.path, thing.via, thing.ahead);
      break;
    case 'class':
      addClass(link, thing, take, 0);
      break;
    case 'function':
      take(`project:${thing.where.file.path}#${qualifiedName(thing.where)}`, thing.self?.made ? [madeBy(thing.self.made)] : []);
      break;
    case 'module':
      take(`project:${thing.path}`, []);
      break;
    default:
  }
}

function madeBy(made: NonNullable<ClassThing['made']>): Via {
  return { call: made.call, site: made.where };
}

/** A class goes by its own name and by those of its bases. */
function addClass(link: Link, thing: ClassThing, take: Take, hops: number): void {
  const via = thing.made ? [madeBy(thing.made)] : [];
  take(`project:${thing.where.file.path}#${qualifiedName(thing.where)}`, via);
  if (hops > 6) return;
  for (const base of basesOf(link, thing)) {
    if (base.t === 'outside') take(base.path, [...via, ...base.via]);
    else if (base.t === 'class') addClass(link, { ...base, ...(thing.made && { made: thing.made }) }, take, hops + 1);
  }
}

/** `Class.method` or `function`. */
function qualifiedName(where: Where): string {
  const scope = scopeOf(where);
  const name = scope?.name || '<anonymous>';
  const owner = scope && scope.parent >= 0 ? enclosing({ ...where, scope: scope.parent }, 'class') : undefined;
  return owner && where.code.scopes[scope?.parent ?? -1]?.kind === 'class' ? `${scopeOf(owner)?.name}.${name}` : name;
}
