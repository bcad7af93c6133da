/** JSON with positions, tolerant of comments, trailing commas and truncation (what stands before the fault is kept). */

import { jsonc } from './libraries.ts';
import { newTable, setLine } from './document.ts';
import type { Document, Table } from './document.ts';

/** At most this many nested lists and tables; lockfiles need about ten. */
const MAX_DEPTH = 200;

/**
 * Reads a JSON document.
 * @throws RangeError when it is nested so deeply that nothing can be read.
 */
export function readJson(source: string): Document {
  const holder: unknown[] = [];
  const stack: (Table | unknown[])[] = [holder];
  const keys: (string | number)[] = [0];
  let firstProblem: string | undefined;

  const put = (value: unknown, line: number): void => {
    const container = stack.at(-1)!;
    if (Array.isArray(container)) {
      setLine(container, container.length, line);
      container.push(value);
    } else {
      const key = keys.at(-1)!;
      container[key] = value;
    }
  };
  const open = (value: Table | unknown[], line: number): void => {
    if (stack.length > MAX_DEPTH) throw new RangeError(`nested more than ${MAX_DEPTH} levels deep`);
    put(value, line);
    stack.push(value);
    keys.push(0);
  };
  const close = (): void => {
    if (stack.length > 1) {
      stack.pop();
      keys.pop();
    }
  };
  jsonc().visit(
    source,
    {
      onObjectBegin: (_offset, _length, line) => open(newTable(), line + 1),
      onArrayBegin: (_offset, _length, line) => open([], line + 1),
      onObjectEnd: close,
      onArrayEnd: close,
      onObjectProperty: (name, _offset, _length, line) => {
        keys[keys.length - 1] = name;
        setLine(stack.at(-1)!, name, line + 1);
      },
      onLiteralValue: (value: unknown, _offset, _length, line) => put(value, line + 1),
      onError: (_code, _offset, _length, line) => {
        firstProblem ??= `not valid JSON from line ${line + 1}`;
      },
    },
    { allowTrailingComma: true, allowEmptyContent: true },
  );
  const root = holder[0];
  if (root !== undefined && (typeof root !== 'object' || root === null || Array.isArray(root))) firstProblem ??= 'not a JSON object';
  if (root === undefined) firstProblem ??= 'empty';
  return {
    root: typeof root === 'object' && root !== null && !Array.isArray(root) ? (root as Table) : newTable(),
    problems: firstProblem === undefined ? [] : [firstProblem],
  };
}
