/** What a name in the source stands for. */

import type { Expr, Import } from '../types/source.ts';
import { declaredElsewhere } from './declared.ts';
import { elementsOf } from './elements.ts';
import { dottedModule, importedThings } from './imports.ts';
import { codeIndex, enclosing, globalBindings, hasBareMembers, isStar, lookup, namedBlocks, scopeOf, type Definition } from './lexical.ts';
import { classMember, moduleMember } from './members.ts';
import { parameterThings } from './parameters.ts';
import { typeThings } from './type-names.ts';
import { noteAt, open, outsideThing, unframed, type ClassThing, type Link, type Thing, type Where } from './things.ts';

const SELF: ReadonlySet<string> = new Set(['self', 'this', 'cls', '$this', 'Self', '@']);

/** What one definition of a name gives. */
export function thingOf(link: Link, definition: Definition, name: string): Thing[] {
  const { where } = definition;
  switch (definition.d) {
    case 'param':
      return parameterThings(link, definition.param, where);
    case 'import':
      return importedThings(link, definition.import, where);
    case 'scope':
      return [scopeOf(where)?.kind === 'class' ? { t: 'class', where: unframed(where), notes: [] } : { t: 'function', where, notes: [] }];
    default:
  }
  const { binding } = definition;
  const at: Where = scopedFrame({ ...where, scope: binding.scope });
  if (binding.value === undefined) {
    const typed = binding.type === undefined ? [] : typeThings(link, binding.type, at);
    return typed.length > 0 ? typed : [open(`${name} is declared without a value`)];
  }
  if (binding.value.k === 'fn') return [{ t: 'function', where: { ...at, scope: binding.value.scope }, notes: [] }];
  if (binding.kind === 'loop') {
    const column = loopColumn(binding.value);
    return elementsOf(link, column?.of ?? binding.value, at, column?.pick);
  }
  if (binding.kind === 'augment' && binding.value.k !== 'list') {
    // `x += "b"`: what was there before, and this.
    const before: Expr = { k: 'name', n: binding.target, at: [binding.targetAt[0], binding.targetAt[0]] };
    return [
      { t: 'expr', expr: { k: 'cat', p: [before, binding.value], at: [binding.targetAt[0], binding.value.at[1]] }, where: at, notes: [] },
    ];
  }
  const note = noteAt(at, binding.targetAt[0], `bound to ${binding.target}`, 'constant');
  return [{ t: 'expr', expr: binding.value, where: at, notes: [note], ...(binding.type !== undefined && { type: binding.type }) }];
}

/** The reader writes `for a, b in xs` as `a` bound to `xs[0]`, with the place of `xs` for everything: the index picks a column; and `const { a } of xs` as `xs.a`. */
function loopColumn(value: Expr): { of: Expr; pick: number | string } | undefined {
  if (value.k === 'attr' && value.at[0] === value.o.at[0] && value.at[1] === value.o.at[1]) return { of: value.o, pick: value.n };
  if (value.k !== 'index' || value.i.k !== 'num' || value.i.at[0] !== value.at[0] || value.i.at[1] !== value.at[1]) return undefined;
  return { of: value.o, pick: Number(value.i.v) };
}

/** A frame matters only inside the function it entered; outside of it the answer is the same for all callers. */
function scopedFrame(where: Where): Where {
  if (!where.frame) return where;
  for (let at = where.scope, hops = 0; hops < 100; hops++) {
    const scope = where.code.scopes[at];
    if (!scope) break;
    for (let frame: Where['frame'] = where.frame; frame; frame = frame.up) if (frame.fn === scope) return where;
    if (at === 0) break;
    at = scope.parent;
  }
  return unframed(where);
}

/** What a name stands for where it is used. */
export function namedThings(link: Link, name: string, at: number, where: Where): Thing[] {
  if (SELF.has(name)) {
    const own = instanceAround(where);
    if (own) return [own];
  }
  if (name === 'super') {
    const own = instanceAround(where);
    if (own) return [own];
  }
  const definitions = withOverrides(lookup(where, name, at), name, where);
  if (
    hasBareMembers(where.code.language) &&
    definitions.length > 0 &&
    definitions.every((d) => (d.d === 'binding' || d.d === 'param') && scopeOf(d.where)?.kind === 'class')
  ) {
    // A field by its bare name: also what constructors and annotations give it.
    const owner = definitions[0] as Definition;
    return classMember(link, { t: 'class', where: unframed(owner.where), notes: [] }, name);
  }
  if (definitions.length > 0)
    return [...definitions, ...fromGlobals(link, definitions, name, where)].flatMap((d) => thingOf(link, d, name));
  let inherited: Thing[] = [];
  if (hasBareMembers(where.code.language)) {
    for (
      let around = enclosing(where, 'class');
      around;
      around = enclosing({ ...around, scope: around.code.scopes[around.scope]?.parent ?? 0 }, 'class')
    ) {
      const member = classMember(link, { t: 'class', where: unframed(around), notes: [] }, name);
      // What a base class of the outside may hold is only a guess for a name that could stand for anything else.
      if (member.some((t) => t.t !== 'outside')) return member;
      if (inherited.length === 0 && /^[a-z_]/.test(name)) inherited = member;
      if (around.scope === 0) break;
    }
  }
  const elsewhere = notDefinedHere(link, name, where);
  return inherited.length > 0 && elsewhere.every((t) => t.t === 'outside') ? inherited : elsewhere;
}

/** Named blocks of a test (`let(:model) { … }`) may be written anew further in: what refers to them from outside means them all. */
function withOverrides(found: Definition[], name: string, where: Where): Definition[] {
  if (where.code.language !== 'ruby' || found.some((d) => d.d !== 'binding' || d.binding.kind !== 'field')) return found;
  const known = new Set(found.map((d) => (d.d === 'binding' ? d.binding : undefined)));
  const others = namedBlocks(where.code, name).filter((b) => !known.has(b));
  return [...found, ...others.map((binding): Definition => ({ d: 'binding', binding, where: { ...where, scope: binding.scope } }))];
}

/** What functions assign to a name of the module that they declare global. */
function fromGlobals(link: Link, definitions: readonly Definition[], name: string, where: Where): Definition[] {
  if (
    where.code.language !== 'python' ||
    where.file.format !== 'python' ||
    !definitions.every((d) => d.d === 'binding' && d.binding.scope === 0)
  )
    return [];
  const text = link.project.text(where.file.path);
  if (!text?.includes('global ')) return [];
  return globalBindings(where.code, name, text).map((binding): Definition => ({
    d: 'binding',
    binding,
    where: { ...where, scope: binding.scope },
  }));
}

/** The object that `self` or `this` is inside a method. */
function instanceAround(where: Where): ClassThing | undefined {
  const around = enclosing(where, 'class');
  return around && { t: 'class', where: unframed(around), notes: [] };
}

function notDefinedHere(link: Link, name: string, where: Where): Thing[] {
  const { language } = where.code;
  const from = where.file.path;
  const outsideStars: Import[] = [];
  for (const star of starsOf(where)) {
    const path = link.modules.resolve(star.module, from, language);
    const found = path === undefined ? [] : moduleMember(link, path, name, false);
    if (found.length > 0) return found;
    if (path === undefined) outsideStars.push(star);
  }
  const receiver = language === 'go' ? goReceiver(link, name, where) : [];
  if (receiver.length > 0) return receiver;
  const byModule = moduleNamed(link, name, where);
  if (byModule.length > 0) return byModule;
  const elsewhere = declaredElsewhere(link, name, where);
  if (elsewhere.length > 0) return elsewhere;
  // The name alone: a builtin, a global, or a type whose namespace the source does not tell. Wildcard imports give candidates.
  const plain = outsideThing(name);
  const isType = /^[A-Z]/.test(name);
  if (!isType && language !== 'python') return [plain];
  const candidates = outsideStars.slice(0, 24).map((s) => outsideThing(`${dottedModule(s.module)}.${name}`));
  return [plain, ...candidates];
}

/** Wildcard imports, and for C# every `using` of a namespace. */
function starsOf(where: Where): Import[] {
  const stars = [...codeIndex(where.code).stars];
  if (where.code.language === 'csharp') stars.push(...where.code.imports.filter((i) => !isStar(i) && i.name === undefined));
  return stars;
}

/** `import a.b.c` binds `a`; a Go package is named by its last segment without version and `go-`. */
function moduleNamed(link: Link, name: string, where: Where): Thing[] {
  const { code } = where;
  if (code.language === 'python') {
    const dotted = code.imports.filter((i) => i.name === undefined && i.alias.startsWith(`${name}.`));
    if (dotted.length === 0) return [];
    const path = link.modules.resolve(name, where.file.path, 'python');
    return path === undefined ? [outsideThing(name)] : [{ t: 'module', path, notes: [] }];
  }
  if (code.language === 'go') {
    const item = code.imports.find((i) => goName(i.module) === name);
    return item ? importedThings(link, item, where) : [];
  }
  return [];
}

/** `func (s *Service) Run()`: the reader keeps the function's name only, the text names the receiver. */
function goReceiver(link: Link, name: string, where: Where): Thing[] {
  const around = enclosing(where, 'function');
  const scope = around && scopeOf(around);
  if (!around || !scope) return [];
  const head = link.project.text(where.file.path)?.slice(scope.at[0], scope.at[0] + 200) ?? '';
  const match = /^func\s*\(\s*(\w+)\s+\*?\s*(\w+)/.exec(head);
  if (match?.[1] === name && match[2] !== undefined) return typeThings(link, match[2], where);
  const outer = scope.parent > 0 ? goReceiver(link, name, { ...where, scope: scope.parent }) : [];
  return outer;
}

function goName(module: string): string {
  const parts = module.split('/');
  let last = parts.pop() ?? '';
  if (/^v\d+$/.test(last)) last = parts.pop() ?? last;
  return last
    .replace(/^go-/, '')
    .replace(/[-.]go$/, '')
    .replace(/\.v\d+$/, '');
}

/** `a.b` where `import a.b` stands in the file: the module itself. */
export function moduleChain(link: Link, chain: string, where: Where): Thing[] {
  if (where.code.language !== 'python') return [];
  const item = where.code.imports.find((i) => i.name === undefined && i.alias === chain && i.module === chain);
  const path = item && link.modules.resolve(item.module, where.file.path, 'python');
  return path === undefined ? [] : [{ t: 'module', path, notes: [] }];
}
