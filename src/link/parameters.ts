/** What a parameter can be: the argument of the call being followed, its default, the option it is declared as, or what callers give. */

import type { Arg, Expr, Param, Span } from '../types/source.ts';
import { memoKey, whole } from './bounded.ts';
import { callersOf, constructorCalls } from './callers.ts';
import { elementsOf, entryOf, spreadField } from './elements.ts';
import { ELEMENT_METHODS } from './idioms.ts';
import { givenTo } from './functions.ts';
import { scopeOf } from './lexical.ts';
import { locate } from './locate.ts';
import { decoratorDefaults, decoratorTable } from './options.ts';
import { typeThings } from './type-names.ts';
import { LIMITS, noteAt, open, reachedBy, simpleName, unframed, type Frame, type Link, type Thing, type Where } from './things.ts';

export { constructorCalls };

const SELF_PARAMETER: ReadonlySet<string> = new Set(['self', 'cls', 'mcs']);

const places = new WeakMap<object, Map<string, number>>();

/** Places of the parameters that arguments are bound to: without the object a method is called on. */
function placesOf(params: readonly { name: string; at: Span }[]): Map<string, number> {
  let table = places.get(params);
  if (!table) {
    table = new Map();
    const skipped = params[0] && SELF_PARAMETER.has(params[0].name) ? 1 : 0;
    for (let k = params.length - 1; k >= skipped; k--) table.set(params[k]?.name ?? '', k - skipped);
    places.set(params, table);
  }
  return table;
}

const keywords = new WeakMap<readonly Arg[], Map<string, Arg>>();

/** Arguments given by keyword; of two of the same name the first. */
function keywordsOf(args: readonly Arg[]): Map<string, Arg> {
  let table = keywords.get(args);
  if (!table) {
    table = new Map();
    for (const arg of args) if (arg.name !== undefined && !table.has(arg.name)) table.set(arg.name, arg);
    keywords.set(args, table);
  }
  return table;
}

/**
 * The argument for parameter `name` in a call: by keyword, by position, out of a spread, or out of an options object.
 * Empty when the call gives none.
 */
export function argumentFor(
  link: Link,
  params: readonly { name: string; at: Span }[],
  args: readonly Arg[],
  where: Where,
  name: string,
): Thing[] {
  const expr = (e: Expr): Thing => ({ t: 'expr', expr: e, where, notes: [] });
  const keyword = keywordsOf(args).get(name);
  if (keyword) return [expr(keyword.v)];
  const place = placesOf(params).get(name) ?? -1;
  const spreads: Expr[] = [];
  let position = 0;
  for (const arg of args) {
    if (arg.name !== undefined) continue;
    if (arg.spread) {
      spreads.push(arg.v);
      continue;
    }
    if (position === place) {
      if (arg.v.k === 'dict') {
        const entry = entryOf(link, { t: 'expr', expr: arg.v, where, notes: [] }, name);
        if (entry) return entry;
      }
      return [expr(arg.v)];
    }
    if (arg.v.k === 'dict' && position < place) {
      // One destructured object holds several parameters: the reader lists them one after the other.
      const entry = entryOf(link, { t: 'expr', expr: arg.v, where, notes: [] }, name);
      if (entry) return entry;
    }
    position++;
  }
  if (
    place === 0 &&
    position === 0 &&
    /^(?:\{0\}|props)$/.test(name) &&
    args.length > 0 &&
    args.every((a) => a.name !== undefined || a.spread)
  ) {
    // An element's attributes are one object to its component.
    return [expr(restTable([], args, args[0]?.v.at ?? [0, 0]))];
  }
  for (const spread of spreads) {
    for (const thing of locate(link, spread, where)) {
      if (thing.t === 'document') return [{ ...thing, keys: [...thing.keys, name] }];
      const field = spreadField(link, thing, name, where);
      if (field.length > 0) return field;
      if (thing.t !== 'expr') continue;
      const entry = entryOf(link, thing, name);
      if (entry) return entry;
      const element = thing.expr.k === 'list' && place >= position ? thing.expr.e[place - position] : undefined;
      if (element) return [{ t: 'expr', expr: element, where: thing.where, notes: thing.notes }];
    }
  }
  return [];
}

/** `*args`, `**kwargs`, `...rest`: the reader keeps the name only, the text tells. */
function isRest(link: Link, param: Param, where: Where): boolean {
  const text = link.project.text(where.file.path);
  const before = text?.slice(Math.max(0, param.at[0] - 3), param.at[0]);
  return before !== undefined && (before.endsWith('*') || before.endsWith('...'));
}

/** Keyword arguments that no other parameter takes, as a table. */
function restTable(params: readonly Param[], args: readonly Arg[], at: Span): Expr {
  const taken = new Set(params.map((p) => p.name));
  const entries: [Expr | null, Expr][] = [];
  for (const arg of args) {
    if (arg.spread) entries.push([null, arg.v]);
    else if (arg.name !== undefined && !taken.has(arg.name)) entries.push([{ k: 'str', v: arg.name, at: arg.v.at, escaped: true }, arg.v]);
  }
  return { k: 'dict', e: entries, at };
}

function frameOf(where: Where): Frame | undefined {
  const scope = scopeOf(where);
  for (let frame = where.frame; frame; frame = frame.up) if (frame.fn === scope) return frame;
  return undefined;
}

const remembered = new WeakMap<Param, Map<number, Thing[]>>();

/** Everything parameter `param` of the function (or class) `where.scope` can be. */
export function parameterThings(link: Link, param: Param, where: Where): Thing[] {
  if (frameOf(where)) return everyThing(link, param, where);
  const key = memoKey(link, where);
  const known = remembered.get(param)?.get(key);
  if (known) return known;
  return whole(
    link.question,
    () => everyThing(link, param, unframed(where)),
    (found) => {
      const memo = remembered.get(param) ?? new Map<number, Thing[]>();
      memo.set(key, found);
      remembered.set(param, memo);
    },
  );
}

function everyThing(link: Link, param: Param, where: Where): Thing[] {
  const scope = scopeOf(where);
  const params = scope?.params ?? [];
  const ownClass = scope && where.code.scopes[scope.parent]?.kind === 'class' ? scope.parent : undefined;
  if (ownClass !== undefined && params[0] === param && SELF_PARAMETER.has(param.name)) {
    return [{ t: 'class', where: { ...unframed(where), scope: ownClass }, notes: [] }];
  }
  const fallback = defaultThing(param, where);
  const typed = param.type === undefined ? [] : typeThings(link, param.type, outerOf(where));
  const frame = frameOf(where);
  const rest = isRest(link, param, where);
  if (frame) {
    const caller: Where = { ...frame.at };
    const given = rest
      ? [{ t: 'expr' as const, expr: restTable(params, frame.args, param.at), where: caller, notes: [] }]
      : argumentFor(link, params, frame.args, caller, param.name);
    if (given.length > 0) {
      const note = noteAt(
        caller,
        frame.args[0]?.v.at[0] ?? param.at[0],
        `argument ${param.name} of ${scope?.name ?? 'the function'}()`,
        'constant',
      );
      return given.map((thing) => reachedBy(thing, [note]));
    }
    if (fallback) return [fallback];
  }
  const found: Thing[] = fallback ? [fallback] : [];
  found.push(...decoratorDefaults(link, param, where));
  const options = rest ? decoratorTable(where) : undefined;
  if (options) {
    const at = outerOf(where);
    const note = noteAt(at, options.at[0], `options of ${scope?.name ?? 'the function'}()`, 'default');
    found.push({ t: 'expr', expr: options, where: at, notes: [note] });
  }
  found.push(...byElement(link, param, where));
  const called = byCallers(link, param, where, rest);
  found.push(...called.things);
  const onlyDefault = fallback !== undefined && found.length === 1;
  if (onlyDefault && !called.any && !link.question.findingCallers)
    found.push(open(`parameter ${param.name} may be given by callers outside the project`));
  if (found.length === 0) found.push(open(`parameter ${param.name} has no default and no caller in the project`));
  if (found.every((t) => t.t === 'open') || (onlyDefault && isNull(param.def))) found.push(...typed);
  return found;
}

function isNull(expr: Expr | undefined): boolean {
  return expr?.k === 'null';
}

/** The place around a function: where its defaults and the types of its parameters are read. */
function outerOf(where: Where): Where {
  return { ...unframed(where), scope: Math.max(0, scopeOf(where)?.parent ?? 0) };
}

function defaultThing(param: Param, where: Where): Thing | undefined {
  if (!param.def) return undefined;
  // A default is evaluated outside the function.
  const at = outerOf(where);
  return { t: 'expr', expr: param.def, where: at, notes: [noteAt(at, param.at[0], `default of parameter ${param.name}`, 'default')] };
}

/** `models.map((m) => …)`: the parameter is an element of the list. */
function byElement(link: Link, param: Param, where: Where): Thing[] {
  if (scopeOf(where)?.params?.[0] !== param) return [];
  const site = givenTo(where);
  if (site?.call.f.k !== 'attr' || !ELEMENT_METHODS.has(site.call.f.n)) return [];
  return elementsOf(link, site.call.f.o, { ...unframed(where), scope: site.scope });
}

/** What callers give; `any`: there are callers, be it that they give nothing. */
function byCallers(link: Link, param: Param, where: Where, rest: boolean): { things: Thing[]; any: boolean } {
  if ((where.back ?? 0) >= LIMITS.back || link.question.findingCallers) return { things: [], any: false };
  const scope = scopeOf(where);
  const callers = scope?.kind === 'class' ? constructorCalls(link, where) : callersOf(link, where);
  const params = scope?.params ?? [];
  const found: Thing[] = [];
  let without = 0;
  for (const caller of callers) {
    const at: Where = { ...caller.where, back: (where.back ?? 0) + 1 };
    const given: Thing[] = rest
      ? [{ t: 'expr', expr: restTable(params, caller.call.a, param.at), where: at, notes: [] }]
      : argumentFor(link, params, caller.call.a, at, param.name);
    if (given.length === 0) without++;
    const name = simpleName(caller.call.f) ?? scope?.name ?? 'the function';
    const note = noteAt(at, caller.call.at[0], `argument ${param.name} of ${name}()`, 'constant', caller.sure ? 'high' : 'medium');
    found.push(...given.map((thing) => reachedBy(thing, [note])));
    if (found.length > LIMITS.values) break;
  }
  if (found.length === 0 && without > 0 && !param.def) found.push(open(`no call of ${scope?.name} gives ${param.name} in a readable way`));
  return { things: found, any: callers.length > 0 };
}
