/** The project on disk, as the walk delivers it and as the steps after it read it. */

import type { FileSummary, FileFormat } from './source.ts';
import type { Scope, SkippedFile } from './reference.ts';

/** One file of the project. */
export interface ProjectFile {
  /** Relative to the root, forward slashes. */
  path: string;
  format: FileFormat;
  scope: Scope;
  /** Ignored by git or inside an installed-package folder: enriches, never decides. */
  local?: boolean;
}

/** What the directives of a file are read from. */
export type FileDirectives = Pick<FileSummary, 'path' | 'lineStarts' | 'directives'>;

/** The files of a project and lazy access to their content. Only the walk and this object touch the disk. */
export interface Project {
  /** Absolute path of the scanned folder. */
  root: string;
  files: readonly ProjectFile[];
  /** File by path; case-sensitive. */
  file(path: string): ProjectFile | undefined;
  /** Decoded text, read once and kept while memory allows; `undefined` when it can't be read (then it is in {@link skipped}). */
  text(path: string): string | undefined;
  /** At most `length` bytes from `offset`. */
  bytes(path: string, offset: number, length: number): Uint8Array | undefined;
  /** Size in bytes, `undefined` when the file is gone. */
  size(path: string): number | undefined;
  /** Names in a folder of the root (also ignored ones, not sorted); empty when there is no such folder. Never leaves the root. */
  list(folder: string): string[];
  /** Summary of one file, made on first request and memoised; `undefined` for formats no reader knows and for unreadable files. */
  summary(path: string): FileSummary | undefined;
  /** The inline directives of all files summarised so far; sorted by path. */
  directives(): FileDirectives[];
  /** Forgets a text that nobody is expected to ask for again; it is read again all the same when somebody does. */
  forgetText(path: string): void;
  /** Forgets summaries of code but for the files in `except`, for the same price. Their directives are remembered. */
  forgetCode(except: ReadonlySet<string>): void;
  /** What was not read so far, and why. */
  skipped: SkippedFile[];
  stats: { files: number; bytes: number; read: number };
}
