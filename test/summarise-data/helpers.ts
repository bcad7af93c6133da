/** Short forms of summaries for comparing by eye, and the rule every summary must keep: the text at a region is the value. */

import { expect } from 'vitest';
import { formatOf, summarise } from '../../src/summarise/index.ts';
import type { Command, Expr, FileSummary } from '../../src/types/source.ts';

/** Reads a text as the file `path` and checks that every unescaped string stands where it is said to stand. */
export function read(path: string, text: string): FileSummary {
  const summary = summarise(path, formatOf(path, text.slice(0, 200)), text);
  for (const entry of summary.entries) {
    if (!entry.escaped) expect(text.slice(...entry.at)).toBe(entry.value);
  }
  checkSpans(text, [summary.entries.map((entry) => entry.expr), summary.commands, summary.env, summary.code]);
  return summary;
}

function checkSpans(text: string, value: unknown): void {
  if (Array.isArray(value)) for (const item of value) checkSpans(text, item);
  else if (value !== null && typeof value === 'object') {
    const expr = value as Expr;
    if (expr.k === 'str' && !expr.escaped) expect(text.slice(...expr.at)).toBe(expr.v);
    for (const item of Object.values(value)) checkSpans(text, item);
  }
}

/** `a.b[0] = value` for every entry. */
export function entries(summary: FileSummary): string[] {
  return summary.entries.map(({ path, value, type, doc }) => {
    const name = path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index > 0 ? `.${step}` : step)).join('');
    return `${doc === undefined ? '' : `#${doc} `}${name} = ${type === 'string' ? value : `<${type}> ${value}`}`.trimEnd();
  });
}

/** An expression in one line: `$NAME`, `(a | b)` for alternatives, `a+b` for joined parts, `?` for what can't be known. */
export function show(expr: Expr): string {
  switch (expr.k) {
    case 'str':
      return expr.v;
    case 'name':
      return `$${expr.n}`;
    case 'attr':
      return `${show(expr.o)}.${expr.n}`;
    case 'cat':
      return expr.p.map(show).join('+');
    case 'alt':
      return `(${expr.e.map(show).join(' | ')})`;
    case 'list':
      return `[${expr.e.map(show).join(', ')}]`;
    default:
      return '?';
  }
}

function command({ argv, env, host, image }: Command): string {
  const prefix = (env ?? []).map((one) => `${one.name}=${show(one.value)} `).join('');
  return `${host}${image === undefined ? '' : `@${image}`}: ${prefix}${argv.map(show).join(' · ')}`;
}

/** Commands of a summary, words separated by dots. */
export function commands(summary: FileSummary): string[] {
  return summary.commands.map(command);
}

/** Variables of a summary. */
export function env(summary: FileSummary): string[] {
  return summary.env.map(({ name, value, host, image }) => `${host}${image === undefined ? '' : `@${image}`}: ${name}=${show(value)}`);
}

/** Comments of a summary. */
export function comments(summary: FileSummary, text: string): string[] {
  return summary.prose.filter(({ kind }) => kind === 'comment').map(({ at }) => text.slice(...at));
}

/** Reasons of the problems of a summary. */
export function problems(summary: FileSummary): string[] {
  return summary.problems.map(({ reason }) => reason);
}
