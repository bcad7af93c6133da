/** Small projects whose sources mark what is asked: `ask(expression)` for values, `ask(callee)` for symbols. */
import { createLinker, fileSite } from '../../src/link/index.ts';
import type { Expr } from '../../src/types/source.ts';
import type { Linker, Site, Value, ValueSet } from '../../src/types/values.ts';
import { memoryProject } from '../support/project.ts';

export interface Answer {
  /** `text how` of every value, holes in angle brackets, in order; numbers and the like with their type. */
  values: string[];
  /** `path:text` of the region of every value. */
  places: string[];
  confidences: string[];
  complete: boolean;
  reason: string | undefined;
  set: ValueSet;
  symbols: string[];
  /** For every symbol: source of the calls passed on the way. */
  via: string[][];
  expr: Expr;
  site: Site;
  linker: Linker;
}

export function shown(value: Value): string {
  const text = value.parts.map((p) => (typeof p === 'string' ? p : `<${p.hole}>`)).join('');
  return value.literalType ? `${text}:${value.literalType}` : text;
}

/** Answers for every `ask(…)` call of `path`, in the order of the text. */
export function answers(files: Record<string, string>, path: string): Answer[] {
  const project = memoryProject(files);
  const linker = createLinker(project);
  const file = project.summary(path);
  if (!file) throw new Error(`no summary of ${path}`);
  const found: { at: number; answer: () => Answer }[] = [];
  for (const code of file.code) {
    for (const { call, scope } of code.calls) {
      const name = call.f.k === 'name' || call.f.k === 'attr' ? call.f.n : '';
      const expr = call.a[0]?.v;
      if (!/^ask!?$/i.test(name) || !expr) continue;
      const site: Site = { file, code, scope };
      found.push({ at: call.at[0], answer: () => answer(linker, expr, site, (p, at) => project.text(p)?.slice(at[0], at[1]) ?? '') });
    }
  }
  if (found.length === 0) throw new Error(`no ask() in ${path}`);
  return found.toSorted((a, b) => a.at - b.at).map((f) => f.answer());
}

function answer(linker: Linker, expr: Expr, site: Site, text: (path: string, at: readonly [number, number]) => string): Answer {
  const set = linker.resolve(expr, site);
  const symbols = linker.symbols(expr, site);
  return {
    values: set.values.map((v) => `${shown(v)} ${v.how}`),
    places: set.values.map((v) => `${v.path}:${text(v.path, v.at)}`),
    confidences: set.values.map((v) => v.confidence),
    complete: set.complete,
    reason: set.reason,
    set,
    symbols: symbols.map((s) => s.path),
    via: symbols.map((s) => s.via.map((v) => text(v.site.file.path, v.call.at))),
    expr,
    site,
    linker,
  };
}

/** The answer for the only `ask(…)`. */
export function answerOf(files: Record<string, string>, path: string): Answer {
  const all = answers(files, path);
  if (all.length !== 1 || !all[0]) throw new Error(`${all.length} ask() in ${path}`);
  return all[0];
}

/** Values of the only `ask(…)` of a Python text. */
export function python(text: string, more: Record<string, string> = {}): string[] {
  return answerOf({ 'main.py': text, ...more }, 'main.py').values;
}

/** Values of the only `ask(…)` of a TypeScript text. */
export function typescript(text: string, more: Record<string, string> = {}): string[] {
  return answerOf({ 'src/main.ts': text, ...more }, 'src/main.ts').values;
}

/** Values of an entry of a structured file, by its dotted path. */
export function entryValues(files: Record<string, string>, path: string, key: string): string[] {
  const project = memoryProject(files);
  const file = project.summary(path);
  const entry = file?.entries.find((e) => e.path.join('.') === key);
  if (!file || !entry?.expr) throw new Error(`no placeholder at ${key} of ${path}`);
  return createLinker(project)
    .resolve(entry.expr, fileSite(file))
    .values.map((v) => `${shown(v)} ${v.how}`);
}
