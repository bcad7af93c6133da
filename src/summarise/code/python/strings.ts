import type { Expr } from '../../../types/source.ts';

const SIMPLE: Record<string, string> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"', a: '\x07', b: '\b', f: '\f', v: '\v' };
const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{[^}]*\}|(\r\n|[\s\S]))/g;

/** Value of a Python string's content; unknown escapes stay as written, as in Python. `{{` and `}}` are braces in f-strings only. */
export function decodePython(content: string, raw: boolean, braces: boolean): string {
  let value = content;
  if (!raw && value.includes('\\')) {
    value = value.replace(ESCAPE, (whole: string, octal?: string, hex?: string, short?: string, long?: string, one?: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      const digits = hex ?? short ?? long;
      if (digits !== undefined) {
        const point = Number.parseInt(digits, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      }
      if (one === '\n' || one === '\r\n' || one === '\r') return '';
      return one === undefined ? whole : (SIMPLE[one] ?? whole);
    });
  }
  return braces ? value.replaceAll('{{', '{').replaceAll('}}', '}') : value;
}

/** How a formatted literal is put together: text pieces and arguments by place or name, offsets into the literal's value. */
export type Piece = { text: string; start: number; escaped: boolean } | { arg: number | string };

const PERCENT = /%(?:\(([^)]*)\))?[-#0 +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?([diouxXeEfFgGcrsa%])/g;
const BRACES = /\{\{|\}\}|\{([^{}!:]*)(?:![rsa])?(?::(?:[^{}]|\{[^{}]*\})*)?\}/g;

/** Splits a `%` format into pieces. */
export function percentPieces(format: string): Piece[] {
  let next = 0;
  return split(format, PERCENT, (found) => (found[2] === '%' ? '%' : { arg: found[1] ?? next++ }));
}

/** Splits a `str.format` template into pieces; `{a.b}` and `{a[0]}` are asked for by their first name. */
export function bracePieces(format: string): Piece[] {
  let next = 0;
  return split(format, BRACES, (found) => {
    if (found[0] === '{{') return '{';
    if (found[0] === '}}') return '}';
    const name = found[1]!.split(/[.[]/, 1)[0]!.trim();
    return { arg: name === '' ? next++ : /^\d+$/.test(name) ? Number(name) : name };
  });
}

function split(format: string, pattern: RegExp, what: (found: RegExpMatchArray) => string | { arg: number | string }): Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  let start = 0;
  let from = 0;
  let escaped = false;
  const flush = (end: number): void => {
    if (text !== '') pieces.push({ text, start, escaped });
    text = '';
    escaped = false;
    start = end;
  };
  for (const found of format.matchAll(pattern)) {
    text += format.slice(from, found.index);
    from = found.index + found[0].length;
    const piece = what(found);
    if (typeof piece === 'string') {
      text += piece;
      escaped = true;
    } else {
      flush(from);
      pieces.push(piece);
    }
  }
  text += format.slice(from);
  flush(format.length);
  return pieces;
}

/** Whether an expression is text that a formatting operator can apply to. */
export function isText(expr: Expr): expr is Extract<Expr, { k: 'str' | 'cat' }> {
  return expr.k === 'str' || expr.k === 'cat';
}
