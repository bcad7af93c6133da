import { T } from '../tokens.ts';
import { W } from './rules.ts';
import type { CLikeRules, StringForm } from './rules.ts';

/** Rules with their look-up tables; built once per language, when the first file of it is read. */
export interface LexerTables {
  rules: CLikeRules;
  words: Map<string, number>;
  /** String forms by the character code they start with, longest opening first. */
  forms: (StringForm[] | undefined)[];
}

const tables = new Map<CLikeRules, LexerTables>();

/** The look-up tables of a language. */
export function tablesOf(rules: CLikeRules): LexerTables {
  let found = tables.get(rules);
  if (found !== undefined) return found;
  const words = new Map<string, number>();
  for (const [role, list] of Object.entries(rules.words))
    for (const word of list.split(' ')) if (word !== '') words.set(word, W[role as keyof typeof W]);
  const forms: (StringForm[] | undefined)[] = [];
  for (const form of rules.strings.toSorted((a, b) => b.open.length - a.open.length)) (forms[form.open.charCodeAt(0)] ??= []).push(form);
  found = { rules, words, forms };
  tables.set(rules, found);
  return found;
}

const OPERATORS: [text: string, kind: number][] = [
  ['?->', T.OPTIONAL_DOT],
  ['===', T.EQ],
  ['!==', T.NE],
  ['...', T.SPREAD],
  ['..<', T.RANGE],
  ['..=', T.RANGE],
  ['??=', T.OR_ASSIGN],
  ['||=', T.OR_ASSIGN],
  ['<=>', T.EQ],
  ['==', T.EQ],
  ['!=', T.NE],
  ['<=', T.LE],
  ['>=', T.GE],
  ['=>', T.FAT_ARROW],
  ['->', T.ARROW],
  ['??', T.COALESCE],
  ['?:', T.ELVIS],
  ['?.', T.OPTIONAL_DOT],
  ['||', T.OR],
  ['&&', T.AND],
  ['::', T.DOUBLE_COLON],
  [':=', T.WALRUS],
  ['++', T.STEP],
  ['--', T.STEP],
  ['+=', T.AUGMENT],
  ['-=', T.AUGMENT],
  ['*=', T.AUGMENT],
  ['/=', T.AUGMENT],
  ['%=', T.AUGMENT],
  ['.=', T.AUGMENT],
  ['..', T.RANGE],
  ['!!', T.NOT_NULL],
  ['<<', T.SHIFT],
];
/** Operators by the character code they start with, longest first. */
export const OPERATORS_BY_FIRST: [string, number][][] = [];
for (const operator of OPERATORS) (OPERATORS_BY_FIRST[operator[0].charCodeAt(0)] ??= []).push(operator);
