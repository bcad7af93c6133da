import { CHAR, F, T, isWideBlank, nameEnd, numberEnd, blankEnd } from '../tokens.ts';
import { OPERATORS_BY_FIRST } from './lexer-tables.ts';
import { StringLexer } from './string-lexer.ts';

/** Splits a C-like language into tokens. */
export class CLikeLexer extends StringLexer {
  run(): void {
    const { text, tokens } = this;
    const { forms } = this.tables;
    const length = text.length;
    if (text.charCodeAt(0) === 0xfeff) this.pos = 1;
    if (text.startsWith('#!', this.pos) && text.charCodeAt(this.pos + 2) !== 91) this.lineComment();
    if (this.rules.openTag) this.toOpenTag();
    while (this.pos < length) {
      if (this.open.length > 0 && tokens.topKind() === T.INTERP_START) {
        this.literalText();
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
      if (type === 4) {
        this.pos = blankEnd(text, start);
        continue;
      }
      if (c === 10 || c === 13) {
        this.pos = this.lineEnded(start);
        this.newline = F.NEWLINE_BEFORE;
        continue;
      }
      if (forms[c] !== undefined && this.string(forms[c]!)) continue;
      if (this.special(c)) continue;
      if (type === 1 && !(c === 36 && this.rules.rSyntax)) this.word();
      else if (type === 2 || (c === 46 && CHAR[text.charCodeAt(start + 1)] === 2 && !this.rules.dotConcat)) {
        this.pos = numberEnd(text, start);
        this.emit(T.NUMBER, start);
      } else this.punctuation(c);
    }
    if (tokens.depth > 0) this.sink.problem('a bracket or string is never closed', tokens.start[tokens.top()]!, length);
  }

  /** Where to go on behind the line break at `newline`. */
  protected lineEnded(newline: number): number {
    return newline + 1;
  }

  /** Syntax of one language that the shared rules can't say; true when something was read. */
  protected special(_c: number): boolean {
    return false;
  }

  protected word(): void {
    const { text } = this;
    let start = this.pos;
    // PHP's variables and their members are names without the dollar sign.
    if (text.charCodeAt(start) === 36) start++;
    let end = nameEnd(text, start);
    if (this.rules.rSyntax) end = Math.min(end, dollarIn(text, start, end));
    if (this.rules.rSyntax) while (text.charCodeAt(end) === 46 && CHAR[text.charCodeAt(end + 1)] === 1) end = nameEnd(text, end + 1);
    if (this.rules.openTag) while (text.charCodeAt(end) === 92 && CHAR[text.charCodeAt(end + 1)] === 1) end = nameEnd(text, end + 1);
    this.pos = end === start ? start + 1 : end;
    if (end === start) return;
    if (this.rules.language === 'rust' && this.rawRust(start, end)) return;
    if (this.rules.language === 'c' && text.charCodeAt(end) === 34 && /^(?:u8|L|u|U)?R$/.test(text.slice(start, end)) && this.rawC(end))
      return;
    const isVariable = start !== this.pos && text.charCodeAt(start - 1) === 36 && this.rules.openTag;
    const size = end - start;
    const kind = size >= 2 && size <= 12 && !isVariable ? (this.tables.words.get(text.slice(start, end)) ?? T.NAME) : T.NAME;
    this.emit(kind, start);
  }

  /** `r"…"`, `r#"…"#`, `br##"…"##`. */
  private rawRust(start: number, end: number): boolean {
    const { text } = this;
    const c = text.charCodeAt(end);
    if ((c !== 34 && c !== 35) || end - start > 2 || !/^(?:r|br|cr)$/.test(text.slice(start, end))) return false;
    let quote = end;
    while (text.charCodeAt(quote) === 35) quote++;
    if (text.charCodeAt(quote) !== 34) {
      // A raw identifier such as `r#type`.
      if (quote !== end + 1 || CHAR[text.charCodeAt(quote)] !== 1) return false;
      this.pos = nameEnd(text, quote);
      this.emit(T.NAME, quote);
      return true;
    }
    return this.rawUntil(quote + 1, `"${'#'.repeat(quote - end)}`);
  }

  /** C++ `R"tag(…)tag"`. */
  private rawC(quote: number): boolean {
    const paren = this.text.indexOf('(', quote);
    if (paren < 0 || paren - quote > 17) return false;
    return this.rawUntil(paren + 1, `)${this.text.slice(quote + 1, paren)}"`);
  }

  private punctuation(c: number): void {
    const { text, rules } = this;
    const start = this.pos;
    const next = text.charCodeAt(start + 1);
    switch (c) {
      case 40:
      case 91:
      case 123:
        this.pos++;
        return this.opener(c, start);
      case 41:
      case 93:
        this.pos++;
        // Swift's holes are `\\(…)`.
        if (!this.closer(c === 41 ? 40 : 91, c, start) && c === 41 && rules.language === 'swift')
          this.closer(T.HOLE_OPEN, T.HOLE_CLOSE, start);
        return;
      case 125:
        this.pos++;
        if (!this.closer(123, 125, start)) this.closer(T.HOLE_OPEN, T.HOLE_CLOSE, start);
        return;
      case 47:
        if (rules.keywordBlocks || rules.rSyntax) break;
        if (next === 47) return this.lineComment();
        if (next === 42) return this.blockComment();
        break;
      case 45:
        if (next === 45 && rules.dashComments) return this.lineComment();
        break;
      case 36:
        if (rules.rSyntax) {
          this.pos++;
          return this.emit(46, start);
        }
        break;
      case 35:
        if (rules.hashAttributes && next === 91) break;
        if (rules.hashComments) return this.lineComment();
        if (rules.preprocessor) return this.directive();
        if (rules.language === 'swift' && this.hashString()) return;
        break;
      case 96: {
        // A name in backticks.
        const end = text.indexOf('`', start + 1);
        if (end > 0 && end - start < 80) {
          this.pos = end;
          this.emit(T.NAME, start + 1);
          this.pos = end + 1;
        } else this.pos++;
        return;
      }
      case 63:
        if (next === 62 && rules.openTag) {
          this.pos += 2;
          return this.toOpenTag();
        }
        break;
      case 60:
        if (rules.rSyntax && next === 45) {
          this.pos += 2;
          return this.emit(61, start);
        }
        if (rules.openTag && text.startsWith('<<<', start) && this.heredoc()) return;
        break;
      default:
    }
    if (c < 33 || c === 127 || c === 92) {
      this.pos++;
      return;
    }
    const choices = OPERATORS_BY_FIRST[c];
    if (choices !== undefined) {
      for (const [operator, kind] of choices) {
        if (operator.length === 2 ? text.charCodeAt(start + 1) === operator.charCodeAt(1) : text.startsWith(operator, start)) {
          // `Foo<Bar<?>>=` and `a ?: b` aside, `?.5` and `??` behind a type are too rare to matter.
          this.pos += operator.length;
          return this.emit(kind, start);
        }
      }
    }
    this.pos++;
    this.emit(c, start);
  }

  /** `?>` of PHP ends the code, in a comment too. */
  protected override endsLineComment(at: number): boolean {
    return this.rules.openTag === true && this.text.charCodeAt(at + 1) === 62;
  }

  protected override commentEnd(start: number): number {
    const { text } = this;
    let end = super.commentEnd(start);
    if (end < 0 || !this.rules.nestedComments) return end;
    let inner = text.indexOf('/*', start + 2);
    for (let levels = 0; inner >= 0 && inner < end && levels < 1000; levels++) {
      const after = text.indexOf('*/', end + 2);
      if (after < 0) break;
      end = after;
      inner = text.indexOf('/*', inner + 2);
    }
    return end;
  }

  /** `#include` and `#define` become an ANNOTATION token followed by the rest of the line; other directives are passed over. */
  private directive(): void {
    const { text } = this;
    const start = this.pos;
    let pos = start + 1;
    while (CHAR[text.charCodeAt(pos)] === 4) pos++;
    const word = text.slice(pos, nameEnd(text, pos));
    this.pos = pos + word.length;
    if (word === 'define') return this.emit(T.ANNOTATION, start);
    if (word === 'include' || word === 'import') {
      const found = /[ \t]*(?:<([^>\r\n]*)>|"([^"\r\n]*)")/y;
      found.lastIndex = this.pos;
      const it = found.exec(text);
      if (it === null) return;
      this.emit(T.ANNOTATION, start);
      const name = (it[1] ?? it[2])!;
      const from = this.pos + it[0].indexOf(name);
      this.pos = from + name.length;
      this.emit(T.CHUNK, from);
      this.pos++;
      return;
    }
    while (this.pos < text.length && text.charCodeAt(this.pos) !== 10 && !text.startsWith('//', this.pos)) this.pos++;
    this.newline = F.NEWLINE_BEFORE;
  }

  private toOpenTag(): void {
    const { text } = this;
    const found = /<\?(?:php\b|=)?/g;
    found.lastIndex = this.pos;
    const it = found.exec(text);
    const end = it === null ? text.length : it.index;
    if (text.slice(this.pos, end).trim() !== '') this.sink.comment(this.pos, end);
    this.pos = it === null ? text.length : found.lastIndex;
    if (this.tokens.count > 0) this.tokens.push(59, end, end, F.NEWLINE_BEFORE);
  }

  /** Swift `#"…"#`. */
  private hashString(): boolean {
    const { text } = this;
    let quote = this.pos;
    while (text.charCodeAt(quote) === 35) quote++;
    if (text.charCodeAt(quote) !== 34) return false;
    const hashes = '#'.repeat(quote - this.pos);
    const triple = text.startsWith('"""', quote);
    return this.rawUntil(quote + (triple ? 3 : 1), `${triple ? '"""' : '"'}${hashes}`);
  }

  /** PHP heredoc and nowdoc; holes in a heredoc are read like those of a string. */
  private heredoc(): boolean {
    const { text } = this;
    const head = /<<<[ \t]*(["']?)([A-Za-z_]\w*)\1\r?\n/y;
    head.lastIndex = this.pos;
    const found = head.exec(text);
    if (found === null) return false;
    const from = this.pos + found[0].length;
    const tail = new RegExp(`^[ \\t]*${found[2]!}\\b`, 'gm');
    tail.lastIndex = from;
    const end = tail.exec(text);
    const to = end === null ? text.length : end.index;
    const start = this.pos;
    const raw = found[1] === "'";
    const content = Math.max(from, text.charCodeAt(to - 1) === 10 ? to - (text.charCodeAt(to - 2) === 13 ? 2 : 1) : to);
    this.pos = from;
    if (raw) {
      this.pos = content;
      this.emit(T.STRING, from, F.INDENTED);
    } else {
      this.tokens.pushOpener(T.INTERP_START, start, from, this.newline);
      this.newline = 0;
      while (this.pos < content) this.simpleHoles(content);
      this.tokens.close(T.INTERP_START, T.INTERP_END, content, content, 0);
    }
    this.pos = end === null ? to : to + end[0].length;
    return true;
  }

  /** Text with `$name` and `{$expression}` up to `end`; an expression is reduced to its first name. */
  private simpleHoles(end: number): void {
    const { text } = this;
    const start = this.pos;
    let pos = start;
    let flag = 0;
    for (; pos < end; pos++) {
      const c = text.charCodeAt(pos);
      if (c === 92) {
        flag = F.ESCAPED;
        pos++;
      } else if (c === 36 && CHAR[text.charCodeAt(pos + 1)] === 1) break;
    }
    pos = Math.min(pos, end);
    this.pos = pos;
    if (pos > start) this.emit(T.CHUNK, start, flag);
    if (pos >= end) return;
    this.tokens.pushOpener(T.HOLE_OPEN, pos, pos, 0);
    this.pos = nameEnd(text, pos + 1);
    this.emit(T.NAME, pos + 1);
    this.tokens.close(T.HOLE_OPEN, T.HOLE_CLOSE, this.pos, this.pos, 0);
  }
}

/** R takes a member with `$`, which other languages allow in names. */
function dollarIn(text: string, start: number, end: number): number {
  const dollar = text.indexOf('$', start);
  return dollar < 0 ? end : dollar;
}
