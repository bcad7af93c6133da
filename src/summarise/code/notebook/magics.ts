import { JoinedText } from './joined-text.ts';

/** What becomes of a code cell's text. */
export interface CellParts {
  /** Language of the cell when a cell magic names one, else undefined. */
  language?: string;
  /** Shell lines: `!cmd`, `%pip …`, the body of `%%bash`. */
  shell: JoinedText[];
  /** `%env NAME=value` lines: offsets into `env.text` are mapped like everything else. */
  env: JoinedText[];
  /** A file that `%%writefile` writes. */
  file?: { name: string; body: JoinedText };
  /** What is left for the kernel's language. */
  code: JoinedText;
}

const CELL_MAGIC = /^[ \t]*%%([\w.]+)[ \t]*([^\r\n]*)(?:\r\n|\n|\r|$)/;
const SHELL_MAGICS = new Set(['bash', 'sh', 'zsh', 'cmd', 'shell', 'system', 'sx', 'script', 'ksh']);
const SHELL_LINES = new Set(['pip', 'pip3', 'conda', 'mamba', 'uv', 'sh', 'sx', 'system', 'bash', 'run', 'poetry']);
const LANGUAGE_MAGICS: Record<string, string> = {
  javascript: 'javascript',
  js: 'javascript',
  python: 'python',
  python3: 'python',
  pypy: 'python',
  r: 'r',
  ruby: 'ruby',
  sql: 'sql',
  html: 'html',
  latex: 'latex',
  markdown: 'markdown',
  svg: 'html',
  perl: 'perl',
  cu: 'c',
  cython: 'python',
};
/** Polyglot notebooks of .NET switch language with `#!csharp` on a line of its own. */
const POLYGLOT = /^#!([a-z]+)[ \t]*$/;

/** Takes a cell apart: shell lines, environment lines, files it writes, and code. */
export function cellParts(source: JoinedText, python: boolean): CellParts {
  const { text } = source;
  const parts: CellParts = { shell: [], env: [], code: new JoinedText() };
  const magic = python ? CELL_MAGIC.exec(text) : null;
  if (magic !== null && cellMagic(parts, source, text, magic)) return parts;
  let from = magic === null ? 0 : magic[0].length;
  const polyglot = python ? null : POLYGLOT.exec(text.split(/\r?\n/, 1)[0]!);
  if (polyglot !== null) {
    parts.language = polyglot[1]!;
    from = polyglot[0].length;
  }
  if (!python) parts.code.addFrom(source, text, from, text.length);
  else lineMagics(parts, source, text, from);
  return parts;
}

function cellMagic(parts: CellParts, source: JoinedText, text: string, magic: RegExpExecArray): boolean {
  const name = magic[1]!.toLowerCase();
  const rest = new JoinedText();
  const from = magic[0].length;
  if (SHELL_MAGICS.has(name)) {
    if (name === 'script' && !/\b(?:ba|z|k)?sh\b/.test(magic[2]!)) return true;
    rest.addFrom(source, text, from, text.length);
    parts.shell.push(rest);
    return true;
  }
  if (name === 'writefile' || name === 'file') {
    rest.addFrom(source, text, from, text.length);
    const file = magic[2]!.split(/\s+/).findLast((word) => word !== '' && !word.startsWith('-'));
    parts.file = { name: file ?? '', body: rest };
    return true;
  }
  const language = LANGUAGE_MAGICS[name];
  if (language === undefined) return false;
  parts.language = language;
  parts.code.addFrom(source, text, from, text.length);
  return true;
}

function lineMagics(parts: CellParts, source: JoinedText, text: string, from: number): void {
  let open = '';
  let codeFrom = from;
  for (let at = from; at < text.length;) {
    let end = lineEnd(text, at);
    const line = text.slice(at, end);
    const kind = open === '' ? magicOf(line) : undefined;
    if (kind === undefined) {
      open = stringOpenAfter(line, open);
      at = end;
      continue;
    }
    while (/\\\r?\n$/.test(text.slice(at, end)) && end < text.length) end = lineEnd(text, end);
    parts.code.addFrom(source, text, codeFrom, at);
    const piece = new JoinedText();
    piece.addFrom(source, text, at + kind.skip, end);
    if (kind.what === 'shell') parts.shell.push(piece);
    else if (kind.what === 'env') parts.env.push(piece);
    at = end;
    codeFrom = end;
  }
  parts.code.addFrom(source, text, codeFrom, text.length);
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline < 0 ? text.length : newline + 1;
}

const LINE = /^[ \t]*(?:[\w.,[\] ]+=[ \t]*)?(?:(!!?)(?!=)|(%)(?=[a-zA-Z]))/;
const HELP = /^[ \t]*\?{1,2}[\w.]+\s*$|^[ \t]*[\w.]+\?{1,2}\s*$/;

function magicOf(line: string): { what: 'shell' | 'env' | 'other'; skip: number } | undefined {
  const found = LINE.exec(line);
  if (found === null) return HELP.test(line) ? { what: 'other', skip: 0 } : undefined;
  const skip = found[0].length;
  if (found[1] !== undefined) return { what: 'shell', skip };
  const word = /^[\w]*/.exec(line.slice(skip))![0].toLowerCase();
  if (word === 'env' || word === 'set_env') return { what: 'env', skip: skip + word.length };
  if (!SHELL_LINES.has(word)) return { what: 'other', skip };
  return {
    what: 'shell',
    skip:
      word === 'pip' || word === 'conda' || word === 'uv' || word === 'mamba' || word === 'pip3' || word === 'poetry'
        ? skip
        : skip + word.length,
  };
}

/** The triple quote that is still open behind a line, given the one open before it. */
function stringOpenAfter(line: string, before: string): string {
  let open = before;
  for (const [quote] of line.matchAll(/"""|'''/g)) {
    if (open === '') open = quote;
    else if (open === quote) open = '';
  }
  return open;
}
