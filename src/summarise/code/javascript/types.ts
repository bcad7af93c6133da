import type { Expr } from '../../../types/source.ts';
import { BraceReader } from '../brace-reader.ts';
import { LESS } from '../marks.ts';
import { KEYWORD, T } from '../tokens.ts';
import { JS } from './words.ts';

const PREFIXES = new Set(['keyof', 'typeof', 'readonly', 'unique', 'infer', 'asserts', 'new', 'abstract']);

/** Passing over TypeScript types, keeping their text and any string literals in them. */
export abstract class TypeSkipper extends BraceReader {
  protected readonly maxTypeTokens = 400;

  protected word(token: number): string {
    return this.kind[token]! >= T.NAME ? this.slice(token) : '';
  }

  protected isWord(word: string): boolean {
    const { cursor, tokens } = this;
    if (this.kind[cursor] !== T.NAME) return false;
    const start = tokens.start[cursor]!;
    return tokens.end[cursor]! - start === word.length && this.text.startsWith(word, start);
  }

  /** `: T` if it stands here, as text. */
  protected annotation(arrowFollows = false): string | undefined {
    if (this.kind[this.cursor] !== 58) return undefined;
    this.cursor++;
    return this.type(arrowFollows);
  }

  /**
   * Passes over one type. String literals inside it are kept as a loose expression, since unions of names are lists of what is allowed.
   * @param arrowFollows the type is the result of an arrow function: its `=>` belongs to the function
   */
  protected type(arrowFollows = false): string {
    const first = this.cursor;
    this.passType(arrowFollows);
    this.typeTexts(first, this.cursor);
    const start = this.startOf(first);
    return this.text.slice(start, Math.max(start, this.lastEnd()));
  }

  /** Keeps the string literals among the tokens of a type. */
  protected typeTexts(from: number, to: number): void {
    const texts: Expr[] = [];
    for (let k = from; k < to; k++) if (this.kind[k] === T.STRING || this.kind[k] === T.CHUNK) texts.push(this.literal(k));
    if (texts.length > 0) this.code.loose.push({ scope: this.scope, expr: this.other(texts, this.startOf(from)), role: 'compare' });
  }

  /** Type parameters or arguments at the cursor, if any. */
  protected typeList(): void {
    const from = this.cursor;
    if (this.kind[from] === LESS && this.angles()) this.typeTexts(from, this.cursor);
  }

  private passType(arrowFollows: boolean): void {
    let operand = true;
    let conditions = 0;
    let afterParen = false;
    for (;;) {
      const kind = this.kind[this.cursor]!;
      if (operand) {
        if (kind === 124 || kind === 38 || kind === 45) this.cursor++;
        else if (this.isName(this.cursor)) {
          const prefix = PREFIXES.has(this.slice(this.cursor)) && this.operandFollows();
          this.cursor++;
          if (prefix) continue;
          operand = false;
          afterParen = false;
          if (this.kind[this.cursor] === LESS && !this.angles()) return;
        } else if (kind === LESS) {
          if (!this.angles()) return;
        } else if (kind === T.STRING || kind === T.NUMBER || kind === T.INTERP_START || kind === 123 || kind === 91 || kind === 40) {
          afterParen = kind === 40;
          this.skipOne();
          operand = false;
        } else if (kind === T.SPREAD) this.cursor++;
        else return;
      } else if (kind === 46 || kind === 124 || kind === 38) {
        this.cursor++;
        operand = true;
      } else if (kind === 91 && !this.newlineBefore()) this.skipOne();
      else if (kind === 40 && this.word(this.cursor - 1) === 'import') this.skipOne();
      else if (kind === T.FAT_ARROW && afterParen && !arrowFollows) {
        this.cursor++;
        operand = true;
      } else if (kind === JS.extends && !this.newlineBefore()) {
        conditions++;
        this.cursor++;
        operand = true;
      } else if ((kind === 63 || kind === 58) && conditions > 0) {
        if (kind === 58) conditions--;
        this.cursor++;
        operand = true;
      } else if (this.isWord('is') && !this.newlineBefore()) {
        this.cursor++;
        operand = true;
      } else return;
    }
  }

  private operandFollows(): boolean {
    const next = this.cursor + 1;
    const kind = this.kind[next]!;
    return this.isName(next) || kind === 123 || kind === 91 || kind === 40 || kind === T.STRING || kind === LESS;
  }

  protected override belongsToType(kind: number): boolean {
    if (kind === T.NAME || kind === T.STRING || kind === T.NUMBER || kind === T.INTERP_START) return true;
    if (kind >= KEYWORD) return true;
    // , . | & [ { ( ? : = - =>
    return (
      kind === 44 ||
      kind === 46 ||
      kind === 124 ||
      kind === 38 ||
      kind === 91 ||
      kind === 123 ||
      kind === 40 ||
      kind === 63 ||
      kind === 58 ||
      kind === 61 ||
      kind === 45 ||
      kind === T.FAT_ARROW
    );
  }
}
