/** Calls that other calls make: `executor.submit(f, "x")`, `Thread(target=f, args=("x",))`, `partial(f, "x")`, `names.map(f)`. */

import type { Arg, Expr, Language } from '../types/source.ts';
import type { HandedOver } from '../types/values.ts';
import { HAND_OVERS, type HandOver } from './idioms.ts';
import { simpleName, type CallExpr } from './things.ts';

/** Arguments taken out of one element of a list. */
const MAX_COLUMNS = 8;

/** The rows for callees of one name. */
function handOversNamed(language: Language, name: string): readonly HandOver[] {
  return HAND_OVERS.get(language)?.get(name) ?? [];
}

/** Names of the callees that call what they are given, in one language. */
export function handOverNames(language: Language): readonly string[] {
  return [...(HAND_OVERS.get(language)?.keys() ?? [])];
}

/** The calls that `call` makes of functions it is given, as if they were written out; the places of the arguments stay. */
export function handedOver(call: CallExpr, language: Language): HandedOver[] {
  const name = simpleName(call.f);
  const found: HandedOver[] = [];
  for (const row of name === undefined ? [] : handOversNamed(language, name)) {
    const fn = functionOf(call, row);
    const args = fn && argumentsOf(call, row, fn);
    if (fn && args) found.push({ call: { k: 'call', f: fn, a: args, at: call.at }, ahead: row.ahead === true });
  }
  return found;
}

function positional(call: CallExpr): Arg[] {
  return call.a.filter((a) => a.name === undefined);
}

function argumentAt(call: CallExpr, place: { position?: number; name?: string }): Expr | undefined {
  const keyword = place.name === undefined ? undefined : call.a.find((a) => a.name === place.name);
  if (keyword) return keyword.v;
  const arg = place.position === undefined ? undefined : positional(call)[place.position];
  return arg?.spread ? undefined : arg?.v;
}

/** The function that is called: only what is written as a name or a member can be one. */
function functionOf(call: CallExpr, row: HandOver): Expr | undefined {
  const fn = row.fn.receiver ? (call.f.k === 'attr' ? call.f.o : undefined) : argumentAt(call, row.fn);
  return fn && (fn.k === 'name' || fn.k === 'attr') ? fn : undefined;
}

function argumentsOf(call: CallExpr, row: HandOver, fn: Expr): Arg[] | undefined {
  if (row.each !== undefined) return elements(call, row);
  const args: Arg[] = [];
  if (row.from !== undefined) {
    args.push(...positional(call).slice(row.from));
    args.push(...call.a.filter((a) => a.name !== undefined && a.v !== fn));
  }
  const list = row.list && argumentAt(call, row.list);
  if (list) args.push(...(list.k === 'list' ? list.e.map((v): Arg => ({ v })) : [{ v: list, spread: true }]));
  const table = row.table && argumentAt(call, row.table);
  if (table) args.push({ v: table, spread: true });
  return args;
}

/** For every list, an element of it that is not known. */
function elements(call: CallExpr, row: HandOver): Arg[] | undefined {
  const lists =
    row.each === 'receiver'
      ? [call.f.k === 'attr' ? call.f.o : undefined]
      : positional(call)
          .slice(row.each)
          .map((a) => a.v);
  const picked = lists.flatMap((list) => (list ? [element(list)] : []));
  const [first] = picked;
  if (!first) return undefined;
  if (!row.star) return picked.map((v) => ({ v }));
  return Array.from({ length: MAX_COLUMNS }, (_, column) => ({
    v: { k: 'index', o: first, i: { k: 'num', v: String(column), at: first.at }, at: first.at },
  }));
}

function element(list: Expr): Expr {
  return { k: 'index', o: list, i: { k: 'other', e: [], at: list.at }, at: list.at };
}
