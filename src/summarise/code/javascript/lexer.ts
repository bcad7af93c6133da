import { CHAR, F, KEYWORD, T, isWideBlank, nameEnd, numberEnd, blankEnd } from '../tokens.ts';
import { CHILDREN, JsxLexer } from './jsx-lexer.ts';
import { JS, VALUES } from './words.ts';

const keywords = new Map<string, number>(Object.entries(JS));
const CONDITIONS = new Set([JS.if, JS.while, JS.for, JS.with]);
const BLOCK_BEFORE = new Set([JS.else, JS.do, JS.try, JS.catch, JS.finally, JS.class]);
const STATEMENT_ONLY = new Set<number>([JS.const!, JS.var!, JS.import!, JS.export!, JS.return!]);

/** Splits JavaScript, TypeScript and JSX into tokens. Regular expressions, templates and elements are told apart by what stands before. */
export class JavaScriptLexer extends JsxLexer {
  run(): void {
    const { text, tokens } = this;
    const length = text.length;
    if (text.charCodeAt(0) === 0xfeff) this.pos = 1;
    if (text.startsWith('#!', this.pos)) this.lineComment();
    while (this.pos < length) {
      const mode = tokens.topKind();
      if (mode === T.INTERP_START) {
        this.templateText();
        continue;
      }
      if (mode === T.JSX_OPEN) {
        if ((tokens.flag[tokens.top()]! & CHILDREN) === 0) this.jsxTag();
        else this.jsxChildren();
        continue;
      }
      const start = this.pos;
      const c = text.charCodeAt(start);
      if (c >= 128) {
        if (isWideBlank(c)) this.pos++;
        else this.word();
        continue;
      }
      const type = CHAR[c]!;
      if (type === 4) this.pos = blankEnd(text, start);
      else if (c === 36 && text.charCodeAt(start + 1) === 123 && this.holeIsOpen()) continue;
      else if (type === 1) this.word();
      else if (type === 2 || (c === 46 && CHAR[text.charCodeAt(start + 1)] === 2)) {
        this.pos = numberEnd(text, start);
        this.emit(T.NUMBER, start);
      } else if (c === 10 || c === 13) {
        this.pos++;
        this.newline = F.NEWLINE_BEFORE;
      } else this.punctuation(c);
    }
    if (tokens.depth > 0) this.sink.problem('a bracket or template is never closed', tokens.start[tokens.top()]!, length);
  }

  private word(): void {
    const start = this.pos;
    const end = nameEnd(this.text, start);
    this.pos = end === start ? start + 1 : end;
    const size = end - start;
    let kind: number = T.NAME;
    if (size >= 2 && size <= 10 && this.text.charCodeAt(start) >= 97 && this.lastKind() !== 46) {
      kind = keywords.get(this.text.slice(start, end)) ?? T.NAME;
    }
    if (this.newline !== 0 && STATEMENT_ONLY.has(kind)) this.recover();
    this.emit(kind, start);
  }

  /** A statement keyword at the start of a line proves that the brackets around it were never closed. */
  private recover(): void {
    const { tokens, text } = this;
    let pos = this.pos;
    while (CHAR[text.charCodeAt(pos)] === 4) pos++;
    const c = text.charCodeAt(pos);
    // As a key or a call (`import: 1`, `import('m')`) the word is no statement.
    if (c !== 123 && c !== 91 && c !== 42 && c !== 34 && c !== 39 && !(c >= 128 || CHAR[c] === 1)) return;
    for (let top = tokens.top(); top >= 0; top = tokens.top()) {
      const kind = tokens.kind[top]!;
      if (kind !== 40 && kind !== 91 && !(kind === 123 && (tokens.flag[top]! & F.EXPRESSION) !== 0)) return;
      this.sink.problem('a bracket is never closed', tokens.start[top]!, this.pos);
      tokens.abandon(kind);
    }
  }

  private punctuation(c: number): void {
    const { text, tokens } = this;
    const start = this.pos;
    const next = text.charCodeAt(start + 1);
    switch (c) {
      case 34:
      case 39:
        return this.string(c);
      case 96:
        this.pos++;
        return this.opener(T.INTERP_START, start);
      case 40: {
        const last = this.lastKind();
        this.pos++;
        return this.opener(40, start, CONDITIONS.has(last) ? F.CONDITION : 0);
      }
      case 91:
        this.pos++;
        return this.opener(91, start);
      case 123: {
        const flag = this.opensObject() ? F.EXPRESSION : 0;
        this.pos++;
        return this.opener(123, start, flag);
      }
      case 41:
      case 93: {
        const opener = tokens.top();
        const flag = opener < 0 ? 0 : tokens.flag[opener]! & F.CONDITION;
        this.pos++;
        if (this.close(c === 41 ? 40 : 91, c, start)) tokens.flag[tokens.count - 1]! |= flag;
        return;
      }
      case 125: {
        const opener = tokens.top();
        const flag = opener < 0 ? 0 : tokens.flag[opener]! & F.EXPRESSION;
        this.pos++;
        if (this.close(123, 125, start)) tokens.flag[tokens.count - 1]! |= flag;
        else this.close(T.HOLE_OPEN, T.HOLE_CLOSE, start);
        return;
      }
      case 47:
        if (next === 47) return this.lineComment();
        if (next === 42) return this.blockComment();
        if (this.valueMayStart() && this.regex()) return;
        return this.operator(next === 61 ? T.AUGMENT : 47, next === 61 ? 2 : 1);
      case 60:
        if (next === 47 && this.endTagInHole()) return;
        if (this.elementStarts()) return this.jsxOpen();
        if (next === 61) return this.operator(T.LE, 2);
        if (next === 60)
          return this.operator(text.charCodeAt(start + 2) === 61 ? T.AUGMENT : T.SHIFT, text.charCodeAt(start + 2) === 61 ? 3 : 2);
        return this.operator(60, 1);
      case 62:
        return this.operator(next === 61 ? T.GE : 62, next === 61 ? 2 : 1);
      case 61:
        if (next === 62) return this.operator(T.FAT_ARROW, 2);
        if (next === 61) return this.operator(T.EQ, text.charCodeAt(start + 2) === 61 ? 3 : 2);
        return this.operator(61, 1);
      case 33:
        if (next === 61) return this.operator(T.NE, text.charCodeAt(start + 2) === 61 ? 3 : 2);
        return this.operator(33, 1);
      case 63:
        if (next === 63)
          return this.operator(text.charCodeAt(start + 2) === 61 ? T.OR_ASSIGN : T.COALESCE, text.charCodeAt(start + 2) === 61 ? 3 : 2);
        if (next === 46 && CHAR[text.charCodeAt(start + 2)] !== 2) return this.operator(T.OPTIONAL_DOT, 2);
        return this.operator(63, 1);
      case 38:
      case 124:
        if (next === c) {
          if (text.charCodeAt(start + 2) === 61) return this.operator(T.OR_ASSIGN, 3);
          return this.operator(c === 38 ? T.AND : T.OR, 2);
        }
        break;
      case 42:
        if (next === 42)
          return this.operator(text.charCodeAt(start + 2) === 61 ? T.AUGMENT : T.POWER, text.charCodeAt(start + 2) === 61 ? 3 : 2);
        break;
      case 43:
      case 45:
        if (next === c) return this.operator(T.STEP, 2);
        break;
      case 46:
        if (next === 46 && text.charCodeAt(start + 2) === 46) return this.operator(T.SPREAD, 3);
        return this.operator(46, 1);
      case 35: {
        // A private name.
        this.pos = nameEnd(text, start + 1);
        if (this.pos > start + 1) this.emit(T.NAME, start);
        return;
      }
      default:
    }
    if (next === 61 && (c === 43 || c === 45 || c === 42 || c === 37 || c === 38 || c === 124 || c === 94))
      return this.operator(T.AUGMENT, 2);
    if (c < 33 || c === 127 || c === 92) this.pos++;
    else this.operator(c, 1);
  }

  private opensObject(): boolean {
    const { tokens } = this;
    const last = this.lastKind();
    if (last === 0 || last === 59 || last === 123 || last === 125 || last === 41 || last === T.FAT_ARROW) return false;
    // Behind a result type: `foo(): T[] {`, `foo(): Promise<T> {`, `foo(): void {`.
    if (last === 93 || last === 62 || last === JS.void) return false;
    if (last >= KEYWORD) return !BLOCK_BEFORE.has(last) && !VALUES.has(last);
    if (last === 58) {
      const top = tokens.top();
      return top >= 0 && (tokens.kind[top] !== 123 || (tokens.flag[top]! & F.EXPRESSION) !== 0);
    }
    return last < T.NAME || last === T.HOLE_OPEN;
  }

  private string(quote: number): void {
    const { text } = this;
    const start = this.pos;
    let flag = 0;
    let pos = start + 1;
    for (; pos < text.length; pos++) {
      const c = text.charCodeAt(pos);
      if (c === quote) break;
      if (c === 92) {
        flag = F.ESCAPED;
        if (text.charCodeAt(pos + 1) === 13 && text.charCodeAt(pos + 2) === 10) pos++;
        pos++;
      } else if (c === 10 || c === 13) break;
    }
    const closed = pos < text.length && text.charCodeAt(pos) === quote;
    this.pos = Math.min(text.length, closed ? pos + 1 : pos);
    if (!closed) this.sink.problem('a string is never closed', start, this.pos);
    this.emit(T.STRING, start, flag);
  }

  private regex(): boolean {
    const { text } = this;
    const start = this.pos;
    let inClass = false;
    for (let pos = start + 1; pos < text.length; pos++) {
      const c = text.charCodeAt(pos);
      if (c === 10 || c === 13) return false;
      if (c === 92) pos++;
      else if (c === 91) inClass = true;
      else if (c === 93) inClass = false;
      else if (c === 47 && !inClass) {
        this.pos = nameEnd(text, pos + 1);
        this.emit(T.REGEX, start);
        return true;
      }
    }
    return false;
  }

  /** `${` can't stand in script: the hole around it was never closed, and the template's text goes on here. */
  private holeIsOpen(): boolean {
    const { tokens } = this;
    if (tokens.innermost(T.INTERP_START) < 0) return false;
    this.sink.problem('a hole of a template is never closed', tokens.start[tokens.top()]!, this.pos);
    while (tokens.topKind() !== T.INTERP_START) tokens.abandon(tokens.topKind());
    return true;
  }

  private templateText(): void {
    const { text, tokens } = this;
    const start = this.pos;
    let flag = 0;
    let pos = start;
    for (; pos < text.length; pos++) {
      const c = text.charCodeAt(pos);
      if (c === 96) break;
      if (c === 92) {
        flag = F.ESCAPED;
        pos++;
      } else if (c === 36 && text.charCodeAt(pos + 1) === 123) break;
    }
    this.pos = Math.min(pos, text.length);
    if (this.pos > start) this.emit(T.CHUNK, start, flag);
    const at = this.pos;
    if (at >= text.length) {
      this.sink.problem('a template is never closed', tokens.start[tokens.top()]!, at);
      tokens.abandon(T.INTERP_START);
    } else if (text.charCodeAt(at) === 96) {
      this.pos++;
      this.close(T.INTERP_START, T.INTERP_END, at);
    } else {
      this.pos += 2;
      this.opener(T.HOLE_OPEN, at);
    }
  }
}
