import type { Arg, Expr } from '../../../types/source.ts';
import { ExpressionReader } from '../expression-reader.ts';
import { F, T } from '../tokens.ts';
import { bracePieces, decodePython, percentPieces } from './strings.ts';
import type { Piece } from './strings.ts';

/** String literals of Python: prefixes, neighbours, f-strings, `%` and `format`. */
export abstract class PythonText extends ExpressionReader {
  protected abstract expressions(): Expr;

  protected override literal(token: number): Expr {
    const { text, tokens } = this;
    const flag = tokens.flag[token]!;
    let start = tokens.start[token]!;
    let end = tokens.end[token]!;
    if (this.kind[token] === T.STRING) {
      let c = text.charCodeAt(start);
      while (c !== 34 && c !== 39) c = text.charCodeAt(++start);
      const triple = end - start >= 6 && text.charCodeAt(start + 1) === c && text.charCodeAt(start + 2) === c;
      start += triple ? 3 : 1;
      if (end > start && text.charCodeAt(end - 1) === c) end -= triple ? 3 : 1;
    }
    const content = text.slice(start, end);
    if ((flag & F.ESCAPED) === 0) return this.str(content, start, end, false);
    const value = decodePython(content, (flag & F.RAW) !== 0, this.kind[token] === T.CHUNK);
    return this.str(value, start, end, value !== content);
  }

  /** Neighbouring literals with and without holes, joined. */
  protected text1(): Expr {
    const first = this.cursor;
    if (this.kind[first] === T.STRING && this.kind[first + 1] !== T.STRING && this.kind[first + 1] !== T.INTERP_START) {
      this.cursor++;
      return this.literal(first);
    }
    const parts: Expr[] = [];
    for (;;) {
      const kind = this.kind[this.cursor]!;
      if (kind === T.STRING) this.addText(parts, this.literal(this.cursor++));
      else if (kind === T.INTERP_START) this.interpolated(parts);
      else break;
    }
    return parts.length === 1 ? parts[0]! : this.pieces(parts, first);
  }

  protected addText(parts: Expr[], piece: Expr): void {
    const last = parts[parts.length - 1];
    if (piece.k !== 'str' || last?.k !== 'str') {
      parts.push(piece);
      return;
    }
    if (piece.v === '') return;
    if (last.v === '') parts[parts.length - 1] = piece;
    else parts[parts.length - 1] = { k: 'str', v: last.v + piece.v, at: [last.at[0], piece.at[1]], escaped: true };
  }

  protected interpolated(parts: Expr[]): void {
    const opener = this.cursor++;
    const end = this.tokens.match[opener]!;
    while (this.cursor < end) {
      const kind = this.kind[this.cursor]!;
      if (kind === T.CHUNK) this.addText(parts, this.literal(this.cursor++));
      else if (kind === T.HOLE_OPEN) {
        const hole = this.cursor++;
        parts.push(this.hole(hole));
        this.formatSpec(this.tokens.match[hole]!);
        this.leave(hole);
      } else this.skipOne();
    }
    this.leave(opener);
  }

  /** Holes inside a format specification lend width and precision, not text; what they call is still called. */
  protected formatSpec(end: number): void {
    while (this.cursor < end) {
      if (this.kind[this.cursor] === T.HOLE_OPEN) {
        const strings = this.strings;
        const hole = this.cursor++;
        this.loose('expression', this.hole(hole), strings);
        this.leave(hole);
      } else this.skipOne();
    }
  }

  protected hole(hole: number): Expr {
    const start = this.startOf(hole);
    if (this.tokens.match[hole]! <= this.cursor) return this.other([], start);
    if (!this.enter()) return this.other([], start);
    const expr = this.expressions();
    this.depth--;
    return expr;
  }

  protected percent(format: Extract<Expr, { k: 'str' | 'cat' }>, right: Expr, start: number): Expr {
    const args: Arg[] = right.k === 'list' ? right.e.map((v) => ({ v })) : right.k === 'dict' ? named(right) : [{ v: right }];
    return this.fill(format, percentPieces, args, right, start);
  }

  protected format(format: Extract<Expr, { k: 'str' | 'cat' }>, args: Arg[], start: number, call: Expr): Expr {
    return this.fill(format, bracePieces, args, call, start);
  }

  /** A formatted literal as concatenation; an argument that can't be found leaves a hole with `whole` inside. */
  protected fill(
    format: Extract<Expr, { k: 'str' | 'cat' }>,
    split: (text: string) => Piece[],
    args: Arg[],
    whole: Expr,
    start: number,
  ): Expr {
    if (format.k === 'cat') {
      // A new one: `whole` holds the format itself, which must not come to hold it in turn.
      this.nodes++;
      return { k: 'cat', p: [...format.p, whole], at: this.span(start, this.lastEnd()) };
    }
    const positional = args.filter((arg) => arg.name === undefined && !arg.spread);
    const parts = split(format.v).map((piece): Expr => {
      if ('text' in piece) {
        if (format.escaped || piece.escaped) return { k: 'str', v: piece.text, at: format.at, escaped: true };
        return { k: 'str', v: piece.text, at: [format.at[0] + piece.start, format.at[0] + piece.start + piece.text.length] };
      }
      const arg = typeof piece.arg === 'number' ? positional[piece.arg] : args.find((it) => it.name === piece.arg);
      return arg?.v ?? { k: 'other', e: [], at: whole.at };
    });
    if (parts.length === 1 && parts[0]!.k === 'str') return parts[0]!;
    if (parts.length === 0) return format;
    this.nodes += parts.length;
    return { k: 'cat', p: parts, at: this.span(start, this.lastEnd()) };
  }
}

function named(dict: Extract<Expr, { k: 'dict' }>): Arg[] {
  const args: Arg[] = [];
  for (const [key, v] of dict.e) if (key?.k === 'str') args.push({ name: key.v, v });
  return args;
}
