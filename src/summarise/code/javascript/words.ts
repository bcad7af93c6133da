import { KEYWORD } from '../tokens.ts';

const WORDS =
  'var let const function class return if else for while do switch case default break continue throw try catch finally new typeof instanceof in import export await extends this super null true false void delete yield enum with debugger'.split(
    ' ',
  );

/** Keywords of JavaScript and TypeScript as token kinds; contextual words (`of`, `as`, `type` …) stay names. */
export const JS = Object.fromEntries(WORDS.map((word, index) => [word, KEYWORD + index])) as Record<string, number>;

/** Keywords that are values: a `/` behind them divides. */
export const VALUES = new Set([JS.this, JS.super, JS.null, JS.true, JS.false]);
