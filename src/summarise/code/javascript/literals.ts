import type { Expr } from '../../../types/source.ts';
import { ASSIGN, BRACE, COLON, COMMA, LESS, PAREN, SQUARE } from '../marks.ts';
import { F, KEYWORD, T } from '../tokens.ts';
import { decodeJavaScript } from './strings.ts';
import { TypeSkipper } from './types.ts';

/** Literals of JavaScript: strings, templates, arrays, objects. */
export abstract class JavaScriptLiterals extends TypeSkipper {
  /** Set between `?` and `:`, where `(x) : y => z` is no arrow function with a result type. */
  protected inChoice = false;

  protected abstract expressions(): Expr;
  protected abstract method(nameToken: number, name: string): Expr;

  protected override literal(token: number): Expr {
    const { text, tokens } = this;
    let start = tokens.start[token]!;
    let end = tokens.end[token]!;
    if (this.kind[token] === T.STRING) {
      const quote = text.charCodeAt(start++);
      if (end > start && text.charCodeAt(end - 1) === quote) end--;
    }
    const content = text.slice(start, end);
    if ((tokens.flag[token]! & F.ESCAPED) === 0) return this.str(content, start, end, false);
    const value = decodeJavaScript(content);
    return this.str(value, start, end, value !== content);
  }

  protected bracket(opener: number, kind: number): Expr {
    const start = this.startOf(opener);
    if (!this.enter()) {
      this.leave(opener);
      return this.other([], start);
    }
    const outerIn = this.noIn;
    const outerChoice = this.inChoice;
    this.noIn = false;
    this.inChoice = false;
    const end = this.tokens.match[opener]!;
    this.cursor = opener + 1;
    let expr: Expr;
    if (kind === BRACE) expr = this.object(opener, end);
    else if (kind === SQUARE) {
      const elements: Expr[] = [];
      while (this.cursor < end) {
        const from = this.startOf(this.cursor);
        if (this.kind[this.cursor] === COMMA) this.cursor++;
        else if (this.kind[this.cursor] === T.SPREAD) {
          this.cursor++;
          elements.push(this.other([this.expression()], from));
        } else elements.push(this.expressionOrSkip());
      }
      this.leave(opener);
      expr = this.list(elements, start);
    } else {
      expr = this.cursor < end ? this.expressions() : this.other([], start);
      this.leave(opener);
    }
    this.noIn = outerIn;
    this.inChoice = outerChoice;
    this.depth--;
    return expr;
  }

  private object(opener: number, end: number): Expr {
    const start = this.startOf(opener);
    const pairs: [Expr | null, Expr][] = [];
    while (this.cursor < end) {
      const kind = this.kind[this.cursor]!;
      if (kind === COMMA || kind === 59 || kind === 42) this.cursor++;
      else if (kind === T.SPREAD) {
        this.cursor++;
        pairs.push([null, this.expression()]);
      } else pairs.push(this.property(end));
    }
    this.leave(opener);
    return this.dict(pairs, start);
  }

  private property(end: number): [Expr | null, Expr] {
    let token = this.cursor;
    // Accessors and `async` in front of a name.
    while (this.kind[token] === T.NAME && this.isModifier(token)) token = this.kind[token + 1] === 42 ? token + 2 : token + 1;
    this.cursor = token;
    const key = this.propertyKey(token);
    const kind = this.cursor < end ? this.kind[this.cursor]! : COMMA;
    if (kind === COLON) {
      this.cursor++;
      return [key, this.cursor < end ? this.expression() : this.other([], this.startOf(token))];
    }
    if (kind === PAREN || kind === LESS) return [key, this.method(token, key.k === 'str' ? key.v : '')];
    const value = key.k === 'str' && this.kind[token] === T.NAME ? this.nameExpr(token) : this.other([], this.startOf(token));
    if (kind === ASSIGN) {
      this.cursor++;
      return [key, this.either('or', value, this.expression(), this.startOf(token))];
    }
    if (this.cursor === token) this.skipOne();
    return [key, value];
  }

  private isModifier(token: number): boolean {
    const word = this.slice(token);
    if (word !== 'get' && word !== 'set' && word !== 'async') return false;
    const next = this.kind[token + 1]!;
    return next === T.NAME || next >= KEYWORD || next === T.STRING || next === SQUARE || next === 42 || next === T.NUMBER;
  }

  /** A property name as expression; names and numbers become `str`. */
  protected propertyKey(token: number): Expr {
    const kind = this.kind[token]!;
    if (kind === SQUARE) {
      this.cursor = token + 1;
      const key = this.expressionOrSkip();
      this.leave(token);
      return key;
    }
    this.cursor = token + 1;
    if (kind === T.STRING) return this.literal(token);
    this.nodes++;
    return this.nameAsText(token);
  }

  protected override inHole(): Expr {
    const outer = this.inChoice;
    this.inChoice = false;
    const expr = this.expressions();
    this.inChoice = outer;
    return expr;
  }
}
