/** How sure a bare string is the name of a model: catalogue, id patterns of vendors, schemes, grammar. */

import type { RuleBook } from '../types/rules.ts';
import type { NameSignature } from '../types/signature.ts';
import {
  bucketCopy,
  isHubShaped,
  isImpossibleName,
  isLocalPath,
  isOtherFile,
  isPlaceholder,
  isSharedEnding,
  isWeightFile,
  pattern,
} from './names.ts';

/**
 * `certain`: spelled like a vendor's id, in the catalogue with a telling spelling, or written with the scheme of a registry.
 * `shaped`: could be nothing but a name of a registry or a file of weights where a model is expected.
 * `word`: in the catalogue, but also an ordinary word. `none`: no sign at all.
 */
export type Grade = 'certain' | 'shaped' | 'word' | 'none';

/** `local`: a server on this machine or in this cluster. `impostor`: a site that passes itself off as the vendor's. */
export type KnownHost = { kind: 'local' } | { kind: 'impostor' } | { kind: 'provider'; provider: string };

export interface Knowledge {
  grade(value: string): Grade;
  /** Whose server an address belongs to; `undefined`: nobody's that the rules know. */
  host(url: string): KnownHost | undefined;
  /** Ids of the providers that spell the ids of their own models like this. */
  makers(value: string): string[];
  /** Row of the telling spelling that the value has. */
  spelling(value: string): NameSignature | undefined;
  /** Registry that a telling spelling belongs to. */
  registry(value: string): string | undefined;
  /** Spelled so that it can hardly be anything but the id of a model: by a vendor, with a registry, or as `org/name`. */
  isUnmistakable(value: string): boolean;
  /** A word of the catalogue that a local registry serves under just this name. */
  isServedWord(value: string): boolean;
  /** The repository that a folder was named after (`./models/<name>`, `/data/<org>/<name>/`), by its id in the catalogue. */
  repositoryOf(path: string): string | undefined;
  /** `true` for names that the catalogue holds. */
  isKnown(value: string): boolean;
}

/** Strings of every day: a vendor's pattern that takes one of them says nothing about strings like it. */
const PAIR_PROBES = ['acme/widget', 'text/html', 'a/b', 'react/jsx-runtime', 'foo/bar-1.0'];
const WORD_PROBES = ['tiny', 'base', 'best', 'large', 'hello-world', 'my-app', 'x1', 'nano', 'general', 'auto'];

/** How the ids of a vendor look. */
interface VendorPattern {
  regex: RegExp;
  /** Id of the provider, when it makes the models itself. */
  maker: string | undefined;
  /** It also takes any `org/name`. */
  noSlash: boolean;
  /** No id of the vendor has an underscore: with one it is a name that somebody made up from an id. */
  noUnderscore: boolean;
  /** It also takes ordinary words: a value needs a number in a hyphenated name. */
  needsNumber: boolean;
}
/** What some libraries put between a vendor and its model (`vendor:chat:model`). */
const KIND_OF_CALL = /^(?:chat|completions?|messages|responses|embeddings?|images?|moderation|realtime|transcription):(?=.)/;
/** What stands behind the colon of a name that a local registry serves: size, quantisation, variant. */
const TAG =
  /\d+(?:\.\d+)?[bmk]\b|^(?:latest|cloud|instruct|chat|text|code|vision|mini|small|medium|large|tiny|base|thinking|v\d[\w.]*)\b|q\d|fp16|[-:]cloud$/i;
/** An address that serves something for this machine or cluster only. */
const LOCAL_HOST = /^https?:\/\/(?:localhost|127\.|0\.0\.0\.0|\[::1\]|host\.docker\.internal|10\.|192\.168\.|[a-z0-9_-]+(?::\d+|\/|$))/i;

/** Prefixes such as `openai:` or `groq/` that the records of the providers know. */
function providerPrefixes(rules: RuleBook): Set<string> {
  const prefixes = new Set<string>();
  const add = (name: string | undefined): void => {
    if (name && name.length > 1) prefixes.add(name.toLowerCase().replaceAll('_', '-'));
  };
  for (const provider of rules.providers()) {
    add(provider.id);
    add(provider.id.split('-')[0]);
    for (const name of [...provider.npmPackages, ...provider.pythonPackages])
      add(/^(?:@ai-sdk\/|langchain-|llama-index-llms-)([\w-]+)/.exec(name)?.[1]);
    // Patterns such as ^(?:openai|azure|…)/ list the prefixes of routers.
    for (const { regex } of provider.modelIdPatterns)
      for (const name of (/^\^~?\(\?:([\w|.-]+)\)[/:]/.exec(regex)?.[1] ?? '').split('|')) add(name);
  }
  return prefixes;
}

/** Patterns and prefixes of the vendors, made once per rule book. */
interface Vendors {
  patterns: VendorPattern[];
  prefixes: Set<string>;
}
const VENDORS = new WeakMap<RuleBook, Vendors>();

function vendorsOf(rules: RuleBook): Vendors {
  const known = VENDORS.get(rules);
  if (known) return known;
  const prefixes = providerPrefixes(rules);
  const patterns = rules.providers().flatMap((provider) =>
    provider.modelIdPatterns
      .filter((entry) => !entry.ambiguousWithoutContext)
      .map(({ regex: source, examples }): VendorPattern => {
        const regex = new RegExp(source);
        const heads = examples.map((example) => /^[A-Za-z]+/.exec(example)?.[0] ?? 'x');
        const words = [...WORD_PROBES, ...[...prefixes].map((prefix) => `${prefix}-code-desktop`)];
        // Hosts repeat the names of others and take any ending.
        if (provider.kind !== 'model-vendor') words.push(...heads.flatMap((head) => [`${head}-zz`, `${head}Zz`, `${head}3Zz`]));
        return {
          regex,
          maker: provider.kind === 'model-vendor' ? provider.id : undefined,
          noSlash: [...PAIR_PROBES, ...[...prefixes].map((prefix) => `${prefix}/setup-docs`)].some((probe) => regex.test(probe)),
          noUnderscore: !examples.some((example) => example.includes('_')),
          needsNumber: words.some((probe) => regex.test(probe)),
        };
      }),
  );
  const vendors = { patterns, prefixes };
  VENDORS.set(rules, vendors);
  return vendors;
}

/** Names of the servers of the providers, and of sites that only look like theirs: the name itself or one below it. */
function knownHosts(rules: RuleBook): { fits: RegExp; host: KnownHost }[] {
  const below = (name: string): RegExp => new RegExp(`^(?:.+\\.)?${name.replace(/[.]/g, '\\.').replaceAll('\0', '[\\w.-]*')}$`, 'i');
  const hosts: { fits: RegExp; host: KnownHost }[] = [];
  for (const { id: provider, apiBaseUrls, impostorHosts } of rules.providers()) {
    for (const name of impostorHosts ?? []) hosts.push({ fits: below(name), host: { kind: 'impostor' } });
    for (const base of apiBaseUrls) {
      // `{resource}.host.com`: what stands in braces is chosen by the customer.
      const name = /^(?:\w+:\/\/)?((?:[\w.-]|\0)*\.[a-z]{2,})(?:[/:?]|$)/i.exec(base.replace(/[{<][^}>]*[}>]/g, '\0'))?.[1];
      if (name !== undefined) hosts.push({ fits: below(name), host: { kind: 'provider', provider } });
    }
  }
  return hosts;
}

/** A file whose ending weights share with others, with a name of several parts: one like it stands where a model is expected. */
function isTellingFile(value: string): boolean {
  return isSharedEnding(value) && /\w{4,}[-_.]\w+\.\w+$/.test(value);
}

/** Last part of a path. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/**
 * What the rules know of names.
 *
 * @param telling rows of spellings that show a model by themselves
 * @param weightFiles base names of the weights files in the project
 */
export function createKnowledge(
  rules: RuleBook,
  telling: readonly NameSignature[] = [],
  weightFiles: ReadonlySet<string> = new Set(),
): Knowledge {
  let hosts: ReturnType<typeof knownHosts> | undefined;
  const grades = new Map<string, Grade>();

  const fits = ({ regex, noSlash, noUnderscore, needsNumber }: VendorPattern, value: string): boolean =>
    !(noSlash && value.includes('/')) &&
    !(noUnderscore && value.includes('_')) &&
    !(needsNumber && !/\d[\w.]*-|-[\w.]*\d/.test(value)) &&
    regex.test(value);
  /** Spelled like the id of a vendor, and not an ordinary word. */
  const vendorSpelled = (value: string): boolean => /[-.:@\d]/.test(value) && vendorsOf(rules).patterns.some((entry) => fits(entry, value));

  const spelling = (value: string): NameSignature | undefined =>
    telling.find((row) => !row.not && !row.vendorOnly && row.extract === undefined && pattern(row.matches).test(value));

  const bare = (value: string): Grade => {
    const ordinary = telling.some((row) => row.not && pattern(row.matches).test(value));
    if (ordinary) return vendorSpelled(value) || rules.isKnownModel(value) ? 'word' : 'none';
    const spelled = /\d/.test(value) ? /[A-Za-z]/.test(value) : /[-_/].*[-_/]|\//.test(value);
    if (vendorSpelled(value)) return value.length > 3 && /\d|[-_].*[-_]|^\w+-\w+$/.test(value) ? 'certain' : 'word';
    // Ids of vendors are small letters; capitals are how people write them.
    if (/[A-Z]/.test(value) && !value.includes('/') && vendorSpelled(value.toLowerCase())) return 'word';
    if (rules.isKnownModel(value)) return spelled && value.length >= 4 ? 'certain' : 'word';
    return 'none';
  };

  const compute = (value: string): Grade => {
    if (isImpossibleName(value) || isPlaceholder(value)) return 'none';
    if ((isOtherFile(value) || isLocalPath(value)) && !isWeightFile(value) && !isTellingFile(value) && !/:\/\//.test(value)) return 'none';
    if (spelling(value)) return 'certain';
    if (weightFiles.size > 0 && isWeightFile(value) && weightFiles.has(baseName(value))) return 'certain';
    const copy = bucketCopy(value);
    if (copy !== undefined && rules.isKnownModel(copy)) return 'certain';
    if (/^[a-z][\w+.-]*:\/\//i.test(value)) return isWeightFile(value) ? 'shaped' : 'none';
    const grade = bare(value);
    if (grade !== 'none') return grade;
    let rest = value;
    const { prefixes } = vendorsOf(rules);
    for (let depth = 0; depth < 3; depth++) {
      const match = /^([A-Za-z][\w.-]*?)([:/])(.+)$/.exec(rest);
      if (!match || !prefixes.has((match[1] as string).toLowerCase().replaceAll('_', '-'))) break;
      rest = (match[3] as string).replace(KIND_OF_CALL, '');
      const inner = bare(rest);
      if (inner === 'certain') return 'certain';
      if (match[2] === '/' && isHubShaped(rest)) return 'shaped';
      if (match[2] === ':' && (inner === 'word' || isHubShaped(rest))) return 'certain';
    }
    // A tag behind a name of the catalogue: `name:7b-instruct`.
    const tagged = /^([\w./-]+):([\w.-]+)$/.exec(value);
    if (tagged && TAG.test(tagged[2] as string)) {
      const base = tagged[1] as string;
      if (rules.isKnownModel(`ollama:${base}`) || (/\d|\//.test(base) && rules.isKnownModel(base))) return 'certain';
    }
    if (isWeightFile(value) || isTellingFile(value)) return 'shaped';
    if (isHubShaped(value)) return 'shaped';
    return 'none';
  };

  return {
    makers: (value) =>
      /[-.:@\d]/.test(value)
        ? vendorsOf(rules).patterns.flatMap((entry) => (entry.maker !== undefined && fits(entry, value) ? [entry.maker] : []))
        : [],
    spelling,
    registry: (value) => spelling(value)?.registry,
    isUnmistakable: (value) =>
      (/[-.:]/.test(value) && vendorSpelled(value)) ||
      /:|\/[\w.-]*[A-Za-z]/.test(value) ||
      spelling(value) !== undefined ||
      isWeightFile(value),
    isServedWord: (value) => /[\d-]/.test(value) || rules.isKnownModel(`ollama:${value}`),
    repositoryOf: (path) => {
      const parts = path.replaceAll('\\', '/').replace(/\/+$/, '').split('/');
      const name = parts.at(-1) ?? '';
      // Folders are also called after tasks and families: only a name with a number of its own tells.
      if (!/[A-Za-z].*\d|\d.*[A-Za-z]/.test(name) || name.length < 6) return undefined;
      const whole = `${parts.at(-2) ?? ''}/${name}`;
      const record = (rules.isKnownModel(whole) ? rules.model(whole) : undefined) ?? rules.repositoryNamed(name);
      return record?.weights === 'api' ? undefined : record?.id;
    },
    isKnown: (value) => rules.isKnownModel(value),
    grade(value) {
      let grade = grades.get(value);
      if (grade === undefined) {
        grade = compute(value);
        if (grades.size > 50_000) grades.clear();
        grades.set(value, grade);
      }
      return grade;
    },
    host(url) {
      if (LOCAL_HOST.test(url)) return { kind: 'local' };
      const name = /^(?:[a-z][\w+.-]*:\/\/)?(?:[^/@\s]*@)?([^/:?#\s]+)/i.exec(url)?.[1];
      if (name === undefined) return undefined;
      hosts ??= knownHosts(rules);
      return hosts.find(({ fits: regex }) => regex.test(name))?.host;
    },
  };
}
