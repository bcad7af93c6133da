/** A local server that plays registries, with good and bad days. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** Serves by path; `requests` remembers what was asked. */
export async function serve(
  handlers: Record<string, Handler>,
): Promise<{ url: string; requests: IncomingMessage[]; close(): Promise<void> }> {
  const requests: IncomingMessage[] = [];
  const counts = new Map<string, number>();
  const server: Server = createServer((request, response) => {
    requests.push(request);
    const path = (request.url ?? '').replace(/\?.*$/, '');
    const key = Object.keys(handlers).find((one) => path.includes(one));
    const count = (counts.get(key ?? '') ?? 0) + 1;
    counts.set(key ?? '', count);
    if (key === undefined) {
      response.statusCode = 404;
      response.end('{"error":"Repository not found"}');
    } else handlers[key]!(request, response, count);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The hub's answer about a model, in the shape of its API. */
export function hubAnswer(more: Record<string, unknown> = {}): Handler {
  return (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        _id: '66918e0a0000000000000000',
        id: 'org/model',
        modelId: 'org/model',
        private: false,
        gated: false,
        downloads: 10,
        likes: 2,
        lastModified: '2026-03-01T10:00:00.000Z',
        sha: 'a'.repeat(40),
        tags: ['license:mit'],
        cardData: { license: 'mit' },
        siblings: [{ rfilename: 'README.md' }, { rfilename: 'model.safetensors' }],
        ...more,
      }),
    );
  };
}

export const status =
  (code: number, headers: Record<string, string> = {}): Handler =>
  (_request, response) => {
    response.writeHead(code, headers);
    response.end('{"error":"no"}');
  };
