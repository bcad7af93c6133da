import type { Expr, Language } from '../../../types/source.ts';
import type { CodeReading, ReadOptions } from '../reader.ts';
import { T } from '../tokens.ts';
import { CLikeDeclarations } from './declarations.ts';
import { C_LIKE, W } from './rules.ts';

const COMMA = 44;
const COLON = 58;
const DOT = 46;
const ASSIGN = 61;
const PAREN = 40;
const SQUARE = 91;
const BRACE = 123;
const LESS = 60;
const SEMICOLON = 59;

/** Statements of the C-like family. */
export class CLikeReader extends CLikeDeclarations {
  /** Value of the last assignment: it is kept by its binding. */
  private lastAssigned: Expr | undefined;

  protected override readStatements(): void {
    this.statementsUntil(this.tokens.count - 1);
  }

  protected override statementsUntil(end: number): Expr | undefined {
    let last: Expr | undefined;
    while (this.cursor < end && !this.exhausted) {
      const before = this.cursor;
      const value = this.statement(end);
      if (this.kind[before] !== SEMICOLON) last = value;
      if (this.cursor === before) this.skipOne();
    }
    return last;
  }

  /** Reads one statement; an expression statement gives its expression, which may be the value of the block. */
  private statement(end: number): Expr | undefined {
    const token = this.cursor;
    const kind = this.kind[token]!;
    const strings = this.strings;
    switch (kind) {
      case SEMICOLON:
      case COMMA:
      case W.SKIP:
      case W.ELSE:
        this.cursor++;
        return undefined;
      case W.MODIFIER:
        if (this.kind[token + 1] === DOT || this.kind[token + 1] === ASSIGN) break;
        this.cursor++;
        if (this.kind[this.cursor] === COLON || (this.kind[this.cursor] === PAREN && this.rules.language !== 'c'))
          this.cursor += this.kind[this.cursor] === COLON ? 1 : 0;
        return undefined;
      case BRACE:
        return this.block(token);
      case W.NEW:
        // C#'s `new` hides an inherited member.
        if (!this.inClass()) break;
        this.cursor++;
        return undefined;
      case LESS:
        // Type parameters of a Java method.
        if (this.rules.language === 'java' && this.angles()) return undefined;
        break;
      case 64:
        this.annotation(strings);
        return undefined;
      case 35:
        this.cursor++;
        if (this.kind[this.cursor] === 33) this.cursor++;
        this.attribute();
        return undefined;
      case T.ANNOTATION:
        this.preprocessor();
        return undefined;
      case W.IMPORT:
        if (!this.importStatement() && this.kind[this.cursor] === PAREN) {
          // C#'s `using (var x = …)`.
          const opener = this.cursor++;
          this.loopHead(this.tokens.match[opener]!);
          this.leave(opener);
        }
        return undefined;
      case W.PACKAGE:
        this.packageStatement();
        return undefined;
      case W.CLASS:
      case W.ENUM:
        if (!this.startsClass(token)) break;
        this.cursor++;
        this.classDeclaration(this.startOf(token), kind === W.ENUM || this.isWord('enum', token - 1));
        return undefined;
      case W.IMPLEMENTATION:
        this.implementation();
        return undefined;
      case W.TYPE:
        this.typeStatement();
        return undefined;
      case W.FUNCTION:
        if (this.rules.language === 'swift' || this.kind[token + 1] !== PAREN || this.rules.language === 'go')
          return this.functionStatement();
        break;
      case W.VARIABLE:
        if (this.rules.language === 'swift' || !(this.kind[token + 1] === DOT)) {
          this.variables();
          return undefined;
        }
        break;
      case W.RETURN:
      case W.THROW:
        this.cursor++;
        if (this.isWord('break') || this.cursor >= end || this.lineEnds() || this.kind[this.cursor] === SEMICOLON) return undefined;
        {
          const value = this.expressions();
          const yields = this.isWord('yield', token);
          if (kind === W.RETURN && !yields) this.returned(value);
          this.loose(kind === W.RETURN ? 'return' : 'throw', value, strings);
          return yields ? value : undefined;
        }
      case W.FOR:
        this.forStatement();
        return undefined;
      case W.IF:
        if (this.rules.lastIsValue) break;
        this.cursor++;
        this.condition();
        return undefined;
      case W.SWITCH:
        if (this.rules.lastIsValue) break;
        return this.switchStatement();
      case W.CATCH:
        this.cursor++;
        if (this.kind[this.cursor] === PAREN) this.skipOne();
        return undefined;
      case W.CASE:
        this.caseLabel(end);
        return undefined;
      case W.DEFAULT:
        this.cursor++;
        if (this.kind[this.cursor] === COLON || this.kind[this.cursor] === T.ARROW) this.cursor++;
        return undefined;
      case SQUARE:
        if (this.rules.squareAttributes) {
          this.attribute();
          return undefined;
        }
        break;
      default:
    }
    if (this.rules.typeFirst && (kind === T.NAME || kind === PAREN || kind === 126) && this.typedDeclaration(end)) return undefined;
    return this.expressionStatement();
  }

  private annotation(stringsBefore: number): void {
    this.cursor++;
    if (this.isWord('interface')) return;
    const expr = this.postfix();
    this.decorators.push(expr);
    this.loose('decorator', expr, stringsBefore);
  }

  private startsClass(token: number): boolean {
    const next = this.kind[token + 1]!;
    if (this.rules.language === 'c')
      return (
        next === BRACE ||
        (this.isName(token + 1) &&
          [BRACE, COLON, SEMICOLON, T.NAME].includes(this.kind[token + 2]!) &&
          !(this.kind[token + 2] === T.NAME && this.kind[token + 3] !== COLON && this.kind[token + 3] !== BRACE))
      );
    return this.isName(token + 1) || next === BRACE || next === COLON;
  }

  private preprocessor(): void {
    const token = this.cursor++;
    if (this.kind[this.cursor] === T.CHUNK) {
      const module = this.slice(this.cursor++);
      this.code.imports.push({ scope: 0, module, name: '*', alias: '*', at: this.span(this.startOf(this.cursor - 1), this.lastEnd()) });
      return;
    }
    if (!this.text.startsWith('#', this.startOf(token)) || this.kind[this.cursor] !== T.NAME) return;
    const name = this.cursor++;
    const nameEnd = this.tokens.end[name]!;
    if (this.newlineBefore()) return;
    if (this.kind[this.cursor] === PAREN && this.startOf(this.cursor) === nameEnd) {
      this.skipOne();
      return;
    }
    const value = this.postfix();
    this.bind(this.slice(name), this.startOf(name), nameEnd, value, 'assign');
  }

  private packageStatement(): void {
    this.cursor++;
    while (this.isName(this.cursor) || this.kind[this.cursor] === DOT || this.kind[this.cursor] === T.DOUBLE_COLON) {
      this.cursor++;
      if (this.newlineBefore()) break;
    }
    if (this.kind[this.cursor] === BRACE) this.block(this.cursor);
  }

  /** `impl Trait for Type { … }` */
  private implementation(): void {
    const start = this.startOf(this.cursor++);
    if (this.kind[this.cursor] === LESS) this.angles();
    let type = this.type();
    const bases: Expr[] = [];
    if (this.kind[this.cursor] === W.FOR) {
      this.cursor++;
      const first = this.cursor;
      bases.push({ k: 'name', n: type, at: this.span(start, this.lastEnd()) });
      type = this.type();
      if (this.cursor === first) return;
    }
    while (this.kind[this.cursor] !== BRACE && !this.atCloser() && this.kind[this.cursor] !== SEMICOLON) this.skipOne();
    const scope = this.openScope('class', type.replace(/[<&].*$/s, ''), start);
    if (bases.length > 0) this.code.scopes[scope]!.bases = bases;
    this.decorators = [];
    const outer = this.scope;
    this.scope = scope;
    if (this.kind[this.cursor] === BRACE) this.members(this.cursor, false);
    this.scope = outer;
    this.closeScope(scope, this.lastEnd());
  }

  /** `type X struct { … }` (Go), `type X = …`, `typedef …`. */
  private typeStatement(): void {
    const start = this.startOf(this.cursor++);
    if (this.kind[this.cursor] === PAREN) {
      this.cursor++;
      return;
    }
    const named = this.isName(this.cursor) && this.rules.language !== 'c';
    const name = named ? this.slice(this.cursor++) : '';
    if (this.kind[this.cursor] === SQUARE && this.rules.squareGenerics && this.tokens.match[this.cursor] !== this.cursor + 1)
      this.skipOne();
    if (this.isWord('struct') || this.isWord('interface')) {
      this.cursor++;
      const opener = this.cursor;
      if (this.kind[opener] !== BRACE) return;
      const scope = this.openScope('class', name, start);
      const outer = this.scope;
      this.scope = scope;
      this.structFields(opener);
      this.scope = outer;
      this.closeScope(scope, this.lastEnd());
      return;
    }
    if (this.kind[this.cursor] === ASSIGN) this.cursor++;
    this.type();
  }

  /** Go's fields: names, a type, a tag. */
  private structFields(opener: number): void {
    const end = this.tokens.match[opener]!;
    this.cursor = opener + 1;
    while (this.cursor < end) {
      const token = this.cursor;
      if (this.kind[token] === T.NAME && !this.newlineBefore(token + 1) && this.kind[token + 1] !== PAREN && this.kind[token + 1] !== DOT) {
        const names = [token];
        this.cursor++;
        while (this.kind[this.cursor] === COMMA && this.kind[this.cursor + 1] === T.NAME) {
          names.push(this.cursor + 1);
          this.cursor += 2;
        }
        const type = this.type();
        for (const name of names) this.bind(this.slice(name), this.startOf(name), this.tokens.end[name]!, undefined, 'field', type);
      }
      while (this.cursor < end && (this.cursor === token || !this.newlineBefore())) this.skipOne();
    }
    this.leave(opener);
  }

  private functionStatement(): Expr | undefined {
    const token = this.cursor;
    const start = this.startOf(token);
    const isInit = this.isWord('init');
    this.cursor++;
    let receiver = '';
    if (this.kind[this.cursor] === PAREN && this.rules.language === 'go') {
      const params = this.parameters(this.cursor);
      receiver = params[0]?.type?.replace(/^\*/, '').replace(/\[.*$/, '') ?? '';
      if (!this.isName(this.cursor)) {
        // No method but a literal: `go func() { … }()`.
        this.cursor = token;
        return this.expressionStatement();
      }
    }
    if (this.kind[this.cursor] === LESS) this.angles();
    let name = isInit ? 'init' : '';
    if (!isInit) {
      while (this.kind[this.cursor] === 38) this.cursor++;
      while (this.isName(this.cursor)) {
        name = this.slice(this.cursor++);
        if (this.kind[this.cursor] === LESS) this.angles();
        if (this.kind[this.cursor] === 63) this.cursor++;
        // Kotlin's receivers: `fun String.shout()`.
        if (this.kind[this.cursor] !== DOT) break;
        this.cursor++;
      }
    } else if (this.kind[this.cursor] === 63 || this.kind[this.cursor] === 33) this.cursor++;
    const fn = this.functionRest(name, start);
    if (receiver !== '' && fn.k === 'fn') this.code.scopes[fn.scope]!.bases = [{ k: 'name', n: receiver, at: this.span(start, start) }];
    return undefined;
  }

  /** `let x: T = v`, `val (a, b) = v`, `var x, y T = v`, Go's groups in parentheses. */
  private variables(): void {
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

  private oneVariable(): void {
    if (this.kind[this.cursor] === LESS) this.angles();
    const token = this.cursor;
    if (this.kind[token] === PAREN || this.kind[token] === SQUARE || this.kind[token] === BRACE) return this.destructured();
    if (!this.isName(token)) return;
    // Dart and C++: `final Type name`, Kotlin: `val Type.name`.
    if (this.rules.typeFirst && this.typedDeclaration(this.tokens.count)) return;
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
  private accessors(): void {
    if (this.kind[this.cursor] === BRACE && this.rules.language === 'swift') this.block(this.cursor);
  }

  private destructured(): void {
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

  private bindPart(name: string, token: number, value: Expr, place: number, size: number): void {
    const { at } = value;
    const part: Expr =
      value.k === 'list' && value.e.length === size ? value.e[place]! : { k: 'index', o: value, i: { k: 'num', v: String(place), at }, at };
    if (name !== '_') this.bind(name, this.startOf(token), this.tokens.end[token]!, part, this.inClass() ? 'field' : 'assign');
  }

  /** `Type name = value`, `Type name(params) { … }`, `Name(params) { … }` (constructors), C# properties. */
  private typedDeclaration(end: number): boolean {
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
    }
    this.cursor = from;
    return false;
  }

  private isConstructor(token: number): boolean {
    if (!this.inClass() || this.kind[token + 1] !== PAREN) return false;
    const name = this.code.scopes[this.scope]!.name;
    return name !== '' && this.slice(token) === name;
  }

  private declared(token: number, type: string, next: number): void {
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

  private typedFunction(token: number, type: string, from: number): boolean {
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

  private holdsLiteral(opener: number, close: number): boolean {
    for (let k = opener + 1; k < close; k++) if (this.kind[k] === T.STRING) return true;
    return false;
  }

  private forStatement(): void {
    this.cursor++;
    if (this.kind[this.cursor] === W.PREFIX && this.rules.language !== 'go') this.cursor++;
    const opener = this.cursor;
    if (this.kind[opener] === PAREN && !this.rules.bareConditions) {
      const end = this.tokens.match[opener]!;
      this.cursor++;
      this.loopHead(end);
      this.leave(opener);
      return;
    }
    const outer = this.noBrace;
    this.noBrace = true;
    let end = opener;
    while (this.kind[end] !== BRACE && this.kind[end] !== 125 && this.kind[end] !== T.EOF)
      end = Math.max(end + 1, this.tokens.match[end]! + (this.tokens.match[end]! > end ? 1 : 0));
    this.loopHead(Math.min(end, this.tokens.count - 1));
    this.noBrace = outer;
  }

  private loopHead(end: number): void {
    while (this.kind[this.cursor] === W.VARIABLE || this.kind[this.cursor] === W.MODIFIER || this.kind[this.cursor] === W.CASE)
      this.cursor++;
    const target = this.cursor;
    for (let k = target; k < end && k < target + 40; k++) {
      const kind = this.kind[k]!;
      const isIn =
        kind === W.IN ||
        (this.rules.language === 'java' && kind === COLON) ||
        (this.rules.language === 'c' && kind === COLON) ||
        (this.rules.language === 'scala' && kind === LESS && this.kind[k + 1] === 45);
      const isAs = this.rules.language === 'php' && this.isWord('as', k);
      if (kind === SEMICOLON || kind === ASSIGN) break;
      if (isAs) {
        const value = this.expression();
        this.cursor = k + 1;
        for (let name = k + 1; name < end; name++)
          if (this.kind[name] === T.NAME) this.bind(this.slice(name), this.startOf(name), this.tokens.end[name]!, value, 'loop');
        this.cursor = end;
        return;
      }
      if (!isIn) continue;
      this.cursor = k + (this.rules.language === 'scala' ? 2 : 1);
      const value = this.expression();
      // The name stands right before the word, or in parentheses.
      for (let name = k - 1; name >= target; name--) {
        if (this.kind[name] === T.NAME) {
          this.bind(this.slice(name), this.startOf(name), this.tokens.end[name]!, value, 'loop');
          if (this.kind[k - 1] !== 41) break;
        }
      }
      this.cursor = Math.max(this.cursor, Math.min(end, this.cursor));
      return;
    }
    while (this.cursor < end) {
      const before = this.cursor;
      if (this.kind[before] === SEMICOLON || this.kind[before] === COMMA) this.cursor++;
      else if (!(this.rules.typeFirst && this.typedDeclaration(end))) this.expressionStatement();
      if (this.cursor === before) this.skipOne();
    }
  }

  private switchStatement(): Expr | undefined {
    const start = this.startOf(this.cursor++);
    const strings = this.strings;
    if (this.kind[this.cursor] !== BRACE) {
      const outer = this.noBrace;
      this.noBrace = true;
      let subject = this.expression();
      if (this.kind[this.cursor] === T.WALRUS) {
        this.assignmentTail(subject, this.cursor - 1);
        subject = this.other([], start);
      }
      if (this.kind[this.cursor] === SEMICOLON) {
        this.cursor++;
        if (this.kind[this.cursor] !== BRACE) subject = this.expression();
      }
      this.loose('compare', subject, strings);
      this.noBrace = outer;
    }
    if (this.kind[this.cursor] !== BRACE) return undefined;
    // PHP's `match` has arms; the others are blocks with labels.
    const isMatch = this.rules.language === 'php' && this.isWord('match', this.cursor - 4);
    return isMatch ? this.arms(this.cursor, start) : undefined;
  }

  /** `case a, b:` and Java's `case a -> …`. */
  private caseLabel(end: number): void {
    this.cursor++;
    const strings = this.strings;
    if (this.inClass() || this.rules.language === 'swift') {
      // An enum case of Swift.
      if (this.kind[this.cursor] === T.NAME && this.inClass()) {
        while (this.kind[this.cursor] === T.NAME) {
          this.enumMember(this.cursor);
          if (this.kind[this.cursor] !== COMMA) return;
          this.cursor++;
        }
        return;
      }
    }
    // Where cases are patterns, `Some(x)` is no call.
    const patterns = this.rules.lambda !== undefined || this.rules.language === 'swift';
    if (patterns) this.quiet++;
    for (let guard = 0; this.cursor < end && guard < 200; guard++) {
      const before = this.cursor;
      const kind = this.kind[before]!;
      if (kind === COLON || kind === T.ARROW || kind === T.FAT_ARROW) {
        this.cursor++;
        break;
      }
      if (kind === COMMA || kind === W.VARIABLE || kind === W.AS || kind === W.IF) this.cursor++;
      else this.loose('case', this.binary(1), strings);
      if (this.cursor === before) this.skipOne();
    }
    if (patterns) this.quiet--;
  }

  private expressionStatement(): Expr | undefined {
    const token = this.cursor;
    const strings = this.strings;
    this.lastAssigned = undefined;
    // A label, or a named argument that lost its call.
    if (this.kind[token] === T.NAME && this.kind[token + 1] === COLON && this.rules.language !== 'swift') {
      this.cursor += 2;
      if (this.rules.language === 'rust' && this.inClass()) {
        const type = this.type();
        this.bind(this.slice(token), this.startOf(token), this.tokens.end[token]!, undefined, 'field', type);
        this.decorateLast();
      }
      return undefined;
    }
    const expr = this.expressions();
    if (this.kind[this.cursor] === T.WALRUS || (this.kind[this.cursor] === ASSIGN && expr.k === 'list')) {
      this.assignmentTail(expr, token);
      return undefined;
    }
    if (expr !== this.lastAssigned) this.loose('expression', expr, strings);
    return expr;
  }

  /** Go's `a, b := value` and `a, b = value`, with the cursor on the operator. */
  protected override assignmentTail(target: Expr, token: number): void {
    const end = this.lastEnd();
    this.cursor++;
    const ranges = this.rules.language === 'go' && this.kind[this.cursor] === W.PREFIX;
    const value = this.expressions();
    const targets = target.k === 'list' ? target.e : [target];
    if (ranges) {
      // `for i, x := range list`: the second name takes the elements, the first one only places or keys.
      const element = targets[1];
      if (element?.k === 'name' && element.n !== '_')
        this.code.bindings.push({ scope: this.scope, target: element.n, targetAt: element.at, value, kind: 'loop' });
      return;
    }
    if (targets.length === 1) return this.assignTo(target, this.startOf(token), end, value, false);
    for (const [place, it] of targets.entries()) {
      const name = this.dotted(it);
      if (name === undefined || name === '_') continue;
      const { at } = value;
      const part: Expr =
        value.k === 'list' && value.e.length === targets.length
          ? value.e[place]!
          : { k: 'index', o: value, i: { k: 'num', v: String(place), at }, at };
      this.nameFunction(part, name);
      this.code.bindings.push({ scope: this.scope, target: name, targetAt: it.at, value: part, kind: 'assign' });
    }
  }

  protected override assignTo(target: Expr, start: number, end: number, value: Expr, augment: boolean): void {
    const name = this.dotted(target);
    if (name === undefined || name === '_') return;
    this.lastAssigned = value;
    this.nameFunction(value, name.slice(name.lastIndexOf('.') + 1));
    const isField = name.startsWith('this.') || name.startsWith('self.');
    this.bind(name, start, end, value, augment ? 'augment' : isField ? 'field' : 'assign');
  }
}

/** Reads one text of a C-like language. */
export function readCLike(language: Language): (text: string, options: ReadOptions) => CodeReading {
  const rules = C_LIKE[language]!;
  return (text, options) => new CLikeReader(rules, text, options).read();
}
