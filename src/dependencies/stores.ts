/** Files of installed packages: below the root through the project, in home folders (`~/.cargo` …) only when the user asked for it. */

import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import type { Project } from '../types/project.ts';
import type { LicenseText } from './types.ts';
import { isLicenseFile } from './text.ts';

/** Metadata and licence files are small; anything larger is not one. */
const MAX_FILE_BYTES = 2 * 1024 * 1024;
/** At most this many licence files of one package are read. */
const MAX_LICENSE_FILES = 12;

/** Read access to a tree of files. Paths are what evidence shows: relative below the root, absolute outside. */
export interface Store {
  /** Names in a folder; empty when there is none. */
  list(folder: string): string[];
  /** Text of a file; `undefined` when it is missing, too large or unreadable. */
  text(path: string): string | undefined;
  exists(path: string): boolean;
  size(path: string): number | undefined;
  bytes(path: string, offset: number, length: number): Uint8Array | undefined;
}

/** Installed files inside the project. Asks for sizes first, so that a missing file is never reported as unreadable. */
export function projectStore(project: Project): Store {
  const folders = new Map<string, string[]>();
  return {
    // The same few folders (`node_modules`, `.venv` …) are asked for beside every manifest and above it.
    list(folder) {
      let names = folders.get(folder);
      if (names === undefined) folders.set(folder, (names = project.list(folder)));
      return names;
    },
    exists: (path) => project.size(path) !== undefined,
    size: (path) => project.size(path),
    bytes: (path, offset, length) => project.bytes(path, offset, length),
    text(path) {
      const size = project.size(path);
      return size === undefined || size > MAX_FILE_BYTES ? undefined : project.text(path);
    },
  };
}

/** Installed files outside the project. */
export function homeStore(): Store {
  return {
    list(folder) {
      try {
        return readdirSync(folder);
      } catch {
        return [];
      }
    },
    exists: (path) => statSync(path, { throwIfNoEntry: false }) !== undefined,
    size: (path) => statSync(path, { throwIfNoEntry: false })?.size,
    text(path) {
      try {
        const stat = statSync(path, { throwIfNoEntry: false });
        return stat?.isFile() && stat.size <= MAX_FILE_BYTES ? readFileSync(path, 'utf8') : undefined;
      } catch {
        return undefined;
      }
    },
    bytes(path, offset, length) {
      let handle: number | undefined;
      try {
        handle = openSync(path, 'r');
        const buffer = Buffer.alloc(length);
        return buffer.subarray(0, readSync(handle, buffer, 0, length, offset));
      } catch {
        return undefined;
      } finally {
        if (handle !== undefined) closeSync(handle);
      }
    },
  };
}

/** Licence texts in a package folder, and those that its metadata names. */
export function licenseTexts(store: Store, folder: string, named: readonly string[] = []): LicenseText[] {
  const names = new Set(named);
  for (const name of store.list(folder).toSorted()) if (isLicenseFile(name)) names.add(name);
  const texts: LicenseText[] = [];
  for (const name of names) {
    if (texts.length >= MAX_LICENSE_FILES) break;
    const path = folder === '' ? name : `${folder}/${name}`;
    const content = store.text(path);
    if (content !== undefined && content.trim() !== '') texts.push({ path, text: content });
  }
  return texts;
}
