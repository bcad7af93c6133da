/** From an expression to the things it can stand for, step by step, bounded and remembered. */

import type { Expr } from '../types/source.ts';
import { calledThings, follow } from './calls.ts';
import { entryOf, indexed } from './elements.ts';
import { isProperty } from './functions.ts';
import { lookup, sharedMember, type Definition } from './lexical.ts';
import { classMember, moduleMember } from './members.ts';
import { moduleChain, namedThings, thingOf } from './names.ts';
import { placeholderThings } from './documents.ts';
import { typeThings } from './type-names.ts';
import { dotted, noteAt, open, reachedBy, type Link, type Thing, type Where } from './things.ts';
import { bounded } from './bounded.ts';

/** Things looked at for one expression. */
const MAX_THINGS = 64;

/** Everything `expr` can stand for, followed as far as it goes: literals and tables, classes, functions, modules, outside symbols. */
export function locate(link: Link, expr: Expr, where: Where): Thing[] {
  switch (expr.k) {
    case 'name':
    case 'attr':
    case 'index':
    case 'call':
    case 'alt':
    case 'other':
      return bounded(
        link,
        expr,
        where,
        link.question.locating,
        link.things,
        (reason) => [open(reason)],
        (at) => settled(link, step(link, expr, at)),
      );
    case 'fn':
      return [{ t: 'function', where: { ...where, scope: expr.scope }, notes: [] }];
    default:
      return [{ t: 'expr', expr, where, notes: [] }];
  }
}

/** One step: what `expr` is bound to, without following that further. */
export function step(link: Link, expr: Expr, where: Where): Thing[] {
  switch (expr.k) {
    case 'name':
      return where.code.scopes.length === 0 ? placeholderThings(link, expr, where) : namedThings(link, expr.n, expr.at[0], where);
    case 'attr':
      return where.code.scopes.length === 0 ? placeholderThings(link, expr, where) : attributeThings(link, expr, where);
    case 'index':
      return [
        ...assignedThings(link, expr, where),
        ...locate(link, expr.o, where).flatMap((from) => indexedOrMember(link, from, expr.i, where)),
      ];
    case 'call':
      return calledThings(link, expr, where);
    case 'alt':
      return expr.e.flatMap((e, place) => {
        const things = locate(link, e, where);
        return expr.op === 'or' && place > 0 ? fallbacks(things, where, e) : things;
      });
    case 'other':
      // A cast, a reference, an assertion: what is inside counts, as far as symbols go.
      return expr.e.length === 1 && expr.e[0] ? locate(link, expr.e[0], where) : [];
    default:
      return locate(link, expr, where);
  }
}

function settled(link: Link, things: readonly Thing[]): Thing[] {
  const found: Thing[] = [];
  for (const thing of things) {
    if (found.length >= MAX_THINGS) break;
    if (thing.t !== 'expr') {
      found.push(thing);
      continue;
    }
    const inner = locate(link, thing.expr, thing.where);
    const readable = inner.some((t) => t.t !== 'open' && !(t.t === 'expr' && t.expr.k === 'null'));
    const typed = !readable && thing.type !== undefined ? typeThings(link, thing.type, thing.where) : [];
    found.push(...(typed.length > 0 ? typed : inner).map((t) => reachedBy(t, thing.notes)));
  }
  return found;
}

function indexedOrMember(link: Link, from: Thing, index: Expr, where: Where): Thing[] {
  if (from.t === 'class' && index.k === 'str') return classMember(link, from, index.v);
  return indexed(link, from, index, where);
}

/** `config.model = x`, `config["model"] = x` before the use. */
function assignedThings(link: Link, expr: Expr, where: Where): Thing[] {
  const chain = dotted(expr);
  if (chain === undefined || !chain.includes('.') || /^(?:self|this|cls)\./.test(chain)) return [];
  const lexical = lookup(where, chain, expr.at[0]).filter((d): d is Extract<Definition, { d: 'binding' }> => d.d === 'binding');
  const definitions = lexical.length > 0 ? lexical : sharedMember(where, chain, expr.at[0]);
  return definitions.flatMap((d) => thingOf(link, d, chain));
}

type AttrExpr = Extract<Expr, { k: 'attr' }>;

function attributeThings(link: Link, expr: AttrExpr, where: Where): Thing[] {
  const found = assignedThings(link, expr, where);
  const chain = dotted(expr);
  const rest = chain === undefined ? undefined : /^(?:self|this|cls|\$this)\.(.*\..*)$/.exec(chain)?.[1];
  if (rest !== undefined) {
    for (const own of namedThings(link, 'self', expr.at[0], where)) if (own.t === 'class') found.push(...classMember(link, own, rest));
  }
  if (chain !== undefined && found.length === 0) {
    const module = moduleChain(link, chain, where);
    if (module.length > 0) return module;
  }
  for (const from of locate(link, expr.o, where)) found.push(...memberThings(link, from, expr.n, where));
  return found;
}

/** Settings of Django stand in modules of the project that only its environment names: the ones called so are meant. */
function settingThings(link: Link, from: Extract<Thing, { t: 'outside' }>, name: string): Thing[] {
  const modules = link.project.files.filter(
    (f) => /(?:^|\/)settings(?:\/\w+)?\.py$/.test(f.path) && (link.project.text(f.path) ?? '').includes(name),
  );
  const found = modules.slice(0, 8).flatMap((f) => moduleMember(link, f.path, name, false));
  return found.length > 0 ? found : [{ ...from, path: `${from.path}.${name}` }];
}

/** Things that count only where there is nothing else. */
export function fallbacks(things: readonly Thing[], where: Where, expr: Expr): Thing[] {
  const note = noteAt(where, expr.at[0], 'stands in when there is none', 'default');
  return things.map((thing) => reachedBy(thing, [note]));
}

/** `from.name` for something located. */
export function memberThings(link: Link, from: Thing, name: string, where: Where): Thing[] {
  if (name === '__dict__' && (from.t === 'outside' || from.t === 'class')) return [from];
  switch (from.t) {
    case 'module':
      return moduleMember(link, from.path, name, from.folder ?? false);
    case 'class':
      // Holders of options (`IOptions<T>`) are known by the type they hold.
      if (/^(?:Value|CurrentValue)$/.test(name) && where.code.language === 'csharp' && classMember(link, from, name).length === 0)
        return [from];
      return classMember(link, from, name).flatMap((thing) => {
        const member = reachedBy(thing, from.notes);
        return member.t === 'function' && isProperty(member.where) ? follow(member, undefined, where) : [member];
      });
    case 'outside':
      if (from.path === 'django.conf.settings') return settingThings(link, from, name);
      // `super().__init__` is the base's constructor, which goes by the name of the class.
      return [{ ...from, path: name === '__init__' ? from.path : `${from.path}.${name}` }];
    case 'document':
      return [{ ...from, keys: [...from.keys, name] }];
    case 'expr':
      if (from.expr.k === 'dict') return entryOf(link, from, name) ?? [open(`the table has no entry ${name}`)];
      // The member of an enum is asked for its value.
      return (from.expr.k === 'str' || from.expr.k === 'cat') && /^(?:value|Value|rawValue|id|label|name)$/.test(name) ? [from] : [];
    case 'open':
      return [from];
    default:
      return [];
  }
}
