import { CLikeLexer } from '../clike/lexer.ts';
import { CHAR, F, T, nameEnd } from '../tokens.ts';

const PAIRS: Record<string, string> = { '(': ')', '[': ']', '{': '}', '<': '>' };

/** Ruby and Elixir: symbols, instance variables, `%w[…]`, sigils, heredocs, regular expressions. */
export class KeywordLexer extends CLikeLexer {
  protected override special(c: number): boolean {
    const { text } = this;
    const next = text.charCodeAt(this.pos + 1);
    const ruby = this.rules.language === 'ruby';
    switch (c) {
      case 58:
        return this.symbol(next);
      case 64:
      case 36:
        return this.sigilName();
      case 35:
        // `#` always starts a comment here; Rust's attributes are not among these languages.
        this.lineComment();
        return true;
      case 37:
        return ruby ? this.percentLiteral(next) : this.mapMark(next);
      case 126:
        return !ruby && this.sigil();
      case 60:
        if (ruby && next === 60) return this.rubyHeredoc();
        if (!ruby && next === 62) return this.two(43);
        return false;
      case 92:
        return !ruby && next === 92 && this.two(61);
      case 124:
        return !ruby && next === 62 && this.two(T.PIPE_FORWARD);
      case 47:
        return ruby && this.regex();
      case 63:
        return ruby && this.character(next);
      case 61:
        if (ruby && next === 126) return this.two(T.EQ);
        return ruby && this.beginEndComment();
      default:
        return c === 95 && ruby && this.endOfCode();
    }
  }

  private two(kind: number): boolean {
    const start = this.pos;
    this.pos += 2;
    this.emit(kind, start);
    return true;
  }

  /** `:name` as the string it stands for. */
  private symbol(next: number): boolean {
    const { text } = this;
    const before = text.charCodeAt(this.pos - 1);
    if (next >= 128 || CHAR[next] !== 1 || next === 36 || before === 58 || (before < 128 && (CHAR[before] ?? 0) === 1)) return false;
    const start = this.pos + 1;
    this.pos = nameEnd(text, start);
    this.emit(T.STRING, start);
    return true;
  }

  /** `@name`, `@@name`, `$name`. */
  private sigilName(): boolean {
    const { text } = this;
    const start = this.pos;
    let pos = start + 1;
    if (text.charCodeAt(pos) === 64) pos++;
    const end = nameEnd(text, pos);
    if (end === pos) return false;
    this.pos = end;
    this.emit(T.NAME, start);
    return true;
  }

  /** `?x` */
  private character(next: number): boolean {
    const { text, pos } = this;
    const after = text.charCodeAt(pos + 2);
    const before = text.charCodeAt(pos - 1);
    if (!(next > 32) || (after < 128 && (CHAR[after]! & 3) !== 0) || (before > 32 && before !== 40 && before !== 44 && before !== 91))
      return false;
    this.pos += 2;
    this.emit(T.NUMBER, pos);
    return true;
  }

  private mapMark(next: number): boolean {
    if (next !== 123 && !(next >= 65 && next <= 90)) return false;
    this.pos++;
    return true;
  }

  /** `%w[a b]` becomes a list, `%q(…)` and `%(…)` strings. */
  private percentLiteral(next: number): boolean {
    const { text } = this;
    const typed = next === 119 || next === 105 || next === 113 || next === 81 || next === 87 || next === 73 || next === 114;
    const open = text[this.pos + (typed ? 2 : 1)] ?? '';
    const close = PAIRS[open] ?? (typed && /[|!/]/.test(open) ? open : undefined);
    if (close === undefined || (!typed && open === '<')) return false;
    const start = this.pos + (typed ? 3 : 2);
    const found = closingOf(text, start, open, close);
    if (found < 0) return false;
    if (next === 114) {
      this.pos = nameEnd(text, found + 1);
      this.emit(T.REGEX, start);
      return true;
    }
    if (next !== 119 && next !== 105 && next !== 87 && next !== 73) {
      this.pos = found;
      this.emit(T.STRING, start);
      this.pos = found + 1;
      return true;
    }
    this.pos = start;
    this.opener(91, start - 1);
    const word = /[^\s]+/y;
    for (let at = start; at < found; at++) {
      word.lastIndex = at;
      const it = word.exec(text);
      if (it === null) continue;
      this.pos = Math.min(found, at + it[0].length);
      this.emit(T.STRING, at);
      const comma = this.pos;
      this.emit(44, comma);
      at = this.pos;
    }
    this.pos = found + 1;
    this.closer(91, 93, found);
    return true;
  }

  /** Elixir `~s(…)`, `~r/…/`. */
  private sigil(): boolean {
    const { text } = this;
    const kind = text[this.pos + 1] ?? '';
    const open = text[this.pos + 2] ?? '';
    if (!/[a-zA-Z]/.test(kind) || !/[([{<|/"']/.test(open)) return false;
    const start = this.pos + 3;
    const found = text.indexOf(PAIRS[open] ?? open, start);
    if (found < 0) return false;
    this.pos = found;
    if (kind === 's' || kind === 'S') this.emit(T.STRING, start);
    else this.emit(T.REGEX, start);
    this.pos = found + 1;
    return true;
  }

  private rubyHeredoc(): boolean {
    const { text } = this;
    const head = /<<([~-]?)(["'`]?)([A-Z_]\w*)\2/y;
    head.lastIndex = this.pos;
    const found = head.exec(text);
    if (found === null) return false;
    const line = text.indexOf('\n', this.pos);
    if (line < 0) return false;
    const tail = new RegExp(`^[ \\t]*${found[3]!}[ \\t]*\\r?$`, 'gm');
    tail.lastIndex = line + 1;
    const end = tail.exec(text);
    if (end === null) return false;
    // The rest of the line is read behind the text: what a heredoc is an argument of matters more than its place among them.
    const rest = this.pos + found[0].length;
    this.pos = Math.max(line + 1, end.index - 1);
    this.emit(T.STRING, line + 1, found[1] === '~' ? F.INDENTED : 0);
    this.pendingHeredoc = { line, end: end.index + end[0].length };
    this.pos = rest;
    return true;
  }

  /** Set between a heredoc's head and the end of that line, where its text is jumped over. */
  private pendingHeredoc: { line: number; end: number } | undefined;

  protected override lineEnded(newline: number): number {
    const { pendingHeredoc } = this;
    if (pendingHeredoc === undefined || newline < pendingHeredoc.line) return newline + 1;
    this.pendingHeredoc = undefined;
    return pendingHeredoc.end;
  }

  private regex(): boolean {
    const { tokens, text } = this;
    const last = tokens.count === 0 ? 0 : tokens.kind[tokens.count - 1]!;
    const isValue =
      last === T.NAME || last === T.NUMBER || last === T.STRING || last === 41 || last === 93 || last === 125 || last === T.INTERP_END;
    if (isValue && !(text.charCodeAt(this.pos - 1) === 32 && text.charCodeAt(this.pos + 1) !== 32 && last === T.NAME)) return false;
    const start = this.pos;
    for (let pos = start + 1; pos < text.length; pos++) {
      const c = text.charCodeAt(pos);
      if (c === 10) return false;
      if (c === 92) pos++;
      else if (c === 47) {
        this.pos = nameEnd(text, pos + 1);
        this.emit(T.REGEX, start);
        return true;
      }
    }
    return false;
  }

  /** `=begin` … `=end` at the start of a line. */
  private beginEndComment(): boolean {
    const { text } = this;
    const start = this.pos;
    if (!text.startsWith('=begin', start) || (start > 0 && text.charCodeAt(start - 1) !== 10)) return false;
    const end = text.indexOf('\n=end', start);
    this.pos = end < 0 ? text.length : end + 5;
    this.sink.comment(start, this.pos);
    return true;
  }

  private endOfCode(): boolean {
    const { text, pos } = this;
    if (!text.startsWith('__END__', pos) || (pos > 0 && text.charCodeAt(pos - 1) !== 10)) return false;
    this.sink.comment(pos, text.length);
    this.pos = text.length;
    return true;
  }
}

/** Offset of the delimiter that closes a literal, brackets inside it counted; -1 when there is none within 100,000 characters. */
function closingOf(text: string, from: number, open: string, close: string): number {
  let depth = 0;
  for (let pos = from, end = Math.min(text.length, from + 100_000); pos < end; pos++) {
    const c = text[pos];
    if (c === '\\') pos++;
    else if (c === close) {
      if (depth === 0) return pos;
      depth--;
    } else if (c === open) depth++;
  }
  return -1;
}
