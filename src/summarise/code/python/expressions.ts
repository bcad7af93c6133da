import type { Expr, Param } from '../../../types/source.ts';
import { ASSIGN, BRACE, COLON, COMMA, DOT, PAREN, SQUARE, STAR } from '../marks.ts';
import { MAX_CHAIN } from '../reader.ts';
import { T } from '../tokens.ts';
import { PythonBrackets } from './brackets.ts';
import { PY } from './lexer.ts';
import { isText } from './strings.ts';

/** Binding strength of binary operators by token kind; 0 for everything that is none. */
const STRENGTH = new Uint8Array(512);
const COMPARISON = 4;
STRENGTH[PY.or!] = 1;
STRENGTH[PY.and!] = 2;
for (const kind of [T.EQ, T.NE, T.LE, T.GE, 60, 62, PY.in!, PY.is!, PY.not!]) STRENGTH[kind] = COMPARISON;
STRENGTH[124] = 5;
STRENGTH[94] = 6;
STRENGTH[38] = 7;
STRENGTH[T.SHIFT] = 8;
for (const kind of [43, 45]) STRENGTH[kind] = 9;
for (const kind of [STAR, 47, T.FLOOR_DIV, 37, 64]) STRENGTH[kind] = 10;
STRENGTH[T.POWER] = 12;

/**
 * Python expressions. Choices that a linker should know:
 * tuples, lists, sets and comprehensions are `list` (a comprehension has its element as only entry); `*x` inside a list is `other`;
 * `"…".format(…)` and `"…" % …` are `cat` of their pieces (the `format` call is recorded as a call too); `a / b` is `cat` with `/` between
 * as soon as one side is text; `await x` is `x`.
 */
export abstract class PythonExpressions extends PythonBrackets {
  /** An expression, or several with commas between as a tuple. */
  protected override expressions(): Expr {
    const start = this.startOf(this.cursor);
    const first = this.item();
    if (this.kind[this.cursor] !== COMMA) return first;
    const all = [first];
    while (this.kind[this.cursor] === COMMA) {
      this.cursor++;
      if (!this.startsExpression()) break;
      all.push(this.item());
    }
    return this.list(all, start);
  }

  protected override item(): Expr {
    const kind = this.kind[this.cursor]!;
    if (kind !== STAR && kind !== T.POWER) return this.expression();
    const start = this.startOf(this.cursor++);
    return this.other([this.binary(5)], start);
  }

  private startsExpression(): boolean {
    const kind = this.kind[this.cursor]!;
    if (kind >= T.NAME)
      return (
        kind < 300 ||
        kind === PY.lambda ||
        kind === PY.not ||
        kind === PY.None ||
        kind === PY.True ||
        kind === PY.False ||
        kind === PY.await ||
        kind === PY.yield
      );
    return (
      kind === PAREN ||
      kind === SQUARE ||
      kind === BRACE ||
      kind === 45 ||
      kind === 43 ||
      kind === 126 ||
      kind === STAR ||
      kind === T.SPREAD
    );
  }

  /** One expression without top-level commas: choices, lambdas, assignments with `:=`. */
  protected override oneExpression(start: number): Expr {
    const kind = this.kind[this.cursor]!;
    if (kind === PY.lambda) return this.lambda();
    if (kind === PY.yield) return this.yieldExpression();
    let expr = this.binary(1);
    if (this.kind[this.cursor] === T.WALRUS && expr.k === 'name') {
      const end = this.lastEnd();
      this.cursor++;
      const name = expr.n;
      expr = this.expression();
      this.bind(name, start, end, expr, 'assign');
    }
    while (this.kind[this.cursor] === PY.if) {
      this.cursor++;
      const strings = this.strings;
      const condition = this.binary(1);
      this.loose('compare', condition, strings);
      if (this.kind[this.cursor] !== PY.else) break;
      this.cursor++;
      const last = this.kind[this.cursor] === PY.lambda ? this.lambda() : this.binary(1);
      expr = this.either('cond', expr, last, start);
    }
    return expr;
  }

  protected override endsExpression(kind: number): boolean {
    return kind === T.NEWLINE || kind === COMMA || kind === COLON || kind === 41 || kind === 93 || kind === 125 || kind === T.HOLE_CLOSE;
  }

  private yieldExpression(): Expr {
    this.cursor++;
    if (this.kind[this.cursor] === PY.from) this.cursor++;
    const start = this.startOf(this.cursor);
    if (!this.startsExpression()) return this.other([], start);
    const strings = this.strings;
    const expr = this.expressions();
    this.loose('return', expr, strings);
    return expr;
  }

  private lambda(): Expr {
    const start = this.startOf(this.cursor++);
    const params = this.parameters(COLON);
    if (this.kind[this.cursor] === COLON) this.cursor++;
    const scope = this.openScope('function', '<lambda>', start);
    const outer = this.scope;
    this.scope = scope;
    const body = this.expression();
    this.scope = outer;
    this.code.scopes[scope]!.returns = [body];
    return this.fn(params, scope, start);
  }

  /** Parameters up to a token of the given kind at this level (`)` of a def, `:` of a lambda). */
  protected parameters(until: number): Param[] {
    const params: Param[] = [];
    for (;;) {
      const kind = this.kind[this.cursor]!;
      if (kind === until || kind === T.EOF || kind === T.NEWLINE || kind === 41 || kind === 93 || kind === 125) return params;
      if (kind !== T.NAME) {
        this.skipOne();
        continue;
      }
      const token = this.cursor++;
      const param = this.param(token);
      if (this.kind[this.cursor] === COLON && until !== COLON) {
        const strings = this.strings;
        const from = this.startOf(++this.cursor);
        const annotation = this.item();
        param.type = this.text.slice(from, this.lastEnd());
        this.loose('expression', annotation, strings);
      }
      if (this.kind[this.cursor] === ASSIGN) {
        this.cursor++;
        param.def = this.expression();
      }
      params.push(param);
      while (this.kind[this.cursor] !== COMMA && this.kind[this.cursor] !== until && this.kind[this.cursor]! > T.DEDENT && !this.atCloser())
        this.skipOne();
      if (this.kind[this.cursor] === COMMA) this.cursor++;
    }
  }

  protected override binary(least: number): Expr {
    const start = this.startOf(this.cursor);
    let left = this.unary();
    for (;;) {
      const kind = this.kind[this.cursor]!;
      const strength = kind < 512 ? STRENGTH[kind]! : 0;
      if (strength === 0 || strength < least) return left;
      if (kind === PY.in && this.noIn) return left;
      if (kind === PY.not && this.kind[this.cursor + 1] !== PY.in) return left;
      const operator = this.cursor++;
      if (kind === PY.not || (kind === PY.is && this.kind[this.cursor] === PY.not)) this.cursor++;
      const op = strength === COMPARISON ? this.text.slice(this.startOf(operator), this.lastEnd()) : '';
      if (!this.enter()) {
        this.skipDeep();
        return left;
      }
      const right = this.binary(kind === T.POWER ? strength : strength + 1);
      this.depth--;
      left = this.combine(kind, operator, op, left, right, start);
    }
  }

  private combine(kind: number, operator: number, op: string, left: Expr, right: Expr, start: number): Expr {
    if (kind === PY.or) return this.either('or', left, right, start);
    if (op !== '') {
      if (left.k !== 'cmp') return this.compare(op, left, right, start);
      left.e.push(right);
      return left;
    }
    if (kind === 43) return this.concat(left, right, start);
    if (kind === 37 && isText(left)) return this.percent(left, right, start);
    if (kind === 47 && (isText(left) || isText(right))) {
      const slash = this.str('/', this.startOf(operator), this.tokens.end[operator]!, false);
      return this.concat(this.concat(left, slash, start), right, start);
    }
    if (left.k === 'other' && (kind === PY.and || kind === 124)) {
      left.e.push(right);
      return left;
    }
    return this.other([left, right], start);
  }

  private unary(): Expr {
    const first = this.cursor;
    let kind = this.kind[first]!;
    let negative = false;
    let wrapped = false;
    while (kind === PY.not || kind === 45 || kind === 43 || kind === 126 || kind === PY.await) {
      if (kind === 45) negative = true;
      if (kind !== PY.await) wrapped = true;
      kind = this.kind[++this.cursor]!;
    }
    if (!wrapped) return this.postfix();
    const start = this.startOf(first);
    const inner = this.postfix();
    if (this.kind[this.cursor] === T.POWER) {
      this.cursor++;
      return this.other([inner, this.binary(11)], start);
    }
    if (this.kind[first] === PY.not) return this.other([inner], start);
    return this.prefixed(inner, negative, start);
  }

  private postfix(): Expr {
    const start = this.startOf(this.cursor);
    let expr = this.primary();
    for (let length = 0; ; length++) {
      const kind = this.kind[this.cursor]!;
      if (kind !== DOT && kind !== PAREN && kind !== SQUARE) return expr;
      if (length > MAX_CHAIN) {
        expr = this.other([], start);
        length = 0;
      }
      const opener = this.cursor++;
      if (kind === DOT) {
        const name = this.cursor;
        if (this.kind[name]! < T.NAME) return expr;
        this.cursor++;
        expr = this.attr(expr, this.slice(name), start);
      } else if (kind === PAREN) {
        const args = this.args(opener);
        this.leave(opener);
        const call = this.call(expr, args, start);
        expr = expr.k === 'attr' && expr.n === 'format' && isText(expr.o) ? this.format(expr.o, args, start, call) : call;
      } else {
        const index = this.subscript(opener);
        this.leave(opener);
        expr = this.index(expr, index, start);
      }
    }
  }

  private primary(): Expr {
    const token = this.cursor;
    const kind = this.kind[token]!;
    switch (kind) {
      case T.NAME:
        this.cursor++;
        return this.nameExpr(token);
      case T.NUMBER:
        this.cursor++;
        return this.plain('num', token);
      case T.STRING:
      case T.INTERP_START:
        return this.text1();
      case PAREN:
      case SQUARE:
      case BRACE:
        return this.bracket(token, kind);
      case T.SPREAD:
        this.cursor++;
        return this.other([], this.startOf(token));
      default:
    }
    if (kind === PY.True || kind === PY.False || kind === PY.None) {
      this.cursor++;
      return this.plain(kind === PY.None ? 'null' : 'bool', token);
    }
    if (kind === PY.lambda || kind === PY.yield) return this.expression();
    return this.other([], this.startOf(token));
  }
}
