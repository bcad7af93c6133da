/** Answers kept on disk, one small file each. A damaged or foreign file is no answer; a full or read-only disk is no error. */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StoredAnswer {
  status: number;
  body: string;
  /** Milliseconds since 1970 at which the answer was last known to be current. */
  time: number;
  etag?: string;
}

/** A folder of answers. */
export class AnswerCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  read(key: string): StoredAnswer | undefined {
    try {
      const { status, body, time, etag } = JSON.parse(readFileSync(join(this.#folder, `${key}.json`), 'utf8')) as Partial<StoredAnswer>;
      if (typeof status !== 'number' || typeof body !== 'string' || typeof time !== 'number') return undefined;
      return { status, body, time, ...(typeof etag === 'string' ? { etag } : {}) };
    } catch {
      return undefined;
    }
  }

  /** Readers of the same folder never see half an answer; others on the machine see none. */
  write(key: string, answer: StoredAnswer): void {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const temporary = join(this.#folder, `${key}.${process.pid}`);
      writeFileSync(temporary, JSON.stringify(answer), { mode: 0o600 });
      renameSync(temporary, join(this.#folder, `${key}.json`));
    } catch {
      // An answer that can't be kept is asked for again.
    }
  }
}
