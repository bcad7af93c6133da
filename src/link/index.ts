/**
 * The linker: what can an expression be, and what does it refer to, across the files of a project. It answers on demand, remembers what it
 * found, and is bounded in values, depth and steps; where it stops it says why.
 */

import type { Expr } from '../types/source.ts';
import type { Project } from '../types/project.ts';
import type { Linker, Site, ValueSet } from '../types/values.ts';
import { entryOf } from './elements.ts';
import { environmentDefaults, environmentValues } from './environment.ts';
import { evaluate } from './evaluate.ts';
import { handedOver } from './hand-overs.ts';
import { locate } from './locate.ts';
import { createModules } from './modules.ts';
import { incomplete, union } from './sets.ts';
import { symbolsOf } from './symbols.ts';
import { LIMITS, newQuestion, type CallExpr, type Link, type Thing, type Where } from './things.ts';

export { fileSite } from './site.ts';

/** A linker over the files of `project`. Files are read only when a question needs them. */
export function createLinker(project: Project): Linker {
  const link: Link = {
    project,
    modules: createModules(project),
    question: newQuestion(LIMITS.fuel),
    values: new WeakMap(),
    things: new WeakMap(),
    indexes: new Map(),
  };
  const asked = <T>(answer: () => T, otherwise: T): T => {
    link.question = newQuestion(LIMITS.fuel);
    try {
      return answer();
    } catch (error) {
      // The limits keep the stack small; should input get past them all the same, one answer is lost and not the run.
      if (error instanceof RangeError) return otherwise;
      throw error;
    }
  };
  const lost: ValueSet = { values: [], complete: false, reason: 'the way to the value is too long' };
  return {
    resolve: (expr, site) =>
      asked(() => {
        const set = evaluate(link, expr, site);
        return link.question.fuel <= 0 ? { ...set, complete: false, reason: 'the question took too many steps' } : set;
      }, lost),
    symbols: (expr, site) => asked(() => symbolsOf(link, expr, site), []),
    member: (expr, path, site) => asked(() => memberOf(link, expr, path, site), undefined),
    handedOver: (call, site) => handedOver(call, site.code.language),
    environment: (name) => asked(() => environment(link, name), lost),
  };
}

function environment(link: Link, name: string): ValueSet {
  const set = environmentValues(link, name);
  const defaults = environmentDefaults(link, name);
  if (defaults.values.length === 0) return set;
  return incomplete(
    union([
      { ...set, complete: true },
      { ...defaults, complete: true },
    ]),
    set.reason ?? '',
  );
}

/** The expression under a path of keys in a table or among the arguments an object was made with. */
function memberOf(link: Link, expr: Expr, path: readonly string[], site: Site): { expr: Expr; site: Site } | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return { expr, site };
  for (const thing of locate(link, expr, site)) {
    const found = memberThing(link, thing, key);
    if (found?.t !== 'expr') continue;
    const where: Where = found.where;
    return rest.length === 0 ? { expr: found.expr, site: where } : memberOf(link, found.expr, rest, where);
  }
  return undefined;
}

function memberThing(link: Link, thing: Thing, key: string): Thing | undefined {
  if (thing.t === 'expr') return entryOf(link, thing, key)?.[0];
  const made = thing.t === 'class' ? thing.made : undefined;
  const via = thing.t === 'outside' ? thing.via[0] : undefined;
  if (!made && !via) return undefined;
  return argumentNamed(link, made?.call ?? via?.call, made?.where ?? via?.site, key);
}

/** An argument by keyword, or a key of an options object among the arguments. */
function argumentNamed(link: Link, call: CallExpr | undefined, where: Where | undefined, key: string): Thing | undefined {
  if (!call || !where) return undefined;
  const keyword = call.a.find((a) => a.name === key);
  if (keyword) return { t: 'expr', expr: keyword.v, where, notes: [] };
  for (const arg of call.a) {
    if (arg.name !== undefined) continue;
    for (const thing of locate(link, arg.v, where)) {
      const entry = thing.t === 'expr' ? entryOf(link, thing, key) : undefined;
      if (entry) return entry[0];
    }
  }
  return undefined;
}
