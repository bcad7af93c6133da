/**
 * What lies in the tree beside weights: cards, licence texts, adapter configurations, headers. Built once per project by file name;
 * files are read only when a model in their folder is asked about.
 */

import { createHash } from 'node:crypto';
import type { Project, ProjectFile } from '../types/project.ts';
import type { Entry, ModelFileHeader } from '../types/source.ts';
import { adapterBase, configOrigin, readCard } from './card.ts';
import type { CardFacts } from './types.ts';

const LICENSE_FILE = /^(?:un)?(?:licen[sc]e|copying)(?:[-_. ].*)?$/i;
/** Names that speak of the model wherever they lie: `MODEL_LICENSE`, `LICENSE-MODEL`, `LICENSE_weights`. */
const MODEL_LICENSE_FILE = /^(?:model[-_ ]?licen[sc]e|licen[sc]e[-_. ](?:model|weights))/i;
const CARD_FILE = /^(?:readme|model[-_]?card)(?:\.\w+)*\.mdx?$/i;
/** Lists the parts of one model, each in a folder below: diffusers pipelines, sentence-transformers. */
const INDEX_FILE = /^(?:model_index|modules)\.json$/;
/** Folders of a model repository that hold the same model in another form. */
const SAME_MODEL = /^(?:onnx|openvino|gguf|coreml|tflite|flax|original|quantized|fp16|int8|fp8|bf16)$/i;
const NOT_WEIGHTS = /(?:^|\/)(?:optimizer|scheduler|rng_state|training_args|trainer_state)[^/]*$/i;

/** A licence-like file with its text. */
export interface LicenseFile {
  path: string;
  text: string;
  hash: string;
}

/** One folder that holds a model, or a part of one. */
export interface ModelFolder {
  /** Path from the root, empty for the root. */
  path: string;
  card?: { path: string; facts: CardFacts; line: number };
  adapterBase?: { path: string; name: string };
  configOrigin?: { path: string; name: string };
  /** Configuration keys that tell architectures apart, for forensics. */
  config?: Entry[];
  /** What the tokenizer's own configuration says. */
  tokenizer: Entry[];
  /** Weights files in this folder. */
  weights: string[];
  licenseFiles(): LicenseFile[];
  header(path: string): ModelFileHeader | undefined;
}

interface Names {
  cards: string[];
  licenses: string[];
  adapter?: string;
  config?: string;
  index?: string;
  tokenizers: string[];
  weights: string[];
}

/** Folder of a path, empty in the root. */
export const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');
const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Largest licence text read; the longest real one has some 200 kB. */
const MAX_LICENSE_BYTES = 1_000_000;

/** Index of the model folders of a project. */
export class ModelTree {
  readonly #project: Project;
  readonly #names = new Map<string, Names>();
  readonly #folders = new Map<string, ModelFolder>();

  constructor(project: Project) {
    this.#project = project;
    for (const file of project.files) this.#register(file);
  }

  #register({ path, format, local }: ProjectFile): void {
    if (local === true) return;
    const base = baseOf(path);
    const isWeights = format === 'model-file' && !NOT_WEIGHTS.test(path);
    const isCard = CARD_FILE.test(base);
    const isLicense = LICENSE_FILE.test(base) || MODEL_LICENSE_FILE.test(base);
    const isConfig = base === 'config.json';
    const isIndex = INDEX_FILE.test(base);
    const isAdapter = base === 'adapter_config.json';
    const isTokenizer = base === 'tokenizer_config.json' || base === 'special_tokens_map.json' || base === 'generation_config.json';
    if (!isWeights && !isCard && !isLicense && !isConfig && !isIndex && !isAdapter && !isTokenizer) return;
    const folder = folderOf(path);
    const names = this.#names.get(folder) ?? { cards: [], licenses: [], tokenizers: [], weights: [] };
    this.#names.set(folder, names);
    if (isWeights) names.weights.push(path);
    if (isCard) names.cards.push(path);
    if (isLicense) names.licenses.push(path);
    if (isConfig) names.config = path;
    if (isIndex) names.index = path;
    if (isAdapter) names.adapter = path;
    if (isTokenizer) names.tokenizers.push(path);
  }

  /** Folders that hold weights or an adapter, sorted. */
  modelFolders(): string[] {
    return [...this.#names]
      .filter(([, names]) => names.weights.length > 0 || names.adapter !== undefined)
      .map(([folder]) => folder)
      .toSorted();
  }

  /** What a folder says about the model in it. Memoised. */
  folder(path: string): ModelFolder {
    const known = this.#folders.get(path);
    if (known) return known;
    const made = this.#read(path);
    this.#folders.set(path, made);
    return made;
  }

  /** The folder of a file. */
  folderOfFile(path: string): ModelFolder {
    return this.folder(folderOf(path));
  }

  #read(path: string): ModelFolder {
    const names = this.#names.get(path) ?? { cards: [], licenses: [], tokenizers: [], weights: [] };
    const folder: ModelFolder = {
      path,
      weights: names.weights,
      tokenizer: names.tokenizers.flatMap((file) => this.#project.summary(file)?.entries ?? []),
      licenseFiles: () => this.#licenses(path, names),
      header: (file) => this.#project.summary(file)?.header,
    };
    for (const cardPath of names.cards) {
      const entries = this.#project.summary(cardPath)?.entries ?? [];
      const facts = readCard(entries);
      if (!facts) continue;
      const at = entries.find((entry) => entry.path[0] === 'license')?.at[0] ?? 0;
      const line = 1 + (this.#project.summary(cardPath)?.lineStarts ?? []).filter((start) => start <= at).length - 1;
      folder.card = { path: cardPath, facts, line: Math.max(1, line) };
      break;
    }
    const base = names.adapter === undefined ? undefined : adapterBase(this.#project.summary(names.adapter)?.entries ?? []);
    if (base !== undefined) folder.adapterBase = { path: names.adapter!, name: base };
    if (names.config !== undefined) {
      folder.config = this.#project.summary(names.config)?.entries ?? [];
      const origin = configOrigin(folder.config);
      if (origin !== undefined) folder.configOrigin = { path: names.config, name: origin };
    }
    if (names.index !== undefined && folder.configOrigin === undefined) {
      const origin = configOrigin(this.#project.summary(names.index)?.entries ?? []);
      if (origin !== undefined) folder.configOrigin = { path: names.index, name: origin };
    }
    return this.#asPart(folder);
  }

  /** A part of a model without a card, a licence or an origin of its own has those of the whole. */
  #asPart(folder: ModelFolder): ModelFolder {
    const above = this.#wholeOf(folder.path);
    if (above === undefined) return folder;
    const whole = this.folder(above);
    const own = folder.licenseFiles;
    return {
      ...folder,
      ...(folder.card || !whole.card ? {} : { card: whole.card }),
      ...(folder.configOrigin || !whole.configOrigin ? {} : { configOrigin: whole.configOrigin }),
      licenseFiles: () => {
        const files = own();
        return files.length > 0 ? files : whole.licenseFiles();
      },
    };
  }

  /** The folder of the model that this one is a part of. */
  #wholeOf(path: string): string | undefined {
    if (path === '') return undefined;
    const above = folderOf(path);
    const names = this.#names.get(above);
    if (names?.index !== undefined) return above;
    return SAME_MODEL.test(baseOf(path)) && (names?.config !== undefined || names?.cards.length) ? above : undefined;
  }

  /** Licence texts beside the weights. In the root, where a LICENSE speaks for the code, only files that name the model count. */
  #licenses(path: string, names: Names): LicenseFile[] {
    const files = path === '' ? names.licenses.filter((file) => MODEL_LICENSE_FILE.test(baseOf(file))) : names.licenses;
    return files.flatMap((file) => {
      if ((this.#project.size(file) ?? Infinity) > MAX_LICENSE_BYTES) return [];
      const text = this.#project.text(file);
      return text === undefined ? [] : [{ path: file, text, hash: sha256(text) }];
    });
  }
}

/** SHA-256 of a text in UTF-8, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

const trees = new WeakMap<Project, ModelTree>();

/** The index of a project, made on first use. */
export function modelTree(project: Project): ModelTree {
  let tree = trees.get(project);
  if (!tree) trees.set(project, (tree = new ModelTree(project)));
  return tree;
}
