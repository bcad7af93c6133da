/** A project in memory, for tests: real sources through the real readers, without a disk. */
import { posix } from 'node:path';
import { formatOf } from '../../src/summarise/format.ts';
import { summarise as realReaders } from '../../src/summarise/index.ts';
import { scopeOf } from '../../src/walk/scope.ts';
import type { FileFormat, FileSummary } from '../../src/types/source.ts';
import type { Project, ProjectFile } from '../../src/types/project.ts';

/** How the readers are asked: one file's path, format and text give its summary. */
export type Summarise = (path: string, format: FileFormat, text: string) => FileSummary | undefined;

/**
 * A {@link Project} over the given files, keyed by path. `summarise` stands in for the readers where a test builds summaries itself;
 * without it the real readers are used. `stats.read` counts the summaries made.
 */
export function memoryProject(files: Record<string, string>, summarise: Summarise = realReaders): Project {
  const texts = new Map(Object.entries(files));
  const list: ProjectFile[] = [...texts.keys()].toSorted().map((path) => ({ path, format: formatOf(path), scope: scopeOf(path) }));
  const byPath = new Map(list.map((file) => [file.path, file]));
  const summaries = new Map<string, FileSummary | undefined>();
  const encoded = (path: string): Uint8Array | undefined => {
    const text = texts.get(path);
    return text === undefined ? undefined : new TextEncoder().encode(text);
  };
  const stats = { files: list.length, bytes: list.reduce((sum, file) => sum + (encoded(file.path)?.length ?? 0), 0), read: 0 };
  return {
    root: '/memory',
    files: list,
    file: (path) => byPath.get(path),
    text: (path) => texts.get(path),
    bytes: (path, offset, length) => encoded(path)?.subarray(offset, offset + length),
    size: (path) => encoded(path)?.length,
    list: (folder) => {
      const clean = posix.normalize(folder).replace(/\/$/, '');
      const prefix = clean === '.' || clean === '' ? '' : `${clean}/`;
      const inside = [...texts.keys()].filter((path) => path.startsWith(prefix));
      return [...new Set(inside.map((path) => path.slice(prefix.length).split('/')[0] ?? ''))];
    },
    summary: (path) => {
      if (!summaries.has(path)) {
        const file = byPath.get(path);
        const text = texts.get(path);
        stats.read++;
        summaries.set(path, file && text !== undefined ? summarise(path, file.format, text) : undefined);
      }
      return summaries.get(path);
    },
    directives: () => [...summaries.values()].filter((summary) => summary !== undefined),
    forgetText: () => undefined,
    forgetCode: () => summaries.clear(),
    skipped: [],
    stats,
  };
}
