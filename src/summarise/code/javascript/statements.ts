import type { Expr } from '../../../types/source.ts';
import { ASSIGN, BRACE, COLON, COMMA, LESS, PAREN, SEMICOLON, SQUARE } from '../marks.ts';
import type { Branch, CodeReading, ReadOptions } from '../reader.ts';
import { KEYWORD, T } from '../tokens.ts';
import type { PatternName } from './functions.ts';
import { JavaScriptLexer } from './lexer.ts';
import { JS } from './words.ts';
import { JavaScriptModules } from './modules.ts';

/**
 * JavaScript and TypeScript statements. `this.x = …` and class fields are `field`s; members of an enum are `enum`s in a class scope of its
 * name; `const x = require('m')` and `await import('m')` are imports (and calls); `export default <expression>` binds `default`.
 */
export class JavaScriptReader extends JavaScriptModules {
  private decorators: Expr[] = [];
  /** The statement behind the header of a branch or loop that was just read. */
  private guarded: Branch | undefined;
  /** Value of the last assignment: it is kept by its binding. */
  private lastAssigned: Expr | undefined;

  constructor(text: string, options: ReadOptions) {
    super('javascript', text, options);
  }

  protected override lex(): void {
    new JavaScriptLexer(this.text, this.tokens, {
      comment: (start, end) => this.comment(start, end),
      problem: (reason, start, end) => this.problem(reason, start, end),
    }).run();
  }

  protected override readStatements(): void {
    this.statementsUntil(this.eof);
  }

  private statementsUntil(end: number): void {
    while (this.cursor < end && !this.exhausted) {
      const before = this.cursor;
      const branch = this.guarded;
      this.guarded = undefined;
      this.statement(end);
      if (this.cursor === before) this.skipOne();
      if (branch !== undefined) this.closeBranch(branch, this.lastEnd());
    }
  }

  protected override block(opener: number): void {
    if (!this.enter()) return this.leave(opener);
    this.cursor = opener + 1;
    this.statementsUntil(this.tokens.match[opener]!);
    if (!this.exhausted) this.leave(opener);
    this.depth--;
  }

  private statement(end: number): void {
    const kind = this.kind[this.cursor]!;
    const strings = this.strings;
    switch (kind) {
      case JS.else:
      case JS.do:
        this.cursor++;
        this.guarded = this.branchStart();
        return;
      case SEMICOLON:
      case JS.try:
      case JS.finally:
      case JS.debugger:
        this.cursor++;
        return;
      case BRACE: {
        const branch = this.branchStart();
        this.block(this.cursor);
        return this.closeBranch(branch, this.lastEnd());
      }
      case JS.var:
      case JS.const:
        if (this.kind[this.cursor + 1] === JS.enum) {
          this.cursor++;
          this.enumeration();
          return;
        }
        this.declarations();
        return;
      case JS.let:
        if (this.declares()) this.declarations();
        else this.expressionStatement();
        return;
      case JS.function:
        this.functionExpression();
        return;
      case JS.class:
        this.classStatement();
        return;
      case JS.enum:
        this.enumeration();
        return;
      case JS.import:
        if (this.kind[this.cursor + 1] === PAREN || this.kind[this.cursor + 1] === 46) return this.expressionStatement();
        return this.importStatement();
      case JS.export:
        return this.exportStatement();
      case JS.return:
      case JS.throw: {
        this.cursor++;
        if (this.cursor >= end || this.newlineBefore() || this.kind[this.cursor] === SEMICOLON) return;
        const value = this.expressions();
        if (kind === JS.return) this.returned(value);
        this.loose(kind === JS.return ? 'return' : 'throw', value, strings);
        return;
      }
      case JS.if:
      case JS.while:
      case JS.switch:
      case JS.with:
        this.cursor++;
        if (this.kind[this.cursor] === PAREN) this.loose('compare', this.bracket(this.cursor, PAREN), strings);
        this.guarded = this.branchStart();
        return;
      case JS.for: {
        const branch = this.branchStart();
        this.forHeader();
        this.guarded = branch;
        return;
      }
      case JS.catch:
        this.cursor++;
        if (this.kind[this.cursor] === PAREN) this.skipOne();
        return;
      case JS.case:
        this.cursor++;
        this.inChoice = true;
        this.loose('case', this.expressions(), strings);
        this.inChoice = false;
        if (this.kind[this.cursor] === COLON) this.cursor++;
        return;
      case JS.default:
        this.cursor += this.kind[this.cursor + 1] === COLON ? 2 : 1;
        return;
      case JS.break:
      case JS.continue:
        this.cursor++;
        if (this.kind[this.cursor] === T.NAME && !this.newlineBefore()) this.cursor++;
        return;
      case 64:
        this.cursor++;
        this.decorators.push(this.decoratorExpression());
        return;
      default:
        if (kind === T.NAME && this.wordStatement()) return;
        this.expressionStatement();
    }
  }

  /** `let` is a name unless something that can be declared follows. */
  private declares(): boolean {
    const next = this.kind[this.cursor + 1]!;
    return next === T.NAME || next === BRACE || next === SQUARE || next >= KEYWORD;
  }

  protected override classStatement(): string {
    const { decorators } = this;
    this.decorators = [];
    return this.classBody(decorators);
  }

  /** Statements that start with a word that is no keyword: `type`, `interface`, `namespace`, `async function`, labels. */
  private wordStatement(): boolean {
    const next = this.kind[this.cursor + 1]!;
    if (next === COLON) {
      this.cursor += 2;
      return true;
    }
    if (next === PAREN || next === 46 || next === ASSIGN) return false;
    if (next === JS.function && this.isWord('async')) {
      this.cursor++;
      this.functionExpression();
      return true;
    }
    if (next !== T.NAME && next < KEYWORD && next !== T.STRING) return false;
    const word = this.slice(this.cursor);
    if (word === 'declare' || word === 'abstract') {
      this.cursor++;
      return true;
    }
    if (word === 'type' && next === T.NAME) return this.typeAlias();
    if (word === 'interface' && next === T.NAME) return this.interfaceStatement();
    if (word === 'namespace' || word === 'module') {
      this.cursor += 2;
      while (this.kind[this.cursor] === 46) this.cursor += 2;
      return true;
    }
    return false;
  }

  private typeAlias(): boolean {
    const after = this.kind[this.cursor + 2]!;
    if (after !== ASSIGN && after !== LESS) return false;
    this.cursor += 2;
    this.typeList();
    if (this.kind[this.cursor] === ASSIGN) this.cursor++;
    this.type();
    return true;
  }

  private interfaceStatement(): boolean {
    this.cursor += 2;
    this.typeList();
    while (this.kind[this.cursor] === JS.extends || this.kind[this.cursor] === COMMA) {
      this.cursor++;
      this.type();
    }
    if (this.kind[this.cursor] === BRACE) this.type();
    return true;
  }

  protected override enumeration(): string {
    const start = this.startOf(this.cursor++);
    const name = this.kind[this.cursor] === T.NAME ? this.slice(this.cursor++) : '';
    const opener = this.cursor;
    if (this.kind[opener] !== BRACE) return name;
    const outer = this.scope;
    this.scope = this.openScope('class', name, start);
    const end = this.tokens.match[opener]!;
    this.cursor++;
    while (this.cursor < end) {
      const token = this.cursor;
      if (this.kind[token] === COMMA) {
        this.cursor++;
        continue;
      }
      const key = this.propertyKey(token);
      const keyEnd = this.lastEnd();
      let value: Expr | undefined;
      if (this.kind[this.cursor] === ASSIGN && this.cursor < end) {
        this.cursor++;
        value = this.expression();
      }
      if (key.k === 'str') this.bind(key.v, this.startOf(token), keyEnd, value, 'enum');
      if (this.cursor === token) this.skipOne();
    }
    this.leave(opener);
    this.closeScope(this.scope, this.lastEnd());
    this.scope = outer;
    return name;
  }

  /** `var`, `let`, `const` and what they declare; returns the declared names. */
  protected override declarations(): PatternName[] {
    const first = this.code.bindings.length;
    const inBlock = this.kind[this.cursor++] !== JS.var;
    const names = this.declared();
    if (inBlock)
      for (const binding of this.code.bindings.slice(first))
        if (binding.scope === this.scope && names.some(({ name }) => name === binding.target)) binding.local = true;
    return names;
  }

  private declared(): PatternName[] {
    const all: PatternName[] = [];
    for (;;) {
      const token = this.cursor;
      const kind = this.kind[token]!;
      if (kind !== T.NAME && kind !== BRACE && kind !== SQUARE && kind < KEYWORD) return all;
      const names: PatternName[] = [];
      this.pattern(names, []);
      all.push(...names);
      if (this.kind[this.cursor] === 33) this.cursor++;
      const type = this.annotation();
      if (this.kind[this.cursor] === JS.in || this.isWord('of')) {
        this.cursor++;
        this.bindPattern(names, this.expressions(), 'loop');
        return all;
      }
      let value: Expr | undefined;
      if (this.kind[this.cursor] === ASSIGN) {
        this.cursor++;
        value = this.expression();
      }
      if (names.length === 1 && names[0]!.steps.length === 0) this.nameFunction(value, names[0]!.name);
      if (value === undefined || !this.imported(names, value)) {
        const first = names[0];
        if (names.length === 1 && first!.steps.length === 0) this.bind(first!.name, first!.start, first!.end, value, 'assign', type);
        else this.bindPattern(names, value, 'assign');
      }
      if (this.kind[this.cursor] !== COMMA) return all;
      this.cursor++;
    }
  }

  /** `const x = require('m')`, `const { a: b } = await import('m')`, `const y = require('m').z` as imports. */
  private imported(names: PatternName[], value: Expr): boolean {
    const member = value.k === 'attr' ? value.n : undefined;
    const call = value.k === 'attr' ? value.o : value;
    if (call.k !== 'call' || call.f.k !== 'name' || (call.f.n !== 'require' && call.f.n !== 'import')) return false;
    const module = call.a[0]?.v;
    if (module?.k !== 'str' || names.some((it) => it.steps.length > 1 || it.steps[0]?.def !== undefined)) return false;
    for (const { name, start, end, steps } of names) {
      const imported = steps.length === 0 ? member : String(steps[0]!.key);
      const at = this.span(start, end);
      this.code.imports.push({
        scope: this.scope,
        module: module.v,
        ...(imported === undefined ? {} : { name: imported }),
        alias: name,
        at,
      });
    }
    return names.length > 0;
  }

  private forHeader(): void {
    this.cursor++;
    if (this.kind[this.cursor] === JS.await) this.cursor++;
    const opener = this.cursor;
    if (this.kind[opener] !== PAREN) return;
    const end = this.tokens.match[opener]!;
    this.cursor++;
    const kind = this.kind[this.cursor]!;
    this.noIn = true;
    if (kind === JS.var || kind === JS.const || (kind === JS.let && this.declares())) this.declarations();
    while (this.cursor < end) {
      const before = this.cursor;
      const strings = this.strings;
      const target = this.expressions();
      if (this.kind[this.cursor] === JS.in || this.isWord('of')) {
        const targetEnd = this.lastEnd();
        this.cursor++;
        const value = this.expressions();
        const name = this.dotted(target);
        if (name !== undefined) this.bind(name, this.startOf(before), targetEnd, value, 'loop');
      } else this.loose('expression', target, strings);
      if (this.kind[this.cursor] === SEMICOLON || this.cursor === before) this.cursor++;
    }
    this.noIn = false;
    this.leave(opener);
  }

  private expressionStatement(): void {
    const token = this.cursor;
    const strings = this.strings;
    this.lastAssigned = undefined;
    const expr = this.expressions();
    // An assignment keeps its value in its binding; a lone string is a directive such as 'use strict'.
    if (expr.k === 'str' && this.cursor === token + 1) return;
    if (expr !== this.lastAssigned) this.loose('expression', expr, strings);
  }

  protected override assignTo(target: Expr, start: number, end: number, value: Expr, augment: boolean): void {
    if (target.k === 'dict' || target.k === 'list') {
      this.lastAssigned = value;
      this.assignPattern(target, value);
      return;
    }
    const name = this.dotted(target);
    if (name === undefined) return;
    this.lastAssigned = value;
    this.nameFunction(value, name.slice(name.lastIndexOf('.') + 1));
    this.bind(name, start, end, value, augment ? 'augment' : name.startsWith('this.') ? 'field' : 'assign');
    if (name === 'module.exports') this.commonExports(value);
    else if (name.startsWith('exports.') || name.startsWith('module.exports.')) {
      (this.code.exports ??= []).push({ name: name.slice(name.indexOf('exports.') + 8), local: name });
    }
  }

  private commonExports(value: Expr): void {
    const list = (this.code.exports ??= []);
    list.push({ name: 'default', local: value.k === 'name' ? value.n : 'module.exports' });
    if (value.k !== 'dict') return;
    for (const [key, it] of value.e)
      if (key?.k === 'str') list.push({ name: key.v, local: it.k === 'name' ? it.n : `module.exports.${key.v}` });
  }

  /** `[a, b] = value` and `({ a, b: c } = value)`: one level, which is what is written in practice. */
  private assignPattern(target: Extract<Expr, { k: 'dict' | 'list' }>, value: Expr): void {
    const parts: [string | number, Expr][] =
      target.k === 'list'
        ? target.e.map((it, place) => [place, it])
        : target.e.flatMap(([key, it]) => (key?.k === 'str' ? [[key.v, it] as [string, Expr]] : []));
    for (const [key, it] of parts) {
      const place = it.k === 'alt' ? it.e[0]! : it;
      const name = this.dotted(place);
      if (name === undefined) continue;
      const { at } = value;
      const part: Expr =
        typeof key === 'number' ? { k: 'index', o: value, i: { k: 'num', v: String(key), at }, at } : { k: 'attr', o: value, n: key, at };
      this.code.bindings.push({
        scope: this.scope,
        target: name,
        targetAt: place.at,
        value: it.k === 'alt' ? { k: 'alt', e: [part, ...it.e.slice(1)], op: 'or', at } : part,
        kind: name.startsWith('this.') ? 'field' : 'assign',
      });
    }
  }
}

/** Reads one JavaScript or TypeScript text, with or without JSX. */
export function readJavaScript(text: string, options: ReadOptions): CodeReading {
  return new JavaScriptReader(text, options).read();
}
