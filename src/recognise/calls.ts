/** Calls: which row a call fits, what its arguments can be, and the references that follow. */

import type { CodeSummary, Expr, FileSummary } from '../types/source.ts';
import type { CallSignature } from '../types/signature.ts';
import type { Site, ValueSet } from '../types/values.ts';
import { holds, values } from './arguments.ts';
import { libraryDefault, reference, selfReference } from './called.ts';
import type { Context } from './context.ts';
import { chainRoot, findArgument, lastName } from './expressions.ts';
import type { Call, Found } from './expressions.ts';
import { excludeAliases, isAlias } from './given-names.ts';
import { hostOf, isSet } from './host.ts';
import type { Host } from './host.ts';
import { isHubShaped, isImpossibleName, isPlaceholder } from './names.ts';
import { matchRows } from './match.ts';
import type { Match } from './match.ts';
import { belowModule, fitsSymbol, symbolSegments } from './rows.ts';
import { wholeValue } from './values.ts';

const NO_NAME = 'the value is no name of a model';

/** `true` for a class or function of the project that only has the name of a library's. */
function isOwn(call: Call, site: Site, context: Context): boolean {
  const symbols = context.linker.symbols(call.f, site);
  return symbols.length > 0 && symbols.every((symbol) => symbol.path.startsWith('project:'));
}

/** `true` for what another call of a row gave, such as the path of a file it fetched: which model that is, is said there. */
function isFetched({ expr, site }: Found, context: Context): boolean {
  return context.linker.symbols(expr, site).some(({ path }) => {
    const rows = context.rows.calls(site.code.language, symbolSegments(path).at(-1) ?? '');
    return rows.some(({ row, symbols }) => {
      const below = row.module && row.model && !row.not ? belowModule(path, row.module) : undefined;
      return below !== undefined && symbols.some((entry) => fitsSymbol(['', ...symbolSegments(below)], entry));
    });
  });
}

/** A text that begins with a sentence is no name, whatever its unknown parts are: what they stand for need not be looked for. */
function isSentence(expr: Expr): boolean {
  const first = expr.k === 'cat' ? expr.p[0] : expr;
  return first?.k === 'str' && /\S\s+\S/.test(first.v);
}

/** Tries one row. `done`: nothing else has to be tried for this call. */
function apply(match: Match, call: Call, file: FileSummary, site: Site, context: Context): 'done' | 'next' {
  const { row } = match;
  const { out, linker } = context;
  if (row.not) return 'done';
  for (const spec of row.publishes ?? []) {
    const found = findArgument(call, spec, site, linker);
    for (const value of values(found, context)?.values ?? []) {
      const name = wholeValue(value);
      const at = context.project.summary(value.path);
      if (!name || !at || isPlaceholder(name) || isImpossibleName(name)) continue;
      out.publish(at, value.at, name, row.id, value.trace.length === 0);
      // A constant that is handed to an upload names what is made, unless a loader takes it too; a default does when its option speaks of it.
      const own = value.trace.some(({ what }) => /^(?:option|default|field)\b.*(?:repo|hub|push|upload)/i.test(what));
      if (value.how === 'constant' || own) out.exclude(at, value.at);
    }
  }
  for (const spec of row.saves ?? []) {
    for (const value of values(findArgument(call, spec, site, linker), context)?.values ?? []) {
      const folder = wholeValue(value);
      if (folder !== undefined && !isHubShaped(folder) && !context.knowledge.isKnown(folder)) out.savedAs(folder);
    }
  }
  if (!(row.when ?? []).every((condition) => holds(condition, call, site, context))) return 'next';
  if ((row.unless ?? []).some((condition) => holds(condition, call, site, context))) {
    excludeArguments(row, call, site, context);
    return 'done';
  }
  if (row.aliases && !row.model) {
    excludeAliases(row.aliases, call, site, context);
    return 'next';
  }
  const vendor = hostOf(match, call, site, context);
  if (vendor === undefined) return 'next';
  const { count, given, unread } = modelArguments(match, vendor, call, site, context);
  if (count > 0) {
    for (const other of unread) if (other.own) report(other, match, vendor, call, site, context);
    return row.usage === 'mention' ? 'next' : 'done';
  }
  if (row.self && selfReference(match, call, file, vendor, context)) return 'done';
  if (!given) {
    const defaults = row.default === undefined ? [] : Array.isArray(row.default) ? row.default : [row.default];
    // The library's own code calls itself with what it was told.
    const own = (defaults.length > 0 || row.vendorOnly === true) && isOwn(call, site, context);
    if (own) return 'next';
    const known = defaults.length > 0 && !isSet(row.unlessSet ?? [], context);
    const chosen = known
      ? defaults.find((entry) => (entry.when ?? []).every((condition) => holds(condition, call, site, context)))
      : undefined;
    const spread = match.ahead === true || call.a.some((arg) => arg.spread);
    if (chosen && !spread) {
      libraryDefault(chosen, match, call, file, vendor, context);
      return 'done';
    }
    // Without an argument only the vendor is known, and only where the SDK was found by its import.
    if (
      (row.vendorOnly && !isSet(row.unlessSet ?? [], context)) ||
      chosen ||
      (match.sure && row.role === 'hosted' && row.provider && row.model && !row.string && !row.known)
    ) {
      const why = match.ahead
        ? 'the arguments given ahead name no model, and others may follow'
        : spread
          ? 'the arguments are handed over as a whole'
          : 'the call names no model and the default of the library is not known';
      out.unresolved(file, call.f.at, row.id, why, vendor.provider);
    }
    return 'next';
  }
  const [first] = unread;
  // A deployment has a free name: only the vendor is certain.
  if (first && row.known && row.provider && match.sure) {
    const named = first.found.expr.k === 'str' || first.reason === NO_NAME;
    const why = named ? 'the argument names a deployment, not a model' : first.reason;
    out.unresolved(first.found.site.file, first.found.expr.at, row.id, why, vendor.provider);
    excludeArguments(row, call, site, context);
    return 'done';
  }
  if (first) report(first, match, vendor, call, site, context);
  return 'next';
}

/** A model argument in which no name was found. */
interface Unread {
  found: Found;
  reason: string;
  /** An argument of its own, beside others that name models. */
  own: boolean;
  /** The address of a server that was given in place of a name: it tells whose it is. */
  address: string | undefined;
  /** It says something even though it is a literal: the address of a server, or the name that a server of the project goes by. */
  telling: boolean;
}

/** What the model arguments of a call gave. Specs with a name are arguments of their own; a position alone is another place for the same one. */
function modelArguments(match: Match, vendor: Host, call: Call, site: Site, context: Context) {
  const { row } = match;
  const unread: Unread[] = [];
  let count = 0;
  let given = false;
  for (const spec of row.model ?? []) {
    const own = spec.name !== undefined;
    if (count > 0 && !own) continue;
    const found = findArgument(call, spec, site, context.linker);
    // An options object without the key is no name.
    if (!found || found.expr.k === 'null' || found.expr.k === 'dict') continue;
    given = true;
    if (row.usage === 'mention' && row.extract === undefined && !row.names && (isSentence(found.expr) || isIndirect(found.expr))) continue;
    const set = context.linker.resolve(found.expr, found.site);
    let here = 0;
    for (const value of set.values) {
      if (isAlias(value, match, context)) here++;
      else here += reference(value, match, vendor, call, site, context) ? 1 : 0;
    }
    count += here;
    if (here > 0) continue;
    const telling = silentReason(set, row, vendor, found.site, context);
    unread.push({
      found,
      own,
      address: set.values.map(wholeValue).find((text) => text !== undefined && /^https?:\/\//.test(text)),
      telling: telling !== undefined,
      reason: telling ?? set.reason ?? (set.values.length > 0 ? NO_NAME : 'the value is made at run time'),
    });
  }
  return { count, given, unread };
}

/** Why a literal that is no name is worth a word: it is an address, or stands in for a name at a server of the project's own. */
function silentReason(set: ValueSet, row: CallSignature, vendor: Host, site: Site, context: Context): string | undefined {
  const texts = set.values.map(wholeValue).filter((text) => text !== undefined);
  if (texts.some((text) => /^https?:\/\//.test(text))) return 'the address of a server does not tell which model it serves';
  const ownServer = row.baseUrl !== undefined && vendor.provider === undefined && vendor.registry === undefined;
  const stands = ownServer && context.project.file(site.file.path)?.scope !== 'test' && texts.some(isPlaceholder);
  return stands ? 'the server at the base URL does not tell which model it serves' : undefined;
}

/** A literal that is no name is a placeholder or an alias; only what can't be read, and what tells of a server, is reported. */
function report({ found, reason, address, telling }: Unread, match: Match, vendor: Host, call: Call, site: Site, context: Context): void {
  const { row } = match;
  if (row.usage === 'mention' || row.string || row.known) return;
  if (!telling && (found.expr.k === 'str' || row.matches)) return;
  if (!match.sure && isOwn(call, site, context)) return;
  if (isFetched(found, context)) return;
  const host = address === undefined ? undefined : context.knowledge.host(address);
  const provider = address === undefined ? vendor.provider : host?.kind === 'provider' ? host.provider : undefined;
  context.out.unresolved(found.site.file, found.expr.at, row.id, reason, provider);
}

/** The arguments of a call that loads no model (a dataset, an architecture without weights) are no models either. */
function excludeArguments(row: CallSignature, call: Call, site: Site, context: Context): void {
  for (const spec of row.model ?? []) {
    const found = findArgument(call, spec, site, context.linker);
    if (found?.expr.k === 'str') context.out.exclude(found.site.file, found.expr.at);
  }
}

/**
 * A log line or comparison of a variable says nothing about the model that the variable holds: where it is bound, its use decides. Only what
 * is written in the call itself is a mention.
 */
const isIndirect = ({ k }: Expr): boolean => k === 'name' || k === 'attr' || k === 'index' || k === 'call';

/** Matches every call of a piece of code. */
export function recogniseCalls(file: FileSummary, code: CodeSummary, context: Context): void {
  for (const { call, scope } of code.calls) {
    const site: Site = { file, code, scope };
    const last = symbolSegments(lastName(call.f) ?? '').at(-1);
    if (last === undefined) continue;
    if (!recogniseCall(call, last, file, site, context) && call.f.k === 'attr') builderMethod(call, last, file, code, site, context);
    for (const made of context.linker.handedOver(call, site)) {
      const name = symbolSegments(lastName(made.call.f) ?? '').at(-1);
      if (name !== undefined) recogniseCall(made.call, name, file, site, context, made.ahead);
    }
  }
}

/** Tries the rows for one call; `true` when one of them settles it. */
function recogniseCall(call: Call, last: string, file: FileSummary, site: Site, context: Context, ahead = false): boolean {
  const { language } = site.code;
  const own = context.rows.calls(language, last);
  const others = context.aliases(language, last);
  const candidates = others.length === 0 ? own : [...new Set([last, ...others])].flatMap((name) => context.rows.calls(language, name));
  if (candidates.length === 0 || call.a.length >= 200) return false;
  return matchRows(candidates, call.f, site, context).some(
    (match) => apply(ahead ? { ...match, ahead } : match, call, file, site, context) === 'done',
  );
}

/** `.modelName("x")` of a chain that begins with a builder of a row. */
function builderMethod(call: Call, method: string, file: FileSummary, code: CodeSummary, site: Site, context: Context): void {
  const rows = context.rows.builders(code.language, method);
  if (rows.length === 0) return;
  const root = chainRoot(call.f);
  if (!root || root === call) return;
  for (const match of matchRows(rows, root.f, site, context)) {
    const set = call.a[0] && context.linker.resolve(call.a[0].v, site);
    const vendor = hostOf(match, root, site, context);
    if (vendor === undefined) continue;
    let count = 0;
    for (const value of set?.values ?? []) count += reference(value, match, vendor, call, site, context) ? 1 : 0;
    if (count > 0) return;
    if (set && set.values.length === 0 && !match.row.string) {
      context.out.unresolved(
        file,
        (call.a[0] as { v: Expr }).v.at,
        match.row.id,
        set.reason ?? 'the value is made at run time',
        vendor.provider,
      );
      return;
    }
  }
}
