/** ModelScope: one JSON document per model. Its licence field is free text, which the licence engine reads. */

import type { OnlineModel } from '../gather/types.ts';
import { NetworkError, type Network } from './fetch.ts';

interface ModelScopeAnswer {
  Code?: number;
  Data?: { License?: unknown; BaseModel?: unknown; BaseModelRelation?: unknown; LastUpdatedTime?: unknown; Visibility?: unknown };
}

/**
 * Asks for one model.
 * @throws NetworkError when there is no usable answer
 */
export async function modelScopeModel(name: string, network: Network, endpoint: string): Promise<OnlineModel> {
  const url = `${endpoint}/models/${name}`;
  const answer = await network.get(`${endpoint}/api/v1/models/${name.split('/').map(encodeURIComponent).join('/')}`);
  const { retrieved, status } = answer;
  if (status === 404) return { url, retrieved, status: 'missing' };
  if (status === 401 || status === 403) return { url, retrieved, status: 'denied' };
  const data = status === 200 ? parse(answer.body).Data : undefined;
  if (typeof data !== 'object' || data === null)
    throw new NetworkError('status', 'the answer is not what ModelScope says about a model', status);
  const bases = Array.isArray(data.BaseModel) ? data.BaseModel.filter((one): one is string => typeof one === 'string') : [];
  const relation = ['finetune', 'adapter', 'merge', 'quantized'].find((one) => one === String(data.BaseModelRelation).toLowerCase());
  return {
    url,
    retrieved,
    status: 'found',
    card: {
      ...(typeof data.License === 'string' && data.License !== '' ? { license: [data.License.slice(0, 200)] } : {}),
      baseModels: bases.slice(0, 64),
      ...(relation === undefined ? {} : { relation: relation as 'finetune' }),
      datasets: [],
    },
    hasWeights: true,
    ...(typeof data.LastUpdatedTime === 'number' ? { lastModified: new Date(data.LastUpdatedTime * 1000).toISOString() } : {}),
  };
}

function parse(body: string): ModelScopeAnswer {
  try {
    return (JSON.parse(body) as ModelScopeAnswer | null) ?? {};
  } catch {
    throw new NetworkError('status', 'the answer is no JSON');
  }
}
