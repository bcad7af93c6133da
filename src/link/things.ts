/** What the parts of the linker pass to each other. Nothing here leaves `src/link`; the outside sees `types/values.ts`. */

import { lineAt } from '../summarise/region.ts';
import type { Arg, CodeSummary, Expr, FileSummary, Scope } from '../types/source.ts';
import type { Confidence, How } from '../types/reference.ts';
import type { Project } from '../types/project.ts';
import type { ResolvedSymbol, ValueSet } from '../types/values.ts';
import type { Active } from './bounded.ts';
import type { Modules } from './modules.ts';

export type CallExpr = Extract<Expr, { k: 'call' }>;

/** A place in the source; inside a followed call, `frame` says what the parameters stand for. */
export interface Where {
  file: FileSummary;
  code: CodeSummary;
  scope: number;
  frame?: Frame;
  /** How many times the way here went from a parameter back to a caller. */
  back?: number;
}

/** One followed call: the function entered, the arguments it was given, and where they stand. */
export interface Frame {
  fn: Scope;
  args: readonly Arg[];
  at: Where;
  up: Frame | undefined;
  depth: number;
}

/** One step of the way from a literal to the expression asked about. */
export interface Note {
  what: string;
  path: string;
  line: number;
  how?: How;
  confidence?: Confidence;
}

/** A constructor or factory call passed on the way to a symbol. */
export type Via = ResolvedSymbol['via'][number];

interface Noted {
  notes: readonly Note[];
}

/** Something an expression can stand for. */
export type Thing = Noted &
  (
    | { t: 'expr'; expr: Expr; where: Where; /** declared type, for values that cannot be followed */ type?: string }
    /** A class, or an instance of it when `made` is there. `where.scope` is the scope of the class. */
    | { t: 'class'; where: Where; made?: { call: CallExpr; where: Where } }
    /** `where.scope` is the scope of the function; `self` the object it was taken from; `bound` the arguments given ahead. */
    | { t: 'function'; where: Where; self?: ClassThing; bound?: { args: readonly Arg[]; where: Where } }
    /** A file of the project, or with `folder` a package that is a folder of files. */
    | { t: 'module'; path: string; folder?: boolean }
    /** A part of a structured document of the project. */
    | { t: 'document'; path: string; keys: readonly string[] }
    | {
        t: 'outside';
        path: string;
        via: readonly Via[];
        /** parameter type or base class: not the value itself */ byType?: boolean;
        /** arguments were given ahead */ ahead?: boolean;
      }
    /** A list that is made at run time of things that are known. */
    | { t: 'each'; of: readonly Thing[] }
    | { t: 'values'; set: ValueSet }
    /** Known to be there and not to be read. */
    | { t: 'open'; reason: string }
  );

export type ClassThing = Extract<Thing, { t: 'class' }>;
export type FunctionThing = Extract<Thing, { t: 'function' }>;
export type ExprThing = Extract<Thing, { t: 'expr' }>;
export type DocumentThing = Extract<Thing, { t: 'document' }>;
export type OutsideThing = Extract<Thing, { t: 'outside' }>;

/** Limits of one question. */
export const LIMITS = {
  /** Values of one set. */
  values: 32,
  /** Steps of one question. */
  fuel: 2_000,
  /** Calls entered, and callers gone back to, one inside the other. */
  callDepth: 6,
  /** Expressions inside expressions; the reader bounds them too, and this bounds the stack. */
  nesting: 160,
  /** Times a question goes from a parameter back to the callers. */
  back: 3,
  /** Call sites looked at for one parameter. */
  callers: 48,
  /** Steps for telling which calls of that name are calls of one function; kept, so not part of any one question. */
  callerFuel: 4_000,
  /** Files opened to answer a question by name alone. */
  filesByName: 40,
} as const;

/** State of the question that is being answered. */
export interface Question {
  fuel: number;
  nesting: number;
  /** Set while the callers of a function are looked for: telling what a callee is must not look for callers again. */
  findingCallers: boolean;
  /** Depth of the outermost step that the answer so far waits for (a cycle); -1 when it was cut for good; infinite when it is whole. */
  lowest: number;
  /** Expressions under way: questions about values, and about things. */
  evaluating: Active;
  locating: Active;
  /** Environment variables whose settings are being read, outermost first. */
  variables: { name: string; depth: number }[];
  /** Members of modules that are being looked for. */
  modules: Map<string, number>;
  /** Lists and tables whose content is being taken apart. */
  spreading: Map<Expr, number>;
  /** Types that are being looked up. */
  types: Map<string, number>;
}

/** Everything the parts share. */
export interface Link {
  project: Project;
  modules: Modules;
  question: Question;
  values: WeakMap<object, Map<number, ValueSet>>;
  things: WeakMap<object, Map<number, Thing[]>>;
  /** Memo of the indexes made on demand, by name of the index. */
  indexes: Map<string, unknown>;
}

/** The same place for all callers. */
export function unframed(where: Where): Where {
  const { file, code, scope, back } = where;
  return back === undefined ? { file, code, scope } : { file, code, scope, back };
}

/** The index `name`, made on first use. */
export function indexOf<T>(link: Link, name: string, make: () => T): T {
  let index = link.indexes.get(name) as T | undefined;
  if (index === undefined) {
    index = make();
    link.indexes.set(name, index);
  }
  return index;
}

/**
 * Runs `find` as a question of its own: what it finds is kept for later questions, so it must depend neither on how far this one got nor on
 * what is under way in it.
 */
export function apart<T>(link: Link, find: () => T): T {
  const outer = link.question;
  link.question = { ...newQuestion(LIMITS.callerFuel), nesting: outer.nesting, findingCallers: outer.findingCallers };
  try {
    return find();
  } finally {
    link.question = outer;
  }
}

/** State at the start of a question. */
export function newQuestion(fuel: number): Question {
  return {
    fuel,
    nesting: 0,
    findingCallers: false,
    lowest: Number.POSITIVE_INFINITY,
    evaluating: new Map(),
    locating: new Map(),
    variables: [],
    modules: new Map(),
    spreading: new Map(),
    types: new Map(),
  };
}

/** A note on something that stands at `offset` of `where`'s file. */
export function noteAt(where: Where, offset: number, what: string, how?: How, confidence?: Confidence): Note {
  return { what, path: where.file.path, line: lineAt(where.file, offset), ...(how && { how }), ...(confidence && { confidence }) };
}

/** A symbol of the outside world. */
export function outsideThing(path: string): OutsideThing {
  return { t: 'outside', path, via: [], notes: [] };
}

/** The same thing with more notes behind its own. */
export function withNotes<T extends Thing>(thing: T, notes: readonly Note[]): T {
  return notes.length === 0 ? thing : { ...thing, notes: [...thing.notes, ...notes] };
}

/** The same thing with notes of steps further from the literal in front of its own. */
export function reachedBy<T extends Thing>(thing: T, notes: readonly Note[]): T {
  return notes.length === 0 ? thing : { ...thing, notes: [...notes, ...thing.notes] };
}

/** A thing that cannot be followed further, and why. */
export function open(reason: string): Thing {
  return { t: 'open', reason, notes: [] };
}

/** The names under which a method knows its object. */
export function isSelf(name: string): boolean {
  return name === 'self' || name === 'this' || name === 'cls' || name === 'mcs';
}

/** `a.b.c` of a chain of names and attributes (and of subscripts with a literal key); `undefined` for anything else. */
export function dotted(expr: Expr): string | undefined {
  const parts: string[] = [];
  let at = expr;
  for (;;) {
    if (at.k === 'name') parts.push(at.n);
    else if (at.k === 'attr') parts.push(at.n);
    else if (at.k === 'index' && (at.i.k === 'str' || at.i.k === 'num')) parts.push(at.i.v);
    else return undefined;
    if (at.k === 'name') return parts.toReversed().join('.');
    at = at.o;
  }
}

/** Simple name of a callee: the last attribute or the name itself. */
export function simpleName(expr: Expr): string | undefined {
  return expr.k === 'name' || expr.k === 'attr' ? expr.n : undefined;
}
