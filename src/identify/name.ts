/** One name as a project writes it, and which model it stands for. Shape proves nothing: the catalogue and the host decide. */

import type { ModelReference } from '../types/reference.ts';
import type { CatalogRecord, ProviderRecord, RuleBook } from '../types/rules.ts';
import { canonicalOf, currentHubName, floatingName, hubRecord, isServed } from './catalogue.ts';
import { hubTail } from './copies.ts';
import { identityRules, patternOf, type IdentityRules } from './data.ts';
import { hostedName } from './hosted.ts';

/** Which model a name stands for, before the places that name it are put together. */
export interface Identity {
  registry: string;
  name: string;
  record?: CatalogRecord;
  /** Host that serves the model, id in `rules/providers`. */
  provider?: string;
  /** Maker of a hosted model when that is not the host. */
  vendor?: string;
  /** What the host serves: a closed model, published weights, or nobody knows. */
  served?: 'closed' | 'weights' | 'unknown';
  revision?: string;
  file?: string;
}

/** The part of a reference that identity depends on. */
export type Named = Pick<ModelReference, 'name'> &
  Partial<Pick<ModelReference, 'registry' | 'provider' | 'revision' | 'file' | 'target' | 'role'>>;

/** Longest name looked at; longer strings are no names. */
const MAX_NAME = 512;
/** `org/name` as the hub allows it. */
const HUB_NAME = /^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/;
const WEIGHT_FILE =
  /\.(?:gguf|ggml|safetensors|onnx|pt|pth|ckpt|bin|tflite|task|mlmodel|mlpackage|keras|h5|hdf5|pb|engine|llamafile|nemo|pdparams|jit|ptl|model|caffemodel|traineddata|joblib|pkl)$/i;
/** What runs GGUF files takes the precision behind the repository: `org/name:Q4_K_M`. */
const OF_PRECISION = /^([A-Za-z0-9][\w.-]*\/[\w.-]+):((?:UD-)?(?:I?Q\d\w*|B?F16|F32|MXFP4\w*))$/i;
/** True for file names that only weights have. */
export const hasWeightsEnding = (path: string): boolean => WEIGHT_FILE.test(path);
const CLOUD_TAG = /(?::|-)cloud$/;

/** Says which model a written name stands for. Pure; never throws on any input. */
export function identifyName(reference: Named, rules: RuleBook): Identity {
  const identity = identityRules(rules);
  let name = reference.name.trim().slice(0, MAX_NAME);
  let registry = reference.registry === undefined ? undefined : (identity.same.get(reference.registry.toLowerCase()) ?? reference.registry);
  let provider = reference.provider;
  const found: Partial<Identity> = {
    ...(reference.revision ? { revision: reference.revision } : {}),
    ...(reference.file ? { file: reference.file } : {}),
  };

  const address = readAddress(name, identity, rules);
  if (address) {
    name = address.name;
    registry = address.registry;
    if (address.revision) found.revision ??= address.revision;
    if (address.file) found.file ??= address.file;
    if (registry !== 'replicate') provider = undefined;
  }
  if (provider === undefined && registry !== undefined && !identity.libraries.has(registry)) {
    provider = rules.provider(registry) ? registry : identity.providerOfRegistry.get(registry);
  }
  if (reference.target === 'vendor' || name === '' || name === '*') {
    return { ...found, registry: vendorRegistry(provider, registry, identity), name: '*', ...hostFacts(provider, identity) };
  }
  if (provider !== undefined && identity.providers.get(provider)?.routes) {
    const route = readRoute(name, identity);
    if (route) return identifyName({ ...reference, ...route, name: route.name }, rules);
  }
  if (provider !== undefined && namesAnotherHost(name, provider, rules)) provider = registry = undefined;
  if (provider !== undefined && rules.provider(provider)) return { ...found, ...hostedName(name, provider, rules) };
  const prefixed = libraryPrefix(name, registry, rules);
  if (prefixed) ({ name, registry } = prefixed);
  // No repository of the hub has a colon in its name.
  if ((registry === undefined || registry === 'huggingface') && isOllamaTag(name, rules)) registry = 'ollama';
  if (registry === 'ollama' || (registry === undefined && name.startsWith('ollama:'))) {
    return { ...found, ...ollamaName(name.replace(/^ollama:/, ''), rules) };
  }
  const precise = registry === undefined || registry === 'huggingface' ? OF_PRECISION.exec(name) : null;
  if (precise) {
    registry = 'huggingface';
    name = precise[1]!;
    found.file ??= precise[2]!;
  }
  if ((registry === 'file' || registry === undefined) && WEIGHT_FILE.test(name) && /^[a-z][\w+.-]*:\/\//i.test(name)) registry = 'url';
  if (registry === 'file' || (registry === undefined && WEIGHT_FILE.test(name))) return { ...found, ...fileName(name, rules) };
  return { ...found, ...libraryName(name, registry, reference, rules) };
}

/** `spaCy/en_core_web_sm` in a list of mixed models: a library and a name, where the whole is no model that anybody knows. */
function libraryPrefix(name: string, registry: string | undefined, rules: RuleBook): { name: string; registry: string } | undefined {
  const slash = name.indexOf('/');
  if (slash <= 0) return undefined;
  const meant = identityRules(rules).libraryPrefixes.get(name.slice(0, slash).toLowerCase());
  if (meant === undefined || (registry !== undefined && registry !== meant && registry !== 'huggingface')) return undefined;
  if (registry !== meant && rules.isKnownModel(name)) return undefined;
  return { name: name.slice(slash + 1), registry: meant };
}

/** `model:tag` without any hint, where the model is one of the local runtime's library. */
function isOllamaTag(name: string, rules: RuleBook): boolean {
  const match = /^([a-z0-9][a-z0-9._-]*):[a-z0-9][\w.-]*$/.exec(name);
  return match !== null && rules.isKnownModel(`ollama:${match[1]}`) && !rules.isKnownModel(name);
}

/** A vendor of closed models alone serves no repository of the hub: such a name shows that its client talks to another host. */
function namesAnotherHost(name: string, provider: string, rules: RuleBook): boolean {
  if (!identityRules(rules).providers.get(provider)?.closedVendor || !HUB_NAME.test(name)) return false;
  const record = rules.model(name);
  // A routing library says only whose protocol such a server speaks.
  if (record === undefined) return !rules.provider(provider)?.modelIdPatterns.some(({ regex }) => patternOf(regex).test(name));
  return !isServed(record, identityRules(rules));
}

/** What is known of a host when the model is not: closed vendors serve nothing else. */
function hostFacts(provider: string | undefined, identity: IdentityRules): Partial<Identity> {
  if (provider === undefined) return {};
  return { provider, served: identity.providers.get(provider)?.closedVendor ? 'closed' : 'unknown' };
}

function vendorRegistry(provider: string | undefined, registry: string | undefined, identity: IdentityRules): string {
  return (provider === undefined ? undefined : (identity.providers.get(provider)?.registry ?? provider)) ?? registry ?? 'unknown';
}

/** `org--name-<commit>.tar`, `org--name/file`. */
const JOINED =
  /^(?<org>[A-Za-z0-9][\w.]*(?:-[\w.]+)*)--(?<name>[\w.]+(?:-[\w.]+)*?)(?:-(?<revision>[0-9a-f]{40}))?(?:\.tar|\.tar\.gz|\.zip)?(?:\/(?<file>.+))?$/;

/** Takes scheme, host, revision and file off an address. */
function readAddress(
  written: string,
  identity: IdentityRules,
  rules: RuleBook,
): { name: string; registry: string; revision?: string; file?: string } | undefined {
  const host = identity.hosts.find(
    ({ strip, known }) => strip.test(written) && (!known || rules.isKnownModel(written.replace(strip, '').replace(/\/+$/, ''))),
  );
  if (!host) return undefined;
  if (host.registry === 'url') return { name: written, registry: 'url' };
  let name = written
    .replace(host.strip, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '');
  if (host.joined) {
    const joined = JOINED.exec(name)?.groups;
    if (!joined) return { name: written, registry: 'url' };
    const { org, revision, file } = joined;
    return {
      name: `${org}/${joined['name']}`,
      registry: host.registry,
      ...(revision ? { revision } : {}),
      ...(file ? { file } : {}),
    };
  }
  if (name === '' || /^(?:datasets|spaces|papers|collections|docs|blog)\//.test(name)) return { name: written, registry: 'url' };
  const tail = identity.tails.exec(name);
  if (tail && host.registry !== 'ollama') {
    name = name.slice(0, tail.index);
    const { revision, file } = tail.groups ?? {};
    return {
      name,
      registry: host.registry,
      ...(revision ? { revision: decoded(revision) } : {}),
      ...(file ? { file: decoded(file) } : {}),
    };
  }
  const at = /^([^@]+)@([^@/]+)(?:\/(.+))?$/.exec(name);
  if (at && host.registry === 'huggingface') {
    return { name: at[1]!, registry: 'huggingface', revision: at[2]!, ...(at[3] ? { file: at[3] } : {}) };
  }
  const quant = /^([^:]+\/[^:/]+):([^/]+)$/.exec(name);
  if (quant && host.registry === 'huggingface') return { name: quant[1]!, registry: 'huggingface', file: quant[2]! };
  const parts = name.split('/');
  if (host.registry === 'huggingface' && parts.length > 2) {
    return { name: parts.slice(0, 2).join('/'), registry: 'huggingface', file: parts.slice(2).join('/') };
  }
  return { name, registry: host.registry };
}

/** `refs%2Fpr%2F3` as `refs/pr/3`; what is not validly encoded stays as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** `provider/model` of a routing library. */
function readRoute(name: string, identity: IdentityRules): { name: string; provider?: string; registry?: string } | undefined {
  const slash = name.indexOf('/');
  if (slash <= 0) return undefined;
  const first = name.slice(0, slash).toLowerCase();
  const rest = name.slice(slash + 1);
  const provider = identity.routes.get(first);
  if (provider) return { name: rest, provider, registry: undefined as unknown as string };
  const local = identity.localRoutes.get(first);
  return local ? { name: rest, registry: local, provider: undefined as unknown as string } : undefined;
}

/** `client:model`, where the word in front of the colon is no prefix that routing libraries use. */
function readClient(name: string, rules: RuleBook): { name: string; provider?: string } | undefined {
  const colon = name.indexOf(':');
  const provider = identityRules(rules).clients.get(name.slice(0, Math.max(0, colon)).toLowerCase().replaceAll('-', '_'));
  return provider === undefined ? undefined : { name: name.slice(colon + 1), provider };
}

/** Names of the Ollama library keep their tag; a cloud tag is a hosted model. */
function ollamaName(written: string, rules: RuleBook): Identity {
  const identity = identityRules(rules);
  const hub = /^(?:hf\.co|huggingface\.co)\/([^:]+)(?::(.+))?$/i.exec(written);
  if (hub) {
    const { record, name } = hubRecord(hub[1]!, rules);
    return {
      registry: 'huggingface',
      name: record && !isServed(record, identity) ? canonicalOf(record, identity).name : name,
      ...(record ? { record } : {}),
    };
  }
  const name = written
    .replace(/^library\//, '')
    .replace(/:latest$/, '')
    .replace(/@sha256:.*$/, '');
  if (CLOUD_TAG.test(name)) {
    const base = name.replace(CLOUD_TAG, '');
    const hosted = hostedName(base, 'ollama-cloud', rules);
    // The name stays the one that is pulled; what it stands for decides openness.
    return { ...hosted, registry: 'ollama', name };
  }
  const untagged = name.replace(/:[^:/]*$/, '');
  const record =
    rules.model(`ollama:${name}`) ??
    rules.model(`ollama:${untagged}`) ??
    (untagged.includes('/') ? undefined : rules.model(`ollama/${untagged}`));
  if (record && isServed(record, identity)) {
    const made = canonicalOf(record, identity);
    return {
      registry: 'ollama',
      name,
      record,
      provider: 'ollama-cloud',
      served: 'closed',
      ...(made.vendor ? { vendor: made.vendor } : {}),
    };
  }
  return { registry: 'ollama', name, ...(record ? { record } : {}) };
}

/** A weights file: by its path, or by the name under which the catalogue knows such files. */
function fileName(written: string, rules: RuleBook): Identity {
  const path = written.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
  const base = path.slice(path.lastIndexOf('/') + 1);
  const record = rules.isKnownModel(base) ? rules.model(base) : undefined;
  if (!record || isServed(record, identityRules(rules))) return { registry: 'file', name: path };
  return { ...canonicalOf(record, identityRules(rules)), record, file: path };
}

/** A file at an address: known by its name where publishers give their files names of their own. */
function addressedFile(written: string, rules: RuleBook): Identity {
  const path = written.replace(/[?#].*$/, '');
  const found = fileName(path.slice(path.lastIndexOf('/') + 1), rules);
  return found.record ? { ...found, file: path.slice(path.lastIndexOf('/') + 1) } : { registry: 'url', name: written };
}

function libraryName(written: string, registry: string | undefined, reference: Named, rules: RuleBook): Identity {
  const identity = identityRules(rules);
  const library = registry === undefined ? undefined : identity.libraries.get(registry);
  const lookups = library?.lookups ?? (registry === undefined ? ['{name}'] : [`${registry}:{name}`, `${registry}/{name}`]);
  if (registry === 'url') return addressedFile(written, rules);
  if (library?.tagged && /^(?:hf\.co|huggingface\.co)\//i.test(written)) return ollamaName(written, rules);
  const copied = library?.copies?.match.exec(written)?.[1];
  const original = copied === undefined ? undefined : rules.model(`${library!.copies!.of}${copied.toLowerCase()}`);
  if (original && !isServed(original, identity)) return { registry: registry!, name: written.replace(/:latest$/, ''), record: original };
  const cut = library?.version === undefined ? written : written.replace(library.version, '');
  const name = library?.tagged ? cut.replace(/:latest$/, '') : cut;
  for (const lookup of lookups) {
    const { record, name: current } = hubRecord(lookup.replace('{name}', name), rules);
    if (!record) continue;
    if (isServed(record, identity)) {
      // A tokenizer of a closed model is published by others; it is not that model.
      if (reference.role === 'tokenizer' || reference.role === 'config') continue;
      const { registry: vendorRegistryName, name: servedName, vendor } = canonicalOf(record, identity);
      const served = record.weights === 'api' ? 'closed' : 'weights';
      return {
        registry: vendorRegistryName,
        name: floatingName(name, servedName, record),
        record,
        served,
        ...(vendor ? { provider: vendor } : {}),
      };
    }
    const canonical = canonicalOf(record, identity);
    if (library?.keepName && current.toLowerCase() !== record.id.toLowerCase() && !name.includes('/')) {
      return { registry: registry!, name, record };
    }
    return { registry: canonical.registry, name: canonical.name, record };
  }
  if (registry === undefined) return unhinted(name, rules);
  if (library?.hub) {
    if (name.includes('/') || !library.organisation)
      return library.keepName && !name.includes('/')
        ? { registry, name }
        : { registry: registry === 'modelscope' ? 'modelscope' : 'huggingface', name: currentHubName(name, identity) };
    return { registry: 'huggingface', name: `${library.organisation}/${name}` };
  }
  return { registry, name };
}

/** An everyday word that only a client or host of the vendor turns into a model. */
const needsHint = ({ ambiguousWithoutContext: words }: ProviderRecord['modelIdPatterns'][number], name: string): boolean =>
  words === true || (Array.isArray(words) && words.includes(name));

/** Nothing but the string: an unambiguous id of a vendor, a repository of the hub, or unknown. */
function unhinted(name: string, rules: RuleBook): Identity {
  // `vendor:model` is how several libraries write what others write `vendor/model`.
  const route = readRoute(name, identityRules(rules)) ?? readRoute(name.replace(':', '/'), identityRules(rules)) ?? readClient(name, rules);
  if (route?.provider && rules.provider(route.provider)) {
    const hosted = hostedName(route.name, route.provider, rules);
    if (hosted.record || hosted.served === 'closed') return hosted;
  }
  for (const provider of rules.providers()) {
    if (provider.kind !== 'model-vendor') continue;
    const fits = provider.modelIdPatterns.some((one) => !needsHint(one, name) && patternOf(one.regex).test(name));
    if (fits) return hostedName(name, provider.id, rules);
  }
  for (const [id, { ids }] of identityRules(rules).providers) if (ids?.test(name)) return hostedName(name, id, rules);
  const tail = hubTail(name, rules);
  if (tail !== undefined) return { registry: 'huggingface', name: tail, record: rules.model(tail)! };
  // A name that only the other large registry has, in a list that names both: the same model, filed under its name on the hub.
  const twin = HUB_NAME.test(name) ? rules.model(`modelscope:${name}`) : undefined;
  if (twin) return { ...canonicalOf(twin, identityRules(rules)), record: twin };
  return HUB_NAME.test(name)
    ? { registry: 'huggingface', name: currentHubName(name, identityRules(rules)) }
    : { registry: 'unknown', name };
}
