import { CHAR, F, KEYWORD, T, isWideBlank, nameEnd, numberEnd, blankEnd } from '../tokens.ts';
import { Lexer } from '../lexer.ts';

const WORDS =
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield True False None'.split(
    ' ',
  );

/** Python's keywords as token kinds. */
export const PY = Object.fromEntries(WORDS.map((word, index) => [word, KEYWORD + index])) as Record<string, number>;

const keywords = new Map<string, number>(Object.entries(PY));

/** Keywords that can't stand inside brackets: at the start of a line they prove that an open bracket was never closed. */
const STATEMENT_ONLY = new Set([
  'def',
  'class',
  'return',
  'import',
  'while',
  'try',
  'raise',
  'with',
  'del',
  'pass',
  'break',
  'continue',
  'elif',
  'except',
  'finally',
  'global',
  'nonlocal',
]);

/** Stands between the cells of a notebook: nothing stays open across it. */
export const CELL_BREAK = 28;

const PREFIX = /^(?:[rbuft]|r[bft]|[bft]r)$/i;

/** Splits Python source into tokens with NEWLINE, INDENT and DEDENT. Never fails: unclosed strings and brackets end at a sensible place. */
export class PythonLexer extends Lexer {
  private readonly indents = [0];
  /** Offset from which no closing triple quote exists, per quote character: keeps a file of unclosed strings linear. */
  private readonly noTriple: Record<string, number> = {};

  run(): void {
    const { text, tokens } = this;
    const length = text.length;
    if (text.charCodeAt(0) === 0xfeff) this.pos = 1;
    this.lineStart();
    while (this.pos < length) {
      const start = this.pos;
      const c = text.charCodeAt(start);
      if (c < 128) {
        const type = CHAR[c]!;
        if (type === 4) {
          this.pos = blankEnd(text, start);
          continue;
        }
        if (type === 1 && c !== 36) {
          this.word();
          continue;
        }
        if (type === 2 || (c === 46 && CHAR[text.charCodeAt(start + 1)] === 2)) {
          this.pos = numberEnd(text, start);
          tokens.push(T.NUMBER, start, this.pos, 0);
          continue;
        }
        this.punctuation(c);
        continue;
      }
      if (isWideBlank(c)) this.pos++;
      else this.word();
    }
    if (tokens.depth > 0) {
      this.sink.problem('a bracket or string is never closed', tokens.start[tokens.top()]!, length);
      tokens.closeAll();
    }
    tokens.push(T.NEWLINE, length, length, 0);
    for (let k = this.indents.length; k > 1; k--) tokens.push(T.DEDENT, length, length, 0);
  }

  private word(): void {
    const { text } = this;
    const start = this.pos;
    const end = nameEnd(text, start);
    const size = end - start;
    if (size <= 2) {
      const quote = text.charCodeAt(end);
      if ((quote === 34 || quote === 39) && PREFIX.test(text.slice(start, end))) {
        this.string(start, end);
        return;
      }
    }
    this.pos = end === start ? start + 1 : end;
    const kind = size >= 2 && size <= 8 ? (keywords.get(text.slice(start, end)) ?? T.NAME) : T.NAME;
    this.tokens.push(kind, start, this.pos, 0);
  }

  private punctuation(c: number): void {
    const { text, tokens } = this;
    const start = this.pos;
    const next = text.charCodeAt(start + 1);
    switch (c) {
      case 10:
      case 13:
        this.newline();
        return;
      case 35: {
        this.pos = this.lineEnd(start);
        this.sink.comment(start, this.pos);
        return;
      }
      case 34:
      case 39:
        this.string(start, start);
        return;
      case 40:
      case 91:
      case 123:
        this.pos++;
        tokens.pushOpener(c, start, this.pos, 0);
        return;
      case 41:
      case 93:
        this.pos++;
        tokens.close(c === 41 ? 40 : 91, c, start, this.pos, 0);
        return;
      case 125:
        this.closeBrace();
        return;
      case 92: {
        // A backslash joins lines; anywhere else it is an error, which is passed over.
        this.pos++;
        if (next === 13 && text.charCodeAt(start + 2) === 10) this.pos += 2;
        else if (next === 10 || next === 13) this.pos++;
        return;
      }
      case CELL_BREAK:
        this.pos++;
        if (tokens.depth > 0) {
          this.sink.problem('a bracket is never closed in its cell', tokens.start[tokens.top()]!, start);
          tokens.closeAll();
        }
        tokens.push(T.NEWLINE, start, this.pos, 0);
        return;
      case 58:
        if (next === 61 && tokens.topKind() !== T.HOLE_OPEN) {
          this.push(T.WALRUS, 2);
          return;
        }
        if (tokens.topKind() === T.HOLE_OPEN && !this.isLambdaColon()) {
          this.formatSpec();
          return;
        }
        break;
      case 33:
        if (next === 61) this.push(T.NE, 2);
        else this.pos++;
        return;
      default:
    }
    if (next === 61) {
      if (c === 61) return this.push(T.EQ, 2);
      if (c === 60) return this.push(T.LE, 2);
      if (c === 62) return this.push(T.GE, 2);
      if (c === 43 || c === 45 || c === 42 || c === 47 || c === 37 || c === 38 || c === 124 || c === 94 || c === 64)
        return this.push(T.AUGMENT, 2);
    }
    if (next === c) {
      if (c === 42 || c === 47 || c === 60 || c === 62) {
        if (text.charCodeAt(start + 2) === 61) return this.push(T.AUGMENT, 3);
        return this.push(c === 42 ? T.POWER : c === 47 ? T.FLOOR_DIV : T.SHIFT, 2);
      }
    }
    if (c === 45 && next === 62) return this.push(T.ARROW, 2);
    if (c === 60 && next === 62) return this.push(T.NE, 2);
    if (c === 46 && next === 46 && text.charCodeAt(start + 2) === 46) return this.push(T.SPREAD, 3);
    // Control characters and the like are no tokens.
    if (c < 33 || c === 127 || c === 36 || c === 63 || c === 96) this.pos++;
    else this.push(c, 1);
  }

  private push(kind: number, size: number): void {
    const start = this.pos;
    this.pos += size;
    this.tokens.push(kind, start, this.pos, 0);
  }

  private lineEnd(from: number): number {
    const end = this.text.indexOf('\n', from);
    const line = end < 0 ? this.text.length : end;
    return line > from && this.text.charCodeAt(line - 1) === 13 ? line - 1 : line;
  }

  private newline(): void {
    const { text, tokens } = this;
    const start = this.pos;
    this.pos += text.charCodeAt(start) === 13 && text.charCodeAt(start + 1) === 10 ? 2 : 1;
    if (tokens.depth > 0) {
      if (this.inPlainHole()) {
        // A one-line f-string can't go on: its brace was never closed.
        tokens.abandon(T.INTERP_START);
        if (tokens.depth > 0) return;
      } else if (!this.statementFollows()) return;
      else {
        this.sink.problem('a bracket is never closed', tokens.start[tokens.top()]!, start);
        tokens.closeAll();
      }
    }
    tokens.push(T.NEWLINE, start, this.pos, 0);
    this.lineStart();
  }

  /** Whether the innermost hole belongs to a literal with single quotes. */
  private inPlainHole(): boolean {
    const { tokens } = this;
    return tokens.topKind() === T.HOLE_OPEN && !this.isTriple();
  }

  private isTriple(): boolean {
    const { tokens, text } = this;
    const index = tokens.innermost(T.INTERP_START);
    if (index < 0) return true;
    const quoteAt = tokens.end[index]! - 1;
    return text.charCodeAt(quoteAt - 1) === text.charCodeAt(quoteAt) && text.charCodeAt(quoteAt - 2) === text.charCodeAt(quoteAt);
  }

  private statementFollows(): boolean {
    const { text } = this;
    let pos = this.pos;
    while (CHAR[text.charCodeAt(pos)] === 4) pos++;
    const c = text.charCodeAt(pos);
    if (c < 98 || c > 119) return false;
    const end = nameEnd(text, pos);
    if (end - pos > 8 || end - pos < 3) return false;
    if (!STATEMENT_ONLY.has(text.slice(pos, end))) return false;
    const after = text.charCodeAt(end);
    return after === 32 || after === 9 || after === 58 || after === 10 || after === 13;
  }

  /** Measures the indentation of the next line that holds code and emits INDENT or DEDENTs. */
  private lineStart(): void {
    const { text, tokens, indents } = this;
    let pos = this.pos;
    let column = 0;
    for (; pos < text.length; pos++) {
      const c = text.charCodeAt(pos);
      if (c === 32) column++;
      else if (c === 9) column = (column & ~7) + 8;
      else if (c === 12) column = 0;
      else if (c === 10 || c === 13) column = 0;
      else if (c === 35) {
        const end = this.lineEnd(pos);
        this.sink.comment(pos, end);
        pos = end - 1;
      } else break;
    }
    this.pos = pos;
    if (pos >= text.length) return;
    if (column > indents[indents.length - 1]!) {
      indents.push(column);
      tokens.push(T.INDENT, pos, pos, 0);
    }
    while (column < indents[indents.length - 1]!) {
      indents.pop();
      tokens.push(T.DEDENT, pos, pos, 0);
    }
  }

  /** A string whose prefix starts at `start` and whose first quote stands at `quoteAt`. */
  private string(start: number, quoteAt: number): void {
    const { text, tokens } = this;
    const quote = text[quoteAt]!;
    const prefix = text.slice(start, quoteAt).toLowerCase();
    let triple = text.charCodeAt(quoteAt + 1) === text.charCodeAt(quoteAt) && text.charCodeAt(quoteAt + 2) === text.charCodeAt(quoteAt);
    if (triple && quoteAt + 3 > (this.noTriple[quote] ?? Infinity)) triple = false;
    const raw = prefix.includes('r') ? F.RAW : 0;
    if (prefix.includes('f') || prefix.includes('t')) {
      if (triple && text.indexOf(quote.repeat(3), quoteAt + 3) < 0) {
        this.noTriple[quote] = quoteAt;
        triple = false;
      }
      this.pos = quoteAt + (triple ? 3 : 1);
      tokens.pushOpener(T.INTERP_START, start, this.pos, raw);
      this.interpolatedText();
      return;
    }
    let pos = quoteAt + (triple ? 3 : 1);
    const quoteCode = text.charCodeAt(quoteAt);
    let flag: number = raw;
    for (; pos < text.length; pos++) {
      const c = text.charCodeAt(pos);
      if (c === 92) {
        flag |= F.ESCAPED;
        if (text.charCodeAt(pos + 1) === 13 && text.charCodeAt(pos + 2) === 10) pos++;
        pos++;
      } else if (c === quoteCode) {
        if (!triple) break;
        if (text.charCodeAt(pos + 1) === quoteCode && text.charCodeAt(pos + 2) === quoteCode) break;
      } else if (!triple && (c === 10 || c === 13)) break;
    }
    if (pos >= text.length && triple) {
      this.noTriple[quote] = quoteAt;
      this.sink.problem('a triple-quoted string is never closed', start, this.lineEnd(quoteAt));
      this.pos = this.lineEnd(quoteAt);
      return;
    }
    const closed = pos < text.length && text.charCodeAt(pos) === quoteCode;
    this.pos = Math.min(text.length, closed ? pos + (triple ? 3 : 1) : pos);
    tokens.push(T.STRING, start, this.pos, flag);
    if (!closed) this.sink.problem('a string is never closed', start, this.pos);
  }

  /** The text part of an f-string, up to a hole or its end. The opener on top of the stack tells quote and rawness. */
  private interpolatedText(): void {
    const { text, tokens } = this;
    const opener = tokens.top();
    const quoteAt = tokens.end[opener]! - 1;
    const quote = text.charCodeAt(quoteAt);
    const prefixed = tokens.start[opener]!;
    const triple = quoteAt - prefixed >= 3 && text.charCodeAt(quoteAt - 1) === quote && text.charCodeAt(quoteAt - 2) === quote;
    const raw = tokens.flag[opener]! & F.RAW;
    const start = this.pos;
    let flag: number = raw;
    let pos = start;
    let end = -1;
    for (; pos < text.length; pos++) {
      const c = text.charCodeAt(pos);
      if (c === 92) {
        flag |= F.ESCAPED;
        // \N{NAME} is an escape, not a hole; and a backslash before a brace does not hide it.
        if (text.charCodeAt(pos + 1) === 78 && text.charCodeAt(pos + 2) === 123 && !raw) pos = Math.max(pos + 1, text.indexOf('}', pos));
        else if (text.charCodeAt(pos + 1) !== 123) pos += text.charCodeAt(pos + 1) === 13 && text.charCodeAt(pos + 2) === 10 ? 2 : 1;
      } else if (c === quote) {
        if (!triple || (text.charCodeAt(pos + 1) === quote && text.charCodeAt(pos + 2) === quote)) {
          end = pos;
          break;
        }
      } else if (c === 123 || c === 125) {
        if (text.charCodeAt(pos + 1) === c) {
          flag |= F.ESCAPED;
          pos++;
        } else if (c === 123) {
          end = pos;
          break;
        }
      } else if (!triple && (c === 10 || c === 13)) break;
    }
    pos = Math.min(pos, text.length);
    if (pos > start) tokens.push(T.CHUNK, start, pos, flag);
    this.pos = pos;
    if (end < 0) {
      this.sink.problem('an f-string is never closed', tokens.start[opener]!, pos);
      tokens.abandon(T.INTERP_START);
    } else if (text.charCodeAt(pos) === 123) {
      this.pos = pos + 1;
      tokens.pushOpener(T.HOLE_OPEN, pos, this.pos, 0);
    } else {
      this.pos = pos + (triple ? 3 : 1);
      tokens.close(T.INTERP_START, T.INTERP_END, pos, this.pos, 0);
    }
  }

  private closeBrace(): void {
    const { tokens } = this;
    const start = this.pos++;
    if (tokens.close(123, 125, start, this.pos, 0)) return;
    if (tokens.close(T.HOLE_OPEN, T.HOLE_CLOSE, start, this.pos, 0)) this.afterHole();
  }

  private afterHole(): void {
    if (this.tokens.topKind() === T.INTERP_START) this.interpolatedText();
    else this.formatSpecText();
  }

  private isLambdaColon(): boolean {
    const { tokens } = this;
    const hole = tokens.top();
    for (let k = tokens.count - 1; k > hole && k > tokens.count - 12; k--) if (tokens.kind[k] === PY.lambda) return true;
    return false;
  }

  /** `:…` of a hole: text that is no part of the value, in which holes may nest. A second HOLE_OPEN marks the nested ones. */
  private formatSpec(): void {
    this.push(58, 1);
    this.formatSpecText();
  }

  private formatSpecText(): void {
    const { text, tokens } = this;
    for (; this.pos < text.length; this.pos++) {
      const c = text.charCodeAt(this.pos);
      if (c === 123) {
        this.pos++;
        tokens.pushOpener(T.HOLE_OPEN, this.pos - 1, this.pos, 0);
        return;
      }
      if (c === 125) {
        this.pos++;
        if (tokens.close(T.HOLE_OPEN, T.HOLE_CLOSE, this.pos - 1, this.pos, 0)) this.afterHole();
        return;
      }
      if (c === 10 || c === 13) return;
    }
  }
}
