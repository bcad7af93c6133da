import type { Arg, Expr } from '../../../types/source.ts';
import { binaryStrengths } from '../brace-reader.ts';
import { ASSIGN, BANG, BRACE, COLON, COMMA, DOT, GREATER, LESS, PAREN, QUESTION, SQUARE } from '../marks.ts';
import { MAX_CHAIN } from '../reader.ts';
import { KEYWORD, T } from '../tokens.ts';
import { JS } from './words.ts';
import { JavaScriptLiterals } from './literals.ts';

const STRENGTH = binaryStrengths();
for (const kind of [JS.instanceof!, JS.in!]) STRENGTH[kind] = 8;
STRENGTH[T.POWER] = 12;

/**
 * JavaScript expressions. Choices that a linker should know: object literals are `dict` with `str` keys (shorthand `{ a }` is key `a`,
 * value name `a`); `...x` in an array is `other`; a template without holes is `str`, a tagged one a call; `a ? b : c` is `alt`
 * of `b` and `c`; `await x` and `x as T` are `x`; `a.b` and `a?.b` are the same; an element `<Foo a="x">{y}</Foo>` is a
 * call of `Foo` with named arguments for attributes and positional ones for children.
 */
export abstract class JavaScriptExpressions extends JavaScriptLiterals {
  protected abstract arrow(asyncAt: number): Expr;
  protected abstract functionExpression(): Expr;
  protected abstract classExpression(): Expr;
  protected abstract assignTo(target: Expr, start: number, end: number, value: Expr, augment: boolean): void;
  protected abstract element(): Expr;

  /** Expressions with commas between; the last one is the value. */
  protected override expressions(): Expr {
    let strings = this.strings;
    let expr = this.expression();
    while (this.kind[this.cursor] === COMMA) {
      this.cursor++;
      this.loose('expression', expr, strings);
      strings = this.strings;
      expr = this.expressionOrSkip();
    }
    return expr;
  }

  protected override oneExpression(start: number): Expr {
    const first = this.cursor;
    if (this.startsArrow(first)) return this.arrow(-1);
    if (this.isWord('async') && this.startsArrow(first + 1)) {
      this.cursor++;
      return this.arrow(first);
    }
    if (this.kind[first] === JS.yield) {
      this.cursor++;
      if (this.kind[this.cursor] === 42) this.cursor++;
      const strings = this.strings;
      const value = this.expression();
      this.loose('return', value, strings);
      return value;
    }
    const strings = this.strings;
    const expr = this.binary(1);
    return this.kind[this.cursor] === QUESTION ? this.choice(expr, start, strings) : this.assigned(expr, start);
  }

  /** The value of `target = value` if an assignment goes on here, else the expression itself. */
  private assigned(expr: Expr, start: number): Expr {
    const kind = this.kind[this.cursor]!;
    if (kind === ASSIGN || kind === T.OR_ASSIGN || kind === T.AUGMENT) {
      const end = this.lastEnd();
      this.cursor++;
      const value = this.expression();
      const bound = kind === T.OR_ASSIGN ? this.either('or', expr, value, start) : value;
      this.assignTo(expr, start, end, bound, kind === T.AUGMENT);
      return value;
    }
    return expr;
  }

  /** Chains `a ? b : c ? d : e` are read in a loop: minified code nests them by the hundred. */
  private choice(condition: Expr, start: number, stringsBefore: number): Expr {
    let test = condition;
    let strings = stringsBefore;
    const values: Expr[] = [];
    const outer = this.inChoice;
    while (this.kind[this.cursor] === QUESTION) {
      this.cursor++;
      this.loose('compare', test, strings);
      this.inChoice = true;
      values.push(this.expression());
      this.inChoice = outer;
      if (this.kind[this.cursor] !== COLON) break;
      this.cursor++;
      if (this.startsArrow(this.cursor) || this.isWord('async')) {
        values.push(this.expression());
        break;
      }
      strings = this.strings;
      const alternative = this.startOf(this.cursor);
      test = this.binary(1);
      if (this.kind[this.cursor] !== QUESTION) {
        values.push(this.assigned(test, alternative));
      }
    }
    if (values.length === 1) return values[0]!;
    return this.choiceOf(values, 'cond', start);
  }

  /** Whether an arrow function's parameters start at this token. */
  private startsArrow(token: number): boolean {
    const kind = this.kind[token]!;
    if (kind === T.NAME) return this.kind[token + 1] === T.FAT_ARROW;
    if (kind === PAREN) return this.arrowAfter(this.tokens.match[token]!);
    if (kind !== LESS) return false;
    const outer = this.cursor;
    this.cursor = token;
    const open = this.angles() && this.kind[this.cursor] === PAREN ? this.cursor : -1;
    this.cursor = outer;
    return open >= 0 && this.arrowAfter(this.tokens.match[open]!);
  }

  private arrowAfter(close: number): boolean {
    if (this.kind[close] !== 41) return false;
    const next = this.kind[close + 1]!;
    if (next === T.FAT_ARROW) return true;
    if (next !== COLON || this.inChoice) return false;
    for (let k = close + 2, limit = close + 80; k < limit;) {
      const kind = this.kind[k]!;
      if (kind === T.FAT_ARROW) return true;
      const inType =
        kind === T.NAME ||
        kind >= KEYWORD ||
        kind === DOT ||
        kind === 124 ||
        kind === 38 ||
        kind === LESS ||
        kind === GREATER ||
        kind === COMMA;
      const match = this.tokens.match[k]!;
      if (!inType && match === k && kind !== T.STRING) return false;
      // A comma outside `<…>` ends the argument, so this was no result type.
      if (kind === COMMA && !this.angleOpenBefore(close + 2, k)) return false;
      k = match > k ? match + 1 : k + 1;
    }
    return false;
  }

  private angleOpenBefore(from: number, to: number): boolean {
    let depth = 0;
    for (let k = from; k < to; k++) depth += this.kind[k] === LESS ? 1 : this.kind[k] === GREATER ? -1 : 0;
    return depth > 0;
  }

  protected binary(least: number): Expr {
    const start = this.startOf(this.cursor);
    let left = this.unary();
    for (;;) {
      const kind = this.kind[this.cursor]!;
      const strength = kind < 512 ? STRENGTH[kind]! : 0;
      if (strength === 0) {
        if (kind !== T.NAME || this.newlineBefore() || !(this.isWord('as') || this.isWord('satisfies'))) return left;
        this.cursor++;
        this.type();
        continue;
      }
      if (strength < least || (kind === JS.in && this.noIn)) return left;
      const operator = this.cursor++;
      if (kind === GREATER) this.restOfShift();
      if (!this.enter()) {
        this.skipDeep();
        return left;
      }
      const end = this.lastEnd();
      const right = this.binary(kind === T.POWER ? strength : strength + 1);
      this.depth--;
      left = this.combine(kind, this.text.slice(this.startOf(operator), end), left, right, start);
    }
  }

  private combine(kind: number, op: string, left: Expr, right: Expr, start: number): Expr {
    if (kind === T.OR || kind === T.COALESCE) return this.either('or', left, right, start);
    if (kind === 43) return this.concat(left, right, start);
    const strength = STRENGTH[kind]!;
    if (strength === 7 || strength === 8) return this.compare(op, left, right, start);
    return this.beside(left, right, kind === T.AND, start);
  }

  private unary(): Expr {
    const first = this.cursor;
    let wrapped = false;
    let negative = false;
    for (;;) {
      const kind = this.kind[this.cursor]!;
      if (kind === JS.await) this.cursor++;
      else if (
        kind === BANG ||
        kind === 126 ||
        kind === 43 ||
        kind === 45 ||
        kind === T.STEP ||
        kind === JS.typeof ||
        kind === JS.void ||
        kind === JS.delete
      ) {
        wrapped = true;
        negative ||= kind === 45;
        this.cursor++;
      } else if (kind === LESS && this.angles()) {
        // A TypeScript assertion `<T>value`.
      } else break;
    }
    if (!wrapped) return this.postfix();
    const start = this.startOf(first);
    return this.prefixed(this.postfix(), negative, start);
  }

  protected postfix(): Expr {
    const first = this.cursor;
    const start = this.startOf(first);
    const isNew = this.kind[first] === JS.new && this.kind[first + 1] !== DOT;
    let news = 0;
    while (this.kind[this.cursor] === JS.new && this.kind[this.cursor + 1] !== DOT) {
      this.cursor++;
      news++;
    }
    let expr = this.primary();
    for (let length = 0; ; length++) {
      if (length > MAX_CHAIN) {
        expr = this.other([], start);
        length = 0;
      }
      const opener = this.cursor;
      const kind = this.kind[opener]!;
      if (kind === DOT || kind === T.OPTIONAL_DOT) {
        const next = this.kind[opener + 1]!;
        if (next === T.NAME || next >= KEYWORD) {
          this.cursor += 2;
          expr = this.attr(expr, this.slice(opener + 1), start);
        } else if (kind === T.OPTIONAL_DOT && (next === PAREN || next === SQUARE || next === T.INTERP_START || next === LESS))
          this.cursor++;
        else {
          this.cursor++;
          break;
        }
      } else if (kind === PAREN) {
        const args = this.args(opener);
        expr = this.call(expr, args, start, news > 0);
        if (news > 0) news--;
      } else if (kind === SQUARE) {
        this.cursor++;
        const outer = this.noIn;
        this.noIn = false;
        const index = this.cursor < this.tokens.match[opener]! ? this.expressions() : this.other([], start);
        this.noIn = outer;
        this.leave(opener);
        expr = this.index(expr, index, start);
      } else if (kind === T.INTERP_START) {
        const arg = this.interpolation();
        expr = this.call(expr, [{ v: arg }], start);
      } else if (kind === BANG && !this.newlineBefore() && this.kind[opener + 1] !== ASSIGN) this.cursor++;
      else if (kind === T.STEP && !this.newlineBefore()) {
        this.cursor++;
        return this.other([expr], start);
      } else if (kind === LESS && (expr.k === 'name' || expr.k === 'attr') && this.typeArguments()) {
        // Types of a call are passed over.
      } else break;
    }
    return isNew && news > 0 && expr.k !== 'call' ? this.call(expr, [], start, true) : expr;
  }

  /** Passes over `<T>` of a generic call or value; a comparison is left alone. */
  private typeArguments(): boolean {
    const from = this.cursor;
    if (!this.angles()) return false;
    const after = this.cursor;
    const kind = this.kind[this.cursor]!;
    if (
      kind === PAREN ||
      kind === T.INTERP_START ||
      kind === 41 ||
      kind === 93 ||
      kind === COMMA ||
      kind === 59 ||
      kind === DOT ||
      kind === T.OPTIONAL_DOT ||
      kind === 125 ||
      kind === BRACE
    ) {
      this.typeTexts(from, after);
      return true;
    }
    this.cursor = from;
    return false;
  }

  /** Arguments in the bracket that opens at the cursor; leaves the cursor behind it. */
  protected args(opener: number): Arg[] {
    const end = this.tokens.match[opener]!;
    const outerIn = this.noIn;
    const outerChoice = this.inChoice;
    this.noIn = false;
    this.inChoice = false;
    const args: Arg[] = [];
    this.cursor = opener + 1;
    while (this.cursor < end) {
      const kind = this.kind[this.cursor]!;
      if (kind === COMMA) this.cursor++;
      else if (kind === T.SPREAD) {
        this.cursor++;
        args.push({ v: this.expression(), spread: true });
      } else args.push({ v: this.expressionOrSkip() });
    }
    this.noIn = outerIn;
    this.inChoice = outerChoice;
    this.leave(opener);
    return args;
  }

  private primary(): Expr {
    const token = this.cursor;
    const kind = this.kind[token]!;
    switch (kind) {
      case T.NAME:
        if (this.kind[token + 1] === JS.function && this.isWord('async')) {
          this.cursor++;
          return this.functionExpression();
        }
        this.cursor++;
        return this.nameExpr(token);
      case T.NUMBER:
        this.cursor++;
        return this.plain('num', token);
      case T.STRING:
        this.cursor++;
        return this.literal(token);
      case T.REGEX:
        this.cursor++;
        return this.other([], this.startOf(token));
      case T.INTERP_START:
        return this.interpolation();
      case PAREN:
      case SQUARE:
      case BRACE:
        return this.bracket(token, kind);
      case T.JSX_OPEN:
        return this.element();
      case JS.function:
        return this.functionExpression();
      case JS.class:
        return this.classExpression();
      case 64:
        // A decorator in front of a class expression.
        this.cursor++;
        return this.postfix();
      default:
    }
    if (kind === JS.true || kind === JS.false) {
      this.cursor++;
      return this.plain('bool', token);
    }
    if (kind === JS.null) {
      this.cursor++;
      return this.plain('null', token);
    }
    if (kind === JS.this || kind === JS.super || kind === JS.import || kind === JS.new || kind === JS.let || kind === JS.enum) {
      this.cursor++;
      return this.nameExpr(token);
    }
    return this.other([], this.startOf(token));
  }
}
