/** The identity rules of `rules/identity/`, with their regular expressions compiled once per rule book. */

import type { Relation } from '../types/reference.ts';
import type { RuleBook } from '../types/rules.ts';

/** A regular expression and the catalogue id it stands for; `$1` … are its groups. */
export interface NamePattern {
  match: RegExp;
  id: string;
  always?: boolean;
  certain?: boolean;
}

/** How a host spells the models it serves. */
export interface HostSpelling {
  registry: string;
  closedVendor: boolean;
  /** The id patterns of this vendor fit its closed models only. */
  closedIds: boolean;
  /** Provider id of the maker when the host serves somebody else's models. */
  vendor?: string;
  vendorPrefix?: string;
  strip: RegExp[];
  prefixes: string[];
  names: Map<string, string>;
  vendors: { match: RegExp; vendor: string }[];
  weights: NamePattern[];
  /** `name@date` spellings, groups `name` and `date`. */
  dates?: RegExp;
  /** Ids that no other host writes. */
  ids?: RegExp;
  /** The host is a router: `provider/model`. */
  routes: boolean;
}

/** A registry of library names. */
export interface LibraryNames {
  lookups: string[];
  hub: boolean;
  tagged: boolean;
  /** Keep the name as written although the catalogue knows what it stands for today (a default that moves with the library). */
  keepName: boolean;
  organisation?: string;
  /** End of a name that is a version or format. */
  version?: RegExp;
  /** Names that are copies of models of another library; the first group is the name there. */
  copies?: { match: RegExp; of: string };
}

export interface Namespace {
  registry: string;
  provider?: string;
  always?: boolean;
  /** Nothing below it is a repository: ids of the vendor's API alone. */
  api?: boolean;
  suffix?: string;
}

export interface IdentityRules {
  /** `known`: only names of the catalogue are meant; `joined`: names are written `org--name`. Any other stays an address. */
  hosts: { strip: RegExp; registry: string; known?: boolean; joined?: boolean }[];
  tails: RegExp;
  namespaces: Map<string, Namespace>;
  providers: Map<string, HostSpelling>;
  /** Registry of a provider to the provider's id, for references that carry only the registry. */
  providerOfRegistry: Map<string, string>;
  routes: Map<string, string>;
  localRoutes: Map<string, string>;
  /** Words for a client in `client:model`. */
  clients: Map<string, string>;
  libraries: Map<string, LibraryNames>;
  same: Map<string, string>;
  /** Library names in front of a model name (`spaCy/…`) and the registry they mean. */
  libraryPrefixes: Map<string, string>;
  organisations: Map<string, string>;
  renames: NamePattern[];
  makers: Map<string, Relation>;
  /** Names that tell the family of a model, and the base that stands for it. */
  families: { match: RegExp; base: string; stated: boolean }[];
  /** Fits whatever one of the families fits: most names fit none, and this tells it in one go. */
  anyFamily: RegExp;
  suffixes: RegExp[];
  prefixes: RegExp[];
  defaultTags: Map<string, string>;
  tagBases: Map<string, string[]>;
}

interface RawHost {
  registry: string;
  closedVendor?: boolean;
  closedIds?: boolean;
  vendor?: string;
  vendorPrefix?: string;
  strip?: string[];
  prefixes?: string[];
  names?: Record<string, string>;
  vendors?: { match: string; vendor: string }[];
  weights?: { match: string; id: string }[];
  dates?: string;
  ids?: string;
  routes?: boolean;
}

const cache = new WeakMap<RuleBook, IdentityRules>();

const lower = <T>(record: Record<string, T>): Map<string, T> =>
  new Map(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]));
const pattern = (source: string): RegExp => new RegExp(source, 'i');

/**
 * The identity rules of a rule book, compiled on first use.
 * @throws when the rule book cannot read data files
 */
export function identityRules(rules: RuleBook): IdentityRules {
  const known = cache.get(rules);
  if (known) return known;
  if (!rules.data) throw new Error('the rule book offers no data files');
  const read = <T>(file: string): T => rules.data!<T>(`identity/${file}.json`);
  const hosts = read<{ hosts: { strip: string; registry: string; known?: boolean; joined?: boolean }[]; tails: string }>('hosts');
  const { namespaces } = read<{ namespaces: Record<string, Namespace> }>('namespaces');
  const hosted = read<{
    providers: Record<string, RawHost>;
    routes: Record<string, string>;
    localRoutes: Record<string, string>;
    clients: Record<string, string>;
    registries: Record<string, string>;
  }>('providers');
  const libraries = read<{
    libraries: Record<string, RawLibrary>;
    same: Record<string, string>;
    prefixes: Record<string, string>;
  }>('libraries');
  const renames = read<{
    organisations: Record<string, string>;
    renames: { match: string; id: string; always?: boolean; certain?: boolean }[];
  }>('renames');
  const copies = read<{ makers: Record<string, Relation>; suffixes: string[]; prefixes: string[] }>('reuploads');
  const { families } = read<{ families: { match: string; base: string; stated?: boolean }[] }>('families');
  const ollama = read<{ defaultTags: Record<string, string>; tags: Record<string, { bases: string[] }> }>('ollama');
  const providers = new Map(Object.entries(hosted.providers).map(([id, raw]) => [id, spelling(raw)]));
  const providerOfRegistry = new Map<string, string>();
  for (const [id, { registry }] of providers) if (!providerOfRegistry.has(registry)) providerOfRegistry.set(registry, id);
  for (const { registry, provider } of Object.values(namespaces)) {
    if (provider && !providerOfRegistry.has(registry)) providerOfRegistry.set(registry, provider);
  }
  for (const [registry, provider] of Object.entries(hosted.registries)) providerOfRegistry.set(registry, provider);
  const made: IdentityRules = {
    hosts: hosts.hosts.map(({ strip, ...host }) => ({ ...host, strip: pattern(strip) })),
    tails: pattern(hosts.tails),
    namespaces: lower(namespaces),
    providers,
    providerOfRegistry,
    routes: lower(hosted.routes),
    localRoutes: lower(hosted.localRoutes),
    clients: lower(hosted.clients),
    libraries: new Map(Object.entries(libraries.libraries).map(([id, raw]) => [id, libraryNames(raw)])),
    same: lower(libraries.same),
    libraryPrefixes: lower(libraries.prefixes),
    organisations: lower(renames.organisations),
    renames: renames.renames.map(({ match, id, always, certain }) => ({
      match: pattern(match),
      id,
      always: always === true,
      certain: certain === true,
    })),
    makers: lower(copies.makers),
    families: families.map(({ match, base, stated }) => ({ match: pattern(match), base, stated: stated === true })),
    anyFamily: pattern(families.map(({ match }) => `(?:${match})`).join('|') || '(?!)'),
    suffixes: copies.suffixes.map((source) => new RegExp(`(?:${source})$`)),
    prefixes: copies.prefixes.map((source) => new RegExp(`^(?:${source})`)),
    defaultTags: lower(ollama.defaultTags),
    tagBases: new Map(Object.entries(ollama.tags).map(([tag, { bases }]) => [tag, bases])),
  };
  cache.set(rules, made);
  return made;
}

function spelling(raw: RawHost): HostSpelling {
  return {
    registry: raw.registry,
    closedVendor: raw.closedVendor === true,
    closedIds: raw.closedIds === true,
    ...(raw.vendor === undefined ? {} : { vendor: raw.vendor }),
    ...(raw.vendorPrefix === undefined ? {} : { vendorPrefix: raw.vendorPrefix }),
    strip: (raw.strip ?? []).map(pattern),
    prefixes: raw.prefixes ?? [''],
    names: new Map(Object.entries(raw.names ?? {})),
    vendors: (raw.vendors ?? []).map(({ match, vendor }) => ({ match: pattern(match), vendor })),
    weights: (raw.weights ?? []).map(({ match, id }) => ({ match: pattern(match), id })),
    ...(raw.dates === undefined ? {} : { dates: pattern(raw.dates) }),
    ...(raw.ids === undefined ? {} : { ids: pattern(raw.ids) }),
    routes: raw.routes === true,
  };
}

type RawLibrary = Partial<Omit<LibraryNames, 'version' | 'copies'>> & { version?: string; copies?: { match: string; of: string } };

function libraryNames(raw: RawLibrary): LibraryNames {
  return {
    lookups: raw.lookups ?? ['{name}'],
    hub: raw.hub === true,
    tagged: raw.tagged === true,
    keepName: raw.keepName === true,
    ...(raw.organisation === undefined ? {} : { organisation: raw.organisation }),
    ...(raw.version === undefined ? {} : { version: pattern(raw.version) }),
    ...(raw.copies === undefined ? {} : { copies: { match: pattern(raw.copies.match), of: raw.copies.of } }),
  };
}

/** Applies the first pattern that fits; `undefined` when none does. */
export function applyPatterns(name: string, patterns: readonly NamePattern[]): string | undefined {
  for (const { match, id } of patterns) {
    if (match.test(name)) return name.replace(match, id);
  }
  return undefined;
}

const compiled = new Map<string, RegExp>();
/** Patterns of `rules/providers`, compiled once. */
export function patternOf(source: string): RegExp {
  let made = compiled.get(source);
  if (!made) compiled.set(source, (made = new RegExp(source)));
  return made;
}
