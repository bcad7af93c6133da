/** The Hugging Face Hub, through its own client library; the library never sees the network, only answers that passed our limits. */

import type { CardFacts, OnlineModel } from '../gather/types.ts';
import { readCard } from '../gather/card.ts';
import type { Entry } from '../types/source.ts';
import { NetworkError, type Answer, type Network } from './fetch.ts';

export interface HubOptions {
  network: Network;
  /** `HF_ENDPOINT`, or a mirror; without a trailing slash. */
  endpoint: string;
  token?: string;
}

/** What the client library gives for the fields we ask for. */
interface HubEntry {
  private?: boolean;
  gated?: false | 'auto' | 'manual';
  updatedAt?: Date;
  sha?: string;
  cardData?: Record<string, unknown>;
  siblings?: { rfilename?: string }[];
  tags?: string[];
}

const WEIGHTS = /\.(?:safetensors|gguf|bin|pt|pth|ckpt|onnx|h5|msgpack|tflite|mlmodel|nemo|pdparams|keras|model)$/i;

/**
 * Asks for one model. A model that is missing, private or gated is an answer.
 * @throws NetworkError when there is no usable answer
 */
export async function hubModel(name: string, { network, endpoint, token }: HubOptions): Promise<OnlineModel> {
  const { modelInfo } = await import('@huggingface/hub');
  let answer: Answer | undefined;
  const fetchLimited = async (input: unknown, init?: { headers?: unknown }): Promise<Response> => {
    const headers = new Headers((init?.headers ?? {}) as Record<string, string>);
    const authorization = headers.get('authorization');
    answer = await network.get(String(input), authorization === null ? {} : { authorization });
    return new Response(answer.body, { status: answer.status, headers: { 'content-type': 'application/json' } });
  };
  const url = `${endpoint}/${name}`;
  try {
    const found = (await modelInfo({
      name,
      hubUrl: endpoint,
      // The hub knows `siblings` too, which the library's list lacks.
      additionalFields: ['cardData', 'sha', 'tags', 'siblings' as 'sha'],
      fetch: fetchLimited as typeof fetch,
      ...(token === undefined ? {} : { accessToken: token }),
    })) as unknown as HubEntry;
    return describe(found, url, answer!.retrieved);
  } catch (error) {
    const status = answer?.status;
    const retrieved = answer?.retrieved ?? new Date().toISOString().slice(0, 10);
    if (status === 401 || status === 403) return { url, retrieved, status: 'denied' };
    if (status === 404) return { url, retrieved, status: 'missing' };
    if (error instanceof NetworkError) throw error;
    const reason = status === 200 ? 'the answer is not what the hub says about a model' : `the server answered ${status ?? 'nothing'}`;
    throw new NetworkError('status', reason, status);
  }
}

function describe(found: HubEntry, url: string, retrieved: string): OnlineModel {
  if (typeof found !== 'object' || found === null) throw new TypeError('no object');
  const files = Array.isArray(found.siblings) ? found.siblings.map((one) => String(one?.rfilename ?? '')) : [];
  const gated = found.gated === 'auto' || found.gated === 'manual' ? found.gated : found.gated === false ? 'none' : undefined;
  const updated = found.updatedAt instanceof Date && !Number.isNaN(found.updatedAt.getTime()) ? found.updatedAt.toISOString() : undefined;
  const card = cardOf(found);
  return {
    url,
    retrieved,
    status: 'found',
    ...(card === undefined ? {} : { card }),
    ...(gated === undefined ? {} : { gated }),
    ...(found.private === true ? { private: true } : {}),
    ...(files.length > 0 ? { hasWeights: files.some((file) => WEIGHTS.test(file)) } : {}),
    ...(typeof found.sha === 'string' ? { revision: found.sha } : {}),
    ...(updated === undefined ? {} : { lastModified: updated }),
  };
}

/** The card's front matter, in the form the reader of local cards takes; the licence tag stands in where there is no card. */
function cardOf({ cardData, tags }: HubEntry): CardFacts | undefined {
  const entries = typeof cardData === 'object' && cardData !== null ? flatten(cardData) : [];
  const card = readCard(entries);
  const tagged = Array.isArray(tags) ? tags.find((tag) => typeof tag === 'string' && tag.startsWith('license:')) : undefined;
  if (card?.license !== undefined || tagged === undefined) return card;
  return { baseModels: [], datasets: [], ...card, license: [tagged.slice('license:'.length)] };
}

function flatten(data: Record<string, unknown>): Entry[] {
  const entries: Entry[] = [];
  const add = (path: (string | number)[], value: unknown): void => {
    if (typeof value === 'string') entries.push({ path, value, at: [0, 0], type: 'string' });
    else if (typeof value === 'boolean') entries.push({ path, value: String(value), at: [0, 0], type: 'bool' });
  };
  for (const [key, value] of Object.entries(data).slice(0, 200)) {
    if (Array.isArray(value)) for (const [index, one] of value.slice(0, 100).entries()) add([key, index], one);
    else add([key], value);
  }
  return entries;
}
