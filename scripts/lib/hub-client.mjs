// A small reader of the Hub's model pages for maintainers: polite, bounded, and never led to another host.

const MAX_BYTES = 5_000_000;
const ATTEMPTS = 4;

export class HubError extends Error {}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function boundedJson(response) {
  const chunks = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new HubError('the answer is too large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new HubError('the answer is not JSON');
  }
}

/**
 * Reads `/api/models/<id>`. Follows redirects on the same host (that is how the Hub tells renames), waits when told to slow down, gives
 * up after four attempts.
 * @param endpoint HF_ENDPOINT or https://huggingface.co
 * @param pause milliseconds of the first wait; doubled each time
 * @returns the answer, or undefined when the model is private, gated against reading, or gone
 */
export async function readModel(id, { endpoint, token, pause = 1_000, timeout = 20_000 }) {
  const base = endpoint.replace(/\/+$/, '');
  let url = `${base}/api/models/${id.split('/').map(encodeURIComponent).join('/')}`;
  for (let attempt = 1, hops = 0; ;) {
    let wait = pause * 2 ** (attempt - 1);
    try {
      const headers = {
        accept: 'application/json',
        'user-agent': 'audit-models rules-update',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      };
      const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(timeout) });
      if (response.status >= 300 && response.status < 400) {
        await response.body?.cancel();
        const target = new URL(response.headers.get('location') ?? '', url);
        if (target.host !== new URL(base).host) throw new HubError(`redirected to another host (${target.host})`);
        if (++hops > 5) throw new HubError('too many redirects');
        url = target.href;
        continue;
      }
      if (response.ok) return await boundedJson(response);
      await response.body?.cancel();
      if ([401, 403, 404].includes(response.status)) return undefined;
      if (response.status !== 429 && response.status < 500) throw new HubError(`status ${response.status}`);
      const after = Number(response.headers.get('retry-after'));
      if (Number.isFinite(after) && after > 0) wait = Math.min(after * 1_000, 120_000);
      if (attempt === ATTEMPTS) throw new HubError(`status ${response.status} after ${ATTEMPTS} attempts`);
    } catch (error) {
      if (error instanceof HubError) throw error;
      if (attempt === ATTEMPTS)
        throw new HubError(`${error.cause?.code ?? error.name}: no answer after ${ATTEMPTS} attempts`, { cause: error });
    }
    attempt++;
    await sleep(wait);
  }
}
