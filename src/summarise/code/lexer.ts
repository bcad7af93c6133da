/** What the lexers of all languages have in common. */

import type { ProseRegion } from '../../types/source.ts';
import { F } from './tokens.ts';
import type { Tokens } from './tokens.ts';

/** Receives what is not a token. */
export interface LexerSink {
  comment(start: number, end: number, kind?: ProseRegion['kind']): void;
  problem(reason: string, start: number, end: number): void;
}

/** Splits a text into tokens. Never fails: what is never closed ends at a sensible place. */
export abstract class Lexer {
  protected readonly text: string;
  protected readonly tokens: Tokens;
  protected readonly sink: LexerSink;
  protected pos = 0;

  constructor(text: string, tokens: Tokens, sink: LexerSink) {
    this.text = text;
    this.tokens = tokens;
    this.sink = sink;
  }
}

/** A lexer for languages in which line ends are no tokens, but may be asked for, and comments look like those of C. */
export abstract class BraceLexer extends Lexer {
  /** Flag of the next token when a line begins with it. */
  protected newline = 0;
  /** Offset from which no comment is closed: keeps a file full of openings linear. */
  private noComment = Infinity;

  /** A token from `start` to where the lexer stands. */
  protected emit(kind: number, start: number, flag = 0): void {
    this.tokens.push(kind, start, this.pos, flag | this.newline);
    this.newline = 0;
  }

  /** The same for a token that opens a bracket or a literal. */
  protected opener(kind: number, start: number, flag = 0): void {
    this.tokens.pushOpener(kind, start, this.pos, flag | this.newline);
    this.newline = 0;
  }

  /** Whether code goes on behind a line comment before its line ends. */
  protected endsLineComment(_at: number): boolean {
    return false;
  }

  protected lineComment(): void {
    const { text } = this;
    const start = this.pos;
    let end = start;
    for (; end < text.length; end++) {
      const c = text.charCodeAt(end);
      if (c === 10 || c === 13 || (c === 63 && this.endsLineComment(end))) break;
    }
    this.pos = end;
    this.sink.comment(start, end);
  }

  /** Where the comment that opens at `start` is closed, -1 when it is not. */
  protected commentEnd(start: number): number {
    return this.text.indexOf('*/', start + 2);
  }

  protected blockComment(): void {
    const start = this.pos;
    const end = start >= this.noComment ? -1 : this.commentEnd(start);
    if (end < 0) {
      // A comment that is never closed ends with its line; the rest of the file is still worth reading.
      this.noComment = Math.min(this.noComment, start);
      this.sink.problem('a comment is never closed', start, start + 2);
      return this.lineComment();
    }
    this.pos = end + 2;
    if (this.text.slice(start, this.pos).includes('\n')) this.newline = F.NEWLINE_BEFORE;
    this.sink.comment(start, this.pos);
  }
}
