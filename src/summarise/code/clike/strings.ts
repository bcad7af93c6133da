import { F } from '../tokens.ts';

const SIMPLE: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', a: '\x07', e: '\x1b', 0: '\0' };
const ESCAPE = /\\(?:x([0-9a-fA-F]{1,2})|u\{([0-9a-fA-F]{1,8})\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\r?\n[ \t]*|[\s\S]))/g;

/** Value of the content of a string literal; see the token flags for how it was written. `quote` is the character that may be doubled. */
export function decodeContent(content: string, flag: number, quote: string): string {
  let value = content;
  if ((flag & F.INDENTED) !== 0) value = withoutIndentation(value);
  if ((flag & F.ESCAPED) === 0) return value;
  if ((flag & F.RAW) !== 0) return value.replaceAll(`${quote}${quote}`, quote).replaceAll('{{', '{').replaceAll('}}', '}');
  return value.replace(ESCAPE, (whole: string, byte?: string, braced?: string, short?: string, long?: string, one?: string) => {
    const digits = byte ?? braced ?? short ?? long;
    if (digits !== undefined) {
      const point = Number.parseInt(digits, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    }
    if (one === undefined) return whole;
    if (one.includes('\n')) return '';
    return SIMPLE[one] ?? one;
  });
}

/** Text blocks: the first line break and the indentation common to all lines are layout. */
function withoutIndentation(text: string): string {
  const lines = text.split(/\r?\n/);
  if (lines.length < 2) return text;
  // Heredocs start with their first line, text blocks with a line break.
  const body = lines[0]!.trim() === '' ? lines.slice(1) : lines;
  const last = body[body.length - 1]!;
  let common = last.trim() === '' ? last.length : Infinity;
  for (const line of body) if (line.trim() !== '') common = Math.min(common, line.length - line.trimStart().length);
  const kept = last.trim() === '' ? body.slice(0, -1) : body;
  return kept.map((line) => line.slice(Math.min(common, line.length))).join('\n');
}
