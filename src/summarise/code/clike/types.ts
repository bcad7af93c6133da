import type { Expr, ProseRegion } from '../../../types/source.ts';
import { BraceReader } from '../brace-reader.ts';
import { AMPERSAND, COMMA, DOT, LESS, PAREN, SQUARE, STAR } from '../marks.ts';
import type { ReadOptions } from '../reader.ts';
import { F, T } from '../tokens.ts';
import { tablesOf } from './lexer-tables.ts';
import { CLikeLexer } from './lexer.ts';
import { W } from './rules.ts';
import type { CLikeRules } from './rules.ts';
import { decodeContent } from './strings.ts';

/** Tokens, literals and types of a C-like language. */
export abstract class CLikeBase extends BraceReader {
  protected readonly maxTypeTokens = 200;
  protected readonly rules: CLikeRules;

  constructor(rules: CLikeRules, text: string, options: ReadOptions) {
    super(rules.language, text, options);
    this.rules = rules;
  }

  protected override lex(): void {
    const sink = {
      comment: (start: number, end: number, kind?: ProseRegion['kind']) => this.comment(start, end, kind),
      problem: (reason: string, start: number, end: number) => this.problem(reason, start, end),
    };
    new CLikeLexer(this.text, this.tokens, sink, tablesOf(this.rules)).run();
  }

  protected override literal(token: number): Expr {
    const start = this.tokens.start[token]!;
    const end = this.tokens.end[token]!;
    const flag = this.tokens.flag[token]!;
    const content = this.text.slice(start, end);
    if ((flag & (F.ESCAPED | F.INDENTED)) === 0) return this.str(content, start, end, false);
    const value = decodeContent(content, flag, this.text[start - 1] ?? '');
    return this.str(value, start, end, value !== content);
  }

  /** Whether a line end stands here that ends a statement in this language. */
  protected lineEnds(): boolean {
    return this.rules.newlines === true && this.newlineBefore();
  }

  protected isWord(word: string, token = this.cursor): boolean {
    const start = this.tokens.start[token]!;
    return this.kind[token]! >= T.NAME && this.tokens.end[token]! - start === word.length && this.text.startsWith(word, start);
  }

  protected override belongsToType(kind: number): boolean {
    if (kind === T.NAME || kind >= 300 || kind === T.NUMBER) return true;
    return (
      kind === COMMA ||
      kind === DOT ||
      kind === T.DOUBLE_COLON ||
      kind === SQUARE ||
      kind === PAREN ||
      kind === 63 ||
      kind === STAR ||
      kind === AMPERSAND ||
      kind === 58 ||
      kind === T.ARROW ||
      kind === 61 ||
      kind === 43 ||
      kind === T.FAT_ARROW ||
      kind === 39
    );
  }

  /** Passes over one type and returns its text; '' when there is none. */
  protected type(): string {
    const first = this.cursor;
    this.passType();
    return this.cursor === first ? '' : this.text.slice(this.startOf(first), this.lastEnd());
  }

  private passType(): void {
    for (let guard = 0; guard < 64; guard++) {
      const kind = this.kind[this.cursor]!;
      if (kind === STAR || kind === AMPERSAND || kind === T.AND || kind === 63 || kind === T.POWER || kind === T.SPREAD) this.cursor++;
      else if (kind === SQUARE) {
        // Go's `[]T` and `[n]T`, Swift's `[T]` and `[K: V]`.
        this.skipOne();
        if (this.rules.language !== 'go') return this.typeSuffix();
      } else if (kind === PAREN) {
        this.skipOne();
        return this.typeSuffix();
      } else if (
        kind === W.CLASS ||
        kind === W.ENUM ||
        kind === W.MODIFIER ||
        kind === W.VARIABLE ||
        kind === W.PREFIX ||
        kind === W.IMPLEMENTATION ||
        this.isWord('mut')
      )
        this.cursor++;
      else if (kind === W.FUNCTION) {
        this.cursor++;
        if (this.kind[this.cursor] === PAREN) this.skipOne();
        return this.typeSuffix();
      } else if (this.isName(this.cursor)) return this.namedType();
      else return;
    }
  }

  private namedType(): void {
    const isMap = this.isWord('map') || this.isWord('chan');
    this.cursor++;
    while ((this.kind[this.cursor] === DOT || this.kind[this.cursor] === T.DOUBLE_COLON) && this.isName(this.cursor + 1)) this.cursor += 2;
    if (
      this.rules.language === 'go' &&
      this.kind[this.cursor] === 123 &&
      (this.isWord('struct', this.cursor - 1) || this.isWord('interface', this.cursor - 1))
    )
      return this.skipOne();
    if (isMap && this.rules.language === 'go') {
      if (this.kind[this.cursor] === SQUARE) this.skipOne();
      this.passType();
      return;
    }
    if (this.kind[this.cursor] === LESS) this.angles();
    this.typeSuffix();
  }

  private typeSuffix(): void {
    for (;;) {
      const kind = this.kind[this.cursor]!;
      if (kind === 63 || (kind === 33 && this.rules.language === 'swift')) this.cursor++;
      else if (
        kind === SQUARE &&
        !this.lineEnds() &&
        (this.tokens.match[this.cursor] === this.cursor + 1 || this.rules.squareGenerics === true)
      )
        this.skipOne();
      else if ((kind === STAR || kind === AMPERSAND || kind === T.AND) && (this.rules.language === 'c' || this.rules.language === 'csharp'))
        this.cursor++;
      else if (kind === T.ARROW && this.rules.language !== 'c' && this.rules.language !== 'java') {
        this.cursor++;
        return this.passType();
      } else if ((kind === 124 && this.rules.language === 'php') || (kind === 43 && this.rules.language === 'rust')) {
        this.cursor++;
        return this.passType();
      } else if (kind === DOT && this.isName(this.cursor + 1)) {
        this.cursor += 2;
        if (this.kind[this.cursor] === LESS) this.angles();
      } else if (this.rules.language === 'c' && kind === T.NAME && this.kind[this.cursor - 1] === W.MODIFIER) this.cursor++;
      else return;
    }
  }
}
