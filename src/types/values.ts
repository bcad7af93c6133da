/** What the linker answers: the values an expression can have. */

import type { CodeSummary, Expr, FileSummary, Span } from './source.ts';
import type { Confidence, How, TraceStep } from './reference.ts';

/** A part of a string that is not known. `name`: what stands there in the source, for messages. */
export interface Hole {
  hole: string;
}

/** One possible value. Without holes: `parts` is one string. */
export interface Value {
  parts: (string | Hole)[];
  how: How;
  confidence: Confidence;
  /** Where the (first) literal stands that gave the value. */
  path: string;
  at: Span;
  /** The text at `at` differs from the value (escapes, joined parts): the region then shows the literal, not the value. */
  escaped?: boolean;
  /** From the literal to the expression asked about. */
  trace: TraceStep[];
  /** Not a string: a number, boolean or null, written in `parts`. */
  literalType?: 'number' | 'bool' | 'null';
}

/** The bounded set of values of an expression. */
export interface ValueSet {
  /** At most 32. */
  values: Value[];
  /** `false`: other values are possible at run time (caller's parameter, user input, exhausted fuel). */
  complete: boolean;
  /** Why the set is incomplete or empty, in one clause: `parameter model has no default and no caller in the project`. */
  reason?: string;
}

/** Where an expression stands. */
export interface Site {
  file: FileSummary;
  code: CodeSummary;
  scope: number;
}

/**
 * A symbol an expression refers to, as a dotted path from the outside world: `openai.OpenAI.chat.completions.create` for
 * `client.chat.completions.create` where `client = OpenAI()`. Instances are written like their class; `this.`/`self.` members are followed.
 * For symbols defined in the project: `project:<path>#<name>` in front.
 */
export interface ResolvedSymbol {
  path: string;
  /** The constructor or factory calls passed on the way, outermost first: their arguments (`base_url`) decide the vendor. */
  via: { call: Extract<Expr, { k: 'call' }>; site: Site }[];
  /** Arguments were given ahead (`partial(f, "x")`): the call that follows need not give them. */
  ahead?: boolean;
}

/** A call that another call makes of a function it is given (`executor.submit(f, "x")`), as if it were written out. */
export interface HandedOver {
  call: Extract<Expr, { k: 'call' }>;
  /** It is not made yet, and more arguments may follow. */
  ahead: boolean;
}

/** Answers questions about names and values across the files of a project, on demand, memoised, bounded. */
export interface Linker {
  /** What can this expression be? */
  resolve(expr: Expr, site: Site): ValueSet;
  /** What does this (callee) expression refer to? Empty when nothing is known; several for alternatives. */
  symbols(expr: Expr, site: Site): ResolvedSymbol[];
  /** The value of a key of an object/dict expression or a keyword argument reached through `path` (`['model']`, `['options', 'model']`). */
  member(expr: Expr, path: readonly string[], site: Site): { expr: Expr; site: Site } | undefined;
  /** The calls that a call makes of functions it is given. */
  handedOver(call: Extract<Expr, { k: 'call' }>, site: Site): HandedOver[];
  /** Values of an environment variable as the project sets them (.env, compose, Dockerfile, CI, shell, defaults in code), strongest first. */
  environment(name: string): ValueSet;
}
