/** The rows of `rules/signatures` in the order and form in which matching needs them. */

import type { Language } from '../types/source.ts';
import type { RuleBook } from '../types/rules.ts';
import type {
  BindingSignature,
  CallSignature,
  CommandSignature,
  ConstantSignature,
  EnvSignature,
  ImageSignature,
  KeySignature,
  NameSignature,
  Signature,
  SignatureFile,
  SubscriptSignature,
} from '../types/signature.ts';
import { glob, pattern, snakeCase } from './names.ts';

/** One part of a symbol: a plain word, or an expression where it has a `*`. */
export type Segment = string | RegExp;

/** A dotted pattern such as `*OpenAI.chat.{create,parse}`, ready to be compared from its end. */
export interface SymbolPattern {
  segments: Segment[];
  /** The pattern begins with `*`: any receiver may stand in front, but there has to be one. */
  anyReceiver: boolean;
  /** It can fit a resolved symbol that is not written like it: several parts from a named start to a named end. */
  resolves: boolean;
}

export interface CompiledCall<Row extends CallSignature | SubscriptSignature | ConstantSignature> {
  row: Row;
  symbols: SymbolPattern[];
  /** One of the symbols ends with `*`: nearly every name fits. */
  wild: boolean;
}

export interface Rows {
  /** Call rows whose symbol ends with this name, and those whose last name is a pattern. */
  calls(language: Language, last: string): CompiledCall<CallSignature>[];
  /** All rows of calls that speak of a language. */
  ofLanguage(language: Language): CompiledCall<CallSignature>[];
  /** Forgets what was chosen and leaves out rows that the project cannot use. */
  restrict(usable: (row: CallSignature) => boolean): void;
  /** Rows that read a method of a builder chain (`.modelName("x")`). */
  builders(language: Language, method: string): CompiledCall<CallSignature>[];
  subscripts(language: Language): CompiledCall<SubscriptSignature>[];
  constants(language: Language): CompiledCall<ConstantSignature>[];
  keys(path: readonly (string | number)[], file: string, format: string): KeySignature[];
  env(name: string): EnvSignature | undefined;
  commands: CommandSignature[];
  images: ImageSignature[];
  names: NameSignature[];
  /** What the name of a binding, key or argument says about its value. */
  binding(name: string): BindingSignature | undefined;
  all: Signature[];
  anchors: string[];
}

/** Splits `a.{b,c.d}.e` into `a.b.e` and `a.c.d.e`. */
export function expandBraces(source: string): string[] {
  const open = source.indexOf('{');
  if (open < 0) return [source];
  const close = source.indexOf('}', open);
  if (close < 0) return [source];
  return source
    .slice(open + 1, close)
    .split(',')
    .flatMap((part) => expandBraces(source.slice(0, open) + part.trim() + source.slice(close + 1)));
}

/** Parts of a dotted or `::`-separated symbol. */
export function symbolSegments(symbol: string): string[] {
  return symbol.split(/::|\.|#|->/).filter(Boolean);
}

function compileSymbol(source: string): SymbolPattern {
  const parts = symbolSegments(source);
  const anyReceiver = parts.length > 1 && parts[0] === '*';
  return {
    anyReceiver,
    // What ends in a wildcard (`logging.*`) would ask about every call of the project; it is matched as written only.
    resolves: !anyReceiver && parts.length > 1 && !parts.at(-1)?.includes('*'),
    // Few parts are patterns, and thousands of expressions take longer to compile than most projects to read.
    segments: (anyReceiver ? parts.slice(1) : parts).map((part) =>
      part.includes('*') ? new RegExp(`^${part.replace(/[^\w*]/g, '\\$&').replaceAll('*', '.*')}$`) : part,
    ),
  };
}

function fitsSegment(segment: Segment | undefined, word: string): boolean {
  return typeof segment === 'object' ? segment.test(word) : segment === word;
}

/** `true` when the end of `segments` fits the pattern. */
export function fitsSymbol(segments: readonly string[], symbol: SymbolPattern): boolean {
  const offset = segments.length - symbol.segments.length;
  if (offset < (symbol.anyReceiver ? 1 : 0)) return false;
  return symbol.segments.every((segment, index) => fitsSegment(segment, segments[offset + index] as string));
}

/** The part of a symbol below its module when it comes from one of the row's modules; `undefined` otherwise. */
export function belowModule(symbol: string, modules: readonly string[]): string | undefined {
  for (const module of modules) {
    if (symbol.startsWith(module)) {
      const next = symbol[module.length];
      if (next === undefined || next === '.' || next === '/' || next === ':' || next === '#') return symbol.slice(module.length + 1);
    }
    if (module.endsWith('*') && symbol.startsWith(module.slice(0, -1))) return symbol.slice(module.length - 1);
  }
  return undefined;
}

function compileCalls<Row extends CallSignature | SubscriptSignature | ConstantSignature>(rows: Row[]): CompiledCall<Row>[] {
  return rows.map((row) => ({
    row,
    wild: row.symbol.some((symbol) => /\*[^.]*$/.test(symbol) && !/\.\{?\w+[^*]*$/.test(symbol)),
    symbols: row.symbol.flatMap(expandBraces).map(compileSymbol),
  }));
}

/** Path of a key as one string: keys in lower case, list indexes as `[]`. */
function pathKey(path: readonly (string | number)[]): string {
  return path.map((part) => (typeof part === 'number' ? '[]' : part.toLowerCase())).join('.');
}

/** `a.*.b`, `**.x`, `models.[]` as an expression on {@link pathKey}. */
function compilePath(source: string): RegExp {
  const body = source
    .toLowerCase()
    .split('.')
    .map((part) => {
      if (part === '**') return '(?:.+)';
      if (part === '*') return '[^.]+';
      return part.replace(/[^\w*-]/g, '\\$&').replaceAll('*', '[^.]*');
    })
    .join('\\.')
    // `**.x` also stands for `x` alone, `a.**.x` for `a.x`.
    .replaceAll('(?:.+)\\.', '(?:.+\\.)?')
    .replaceAll('\\.(?:.+)', '(?:\\..+)?');
  return new RegExp(`^${body}$`);
}

const TERMINAL = /(?:^|\.)(\[\]|[^.]+)$/;

const SHIPPED = new WeakMap<RuleBook, Rows>();

/** Rows of the rules, compiled once per rule book, with those of the user in front. */
export function compileRows(rules: RuleBook, userSignatures: readonly SignatureFile[] = []): Rows {
  if (userSignatures.length > 0) return compile(rules, userSignatures);
  let rows = SHIPPED.get(rules);
  if (!rows) {
    rows = compile(rules, []);
    SHIPPED.set(rules, rows);
  }
  return rows;
}

function compile(rules: RuleBook, userSignatures: readonly SignatureFile[]): Rows {
  const shipped = rules.signatures();
  const all: Signature[] = [...userSignatures.flatMap((file) => file.signatures), ...shipped.flatMap((file) => file.rows)];
  const anchors = [...shipped.flatMap((file) => file.anchors ?? []), ...userSignatures.flatMap((file) => file.anchors ?? [])].map(
    (anchor) => anchor.toLowerCase(),
  );
  const of = <Kind extends Signature['kind']>(kind: Kind): Extract<Signature, { kind: Kind }>[] =>
    all.filter((row): row is Extract<Signature, { kind: Kind }> => row.kind === kind);

  const calls = compileCalls(of('call'));
  let isUsable: (row: CallSignature) => boolean = () => true;
  const callCache = new Map<string, CompiledCall<CallSignature>[]>();
  const byName = new Map<string, CompiledCall<CallSignature>[]>();
  const wild: CompiledCall<CallSignature>[] = [];
  const byBuilder = new Map<string, CompiledCall<CallSignature>[]>();
  for (const call of calls) {
    let pushed = false;
    for (const { segments } of call.symbols) {
      const last = segments.at(-1);
      if (typeof last !== 'string') {
        if (!pushed) wild.push(call);
        pushed = true;
        continue;
      }
      const list = byName.get(last) ?? [];
      if (list.at(-1) !== call) list.push(call);
      byName.set(last, list);
      if (/builder|new|create/i.test(last))
        for (const method of call.row.model?.flatMap((spec) => spec.name ?? []) ?? [])
          byBuilder.set(method, [...(byBuilder.get(method) ?? []), call]);
    }
  }
  // Nearly no name fits any of them, and every name of every call is asked about.
  const ends = wild.flatMap((call) => call.symbols.map(({ segments }) => segments.at(-1)));
  const wildEnd = new RegExp([...new Set(ends.map((end) => (typeof end === 'object' ? end.source : '$^')))].join('|'));
  const order = new Map(calls.map((call, index) => [call, index]));
  const speaks = (language: Language) => (call: { row: { language: Language[] } }) => call.row.language.includes(language);
  const subscripts = compileCalls(of('subscript'));
  const constants = compileCalls(of('constant'));

  type KeyRow = (typeof keyRows)[number];
  const keyRows = of('key').map((row) => ({
    row,
    files: row.files?.map((files) => glob(files, '/')),
    paths: row.path.flatMap(expandBraces).map((path) => ({ regex: compilePath(path), last: TERMINAL.exec(path.toLowerCase())?.[1] ?? '' })),
  }));
  const keysByLast = new Map<string, typeof keyRows>();
  for (const entry of keyRows)
    for (const last of new Set(entry.paths.map((path) => (path.last.includes('*') ? '*' : path.last))))
      keysByLast.set(last, [...(keysByLast.get(last) ?? []), entry]);
  const keysOfAnyName = keysByLast.get('*') ?? [];
  /** Rows for the file that was asked about last: documents have thousands of keys. */
  let ofFile = { file: '', format: '', rows: new Set<KeyRow>() };
  const isOfFile = (entry: KeyRow, file: string, format: string): boolean => {
    if (ofFile.file !== file || ofFile.format !== format) {
      const rows = keyRows.filter(
        ({ row, files }) => (!row.formats || row.formats.includes(format)) && (!files || files.some((names) => names.test(file))),
      );
      ofFile = { file, format, rows: new Set(rows) };
    }
    return ofFile.rows.has(entry);
  };
  const keyOrder = new Map(keyRows.map((entry, index) => [entry, index]));

  const envRows = of('env').map((row) => ({
    row,
    names: row.name.map((name) => ({ regex: glob(name), letters: name.replaceAll('*', '').length })),
  }));
  /** The row whose pattern says most about the name. */
  const envRow = (name: string): EnvSignature | undefined => {
    let best: { row: EnvSignature; letters: number } | undefined;
    for (const { row, names } of envRows) {
      for (const { regex, letters } of names) if (letters > (best?.letters ?? -1) && regex.test(name)) best = { row, letters };
    }
    return best?.row;
  };
  const bindings = of('binding').map((row) => ({ row, names: row.name.map(pattern), not: (row.notName ?? []).map(pattern) }));
  const bindingCache = new Map<string, BindingSignature | undefined>();

  return {
    all,
    anchors,
    commands: of('command'),
    images: of('image'),
    names: of('name'),
    ofLanguage: (language) => calls.filter(speaks(language)),
    restrict(usable) {
      callCache.clear();
      isUsable = usable;
    },
    calls(language, last) {
      const key = `${language} ${last}`;
      let found = callCache.get(key);
      if (!found) {
        const fitting = wildEnd.test(last)
          ? wild.filter((call) => call.symbols.some(({ segments }) => fitsSegment(segments.at(-1), last)))
          : [];
        found = [...new Set([...(byName.get(last) ?? []), ...fitting])]
          .filter((call) => speaks(language)(call) && isUsable(call.row))
          .toSorted((a, b) => (order.get(a) as number) - (order.get(b) as number))
          // Only the patterns that can end in this name are left to compare.
          .map(({ row, symbols, wild: wildRow }) => ({
            row,
            wild: wildRow,
            symbols: symbols.filter(({ segments }) => fitsSegment(segments.at(-1), last)),
          }));
        callCache.set(key, found);
      }
      return found;
    },
    builders: (language, method) => (byBuilder.get(method) ?? []).filter(speaks(language)),
    subscripts: (language) => subscripts.filter(speaks(language)),
    constants: (language) => constants.filter(speaks(language)),
    keys(path, file, format) {
      const last = path.at(-1);
      const named = keysByLast.get(typeof last === 'number' ? '[]' : (String(last).toLowerCase().split('.').at(-1) as string)) ?? [];
      if (named.length === 0 && keysOfAnyName.length === 0) return [];
      const key = pathKey(path);
      const fits = (entry: KeyRow): boolean => isOfFile(entry, file, format) && entry.paths.some(({ regex }) => regex.test(key));
      const found = [...named.filter(fits), ...keysOfAnyName.filter((entry) => fits(entry) && !named.includes(entry))];
      return found.toSorted((a, b) => (keyOrder.get(a) as number) - (keyOrder.get(b) as number)).map(({ row }) => row);
    },
    env: envRow,
    binding(name) {
      const cached = bindingCache.get(name);
      if (cached !== undefined || bindingCache.has(name)) return cached;
      const snake = snakeCase(name.replace(/^.*\./, ''));
      const row = bindings.find(
        ({ names, not }) => names.some((regex) => regex.test(snake)) && !not.some((regex) => regex.test(snake)),
      )?.row;
      bindingCache.set(name, row);
      return row;
    },
  };
}
