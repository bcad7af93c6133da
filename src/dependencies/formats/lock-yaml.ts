/** YAML lockfiles: the line reader first, the library where somebody has reformatted the file. */

import { isTable, lineOf, text } from './document.ts';
import type { Document, Table } from './document.ts';
import { readIndented, walkIndented } from './indented.ts';
import type { IndentedVisitor } from './indented.ts';
import { readYaml } from './yaml.ts';

/** The library reads about 3 MB a second; a larger file that the line reader can't take whole is kept as far as it got. */
const MAX_LIBRARY_CHARACTERS = 8 * 1024 * 1024;

/** Reads a YAML lockfile of any layout. */
export function readLockYaml(source: string): Document {
  const doc = readIndented(source);
  return (doc.problems.length > 0 && reformatted(source)) || doc;
}

/** Shows a YAML lockfile of any layout to a visitor. */
export function walkLockYaml<V extends IndentedVisitor>(source: string, newVisitor: () => V): { visitor: V; problems: string[] } {
  const visitor = newVisitor();
  const problem = walkIndented(source, visitor);
  if (problem === undefined) return { visitor, problems: [] };
  const whole = reformatted(source);
  if (whole === undefined) return { visitor, problems: [problem] };
  const second = newVisitor();
  walkTable(whole.root, second);
  return { visitor: second, problems: [] };
}

/** Shows the keys and scalars of a parsed document to a visitor. */
export function walkTable(table: Table, visitor: IndentedVisitor, depth = 0): void {
  for (const [key, value] of Object.entries(table)) {
    const line = lineOf(table, key);
    if (isTable(value)) {
      if (visitor.open(key, depth, line)) walkTable(value, visitor, depth + 1);
    } else if (typeof value !== 'object') visitor.pair(key, JSON.stringify(text(value) ?? String(value)), depth, line);
  }
}

/** The library's reading; `undefined` where it finds faults too, or the text is no whole file. */
function reformatted(source: string): Document | undefined {
  // A file without a last line end is cut off; the library would take its last word for a value and say nothing.
  const isCut = !source.endsWith('\n');
  if (isCut || source.length > MAX_LIBRARY_CHARACTERS) return undefined;
  const whole = readYaml(source);
  return whole.problems.length === 0 ? whole : undefined;
}
