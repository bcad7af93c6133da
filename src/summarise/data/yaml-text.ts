/** Text rules of YAML that its readers share: block scalars, folding, escapes. */

/** `text` split at line ends, indentation of `indent` columns removed; lines of blanks alone keep what lies beyond it. */
export function dedent(lines: readonly string[], indent: number): string[] {
  return lines.map((line) => (line.length > indent ? line.slice(indent) : ''));
}

/** Value of a block scalar (`|`, `>`) from its dedented lines. */
export function blockValue(lines: readonly string[], folded: boolean, chomp: '' | '+' | '-'): string {
  let end = lines.length;
  while (end > 0 && lines[end - 1] === '') end--;
  const body = folded ? foldBlock(lines.slice(0, end)) : lines.slice(0, end).join('\n');
  if (chomp === '-') return body;
  if (chomp === '+') return body + '\n'.repeat(lines.length - end + (end > 0 ? 1 : 0));
  return end > 0 ? `${body}\n` : body;
}

function foldBlock(lines: readonly string[]): string {
  let out = '';
  let blank = 0;
  let before: 'text' | 'more' | undefined;
  for (const line of lines) {
    if (line === '') {
      blank++;
      continue;
    }
    const kind = line[0] === ' ' || line[0] === '\t' ? 'more' : 'text';
    if (before === undefined) out += '\n'.repeat(blank);
    else if (before === 'text' && kind === 'text') out += blank > 0 ? '\n'.repeat(blank) : ' ';
    else out += '\n'.repeat(blank + 1);
    out += line;
    before = kind;
    blank = 0;
  }
  return out;
}

/** Folds a plain or quoted scalar that runs over several lines. */
export function foldLines(raw: string): string {
  const lines = raw.split(/\r?\n/);
  if (lines.length === 1) return raw;
  let out = lines[0]!.replace(/[ \t]+$/, '');
  let blank = 0;
  for (let index = 1; index < lines.length; index++) {
    const line = index === lines.length - 1 ? lines[index]!.replace(/^[ \t]+/, '') : lines[index]!.trim();
    if (line === '' && index < lines.length - 1) {
      blank++;
      continue;
    }
    out += blank > 0 ? '\n'.repeat(blank) : ' ';
    out += line;
    blank = 0;
  }
  return out;
}

const SIMPLE: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\u001b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};

/** Undoes the escapes of a double-quoted scalar; `undefined` when one is not known. */
export function unescapeDouble(raw: string): string | undefined {
  let failed = false;
  const value = raw.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]|$))/g,
    (_, x: string, u: string, long: string, one: string) => {
      const hex = x ?? u ?? long;
      if (hex !== undefined) {
        const point = Number.parseInt(hex, 16);
        if (point <= 0x10ffff) return String.fromCodePoint(point);
        failed = true;
        return '';
      }
      const simple = Object.hasOwn(SIMPLE, one) ? SIMPLE[one] : undefined;
      if (simple === undefined) failed = true;
      return simple ?? one;
    },
  );
  return failed ? undefined : value;
}
