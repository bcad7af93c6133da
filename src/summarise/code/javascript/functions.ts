import type { Expr, Param } from '../../../types/source.ts';
import { ASSIGN, BRACE, COLON, COMMA, LESS, PAREN, QUESTION, SQUARE } from '../marks.ts';
import { KEYWORD, T } from '../tokens.ts';
import { JavaScriptExpressions } from './expressions.ts';
import { JS } from './words.ts';

const MODIFIERS = new Set([
  'static',
  'public',
  'private',
  'protected',
  'readonly',
  'abstract',
  'declare',
  'override',
  'async',
  'get',
  'set',
  'accessor',
]);
const VISIBILITY = new Set(['public', 'private', 'protected', 'readonly', 'override']);

/** One name that a destructuring pattern binds, and how to get there from the value. */
export interface PatternName {
  name: string;
  start: number;
  end: number;
  steps: { key: string | number; def?: Expr }[];
}

/** Functions, classes, parameters, patterns and elements. */
export abstract class JavaScriptFunctions extends JavaScriptExpressions {
  /** Statements between the braces that open at the given token; leaves the cursor behind them. */
  protected abstract block(opener: number): void;

  private functionScope(name: string, start: number): number {
    return this.openScope('function', name, start);
  }

  protected override arrow(asyncAt: number): Expr {
    const start = this.startOf(asyncAt >= 0 ? asyncAt : this.cursor);
    const scope = this.functionScope('', start);
    const outer = this.scope;
    this.scope = scope;
    this.typeList();
    let params: Param[];
    if (this.kind[this.cursor] === PAREN) {
      params = this.parameters(this.cursor);
      this.annotation(true);
    } else {
      const token = this.cursor++;
      params = [this.param(token)];
    }
    if (this.kind[this.cursor] === T.FAT_ARROW) this.cursor++;
    if (this.kind[this.cursor] === BRACE) this.block(this.cursor);
    else {
      const body = this.expression();
      this.code.scopes[scope]!.returns = [body];
    }
    this.scope = outer;
    return this.fn(params, scope, start);
  }

  protected override functionExpression(): Expr {
    const start = this.startOf(this.cursor++);
    if (this.kind[this.cursor] === 42) this.cursor++;
    const name = this.kind[this.cursor] === T.NAME ? this.slice(this.cursor++) : '';
    return this.functionRest(name, start);
  }

  /** Parameters, result type and body behind a function's name. */
  private functionRest(name: string, start: number): Expr {
    const scope = this.functionScope(name, start);
    const outer = this.scope;
    this.scope = scope;
    this.typeList();
    const params = this.kind[this.cursor] === PAREN ? this.parameters(this.cursor) : [];
    this.annotation();
    if (this.kind[this.cursor] === BRACE) this.block(this.cursor);
    this.scope = outer;
    return this.fn(params, scope, start);
  }

  protected override method(nameToken: number, name: string): Expr {
    return this.functionRest(name, this.startOf(nameToken));
  }

  /**
   * Parameters in the bracket at `opener`. A destructured parameter is called `{n}` (n its place) and its names are bound in the function's
   * scope to `{n}.key`, or to a choice of that and the default.
   */
  private parameters(opener: number): Param[] {
    const end = this.tokens.match[opener]!;
    const params: Param[] = [];
    this.cursor = opener + 1;
    while (this.cursor < end) {
      const before = this.cursor;
      const kind = this.kind[before]!;
      if (kind === COMMA || kind === T.SPREAD) this.cursor++;
      else if (kind === 64) {
        this.cursor++;
        this.decoratorExpression();
      } else {
        this.parameter(params, end);
        if (this.cursor === before) this.skipOne();
      }
    }
    this.leave(opener);
    return params;
  }

  private parameter(params: Param[], end: number): void {
    let visible = false;
    while (this.kind[this.cursor] === T.NAME && this.kind[this.cursor + 1] === T.NAME && VISIBILITY.has(this.slice(this.cursor))) {
      visible = true;
      this.cursor++;
    }
    const token = this.cursor;
    const kind = this.kind[token]!;
    const start = this.startOf(token);
    if (kind !== T.NAME && kind !== BRACE && kind !== SQUARE && kind < KEYWORD) return;
    const names: PatternName[] = [];
    this.pattern(names, []);
    const isName = kind !== BRACE && kind !== SQUARE;
    const param: Param = { name: isName ? this.slice(token) : `{${params.length}}`, at: this.span(start, this.lastEnd()) };
    if (this.kind[this.cursor] === QUESTION) this.cursor++;
    const type = this.annotation();
    if (type !== undefined) param.type = type;
    if (this.kind[this.cursor] === ASSIGN && this.cursor < end) {
      this.cursor++;
      param.def = this.expression();
    }
    params.push(param);
    if (!isName) this.bindPattern(names, { k: 'name', n: param.name, at: param.at }, 'assign');
    if (visible) this.bind(`this.${param.name}`, start, this.tokens.end[token]!, { k: 'name', n: param.name, at: param.at }, 'field', type);
  }

  /** Reads a binding pattern at the cursor into the names it binds. */
  protected pattern(names: PatternName[], steps: PatternName['steps']): void {
    const opener = this.cursor;
    const kind = this.kind[opener]!;
    if (kind !== BRACE && kind !== SQUARE) {
      this.cursor++;
      if (kind === T.NAME || kind >= KEYWORD)
        names.push({ name: this.slice(opener), start: this.startOf(opener), end: this.tokens.end[opener]!, steps });
      return;
    }
    if (!this.enter()) return this.leave(opener);
    const end = this.tokens.match[opener]!;
    this.cursor++;
    for (let place = 0; this.cursor < end;) {
      const before = this.cursor;
      if (this.kind[before] === COMMA) {
        place++;
        this.cursor++;
        continue;
      }
      if (this.kind[before] === T.SPREAD) {
        this.cursor++;
        this.pattern(names, steps);
        continue;
      }
      let key: string | number = place;
      const step: PatternName['steps'][number] = { key };
      if (kind === BRACE) {
        const keyExpr = this.propertyKey(before);
        key = keyExpr.k === 'str' ? keyExpr.v : '*';
        step.key = key;
        if (this.kind[this.cursor] === COLON) this.cursor++;
        else this.cursor = before;
      }
      if (this.cursor < end) this.pattern(names, [...steps, step]);
      if (this.kind[this.cursor] === ASSIGN && this.cursor < end) {
        this.cursor++;
        step.def = this.expression();
      }
      if (this.cursor === before) this.skipOne();
    }
    this.leave(opener);
    this.depth--;
  }

  /** Binds what a pattern names: `value.key` or `value[k]`, or a choice of that and the default written in the pattern. */
  protected bindPattern(names: PatternName[], value: Expr | undefined, kind: 'assign' | 'loop'): void {
    for (const { name, start, end, steps } of names) {
      let it = value;
      for (const { key, def } of steps) {
        if (it !== undefined) {
          const { at } = it;
          it = typeof key === 'number' ? { k: 'index', o: it, i: { k: 'num', v: String(key), at }, at } : { k: 'attr', o: it, n: key, at };
        }
        if (def !== undefined) it = it === undefined ? def : { k: 'alt', e: [it, def], op: 'or', at: def.at };
      }
      this.bind(name, start, end, it, kind);
    }
  }

  protected decoratorExpression(): Expr {
    const strings = this.strings;
    const expr = this.postfix();
    this.loose('decorator', expr, strings);
    return expr;
  }

  protected override classExpression(): Expr {
    const start = this.startOf(this.cursor);
    const name = this.classBody([]);
    return { k: 'name', n: name, at: this.span(start, start) };
  }

  /** `class Name<T> extends A implements B { … }`; returns the name. */
  protected classBody(decorators: Expr[]): string {
    const start = this.startOf(this.cursor++);
    const name = this.kind[this.cursor] === T.NAME && !this.isWord('implements') ? this.slice(this.cursor++) : '';
    this.typeList();
    const scope = this.openScope('class', name, start);
    const bases: Expr[] = [];
    while (this.kind[this.cursor] === JS.extends || this.isWord('implements')) {
      const isBase = this.kind[this.cursor++] === JS.extends;
      if (isBase) {
        bases.push(this.postfix());
        this.typeList();
      } else this.interfaces(bases);
    }
    const it = this.code.scopes[scope]!;
    if (bases.length > 0) it.bases = bases;
    if (decorators.length > 0) it.decorators = decorators;
    if (this.kind[this.cursor] === BRACE && this.enter()) {
      const outer = this.scope;
      this.scope = scope;
      this.members(this.cursor);
      this.scope = outer;
      this.depth--;
    }
    this.closeScope(scope, this.lastEnd());
    return name;
  }

  private interfaces(bases: Expr[]): void {
    for (;;) {
      const token = this.cursor;
      this.type();
      if (this.cursor > token && this.kind[token] === T.NAME) bases.push(this.nameExpr(token));
      if (this.kind[this.cursor] !== COMMA) return;
      this.cursor++;
    }
  }

  private members(opener: number): void {
    const end = this.tokens.match[opener]!;
    this.cursor = opener + 1;
    let decorators: Expr[] = [];
    while (this.cursor < end) {
      const before = this.cursor;
      const kind = this.kind[before]!;
      if (kind === 59 || kind === COMMA || kind === 42) this.cursor++;
      else if (kind === 64) {
        this.cursor++;
        decorators.push(this.decoratorExpression());
      } else {
        this.member(end, decorators);
        decorators = [];
        if (this.cursor === before) this.skipOne();
      }
    }
    this.leave(opener);
  }

  private member(end: number, decorators: Expr[]): void {
    while (this.kind[this.cursor] === T.NAME && MODIFIERS.has(this.slice(this.cursor)) && this.memberNameFollows()) this.cursor++;
    if (this.kind[this.cursor] === BRACE) return this.block(this.cursor);
    const token = this.cursor;
    const start = this.startOf(token);
    const key = this.propertyKey(token);
    const nameEnd = this.lastEnd();
    const name = key.k === 'str' ? key.v : '*';
    if (this.kind[this.cursor] === QUESTION || this.kind[this.cursor] === 33) this.cursor++;
    if (this.kind[this.cursor] === PAREN || this.kind[this.cursor] === LESS) {
      const method = this.method(token, name);
      if (decorators.length > 0 && method.k === 'fn') this.code.scopes[method.scope]!.decorators = decorators;
      return;
    }
    const type = this.annotation();
    let value: Expr | undefined;
    if (this.kind[this.cursor] === ASSIGN && this.cursor < end) {
      this.cursor++;
      value = this.expression();
      this.nameFunction(value, name);
    }
    this.bind(name, start, nameEnd, value, 'field', type);
  }

  private memberNameFollows(): boolean {
    const next = this.kind[this.cursor + 1]!;
    return next === T.NAME || next >= KEYWORD || next === T.STRING || next === SQUARE || next === 42 || next === T.NUMBER || next === BRACE;
  }

  /** Gives a nameless function the name of what it is assigned to. */
  protected nameFunction(value: Expr | undefined, name: string): void {
    if (value?.k !== 'fn') return;
    const scope = this.code.scopes[value.scope]!;
    if (scope.name === '') scope.name = name;
  }

  protected override element(): Expr {
    const opener = this.cursor;
    const start = this.startOf(opener);
    if (!this.enter()) {
      this.leave(opener);
      return this.other([], start);
    }
    const end = this.tokens.match[opener]!;
    this.cursor++;
    const f: Expr = this.kind[this.cursor] === T.NAME && this.cursor < end ? this.elementName() : this.nameExprAt('', start);
    const args: { name?: string; v: Expr; spread?: boolean }[] = [];
    while (this.cursor < end) {
      const token = this.cursor;
      const kind = this.kind[token]!;
      if (kind === T.NAME) {
        this.cursor++;
        const name = this.slice(token);
        if (this.kind[this.cursor] === ASSIGN) {
          this.cursor++;
          if (this.cursor < end) args.push({ name, v: this.elementPart(end) });
        } else args.push({ name, v: { k: 'bool', v: 'true', at: this.span(this.startOf(token), this.tokens.end[token]!) } });
      } else if (kind === T.JSX_TEXT) {
        this.cursor++;
        this.comment(this.startOf(token), this.tokens.end[token]!, 'text');
      } else if (kind === T.JSX_TAG_END) this.cursor++;
      else if (kind === T.HOLE_OPEN && this.kind[token + 1] === T.SPREAD) {
        this.cursor += 2;
        args.push({ v: this.expression(), spread: true });
        this.leave(token);
      } else if (kind === T.HOLE_OPEN && this.tokens.match[token] === token + 1) this.leave(token);
      else args.push({ v: this.elementPart(end) });
    }
    this.leave(opener);
    this.depth--;
    return this.call(f, args, start);
  }

  private nameExprAt(n: string, start: number): Expr {
    return { k: 'name', n, at: this.span(start, start) };
  }

  private elementName(): Expr {
    const token = this.cursor++;
    const start = this.startOf(token);
    const [first, ...rest] = this.slice(token).split('.');
    let end = start + first!.length;
    let expr: Expr = { k: 'name', n: first!, at: this.span(start, end) };
    for (const part of rest) {
      end += 1 + part.length;
      expr = { k: 'attr', o: expr, n: part, at: this.span(start, end) };
    }
    return expr;
  }

  private elementPart(end: number): Expr {
    const token = this.cursor;
    const kind = this.kind[token]!;
    if (kind === T.STRING) {
      this.cursor++;
      return this.literal(token);
    }
    if (kind === T.HOLE_OPEN) {
      this.cursor++;
      const value = this.cursor < Math.min(end, this.tokens.match[token]!) ? this.expressions() : this.other([], this.startOf(token));
      this.leave(token);
      return value;
    }
    if (kind === T.JSX_OPEN) return this.element();
    this.skipOne();
    return this.other([], this.startOf(token));
  }
}
