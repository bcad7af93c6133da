import { BraceLexer } from '../lexer.ts';
import { CHAR, F, KEYWORD, T, isWideBlank } from '../tokens.ts';
import { VALUES } from './words.ts';

/** Flag of a JSX_OPEN token whose start tag is complete. */
export const CHILDREN = F.EXPRESSION;
const JSX_NAME = /[\w$.:-]*/y;
const GENERIC = /\s+extends\s+[^=\s/>]|\s*[,=]|\s+extends\s*$/y;

/** Elements of JSX, and telling where one starts. */
export abstract class JsxLexer extends BraceLexer {
  protected readonly lastClosing = new Map<string, number>();

  protected close(opener: number, kind: number, start: number): boolean {
    const closed = this.tokens.close(opener, kind, start, this.pos, this.newline);
    this.newline = 0;
    return closed;
  }

  protected lastKind(): number {
    return this.tokens.count === 0 ? 0 : this.tokens.kind[this.tokens.count - 1]!;
  }

  /** Whether a value may start here, so that `/` opens a regular expression and `<` an element. */
  protected valueMayStart(): boolean {
    const { tokens } = this;
    const last = tokens.count - 1;
    if (last < 0) return true;
    const kind = tokens.kind[last]!;
    if (kind >= KEYWORD) return !VALUES.has(kind);
    if (kind === 41 || kind === 125) {
      // The flag was copied from the opening bracket.
      return (tokens.flag[last]! & (kind === 41 ? F.CONDITION : F.EXPRESSION)) !== (kind === 41 ? 0 : F.EXPRESSION);
    }
    if (kind === 93 || kind === T.STEP || kind === T.JSX_END || kind === T.INTERP_END) return false;
    return kind < T.NAME || kind >= T.CHUNK;
  }

  protected operator(kind: number, size: number): void {
    const start = this.pos;
    this.pos += size;
    this.emit(kind, start);
  }

  /** Tells `<div>` from a comparison, a TypeScript assertion `<T>x` and a generic arrow `<T,>(x) => …`. */
  protected elementStarts(): boolean {
    const { text, pos } = this;
    const c = text.charCodeAt(pos + 1);
    if (c !== 62 && !(c < 128 && CHAR[c] === 1)) return false;
    if (!this.valueMayStart()) return false;
    JSX_NAME.lastIndex = pos + 1;
    const name = JSX_NAME.exec(text)![0];
    const behind = pos + 1 + name.length;
    GENERIC.lastIndex = behind;
    if (name !== '' && GENERIC.test(text)) return false;
    const after = text.charCodeAt(behind);
    if (after === 62) return this.closingAfter(name) > pos;
    return (
      after === 32 ||
      after === 9 ||
      after === 10 ||
      after === 13 ||
      after === 47 ||
      after === 123 ||
      (after === 60 && this.closingAfter(name) > pos)
    );
  }

  protected closingAfter(name: string): number {
    const known = this.lastClosing.get(name);
    if (known !== undefined) return known;
    // Each look-up walks the file once, so a file with a thousand different unclosed names gets no more of them.
    if (this.lastClosing.size > 1000) return -1;
    const place = this.text.lastIndexOf(`</${name}`);
    this.lastClosing.set(name, place);
    return place;
  }

  protected jsxOpen(): void {
    const start = this.pos++;
    this.opener(T.JSX_OPEN, start);
    this.jsxName();
  }

  protected jsxName(): void {
    const start = this.pos;
    JSX_NAME.lastIndex = start;
    this.pos = start + JSX_NAME.exec(this.text)![0].length;
    if (this.pos > start) this.emit(T.NAME, start);
  }

  /** One token of a start tag. */
  protected jsxTag(): void {
    const { text, tokens } = this;
    const start = this.pos;
    const c = text.charCodeAt(start);
    if (c <= 32 || isWideBlank(c)) this.pos++;
    else if (c === 62) {
      this.pos++;
      this.emit(T.JSX_TAG_END, start);
      tokens.flag[tokens.top()]! |= CHILDREN;
    } else if (c === 47 && text.charCodeAt(start + 1) === 62) {
      this.pos += 2;
      this.close(T.JSX_OPEN, T.JSX_END, start);
    } else if (c === 123) {
      this.pos++;
      this.opener(T.HOLE_OPEN, start);
    } else if (c === 34 || c === 39) {
      this.attributeText(start);
    } else if (c === 61) this.operator(61, 1);
    else if (c === 60) {
      if (this.lastKind() === 61) this.jsxOpen();
      // Types stand right behind the name; elsewhere the `>` of this tag is missing.
      else if (text.charCodeAt(start - 1) <= 32) tokens.flag[tokens.top()]! |= CHILDREN;
      else this.pos = Math.max(start + 1, text.indexOf('>', start) + 1);
    } else if (c === 47 && text.charCodeAt(start + 1) === 47) this.lineComment();
    else if (c === 47 && text.charCodeAt(start + 1) === 42) this.blockComment();
    else {
      this.jsxName();
      if (this.pos === start) this.pos++;
    }
  }

  /** Ends elements that were never closed, so that what follows is read as script again. */
  private abandonElements(): void {
    const { tokens } = this;
    this.sink.problem('an element is never closed', tokens.start[tokens.top()]!, this.pos);
    while (tokens.topKind() === T.JSX_OPEN) tokens.abandon(T.JSX_OPEN);
  }

  /** Ends a hole among an element's children whose brace is missing: an end tag follows. */
  protected endTagInHole(): boolean {
    const { tokens } = this;
    if (tokens.innermost(T.JSX_OPEN) < 0) return false;
    while (tokens.topKind() !== T.JSX_OPEN) tokens.abandon(tokens.topKind());
    return true;
  }

  /** An attribute's string. One that seems to run over a line end into more text was never closed: only its quote is passed over. */
  private attributeText(start: number): void {
    const { text } = this;
    const end = text.indexOf(text[start]!, start + 1);
    const line = text.indexOf('\n', start);
    if (end < 0 || (line >= 0 && line < end && !/[\s/>]/.test(text[end + 1] ?? ''))) {
      this.sink.problem('a string is never closed', start, start + 1);
      this.pos++;
      return;
    }
    this.pos = end + 1;
    this.emit(T.STRING, start, F.RAW);
  }

  protected jsxChildren(): void {
    const { text } = this;
    const start = this.pos;
    let pos = start;
    let blank = true;
    for (; pos < text.length; pos++) {
      const c = text.charCodeAt(pos);
      if (c === 60 || c === 123 || c === 125) break;
      if (c > 32) blank = false;
    }
    this.pos = pos;
    if (!blank) this.emit(T.JSX_TEXT, start);
    if (pos >= text.length) return;
    // A closing brace can't stand in the text of an element: some end tag is missing.
    if (text.charCodeAt(pos) === 125) return this.abandonElements();
    if (text.charCodeAt(pos) === 123) {
      this.pos++;
      this.opener(T.HOLE_OPEN, pos);
    } else if (text.charCodeAt(pos + 1) === 47) {
      this.pos += 2;
      JSX_NAME.lastIndex = this.pos;
      this.pos += JSX_NAME.exec(text)![0].length;
      while (this.pos < text.length && text.charCodeAt(this.pos) <= 32) this.pos++;
      if (text.charCodeAt(this.pos) === 62) this.pos++;
      this.close(T.JSX_OPEN, T.JSX_END, pos);
    } else this.jsxOpen();
  }
}
