/** Lexical scopes of one piece of source: which definitions a name can refer to. */

import type { Binding, CodeSummary, Import, Language, Param, Scope, Span } from '../types/source.ts';
import type { Where } from './things.ts';

/** Something a name was defined by. `scope` is where the definition stands. */
export type Definition =
  | { d: 'binding'; binding: Binding; where: Where }
  | { d: 'param'; param: Param; where: Where }
  | { d: 'import'; import: Import; where: Where }
  /** A function or class declared by name; `where.scope` is its own scope. */
  | { d: 'scope'; where: Where };

/** The definitions of one piece of source by scope and name. */
export interface CodeIndex {
  bindings: Map<string, Binding[]>[];
  imports: Map<string, Import[]>[];
  /** `from x import *`, `using x`, and Go's dot imports. */
  stars: Import[];
  /** Assignments to members of something (`state.model = x`), wherever they stand. */
  members: Map<string, Binding[]>;
  /** Functions and classes by the scope they stand in. */
  scopes: Map<string, number[]>[];
}

const indexes = new WeakMap<CodeSummary, CodeIndex>();

function push<T>(table: Map<string, T[]>[], scope: number, name: string, item: T): void {
  const map = (table[scope] ??= new Map());
  const list = map.get(name);
  if (list) list.push(item);
  else map.set(name, [item]);
}

/** The index of a piece of source, made once. */
export function codeIndex(code: CodeSummary): CodeIndex {
  const known = indexes.get(code);
  if (known) return known;
  const index: CodeIndex = { bindings: [], imports: [], stars: [], members: new Map(), scopes: [] };
  for (const binding of code.bindings) {
    // An assignment in a block is seen by the function around it, too.
    if (binding.target.includes('.')) {
      const list = index.members.get(binding.target);
      if (list) list.push(binding);
      else index.members.set(binding.target, [binding]);
    }
    let scope = binding.scope;
    for (let hops = 0; hops < 60; hops++) {
      push(index.bindings, scope, binding.target, binding);
      const s = code.scopes[scope];
      if (!s || s.kind !== 'block' || s.parent === scope) break;
      scope = s.parent;
    }
  }
  for (const item of code.imports) {
    if (isStar(item)) index.stars.push(item);
    else push(index.imports, item.scope, item.alias, item);
  }
  code.scopes.forEach((scope, at) => {
    if (at === 0 || scope.parent === at) return;
    if (scope.name && scope.kind !== 'block') push(index.scopes, scope.parent, scope.name, at);
  });
  indexes.set(code, index);
  return index;
}

/** `*` bound to no name of its own. */
export function isStar(item: Import): boolean {
  return item.name === '*' && (item.alias === '' || item.alias === '*');
}

/** Languages in which the members of the enclosing class are in scope by their bare names. */
const BARE_MEMBERS: ReadonlySet<Language> = new Set(['java', 'kotlin', 'csharp', 'scala', 'swift', 'dart', 'c', 'ruby', 'php']);

/** Whether members of the enclosing class are in scope by their bare names. */
export function hasBareMembers(language: Language): boolean {
  return BARE_MEMBERS.has(language);
}

/** The scope a place stands in. */
export function scopeOf(where: Where): Scope | undefined {
  return where.code.scopes[where.scope];
}

/** The nearest scope of `kind` around `where`, itself included. */
export function enclosing(where: Where, kind: Scope['kind']): Where | undefined {
  let at = where.scope;
  for (let hops = 0; hops < 200; hops++) {
    const scope = where.code.scopes[at];
    if (!scope) return undefined;
    if (scope.kind === kind) return { ...where, scope: at };
    if (scope.parent === at || at === 0) return undefined;
    at = scope.parent;
  }
  return undefined;
}

const paramTables = new WeakMap<Scope, Map<string, Param[]>>();
const NO_PARAMS: Map<string, Param[]> = new Map();

/** Parameters of a scope by name. */
function paramsNamed(scope: Scope | undefined): Map<string, Param[]> {
  if (!scope?.params?.length) return NO_PARAMS;
  let table = paramTables.get(scope);
  if (!table) {
    table = new Map();
    for (const param of scope.params) {
      const list = table.get(param.name);
      if (list) list.push(param);
      else table.set(param.name, [param]);
    }
    paramTables.set(scope, table);
  }
  return table;
}

/** Bindings, and functions, of one name looked at in one scope. */
const MAX_BINDINGS = 48;

function holds(span: Span, offset: number): boolean {
  return span[0] <= offset && offset < span[1];
}

/** Languages whose readers tell in which branch an assignment stands. */
const TELLS_BRANCHES: ReadonlySet<Language> = new Set(['python', 'javascript']);

/** Whether no run that comes to `offset` leaves out the assignment before it: what was assigned earlier is gone. */
function replaces({ kind, value, within }: Binding, offset: number): boolean {
  return kind === 'assign' && value !== undefined && (within === undefined || holds(within, offset));
}

/**
 * Definitions of `name` in one scope, seen from offset `at`. With `ordered`, only assignments that stand before that offset count, if there
 * are any, from the last one on that is made in any case. An assignment whose own value holds the offset (`model = model or "x"`) is not its
 * own source, and what is declared in a block is not seen outside of it.
 */
function definedIn(where: Where, scope: number, name: string, at?: number, ordered = false): Definition[] {
  const { code } = where;
  const index = codeIndex(code);
  const found: Definition[] = [];
  let bindings: readonly Binding[] = index.bindings[scope]?.get(name) ?? [];
  let replaced = false;
  if (at !== undefined && bindings.some((b) => b.local)) bindings = bindings.filter((b) => !b.local || !b.within || holds(b.within, at));
  if (at !== undefined && ordered && bindings.length > 0) {
    const others = bindings.filter((b) => !(b.value && holds(b.value.at, at)));
    const earlier = others.filter((b) => b.targetAt[0] < at);
    const last = TELLS_BRANCHES.has(code.language) ? earlier.findLastIndex((b) => replaces(b, at)) : -1;
    replaced = last >= 0;
    bindings = earlier.length > 0 ? earlier.slice(Math.max(0, last)) : others;
  }
  // Of a name that is bound over and over (bundled code) the latest bindings count.
  if (bindings.length > MAX_BINDINGS) bindings = bindings.slice(-MAX_BINDINGS);
  // A declaration without a value says nothing when another assignment gives one.
  if (bindings.length > 1) {
    const valued = bindings.filter((b) => b.value !== undefined);
    if (valued.length > 0) bindings = valued;
  }
  for (const binding of bindings) found.push({ d: 'binding', binding, where: { ...where, scope: binding.scope } });
  for (const param of replaced ? [] : (paramsNamed(code.scopes[scope]).get(name) ?? []))
    found.push({ d: 'param', param, where: { ...where, scope } });
  for (const item of index.imports[scope]?.get(name) ?? []) found.push({ d: 'import', import: item, where: { ...where, scope } });
  // Of functions written over and over under one name the latest count, too.
  for (const at of (index.scopes[scope]?.get(name) ?? []).slice(-MAX_BINDINGS)) {
    const alreadyBound = bindings.some((b) => b.value?.k === 'fn' && b.value.scope === at);
    if (!alreadyBound) found.push({ d: 'scope', where: { ...where, scope: at } });
  }
  return found;
}

/** What `name` can refer to, seen from `where` at offset `at`: the innermost scope that defines it decides. */
export function lookup(where: Where, name: string, at: number): Definition[] {
  const { code } = where;
  let scope = where.scope;
  let sameFunction = true;
  for (let hops = 0; hops < 200; hops++) {
    const s = code.scopes[scope];
    if (!s) break;
    const visible = s.kind !== 'class' || scope === where.scope || hasBareMembers(code.language);
    if (visible) {
      const found = definedIn(where, scope, name, at, sameFunction);
      if (found.length > 0) return found;
    }
    if (s.kind === 'function' || s.kind === 'class') sameFunction = false;
    if (scope === 0 || s.parent === scope) break;
    scope = s.parent;
  }
  return inOtherParts(where, name);
}

/** The innermost function around an offset; `starts` are the scopes in the order in which they begin. */
function functionAt(code: CodeSummary, starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((code.scopes[starts[middle] ?? 0]?.at[0] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  for (let scope = starts[low] ?? -1; scope >= 0; scope = code.scopes[scope]?.parent ?? -1) {
    const it = code.scopes[scope];
    if (it?.kind === 'function' && holds(it.at, offset)) return scope;
  }
  return -1;
}

const globals = new WeakMap<CodeSummary, Map<string, Binding[]>>();

/** Assignments to a module's name inside functions that declare it `global` (Python); `text` is the file's, in which the statement stands. */
export function globalBindings(code: CodeSummary, name: string, text: string): readonly Binding[] {
  let table = globals.get(code);
  if (!table) {
    table = new Map();
    const starts = code.scopes.map((_, at) => at).toSorted((a, b) => (code.scopes[a]?.at[0] ?? 0) - (code.scopes[b]?.at[0] ?? 0));
    for (const match of text.matchAll(/^[ \t]+global[ \t]+([\w, \t]+)$/gm)) {
      const scope = functionAt(code, starts, match.index);
      for (const word of (match[1] as string).split(',')) {
        const target = word.trim();
        const inside = codeIndex(code).bindings[scope]?.get(target) ?? [];
        const list = table.get(target);
        if (list) list.push(...inside);
        else table.set(target, [...inside]);
      }
    }
    globals.set(code, table);
  }
  return table.get(name) ?? [];
}

/**
 * Assignments to a member of something that all functions of the file share (`st.state.model = x`, `config["model"] = x` of a module's
 * `config`): they count wherever they stand.
 */
export function sharedMember(where: Where, chain: string, at: number): Definition[] {
  const bindings = codeIndex(where.code).members.get(chain);
  if (!bindings) return [];
  const root = chain.slice(0, chain.indexOf('.'));
  const isLocal = (scope: number, from = at): boolean =>
    lookup({ ...where, scope }, root, from).some((d) => d.d === 'param' || (d.d === 'binding' && d.binding.scope !== 0));
  if (isLocal(where.scope)) return [];
  return bindings
    .filter((b) => !isLocal(b.scope, b.targetAt[0]))
    .map((binding): Definition => ({ d: 'binding', binding, where: { ...where, scope: binding.scope } }));
}

/** Module-level definitions in the other pieces of the same file: cells of a notebook, scripts of a page. */
function inOtherParts(where: Where, name: string): Definition[] {
  const found: Definition[] = [];
  for (const code of where.file.code) {
    if (code === where.code || code.language !== where.code.language) continue;
    found.push(...definedIn({ ...where, code, scope: 0 }, 0, name));
  }
  return found;
}

const blockTables = new WeakMap<CodeSummary, Map<string, Binding[]>>();

/** Bindings of named blocks (fields outside of classes) of one piece of source by name; the latest of many. */
export function namedBlocks(code: CodeSummary, name: string): readonly Binding[] {
  let table = blockTables.get(code);
  if (!table) {
    table = new Map();
    for (const binding of code.bindings) {
      if (binding.kind !== 'field' || binding.target.includes('.') || code.scopes[binding.scope]?.kind === 'class') continue;
      const list = table.get(binding.target);
      if (list) list.push(binding);
      else table.set(binding.target, [binding]);
    }
    blockTables.set(code, table);
  }
  return (table.get(name) ?? []).slice(-MAX_BINDINGS);
}

/** Definitions of `name` at the top of a file, in any of its pieces. */
export function definedAtTop(file: Where['file'], name: string): Definition[] {
  const found: Definition[] = [];
  for (const code of file.code) found.push(...definedIn({ file, code, scope: 0 }, 0, name));
  return found;
}
