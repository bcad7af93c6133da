/** Constants and enum members of SDKs that stand for a model, and elements of a library's table of models. */

import type { CodeSummary, Expr, FileSummary } from '../types/source.ts';
import type { ConstantSignature, SubscriptSignature } from '../types/signature.ts';
import type { Site, Value } from '../types/values.ts';
import type { Find } from './collect.ts';
import { RANK } from './context.ts';
import type { Context } from './context.ts';
import { writtenName } from './expressions.ts';
import { isWeightFile, pattern } from './names.ts';
import { belowModule, fitsSymbol, symbolSegments } from './rows.ts';
import { wholeValue } from './values.ts';

/** Words and numbers of a constant's name: `GPT_4o_MINI`, `TextEmbedding3Small`. */
function nameTokens(member: string): string[] {
  return (
    member
      .replace(/(\d)dot(\d)/gi, '$1_$2')
      .match(/\d+[a-zA-Z](?![a-zA-Z])|\d+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g)
      ?.map((token) => token.toLowerCase()) ?? []
  );
}

/** Spellings that a constant's name may stand for: tokens joined with `-`, `.` between numbers, nothing between a word and a number. */
function* spellings(tokens: readonly string[]): Generator<string> {
  if (tokens.length === 0 || tokens.length > 12) return;
  const joins: string[][] = [];
  for (let i = 1; i < tokens.length; i++) {
    const before = tokens[i - 1] as string;
    const after = tokens[i] as string;
    if (/\d$/.test(before) && /^\d+$/.test(after)) joins.push(after.length < 3 && before.length < 3 ? ['.', '-'] : ['-']);
    else if (/\d$/.test(before) && /^[a-z]$/.test(after)) joins.push(['', '-']);
    else if (before === 'v' && /^\d/.test(after)) joins.push(['']);
    else if (/[a-z]$/.test(before) && /^\d/.test(after)) joins.push(['-', '']);
    else joins.push(['-']);
  }
  const total = Math.min(
    256,
    joins.reduce((product, choice) => product * choice.length, 1),
  );
  for (let number = 0; number < total; number++) {
    let rest = number;
    let name = tokens[0] as string;
    joins.forEach((choice, index) => {
      name += (choice[rest % choice.length] as string) + (tokens[index + 1] as string);
      rest = Math.floor(rest / choice.length);
    });
    yield name;
  }
}

/** The model a member stands for, when the catalogue or a vendor's spelling confirms it. */
function memberName(member: string, row: ConstantSignature, context: Context): string | undefined {
  if (row.values && Object.hasOwn(row.values, member)) return row.values[member];
  const prefix = row.stripPrefix?.find((text) => member.startsWith(text) && member.length > text.length);
  const bare = prefix ? member.slice(prefix.length) : member;
  if (row.values && Object.hasOwn(row.values, bare)) return row.values[bare];
  if (row.transform === 'name') return bare;
  if (row.transform === undefined || row.transform === 'weights-enum') return undefined;
  const tokens = nameTokens(bare);
  // `LATEST`, `DEFAULT`, `V1` alone say nothing.
  if (!tokens.some((token) => /[a-z]/.test(token))) return undefined;
  let spelled: string | undefined;
  for (const name of spellings(tokens)) {
    // `EMBED_V3`: a constant's name leaves out the zero of the version.
    if (/v\d$/.test(name) && context.knowledge.isKnown(`${name}.0`)) return `${name}.0`;
    if (context.knowledge.grade(name) !== 'certain') continue;
    if (context.knowledge.isKnown(name)) return name;
    spelled ??= name;
  }
  return spelled;
}

/** Looks at one attribute or path expression. `true` when it was taken. */
export function recogniseConstant(
  expr: Extract<Expr, { k: 'attr' }>,
  file: FileSummary,
  code: CodeSummary,
  scope: number,
  context: Context,
): boolean {
  // Members of Swift begin with a small letter.
  const swift = code.language === 'swift';
  if (!swift && !/^[A-Z]/.test(expr.n)) return false;
  const rows = context.rows.constants(code.language);
  if (rows.length === 0) return false;
  const written = writtenName(expr);
  if (written === undefined || written.startsWith('?')) return false;
  const segments = symbolSegments(written);
  let resolved: string[] | undefined;
  for (const { row, symbols } of rows) {
    if (row.matches !== undefined && !pattern(row.matches).test(expr.n)) continue;
    let taken = symbols.some((symbol) => fitsSymbol(segments, symbol));
    if (row.module && swift) {
      // An import brings the names of a module without its own, and `.member` leaves out the type.
      const modules = row.module;
      const imported = code.imports.some((entry) => belowModule(entry.module, modules) !== undefined);
      taken = imported && (taken || written.startsWith('.'));
    } else if (row.module) {
      const modules = row.module;
      // A package may be imported under another name (`oai "…/openai-go"`): then only what follows the alias has to fit.
      const imported = code.imports.some((entry) => entry.alias === segments[0] && belowModule(entry.module, modules) !== undefined);
      if (imported)
        taken = symbols.some((symbol) =>
          fitsSymbol(segments.slice(1), { ...symbol, segments: symbol.segments.slice(-(segments.length - 1)) }),
        );
      else if (taken) {
        resolved ??= context.linker.symbols(expr, { file, code, scope }).map((symbol) => symbol.path);
        taken = resolved.some((path) => belowModule(path, modules) !== undefined);
      }
    }
    if (!taken) continue;
    const name =
      row.transform === 'weights-enum'
        ? segments
            .at(-2)
            ?.replace(/_Weights$/, '')
            .toLowerCase()
        : memberName(expr.n, row, context);
    if (name === undefined) continue;
    const end = expr.at[1];
    addConstant(context, { file, at: [end - expr.n.length, end], name, confidence: row.confidence ?? 'high' }, row);
    return true;
  }
  return false;
}

/** A constant of an SDK at its place; all that a row says about it. */
function addConstant(context: Context, find: Pick<Find, 'file' | 'at' | 'name' | 'confidence'>, row: ConstantSignature): void {
  const { registry, provider } = row;
  const said = { signature: row.id, registry, provider, usage: row.usage ?? 'load', role: row.role ?? 'weights' } as const;
  context.out.add({ ...find, ...said, how: 'constant', used: true, rank: RANK.constant });
}

/** A constant and the row that knows it. */
interface KnownConstant {
  row: ConstantSignature;
  name: string;
}
const IMPORTED = new WeakMap<CodeSummary, Map<string, KnownConstant>>();

/** Constants of a library that a piece of JavaScript imports by name, by the name they have there. */
function importedModels(code: CodeSummary, context: Context): Map<string, KnownConstant> {
  let known = IMPORTED.get(code);
  if (known) return known;
  IMPORTED.set(code, (known = new Map()));
  const rows = context.rows.constants(code.language).filter(({ row }) => row.module !== undefined && row.values !== undefined);
  if (rows.length === 0) return known;
  for (const { module, name, alias } of code.imports) {
    if (name === undefined) continue;
    for (const { row } of rows) {
      const value = row.values && Object.hasOwn(row.values, name) ? row.values[name] : undefined;
      if (value !== undefined && belowModule(module, row.module ?? []) !== undefined) known.set(alias ?? name, { row, name: value });
    }
  }
  return known;
}

/** `GPT_4_O_MINI` after `import static …OpenAiChatModelName.GPT_4_O_MINI`, or a Rust `use`. */
export function recogniseImportedConstant(
  expr: Extract<Expr, { k: 'name' }>,
  file: FileSummary,
  code: CodeSummary,
  context: Context,
): boolean {
  if (code.language === 'javascript') {
    const known = importedModels(code, context).get(expr.n);
    if (known) addConstant(context, { file, at: expr.at, name: known.name }, known.row);
    return known !== undefined;
  }
  if (!/^[A-Z][A-Z0-9_]*[\d_][A-Z0-9_]*$/.test(expr.n)) return false;
  const entry = code.imports.find((item) => item.alias === expr.n || item.name === expr.n);
  const star = entry ?? code.imports.find((item) => item.name === '*' && /[Mm]odel/.test(item.module));
  if (!star) return false;
  const segments = symbolSegments(`${star.module}.${expr.n}`);
  for (const { row, symbols } of context.rows.constants(code.language)) {
    if (!symbols.some((symbol) => fitsSymbol(segments, symbol))) continue;
    const name = memberName(expr.n, row, context);
    if (name === undefined) continue;
    addConstant(context, { file, at: expr.at, name }, row);
    return true;
  }
  return false;
}

/** Files of weights that the call hands over, where they are known by name; `false` when there are none. */
function takesWeights(call: Extract<Expr, { k: 'call' }>, row: SubscriptSignature, site: Site, context: Context): boolean {
  let taken = false;
  for (const { name, v } of call.a) {
    if (name !== undefined && !row.weightsArgument?.includes(name)) continue;
    for (const value of context.linker.resolve(v, site).values) {
      const text = wholeValue(value);
      const at = context.project.summary(value.path);
      if (text === undefined || !at || !isWeightFile(text)) continue;
      addElement(context, { file: at, at: value.at, name: text, registry: 'file' }, row, value);
      taken = true;
    }
  }
  return taken;
}

/** An element of a library's table, or the weights given for one. */
function addElement(context: Context, find: Pick<Find, 'file' | 'at' | 'name' | 'registry'>, row: SubscriptSignature, value: Value): void {
  const { how, confidence, trace } = value;
  const said = { signature: row.id, usage: row.usage ?? 'load', role: row.role ?? 'weights' } as const;
  context.out.add({ ...find, ...said, how, used: true, confidence, trace, rank: RANK.call });
}

/**
 * `sam_model_registry["vit_h"]`.
 *
 * @param call the call of what stands at the key, if any
 */
export function recogniseSubscript(
  expr: Extract<Expr, { k: 'index' }>,
  file: FileSummary,
  code: CodeSummary,
  scope: number,
  context: Context,
  call?: Extract<Expr, { k: 'call' }>,
): void {
  const rows = context.rows.subscripts(code.language);
  if (rows.length === 0) return;
  const written = writtenName(expr.o);
  if (written === undefined) return;
  for (const { row, symbols } of rows) {
    if (!symbols.some((symbol) => fitsSymbol(symbolSegments(written), symbol))) continue;
    if (call && row.weightsArgument && takesWeights(call, row, { file, code, scope }, context)) continue;
    for (const value of context.linker.resolve(expr.i, { file, code, scope }).values) {
      const [text] = value.parts;
      const at = context.project.summary(value.path);
      if (typeof text !== 'string' || !at) continue;
      const name = row.names && Object.hasOwn(row.names, text) ? row.names[text] : text;
      addElement(context, { file: at, at: value.at, name, registry: row.names ? undefined : row.registry }, row, value);
    }
  }
}
