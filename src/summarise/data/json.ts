/** JSON, JSON with comments and trailing commas; single-quoted and bare keys of JSON5 are passed over with a problem. */

import { createRequire } from 'node:module';
import type { Entry, Span } from '../../types/source.ts';
import { addEntry, addReading, entryOf, MAX_DEPTH, newReading } from './reading.ts';
import type { ScalarStyle, Source } from './reading.ts';
import { shellIn } from './structure.ts';
import type { StyledReading } from './yaml.ts';

let visitJson: (typeof import('jsonc-parser'))['visit'] | undefined;

/**
 * Reads JSON text.
 * @param base offset of `text` in its file
 */
export function readJson(text: string, base: number): StyledReading {
  if (text.charCodeAt(0) === 0xfeff) return readJson(text.slice(1), base + 1);
  const reading = newReading();
  const styles: ScalarStyle[] = [];
  const path: (string | number)[] = [];
  let keyAt: Span | undefined;
  let errors = 0;
  /** Inside of a string literal, which may lack its end. */
  const quotedSpan = (offset: number, length: number): Span => {
    const closed = length > 1 && text[offset + length - 1] === text[offset];
    return [base + offset + 1, base + offset + length - (closed ? 1 : 0)];
  };
  const begin = (first: string | number) => {
    if (path.length >= MAX_DEPTH) {
      reading.problems.push({ reason: `nested deeper than ${MAX_DEPTH} levels: the rest was not read` });
      throw new Stop();
    }
    path.push(first);
    keyAt = undefined;
  };
  visitJson ??= (createRequire(import.meta.url)('jsonc-parser') as typeof import('jsonc-parser')).visit;
  try {
    visitJson(
      text,
      {
        onObjectBegin: () => {
          begin('');
        },
        onObjectProperty: (name, offset, length) => {
          if (path.length > 0) path[path.length - 1] = name;
          keyAt = quotedSpan(offset, length);
        },
        onObjectEnd: () => {
          path.pop();
        },
        onArrayBegin: () => {
          begin(0);
        },
        onArrayEnd: () => {
          path.pop();
        },
        onSeparator: (character) => {
          const last = path.at(-1);
          if (character === ',' && typeof last === 'number') path[path.length - 1] = last + 1;
          keyAt = character === ',' ? undefined : keyAt;
        },
        onLiteralValue: (value: unknown, offset, length) => {
          const string = typeof value === 'string';
          const at = string ? quotedSpan(offset, length) : ([base + offset, base + offset + length] as const);
          const written = text.slice(at[0] - base, at[1] - base);
          const escaped = string && written !== value;
          const type: Entry['type'] = string ? 'string' : typeof value === 'number' ? 'number' : value === null ? 'null' : 'bool';
          const entry = entryOf(path.slice(), string ? value : written, at, type, { keyAt, escaped });
          if (!addEntry(reading, entry, styles, string ? 'double' : 'plain')) throw new Stop();
        },
        onComment: (offset, length) => {
          reading.prose.push({ kind: 'comment', at: [base + offset, base + offset + length] });
        },
        onError: (_, offset, length) => {
          if (errors++ === 0)
            reading.problems.push({ reason: 'not valid JSON here: values may be missing', at: [base + offset, base + offset + length] });
          if (errors > MAX_ERRORS) throw new Stop();
        },
      },
      { allowTrailingComma: true, disallowComments: false },
    );
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
  }
  return { reading, styles };
}

/** Errors after which a text is no JSON at all. */
const MAX_ERRORS = 200;

/** Ends a visit: the parser recurses, so that nothing else could end it in time. */
class Stop extends Error {}

/** `scripts` of a package manifest are shell lines. */
export function addPackageScripts(source: Source, styled: StyledReading): void {
  for (const entry of styled.reading.entries) {
    if (entry.path.length !== 2 || entry.path[0] !== 'scripts' || entry.type !== 'string') continue;
    addReading(styled.reading, shellIn(source, entry, 'double', 'package-script'));
  }
}
