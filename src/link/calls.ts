/** What a call gives: an object, the results of a function of the project, a table, or something of the outside world. */

import type { Arg, Expr } from '../types/source.ts';
import { documentOf } from './documents.ts';
import { environmentRead } from './environment.ts';
import { elementsOf, indexed, mapped } from './elements.ts';
import { yieldedBy } from './functions.ts';
import { OFFERED_AT, PASS_THROUGH, TABLE_CALLS } from './idioms.ts';
import { importedThings } from './imports.ts';
import { enclosing, scopeOf } from './lexical.ts';
import { fallbacks, locate, memberThings } from './locate.ts';
import { basesOf } from './members.ts';
import {
  isSelf,
  LIMITS,
  noteAt,
  open,
  reachedBy,
  simpleName,
  unframed,
  type CallExpr,
  type FunctionThing,
  type Link,
  type OutsideThing,
  type Thing,
  type Where,
} from './things.ts';

/** What a call expression stands for. */
export function calledThings(link: Link, call: CallExpr, where: Where): Thing[] {
  const name = simpleName(call.f);
  if (call.f.k === 'name') {
    if (name === 'super') return superThings(link, where);
    if (name === 'getattr') return attributeByName(link, call, where);
  }
  const callee = locate(link, call.f, where);
  if (call.f.k === 'attr' && callee.length > 0 && callee.every((t) => t.t === 'outside') && FLUENT_LANGUAGES.has(where.code.language)) {
    const opened = unwrapped(link, call.f.o, call.f.n, call, where);
    if (opened) return opened;
  }
  if (call.f.k === 'attr' && AS_TABLE.test(call.f.n) && !callee.some((t) => t.t === 'function')) {
    const objects = locate(link, call.f.o, where).filter((t) => t.t === 'class' && t.made);
    if (objects.length > 0) return objects;
  }
  const found: Thing[] = [];
  for (const thing of callee) {
    switch (thing.t) {
      case 'function':
        found.push(...follow(thing, call, where));
        break;
      case 'class':
        if (!thing.made) found.push({ ...thing, made: { call, where } });
        else found.push(...calledInstance(link, thing, call, where));
        break;
      case 'outside':
        found.push(...outsideCall(link, thing, call, where));
        break;
      case 'open':
        found.push(thing);
        break;
      default:
    }
  }
  if (call.f.k === 'attr' && found.length === 0 && MAKES.test(call.f.n)) {
    // A static method that is not written out (derived, inherited from a library) and by its name makes an object.
    for (const owner of locate(link, call.f.o, where))
      if (owner.t === 'class' && !owner.made) found.push({ ...owner, made: { call, where } });
    if (found.length > 0) return found;
  }
  // A record's field is read by a method of its name.
  if (found.length === 0 && call.a.length === 0 && where.code.language === 'java')
    found.push(...callee.filter((t) => t.t === 'expr' || t.t === 'values'));
  if (call.f.k === 'attr' && found.every((t) => t.t === 'open')) {
    const result = methodThings(link, call.f.o, call.f.n, call, where);
    if (result.length > 0) return result;
  }
  return found;
}

function superThings(link: Link, where: Where): Thing[] {
  const around = enclosing(where, 'class');
  return around ? basesOf(link, { t: 'class', where: unframed(around), notes: [] }) : [];
}

function attributeByName(link: Link, call: CallExpr, where: Where): Thing[] {
  const [object, key, fallback] = call.a;
  if (!object || key?.v.k !== 'str') return [open('the attribute is chosen at run time')];
  const name = key.v.v;
  const found = locate(link, object.v, where).flatMap((from) => memberThings(link, from, name, where));
  if (fallback) found.push(...fallbacks([{ t: 'expr', expr: fallback.v, where, notes: [] }], where, fallback.v));
  return found;
}

function calledInstance(link: Link, thing: Thing, call: CallExpr, where: Where): Thing[] {
  return memberThings(link, thing, '__call__', where).flatMap((member) => (member.t === 'function' ? follow(member, call, where) : []));
}

/** The results of a function of the project, called with the arguments of `call` (or read as a property). */
export function follow(fn: FunctionThing, call: CallExpr | undefined, where: Where): Thing[] {
  const scope = scopeOf(fn.where);
  if (!scope) return [];
  const depth = (where.frame?.depth ?? 0) + 1;
  if (depth > LIMITS.callDepth) return [open('the calls are nested too deep')];
  const args: Arg[] = [...(fn.bound?.args ?? []), ...(call?.a ?? [])];
  const body: Where = { ...fn.where };
  // Without parameters the result is the same for every call; what surrounds the function is known from where it was made.
  if (scope.params?.some((p, i) => i > 0 || !isSelf(p.name)))
    body.frame = { fn: scope, args, at: where, up: fn.where.frame ?? where.frame, depth };
  const results = scope.returns?.length ? scope.returns : yieldedBy(fn.where);
  if (results.length === 0) return [open(`${scope.name || 'the function'}() returns nothing that can be read`)];
  return results.slice(0, LIMITS.values).map((expr) => ({ t: 'expr', expr, where: body, notes: fn.notes }));
}

function table(args: readonly Arg[], call: CallExpr): Expr {
  const entries: [Expr | null, Expr][] = args.map((arg) =>
    arg.name === undefined ? [null, arg.v] : [{ k: 'str', v: arg.name, at: arg.v.at, escaped: true }, arg.v],
  );
  return { k: 'dict', e: entries, at: call.at };
}

function outsideCall(link: Link, callee: OutsideThing, call: CallExpr, where: Where): Thing[] {
  const { path } = callee;
  const first = call.a[0]?.v;
  if ((path === 'require' || path === 'import') && first?.k === 'str' && where.code.language === 'javascript') {
    return importedThings(link, { scope: 0, module: first.v, alias: '', at: first.at }, where);
  }
  if (/(?:^|\.)partial(?:method)?$/.test(path) && first) return partial(link, first, call, where);
  if (TABLE_CALLS.has(path) && (call.a.some((a) => a.name !== undefined || a.spread) || first === undefined)) {
    return [{ t: 'expr', expr: table(call.a, call), where, notes: callee.notes }];
  }
  if (path === 'Map' && first) {
    const tables = locate(link, first, where).map(tableOfPairs);
    if (tables.every((t) => t !== undefined) && tables.length > 0) return tables;
  }
  const passed = PASS_THROUGH.get(path);
  const through = passed === undefined ? undefined : call.a[passed]?.v;
  if (through) return [{ t: 'expr', expr: through, where, notes: callee.notes }];
  const made = collectionThings(link, path, call, where);
  if (made) return made;
  const document = documentOf(link, path, call, where);
  if (document.length > 0) return document;
  const { ahead: _, ...symbol } = callee;
  return [{ ...symbol, path: resultPath(path, where), via: [{ call, site: where }, ...callee.via], notes: callee.notes }];
}

/** `[["a", x], ["b", y]]` as a table. */
function tableOfPairs(thing: Thing): Thing | undefined {
  if (thing.t !== 'expr' || thing.expr.k !== 'list') return undefined;
  const entries: [Expr, Expr][] = [];
  for (const row of thing.expr.e) {
    const [key, value] = row.k === 'list' ? row.e : [];
    if (!key || !value) return undefined;
    entries.push([key, value]);
  }
  return { ...thing, expr: { k: 'dict', e: entries, at: thing.expr.at } };
}

function partial(link: Link, target: Expr, call: CallExpr, where: Where): Thing[] {
  const args = call.a.slice(1);
  const via = { call: { ...call, f: target, a: args }, site: where };
  return locate(link, target, where).map((thing) => withArguments(thing, args, where, via));
}

function withArguments(thing: Thing, args: readonly Arg[], where: Where, via: OutsideThing['via'][number]): Thing {
  if (thing.t === 'function') return { ...thing, bound: { args, where } };
  return thing.t === 'outside' ? { ...thing, via: [via, ...thing.via], ahead: true } : thing;
}

/** Standard functions over collections. */
function collectionThings(link: Link, path: string, call: CallExpr, where: Where): Thing[] | undefined {
  const first = call.a[0]?.v;
  if (!first) return undefined;
  if (path === 'next') return elementsOf(link, first, where).slice(0, 1);
  if (/(?:^|\.)(?:choice|sample|choices)$/.test(path) && path.startsWith('random')) return elementsOf(link, first, where);
  const offered = OFFERED_AT.get(path.slice(path.lastIndexOf('.') + 1));
  if (offered !== undefined) {
    const options = call.a.find((a) => a.name === 'options' || a.name === 'choices') ?? call.a.filter((a) => a.name === undefined)[offered];
    return options ? [{ t: 'each', of: elementsOf(link, options.v, where), notes: [] }] : undefined;
  }
  if (path === 'Object.assign')
    return [{ t: 'expr', expr: { k: 'dict', e: call.a.map((a) => [null, a.v]), at: call.at }, where, notes: [] }];
  if (path === 'Object.values' || path === 'Object.keys')
    return listOf(elementsOf(link, first, where, path === 'Object.keys' ? 0 : 1), call);
  if (/(?:^|\.)(?:useState|useSignal|signal|createSignal|useLocalStorage)$/.test(path)) {
    return [{ t: 'expr', expr: { k: 'list', e: [first], at: call.at }, where, notes: [] }];
  }
  if (/(?:^|\.)(?:useMemo|lru_cache|cache|memoize|once|computed)$/.test(path)) {
    return locate(link, first, where).flatMap((t) => (t.t === 'function' && path.endsWith('useMemo') ? follow(t, undefined, where) : [t]));
  }
  return undefined;
}

/** Things as one list, when all of them are expressions of one place. */
function listOf(things: readonly Thing[], call: CallExpr): Thing[] {
  const first = things[0];
  if (first?.t !== 'expr') return [...things];
  const same = things.flatMap((t) =>
    t.t === 'expr' && t.where.code === first.where.code && t.where.scope === first.where.scope ? [t.expr] : [],
  );
  return [{ t: 'expr', expr: { k: 'list', e: same, at: call.at }, where: first.where, notes: [] }];
}

const FLUENT_LANGUAGES: ReadonlySet<string> = new Set(['java', 'kotlin', 'scala', 'csharp', 'rust', 'swift']);
const BUILDER = /^(?:builder|newBuilder|Builder|\w+Builder|\w+Args)$/;

/**
 * The symbol of a call's result. Instances are written like their class: `Client.new` (Rust, Ruby) and Go's `NewClient` are `Client`;
 * every method of a builder gives the builder, and its `build` the class it belongs to.
 */
function resultPath(path: string, where: Where): string {
  const { language } = where.code;
  const dot = path.lastIndexOf('.');
  const head = path.slice(0, Math.max(dot, 0));
  const last = path.slice(dot + 1);
  if (language === 'go') {
    const made = /^New([A-Z]\w*?)(?:With[A-Z]\w*|From[A-Z]\w*)?$/.exec(last)?.[1];
    return made === undefined ? path : `${head}.${made}`;
  }
  if ((language === 'rust' || language === 'ruby') && dot > 0 && /^(?:new|default)$/.test(last)) return head;
  if (!FLUENT_LANGUAGES.has(language)) return path;
  const parts = path.split('.');
  const builder = parts.findIndex((p) => BUILDER.test(p));
  if (builder < 0 || builder === parts.length - 1) return path;
  if (last === 'build' && builder > 0 && /^(?:builder|newBuilder|Builder)$/.test(parts[builder] ?? ''))
    return parts.slice(0, builder).join('.');
  return parts.slice(0, builder + 1).join('.');
}

/** Methods whose result is the object itself, as far as values go. */
const SAME =
  /^(?:copy|clone|to_owned|to_string|toString|into|as_str|as_ref|as_deref|unwrap|expect|unwrap_or_default|valueOf|toList|to_vec|stream|iter|into_iter|filter|slice|sort|reverse|concat|toSorted|toReversed|flat|freeze|model_copy|orElseThrow|get_secret_value|trim|strip|collect|toArray|ToArray|ToList|asList|items|readonly|asReadonly)$/;
/** Methods that give the fields of an object as a table. */
const AS_TABLE = /^(?:model_dump|dict|to_dict|_asdict|as_dict|asdict)$/;
/** Static methods that make an object of their class. */
const MAKES =
  /^(?:parse|new|default|from_\w+|load|create|instance|getInstance|shared|get_instance|model_validate|parse_obj|parse_args|of)$/;
/** Getters of the members of an enum. */
const GETTER = /^(?:get[A-Z]\w*|id|value|modelName|label|as_str|asString|description)$/;
const OR_ELSE = /^(?:unwrap_or|unwrap_or_else|orElse|orElseGet|getOrElse|or_else|or|ifBlank|ifEmpty|map_or|GetValueOrDefault)$/;

/** What an optional or a result of the outside holds: the thing itself, and what stands in for it. */
function unwrapped(link: Link, receiver: Expr, name: string, call: CallExpr, where: Where): Thing[] | undefined {
  if (
    !/^(?:unwrap|expect|unwrap_or_default|clone|to_owned|to_string|into|as_str|as_ref|as_deref|orElseThrow)$/.test(name) &&
    !OR_ELSE.test(name)
  )
    return undefined;
  const first = call.a[0]?.v;
  const fallback =
    OR_ELSE.test(name) && first ? locate(link, first, where).flatMap((t) => (t.t === 'function' ? follow(t, undefined, where) : [t])) : [];
  const how = fallback.length > 0 && environmentRead(link, receiver, where) ? 'env-default' : 'default';
  const note = noteAt(where, call.at[0], 'stands in when there is none', how);
  return [...locate(link, receiver, where), ...fallback.map((t) => reachedBy(t, [note]))];
}

/** Methods of tables, lists and optional values. */
function methodThings(link: Link, receiver: Expr, name: string, call: CallExpr, where: Where): Thing[] {
  const [first, second] = call.a;
  if (/^(?:get|pop|setdefault|getOrDefault|fetch|GetValueOrDefault|GetValue)$/.test(name) && first && !first.spread) {
    const found = locate(link, receiver, where).flatMap((from) => indexed(link, from, first.v, where));
    const fallback = second ?? call.a.find((a) => a.name === 'default');
    if (fallback) found.push(...fallbacks([{ t: 'expr', expr: fallback.v, where, notes: [] }], where, fallback.v));
    return found;
  }
  if (/^(?:values|keys)$/.test(name) && call.a.length === 0)
    return listOf(elementsOf(link, receiver, where, name === 'keys' ? 0 : 1), call);
  if (OR_ELSE.test(name) && first) return unwrapped(link, receiver, name, call, where) ?? [];
  if (/^(?:split|Split)$/.test(name)) return pieces(link, receiver, first?.v, where);
  if (/^(?:map|flatMap|Select)$/.test(name) && first?.v.k === 'fn')
    return [{ t: 'each', of: mapped(link, receiver, first.v, call, where), notes: [] }];
  if (/^(?:find|findLast|shift)$/.test(name)) return elementsOf(link, receiver, where);
  if (/^(?:first|First|FirstOrDefault|getFirst|at)$/.test(name)) return elementsOf(link, receiver, where).slice(0, 1);
  if (call.a.length === 0 && GETTER.test(name)) return locate(link, receiver, where).filter((t) => t.t === 'expr' && t.expr.k === 'str');
  return SAME.test(name) ? locate(link, receiver, where) : [];
}

/** `"a,b".split(",")` as a list; only of literals, whose parts have places of their own. */
function pieces(link: Link, receiver: Expr, separator: Expr | undefined, where: Where): Thing[] {
  const found: Thing[] = [];
  for (const thing of locate(link, receiver, where)) {
    if (thing.t !== 'expr' || thing.expr.k !== 'str' || thing.expr.escaped) continue;
    const text = thing.expr.v;
    const by = separator?.k === 'str' && separator.v !== '' ? separator.v : undefined;
    const parts = by === undefined ? text.split(/\s+/) : text.split(by);
    const elements: Expr[] = [];
    let offset = 0;
    for (const part of parts.slice(0, LIMITS.values + 1)) {
      const start = text.indexOf(part, offset);
      const trimmed = part.trim();
      const at = thing.expr.at[0] + start + part.indexOf(trimmed);
      offset = start + part.length;
      if (trimmed !== '') elements.push({ k: 'str', v: trimmed, at: [at, at + trimmed.length] });
    }
    found.push({ ...thing, expr: { k: 'list', e: elements, at: thing.expr.at } });
  }
  return found;
}
