/** Values of words and variables, and the names a row finds in them. */

import type { Expr, FileSummary, Span } from '../types/source.ts';
import type { SignatureBase } from '../types/signature.ts';
import type { Value } from '../types/values.ts';
import type { Context } from './context.ts';
import { folderOf } from './folders.ts';
import { isHubShaped, isImpossibleName, isPlaceholder, pattern } from './names.ts';

/** The value as one string; `undefined` when parts are unknown. */
export function wholeValue(value: Value): string | undefined {
  const [only] = value.parts;
  if (value.parts.length === 1 && typeof only === 'string') return only;
  return value.parts.every((part) => typeof part === 'string') ? value.parts.join('') : undefined;
}

/** A value in the file itself. */
export interface Place {
  text: string;
  at: Span;
  /** The text stands at `at` exactly as the value. */
  exact: boolean;
  how: 'literal' | 'env-default';
}

const NO_CODE = { language: 'python', scopes: [], bindings: [], imports: [], calls: [], loose: [] } as const;

/** What a word can be, as far as this file says: a literal, or the default of `${X:-y}`. Values from elsewhere are found where they stand. */
export function placeOf(expr: Expr, file: FileSummary, context: Context): Place[] {
  if (expr.k === 'str')
    return [{ text: expr.v, at: expr.at, exact: !expr.escaped && expr.at[1] - expr.at[0] === expr.v.length, how: 'literal' }];
  if (expr.k === 'alt')
    return expr.e.flatMap((part) => placeOf(part, file, context)).map(({ text, at, exact }) => ({ text, at, exact, how: 'env-default' }));
  if (expr.k === 'cat') {
    // `openai/${MODEL:-org/name}`: the default is a whole name, whichever route stands in front of it.
    const names = expr.p.flatMap((part) => (part.k === 'alt' ? part.e : [])).filter((part) => part.k === 'str' && isHubShaped(part.v));
    if (names.length > 0)
      return names.flatMap((part) => placeOf(part, file, context)).map(({ text, at, exact }) => ({ text, at, exact, how: 'env-default' }));
  }
  if (expr.k === 'other' && expr.e.length === 0) {
    // `${1:-name}`: the default of a script's argument.
    const raw = context.project.text(file.path)?.slice(expr.at[0], expr.at[1]) ?? '';
    const match = /^"?\$\{\d+:?[-=]([^}$]+)\}"?$/.exec(raw);
    if (!match) return [];
    const start = expr.at[0] + raw.indexOf(match[1] as string, raw.search(/[-=]/));
    return [{ text: match[1] as string, at: [start, start + (match[1] as string).length], exact: true, how: 'env-default' }];
  }
  if (expr.k === 'num' || expr.k === 'bool' || expr.k === 'null') return [];
  const site = { file, code: file.code[0] ?? { ...NO_CODE, scopes: [], bindings: [], imports: [], calls: [], loose: [] }, scope: 0 };
  return context.linker.resolve(expr, site).values.flatMap((value): Place[] => {
    const [text] = value.parts;
    if (value.path !== file.path || value.parts.length !== 1 || typeof text !== 'string' || value.literalType) return [];
    return [{ text, at: value.at, exact: !value.escaped && value.at[1] - value.at[0] === text.length, how: 'env-default' }];
  });
}

/** Names of a row inside a value: split, extracted and checked. */
export function* nameForRow(place: Place, row: SignatureBase, context: Context): Generator<{ name: string; at: Span; exact: boolean }> {
  const separators = row.split === undefined ? undefined : new RegExp(`[^${row.split.replace(/[\]\\^-]/g, '\\$&')}]+`, 'g');
  const parts = separators
    ? [...place.text.matchAll(separators)].map((match) => ({ text: match[0], offset: match.index }))
    : [{ text: place.text, offset: 0 }];
  for (const part of parts) {
    const text = part.text.trim();
    const written = row.extract === undefined ? text : pattern(row.extract).exec(text)?.[1];
    if (written === undefined || isPlaceholder(written) || isImpossibleName(written)) continue;
    if (row.matches !== undefined && !pattern(row.matches).test(text)) continue;
    const folder = folderOf(written, context);
    if (folder === null) continue;
    const name = folder ?? written;
    const grade = row.known || row.looksLikeModel ? context.knowledge.grade(name) : 'certain';
    if (grade === 'none' || (row.known && grade !== 'certain')) continue;
    const start = place.at[0] + part.offset + part.text.indexOf(text) + text.indexOf(written);
    yield {
      name: row.names && Object.hasOwn(row.names, name) ? (row.names[name] as string) : name,
      at: place.exact ? [start, start + written.length] : place.at,
      exact: place.exact && name === written && !(row.names && Object.hasOwn(row.names, name)),
    };
  }
}
