/** The values an expression can have. */

import type { Expr } from '../types/source.ts';
import type { Value, ValueSet } from '../types/values.ts';
import { bounded } from './bounded.ts';
import { scopeOf } from './lexical.ts';
import { calledThings, follow } from './calls.ts';
import { documentValues, keyRead, namedByPath, optionKey } from './documents.ts';
import { elementsOf } from './elements.ts';
import { environmentOf, environmentRead } from './environment.ts';
import { fieldDefault } from './fields.ts';
import { isProperty } from './functions.ts';
import { locate, step } from './locate.ts';
import { optionDeclared, optionNamed, optionValues } from './options.ts';
import { concatenated, incomplete, literal, marked, nothing, textOf, through, union } from './sets.ts';
import { schemaValue } from './schemas.ts';
import { textCall } from './text-calls.ts';
import { dotted, type Link, type FunctionThing, type OutsideThing, type Thing, type Where } from './things.ts';

/** Source shown in place of an unknown part of a text. */
const MAX_HOLE = 60;

/** What can `expr` be? */
export function evaluate(link: Link, expr: Expr, where: Where): ValueSet {
  switch (expr.k) {
    case 'str':
      return literal(where, expr.v, expr.at, expr.escaped);
    case 'num':
    case 'bool':
    case 'null':
      return literal(where, expr.v, expr.at, false, expr.k === 'num' ? 'number' : expr.k);
    case 'fn':
      return nothing('a function');
    case 'cmp':
      return nothing('the result of a comparison');
    case 'dict':
      return nothing('a table');
    default:
      return bounded(link, expr, where, link.question.evaluating, link.values, nothing, (at) => compute(link, expr, at));
  }
}

function compute(link: Link, expr: Expr, where: Where): ValueSet {
  switch (expr.k) {
    case 'cat':
      return concatenated(expr.p.map((part) => ({ set: evaluate(link, part, where), source: sourceOf(link, part, where) })));
    case 'alt':
      return expr.op === 'or' ? firstOf(link, expr.e, where) : union(expr.e.map((e) => evaluate(link, e, where)));
    case 'list':
      return marked(union([valuesOf(link, elementsOf(link, expr, where))]), 'candidate');
    case 'other':
      return other(link, expr, where);
    case 'call':
      return call(link, expr, where);
    default:
      return orByName(
        link,
        expr,
        where,
        valuesOf(link, step(link, expr, where), where.file.path, () => sourceOf(link, expr, where)),
      );
  }
}

/** What the reader could not name: references and dereferences, and paths joined with `/` whose sides it could not tell to be text. */
function other(link: Link, expr: Extract<Expr, { k: 'other' }>, where: Where): ValueSet {
  const [left, right] = expr.e;
  if (left && !right && passes(link, expr, where)) return evaluate(link, left, where);
  if (left && right && expr.e.length === 2 && where.code.language === 'python') {
    const between = link.project.text(where.file.path)?.slice(left.at[1], right.at[0]);
    const sets = between !== undefined && /^\)*\s*\/\s*\(*$/.test(between) ? expr.e.map((e) => evaluate(link, e, where)) : [];
    if (sets.some((s) => s.values.some((v) => v.literalType === undefined))) {
      const [first, second] = expr.e.map((e, i) => ({ set: sets[i] as ValueSet, source: sourceOf(link, e, where) }));
      if (first && second) return concatenated([first, { set: nothing(''), source: '/', glue: '/' }, second]);
    }
  }
  return nothing('the expression cannot be read');
}

/** Whether an `other` is its only child behind a `*` or `&`: a negation or another operator changes the value. */
function passes(link: Link, expr: Expr, where: Where): boolean {
  if (where.code.scopes.length === 0) return false;
  const first = link.project.text(where.file.path)?.[expr.at[0]];
  return first === '*' || first === '&' || first === '.';
}

/** Source text of an expression, for messages. */
export function sourceOf(link: Link, expr: Expr, where: Where): string {
  const chain = dotted(expr);
  if (chain !== undefined) return chain;
  const text = link.project.text(where.file.path)?.slice(expr.at[0], expr.at[1]).replaceAll(/\s+/g, ' ') ?? '…';
  return text.length > MAX_HOLE ? `${text.slice(0, MAX_HOLE)}…` : text;
}

/** `a or b`: what is false falls through to the next; a certain value ends the chain. */
function firstOf(link: Link, arms: readonly Expr[], where: Where): ValueSet {
  const sets: ValueSet[] = [];
  let fromEnvironment = false;
  for (const [place, arm] of arms.entries()) {
    const set = evaluate(link, arm, where);
    const truthy = { ...set, values: set.values.filter((v) => !isFalse(v)) };
    sets.push(place === 0 ? truthy : marked(truthy, fromEnvironment ? 'env-default' : 'default'));
    if (set.complete && set.values.length > 0 && truthy.values.length === set.values.length) break;
    fromEnvironment ||= environmentRead(link, arm, where);
  }
  const last = arms.at(-1);
  const all = union(sets);
  // A left side that is only ever false leaves the right side as it is.
  const closed = last !== undefined && sets.length === arms.length && sets.slice(0, -1).every((s) => s.complete) && sets.at(-1)?.complete;
  return closed ? { values: all.values, complete: true } : all;
}

function isFalse(value: Value): boolean {
  if (value.literalType === 'null') return true;
  const text = textOf(value);
  return (
    text === '' || (value.literalType === 'bool' && text?.toLowerCase() === 'false') || (value.literalType === 'number' && text === '0')
  );
}

/**
 * The union of what several things are worth.
 * @param near file of the question
 * @param source names what was asked, for the reason of an empty answer
 */
export function valuesOf(link: Link, things: readonly Thing[], near?: string, source?: () => string): ValueSet {
  if (things.length === 0) return nothing(`${source ? source() : 'the value'} cannot be followed`);
  return union(things.map((thing) => through(valueOf(link, thing, near), thing.notes)));
}

function valueOf(link: Link, thing: Thing, near: string | undefined): ValueSet {
  switch (thing.t) {
    case 'expr':
      return evaluate(link, thing.expr, thing.where);
    case 'each':
      return marked(valuesOf(link, thing.of), 'candidate');
    case 'values':
      return thing.set;
    case 'outside':
      return outsideValue(link, thing, near);
    case 'document':
      return documentValues(link, thing);
    case 'open':
      return nothing(thing.reason);
    case 'class':
      return nothing(`an object of class ${thing.where.code.scopes[thing.where.scope]?.name ?? '?'}`);
    case 'function':
      return isProperty(thing.where) || isGetter(thing) ? valuesOf(link, follow(thing, undefined, thing.where)) : nothing('a function');
    case 'module':
      return nothing(`the module ${thing.path}`);
    default:
      return nothing('nothing is known of it');
  }
}

/**
 * A function without parameters that is read like a value: methods of Ruby are called by their bare names, and the reader does not tell
 * getters of JavaScript from methods.
 */
function isGetter(thing: FunctionThing): boolean {
  const { language } = thing.where.code;
  return (language === 'ruby' || (thing.self !== undefined && language === 'javascript')) && !scopeOf(thing.where)?.params?.length;
}

function outsideValue(link: Link, thing: OutsideThing, near: string | undefined): ValueSet {
  const environment = environmentOf(link, thing, near);
  if (environment) return environment;
  const option = optionValues(link, thing, near);
  if (option) return option;
  const schema = schemaValue(link, thing);
  if (schema) return schema;
  return nothing(`${thing.path} comes from outside the project`);
}

function call(link: Link, expr: Extract<Expr, { k: 'call' }>, where: Where): ValueSet {
  const text = textCall(link, expr, where);
  if (text) return text;
  const things = calledThings(link, expr, where);
  const set = valuesOf(link, things, where.file.path, () => `the result of ${sourceOf(link, expr.f, where)}()`);
  if (set.values.length > 0) return set;
  const known = things.some((t) => t.t === 'expr' || t.t === 'class' || t.t === 'function');
  if (known) return set;
  const outside = things.filter((t): t is OutsideThing => t.t === 'outside');
  return optionDeclared(link, expr, where, outside) ?? fieldDefault(link, expr, where) ?? keyRead(link, expr, where) ?? set;
}

/** What names of options and keys of configuration files say, when following the code says nothing. */
function orByName(link: Link, expr: Expr, where: Where, followed: ValueSet): ValueSet {
  if (followed.values.length > 0 || link.question.findingCallers || where.code.scopes.length === 0) return followed;
  const chain = dotted(expr);
  const parts = chain?.split('.');
  if (!parts || parts.length < 2) return followed;
  const things = locate(link, expr, where);
  // A class or function of the project, or a symbol of a library, is known well enough not to be an option.
  if (things.some((t) => t.t === 'class' || t.t === 'function' || t.t === 'module')) return followed;
  const named = optionNamed(link, parts, where) ?? namedByPath(link, parts, where) ?? optionKey(link, parts, where);
  return named ? incomplete(named, followed.reason ?? 'read by name only') : followed;
}
