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

const COMMON = {
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

const plain = (open: string, more: Partial<StringForm> = {}): StringForm => ({ open, close: open, escape: 'backslash', ...more });
const CHAR = plain("'", { char: true });
const DOUBLE = plain('"');

const go: CLikeRules = {
  language: 'go',
  words: {
    ...COMMON,
    NULL: 'nil',
    SKIP: 'break continue fallthrough goto defer go',
    IF: 'if',
    SWITCH: 'switch select',
    FUNCTION: 'func',
    VARIABLE: 'var const',
    IMPORT: 'import',
    PACKAGE: 'package',
    TYPE: 'type',
    PREFIX: 'range',
    RETURN: 'return',
    THROW: '',
    CATCH: '',
  },
  strings: [DOUBLE, { open: '`', close: '`', escape: 'none', lines: true }, CHAR],
  newlines: true,
  structLiterals: true,
  squareGenerics: true,
  bareConditions: true,
  imports: 'go',
};

const java: CLikeRules = {
  language: 'java',
  words: {
    ...COMMON,
    SKIP: 'break continue finally do try',
    CLASS: 'class interface record @interface',
    ENUM: 'enum',
    IMPORT: 'import',
    PACKAGE: 'package',
    NEW: 'new',
    AS: 'instanceof',
    EXTENDS: 'extends implements permits',
    VARIABLE: '',
    MODIFIER: 'public private protected static final abstract synchronized volatile transient native strictfp sealed non-sealed default',
  },
  strings: [plain('"""', { lines: true, indented: true }), DOUBLE, CHAR],
  typeFirst: true,
  namedArgs: '=',
  lambda: 'arrow',
  imports: 'dotted',
};

const kotlin: CLikeRules = {
  language: 'kotlin',
  words: {
    ...COMMON,
    SWITCH: 'when',
    SKIP: 'break continue finally do try',
    CLASS: 'class interface object',
    FUNCTION: 'fun',
    VARIABLE: 'val var',
    IMPORT: 'import',
    PACKAGE: 'package',
    IN: 'in',
    AS: 'as is',
    CASE: '',
    DEFAULT: '',
    MODIFIER:
      'public private protected internal open abstract final override lateinit const suspend inline data sealed companion enum annotation operator infix tailrec external crossinline noinline reified vararg inner expect actual',
  },
  strings: [{ open: '"""', close: '"""', escape: 'none', lines: true, holes: '$' }, plain('"', { holes: '$' }), CHAR],
  newlines: true,
  nestedComments: true,
  namedArgs: '=',
  trailingLambda: '->',
  lastIsValue: true,
  imports: 'dotted',
};

const csharp: CLikeRules = {
  language: 'csharp',
  words: {
    ...COMMON,
    FOR: 'for foreach',
    IF: 'if while lock',
    SKIP: 'break continue finally do try unsafe checked unchecked goto',
    CLASS: 'class interface struct record',
    ENUM: 'enum',
    IMPORT: 'using',
    PACKAGE: 'namespace',
    NEW: 'new',
    PREFIX: 'await ref out',
    IN: 'in',
    AS: 'as is',
    MODIFIER:
      'public private protected internal static readonly const abstract sealed override virtual async partial required volatile extern unsafe file implicit explicit event delegate params',
  },
  strings: [
    { open: '"""', close: '"""', escape: 'none', lines: true, indented: true },
    { open: '$"""', close: '"""', escape: 'none', lines: true, indented: true, holes: '{' },
    { open: '$$"""', close: '"""', escape: 'none', lines: true, indented: true },
    { open: '$@"', close: '"', escape: 'doubled', lines: true, holes: '{' },
    { open: '@$"', close: '"', escape: 'doubled', lines: true, holes: '{' },
    { open: '@"', close: '"', escape: 'doubled', lines: true },
    plain('$"', { close: '"', holes: '{' }),
    DOUBLE,
    CHAR,
  ],
  preprocessor: true,
  typeFirst: true,
  namedArgs: ':',
  lambda: 'fat',
  squareAttributes: true,
  imports: 'using',
};

const rust: CLikeRules = {
  language: 'rust',
  words: {
    ...COMMON,
    NULL: 'None',
    SWITCH: 'match',
    IF: 'if while',
    SKIP: 'break continue loop',
    CASE: '',
    DEFAULT: '',
    CLASS: 'struct trait union',
    ENUM: 'enum',
    IMPLEMENTATION: 'impl',
    FUNCTION: 'fn',
    VARIABLE: 'let const static',
    IMPORT: 'use',
    PACKAGE: 'mod',
    IN: 'in',
    AS: 'as',
    TYPE: 'type',
    PREFIX: 'move await mut ref',
    MODIFIER: 'pub async unsafe extern crate dyn',
    THROW: '',
    CATCH: '',
  },
  strings: [plain('b"', { close: '"', lines: true }), plain('c"', { close: '"', lines: true }), plain('"', { lines: true }), CHAR],
  nestedComments: true,
  structLiterals: true,
  hashAttributes: true,
  macros: true,
  pipes: true,
  lastIsValue: true,
  bareConditions: true,
  imports: 'rust',
};

const swift: CLikeRules = {
  language: 'swift',
  words: {
    ...COMMON,
    IF: 'if while guard',
    SKIP: 'break continue do defer repeat fallthrough',
    CLASS: 'class struct protocol extension actor',
    ENUM: 'enum',
    FUNCTION: 'func init',
    VARIABLE: 'let var',
    IMPORT: 'import',
    IN: 'in',
    AS: 'as is',
    TYPE: 'typealias',
    PREFIX: 'try await inout',
    MODIFIER:
      'public private fileprivate internal open static final override mutating lazy weak unowned convenience required nonisolated indirect async',
  },
  strings: [plain('"""', { lines: true, indented: true, holes: '\\(' }), plain('"', { holes: '\\(' })],
  newlines: true,
  nestedComments: true,
  namedArgs: ':',
  trailingLambda: 'in',
  bareConditions: true,
  imports: 'swift',
};

const php: CLikeRules = {
  language: 'php',
  words: {
    ...COMMON,
    NULL: 'null NULL Null',
    SWITCH: 'switch match',
    FOR: 'for foreach',
    IF: 'if while elseif',
    SKIP: 'break continue finally do try endif endforeach endwhile endfor endswitch',
    RETURN: 'return yield',
    CLASS: 'class interface trait',
    ENUM: 'enum',
    FUNCTION: 'function fn',
    VARIABLE: 'const',
    IMPORT: 'use',
    PACKAGE: 'namespace',
    NEW: 'new',
    AS: 'instanceof',
    EXTENDS: 'extends implements',
    PREFIX: 'echo print clone global',
    MODIFIER: 'public private protected static final abstract readonly var',
  },
  strings: [{ open: "'", close: "'", escape: 'quotes', lines: true }, plain('"', { lines: true, holes: '{$' })],
  hashComments: true,
  hashAttributes: true,
  arrowMember: true,
  dotConcat: true,
  namedArgs: ':',
  typeFirst: true,
  openTag: true,
  imports: 'php',
};

const c: CLikeRules = {
  language: 'c',
  words: {
    ...COMMON,
    SKIP: 'break continue do try goto',
    CLASS: 'class struct union',
    ENUM: 'enum',
    IMPORT: 'using',
    PACKAGE: 'namespace',
    NEW: 'new',
    PREFIX: 'co_await sizeof',
    TYPE: 'typedef',
    MODIFIER:
      'public private protected static const constexpr inline extern virtual explicit friend mutable volatile typename template register thread_local consteval constinit unsigned signed',
  },
  strings: [...['', 'u8', 'L', 'u', 'U'].map((prefix) => plain(`${prefix}"`, { close: '"' })), plain('@"', { close: '"' }), CHAR],
  preprocessor: true,
  arrowMember: true,
  typeFirst: true,
  adjacentStrings: true,
  imports: 'none',
};

const scala: CLikeRules = {
  language: 'scala',
  words: {
    ...COMMON,
    SWITCH: 'match',
    DEFAULT: '',
    SKIP: 'finally do try then',
    CLASS: 'class trait object',
    ENUM: 'enum',
    FUNCTION: 'def',
    VARIABLE: 'val var given',
    IMPORT: 'import',
    PACKAGE: 'package',
    NEW: 'new',
    TYPE: 'type',
    EXTENDS: 'extends with',
    MODIFIER: 'private protected override final abstract sealed implicit lazy case inline',
  },
  strings: [
    ...['s"""', 'f"""', 'raw"""'].map((open): StringForm => ({ open, close: '"""', escape: 'none', lines: true, holes: '$' })),
    { open: '"""', close: '"""', escape: 'none', lines: true },
    ...['s"', 'f"', 'raw"'].map((open) => plain(open, { close: '"', holes: '$' })),
    DOUBLE,
    CHAR,
  ],
  newlines: true,
  nestedComments: true,
  namedArgs: '=',
  lambda: 'fat',
  trailingLambda: '=>',
  squareGenerics: true,
  lastIsValue: true,
  imports: 'dotted',
};

const dart: CLikeRules = {
  language: 'dart',
  words: {
    ...COMMON,
    SKIP: 'break continue finally do try',
    CLASS: 'class mixin extension',
    ENUM: 'enum',
    VARIABLE: 'var final const',
    IMPORT: 'import export part library',
    NEW: 'new',
    IN: 'in',
    AS: 'as is',
    TYPE: 'typedef',
    EXTENDS: 'extends implements with on',
    PREFIX: 'await',
    MODIFIER: 'static late external abstract required covariant factory async base sealed interface',
  },
  strings: [
    ...["'''", '"""'].flatMap((quotes): StringForm[] => [
      { open: `r${quotes}`, close: quotes, escape: 'none', lines: true },
      plain(quotes, { lines: true, holes: '$' }),
    ]),
    ...["'", '"'].flatMap((quote): StringForm[] => [{ open: `r${quote}`, close: quote, escape: 'none' }, plain(quote, { holes: '$' })]),
  ],
  nestedComments: true,
  namedArgs: ':',
  lambda: 'fat',
  typeFirst: true,
  adjacentStrings: true,
  imports: 'dart',
};

const r: CLikeRules = {
  language: 'r',
  words: { NULL: 'NULL NA', TRUE: 'TRUE T', FALSE: 'FALSE F', IF: 'if while', FOR: 'for', ELSE: 'else', SKIP: 'break next repeat', IN: 'in', FUNCTION: 'function' },
  strings: [plain('"', { lines: true }), plain("'", { lines: true }), { open: 'r"(', close: ')"', escape: 'none', lines: true }],
  newlines: true,
  hashComments: true,
  namedArgs: '=',
  rSyntax: true,
  imports: 'none',
};

const sql: CLikeRules = {
  language: 'sql',
  words: { NULL: 'NULL null' },
  strings: [{ open: "'", close: "'", escape: 'doubled', lines: true }, { open: '$$', close: '$$', escape: 'none', lines: true }],
  dashComments: true,
  namedArgs: '=',
  imports: 'none',
};

/** Ruby; its own syntax is in `keyword/`. */
export const RUBY: CLikeRules = {
  language: 'ruby',
  words: { NULL: 'nil', TRUE: 'true', FALSE: 'false', CLASS: 'class module', FUNCTION: 'def', IF: 'if unless while until', FOR: 'for', SWITCH: 'case', CASE: 'when', ELSE: 'else elsif ensure then', SKIP: 'break next redo retry begin', RETURN: 'return yield', THROW: 'raise', CATCH: 'rescue', IN: 'in', DO: 'do', END: 'end', PREFIX: 'not', MODIFIER: 'private public protected module_function' },
  strings: [plain('"', { lines: true, holes: '#{' }), { open: "'", close: "'", escape: 'quotes', lines: true }, plain('`', { lines: true, holes: '#{' })],
  newlines: true,
  hashComments: true,
  adjacentStrings: true,
  keywordBlocks: true,
  namedArgs: ':',
  lastIsValue: true,
  imports: 'none',
};

/** Elixir; its own syntax is in `keyword/`. */
export const ELIXIR: CLikeRules = {
  language: 'elixir',
  words: { NULL: 'nil', TRUE: 'true', FALSE: 'false', CLASS: 'defmodule defprotocol defimpl', FUNCTION: 'def defp defmacro defmacrop', ELSE: 'else rescue catch after', IN: 'in', DO: 'do', END: 'end', LAMBDA: 'fn', IMPORT: 'import alias use require', PREFIX: 'not' },
  strings: [plain('"""', { lines: true, indented: true, holes: '#{' }), plain('"', { lines: true, holes: '#{' }), plain("'", { lines: true })],
  newlines: true,
  hashComments: true,
  keywordBlocks: true,
  namedArgs: ':',
  lastIsValue: true,
  structLiterals: true,
  imports: 'none',
};

/** The C-like languages by name. Adding one is adding its rules here. */
export const C_LIKE: Partial<Record<Language, CLikeRules>> = { go, java, kotlin, csharp, rust, swift, php, c, scala, dart, r, sql };
