/** Which calls in the project are calls of one function: found by text first, then told apart by what their callees are. */

import type { CallSite, CodeSummary, FileFormat, Language } from '../types/source.ts';
import { handedOver, handOverNames } from './hand-overs.ts';
import { enclosing, scopeOf } from './lexical.ts';
import { locate } from './locate.ts';
import { basesOf, constructorOf } from './members.ts';
import { apart, indexOf, LIMITS, simpleName, type CallExpr, type Link, type Thing, type Where } from './things.ts';

/** A call of the function asked about; `sure` when its callee was followed to it, not only named like it. */
export interface Caller {
  call: CallExpr;
  where: Where;
  sure: boolean;
}

const FAMILIES: readonly (readonly FileFormat[])[] = [
  ['python', 'notebook'],
  ['javascript', 'html'],
  ['java', 'kotlin', 'scala'],
];

/** Formats whose files can call each other. */
export function familyOf(language: Language): readonly FileFormat[] {
  return FAMILIES.find((f) => f.includes(language)) ?? [language];
}

/** Text read for the index of one family, in characters. */
const MAX_INDEXED = 48 * 1024 * 1024;
/** Larger files are data or bundles. */
const MAX_FILE = 1_500_000;

/** Bundled and minified code: its names are one letter long and stand for everything. */
function isBundle(text: string): boolean {
  if (text.length < 20_000) return false;
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < 20_000; at = text.indexOf('\n', at + 1)) lines++;
  return lines < 60;
}

interface CalleeIndex {
  files: Map<string, number[]>;
  paths: string[];
}

/** Files of the family by the simple names called in them. */
function calleeIndex(link: Link, language: Language): CalleeIndex {
  const family = familyOf(language);
  return indexOf(link, `callees of ${family[0]}`, () => {
    const index: CalleeIndex = { files: new Map(), paths: [] };
    let left = MAX_INDEXED;
    for (const file of link.project.files) {
      if (!family.includes(file.format) || file.scope === 'vendored' || file.local) continue;
      const text = link.project.text(file.path);
      if (text === undefined || text.length > MAX_FILE || isBundle(text)) continue;
      left -= text.length;
      if (left < 0) break;
      const at = index.paths.push(file.path) - 1;
      addCallees(index, text, at, '(');
      if (BRACED.has(file.format)) addCallees(index, text, at, '{');
    }
    return index;
  });
}

function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code >= 48 && code <= 57) || code === 36 || code > 127
  );
}

/** Languages that make objects with braces: `Options{Model: "x"}`, `new Options { Model = "x" }`. */
const BRACED: ReadonlySet<FileFormat> = new Set(['go', 'rust', 'csharp', 'swift']);

function addCallees(index: CalleeIndex, text: string, file: number, opener: string): void {
  for (let paren = text.indexOf(opener); paren !== -1; paren = text.indexOf(opener, paren + 1)) {
    let end = paren;
    if (opener === '{') while (end > 0 && text.charCodeAt(end - 1) === 32) end--;
    if (text.charCodeAt(end - 1) === 62) {
      // `new Foo<Bar>(`: the name stands before the type arguments.
      const open = text.lastIndexOf('<', end);
      if (open > end - 80) end = open;
    }
    let start = end;
    while (start > 0 && end - start < 100 && isWord(text.charCodeAt(start - 1))) start--;
    if (start === end) continue;
    const name = text.slice(start, end);
    const files = index.files.get(name);
    if (!files) index.files.set(name, [file]);
    else if (files.at(-1) !== file && !(opener === '{' && files.includes(file))) files.push(file);
  }
}

const callTables = new WeakMap<CodeSummary, Map<string, CallSite[]>>();

/** The calls of one piece of source by simple name. */
export function callsNamed(code: CodeSummary, name: string): readonly CallSite[] {
  let table = callTables.get(code);
  if (!table) {
    table = new Map();
    for (const site of code.calls) {
      const callee = simpleName(site.call.f);
      if (callee === undefined) continue;
      const list = table.get(callee);
      if (list) list.push(site);
      else table.set(callee, [site]);
    }
    callTables.set(code, table);
  }
  return table.get(name) ?? [];
}

/** Methods of these names stand for too many things to be matched by name alone. */
const GENERIC =
  /^(?:get|set|run|call|main|load|init|create|build|make|start|open|send|close|add|update|execute|process|handle|parse|read|write|forward|invoke|apply|__\w+__|constructor|new|map|filter|reduce|push|pop|test|setup|from_pretrained|generate|predict|train|fit|eval|evaluate|format|print|log|append|extend|join|split|post|put|delete|fetch|query|render)$/;

/** Calls named `name` in the project, in production files first. */
function sitesNamed(link: Link, name: string, near: Where): { site: CallSite; where: Where }[] {
  const index = calleeIndex(link, near.code.language);
  const paths = (index.files.get(name) ?? []).map((i) => index.paths[i] as string);
  const rank = (path: string): number => (path === near.file.path ? 0 : link.project.file(path)?.scope === 'test' ? 2 : 1);
  const found: { site: CallSite; where: Where }[] = [];
  for (const path of paths.toSorted((a, b) => rank(a) - rank(b)).slice(0, LIMITS.filesByName)) {
    const file = path === near.file.path ? near.file : link.project.summary(path);
    for (const code of file?.code ?? []) {
      for (const site of callsNamed(code, name)) {
        if (file) found.push({ site, where: { file, code, scope: site.scope } });
        if (found.length >= LIMITS.callers * 4) return found;
      }
    }
  }
  return found;
}

function isScope(thing: Thing, target: Where): boolean {
  return (thing.t === 'function' || thing.t === 'class') && thing.where.code === target.code && thing.where.scope === target.scope;
}

/** `sure`, only by name (`maybe`), or another function (`no`). */
function judge(link: Link, call: CallExpr, where: Where, target: Where, isMethod: boolean): 'sure' | 'maybe' | 'no' {
  const things = locate(link, call.f, where);
  if (things.some((t) => isScope(t, target))) return 'sure';
  if (things.some((t) => t.t === 'function' || t.t === 'class' || t.t === 'outside' || t.t === 'expr')) return 'no';
  return isMethod && call.f.k === 'attr' && !GENERIC.test(call.f.n) ? 'maybe' : 'no';
}

const known = new WeakMap<object, Caller[]>();

/** Runs `find` with its own fuel, remembered for the function it is about. */
function remembered(link: Link, key: object, find: () => Caller[]): Caller[] {
  const before = known.get(key);
  if (before) return before;
  const found = apart(link, () => {
    link.question.findingCallers = true;
    return find();
  });
  known.set(key, found);
  return found;
}

/** Calls of the function whose scope is `fn.scope`. */
export function callersOf(link: Link, fn: Where): Caller[] {
  const scope = scopeOf(fn);
  if (!scope) return [];
  const owner = fn.code.scopes[scope.parent];
  const classWhere: Where | undefined = owner?.kind === 'class' ? { file: fn.file, code: fn.code, scope: scope.parent } : undefined;
  if (classWhere && constructorOf(classWhere)?.scope === fn.scope) return constructorCalls(link, classWhere);
  const name = nameOf(fn);
  if (name === undefined) return [];
  return remembered(link, scope, () => {
    const found: Caller[] = [];
    for (const { site, where } of sitesNamed(link, name, fn)) {
      if (found.length >= LIMITS.callers) break;
      const verdict = judge(link, site.call, where, fn, classWhere !== undefined);
      if (verdict !== 'no') found.push({ call: site.call, where, sure: verdict === 'sure' });
    }
    found.push(...throughOthers(link, name, fn));
    // Calls that are surely meant leave no room for those that merely share the name.
    return found.some((c) => c.sure) ? found.filter((c) => c.sure) : found;
  });
}

/** The name a function can be called by: its own, or that of the binding it is assigned to. */
function nameOf(fn: Where): string | undefined {
  const scope = scopeOf(fn);
  if (scope?.name && !scope.name.startsWith('<')) return scope.name;
  return boundFunctions(fn.code).get(fn.scope);
}

const boundNames = new WeakMap<CodeSummary, Map<number, string>>();

/** Names of the bindings whose value is a function, by the scope of the function. */
function boundFunctions(code: CodeSummary): Map<number, string> {
  let names = boundNames.get(code);
  if (!names) {
    names = new Map();
    for (const { target, value } of code.bindings)
      if (value?.k === 'fn' && !names.has(value.scope)) names.set(value.scope, target.slice(target.lastIndexOf('.') + 1));
    boundNames.set(code, names);
  }
  return names;
}

/** Words read behind a callee that calls what it is given. */
const HANDED_WORDS = 8;

/** Files of the family by the names of what is handed over in them to be called. */
function handedIndex(link: Link, language: Language): Map<string, string[]> {
  return indexOf(link, `handed over in ${language}`, () => {
    const names = handOverNames(language);
    const index = new Map<string, string[]>();
    if (names.length === 0) return index;
    const callees = calleeIndex(link, language);
    const paths = new Set(names.flatMap((n) => callees.files.get(n) ?? []).map((i) => callees.paths[i] as string));
    const handing = new RegExp(String.raw`(?:([\w$]+)\s*\??\.\s*)?\b(?:${names.join('|')})\s*\(([^()]{0,200})`, 'g');
    for (const path of paths) {
      for (const match of (link.project.text(path) ?? '').matchAll(handing)) {
        for (const word of [match[1] ?? '', ...(match[2]?.match(/[A-Za-z_$][\w$]*/g) ?? []).slice(0, HANDED_WORDS)]) {
          const files = index.get(word);
          if (!files) index.set(word, [path]);
          else if (files.at(-1) !== path) files.push(path);
        }
      }
    }
    return index;
  });
}

const handedTables = new WeakMap<CodeSummary, Map<string, CallSite[]>>();

/** The calls that other calls of one piece of source make, by the simple name of what is called. */
function handedByName(code: CodeSummary): Map<string, CallSite[]> {
  let table = handedTables.get(code);
  if (!table) {
    table = new Map();
    for (const callee of handOverNames(code.language)) {
      for (const { call, scope } of callsNamed(code, callee)) {
        for (const handed of handedOver(call, code.language)) {
          const name = simpleName(handed.call.f) ?? '';
          const sites = table.get(name);
          if (sites) sites.push({ call: handed.call, scope });
          else table.set(name, [{ call: handed.call, scope }]);
        }
      }
    }
    handedTables.set(code, table);
  }
  return table;
}

/** `partial(f, model=…)`, `Thread(target=f, args=…)` and the like are calls of `f` as far as its arguments go. */
function throughOthers(link: Link, name: string, target: Where): Caller[] {
  const found: Caller[] = [];
  const { language } = target.code;
  for (const path of (handedIndex(link, language).get(name) ?? []).slice(0, LIMITS.filesByName)) {
    const file = path === target.file.path ? target.file : link.project.summary(path);
    for (const code of file?.code ?? []) {
      for (const { call, scope } of handedByName(code).get(name) ?? []) {
        if (!file || found.length >= LIMITS.callers) break;
        const where: Where = { file, code, scope };
        if (locate(link, call.f, where).some((t) => isScope(t, target))) found.push({ call, where, sure: true });
      }
    }
  }
  return found;
}

/** Calls that make an instance of the class whose scope is `type.scope`, also through subclasses and `super()`. */
export function constructorCalls(link: Link, type: Where): Caller[] {
  const scope = scopeOf(type);
  if (!scope?.name) return [];
  if (link.question.findingCallers) return known.get(scope) ?? [];
  return remembered(link, scope, () => {
    const found: Caller[] = [];
    const take = (name: string, target: Where): void => {
      for (const { site, where } of sitesNamed(link, name, target)) {
        if (found.length >= LIMITS.callers) return;
        if (locate(link, site.call.f, where).some((t) => isScope(t, target))) found.push({ call: site.call, where, sure: true });
      }
      found.push(...throughOthers(link, name, target));
    };
    take(scope.name, type);
    for (const sub of subclassesOf(link, type)) {
      if (!constructorOf(sub)) take(scopeOf(sub)?.name ?? '', sub);
      for (const name of ['__init__', 'super']) {
        for (const site of callsNamed(sub.code, name)) {
          const where: Where = { file: sub.file, code: sub.code, scope: site.scope };
          if (enclosing(where, 'class')?.scope === sub.scope && isSuper(site.call)) found.push({ call: site.call, where, sure: true });
        }
      }
    }
    return found;
  });
}

function isSuper(call: CallExpr): boolean {
  if (call.f.k === 'name') return call.f.n === 'super' && call.a.length > 0;
  return call.f.k === 'attr' && call.f.o.k === 'call' && call.f.o.f.k === 'name' && call.f.o.f.n === 'super';
}

const HEADER = /\b(?:class|interface|struct|object|trait|impl)\s+\w[^{\n]{0,300}/g;

/** Files of the family by the names in the heads of their classes behind the class's own. */
function baseIndex(link: Link, language: Language): Map<string, string[]> {
  const family = familyOf(language);
  return indexOf(link, `bases of ${family[0]}`, () => {
    const index = new Map<string, string[]>();
    let left = MAX_INDEXED;
    for (const file of link.project.files) {
      if (!family.includes(file.format) || file.scope === 'vendored' || file.local) continue;
      const text = link.project.text(file.path);
      if (text === undefined || text.length > MAX_FILE) continue;
      left -= text.length;
      if (left < 0) break;
      for (const head of text.matchAll(HEADER)) {
        for (const word of (head[0].match(/[A-Za-z_]\w*/g) ?? []).slice(2, 12)) {
          const files = index.get(word);
          if (!files) index.set(word, [file.path]);
          else if (files.at(-1) !== file.path) files.push(file.path);
        }
      }
    }
    return index;
  });
}

/** Classes that extend the class directly. */
function subclassesOf(link: Link, type: Where): Where[] {
  const name = scopeOf(type)?.name ?? '';
  const found: Where[] = [];
  for (const path of (baseIndex(link, type.code.language).get(name) ?? []).slice(0, LIMITS.filesByName)) {
    const summary = link.project.summary(path);
    for (const code of summary?.code ?? []) {
      code.scopes.forEach((scope, at) => {
        if (scope.kind !== 'class' || !summary || !scope.bases?.some((b) => simpleName(b) === name)) return;
        const where: Where = { file: summary, code, scope: at };
        if (basesOf(link, { t: 'class', where, notes: [] }).some((t) => isScope(t, type))) found.push(where);
      });
    }
  }
  return found;
}
