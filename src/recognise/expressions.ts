/** Small readings of expressions: written names, literals, arguments. */

import type { Arg, Expr } from '../types/source.ts';
import type { ArgumentSpec } from '../types/signature.ts';
import type { Linker, Site } from '../types/values.ts';

export type Call = Extract<Expr, { k: 'call' }>;

/** Dotted name of an expression as written; calls on the way stand for what they make. `undefined` when it is no name. */
export function writtenName(expr: Expr, depth = 0): string | undefined {
  if (depth > 24) return undefined;
  switch (expr.k) {
    case 'name':
      return expr.n;
    case 'attr': {
      const owner = writtenName(expr.o, depth + 1);
      return owner === undefined ? `?.${expr.n}` : `${owner}.${expr.n}`;
    }
    case 'call':
      return writtenName(expr.f, depth + 1);
    case 'index':
      return writtenName(expr.o, depth + 1);
    default:
      return undefined;
  }
}

/** Last name of a callee. */
export function lastName(expr: Expr): string | undefined {
  if (expr.k === 'attr') return expr.n;
  if (expr.k === 'name') return expr.n;
  if (expr.k === 'call') return lastName(expr.f);
  return expr.k === 'index' ? lastName(expr.o) : undefined;
}

/** Innermost call of a builder chain: `X.builder()` of `X.builder().a(1).b(2)`. */
export function chainRoot(expr: Expr): Call | undefined {
  let root: Call | undefined;
  let at: Expr = expr;
  for (let depth = 0; depth < 64; depth++) {
    if (at.k === 'call') {
      root = at;
      at = at.f;
    } else if (at.k === 'attr') at = at.o;
    else break;
  }
  return root;
}

/** A place an argument was found: the expression and where it stands (it may be reached through a variable). */
export interface Found {
  expr: Expr;
  site: Site;
}

/** Value of a key of an object literal. */
function property(expr: Expr, key: string): Expr | undefined {
  if (expr.k !== 'dict') return undefined;
  return expr.e.find(([name]) => name !== null && (name.k === 'str' ? name.v === key : name.k === 'name' && name.n === key))?.[1];
}

/** Follows a path of keys through object literals, and through the linker where a variable stands in between. */
function follow(expr: Expr, path: readonly string[], site: Site, linker: Linker): Found | undefined {
  let at: Expr | undefined = expr;
  for (const key of path) at = at && property(at, key);
  if (at) return { expr: at, site };
  return expr.k === 'str' || expr.k === 'num' || expr.k === 'bool' || expr.k === 'null' || expr.k === 'fn'
    ? undefined
    : linker.member(expr, path, site);
}

/** The argument a row speaks of, by keyword, by key of an options object, or by position. */
export function findArgument(call: Call, spec: ArgumentSpec, site: Site, linker: Linker): Found | undefined {
  const args: Arg[] = call.a;
  for (const name of spec.name ?? []) {
    const keyword = args.find((arg) => arg.name === name);
    if (keyword) return spec.path ? follow(keyword.v, spec.path, site, linker) : { expr: keyword.v, site };
  }
  if (spec.name && !spec.path) {
    for (const arg of args) {
      if (arg.name !== undefined) continue;
      const options = arg.v;
      // Options objects written in place or behind `...defaults`; a variable is asked for below.
      for (const name of spec.name) {
        const value = property(options, name);
        if (value) return { expr: value, site };
      }
    }
    for (const arg of args) {
      if (arg.name !== undefined || (arg.v.k !== 'name' && arg.v.k !== 'attr' && arg.v.k !== 'dict')) continue;
      if (!arg.spread && arg.v.k !== 'dict' && site.code.language === 'python') continue;
      for (const name of spec.name) {
        const found = linker.member(arg.v, [name], site);
        if (found) return found;
      }
    }
  }
  if (spec.position !== undefined) {
    const positional = args.filter((arg) => arg.name === undefined);
    if (positional.slice(0, spec.position + 1).some((arg) => arg.spread)) return undefined;
    const arg = positional[spec.position];
    if (arg) return spec.path ? follow(arg.v, spec.path, site, linker) : { expr: arg.v, site };
  }
  return undefined;
}

/** Children of an expression, in order. */
export function children(expr: Expr): Expr[] {
  switch (expr.k) {
    case 'attr':
      return [expr.o];
    case 'index':
      return [expr.o, expr.i];
    case 'call':
      return [expr.f, ...expr.a.map((arg) => arg.v)];
    case 'cat':
      return expr.p;
    case 'alt':
    case 'list':
    case 'cmp':
    case 'other':
      return expr.e;
    case 'dict':
      return expr.e.flatMap(([key, value]) => (key ? [key, value] : [value]));
    case 'fn':
      return expr.params.flatMap((param) => (param.def ? [param.def] : []));
    default:
      return [];
  }
}
