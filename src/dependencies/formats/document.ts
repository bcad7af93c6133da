/**
 * What the JSON, TOML and YAML readers have in common: a tree of plain values that remembers on which line each of its keys and
 * list items stands. Tables have no prototype, so a key such as `__proto__` is an ordinary key.
 */

/** A table of a document; without prototype. */
export type Table = { [key: string]: unknown };

/** A parsed file. `problems` names what could not be read; the rest is in `root` all the same. */
export interface Document {
  root: Table;
  problems: string[];
}

const LINES = Symbol('lines');

/** Containers carry the lines of their keys themselves, under a symbol: a map beside them costs several times the memory and time. */
interface WithLines {
  [LINES]?: Record<string | number, number>;
}

/** Notes the line of a key of a table, or of an item of a list. */
export function setLine(container: object, key: string | number, line: number): void {
  const lines = ((container as WithLines)[LINES] ??= Object.create(null) as Record<string | number, number>);
  lines[key] = line;
}

/** 1-based line of a key or item; 1 when it was not noted. */
export function lineOf(container: object, key: string | number): number {
  return (container as WithLines)[LINES]?.[key] ?? 1;
}

/** An empty table. */
export function newTable(): Table {
  return Object.create(null) as Table;
}

/** The value as a table; an empty one for anything else, so that readers need no checks at every level. */
export function table(value: unknown): Table {
  return isTable(value) ? value : newTable();
}

/** Whether a value is a table, and not a list, a date or a scalar. */
export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The value as a list; an empty one for anything else. */
export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as text; numbers count (YAML reads `version: 1.0` as a number), everything else does not. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

/** Whether a flag is set; the readers of indented text give every scalar as text. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** Follows keys through nested tables. */
export function at(value: unknown, ...keys: string[]): unknown {
  let current = value;
  for (const key of keys) {
    if (!isTable(current)) return undefined;
    current = current[key];
  }
  return current;
}
