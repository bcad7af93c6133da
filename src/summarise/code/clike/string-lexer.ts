import { BraceLexer } from '../lexer.ts';
import type { LexerSink } from '../lexer.ts';
import { CHAR, F, T, nameEnd } from '../tokens.ts';
import type { Tokens } from '../tokens.ts';
import type { LexerTables } from './lexer-tables.ts';
import type { CLikeRules, StringForm } from './rules.ts';

/** String literals in every form that the rules of a language describe. STRING and CHUNK tokens span the content, without its quotes. */
export abstract class StringLexer extends BraceLexer {
  protected readonly tables: LexerTables;

  protected readonly rules: CLikeRules;

  /** Forms of the literals with holes that are open. */
  protected readonly open: StringForm[] = [];

  constructor(text: string, tokens: Tokens, sink: LexerSink, lexerTables: LexerTables) {
    super(text, tokens, sink);
    this.tables = lexerTables;
    this.rules = lexerTables.rules;
  }

  protected closer(opener: number, kind: number, start: number): boolean {
    const closed = this.tokens.close(opener, kind, start, this.pos, this.newline);
    if (closed) this.newline = 0;
    return closed;
  }

  protected rawUntil(from: number, close: string): boolean {
    const found = this.text.indexOf(close, from);
    const end = found < 0 ? this.text.length : found;
    if (found < 0) this.sink.problem('a raw string is never closed', from, end);
    this.pos = end;
    this.emit(T.STRING, from);
    this.pos = Math.min(this.text.length, end + close.length);
    return true;
  }

  protected string(forms: StringForm[]): boolean {
    const { text } = this;
    const start = this.pos;
    for (const form of forms) {
      if (!text.startsWith(form.open, start)) continue;
      if (form.char && this.notChar(start)) return true;
      this.oneString(form, start);
      return true;
    }
    return false;
  }

  /** Rust lifetimes, Scala symbols and digit separators look like the start of a character. */
  protected notChar(start: number): boolean {
    const { text } = this;
    const escaped = text.charCodeAt(start + 1) === 92;
    if (escaped) return false;
    const wide = text.codePointAt(start + 1);
    const size = wide !== undefined && wide > 0xffff ? 2 : 1;
    if (text.charCodeAt(start + 1 + size) === 39) return false;
    if (this.rules.language !== 'rust' && this.rules.language !== 'scala' && text.indexOf("'", start + 1) - start < 12) {
      const end = text.indexOf("'", start + 1);
      if (end > 0 && !text.slice(start, end).includes('\n')) return false;
    }
    this.pos++;
    return true;
  }

  protected oneString(form: StringForm, start: number): void {
    const { text } = this;
    let close = form.close;
    let from = start + form.open.length;
    if (close === '"""' && this.rules.language === 'csharp')
      while (text.charCodeAt(from) === 34) {
        close += '"';
        from++;
      }
    let flag = form.indented ? F.INDENTED : 0;
    const quote = close.charCodeAt(0);
    let pos = from;
    let closed = false;
    for (; pos < text.length; pos++) {
      const c = text.charCodeAt(pos);
      if (c === quote) {
        if (close.length === 1 ? true : text.startsWith(close, pos)) {
          if (form.escape !== 'doubled' || text.charCodeAt(pos + 1) !== quote) {
            closed = true;
            break;
          }
          flag |= F.ESCAPED | F.RAW;
          pos++;
        }
      } else if (c === 92 && (form.escape === 'backslash' || form.escape === 'quotes')) {
        if (form.holes === '\\(' && text.charCodeAt(pos + 1) === 40) return this.interpolated(form, start);
        if (form.escape === 'backslash' || text.charCodeAt(pos + 1) === quote || text.charCodeAt(pos + 1) === 92) flag |= F.ESCAPED;
        pos++;
      } else if ((c === 10 || c === 13) && !form.lines) break;
      else if (form.holes !== undefined && this.opensHole(form, pos)) return this.interpolated(form, start);
      else if (form.holes === '{' && (c === 123 || c === 125)) flag |= F.ESCAPED | (form.escape === 'backslash' ? 0 : F.RAW);
    }
    pos = Math.min(pos, text.length);
    // Kotlin and Scala allow quotes right before the closing three.
    if (closed && close === '"""') while (text.charCodeAt(pos + 3) === 34) pos++;
    if (closed && close.length === 1 && form.lines && this.closesAnother(from, pos)) {
      closed = false;
      pos = text.length;
    }
    if (!closed) {
      if (form.lines && pos >= text.length) {
        // Never closed: the literal ends with its line, the rest of the file is still read.
        const end = text.indexOf('\n', from);
        pos = end < 0 ? text.length : end;
      }
      this.sink.problem('a string is never closed', start, pos);
    }
    this.pos = pos;
    if (form.char) {
      this.emit(T.NUMBER, start);
      this.pos = Math.min(text.length, closed ? pos + 1 : pos);
      return;
    }
    this.emit(T.STRING, from, flag);
    if (closed) this.pos += close.length;
  }

  /** The same for a literal with holes, as far as its holes are mere names: in any other there may be quotes. */
  private neverClosed(form: StringForm, from: number): boolean {
    const { text } = this;
    const quote = form.close.charCodeAt(0);
    for (let pos = from; pos < text.length; pos++) {
      const c = text.charCodeAt(pos);
      if (c === quote) return this.closesAnother(from, pos);
      if (c === 92) pos++;
      else if (c !== 36 && this.opensHole(form, pos) > 0) return false;
      else if (c === 36 && this.opensHole(form, pos) > 1) return false;
    }
    return false;
  }

  /** A quote on a later line with text right behind it opens the next string: the one before it was never closed. */
  private closesAnother(from: number, quoteAt: number): boolean {
    const { text } = this;
    const next = text.charCodeAt(quoteAt + 1);
    if (!(next < 128) || ((CHAR[next]! & 3) === 0 && next !== 123 && next !== 37 && next !== 47)) return false;
    const line = text.indexOf('\n', from);
    return line >= 0 && line < quoteAt;
  }

  /** Length of what opens a hole at `pos`, or 0. */
  protected opensHole(form: StringForm, pos: number): number {
    const { text } = this;
    const c = text.charCodeAt(pos);
    const next = text.charCodeAt(pos + 1);
    switch (form.holes) {
      case '$':
        if (c !== 36) return 0;
        return next === 123 ? 2 : next < 128 && CHAR[next] === 1 && next !== 36 ? 1 : 0;
      case '\\(':
        return c === 92 && next === 40 ? 2 : 0;
      case '{':
        if (c !== 123) return 0;
        return next === 123 ? 0 : 1;
      case '#{':
        return c === 35 && next === 123 ? 2 : 0;
      case '{$':
        if (c === 123 && next === 36) return 1;
        if (c === 36 && next === 123) return 2;
        return c === 36 && next < 128 && CHAR[next] === 1 ? 1 : 0;
      default:
        return 0;
    }
  }

  protected interpolated(form: StringForm, start: number): void {
    const from = start + form.open.length;
    if (form.lines && form.close.length === 1 && this.neverClosed(form, from)) {
      const line = this.text.indexOf('\n', from);
      this.sink.problem('a string is never closed', start, line);
      this.pos = line;
      return this.emit(T.STRING, from);
    }
    this.pos = from;
    this.opener(T.INTERP_START, start);
    this.open.push(form);
  }

  /** One stretch of text of a literal with holes. */
  protected literalText(): void {
    const { text, tokens } = this;
    const form = this.open[this.open.length - 1]!;
    const start = this.pos;
    const quote = form.close.charCodeAt(0);
    let pos = start;
    let flag = 0;
    let hole = 0;
    let closed = false;
    for (; pos < text.length; pos++) {
      const c = text.charCodeAt(pos);
      if (c === quote && text.startsWith(form.close, pos)) {
        if (form.escape !== 'doubled' || text.charCodeAt(pos + 1) !== quote) {
          closed = true;
          break;
        }
        flag |= F.ESCAPED | F.RAW;
        pos++;
        continue;
      }
      if (form.holes === '{' && (c === 123 || c === 125) && text.charCodeAt(pos + 1) === c) {
        flag |= F.ESCAPED | F.RAW;
        pos++;
        continue;
      }
      hole = this.opensHole(form, pos);
      if (hole > 0) break;
      if (c === 92 && form.escape === 'backslash') {
        flag |= F.ESCAPED;
        pos++;
      } else if ((c === 10 || c === 13) && !form.lines) break;
    }
    this.pos = Math.min(pos, text.length);
    if (this.pos > start) this.emit(T.CHUNK, start, flag);
    if (hole > 0) return this.enterHole(form, hole);
    const at = this.pos;
    this.open.pop();
    if (closed) {
      this.pos += form.close.length;
      this.closer(T.INTERP_START, T.INTERP_END, at);
    } else {
      this.sink.problem('a string is never closed', tokens.start[tokens.top()]!, at);
      tokens.abandon(T.INTERP_START);
    }
  }

  protected enterHole(form: StringForm, size: number): void {
    const { text, tokens } = this;
    const start = this.pos;
    const named = size === 1 && text.charCodeAt(start) === 36;
    if (!named) {
      this.pos += size;
      return this.opener(T.HOLE_OPEN, start);
    }
    tokens.pushOpener(T.HOLE_OPEN, start, start + 1, 0);
    this.pos = nameEnd(text, start + 1);
    // Another variable may follow at once: `$a$b`.
    const dollar = text.indexOf('$', start + 1);
    if (dollar > 0 && dollar < this.pos) this.pos = dollar;
    this.emit(T.NAME, start + 1);
    if (form.holes === '{$' && text.startsWith('->', this.pos) && CHAR[text.charCodeAt(this.pos + 2)] === 1) {
      const arrow = this.pos;
      this.pos += 2;
      this.emit(T.ARROW, arrow);
      this.pos = nameEnd(text, arrow + 2);
      this.emit(T.NAME, arrow + 2);
    }
    tokens.close(T.HOLE_OPEN, T.HOLE_CLOSE, this.pos, this.pos, 0);
  }
}
