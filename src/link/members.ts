/** Members of classes and of modules of the project. */

import type { Binding, CodeSummary, Language, Scope } from '../types/source.ts';
import { annotationThings } from './annotations.ts';
import { cutAt, whole } from './bounded.ts';
import { codeIndex, definedAtTop, enclosing, scopeOf, type Definition } from './lexical.ts';
import { locate } from './locate.ts';
import { thingOf } from './names.ts';
import { importedThings } from './imports.ts';
import { argumentFor, constructorCalls, parameterThings } from './parameters.ts';
import { settingsOverride } from './environment.ts';
import { typeThings } from './type-names.ts';
import {
  indexOf,
  noteAt,
  open,
  reachedBy,
  type CallExpr,
  type ClassThing,
  type Frame,
  type Link,
  type Thing,
  type Where,
} from './things.ts';

/** How far base classes and re-exports are followed. */
const MAX_HOPS = 8;
/** Modules asked one through the other. */
const MAX_MODULES = 40;
const SELF = /^(?:self|this|cls|@|\$this|Self)[.>-]*/;
/** Name of the constructor, where it is not the name of the class. */
const CONSTRUCTORS: Partial<Record<Language, string>> = {
  python: '__init__',
  javascript: 'constructor',
  swift: 'init',
  php: '__construct',
  ruby: 'initialize',
  kotlin: 'constructor',
};

type MemberTable = Map<string, Binding[]>[];
const memberTables = new WeakMap<CodeSummary, MemberTable>();

/** Assignments to `self.x` and `this.x` by class scope and the path behind `self.`. */
function selfBindings(code: CodeSummary): MemberTable {
  const known = memberTables.get(code);
  if (known) return known;
  const table: MemberTable = [];
  for (const binding of code.bindings) {
    const match = SELF.exec(binding.target);
    if (!match || match[0].length === binding.target.length) continue;
    let scope = binding.scope;
    for (let hops = 0; hops < 100 && code.scopes[scope] && code.scopes[scope]?.kind !== 'class'; hops++)
      scope = code.scopes[scope]?.parent ?? -1;
    if (code.scopes[scope]?.kind !== 'class') continue;
    const name = binding.target.slice(match[0].length);
    const map = (table[scope] ??= new Map());
    const list = map.get(name);
    if (list) list.push(binding);
    else map.set(name, [binding]);
  }
  memberTables.set(code, table);
  return table;
}

/** The constructor of a class, if it declares one. */
export function constructorOf(where: Where): Where | undefined {
  const scopes = codeIndex(where.code).scopes[where.scope];
  const name = CONSTRUCTORS[where.code.language] ?? scopeOf(where)?.name ?? '';
  const at = scopes?.get(name)?.find((s) => where.code.scopes[s]?.kind === 'function');
  return at === undefined ? undefined : { ...where, scope: at };
}

/** The fields of a class in order of declaration: what a generated constructor takes by position. */
export function fieldsOf(where: Where): Binding[] {
  const seen = new Set<string>();
  return where.code.bindings.filter((b) => {
    if (b.scope !== where.scope || b.type === undefined || seen.has(b.target)) return false;
    seen.add(b.target);
    return true;
  });
}

/** The member `name` (or a deeper path, `config.model`) of a class or instance, in the class and its bases. */
export function classMember(link: Link, object: ClassThing, name: string, hops = 0): Thing[] {
  if (hops > MAX_HOPS) return [];
  for (const where of partsOf(object.where)) {
    const own = ownMember(link, where === object.where ? object : { ...object, where }, name);
    if (own.length > 0) return own;
  }
  const method = object.where.code.language === 'go' ? goMethod(link, object, name) : [];
  if (method.length > 0) return method;
  const found: Thing[] = [];
  for (const base of basesOf(link, object)) {
    if (base.t === 'class') found.push(...classMember(link, { ...base, ...(object.made && { made: object.made }) }, name, hops + 1));
    else if (base.t === 'outside') {
      const via = object.made ? [{ call: object.made.call, site: object.made.where }, ...base.via] : base.via;
      found.push({ ...base, path: `${base.path}.${name}`, via, byType: true });
    }
  }
  return found;
}

/** A class can be written in several parts: `impl` blocks, `partial` classes, extensions. */
function partsOf(where: Where): Where[] {
  const scope = scopeOf(where);
  const all = codeIndex(where.code).scopes[scope?.parent ?? 0]?.get(scope?.name ?? '') ?? [];
  const others = all.filter((at) => at !== where.scope && where.code.scopes[at]?.kind === 'class');
  return [where, ...others.map((at): Where => ({ file: where.file, code: where.code, scope: at }))];
}

/** Methods stand beside their type in Go, in any file of the package; the text in front of the name tells whose they are. */
function goMethod(link: Link, object: ClassThing, name: string): Thing[] {
  const type = scopeOf(object.where)?.name ?? '';
  const path = object.where.file.path;
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const head = new RegExp(String.raw`^func\s*\(\s*\w+\s+\*?\s*${type}\b`);
  for (const other of [path, ...link.modules.filesIn(folder).filter((p) => p !== path && p.endsWith('.go'))]) {
    const text = link.project.text(other) ?? '';
    if (!text.includes(`) ${name}(`)) continue;
    const file = other === path ? object.where.file : link.project.summary(other);
    for (const code of file?.code ?? []) {
      const at = codeIndex(code)
        .scopes[0]?.get(name)
        ?.find((s) => head.test(text.slice(code.scopes[s]?.at[0], (code.scopes[s]?.at[0] ?? 0) + 200)));
      if (file && at !== undefined) return [{ t: 'function', where: { file, code, scope: at }, self: object, notes: [] }];
    }
  }
  return [];
}

/** What the bases of a class stand for. */
export function basesOf(link: Link, object: ClassThing): Thing[] {
  const scope = scopeOf(object.where);
  const around: Where = { ...object.where, scope: Math.max(0, scope?.parent ?? 0) };
  const found: Thing[] = [];
  for (const base of scope?.bases ?? []) {
    // `Base[T]`, `mixin(Base)`: what is inside counts.
    const expr = base.k === 'index' ? base.o : base;
    for (const thing of locate(link, expr, around)) {
      if (thing.t === 'class' && thing.where.code === object.where.code && thing.where.scope === object.where.scope) continue;
      found.push(thing);
    }
  }
  return found;
}

function ownMember(link: Link, object: ClassThing, name: string): Thing[] {
  const { where } = object;
  const index = codeIndex(where.code);
  const found: Thing[] = [];
  const constructor = constructorOf(where);
  const made = object.made;
  const madeFrame: Frame | undefined =
    made && constructor
      ? {
          fn: scopeOf(constructor) as Scope,
          args: made.call.a,
          at: made.where,
          up: made.where.frame,
          depth: (made.where.frame?.depth ?? 0) + 1,
        }
      : undefined;

  for (const binding of selfBindings(where.code)[where.scope]?.get(name) ?? []) {
    if (binding.value === undefined) continue;
    const at: Where = { file: where.file, code: where.code, scope: binding.scope };
    const inside = enclosing(at, 'function');
    if (madeFrame && inside && constructor && inside.scope === constructor.scope) at.frame = madeFrame;
    found.push(bindingThing(binding, at, `bound to ${binding.target}`));
  }
  const fields = (index.bindings[where.scope]?.get(name) ?? []).filter((b) => b.scope === where.scope);
  if (fields.length > 0 && !constructor) {
    const given = givenToGenerated(link, object, name);
    if (given.length > 0 && made) return given;
    found.push(...given);
  }
  for (const binding of fields) {
    const at: Where = { file: where.file, code: where.code, scope: where.scope };
    found.push(...settingsOverride(link, object, binding));
    found.push(...annotationThings(link, binding, at));
    if (binding.value === undefined) {
      if (found.length > 0) {
        // An option whose value is the name of a member of an enum: what the enum says of itself is asked of the type.
        if (binding.decorators)
          found.push(...(binding.type === undefined ? [] : typeThings(link, binding.type, at)).filter((t) => t.t === 'class'));
        continue;
      }
      if (binding.kind === 'enum') {
        // A member without a value stands for the whole: its methods tell by cases what it is worth.
        found.push({ t: 'class', where: object.where, made: { call: emptyCall(binding), where: at }, notes: [] });
        continue;
      }
      const typed = binding.type === undefined ? [] : typeThings(link, binding.type, at);
      found.push(...(typed.length > 0 ? typed : [open(`field ${scopeOf(where)?.name}.${name} is given no value in the project`)]));
      continue;
    }
    // What a generated constructor can be given; elsewhere a field's value is its value.
    const generated = scopeOf(where)?.params?.some((p) => p.name === name);
    const isDefault =
      !constructor && (generated || (binding.type !== undefined && binding.kind !== 'enum' && where.code.language === 'python'));
    found.push(bindingThing(binding, at, `field ${scopeOf(where)?.name}.${binding.target}`, isDefault ? 'default' : 'constant'));
  }
  for (const at of index.scopes[where.scope]?.get(name) ?? []) {
    const inner: Where = { file: where.file, code: where.code, scope: at };
    found.push(
      where.code.scopes[at]?.kind === 'class'
        ? { t: 'class', where: inner, notes: [] }
        : { t: 'function', where: inner, self: object, notes: [] },
    );
  }
  if (found.length > 0) return found;
  // A parameter of the constructor that is a field by its modifier (`constructor(private model: string)`, `class C(val model: String)`).
  for (const holder of [constructor, where]) {
    const param = holder && scopeOf(holder)?.params?.find((p) => p.name === name);
    if (holder && param) return parameterThings(link, param, { ...holder, ...(madeFrame && { frame: madeFrame }) });
  }
  return [];
}

function emptyCall(binding: Binding): CallExpr {
  return { k: 'call', f: { k: 'name', n: binding.target, at: binding.targetAt }, a: [], at: binding.targetAt };
}

function bindingThing(binding: Binding, at: Where, what: string, how: 'constant' | 'default' = 'constant'): Thing {
  const notes = [noteAt(at, binding.targetAt[0], what, how)];
  if (!binding.value) return open(`${binding.target} has no value`);
  return { t: 'expr', expr: binding.value, where: at, notes, ...(binding.type !== undefined && { type: binding.type }) };
}

/** What calls give for a field of a class whose constructor is generated from its fields. */
function givenToGenerated(link: Link, object: ClassThing, name: string): Thing[] {
  const order = fieldsOf(object.where).map((b) => ({ name: b.target, at: b.targetAt }));
  const calls = object.made ? [{ call: object.made.call, where: object.made.where, sure: true }] : constructorCalls(link, object.where);
  const found: Thing[] = [];
  for (const { call, where, sure } of calls) {
    const given = argumentFor(link, order, call.a, where, name);
    const note = noteAt(where, call.at[0], `argument ${name} of ${scopeOf(object.where)?.name}()`, 'constant', sure ? 'high' : 'medium');
    found.push(...given.map((thing) => reachedBy(thing, [note])));
  }
  return found;
}

/** What `name` is when asked of a file of the project: a definition, something it passes on, or a module below it. */
export function moduleMember(link: Link, path: string, name: string, folder: boolean): Thing[] {
  const memo = indexOf(link, 'members of modules', () => new Map<string, Thing[]>());
  const key = `${path}\0${name}`;
  const known = memo.get(key);
  if (known) return known;
  const { question } = link;
  // Modules may pass on each other's names in a circle.
  const same = question.modules.get(key);
  if (same !== undefined || question.modules.size > MAX_MODULES || question.fuel <= 0) {
    cutAt(question, same ?? -1);
    return [];
  }
  question.modules.set(key, question.nesting);
  question.fuel--;
  const found = whole(
    question,
    () => findMember(link, path, name, folder),
    (result) => memo.set(key, result),
  );
  question.modules.delete(key);
  return found;
}

function findMember(link: Link, path: string, name: string, folder: boolean): Thing[] {
  if (folder) {
    for (const file of link.modules.filesIn(path)) {
      if (!file.endsWith('.go') || !(link.project.text(file) ?? '').includes(name)) continue;
      const found = moduleMember(link, file, name, false);
      if (found.length > 0) return found;
    }
    return [];
  }
  if (path.endsWith('.json'))
    return name === 'default' ? [{ t: 'document', path, keys: [], notes: [] }] : [{ t: 'document', path, keys: [name], notes: [] }];
  const summary = link.project.summary(path);
  if (!summary) return [];
  const definitions: Definition[] = [];
  const language = summary.code[0]?.language;
  for (const code of summary.code) {
    for (const exported of code.exports ?? []) {
      if (exported.name === name)
        definitions.push(...definedAtTop({ ...summary, code: [code] }, exported.local || 'default').map((d) => inFile(d, summary)));
    }
    const where: Where = { file: summary, code, scope: 0 };
    for (const item of code.imports) {
      if (item.reexport && item.alias === name && item.scope === 0) definitions.push({ d: 'import', import: item, where });
    }
  }
  if (definitions.length === 0) definitions.push(...definedAtTop(summary, name));
  if (definitions.length === 0 && language === 'javascript') {
    const targets = name === 'default' ? ['module.exports', 'exports.default', 'default'] : [`exports.${name}`, `module.exports.${name}`];
    for (const target of targets) definitions.push(...definedAtTop(summary, target));
  }
  const found = definitions.flatMap((definition) => thingOf(link, definition, name));
  if (found.length > 0) return found;
  for (const code of summary.code) {
    for (const star of codeIndex(code).stars) {
      if (language === 'javascript' && !star.reexport) continue;
      const target = link.modules.resolve(star.module, path, code.language);
      if (target !== undefined) found.push(...moduleMember(link, target, name, false));
      else if (star.reexport && name !== 'default')
        found.push(...importedThings(link, { ...star, name, alias: name }, { file: summary, code, scope: 0 }));
    }
    if (found.length > 0) return found;
  }
  if (language === 'python') {
    const base = path.endsWith('/__init__.py') || path === '__init__.py' ? `.${name}` : undefined;
    const below = base === undefined ? undefined : link.modules.resolve(base, path, 'python');
    if (below !== undefined) return [{ t: 'module', path: below, notes: [] }];
  }
  if (language === 'javascript' && name !== 'default') {
    // `module.exports = { model: … }`
    for (const definition of definedAtTop(summary, 'module.exports')) {
      for (const thing of thingOf(link, definition, name)) {
        if (thing.t === 'expr') found.push({ ...thing, expr: { k: 'attr', o: thing.expr, n: name, at: thing.expr.at } });
      }
    }
  }
  return found;
}

function inFile(definition: Definition, file: Where['file']): Definition {
  return { ...definition, where: { ...definition.where, file } };
}
