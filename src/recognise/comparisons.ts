/**
 * Lists that a program only looks into (`name in REASONING`, `any(part in name for part in PARTS)`): their entries are names to compare
 * with, not models to call.
 */

import type { CodeSummary, Expr } from '../types/source.ts';
import type { Context } from './context.ts';
import { children, lastName } from './expressions.ts';
import type { Source } from './host.ts';

/** Calls whose arguments and receivers are only compared. */
const COMPARES =
  /^(?:any|all|some|every|includes|contains|Contains|include\?|has|indexOf|index|count|find|findIndex|startswith|endswith|startsWith|endsWith|StartsWith|EndsWith|starts_with|ends_with|HasPrefix|HasSuffix|hasPrefix|match|test|is_in|isin|equals|Equals|isSubsetOf|intersection|issubset|assertIn)$/;
/** Calls that make another collection of what goes in. */
const COLLECTS = /^(?:set|frozenset|tuple|list|Set|sorted|of|asList|listOf|setOf|new|from|freeze|Array)$/;

/** Calls that read one entry of a table. */
const LOOKS_UP = /^(?:get|Get|getOrDefault|get_or_default|GetValueOrDefault|TryGetValue|fetch|dig)$/;

/** Shorter names say too little to be the same in two files. */
const MIN_NAME = 4;

interface Uses {
  compared: number;
  /** Read by a key that is not written there (`NAMES[model]`, `NAMES.get(model)`). */
  lookedUp: number;
  other: number;
}

const KNOWN = new WeakMap<CodeSummary, Map<string, Uses>>();

/** How often each name of a piece of code is compared, and how often it is used otherwise. */
function usesOf(code: CodeSummary): Map<string, Uses> {
  const cached = KNOWN.get(code);
  if (cached) return cached;
  const uses = new Map<string, Uses>();
  const aliases: [list: string, variable: string][] = [];
  const note = (name: string, use: keyof Uses): void => {
    const entry = uses.get(name) ?? { compared: 0, lookedUp: 0, other: 0 };
    entry[use]++;
    uses.set(name, entry);
  };
  const seen = new Set<Expr>();
  const visit = (expr: Expr, compared: boolean, depth: number): void => {
    if (depth > 60 || seen.has(expr)) return;
    seen.add(expr);
    const use = compared ? 'compared' : 'other';
    if (expr.k === 'name') note(expr.n, use);
    else if (expr.k === 'attr') {
      note(expr.n, use);
      visit(expr.o, compared, depth + 1);
    } else if (expr.k === 'index' && isTable(expr.o) && !compared && expr.i.k !== 'str' && expr.i.k !== 'num') {
      visitTable(expr.o, depth);
      visit(expr.i, false, depth + 1);
    } else if (expr.k === 'call') {
      const name = lastName(expr.f) ?? '';
      const inside = compared || COMPARES.test(name);
      if (expr.f.k === 'attr' && isTable(expr.f.o) && LOOKS_UP.test(name) && expr.a[0]?.v.k !== 'str') visitTable(expr.f.o, depth);
      else if (expr.f.k === 'attr') visit(expr.f.o, inside, depth + 1);
      for (const arg of expr.a) visit(arg.v, inside, depth + 1);
    } else {
      const inside = compared || expr.k === 'cmp';
      for (const child of children(expr)) visit(child, inside, depth + 1);
    }
  };
  const visitTable = (table: Extract<Expr, { k: 'name' | 'attr' }>, depth: number): void => {
    seen.add(table);
    note(table.n, 'lookedUp');
    if (table.k === 'attr') visit(table.o, false, depth + 1);
  };
  for (const { expr, role } of code.loose) visit(expr, role === 'compare' || role === 'case', 0);
  const calls = code.calls.toSorted((a, b) => a.call.at[0] - b.call.at[0] || b.call.at[1] - a.call.at[1]);
  for (const { value, kind, target } of code.bindings) {
    if (!value) continue;
    const looped = kind === 'loop' ? lastName(value) : undefined;
    if (looped !== undefined && (value.k === 'name' || value.k === 'attr')) aliases.push([looped, target]);
    else visit(value, false, 0);
  }
  for (const scope of code.scopes) {
    for (const value of scope.returns ?? []) visit(value, false, 0);
    for (const param of scope.params ?? []) if (param.def) visit(param.def, false, 0);
  }
  for (const { call } of calls) visit(call, false, 0);
  for (const [list, variable] of aliases) {
    const through = uses.get(variable);
    note(list, through !== undefined && isCompared(through) ? 'compared' : 'other');
  }
  KNOWN.set(code, uses);
  return uses;
}

function isTable(expr: Expr): expr is Extract<Expr, { k: 'name' | 'attr' }> {
  return expr.k === 'name' || expr.k === 'attr';
}

function isCompared({ compared, lookedUp, other }: Uses): boolean {
  return compared > 0 && lookedUp === 0 && other === 0;
}

/** A name in one file: its code, and what it is called there. */
interface Place {
  source: Source;
  alias: string;
}

const IMPORTED = new WeakMap<readonly Source[], Map<string, Place[]>>();

/** Where files import a name. */
function importsOf(name: string, sources: readonly Source[]): readonly Place[] {
  let index = IMPORTED.get(sources);
  if (!index) {
    index = new Map();
    for (const source of sources) {
      for (const { name: imported, alias } of source.code.imports) {
        if (imported === undefined || imported === '*' || imported.length < MIN_NAME) continue;
        const places = index.get(imported);
        if (places) places.push({ source, alias });
        else index.set(imported, [{ source, alias }]);
      }
    }
    IMPORTED.set(sources, index);
  }
  return index.get(name) ?? [];
}

/** What stands in front of a name that is only compared with: `x in NAMES`, `x not in NAMES`. */
const BEFORE = /(?<!\bfor\b[^\n]{0,80})\bin\s+$/;
const BEHIND = /^\??\.(?:includes|has|contains|Contains|indexOf)\s*\(/;

/** Conditions of names alone are in no summary: how a name is used in the text of a file that says nothing else of it. */
function usesInText({ source, alias }: Place, text: string): Uses {
  const uses: Uses = { compared: 0, lookedUp: 0, other: 0 };
  const own = new Set<number>(source.code.bindings.flatMap(({ targetAt }) => [targetAt[0]]));
  for (const { at } of source.code.imports) own.add(at[0]);
  for (let at = text.indexOf(alias); at !== -1; at = text.indexOf(alias, at + alias.length)) {
    if (/\w/.test(text[at - 1] ?? '') || /\w/.test(text[at + alias.length] ?? '') || own.has(at)) continue;
    const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
    if (/^\s*(?:#|\/\/|\*)/.test(line) || /\bimport\b/.test(line)) continue;
    if (BEFORE.test(line) || BEHIND.test(text.slice(at + alias.length, at + alias.length + 20))) uses.compared++;
    else uses.other++;
  }
  return uses;
}

/** How a name is used in its own code and where other files import it. */
function usesAcross(name: string, source: Source, { sources, project }: Context): Uses {
  const sum: Uses = { compared: 0, lookedUp: 0, other: 0 };
  const places = [{ source, alias: name }, ...importsOf(name, sources).filter((place) => place.source.code !== source.code)];
  for (const place of places) {
    const { code, file } = place.source;
    const uses = usesOf(code).get(place.alias) ?? usesInText(place, project.text(file.path) ?? '');
    sum.compared += uses.compared;
    sum.lookedUp += uses.lookedUp;
    sum.other += uses.other;
  }
  return sum;
}

/** `true` when the name is compared at least once and never used for anything else, here and where it is imported. */
export function isOnlyCompared(name: string, source: Source, context: Context): boolean {
  return isCompared(usesAcross(name, source, context));
}

/** `true` when nothing is done with the table but to look up keys that come from elsewhere: it offers none of them. */
export function isOnlyLookedUp(name: string, source: Source, context: Context): boolean {
  const uses = usesAcross(name, source, context);
  return uses.lookedUp + uses.compared > 0 && uses.other === 0;
}

/** `true` for a list, set or table, also inside `frozenset([…])`. */
export function isCollection(expr: Expr): boolean {
  if (expr.k === 'list' || expr.k === 'dict') return true;
  return expr.k === 'call' && COLLECTS.test(lastName(expr.f) ?? '') && expr.a.some((arg) => isCollection(arg.v));
}
