import type { Language } from '../../types/source.ts';
import { readPython } from './python/statements.ts';
import type { CodeReading, ReadOptions } from './reader.ts';

export type { CodeReading, PositionMap, ReadOptions } from './reader.ts';

/** Reads one source text to scopes, bindings, imports, calls and loose expressions. Never throws, in linear time. */
export function readCode(language: Language, text: string, options: ReadOptions = {}): CodeReading {
  if (language !== 'python') throw new Error(`no reader for ${language}`);
  return readPython(text, options);
}
