/** Licence expressions as trees: reading a canonical one, printing it, walking it. */

import { createRequire } from 'node:module';
import type { LicensePart } from './ids.ts';
import { canonicalException, normaliseId } from './ids.ts';
import type { Token } from './tokens.ts';
import { tokenise } from './tokens.ts';

export type ExpressionNode = ({ kind: 'license' } & LicensePart) | { kind: 'and' | 'or'; parts: ExpressionNode[] };

/** Thrown inside this folder for text that is no expression; `where` is an offset in UTF-16 units. */
export class ExpressionError extends Error {
  readonly where: number;

  constructor(where: number, message: string) {
    super(message);
    this.where = where;
  }
}

/** One licence as it stands in a text, before anybody says what it means. */
export interface Operand {
  id: string;
  at: number;
  exception?: string;
}

/** More operands than any real field has; keeps the parser, which recurses once per operator, within its stack. */
const MAX_OPERANDS = 1000;
const MAX_DEPTH = 200;

type LibraryNode = { license: string } | { left: LibraryNode; right: LibraryNode; conjunction: 'and' | 'or' };

let library: ((text: string) => LibraryNode) | undefined;

/**
 * Parses tokens into a tree of whatever `resolve` makes of each operand.
 * spdx-expression-parse decides precedence; it is handed numbered `LicenseRef-` stand-ins because it knows no ids newer
 * than itself, no `AdditionRef-`, no underscores and no lower-case ids, and it overflows on deep nesting.
 * @throws ExpressionError where the text stops being an expression
 */
export function parseTokens(tokens: Token[], end: number, resolve: (operand: Operand) => ExpressionNode): ExpressionNode {
  const operands: Operand[] = [];
  const stack: number[] = [];
  let source = '';
  let expectOperand = true;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    if (token.kind === 'open') {
      if (!expectOperand) throw new ExpressionError(token.at, 'an operator is missing before "("');
      stack.push(token.at);
      if (stack.length > MAX_DEPTH) throw new ExpressionError(token.at, `nested deeper than ${MAX_DEPTH} levels`);
      source += '( ';
    } else if (token.kind === 'close') {
      if (expectOperand) throw new ExpressionError(token.at, 'a licence is missing before ")"');
      if (stack.pop() === undefined) throw new ExpressionError(token.at, 'this ")" closes nothing');
      source += ') ';
    } else if (token.kind === 'word') {
      if (!expectOperand) throw new ExpressionError(token.at, 'an operator is missing between two licences');
      const operand: Operand = { id: token.text, at: token.at };
      if (tokens[index + 1]?.kind === 'with') {
        const exception = tokens[index + 2];
        if (exception?.kind !== 'word') throw new ExpressionError(exception?.at ?? end, 'an exception is missing after WITH');
        operand.exception = exception.text;
        index += 2;
      }
      source += `LicenseRef-${operands.push(operand) - 1} `;
      if (operands.length > MAX_OPERANDS) throw new ExpressionError(token.at, `more than ${MAX_OPERANDS} licences`);
      expectOperand = false;
    } else {
      if (expectOperand || token.kind === 'with') throw new ExpressionError(token.at, `"${token.text}" has no licence before it`);
      source += token.kind === 'and' ? 'AND ' : 'OR ';
      expectOperand = true;
    }
  }
  const open = stack.at(-1);
  if (open !== undefined) throw new ExpressionError(open, 'this "(" is never closed');
  if (expectOperand) throw new ExpressionError(end, 'a licence is missing at the end');
  library ??= createRequire(import.meta.url)('spdx-expression-parse') as (text: string) => LibraryNode;
  return convert(library(source), (number) => resolve(operands[number] as Operand));
}

function convert(node: LibraryNode, operand: (index: number) => ExpressionNode): ExpressionNode {
  if ('license' in node) return operand(Number(node.license.slice('LicenseRef-'.length)));
  return combine(node.conjunction, [convert(node.left, operand), convert(node.right, operand)]);
}

/** Joins expressions by one operator; nested uses of the same operator become one list. */
export function combine(kind: 'and' | 'or', parts: ExpressionNode[]): ExpressionNode {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  return flat.length === 1 ? (flat[0] as ExpressionNode) : { kind, parts: flat };
}

/**
 * Parses a canonical expression, such as every `expression` of a reading. Ids that are not on the list are kept as written.
 * @throws ExpressionError when it is no expression
 */
export function parseExpression(expression: string): ExpressionNode {
  const tokens = tokenise(expression);
  if ('where' in tokens) throw new ExpressionError(tokens.where, tokens.message);
  return parseTokens(tokens.tokens, expression.length, ({ id, exception }) => {
    const { alternatives: _, ...part } = normaliseId(id) ?? { id };
    return { kind: 'license', ...part, ...(exception ? { exception: canonicalException(exception) ?? exception } : {}) };
  });
}

/** Prints a tree with no more parentheses than it needs. */
export function printExpression(node: ExpressionNode): string {
  if (node.kind === 'license') return `${node.id}${node.plus ? '+' : ''}${node.exception ? ` WITH ${node.exception}` : ''}`;
  return node.parts
    .map((part) => (node.kind === 'and' && part.kind === 'or' ? `(${printExpression(part)})` : printExpression(part)))
    .join(node.kind === 'and' ? ' AND ' : ' OR ');
}

/** The licences of a tree, left to right. */
export function licenseParts(node: ExpressionNode): LicensePart[] {
  if (node.kind !== 'license') return node.parts.flatMap(licenseParts);
  const { kind: _, ...part } = node;
  return [part];
}

/** The distinct ids of an expression, in order, without exceptions; none when it cannot be parsed. */
export function licenseIdsIn(expression: string): string[] {
  try {
    return [...new Set(licenseParts(parseExpression(expression)).map(({ id }) => id))];
  } catch (error) {
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}
