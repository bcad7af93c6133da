import type { Arg, Expr, Param } from '../../../types/source.ts';
import { CLikeDeclarations } from '../clike/declarations.ts';
import { ELIXIR, RUBY } from '../clike/rules-more.ts';
import { W } from '../clike/rules.ts';
import { ASSIGN, BRACE, COLON, COMMA, DOT, PAREN, PIPE, SQUARE } from '../marks.ts';
import type { ReadOptions } from '../reader.ts';
import { T } from '../tokens.ts';

/** Expressions of Ruby and Elixir: hashes, symbols, calls without parentheses, blocks in braces. */
export abstract class KeywordExpressions extends CLikeDeclarations {
  protected readonly ruby: boolean;

  /** Blocks that an expression opened and whose `end` is still to come. */
  protected pending = 0;

  constructor(language: 'ruby' | 'elixir', text: string, options: ReadOptions) {
    super(language === 'ruby' ? RUBY : ELIXIR, text, options);
    this.ruby = language === 'ruby';
  }

  protected override parameters(opener: number): Param[] {
    const end = this.tokens.match[opener]!;
    const params: Param[] = [];
    this.cursor = opener + 1;
    while (this.cursor < end) {
      const token = this.cursor;
      if (this.kind[token] !== T.NAME) {
        this.skipOne();
        continue;
      }
      const param = this.param(token);
      this.cursor++;
      const kind = this.kind[this.cursor]!;
      if (this.cursor < end && (kind === ASSIGN || kind === COLON)) {
        this.cursor++;
        if (this.cursor < end && this.kind[this.cursor] !== COMMA) param.def = this.expression();
      }
      params.push(param);
      while (this.cursor < end && this.kind[this.cursor] !== COMMA) this.skipOne();
    }
    this.leave(opener);
    return params;
  }

  protected pipeParams(): Param[] {
    const params: Param[] = [];
    if (this.kind[this.cursor] !== PIPE) return params;
    for (this.cursor++; this.kind[this.cursor] !== PIPE && !this.atCloser() && !this.newlineBefore(); this.cursor++) {
      if (this.kind[this.cursor] === T.NAME) params.push(this.param(this.cursor));
    }
    if (this.kind[this.cursor] === PIPE) this.cursor++;
    return params;
  }

  protected override braceLambda(opener: number): Expr {
    const start = this.startOf(opener);
    const scope = this.openScope('function', '', start);
    const outer = this.scope;
    this.scope = scope;
    this.cursor = opener + 1;
    const params = this.pipeParams();
    const last = this.block(opener, Math.min(this.cursor, this.tokens.match[opener]!));
    if (last !== undefined) (this.code.scopes[scope]!.returns ??= []).push(last);
    this.scope = outer;
    return this.fn(params, scope, start);
  }

  protected override primary(): Expr {
    const token = this.cursor;
    const kind = this.kind[token]!;
    const start = this.startOf(token);
    if (kind === T.REGEX) {
      this.cursor++;
      return this.other([], start);
    }
    if (kind === BRACE) return this.ruby || this.kind[token - 1] !== T.NAME ? this.hash(token) : super.primary();
    if (kind === W.IF || kind === W.SWITCH || (kind === W.SKIP && this.isWord('begin'))) {
      this.cursor++;
      if (this.ruby) this.pending++;
      return this.other([], start);
    }
    if (kind === T.ARROW && this.ruby) {
      this.cursor++;
      if (this.kind[this.cursor] === PAREN) this.skipOne();
      return this.kind[this.cursor] === BRACE ? this.braceLambda(this.cursor) : this.other([], start);
    }
    if (kind === W.LAMBDA) return this.elixirLambda();
    if (kind === T.NAME && this.ruby && this.text.charCodeAt(start) === 64) {
      this.cursor++;
      const name = this.slice(token).replace(/^@+/, '');
      return this.attr({ k: 'name', n: 'self', at: this.span(start, start) }, name, start);
    }
    return super.primary();
  }

  protected elixirLambda(): Expr {
    const start = this.startOf(this.cursor++);
    const values: Expr[] = [];
    while (!this.atCloser() && this.kind[this.cursor] !== W.END && !this.exhausted) {
      const kind = this.kind[this.cursor]!;
      if (kind === T.ARROW || kind === COMMA) this.cursor++;
      else values.push(this.expressionOrSkip());
    }
    if (this.kind[this.cursor] === W.END) this.cursor++;
    return this.other(values, start);
  }

  /** `{ "a" => 1, b: 2 }`, Elixir's `%{…}` and tuples. */
  protected hash(opener: number): Expr {
    const start = this.startOf(opener);
    if (!this.enter()) {
      this.leave(opener);
      return this.other([], start);
    }
    const end = this.tokens.match[opener]!;
    const pairs: [Expr | null, Expr][] = [];
    this.cursor = opener + 1;
    while (this.cursor < end) {
      if (this.kind[this.cursor] === COMMA || this.kind[this.cursor] === PIPE) this.cursor++;
      else pairs.push(this.pair(end));
    }
    this.leave(opener);
    this.depth--;
    return this.listOrDict(
      pairs,
      pairs.some(([key]) => key !== null),
      start,
    );
  }

  /** `key: value`, `"key" => value` or a value alone. */
  protected pair(end: number): [key: Expr | null, value: Expr] {
    const token = this.cursor;
    const label = this.isName(token) || this.kind[token] === T.STRING;
    if (label && this.kind[token + 1] === COLON && token + 1 < end && this.startOf(token + 1) - this.tokens.end[token]! <= 1) {
      this.cursor += 2;
      const closed = this.cursor >= end || this.kind[this.cursor] === COMMA;
      const key = this.nameAsText(token);
      return [key, closed ? this.nameExpr(token) : this.expressionOrSkip()];
    }
    const value = this.expressionOrSkip();
    if (this.kind[this.cursor] !== T.FAT_ARROW || this.cursor >= end) return [null, value];
    this.cursor++;
    return [value, this.expressionOrSkip()];
  }

  protected override arg(end: number): Arg {
    const kind = this.kind[this.cursor]!;
    if (kind === 42 || kind === T.POWER || kind === 38) {
      this.cursor++;
      return { v: this.expressionOrSkip(), spread: true };
    }
    const [key, v] = this.pair(end);
    return key?.k === 'str' ? { name: key.v, v } : { v };
  }

  protected override postfixPart(expr: Expr, start: number): Expr | undefined {
    const part = this.postfixRest(expr, start);
    if (!this.ruby || part?.k !== 'attr' || part.n !== 'new') return part;
    // `Client.new` makes an object, with or without parentheses behind it.
    const next = this.cursor;
    const opens = this.kind[next] === PAREN && this.startOf(next) === this.lastEnd();
    const command = !this.newlineBefore() && this.startOf(next) > this.lastEnd() && this.startsArgument(next);
    return opens || command ? part : this.call(part, [], start);
  }

  private postfixRest(expr: Expr, start: number): Expr | undefined {
    const token = this.cursor;
    const kind = this.kind[token]!;
    if (
      (kind === 63 || kind === 33) &&
      (expr.k === 'name' || expr.k === 'attr') &&
      this.startOf(token) === this.lastEnd() &&
      this.kind[token + 1] !== ASSIGN
    ) {
      this.cursor++;
      return expr;
    }
    if (this.newlineBefore()) return kind === DOT || kind === T.OPTIONAL_DOT ? super.postfixPart(expr, start) : undefined;
    if (this.ruby && kind === 38 && this.kind[token + 1] === DOT) this.cursor++;
    if (kind === BRACE && this.ruby) {
      if (expr.k !== 'name' && expr.k !== 'attr' && expr.k !== 'call') return undefined;
      const block: Arg = { v: this.braceLambda(token) };
      if (expr.k === 'call') {
        expr.a.push(block);
        return expr;
      }
      return this.call(expr, [block], start);
    }
    const spaced =
      this.startOf(token) > this.lastEnd() + (kind === T.STRING || kind === T.INTERP_START ? 1 : 0) ||
      /\s/.test(this.text[this.lastEnd()] ?? '');
    if (spaced && (expr.k === 'name' || expr.k === 'attr') && this.startsArgument(token)) return this.commandCall(expr, start);
    if (spaced && (kind === SQUARE || kind === PAREN) && expr.k !== 'call')
      return kind === SQUARE ? undefined : super.postfixPart(expr, start);
    return super.postfixPart(expr, start);
  }

  /** Whether an argument of a call without parentheses can start at this token. */
  protected startsArgument(token: number): boolean {
    const kind = this.kind[token]!;
    if (
      kind === T.STRING ||
      kind === T.INTERP_START ||
      kind === T.NUMBER ||
      kind === T.NAME ||
      kind === W.NULL ||
      kind === W.TRUE ||
      kind === W.FALSE ||
      kind === T.REGEX ||
      kind === W.LAMBDA
    )
      return true;
    return kind === SQUARE && this.text.charCodeAt(this.startOf(token) + 1) > 32;
  }

  protected commandCall(f: Expr, start: number): Expr {
    if (!this.enter()) return f;
    const args: Arg[] = [];
    const end = this.eof;
    for (;;) {
      const before = this.cursor;
      args.push(this.arg(end));
      if (this.cursor === before || this.kind[this.cursor] !== COMMA) break;
      this.cursor++;
    }
    this.depth--;
    return this.call(f, args, start);
  }

  protected override binary(least: number): Expr {
    const start = this.startOf(this.cursor);
    let left = super.binary(least);
    if (least > 3) return left;
    while (this.kind[this.cursor] === T.PIPE_FORWARD) {
      this.cursor++;
      const right = super.binary(4);
      if (right.k === 'call') right.a.unshift({ v: left });
      left = right.k === 'call' ? right : this.other([left, right], start);
    }
    return left;
  }
}
