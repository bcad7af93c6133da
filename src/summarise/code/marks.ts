/** Kinds of tokens that are a single ASCII character: its code. */

export const BANG = 33;
export const AMPERSAND = 38;
export const PAREN = 40;
export const STAR = 42;
export const COMMA = 44;
export const DOT = 46;
export const COLON = 58;
export const SEMICOLON = 59;
export const LESS = 60;
export const ASSIGN = 61;
export const GREATER = 62;
export const QUESTION = 63;
export const SQUARE = 91;
export const BRACE = 123;
export const PIPE = 124;
