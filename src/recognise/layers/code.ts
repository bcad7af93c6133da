/** Defaults that code gives when it reads a variable of the environment: the weakest layer. */

import type { Project } from '../../types/project.ts';
import type { ModelReference } from '../../types/reference.ts';
import type { CodeSummary, Expr, FileSummary } from '../../types/source.ts';
import { children } from '../expressions.ts';
import { startOf, type Layer } from './marks.ts';

/** A default in code with the variable it stands in for. */
export interface CodeDefault {
  variable: string;
  layer: Layer;
}

const MAX_DEPTH = 40;

/** The defaults among the references. */
export function codeDefaults(references: readonly ModelReference[], project: Project): CodeDefault[] {
  const found: CodeDefault[] = [];
  for (const reference of references) {
    if (reference.how !== 'env-default' || !reference.used) continue;
    const file = project.summary(reference.path);
    if (!file || file.code.length === 0) continue;
    const start = startOf(reference, file);
    const variable = variableAt(file, start);
    if (variable === undefined) continue;
    found.push({ variable, layer: { file, at: [start, start + Math.max(1, reference.raw.length)], value: reference.name } });
  }
  return found;
}

/** The variable whose reading has its default at `start`: the innermost call or alternative that holds both. */
function variableAt(file: FileSummary, start: number): string | undefined {
  for (const code of file.code) {
    for (const root of rootsOf(code)) {
      if (!holds(root, start)) continue;
      const found = innermost(root, start, 0);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

const holds = ({ at }: Expr, start: number): boolean => start >= at[0] && start < at[1];

function* rootsOf(code: CodeSummary): Generator<Expr> {
  for (const { value } of code.bindings) if (value) yield value;
  for (const { call } of code.calls) yield call;
  for (const { expr } of code.loose) yield expr;
  for (const { params = [], returns = [] } of code.scopes) {
    for (const { def } of params) if (def) yield def;
    yield* returns;
  }
}

function innermost(expr: Expr, start: number, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const parts = children(expr);
  for (const part of parts) {
    if (!holds(part, start)) continue;
    const found = innermost(part, start, depth + 1);
    if (found !== undefined) return found;
  }
  if (expr.k !== 'call' && expr.k !== 'alt') return undefined;
  for (const part of parts) {
    const name = holds(part, start) ? undefined : variableIn(part, 0);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** A name in capitals, as variables of the environment are written: a string, or the last part of `process.env.X`. */
function variableIn(expr: Expr, depth: number): string | undefined {
  const name = expr.k === 'str' ? expr.v : expr.k === 'attr' ? expr.n : undefined;
  if (name !== undefined && /^[A-Z][A-Z0-9_]{2,}$/.test(name)) return name;
  if (depth > 4) return undefined;
  for (const part of children(expr)) {
    const found = variableIn(part, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
