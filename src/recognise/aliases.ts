/** Other names under which the sources call what rows speak of (`from m import f as g`, `load = Model.load`). */

import type { Expr, FileSummary, Language } from '../types/source.ts';
import { lastName } from './expressions.ts';
import type { Rows } from './rows.ts';

/** One name stands for no more callees than this; a name that stands for everything is no alias. */
const MAX_CALLEES = 8;

/** Names that rows are written for, by the name a call is written with. */
export type Aliases = (language: Language, name: string) => readonly string[];

/** Last names of what may be bound to a name as it is, not called. */
function bare(expr: Expr): string[] {
  if (expr.k === 'alt') return expr.e.flatMap(bare);
  if (expr.k !== 'name' && expr.k !== 'attr') return [];
  const name = lastName(expr);
  return name === undefined ? [] : [name];
}

/** Collects the aliases of callees that rows speak of. */
export function createAliases(files: readonly FileSummary[], rows: Rows): Aliases {
  const table = new Map<string, Set<string>>();
  const add = (language: Language, alias: string, name: string): void => {
    if (alias === name || alias === '' || rows.calls(language, name).length === 0) return;
    const key = `${language} ${alias}`;
    const names = table.get(key) ?? new Set<string>();
    if (names.size < MAX_CALLEES) names.add(name);
    table.set(key, names);
  };
  for (const file of files) {
    for (const { language, imports, bindings } of file.code) {
      for (const { alias, name } of imports) if (name !== undefined) add(language, alias, name);
      for (const { target, value } of bindings) {
        if (value === undefined) continue;
        for (const name of bare(value)) add(language, target.slice(target.lastIndexOf('.') + 1), name);
      }
    }
  }
  return (language, name) => [...(table.get(`${language} ${name}`) ?? [])];
}
