/**
 * The one way out to the network: caps sizes and times, retries with patience, refuses to be sent to another host, remembers answers on
 * disk and revalidates them. Built only when the user asked for `--online`; nothing in this folder opens a socket before.
 */

import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { AnswerCache, type StoredAnswer } from './cache.ts';

/** Limits and surroundings of all requests. */
export interface NetworkOptions {
  /** Milliseconds one attempt may take, body included. */
  timeout?: number;
  /** Largest answer read, in bytes. */
  maxBytes?: number;
  /** Attempts after the first. */
  retries?: number;
  /** First pause before a retry in milliseconds; doubles each time. */
  pause?: number;
  /** Requests at the same time. */
  concurrency?: number;
  /** Folder for answers; absent: none are kept. */
  cacheFolder?: string;
  /** Age in milliseconds up to which a kept answer is used without asking. */
  fresh?: number;
  /** Environment for proxies; that of the process by default. */
  env?: Record<string, string | undefined>;
  userAgent?: string;
}

/** Why a request gave no answer; `message` is one clause for the report. */
export class NetworkError extends Error {
  readonly kind: 'timeout' | 'too-large' | 'redirect' | 'status' | 'connection';
  readonly status: number | undefined;

  constructor(kind: NetworkError['kind'], message: string, status?: number) {
    super(message);
    this.kind = kind;
    this.status = status;
  }
}

/** An answer with its age: `stale` when the network failed and an old one stands in. */
export interface Answer {
  status: number;
  body: string;
  url: string;
  /** ISO date of the answer. */
  retrieved: string;
  stale: boolean;
}

type Fetch = (
  url: string,
  init: { headers: Record<string, string>; redirect: 'manual'; signal: AbortSignal; dispatcher?: unknown },
) => Promise<Response>;

const DEFAULTS = { timeout: 15_000, maxBytes: 8_000_000, retries: 3, pause: 500, concurrency: 6, fresh: 3_600_000 };
/** Longest pause a server may ask for. */
const MAX_PAUSE = 20_000;
const MAX_REDIRECTS = 3;

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const today = (): string => new Date().toISOString().slice(0, 10);

/** A network with limits. */
export class Network {
  readonly #options: Required<Omit<NetworkOptions, 'cacheFolder' | 'env'>> & Pick<NetworkOptions, 'cacheFolder' | 'env'>;
  readonly #cache: AnswerCache | undefined;
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  #fetch: { send: Fetch; dispatcher?: unknown } | undefined;

  constructor(options: NetworkOptions = {}) {
    this.#options = { ...DEFAULTS, userAgent: 'audit-models', ...options };
    this.#cache = options.cacheFolder === undefined ? undefined : new AnswerCache(options.cacheFolder);
  }

  /**
   * Fetches a text.
   * @throws NetworkError when there is no answer, not even an old one; statuses of 400 and above are answers
   */
  async get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    const key = createHash('sha256')
      .update(`${url}\n${headers['authorization'] ?? ''}`)
      .digest('hex');
    const kept = this.#cache?.read(key);
    if (kept && Date.now() - kept.time < this.#options.fresh) return { ...answerOf(kept, url), stale: false };
    await this.#enter();
    try {
      return await this.#ask(url, headers, key, kept);
    } catch (error) {
      if (kept && error instanceof NetworkError && error.kind !== 'redirect') return { ...answerOf(kept, url), stale: true };
      throw error;
    } finally {
      this.#leave();
    }
  }

  async #ask(url: string, headers: Record<string, string>, key: string, kept: StoredAnswer | undefined): Promise<Answer> {
    const conditional: Record<string, string> = kept?.etag === undefined ? {} : { 'if-none-match': kept.etag };
    for (let attempt = 0; ; attempt++) {
      const last = attempt >= this.#options.retries;
      try {
        const response = await this.#attempt(url, {
          ...headers,
          ...conditional,
          'user-agent': this.#options.userAgent,
          accept: 'application/json',
        });
        if (response.status === 304 && kept) {
          this.#cache?.write(key, { ...kept, time: Date.now() });
          return { ...answerOf(kept, url), retrieved: today(), stale: false };
        }
        if ((response.status === 429 || response.status >= 500) && !last) {
          await sleep(this.#pauseFor(attempt, response.retryAfter));
          continue;
        }
        if (response.status === 429 || response.status >= 500) {
          throw new NetworkError('status', `the server answered ${response.status} ${attempt + 1} times`, response.status);
        }
        const { status, body, etag } = response;
        if (status === 200) this.#cache?.write(key, { status, body, time: Date.now(), ...(etag === undefined ? {} : { etag }) });
        return { status, body, url, retrieved: today(), stale: false };
      } catch (error) {
        const lasting =
          error instanceof NetworkError && (error.kind === 'redirect' || error.kind === 'too-large' || error.kind === 'status');
        if (lasting || last) throw error;
        await sleep(this.#pauseFor(attempt, undefined));
      }
    }
  }

  #pauseFor(attempt: number, asked: number | undefined): number {
    return Math.min(asked ?? this.#options.pause * 2 ** attempt, MAX_PAUSE);
  }

  /** One attempt, redirects on the same host followed. */
  async #attempt(
    url: string,
    headers: Record<string, string>,
  ): Promise<{ status: number; body: string; etag?: string; retryAfter?: number }> {
    const signal = AbortSignal.timeout(this.#options.timeout);
    let address = new URL(url);
    for (let hops = 0; ; hops++) {
      const response = await this.#send(address.href, headers, signal);
      const target = response.status >= 300 && response.status < 400 && response.status !== 304 ? response.headers.get('location') : null;
      if (target === null) {
        const etag = response.headers.get('etag');
        const retryAfter = Number(response.headers.get('retry-after')) * 1000;
        const body = await this.#read(response, signal);
        return {
          status: response.status,
          body,
          ...(etag === null ? {} : { etag }),
          ...(retryAfter > 0 ? { retryAfter } : {}),
        };
      }
      await response.body?.cancel();
      const next = URL.canParse(target, address.href) ? new URL(target, address.href) : undefined;
      if (!next || next.host !== address.host || next.protocol !== address.protocol) {
        throw new NetworkError('redirect', `a redirect to another host (${next?.host ?? target.slice(0, 80)}) was refused`);
      }
      if (hops >= MAX_REDIRECTS) throw new NetworkError('redirect', `more than ${MAX_REDIRECTS} redirects`);
      address = next;
    }
  }

  async #send(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
    const { send, dispatcher } = (this.#fetch ??= chooseFetch(this.#options.env ?? process.env));
    try {
      return await send(url, { headers, redirect: 'manual', signal, ...(dispatcher === undefined ? {} : { dispatcher }) });
    } catch (error) {
      throw this.#explain(error, signal);
    }
  }

  #explain(error: unknown, signal: AbortSignal): NetworkError {
    if (signal.aborted) return new NetworkError('timeout', `no answer within ${this.#options.timeout / 1000} s`);
    const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
    return new NetworkError('connection', `the connection failed (${cause?.code ?? cause?.message ?? message})`);
  }

  async #read(response: Response, signal: AbortSignal): Promise<string> {
    if (!response.body) return '';
    const chunks: Uint8Array[] = [];
    let size = 0;
    const reader = response.body.getReader();
    try {
      for (;;) {
        const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
        if (done) break;
        size += value!.length;
        if (size > this.#options.maxBytes) {
          throw new NetworkError('too-large', `the answer is larger than ${Math.round(this.#options.maxBytes / 1e6)} MB`);
        }
        chunks.push(value!);
      }
    } catch (error) {
      await reader.cancel().catch(() => undefined);
      throw error instanceof NetworkError ? error : this.#explain(error, signal);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  async #enter(): Promise<void> {
    if (this.#running >= this.#options.concurrency) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running++;
  }

  #leave(): void {
    this.#running--;
    this.#waiting.shift()?.();
  }
}

const answerOf = ({ status, body, time }: StoredAnswer, url: string): Omit<Answer, 'stale'> => ({
  status,
  body,
  url,
  retrieved: new Date(time).toISOString().slice(0, 10),
});

/** The platform's fetch; where a proxy is configured, that of undici, since Node 20's own knows no proxies. */
function chooseFetch(env: Record<string, string | undefined>): { send: Fetch; dispatcher?: unknown } {
  const get = (name: string): string | undefined => env[name] ?? env[name.toLowerCase()];
  const httpProxy = get('HTTP_PROXY');
  const httpsProxy = get('HTTPS_PROXY');
  if (!httpProxy && !httpsProxy) return { send: globalThis.fetch as unknown as Fetch };
  const undici = createRequire(import.meta.url)('undici') as typeof import('undici');
  const dispatcher = new undici.EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy: get('NO_PROXY') });
  return { send: undici.fetch as unknown as Fetch, dispatcher };
}
