/** What a table whose keys are names of models says of them: when they came out, how they are shown, what replaces them. */

import type { CodeSummary, Expr } from '../types/source.ts';
import { isOnlyLookedUp } from './comparisons.ts';
import type { Context } from './context.ts';
import type { Source } from './host.ts';
import { isHubShaped, isWeightFile } from './names.ts';

/** Fewer entries show no pattern. */
const MIN_ENTRIES = 2;
const DATE = /^\d{4}-\d{2}(?:-\d{2})?$|^(?:19|20)\d{6}$|^\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d{2}$/;

/** Entries of a table, also inside `Object.freeze({…})` or `new Map(…)`; `undefined` for anything else. */
function entriesOf(expr: Expr): Extract<Expr, { k: 'dict' }>['e'] | undefined {
  if (expr.k === 'call' && expr.a.length === 1 && expr.a[0]) return entriesOf(expr.a[0].v);
  return expr.k === 'dict' && expr.e.length >= MIN_ENTRIES ? expr.e : undefined;
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '');

/** Text for people: the key in other letters, or words. */
function isLabel(key: string, value: string): boolean {
  if (value.includes('://') || isWeightFile(value) || isHubShaped(value)) return false;
  return plain(key) === plain(value) || /\s/.test(value) || /^[A-Z]/.test(value);
}

/** Text of a constant of the same code. */
function constantIn(code: CodeSummary, name: string): string | undefined {
  const bindings = code.bindings.filter(({ target }) => target === name);
  const [only] = bindings;
  return bindings.length === 1 && only?.value?.k === 'str' ? only.value.v.trim() : undefined;
}

/**
 * Parts of a table that only mention the models they name. `keys`: the names that others replace; `all`: names beside dates or
 * the texts that show them. `undefined`: the table may offer what it names.
 *
 * A table of replacements or labels counts only when the code looks its keys up and never lists them; dates are no choice anywhere.
 */
export function mentionedIn(expr: Expr, name: string, source: Source, context: Context): 'keys' | 'all' | undefined {
  const { knowledge } = context;
  const { code } = source;
  const entries = entriesOf(expr);
  if (!entries?.every(([key]) => key?.k === 'str')) return undefined;
  const pairs = entries.map(([key, value]) => ({ key: (key as Extract<Expr, { k: 'str' }>).v.trim(), value }));
  const texts = pairs.map(({ value }) => (value.k === 'str' ? value.v.trim() : undefined));
  if (texts.every((text) => text !== undefined && DATE.test(text))) return 'all';
  if (!isOnlyLookedUp(name, source, context)) return undefined;
  if (pairs.every(({ key }, index) => texts[index] !== undefined && isLabel(key, texts[index]))) return 'all';
  const replaced = pairs.every(({ key, value }, index) => {
    const text = texts[index] ?? (value.k === 'name' ? constantIn(code, value.n) : undefined);
    return text !== undefined && text !== key && knowledge.grade(key) === 'certain' && knowledge.grade(text) === 'certain';
  });
  return replaced ? 'keys' : undefined;
}
