/** Reading of the compiled rules: small files below `dist/data`, each read at most once. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * What the build makes. This file lies two folders below the root in all its forms (`src/rules`, `dist/rules`, `dist/bundle`), and is the
 * only one that looks for built files.
 */
export const DIST_FOLDER = new URL('../../dist/', import.meta.url);
/** Compiled rules. */
export const DATA_FOLDER = new URL('data/', DIST_FOLDER);

/** Reads files of one data folder and counts them, so that tests can tell how little a look-up reads. */
export interface DataReader {
  /** Parsed JSON file, read on first call. Throws when the rules were not compiled. */
  json<T>(name: string): T;
  bytes(name: string): Buffer;
  /** Names of all files read so far, in order. */
  readonly reads: readonly string[];
}

/** A reader of one data folder; each file is parsed once. Throws on first use when the rules were not compiled. */
export function createDataReader(folder: URL = DATA_FOLDER): DataReader {
  const parsed = new Map<string, unknown>();
  const reads: string[] = [];
  const read = (name: string): Buffer => {
    reads.push(name);
    try {
      return readFileSync(new URL(name, folder));
    } catch (cause) {
      const message = `the compiled rules lack ${name} in ${fileURLToPath(folder)}: run "npm run build"`;
      throw new Error(message, { cause });
    }
  };
  return {
    reads,
    json<T>(name: string): T {
      let value = parsed.get(name);
      if (value === undefined) {
        value = JSON.parse(read(name).toString('utf8'));
        parsed.set(name, value);
      }
      return value as T;
    },
    bytes: read,
  };
}
