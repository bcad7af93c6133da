import type { Expr, Language } from '../../../types/source.ts';
import { ASSIGN, BRACE, COLON, COMMA, DOT, LESS, PAREN, SEMICOLON, SQUARE } from '../marks.ts';
import type { CodeReading, ReadOptions } from '../reader.ts';
import { T } from '../tokens.ts';
import { CLikeFlow } from './flow.ts';
import { C_LIKE } from './rules-more.ts';
import { W } from './rules.ts';

/** Statements of the C-like family. */
export class CLikeReader extends CLikeFlow {
  protected override readStatements(): void {
    this.statementsUntil(this.eof);
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
}

/** Reads one text of a C-like language. */
export function readCLike(language: Language): (text: string, options: ReadOptions) => CodeReading {
  const rules = C_LIKE[language]!;
  return (text, options) => new CLikeReader(rules, text, options).read();
}
