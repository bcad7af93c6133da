/** Reads every manifest, lockfile and BOM file of a project. */

import type { DependencyScope } from '../types/dependency.ts';
import type { ProjectFile } from '../types/project.ts';
import type { SkippedFile } from '../types/reference.ts';
import { conflictSides } from './conflicts.ts';
import { weaker } from './graph.ts';
import { readerOf } from './registry.ts';
import type { FileReader, Found, ReadContext, Reading } from './types.ts';
import { reasonOf } from './text.ts';

/** Characters of the largest file that is read: five times the largest lockfile ever seen here. */
const MAX_CHARACTERS = 32 * 1024 * 1024;

/** At most this many problems of one file are reported one by one. */
const MAX_PROBLEMS = 3;

/** All readings, in the order of the files; what could not be read is added to `skipped`. */
export function readFiles(context: ReadContext, skipped: SkippedFile[]): Reading[] {
  const readings: Reading[] = [];
  for (const file of context.project.files) {
    const reader = file.local ? undefined : readerOf(file.path);
    if (reader) for (const reading of readFile(file, reader, context, skipped)) readings.push(reading);
  }
  return readings;
}

function readFile(file: ProjectFile, reader: FileReader, context: ReadContext, skipped: SkippedFile[]): Reading[] {
  const { path } = file;
  const source = reader.binary ? '' : context.project.text(path);
  // The project has told why it could not be read.
  if (source === undefined) return [];
  if (source.length > MAX_CHARACTERS) {
    skipped.push({ path, reason: `larger than ${MAX_CHARACTERS / 1048576} MiB; the packages it names are missing` });
    return [];
  }
  const sides = conflictSides(source);
  if (sides) skipped.push({ path, reason: `merge conflict markers from line ${sides.line}; both sides were read` });
  const readings: Reading[] = [];
  for (const text of sides ? [sides.ours, sides.theirs] : [source]) {
    try {
      const read = reader.read(path, text, context);
      if (read !== undefined) readings.push(...(Array.isArray(read) ? read : [read]));
    } catch (error) {
      skipped.push({ path, reason: `could not be read: ${reasonOf(error)}` });
    }
  }
  if (readings.some(({ kind }) => kind === 'lock')) context.project.forgetText(path);
  for (const reading of readings) {
    for (const reason of shortened(reading.problems)) skipped.push({ path, reason });
    const scope = scopeOfFile(file);
    reading.packages = reading.packages.filter((found) => found.name !== '');
    for (const found of reading.packages) weaken(found, scope);
  }
  return readings;
}

/** What a file's place says about everything it names: nothing below `tests/` or `examples/` ships. */
function scopeOfFile(file: ProjectFile): DependencyScope {
  if (file.scope === 'test') return 'test';
  return file.scope === 'production' || file.scope === 'vendored' ? 'production' : 'development';
}

function weaken(found: Found, scope: DependencyScope): void {
  if (scope !== 'production') found.scope = weaker(found.scope ?? 'production', scope);
}

/** Problems without repeats; of many the first ones and how many more there are. */
function shortened(problems: readonly string[]): string[] {
  const all = [...new Set(problems)];
  return all.length <= MAX_PROBLEMS
    ? all
    : [...all.slice(0, MAX_PROBLEMS - 1), `and ${all.length - MAX_PROBLEMS + 1} more lines like these`];
}
