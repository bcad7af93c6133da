/**
 * Facts from the network, fetched before gathering and only with `--online`. Every fact carries address and date; what could not be
 * fetched is a note, never an error: a lost network leaves the offline answer.
 */

import type { OnlineFacts, OnlineModel } from '../gather/types.ts';
import { hubRecord } from '../identify/index.ts';
import type { RuleBook } from '../types/rules.ts';
import { Network, NetworkError, type NetworkOptions } from './fetch.ts';
import { hubModel } from './hub.ts';
import { modelScopeModel } from './modelscope.ts';
import { onlinePackage, PACKAGE_ENDPOINTS, type OnlinePackage, type PackageEndpoints } from './packages.ts';

export type { OnlinePackage, PackageEndpoints } from './packages.ts';
export { Network, NetworkError, type NetworkOptions } from './fetch.ts';

export interface OnlineOptions extends NetworkOptions {
  /** Address of ModelScope; for tests. */
  modelScope?: string;
  packages?: PackageEndpoints;
  /** Base models of base models followed. */
  depth?: number;
}

const HUB = 'https://huggingface.co';
const MODELSCOPE = 'https://modelscope.cn';
/** Most models asked for in one run; a project that names more gets a note. */
const MAX_MODELS = 500;

const flag = (value: string | undefined): boolean => value !== undefined && /^(?:1|true|yes|on)$/i.test(value);

/** Asks the registries about models and, as far as `depth`, about their base models. */
export async function fetchModels(
  models: readonly { registry: string; name: string }[],
  rules: RuleBook,
  options: OnlineOptions = {},
): Promise<OnlineFacts> {
  const env = options.env ?? process.env;
  const found = new Map<string, OnlineModel>();
  const notes: string[] = [];
  const key = (registry: string, name: string): string => `${registry}:${name}`.toLowerCase();
  const facts: OnlineFacts = { model: (registry, name) => found.get(key(registry, name)), notes };
  if (flag(env['HF_HUB_OFFLINE'])) {
    notes.push('HF_HUB_OFFLINE is set: no registry was asked');
    return facts;
  }
  const network = new Network(options);
  const endpoint = (env['HF_ENDPOINT'] || HUB).replace(/\/+$/, '');
  const token = env['HF_TOKEN'] || env['HUGGING_FACE_HUB_TOKEN'];
  const hub = { network, endpoint, ...(token ? { token } : {}) };
  const asked = new Set<string>();
  let wave = models.filter(({ name }) => !name.endsWith('*'));
  for (let depth = 0; wave.length > 0 && depth <= (options.depth ?? 4); depth++) {
    const todo: typeof wave = [];
    for (const { registry, name } of wave) {
      if ((registry !== 'huggingface' && registry !== 'modelscope') || !name.includes('/')) continue;
      if (asked.has(key(registry, name))) continue;
      asked.add(key(registry, name));
      if (asked.size > MAX_MODELS) continue;
      todo.push({ registry, name });
    }
    const answers = await Promise.all(
      todo.map(async ({ registry, name }) => {
        try {
          const answer =
            registry === 'modelscope' ? await modelScopeModel(name, network, options.modelScope ?? MODELSCOPE) : await hubModel(name, hub);
          found.set(key(registry, name), answer);
          return answer.card?.baseModels ?? [];
        } catch (error) {
          notes.push(`${registry}:${name} could not be asked for: ${reason(error)}`);
          return [];
        }
      }),
    );
    wave = answers.flat().map((base) => ({ registry: 'huggingface', name: hubRecord(base, rules).name }));
  }
  if (asked.size > MAX_MODELS) notes.push(`only the first ${MAX_MODELS} of ${asked.size} models were asked for`);
  notes.sort();
  return facts;
}

/** Asks the package registries; a package that could not be asked for is missing from the answer and in the notes. */
export async function fetchPackages(
  packages: readonly { ecosystem: string; name: string; version?: string }[],
  options: OnlineOptions = {},
): Promise<{ package(ecosystem: string, name: string): OnlinePackage | undefined; notes: string[] }> {
  const network = new Network(options);
  const found = new Map<string, OnlinePackage>();
  const notes: string[] = [];
  await Promise.all(
    packages.map(async ({ ecosystem, name, version }) => {
      try {
        const answer = await onlinePackage(ecosystem, name, version, network, options.packages ?? PACKAGE_ENDPOINTS);
        if (answer) found.set(`${ecosystem}:${name}`, answer);
      } catch (error) {
        notes.push(`${ecosystem}:${name} could not be asked for: ${reason(error)}`);
      }
    }),
  );
  notes.sort();
  return { package: (ecosystem, name) => found.get(`${ecosystem}:${name}`), notes };
}

const reason = (error: unknown): string => (error instanceof NetworkError || error instanceof Error ? error.message : String(error));
