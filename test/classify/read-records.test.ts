import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, describe, expect, it } from 'vitest';
import { readRecords, recordFormat, recordsOfFile, spoolRecords, type RecordFormat } from '../../src/classify/read-records.ts';
import type { InputRecord } from '../../src/classify/records.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string | Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'audit-models-'));
  folders.push(folder);
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

async function all(records: AsyncIterable<InputRecord>): Promise<InputRecord[]> {
  const list: InputRecord[] = [];
  for await (const record of records) list.push(JSON.parse(JSON.stringify(record)) as InputRecord);
  return list;
}
const read = (text: string, format: RecordFormat): Promise<InputRecord[]> => all(readRecords(Readable.from([Buffer.from(text)]), format));

describe('records', () => {
  it('come from JSON lines, with the card’s fields for missing ones', async () => {
    const lines = [
      '{"id":"a/b","license":"mit","gated":false}',
      '',
      '{"modelId":"c/d","cardData":{"license":"gemma","base_model":["x/y"]}}',
      '"e/f"',
    ];
    expect(await read(lines.join('\n'), 'jsonl')).toEqual([
      { id: 'a/b', license: 'mit', gated: false },
      { id: 'c/d', license: 'gemma', base_model: ['x/y'] },
      { id: 'e/f' },
    ]);
  });

  it('come from CSV with quotes, several bases and a byte order mark', async () => {
    const text = '\ufeffid,license,base_model,note\r\na/b,"apache-2.0",x/y;z/w,"said ""so"", twice"\r\nc/d,,,\r\n';
    expect(await read(text, 'csv')).toEqual([{ id: 'a/b', license: 'apache-2.0', base_model: ['x/y', 'z/w'] }, { id: 'c/d' }]);
  });

  it('come from plain ids', async () => {
    expect(await read('gpt-4o\r\n\nbert-base-uncased', 'ids')).toEqual([{ id: 'gpt-4o' }, { id: 'bert-base-uncased' }]);
  });

  it('keep their place when they cannot be read', async () => {
    expect(await read('{"id":"a/b"\n[1]\n7\n{"license":"mit"}\n{"id":"ok"}', 'jsonl')).toEqual([
      { id: '', problem: 'line 1 is no JSON' },
      { id: '', problem: 'line 2 is no object' },
      { id: '', problem: 'line 3 is no object' },
      { id: '', problem: 'line 4 has no id' },
      { id: 'ok' },
    ]);
    expect(await read(`{"id":"${'x'.repeat(9_000_000)}"}\n{"id":"ok"}`, 'jsonl')).toEqual([
      { id: '', problem: 'line 1 is longer than 4 MB' },
      { id: 'ok' },
    ]);
    const broken = await read('id\na/b\n"c/d', 'csv');
    expect(broken[0]).toEqual({ id: 'a/b' });
    expect(broken[1]!.problem).toMatch(/Quote Not Closed/);
  });

  it('are read again from a file, and from a stream that comes only once', async () => {
    const open = recordsOfFile(file('x.jsonl', '{"id":"a"}\n{"id":"b"}\n'));
    expect(await all(open())).toEqual(await all(open()));
    const spooled = await spoolRecords(readRecords(Readable.from(['a\nb\n']), 'ids'));
    expect(await all(spooled.open())).toEqual([{ id: 'a' }, { id: 'b' }]);
    expect(await all(spooled.open())).toHaveLength(2);
    spooled.close();
  });

  it('come from one JSON list, as the Hub answers, with tags for a card that is left out', async () => {
    const list = [
      { id: 'a/b', tags: ['gguf', 'license:llama3.1', 'base_model:meta-llama/L', 'base_model:quantized:meta-llama/L'], gated: false },
      'c/d',
      7,
    ];
    const open = recordsOfFile(file('x.json', JSON.stringify(list, null, 2)));
    const first = { id: 'a/b', license: 'llama3.1', gated: false, base_model: ['meta-llama/L'], base_model_relation: 'quantized' };
    expect(await all(open())).toEqual([first, { id: 'c/d' }, { id: '', problem: 'record 3 is no object' }]);
    expect(await all(recordsOfFile(file('y.json', '{"id":"a"}\n{"id":"b"}\n'))())).toEqual([{ id: 'a' }, { id: 'b' }]);
  });

  it('come from parquet, row group by row group', async () => {
    const buffer = parquetWriteBuffer({
      columnData: [
        { name: 'id', data: ['a/b', 'c/d', 'e/f'], type: 'STRING' },
        { name: 'license', data: ['mit', null, 'gemma'], type: 'STRING' },
        { name: 'downloads', data: [1, 2, 3], type: 'INT32' },
        { name: 'tags', data: [[], ['license:cc-by-nc-4.0'], null], type: 'JSON' },
      ],
      rowGroupSize: 2,
    });
    const open = recordsOfFile(file('x.parquet', Buffer.from(buffer)));
    const expected = [
      { id: 'a/b', license: 'mit' },
      { id: 'c/d', license: 'cc-by-nc-4.0' },
      { id: 'e/f', license: 'gemma' },
    ];
    expect(await all(open())).toEqual(expected);
    expect(await all(open())).toEqual(expected);
    await expect(all(recordsOfFile(file('y.parquet', 'no parquet at all'))())).rejects.toThrow(/parquet/);
  });

  it('may be objects among plain ids', async () => {
    expect(await read('gpt-4o\n{"id":"a/b","license":"mit"}', 'ids')).toEqual([{ id: 'gpt-4o' }, { id: 'a/b', license: 'mit' }]);
  });

  it('have the format of their file', () => {
    expect(['a.jsonl', 'a.ndjson', 'a.json', 'a.CSV', 'a.parquet', 'a.txt', 'a'].map(recordFormat)).toEqual([
      'jsonl',
      'jsonl',
      'json',
      'csv',
      'parquet',
      'ids',
      'ids',
    ]);
  });
});
