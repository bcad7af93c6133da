import type { Arg, Expr } from '../../../types/source.ts';
import { ASSIGN, BRACE, COLON, COMMA, DOT, LESS, PAREN, SQUARE } from '../marks.ts';
import { T } from '../tokens.ts';
import { CLikeChoices } from './choices.ts';
import { W } from './rules.ts';

/** Literals and initialisers of the C-like family. */
export abstract class CLikeLiterals extends CLikeChoices {
  protected primary(): Expr {
    const token = this.cursor;
    const kind = this.kind[token]!;
    const start = this.startOf(token);
    switch (kind) {
      case T.NAME:
        if (this.rules.language === 'go' && this.kind[token + 1] === SQUARE && this.isWord('map')) return this.goMap();
        this.cursor++;
        return this.nameExpr(token);
      case T.NUMBER:
        this.cursor++;
        return this.plain('num', token);
      case T.STRING:
        this.cursor++;
        return this.adjacent(this.literal(token));
      case T.INTERP_START:
        return this.adjacent(this.interpolation());
      case PAREN:
        return this.parenthesised(token);
      case SQUARE:
        return this.square(token);
      case BRACE:
        if (this.rules.language === 'rust') return this.block(token) ?? this.other([], start);
        return this.rules.trailingLambda !== undefined ? this.braceLambda(token) : this.braced(token);
      case W.NEW:
        return this.construction();
      case W.NULL:
      case W.TRUE:
      case W.FALSE:
        this.cursor++;
        return this.plain(kind === W.NULL ? 'null' : 'bool', token);
      case W.FUNCTION:
        this.cursor++;
        return this.functionRest('', start);
      case W.IF:
        return this.ifExpression();
      case W.SWITCH:
        return this.switchExpression();
      case DOT:
        // Swift and Dart: `.member` of the expected type.
        if (this.isName(token + 1)) {
          this.cursor++;
          return this.attr({ k: 'name', n: '', at: this.span(start, start) }, this.slice(this.cursor++), start);
        }
        return this.other([], start);
      case W.CLASS:
        return this.anonymousClass(token);
      case 64:
        this.cursor++;
        return this.isName(this.cursor) ? this.postfix() : this.other([], start);
      default:
    }
    if (kind === W.SKIP && this.kind[token + 1] === BRACE) {
      // `try { … }`, `unsafe { … }`, `do { … }` as a value.
      this.cursor++;
      return this.block(this.cursor) ?? this.other([], start);
    }
    if (
      kind === W.AS ||
      kind === W.IN ||
      kind === W.TYPE ||
      kind === W.DEFAULT ||
      kind === W.MODIFIER ||
      kind === W.PACKAGE ||
      kind === W.IMPORT ||
      kind === W.ENUM
    ) {
      this.cursor++;
      return this.nameExpr(token);
    }
    return this.other([], start);
  }

  private adjacent(first: Expr): Expr {
    let expr = first;
    while (this.rules.adjacentStrings && (this.kind[this.cursor] === T.STRING || this.kind[this.cursor] === T.INTERP_START)) {
      const next = this.kind[this.cursor] === T.STRING ? this.literal(this.cursor++) : this.interpolation();
      if (expr.k === 'str' && next.k === 'str') expr = { k: 'str', v: expr.v + next.v, at: [expr.at[0], next.at[1]], escaped: true };
      else
        expr = {
          k: 'cat',
          p: [...(expr.k === 'cat' ? expr.p : [expr]), ...(next.k === 'cat' ? next.p : [next])],
          at: [expr.at[0], next.at[1]],
        };
    }
    return expr;
  }

  protected override inHole(): Expr {
    const outer = this.noBrace;
    this.noBrace = false;
    const expr = this.expression();
    this.noBrace = outer;
    return expr;
  }

  /** A list, or a table when any of its entries has a key. */
  protected listOrDict(pairs: [Expr | null, Expr][], keyed: boolean, start: number): Expr {
    if (keyed) return this.dict(pairs, start);
    return this.list(
      pairs.map((pair) => pair[1]),
      start,
    );
  }

  /** `[a, b]`, `[k: v]` (Swift), `['k' => v]` (PHP), `[]T{…}` (Go), `[=](x) {…}` (C++). */
  protected square(opener: number): Expr {
    const start = this.startOf(opener);
    const close = this.tokens.match[opener]!;
    if (this.rules.language === 'go') return this.goArray(opener, close, start);
    if (this.rules.language === 'c' && (this.kind[close + 1] === PAREN || this.kind[close + 1] === BRACE)) {
      this.leave(opener);
      return this.functionRest('', start);
    }
    const pairs: [Expr | null, Expr][] = [];
    let isDict = false;
    this.cursor++;
    const outerBrace = this.noBrace;
    this.noBrace = false;
    while (this.cursor < close) {
      const kind = this.kind[this.cursor]!;
      if (kind === COMMA || kind === 59) this.cursor++;
      else if (kind === COLON) {
        isDict = true;
        this.cursor++;
      } else if (kind === T.SPREAD || kind === T.RANGE) {
        this.cursor++;
        pairs.push([null, this.other([this.expressionOrSkip()], start)]);
      } else {
        const value = this.expressionOrSkip();
        const separator = this.kind[this.cursor]!;
        if (this.cursor < close && (separator === COLON || separator === T.FAT_ARROW)) {
          isDict = true;
          this.cursor++;
          pairs.push([value, this.cursor < close ? this.expressionOrSkip() : this.other([], start)]);
        } else pairs.push([null, value]);
      }
    }
    this.noBrace = outerBrace;
    this.leave(opener);
    return this.listOrDict(pairs, isDict, start);
  }

  /** `map[K]V{…}` */
  private goMap(): Expr {
    const start = this.startOf(this.cursor);
    this.type();
    if (this.kind[this.cursor] === BRACE) return this.braced(this.cursor);
    return this.other([], start);
  }

  private goArray(opener: number, close: number, start: number): Expr {
    this.leave(opener);
    this.type();
    if (this.kind[this.cursor] === BRACE && close > opener) return this.braced(this.cursor);
    if (this.kind[this.cursor] === PAREN) {
      // A conversion such as `[]byte("…")`.
      const args = this.args(this.cursor);
      return args[0]?.v ?? this.other([], start);
    }
    return this.other([], start);
  }

  /**
   * `{ … }` as a value without a type in front: `dict` when its elements have keys, else `list`. Names as keys are `str`, as they are fields.
   */
  protected braced(opener: number): Expr {
    const start = this.startOf(opener);
    if (!this.enter()) {
      this.leave(opener);
      return this.other([], start);
    }
    const { pairs, keyed } = this.elements(opener);
    this.depth--;
    return this.listOrDict(pairs, keyed, start);
  }

  /** Elements between braces: `key: value`, `key = value`, `["key"] = value`, `{ key, value }`, or plain. */
  private elements(opener: number): { pairs: [Expr | null, Expr][]; keyed: boolean; named: boolean } {
    const end = this.tokens.match[opener]!;
    const outerBrace = this.noBrace;
    this.noBrace = false;
    const pairs: [Expr | null, Expr][] = [];
    let keyed = false;
    let named = true;
    this.cursor = opener + 1;
    while (this.cursor < end) {
      const token = this.cursor;
      const kind = this.kind[token]!;
      if (kind === COMMA || kind === 59) this.cursor++;
      else if (kind === T.RANGE || kind === T.SPREAD) {
        this.cursor++;
        if (this.cursor < end) pairs.push([null, this.expressionOrSkip()]);
      } else {
        // Designated initialisers of C start with a dot.
        if (kind === DOT) this.cursor++;
        const key = this.elementKey(end);
        if (key === undefined) pairs.push([null, this.expressionOrSkip()]);
        else {
          keyed = true;
          named &&= key.k === 'str' && this.isName(kind === DOT ? token + 1 : token);
          pairs.push([key, this.cursor < end ? this.expressionOrSkip() : this.other([], this.startOf(token))]);
        }
      }
    }
    this.noBrace = outerBrace;
    this.leave(opener);
    return { pairs, keyed, named };
  }

  private elementKey(end: number): Expr | undefined {
    const token = this.cursor;
    const next = this.kind[token + 1]!;
    if (this.isName(token) && token + 1 < end && (next === COLON || next === ASSIGN)) {
      this.cursor += 2;
      return this.nameAsText(token);
    }
    if (this.kind[token] === SQUARE && this.kind[this.tokens.match[token]! + 1] === ASSIGN) {
      this.cursor++;
      const key = this.inside(this.tokens.match[token]!);
      this.leave(token);
      this.cursor++;
      return key;
    }
    // Other keys (strings, constants) are read as expressions and then recognised by their colon.
    if (this.rules.language !== 'go' && this.rules.language !== 'dart') return undefined;
    if (this.kind[token] === BRACE) return undefined;
    let k = token;
    for (let limit = token + 12; k < end && k < limit && this.kind[k] !== COLON && this.kind[k] !== COMMA;)
      k = Math.max(k + 1, this.tokens.match[k]! + (this.tokens.match[k]! > k ? 1 : 0));
    if (k >= end || this.kind[k] !== COLON) return undefined;
    const key = this.binary(1);
    if (this.kind[this.cursor] === COLON) this.cursor++;
    return key;
  }

  /** Whether an expression can be the type of a struct literal. */
  protected isTypeName(expr: Expr): boolean {
    if (expr.k === 'attr') return expr.n !== '' && /^[A-Z]/.test(expr.n);
    if (expr.k === 'index') return this.isTypeName(expr.o);
    return expr.k === 'name' && (/^[A-Z]/.test(expr.n) || (this.rules.language === 'go' && expr.n !== '' && !this.newlineBefore()));
  }

  /** `T{Model: x}` as a call of `T` with named arguments; `T{"key": x}` as a dict. */
  protected structLiteral(opener: number, type: Expr, start: number): Expr {
    const { pairs, keyed, named } = this.elements(opener);
    if (keyed && !named) {
      // A named map type: its keys are data, not fields.
      return this.dict(pairs, start);
    }
    const args: Arg[] = pairs.map(([key, v]) => (key?.k === 'str' ? { name: key.v, v } : { v }));
    return this.call(type, args, start);
  }

  /** `new T(…) { … }`, `new T[] {…}`, `new() {…}`, `new { a = x }`. */
  private construction(): Expr {
    const start = this.startOf(this.cursor++);
    const next = this.kind[this.cursor]!;
    if (next === BRACE) return this.braced(this.cursor);
    if (next === SQUARE) {
      this.skipOne();
      return this.kind[this.cursor] === BRACE ? this.braced(this.cursor) : this.other([], start);
    }
    if (next === W.CLASS) return this.anonymousClass(this.cursor);
    const type: Expr = next === PAREN ? { k: 'name', n: '', at: this.span(start, this.lastEnd()) } : this.constructedType();
    if (this.kind[this.cursor] === SQUARE) {
      const size = this.cursor;
      while (this.kind[this.cursor] === SQUARE) this.skipOne();
      if (this.kind[this.cursor] === BRACE) return this.braced(this.cursor);
      this.cursor = size;
      while (this.kind[this.cursor] === SQUARE) this.skipOne();
      return this.other([], start);
    }
    const args = this.kind[this.cursor] === PAREN ? this.args(this.cursor) : [];
    const call = this.call(type, args, start, true);
    if (this.kind[this.cursor] === BRACE && (this.rules.language === 'java' || this.rules.language === 'scala') && !this.noBrace) {
      this.classBody(type.k === 'name' || type.k === 'attr' ? type.n : '', start, this.cursor);
    }
    return this.initialised(call);
  }

  private constructedType(): Expr {
    let token = this.cursor++;
    const start = this.startOf(token);
    let type = this.nameExpr(token);
    for (;;) {
      const kind = this.kind[this.cursor]!;
      if (kind === LESS && this.angles()) continue;
      if (this.rules.squareGenerics && kind === SQUARE) this.skipOne();
      else if ((kind === DOT || kind === T.DOUBLE_COLON) && this.isName(this.cursor + 1) && !(kind === DOT && this.rules.dotConcat)) {
        token = this.cursor + 1;
        this.cursor += 2;
        type = this.attr(type, this.slice(token), start);
      } else return type;
    }
  }

  /** C# object and collection initialisers behind a construction become named arguments, a dict or a list. */
  protected initialised(call: Expr): Expr {
    if (this.rules.language !== 'csharp' || call.k !== 'call' || call.isNew !== true || this.kind[this.cursor] !== BRACE) return call;
    const start = this.cursor;
    const { pairs, keyed } = this.elements(start);
    const fields: Arg[] = [];
    const entries: [Expr | null, Expr][] = [];
    for (const [key, v] of pairs) {
      if (key !== null && key.k === 'str' && this.kind[start + 1] !== SQUARE) fields.push({ name: key.v, v });
      else if (key === null && v.k === 'list' && v.e.length === 2 && !keyed) entries.push([v.e[0]!, v.e[1]!]);
      else entries.push([key, v]);
    }
    call.a.push(...fields);
    const at = this.span(this.startOf(start), this.lastEnd());
    if (entries.some(([key]) => key !== null)) call.a.push({ v: { k: 'dict', e: entries, at } });
    else if (entries.length > 0) call.a.push({ v: { k: 'list', e: entries.map((entry) => entry[1]), at } });
    return call;
  }

  private anonymousClass(token: number): Expr {
    const start = this.startOf(token);
    this.cursor = token + 1;
    while (this.kind[this.cursor] !== BRACE && !this.atCloser() && this.kind[this.cursor] !== 59 && !this.newlineBefore()) this.skipOne();
    if (this.kind[this.cursor] === BRACE) this.classBody('', start, this.cursor);
    return this.other([], start);
  }
}
