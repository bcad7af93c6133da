/** Environment variables: where code reads them, and what the project sets them to. */

import { isLockfile } from '../summarise/format.ts';
import type { Binding, EnvVar, Expr, FileFormat } from '../types/source.ts';
import type { Confidence } from '../types/reference.ts';
import type { ValueSet } from '../types/values.ts';
import { cutAt, whole } from './bounded.ts';
import { evaluate } from './evaluate.ts';
import { ENVIRONMENT_CALLS, ENVIRONMENT_OBJECTS, SETTINGS_BASE } from './idioms.ts';
import { codeIndex } from './lexical.ts';
import { locate } from './locate.ts';
import { basesOf } from './members.ts';
import { concerns } from './programs.ts';
import { filtered, incomplete, marked, nothing, onlyText, textOf, through, union } from './sets.ts';
import { fileSite } from './site.ts';
import { indexOf, noteAt, type ClassThing, type Link, type OutsideThing, type Thing, type Via, type Where } from './things.ts';

/** Formats that can set environment variables. */
const FORMATS: ReadonlySet<FileFormat> = new Set([
  'dotenv',
  'dockerfile',
  'yaml',
  'shell',
  'toml',
  'ini',
  'notebook',
  'makefile',
  'powershell',
  'json',
  'markdown',
]);
/** Where settings bind stronger: what starts the program, what it loads, what the image holds, what is only an example. */
const RANK: Readonly<Record<EnvVar['host'], number>> = {
  compose: 0,
  k8s: 1,
  dotenv: 2,
  dockerfile: 3,
  shell: 4,
  notebook: 5,
  ci: 6,
  'dotenv-example': 7,
};
const SURE: Readonly<Record<EnvVar['host'], Confidence>> = {
  compose: 'high',
  k8s: 'high',
  dotenv: 'high',
  dockerfile: 'high',
  shell: 'medium',
  notebook: 'medium',
  ci: 'medium',
  'dotenv-example': 'medium',
};
/** Larger files are data. */
const MAX_FILE = 512 * 1024;
const MAX_FILES = 2_000;

interface Setting {
  variable: EnvVar;
  where: Where;
}

/** Files that may set variables, largest and vendored ones left out. */
function settingFiles(link: Link): string[] {
  return indexOf(link, 'files that set variables', () =>
    link.project.files
      .filter(
        (f) =>
          FORMATS.has(f.format) &&
          f.scope !== 'vendored' &&
          !f.local &&
          !isLockfile(f.path) &&
          (f.format !== 'json' || /compose|task|devcontainer|env|app/i.test(f.path)),
      )
      .slice(0, MAX_FILES)
      .map((f) => f.path),
  );
}

function settingsOf(link: Link, name: string): Setting[] {
  const known = indexOf(link, 'settings', () => new Map<string, Setting[]>());
  const before = known.get(name);
  if (before) return before;
  const found: Setting[] = [];
  for (const path of settingFiles(link)) {
    const text = link.project.text(path);
    if (text === undefined || text.length > MAX_FILE || !text.includes(name)) continue;
    const file = link.project.summary(path);
    for (const variable of file?.env ?? []) if (file && variable.name === name) found.push({ variable, where: fileSite(file) });
  }
  found.sort((a, b) => RANK[a.variable.host] - RANK[b.variable.host]);
  known.set(name, found);
  return found;
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash + 1);
}

/** In a tree of many programs those settings count that stand beside the program or above it, else those of no other program. */
function nearTo(link: Link, settings: readonly Setting[], path: string | undefined): readonly Setting[] {
  if (path === undefined) return settings;
  const above = settings.filter((s) => path.startsWith(folderOf(s.where.file.path)));
  return above.length > 0 ? above : settings.filter((s) => concerns(link, s.where.file.path, path));
}

/**
 * Values of a variable as the project sets them, strongest first.
 * @param near a file that reads it: settings beside or above that file are preferred
 */
export function environmentValues(link: Link, name: string, near?: string): ValueSet {
  const memo = indexOf(link, 'values of variables', () => new Map<string, ValueSet>());
  const key = `${name}\0${near === undefined ? '' : folderOf(near)}`;
  const known = memo.get(key);
  if (known) return known;
  const { question } = link;
  const { variables } = question;
  const same = variables.find((v) => v.name === name);
  if (same) {
    cutAt(question, same.depth);
    return nothing(`environment variable ${name} is set to itself`);
  }
  variables.push({ name, depth: question.nesting });
  const set = whole(
    question,
    () => variableValues(link, name, near),
    (result) => memo.set(key, result),
  );
  variables.pop();
  return set;
}

function variableValues(link: Link, name: string, near: string | undefined): ValueSet {
  const sets = nearTo(link, settingsOf(link, name), near).map(({ variable, where }) => {
    const note = noteAt(where, variable.at[0], `environment variable ${name}`, 'config', SURE[variable.host]);
    const set = through(evaluate(link, variable.value, where), [note]);
    return filtered(set, (v) => textOf(v) !== '');
  });
  const set = sets.length > 0 ? union(sets) : nothing(`environment variable ${name} is not set in the project`);
  return incomplete({ ...set, complete: true }, `environment variable ${name} may be set when the program runs`);
}

/** Defaults that code anywhere gives when reading the variable. */
export function environmentDefaults(link: Link, name: string): ValueSet {
  const sets: ValueSet[] = [];
  let opened = 0;
  for (const file of link.project.files) {
    if (
      file.scope === 'vendored' ||
      file.local ||
      !/^(?:python|javascript|notebook|go|java|kotlin|csharp|rust|ruby|php)$/.test(file.format)
    )
      continue;
    if (!(link.project.text(file.path) ?? '').includes(name)) continue;
    if (++opened > 20) break;
    const summary = link.project.summary(file.path);
    for (const code of summary?.code ?? []) {
      for (const { call, scope } of code.calls) {
        if (!summary || !call.a.some((a) => a.v.k === 'str' && a.v.v === name)) continue;
        const where: Where = { file: summary, code, scope };
        for (const thing of locate(link, call, where)) {
          if (thing.t === 'outside' && readOf(link, thing)?.name === name) sets.push(fallbackOf(link, thing));
        }
      }
    }
  }
  return sets.length > 0 ? union(sets) : nothing(`no default of ${name} in code`);
}

interface Read {
  name: string;
  via?: Via;
  fallback?: Expr;
}

/** Whether a symbol of the outside world reads a variable, and which. */
function readOf(link: Link, thing: OutsideThing): Read | undefined {
  const idiom = ENVIRONMENT_CALLS.get(thing.path);
  if (idiom) {
    const via = thing.via[0];
    const first = via?.call.a[0]?.v;
    const name = first && via ? onlyText(evaluate(link, first, via.site)) : undefined;
    if (!via || name === undefined) return undefined;
    const keyword = via.call.a.find((a) => a.name === 'default' || a.name === 'fallback');
    const positional = idiom.fallback === undefined ? undefined : via.call.a.filter((a) => a.name === undefined)[idiom.fallback];
    const fallback = keyword?.v ?? positional?.v;
    return { name, via, ...(fallback && { fallback }) };
  }
  const dot = thing.path.lastIndexOf('.');
  return ENVIRONMENT_OBJECTS.has(thing.path.slice(0, Math.max(0, dot))) ? { name: thing.path.slice(dot + 1) } : undefined;
}

function fallbackOf(link: Link, thing: OutsideThing): ValueSet {
  const read = readOf(link, thing);
  return read?.fallback && read.via ? marked(evaluate(link, read.fallback, read.via.site), 'env-default') : nothing('no default');
}

/** The values of a variable that is read in file `asking`: as set in the project, then the default written with the read. */
export function environmentOf(link: Link, thing: OutsideThing, asking: string | undefined): ValueSet | undefined {
  const read = readOf(link, thing);
  if (!read) return undefined;
  const near = read.via?.site.file.path ?? asking;
  const set = environmentValues(link, read.name, near);
  if (!read.fallback) return set;
  const fallback = fallbackOf(link, thing);
  const known = filtered(fallback, (v) => v.literalType !== 'null' && textOf(v) !== '');
  return incomplete(
    union([
      { ...set, complete: true },
      { ...known, complete: true },
    ]),
    set.reason ?? '',
  );
}

/** Whether an expression is the reading of an environment variable. */
export function environmentRead(link: Link, expr: Expr, where: Where): boolean {
  if (where.code.scopes.length === 0) return expr.k === 'name' || expr.k === 'attr';
  if (expr.k !== 'call' && expr.k !== 'attr' && expr.k !== 'index' && expr.k !== 'name') return false;
  return locate(link, expr, where).some((t) => t.t === 'outside' && readOf(link, t) !== undefined);
}

/** Variables that fill a field of a settings class: by its name with the class's prefix, or by the name its declaration gives. */
export function settingsOverride(link: Link, object: ClassThing, binding: Binding): Thing[] {
  if (!isSettings(link, object)) return [];
  const names = new Set<string>();
  const declared = binding.value?.k === 'call' ? binding.value : undefined;
  for (const arg of declared?.a ?? []) {
    if (!/^(?:env|alias|validation_alias)$/.test(arg.name ?? '')) continue;
    if (arg.v.k === 'str') names.add(arg.v.v.toUpperCase());
    if (arg.v.k === 'call') for (const a of arg.v.a) if (a.v.k === 'str') names.add(a.v.v.toUpperCase());
  }
  if (names.size === 0) names.add(`${prefixOf(object)}${binding.target}`.toUpperCase());
  const sets = [...names].map((name) => environmentValues(link, name, object.where.file.path)).filter((s) => s.values.length > 0);
  return sets.map((set): Thing => ({ t: 'values', set, notes: [] }));
}

function isSettings(link: Link, object: ClassThing, hops = 0): boolean {
  if (hops > 4) return false;
  return basesOf(link, object).some(
    (b) => (b.t === 'outside' && SETTINGS_BASE.test(b.path)) || (b.t === 'class' && isSettings(link, b, hops + 1)),
  );
}

/** `env_prefix` of `model_config` or of the inner `Config` class. */
function prefixOf(object: ClassThing): string {
  const { code, scope } = object.where;
  const index = codeIndex(code);
  const config = index.bindings[scope]?.get('model_config')?.[0]?.value;
  if (config?.k === 'call') {
    const prefix = config.a.find((a) => a.name === 'env_prefix')?.v;
    if (prefix?.k === 'str') return prefix.v;
  }
  for (const inner of index.scopes[scope]?.get('Config') ?? []) {
    const prefix = index.bindings[inner]?.get('env_prefix')?.[0]?.value;
    if (prefix?.k === 'str') return prefix.v;
  }
  return '';
}
