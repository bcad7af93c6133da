/** YAML lockfiles: the line reader first, the library where somebody has reformatted the file. */

import type { Document } from './document.ts';
import { readIndented } from './indented.ts';
import { readYaml } from './yaml.ts';

/** The library reads about 3 MB a second; a larger file that the line reader can't take whole is kept as far as it got. */
const MAX_LIBRARY_CHARACTERS = 8 * 1024 * 1024;

/** Reads a YAML lockfile of any layout. */
export function readLockYaml(source: string): Document {
  const doc = readIndented(source);
  // A file without a last line end is cut off; the library would take its last word for a value and say nothing.
  const isCut = !source.endsWith('\n');
  if (doc.problems.length === 0 || isCut || source.length > MAX_LIBRARY_CHARACTERS) return doc;
  const whole = readYaml(source);
  return whole.problems.length === 0 ? whole : doc;
}
