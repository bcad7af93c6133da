/** Bicep: parameters with defaults and allowed values, variables, resources, modules, outputs. */

import type { Span } from '../../types/source.ts';
import { blanks, emit, nextLine, readStatements, skipBalanced, stringEnd, stringExpr, under, value, wordAt } from './infrastructure.ts';
import type { Infra } from './infrastructure.ts';
import { lineContentEnd } from './lines.ts';
import type { Reading } from './reading.ts';

/** Reads Bicep: `['param', name, 'default']`, `['param', name, 'allowed', i]`, `['resource', symbol, …]`, `['var', name, …]`. */
export function readBicep(text: string, base = 0): Reading {
  return readStatements(text, base, true, statement);
}

const DECORATOR = /@(?:sys\.)?([a-zA-Z]+)\(/y;

function statement(infra: Infra): void {
  const { text } = infra;
  let allowed = -1;
  while (text[infra.at] === '@') {
    DECORATOR.lastIndex = infra.at;
    const match = DECORATOR.exec(text);
    if (!match) {
      nextLine(infra);
    } else if (match[1] === 'allowed') {
      infra.at = DECORATOR.lastIndex;
      blanks(infra, true);
      allowed = infra.at;
      skipBalanced(infra);
      nextLine(infra);
    } else {
      infra.at = DECORATOR.lastIndex - 1;
      skipBalanced(infra);
      nextLine(infra);
    }
    blanks(infra, true);
  }
  const keyword = wordAt(infra);
  if (keyword === undefined || !/^(?:param|var|resource|module|output|func|type|using|existing)$/.test(keyword)) {
    nextLine(infra);
    return;
  }
  blanks(infra, false);
  const start = infra.at;
  const name = wordAt(infra);
  if (name === undefined) {
    nextLine(infra);
    return;
  }
  const keyAt: Span = [infra.base + start, infra.base + infra.at];
  if (allowed >= 0) {
    const after = infra.at;
    infra.at = allowed;
    under(infra, [keyword, name, 'allowed'], () => value(infra, undefined, 0));
    infra.at = after;
  }
  blanks(infra, false);
  if (text[infra.at] === "'") {
    const close = stringEnd(text, infra.at, "'");
    const inner = text.slice(infra.at + 1, close);
    const at: Span = [infra.at + 1, close];
    under(infra, [keyword, name, '@type'], () => emit(infra, inner, at, 'string', undefined, stringExpr(inner, infra.base + at[0])));
    infra.at = Math.min(close + 1, text.length);
  }
  // What stands between the name and `=` is the type.
  const end = lineContentEnd(text, infra.at);
  const equals = text.indexOf('=', infra.at);
  if (equals < 0 || equals > end) {
    nextLine(infra);
    return;
  }
  infra.at = equals + 1;
  blanks(infra, false);
  const path = keyword === 'param' ? [keyword, name, 'default'] : [keyword, name];
  under(infra, path, () => value(infra, keyAt, 0));
}
