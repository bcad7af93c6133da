/** Names that a host serves: which model they stand for, and whether that is a closed one or published weights. */

import type { CatalogRecord, ProviderRecord, RuleBook } from '../types/rules.ts';
import { canonicalOf, floatingName, hubRecord, isServed, spellings } from './catalogue.ts';
import { applyPatterns, identityRules, patternOf, type HostSpelling, type IdentityRules } from './data.ts';
import type { Identity } from './name.ts';
import { closedModel } from './plain.ts';

const PLAIN: HostSpelling = {
  registry: '',
  closedVendor: false,
  closedIds: false,
  strip: [],
  prefixes: [''],
  names: new Map(),
  vendors: [],
  weights: [],
  routes: false,
};

/** Identifies `written` as a name that `provider` (an id in `rules/providers`) serves. */
export function hostedName(written: string, provider: string, rules: RuleBook): Identity {
  const identity = identityRules(rules);
  const host = identity.providers.get(provider) ?? { ...PLAIN, registry: provider };
  let name = written;
  for (const strip of host.strip) name = name.replace(strip, '');
  name = host.names.get(name) ?? name;
  const dated = host.dates?.exec(name)?.groups;
  const names = dated ? [name, `${dated['name']}-${dated['date']}`, dated['name']!] : [name];

  const weights = applyPatterns(name, host.weights);
  if (weights !== undefined) {
    const { record, name: current } = hubRecord(weights, rules);
    return servedWeights(current, provider, record, identity, rules);
  }
  for (const candidate of names.flatMap((one) => spellings(one))) {
    for (const prefix of host.prefixes) {
      const { record } = hubRecord(`${prefix}${candidate}`, rules);
      if (record && fits(record, host, provider, identity)) return ofRecord(record, provider, identity, rules, name);
    }
  }
  return unlisted(names.at(-1) === name ? name : (names[1] ?? name), provider, host, rules);
}

/** A host of closed models alone never serves a repository of the hub that happens to have the same name. */
function fits(record: CatalogRecord, host: HostSpelling, provider: string, identity: IdentityRules): boolean {
  if (!host.closedVendor) return true;
  return record.weights === 'api' && canonicalOf(record, identity).vendor === provider;
}

/** @param written the name as the project has it: without a date it floats, and does not mean the version the catalogue files it under */
function ofRecord(record: CatalogRecord, provider: string, identity: IdentityRules, rules: RuleBook, written?: string): Identity {
  if (!isServed(record, identity)) return servedWeights(record.id, provider, record, identity, rules);
  const { registry, name: filed, vendor } = canonicalOf(record, identity);
  const name = written === undefined ? filed : floatingName(written, filed, record);
  const served = record.weights === 'api' ? 'closed' : 'weights';
  return { registry, name, record, provider, served, ...(vendor !== undefined && vendor !== provider ? { vendor } : {}) };
}

function servedWeights(
  name: string,
  provider: string,
  record: CatalogRecord | undefined,
  identity: IdentityRules,
  rules: RuleBook,
): Identity {
  if (!record) return { registry: 'huggingface', name, provider, served: 'weights' };
  if (isServed(record, identity)) return ofRecord(record, provider, identity, rules);
  const { registry, name: canonical } = canonicalOf(record, identity);
  return { registry, name: canonical, record, provider, served: 'weights' };
}

/** A name the catalogue does not know: closed when the host or its maker serves nothing else, or when the vendor's own ids look so. */
function unlisted(name: string, provider: string, host: HostSpelling, rules: RuleBook): Identity {
  const found = byItsMaker(name, provider, host, rules);
  if (found.served === 'closed') return found;
  // A name that is known to be closed is closed at every host.
  return closedModel(found.name, rules) ? { ...found, served: 'closed' } : found;
}

function byItsMaker(name: string, provider: string, host: HostSpelling, rules: RuleBook): Identity {
  const identity = identityRules(rules);
  const own = rules.provider(provider);
  if (own?.kind === 'model-vendor') {
    const closed = isClosed(own, name, identity);
    return { registry: host.registry, name, provider, served: closed ? 'closed' : 'unknown' };
  }
  const maker = makerOf(name, host, identity);
  const vendor = maker === undefined ? undefined : rules.provider(maker.vendor);
  if (maker && vendor) {
    const closed = isClosed(vendor, maker.name, identity);
    if (closed || maker.certain) {
      const registry = identity.providers.get(maker.vendor)?.registry ?? maker.vendor;
      const seen = closed ? 'closed' : 'unknown';
      const made = maker.vendor === provider ? {} : { vendor: maker.vendor };
      return { registry, name: maker.name, provider, served: seen, ...made };
    }
  }
  if (host.vendor !== undefined) {
    const closed = matchesVendor(rules.provider(host.vendor), name) && isClosed(rules.provider(host.vendor), name, identity);
    const registry = closed ? (identity.providers.get(host.vendor)?.registry ?? host.registry) : host.registry;
    return { registry, name, provider, served: closed ? 'closed' : 'unknown', ...(closed ? { vendor: host.vendor } : {}) };
  }
  return { registry: host.registry, name, provider, served: 'unknown' };
}

function isClosed(vendor: ProviderRecord | undefined, name: string, identity: IdentityRules): boolean {
  const host = vendor && identity.providers.get(vendor.id);
  return host !== undefined && (host.closedVendor || (host.closedIds && matchesVendor(vendor, name)));
}

function matchesVendor(vendor: ProviderRecord | undefined, name: string): boolean {
  return vendor !== undefined && vendor.modelIdPatterns.some((one) => patternOf(one.regex).test(name));
}

/** The maker that a name of a reseller states: by a pattern of the host, or by the part before the vendor separator. */
function makerOf(
  name: string,
  host: HostSpelling,
  identity: IdentityRules,
): { vendor: string; name: string; certain: boolean } | undefined {
  const stated = host.vendors.find(({ match }) => match.test(name));
  const cut = host.vendorPrefix === undefined ? -1 : name.indexOf(host.vendorPrefix);
  const rest = cut > 0 ? name.slice(cut + 1) : name;
  if (stated) return { vendor: stated.vendor, name: rest, certain: true };
  if (cut <= 0) return undefined;
  const vendor = identity.namespaces.get(name.slice(0, cut).toLowerCase())?.provider;
  return vendor === undefined ? undefined : { vendor, name: rest, certain: false };
}
