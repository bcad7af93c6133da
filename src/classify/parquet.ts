/** Rows of a parquet file, some thousands at a time, only the columns asked for. */

import { UsageError } from '../errors.ts';

const STEP = 50_000;

/**
 * Rows as plain objects.
 * @throws UsageError for a file that is no parquet, while reading
 */
export async function* parquetRows(path: string, wanted: (column: string) => boolean): AsyncGenerator<Record<string, unknown>> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file).catch((error: Error) => {
    throw new UsageError(`${path} cannot be read: ${error.message}`, 'Give a parquet file, or convert it to JSON lines.');
  });
  const columns = parquetSchema(metadata)
    .children.map((child) => child.element.name)
    .filter((name) => wanted(name));
  let start = 0;
  for (const group of metadata.row_groups) {
    const groupEnd = start + Number(group.num_rows);
    for (; start < groupEnd; start = Math.min(start + STEP, groupEnd)) {
      const rowEnd = Math.min(start + STEP, groupEnd);
      yield* await parquetReadObjects({ file, metadata, columns, rowStart: start, rowEnd, compressors });
    }
  }
}
