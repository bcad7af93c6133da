/** References that a call makes: to the model it names, to the one its symbol names, or to the one its library takes by itself. */

import type { Expr, FileSummary, Span } from '../types/source.ts';
import type { CallSignature, LibraryDefault } from '../types/signature.ts';
import type { Site, Value } from '../types/values.ts';
import { lineAt } from '../summarise/region.ts';
import { firstText } from './arguments.ts';
import { RANK } from './context.ts';
import type { Context } from './context.ts';
import { findArgument, lastName } from './expressions.ts';
import type { Call } from './expressions.ts';
import { folderOf } from './folders.ts';
import type { Host } from './host.ts';
import {
  isGenericFile,
  isHubShaped,
  isImpossibleName,
  isLocalPath,
  isPlaceholder,
  isSharedEnding,
  isWeightFile,
  pattern,
} from './names.ts';
import type { Match } from './match.ts';
import { symbolSegments } from './rows.ts';
import { wholeValue } from './values.ts';

/** The name to identify, or `undefined` when the value is none. */
function nameFor(row: CallSignature, text: string, context: Context): string | undefined {
  if (row.matches !== undefined && !pattern(row.matches).test(text)) return undefined;
  const written = row.extract === undefined ? text : pattern(row.extract).exec(text)?.[1];
  if (written === undefined || isPlaceholder(written)) return undefined;
  const extracted = isWeightFile(written) ? written.replaceAll('\\', '/') : written;
  const mapped = row.names && Object.hasOwn(row.names, extracted) ? row.names[extracted] : undefined;
  if (mapped !== undefined) return mapped;
  if (row.known && context.knowledge.grade(extracted) !== 'certain' && !context.knowledge.isKnown(extracted)) return undefined;
  if (/\s|(?:^|\/)(?:None|null|undefined|nil)(?:\/|$)/.test(extracted.trim()) || isImpossibleName(extracted.trim())) return undefined;
  // A row for files that asks for an ending knows its files better than the general endings do.
  const ownFile = row.registry === 'file' && row.matches !== undefined;
  const folder = !ownFile && (row.matches === undefined || isLocalPath(extracted)) ? folderOf(extracted, context) : undefined;
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

/** Reports one value of a model argument; `false` when it is no name. */
export function reference(value: Value, match: Match, vendor: Host, call: Call, site: Site, context: Context): boolean {
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
  // A file beside the program is no repository; with the name that every repository has it tells nothing.
  if (row.registry === 'huggingface' && text === name && !name.includes('/') && isGenericFile(name)) return false;
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
    trace: [...value.trace, { path: site.file.path, line: lineAt(site.file, call.f.at[0]), what: `argument of ${match.symbol}` }],
    // A value that only may arrive here does not outrank what stands at its own place.
    rank: mention ? RANK.mention : value.confidence === 'low' ? RANK.constant - 10 : RANK.call,
  });
  return true;
}

/** Where the last name of a callee stands. */
function lastNameAt(callee: Expr): Span {
  const end = callee.at[1];
  return [end - (lastName(callee)?.length ?? 0), end];
}

/** `models.resnet50(weights=…)`: the function is the name. */
export function selfReference(match: Match, call: Call, file: FileSummary, vendor: Host, context: Context): boolean {
  const { row } = match;
  const segments = symbolSegments(match.symbol);
  const name = segments.at(row.selfSegment ?? -1);
  if (!name || (row.matches !== undefined && !pattern(row.matches).test(name))) return false;
  let at: Expr = call.f;
  for (let back = row.selfSegment ?? -1; back < -1 && at.k === 'attr'; back++) at = at.o;
  context.out.add({
    file,
    at: lastNameAt(at),
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

/** Reports what the library takes when no model is given. */
export function libraryDefault(chosen: LibraryDefault, match: Match, call: Call, file: FileSummary, vendor: Host, context: Context): void {
  const { row } = match;
  context.out.add({
    file,
    at: lastNameAt(call.f),
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
        line: lineAt(file, call.f.at[1]),
        what: `default of the library${chosen.versions ? ` (${chosen.versions})` : ''}: ${chosen.source}`,
      },
    ],
    rank: RANK.call,
  });
}
