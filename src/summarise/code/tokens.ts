/**
 * Token store shared by every language's lexer. Punctuation of one character has its character code as kind;
 * the constants below name everything else. Keywords of a language start at {@link KEYWORD}.
 */
export const T = {
  EOF: 0,
  NEWLINE: 1,
  INDENT: 2,
  DEDENT: 3,
  EQ: 128,
  NE: 129,
  LE: 130,
  GE: 131,
  FAT_ARROW: 132,
  ARROW: 133,
  COALESCE: 134,
  OR: 135,
  AND: 136,
  POWER: 137,
  FLOOR_DIV: 138,
  SHIFT: 139,
  SPREAD: 140,
  OPTIONAL_DOT: 141,
  DOUBLE_COLON: 142,
  WALRUS: 143,
  AUGMENT: 144,
  STEP: 145,
  ELVIS: 146,
  RANGE: 147,
  OR_ASSIGN: 148,
  PIPE_FORWARD: 149,
  NOT_NULL: 150,
  MATCHES: 151,
  NAME: 256,
  NUMBER: 257,
  STRING: 258,
  REGEX: 259,
  /** Start of a literal with holes; its match is INTERP_END. */
  INTERP_START: 260,
  CHUNK: 261,
  HOLE_OPEN: 262,
  HOLE_CLOSE: 263,
  INTERP_END: 264,
  /** `<` that opens a JSX element; its match is JSX_END. */
  JSX_OPEN: 265,
  /** `>` that ends a JSX start tag which has children. */
  JSX_TAG_END: 266,
  JSX_TEXT: 267,
  JSX_END: 268,
  PRIVATE_NAME: 269,
  ANNOTATION: 270,
} as const;

/** First kind of a language's own keywords. */
export const KEYWORD = 300;

/** Token flags. */
export const F = {
  /** The literal has escapes or doubled braces: its text is not its value. */
  ESCAPED: 1,
  RAW: 2,
  /** A line break stands between this token and the one before it. */
  NEWLINE_BEFORE: 4,
  /** White space stands before this token. */
  SPACE_BEFORE: 8,
  /** `{` that opens an object or initialiser rather than a block, where the lexer could tell. */
  EXPRESSION: 16,
  /** `(` after `if`, `while`, `for`, `with`. */
  CONDITION: 32,
  /** Multi-line literal whose common indentation is not part of the value. */
  INDENTED: 64,
} as const;

/** Deepest nesting that readers follow; what is deeper is skipped and reported once. */
export const MAX_DEPTH = 200;

/** Struct-of-arrays token list: objects per token would cost more than the whole lexing. */
export class Tokens {
  kind = new Uint16Array(4096);
  start = new Int32Array(4096);
  end = new Int32Array(4096);
  /** For openers: index of the token that closes them, or where a recovering lexer ended them. */
  match = new Int32Array(4096);
  flag = new Uint8Array(4096);
  count = 0;
  private readonly open: number[] = [];

  push(kind: number, start: number, end: number, flag: number): number {
    const index = this.count;
    if (index === this.kind.length) this.grow();
    this.kind[index] = kind;
    this.start[index] = start;
    this.end[index] = end;
    this.match[index] = index;
    this.flag[index] = flag;
    this.count = index + 1;
    return index;
  }

  pushOpener(kind: number, start: number, end: number, flag: number): void {
    this.open.push(this.push(kind, start, end, flag));
  }

  /** Index of the innermost open token, or -1. */
  top(): number {
    return this.open.length === 0 ? -1 : this.open[this.open.length - 1]!;
  }

  /** Kind of the innermost open token, or -1. */
  topKind(): number {
    return this.open.length === 0 ? -1 : this.kind[this.open[this.open.length - 1]!]!;
  }

  /** Index of the innermost open token of the given kind, or -1; looks at most 64 levels up. */
  innermost(kind: number): number {
    for (let k = this.open.length - 1, lowest = Math.max(0, k - 64); k >= lowest; k--) {
      if (this.kind[this.open[k]!] === kind) return this.open[k]!;
    }
    return -1;
  }

  get depth(): number {
    return this.open.length;
  }

  /**
   * Closes the nearest opener of the given kind, ending any unclosed ones inside it here. A closer without opener is dropped, so that
   * parsers only ever see balanced brackets. Holes and literals are walls: what is open outside them can't be closed from inside.
   * @returns whether an opener was found
   */
  close(opener: number, kind: number, start: number, end: number, flag: number): boolean {
    const { open } = this;
    const wall = opener === T.HOLE_OPEN || opener === T.INTERP_START || opener === T.JSX_OPEN;
    let place = open.length - 1;
    for (const lowest = Math.max(0, place - 64); place >= lowest; place--) {
      const openKind = this.kind[open[place]!]!;
      if (openKind === opener) break;
      if (!wall && openKind >= T.INTERP_START) return false;
    }
    if (place < 0 || this.kind[open[place]!] !== opener) return false;
    const index = this.push(kind, start, end, flag);
    for (let k = open.length - 1; k >= place; k--) this.match[open[k]!] = index;
    open.length = place;
    return true;
  }

  /** Ends every open token before the next one to be pushed. */
  closeAll(): void {
    for (const index of this.open) this.match[index] = this.count;
    this.open.length = 0;
  }

  /** Ends open tokens down to and including the innermost of the given kind, without a closing token. */
  abandon(opener: number): void {
    while (this.open.length > 0) {
      const index = this.open.pop()!;
      this.match[index] = this.count;
      if (this.kind[index] === opener) return;
    }
  }

  reset(): void {
    this.count = 0;
    this.open.length = 0;
    // A huge file must not hold its memory for the rest of the run.
    if (this.kind.length > 1 << 20) {
      this.kind = new Uint16Array(4096);
      this.start = new Int32Array(4096);
      this.end = new Int32Array(4096);
      this.match = new Int32Array(4096);
      this.flag = new Uint8Array(4096);
    }
  }

  private grow(): void {
    const size = this.kind.length * 2;
    const larger = <A extends Uint8Array | Uint16Array | Int32Array>(old: A, fresh: A): A => {
      fresh.set(old);
      return fresh;
    };
    this.kind = larger(this.kind, new Uint16Array(size));
    this.start = larger(this.start, new Int32Array(size));
    this.end = larger(this.end, new Int32Array(size));
    this.match = larger(this.match, new Int32Array(size));
    this.flag = larger(this.flag, new Uint8Array(size));
  }
}

/** Character classes: 1 = may start a name, 2 = digit, 4 = blank inside a line. Everything beyond ASCII may be part of a name. */
export const CHAR = new Uint8Array(128);
for (let c = 97; c <= 122; c++) CHAR[c] = 1;
for (let c = 65; c <= 90; c++) CHAR[c] = 1;
CHAR[95] = 1;
CHAR[36] = 1;
for (let c = 48; c <= 57; c++) CHAR[c] = 2;
CHAR[32] = 4;
CHAR[9] = 4;
CHAR[11] = 4;
CHAR[12] = 4;

/** Offset behind the name that starts at `from`. */
export function nameEnd(text: string, from: number): number {
  let pos = from;
  for (; pos < text.length; pos++) {
    const c = text.charCodeAt(pos);
    if (c < 128 ? (CHAR[c]! & 3) === 0 : isWideBlank(c)) break;
  }
  return pos;
}

/** Offset behind the blanks of a line that start at `from`. */
export function blankEnd(text: string, from: number): number {
  let pos = from + 1;
  while (CHAR[text.charCodeAt(pos)] === 4) pos++;
  return pos;
}

/** Blanks beyond ASCII that appear in source files: no-break space, ideographic space, line separators, byte order mark. */
export function isWideBlank(c: number): boolean {
  return c === 0xa0 || c === 0xfeff || c === 0x3000 || (c >= 0x2000 && c <= 0x200b) || c === 0x2028 || c === 0x2029;
}

/** Offset behind the number that starts at `from`: digits, letters, `_`, one decimal point followed by a digit, exponent signs. */
export function numberEnd(text: string, from: number): number {
  const hex = text.charCodeAt(from) === 48 && (text.charCodeAt(from + 1) | 32) === 120;
  let pos = from;
  let point = false;
  for (; pos < text.length; pos++) {
    const c = text.charCodeAt(pos);
    if (c < 128 && (CHAR[c]! & 3) !== 0) continue;
    if (c === 46 && !point && !hex && (isDigit(text.charCodeAt(pos + 1)) || !isNamePart(text.charCodeAt(pos + 1)))) {
      if (text.charCodeAt(pos + 1) === 46) break;
      point = true;
      continue;
    }
    if ((c === 43 || c === 45) && !hex && (text.charCodeAt(pos - 1) | 32) === 101 && isDigit(text.charCodeAt(pos + 1))) continue;
    break;
  }
  return pos;
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

function isNamePart(c: number): boolean {
  return c >= 128 || (CHAR[c]! & 3) !== 0;
}
