/**
 * What weights remind of, whatever their card says: tokenizer, shapes and hashes compared with families in `rules/forensics/`. No
 * accusation: one kind of signal is a coincidence, two independent ones are worth a question to the publisher.
 */

import type { Confidence } from '../types/reference.ts';
import type { RuleBook } from '../types/rules.ts';
import type { Entry, ModelFileHeader } from '../types/source.ts';
import type { ModelFolder } from './tree.ts';

/** A family that independent facts point to. */
export interface Resemblance {
  /** Name of the family. */
  family: string;
  /** Catalogue id that stands for it. */
  base: string;
  /** The facts that fit, one clause each. */
  facts: string[];
  confidence: Confidence;
}

interface Family {
  id: string;
  name: string;
  base: string;
  members: RegExp[];
  tokenizer: { vocabulary: Set<number>; preTokenizer: Set<string>; tokens: string[]; bosId: Set<number> };
  shapes: number[][];
}

interface RawFamily {
  id: string;
  name: string;
  base: string;
  members: string[];
  tokenizer: { vocabulary?: number[]; preTokenizer?: string[]; tokens?: string[]; bosId?: number[] };
  shapes: number[][];
}

const families = new WeakMap<RuleBook, Family[]>();

function familiesOf(rules: RuleBook): Family[] {
  let made = families.get(rules);
  if (!made) {
    const raw = rules.data?.<{ families: RawFamily[] }>('forensics/families.json').families ?? [];
    made = raw.map(({ id, name, base, members, tokenizer, shapes }) => ({
      id,
      name,
      base,
      shapes,
      members: members.map((one) => new RegExp(`^(?:${one})$`, 'i')),
      tokenizer: {
        vocabulary: new Set(tokenizer.vocabulary),
        preTokenizer: new Set(tokenizer.preTokenizer),
        tokens: tokenizer.tokens ?? [],
        bosId: new Set(tokenizer.bosId),
      },
    }));
    families.set(rules, made);
  }
  return made;
}

/** Facts about weights in one vocabulary, from wherever they were read. */
export interface Anatomy {
  hidden?: number;
  layers?: number;
  heads?: number;
  keyValueHeads?: number;
  feedForward?: number;
  vocabulary?: number;
  /** From tokenizer files or tokenizer metadata, never from shapes. */
  tokenizerVocabulary?: number;
  preTokenizer?: string;
  tokens: string[];
  bosId?: number;
}

/** Reads anatomy from a folder's configuration, tokenizer configuration and weights headers. */
export function anatomyOf(folder: ModelFolder, tokenizer: readonly Entry[], headers: readonly ModelFileHeader[]): Anatomy {
  const anatomy: Anatomy = { tokens: [] };
  fromConfig(anatomy, folder.config ?? []);
  fromTokenizer(anatomy, tokenizer);
  for (const header of headers) fromHeader(anatomy, header);
  return anatomy;
}

const whole = (value: string | undefined): number | undefined => {
  const number = value === undefined ? Number.NaN : Number(value);
  return Number.isInteger(number) && number > 0 ? number : undefined;
};

type NumberKey = 'hidden' | 'layers' | 'heads' | 'keyValueHeads' | 'feedForward' | 'vocabulary' | 'tokenizerVocabulary' | 'bosId';

function put(anatomy: Anatomy, key: NumberKey, value: number | undefined): void {
  if (value !== undefined) anatomy[key] ??= value;
}

function fromConfig(anatomy: Anatomy, entries: readonly Entry[]): void {
  // Vision models keep the language part under `text_config`.
  const get = (key: string): number | undefined =>
    whole(entries.find(({ path }) => path.at(-1) === key && (path.length === 1 || path[0] === 'text_config'))?.value);
  put(anatomy, 'hidden', get('hidden_size'));
  put(anatomy, 'layers', get('num_hidden_layers'));
  put(anatomy, 'heads', get('num_attention_heads'));
  put(anatomy, 'keyValueHeads', get('num_key_value_heads') ?? get('num_attention_heads'));
  put(anatomy, 'feedForward', get('intermediate_size'));
  put(anatomy, 'vocabulary', get('vocab_size'));
}

const TOKEN_KEYS = new Set(['bos_token', 'eos_token', 'content', 'additional_special_tokens']);

function fromTokenizer(anatomy: Anatomy, entries: readonly Entry[]): void {
  for (const { path, value } of entries.slice(0, 5_000)) {
    if (path.some((part) => TOKEN_KEYS.has(String(part))) && value.length <= 64) anatomy.tokens.push(value);
    if (path.length === 1 && path[0] === 'bos_token_id') put(anatomy, 'bosId', whole(value));
  }
}

function fromHeader(anatomy: Anatomy, { metadata, tensors }: ModelFileHeader): void {
  const architecture = metadata['general.architecture'] ?? '';
  const get = (key: string): number | undefined => whole(metadata[`${architecture}.${key}`]);
  put(anatomy, 'hidden', get('embedding_length'));
  put(anatomy, 'layers', get('block_count'));
  put(anatomy, 'heads', get('attention.head_count'));
  put(anatomy, 'keyValueHeads', get('attention.head_count_kv'));
  put(anatomy, 'feedForward', get('feed_forward_length'));
  put(anatomy, 'tokenizerVocabulary', whole(metadata['tokenizer.ggml.tokens.length']));
  put(anatomy, 'bosId', whole(metadata['tokenizer.ggml.bos_token_id']));
  anatomy.preTokenizer ??= metadata['tokenizer.ggml.pre'];
  const template = metadata['tokenizer.chat_template'];
  if (template !== undefined) anatomy.tokens.push(template);
  const embedding = tensors?.['model.embed_tokens.weight'];
  put(anatomy, 'vocabulary', embedding?.[0]);
  put(anatomy, 'hidden', embedding?.[1]);
  put(anatomy, 'feedForward', tensors?.['model.layers.0.mlp.gate_proj.weight']?.[0]);
}

/** What of a tokenizer fits a family; two facts are needed, since a vocabulary size alone is a round number. */
function tokenizerFacts(anatomy: Anatomy, { tokenizer }: Family): string[] {
  const facts: string[] = [];
  if (anatomy.preTokenizer !== undefined && tokenizer.preTokenizer.has(anatomy.preTokenizer))
    facts.push(`pre-tokenizer ${anatomy.preTokenizer}`);
  const size = anatomy.tokenizerVocabulary;
  if (size !== undefined && tokenizer.vocabulary.has(size)) facts.push(`tokenizer of ${size} tokens`);
  const shared = tokenizer.tokens.filter((token) => anatomy.tokens.some((one) => one.includes(token)));
  if (shared.length > 0 && shared.length === tokenizer.tokens.length) facts.push(`special tokens ${shared.join(', ')}`);
  if (anatomy.bosId !== undefined && tokenizer.bosId.has(anatomy.bosId)) facts.push(`first token ${anatomy.bosId}`);
  // The size of the embedding belongs to the shapes, but a token needs its place there.
  if (facts.length === 1 && anatomy.vocabulary !== undefined && tokenizer.vocabulary.has(anatomy.vocabulary)) {
    facts.push(`vocabulary of ${anatomy.vocabulary}`);
  }
  return facts.length >= 2 ? facts : [];
}

function shapeFacts({ hidden, layers, heads, keyValueHeads, feedForward }: Anatomy, { shapes }: Family): string[] {
  if (hidden === undefined || layers === undefined || heads === undefined || keyValueHeads === undefined || feedForward === undefined)
    return [];
  const own = [hidden, layers, heads, keyValueHeads, feedForward];
  const fits = shapes.some((row) => row.every((size, index) => size === own[index]));
  return fits
    ? [`shapes ${hidden}/${layers}/${heads}/${keyValueHeads}/${feedForward} (hidden, layers, heads, key/value heads, feed-forward)`]
    : [];
}

/**
 * Families that weights resemble.
 *
 * @param ids the model and all its ancestors: a family among them is named, not resembled
 */
export function resemblances(anatomy: Anatomy, ids: readonly string[], rules: RuleBook): Resemblance[] {
  const found: Resemblance[] = [];
  for (const family of familiesOf(rules)) {
    if (ids.some((id) => family.members.some((member) => member.test(id)))) continue;
    const shapes = shapeFacts(anatomy, family);
    const tokenizer = shapes.length === 0 ? [] : tokenizerFacts(anatomy, family);
    if (tokenizer.length === 0) continue;
    found.push({ family: family.name, base: family.base, facts: [...tokenizer, ...shapes], confidence: 'medium' });
  }
  return found;
}
