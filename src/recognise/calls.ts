/** Calls: which row a call fits, what its arguments can be, and the references that follow. */

import type { CodeSummary, Expr, FileSummary } from '../types/source.ts';
import type { ArgumentCondition, CallSignature, LibraryDefault } from '../types/signature.ts';
import type { Site, Value, ValueSet } from '../types/values.ts';
import { RANK } from './context.ts';
import type { Context } from './context.ts';
import { folderOf } from './folders.ts';
import { chainRoot, findArgument, lastName, writtenName } from './expressions.ts';
import type { Call, Found } from './expressions.ts';
import { isHubShaped, isImpossibleName, isLocalPath, isPlaceholder, isSharedEnding, isWeightFile, pattern } from './names.ts';
import { hostOf } from './host.ts';
import type { Host } from './host.ts';
import { matchRows } from './match.ts';
import type { Match } from './match.ts';
import { symbolSegments } from './rows.ts';
import { wholeValue } from './values.ts';

function values(found: Found | undefined, context: Context): ValueSet | undefined {
  return found && context.linker.resolve(found.expr, found.site);
}

function holds(condition: ArgumentCondition, call: Call, site: Site, context: Context): boolean {
  const found = findArgument(call, condition.arg, site, context.linker);
  if (!found)
    return condition.equals
      ? condition.equals.includes(null)
      : pattern(condition.matches ?? '').test('null') && condition.matches !== undefined;
  const expr = found.expr;
  const texts: string[] =
    expr.k === 'null'
      ? ['null']
      : expr.k === 'bool' || expr.k === 'num'
        ? [expr.v.toLowerCase()]
        : (values(found, context)?.values ?? []).map((value) =>
            value.parts.map((part) => (typeof part === 'string' ? part : '\u0001')).join(''),
          );
  if (texts.length === 0) {
    const name = writtenName(expr);
    if (name) texts.push(name);
  }
  return texts.some((text) => {
    const plain = /^(?:None|null|nil|undefined)$/.test(text) ? 'null' : text;
    if (condition.equals) return condition.equals.some((wanted) => String(wanted).toLowerCase() === plain.toLowerCase());
    return condition.matches !== undefined && pattern(condition.matches).test(plain);
  });
}

const firstText = (found: Found | undefined, context: Context): string | undefined =>
  values(found, context)
    ?.values.map(wholeValue)
    .find((text) => text !== undefined);

const NO_NAME = 'the value is no name of a model';

/** `true` for a class or function of the project that only has the name of a library's. */
function isOwn(call: Call, site: Site, context: Context): boolean {
  const symbols = context.linker.symbols(call.f, site);
  return symbols.length > 0 && symbols.every((symbol) => symbol.path.startsWith('project:'));
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
      // A constant that is handed to an upload names what is made, unless a loader takes it too.
      if (value.how === 'constant') out.exclude(at, value.at);
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
  const vendor = hostOf(match, call, site, context);
  if (vendor === undefined) return 'next';
  let unreadable: Found | undefined;
  let reason = '';
  let count = 0;
  let given = false;
  for (const spec of row.model ?? []) {
    const found = findArgument(call, spec, site, linker);
    // An options object without the key is no name.
    if (!found || found.expr.k === 'null' || found.expr.k === 'dict') continue;
    given = true;
    if (row.usage === 'mention' && row.extract === undefined && !row.names && (isSentence(found.expr) || isIndirect(found.expr))) continue;
    const set = context.linker.resolve(found.expr, found.site);
    for (const value of set.values) count += reference(value, match, vendor, call, site, context) ? 1 : 0;
    if (count === 0) {
      unreadable ??= found;
      reason ||= set.reason ?? (set.values.length > 0 ? NO_NAME : 'the value is made at run time');
    } else break;
  }
  if (count > 0) return row.usage === 'mention' ? 'next' : 'done';
  if (row.self && selfReference(match, call, file, vendor, context)) return 'done';
  if (!given) {
    const defaults = row.default === undefined ? [] : Array.isArray(row.default) ? row.default : [row.default];
    const chosen = defaults.find((entry) => (entry.when ?? []).every((condition) => holds(condition, call, site, context)));
    const spread = match.ahead === true || call.a.some((arg) => arg.spread);
    if (chosen && !spread) {
      libraryDefault(chosen, match, call, file, vendor, context);
      return 'done';
    }
    // Without an argument only the vendor is known, and only where the SDK was found by its import.
    if (row.vendorOnly || chosen || (match.sure && row.role === 'hosted' && row.provider && row.model && !row.string && !row.known)) {
      const why = match.ahead
        ? 'the arguments given ahead name no model, and others may follow'
        : spread
          ? 'the arguments are handed over as a whole'
          : 'the call names no model and the default of the library is not known';
      out.unresolved(file, call.f.at, row.id, why, vendor.provider);
    }
    return 'next';
  }
  // A deployment has a free name: only the vendor is certain.
  if (unreadable && row.known && row.provider && match.sure) {
    const why = unreadable.expr.k === 'str' || reason === NO_NAME ? 'the argument names a deployment, not a model' : reason;
    out.unresolved(unreadable.site.file, unreadable.expr.at, row.id, why, vendor.provider);
    excludeArguments(row, call, site, context);
    return 'done';
  }
  // A literal that is no name is a placeholder or an alias; only what can't be read is reported.
  if (
    unreadable &&
    unreadable.expr.k !== 'str' &&
    row.usage !== 'mention' &&
    !row.string &&
    !row.known &&
    !row.matches &&
    (match.sure || !isOwn(call, site, context))
  ) {
    out.unresolved(unreadable.site.file, unreadable.expr.at, row.id, reason, vendor.provider);
  }
  return 'next';
}

/** The arguments of a call that loads no model (a dataset, an architecture without weights) are no models either. */
function excludeArguments(row: CallSignature, call: Call, site: Site, context: Context): void {
  for (const spec of row.model ?? []) {
    const found = findArgument(call, spec, site, context.linker);
    if (found?.expr.k === 'str') context.out.exclude(found.site.file, found.expr.at);
  }
}

/** The name to identify, or `undefined` when the value is none. */
export function nameFor(row: CallSignature, text: string, context: Context): string | undefined {
  if (row.matches !== undefined && !pattern(row.matches).test(text)) return undefined;
  const written = row.extract === undefined ? text : pattern(row.extract).exec(text)?.[1];
  if (written === undefined || isPlaceholder(written)) return undefined;
  const extracted = isWeightFile(written) ? written.replaceAll('\\', '/') : written;
  const mapped = row.names && Object.hasOwn(row.names, extracted) ? row.names[extracted] : undefined;
  if (mapped !== undefined) return mapped;
  if (row.known && context.knowledge.grade(extracted) !== 'certain' && !context.knowledge.isKnown(extracted)) return undefined;
  if (/\s|(?:^|\/)(?:None|null|undefined|nil)(?:\/|$)/.test(extracted.trim()) || isImpossibleName(extracted.trim())) return undefined;
  const folder = row.matches === undefined || isLocalPath(extracted) ? folderOf(extracted, context) : undefined;
  if (folder !== undefined) return folder ?? undefined;
  // An endpoint is no name; addresses of weights and of pages of models are.
  if (/^https?:/.test(extracted) && row.matches === undefined && row.registry !== 'url' && context.knowledge.grade(extracted) === 'none')
    return undefined;
  if (row.prefix && !extracted.includes('/') && !context.knowledge.isKnown(extracted)) return row.prefix + extracted;
  // The hub takes no new names without an organisation: an unknown plain word is a folder or a name of the project's own.
  if (
    row.registry === 'huggingface' &&
    row.matches === undefined &&
    /^[A-Za-z]+(?:[-_][A-Za-z]+)?$/.test(extracted.trim()) &&
    !context.knowledge.isKnown(extracted.trim())
  )
    return undefined;
  return extracted.trim();
}

/** Beginning of a name that still says which family is meant: `org/` with a few letters, or a word that ends in a mark. */
function isPrefix(head: string): boolean {
  if (isLocalPath(head) || isPlaceholder(head) || /\s|None\/|undefined/.test(head)) return false;
  return head.includes('/') ? /\/\w{2}/.test(head) && isHubShaped(`${head}x`) : /^[A-Za-z][\w.]{2,}[-_:][\w.-]*$/.test(head);
}

const isWeights = (value: string): boolean => isWeightFile(value) || isSharedEnding(value);

function reference(value: Value, match: Match, vendor: Host, call: Call, site: Site, context: Context): boolean {
  const { row } = match;
  if (value.literalType) return false;
  const file = context.project.summary(value.path);
  if (!file) return false;
  const text = wholeValue(value);
  let name: string | undefined;
  let target: 'exact' | 'prefix' = 'exact';
  if (text === undefined) {
    const [head] = value.parts;
    if (typeof head !== 'string' || !isPrefix(head)) return false;
    name = head;
    target = 'prefix';
  } else name = nameFor(row, text, context);
  if (name === undefined) return false;
  // Tests hand over invented names.
  if (
    context.project.file(value.path)?.scope === 'test' &&
    !(row.names && name !== text) &&
    context.knowledge.grade(name) === 'none' &&
    !row.prefix
  )
    return false;
  const entryAt = row.entry && findArgument(call, row.entry, site, context.linker);
  const entry = firstText(entryAt, context);
  if (entryAt?.expr.k === 'str') context.out.exclude(entryAt.site.file, entryAt.expr.at);
  if (entry && target === 'exact') name = `${name}:${entry}`;
  // A path joined from parts: the literal has to be the repository, or the file itself.
  const literal = context.project.text(value.path)?.slice(value.at[0], value.at[1]);
  let repository = false;
  if (target === 'exact' && literal !== undefined && literal !== text && isWeights(name) && !isWeights(literal)) {
    if (!isHubShaped(literal) || !name.startsWith(literal)) return false;
    name = literal;
    repository = true;
  }
  // A bare word that nobody knows names a repository of the hub only in a call of the library itself.
  if (!match.sure && row.registry === 'huggingface' && text === name && !name.includes('/') && context.knowledge.grade(name) === 'none')
    return false;
  const mention = row.usage === 'mention';
  if (mention && context.knowledge.grade(name) !== 'certain') return false;
  // A value may reach the clients of several vendors; the spelling tells whose it is.
  const makers = vendor.provider === undefined ? [] : context.knowledge.makers(name);
  const strange =
    makers.length > 0 &&
    !makers.includes(vendor.provider as string) &&
    context.rules.provider(vendor.provider as string)?.kind === 'model-vendor';
  const host = strange ? {} : vendor;
  const named = name !== text && text !== undefined && context.knowledge.repositoryOf(text) === name;
  // `folder/folder/name` is a folder of the project.
  const folder =
    name.split('/').length > 2 && !name.includes('://') && row.matches === undefined && context.knowledge.grade(name) === 'none';
  if (folder && literal !== text) return false;
  const weights =
    (folder && (host.registry === 'huggingface' || /(?:^|\/)(?:models?|checkpoints?|weights|[\w-]+[-_]models?)\//.test(name))) ||
    isLocalPath(name) ||
    (isWeightFile(name) && !/^https?:/.test(name));
  context.out.add({
    file,
    at: value.at,
    name,
    signature: row.id,
    registry:
      context.knowledge.registry(name) ??
      (weights ? 'file' : named ? 'huggingface' : repository && host.registry === 'file' ? undefined : host.registry),
    provider: host.provider,
    revision: row.revision && firstText(findArgument(call, row.revision, site, context.linker), context),
    weightsFile: row.file && firstText(findArgument(call, row.file, site, context.linker), context),
    how: target === 'prefix' ? 'prefix' : value.how,
    target,
    usage: row.usage ?? 'load',
    role: row.role ?? 'weights',
    used: !mention,
    confidence: row.confidence ?? (match.sure ? value.confidence : value.confidence === 'high' && row.module ? 'medium' : value.confidence),
    trace: [...value.trace, { path: site.file.path, line: lineOf(site.file, call.f.at[0]), what: `argument of ${match.symbol}` }],
    // A value that only may arrive here does not outrank what stands at its own place.
    rank: mention ? RANK.mention : value.confidence === 'low' ? RANK.constant - 10 : RANK.call,
  });
  return true;
}

function lineOf(file: FileSummary, offset: number): number {
  let low = 0;
  let high = file.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((file.lineStarts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/** `models.resnet50(weights=…)`: the function is the name. */
function selfReference(match: Match, call: Call, file: FileSummary, vendor: Host, context: Context): boolean {
  const { row } = match;
  const segments = symbolSegments(match.symbol);
  const name = segments.at(row.selfSegment ?? -1);
  if (!name || (row.matches !== undefined && !pattern(row.matches).test(name))) return false;
  let at: Expr = call.f;
  for (let back = row.selfSegment ?? -1; back < -1 && at.k === 'attr'; back++) at = at.o;
  const end = at.at[1];
  const width = lastName(at)?.length ?? 0;
  context.out.add({
    file,
    at: [end - width, end],
    name,
    signature: row.id,
    ...vendor,
    how: 'literal',
    usage: row.usage ?? 'load',
    role: row.role ?? 'weights',
    used: true,
    confidence: row.confidence ?? 'medium',
    rank: RANK.call,
  });
  return true;
}

function libraryDefault(chosen: LibraryDefault, match: Match, call: Call, file: FileSummary, vendor: Host, context: Context): void {
  const { row } = match;
  const end = call.f.at[1];
  const width = lastName(call.f)?.length ?? 0;
  context.out.add({
    file,
    at: [end - width, end],
    name: chosen.model,
    signature: row.id,
    ...vendor,
    how: 'library-default',
    usage: row.usage ?? 'load',
    role: row.role ?? 'weights',
    used: true,
    confidence: row.confidence ?? (match.sure ? 'medium' : 'low'),
    trace: [
      {
        path: file.path,
        line: lineOf(file, end),
        what: `default of the library${chosen.versions ? ` (${chosen.versions})` : ''}: ${chosen.source}`,
      },
    ],
    rank: RANK.call,
  });
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
