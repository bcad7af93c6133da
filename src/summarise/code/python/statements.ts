import type { Binding, Expr } from '../../../types/source.ts';
import { ASSIGN, COLON, COMMA, SEMICOLON } from '../marks.ts';
import type { Branch, CodeReading, ReadOptions } from '../reader.ts';
import { T } from '../tokens.ts';
import { PythonImports } from './imports.ts';
import { PY, PythonLexer } from './lexer.ts';

interface OpenBlock {
  scope: number;
  ownsScope: boolean;
  branch?: Branch | undefined;
}

/**
 * Python statements. Loop targets are bound (`loop`) to the iterable whose elements they take; a tuple target takes
 * `iterable[k]`, or the column when the iterable is a literal list of tuples. `self.x = …` and class-level assignments are `field`s,
 * members of a class with an `…Enum` base are `enum`s. A string that is a whole statement is a docstring.
 */
export class PythonReader extends PythonImports {
  private readonly blocks: OpenBlock[] = [];

  private decorators: Expr[] = [];
  /** The suite behind the header of a branch or loop that was just read. */
  private suite: Branch | undefined;

  constructor(text: string, options: ReadOptions) {
    super('python', text, options);
  }

  protected override lex(): void {
    new PythonLexer(this.text, this.tokens, {
      comment: (start, end) => this.comment(start, end),
      problem: (reason, start, end) => this.problem(reason, start, end),
    }).run();
  }

  protected override readStatements(): void {
    for (;;) {
      const kind = this.kind[this.cursor]!;
      if (kind === T.EOF || this.exhausted) return;
      if (kind === T.NEWLINE || kind === SEMICOLON) {
        this.cursor++;
        if (kind === T.NEWLINE && this.kind[this.cursor] !== T.INDENT) this.endSuite(this.suite);
      } else if (kind === T.INDENT) {
        this.blocks.push({ scope: this.scope, ownsScope: false, branch: this.suite });
        this.suite = undefined;
        this.cursor++;
      } else if (kind === T.DEDENT) this.dedent();
      else {
        const before = this.cursor;
        this.statement(kind);
        if (this.cursor === before) this.skipOne();
      }
    }
  }

  private dedent(): void {
    this.cursor++;
    const block = this.blocks.pop();
    if (block === undefined) return;
    if (block.ownsScope) this.closeScope(this.scope, this.lastCodeEnd());
    this.scope = block.scope;
    this.endSuite(block.branch);
  }

  private endSuite(suite: Branch | undefined): void {
    if (suite !== undefined) this.closeBranch(suite, this.lastCodeEnd());
    this.suite = undefined;
  }

  private lastCodeEnd(): number {
    let k = this.cursor - 1;
    while (k > 0 && this.kind[k]! <= T.DEDENT) k--;
    return this.tokens.end[k]!;
  }

  private statement(kind: number): void {
    const strings = this.strings;
    switch (kind) {
      case PY.def:
        return this.definition();
      case PY.class:
        return this.classDefinition();
      case PY.import:
        return this.importStatement();
      case PY.from:
        return this.fromStatement();
      case PY.return:
        this.cursor++;
        if (!this.atEnd()) {
          const value = this.expressions();
          this.returned(value);
          this.loose('return', value, strings);
        }
        return;
      case PY.raise:
        this.cursor++;
        while (!this.atEnd()) {
          if (this.kind[this.cursor] === PY.from || this.kind[this.cursor] === COMMA) this.cursor++;
          else this.loose('throw', this.expressionOrSkip(), strings);
        }
        return;
      case PY.if:
      case PY.elif:
      case PY.while:
      case PY.assert:
        this.cursor++;
        this.loose('compare', this.expressions(), strings);
        this.skipColon(kind !== PY.assert);
        return;
      case PY.for:
        this.cursor++;
        this.loopHeader(false);
        this.skipColon(true);
        return;
      case PY.with:
        this.cursor++;
        return this.withItems();
      case PY.except:
        this.cursor++;
        if (this.kind[this.cursor] === 42) this.cursor++;
        if (this.kind[this.cursor] !== COLON) this.expressions();
        if (this.kind[this.cursor] === PY.as) this.cursor += 2;
        this.skipColon(true);
        return;
      case PY.else:
      case PY.try:
      case PY.finally:
        this.cursor++;
        this.skipColon(kind !== PY.finally);
        return;
      case PY.async:
      case PY.pass:
      case PY.break:
      case PY.continue:
        this.cursor++;
        return;
      case PY.del:
      case PY.global:
      case PY.nonlocal:
        this.cursor++;
        if (!this.atEnd()) this.loose('expression', this.expressions(), strings);
        return;
      case 64:
        this.cursor++;
        this.decorators.push(this.expression());
        this.loose('decorator', this.decorators.at(-1)!, strings);
        return;
      default:
        if (kind === T.NAME && this.softKeyword()) return;
        this.expressionStatement();
    }
  }

  /** `branches`: what follows need not be run. */
  private skipColon(branches = false): void {
    if (this.kind[this.cursor] !== COLON) return;
    this.cursor++;
    if (branches) this.suite = this.branchStart();
  }

  /** Opens the body of a def or class behind its `:`, on the same line or as an indented block. */
  private body(scope: number): void {
    if (this.kind[this.cursor] === COLON) this.cursor++;
    if (this.kind[this.cursor] === T.NEWLINE) {
      this.cursor++;
      if (this.kind[this.cursor] !== T.INDENT) {
        this.closeScope(scope, this.lastEnd());
        return;
      }
      this.cursor++;
      this.blocks.push({ scope: this.scope, ownsScope: true });
      this.scope = scope;
      return;
    }
    const outer = this.scope;
    this.scope = scope;
    while (this.kind[this.cursor]! > T.DEDENT) {
      const before = this.cursor;
      const kind = this.kind[before]!;
      // A definition cannot stand on the line of another one; reading it would recurse.
      if (kind !== PY.def && kind !== PY.class && kind !== SEMICOLON) this.statement(kind);
      if (this.cursor === before) this.skipOne();
    }
    this.closeScope(scope, this.lastEnd());
    this.scope = outer;
  }

  private takeDecorators(scope: number): void {
    if (this.decorators.length === 0) return;
    this.code.scopes[scope]!.decorators = this.decorators;
    this.decorators = [];
  }

  private definition(): void {
    const start = this.startOf(this.cursor++);
    const name = this.kind[this.cursor] === T.NAME ? this.slice(this.cursor++) : '';
    this.typeParameters();
    const scope = this.openScope('function', name, start);
    this.takeDecorators(scope);
    if (this.kind[this.cursor] === 40) {
      const opener = this.cursor++;
      this.code.scopes[scope]!.params = this.parameters(41);
      this.leave(opener);
    }
    if (this.kind[this.cursor] === T.ARROW) {
      this.cursor++;
      const strings = this.strings;
      this.loose('expression', this.expression(), strings);
    }
    while (this.kind[this.cursor]! > T.DEDENT && this.kind[this.cursor] !== COLON) this.skipOne();
    this.body(scope);
  }

  private typeParameters(): void {
    if (this.kind[this.cursor] === 91) this.skipOne();
  }

  private classDefinition(): void {
    const start = this.startOf(this.cursor++);
    const name = this.kind[this.cursor] === T.NAME ? this.slice(this.cursor++) : '';
    this.typeParameters();
    const scope = this.openScope('class', name, start);
    this.takeDecorators(scope);
    if (this.kind[this.cursor] === 40) {
      const opener = this.cursor++;
      const args = this.args(opener);
      this.leave(opener);
      this.code.scopes[scope]!.bases = args.filter((arg) => arg.name === undefined).map((arg) => arg.v);
    }
    while (this.kind[this.cursor]! > T.DEDENT && this.kind[this.cursor] !== COLON) this.skipOne();
    this.body(scope);
  }

  private withItems(): void {
    // Parenthesised items (Python 3.10) read as a tuple would lose their `as` names, so the bracket is entered.
    const opener = this.cursor;
    const match = this.tokens.match[opener]!;
    const parenthesised = this.kind[opener] === 40 && this.kind[match + 1] === COLON;
    if (parenthesised) this.cursor++;
    const end = parenthesised ? match : this.eof;
    while (this.cursor < end && !this.atEnd() && this.kind[this.cursor] !== COLON) {
      const strings = this.strings;
      const value = this.expressionOrSkip();
      if (this.kind[this.cursor] === PY.as) {
        const start = this.startOf(++this.cursor);
        const target = this.expression();
        this.bindTarget(target, value, start, this.lastEnd(), 'assign');
      } else this.loose('expression', value, strings);
      if (this.kind[this.cursor] === COMMA) this.cursor++;
    }
    if (parenthesised) this.leave(opener);
    this.skipColon();
  }

  /** `match x:`, `case pattern:`, `type X = …`, and Python 2's `print "x"`; true when one was read. */
  private softKeyword(): boolean {
    const word = this.slice(this.cursor);
    if (word !== 'match' && word !== 'case' && word !== 'type') return false;
    const next = this.kind[this.cursor + 1]!;
    if (word === 'type') {
      if (next !== T.NAME) return false;
      this.cursor++;
      return false;
    }
    if (next <= T.DEDENT || next === ASSIGN || next === 46 || next === COMMA || next === COLON || next === T.AUGMENT) return false;
    let end = this.cursor + 1;
    while (this.kind[end]! > T.DEDENT && this.kind[end] !== COLON) {
      const match = this.tokens.match[end]!;
      end = match > end ? match : end + 1;
    }
    if (this.kind[end] !== COLON) return false;
    if (word === 'match' && this.kind[end + 1] !== T.NEWLINE) return false;
    this.cursor++;
    const strings = this.strings;
    if (word === 'match') this.loose('compare', this.expressions(), strings);
    else {
      this.quiet++;
      this.loose('case', this.casePattern(), strings);
      this.quiet--;
      if (this.kind[this.cursor] === PY.as) this.cursor += 2;
      if (this.kind[this.cursor] === PY.if) {
        this.cursor++;
        const before = this.strings;
        this.loose('compare', this.expressions(), before);
      }
    }
    this.skipColon(word === 'case');
    return true;
  }

  /** The pattern behind `case`, up to its guard. */
  private casePattern(): Expr {
    const start = this.startOf(this.cursor);
    const parts: Expr[] = [];
    while (!this.atEnd() && this.kind[this.cursor] !== COLON && this.kind[this.cursor] !== PY.if && this.kind[this.cursor] !== PY.as) {
      const before = this.cursor;
      if (this.kind[before] === COMMA || this.kind[before] === 42) this.cursor++;
      else parts.push(this.binary(1));
      if (this.cursor === before) this.skipOne();
    }
    return parts.length === 1 ? parts[0]! : this.list(parts, start);
  }

  private expressionStatement(): void {
    const first = this.cursor;
    const start = this.startOf(first);
    const strings = this.strings;
    const target = this.expressions();
    const end = this.lastEnd();
    const kind = this.kind[this.cursor]!;
    if (kind === ASSIGN) return this.assignment(target, start, end);
    if (kind === COLON && (target.k === 'name' || target.k === 'attr' || target.k === 'index')) return this.annotated(target, start, end);
    if (kind === T.AUGMENT) {
      this.cursor++;
      const value = this.expressions();
      const name = this.dotted(target);
      if (name !== undefined) this.bind(name, start, end, value, 'augment');
      return;
    }
    if (target.k === 'str' && this.atEnd()) {
      this.comment(start, end, 'docstring');
      return;
    }
    this.loose('expression', target, strings);
    // Whatever is left of a broken line is read as further expressions, up to its end.
    if (!this.atEnd() && kind !== COLON && this.cursor > first && !this.isKeyword(kind))
      this.loose('expression', this.expressions(), strings);
    else if (kind === COLON) this.cursor++;
  }

  private isKeyword(kind: number): boolean {
    return kind >= 300;
  }

  private annotated(target: Expr, start: number, end: number): void {
    const from = this.startOf(++this.cursor);
    const strings = this.strings;
    const annotation = this.atEnd() ? undefined : this.expression();
    const type = this.text.slice(from, Math.max(from, this.lastEnd()));
    if (annotation !== undefined) this.loose('expression', annotation, strings);
    let value: Expr | undefined;
    if (this.kind[this.cursor] === ASSIGN) {
      this.cursor++;
      value = this.expressions();
    }
    const name = this.dotted(target);
    if (name !== undefined) this.bind(name, start, end, value, this.kindOf(name), type);
  }

  private assignment(first: Expr, start: number, end: number): void {
    const targets: [Expr, number, number][] = [[first, start, end]];
    const strings = this.strings;
    let value = first;
    while (this.kind[this.cursor] === ASSIGN) {
      this.cursor++;
      const from = this.startOf(this.cursor);
      value = this.expressions();
      targets.push([value, from, this.lastEnd()]);
    }
    targets.pop();
    let bound = false;
    for (const [target, from, to] of targets) bound = this.bindTarget(target, value, from, to, 'assign') || bound;
    if (bound) return;
    // `f()["key"] = value` has no name to bind; its parts stay reachable.
    if (first.k === 'index') this.loose('expression', first, -1);
    this.loose('expression', value, strings);
  }

  private kindOf(name: string): Binding['kind'] {
    const scope = this.code.scopes[this.scope]!;
    if (scope.kind === 'class') {
      const isEnum = scope.bases?.some(
        (base) => (base.k === 'name' || base.k === 'attr') && /(?:Enum|Flag|TextChoices|IntegerChoices|Choices)$/.test(base.n),
      );
      return isEnum === true ? 'enum' : 'field';
    }
    return name.startsWith('self.') || name.startsWith('cls.') ? 'field' : 'assign';
  }

  protected override bindTarget(target: Expr, value: Expr, start: number, end: number, kind: 'loop' | 'assign'): boolean {
    if (target.k === 'list') {
      let bound = false;
      for (const [place, element] of target.e.entries()) {
        bound = this.bindTarget(element, partOf(value, place, target.e.length, kind), start, end, kind) || bound;
      }
      return bound;
    }
    const inner = target.k === 'other' && target.e.length === 1 ? target.e[0]! : target;
    const name = this.dotted(inner);
    if (name === undefined) return false;
    this.bind(name, start, end, value, kind === 'loop' ? 'loop' : this.kindOf(name));
    return true;
  }
}

/** What a place in a tuple target takes from the value: the element itself where both are literal. */
function partOf(value: Expr, place: number, size: number, kind: 'loop' | 'assign'): Expr {
  if (value.k === 'list') {
    if (kind === 'assign' && value.e.length === size) return value.e[place]!;
    if (kind === 'loop' && value.e.length > 0 && value.e.every((row) => row.k === 'list' && row.e.length === size)) {
      return { k: 'list', e: value.e.map((row) => (row as Extract<Expr, { k: 'list' }>).e[place]!), at: value.at };
    }
  }
  return { k: 'index', o: value, i: { k: 'num', v: String(place), at: value.at }, at: value.at };
}

/** Reads one Python text. */
export function readPython(text: string, options: ReadOptions): CodeReading {
  return new PythonReader(text, options).read();
}
