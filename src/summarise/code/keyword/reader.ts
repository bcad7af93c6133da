import type { Expr, Language } from '../../../types/source.ts';

import { tablesOf } from '../clike/lexer-tables.ts';
import { W } from '../clike/rules.ts';
import { ASSIGN, COLON, COMMA, DOT, LESS, PAREN, SEMICOLON } from '../marks.ts';
import type { CodeReading, ReadOptions } from '../reader.ts';
import { T } from '../tokens.ts';
import { KeywordExpressions } from './expressions.ts';
import { KeywordLexer } from './lexer.ts';

interface OpenBlock {
  scope: number;
  ownsScope: boolean;
  /** What the branches so far come to, and the last statement of this one. */
  values: Expr[];
  last?: Expr | undefined;
  /** The name that the block gives its value to (`let(:name) do … end`). */
  names?: { name: string; start: number; end: number } | undefined;
}

/** Methods of test frameworks that name the value of a block. */
const NAMES_BLOCK = /^(?:let!?|let_it_be|subject!?)$/;

/**
 * Ruby and Elixir, whose blocks end with a word. Symbols are `str`; `@x` of Ruby is `self.x`; a call without parentheses is a call;
 * `a |> f(b)` is a call of `f` with `a` in front; `x = if …` gives no value, its branches are loose expressions.
 */
class KeywordReader extends KeywordExpressions {
  private blocks: OpenBlock[] = [];

  private lastAssigned: Expr | undefined;
  /** The name that the block behind the statement just read gives its value to. */
  private named: OpenBlock['names'];

  protected override lex(): void {
    const sink = {
      comment: (start: number, end: number) => this.comment(start, end),
      problem: (reason: string, start: number, end: number) => this.problem(reason, start, end),
    };
    new KeywordLexer(this.text, this.tokens, sink, tablesOf(this.rules)).run();
  }

  protected override readStatements(): void {
    this.statementsUntil(this.eof);
  }

  protected override statementsUntil(end: number): Expr | undefined {
    const outer = this.blocks;
    const scope = this.scope;
    this.blocks = [];
    let last: Expr | undefined;
    while (this.cursor < end && !this.exhausted) {
      const before = this.cursor;
      const block = this.blocks.at(-1);
      const value = this.statement(end);
      last = value ?? last;
      if (value !== undefined && block !== undefined) block.last = value;
      if (this.cursor === before) this.skipOne();
      for (; this.pending > 0; this.pending--) this.blocks.push({ scope: this.scope, ownsScope: false, values: [] });
    }
    this.blocks = outer;
    this.scope = scope;
    return last;
  }

  private enterBlock(scope: number | undefined, names?: OpenBlock['names']): void {
    this.blocks.push({ scope: this.scope, ownsScope: scope !== undefined, values: [], names });
    if (scope !== undefined) this.scope = scope;
  }

  private endBlock(): void {
    this.cursor++;
    const block = this.blocks.pop();
    if (block === undefined) return;
    const value = this.worthOf(block);
    if (block.ownsScope) {
      this.closeScope(this.scope, this.lastEnd());
      if (value !== undefined) this.returned(value);
    }
    this.scope = block.scope;
    if (value === undefined) return;
    const { names } = block;
    if (names !== undefined) this.bind(names.name, names.start, names.end, value, 'field');
    // A branch that ends a block is what the block comes to.
    const outer = this.blocks.at(-1);
    if (outer !== undefined && !block.ownsScope) outer.last = value;
  }

  /** What a block comes to: its last statement, or that of one of its branches. */
  private worthOf({ values, last }: OpenBlock): Expr | undefined {
    const all = last === undefined ? values : [...values, last];
    if (all.length < 2 || this.scope === 0) return all[0];
    return { k: 'alt', e: all, op: 'cond', at: [all[0]!.at[0], all.at(-1)!.at[1]] };
  }

  /** `let(:name) { value }`: the name stands for the value in what follows. */
  private namesBlock(expr: Expr): OpenBlock['names'] {
    const [first, block] = expr.k === 'call' && expr.f.k === 'name' && NAMES_BLOCK.test(expr.f.n) ? expr.a : [];
    if (expr.k !== 'call' || first?.v.k !== 'str' || first.name !== undefined) return undefined;
    const { v: name, at } = first.v;
    if (block?.v.k !== 'fn') return { name, start: this.startOf(this.cursor - 1), end: this.lastEnd() };
    const value = this.code.scopes[block.v.scope]!.returns?.at(-1);
    if (value !== undefined) this.code.bindings.push({ scope: this.scope, target: name, targetAt: at, value, kind: 'field' });
    return undefined;
  }

  private statement(end: number): Expr | undefined {
    const token = this.cursor;
    const kind = this.kind[token]!;
    const strings = this.strings;
    const startsLine =
      token === 0 ||
      this.newlineBefore() ||
      this.kind[token - 1] === SEMICOLON ||
      this.kind[token - 1] === W.DO ||
      this.kind[token - 1] === W.ELSE;
    switch (kind) {
      case W.END:
        this.endBlock();
        return undefined;
      case W.CLASS:
        this.classStatement();
        return undefined;
      case W.FUNCTION:
        this.definition();
        return undefined;
      case W.IF:
      case W.FOR:
      case W.SWITCH:
        this.cursor++;
        if (startsLine) this.enterBlock(undefined);
        if (kind === W.FOR) this.forTargets();
        if (!this.newlineBefore()) this.loose('compare', this.expressions(), strings);
        if (this.kind[this.cursor] === W.DO) this.cursor++;
        return undefined;
      case W.SKIP:
        this.cursor++;
        if (this.isWord('begin', token)) this.enterBlock(undefined);
        return undefined;
      case W.DO:
        this.doBlock();
        return undefined;
      case W.CASE:
        this.cursor++;
        this.quiet++;
        this.loose('case', this.expressions(), strings);
        this.quiet--;
        return undefined;
      case W.CATCH:
        this.cursor++;
        while (!this.newlineBefore() && this.cursor < end && this.kind[this.cursor] !== SEMICOLON) this.skipOne();
        return undefined;
      case W.RETURN:
      case W.THROW: {
        this.cursor++;
        if (this.newlineBefore() || this.cursor >= end || this.kind[this.cursor] === W.IF) return undefined;
        const value = this.expressions();
        if (kind === W.RETURN) this.returned(value);
        this.loose(kind === W.RETURN ? 'return' : 'throw', value, strings);
        return undefined;
      }
      case W.IMPORT:
        this.elixirImport();
        return undefined;
      case W.ELSE: {
        this.cursor++;
        const block = this.blocks.at(-1);
        if (block?.last !== undefined) block.values.push(block.last);
        if (block !== undefined) block.last = undefined;
        return undefined;
      }
      case SEMICOLON:
      case COMMA:
      case W.MODIFIER:
        this.cursor++;
        return undefined;
      default:
        return this.expressionStatement(token);
    }
  }

  private expressionStatement(token: number): Expr | undefined {
    const strings = this.strings;
    // Elixir's module attributes: `@model "x"`.
    if (
      !this.ruby &&
      this.kind[token] === T.NAME &&
      this.text.charCodeAt(this.startOf(token)) === 64 &&
      !this.newlineBefore(token + 1) &&
      this.startsArgument(token + 1)
    ) {
      this.cursor++;
      const value = this.expression();
      const end = this.tokens.end[token]!;
      if (/^@(?:doc|moduledoc|spec|type|impl)$/.test(this.slice(token))) this.comment(this.startOf(token), this.lastEnd(), 'docstring');
      else this.bind(this.slice(token), this.startOf(token), end, value, 'field');
      return undefined;
    }
    this.lastAssigned = undefined;
    const expr = this.expressions();
    if (this.kind[this.cursor] === ASSIGN && expr.k === 'list') {
      this.assignmentTail(expr, token);
      return undefined;
    }
    if (this.required(expr)) return undefined;
    this.named = this.ruby ? this.namesBlock(expr) : undefined;
    if (expr !== this.lastAssigned) this.loose('expression', expr, strings);
    return expr;
  }

  private required(expr: Expr): boolean {
    if (!this.ruby || expr.k !== 'call' || expr.f.k !== 'name' || (expr.f.n !== 'require' && expr.f.n !== 'require_relative')) return false;
    const module = expr.a[0]?.v;
    if (module?.k === 'str')
      this.code.imports.push({
        scope: this.scope,
        module: expr.f.n === 'require' ? module.v : `./${module.v}`,
        name: '*',
        alias: '*',
        at: module.at,
      });
    return true;
  }

  private elixirImport(): void {
    this.cursor++;
    const start = this.startOf(this.cursor);
    const module = this.moduleName();
    const alias = module.slice(module.lastIndexOf('.') + 1);
    this.code.imports.push({ scope: this.scope, module, alias, at: this.span(start, this.lastEnd()) });
    while (this.cursor < this.eof && !this.newlineBefore() && this.kind[this.cursor] !== W.END) this.skipOne();
  }

  private moduleName(): string {
    const start = this.startOf(this.cursor);
    while (this.isName(this.cursor) && this.kind[this.cursor] !== W.DO) {
      this.cursor++;
      if ((this.kind[this.cursor] === DOT || this.kind[this.cursor] === T.DOUBLE_COLON) && this.isName(this.cursor + 1)) this.cursor++;
      else break;
    }
    return this.text.slice(start, Math.max(start, this.lastEnd()));
  }

  private classStatement(): void {
    const start = this.startOf(this.cursor++);
    const name = this.moduleName();
    const scope = name === '' ? undefined : this.openScope('class', name, start);
    if (this.kind[this.cursor] === LESS && scope !== undefined) {
      this.cursor++;
      this.code.scopes[scope]!.bases = [this.postfix()];
    }
    // `class << self` opens a block without a name.
    while (this.kind[this.cursor] !== W.DO && !this.newlineBefore() && !this.atCloser() && this.kind[this.cursor] !== SEMICOLON)
      this.skipOne();
    if (this.kind[this.cursor] === W.DO) this.cursor++;
    this.enterBlock(scope);
  }

  private definition(): void {
    const start = this.startOf(this.cursor++);
    let name = this.isName(this.cursor) ? this.slice(this.cursor++) : '';
    if (this.kind[this.cursor] === DOT && this.isName(this.cursor + 1)) {
      name = this.slice(this.cursor + 1);
      this.cursor += 2;
    }
    if ((this.kind[this.cursor] === 63 || this.kind[this.cursor] === 33) && !this.newlineBefore()) this.cursor++;
    const scope = this.openScope('function', name, start);
    if (this.kind[this.cursor] === PAREN && !this.newlineBefore()) this.code.scopes[scope]!.params = this.parameters(this.cursor);
    if (this.ruby && this.kind[this.cursor] === ASSIGN && !this.newlineBefore()) {
      this.cursor++;
      return this.inlineBody(scope);
    }
    while (!this.newlineBefore() && this.kind[this.cursor] !== W.DO && !this.atCloser() && this.kind[this.cursor] !== SEMICOLON) {
      if (this.kind[this.cursor] === W.DO) break;
      this.skipOne();
    }
    if (this.kind[this.cursor] === W.DO) {
      this.cursor++;
      if (this.kind[this.cursor] === COLON) {
        this.cursor++;
        return this.inlineBody(scope);
      }
    }
    this.enterBlock(scope);
  }

  private inlineBody(scope: number): void {
    const outer = this.scope;
    this.scope = scope;
    this.code.scopes[scope]!.returns = [this.expression()];
    this.closeScope(scope, this.lastEnd());
    this.scope = outer;
  }

  private forTargets(): void {
    const token = this.cursor;
    if (this.kind[token] !== T.NAME || this.kind[token + 1] !== W.IN) return;
    this.cursor += 2;
    this.bind(this.slice(token), this.startOf(token), this.tokens.end[token]!, this.expression(), 'loop');
  }

  /** `do |a, b| … end` behind a call. */
  private doBlock(): void {
    const start = this.startOf(this.cursor++);
    if (!this.ruby) return this.enterBlock(undefined);
    const scope = this.openScope('function', '', start);
    this.code.scopes[scope]!.params = this.pipeParams();
    const { named } = this;
    this.named = undefined;
    this.enterBlock(scope, named);
  }

  protected override assignmentTail(target: Expr, token: number): void {
    const end = this.lastEnd();
    this.cursor++;
    const value = this.expressions();
    if (target.k !== 'list') return this.assignTo(target, this.startOf(token), end, value, false);
    for (const [place, it] of target.e.entries()) {
      const { at } = value;
      const part: Expr =
        value.k === 'list' && value.e.length === target.e.length
          ? value.e[place]!
          : { k: 'index', o: value, i: { k: 'num', v: String(place), at }, at };
      const name = this.dotted(it);
      if (name !== undefined) this.code.bindings.push({ scope: this.scope, target: name, targetAt: it.at, value: part, kind: 'assign' });
    }
  }

  protected override assignTo(target: Expr, start: number, end: number, value: Expr, augment: boolean): void {
    const name = this.dotted(target);
    if (name === undefined || name === '_') return;
    this.lastAssigned = value;
    const field = name.startsWith('self.') || this.code.scopes[this.scope]!.kind === 'class';
    this.bind(name, start, end, value, augment ? 'augment' : field ? 'field' : 'assign');
  }
}

/** Reads one text of Ruby or Elixir. */
export function readKeyword(language: 'ruby' | 'elixir'): (text: string, options: ReadOptions) => CodeReading {
  return (text, options) => new KeywordReader(language satisfies Language, text, options).read();
}
