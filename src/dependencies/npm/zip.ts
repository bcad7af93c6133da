/** Reads single files out of the zip archives of yarn's cache, without reading the whole archive. */

import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import type { Store } from '../stores.ts';

const require = createRequire(import.meta.url);

/** Larger entries are no metadata or licence. */
const MAX_ENTRY_BYTES = 2 * 1024 * 1024;
/** Entries looked at in one archive. */
const MAX_ENTRIES = 100_000;

interface ZipEntry {
  fileName: string;
  uncompressedSize: number;
}

interface ZipFile {
  on(event: 'entry', listener: (entry: ZipEntry) => void): void;
  on(event: 'end', listener: () => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  readEntry(): void;
  openReadStream(entry: ZipEntry, done: (error: Error | null, stream: Readable) => void): void;
  close(): void;
}

/** The part of yauzl that is used; the package ships no types. */
interface Yauzl {
  RandomAccessReader: new () => object;
  fromRandomAccessReader(
    reader: object,
    size: number,
    options: { lazyEntries: boolean; autoClose: boolean },
    done: (error: Error | null, zip: ZipFile) => void,
  ): void;
}

/**
 * Contents of the entries that `wanted` accepts, by name.
 * @throws Error when the archive is damaged
 */
export function readZip(store: Store, path: string, wanted: (name: string) => boolean): Promise<Map<string, string>> {
  const yauzl = require('yauzl') as Yauzl;
  const size = store.size(path) ?? 0;
  class StoreReader extends yauzl.RandomAccessReader {
    _readStreamForRange(start: number, end: number): Readable {
      return Readable.from([Buffer.from(store.bytes(path, start, end - start) ?? new Uint8Array())]);
    }
  }
  return new Promise((resolve, reject) => {
    yauzl.fromRandomAccessReader(new StoreReader(), size, { lazyEntries: true, autoClose: false }, (failure, zip) => {
      if (failure) return reject(failure);
      const contents = new Map<string, string>();
      let seen = 0;
      zip.on('error', reject);
      zip.on('end', () => resolve(contents));
      zip.on('entry', (entry) => {
        if (++seen > MAX_ENTRIES) return resolve(contents);
        if (entry.uncompressedSize > MAX_ENTRY_BYTES || !wanted(entry.fileName)) return zip.readEntry();
        zip.openReadStream(entry, (error, stream) => {
          if (error) return reject(error);
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('error', reject);
          stream.on('end', () => {
            contents.set(entry.fileName, Buffer.concat(chunks).toString('utf8'));
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });
}
