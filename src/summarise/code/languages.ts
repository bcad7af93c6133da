import type { CodeSummary, Language } from '../../types/source.ts';
import { readCLike } from './clike/statements.ts';
import { readJavaScript } from './javascript/statements.ts';
import { readKeyword } from './keyword/reader.ts';
import { readPython } from './python/statements.ts';
import type { CodeReading, ReadOptions } from './reader.ts';

/** One reader per language; adding a language is one row. */
const READERS: Partial<Record<Language, (text: string, options: ReadOptions) => CodeReading>> = {
  python: readPython,
  javascript: readJavaScript,
  go: readCLike('go'),
  java: readCLike('java'),
  kotlin: readCLike('kotlin'),
  csharp: readCLike('csharp'),
  rust: readCLike('rust'),
  swift: readCLike('swift'),
  php: readCLike('php'),
  c: readCLike('c'),
  scala: readCLike('scala'),
  dart: readCLike('dart'),
  r: readCLike('r'),
  sql: readCLike('sql'),
  ruby: readKeyword('ruby'),
  elixir: readKeyword('elixir'),
};

/** Reads one source text to scopes, bindings, imports, calls and loose expressions. Never throws, in linear time. */
export function readCode(language: Language, text: string, options: ReadOptions = {}): CodeReading {
  const read = READERS[language];
  if (read !== undefined) return read(text, options);
  const code: CodeSummary = {
    language,
    scopes: [{ kind: 'module', name: '', parent: -1, at: [0, text.length] }],
    bindings: [],
    imports: [],
    calls: [],
    loose: [],
  };
  return { code, prose: [], directives: [], problems: [{ reason: `no reader for ${language}` }] };
}
