import type { Expr } from '../../../types/source.ts';
import { ASSIGN, BRACE, COLON, COMMA, LESS, PAREN, SEMICOLON } from '../marks.ts';
import { T } from '../tokens.ts';
import { W } from './rules.ts';
import { CLikeVariables } from './variables.ts';

/** Loops, switches and expression statements. */
export abstract class CLikeFlow extends CLikeVariables {
  /** Value of the last assignment: it is kept by its binding. */
  protected lastAssigned: Expr | undefined;

  protected forStatement(): void {
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
    this.loopHead(Math.min(end, this.eof));
    this.noBrace = outer;
  }

  protected loopHead(end: number): void {
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

  protected switchStatement(): Expr | undefined {
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
  protected caseLabel(end: number): void {
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

  protected expressionStatement(): Expr | undefined {
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
