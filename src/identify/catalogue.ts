/** Finding a name's catalogue record, and the canonical id a record stands for. */

import type { CatalogRecord, RuleBook } from '../types/rules.ts';
import { applyPatterns, identityRules, type IdentityRules, type Namespace } from './data.ts';

/** Registry and name of a canonical id. */
export interface Canonical {
  registry: string;
  name: string;
  /** Provider of the vendor, for models that are reached through an API. */
  vendor?: string;
}

/** True for a record of a model that is served, not downloaded: closed ones and hosted copies under a vendor's name. */
export function isServed(record: CatalogRecord, identity: IdentityRules): boolean {
  return record.weights === 'api' || record.baseModelRelation === 'hosted' || spaceOf(record.id, identity)?.api === true;
}

function spaceOf(id: string, identity: IdentityRules): Namespace | undefined {
  const slash = id.indexOf('/');
  return slash > 0 ? identity.namespaces.get(id.slice(0, slash).toLowerCase()) : undefined;
}

/** The canonical id of a catalogue record. */
export function canonicalOf(record: CatalogRecord, identity: IdentityRules): Canonical {
  const slash = record.id.indexOf('/');
  const space = spaceOf(record.id, identity);
  if (!space || (space.always !== true && !isServed(record, identity))) return { registry: 'huggingface', name: record.id };
  const rest = record.id.slice(slash + 1);
  const name = space.suffix && !rest.endsWith(space.suffix) ? `${rest}${space.suffix}` : rest;
  return { registry: space.registry, name, ...(space.provider ? { vendor: space.provider } : {}) };
}

/** Date at the end of the name of a fixed version. */
const DATED = /-20\d{2}-?\d{2}-?\d{2}$/;

/** A name of a hosted model that is written without a date floats: it does not mean the dated version the catalogue files it under. */
export function floatingName(written: string, filed: string, record: CatalogRecord): string {
  return record.weights === 'api' && !/20\d{2}-?\d{2}-?\d{2}/.test(written) ? filed.replace(DATED, '') : filed;
}

/** Looks a name of the hub up, following moved organisations and repositories. */
export function hubRecord(name: string, rules: RuleBook): { record?: CatalogRecord; name: string } {
  const identity = identityRules(rules);
  const current = applyPatterns(
    name,
    identity.renames.filter((one) => one.always),
  );
  if (current) {
    const record = rules.model(current);
    if (record) return { record, name: record.id };
  }
  const direct = rules.model(name);
  if (direct) {
    const moved = applyPatterns(
      direct.id,
      identity.renames.filter((one) => one.always),
    );
    const today = moved === undefined ? undefined : rules.model(moved);
    return today ? { record: today, name: today.id } : { record: direct, name };
  }
  for (const other of movedNames(name, identity)) {
    const record = rules.model(other);
    if (record) return { record, name: other };
  }
  return { name: currentHubName(name, identity) };
}

function movedNames(name: string, identity: IdentityRules): string[] {
  const names: string[] = [];
  const renamed = applyPatterns(
    name,
    identity.renames.filter((one) => !one.always),
  );
  if (renamed) names.push(renamed);
  const slash = name.indexOf('/');
  const moved = slash > 0 ? identity.organisations.get(name.slice(0, slash).toLowerCase()) : undefined;
  if (moved) names.push(`${moved}${name.slice(slash)}`);
  return names;
}

/** The name a repository of the hub has today, when it moved; the name itself otherwise. */
export function currentHubName(name: string, identity: IdentityRules): string {
  const renamed = applyPatterns(
    name,
    identity.renames.filter((one) => one.certain),
  );
  if (renamed !== undefined) return renamed;
  const slash = name.indexOf('/');
  const moved = slash > 0 ? identity.organisations.get(name.slice(0, slash).toLowerCase()) : undefined;
  return moved ? `${moved}${name.slice(slash)}` : name;
}

/** A name without the word for routing that aggregators take behind a colon. */
export const withoutRouting = (name: string): string =>
  name.replace(/:(?:free|extended|thinking|online|nitro|floor|beta|exacto|fastest|cheapest|preferred)$/, '');

/** Spellings of one API name: dots and dashes between digits, and without the routing words behind a colon or dash. */
export function spellings(name: string): string[] {
  const plain = withoutRouting(name);
  const list = [
    name,
    plain,
    plain.replaceAll(/(\d)\.(?=\d)/g, '$1-'),
    plain.replaceAll(/(\d)-(?=\d(?!\d))/g, '$1.'),
    plain.replace(/-thinking$/, ''),
  ];
  return [...new Set(list)];
}
