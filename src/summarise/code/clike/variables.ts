import type { Expr } from '../../../types/source.ts';
import { ASSIGN, BRACE, COLON, COMMA, DOT, LESS, PAREN, SEMICOLON, SQUARE } from '../marks.ts';
import { T } from '../tokens.ts';
import { CLikeDeclarations } from './declarations.ts';
import { W } from './rules.ts';

/** Variables and declarations that start with a type. */
export abstract class CLikeVariables extends CLikeDeclarations {
  /** `let x: T = v`, `val (a, b) = v`, `var x, y T = v`, Go's groups in parentheses. */
  protected variables(): void {
    while (this.kind[this.cursor] === W.VARIABLE || this.kind[this.cursor] === W.MODIFIER || this.isWord('mut')) this.cursor++;
    if (this.kind[this.cursor] === PAREN && this.rules.language === 'go') {
      const opener = this.cursor++;
      const end = this.tokens.match[opener]!;
      while (this.cursor < end) {
        const before = this.cursor;
        this.oneVariable();
        if (this.cursor === before) this.skipOne();
      }
      return this.leave(opener);
    }
    for (;;) {
      this.oneVariable();
      if (
        this.kind[this.cursor] !== COMMA ||
        !(this.rules.language === 'swift' || this.rules.language === 'dart' || this.rules.language === 'php')
      )
        return;
      this.cursor++;
    }
  }

  protected oneVariable(): void {
    if (this.kind[this.cursor] === LESS) this.angles();
    const token = this.cursor;
    if (this.kind[token] === PAREN || this.kind[token] === SQUARE || this.kind[token] === BRACE) return this.destructured();
    if (!this.isName(token)) return;
    // Dart and C++: `final Type name`, Kotlin: `val Type.name`.
    if (this.rules.typeFirst && this.typedDeclaration(this.eof)) return;
    this.cursor++;
    let nameToken = token;
    while (this.kind[this.cursor] === DOT && this.isName(this.cursor + 1)) {
      nameToken = this.cursor + 1;
      this.cursor += 2;
    }
    const names = [nameToken];
    while (this.rules.language === 'go' && this.kind[this.cursor] === COMMA && this.kind[this.cursor + 1] === T.NAME) {
      names.push(this.cursor + 1);
      this.cursor += 2;
    }
    if (
      this.rules.language === 'rust' &&
      (this.kind[this.cursor] === PAREN || this.kind[this.cursor] === T.DOUBLE_COLON || this.kind[this.cursor] === BRACE)
    ) {
      while (this.kind[this.cursor] !== ASSIGN && this.kind[this.cursor] !== SEMICOLON && !this.atCloser()) this.skipOne();
      if (this.kind[this.cursor] === ASSIGN) this.cursor++;
      const strings = this.strings;
      this.loose('expression', this.expression(), strings);
      return;
    }
    let type: string | undefined;
    if (this.kind[this.cursor] === COLON) {
      this.cursor++;
      type = this.type();
    } else if (this.rules.language === 'go' && this.kind[this.cursor] !== ASSIGN && !this.newlineBefore()) type = this.type();
    if (names.length === 1) this.variable(nameToken, type);
    else if (this.kind[this.cursor] === ASSIGN) {
      this.cursor++;
      const value = this.expressions();
      for (const [place, name] of names.entries()) this.bindPart(this.slice(name), name, value, place, names.length);
    } else
      for (const name of names)
        this.bind(this.slice(name), this.startOf(name), this.tokens.end[name]!, undefined, this.inClass() ? 'field' : 'assign', type);
    this.accessors();
  }

  /** Swift's computed properties and Kotlin's `get() = …`. */
  protected accessors(): void {
    if (this.kind[this.cursor] === BRACE && this.rules.language === 'swift') this.block(this.cursor);
  }

  protected destructured(): void {
    const opener = this.cursor;
    const end = this.tokens.match[opener]!;
    const names: number[] = [];
    for (let k = opener + 1; k < end; k++) if (this.kind[k] === T.NAME && this.kind[k - 1] !== COLON) names.push(k);
    this.leave(opener);
    if (this.kind[this.cursor] === COLON) {
      this.cursor++;
      this.type();
    }
    if (this.kind[this.cursor] !== ASSIGN) return;
    this.cursor++;
    const value = this.expression();
    for (const [place, name] of names.entries()) this.bindPart(this.slice(name), name, value, place, names.length);
  }

  protected bindPart(name: string, token: number, value: Expr, place: number, size: number): void {
    const { at } = value;
    const part: Expr =
      value.k === 'list' && value.e.length === size ? value.e[place]! : { k: 'index', o: value, i: { k: 'num', v: String(place), at }, at };
    if (name !== '_') this.bind(name, this.startOf(token), this.tokens.end[token]!, part, this.inClass() ? 'field' : 'assign');
  }

  /** `Type name = value`, `Type name(params) { … }`, `Name(params) { … }` (constructors), C# properties. */
  protected typedDeclaration(end: number): boolean {
    const from = this.cursor;
    if (this.isConstructor(from)) {
      this.cursor++;
      this.functionRest(this.slice(from), this.startOf(from));
      return true;
    }
    if (this.kind[from] === T.NAME && this.kind[from + 1] === DOT && this.kind[from + 2] === T.NAME && this.kind[from + 3] === PAREN) {
      if (this.inClass() && this.rules.language === 'dart') {
        this.cursor = from + 3;
        this.functionRest(this.slice(from + 2), this.startOf(from));
        return true;
      }
      return false;
    }
    const type = this.type();
    const token = this.cursor;
    const isField =
      this.rules.language === 'php' && this.inClass() && type !== '' && (this.kind[token] === ASSIGN || this.kind[token] === SEMICOLON);
    if (isField) {
      this.variable(token - 1, undefined);
      return true;
    }
    if (
      type === '' ||
      !this.isName(token) ||
      this.kind[token] === W.AS ||
      this.kind[token] === W.IN ||
      this.kind[token] === W.SWITCH ||
      token >= end ||
      (this.newlineBefore(token) && this.rules.language === 'dart')
    ) {
      this.cursor = from;
      return false;
    }
    const next = this.kind[token + 1]!;
    this.cursor = token + 1;
    if (
      next === ASSIGN ||
      next === SEMICOLON ||
      next === COMMA ||
      next === SQUARE ||
      (next === BRACE && this.rules.language === 'csharp' && this.inClass()) ||
      (next === T.FAT_ARROW && this.rules.language !== 'java') ||
      (next === BRACE && this.rules.language === 'c') ||
      (next === W.IN && this.rules.language !== 'c')
    ) {
      this.declared(token, type, next);
      return true;
    }
    if (next === PAREN || next === LESS) return this.typedFunction(token, type, from);
    if (next === T.DOUBLE_COLON || next === DOT) {
      // C++ `Type Class::method(…)`, C# explicit interfaces.
      while ((this.kind[this.cursor] === T.DOUBLE_COLON || this.kind[this.cursor] === DOT) && this.isName(this.cursor + 1))
        this.cursor += 2;
      if (this.kind[this.cursor] === PAREN) return this.typedFunction(this.cursor - 1, type, from);
      if (this.kind[this.cursor] === ASSIGN) {
        this.variable(this.cursor - 1, type);
        return true;
      }
    }
    this.cursor = from;
    return false;
  }

  protected isConstructor(token: number): boolean {
    if (!this.inClass() || this.kind[token + 1] !== PAREN) return false;
    const name = this.code.scopes[this.scope]!.name;
    return name !== '' && this.slice(token) === name;
  }

  protected declared(token: number, type: string, next: number): void {
    if (next === W.IN) {
      this.cursor++;
      this.bind(this.slice(token), this.startOf(token), this.tokens.end[token]!, this.expression(), 'loop', type);
      return;
    }
    while (this.kind[this.cursor] === SQUARE) this.skipOne();
    if (next === T.FAT_ARROW) {
      this.cursor++;
      this.bind(
        this.slice(token),
        this.startOf(token),
        this.tokens.end[token]!,
        this.expression(),
        this.inClass() ? 'field' : 'assign',
        type,
      );
      this.decorateLast();
      return;
    }
    if (next === BRACE && this.rules.language === 'c') {
      const braced = this.braced(this.cursor);
      const value = braced.k === 'list' && braced.e.length === 1 ? braced.e[0]! : braced;
      this.bind(this.slice(token), this.startOf(token), this.tokens.end[token]!, value, this.inClass() ? 'field' : 'assign', type);
      return;
    }
    if (next === BRACE) {
      // A property: its accessors may be bodies, its initialiser follows them.
      const opener = this.cursor;
      this.block(opener);
      this.cursor = Math.max(this.cursor, opener + 1);
    }
    this.variable(token, type);
    while (
      this.kind[this.cursor] === COMMA &&
      this.kind[this.cursor + 1] === T.NAME &&
      (this.kind[this.cursor + 2] === ASSIGN || this.kind[this.cursor + 2] === COMMA || this.kind[this.cursor + 2] === SEMICOLON)
    ) {
      const name = this.cursor + 1;
      this.cursor += 2;
      this.variable(name, type);
    }
  }

  protected typedFunction(token: number, type: string, from: number): boolean {
    if (this.kind[this.cursor] === LESS && !this.angles()) {
      this.cursor = from;
      return false;
    }
    const opener = this.cursor;
    const close = this.tokens.match[opener]!;
    const after = this.kind[close + 1]!;
    const isBody = after === BRACE || after === T.FAT_ARROW || (after === COLON && this.inClass()) || this.isName(close + 1);
    const scope = this.code.scopes[this.scope]!.kind;
    if (!isBody && (scope === 'function' || this.rules.language === 'c')) {
      if (this.rules.language !== 'c' || this.kind[opener + 1] === 41 || (scope !== 'function' && !this.holdsLiteral(opener, close))) {
        this.cursor = from;
        if (this.rules.language !== 'c') return false;
        this.cursor = close + 1;
        return true;
      }
      // C++ `Type name("x");`
      const args = this.args(opener);
      const value = this.call(
        { k: 'name', n: type, at: this.span(this.startOf(from), this.tokens.end[token - 1]!) },
        args,
        this.startOf(from),
      );
      this.bind(this.slice(token), this.startOf(token), this.tokens.end[token]!, value, 'assign', type);
      return true;
    }
    this.cursor = opener;
    this.functionRest(this.slice(token), this.startOf(from));
    return true;
  }

  protected holdsLiteral(opener: number, close: number): boolean {
    for (let k = opener + 1; k < close; k++) if (this.kind[k] === T.STRING) return true;
    return false;
  }
}
