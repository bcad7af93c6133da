/** Command line options: declared by one library or another, read by name, given by scripts of the project. */

import type { Arg, Expr, FileFormat, Param } from '../types/source.ts';
import type { ValueSet } from '../types/values.ts';
import { callsNamed, familyOf } from './callers.ts';
import { byCommand, fromCommands } from './commands.ts';
import { elementsOf } from './elements.ts';
import { evaluate } from './evaluate.ts';
import { OPTION_CALLS, OPTION_NAME, OPTION_OBJECTS } from './idioms.ts';
import { scopeOf } from './lexical.ts';
import { locate } from './locate.ts';
import { incomplete, marked, onlyText, textOf, through, union } from './sets.ts';
import {
  apart,
  indexOf,
  LIMITS,
  noteAt,
  simpleName,
  unframed,
  type CallExpr,
  type Link,
  type OutsideThing,
  type Thing,
  type Where,
} from './things.ts';

/** `--model-name`, `modelName` and `model_name` are the same option. */
function plain(name: string): string {
  return name.replaceAll(/[-_]/g, '').toLowerCase();
}

interface Declared {
  names: string[];
  fallback?: Expr;
  choices?: Expr;
}

/** What an option declaration says; `undefined` when the call is none. */
function declaration(call: CallExpr): Declared | undefined {
  const name = simpleName(call.f);
  if (name === undefined || !OPTION_CALLS.has(name)) return undefined;
  const positional = call.a.filter((a) => a.name === undefined && !a.spread).map((a) => a.v);
  const named = (n: string): Expr | undefined => call.a.find((a) => a.name === n)?.v;
  const options = positional.find((e) => e.k === 'dict');
  const inTable = (key: string): Expr | undefined =>
    options?.k === 'dict'
      ? options.e.find(([k]) => (k?.k === 'str' || k?.k === 'name') && (k.k === 'str' ? k.v : k.n) === key)?.[1]
      : undefined;
  const choices = named('choices') ?? inTable('choices') ?? inTable('choice');
  const dest = named('dest');
  const texts = positional.flatMap((e) => (e.k === 'str' ? [e] : []));
  const flags = texts.filter((e) => e.v.startsWith('-'));
  const names = (flags.length > 0 ? flags : texts.slice(0, 2)).flatMap((e) =>
    e.v
      .split(/[\s,|=]+/)
      .filter((w) => !/^[<[]/.test(w))
      .map((w) => w.replace(/^--?/, '')),
  );
  if (dest?.k === 'str') names.push(dest.v);
  let fallback = named('default') ?? inTable('default') ?? inTable('defaultValue');
  if (!fallback && /^(?:option|requiredOption)$/.test(name) && flags.length > 0) fallback = positional[2];
  if (!fallback && /^(?:DEFINE_\w+|String|StringP)$/.test(name)) fallback = positional[name === 'StringP' ? 2 : 1];
  if (!fallback && /^StringVarP?$/.test(name)) fallback = positional[name === 'StringVarP' ? 3 : 2];
  return { names: names.filter((n) => n.length > 1), ...(fallback && { fallback }), ...(choices && { choices }) };
}

function declaredValues(link: Link, option: Declared, where: Where, call: CallExpr, label: string): ValueSet {
  const note = noteAt(where, call.at[0], `option ${label}`, 'default');
  const sets: ValueSet[] = [];
  if (option.fallback) sets.push(through(evaluate(link, option.fallback, where), [note]));
  if (option.choices) {
    const choices = elementsOf(link, option.choices, where).map((t) => (t.t === 'expr' ? evaluate(link, t.expr, t.where) : undefined));
    const known = new Set(sets.flatMap((s) => s.values.map(textOf)));
    for (const set of choices) {
      if (set) sets.push(marked(through({ ...set, values: set.values.filter((v) => !known.has(textOf(v))) }, [note]), 'candidate'));
    }
  }
  const set = sets.length > 0 ? union(sets) : { values: [], complete: false, reason: `option ${label} has no default` };
  return incomplete(
    { ...set, complete: true, values: set.values.filter((v) => v.literalType !== 'null') },
    `option ${label} is given when the program runs`,
  );
}

/** A call that declares an option and hands its value out (`flag.String("model", "x", …)` of Go). */
export function optionDeclared(link: Link, call: CallExpr, where: Where, callee: readonly OutsideThing[]): ValueSet | undefined {
  const name = simpleName(call.f);
  const isFlag = callee.some((t) => /(?:^|\.)(?:flag|pflag|flags)\./.test(t.path) || /^(?:flag|pflag)$/.test(t.path.split('.')[0] ?? ''));
  if (!isFlag || name === undefined) return undefined;
  const option = declaration(call);
  return option && declaredValues(link, option, where, call, option.names[0] ?? '?');
}

/** The value of an option behind a symbol such as `argparse.ArgumentParser.parse_args.model_name`. */
export function optionValues(link: Link, thing: OutsideThing, asking: string | undefined): ValueSet | undefined {
  const dot = thing.path.lastIndexOf('.');
  const name = thing.path.slice(dot + 1);
  if (dot < 0 || !OPTION_OBJECTS.test(thing.path.slice(0, dot))) return undefined;
  const site = thing.via[0]?.site;
  const near = site?.file.path ?? asking;
  return byFlag(link, name, near, site ? familyOf(site.code.language) : undefined);
}

/** Values of options and of fields of option classes by name alone, when the root of the chain is named like options. */
export function optionNamed(link: Link, parts: readonly string[], where: Where): ValueSet | undefined {
  const root = parts.at(-2) ?? '';
  const name = parts.at(-1) ?? '';
  if (!OPTION_NAME.test(root) || name.length < 2) return undefined;
  const family = familyOf(where.code.language);
  const ways = [() => byFlag(link, name, where.file.path, family), () => byField(link, name, where), () => byCommand(link, name, where)];
  for (const way of ways) {
    const set = way();
    if (set && set.values.length > 0) return set;
  }
  return undefined;
}

/** Texts of which one stands in every file that declares options. */
const DECLARES = ['add_argument(', 'option(', '.argument(', 'DEFINE_', 'Option(', 'flag.String', '.Flags()'];

function declares(text: string): boolean {
  return DECLARES.some((d) => text.includes(d));
}

/** Files of the family that declare options. */
function optionFiles(link: Link, family: readonly FileFormat[]): string[] {
  return indexOf(link, `option files of ${family[0]}`, () =>
    link.project.files
      .filter((f) => family.includes(f.format) && f.scope !== 'vendored' && !f.local && declares(link.project.text(f.path) ?? ''))
      .map((f) => f.path),
  );
}

interface FoundOption {
  path: string;
  set: ValueSet;
}

/** Options of one family by name, in the file that asks first; else in the whole project, with medium confidence. */
function byFlag(
  link: Link,
  name: string,
  near: string | undefined,
  family: readonly FileFormat[] = ['python', 'notebook'],
): ValueSet | undefined {
  const wanted = plain(name);
  const memo = indexOf(link, `options of ${family[0]}`, () => new Map<string, FoundOption[]>());
  let found = memo.get(wanted);
  if (!found) {
    found = [];
    memo.set(wanted, found);
    apart(link, () => collect(link, name, wanted, family, found as FoundOption[]));
  }
  if (found.length === 0) return undefined;
  const here = found.filter((f) => f.path === near);
  if (here.length > 0) return union(here.map((f) => f.set));
  const all = union(found.map((f) => f.set));
  return { ...marked(all, 'default', 'medium'), complete: false, reason: `option --${name} is given when the program runs` };
}

function collect(link: Link, name: string, wanted: string, family: readonly FileFormat[], found: FoundOption[]): void {
  const spelling = new RegExp(`["'\`]-{0,2}${[...wanted].map((c) => c.replace(/\W/, String.raw`\$&`)).join('[-_]?')}["'\`\\s,=]`, 'i');
  let opened = 0;
  for (const path of optionFiles(link, family)) {
    if (!spelling.test(link.project.text(path) ?? '') || ++opened > LIMITS.filesByName) continue;
    const file = link.project.summary(path);
    for (const code of file?.code ?? []) {
      for (const callee of OPTION_CALLS) {
        for (const { call, scope } of callsNamed(code, callee)) {
          const option = declaration(call);
          if (!file || !option?.names.some((n) => plain(n) === wanted)) continue;
          found.push({ path, set: declaredValues(link, option, { file, code, scope }, call, `--${name}`) });
        }
      }
    }
    if (found.some((f) => f.path === path)) found.push(...fromCommands(link, name, path).map((set) => ({ path, set })));
  }
}

/** `model_args.model_name`: a field with a default in a class of options somewhere in the project. */
function byField(link: Link, name: string, where: Where): ValueSet | undefined {
  if (where.code.language !== 'python') return undefined;
  const memo = indexOf(link, 'option fields', () => new Map<string, ValueSet | undefined>());
  if (memo.has(name)) return memo.get(name);
  const pattern = new RegExp(String.raw`^[ \t]+${name}\s*:[^\n=]+=`, 'm');
  const sets: ValueSet[] = [];
  let opened = 0;
  for (const file of link.project.files) {
    if (!familyOf('python').includes(file.format) || file.scope === 'vendored' || file.local) continue;
    const text = link.project.text(file.path) ?? '';
    if (!text.includes(name) || !/dataclass|BaseModel|pydantic|attrs?\b/.test(text) || !pattern.test(text)) continue;
    if (++opened > LIMITS.filesByName) break;
    const summary = link.project.summary(file.path);
    for (const code of summary?.code ?? []) {
      for (const binding of code.bindings) {
        const scope = code.scopes[binding.scope];
        if (!summary || binding.target !== name || scope?.kind !== 'class' || !binding.value || binding.type === undefined) continue;
        const at: Where = { file: summary, code, scope: binding.scope };
        const note = noteAt(at, binding.targetAt[0], `field ${scope.name}.${name}`, 'default', 'medium');
        sets.push(through(evaluate(link, binding.value, at), [note]));
      }
    }
  }
  const set = sets.length > 0 ? union(sets) : undefined;
  const result = set && { ...set, values: set.values.filter((v) => v.literalType === undefined) };
  memo.set(name, result);
  return result;
}

/** Defaults of a parameter that decorators of its function declare: options of a command line, parameters of a test. */
export function decoratorDefaults(link: Link, param: Param, where: Where): Thing[] {
  const found: Thing[] = [];
  const around: Where = { ...unframed(where), scope: Math.max(0, scopeOf(where)?.parent ?? 0) };
  for (const decorator of scopeOf(where)?.decorators ?? []) {
    if (decorator.k !== 'call') continue;
    const name = simpleName(decorator.f);
    if (name === 'parametrize') {
      found.push(...parametrized(link, decorator.a, param.name, around));
      continue;
    }
    const option = decorated(decorator);
    if (!option?.names.some((n) => plain(n) === plain(param.name))) continue;
    found.push({ t: 'values', set: declaredValues(link, option, around, decorator, `--${param.name}`), notes: [] });
  }
  return found;
}

/** What a decorator declares: beside the flags it may say what the parameter is called (`option("-m", "--model", "model_name")`). */
function decorated(decorator: CallExpr): Declared | undefined {
  const option = declaration(decorator);
  for (const { name, v } of decorator.a) if (name === undefined && v.k === 'str' && /^[A-Za-z_]\w+$/.test(v.v)) option?.names.push(v.v);
  return option;
}

/** The defaults of all options that decorators of a function declare, as a table: what its `**kwargs` holds. */
export function decoratorTable(where: Where): Expr | undefined {
  const entries: [Expr, Expr][] = [];
  for (const decorator of scopeOf(where)?.decorators ?? []) {
    const option = decorator.k === 'call' ? decorated(decorator) : undefined;
    const { fallback } = option ?? {};
    for (const name of fallback ? (option?.names ?? []) : [])
      if (fallback) entries.push([{ k: 'str', v: name.replaceAll('-', '_'), at: decorator.at, escaped: true }, fallback]);
  }
  const [first] = entries;
  return first && { k: 'dict', e: entries, at: first[0].at };
}

/** `@pytest.mark.parametrize("model, size", [("a", 1), …])`. */
function parametrized(link: Link, args: readonly Arg[], name: string, where: Where): Thing[] {
  const [names, rows] = args.map((a) => a.v);
  if (!names || !rows) return [];
  const text = onlyText(evaluate(link, names, where));
  const list = text === undefined ? [] : text.split(',').map((n) => n.trim());
  const place = list.indexOf(name);
  if (place < 0) return [];
  return elementsOf(link, rows, where, list.length > 1 ? place : undefined);
}

/** Fields of the class that a parsed tuple of option classes holds at `index` (`parser.parse_args_into_dataclasses()[0]`). */
export function parsedClass(link: Link, thing: OutsideThing, index: number): Thing[] {
  if (!/(?:parse_args_into_dataclasses|parse_args_and_config|parse_dict|parse_yaml_file|parse_json_file)$/.test(thing.path)) return [];
  const made = thing.via.at(-1);
  const first = made?.call.a[0]?.v;
  if (!made || !first) return [];
  for (const it of locate(link, first, made.site)) {
    const type = it.t === 'expr' && it.expr.k === 'list' ? it.expr.e[index] : undefined;
    const found = type && it.t === 'expr' ? locate(link, type, it.where) : index === 0 && it.t === 'class' ? [it] : [];
    if (found.some((t) => t.t === 'class')) return found.filter((t) => t.t === 'class');
  }
  return [];
}
