/** Keys of structured files: rows first, then keys whose name speaks of models. */

import { posix } from 'node:path';
import type { Entry, FileSummary } from '../types/source.ts';
import type { KeySignature } from '../types/signature.ts';
import { hasContainer, hostBeside, isLabelOfModel, siblings, topKeys } from './beside.ts';
import { RANK } from './context.ts';
import type { Context } from './context.ts';
import { folderOf } from './folders.ts';
import { recogniseAddress, recogniseRequest } from './requests.ts';
import { isGenericFile, isImpossibleName, isPlaceholder, isWeightFile, pattern } from './names.ts';

/** A structured file with more distinct certain names than this, none of them under a key of a row, is a catalogue. */
const CATALOGUE_SIZE = 20;

/** Key of the model that is taken when nobody asks for another. */
const DEFAULT = /^default[-_]?(?:model|llm)(?:[-_]?(?:id|name))?$/i;
/** Key of a table with a model for each key. */
const TABLE = /^(?:models|llms|[a-z]+[-_]models)$/i;

/** Characters before the first value of a table in which its key is looked for. */
const KEY_DISTANCE = 2_000;

/** Text of the entry with the offset of the name inside it; several when the row splits the value. */
function* pieces(value: string, split: string | undefined): Generator<{ text: string; offset: number }> {
  if (!split) {
    const text = value.trim();
    yield { text, offset: value.indexOf(text) };
    return;
  }
  const separator = new RegExp(`[^${split.replace(/[\]\\^-]/g, '\\$&')}\\r\\n]+`, 'g');
  for (const match of value.matchAll(separator)) {
    const text = match[0].trim();
    if (text) yield { text, offset: match.index + match[0].indexOf(text) };
  }
}

/** Values an entry can have: its own, or those of `${X:-y}`. */
function* valuesOf(
  entry: Entry,
  file: FileSummary,
  context: Context,
): Generator<{ value: string; at: Entry['at']; how: 'config' | 'env-default'; exact: boolean }> {
  const code = file.code[0];
  if (!entry.expr) {
    yield { value: entry.value, at: entry.at, how: 'config', exact: !entry.escaped && entry.at[1] - entry.at[0] === entry.value.length };
    return;
  }
  if (entry.expr.k === 'str') {
    yield { value: entry.expr.v, at: entry.expr.at, how: 'config', exact: !entry.expr.escaped };
    return;
  }
  if (entry.expr.k === 'cat') {
    for (const part of knownWords(entry.expr)) yield { ...part, how: 'config', exact: true };
    const resource = resourceOf(entry.expr);
    if (resource) yield { ...resource, how: 'config', exact: true };
  }
  const site = {
    file,
    code: code ?? { language: 'python', scopes: [], bindings: [], imports: [], calls: [], loose: [] },
    scope: 0,
  } as const;
  for (const value of context.linker.resolve(entry.expr, site).values) {
    if (value.path === file.path && value.parts.length === 1 && typeof value.parts[0] === 'string')
      yield { value: value.parts[0], at: value.at, how: 'env-default', exact: !value.escaped };
  }
}

/** The resource at the end of an ARN of which region or account is a variable. */
function resourceOf(expr: Extract<NonNullable<Entry['expr']>, { k: 'cat' }>): { value: string; at: Entry['at'] } | undefined {
  const [first] = expr.p;
  const last = expr.p.at(-1);
  if (first?.k !== 'str' || !first.v.startsWith('arn:') || last?.k !== 'str' || last.escaped) return undefined;
  const slash = last.v.indexOf('/');
  return slash < 0 || slash === last.v.length - 1
    ? undefined
    : { value: last.v.slice(slash + 1), at: [last.at[0] + slash + 1, last.at[0] + last.v.length] };
}

/** Words of a joined value that touch no unknown part. */
function* knownWords(expr: Extract<NonNullable<Entry['expr']>, { k: 'cat' }>): Generator<{ value: string; at: Entry['at'] }> {
  for (const [index, part] of expr.p.entries()) {
    if (part.k !== 'str' || part.escaped || !/\s/.test(part.v)) continue;
    for (const match of part.v.matchAll(/\S+/g)) {
      const touches = (index > 0 && match.index === 0) || (index < expr.p.length - 1 && match.index + match[0].length === part.v.length);
      if (!touches) yield { value: match[0], at: [part.at[0] + match.index, part.at[0] + match.index + match[0].length] };
    }
  }
}

/** Whether the other keys of the document that a row asks for are there. */
function conditionsHold(row: KeySignature, entry: Entry, file: FileSummary): boolean {
  return (row.when ?? []).every((condition) => {
    const path = condition.key.replace(/^\.\//, '').toLowerCase().split('.');
    const key = path.pop();
    const parent = condition.key.startsWith('./') ? [...entry.path.slice(0, -1), ...path].join('\0') : path.join('\0');
    const other = siblings(entry, file, parent).find((candidate) => String(candidate.path.at(-1)).toLowerCase() === key);
    if (condition.absent) return other === undefined && !hasContainer(entry, file, parent, key as string);
    if (!other) return !condition.equals && condition.matches === undefined && hasContainer(entry, file, parent, key as string);
    if (condition.equals) return condition.equals.some((wanted) => wanted.toLowerCase() === other.value.toLowerCase());
    return condition.matches === undefined || pattern(condition.matches).test(other.value);
  });
}

/** Where the keys of a block of HCL begin behind its labels. */
const LABELS: Readonly<Record<string, number>> = { resource: 3, data: 3, module: 2, provider: 2 };

/** The name of the key that says what the value is: the last key, or for entries of a list the key of the list. */
function keyNames(path: Entry['path'], format: FileSummary['format']): string[] {
  const names: string[] = [];
  // The labels of a block of HCL (`resource "type" "label"`) are the author's names for it, no keys.
  const first = format === 'hcl' ? (LABELS[String(path[0])] ?? 0) : 0;
  for (let i = path.length - 1; i >= first && names.length < 3; i--) if (typeof path[i] === 'string') names.push(path[i] as string);
  return names;
}

function acceptable(text: string, row: KeySignature, context: Context): boolean {
  if (isPlaceholder(text) || isImpossibleName(text)) return false;
  if (row.matches !== undefined && !pattern(row.matches).test(text)) return false;
  if (row.known) return context.knowledge.grade(text) === 'certain';
  return row.anyValue || row.registry !== undefined
    ? row.shape !== 'model' || context.knowledge.grade(text) !== 'none'
    : context.knowledge.grade(text) !== 'none';
}

/** Front matter of a Space's README (`sdk:`) or of a model card; other markdown has none of their keys. */
function isCardWithoutCard(row: KeySignature, file: FileSummary): boolean {
  if (!row.id.startsWith('card.')) return false;
  const keys = topKeys(file);
  if (row.id.startsWith('card.space-')) return !keys.has('sdk');
  return ![
    'license',
    'library_name',
    'pipeline_tag',
    'tags',
    'datasets',
    'language',
    'base_model_relation',
    'model-index',
    'inference',
  ].some((key) => keys.has(key));
}

/** A value, or a key of a table, that no row asks for but whose key or spelling speaks of a model. */
interface GenericFind {
  entry: Entry;
  text: string;
  at: Entry['at'];
  used: boolean;
  how: 'config' | 'env-default';
  signature: string;
  certain: boolean;
  exact: boolean;
}

/** Keys of a table of models (`models: { some-model: { limit: 1 } }`), where at least one of them is certainly a model. */
function* mapKeys(file: FileSummary, context: Context): Generator<GenericFind> {
  const tables = new Map<string, Map<string, { entry: Entry; depth: number }>>();
  for (const entry of file.entries) {
    const depth = entry.path.findLastIndex((part, i) => i > 0 && typeof part === 'string' && TABLE.test(String(entry.path[i - 1])));
    if (depth < 1) continue;
    const table = `${entry.doc ?? 0} ${entry.path.slice(0, depth).join('\0')}`;
    const keys = tables.get(table) ?? new Map<string, { entry: Entry; depth: number }>();
    const key = entry.path[depth] as string;
    if (!keys.has(key)) keys.set(key, { entry, depth });
    tables.set(table, keys);
  }
  const raw = tables.size > 0 ? (context.project.text(file.path) ?? '') : '';
  for (const keys of tables.values()) {
    const [first] = keys.values();
    const row = first && context.rows.binding(String(first.entry.path[first.depth - 1]));
    if (!row || row.usage === 'mention') continue;
    const graded = [...keys].map(([key, { entry, depth }]) => ({ key, entry, depth, grade: context.knowledge.grade(key) }));
    if (!graded.some(({ grade }) => grade === 'certain')) continue;
    for (const { key, entry, depth, grade } of graded) {
      if (grade === 'none' || (grade === 'shaped' && !key.includes('/'))) continue;
      // A scalar under the key itself says which model the key's word stands for.
      if (depth === entry.path.length - 1 && entry.type === 'string' && entry.value !== '') continue;
      // The key stands shortly before the first value below it.
      const before = depth === entry.path.length - 1 ? (entry.keyAt?.[0] ?? entry.at[0]) : entry.at[0] - 1;
      const from = Math.max(0, before - KEY_DISTANCE);
      const start = from + raw.slice(from, before + key.length).lastIndexOf(key);
      if (start < from || !/^["']?\s*[:=\]]/.test(raw.slice(start + key.length, start + key.length + 4))) continue;
      yield {
        entry,
        text: key,
        at: [start, start + key.length],
        used: true,
        how: 'config',
        signature: row.id,
        certain: grade === 'certain',
        exact: true,
      };
    }
  }
}

/** Matches the keys and values of one structured file with the rows of keys. */
export function recogniseEntries(file: FileSummary, context: Context): void {
  const test = context.project.file(file.path)?.scope === 'test';
  const generic: GenericFind[] = [];
  let rowHits = 0;
  for (const entry of file.entries) {
    if (entry.type !== 'string' || entry.value.length < 2 || entry.value.length > 4_000) continue;
    // Recorded requests and answers (cassettes of tests) hold JSON in a string.
    if (test && /^\s*\{/.test(entry.value) && recogniseRequest({ k: 'str', v: entry.value, at: entry.at }, file, context)) continue;
    const rows = context.rows.keys(entry.path, file.path, file.format);
    let settled = false;
    for (const row of rows) {
      if (!conditionsHold(row, entry, file) || isCardWithoutCard(row, file)) continue;
      if (row.not) {
        if (row.matches !== undefined && !pattern(row.matches).test(entry.value)) continue;
        if (row.serves) context.out.serve(entry.value);
        settled = true;
        break;
      }
      if (row.publishes) {
        if (!isPlaceholder(entry.value) && !isImpossibleName(entry.value))
          context.out.publish(file, entry.at, entry.value, row.id, true, basesBeside(file, entry, context));
        settled = true;
        break;
      }
      const variable = row.variable === undefined ? undefined : pattern(row.variable).exec(entry.value)?.[1];
      if (variable !== undefined) {
        if (context.linker.environment(variable).values.length === 0)
          context.out.unresolved(file, entry.at, row.id, `the environment variable ${variable} names the model, and nothing sets it`);
        settled = true;
        break;
      }
      for (const { value, at, how, exact } of valuesOf(entry, file, context)) {
        for (const { text, offset } of pieces(value, row.split)) {
          const written = row.extract === undefined ? text : pattern(row.extract).exec(text)?.[1];
          const folder = written === undefined ? undefined : folderOf(written, context);
          const name = folder ?? written;
          if (written === undefined || folder === null || name === undefined || !acceptable(name, row, context)) continue;
          const inner = exact ? text.indexOf(written) : 0;
          const start = at[0] + (exact ? offset + inner : 0);
          if (row.deployment && context.knowledge.grade(name) === 'none') {
            context.out.unresolved(file, at, row.id, 'the value names a deployment, not a model', row.provider);
            settled = true;
            continue;
          }
          const weights = isWeightFile(name) && !/^[a-z]+:\/\//i.test(name);
          const host = row.registry === undefined && row.provider === undefined && !weights ? hostBeside(entry, file, context) : undefined;
          context.out.add({
            file,
            at: exact ? [start, start + written.length] : at,
            name: row.relative ? posix.join(posix.dirname(file.path), name) : name,
            signature: row.id,
            registry: weights ? 'file' : folder === undefined ? (row.registry ?? host?.registry) : 'huggingface',
            provider: row.provider ?? host?.provider,
            how,
            usage: row.usage ?? 'configure',
            role: row.role ?? (row.provider ? 'hosted' : 'weights'),
            used: true,
            confidence: row.confidence ?? 'high',
            rank: RANK.key,
          });
          settled = true;
          rowHits++;
        }
      }
      if (settled) break;
    }
    if (!settled) for (const found of byKeyName(entry, file, context)) generic.push(found);
  }
  generic.push(...mapKeys(file, context));
  const distinct = new Set(generic.filter((found) => found.certain).map((found) => found.text));
  // A file that says which model is the default is a configuration, however long its list of choices.
  const chooses = generic.some(
    ({ entry, certain, used }) => used && certain && entry.path.length <= 2 && DEFAULT.test(String(entry.path.at(-1))),
  );
  const catalogue = rowHits === 0 && !chooses && distinct.size > CATALOGUE_SIZE;
  for (const { entry, text, at, used, how, signature, certain, exact } of generic) {
    const isUsed = used && !catalogue && (!test || isDownload(text, context)) && !isLabelOfModel(entry, file);
    if (!isUsed && !certain) continue;
    const own = context.knowledge.registry(text) ?? (isWeightFile(text) && !/^[a-z]+:\/\//i.test(text) ? 'file' : undefined);
    const host = own === undefined && isUsed ? hostBeside(entry, file, context) : undefined;
    context.out.add({
      file,
      at,
      name: exact ? undefined : text,
      signature: catalogue ? 'generic.catalogue' : signature,
      registry: own ?? host?.registry,
      provider: host?.provider,
      how,
      usage: 'configure',
      used: isUsed,
      confidence: certain ? 'high' : 'medium',
      tentative: !certain,
      rank: isUsed ? RANK.binding : RANK.mention,
    });
  }
}

/** Words of a sentence that are neither names nor options. */
const PLAIN_WORDS = 3;

/** A sentence names models as people talk of them: words stand around the names. */
function isSentence(value: string, context: Context): boolean {
  const words = value.trim().split(/\s+/, 60);
  if (words.length <= PLAIN_WORDS || words.some((word) => word.startsWith('-') || /^(?:&&|\|\|?)$/.test(word))) return false;
  const plain = words.filter((word) => /^[A-Za-z][a-z']*[,.:;!?]?$/.test(word) && context.knowledge.grade(word) === 'none');
  return plain.length >= PLAIN_WORDS;
}

/** The scheme of a registry, or the address of a file of weights: whoever reads the configuration fetches it. */
function isDownload(text: string, context: Context): boolean {
  return (/^\w+:\/\//.test(text) && !/^https?:/.test(text)) || context.knowledge.spelling(text)?.usage === 'load';
}

function* byKeyName(entry: Entry, file: FileSummary, context: Context): Generator<GenericFind> {
  if (recogniseAddress(entry.at, file, context)) return;
  const names = keyNames(entry.path, file.format);
  const sentence = isSentence(entry.value, context);
  for (const { value, at, how, exact } of valuesOf(entry, file, context)) {
    for (const { text, offset } of pieces(value, /[\s,;]/.test(value.trim()) && value.length < 300 ? ' ,;' : undefined)) {
      const joined = /^--([\w.-]+)=(.+)$/.exec(text);
      if (joined) {
        // `--model_id=org/name` in a list of arguments: the option is the key.
        const name = joined[2] as string;
        const row = context.rows.binding(joined[1] as string);
        const kind = context.knowledge.grade(name);
        if (isServedName(joined[1] as string, entry, file)) continue;
        if (!row || row.usage === 'mention' || kind === 'none' || kind === 'word' || (row.strong && kind !== 'certain') || !exact) continue;
        const start = at[0] + offset + text.length - name.length;
        yield {
          entry,
          text: name,
          at: [start, start + name.length],
          used: true,
          how,
          signature: row.id,
          certain: kind === 'certain',
          exact,
        };
        continue;
      }
      const grade = context.knowledge.grade(text);
      if (grade === 'none' || (grade === 'shaped' && isGenericFile(text))) continue;
      const option = optionBefore(entry, file);
      if (option !== undefined && !context.rows.binding(option)) return;
      const whole = text === value.trim();
      // Only the nearest key of a scalar counts, and for lists and tables under a model-like key that key.
      const inList = typeof entry.path.at(-1) === 'number';
      const row = names
        .slice(0, inList ? 1 : 2)
        .map((name) => context.rows.binding(name))
        .find((found) => found !== undefined);
      if (!row && (grade !== 'certain' || !whole)) continue;
      if (!whole && (grade !== 'certain' || !exact)) continue;
      if (row?.strong && grade !== 'certain') continue;
      if (row?.matches !== undefined && !pattern(row.matches).test(text)) continue;
      if (grade === 'word' && (!context.knowledge.isServedWord(text) || inList || row !== context.rows.binding(names[0] ?? ''))) continue;
      if (grade === 'shaped' && row !== context.rows.binding(names[0] ?? '') && !inList) continue;
      const start = at[0] + (exact ? offset : 0);
      yield {
        entry,
        text,
        at: exact ? [start, start + text.length] : at,
        used: (row !== undefined && row.usage !== 'mention' && !sentence) || (row === undefined && isDownload(text, context)),
        how,
        signature: row?.id ?? context.knowledge.spelling(text)?.id ?? 'generic.value',
        certain: grade === 'certain',
        exact,
      };
    }
  }
}

/** The option in front of an entry of a list of arguments (`- --served-model-name` above `- x`). */
function optionBefore(entry: Entry, file: FileSummary): string | undefined {
  const index = entry.path.at(-1);
  if (typeof index !== 'number' || index === 0) return undefined;
  const before = siblings(entry, file).find((other) => other.path.at(-1) === index - 1);
  return before?.value.startsWith('--') && !before.value.includes('=') ? before.value.slice(2) : undefined;
}

/** `--model_name` beside `--model_id` is what callers ask for. */
function isServedName(option: string, entry: Entry, file: FileSummary): boolean {
  return (
    /^model[_-]name$/.test(option) && siblings(entry, file).some((other) => /^--model[_-](?:id|dir|path)\b|^--model=/.test(other.value))
  );
}

/** What a published model is made from: the base model named in the same document. */
function basesBeside(file: FileSummary, entry: Entry, context: Context): { name: string; relation: 'finetune' }[] {
  return file.entries
    .filter(
      (other) =>
        other.doc === entry.doc &&
        other.type === 'string' &&
        context.rows.keys(other.path, file.path, file.format).some((row) => row.usage === 'train' && !row.publishes),
    )
    .filter((other) => !isPlaceholder(other.value) && context.knowledge.grade(other.value) !== 'none')
    .map((other) => ({ name: other.value, relation: 'finetune' }));
}
