/** The walk: the files of a project, and lazy access to what they say. */

import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { resolve, sep } from 'node:path';
import { formatOf, showsInHead } from '../summarise/format.ts';
import type { ModelFileReading } from '../summarise/headers/index.ts';
import type { FileSummary } from '../types/source.ts';
import type { FileDirectives, Project, ProjectFile } from '../types/project.ts';
import { gitFiles, walkFiles, inGitWorkTree } from './list.ts';
import { scopeOf } from './scope.ts';
import { decode } from './text.ts';

const require = createRequire(import.meta.url);

/** Larger text files are listed as skipped: no hand-written source or configuration is near this size. */
export const MAX_TEXT_BYTES = 16 * 1024 * 1024;
/** Texts are forgotten, oldest first, above this many characters; they can be read again. */
const TEXT_MEMORY = 24 * 1024 * 1024;
/** Files up to this size share one buffer while they are read. */
const SCRATCH_BYTES = 256 * 1024;
/** Neither follows links nor waits for the other end of a pipe; `undefined` where the system can't promise that. */
const OPEN_PLAIN =
  fs.constants.O_NOFOLLOW === undefined || fs.constants.O_NONBLOCK === undefined
    ? undefined
    : fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK;

/** Bytes at the beginning of a file that show its format. */
const HEAD_BYTES = 1024;
/** Hidden folders that are listed as skipped, at most. */
const MAX_HIDDEN = 100;
/** Files whose beginning is read for their format; a folder of more of them holds data. */
const MAX_PEEKS = 500;

/** The beginning of a regular file; `undefined` for anything else and for what can't be read or is no text. */
function headOf(path: string): string | undefined {
  let handle: number | undefined;
  try {
    if (!fs.lstatSync(path).isFile()) return undefined;
    handle = fs.openSync(path, 'r');
    const buffer = Buffer.alloc(HEAD_BYTES);
    const head = buffer.toString('latin1', 0, fs.readSync(handle, buffer, 0, HEAD_BYTES, 0));
    return head.includes('\0') ? undefined : head;
  } catch {
    // Whoever needs the file says why it can't be read.
    return undefined;
  } finally {
    if (handle !== undefined) fs.closeSync(handle);
  }
}

/** Which files are part of the project, and how they are read. */
export interface WalkOptions {
  /** Patterns as in `.gitignore`; only files that match one are part of the project. */
  include?: readonly string[];
  /** Patterns of files to leave out. */
  exclude?: readonly string[];
  /** Reads one text into a summary; injected so that listing files loads no reader. */
  summarise: (path: string, format: ProjectFile['format'], text: string) => FileSummary;
  /** Reads the head of a weights file; without it such files have no summary. */
  readHeader?: (path: string, size: number, read: (offset: number, length: number) => Uint8Array | undefined) => ModelFileReading;
}

const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

/** Include and exclude patterns are read as in `.gitignore`: `docs/` is everything below, `*.py` is at any depth. */
function matcher(patterns: readonly string[] | undefined): ((path: string) => boolean) | undefined {
  if (!patterns || patterns.length === 0) return undefined;
  const ignore = require('ignore') as typeof import('ignore');
  const rules = ignore().add(patterns.map((p) => p.replace(/^\.\//, '')));
  return (path) => rules.ignores(path);
}

/**
 * Opens the folder `root` as a project.
 * @throws an Error with code `ENOENT` or `ENOTDIR` when there is no such folder.
 */
export async function createProject(root: string, options: WalkOptions): Promise<Project> {
  const absolute = resolve(root);
  if (!fs.statSync(absolute).isDirectory()) throw Object.assign(new Error(`${root} is not a folder`), { code: 'ENOTDIR' });
  const hidden: string[] = [];
  const names = (inGitWorkTree(absolute) && gitFiles(absolute)) || walkFiles(absolute, (path) => hidden.push(path));
  const included = matcher(options.include);
  const excluded = matcher(options.exclude);
  const files: ProjectFile[] = [];
  let peeks = 0;
  for (const path of names) {
    if ((included && !included(path)) || excluded?.(path)) continue;
    let format = formatOf(path);
    if (format === 'unknown' && showsInHead(path) && peeks++ < MAX_PEEKS) format = formatOf(path, headOf(resolve(absolute, path)));
    files.push({ path, format, scope: scopeOf(path) });
  }
  files.sort(byPath);
  const project = openProject(absolute, files, options);
  for (const path of hidden.toSorted().slice(0, MAX_HIDDEN)) {
    project.skipped.push({ path, reason: 'a .gitignore hides this folder, and without git nobody can tell whether it is committed' });
  }
  return project;
}

function openProject(root: string, files: ProjectFile[], options: WalkOptions): Project {
  const index = new Map(files.map((f) => [f.path, f]));
  const texts = new Map<string, string>();
  const unreadable = new Set<string>();
  const summaries = new Map<string, FileSummary | undefined>();
  /** Files whose summary was made at least once. */
  const summarised = new Set<string>();
  /** Directives in summaries that were forgotten. */
  const remembered = new Map<string, FileDirectives>();
  const read = new Set<string>();
  const skipped: Project['skipped'] = [];
  const stats = { files: files.length, bytes: 0, read: 0 };
  let kept = 0;

  const skip = (path: string, reason: string): void => {
    skipped.push({ path, reason });
  };
  const inside = (path: string): string | undefined => {
    // What was listed is inside.
    if (index.has(path)) return root === sep ? sep + path : root + sep + path;
    const full = resolve(root, path);
    return full === root || full.startsWith(root + sep) || root === sep ? full : undefined;
  };
  const scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
  /**
   * Bytes of a listed file that fits into one buffer, which is good until the next call. Opening, reading and closing is all that is
   * asked of the system; for everything out of the ordinary (links, devices, large or unreadable files) the answer is `undefined`.
   */
  const smallContent = (full: string): Buffer | undefined => {
    if (OPEN_PLAIN === undefined) return undefined;
    let handle: number | undefined;
    try {
      handle = fs.openSync(full, OPEN_PLAIN);
      let filled = 0;
      for (let got = -1; got !== 0 && filled < SCRATCH_BYTES; filled += got) {
        got = fs.readSync(handle, scratch, filled, SCRATCH_BYTES - filled, null);
      }
      return filled > 0 && filled < SCRATCH_BYTES ? scratch.subarray(0, filled) : undefined;
    } catch {
      return undefined;
    } finally {
      if (handle !== undefined) fs.closeSync(handle);
    }
  };
  const content = (path: string, full: string): Buffer | undefined => {
    const small = index.has(path) ? smallContent(full) : undefined;
    if (small) return small;
    const stat = fs.lstatSync(full);
    if (stat.isSymbolicLink()) {
      // A link to another file of the project would only report everything twice.
      if (!fs.realpathSync(full).startsWith(root + sep)) skip(path, 'symbolic link that leads out of the project');
    } else if (!stat.isFile()) skip(path, 'not a regular file');
    else if (stat.size > MAX_TEXT_BYTES)
      skip(path, `larger than ${MAX_TEXT_BYTES / 1048576} MiB (${(stat.size / 1048576).toFixed(0)} MiB)`);
    else return fs.readFileSync(full);
    return undefined;
  };
  const why = (error: unknown): string => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') return 'no permission to read it';
    if (code === 'ENOENT') return 'the file is gone';
    if (code === 'EISDIR') return 'a folder under the name of a file';
    return `cannot be read (${code ?? 'unknown error'})`;
  };

  function text(path: string): string | undefined {
    const known = texts.get(path);
    if (known !== undefined) return known;
    if (unreadable.has(path)) return undefined;
    const full = inside(path);
    if (full === undefined) return undefined;
    let result: string | undefined;
    try {
      const bytes = content(path, full);
      if (bytes) {
        const decoded = decode(bytes);
        if (decoded.problem && !read.has(path)) skip(path, decoded.problem);
        result = decoded.text;
        if (!read.has(path)) {
          read.add(path);
          stats.bytes += bytes.length;
          stats.read++;
        }
      }
    } catch (error) {
      if (index.has(path)) skip(path, why(error));
    }
    if (result === undefined) {
      unreadable.add(path);
      return undefined;
    }
    texts.set(path, result);
    kept += result.length;
    for (const old of texts.keys()) {
      if (kept <= TEXT_MEMORY || old === path) break;
      forgetText(old);
    }
    return result;
  }

  function forgetText(path: string): void {
    kept -= texts.get(path)?.length ?? 0;
    texts.delete(path);
  }

  function bytes(path: string, offset: number, length: number): Uint8Array | undefined {
    const full = inside(path);
    if (full === undefined || length <= 0) return undefined;
    let handle: number | undefined;
    try {
      handle = fs.openSync(full, 'r');
      const buffer = Buffer.alloc(Math.min(length, MAX_TEXT_BYTES));
      const got = fs.readSync(handle, buffer, 0, buffer.length, offset);
      return buffer.subarray(0, got);
    } catch (error) {
      if (index.has(path) && !unreadable.has(path)) {
        unreadable.add(path);
        skip(path, why(error));
      }
      return undefined;
    } finally {
      if (handle !== undefined) fs.closeSync(handle);
    }
  }

  function size(path: string): number | undefined {
    const full = inside(path);
    return full === undefined ? undefined : fs.statSync(full, { throwIfNoEntry: false })?.size;
  }

  function makeSummary(file: ProjectFile): FileSummary | undefined {
    if (file.format === 'unknown') return undefined;
    let summary: FileSummary | undefined;
    if (file.format === 'model-file') {
      const length = size(file.path);
      if (!options.readHeader || length === undefined) return undefined;
      const { header, problems } = options.readHeader(file.path, length, (offset, count) => bytes(file.path, offset, count));
      // No reader of text is asked for a weights file: its summary is the header.
      summary = { ...options.summarise(file.path, file.format, ''), bytes: length, problems };
      if (header) summary.header = header;
    } else {
      const content = text(file.path);
      if (content === undefined) return undefined;
      summary = options.summarise(file.path, file.format, content);
    }
    if (!summarised.has(file.path)) for (const problem of summary.problems) skip(file.path, problem.reason);
    summarised.add(file.path);
    return summary;
  }

  return {
    root,
    files,
    file: (path) => index.get(path),
    text,
    bytes,
    size,
    list(folder) {
      const full = inside(folder);
      if (full === undefined) return [];
      try {
        return fs.readdirSync(full);
      } catch {
        return [];
      }
    },
    summary(path) {
      if (summaries.has(path)) return summaries.get(path);
      const file = index.get(path) ?? { path, format: formatOf(path), scope: scopeOf(path), local: true };
      const summary = makeSummary(file);
      summaries.set(path, summary);
      return summary;
    },
    directives() {
      const all = new Map<string, FileDirectives>(remembered);
      for (const summary of summaries.values()) if (summary && summary.directives.length > 0) all.set(summary.path, summary);
      return [...all.values()].toSorted(byPath);
    },
    forgetText,
    forgetCode(except) {
      for (const [path, summary] of summaries) {
        if (summary === undefined || summary.code.length === 0 || except.has(path)) continue;
        const { lineStarts, directives } = summary;
        if (directives.length > 0) remembered.set(path, { path, lineStarts, directives });
        summaries.delete(path);
      }
    },
    skipped,
    stats,
  };
}
