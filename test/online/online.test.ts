import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Socket, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchModels, fetchPackages, Network, NetworkError, type OnlineOptions } from '../../src/online/index.ts';
import { loadRules } from '../../src/rules/index.ts';
import { gathered, known, reference } from '../gather/helpers.ts';
import { hubAnswer, serve, status, type Handler } from './server.ts';

const rules = loadRules();
const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function server(handlers: Record<string, Handler>) {
  const made = await serve(handlers);
  closers.push(made.close);
  return made;
}

const FAST: OnlineOptions = { timeout: 1_000, retries: 2, pause: 5 };

/** Asks a server about hub models by name. */
async function ask(url: string, names: string[], more: OnlineOptions = {}, env: Record<string, string> = {}) {
  const models = names.map((name) => ({ registry: 'huggingface', name }));
  return fetchModels(models, rules, { ...FAST, env: { HF_ENDPOINT: url, ...env }, modelScope: url, ...more });
}

describe('the hub', () => {
  it('says licence, gate, weights, base models, address and date', async () => {
    const { url, requests } = await server({
      'api/models/org/model': hubAnswer({
        gated: 'auto',
        cardData: { license: 'other', license_name: 'llama3.1', base_model: ['org/base'], base_model_relation: 'merge' },
      }),
      'api/models/org/base': hubAnswer({ id: 'org/base', cardData: { license: 'cc-by-nc-4.0' } }),
    });
    const facts = await ask(url, ['org/model']);
    expect(facts.notes).toEqual([]);
    expect(facts.model('huggingface', 'org/model')).toMatchObject({
      url: `${url}/org/model`,
      retrieved: new Date().toISOString().slice(0, 10),
      status: 'found',
      gated: 'auto',
      hasWeights: true,
      revision: 'a'.repeat(40),
      lastModified: '2026-03-01T10:00:00.000Z',
      card: { license: ['other'], licenseName: 'llama3.1', baseModels: ['org/base'], relation: 'merge' },
    });
    expect(facts.model('huggingface', 'ORG/base')?.card?.license).toEqual(['cc-by-nc-4.0']);
    expect(requests).toHaveLength(2);
  });

  it('feeds gathering, where a card that is newer than the catalogue counts', async () => {
    const { url } = await server({
      'api/models/org/model': hubAnswer({ cardData: { license: 'mit', base_model: 'other/base' } }),
      'api/models/other/base': hubAnswer({ cardData: { license: 'cc-by-nc-4.0' } }),
    });
    const online = await ask(url, ['org/model']);
    const [found] = gathered([reference('org/model', { registry: 'huggingface' })], undefined, { online });
    expect(found!.license).toMatchObject({ expression: 'MIT AND CC-BY-NC-4.0', declared: 'MIT', confidence: 'high' });
    expect(found!.facts.weights).toMatchObject({
      value: 'public',
      confidence: 'high',
      evidence: [{ source: 'hub', url: `${url}/org/model` }],
    });
    expect(found!.laxer).toMatchObject([{ base: 'huggingface:other/base', ownExpression: 'MIT' }]);
  });

  it('takes the licence tag where there is no card', async () => {
    const { url } = await server({ 'api/models/org/model': hubAnswer({ cardData: undefined, tags: ['license:apache-2.0'] }) });
    expect((await ask(url, ['org/model'])).model('huggingface', 'org/model')?.card?.license).toEqual(['apache-2.0']);
  });

  it('reports private, gated and missing models as such', async () => {
    const { url } = await server({ 'org/private': status(401), 'org/gated': status(403) });
    const facts = await ask(url, ['org/private', 'org/gated', 'org/gone']);
    const statuses = ['org/private', 'org/gated', 'org/gone'].map((name) => facts.model('huggingface', name)?.status);
    expect(statuses).toEqual(['denied', 'denied', 'missing']);
    const [found] = gathered([reference('org/private', { registry: 'huggingface' })], undefined, { online: facts });
    expect(found!.facts.weights.value).toBe('gated');
  });

  it('sends the token to its endpoint only', async () => {
    const { url, requests } = await server({ 'org/model': hubAnswer() });
    await ask(url, ['org/model'], {}, { HF_TOKEN: 'hf_secret' });
    expect(requests[0]!.headers.authorization).toBe('Bearer hf_secret');
    const scope = await server({ 'models/org/x': hubAnswer() });
    await fetchModels([{ registry: 'modelscope', name: 'org/x' }], rules, {
      ...FAST,
      env: { HF_TOKEN: 'hf_secret' },
      modelScope: scope.url,
    });
    expect(scope.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it('asks nobody when HF_HUB_OFFLINE is set, nor about names that are no repositories', async () => {
    const { url, requests } = await server({});
    const facts = await ask(url, ['org/model'], {}, { HF_HUB_OFFLINE: '1' });
    expect(facts.notes).toEqual(['HF_HUB_OFFLINE is set: no registry was asked']);
    await fetchModels(
      [
        { registry: 'openai', name: 'gpt-4o' },
        { registry: 'huggingface', name: 'gpt2*' },
      ],
      rules,
      { ...FAST, env: { HF_ENDPOINT: url } },
    );
    expect(requests).toHaveLength(0);
  });
});

describe('bad days', () => {
  it('waits and tries again after 429 and 5xx', async () => {
    const bad: Handler = (request, response, count) => {
      if (count === 1) status(429, { 'retry-after': '0.01' })(request, response, count);
      else if (count === 2) status(503)(request, response, count);
      else hubAnswer()(request, response, count);
    };
    const { url, requests } = await server({ 'org/model': bad });
    const facts = await ask(url, ['org/model']);
    expect(facts.model('huggingface', 'org/model')?.status).toBe('found');
    expect(requests).toHaveLength(3);
  });

  it.each<[string, Handler, RegExp]>([
    ['lasting 429', status(429), /the server answered 429 3 times/],
    ['lasting 500', status(500), /the server answered 500 3 times/],
    ['a reset', (request) => request.socket.destroy(), /the connection failed/],
    [
      'a reset within the answer',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"id":');
        setTimeout(() => response.destroy(), 5);
      },
      /the connection failed/,
    ],
    ['wrong JSON', (_request, response) => response.end('<html>maintenance</html>'), /not what the hub says/],
    ['JSON of another shape', (_request, response) => response.end('null'), /not what the hub says/],
    [
      'a redirect to another host',
      status(302, { location: 'http://127.0.0.1:1/evil' }),
      /redirect to another host \(127\.0\.0\.1:1\) was refused/,
    ],
    ['a redirect to another protocol', status(302, { location: 'ftp://127.0.0.1/x' }), /was refused/],
    ['redirects without end', status(302, { location: '/api/models/org/model' }), /more than 3 redirects/],
  ])('%s becomes a note and loses nothing else', async (_name, handler, note) => {
    const { url } = await server({ 'org/model': handler, 'org/good': hubAnswer() });
    const facts = await ask(url, ['org/model', 'org/good']);
    expect(facts.model('huggingface', 'org/model')).toBeUndefined();
    expect(facts.model('huggingface', 'org/good')?.status).toBe('found');
    expect(facts.notes).toHaveLength(1);
    expect(facts.notes[0]).toMatch(note);
  });

  it('gives up on stalls', async () => {
    const { url } = await server({
      silent: () => undefined,
      slow: (_request, response) => {
        response.writeHead(200);
        response.write('{');
      },
    });
    const facts = await ask(url, ['org/silent', 'org/slow'], { timeout: 80, retries: 1 });
    expect(facts.notes).toEqual([
      expect.stringMatching(/org\/silent could not be asked for: no answer within 0\.08 s/),
      expect.stringMatching(/org\/slow could not be asked for: no answer within 0\.08 s/),
    ]);
  });

  it('stops reading answers of 100 MB', async () => {
    let sent = 0;
    const { url } = await server({
      'org/model': (_request, response) => {
        const chunk = Buffer.alloc(1_000_000, 32);
        const more = (): void => {
          while (sent < 100_000_000 && !response.destroyed) {
            sent += chunk.length;
            if (!response.write(chunk)) {
              response.once('drain', more);
              return;
            }
          }
          response.end();
        };
        more();
      },
    });
    const facts = await ask(url, ['org/model'], { maxBytes: 3_000_000 });
    expect(facts.notes[0]).toMatch(/larger than 3 MB/);
    expect(sent).toBeLessThan(100_000_000);
  });

  it('follows redirects on the same host', async () => {
    const { url } = await server({ 'org/old': status(307, { location: '/api/models/org/new' }), 'org/new': hubAnswer() });
    expect((await ask(url, ['org/old'])).model('huggingface', 'org/old')?.status).toBe('found');
  });

  it('runs a limited number of requests at once', async () => {
    let running = 0;
    let most = 0;
    const { url } = await server({
      'api/models': (request, response, count) => {
        most = Math.max(most, ++running);
        setTimeout(() => {
          running--;
          hubAnswer()(request, response, count);
        }, 5);
      },
    });
    await ask(
      url,
      Array.from({ length: 30 }, (_, i) => `org/m${i}`),
      { concurrency: 4 },
    );
    expect(most).toBeLessThanOrEqual(4);
  });

  it('ends circles of base models', async () => {
    const { url, requests } = await server({
      'org/a': hubAnswer({ cardData: { base_model: 'org/b' } }),
      'org/b': hubAnswer({ cardData: { base_model: 'org/a' } }),
    });
    await ask(url, ['org/a']);
    expect(requests).toHaveLength(2);
  });
});

describe('the cache', () => {
  function folder(): string {
    const made = mkdtempSync(join(tmpdir(), 'audit-models-'));
    closers.push(() => rmSync(made, { recursive: true, force: true }));
    return made;
  }

  it('revalidates what it keeps and uses it when the network is lost', async () => {
    const cacheFolder = folder();
    let mode: 'new' | 'unchanged' | 'down' = 'new';
    const { url, requests } = await server({
      x: (request, response) => {
        if (mode === 'down') request.socket.destroy();
        else if (mode === 'unchanged' && request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
        else response.writeHead(200, { etag: '"1"' }).end('{"a":1}');
      },
    });
    const get = (fresh: number) => new Network({ ...FAST, cacheFolder, fresh }).get(`${url}/x`);
    expect(await get(0)).toMatchObject({ body: '{"a":1}', stale: false });
    expect(await get(60_000)).toMatchObject({ body: '{"a":1}', stale: false });
    expect(requests).toHaveLength(1);
    mode = 'unchanged';
    expect(await get(0)).toMatchObject({ body: '{"a":1}', stale: false });
    expect(requests).toHaveLength(2);
    mode = 'down';
    expect(await get(0)).toMatchObject({ body: '{"a":1}', stale: true });
  });

  it('takes a damaged file for no answer', async () => {
    const cacheFolder = folder();
    const { url, requests } = await server({ x: (_request, response) => response.end('ok') });
    await new Network({ ...FAST, cacheFolder }).get(`${url}/x`);
    for (const file of readdirSync(cacheFolder)) writeFileSync(join(cacheFolder, file), '{"status":200,');
    expect((await new Network({ ...FAST, cacheFolder }).get(`${url}/x`)).body).toBe('ok');
    expect(requests).toHaveLength(2);
  });

  it('keeps the answers of different tokens apart', async () => {
    const cacheFolder = folder();
    const { url } = await server({ x: (request, response) => response.end(String(request.headers.authorization)) });
    const get = (token: string) => new Network({ ...FAST, cacheFolder }).get(`${url}/x`, { authorization: token });
    expect((await get('a')).body).toBe('a');
    expect((await get('b')).body).toBe('b');
  });
});

describe('proxies', () => {
  it('go through the one that the environment names', async () => {
    const tunnels: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      tunnels.push(request.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    closers.push(() => void proxy.close());
    const { port } = proxy.address() as AddressInfo;
    const network = new Network({ ...FAST, retries: 0, env: { HTTP_PROXY: `http://127.0.0.1:${port}` } });
    await expect(network.get('http://registry.invalid/x')).rejects.toThrow(NetworkError);
    expect(tunnels).toEqual(['registry.invalid:80']);
    const direct = await server({ x: (_request, response) => response.end('direct') });
    const excepted = new Network({ ...FAST, env: { HTTP_PROXY: 'http://127.0.0.1:1', NO_PROXY: '127.0.0.1' } });
    expect((await excepted.get(`${direct.url}/x`)).body).toBe('direct');
  });
});

describe('other registries', () => {
  it('reads ModelScope', async () => {
    const { url } = await server({
      'api/v1/models/org/model': (_request, response) =>
        response.end(
          JSON.stringify({ Code: 200, Data: { License: 'Apache License 2.0', BaseModel: ['org/base'], BaseModelRelation: 'finetune' } }),
        ),
      'api/v1/models/org/odd': (_request, response) => response.end('[]'),
    });
    const models = ['org/model', 'org/odd', 'org/none'].map((name) => ({ registry: 'modelscope', name }));
    const facts = await fetchModels(models, rules, { ...FAST, env: { HF_ENDPOINT: url }, modelScope: url });
    expect(facts.model('modelscope', 'org/model')).toMatchObject({
      status: 'found',
      card: { license: ['Apache License 2.0'], baseModels: ['org/base'] },
    });
    expect(facts.model('modelscope', 'org/none')?.status).toBe('missing');
    expect(facts.notes).toEqual([expect.stringMatching(/org\/odd could not be asked for/)]);
  });

  it('reads licences of packages from PyPI and npm', async () => {
    const { url } = await server({
      'pypi/good': (_request, response) =>
        response.end(
          JSON.stringify({
            info: {
              license_expression: 'MIT',
              license: '',
              classifiers: ['License :: OSI Approved :: MIT License', 'Topic :: X'],
              version: '1.0',
            },
          }),
        ),
      'npm/@scope%2Fname': (_request, response) => response.end(JSON.stringify({ license: { type: 'ISC' }, version: '2.0.0' })),
      'npm/old': (_request, response) => response.end(JSON.stringify({ licenses: [{ type: 'MIT' }, 'BSD'] })),
      'npm/bad': (_request, response) => response.end('null'),
    });
    const packages = { pypi: url, npm: `${url}/npm` };
    const answers = await fetchPackages(
      [
        { ecosystem: 'pypi', name: 'good', version: '1.0' },
        { ecosystem: 'npm', name: '@scope/name' },
        { ecosystem: 'npm', name: 'old', version: '1.0.0' },
        { ecosystem: 'npm', name: 'bad' },
        { ecosystem: 'npm', name: 'gone' },
        { ecosystem: 'cargo', name: 'serde' },
      ],
      { ...FAST, packages },
    );
    expect(answers.package('pypi', 'good')?.licenses).toEqual(['MIT', 'License :: OSI Approved :: MIT License']);
    expect(answers.package('npm', '@scope/name')).toMatchObject({ licenses: ['ISC'], version: '2.0.0' });
    expect(answers.package('npm', 'old')?.licenses).toEqual(['MIT', 'BSD']);
    expect(answers.package('npm', 'gone')?.status).toBe('missing');
    expect(answers.package('cargo', 'serde')).toBeUndefined();
    expect(answers.notes).toEqual([expect.stringMatching(/npm:bad could not be asked for/)]);
  });
});

describe('without --online', () => {
  it('opens no socket while everything about a model is gathered', () => {
    const connect = vi.spyOn(Socket.prototype, 'connect').mockImplementation(() => {
      throw new Error('a socket was opened');
    });
    const request = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('a request was made'));
    try {
      known('meta-llama/Llama-3.1-8B-Instruct');
      known('nobody/unheard-of');
      known('gpt-4o', { provider: 'openai' });
      expect(connect).not.toHaveBeenCalled();
      expect(request).not.toHaveBeenCalled();
    } finally {
      connect.mockRestore();
      request.mockRestore();
    }
  });
});
