import type { Language } from '../../../types/source.ts';
import { csharp, go, java, kotlin, rust, swift } from './rules-compiled.ts';
import { CHAR, COMMON, DOUBLE, plain } from './rules.ts';
import type { CLikeRules, StringForm } from './rules.ts';

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
  words: {
    NULL: 'NULL NA',
    TRUE: 'TRUE T',
    FALSE: 'FALSE F',
    IF: 'if while',
    FOR: 'for',
    ELSE: 'else',
    SKIP: 'break next repeat',
    IN: 'in',
    FUNCTION: 'function',
  },
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
  strings: [
    { open: "'", close: "'", escape: 'doubled', lines: true },
    { open: '"', close: '"', escape: 'doubled', lines: true },
    { open: '$$', close: '$$', escape: 'none', lines: true },
  ],
  dashComments: true,
  namedArgs: '=',
  arrowArgs: true,
  imports: 'none',
};

/** Ruby; its own syntax is in `keyword/`. */
export const RUBY: CLikeRules = {
  language: 'ruby',
  words: {
    NULL: 'nil',
    TRUE: 'true',
    FALSE: 'false',
    CLASS: 'class module',
    FUNCTION: 'def',
    IF: 'if unless while until',
    FOR: 'for',
    SWITCH: 'case',
    CASE: 'when',
    ELSE: 'else elsif ensure then',
    SKIP: 'break next redo retry begin',
    RETURN: 'return yield',
    THROW: 'raise',
    CATCH: 'rescue',
    IN: 'in',
    DO: 'do',
    END: 'end',
    PREFIX: 'not',
    MODIFIER: 'private public protected module_function',
  },
  strings: [
    plain('"', { lines: true, holes: '#{' }),
    { open: "'", close: "'", escape: 'quotes', lines: true },
    plain('`', { lines: true, holes: '#{' }),
  ],
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
  words: {
    NULL: 'nil',
    TRUE: 'true',
    FALSE: 'false',
    CLASS: 'defmodule defprotocol defimpl',
    FUNCTION: 'def defp defmacro defmacrop',
    ELSE: 'else rescue catch after',
    IN: 'in',
    DO: 'do',
    END: 'end',
    LAMBDA: 'fn',
    IMPORT: 'import alias use require',
    PREFIX: 'not',
  },
  strings: [
    plain('"""', { lines: true, indented: true, holes: '#{' }),
    plain('"', { lines: true, holes: '#{' }),
    plain("'", { lines: true }),
  ],
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
