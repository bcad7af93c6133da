import type { CodeSummary, Command, Directive, EnvVar, FileFormat, Language, ProseRegion, ReadProblem } from '../../../types/source.ts';
import { readShell } from '../../data/shell.ts';
import { formatOf } from '../../format.ts';
import { readCode } from '../languages.ts';
import { CELL_BREAK } from '../python/lexer.ts';
import type { CodeReading } from '../reader.ts';
import { readCells } from './cells.ts';
import { JoinedText, moveSpans } from './joined-text.ts';
import { cellParts } from './magics.ts';

/** A file that a cell writes with `%%writefile`: its text, and where every part of it stands in the notebook. */
export interface WrittenFile {
  name: string;
  format: FileFormat;
  text: string;
  map: JoinedText;
}

/** What a notebook says. All spans are offsets of the raw JSON text. */
export interface NotebookReading {
  /** One summary per language: the cells of a notebook share one scope. */
  code: CodeSummary[];
  commands: Command[];
  env: EnvVar[];
  prose: ProseRegion[];
  directives: Directive[];
  problems: ReadProblem[];
  /** Files that are not code; readers of their formats get the text, and `moveSpans(reading, map)` puts the result in place. */
  written: WrittenFile[];
}

const LANGUAGES: Record<string, Language> = {
  python: 'python',
  ipython: 'python',
  javascript: 'javascript',
  typescript: 'javascript',
  csharp: 'csharp',
  'c#': 'csharp',
  r: 'r',
  ruby: 'ruby',
  go: 'go',
  kotlin: 'kotlin',
  scala: 'scala',
  java: 'java',
  rust: 'rust',
  swift: 'swift',
  php: 'php',
  sql: 'sql',
  'c++': 'c',
  elixir: 'elixir',
};

const CODE_FORMATS = new Set<string>(Object.values(LANGUAGES));

/**
 * Reads a Jupyter notebook. Code cells of one language are joined to one text (a magic line or a cell in another language leaves no
 * trace in it), shell lines and `%env` become commands and environment variables, recorded output is prose.
 * A broken notebook gives what stands before the break and a problem.
 */
export function readNotebook(text: string): NotebookReading {
  const cells = readCells(text);
  const out: NotebookReading = {
    code: [],
    commands: [],
    env: [],
    prose: cells.prose,
    directives: [],
    problems: cells.problems,
    written: [],
  };
  const kernel = LANGUAGES[cells.language] ?? cells.language;
  const joined = new Map<string, JoinedText>();
  for (const cell of cells.code) {
    const own = cell.language === undefined ? kernel : (LANGUAGES[cell.language] ?? cell.language);
    const parts = cellParts(cell.source, own === 'python');
    const language = parts.language === undefined ? own : (LANGUAGES[parts.language] ?? parts.language);
    for (const piece of parts.shell) addShell(out, piece);
    for (const piece of parts.env) addEnv(out, piece);
    if (parts.file !== undefined) addFile(out, parts.file.name, parts.file.body);
    if (parts.code.size === 0) continue;
    const whole = joined.get(language) ?? new JoinedText();
    joined.set(language, whole);
    const source = parts.code.text;
    whole.addFrom(parts.code, source, 0, source.length);
    const end = parts.code.end(source.length);
    whole.addAs(`\n${String.fromCharCode(CELL_BREAK)}\n`, end, 0);
  }
  for (const [language, whole] of joined) {
    if (language === 'bash' || language === 'sh' || language === 'shell') addShell(out, whole);
    else if (CODE_FORMATS.has(language)) addCode(out, readCode(language as Language, whole.text, { map: whole }));
    else if (language === 'html' || language === 'markdown' || language === 'latex')
      out.prose.push({ kind: 'text', at: [whole.start(0), whole.end(whole.size)] });
    else out.problems.push({ reason: `no reader for notebook cells in ${language}`, at: [whole.start(0), whole.end(whole.size)] });
  }
  out.prose.sort((a, b) => a.at[0] - b.at[0]);
  return out;
}

function addCode(out: NotebookReading, reading: CodeReading): void {
  out.code.push(reading.code);
  for (const it of reading.prose) out.prose.push(it);
  for (const it of reading.directives) out.directives.push(it);
  for (const it of reading.problems) out.problems.push(it);
}

function addShell(out: NotebookReading, piece: JoinedText): void {
  const { commands, env, prose, problems } = readShell(piece.text, 'notebook');
  moveSpans({ commands, env, prose, problems }, piece);
  for (const it of commands) out.commands.push(it);
  for (const it of env) out.env.push(it);
  for (const it of prose) out.prose.push(it);
  for (const it of problems) out.problems.push(it);
}

/** `%env NAME=value` and `%set_env NAME value`; a mere look-up `%env NAME` says nothing. */
function addEnv(out: NotebookReading, piece: JoinedText): void {
  const { text } = piece;
  const found = /^\s*([A-Za-z_]\w*)(?:\s*=\s*|\s+)(["']?)(.*?)\2\s*$/.exec(text);
  if (found === null || found[3] === '') return;
  const value = found[3]!;
  const start = text.lastIndexOf(value, found[0].length);
  const name = text.indexOf(found[1]!);
  const env: EnvVar = {
    name: found[1]!,
    value: { k: 'str', v: value, at: [start, start + value.length] },
    at: [name, start + value.length],
    host: 'notebook',
  };
  moveSpans(env, piece);
  out.env.push(env);
}

function addFile(out: NotebookReading, name: string, body: JoinedText): void {
  const { text } = body;
  const format = formatOf(name, text.slice(0, 200));
  if (format === 'shell') addShell(out, body);
  else if (CODE_FORMATS.has(format)) addCode(out, readCode(format as Language, text, { map: body }));
  else if (body.size > 0) out.written.push({ name, format, text, map: body });
}
