import type { Expr, Param } from '../../../types/source.ts';
import { ASSIGN, BRACE, COLON, COMMA, DOT, LESS, PAREN, SEMICOLON, SQUARE } from '../marks.ts';
import { T } from '../tokens.ts';
import { CLikeImports } from './imports.ts';
import { W } from './rules.ts';

/** Functions, classes, fields and variables of the C-like family. */
export abstract class CLikeDeclarations extends CLikeImports {
  protected decorators: Expr[] = [];
  protected abstract statementsUntil(end: number): Expr | undefined;

  protected override block(opener: number, from = opener + 1): Expr | undefined {
    if (!this.enter()) {
      this.leave(opener);
      return undefined;
    }
    const outerBrace = this.noBrace;
    const outerIn = this.noIn;
    const outerQuiet = this.quiet;
    this.noBrace = false;
    this.noIn = false;
    this.quiet = 0;
    this.cursor = from;
    const last = this.statementsUntil(this.tokens.match[opener]!);
    this.noBrace = outerBrace;
    this.noIn = outerIn;
    this.quiet = outerQuiet;
    if (!this.exhausted) this.leave(opener);
    this.depth--;
    return last;
  }

  protected inClass(): boolean {
    return this.code.scopes[this.scope]!.kind === 'class';
  }

  /** Parameters, result type and body behind a function's name. */
  protected override functionRest(name: string, start: number): Expr {
    const scope = this.openScope('function', name, start);
    const { decorators } = this;
    this.decorators = [];
    if (decorators.length > 0) this.code.scopes[scope]!.decorators = decorators;
    const outer = this.scope;
    this.scope = scope;
    if (this.kind[this.cursor] === LESS) this.angles();
    let params: Param[] = [];
    while (this.kind[this.cursor] === SQUARE && this.rules.squareGenerics) this.skipOne();
    // Scala has several lists of parameters.
    while (this.kind[this.cursor] === PAREN && (params.length === 0 || this.rules.language === 'scala' || this.rules.language === 'dart'))
      params = params.concat(this.parameters(this.cursor));
    this.toBody();
    if (this.kind[this.cursor] === BRACE) {
      const last = this.block(this.cursor);
      if (this.rules.lastIsValue && last !== undefined && this.rules.language !== 'kotlin')
        (this.code.scopes[scope]!.returns ??= []).push(last);
    } else if (this.kind[this.cursor] === ASSIGN || this.kind[this.cursor] === T.FAT_ARROW) {
      this.cursor++;
      if (this.kind[this.cursor] === BRACE && this.rules.language === 'scala') {
        const last = this.block(this.cursor);
        if (last !== undefined) this.code.scopes[scope]!.returns = [last];
      } else if (this.kind[this.cursor] !== W.DEFAULT && this.kind[this.cursor] !== T.NUMBER) {
        const strings = this.strings;
        const value = this.expression();
        this.code.scopes[scope]!.returns = [value];
        this.loose('return', value, strings);
      }
    }
    this.scope = outer;
    return this.fn(params, scope, start);
  }

  /** Passes over result types, `throws`, `where`, constructor initialisers and the like, up to the body or the end of the statement. */
  private toBody(): void {
    for (let limit = this.cursor + 120; this.cursor < limit;) {
      const kind = this.kind[this.cursor]!;
      if (kind === BRACE || kind === ASSIGN || kind === T.FAT_ARROW || kind === SEMICOLON || kind === COMMA || this.atCloser()) return;
      if (this.lineEnds() && kind !== COLON && kind !== T.ARROW && !this.isWord('where')) return;
      if (kind === T.NAME && this.kind[this.cursor + 1] === PAREN && this.kind[this.cursor - 1] !== T.ARROW) {
        // A constructor that calls another: `: base("x")`.
        this.postfix();
      } else if (kind === W.FUNCTION || kind === T.ARROW || kind === COLON) {
        this.cursor++;
        if (this.isWord('interface') || this.isWord('struct')) {
          this.cursor++;
          this.skipOne();
        } else if (!(this.kind[this.cursor] === T.NAME && this.kind[this.cursor + 1] === PAREN)) this.type();
      } else this.skipOne();
    }
  }

  protected override parameters(opener: number): Param[] {
    const end = this.tokens.match[opener]!;
    const params: Param[] = [];
    this.cursor = opener + 1;
    while (this.cursor < end) {
      const before = this.cursor;
      const kind = this.kind[before]!;
      if (kind === COMMA) this.cursor++;
      else if ((kind === SQUARE || kind === BRACE) && this.rules.language === 'dart') {
        // Optional parameters.
        params.push(...this.parameters(before));
      } else if (kind === 64) {
        this.cursor++;
        this.postfix();
      } else if (kind === 35) this.cursor++;
      else if (kind === SQUARE && (this.rules.squareAttributes || this.rules.hashAttributes)) {
        const outer = this.decorators;
        this.attribute();
        this.decorators = outer;
      } else this.parameter(params, end);
      if (this.cursor === before) this.skipOne();
    }
    this.leave(opener);
    return params;
  }

  /** The name is what stands before `:` (Kotlin, Rust, Swift, Scala) or last before `=` or `,` (the others; first in Go). */
  private parameter(params: Param[], end: number): void {
    let nameToken = -1;
    let typed = false;
    let visible = false;
    while (this.kind[this.cursor] === W.MODIFIER || this.kind[this.cursor] === W.VARIABLE) {
      visible = true;
      this.cursor++;
    }
    const from = this.cursor;
    let colon = -1;
    for (let guard = 0; this.cursor < end && guard < 200; guard++) {
      const kind = this.kind[this.cursor]!;
      if (kind === COMMA || kind === ASSIGN) break;
      if (kind === COLON) {
        if (colon < 0) colon = this.cursor;
        if (this.rules.language === 'dart') break;
        typed = true;
        this.cursor++;
        this.type();
        continue;
      }
      if (kind === T.NAME && !typed && !(this.rules.language === 'go' && nameToken >= 0)) nameToken = this.cursor;
      if (kind === LESS && this.angles()) continue;
      this.skipOne();
    }
    if (nameToken < 0) {
      if (this.kind[this.cursor] === ASSIGN) {
        this.cursor++;
        this.expression();
      }
      return;
    }
    const param: Param = { name: this.slice(nameToken), at: this.span(this.startOf(nameToken), this.tokens.end[nameToken]!) };
    let type = '';
    if (colon >= 0) type = this.text.slice(this.tokens.end[colon]!, this.lastEnd());
    else if (this.rules.language === 'go') type = this.text.slice(this.tokens.end[nameToken]!, this.lastEnd());
    else if (nameToken > from) type = this.text.slice(this.startOf(from), this.tokens.end[nameToken - 1]!);
    if (type.trim() !== '') param.type = type.trim();
    if ((this.kind[this.cursor] === ASSIGN || (this.kind[this.cursor] === COLON && this.rules.language === 'dart')) && this.cursor < end) {
      this.cursor++;
      if (this.cursor < end) param.def = this.expression();
    }
    params.push(param);
    // Constructor parameters that are fields (PHP's promotion, Dart's `this.x`).
    const isDartField = param.type === 'this.';
    if (isDartField) delete param.type;
    if (isDartField || (visible && this.rules.language === 'php')) {
      this.bind(
        `this.${param.name}`,
        this.startOf(nameToken),
        this.tokens.end[nameToken]!,
        { k: 'name', n: param.name, at: param.at },
        'field',
        param.type,
      );
    }
  }

  /** `class Name<T>(params) : Base(args), Other { … }` with the cursor behind the keyword. */
  protected classDeclaration(start: number, isEnum: boolean): void {
    while (this.kind[this.cursor] === W.CLASS || this.kind[this.cursor] === W.MODIFIER || this.kind[this.cursor] === W.ENUM) this.cursor++;
    const name = this.isName(this.cursor) && this.kind[this.cursor] !== W.EXTENDS ? this.slice(this.cursor++) : '';
    while (this.kind[this.cursor] === DOT && this.isName(this.cursor + 1)) this.cursor += 2;
    const scope = this.openScope('class', name, start);
    const it = this.code.scopes[scope]!;
    if (this.decorators.length > 0) it.decorators = this.decorators;
    this.decorators = [];
    if (this.kind[this.cursor] === LESS) this.angles();
    if (this.kind[this.cursor] === SQUARE && this.rules.squareGenerics) this.skipOne();
    const outer = this.scope;
    this.scope = scope;
    while (this.kind[this.cursor] === W.MODIFIER) this.cursor++;
    if (this.kind[this.cursor] === PAREN && this.rules.language !== 'rust') {
      // A primary constructor: its parameters are fields.
      it.params = this.parameters(this.cursor);
      for (const param of it.params) {
        const field = { scope, target: param.name, targetAt: param.at, kind: 'field' as const };
        this.code.bindings.push({
          ...field,
          ...(param.type === undefined ? {} : { type: param.type }),
          ...(param.def === undefined ? {} : { value: param.def }),
        });
      }
    }
    const bases = this.bases();
    if (bases.length > 0) it.bases = bases;
    if (this.kind[this.cursor] === BRACE) this.members(this.cursor, isEnum);
    this.scope = outer;
    this.closeScope(scope, this.lastEnd());
  }

  private bases(): Expr[] {
    const bases: Expr[] = [];
    const outer = this.noBrace;
    this.noBrace = true;
    for (let limit = this.cursor + 200; this.cursor < limit;) {
      const before = this.cursor;
      const kind = this.kind[before]!;
      if (kind === BRACE || kind === SEMICOLON || this.atCloser()) break;
      if (
        this.lineEnds() &&
        kind !== COLON &&
        kind !== COMMA &&
        kind !== W.EXTENDS &&
        this.kind[before - 1] !== COLON &&
        this.kind[before - 1] !== COMMA
      )
        break;
      if (kind === COLON || kind === COMMA || kind === W.EXTENDS || kind === W.MODIFIER) this.cursor++;
      else if (this.isWord('where')) {
        while (this.kind[this.cursor] !== BRACE && this.kind[this.cursor] !== SEMICOLON && !this.atCloser()) this.skipOne();
      } else if (this.isName(before)) {
        bases.push(this.postfix());
        if (this.kind[this.cursor] === LESS) this.angles();
        if (this.kind[this.cursor] === SQUARE && this.rules.squareGenerics) this.skipOne();
      }
      if (this.cursor === before) this.skipOne();
    }
    this.noBrace = outer;
    return bases;
  }

  protected members(opener: number, isEnum: boolean): void {
    if (!this.enter()) return this.leave(opener);
    const end = this.tokens.match[opener]!;
    this.cursor = opener + 1;
    if (isEnum) this.enumMembers(end);
    const outer = this.noBrace;
    this.noBrace = false;
    this.statementsUntil(end);
    this.noBrace = outer;
    if (!this.exhausted) this.leave(opener);
    this.depth--;
  }

  protected override classBody(name: string, start: number, opener: number): void {
    const outer = this.scope;
    this.scope = this.openScope('class', name, start);
    this.members(opener, false);
    this.closeScope(this.scope, this.lastEnd());
    this.scope = outer;
  }

  /** `A, B("x"), C = "y";` up to the first member of another kind. */
  private enumMembers(end: number): void {
    while (this.cursor < end) {
      const token = this.cursor;
      const kind = this.kind[token]!;
      if (kind === SEMICOLON) return;
      if (kind === COMMA || kind === W.CASE) this.cursor++;
      else if (kind === 64) {
        this.cursor++;
        this.postfix();
      } else if (kind === 35 || kind === SQUARE) {
        if (kind === 35) this.cursor++;
        this.attribute();
      } else if (kind === T.NAME) {
        // Swift mixes cases with other members; a type in front of a name is no member.
        const next = this.kind[token + 1]!;
        if (next === T.NAME || next === LESS) return;
        this.enumMember(token);
      } else return;
    }
  }

  protected enumMember(token: number): void {
    const start = this.startOf(token);
    const end = this.tokens.end[token]!;
    this.cursor = token + 1;
    const kind = this.kind[this.cursor]!;
    let value: Expr | undefined;
    if (kind === ASSIGN) {
      this.cursor++;
      value = this.expression();
    } else if (kind === PAREN && this.rules.language === 'rust') this.skipOne();
    else if (kind === PAREN) {
      const args = this.args(this.cursor);
      value =
        args.length === 1
          ? args[0]!.v
          : this.list(
              args.map((arg) => arg.v),
              start,
            );
    }
    if (this.kind[this.cursor] === BRACE) {
      this.classBody(this.text.slice(start, end), start, this.cursor);
    }
    this.bind(this.text.slice(start, end), start, end, value, 'enum');
    this.decorateLast();
  }

  /** Hands the annotations in front of a field to its binding. */
  protected decorateLast(): void {
    const binding = this.code.bindings.at(-1);
    if (this.decorators.length === 0 || binding === undefined) return;
    binding.decorators = this.decorators;
    this.decorators = [];
  }

  /** `[Attribute("x")]` or the bracket of `#[attribute]`, with the cursor on the bracket. */
  protected attribute(): void {
    const opener = this.cursor;
    if (this.kind[opener] !== SQUARE) return;
    const strings = this.strings;
    const end = this.tokens.match[opener]!;
    this.cursor++;
    const outer = this.inAttribute;
    this.inAttribute = true;
    this.decorators = [...this.decorators];
    while (this.cursor < end) {
      if (this.kind[this.cursor] === COMMA || this.kind[this.cursor] === COLON) {
        this.cursor++;
        continue;
      }
      const expr = this.expressionOrSkip();
      this.decorators.push(expr);
      this.loose('decorator', expr, strings);
    }
    this.inAttribute = outer;
    this.leave(opener);
  }

  protected nameFunction(value: Expr | undefined, name: string): void {
    if (value?.k !== 'fn') return;
    const scope = this.code.scopes[value.scope]!;
    if (scope.name === '') scope.name = name;
  }

  /** Binds one variable or field whose `=` may stand at the cursor. */
  protected variable(nameToken: number, type: string | undefined): void {
    const start = this.startOf(nameToken);
    const end = this.tokens.end[nameToken]!;
    let value: Expr | undefined;
    const kind = this.kind[this.cursor]!;
    if (kind === ASSIGN || kind === T.WALRUS) {
      this.cursor++;
      value = this.expression();
    } else if (this.isWord('by') && this.rules.language === 'kotlin') {
      this.cursor++;
      value = this.expression();
    }
    const name = this.text.slice(start, end);
    this.nameFunction(value, name);
    this.bind(name, start, end, value, this.inClass() ? 'field' : 'assign', type);
    this.decorateLast();
  }
}
