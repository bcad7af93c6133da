import type { Arg, Expr } from '../../../types/source.ts';
import { ASSIGN, BRACE, COLON, COMMA, PAREN, STAR } from '../marks.ts';
import { T } from '../tokens.ts';
import { PY } from './lexer.ts';
import { PythonText } from './text.ts';

/** What stands in brackets: tuples, lists, dicts, sets, comprehensions, arguments, subscripts. */
export abstract class PythonBrackets extends PythonText {
  protected abstract item(): Expr;
  protected abstract binary(least: number): Expr;

  protected subscript(opener: number): Expr {
    const end = this.tokens.match[opener]!;
    const start = this.startOf(this.cursor);
    const parts: Expr[] = [];
    let slices = false;
    while (this.cursor < end) {
      const kind = this.kind[this.cursor]!;
      if (kind === COLON || kind === COMMA) {
        slices ||= kind === COLON;
        this.cursor++;
      } else parts.push(this.itemOrSkip());
    }
    if (parts.length === 1 && !slices) return parts[0]!;
    return slices ? this.other(parts, start) : this.list(parts, start);
  }

  /** Like {@link item}, but always moves on. */
  protected itemOrSkip(): Expr {
    return this.movedOn(this.cursor, this.item());
  }

  /** Arguments of the call or class header whose `(` is `opener`; the cursor stands behind it. */
  protected args(opener: number): Arg[] {
    const end = this.tokens.match[opener]!;
    const outerNoIn = this.noIn;
    this.noIn = false;
    const args: Arg[] = [];
    const comprehension = this.comprehensionAhead(end);
    if (comprehension >= 0) {
      args.push({ v: this.comprehension(end, comprehension, this.startOf(this.cursor)) });
      this.cursor = end;
    }
    while (this.cursor < end) {
      const kind = this.kind[this.cursor]!;
      if (kind === COMMA) this.cursor++;
      else if (kind === T.NAME && this.kind[this.cursor + 1] === ASSIGN) {
        const name = this.slice(this.cursor);
        this.cursor += 2;
        args.push({ name, v: this.cursor < end ? this.expression() : this.other([], this.startOf(this.cursor)) });
      } else if (kind === STAR || kind === T.POWER) {
        this.cursor++;
        args.push({ v: this.expression(), spread: true });
      } else args.push({ v: this.expressionOrSkip() });
    }
    this.noIn = outerNoIn;
    return args;
  }

  protected bracket(opener: number, kind: number): Expr {
    const start = this.startOf(opener);
    if (!this.enter()) {
      this.leave(opener);
      return this.other([], start);
    }
    const outerNoIn = this.noIn;
    this.noIn = false;
    const end = this.tokens.match[opener]!;
    this.cursor++;
    let expr: Expr;
    const comprehension = this.comprehensionAhead(end);
    if (comprehension >= 0) {
      expr = this.comprehension(end, comprehension, start);
      this.leave(opener);
      expr.at = this.span(start, this.lastEnd());
    } else if (kind === BRACE) expr = this.braces(opener, end);
    else {
      const elements: Expr[] = [];
      let commas = 0;
      while (this.cursor < end) {
        if (this.kind[this.cursor] === COMMA) {
          commas++;
          this.cursor++;
        } else elements.push(this.itemOrSkip());
      }
      this.leave(opener);
      expr = kind === PAREN && commas === 0 && elements.length === 1 ? elements[0]! : this.list(elements, start);
    }
    this.noIn = outerNoIn;
    this.depth--;
    return expr;
  }

  protected braces(opener: number, end: number): Expr {
    const start = this.startOf(opener);
    const pairs: [Expr | null, Expr][] = [];
    const elements: Expr[] = [];
    while (this.cursor < end) {
      const kind = this.kind[this.cursor]!;
      if (kind === COMMA) this.cursor++;
      else if (kind === T.POWER) {
        this.cursor++;
        pairs.push([null, this.expression()]);
      } else {
        const key = this.itemOrSkip();
        if (this.kind[this.cursor] === COLON && this.cursor < end) {
          this.cursor++;
          pairs.push([key, this.cursor < end ? this.expression() : this.other([], this.startOf(this.cursor))]);
        } else elements.push(key);
      }
    }
    this.leave(opener);
    if (elements.length > 0 && pairs.length === 0) return this.list(elements, start);
    for (const element of elements) pairs.push([null, element]);
    return this.dict(pairs, start);
  }

  /** Index of the `for` of a comprehension that fills the bracket up to `end`, or -1. */
  protected comprehensionAhead(end: number): number {
    for (let k = this.cursor; k < end;) {
      const kind = this.kind[k]!;
      if (kind === COMMA) return -1;
      if (kind === PY.for) return this.kind[k - 1] === PY.async ? k - 1 : k;
      const match = this.tokens.match[k]!;
      k = match > k ? match : k + 1;
    }
    return -1;
  }

  protected comprehension(end: number, clauses: number, start: number): Expr {
    const outer = this.scope;
    this.scope = this.openScope('block', '<comprehension>', start);
    // The loop names are bound first, as they are when it runs; the element is read afterwards from its own place.
    const element = this.cursor;
    this.cursor = clauses;
    while (this.cursor < end) {
      const kind = this.kind[this.cursor]!;
      if (kind === PY.for) {
        this.cursor++;
        this.loopHeader(true);
      } else if (kind === PY.if) {
        this.cursor++;
        const strings = this.strings;
        const before = this.cursor;
        this.loose('compare', this.binary(1), strings);
        if (this.cursor === before) this.skipOne();
      } else this.skipOne();
    }
    this.cursor = element;
    const value = this.item();
    let result: Expr;
    if (this.kind[this.cursor] === COLON && this.cursor < clauses) {
      this.cursor++;
      const pair: [Expr, Expr] = [value, this.expression()];
      this.cursor = end;
      result = { k: 'dict', e: [pair], at: this.span(start, this.lastEnd()) };
    } else {
      this.cursor = end;
      result = this.list([value], start);
    }
    this.closeScope(this.scope, this.lastEnd());
    this.scope = outer;
    return result;
  }

  /** `targets in iterable` behind `for`; binds the targets. */
  protected loopHeader(inComprehension: boolean): void {
    const start = this.startOf(this.cursor);
    this.noIn = true;
    const target = this.expressions();
    this.noIn = false;
    const end = this.lastEnd();
    if (this.kind[this.cursor] !== PY.in) return;
    this.cursor++;
    const strings = this.strings;
    const iterable = inComprehension ? this.binary(1) : this.expressions();
    if (!this.bindTarget(target, iterable, start, end, 'loop')) this.loose('expression', iterable, strings);
  }

  protected abstract bindTarget(target: Expr, value: Expr, start: number, end: number, kind: 'loop' | 'assign'): boolean;
}
