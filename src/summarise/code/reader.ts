import type {
  Arg,
  Binding,
  CodeSummary,
  Directive,
  Expr,
  Language,
  LooseExpr,
  Param,
  ProseRegion,
  ReadProblem,
  Scope,
  Span,
} from '../../types/source.ts';
import { directivesIn, mayHoldDirective } from '../directives.ts';
import { MAX_DEPTH, T, Tokens } from './tokens.ts';

/** Turns offsets of the text being read into offsets of the file it came from (notebook cells, embedded scripts). */
export interface PositionMap {
  start(offset: number): number;
  /** Maps an exclusive end: the place behind the last character before it. */
  end(offset: number): number;
}

/** Where the text stands in its file. `map` wins over `base`. */
export interface ReadOptions {
  base?: number;
  map?: PositionMap;
}

/** The start of a branch: the first binding that can be in it, and its offset. */
export interface Branch {
  first: number;
  start: number;
}

/** What a language reader returns. */
export interface CodeReading {
  code: CodeSummary;
  prose: ProseRegion[];
  directives: Directive[];
  problems: ReadProblem[];
}

/** Nodes after which a file is no longer read to full expressions (a 10 MB bundle would otherwise take a gigabyte); none of 53,000 real files reaches it. */
const MAX_NODES = 600_000;
/** Longest chain of `.a().b()` kept as one expression: consumers walk it by recursion. */
export const MAX_CHAIN = 400;

/** No reader looks further ahead than this without bounds of its own. */
const LOOK_AHEAD = 16;

const sharedTokens = new Tokens();

/** `name in names`, alone or in an `and`, `or` or `not`: what a list is compared with is said by its name only. */
function asksMembership(expr: Expr, depth = 0): boolean {
  if (expr.k === 'cmp') return /\bin$/.test(expr.op);
  return depth < 4 && (expr.k === 'alt' || expr.k === 'other') && expr.e.some((part) => asksMembership(part, depth + 1));
}

/** What every language reader needs: tokens, a cursor, spans in file offsets, and the summary under construction. */
export abstract class Reader {
  protected readonly text: string;
  protected readonly tokens: Tokens;
  protected kind: Uint16Array;
  protected cursor = 0;
  /** Index of the token that ends the text. */
  protected eof = 0;
  protected scope = 0;
  protected depth = 0;
  /** Strings made so far; a difference around a call tells whether an expression holds any. */
  protected strings = 0;
  protected nodes = 0;
  /** While set, calls are shapes (match patterns, types), not calls. */
  protected quiet = 0;
  private readonly map: PositionMap | undefined;
  private readonly base: number;
  private readonly withDirectives: boolean;
  private tooDeep = false;
  /** Expressions and blocks entered: a bound on the work, should broken code make a reader go over the same tokens again and again. */
  private steps = 0;
  readonly code: CodeSummary;
  readonly prose: ProseRegion[] = [];
  readonly directives: Directive[] = [];
  readonly problems: ReadProblem[] = [];

  constructor(language: Language, text: string, options: ReadOptions) {
    this.text = text;
    this.map = options.map;
    this.base = options.base ?? 0;
    this.withDirectives = mayHoldDirective(text);
    this.tokens = sharedTokens;
    this.tokens.reset();
    this.kind = this.tokens.kind;
    this.code = { language, scopes: [], bindings: [], imports: [], calls: [], loose: [] };
    this.code.scopes.push({ kind: 'module', name: '', parent: -1, at: this.span(0, text.length) });
  }

  /** Lexes and reads the whole text; never throws on any input. */
  read(): CodeReading {
    this.lex();
    this.tokens.closeAll();
    this.eof = this.tokens.count;
    // Several, since readers look a few tokens ahead and the store still holds the tokens of earlier files behind these.
    for (let k = 0; k < LOOK_AHEAD; k++) this.tokens.push(T.EOF, this.text.length, this.text.length, 0);
    this.kind = this.tokens.kind;
    this.readStatements();
    if (this.cursor < this.eof) this.readOnlyStrings();
    this.prose.sort((a, b) => a.at[0] - b.at[0]);
    return { code: this.code, prose: this.prose, directives: this.directives, problems: this.problems };
  }

  protected abstract lex(): void;
  protected abstract readStatements(): void;
  /** The string expression of a STRING or CHUNK token. */
  protected abstract literal(token: number): Expr;

  protected span(start: number, end: number): Span {
    if (this.map !== undefined) return [this.map.start(start), this.map.end(end)];
    return [start + this.base, end + this.base];
  }

  protected comment(start: number, end: number, kind: ProseRegion['kind'] = 'comment'): void {
    const at = this.span(start, end);
    this.prose.push({ kind, at });
    if (this.withDirectives) this.directives.push(...directivesIn(this.text.slice(start, end), at));
  }

  protected problem(reason: string, start: number, end: number): void {
    if (this.problems.length < 20) this.problems.push({ reason, at: this.span(start, end) });
  }

  /** True when so much was read that the rest is searched for strings only. */
  protected get exhausted(): boolean {
    return this.nodes > MAX_NODES || this.steps > 8 * this.tokens.count + 10_000;
  }

  private readOnlyStrings(): void {
    const { tokens } = this;
    this.problem(
      'too much or too broken code: the rest of the file was searched for strings only',
      tokens.start[this.cursor]!,
      this.text.length,
    );
    for (const limit = Math.min(tokens.count, this.cursor + 3_000_000); this.cursor < limit; this.cursor++) {
      const kind = this.kind[this.cursor]!;
      if (kind !== T.STRING && kind !== T.CHUNK) continue;
      this.code.loose.push({ scope: 0, expr: this.literal(this.cursor), role: 'expression' });
    }
  }

  protected slice(token: number): string {
    return this.text.slice(this.tokens.start[token]!, this.tokens.end[token]!);
  }

  /** End offset of the last consumed token. */
  protected lastEnd(): number {
    return this.cursor === 0 ? 0 : this.tokens.end[this.cursor - 1]!;
  }

  protected startOf(token: number): number {
    return this.tokens.start[token]!;
  }

  protected str(v: string, start: number, end: number, escaped: boolean): Expr {
    this.strings++;
    this.nodes++;
    const at = this.span(start, end);
    return escaped || at[1] - at[0] !== v.length ? { k: 'str', v, at, escaped: true } : { k: 'str', v, at };
  }

  protected nameExpr(token: number): Expr {
    this.nodes++;
    const start = this.tokens.start[token]!;
    const end = this.tokens.end[token]!;
    return { k: 'name', n: this.text.slice(start, end), at: this.span(start, end) };
  }

  protected plain(kind: 'num' | 'bool' | 'null', token: number): Expr {
    this.nodes++;
    const start = this.tokens.start[token]!;
    const end = this.tokens.end[token]!;
    return { k: kind, v: this.text.slice(start, end), at: this.span(start, end) };
  }

  protected attr(o: Expr, n: string, start: number): Expr {
    this.nodes++;
    return { k: 'attr', o, n, at: this.span(start, this.lastEnd()) };
  }

  protected other(e: Expr[], start: number): Expr {
    this.nodes++;
    return { k: 'other', e, at: this.span(start, this.lastEnd()) };
  }

  protected list(e: Expr[], start: number): Expr {
    this.nodes++;
    return { k: 'list', e, at: this.span(start, this.lastEnd()) };
  }

  protected call(f: Expr, a: Arg[], start: number, isNew = false): Expr {
    this.nodes++;
    const at = this.span(start, this.lastEnd());
    const call: Extract<Expr, { k: 'call' }> = isNew ? { k: 'call', f, a, at, isNew } : { k: 'call', f, a, at };
    if (this.quiet === 0) this.code.calls.push({ scope: this.scope, call });
    return call;
  }

  /** `left + right`, flattened. */
  protected concat(left: Expr, right: Expr, start: number): Expr {
    const at = this.span(start, this.lastEnd());
    if (left.k === 'cat') {
      left.p.push(right);
      left.at = at;
      return left;
    }
    this.nodes++;
    return { k: 'cat', p: [left, right], at };
  }

  /** One of two values, flattened when the left side is a choice of the same sort. */
  protected either(op: 'or' | 'cond' | 'match', left: Expr, right: Expr, start: number): Expr {
    const at = this.span(start, this.lastEnd());
    if (left.k === 'alt' && left.op === op) {
      left.e.push(right);
      left.at = at;
      return left;
    }
    this.nodes++;
    return { k: 'alt', e: [left, right], op, at };
  }

  protected compare(op: string, left: Expr, right: Expr, start: number): Expr {
    const at = this.span(start, this.lastEnd());
    this.nodes++;
    return { k: 'cmp', e: [left, right], op, at };
  }

  protected openScope(kind: Scope['kind'], name: string, start: number, parent = this.scope): number {
    this.code.scopes.push({ kind, name, parent, at: this.span(start, start) });
    return this.code.scopes.length - 1;
  }

  protected closeScope(scope: number, end: number): void {
    const it = this.code.scopes[scope]!;
    it.at = [it.at[0], this.span(end, end)[1]];
  }

  protected bind(target: string, start: number, end: number, value: Expr | undefined, kind: Binding['kind'], type?: string): void {
    const binding: Binding = { scope: this.scope, target, targetAt: this.span(start, end), kind };
    if (type !== undefined) binding.type = type;
    if (value !== undefined) binding.value = value;
    this.code.bindings.push(binding);
  }

  /** Where a statement or block that need not be run begins. */
  protected branchStart(start = this.startOf(this.cursor)): Branch {
    return { first: this.code.bindings.length, start };
  }

  /** Notes of the assignments made since `branch` began, in the same scope, that they stand in it. */
  protected closeBranch(branch: Branch, end: number): void {
    const { bindings } = this.code;
    let at: Span | undefined;
    for (let k = branch.first; k < bindings.length; k++) {
      const binding = bindings[k]!;
      if (binding.scope === this.scope && binding.within === undefined) binding.within = at ??= this.span(branch.start, end);
    }
  }

  /** Keeps a statement's value when it holds strings that are not already reachable through a call. */
  protected loose(role: LooseExpr['role'], expr: Expr, stringsBefore: number): void {
    if (this.strings === stringsBefore && !(role === 'compare' && asksMembership(expr))) return;
    if (role === 'expression' && (expr.k === 'call' || expr.k === 'attr' || expr.k === 'fn')) return;
    this.code.loose.push({ scope: this.scope, expr, role });
  }

  protected returned(expr: Expr): void {
    for (let scope = this.scope; scope >= 0; scope = this.code.scopes[scope]!.parent) {
      const it = this.code.scopes[scope]!;
      if (it.kind === 'block') continue;
      if (it.kind === 'function') (it.returns ??= []).push(expr);
      return;
    }
  }

  protected fn(params: Param[], scope: number, start: number): Expr {
    this.nodes++;
    const at = this.span(start, this.lastEnd());
    this.code.scopes[scope]!.params = params;
    this.code.scopes[scope]!.at = at;
    return { k: 'fn', params, scope, at };
  }

  /** Goes one level down; false at the depth limit, where the caller must skip instead. */
  protected enter(): boolean {
    this.steps++;
    if (this.depth < MAX_DEPTH) {
      this.depth++;
      return true;
    }
    if (!this.tooDeep) {
      this.tooDeep = true;
      this.problem(`nested deeper than ${MAX_DEPTH} levels: the inner part was not read`, this.startOf(this.cursor), this.text.length);
    }
    return false;
  }

  /** Moves over one token, or over a whole bracket when it opens one. */
  protected skipOne(): void {
    const match = this.tokens.match[this.cursor]!;
    this.cursor = (match > this.cursor ? (this.isOwnCloser(this.cursor, match) ? match : match - 1) : this.cursor) + 1;
  }

  /** Whether the token at `match` really closes `opener`, rather than being where a recovering lexer ended it. */
  protected isOwnCloser(opener: number, match: number): boolean {
    const kind = this.kind[opener]!;
    const closer = this.kind[match]!;
    if (kind === 40) return closer === 41;
    if (kind === 91) return closer === 93;
    if (kind === 123) return closer === 125;
    if (kind === T.HOLE_OPEN) return closer === T.HOLE_CLOSE;
    if (kind === T.INTERP_START) return closer === T.INTERP_END;
    if (kind === T.JSX_OPEN) return closer === T.JSX_END;
    return false;
  }

  /** Passes over the rest of `>>`, `>>>` and `>>=`: they are single tokens side by side, so that they can close lists of types. */
  protected restOfShift(): void {
    while ((this.kind[this.cursor] === 62 || this.kind[this.cursor] === T.GE) && this.startOf(this.cursor) === this.lastEnd())
      this.cursor++;
  }

  /** Whether the token at the cursor closes a bracket, or nothing follows: what is read must not go beyond it. */
  protected atCloser(): boolean {
    const kind = this.kind[this.cursor]!;
    return (
      kind === 41 || kind === 93 || kind === 125 || kind === T.HOLE_CLOSE || kind === T.INTERP_END || kind === T.JSX_END || kind === T.EOF
    );
  }

  /** Puts the cursor behind the bracket that opens at `opener`. */
  protected leave(opener: number): void {
    const match = this.tokens.match[opener]!;
    this.cursor = this.isOwnCloser(opener, match) ? match + 1 : match;
  }

  /** The dotted name of a binding target, or undefined for what is no target. `x["k"]` gives `x.k`, other indexes `x.*`. */
  protected dotted(expr: Expr): string | undefined {
    const parts: string[] = [];
    for (let it = expr; ; it = it.o) {
      if (it.k === 'name') {
        parts.push(it.n);
        return parts.toReversed().join('.');
      }
      if (it.k === 'attr') parts.push(it.n);
      else if (it.k === 'index') parts.push(it.i.k === 'str' || it.i.k === 'num' ? it.i.v : '*');
      else return undefined;
    }
  }
}
