import type { Arg, Expr } from '../../../types/source.ts';
import { ASSIGN, BRACE, COLON, COMMA, SQUARE } from '../marks.ts';
import { T } from '../tokens.ts';
import { CLikeLiterals } from './literals.ts';

/** Arguments of calls, trailing lambdas, macros. */
export abstract class CLikeCalls extends CLikeLiterals {
  protected macro(name: Extract<Expr, { k: 'name' }>, opener: number, start: number): Expr {
    const isList = this.kind[opener] === SQUARE;
    const args = this.args(opener);
    if (isList && name.n === 'vec')
      return this.list(
        args.map((arg) => arg.v),
        start,
      );
    return this.call({ k: 'name', n: `${name.n}!`, at: name.at }, args, start);
  }

  /** Adds a lambda in braces behind the arguments of a call. */
  protected trailing(args: Arg[]): void {
    if (this.rules.trailingLambda === undefined || this.noBrace) return;
    while (this.kind[this.cursor] === BRACE && !this.newlineBefore()) {
      args.push({ v: this.braceLambda(this.cursor) });
      if (
        this.rules.language !== 'swift' ||
        this.kind[this.cursor] !== T.NAME ||
        this.kind[this.cursor + 1] !== COLON ||
        this.kind[this.cursor + 2] !== BRACE ||
        this.newlineBefore()
      )
        return;
      this.cursor += 2;
    }
  }

  protected override args(opener: number): Arg[] {
    const end = this.tokens.match[opener]!;
    const outerBrace = this.noBrace;
    const outerIn = this.noIn;
    this.noBrace = false;
    this.noIn = false;
    const args: Arg[] = [];
    this.cursor = opener + 1;
    while (this.cursor < end) {
      const kind = this.kind[this.cursor]!;
      if (kind === COMMA || kind === 59) this.cursor++;
      else if (kind === T.SPREAD || (kind === 42 && this.rules.language === 'kotlin')) {
        this.cursor++;
        if (this.cursor < end) args.push({ v: this.expression(), spread: true });
      } else args.push(this.arg(end));
    }
    this.noBrace = outerBrace;
    this.noIn = outerIn;
    this.leave(opener);
    return args;
  }

  protected arg(end: number): Arg {
    const token = this.cursor;
    const next = this.kind[token + 1]!;
    const separator = this.rules.namedArgs === ':' ? COLON : this.rules.namedArgs === '=' ? ASSIGN : -1;
    const named = next === separator || (next === ASSIGN && this.inAttribute) || (next === T.FAT_ARROW && this.rules.arrowArgs === true);
    if (this.isName(token) && token + 1 < end && named) {
      this.cursor += 2;
      const name = this.slice(token);
      return { name, v: this.cursor < end ? this.expressionOrSkip() : this.other([], this.startOf(token)) };
    }
    const v = this.expressionOrSkip();
    if (this.kind[this.cursor] === T.SPREAD) {
      this.cursor++;
      return { v, spread: true };
    }
    return { v };
  }
}
