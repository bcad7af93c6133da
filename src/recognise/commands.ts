/** Command lines, environment variables and container images. */

import type { Command, EnvVar, Expr, FileSummary, Span } from '../types/source.ts';
import type { CommandSignature, ImageSignature, SignatureBase } from '../types/signature.ts';
import { lineAt } from '../summarise/region.ts';
import { RANK } from './context.ts';
import { containerRun, headText } from './containers.ts';
import type { Word } from './containers.ts';
import type { Find } from './collect.ts';
import type { Context } from './context.ts';
import { nameForRow, placeOf } from './values.ts';
import { glob, isPlaceholder, pattern } from './names.ts';
import { recogniseModelTable, recogniseRequest } from './requests.ts';
import { expandBraces } from './rows.ts';

/** First words of every command row, ready to be compared. */
interface CompiledCommand {
  row: CommandSignature;
  words: RegExp[][];
}

/** Gives the rows one of whose commands begins with a word. */
type ByFirstWord = (word: string) => readonly CompiledCommand[];

const COMPILED = new WeakMap<readonly CommandSignature[], ByFirstWord>();
/** Words whose rows are remembered; scripts say the same few thousand. */
const MAX_WORDS = 20_000;

function compiled(rows: readonly CommandSignature[]): ByFirstWord {
  let byFirstWord = COMPILED.get(rows);
  if (!byFirstWord) {
    const list = rows.map((row) => ({
      row,
      words: row.command
        .flatMap(expandBraces)
        .map((command) =>
          command.split(' ').map((word) => new RegExp(`^${word.replace(/[.+?^$()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`)),
        ),
    }));
    const known = new Map<string, CompiledCommand[]>();
    byFirstWord = (word) => {
      let fitting = known.get(word);
      if (!fitting) {
        fitting = list.filter(({ words }) => words.some(([first]) => first !== undefined && isNamed(first, word)));
        if (known.size >= MAX_WORDS) known.clear();
        known.set(word, fitting);
      }
      return fitting;
    };
    COMPILED.set(rows, byFirstWord);
  }
  return byFirstWord;
}

function textOf(expr: Expr): string | undefined {
  if (expr.k === 'str' || expr.k === 'num') return expr.v;
  return undefined;
}

/** A program is named by its path as well as by the last part of it. */
function isNamed(program: RegExp, word: string): boolean {
  return program.test(word) || (word.includes('/') && program.test(word.slice(word.lastIndexOf('/') + 1)));
}

function startsWith(words: readonly Word[], at: number, command: readonly RegExp[]): boolean {
  return command.every((regex, index) => {
    const text = words[at + index]?.text;
    if (text === undefined) return false;
    return index === 0 ? isNamed(regex, text) : regex.test(text);
  });
}

/** Options that take no value, so that what follows is positional; anything else with one dash may take one. */
const FLAG =
  /^--?[\w-]+=|^-(?:[a-z]|d?it|itd)$|^--(?:quiet|verbose|force|yes|rm|init|detach|interactive|tty|privileged|recursive|dry-?run|no-[\w-]+|enable-[\w-]+|trust-remote-code|disable-[\w-]+|user|upgrade|insecure|direct)$/i;

/** What a command asks for of the repository it names. */
type Asked = Pick<Find, 'revision' | 'weightsFile'>;

/** Options for models that help the main one; what is asked for of that one is not asked for of them. */
const HELPER = /draft|specul|tokenizer|assistant|mmproj/i;

function askedFor(row: CommandSignature, options: readonly { name: string; value: Word }[]): Asked {
  const valueOf = (names: readonly string[] | undefined): string | undefined => {
    const text = options.find(({ name }) => names?.includes(name))?.value.text;
    return text === undefined || isPlaceholder(text) ? undefined : text;
  };
  const [revision, weightsFile] = [valueOf(row.revision), valueOf(row.file)];
  return { ...(revision === undefined ? {} : { revision }), ...(weightsFile === undefined ? {} : { weightsFile }) };
}

function found(
  name: string,
  at: Span,
  exact: boolean,
  file: FileSummary,
  row: SignatureBase,
  how: 'literal' | 'env-default',
  context: Context,
  asked: Asked,
): void {
  context.out.add({
    file,
    at,
    name: exact ? undefined : name,
    signature: row.id,
    registry: row.registry,
    provider: row.provider,
    ...asked,
    how,
    usage: row.usage ?? 'load',
    role: row.role ?? 'weights',
    used: true,
    confidence: row.confidence ?? 'high',
    // What a broad row finds as well, the row of the program knows better.
    rank: row.looksLikeModel ? RANK.command - 5 : RANK.command,
  });
}

/** A model that the program takes without being told its name. */
function own(taken: { model: string; source: string }, at: Span, row: SignatureBase, file: FileSummary, context: Context): void {
  context.out.add({
    file,
    at,
    name: taken.model,
    signature: row.id,
    registry: row.registry,
    provider: row.provider,
    how: 'library-default',
    usage: row.usage ?? 'load',
    role: row.role ?? 'weights',
    used: true,
    confidence: row.confidence ?? 'medium',
    trace: [{ path: file.path, line: lineAt(file, at[0]), what: `default of the program: ${taken.source}` }],
    rank: RANK.command,
  });
}

/** Takes the value of an expression as a name of the row; several when the row splits. */
function take(expr: Expr, row: SignatureBase, file: FileSummary, context: Context, asked: Asked = {}): boolean {
  let taken = false;
  for (const place of placeOf(expr, file, context)) {
    for (const { name, at, exact } of nameForRow(place, row, context)) {
      found(name, at, exact, file, row, place.how, context, asked);
      taken = true;
    }
  }
  return taken;
}

/** Models that the program takes by itself: without an option that names one, or for an option that needs one. */
function takeOwn(
  row: CommandSignature,
  words: readonly Word[],
  from: number,
  options: readonly { name: string }[],
  file: FileSummary,
  context: Context,
): void {
  const program = words[from - 1]?.expr.at;
  const named = options.some(({ name }) => row.options?.includes(name));
  if (row.default && program && !named) own(row.default, program, row, file, context);
  for (const [name, taken] of Object.entries(row.flags ?? {})) {
    const word = words.slice(from).find(({ text }) => text === name);
    if (word) own(taken, word.expr.at, row, file, context);
  }
}

/** Options and positional arguments behind the words of a command. */
function readArguments(row: CommandSignature, words: readonly Word[], from: number, file: FileSummary, context: Context): void {
  const positional: Word[] = [];
  const options: { name: string; value: Word }[] = [];
  for (let i = from; i < words.length; i++) {
    const word = words[i] as Word;
    const text = word.text ?? headText(word.expr);
    if (text !== undefined && /^(?:&&|\|\||;|\||>|>>|2>&1|&)$/.test(text)) break;
    const joined = text === undefined ? null : /^(--?[\w.-]+)=/.exec(text);
    if (joined) {
      const value = valuePart(word.expr, joined[0].length);
      if (value) options.push({ name: joined[1] as string, value: { text: textOf(value), expr: value } });
    } else if (text?.startsWith('-') && text.length > 1) {
      const next = words[i + 1];
      if (next && !next.text?.startsWith('-')) {
        options.push({ name: text, value: next });
        const wanted =
          row.options?.includes(text) ||
          row.options?.includes(lastPart(text)) ||
          row.revision?.includes(text) ||
          row.file?.includes(text) ||
          row.serves?.includes(text) ||
          (row.unlessOptions && Object.hasOwn(row.unlessOptions, text));
        if (wanted || !FLAG.test(text)) i++;
      } else options.push({ name: text, value: { text: '', expr: word.expr } });
    } else positional.push(word);
  }
  for (const [name, values] of Object.entries(row.unlessOptions ?? {})) {
    if (options.some((option) => option.name === name && (values.length === 0 || values.includes(option.value.text ?? '')))) return;
  }
  takeOwn(row, words, from, options, file, context);
  const asked = askedFor(row, options);
  for (const option of options) {
    if (row.options?.includes(option.name) || row.options?.includes(lastPart(option.name)))
      take(option.value.expr, row, file, context, HELPER.test(option.name) ? {} : asked);
    if (row.serves?.includes(option.name) && option.value.text) context.out.serve(option.value.text);
  }
  for (const name of row.assignments ?? []) {
    for (const word of positional) {
      if (word.text?.startsWith(`${name}=`)) {
        const value = valuePart(word.expr, name.length + 1);
        if (value) take(value, row, file, context);
      }
    }
  }
  if (row.publishes) {
    for (const key of row.publishes) {
      const word = /^\d+$/.test(key) ? positional[Number(key)] : options.find((option) => option.name === key)?.value;
      if (word?.text && !isPlaceholder(word.text)) context.out.publish(file, word.expr.at, word.text, row.id, true);
    }
    return;
  }
  if (row.position === undefined) return;
  for (let i = row.position; i < positional.length; i++) {
    const word = positional[i] as Word;
    if (row.positionMatches === undefined || (word.text !== undefined && pattern(row.positionMatches).test(word.text)))
      take(word.expr, row, file, context, asked);
    if (!row.rest) break;
  }
}

/** `--actor.model_name_or_path` sets the option of one part of the program; the last name tells what it takes. */
function lastPart(option: string): string {
  const dot = option.lastIndexOf('.');
  return option.startsWith('--') && dot > 2 && !option.includes('/') ? `--${option.slice(dot + 1)}` : option;
}

/** The word without its first `length` characters. */
function valuePart(expr: Expr, length: number): Expr | undefined {
  if (expr.k === 'str') {
    if (expr.escaped) return { ...expr, v: expr.v.slice(length) };
    const quote = expr.at[1] - expr.at[0] - expr.v.length;
    return { k: 'str', v: expr.v.slice(length), at: [expr.at[0] + length, expr.at[1] - Math.max(0, quote)] };
  }
  if (expr.k === 'cat') {
    const [head, ...rest] = expr.p;
    if (head?.k === 'str' && head.v.length >= length) {
      const remaining = head.v.slice(length);
      const parts: Expr[] = remaining ? [{ k: 'str', v: remaining, at: [head.at[0] + length, head.at[1]] }, ...rest] : rest;
      return parts.length === 1 ? parts[0] : { k: 'cat', p: parts, at: [expr.at[0] + length, expr.at[1]] };
    }
  }
  return undefined;
}

/** Matches one command line with the rows of commands, and with the container image it runs in. */
export function recogniseCommand(command: Command, file: FileSummary, context: Context): void {
  const words: Word[] = command.argv.map((expr) => ({ text: textOf(expr), expr }));
  const rowsOf = compiled(context.rows.commands);
  for (let at = 0; at < words.length && at < 40; at++) {
    const text = words[at]?.text;
    if (text === undefined || text.startsWith('-')) continue;
    for (const { row, words: commands } of rowsOf(text)) {
      // Broad rows (`python`, `make`) count at the head of a line only.
      if (
        at > 0 &&
        (row.looksLikeModel || row.default) &&
        !/^(?:exec|sudo|env|nohup|time|srun|poetry|uv|run|bash|-c|accelerate|torchrun)$/.test(words[at - 1]?.text ?? '')
      )
        continue;
      const match = commands.filter((entry) => startsWith(words, at, entry)).toSorted((a, b) => b.length - a.length)[0];
      if (match) readArguments(row, words, at + match.length, file, context);
    }
  }
  for (const { expr } of words)
    for (const part of expr.k === 'cat' ? expr.p : [expr]) if (part.k === 'str') recogniseRequest(part, file, context);
  for (const variable of command.env ?? [])
    recogniseEnv({ name: variable.name, value: variable.value, at: variable.at, host: 'shell' }, file, context);
  recogniseContainer(words, file, context);
  const row = command.image === undefined ? undefined : imageRow(command.image, context);
  // The image's own entry point stands for the first word; a first word that is there has to look like a model to be one.
  if (row) {
    const own = words[0]?.text === '';
    readArguments({ ...row, kind: 'command', command: [], looksLikeModel: row.looksLikeModel ?? !own }, words, own ? 1 : 0, file, context);
  }
}

/** Arguments and variables that a command line gives to the image it starts. */
function recogniseContainer(words: readonly Word[], file: FileSummary, context: Context): void {
  const run = containerRun(words);
  if (!run) return;
  for (const { text: image } of placeOf(run.image, file, context)) {
    const row = imageRow(image, context);
    if (!row) continue;
    // A first word may also be another program of the image.
    readArguments({ ...row, kind: 'command', command: [], looksLikeModel: true }, words, run.rest, file, context);
    for (const { word, name, length } of run.env) {
      const value = row.env?.includes(name) ? valuePart(word.expr, length) : undefined;
      if (value) take(value, { ...row, looksLikeModel: false }, file, context);
    }
  }
}

function imageRow(image: string, context: Context): ImageSignature | undefined {
  const plain = image
    .replace(/@sha256:.*$/, '')
    .replace(/:[\w.${}-]+$/, '')
    .replace(/^docker\.io\//, '');
  return context.rows.images.find((row) => row.image.some((name) => glob(name).test(plain)));
}

/** Matches one environment variable with the rows of variables; the image it is set for decides first. */
export function recogniseEnv(variable: EnvVar, file: FileSummary, context: Context): void {
  const beside = variable.image === undefined ? undefined : imageRow(variable.image, context);
  if (beside?.env?.includes(variable.name)) {
    take(variable.value, { ...beside, looksLikeModel: false }, file, context);
    return;
  }
  const row = context.rows.env(variable.name);
  if (!row) spelledOut(variable, file, context);
  if (!row || row.not || row.switches) return;
  for (const place of placeOf(variable.value, file, context)) {
    if (recogniseModelTable(place.text, place.at, row.id, file, context)) continue;
    for (const { name, at, exact } of nameForRow(place, row, context)) {
      context.out.add({
        file,
        at,
        name: exact ? undefined : name,
        signature: row.id,
        registry: row.registry,
        provider: row.provider,
        how: place.how === 'env-default' ? 'env-default' : 'config',
        usage: row.usage ?? 'configure',
        used: true,
        confidence: row.confidence ?? 'medium',
        rank: RANK.env,
      });
    }
  }
}

/** A value with the scheme of a registry (`hf://org/name`) is a model whatever the variable is called. */
function spelledOut(variable: EnvVar, file: FileSummary, context: Context): void {
  for (const { text, at, exact, how } of placeOf(variable.value, file, context)) {
    if (!/^[a-z][\w+.-]*:\/\//i.test(text) || /^https?:/i.test(text) || isPlaceholder(text)) continue;
    const spelling = context.knowledge.spelling(text);
    if (!spelling) continue;
    context.out.add({
      file,
      at,
      name: exact ? undefined : text,
      signature: spelling.id,
      registry: spelling.registry,
      how: how === 'env-default' ? 'env-default' : 'config',
      usage: 'configure',
      used: true,
      rank: RANK.env,
    });
  }
}
