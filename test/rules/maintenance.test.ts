/** The maintainers' tools: lint of the catalogue, refresh from a Hub played by a local server, and the compiler. */

import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error plain JavaScript without types
import { applyJudgements, findDisputes } from '../../scripts/lib/catalog-disputes.mjs';
// @ts-expect-error plain JavaScript without types
import { hubFacts, refreshRecord } from '../../scripts/lib/hub-record.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a script; never rejects. */
function run(script: string, args: string[], env: Record<string, string> = {}): Promise<{ status: number; out: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'scripts', script), ...args], { env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      resolve({ status: error ? (typeof error.code === 'number' ? error.code : -1) : 0, out: stdout + stderr });
    });
  });
}

const folders: string[] = [];
/** A rules folder of its own with these catalogue records and a few licences. */
function rulesFolder(records: Record<string, unknown>[], judged: unknown[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  folders.push(folder);
  mkdirSync(join(folder, 'catalog'));
  mkdirSync(join(folder, 'licenses'));
  for (const id of ['apache-2.0', 'mit', 'llama-3.1-community', 'cc-by-nc-4.0']) {
    cpSync(join(root, 'rules/licenses', `${id}.yaml`), join(folder, 'licenses', `${id}.yaml`));
  }
  for (const record of records) {
    const initial = String(record['id']).slice(0, 1).toLowerCase();
    writeFileSync(join(folder, 'catalog', `${initial}.jsonl`), `${JSON.stringify(record)}\n`, { flag: 'a' });
  }
  cpSync(join(root, 'rules/catalog/_families.yaml'), join(folder, 'catalog/_families.yaml'));
  writeFileSync(join(folder, 'catalog/_judged.yaml'), JSON.stringify({ judged }));
  return folder;
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const model = (id: string, rest: Record<string, unknown> = {}) => ({
  id,
  license: 'apache-2.0',
  licenseSource: 'card',
  weights: 'public',
  source: ['card'],
  checkedOn: '2026-11-23',
  ...rest,
});

describe('catalogue lint', () => {
  const families = [
    { name: 'Llama', license: 'llama', pattern: '(?:^|[^a-z])(?:meta-)?llama[-_ .]?[1-4]?(?![a-z])' },
    { name: 'Gemma 1 to 3', license: 'gemma', pattern: 'gemma(?!-?4)' },
  ];
  const kinds: Record<string, string> = { 'apache-2.0': 'open-source', 'llama3.1': 'open-weights-restricted' };
  const disputes = (...records: unknown[]): string[] =>
    (findDisputes(records, { families, uploaders: ['Requanter'] }, (name: string) => kinds[name]) as { check: string; id: string }[]).map(
      (d) => `${d.check} ${d.id}`,
    );

  it('finds a restricted family name under a laxer licence without a base model', () => {
    expect(disputes(model('x/My-Llama-3.1-8B'))).toEqual(['family x/My-Llama-3.1-8B']);
    expect(disputes(model('x/gemma-2-tuned'))).toEqual(['family x/gemma-2-tuned']);
  });

  it('is content with a base model, a restricted licence, a hosted model and other names', () => {
    expect(
      disputes(
        model('x/My-Llama-3.1-8B', { baseModel: ['meta-llama/Llama-3.1-8B'] }),
        model('x/Llama-3.1-again', { license: 'llama3.1' }),
        model('x/llama-api', { weights: 'api' }),
        model('x/gemma-4-tuned'),
        model('x/ollamaker'),
        model('x/no-license', { license: undefined }),
      ),
    ).toEqual([]);
  });

  it('finds one name claimed twice, whatever its case', () => {
    expect(disputes(model('a/one', { aliases: ['Tiny'] }), model('b/two', { aliases: ['tiny'] }))).toEqual(['alias b/two']);
    expect(disputes(model('a/one'), model('b/two', { aliases: ['A/One'] }))).toEqual(['alias b/two']);
  });

  it('finds permissive licences from memory and from re-uploaders', () => {
    expect(disputes(model('a/one', { licenseSource: 'memory (unverified)' }))).toEqual(['memory a/one']);
    expect(disputes(model('requanter/one-GGUF'))).toEqual(['uploader requanter/one-GGUF']);
    expect(disputes(model('requanter/one-GGUF', { baseModel: ['a/one'] }))).toEqual([]);
    expect(disputes(model('a/one', { license: 'llama3.1', licenseSource: 'memory (unverified)' }))).toEqual([]);
  });

  it('finds a permissive licence of a model that a stricter licence names', () => {
    const scopes = new Map([['big2.5', 'big-community']]);
    const checks = (record: unknown): string[] =>
      (findDisputes([record], { families, uploaders: [] }, (name: string) => kinds[name], scopes) as { check: string }[]).map(
        (d) => d.check,
      );
    expect(checks(model('x/Big-2.5'))).toEqual(['scope']);
    expect(checks(model('x/big2.5-7B-chat'))).toEqual(['scope']);
    expect(checks(model('x/Big-2.5-GGUF', { baseModel: ['x/Big-2.5'] }))).toEqual([]);
    expect(checks(model('x/Big-2.5', { license: 'llama3.1' }))).toEqual([]);
    expect(checks(model('x/Big-2.51'))).toEqual([]);
    expect(checks(model('x/not-Big-2.5'))).toEqual([]);
  });

  it('finds a record that the line of its name would open up', () => {
    const kinds: Record<string, string> = { mit: 'open-source', 'apache-2.0': 'open-source', llama3: 'open-weights-restricted' };
    const lines = {
      lab: [
        { names: 'big-llama-.*', license: ['mit', 'llama3'] },
        { names: 'big-.*', license: 'mit' },
      ],
    };
    const records = [
      model('Lab/big-1', { license: 'llama3' }),
      model('Lab/big-2', { license: 'apache-2.0' }),
      model('Lab/big-llama-3', { license: 'llama3' }),
      model('Lab/big-4', { license: 'nobody-knows' }),
      model('other/big-5', { license: 'llama3' }),
    ];
    const found = findDisputes(records, { families: [], uploaders: [] }, (name: string) => kinds[name], new Map(), lines);
    expect(found).toEqual([{ check: 'line', id: 'Lab/big-1', why: 'stated llama3, and the line of its name says mit' }]);
  });

  it('lets judged cases pass, and reports judgements that nothing needs any more', () => {
    const found = [{ check: 'family', id: 'x/a' }];
    expect(applyJudgements(found, [{ check: 'family', models: ['x/a'] }])).toEqual({ open: [], stale: [] });
    expect(applyJudgements(found, [{ check: 'memory', models: ['x/a'] }])).toEqual({ open: found, stale: ['memory x/a'] });
  });

  it('fails on a new dispute and passes once it is judged', async () => {
    const bad = rulesFolder([model('x/Llama-3.1-8B-mine')]);
    const first = await run('lint-catalog.mjs', ['--rules', bad]);
    expect(first.status).toBe(1);
    expect(first.out).toContain('family: x/Llama-3.1-8B-mine');
    const good = rulesFolder(
      [model('x/Llama-3.1-8B-mine')],
      [{ check: 'family', reason: 'it is only a name', models: ['x/Llama-3.1-8B-mine'] }],
    );
    expect((await run('lint-catalog.mjs', ['--rules', good])).status).toBe(0);
  });

  it('passes on the catalogue of this repository', async () => {
    const { status, out } = await run('lint-catalog.mjs', []);
    expect(out).toMatch(/ 0 open, 0 stale/);
    expect(status).toBe(0);
  });
});

describe('refresh from the Hub', () => {
  type Handler = (request: IncomingMessage, response: ServerResponse) => void;
  let server: Server;
  let handler: Handler;
  let requests: string[] = [];
  let endpoint = '';
  beforeAll(async () => {
    server = createServer((request, response) => {
      requests.push(request.url ?? '');
      handler(request, response);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());
  const json = (response: ServerResponse, body: unknown, status = 200): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const update = (folder: string, ...args: string[]) => {
    requests = [];
    return run('rules-update.mjs', ['--rules', folder, ...args], { HF_ENDPOINT: endpoint, RULES_UPDATE_PAUSE_MS: '1', HF_TOKEN: '' });
  };
  const read = (folder: string, shard: string): Record<string, unknown>[] =>
    readFileSync(join(folder, 'catalog', shard), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('takes licence, gate and base model from the card and keeps what it contradicts', async () => {
    handler = (_, response) =>
      json(response, {
        id: 'org/model-a',
        sha: '0123456789abcdef',
        gated: 'manual',
        cardData: { license: 'llama3.1', base_model: 'meta-llama/Llama-3.1-8B' },
        tags: ['license:llama3.1', 'base_model:meta-llama/Llama-3.1-8B', 'base_model:quantized:meta-llama/Llama-3.1-8B'],
      });
    const folder = rulesFolder([model('org/model-a', { licenseSource: 'memory (unverified)' }), model('other/untouched')]);
    const { status, out } = await update(folder, 'org/*');
    expect(status).toBe(0);
    expect(out).toContain('licence apache-2.0 -> llama3.1');
    expect(requests).toEqual(['/api/models/org/model-a']);
    const records = read(folder, 'o.jsonl');
    expect(records[0]).toMatchObject({
      id: 'org/model-a',
      license: 'llama3.1',
      licenseSource: 'Hub card of org/model-a at 0123456789ab',
      licenseConflicts: [{ license: 'apache-2.0', source: 'memory (unverified)' }],
      gated: 'manual',
      weights: 'gated',
      baseModel: ['meta-llama/Llama-3.1-8B'],
      baseModelRelation: 'quantized',
      source: ['Hub card of org/model-a at 0123456789ab', 'card'],
    });
    expect(records[1]).toEqual(model('other/untouched'));
  });

  it('follows a rename on the same host and keeps the old name as an alias', async () => {
    handler = (request, response) => {
      if (request.url === '/api/models/old/name') response.writeHead(307, { location: '/api/models/new/name' }).end();
      else json(response, { id: 'new/name', tags: ['license:mit'], gated: false });
    };
    const folder = rulesFolder([model('old/name')]);
    expect((await update(folder, 'old/name')).status).toBe(0);
    expect(read(folder, 'n.jsonl')[0]).toMatchObject({ id: 'new/name', aliases: ['old/name'], license: 'mit' });
    expect(read(folder, 'o.jsonl')).toEqual([]);
  });

  it('does not follow a redirect to another host', async () => {
    handler = (_, response) => response.writeHead(302, { location: 'http://example.invalid/api/models/x/y' }).end();
    const folder = rulesFolder([model('x/y')]);
    const { status, out } = await update(folder, 'x/y');
    expect(status).toBe(1);
    expect(out).toContain('redirected to another host (example.invalid)');
    expect(read(folder, 'x.jsonl')).toEqual([model('x/y')]);
  });

  it('waits and tries again after 429 and 5xx, and gives up in words', async () => {
    let failures = 2;
    handler = (_, response) =>
      failures-- > 0 ? json(response, {}, failures === 1 ? 429 : 503) : json(response, { id: 'x/y', cardData: { license: 'mit' } });
    const folder = rulesFolder([model('x/y')]);
    expect((await update(folder, 'x/y')).status).toBe(0);
    expect(requests).toHaveLength(3);
    expect(read(folder, 'x.jsonl')[0]).toMatchObject({ license: 'mit' });
    handler = (_, response) => json(response, {}, 500);
    const { status, out } = await update(folder, 'x/y');
    expect(status).toBe(1);
    expect(out).toContain('status 500 after 4 attempts');
  });

  it('leaves records as they are when the model is gone, private, or the answer is no JSON or endless', async () => {
    const folder = rulesFolder([model('x/gone'), model('x/private'), model('x/garbage'), model('x/endless')]);
    const before = read(folder, 'x.jsonl');
    handler = (request, response) => {
      if (request.url?.endsWith('gone')) return json(response, {}, 404);
      if (request.url?.endsWith('private')) return json(response, {}, 401);
      if (request.url?.endsWith('garbage')) return void response.writeHead(200).end('<html>');
      const block = Buffer.alloc(1 << 20, 'a');
      const more = (): void => {
        while (!response.destroyed && response.write(block));
      };
      response
        .writeHead(200)
        .on('drain', more)
        .on('error', () => {});
      more();
    };
    const { status, out } = await update(folder, 'x/*');
    expect(status).toBe(1);
    expect(out).toContain('x/gone: private, gated or gone');
    expect(out).toContain('x/garbage: the answer is not JSON');
    expect(out).toContain('x/endless: the answer is too large');
    expect(read(folder, 'x.jsonl')).toEqual(before);
  });

  it('writes nothing on --dry-run, and asks for a selection', async () => {
    handler = (_, response) => json(response, { id: 'x/y', cardData: { license: 'mit' } });
    const folder = rulesFolder([model('x/y')]);
    expect((await update(folder, '--dry-run', 'x/y')).out).toContain('licence apache-2.0 -> mit');
    expect(read(folder, 'x.jsonl')).toEqual([model('x/y')]);
    expect((await update(folder)).status).toBe(2);
    expect(requests).toEqual([]);
  });

  it('never asks the Hub about hosted models', async () => {
    const folder = rulesFolder([model('x/api-only', { weights: 'api' }), model('ollama/thing')]);
    expect((await update(folder, '*')).out).toContain('0 asked');
  });
});

describe('what the Hub says', () => {
  const isLicense = (name: string): boolean => name === 'qwen-research';
  it.each([
    [{ cardData: { license: 'mit' } }, { license: 'mit' }],
    [{ tags: ['license:apache-2.0'] }, { license: 'apache-2.0' }],
    [{ cardData: { license: 'other', license_name: 'qwen-research' } }, { license: 'qwen-research', licenseName: 'qwen-research' }],
    [{ cardData: { license: 'other', license_name: 'my-own' } }, { license: 'other', licenseName: 'my-own' }],
    [{ cardData: { license: ['mit', 'cc-by-4.0'] } }, { license: 'multiple', licenseName: 'mit, cc-by-4.0' }],
    [{ cardData: { license: 7, base_model: { evil: true } }, tags: 'nonsense' }, {}],
    [{ cardData: null }, {}],
    [{ cardData: { base_model: ['a/b', 'c/d', '../../etc'] } }, { baseModel: ['a/b', 'c/d'], baseModelRelation: 'merge' }],
  ])('%j', (info, expected) => {
    const facts = hubFacts(info, isLicense) as Record<string, unknown>;
    expect(Object.fromEntries(Object.entries(facts).filter(([, v]) => v !== undefined))).toEqual(expected);
  });

  it('an unnamed "other" on the Hub does not replace what the record knows', () => {
    const { record, changes } = refreshRecord(model('x/y'), { cardData: { license: 'other' } }, { isLicense, today: '2026-12-01' });
    expect(record.license).toBe('apache-2.0');
    expect(record.licenseSource).toBe('card');
    expect(changes).toEqual([]);
    expect(record.checkedOn).toBe('2026-12-01');
  });
});
