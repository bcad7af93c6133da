/** What the C-like family and JavaScript have in common beyond expressions: names, lists of types, literals with holes, operators. */

import type { Expr } from '../../types/source.ts';
import { ExpressionReader } from './expression-reader.ts';
import { GREATER, LESS } from './marks.ts';
import { F, KEYWORD, T } from './tokens.ts';

/** Reads languages with braces. */
export abstract class BraceReader extends ExpressionReader {
  /** Longest `<…>` looked through, in tokens, before it is taken for a comparison. */
  protected abstract readonly maxTypeTokens: number;

  /** Whether a token can stand between `<` and `>` of a list of types. */
  protected abstract belongsToType(kind: number): boolean;

  /** What stands in the hole of a literal; the cursor is behind its opening. */
  protected abstract inHole(): Expr;

  protected newlineBefore(token = this.cursor): boolean {
    return (this.tokens.flag[token]! & F.NEWLINE_BEFORE) !== 0;
  }

  /** Name-like: a name or a word that is one in this place. */
  protected isName(token: number): boolean {
    const kind = this.kind[token]!;
    return kind === T.NAME || kind >= KEYWORD;
  }

  /** Passes over `<…>`; leaves the cursor alone and returns false when this is no list of types. */
  protected angles(): boolean {
    const from = this.cursor;
    let depth = 0;
    for (let k = from, limit = from + this.maxTypeTokens; k < limit;) {
      const kind = this.kind[k]!;
      if (kind === LESS) depth++;
      else if (kind === GREATER) {
        depth--;
        if (depth === 0) {
          this.cursor = k + 1;
          return true;
        }
      } else if (!this.belongsToType(kind)) return false;
      const match = this.tokens.match[k]!;
      k = match > k ? match + 1 : k + 1;
    }
    return false;
  }

  /** Operands whose operator says nothing about the value; a chain of them is one list. */
  protected beside(left: Expr, right: Expr, chains: boolean, start: number): Expr {
    if (!chains || left.k !== 'other') return this.other([left, right], start);
    left.e.push(right);
    left.at = this.span(start, this.lastEnd());
    return left;
  }

  /** A literal with holes, whose opening stands at the cursor. */
  protected interpolation(): Expr {
    const opener = this.cursor++;
    const end = this.tokens.match[opener]!;
    const parts: Expr[] = [];
    while (this.cursor < end) {
      const kind = this.kind[this.cursor]!;
      if (kind === T.CHUNK) parts.push(this.literal(this.cursor++));
      else if (kind === T.HOLE_OPEN) {
        const hole = this.cursor++;
        parts.push(this.cursor < this.tokens.match[hole]! ? this.inHole() : this.other([], this.startOf(hole)));
        this.leave(hole);
      } else this.skipOne();
    }
    this.leave(opener);
    return this.pieces(parts, opener);
  }
}

/** Strengths of the binary operators that all languages of this kind share, by token kind; 0 for everything that is none. */
export function binaryStrengths(): Uint8Array {
  const strengths = new Uint8Array(512);
  strengths[T.COALESCE] = 1;
  strengths[T.OR] = 2;
  strengths[T.AND] = 3;
  strengths[124] = 4;
  strengths[94] = 5;
  strengths[38] = 6;
  for (const kind of [T.EQ, T.NE]) strengths[kind] = 7;
  for (const kind of [LESS, GREATER, T.LE, T.GE]) strengths[kind] = 8;
  strengths[T.SHIFT] = 9;
  for (const kind of [43, 45]) strengths[kind] = 10;
  for (const kind of [42, 47, 37]) strengths[kind] = 11;
  return strengths;
}
