/** The SPDX id lists: which ids exist, how they are spelled, and what replaced the deprecated GNU forms. */

import { createRequire } from 'node:module';

interface IdTables {
  /** Canonical spelling by lower-case id; current and deprecated ids. */
  licenses: Map<string, string>;
  deprecated: Set<string>;
  /** Canonical spelling by lower-case id. */
  exceptions: Map<string, string>;
}

let tables: IdTables | undefined;

/** Read on first use: most runs start without asking for a licence. */
function idTables(): IdTables {
  if (tables) return tables;
  const require = createRequire(import.meta.url);
  const current = require('spdx-license-ids') as string[];
  const deprecated = require('spdx-license-ids/deprecated') as string[];
  // The list with the texts may be newer or older than the list of ids; an id of either is a known id.
  const described = [...(require('spdx-license-list/simple') as Set<string>)].filter((id) => !id.endsWith('+'));
  const exceptions = [...(require('spdx-exceptions') as string[]), ...(require('spdx-exceptions/deprecated') as string[])];
  const byLower = (ids: string[]): Map<string, string> => new Map(ids.map((id) => [id.toLowerCase(), id]));
  tables = {
    licenses: byLower([...described, ...deprecated, ...current]),
    deprecated: new Set(deprecated),
    exceptions: byLower(exceptions),
  };
  return tables;
}

const REFERENCE = /^(?:documentref-([\w.-]+):)?(licenseref|additionref)-([\w.-]+)$/i;

/** True for an id on the SPDX list (current or deprecated), compared without case. */
export function isSpdxId(id: string): boolean {
  return idTables().licenses.has(id.toLowerCase());
}

/** True for a deprecated id. */
export function isDeprecatedId(id: string): boolean {
  return idTables().deprecated.has(canonicalId(id) ?? '');
}

/** The id as SPDX spells it, or `undefined` when it is not on the list. */
export function canonicalId(id: string): string | undefined {
  return idTables().licenses.get(id.toLowerCase());
}

/** The exception as SPDX spells it (`AdditionRef-…` included), or `undefined` when there is none of that name. */
export function canonicalException(id: string): string | undefined {
  const listed = idTables().exceptions.get(id.toLowerCase());
  if (listed) return listed;
  return REFERENCE.exec(id)?.[2]?.toLowerCase() === 'additionref' ? canonicalReference(id) : undefined;
}

/** `LicenseRef-…`, `AdditionRef-…` or `DocumentRef-…:…` with the prefixes as SPDX spells them; `undefined` when it is none of these. */
export function canonicalReference(id: string): string | undefined {
  const match = REFERENCE.exec(id);
  if (!match) return undefined;
  const prefix = match[2]?.toLowerCase() === 'additionref' ? 'AdditionRef' : 'LicenseRef';
  return `${match[1] ? `DocumentRef-${match[1]}:` : ''}${prefix}-${match[3]}`;
}

/** One licence of an expression. */
export interface LicensePart {
  id: string;
  /** The `+` operator ("or any later version"), where the id itself does not say it. */
  plus?: boolean;
  exception?: string;
}

/** What a single id stands for; `alternatives` when the id leaves open which of several is meant. */
export interface NormalisedId extends LicensePart {
  alternatives?: LicensePart[];
}

/**
 * The current form of an id in any case: `gpl-2.0+` becomes GPL-2.0-or-later, `GPL-3.0` GPL-3.0-only with the or-later
 * form as alternative (the deprecated id does not say which), `GPL-2.0-with-…` the base with its exception.
 * `undefined` when the id is not on the list.
 */
export function normaliseId(written: string): NormalisedId | undefined {
  const reference = canonicalReference(written);
  if (reference) return reference.includes('AdditionRef-') ? undefined : { id: reference };
  const plus = written.endsWith('+');
  const id = canonicalId(plus ? written.slice(0, -1) : written);
  if (!id) return undefined;
  if (!idTables().deprecated.has(id)) return plus && !id.endsWith('-or-later') ? plusForm(id) : { id };
  const only = canonicalId(`${id}-only`);
  const later = canonicalId(`${id}-or-later`);
  if (only && later) return plus ? { id: later } : { id: only, alternatives: [{ id: only }, { id: later }] };
  return withException(id, plus) ?? (plus ? { id, plus } : { id });
}

/** `X-only+` contradicts itself; every other current id takes the operator. */
function plusForm(id: string): NormalisedId | undefined {
  return id.endsWith('-only') ? undefined : { id, plus: true };
}

/** Reads a deprecated `BASE-with-NAME-exception` id. */
function withException(id: string, plus: boolean): NormalisedId | undefined {
  const match = /^(.+?-(\d+)[\d.]*)-with-(.+)$/.exec(id);
  if (!match) return undefined;
  const base = canonicalId(`${match[1]}-${plus ? 'or-later' : 'only'}`);
  const named = [...idTables().exceptions].filter(([lower]) => lower.startsWith(`${match[3]?.toLowerCase()}-`) && /-[\d.]+$/.test(lower));
  // Where an exception has several editions, the one that goes with the licence's own major version is meant.
  const chosen = named.find(([lower]) => lower.slice(match[3]?.length).startsWith(`-${match[2]}.`)) ?? named[0];
  return base && chosen ? { id: base, exception: chosen[1] } : undefined;
}
