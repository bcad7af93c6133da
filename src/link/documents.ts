/** Structured files of the project as values: loaded by code, imported, or matched by the path of keys alone. */

import { posix } from 'node:path';
import { isLockfile } from '../summarise/format.ts';
import type { Entry, Expr, FileFormat, FileSummary } from '../types/source.ts';
import type { ValueSet } from '../types/values.ts';
import { environmentValues } from './environment.ts';
import { evaluate } from './evaluate.ts';
import { CONFIG_NAME, DOCUMENT_CALL, OPTION_NAME } from './idioms.ts';
import { locate } from './locate.ts';
import { concerns } from './programs.ts';
import { isReadByCode } from './read-files.ts';
import { literal, marked, nothing, textOf, through, union } from './sets.ts';
import { fileSite } from './site.ts';
import { apart, dotted, indexOf, LIMITS, noteAt, open, type CallExpr, type Link, type Thing, type Where } from './things.ts';

const FORMATS: ReadonlySet<FileFormat> = new Set(['yaml', 'json', 'toml', 'ini', 'properties']);
const FILE_NAME = /[\w-]\.(?:ya?ml|json5?|jsonc|toml|ini|cfg|conf|properties)$/i;
/** Files whose keys are about the build, not about the program. */
const NOT_CONFIG =
  /(?:^|\/)(?:package(?:-lock)?|tsconfig[^/]*|jsconfig|composer|turbo|vercel|renovate|biome|nx|lerna|\.eslintrc|\.prettierrc|components|manifest|deno|angular|pyproject|Cargo|Pipfile|mkdocs|\.pre-commit-config|dependabot|labeler)\.(?:json|ya?ml|toml|lock)$|(?:^|\/)(?:\.github|node_modules|\.vscode|locales?|i18n)\//i;
/** Larger files are data. */
const MAX_FILE = 200 * 1024;
/** All configuration texts searched for one project, in characters. */
const MAX_TOTAL = 12 * 1024 * 1024;

/** The document a call loads, when the name of a file of the project can be read from its arguments. */
export function documentOf(link: Link, path: string, call: CallExpr, where: Where): Thing[] {
  if (!DOCUMENT_CALL.test(path)) return [];
  for (const name of fileNames(link, call, where, 0)) {
    const found = fileNamed(link, name, where.file.path);
    if (found !== undefined) return [{ t: 'document', path: found, keys: [], notes: [] }];
  }
  return [];
}

/** File names among the arguments of a call, and of the calls that made these arguments (`open("x.yaml")`). */
function fileNames(link: Link, call: CallExpr, where: Where, depth: number): string[] {
  const names: string[] = [];
  for (const arg of call.a.slice(0, 3)) {
    for (const value of evaluate(link, arg.v, where).values) {
      const text = textOf(value) ?? lastPart(value.parts);
      if (text !== undefined && FILE_NAME.test(text)) names.push(text);
    }
    if (depth > 2 || names.length > 0) continue;
    // `Path("x.json").read_text()`, `fs.readFileSync("x.json").toString()`: the name stands further in.
    if (arg.v.k === 'call') names.push(...fileNames(link, receiverOf(arg.v), where, depth + 1));
    if (names.length > 0) continue;
    for (const thing of locate(link, arg.v, where)) {
      if (thing.t === 'outside') for (const via of thing.via.slice(0, 2)) names.push(...fileNames(link, via.call, via.site, depth + 1));
    }
  }
  return names;
}

/** A call with its receiver among the arguments. */
function receiverOf(call: CallExpr): CallExpr {
  return call.f.k === 'attr' ? { ...call, a: [{ v: call.f.o }, ...call.a] } : call;
}

/** `{folder}/config.yaml`: the known end of a path with an unknown start. */
function lastPart(parts: readonly unknown[]): string | undefined {
  const last = parts.at(-1);
  return typeof last === 'string' ? last.replace(/^\/+/, '') : undefined;
}

function fileNamed(link: Link, name: string, from: string): string | undefined {
  const clean = posix.normalize(name.replaceAll('\\', '/')).replace(/^(?:\.\.?\/)+/, '');
  for (let folder = posix.dirname(from); ; folder = posix.dirname(folder)) {
    const path = posix.join(folder, clean);
    if (link.project.file(path)) return path;
    if (folder === '.' || folder === '/') break;
  }
  const found = (filesByName(link).get(posix.basename(clean)) ?? []).filter((path) => path.endsWith(`/${clean}`));
  return found.length === 1 ? found[0] : undefined;
}

/** Paths of the project by the name of the file. */
function filesByName(link: Link): Map<string, string[]> {
  return indexOf(link, 'files by name', () => {
    const index = new Map<string, string[]>();
    for (const { path } of link.project.files) {
      const name = posix.basename(path);
      const paths = index.get(name);
      if (paths) paths.push(path);
      else index.set(name, [path]);
    }
    return index;
  });
}

const tables = new WeakMap<FileSummary, Map<string, Entry[]>>();

/** Entries of a file by their last string key. */
function entriesByKey(file: FileSummary): Map<string, Entry[]> {
  const known = tables.get(file);
  if (known) return known;
  const table = new Map<string, Entry[]>();
  for (const entry of file.entries) {
    // Flat formats write the path as one key: `a.b.c=…`.
    const names = new Set(entry.path.filter((p) => typeof p === 'string').map((p) => p.split(/[.:]/).at(-1) ?? p));
    for (const name of names) {
      const list = table.get(name);
      if (list) list.push(entry);
      else table.set(name, [entry]);
    }
  }
  tables.set(file, table);
  return table;
}

function entryValues(link: Link, file: FileSummary, entry: Entry): ValueSet {
  const where = fileSite(file);
  if (entry.expr) return evaluate(link, entry.expr, where);
  return literal(where, entry.value, entry.at, entry.escaped, entry.type === 'string' ? undefined : entry.type);
}

function segments(entry: Entry): string[] {
  return entry.path.flatMap((p) => (typeof p === 'string' ? p.split(/[.:]/) : [String(p)]));
}

/** Values of a part of a document; `*` in the keys stands for any one key. */
export function documentValues(link: Link, thing: Extract<Thing, { t: 'document' }>): ValueSet {
  const file = link.project.summary(thing.path);
  if (!file) return nothing(`${thing.path} cannot be read`);
  const sets: ValueSet[] = [];
  const candidate = thing.keys.includes('*');
  const key = thing.keys.findLast((k) => k !== '*' && !/^\d+$/.test(k));
  for (const entry of key === undefined ? file.entries : (entriesByKey(file).get(key) ?? [])) {
    const path = segments(entry);
    if (path.length !== thing.keys.length || !thing.keys.every((k, i) => k === '*' || k === path[i])) continue;
    const note = noteAt(fileSite(file), entry.at[0], `key ${entry.path.join('.')}`, candidate ? 'candidate' : 'config');
    sets.push(through(entryValues(link, file, entry), [note]));
    if (sets.length > LIMITS.values) break;
  }
  return sets.length > 0 ? union(sets) : nothing(`${thing.path} has no value at ${thing.keys.join('.')}`);
}

/** Configuration files with their texts, within the limits. */
function configFiles(link: Link): string[] {
  return indexOf(link, 'configuration files', () => {
    let left = MAX_TOTAL;
    const found: string[] = [];
    for (const file of link.project.files) {
      if (!FORMATS.has(file.format) || file.scope === 'vendored' || file.local) continue;
      if (NOT_CONFIG.test(file.path) || isLockfile(file.path)) continue;
      const size = link.project.size(file.path) ?? 0;
      if (size > MAX_FILE) continue;
      left -= size;
      if (left < 0) break;
      found.push(file.path);
    }
    return found;
  });
}

function sharedFolders(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  let n = 0;
  while (n < left.length - 1 && n < right.length - 1 && left[n] === right[n]) n++;
  return n;
}

/**
 * Values under a path of keys in any configuration file: `cfg.model.name` is `name` under `model`. By name only, so confidence is `medium`
 * for two and more keys and `low` for one.
 */
export function namedByPath(link: Link, parts: readonly string[], where: Where): ValueSet | undefined {
  const start = /^(?:self|this|\$this)$/.test(parts[0] ?? '') ? 1 : 0;
  const first = parts.findIndex((p, i) => i >= start && CONFIG_NAME.test(p));
  if (first < 0) return undefined;
  let root = first + 1;
  while (root < parts.length - 1 && CONFIG_NAME.test(parts[root] ?? '')) root++;
  if (root >= parts.length) return undefined;
  const only = parts.length - root === 1 ? (parts[root] ?? '') : '';
  // Configuration of .NET and the like holds the variables of the environment, too.
  const variable = /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(only) ? environmentValues(link, only, where.file.path) : undefined;
  if (variable && variable.values.length > 0) return variable;
  return byKeys(
    link,
    parts.slice(root).flatMap((p) => p.split(/[.:]/)),
    where,
  );
}

/** Values under a dotted key (`a.b:c`) in any configuration file. */
export function configured(link: Link, key: string, where: Where): ValueSet | undefined {
  return key.length > 200 ? undefined : byKeys(link, key.split(/[.:]/), where);
}

const READ_KEY =
  /^(?:GetValue|GetString|getString|getProperty|getRequiredProperty|get_string|GetSection|GetRequiredSection|get|Get|value|string)$/;

/** `config.GetValue("a:b")`, `env.getProperty("a.b", "x")`, `viper.GetString("a.b")`: a key read out of the configuration of the program. */
export function keyRead(link: Link, call: CallExpr, where: Where): ValueSet | undefined {
  if (call.f.k !== 'attr' || !READ_KEY.test(call.f.n)) return undefined;
  const root = dotted(call.f.o)?.split('.').at(-1) ?? '';
  const [key, fallback] = call.a;
  if (key?.v.k !== 'str' || !(CONFIG_NAME.test(root) || /^(?:viper|environment|configuration)$/i.test(root))) return undefined;
  const set = configured(link, key.v.v, where);
  const other = fallback ? marked(evaluate(link, fallback.v, where), 'default') : undefined;
  const sets = [set, other].filter((s) => s !== undefined);
  return sets.length > 0 ? { ...union(sets), complete: false, reason: `key ${key.v.v} is read when the program runs` } : undefined;
}

/** `model_args.model_name_or_path`: an option that a configuration file of that key gives; only for names that say enough by themselves. */
export function optionKey(link: Link, parts: readonly string[], where: Where): ValueSet | undefined {
  const name = parts.at(-1) ?? '';
  return OPTION_NAME.test(parts.at(-2) ?? '') && /_|[a-z][A-Z]/.test(name) ? byKeys(link, [name], where) : undefined;
}

interface KeyValues {
  path: string;
  set: ValueSet;
}

function plainKey(key: string): string {
  return key.replaceAll(/[-_]/g, '').toLowerCase();
}

function collect(link: Link, keys: readonly string[], relaxed: boolean, all: KeyValues[]): void {
  const last = keys.at(-1) ?? '';
  const patterns = relaxed
    ? keys.map((k) => new RegExp([...plainKey(k)].map((c) => c.replace(/\W/, String.raw`\$&`)).join('[-_]?'), 'i'))
    : [];
  const same = (a: string | undefined, b: string): boolean => a === b || (relaxed && a !== undefined && plainKey(a) === plainKey(b));
  for (const path of configFiles(link)) {
    const text = link.project.text(path);
    if (text === undefined || !(relaxed ? patterns.every((p) => p.test(text)) : holdsAll(text, path, keys))) continue;
    if (all.length >= LIMITS.filesByName) break;
    const file = link.project.summary(path);
    if (!file) continue;
    const sets: ValueSet[] = [];
    const group = path.split('/').at(-2);
    for (const entry of relaxed ? file.entries : (entriesByKey(file).get(last) ?? [])) {
      if (entry.type !== 'string') continue;
      const written = segments(entry).filter((p) => !/^\d+$/.test(p));
      // A file in a folder of groups (`conf/model/small.yaml`) is what stands under the folder's name.
      const whole = written.length < keys.length && group !== undefined ? [group, ...written] : written;
      if (!keys.every((k, i) => same(whole[whole.length - keys.length + i], k)) || isBuried(keys, entry, written)) continue;
      const note = noteAt(fileSite(file), entry.at[0], `key ${entry.path.join('.')}`, 'config', keys.length > 1 ? 'medium' : 'low');
      sets.push(through(entryValues(link, file, entry), [note]));
    }
    if (sets.length > 0) all.push({ path, set: union(sets) });
  }
}

/** One plain word (`name`, `version`) is found all over a document: it counts at the top of it, or of a section of settings. */
function isBuried(keys: readonly string[], entry: Entry, written: readonly string[]): boolean {
  const [only] = keys;
  if (keys.length > 1 || only === undefined || !/^[a-z]+$/i.test(only)) return false;
  if (entry.path.some((part) => typeof part === 'number')) return true;
  return written.length > 2 || (written.length === 2 && !CONFIG_NAME.test(written[0] ?? '') && !OPTION_NAME.test(written[0] ?? ''));
}

function holdsAll(text: string, path: string, keys: readonly string[]): boolean {
  return keys.every((k) => text.includes(k) || path.includes(`/${k}/`) || path.startsWith(`${k}/`));
}

function byKeys(link: Link, keys: readonly string[], where: Where): ValueSet | undefined {
  const last = keys.at(-1) ?? '';
  if (last.length < 2 || keys.some((k) => k === '*')) return undefined;
  // `ModelName` of a typed program is `model-name` or `modelName` in its configuration; scripts write keys as they are.
  const relaxed = where.code.language !== 'python' && where.code.language !== 'javascript';
  const memo = indexOf(link, relaxed ? 'values by relaxed keys' : 'values by keys', () => new Map<string, KeyValues[]>());
  const name = keys.join('.');
  let all = memo.get(name);
  if (!all) {
    all = [];
    memo.set(name, all);
    const found = all;
    apart(link, () => collect(link, keys, relaxed, found));
  }
  const own = all.filter((f) => concerns(link, f.path, where.file.path) && (where.code.scopes.length === 0 || isReadByCode(link, f.path)));
  if (own.length === 0) return undefined;
  // Among the files of the program the nearest ones count.
  const best = Math.max(...own.map((f) => sharedFolders(f.path, where.file.path)));
  const set = union(own.filter((f) => sharedFolders(f.path, where.file.path) === best).map((f) => f.set));
  return { ...(own.length > 3 ? marked(set, 'config', 'low') : set), complete: false, reason: `read by the name ${name} only` };
}

/** Names in files that hold no code: `${NAME}`, `${a.b}`, `.Values.x`, `env.X`. */
export function placeholderThings(link: Link, expr: Expr, where: Where): Thing[] {
  const chain = dotted(expr);
  if (chain === undefined) return [open('the placeholder cannot be read')];
  const parts = chain.split('.');
  const [first, ...rest] = parts;
  if (first === 'Values') {
    for (let folder = posix.dirname(where.file.path); ; folder = posix.dirname(folder)) {
      const path = ['values.yaml', 'values.yml'].map((n) => posix.join(folder, n)).find((p) => link.project.file(p) !== undefined);
      if (path !== undefined) return [{ t: 'document', path, keys: rest, notes: [] }];
      if (folder === '.' || folder === '/') return [open(`no values.yaml for ${chain}`)];
    }
  }
  if (parts.length === 1 || ((first === 'env' || first === 'vars' || first === 'process') && rest.length > 0)) {
    const note = noteAt(where, expr.at[0], `variable ${parts.at(-1)}`);
    return [{ t: 'outside', path: `ENV.${parts.at(-1)}`, via: [], notes: [note] }];
  }
  const set = byKeys(link, parts, where);
  return set ? [{ t: 'values', set, notes: [] }] : [open(`${chain} is not set in the project`)];
}
