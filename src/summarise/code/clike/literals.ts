import type { Arg, Expr, Param } from '../../../types/source.ts';
import { T } from '../tokens.ts';
import { CLikeBase } from './types.ts';
import { W } from './rules.ts';

const COMMA = 44;
const COLON = 58;
const DOT = 46;
const ASSIGN = 61;
const PAREN = 40;
const SQUARE = 91;
const BRACE = 123;
const LESS = 60;
const PIPE = 124;

/** Literals, lambdas, initialisers and choices of the C-like family. */
export abstract class CLikeLiterals extends CLikeBase {
  /** Set in conditions without parentheses, where `{` opens the block. */
  protected noBrace = false;
  /** Set in a `for` header, where `in` is no operator. */
  protected noIn = false;
  /** Set inside `[Attribute(Name = value)]`. */
  protected inAttribute = false;

  protected abstract expression(): Expr;
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

  protected expressionOrSkip(): Expr {
    const before = this.cursor;
    const expr = this.expression();
    if (this.cursor === before && !this.atCloser()) this.skipOne();
    return expr;
  }

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

  private interpolation(): Expr {
    const opener = this.cursor++;
    const start = this.startOf(opener);
    const end = this.tokens.match[opener]!;
    const parts: Expr[] = [];
    while (this.cursor < end) {
      const kind = this.kind[this.cursor]!;
      if (kind === T.CHUNK) parts.push(this.literal(this.cursor++));
      else if (kind === T.HOLE_OPEN) {
        const hole = this.cursor++;
        const outer = this.noBrace;
        this.noBrace = false;
        parts.push(this.cursor < this.tokens.match[hole]! ? this.expression() : this.other([], this.startOf(hole)));
        this.noBrace = outer;
        this.leave(hole);
      } else this.skipOne();
    }
    this.leave(opener);
    if (parts.length === 0) return this.str('', this.tokens.end[opener]!, this.tokens.end[opener]!, false);
    if (parts.length === 1 && parts[0]!.k === 'str') return parts[0]!;
    this.nodes++;
    return { k: 'cat', p: parts, at: this.span(start, this.lastEnd()) };
  }

  private parenthesised(opener: number): Expr {
    const start = this.startOf(opener);
    const end = this.tokens.match[opener]!;
    this.cursor++;
    const expr = this.cursor < end ? this.inside(end) : this.list([], start);
    this.leave(opener);
    return expr;
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
    if (!isDict)
      return this.list(
        pairs.map((pair) => pair[1]),
        start,
      );
    this.nodes++;
    return { k: 'dict', e: pairs, at: this.span(start, this.lastEnd()) };
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
    if (!keyed)
      return this.list(
        pairs.map((pair) => pair[1]),
        start,
      );
    this.nodes++;
    return { k: 'dict', e: pairs, at: this.span(start, this.lastEnd()) };
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
      return { k: 'str', v: this.slice(token), at: this.span(this.startOf(token), this.tokens.end[token]!) };
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
      this.nodes++;
      return { k: 'dict', e: pairs, at: this.span(start, this.lastEnd()) };
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
    while (this.kind[this.cursor] !== BRACE && !this.atCloser() && this.kind[this.cursor] !== 59 && !this.newlineBefore())
      this.skipOne();
    if (this.kind[this.cursor] === BRACE) this.classBody('', start, this.cursor);
    return this.other([], start);
  }

  /** A lambda that stands here in the syntax of the language, or undefined. */
  protected lambda(): Expr | undefined {
    let token = this.cursor;
    if (this.kind[token] === W.MODIFIER && this.rules.lambda === 'fat' && (this.kind[token + 1] === PAREN || this.kind[token + 1] === T.NAME)) token++;
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

  private arrowLambda(token: number): Expr {
    const start = this.startOf(token);
    const scope = this.openScope('function', '', start);
    const outer = this.scope;
    this.scope = scope;
    let params: Param[];
    if (this.kind[token] === PAREN) params = this.parameters(token);
    else {
      this.cursor = token + 1;
      params = [{ name: this.slice(token), at: this.span(start, this.tokens.end[token]!) }];
    }
    while (this.kind[this.cursor] === T.NAME) this.cursor++;
    if (this.kind[this.cursor] === T.ARROW || this.kind[this.cursor] === T.FAT_ARROW) this.cursor++;
    this.lambdaBody(scope);
    this.scope = outer;
    return this.fn(params, scope, start);
  }

  private lambdaBody(scope: number): void {
    if (this.kind[this.cursor] === BRACE) {
      const last = this.block(this.cursor);
      if (this.rules.lastIsValue && last !== undefined) (this.code.scopes[scope]!.returns ??= []).push(last);
      return;
    }
    const body = this.expression();
    this.code.scopes[scope]!.returns = [body];
  }

  private pipeLambda(token: number, kind: number): Expr {
    const start = this.startOf(token);
    const scope = this.openScope('function', '', start);
    const outer = this.scope;
    this.scope = scope;
    const params: Param[] = [];
    this.cursor++;
    if (kind === PIPE) {
      for (
        let limit = token + 100;
        this.kind[this.cursor] !== PIPE && !this.atCloser() && this.cursor < limit;
        this.skipOne()
      ) {
        if (this.kind[this.cursor] === T.NAME && this.kind[this.cursor - 1] !== COLON && this.kind[this.cursor - 1] !== T.DOUBLE_COLON) {
          params.push({ name: this.slice(this.cursor), at: this.span(this.startOf(this.cursor), this.tokens.end[this.cursor]!) });
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
          if (this.kind[p] === T.NAME && this.kind[p - 1] !== COLON)
            params.push({ name: this.slice(p), at: this.span(this.startOf(p), this.tokens.end[p]!) });
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

  /** `if c { a } else { b }` as a value. */
  private ifExpression(): Expr {
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
    this.nodes++;
    return { k: 'alt', e: values, op: 'cond', at: this.span(start, this.lastEnd()) };
  }

  private branch(): Expr {
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
  private pattern(): void {
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

  protected abstract assignmentTail(target: Expr, token: number): void;

  /** `match x { … }`, `when (x) { … }`, `switch (x) { … }` as a value. */
  private switchExpression(): Expr {
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
    this.nodes++;
    return { k: 'alt', e: values, op: 'match', at: this.span(start, this.lastEnd()) };
  }

  private armPattern(end: number): void {
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

  private armValue(): Expr {
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
