/**
 * What the JSON, TOML and YAML readers have in common: a tree of plain values that remembers on which line each of its keys and
 * list items stands. Tables have no prototype, so a key such as `__proto__` is an ordinary key.
 */

export type Table = { [key: string]: unknown };

/** A parsed file. `problems` names what could not be read; the rest is in `root` all the same. */
export interface Document {
  root: Table;
  /** 1-based line of a key of a table, or of an item of a list, that came from this document. */
  line(container: object, key: string | number): number;
  problems: string[];
}

/** Lines of the keys of a container, filled by the format readers. */
export class LineMap {
  private readonly lines = new WeakMap<object, Map<string | number, number>>();

  set(container: object, key: string | number, line: number): void {
    let keys = this.lines.get(container);
    if (keys === undefined) this.lines.set(container, (keys = new Map()));
    keys.set(key, line);
  }

  get(container: object, key: string | number): number {
    return this.lines.get(container)?.get(key) ?? 1;
  }
}

export function newTable(): Table {
  return Object.create(null) as Table;
}

/** The value as a table; an empty one for anything else, so that readers need no checks at every level. */
export function table(value: unknown): Table {
  return isTable(value) ? value : newTable();
}

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as text; numbers count (YAML reads `version: 1.0` as a number), everything else does not. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
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
