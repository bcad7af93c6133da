import type { Arg, Expr, Param } from '../../../types/source.ts';
import { BRACE, COLON, COMMA, DOT, LESS, PAREN, PIPE, SQUARE } from '../marks.ts';
import { T } from '../tokens.ts';
import { CLikeBase } from './types.ts';
import { W } from './rules.ts';

/** What the layers of the reader ask of each other, and lambdas in the syntax of each language. */
export abstract class CLikeLambdas extends CLikeBase {
  /** Set in conditions without parentheses, where `{` opens the block. */
  protected noBrace = false;

  /** Set inside `[Attribute(Name = value)]`. */
  protected inAttribute = false;

  protected abstract expressions(): Expr;

  protected abstract binary(least: number): Expr;

  protected abstract postfix(): Expr;

  protected abstract args(opener: number): Arg[];

  protected abstract assignTo(target: Expr, start: number, end: number, value: Expr, augment: boolean): void;

  /** Statements between the braces that open at the given token; gives the last expression statement. */
  protected abstract block(opener: number, from?: number): Expr | undefined;

  protected abstract functionRest(name: string, start: number): Expr;

  protected abstract parameters(opener: number): Param[];

  protected abstract classBody(name: string, start: number, opener: number): void;

  /** One expression, or several as a list, up to `end`; braces are values again inside brackets. */
  protected inside(end: number): Expr {
    const outerBrace = this.noBrace;
    const outerIn = this.noIn;
    this.noBrace = false;
    this.noIn = false;
    const start = this.startOf(this.cursor);
    const all: Expr[] = [];
    while (this.cursor < end) {
      if (this.kind[this.cursor] === COMMA || this.kind[this.cursor] === 59 || this.kind[this.cursor] === COLON) this.cursor++;
      else all.push(this.expressionOrSkip());
    }
    this.noBrace = outerBrace;
    this.noIn = outerIn;
    return all.length === 1 ? all[0]! : this.list(all, start);
  }

  /** A lambda that stands here in the syntax of the language, or undefined. */
  protected lambda(): Expr | undefined {
    let token = this.cursor;
    if (
      this.kind[token] === W.MODIFIER &&
      this.rules.lambda === 'fat' &&
      (this.kind[token + 1] === PAREN || this.kind[token + 1] === T.NAME)
    )
      token++;
    const kind = this.kind[token]!;
    if (this.rules.pipes && (kind === PIPE || kind === T.OR)) return this.pipeLambda(token, kind);
    const arrow = this.rules.lambda === 'arrow' ? T.ARROW : this.rules.lambda === 'fat' ? T.FAT_ARROW : -1;
    if (arrow === -1 || this.quiet > 0) return undefined;
    if (kind === T.NAME && this.kind[token + 1] === arrow) return this.arrowLambda(token);
    if (kind !== PAREN) return undefined;
    const close = this.tokens.match[token]!;
    const after = this.kind[close + 1]!;
    const named = after === T.NAME && (this.isWord('async', close + 1) || this.isWord('sync', close + 1));
    if (after === arrow || (named && this.kind[close + 2] === BRACE)) return this.arrowLambda(token);
    if (this.rules.language === 'dart' && after === BRACE && !this.noBrace) return this.arrowLambda(token);
    return undefined;
  }

  protected arrowLambda(token: number): Expr {
    const start = this.startOf(token);
    const scope = this.openScope('function', '', start);
    const outer = this.scope;
    this.scope = scope;
    let params: Param[];
    if (this.kind[token] === PAREN) params = this.parameters(token);
    else {
      this.cursor = token + 1;
      params = [this.param(token)];
    }
    while (this.kind[this.cursor] === T.NAME) this.cursor++;
    if (this.kind[this.cursor] === T.ARROW || this.kind[this.cursor] === T.FAT_ARROW) this.cursor++;
    this.lambdaBody(scope);
    this.scope = outer;
    return this.fn(params, scope, start);
  }

  protected lambdaBody(scope: number): void {
    if (this.kind[this.cursor] === BRACE) {
      const last = this.block(this.cursor);
      if (this.rules.lastIsValue && last !== undefined) (this.code.scopes[scope]!.returns ??= []).push(last);
      return;
    }
    const body = this.expression();
    this.code.scopes[scope]!.returns = [body];
  }

  protected pipeLambda(token: number, kind: number): Expr {
    const start = this.startOf(token);
    const scope = this.openScope('function', '', start);
    const outer = this.scope;
    this.scope = scope;
    const params: Param[] = [];
    this.cursor++;
    if (kind === PIPE) {
      for (let limit = token + 100; this.kind[this.cursor] !== PIPE && !this.atCloser() && this.cursor < limit; this.skipOne()) {
        if (this.kind[this.cursor] === T.NAME && this.kind[this.cursor - 1] !== COLON && this.kind[this.cursor - 1] !== T.DOUBLE_COLON) {
          params.push(this.param(this.cursor));
        }
      }
      if (this.kind[this.cursor] === PIPE) this.cursor++;
    }
    if (this.kind[this.cursor] === T.ARROW) {
      this.cursor++;
      this.type();
    }
    this.lambdaBody(scope);
    this.scope = outer;
    return this.fn(params, scope, start);
  }

  /** `{ a, b -> … }` (Kotlin), `{ a, b in … }` (Swift), `{ a => … }` (Scala). */
  protected braceLambda(opener: number): Expr {
    const start = this.startOf(opener);
    const scope = this.openScope('function', '', start);
    const outer = this.scope;
    this.scope = scope;
    const end = this.tokens.match[opener]!;
    const arrow = this.rules.trailingLambda === '->' ? T.ARROW : this.rules.trailingLambda === '=>' ? T.FAT_ARROW : W.IN;
    const params: Param[] = [];
    let from = opener + 1;
    for (let k = from, limit = Math.min(end, from + 40); k < limit; k++) {
      const kind = this.kind[k]!;
      if (kind === arrow) {
        for (let p = from; p < k; p++) {
          if (this.kind[p] === T.NAME && this.kind[p - 1] !== COLON) params.push(this.param(p));
        }
        from = k + 1;
        break;
      }
      if (
        kind !== T.NAME &&
        kind !== COMMA &&
        kind !== COLON &&
        kind !== PAREN &&
        kind !== 41 &&
        kind !== DOT &&
        kind !== LESS &&
        kind !== 62 &&
        kind !== SQUARE &&
        kind !== 93 &&
        kind !== 63
      )
        break;
    }
    const last = this.block(opener, from);
    if (last !== undefined) (this.code.scopes[scope]!.returns ??= []).push(last);
    this.scope = outer;
    return this.fn(params, scope, start);
  }

  protected abstract assignmentTail(target: Expr, token: number): void;
}
