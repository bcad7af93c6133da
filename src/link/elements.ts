/** What a loop or a look-up by an unknown key can take out of lists and tables. */

import type { Expr } from '../types/source.ts';
import {
  LIMITS,
  noteAt,
  open,
  reachedBy,
  simpleName,
  withNotes,
  type CallExpr,
  type DocumentThing,
  type ExprThing,
  type Link,
  type Thing,
  type Where,
} from './things.ts';
import { spreading } from './bounded.ts';
import { follow } from './calls.ts';
import { callsNamed } from './callers.ts';
import { enclosing } from './lexical.ts';
import { OPTION_OBJECTS } from './idioms.ts';
import { locate, memberThings } from './locate.ts';
import { evaluate } from './evaluate.ts';
import { parsedClass } from './options.ts';
import { textOf } from './sets.ts';

/** Elements looked at in one list or table; one more than a set of values may hold shows that there are more. */
const MAX_ELEMENTS = LIMITS.values + 1;

function thing(expr: Expr, where: Where, from: ExprThing, what: string): Thing {
  return withNotes<Thing>({ t: 'expr', expr, where, notes: from.notes }, [noteAt(where, expr.at[0], what, 'candidate')]);
}

/** Methods and functions around an iterable that change nothing about its elements. */
const TRANSPARENT = new Set([
  'sorted',
  'list',
  'tuple',
  'set',
  'reversed',
  'iter',
  'values',
  'keys',
  'copy',
  'entries',
  'iter_mut',
  'into_iter',
  'tqdm',
]);

/** `pick` of a pair: 0 the key, 1 the value; a text for that key of each element; `undefined` for the element itself. */
export function elementsOf(link: Link, expr: Expr, where: Where, pick?: number | string): Thing[] {
  if (expr.k === 'call') {
    const name = simpleName(expr.f);
    const receiver = expr.f.k === 'attr' ? expr.f.o : undefined;
    const first = expr.a[0]?.v;
    if (name === 'items' && receiver && typeof pick !== 'string') return pairsOf(link, receiver, where, pick);
    if (name === 'entries' && typeof pick !== 'string') return pairsOf(link, first ?? receiver ?? expr, where, pick);
    if ((name === 'values' || name === 'keys') && typeof pick !== 'string')
      return pairsOf(link, first ?? receiver ?? expr, where, name === 'keys' ? 0 : 1);
    if (name === 'enumerate' && first) return pick === 0 ? [] : elementsOf(link, first, where);
    if (name === 'zip') return typeof pick !== 'number' ? [] : elementsOfArgument(link, expr.a[pick]?.v, where);
    if (name === 'product') return typeof pick !== 'number' ? [] : elementsOfArgument(link, expr.a[pick]?.v, where);
    if (name !== undefined && TRANSPARENT.has(name)) return elementsOfArgument(link, first ?? receiver, where, pick);
  }
  const found: Thing[] = expr.k === 'name' && pick === undefined ? appended(expr.n, where) : [];
  for (const it of locate(link, expr, where)) {
    if (found.length >= MAX_ELEMENTS) break;
    if (it.t === 'each') found.push(...it.of);
    if (it.t === 'class') found.push(...membersAsCandidates(it.where));
    if (it.t === 'document') found.push(below(it, '*'));
    if (it.t === 'open' || it.t === 'outside') found.push({ t: 'open', reason: 'the list is not in the project', notes: [] });
    if (it.t === 'expr') found.push(...spreading(link.question, it.expr, [], () => contentOf(link, it, pick)));
  }
  return found;
}

/** `xs.map((x) => x.id)`: the function's results for every element. */
export function mapped(link: Link, list: Expr, fn: Extract<Expr, { k: 'fn' }>, call: CallExpr, where: Where): Thing[] {
  const found: Thing[] = [];
  for (const element of elementsOf(link, list, where)) {
    if (element.t !== 'expr' || found.length >= MAX_ELEMENTS) continue;
    const given: CallExpr = { ...call, a: [{ v: element.expr }] };
    const results = follow({ t: 'function', where: { ...where, scope: fn.scope }, notes: [] }, given, element.where);
    found.push(...results.map((r) => reachedBy(r, element.notes)));
  }
  return found;
}

/** What is added to a list by name in the same function (`names.append("x")`). */
function appended(name: string, where: Where): Thing[] {
  const found: Thing[] = [];
  for (const method of ['append', 'push', 'add', 'push_back']) {
    for (const { call, scope } of callsNamed(where.code, method)) {
      const value = call.a[0]?.v;
      if (!value || call.a.length > 1 || call.f.k !== 'attr' || call.f.o.k !== 'name' || call.f.o.n !== name) continue;
      const at: Where = { ...where, scope };
      if (enclosing(at, 'function')?.scope !== enclosing(where, 'function')?.scope || found.length >= MAX_ELEMENTS) continue;
      found.push({ t: 'expr', expr: value, where: at, notes: [noteAt(at, value.at[0], `added to ${name}`, 'candidate')] });
    }
  }
  return found;
}

/** Elements of a list, keys (or values) of a table. */
function contentOf(link: Link, it: ExprThing, pick: number | string | undefined): Thing[] {
  const found: Thing[] = [];
  if (it.expr.k === 'list') {
    for (const element of it.expr.e) {
      if (found.length >= MAX_ELEMENTS) break;
      found.push(...elementThings(link, element, it, pick));
    }
  } else if (it.expr.k === 'dict') {
    for (const [key, value] of it.expr.e) {
      if (found.length >= MAX_ELEMENTS) break;
      if (key === null) found.push(...elementsOf(link, value, it.where, pick));
      else found.push(thing(pick === 1 ? value : key, it.where, it, 'key of a table'));
    }
  }
  return found;
}

function elementsOfArgument(link: Link, expr: Expr | undefined, where: Where, pick?: number | string): Thing[] {
  return expr ? elementsOf(link, expr, where, pick) : [];
}

function elementThings(link: Link, element: Expr, list: ExprThing, pick: number | string | undefined): Thing[] {
  // A spread (`*xs`, `...xs`) is an `other` around what is spread.
  if (element.k === 'other' && element.e.length === 1 && element.e[0]) return elementsOf(link, element.e[0], list.where, pick);
  if (pick === undefined) return [thing(element, list.where, list, 'entry of a list')];
  const found: Thing[] = [];
  for (const row of locate(link, element, list.where)) {
    if (row.t !== 'expr') continue;
    if (typeof pick === 'string') {
      found.push(
        ...(entryOf(link, row, pick) ?? []).map((t) => reachedBy(t, [noteAt(list.where, element.at[0], 'entry of a list', 'candidate')])),
      );
      continue;
    }
    const column = row.expr.k === 'list' ? row.expr.e[pick] : undefined;
    if (column) found.push(thing(column, row.where, list, 'entry of a list'));
  }
  return found;
}

function pairsOf(link: Link, table: Expr, where: Where, pick: number | undefined): Thing[] {
  const found: Thing[] = [];
  for (const it of locate(link, table, where)) {
    if (it.t === 'document') found.push(below(it, '*'));
    if (it.t === 'expr') found.push(...spreading(link.question, it.expr, [], () => entriesOf(link, it, pick)));
  }
  return found;
}

function entriesOf(link: Link, it: ExprThing, pick: number | undefined): Thing[] {
  const found: Thing[] = [];
  for (const [key, value] of it.expr.k === 'dict' ? it.expr.e : []) {
    if (found.length >= MAX_ELEMENTS) break;
    if (key === null) found.push(...pairsOf(link, value, it.where, pick));
    else found.push(thing(pick === 0 ? key : value, it.where, it, pick === 0 ? 'key of a table' : 'entry of a table'));
  }
  return found;
}

function membersAsCandidates(where: Where): Thing[] {
  const found: Thing[] = [];
  for (const binding of where.code.bindings) {
    if (binding.scope !== where.scope || !binding.value || binding.kind !== 'enum') continue;
    if (found.length >= MAX_ELEMENTS) break;
    const at: Where = { ...where, scope: binding.scope };
    found.push({
      t: 'expr',
      expr: binding.value,
      where: at,
      notes: [noteAt(at, binding.targetAt[0], `member ${binding.target}`, 'candidate')],
    });
  }
  return found;
}

/** The entries under a key of a table literal; `undefined` when the table has no such key and nothing is spread into it. */
export function entryOf(link: Link, table: ExprThing, key: string): Thing[] | undefined {
  return table.expr.k === 'dict' ? spreading(link.question, table.expr, undefined, () => findEntry(link, table, key)) : undefined;
}

function findEntry(link: Link, table: ExprThing, key: string): Thing[] | undefined {
  if (table.expr.k !== 'dict') return undefined;
  const found: Thing[] = [];
  const spreads: Expr[] = [];
  for (const [k, value] of table.expr.e.toReversed()) {
    if (k === null) spreads.push(value);
    else if (isKey(link, k, key, table.where)) {
      const note = noteAt(table.where, value.at[0], `entry ${key}`, 'constant');
      found.push(withNotes<Thing>({ t: 'expr', expr: value, where: table.where, notes: table.notes }, [note]));
      break;
    }
  }
  if (found.length > 0) return found;
  for (const spread of spreads) {
    for (const it of locate(link, spread, table.where)) {
      if (it.t === 'expr') found.push(...(entryOf(link, it, key) ?? []));
      else if (it.t === 'document') found.push(below(it, key));
      else found.push(...spreadField(link, it, key, table.where));
    }
  }
  return found.length > 0 ? found : undefined;
}

/** `f(**vars(args))`, `f(**settings.model_dump())`: the option or field of that name. */
export function spreadField(link: Link, thing: Thing, name: string, where: Where): Thing[] {
  if (thing.t === 'class') return thing.made ? memberThings(link, thing, name, where) : [];
  return thing.t === 'outside' && OPTION_OBJECTS.test(thing.path) ? memberThings(link, thing, name, where) : [];
}

function isKey(link: Link, expr: Expr, key: string, where: Where): boolean {
  if (expr.k === 'str' || expr.k === 'num') return expr.v === key;
  // A bare name is the key of an object literal, or a variable in a table of another language; the last part of `Enum.MEMBER` may be the key.
  if (expr.k === 'name' && expr.n === key) return true;
  if (expr.k === 'attr' && expr.n === key) return true;
  if (expr.k !== 'name' && expr.k !== 'attr' && expr.k !== 'index') return false;
  return evaluate(link, expr, where).values.some((v) => textOf(v) === key);
}

function below(document: DocumentThing, key: string): Thing {
  return { ...document, keys: [...document.keys, key] };
}

/** `object[key]` on something located. */
export function indexed(link: Link, from: Thing, index: Expr, where: Where): Thing[] {
  if (from.t === 'document') {
    const keys = evaluate(link, index, where)
      .values.map(textOf)
      .filter((k) => k !== undefined);
    return keys.length > 0 ? keys.map((k) => below(from, k)) : [below(from, '*')];
  }
  if (from.t === 'outside') {
    const parsed = index.k === 'num' ? parsedClass(link, from, Number(index.v)) : [];
    if (parsed.length > 0) return parsed;
    const set = evaluate(link, index, where);
    const key = set.values.length === 1 && set.values[0] ? textOf(set.values[0]) : undefined;
    return [{ ...from, path: `${from.path}.${key ?? '*'}` }];
  }
  if (from.t === 'each') return [...from.of];
  if (from.t !== 'expr') return [];
  if (from.expr.k === 'list') return listIndexed(link, from, index, where);
  if (from.expr.k !== 'dict') return [];
  if (index.k === 'str' || index.k === 'num') return entryOf(link, from, index.v) ?? [open(`the table has no entry ${index.v}`)];
  const keys = evaluate(link, index, where);
  const found: Thing[] = [];
  let sure = keys.complete && keys.values.length > 0;
  for (const value of keys.values) {
    const key = textOf(value);
    const entry = key === undefined ? undefined : entryOf(link, from, key);
    if (entry) {
      // The entry is as sure as its key.
      const notes =
        value.how === 'literal' || value.how === 'constant' ? [] : [noteAt(where, index.at[0], `key ${key}`, value.how, value.confidence)];
      found.push(...entry.map((e) => reachedBy(e, notes)));
    } else sure = false;
  }
  if (found.length > 0) return sure ? found : [...found, ...othersOf(link, from, found)];
  return elementsOf(link, from.expr, from.where, 1).map((e) => reachedBy(e, from.notes));
}

/** When a key has a default and may be anything else at run time, the other entries stay candidates. */
function othersOf(link: Link, table: ExprThing, taken: readonly Thing[]): Thing[] {
  const known = new Set(taken.map((t) => (t.t === 'expr' ? t.expr : undefined)));
  return elementsOf(link, table.expr, table.where, 1).filter((e) => e.t !== 'expr' || !known.has(e.expr));
}

function listIndexed(link: Link, list: ExprThing, index: Expr, where: Where): Thing[] {
  if (list.expr.k !== 'list') return [];
  const set = index.k === 'num' ? undefined : evaluate(link, index, where);
  const only = index.k === 'num' ? index.v : set?.complete && set.values.length === 1 && set.values[0] ? textOf(set.values[0]) : undefined;
  const number = only === undefined ? Number.NaN : Number(only);
  if (Number.isInteger(number)) {
    const element = list.expr.e.at(number);
    if (element && element.k !== 'other') {
      return [
        withNotes<Thing>({ t: 'expr', expr: element, where: list.where, notes: list.notes }, [
          noteAt(list.where, element.at[0], `entry ${number}`, 'constant'),
        ]),
      ];
    }
  }
  return elementsOf(link, list.expr, list.where);
}
