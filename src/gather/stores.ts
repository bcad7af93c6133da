/**
 * Model stores of this machine: the Hugging Face cache, the Ollama store with its licence layers, the caches of ModelScope, torch hub,
 * sentence-transformers and whisper, the models of LM Studio. Read only with the user's consent (`--stores`), since what lies on a laptop does not lie in CI. Every read is bounded and a damaged store is empty.
 */

import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { summarise } from '../summarise/index.ts';
import { readCard } from './card.ts';
import type { LocalStores, StoreEntry } from './types.ts';

/** Where stores are looked for; the environment and home folder of the user by default. */
export interface StoreOptions {
  env?: Record<string, string | undefined>;
  home?: string;
}

const MAX_TEXT = 1_000_000;
const WEIGHTS = /\.(?:safetensors|gguf|bin|pt|pth|ckpt|onnx|h5|msgpack|tflite|nemo)$/i;
const LICENSE = /^(?:un)?licen[sc]e|^copying|^model[-_]licen[sc]e/i;

/** Text of a small file; `undefined` when it is missing, large or no file. */
function readText(path: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { size } = fstatSync(file);
    if (size > MAX_TEXT) return undefined;
    const buffer = Buffer.alloc(size);
    readSync(file, buffer, 0, size, 0);
    return buffer.toString('utf8');
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

/** Names come from the project: nothing but plain path parts may reach the disk. */
const isSafe = (part: string): boolean => /^[\w.-]{1,128}$/.test(part) && part !== '.' && part !== '..';

/** Opens the stores of a machine. Nothing is read before a model is asked for; answers are kept. */
export function localStores(options: StoreOptions = {}): LocalStores {
  const env = options.env ?? process.env;
  const home = options.home ?? homedir();
  const hfHome = env['HF_HOME'] ?? join(env['XDG_CACHE_HOME'] ?? join(home, '.cache'), 'huggingface');
  const hub = env['HF_HUB_CACHE'] ?? env['HUGGINGFACE_HUB_CACHE'] ?? join(hfHome, 'hub');
  const ollama = env['OLLAMA_MODELS'] ?? join(home, '.ollama', 'models');
  const scope = env['MODELSCOPE_CACHE'] ?? join(home, '.cache', 'modelscope', 'hub');
  const torch = env['TORCH_HOME'] ?? join(env['XDG_CACHE_HOME'] ?? join(home, '.cache'), 'torch');
  const sentences = env['SENTENCE_TRANSFORMERS_HOME'] ?? join(torch, 'sentence_transformers');
  const whisper = join(env['XDG_CACHE_HOME'] ?? join(home, '.cache'), 'whisper');
  const studio = [join(home, '.lmstudio', 'models'), join(home, '.cache', 'lm-studio', 'models')];
  const known = new Map<string, StoreEntry | undefined>();
  return {
    find(registry, name, revision) {
      const key = `${registry}:${name}@${revision ?? ''}`;
      if (!known.has(key)) known.set(key, look(registry, name, revision));
      return known.get(key);
    },
  };

  function look(registry: string, name: string, revision: string | undefined): StoreEntry | undefined {
    if (registry === 'huggingface') return inHub(hub, name, revision) ?? inLmStudio(studio, name) ?? inSentences(sentences, name);
    if (registry === 'torchhub') return inTorchHub(join(torch, 'hub'), name);
    if (registry === 'whisper') return inWhisper(whisper, name);
    if (registry === 'ollama') return inOllama(ollama, name);
    if (registry === 'modelscope') return inModelScope(scope, name);
    return undefined;
  }
}

/** `models--org--name/{refs,snapshots}`: a reference gives the commit, a snapshot holds the files. */
function inHub(hub: string, name: string, revision: string | undefined): StoreEntry | undefined {
  const parts = name.split('/');
  if (parts.length > 2 || !parts.every(isSafe)) return undefined;
  const folder = join(hub, `models--${parts.join('--')}`);
  const snapshots = names(join(folder, 'snapshots'));
  if (snapshots.length === 0) return undefined;
  const asked = revision !== undefined && isSafe(revision) ? revision : 'main';
  const commit = readText(join(folder, 'refs', asked))?.trim() ?? asked;
  const chosen = snapshots.includes(commit) ? commit : snapshots.at(-1)!;
  return folderEntry('Hugging Face cache', join(folder, 'snapshots', chosen), chosen);
}

/** `org/name` with `___` for dots. */
function inModelScope(scope: string, name: string): StoreEntry | undefined {
  const parts = name.replaceAll('.', '___').split('/');
  if (parts.length !== 2 || !parts.every(isSafe)) return undefined;
  for (const folder of [join(scope, 'models', ...parts), join(scope, ...parts)]) {
    if (names(folder).length > 0) return folderEntry('ModelScope cache', folder);
  }
  return undefined;
}

/** `models/<publisher>/<repository>/<file>`: LM Studio keeps the names of the Hub. */
function inLmStudio(roots: readonly string[], name: string): StoreEntry | undefined {
  const parts = name.split('/');
  if (parts.length !== 2 || !parts.every(isSafe)) return undefined;
  const folder = roots.map((root) => join(root, ...parts)).find((one) => names(one).length > 0);
  return folder === undefined ? undefined : folderEntry('LM Studio', folder);
}

/** `org_name`, as sentence-transformers wrote its cache before it shared the one of the Hub. */
function inSentences(root: string, name: string): StoreEntry | undefined {
  const parts = name.split('/');
  if (!parts.every(isSafe)) return undefined;
  const folder = join(root, parts.join('_'));
  return names(folder).length > 0 ? folderEntry('sentence-transformers cache', folder) : undefined;
}

/** `owner_repository_<branch>`: the code of the repository; weights lie apart in `checkpoints`, under names of their own. */
function inTorchHub(root: string, name: string): StoreEntry | undefined {
  const parts = (name.split(':')[0] ?? '').split('/');
  if (parts.length !== 2 || !parts.every(isSafe)) return undefined;
  const start = `${parts.join('_')}_`;
  const folder = names(root).find((one) => one.startsWith(start) && isSafe(one));
  return folder === undefined ? undefined : folderEntry('torch hub cache', join(root, folder));
}

function inWhisper(root: string, name: string): StoreEntry | undefined {
  if (!isSafe(name) || !names(root).includes(`${name}.pt`)) return undefined;
  return { store: 'whisper cache', path: join(root, `${name}.pt`), licenseTexts: [], hasWeights: true };
}

function folderEntry(store: string, folder: string, revision?: string): StoreEntry {
  const files = names(folder);
  const readme = files.find((file) => /^readme\.md$/i.test(file));
  const text = readme === undefined ? undefined : readText(join(folder, readme));
  const card = text === undefined ? undefined : readCard(summarise('README.md', 'markdown', text).entries);
  const licenseTexts = files
    .filter((file) => LICENSE.test(file))
    .slice(0, 8)
    .flatMap((file) => {
      const content = readText(join(folder, file));
      return content === undefined ? [] : [{ path: join(folder, file), text: content }];
    });
  return {
    store,
    path: folder,
    ...(revision === undefined ? {} : { revision }),
    ...(card ? { card } : {}),
    licenseTexts,
    hasWeights: files.some((file) => WEIGHTS.test(file)),
  };
}

interface Layer {
  mediaType?: unknown;
  digest?: unknown;
}

/** `manifests/<host>/<namespace>/<model>/<tag>`: layers by media type; the licence layers hold texts. */
function inOllama(store: string, name: string): StoreEntry | undefined {
  const [path = '', tag = 'latest'] = name.split(':');
  const parts = path.includes('/') ? path.split('/') : ['library', path];
  if (parts.length > 2 || ![...parts, tag].every(isSafe)) return undefined;
  const manifest = join(store, 'manifests', 'registry.ollama.ai', ...parts, tag);
  const text = readText(manifest);
  if (text === undefined) return undefined;
  let layers: Layer[];
  try {
    const parsed = (JSON.parse(text) as { layers?: unknown }).layers;
    layers = Array.isArray(parsed) ? (parsed as Layer[]).filter((one) => typeof one === 'object' && one !== null) : [];
  } catch {
    return undefined;
  }
  const kind = (layer: Layer): string => String(layer.mediaType).slice(String(layer.mediaType).lastIndexOf('.') + 1);
  const blob = (layer: Layer): string => join(store, 'blobs', String(layer.digest).replace(':', '-'));
  const licenseTexts = layers
    .filter((layer) => kind(layer) === 'license' && /^sha256:[0-9a-f]{64}$/.test(String(layer.digest)))
    .slice(0, 8)
    .flatMap((layer) => {
      const content = readText(blob(layer));
      return content === undefined ? [] : [{ path: blob(layer), text: content }];
    });
  return { store: 'Ollama store', path: manifest, licenseTexts, hasWeights: layers.some((layer) => kind(layer) === 'model') };
}
