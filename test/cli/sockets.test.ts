/** Nothing leaves the machine without `--online`: whole commands run with every way to open a socket wired to an alarm. */

import dgram from 'node:dgram';
import dns from 'node:dns';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cli } from '../support/cli.ts';
import { tempProject } from '../support/temp.ts';

const tour = fileURLToPath(new URL('../../fixtures/tour/shop-assistant', import.meta.url));

/** Calls that would leave the machine; each is refused and written down. */
function alarms(): string[] {
  const rung: string[] = [];
  const refuse = (what: string) => (): never => {
    rung.push(what);
    throw new Error(`no network in this test: ${what}`);
  };
  vi.spyOn(Socket.prototype, 'connect').mockImplementation(refuse('connect'));
  vi.spyOn(dgram.Socket.prototype, 'send').mockImplementation(refuse('datagram'));
  vi.spyOn(dns, 'lookup').mockImplementation(refuse('lookup') as never);
  vi.spyOn(globalThis, 'fetch').mockImplementation(refuse('fetch'));
  return rung;
}
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Settings that tempt a program to go online. */
function temptations(): void {
  vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:9');
  vi.stubEnv('HF_TOKEN', 'hf_none');
  vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:9');
}

/** A project of models and packages that nobody knows, so that every look-up offline ends without an answer. */
const unknown = (): string =>
  tempProject({
    'package.json': '{"name":"x","dependencies":{"left-pad":"1.3.0","nobody-knows-this":"9.9.9"}}',
    'requirements.txt': 'transformers==4.40\nnobody-knows-this==1.0\n',
    'app.py': 'from transformers import AutoModel\nAutoModel.from_pretrained("nobody/unheard-of")\n',
  });
const records = (): string =>
  `${tempProject({ 'x.jsonl': '{"id":"nobody/x","base_model":"nobody/y"}\n{"id":"meta-llama/Llama-3.1-8B"}\n' })}/x.jsonl`;

describe('without --online', () => {
  it.each<[name: string, argv: () => string[]]>([
    ['a scan', () => [tour, '--no-config']],
    ['a scan of unknown models and packages', () => [unknown()]],
    ['classify', () => ['classify', '--input', records(), '--format', 'jsonl']],
    ['explain', () => ['explain', 'meta-llama/Llama-3.1-8B-Instruct', '--verify']],
    ['explain in a project', () => ['explain', 'huggingface:nobody/unheard-of', '--path', unknown(), '--verify']],
    ['identify', () => ['identify', `${tour}/README.md`, '--format', 'json']],
  ])('%s opens no socket', async (_name, argv) => {
    temptations();
    const rung = alarms();
    const { code, stderr } = await cli(...argv());
    expect(rung).toEqual([]);
    expect(code, stderr).toBeLessThan(2);
  });

  it('the alarm would ring: with --online it does', async () => {
    temptations();
    const rung = alarms();
    await cli(unknown(), '--online');
    expect(rung.length).toBeGreaterThan(0);
  });
});
