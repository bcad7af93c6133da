/** Model records from JSON lines, a JSON list, CSV, parquet or plain ids, one at a time. A line that can't be read is a record with a problem, in its place. */

import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parquetRows } from './parquet.ts';
import { isRecordField, recordOf } from './record-fields.ts';
import type { InputRecord } from './records.ts';

export type RecordFormat = 'jsonl' | 'csv' | 'ids';
/** Formats of which a file is needed, since they can't be read from front to back. */
export type FileFormat = RecordFormat | 'json' | 'parquet';

/** Longest line read; a model record has some kilobytes. */
const MAX_LINE = 4_000_000;

/** Format of a file by its name; plain ids for everything else. */
export function recordFormat(path: string): FileFormat {
  if (/\.(?:jsonl|ndjson)$/i.test(path)) return 'jsonl';
  if (/\.tsv$/i.test(path)) return 'csv';
  const known = /\.(json|csv|parquet)$/i.exec(path)?.[1]?.toLowerCase();
  return (known as FileFormat | undefined) ?? 'ids';
}

/**
 * Opens a file of records; every call of the result reads it from the start. Errors of the file system, and of a parquet file that is
 * none, are thrown while reading.
 */
export function recordsOfFile(path: string, format: FileFormat = recordFormat(path)): () => AsyncIterable<InputRecord> {
  if (format === 'parquet') return () => parquetRecords(path);
  if (format === 'json') return () => jsonRecords(path);
  return () => readRecords(createReadStream(path), format);
}

/** Records of a stream in the given format. */
export function readRecords(stream: Readable, format: RecordFormat): AsyncIterable<InputRecord> {
  return format === 'csv' ? csvRecords(stream) : lineRecords(stream, format);
}

async function* lineRecords(stream: Readable, format: RecordFormat): AsyncGenerator<InputRecord> {
  let number = 0;
  for await (const written of linesOf(stream)) {
    number++;
    // A byte order mark at the start of a file is no part of its first line.
    const line = number === 1 ? written?.replace(/^\uFEFF/, '') : written;
    if (line === undefined) yield { id: '', problem: `line ${number} is longer than ${MAX_LINE / 1e6} MB` };
    else if (format === 'jsonl' || /^\s*[{[]/.test(line)) yield* parseLine(line, number);
    else if (line.trim() !== '') yield { id: line.trim() };
  }
}

/** Lines of a stream; `undefined` for one that is too long. */
async function* linesOf(stream: Readable): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  let tooLong = false;
  for await (const chunk of stream as AsyncIterable<Uint8Array | string>) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      yield tooLong || line.length > MAX_LINE ? undefined : line;
      tooLong = false;
    }
    if (rest.length > MAX_LINE) {
      tooLong = true;
      rest = '';
    }
  }
  if (tooLong) yield undefined;
  else if (rest !== '') yield rest;
}

/** The record of a line, or the records of a line that is a list of them; none for a blank line. */
function parseLine(line: string, number: number): InputRecord[] {
  if (line.trim() === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return [{ id: '', problem: `line ${number} is no JSON` }];
  }
  const all: unknown[] = Array.isArray(value) && value.length > 0 ? value : [value];
  return all.map((one) => recordOfValue(one, `line ${number}`));
}

function recordOfValue(value: unknown, where: string): InputRecord {
  if (typeof value === 'string') return { id: value };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { id: '', problem: `${where} is no object` };
  return recordOf(value as Record<string, unknown>, where);
}

/** A file with one list of records, as registries answer; anything else is read line by line. */
async function* jsonRecords(path: string): AsyncGenerator<InputRecord> {
  let list: unknown;
  try {
    list = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError) && (error as NodeJS.ErrnoException).code !== 'ERR_STRING_TOO_LONG') throw error;
    return yield* readRecords(createReadStream(path), 'jsonl');
  }
  const records: unknown[] = Array.isArray(list) ? list : [list];
  for (const [index, record] of records.entries()) yield recordOfValue(record, `record ${index + 1}`);
}

async function* parquetRecords(path: string): AsyncGenerator<InputRecord> {
  let number = 0;
  for await (const row of parquetRows(path, isRecordField)) yield recordOf(row, `row ${++number}`);
}

/** What separates the columns of a table: whichever of the three its first line has most of outside of quotes. */
function delimiterOf(start: string): string {
  const line = start.slice(0, start.search(/[\r\n]|$/)).replace(/"[^"]*"/g, '');
  const count = (mark: string): number => line.split(mark).length;
  return [',', ';', '\t'].reduce((a, b) => (count(b) > count(a) ? b : a));
}

/** The stream again, with its start looked at. */
async function peeked(stream: Readable): Promise<{ start: string; all: Readable }> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array | string>;
  const first = await chunks.next();
  async function* again(): AsyncGenerator<Uint8Array | string> {
    if (first.done !== true) yield first.value;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  }
  const start = first.done === true ? '' : typeof first.value === 'string' ? first.value : new TextDecoder().decode(first.value);
  return { start, all: Readable.from(again()) };
}

async function* csvRecords(source: Readable): AsyncGenerator<InputRecord> {
  const { parse } = await import('csv-parse');
  const { start, all: stream } = await peeked(source);
  const problems: string[] = [];
  const parser = parse({
    columns: true,
    bom: true,
    delimiter: delimiterOf(start.slice(0, 100_000)),
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_LINE,
    // The parser runs ahead of what was handed out, so broken rows are told about last, with their line; no other row is lost.
    skip_records_with_error: true,
    on_skip: (error) => {
      problems.push(error?.message ?? 'a row could not be read');
      return undefined;
    },
  });
  stream.on('error', (error) => parser.destroy(error));
  let number = 1;
  for await (const row of stream.pipe(parser) as AsyncIterable<Record<string, string>>) {
    number++;
    yield recordOf(row, `row ${number}`);
  }
  for (const problem of problems) yield { id: '', problem };
}

/** Records kept in a temporary file, so that a stream that comes only once can be read twice. */
export interface SpooledRecords {
  open(): AsyncIterable<InputRecord>;
  /** Removes the file. */
  close(): void;
}

/** Writes records of a one-time stream (standard input) to a temporary file. */
export async function spoolRecords(input: AsyncIterable<InputRecord>): Promise<SpooledRecords> {
  const folder = mkdtempSync(join(tmpdir(), 'audit-models-'));
  const file = join(folder, 'records.jsonl');
  const out = createWriteStream(file);
  for await (const record of input) {
    if (!out.write(`${JSON.stringify(record)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  return { open: () => spooled(file), close: () => rmSync(folder, { recursive: true, force: true }) };
}

async function* spooled(file: string): AsyncGenerator<InputRecord> {
  for await (const line of linesOf(createReadStream(file))) if (line !== undefined) yield JSON.parse(line) as InputRecord;
}
