import type { Arg, Expr } from '../../../types/source.ts';
import { binaryStrengths } from '../brace-reader.ts';
import { ASSIGN, BANG, BRACE, COLON, COMMA, DOT, GREATER, LESS, PAREN, QUESTION, SQUARE } from '../marks.ts';
import { MAX_CHAIN } from '../reader.ts';
import { T } from '../tokens.ts';
import { CLikeCalls } from './calls.ts';
import { W } from './rules.ts';

const STRENGTH = binaryStrengths();
STRENGTH[T.ELVIS] = 1;
for (const kind of [W.IN, W.AS]) STRENGTH[kind] = 8;
STRENGTH[T.RANGE] = 9;
const CONCAT_DOT = 10;
/** A type that is never a variable: `(int)(x)` is a cast. */
const PRIMITIVE = /^(?:int|integer|long|float|double|string|bool|boolean|array|object|char|byte)$/;

/**
 * Expressions of the C-like family. Choices that a linker should know: a composite literal `T{Model: x}` (Go), `T { model: x }` (Rust),
 * `new T { Model = x }` (C#) is a call of `T` with named arguments; `[]string{…}`, `new[] {…}`, `arrayOf`-free lists and `vec![…]` are
 * `list`; `map[K]V{…}`, Swift `[k: v]`, PHP `['k' => v]` are `dict`; a trailing lambda is the last argument; arms of `when`, `match`
 * and `switch` expressions are `alt`; `name!(…)` is a call of `name!`; `format!` and the like give their call.
 */
export abstract class CLikeExpressions extends CLikeCalls {
  protected override expressions(): Expr {
    const start = this.startOf(this.cursor);
    const first = this.expression();
    if (this.kind[this.cursor] !== COMMA) return first;
    const all = [first];
    while (this.kind[this.cursor] === COMMA) {
      this.cursor++;
      all.push(this.expressionOrSkip());
    }
    return this.list(all, start);
  }

  protected override oneExpression(start: number): Expr {
    const lambda = this.lambda();
    if (lambda !== undefined) return lambda;
    const strings = this.strings;
    let expr = this.binary(1);
    const kind = this.kind[this.cursor]!;
    if (kind === QUESTION && !this.lineEndsHard()) expr = this.choice(expr, start, strings);
    else if ((kind === ASSIGN || kind === T.OR_ASSIGN || kind === T.AUGMENT) && !this.lineEndsHard()) {
      const end = this.lastEnd();
      this.cursor++;
      const value = this.expression();
      this.assignTo(expr, start, end, kind === T.OR_ASSIGN ? this.either('or', expr, value, start) : value, kind === T.AUGMENT);
      return value;
    } else if (kind === W.SWITCH && !this.newlineBefore()) {
      // C# and Scala: `x switch { … }`, `x match { … }`.
      this.cursor++;
      if (this.kind[this.cursor] === BRACE) return this.arms(this.cursor, start);
    }
    return expr;
  }

  private lineEndsHard(): boolean {
    return this.lineEnds() && this.rules.language === 'go';
  }

  private choice(condition: Expr, start: number, stringsBefore: number): Expr {
    let test = condition;
    let strings = stringsBefore;
    const values: Expr[] = [];
    while (this.kind[this.cursor] === QUESTION) {
      this.cursor++;
      this.loose('compare', test, strings);
      values.push(this.expression());
      if (this.kind[this.cursor] !== COLON) break;
      this.cursor++;
      strings = this.strings;
      test = this.binary(1);
      if (this.kind[this.cursor] !== QUESTION) values.push(test);
    }
    if (values.length === 1) return values[0]!;
    return this.choiceOf(values, 'cond', start);
  }

  private strengthOf(kind: number): number {
    if (kind === DOT && this.rules.dotConcat) return CONCAT_DOT;
    if (kind === T.ELVIS || kind === T.NOT_NULL) return kind === T.ELVIS ? 1 : 0;
    return kind < 512 ? STRENGTH[kind]! : 0;
  }

  protected override binary(least: number): Expr {
    const start = this.startOf(this.cursor);
    let left = this.unary();
    for (;;) {
      const kind = this.kind[this.cursor]!;
      const strength = this.strengthOf(kind);
      if (strength === 0 || strength < least || (kind === W.IN && this.noIn)) return left;
      // A line that starts with one of these is a statement of its own.
      if (this.lineEnds() && (strength === 10 || kind === 42 || kind === 38 || kind === LESS) && this.rules.language !== 'scala')
        return left;
      if (kind === W.AS) {
        this.cursor++;
        while (this.kind[this.cursor] === QUESTION || this.kind[this.cursor] === BANG) this.cursor++;
        const isPattern = this.kind[this.cursor] === T.STRING || this.isWord('not');
        if (!isPattern) {
          this.type();
          if (this.kind[this.cursor] === T.NAME && !this.newlineBefore()) this.cursor++;
          continue;
        }
      } else this.cursor++;
      const operator = this.startOf(this.cursor - 1);
      if (kind === GREATER) this.restOfShift();
      const end = this.lastEnd();
      if (!this.enter()) {
        this.skipDeep();
        return left;
      }
      const right = this.operand(strength + 1);
      this.depth--;
      left = this.combine(kind, strength, this.text.slice(operator, end), left, right, start);
    }
  }

  private operand(least: number): Expr {
    // `a ?: return b`, `x ?? throw …`
    const kind = this.kind[this.cursor]!;
    if (kind === W.RETURN || kind === W.THROW) {
      this.cursor++;
      const strings = this.strings;
      const value = this.expression();
      this.loose(kind === W.RETURN ? 'return' : 'throw', value, strings);
      if (kind === W.RETURN) this.returned(value);
      return this.other([], this.startOf(this.cursor));
    }
    return this.lambda() ?? this.binary(least);
  }

  private combine(kind: number, strength: number, op: string, left: Expr, right: Expr, start: number): Expr {
    if (kind === T.ELVIS || kind === T.COALESCE || (kind === T.OR && this.rules.keywordBlocks))
      return this.either('or', left, right, start);
    if (kind === 43 || kind === DOT || (kind === T.OR && this.rules.language === 'sql')) return this.concat(left, right, start);
    if (strength === 7 || strength === 8) return this.compare(op, left, right, start);
    return this.beside(left, right, kind === T.AND || kind === T.OR, start);
  }

  private unary(): Expr {
    const first = this.cursor;
    let wrapped = false;
    let negative = false;
    for (;;) {
      const kind = this.kind[this.cursor]!;
      if (kind === W.PREFIX) {
        this.cursor++;
        if (this.kind[this.cursor] === QUESTION || (this.kind[this.cursor] === BANG && this.rules.language === 'swift')) this.cursor++;
      } else if (kind === 38 || kind === 42 || kind === T.AND || kind === W.MODIFIER) this.cursor++;
      else if (kind === BANG || kind === 126 || kind === 43 || kind === 45 || kind === T.STEP || kind === T.RANGE || kind === 94) {
        wrapped = true;
        negative ||= kind === 45;
        this.cursor++;
      } else if (kind === PAREN && this.isCast()) this.skipOne();
      else break;
    }
    if (!wrapped) return this.postfix();
    const start = this.startOf(first);
    return this.prefixed(this.postfix(), negative, start);
  }

  /** `(Type) value`: a type in parentheses with a value right behind it. */
  private isCast(): boolean {
    if (this.rules.typeFirst !== true) return false;
    const opener = this.cursor;
    const close = this.tokens.match[opener]!;
    const next = this.kind[close + 1]!;
    if (this.kind[close] !== 41 || close === opener + 1 || close - opener > 24) return false;
    if (close === opener + 2 && PRIMITIVE.test(this.slice(opener + 1)) && this.kind[close] === 41 && next !== DOT) return true;
    if (next !== T.NAME && next !== T.STRING && next !== T.NUMBER && next !== W.NEW && next !== T.INTERP_START) return false;
    for (let k = opener + 1; k < close; k++) {
      const kind = this.kind[k]!;
      if (
        !this.isName(k) &&
        kind !== DOT &&
        kind !== T.DOUBLE_COLON &&
        kind !== LESS &&
        kind !== GREATER &&
        kind !== 42 &&
        kind !== COMMA &&
        kind !== SQUARE &&
        kind !== 93 &&
        kind !== QUESTION
      )
        return false;
    }
    return true;
  }

  protected override postfix(): Expr {
    const start = this.startOf(this.cursor);
    let expr = this.primary();
    for (let length = 0; ; length++) {
      if (length > MAX_CHAIN) {
        expr = this.other([], start);
        length = 0;
      }
      const next = this.postfixPart(expr, start);
      if (next === undefined) return expr;
      expr = next;
    }
  }

  protected postfixPart(expr: Expr, start: number): Expr | undefined {
    const token = this.cursor;
    const kind = this.kind[token]!;
    if (
      (kind === DOT && !this.rules.dotConcat) ||
      kind === T.OPTIONAL_DOT ||
      kind === T.DOUBLE_COLON ||
      (kind === T.ARROW && this.rules.arrowMember)
    )
      return this.member(expr, token, kind, start);
    if (kind === BANG || kind === T.NOT_NULL) return this.bang(expr, token, start);
    if (this.lineEnds()) return undefined;
    switch (kind) {
      case PAREN: {
        if (this.rules.language === 'php' && expr.k === 'name' && expr.n === 'array') return this.square(token);
        const args = this.args(token);
        this.trailing(args);
        const callee = expr.k === 'index' && this.isGeneric(expr.o) ? expr.o : expr;
        return this.initialised(this.call(callee, args, start));
      }
      case SQUARE: {
        if (this.rules.language === 'rust' && this.newlineBefore()) return undefined;
        this.cursor++;
        const close = this.tokens.match[token]!;
        const index = this.cursor < close ? this.inside(close) : this.other([], start);
        this.leave(token);
        return this.index(expr, index, start);
      }
      case BRACE: {
        if (this.noBrace) return undefined;
        if (this.rules.structLiterals && this.isTypeName(expr)) return this.structLiteral(token, expr, start);
        if (this.rules.trailingLambda !== undefined && !this.newlineBefore() && (expr.k === 'name' || expr.k === 'attr')) {
          const args: Arg[] = [];
          this.trailing(args);
          return this.call(expr, args, start);
        }
        return undefined;
      }
      case T.STEP:
        this.cursor++;
        return this.other([expr], start);
      case QUESTION:
        // Rust's error operator, Swift's optional chaining in front of a bracket.
        if (
          this.rules.language !== 'rust' &&
          !(
            this.rules.language === 'swift' &&
            (this.kind[token + 1] === SQUARE || this.kind[token + 1] === PAREN) &&
            this.startOf(token) === this.lastEnd()
          )
        )
          return undefined;
        this.cursor++;
        return expr;
      case LESS:
        return (expr.k === 'name' || expr.k === 'attr') && this.typeArguments() ? expr : undefined;
      default:
        return undefined;
    }
  }

  private member(expr: Expr, token: number, kind: number, start: number): Expr | undefined {
    if ((kind === T.DOUBLE_COLON || this.rules.language === 'java') && this.kind[token + 1] === LESS) {
      this.cursor++;
      if (!this.angles()) this.cursor++;
      if (kind !== DOT || !this.isName(this.cursor)) return expr;
      this.cursor++;
      return this.attr(expr, this.slice(this.cursor - 1), start);
    }
    if (this.isName(token + 1) || this.kind[token + 1] === T.NUMBER) {
      this.cursor += 2;
      // `.await` and `.class` are no members.
      if (this.rules.language === 'rust' && this.isWord('await', token + 1)) return expr;
      return this.attr(expr, this.slice(token + 1), start);
    }
    this.cursor++;
    if (kind === T.OPTIONAL_DOT && (this.kind[this.cursor] === SQUARE || this.kind[this.cursor] === PAREN)) return expr;
    if (this.kind[this.cursor] === PAREN && kind === DOT) {
      // Go's type assertion `x.(T)`.
      this.skipOne();
      return expr;
    }
    return undefined;
  }

  /** `x!`, `x!!`, and macro calls `name!(…)`. */
  private bang(expr: Expr, token: number, start: number): Expr | undefined {
    const next = this.kind[token + 1]!;
    if (this.rules.macros && expr.k === 'name' && (next === PAREN || next === SQUARE || next === BRACE)) {
      this.cursor++;
      return this.macro(expr, this.cursor, start);
    }
    if (
      this.kind[token] === T.NOT_NULL ||
      this.rules.language === 'csharp' ||
      this.rules.language === 'swift' ||
      this.rules.language === 'dart'
    ) {
      if (this.newlineBefore()) return undefined;
      this.cursor++;
      return expr;
    }
    return undefined;
  }

  /** Whether `f[T](x)` on this `f` passes a type: always in Scala; in Go only exported functions, as slices of functions are local. */
  private isGeneric(f: Expr): boolean {
    if (this.rules.squareGenerics !== true || (f.k !== 'name' && f.k !== 'attr')) return false;
    return this.rules.language === 'scala' || /^[A-Z]/.test(f.n);
  }

  /** Type arguments between a name and what it is called with. */
  private typeArguments(): boolean {
    const from = this.cursor;
    if (!this.angles()) return false;
    const kind = this.kind[this.cursor]!;
    if (
      kind === PAREN ||
      kind === 41 ||
      kind === 93 ||
      kind === COMMA ||
      kind === 59 ||
      kind === DOT ||
      kind === T.OPTIONAL_DOT ||
      kind === T.DOUBLE_COLON ||
      kind === 125 ||
      kind === BRACE ||
      kind === SQUARE
    )
      return true;
    this.cursor = from;
    return false;
  }
}
