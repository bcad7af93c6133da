/** PowerShell: commands, `$env:X = …` and `$x = …`, parameters with defaults, comments, here-strings. */

import type { Expr, Span } from '../../types/source.ts';
import { join } from './placeholders.ts';
import type { ShellHost, ShellReading } from './shell.ts';

/** One token of a PowerShell line. */
interface Token {
  kind: 'word' | 'operator' | 'end';
  text: string;
  expr: Expr;
}

const TOKEN =
  /(<#[\s\S]*?(?:#>|$)|#[^\r\n]*)|@(["'])\r?\n|"((?:[^"`]|`[\s\S]|"")*)"|'((?:[^']|'')*)'|(`\r?\n|[ \t]+)|(\r?\n|;)|(\|\||&&|[|(){}[\],=+])|([^\s;|(){}[\],="'`#]+(?:[=#][^\s;|(){}[\],"'`]*)*)|([\s\S])/y;

const VARIABLE = /\$(?:\{([^}]*)\}|((?:env|global|script|local):)?([A-Za-z_]\w*))/gi;

/**
 * Reads PowerShell text.
 * @param base offset of the text in its file, added to every span
 */
export function readPowerShell(text: string, host: ShellHost, base = 0): ShellReading {
  const out: ShellReading = { commands: [], env: [], prose: [], problems: [], embedded: [] };
  let line: Token[] = [];
  const flush = () => {
    if (line.length > 0) statement(line, host, out);
    line = [];
  };
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match && match[0].length > 0; match = TOKEN.exec(text)) {
    const start = base + match.index;
    const whole: Span = [start, start + match[0].length];
    const [raw, comment, here, double, single, blank, newline, operator, word] = match;
    if (comment !== undefined) out.prose.push({ kind: 'comment', at: whole });
    else if (blank !== undefined) continue;
    else if (newline !== undefined) flush();
    else if (operator !== undefined) {
      if (
        operator === '|' ||
        operator === '||' ||
        operator === '&&' ||
        operator === '{' ||
        operator === '}' ||
        operator === '(' ||
        operator === ')'
      )
        flush();
      else line.push({ kind: 'operator', text: operator, expr: { k: 'other', e: [], at: whole } });
    } else if (here !== undefined) {
      const from = match.index + raw.length;
      const close = text.indexOf(`\n${here}@`, from - 1);
      const end = close < 0 ? text.length : Math.max(close, from);
      if (close < 0) out.problems.push({ reason: 'here-string without its end', at: [start, base + end] });
      line.push({ kind: 'word', text: text.slice(from, end), expr: interpolated(text.slice(from, end), base + from, here === '"') });
      TOKEN.lastIndex = close < 0 ? text.length : close + 3;
    } else if (double !== undefined) line.push({ kind: 'word', text: double, expr: interpolated(double, start + 1, true) });
    else if (single !== undefined) {
      const v = single.replaceAll("''", "'");
      const at: Span = [start + 1, start + 1 + single.length];
      line.push({ kind: 'word', text: v, expr: v === single ? { k: 'str', v, at } : { k: 'str', v, at, escaped: true } });
    } else if (word !== undefined) line.push({ kind: 'word', text: word, expr: interpolated(word, start, true) });
  }
  flush();
  return out;
}

/** Text with `$x` and `$env:X` as an expression; backticks escape. */
function interpolated(raw: string, start: number, expands: boolean): Expr {
  const whole: Span = [start, start + raw.length];
  if (!expands || !/[$`]|""/.test(raw)) return { k: 'str', v: raw, at: whole };
  const parts: Expr[] = [];
  let at = 0;
  const literal = (end: number) => {
    if (end <= at) return;
    const piece = raw.slice(at, end);
    const v = piece.replaceAll('""', '"').replace(/`([\s\S])/g, (_, one: string) => (one === 'n' ? '\n' : one === 't' ? '\t' : one));
    const span: Span = [start + at, start + end];
    parts.push(v === piece ? { k: 'str', v, at: span } : { k: 'str', v, at: span, escaped: true });
  };
  for (const match of raw.matchAll(VARIABLE)) {
    if (raw[match.index - 1] === '`') continue;
    literal(match.index);
    const name = match[1]?.replace(/^env:/i, '') ?? match[3]!;
    parts.push({ k: 'name', n: name, at: [start + match.index, start + match.index + match[0].length] });
    at = match.index + match[0].length;
  }
  literal(raw.length);
  return join(parts, whole);
}

/** An assignment (`$x = …`, `[string]$Model = "…"`) or a command with its arguments. */
function statement(tokens: Token[], host: ShellHost, out: ShellReading): void {
  const equals = tokens.findIndex((token) => token.kind === 'operator' && (token.text === '=' || token.text === '+'));
  const target = equals > 0 ? tokens[equals - 1] : undefined;
  const name = target && /^\$(?:\{?(?:env|global|script|local):)?([A-Za-z_]\w*)\}?$/i.exec(target.text)?.[1];
  if (target && name !== undefined && tokens[equals]!.text === '=') {
    const rest = tokens.slice(equals + 1);
    const values = rest.filter((token) => token.kind === 'word');
    if (values.length === 0) return;
    const list = rest.some((token) => token.text === ',');
    const at: Span = [target.expr.at[0], values.at(-1)!.expr.at[1]];
    if (list || values.length === 1 || rest.some((token) => token.text === '+')) {
      const items = values.map((token) => token.expr);
      const span: Span = [items[0]!.at[0], at[1]];
      const value: Expr = items.length === 1 ? items[0]! : list ? { k: 'list', e: items, at: span } : { k: 'cat', p: items, at: span };
      out.env.push({ name, value, at, host: 'shell' });
      return;
    }
    out.env.push({ name, value: { k: 'other', e: values.map((token) => token.expr), at }, at, host: 'shell' });
    statement(rest, host, out);
    return;
  }
  const words = tokens.filter((token) => token.kind === 'word');
  const first = words[0];
  if (!first || /^(?:param|if|else|elseif|foreach|for|while|switch|function|try|catch|finally|return|-\w*|\$.*|\d.*)$/i.test(first.text))
    return;
  const argv = (first.text === '&' || first.text === '.' ? words.slice(1) : words).map((token) => token.expr);
  if (argv.length > 0) out.commands.push({ argv, at: [argv[0]!.at[0], argv.at(-1)!.at[1]], host });
}
