import type { Language } from '../../../types/source.ts';
import { KEYWORD } from '../tokens.ts';

/** What a word of a language does, as token kind. A word that is none of these is a name. */
export const W = {
  CLASS: KEYWORD,
  ENUM: KEYWORD + 1,
  FUNCTION: KEYWORD + 2,
  VARIABLE: KEYWORD + 3,
  IMPORT: KEYWORD + 4,
  PACKAGE: KEYWORD + 5,
  /** Stands in front of a condition: `if`, `while`, `guard`. */
  IF: KEYWORD + 6,
  FOR: KEYWORD + 7,
  SWITCH: KEYWORD + 8,
  CASE: KEYWORD + 9,
  DEFAULT: KEYWORD + 10,
  ELSE: KEYWORD + 11,
  RETURN: KEYWORD + 12,
  THROW: KEYWORD + 13,
  CATCH: KEYWORD + 14,
  NEW: KEYWORD + 15,
  /** Changes nothing about the value behind it: `await`, `try`, `move`, `ref`. */
  PREFIX: KEYWORD + 16,
  /** Passed over in front of declarations. */
  MODIFIER: KEYWORD + 17,
  NULL: KEYWORD + 18,
  TRUE: KEYWORD + 19,
  FALSE: KEYWORD + 20,
  IN: KEYWORD + 21,
  /** `is`, `instanceof`, `as`: a type follows. */
  AS: KEYWORD + 22,
  /** Statement words without value: `break`, `else`, `do`, `finally`. */
  SKIP: KEYWORD + 23,
  TYPE: KEYWORD + 24,
  IMPLEMENTATION: KEYWORD + 25,
  EXTENDS: KEYWORD + 26,
  /** Ruby and Elixir: `do` and `end` around blocks, `fn` … `end`. */
  DO: KEYWORD + 27,
  END: KEYWORD + 28,
  LAMBDA: KEYWORD + 29,
} as const;

/** How a string literal of a language is written; the first form whose `open` stands at a place wins. */
export interface StringForm {
  open: string;
  close: string;
  /** `backslash`: the usual escapes; `quotes`: only the closing quote and the backslash (PHP); `doubled`: the quote twice (C#). */
  escape: 'backslash' | 'quotes' | 'doubled' | 'none';
  lines?: boolean;
  /** What opens a hole: `$` also stands for `$name` and `${`. */
  holes?: '$' | '\\(' | '{' | '{$' | '#{';
  /** Common indentation is no part of the value. */
  indented?: boolean;
  /** A single character: no string of the program. */
  char?: boolean;
}

/** One language of the C-like family. */
export interface CLikeRules {
  language: Language;
  words: Partial<Record<keyof typeof W, string>>;
  strings: StringForm[];
  /** A line end ends a statement unless the next line goes on with an operator. */
  newlines?: boolean;
  nestedComments?: boolean;
  hashComments?: boolean;
  /** `#include`, `#define`, `#region`. */
  preprocessor?: boolean;
  /** Member access besides `.`. */
  arrowMember?: boolean;
  /** `.` joins strings (PHP). */
  dotConcat?: boolean;
  /** What separates the name of an argument from its value. */
  namedArgs?: ':' | '=';
  /** Arguments are also named with `=>` (SQL). */
  arrowArgs?: boolean;
  /** Arrow of a lambda. */
  lambda?: 'arrow' | 'fat';
  /** `foo { … }` is a call with a lambda; the lambda's parameters end with this word or arrow. */
  trailingLambda?: 'in' | '->' | '=>';
  /** `Name { a: x }` builds a value. */
  structLiterals?: boolean;
  /** `Type name = value`. */
  typeFirst?: boolean;
  /** `foo[T](x)` is a generic call. */
  squareGenerics?: boolean;
  /** `[Attribute]` before declarations. */
  squareAttributes?: boolean;
  /** `#[attribute]`. */
  hashAttributes?: boolean;
  /** `name!(…)` is a macro call. */
  macros?: boolean;
  /** `|x| …` is a lambda. */
  pipes?: boolean;
  /** The last expression of a body is its value. */
  lastIsValue?: boolean;
  /** Conditions stand without parentheses, so a `{` behind them opens a block. */
  bareConditions?: boolean;
  /** Strings side by side are one. */
  adjacentStrings?: boolean;
  /** Code starts behind `<?php`. */
  openTag?: boolean;
  /** `--` starts a comment (SQL). */
  dashComments?: boolean;
  /** Blocks end with a word instead of a brace. */
  keywordBlocks?: boolean;
  /** `x <- value`, `x$y`, names with dots (R). */
  rSyntax?: boolean;
  imports: 'go' | 'dotted' | 'using' | 'rust' | 'php' | 'dart' | 'swift' | 'none';
}

/** Words that most languages share. */
export const COMMON = {
  NULL: 'null nil NULL nullptr None undefined',
  TRUE: 'true',
  FALSE: 'false',
  RETURN: 'return yield',
  THROW: 'throw',
  CATCH: 'catch',
  ELSE: 'else',
  SKIP: 'break continue finally do',
  IF: 'if while',
  FOR: 'for',
  SWITCH: 'switch',
  CASE: 'case',
  DEFAULT: 'default',
};

/** A literal with the usual escapes that closes as it opens. */
export const plain = (open: string, more: Partial<StringForm> = {}): StringForm => ({ open, close: open, escape: 'backslash', ...more });
/** A character. */
export const CHAR = plain("'", { char: true });
/** The plain double-quoted string. */
export const DOUBLE = plain('"');
