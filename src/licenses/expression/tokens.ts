/** Cuts a licence field into words, parentheses and operators, in one pass and without backtracking. */

export interface Token {
  /** `slash` and `list` (`,` `;` and a line break between ids) join licences without saying how. */
  kind: 'word' | 'open' | 'close' | 'and' | 'or' | 'with' | 'slash' | 'list';
  text: string;
  /** Offset in UTF-16 units. */
  at: number;
}

/** Longer than any expression seen; a longer field is a text or an attack. */
export const MAX_EXPRESSION_LENGTH = 65_536;

const TOKEN = /\s+|[\w.+:-]+|[()]|&&?|\|\|?|[/,;]/y;
const KINDS: Record<string, Token['kind']> = {
  '(': 'open',
  ')': 'close',
  '&': 'and',
  '&&': 'and',
  '|': 'or',
  '||': 'or',
  '/': 'slash',
  ',': 'list',
  ';': 'list',
  and: 'and',
  or: 'or',
  with: 'with',
};

/** The tokens of a field, or where it stops being one. */
export function tokenise(text: string): { tokens: Token[] } | { where: number; message: string } {
  if (text.length > MAX_EXPRESSION_LENGTH) {
    return { where: MAX_EXPRESSION_LENGTH, message: `longer than ${MAX_EXPRESSION_LENGTH} characters` };
  }
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    const match = TOKEN.exec(text)?.[0];
    if (match === undefined) return { where: at, message: `unexpected ${JSON.stringify(text.slice(at, at + 1))}` };
    if (match.trim() === '') continue;
    tokens.push({ kind: KINDS[match.toLowerCase()] ?? 'word', text: match, at });
  }
  return { tokens };
}
