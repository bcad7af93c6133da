/** Which host a call talks to: by its SDK, by the base URL on the way, by the environment, or by a client the project set for all calls. */

import type { CodeSummary, Expr, FileSummary } from '../types/source.ts';
import type { CallSignature } from '../types/signature.ts';
import type { ResolvedSymbol, Site } from '../types/values.ts';
import type { Context } from './context.ts';
import { findArgument } from './expressions.ts';
import type { Call } from './expressions.ts';
import type { Match } from './match.ts';
import { belowModule, fitsSymbol, symbolSegments } from './rows.ts';
import { wholeValue } from './values.ts';

/** Who serves the model of a call, and the registry of its names; both absent: the name alone tells. */
export interface Host {
  provider?: string;
  registry?: string;
}

/** The host of a call that fits a row; `undefined`: the row asks for a client that the project does not set. */
export function hostOf(match: Match, call: Call, site: Site, context: Context): Host | undefined {
  const { row } = match;
  return row.sharedClient ? sharedHost(row.sharedClient, context) : byBaseUrl(row, [...match.via, { call, site }], context);
}

function byBaseUrl(row: CallSignature, places: ResolvedSymbol['via'], context: Context): Host {
  const own: Host = {};
  if (row.provider) own.provider = row.provider;
  if (row.registry) own.registry = row.registry;
  const spec = row.baseUrl;
  if (!spec) return own;
  for (const place of places) {
    const found = findArgument(place.call, spec.arg, place.site, context.linker);
    const values = found ? context.linker.resolve(found.expr, found.site).values : [];
    for (const value of values) {
      const host = ofAddress(value.parts.map((part) => (typeof part === 'string' ? part : '')).join(''), context);
      if (host) return host;
    }
    if (found) return {};
  }
  for (const name of spec.env ?? []) {
    const url = context.linker
      .environment(name)
      .values.map(wholeValue)
      .find((text) => text !== undefined);
    const host = url === undefined ? undefined : ofAddress(url, context);
    if (host) return host;
  }
  return own;
}

function ofAddress(url: string, context: Context): Host | undefined {
  const host = context.knowledge.host(url);
  if (host === undefined) return undefined;
  if (host.kind === 'local') return {};
  // Whatever it calls its models, nobody can say what is behind such a site.
  return host.kind === 'impostor' ? { registry: 'unknown' } : { provider: host.provider };
}

const SHARED = new WeakMap<Context, Map<string, Host | undefined>>();

/** Host of the client that the project assigned to a global variable for all calls of a library; `undefined`: it sets none. */
function sharedHost(variables: readonly string[], context: Context): Host | undefined {
  let known = SHARED.get(context);
  if (!known) SHARED.set(context, (known = new Map()));
  const key = variables.join();
  if (!known.has(key)) {
    const set = context.sources.flatMap(({ file, code }) =>
      code.bindings.flatMap(({ target, value, scope }) =>
        value !== undefined && variables.includes(target) ? [clientHost(value, { file, code, scope }, context)] : [],
      ),
    );
    known.set(key, set[0]);
  }
  return known.get(key);
}

/** Host of a client, by the row that calls made through it would fit. */
function clientHost(client: Expr, site: Site, context: Context): Host {
  for (const symbol of context.linker.symbols(client, site)) {
    for (const { row, symbols } of context.rows.ofLanguage(site.code.language)) {
      const below = row.module && row.provider !== undefined ? belowModule(symbol.path, row.module) : undefined;
      if (below === undefined) continue;
      const segments = symbolSegments(below.replaceAll('/', '.'));
      if (symbols.some((entry) => fitsSymbol(segments, entry))) return byBaseUrl(row, symbol.via, context);
    }
  }
  return {};
}

/** Whether the project sets one of these variables, in code or in its environment. */
export function isSet(variables: readonly string[], context: Context): boolean {
  if (variables.length === 0) return false;
  return (
    variables.some((name) => context.variables.has(name)) ||
    context.sources.some(({ code }) => code.bindings.some(({ target }) => variables.includes(target)))
  );
}

/** A piece of code and the file it stands in. */
export interface Source {
  file: FileSummary;
  code: CodeSummary;
}
