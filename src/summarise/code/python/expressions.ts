import type { Arg, Expr, Param } from '../../../types/source.ts';
import { MAX_CHAIN, Reader } from '../reader.ts';
import { F, T } from '../tokens.ts';
import { PY } from './lexer.ts';
import { bracePieces, decodePython, isText, percentPieces } from './strings.ts';
import type { Piece } from './strings.ts';

const COMMA = 44;
const COLON = 58;
const DOT = 46;
const ASSIGN = 61;
const PAREN = 40;
const SQUARE = 91;
const BRACE = 123;
const STAR = 42;

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
export abstract class PythonExpressions extends Reader {
  protected override literal(token: number): Expr {
    const { text, tokens } = this;
    const flag = tokens.flag[token]!;
    let start = tokens.start[token]!;
    let end = tokens.end[token]!;
    if (this.kind[token] === T.STRING) {
      let c = text.charCodeAt(start);
      while (c !== 34 && c !== 39) c = text.charCodeAt(++start);
      const triple = end - start >= 6 && text.charCodeAt(start + 1) === c && text.charCodeAt(start + 2) === c;
      start += triple ? 3 : 1;
      if (end > start && text.charCodeAt(end - 1) === c) end -= triple ? 3 : 1;
    }
    const content = text.slice(start, end);
    if ((flag & F.ESCAPED) === 0) return this.str(content, start, end, false);
    const value = decodePython(content, (flag & F.RAW) !== 0, this.kind[token] === T.CHUNK);
    return this.str(value, start, end, value !== content);
  }

  /** An expression, or several with commas between as a tuple. */
  protected expressions(): Expr {
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

  private item(): Expr {
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
  protected expression(): Expr {
    const startToken = this.cursor;
    const start = this.startOf(startToken);
    if (!this.enter()) {
      this.skipDeep();
      return this.other([], start);
    }
    let expr: Expr;
    const kind = this.kind[startToken]!;
    if (kind === PY.lambda) expr = this.lambda();
    else if (kind === PY.yield) expr = this.yieldExpression();
    else {
      expr = this.binary(1);
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
    }
    this.depth--;
    return expr;
  }

  private skipDeep(): void {
    for (let kind = this.kind[this.cursor]!; kind !== T.EOF && kind !== T.NEWLINE; kind = this.kind[this.cursor]!) {
      if (kind === COMMA || kind === COLON || kind === 41 || kind === 93 || kind === 125 || kind === T.HOLE_CLOSE) return;
      this.skipOne();
    }
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
      const param: Param = { name: this.slice(token), at: this.span(this.startOf(token), this.tokens.end[token]!) };
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

  protected binary(least: number): Expr {
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
    if (inner.k === 'num' && negative) return { k: 'num', v: `-${inner.v}`, at: this.span(start, this.lastEnd()) };
    return this.other([inner], start);
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
        this.nodes++;
        expr = { k: 'index', o: expr, i: index, at: this.span(start, this.lastEnd()) };
      }
    }
  }

  private subscript(opener: number): Expr {
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

  /** Like {@link expression}, but always moves on: broken code must not hold the reader up. */
  protected expressionOrSkip(): Expr {
    const before = this.cursor;
    const expr = this.expression();
    if (this.cursor === before && !this.atCloser()) this.skipOne();
    return expr;
  }

  private itemOrSkip(): Expr {
    const before = this.cursor;
    const expr = this.item();
    if (this.cursor === before && !this.atCloser()) this.skipOne();
    return expr;
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

  private bracket(opener: number, kind: number): Expr {
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

  private braces(opener: number, end: number): Expr {
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
    this.nodes++;
    return { k: 'dict', e: pairs, at: this.span(start, this.lastEnd()) };
  }

  /** Index of the `for` of a comprehension that fills the bracket up to `end`, or -1. */
  private comprehensionAhead(end: number): number {
    for (let k = this.cursor; k < end;) {
      const kind = this.kind[k]!;
      if (kind === COMMA) return -1;
      if (kind === PY.for) return this.kind[k - 1] === PY.async ? k - 1 : k;
      const match = this.tokens.match[k]!;
      k = match > k ? match : k + 1;
    }
    return -1;
  }

  /** Set while reading loop targets, where `in` is no operator. */
  protected noIn = false;

  private comprehension(end: number, clauses: number, start: number): Expr {
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

  /** Neighbouring literals with and without holes, joined. */
  private text1(): Expr {
    const first = this.cursor;
    const start = this.startOf(first);
    if (this.kind[first] === T.STRING && this.kind[first + 1] !== T.STRING && this.kind[first + 1] !== T.INTERP_START) {
      this.cursor++;
      return this.literal(first);
    }
    const parts: Expr[] = [];
    for (;;) {
      const kind = this.kind[this.cursor]!;
      if (kind === T.STRING) this.addText(parts, this.literal(this.cursor++));
      else if (kind === T.INTERP_START) this.interpolated(parts);
      else break;
    }
    if (parts.length === 1) return parts[0]!;
    if (parts.length === 0) return this.str('', this.tokens.end[first]!, this.tokens.end[first]!, false);
    this.nodes++;
    return { k: 'cat', p: parts, at: this.span(start, this.lastEnd()) };
  }

  private addText(parts: Expr[], piece: Expr): void {
    const last = parts[parts.length - 1];
    if (piece.k !== 'str' || last?.k !== 'str') {
      parts.push(piece);
      return;
    }
    if (piece.v === '') return;
    if (last.v === '') parts[parts.length - 1] = piece;
    else parts[parts.length - 1] = { k: 'str', v: last.v + piece.v, at: [last.at[0], piece.at[1]], escaped: true };
  }

  private interpolated(parts: Expr[]): void {
    const opener = this.cursor++;
    const end = this.tokens.match[opener]!;
    while (this.cursor < end) {
      const kind = this.kind[this.cursor]!;
      if (kind === T.CHUNK) this.addText(parts, this.literal(this.cursor++));
      else if (kind === T.HOLE_OPEN) {
        const hole = this.cursor++;
        parts.push(this.hole(hole));
        this.formatSpec(this.tokens.match[hole]!);
        this.leave(hole);
      } else this.skipOne();
    }
    this.leave(opener);
  }

  /** Holes inside a format specification lend width and precision, not text; what they call is still called. */
  private formatSpec(end: number): void {
    while (this.cursor < end) {
      if (this.kind[this.cursor] === T.HOLE_OPEN) {
        const strings = this.strings;
        const hole = this.cursor++;
        this.loose('expression', this.hole(hole), strings);
        this.leave(hole);
      } else this.skipOne();
    }
  }

  private hole(hole: number): Expr {
    const start = this.startOf(hole);
    if (this.tokens.match[hole]! <= this.cursor) return this.other([], start);
    if (!this.enter()) return this.other([], start);
    const expr = this.expressions();
    this.depth--;
    return expr;
  }

  private percent(format: Extract<Expr, { k: 'str' | 'cat' }>, right: Expr, start: number): Expr {
    const args: Arg[] = right.k === 'list' ? right.e.map((v) => ({ v })) : right.k === 'dict' ? named(right) : [{ v: right }];
    return this.fill(format, percentPieces, args, right, start);
  }

  private format(format: Extract<Expr, { k: 'str' | 'cat' }>, args: Arg[], start: number, call: Expr): Expr {
    return this.fill(format, bracePieces, args, call, start);
  }

  /** A formatted literal as concatenation; an argument that can't be found leaves a hole with `whole` inside. */
  private fill(format: Expr, split: (text: string) => Piece[], args: Arg[], whole: Expr, start: number): Expr {
    if (format.k !== 'str') return this.concat(format, whole, start);
    const positional = args.filter((arg) => arg.name === undefined && !arg.spread);
    const parts = split(format.v).map((piece): Expr => {
      if ('text' in piece) {
        if (format.escaped || piece.escaped) return { k: 'str', v: piece.text, at: format.at, escaped: true };
        return { k: 'str', v: piece.text, at: [format.at[0] + piece.start, format.at[0] + piece.start + piece.text.length] };
      }
      const arg = typeof piece.arg === 'number' ? positional[piece.arg] : args.find((it) => it.name === piece.arg);
      return arg?.v ?? { k: 'other', e: [], at: whole.at };
    });
    if (parts.length === 1 && parts[0]!.k === 'str') return parts[0]!;
    if (parts.length === 0) return format;
    this.nodes += parts.length;
    return { k: 'cat', p: parts, at: this.span(start, this.lastEnd()) };
  }
}

function named(dict: Extract<Expr, { k: 'dict' }>): Arg[] {
  const args: Arg[] = [];
  for (const [key, v] of dict.e) if (key?.k === 'str') args.push({ name: key.v, v });
  return args;
}
