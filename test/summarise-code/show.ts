import { readCode } from '../../src/summarise/code/index.ts';
import type { CodeReading } from '../../src/summarise/code/index.ts';
import type { CodeSummary, Expr, Language } from '../../src/types/source.ts';

/** An expression on one line: `"text"` (`!` when escaped), `f(name=value, *spread)`, `<a+b>` for cat, `(a |or b)` for alt. */
export function show(e: Expr): string {
  switch (e.k) {
    case 'str':
      return JSON.stringify(e.v) + (e.escaped === true ? '!' : '');
    case 'name':
      return e.n;
    case 'attr':
      return `${show(e.o)}.${e.n}`;
    case 'index':
      return `${show(e.o)}[${show(e.i)}]`;
    case 'call':
      return `${e.isNew === true ? 'new ' : ''}${show(e.f)}(${e.a.map((a) => (a.spread === true ? '*' : '') + (a.name === undefined ? '' : `${a.name}=`) + show(a.v)).join(', ')})`;
    case 'cat':
      return `<${e.p.map(show).join('+')}>`;
    case 'alt':
      return `(${e.e.map(show).join(` |${e.op} `)})`;
    case 'list':
      return `[${e.e.map(show).join(', ')}]`;
    case 'dict':
      return `{${e.e.map(([key, value]) => `${key === null ? '**' : show(key)}: ${show(value)}`).join(', ')}}`;
    case 'fn':
      return `fn(${e.params.map((p) => p.name + (p.def === undefined ? '' : `=${show(p.def)}`)).join(', ')})`;
    case 'cmp':
      return `(${e.e.map(show).join(` ${e.op} `)})`;
    case 'other':
      return `?{${e.e.map(show).join(', ')}}`;
    default:
      return e.v;
  }
}

/** Every string expression of a summary, once. */
export function stringsOf(root: unknown): Extract<Expr, { k: 'str' }>[] {
  const found: Extract<Expr, { k: 'str' }>[] = [];
  const seen = new Set<object>();
  const open: unknown[] = [root];
  while (open.length > 0) {
    const it = open.pop();
    if (it === null || typeof it !== 'object' || seen.has(it)) continue;
    seen.add(it);
    if ((it as Expr).k === 'str') found.push(it as Extract<Expr, { k: 'str' }>);
    for (const value of Object.values(it)) open.push(value);
  }
  return found;
}

/** Strings whose region does not hold their value although nothing says that it need not. */
export function misplaced(root: unknown, text: string): string[] {
  return stringsOf(root)
    .filter((it) => it.escaped !== true && text.slice(it.at[0], it.at[1]) !== it.v)
    .map((it) => `${it.v} is not ${text.slice(it.at[0], it.at[1])}`);
}

/** Bindings as `target = value` (kind in front unless `assign`), the calls, the loose expressions, the imports. */
export function facts(code: CodeSummary): { bindings: string[]; calls: string[]; loose: string[]; imports: string[] } {
  return {
    bindings: code.bindings.map(
      (b) => `${b.kind === 'assign' ? '' : `${b.kind} `}${b.target}${b.value === undefined ? '' : ` = ${show(b.value)}`}`,
    ),
    calls: code.calls.map((c) => show(c.call)),
    loose: code.loose.map((l) => `${l.role} ${show(l.expr)}`),
    imports: code.imports.map(
      (i) =>
        `${i.module}${i.name === undefined ? '' : ` ${i.name}`} as ${i.alias}${i.reexport === true ? ' reexport' : ''}${i.typeOnly === true ? ' type' : ''}`,
    ),
  };
}

export function read(language: Language, text: string): CodeReading & ReturnType<typeof facts> {
  const reading = readCode(language, text);
  return { ...reading, ...facts(reading.code) };
}
