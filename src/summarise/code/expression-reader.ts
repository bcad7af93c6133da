/** What expressions of all languages with operators and brackets have in common. */

import type { Expr, Param } from '../../types/source.ts';
import { COMMA } from './marks.ts';
import { Reader } from './reader.ts';
import { T } from './tokens.ts';

/** Reads expressions; the languages say what stands between operators. */
export abstract class ExpressionReader extends Reader {
  /** Set in a `for` header, where `in` is no operator. */
  protected noIn = false;

  /** An expression on this level of nesting, without commas, once it is known not to be too deep. */
  protected abstract oneExpression(start: number): Expr;

  /** One expression without commas at its own level. */
  protected expression(): Expr {
    const start = this.startOf(this.cursor);
    if (!this.enter()) {
      this.skipDeep();
      return this.other([], start);
    }
    const expr = this.oneExpression(start);
    this.depth--;
    return expr;
  }

  /** An expression that is nested too deeply is passed over, up to what can only stand behind it. */
  protected skipDeep(): void {
    for (let kind = this.kind[this.cursor]!; kind !== T.EOF && !this.endsExpression(kind); kind = this.kind[this.cursor]!) this.skipOne();
  }

  protected endsExpression(kind: number): boolean {
    return kind === COMMA || kind === 59 || kind === 41 || kind === 93 || kind === 125 || kind === T.HOLE_CLOSE || kind === T.JSX_END;
  }

  /** Like {@link expression}, but always moves on: broken code must not hold the reader up. */
  protected expressionOrSkip(): Expr {
    return this.movedOn(this.cursor, this.expression());
  }

  /** Gives back what was read from the token `before` on, and goes on by one token when that was none. */
  protected movedOn(before: number, expr: Expr): Expr {
    if (this.cursor === before && !this.atCloser()) this.skipOne();
    return expr;
  }

  protected dict(e: [Expr | null, Expr][], start: number): Expr {
    this.nodes++;
    return { k: 'dict', e, at: this.span(start, this.lastEnd()) };
  }

  protected index(o: Expr, i: Expr, start: number): Expr {
    this.nodes++;
    return { k: 'index', o, i, at: this.span(start, this.lastEnd()) };
  }

  /** The values of a choice with more than two ways. */
  protected choiceOf(e: Expr[], op: 'cond' | 'match', start: number): Expr {
    this.nodes++;
    return { k: 'alt', e, op, at: this.span(start, this.lastEnd()) };
  }

  /** Pieces of a literal with holes; one piece of text alone is the literal. */
  protected pieces(parts: Expr[], opener: number): Expr {
    if (parts.length === 0) return this.str('', this.tokens.end[opener]!, this.tokens.end[opener]!, false);
    if (parts.length === 1 && parts[0]!.k === 'str') return parts[0]!;
    this.nodes++;
    return { k: 'cat', p: parts, at: this.span(this.startOf(opener), this.lastEnd()) };
  }

  /** What stands behind signs and other prefixes: a negative number is still one. */
  protected prefixed(inner: Expr, negative: boolean, start: number): Expr {
    if (inner.k === 'num' && negative) return { k: 'num', v: `-${inner.v}`, at: this.span(start, this.lastEnd()) };
    return this.other([inner], start);
  }

  /** A name that stands for itself, such as a key, as text. */
  protected nameAsText(token: number): Expr {
    return { k: 'str', v: this.slice(token), at: this.span(this.startOf(token), this.tokens.end[token]!) };
  }

  /** A parameter of which only the name was read so far. */
  protected param(token: number): Param {
    return { name: this.slice(token), at: this.span(this.startOf(token), this.tokens.end[token]!) };
  }
}
