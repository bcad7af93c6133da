import type { Expr } from '../../../types/source.ts';
import { ASSIGN, BRACE, COLON, COMMA, PAREN, PIPE } from '../marks.ts';
import { T } from '../tokens.ts';
import { CLikeLambdas } from './lambdas.ts';
import { W } from './rules.ts';

/** `if`, `switch`, `match` and `when` as values. */
export abstract class CLikeChoices extends CLikeLambdas {
  protected parenthesised(opener: number): Expr {
    const start = this.startOf(opener);
    const end = this.tokens.match[opener]!;
    this.cursor++;
    const expr = this.cursor < end ? this.inside(end) : this.list([], start);
    this.leave(opener);
    return expr;
  }

  /** `if c { a } else { b }` as a value. */
  protected ifExpression(): Expr {
    const start = this.startOf(this.cursor);
    const values: Expr[] = [];
    for (;;) {
      this.cursor++;
      this.condition();
      values.push(this.branch());
      if (this.kind[this.cursor] !== W.ELSE) break;
      this.cursor++;
      if (this.kind[this.cursor] === W.IF) continue;
      values.push(this.branch());
      break;
    }
    if (values.length === 1) return values[0]!;
    return this.choiceOf(values, 'cond', start);
  }

  protected branch(): Expr {
    const start = this.startOf(this.cursor);
    if (this.kind[this.cursor] === BRACE) return this.block(this.cursor) ?? this.other([], start);
    return this.expression();
  }

  /** The condition behind `if`, with or without parentheses. */
  protected condition(): void {
    const strings = this.strings;
    const outer = this.noBrace;
    if (this.rules.bareConditions) {
      this.noBrace = true;
      for (let guard = 0; guard < 20; guard++) {
        const before = this.cursor;
        this.pattern();
        const expr = this.expression();
        if (this.kind[this.cursor] !== T.WALRUS) this.loose('compare', expr, strings);
        else this.assignmentTail(expr, before);
        if ((this.kind[this.cursor] === 59 || this.kind[this.cursor] === COMMA) && this.cursor > before) this.cursor++;
        else break;
      }
    } else if (this.kind[this.cursor] === PAREN) this.loose('compare', this.parenthesised(this.cursor), strings);
    this.noBrace = outer;
  }

  /** `let Some(x) =` and `let x =` in front of a condition. */
  protected pattern(): void {
    if (this.kind[this.cursor] !== W.VARIABLE && this.kind[this.cursor] !== W.CASE) return;
    this.cursor++;
    if (this.kind[this.cursor] === W.VARIABLE) this.cursor++;
    if (this.kind[this.cursor] === T.NAME && this.kind[this.cursor + 1] === ASSIGN) return;
    for (
      let limit = this.cursor + 60;
      this.kind[this.cursor] !== ASSIGN && this.kind[this.cursor] !== BRACE && !this.atCloser() && this.cursor < limit;
    )
      this.skipOne();
    if (this.kind[this.cursor] === ASSIGN) this.cursor++;
  }

  /** `match x { … }`, `when (x) { … }`, `switch (x) { … }` as a value. */
  protected switchExpression(): Expr {
    const start = this.startOf(this.cursor++);
    if (this.kind[this.cursor] !== BRACE) {
      const outer = this.noBrace;
      this.noBrace = true;
      const strings = this.strings;
      const subject = this.expression();
      this.loose('compare', subject, strings);
      this.noBrace = outer;
    }
    return this.kind[this.cursor] === BRACE ? this.arms(this.cursor, start) : this.other([], start);
  }

  /** `pattern -> value` and `pattern => value` arms between braces, as a choice. */
  protected arms(opener: number, start: number): Expr {
    if (!this.enter()) {
      this.leave(opener);
      return this.other([], start);
    }
    const end = this.tokens.match[opener]!;
    const outerBrace = this.noBrace;
    this.noBrace = false;
    const values: Expr[] = [];
    this.cursor = opener + 1;
    while (this.cursor < end) {
      const before = this.cursor;
      const kind = this.kind[before]!;
      if (kind === COMMA || kind === 59 || kind === PIPE || kind === COLON) this.cursor++;
      else if (kind === T.ARROW || kind === T.FAT_ARROW) {
        this.cursor++;
        if (this.cursor < end) values.push(this.armValue());
      } else this.armPattern(end);
      if (this.cursor === before) this.skipOne();
    }
    this.noBrace = outerBrace;
    this.leave(opener);
    this.depth--;
    return this.choiceOf(values, 'match', start);
  }

  protected armPattern(end: number): void {
    const kind = this.kind[this.cursor]!;
    const strings = this.strings;
    if (kind === W.IF) {
      this.cursor++;
      this.loose('compare', this.binary(1), strings);
      return;
    }
    if (kind === W.CASE || kind === W.DEFAULT || kind === W.ELSE || kind === W.IN || kind === W.AS || kind === W.MODIFIER) {
      this.cursor++;
      return;
    }
    this.quiet++;
    const pattern = this.binary(1);
    this.quiet--;
    if (this.cursor <= end) this.loose('case', pattern, strings);
  }

  protected armValue(): Expr {
    const start = this.startOf(this.cursor);
    const kind = this.kind[this.cursor]!;
    if (kind === BRACE) return this.block(this.cursor) ?? this.other([], start);
    if (kind === W.THROW || kind === W.RETURN || kind === W.SKIP) {
      this.cursor++;
      const strings = this.strings;
      const value = this.expression();
      this.loose(kind === W.THROW ? 'throw' : 'return', value, strings);
      if (kind === W.RETURN) this.returned(value);
      return this.other([], start);
    }
    return this.expression();
  }
}
