/**
 * Commands and environment variables inside structured documents. Knows the vocabularies of containers, orchestrators and CI
 * (`command`, `args`, `env`, `environment`, `run`, `script` …), not any tool that is run.
 */

import type { Command, Entry, EnvVar, Expr, FileFormat, Span } from '../../types/source.ts';
import { formatOf } from '../format.ts';
import { placeholderExpr, valueExpr } from './placeholders.ts';
import { readPowerShell } from './powershell.ts';
import { addReading, collapse, sliceAt } from './reading.ts';
import type { Embedded, Reading, ScalarStyle, Source } from './reading.ts';
import { readShell } from './shell.ts';
import type { ShellHost, ShellReading } from './shell.ts';

/** Keys whose value, or list of values, is shell text. */
const SCRIPT_KEY =
  /^(?:run|script|scripts|before_script|after_script|cmd|cmds|commands?|setup|bash|sh|inlineScript|entrypoint|buildCommand|startCommand|installCommand|devCommand|preDeployCommand|install|before_install|test_script|build_script|pre_build|post_build|prestart|poststart|postCreateCommand|postStartCommand|onCreateCommand|updateContentCommand|docker_start_cmd|launch_command)$/i;
const POWERSHELL_KEY = /^(?:pwsh|powershell)$/i;
/** Keys whose children are environment variables. */
const ENV_KEY =
  /^(?:env|environment|envs|envVars?|env_vars?|environment_?variables?|extra_?env(?:_?vars?)?|variables|containerEnv|remoteEnv|podEnv|secrets?Env|env_config|runtime_env)$/i;
/** Lists whose items are words of one command line. */
const ARGV_KEY = /^(?:command|args|entrypoint|arguments|extraArgs|additionalArgs|containerCommand|containerArgs|cmd)$/i;
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** What kind of document a file is, by its path; decides the `host` of what is found. */
function hostOf(path: string, entries: readonly Entry[]): { command: ShellHost; env: EnvVar['host'] } {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (/(?:^|\/)\.github\/|(?:^|\/)\.gitlab|(?:^|\/)\.circleci\//.test(path) || CI_NAME.test(name)) return { command: 'ci', env: 'ci' };
  if (/compose/.test(name) || entries.some((entry) => entry.path[0] === 'services' && entry.path[2] === 'image')) {
    return { command: 'compose', env: 'compose' };
  }
  return { command: 'k8s', env: 'k8s' };
}

const CI_NAME =
  /^(?:\.gitlab-ci.*|\.travis|azure-pipelines.*|bitbucket-pipelines|\.drone|\.woodpecker.*|\.cirrus|appveyor|\.appveyor|buildspec.*|cloudbuild.*|jenkins.*|action|\.pre-commit-config|taskfile.*)\.ya?ml$/;

/** What a key means by its name. */
interface KeyMeaning {
  script: boolean;
  powershell: boolean;
  env: boolean;
  argv: boolean;
}

/** The same few hundred keys make up all files. */
const meanings = new Map<string, KeyMeaning>();

const NO_MEANING: KeyMeaning = { script: false, powershell: false, env: false, argv: false };

function meaningOf(key: string): KeyMeaning {
  // No key of the lists above is longer.
  if (key.length > 24) return NO_MEANING;
  let meaning = meanings.get(key);
  if (!meaning) {
    if (meanings.size > 10_000) meanings.clear();
    meaning = { script: SCRIPT_KEY.test(key), powershell: POWERSHELL_KEY.test(key), env: ENV_KEY.test(key), argv: ARGV_KEY.test(key) };
    meanings.set(key, meaning);
  }
  return meaning;
}

/** Values that belong together: same document, same path up to the last steps. */
interface Group {
  entries: { entry: Entry; style: ScalarStyle; index: number }[];
}

/**
 * Adds commands, variables and value expressions found in the entries of one document tree.
 * @param source the text the entries were read from
 */
export function addStructure(path: string, source: Source, reading: Reading, styles: readonly ScalarStyle[]): void {
  const { entries } = reading;
  const host = hostOf(path, entries);
  const lists = new Map<string, Group>();
  const entrypoints = new Map<string, string>();
  const images: number[] = [];
  const bareLower = host.command === 'compose';
  for (const [index, entry] of entries.entries()) {
    const style = styles[index] ?? 'plain';
    if (!entry.escaped && entry.type === 'string') {
      const expr = placeholderExpr(entry.value, entry.at[0], { bareLower });
      if (expr) entry.expr = expr;
    }
    const last = entry.path.at(-1);
    if (last === 'image' && entry.type === 'string') images.push(index);
    if (last === 'entrypoint') noteEntrypoint(entrypoints, entry);
    const owner = entry.path.length - (typeof last === 'number' ? 2 : 1);
    const name = entry.path[owner];
    if (typeof name === 'string' && typeof last === 'number' && meaningOf(name).argv) {
      const key = keyOf(entry, owner + 1);
      const group = lists.get(key) ?? { entries: [] };
      group.entries.push({ entry, style, index });
      lists.set(key, group);
    } else if (typeof name === 'string' && entry.type === 'string') {
      scalarCommand(reading, source, index, style, name, host.command);
      embeddedFile(reading, entry, style, name);
    }
    variable(reading, source, entries, index, host.env);
  }
  listCommands(reading, source, lists, entrypoints, host.command);
  addImages(reading, images);
}

const SEPARATOR = '\u0000';

function keyOf(entry: Entry, length: number): string {
  return `${entry.doc ?? 0}${SEPARATOR}${entry.path.slice(0, length).join(SEPARATOR)}`;
}

/** The value of an entry as an expression. */
function entryExpr(entry: Entry): Expr {
  if (entry.expr) return entry.expr;
  const { value: v, at } = entry;
  return entry.escaped ? { k: 'str', v, at, escaped: true } : { k: 'str', v, at };
}

/** Shell text in an entry, read in place when the file holds it as it is. */
export function shellIn(source: Source, entry: Entry, style: ScalarStyle, host: ShellHost, powershell = false): ShellReading {
  const [start] = entry.at;
  const read = powershell ? readPowerShell : readShell;
  if (!entry.escaped || style === 'literal') return read(sliceAt(source, entry.at), host, start);
  if (style === 'folded') return readShell(sliceAt(source, entry.at), host, start, { folded: true });
  return collapsed(read(entry.value, host), entry.at);
}

function collapsed(read: ShellReading, at: Span): ShellReading {
  return {
    commands: read.commands.map((command) => ({
      ...command,
      argv: command.argv.map((word) => collapse(word, at)),
      ...(command.env ? { env: command.env.map((one) => ({ ...one, value: collapse(one.value, at), at })) } : {}),
      at,
    })),
    env: read.env.map((one) => ({ ...one, value: collapse(one.value, at), at })),
    prose: [],
    problems: read.problems.map((problem) => ({ ...problem, at })),
    embedded: read.embedded.map((one) => ({ ...one, at })),
  };
}

function scalarCommand(reading: Reading, source: Source, index: number, style: ScalarStyle, name: string, host: ShellHost): void {
  const entry = reading.entries[index]!;
  const { powershell, script } = meaningOf(name);
  if (!powershell && !script && !(name === 'args' && /\s--?\w/.test(` ${entry.value}`))) return;
  // A word alone is a name (`script: build`), unless it stands in CI or a list of steps.
  if (!/\s/.test(entry.value.trim()) && host !== 'ci' && typeof entry.path.at(-1) !== 'number') return;
  const language = host === 'ci' && script ? stepLanguage(reading.entries, index) : undefined;
  if (language !== undefined && language !== 'powershell') {
    reading.embedded.push(embedded(language, entry, style));
    return;
  }
  const read = shellIn(source, entry, style, host, powershell || language === 'powershell');
  const command = read.commands[0];
  const first = command?.argv[0];
  if (command && (name === 'args' || (first?.k === 'str' && first.v.startsWith('-')))) command.argv.unshift(noProgram(entry.at[0]));
  addReading(reading, read);
}

function embedded(format: FileFormat, entry: Entry, style: ScalarStyle): Embedded {
  const inPlace = !entry.escaped || style === 'literal';
  return inPlace ? { format, at: entry.at } : { format, at: entry.at, text: entry.value };
}

/** Commands only PowerShell has: `Verb-Noun -Option`, `$env:NAME`. Steps on Windows use it without saying so. */
const POWERSHELL_LINE = /\$env:[A-Za-z_]|^\s*[A-Z][a-z]+-[A-Z][A-Za-z]+\s+-[A-Z]|^\s*\$[A-Za-z]\w*\s*=\s*["'$(]/m;

/** Language of a CI step's script when it is not a Unix shell: by `shell:` beside it, by the action it is given to, or by its look. */
function stepLanguage(entries: readonly Entry[], index: number): FileFormat | undefined {
  const shell = sibling(entries, index, 'shell')?.value;
  if (shell === 'python') return 'python';
  if (shell === 'pwsh' || shell === 'powershell') return 'powershell';
  const { path, value } = entries[index]!;
  if (path.at(-1) === 'script' && path.at(-2) === 'with') {
    const step = path.length - 2;
    for (let at = index - 1; at >= 0 && index - at <= 20 && isUnder(entries[at]!, entries[index]!, step); at--) {
      if (entries[at]!.path.length === step + 1 && entries[at]!.path[step] === 'uses') return 'javascript';
    }
  }
  return shell === undefined && POWERSHELL_LINE.test(value) ? 'powershell' : undefined;
}

/** Keys whose children are files by name. Elsewhere `node.js:` is a heading of an example, not a file. */
const FILES_KEY = /^(?:data|stringData|files|configFiles|extraFiles|scripts|configs|config_files)$/;

/** Keys under which exported workflows keep the program of a step. */
const STEP_PROGRAM: Readonly<Record<string, FileFormat>> = { jsCode: 'javascript', functionCode: 'javascript', pythonCode: 'python' };

/** Files and programs kept as values: keys named like files (ConfigMaps), inline functions of cloud templates, steps of workflows. */
function embeddedFile(reading: Reading, entry: Entry, style: ScalarStyle, name: string): void {
  const step =
    STEP_PROGRAM[name] ?? (name === 'code' && /^(?:execute|supplyData)$/.test(String(entry.path.at(-2))) ? 'javascript' : undefined);
  if (step !== undefined && /[\n;(]/.test(entry.value)) reading.embedded.push(embedded(step, entry, style));
  if (style !== 'literal') return;
  let format: FileFormat = 'unknown';
  if (/^(?:ZipFile|InlineCode)$/.test(name)) format = /^\s*(?:import|from|def)\s/m.test(entry.value) ? 'python' : 'javascript';
  else if (FILES_KEY.test(String(entry.path.at(-2)))) format = formatOf(name);
  if (format !== 'unknown' && format !== 'model-file') reading.embedded.push(embedded(format, entry, style));
}

/** Stands for the program of a container whose own entry point runs: `args:` alone, or a command that begins with an option. */
function noProgram(at: number): Expr {
  return { k: 'str', v: '', at: [at, at] };
}

/** Keeps an entry point that is no list; of a key written twice the first. */
function noteEntrypoint(entrypoints: Map<string, string>, entry: Entry): void {
  const key = keyOf(entry, entry.path.length);
  if (!entrypoints.has(key)) entrypoints.set(key, entry.value);
}

/**
 * `command: [a, b]` with its sibling `args: [c]` is one command line.
 * @param entrypoints entry points that are no lists, by their keys
 */
function listCommands(
  reading: Reading,
  source: Source,
  lists: Map<string, Group>,
  entrypoints: ReadonlyMap<string, string>,
  host: ShellHost,
): void {
  for (const [key, group] of lists) {
    const owner = key.slice(0, key.lastIndexOf(SEPARATOR));
    const name = key.slice(owner.length + 1);
    const isArgs = /args|arguments/i.test(name);
    if (isArgs && [...programKeys(owner)].some((one) => lists.has(one))) continue;
    const first = group.entries[0]!;
    // Lists of whole command lines (`cmd:` of pipelines) are scripts, not words.
    if (!isArgs && group.entries.every(({ entry }) => /\s/.test(entry.value)) && !first.entry.value.startsWith('-')) {
      for (const { entry, style } of group.entries) addReading(reading, shellIn(source, entry, style, host));
      continue;
    }
    const words = [...group.entries];
    if (!isArgs) {
      for (const args of ['args', 'arguments', /entrypoint/i.test(name) ? 'command' : 'args']) {
        const more = lists.get(`${owner}${SEPARATOR}${args}`);
        if (more && more !== group && !words.includes(more.entries[0]!)) words.push(...more.entries);
      }
    } else if (!first.entry.value.startsWith('-') && host === 'k8s' && !first.entry.path.includes('containers')) {
      // Positional arguments outside containers are too often something else.
      if (!group.entries.some(({ entry }) => /^--?\w/.test(entry.value))) continue;
    }
    if (/^command$/i.test(name) && lists.has(`${owner}${SEPARATOR}entrypoint`)) continue;
    const argv = words.map(({ entry }) => entryExpr(entry));
    if (isArgs || first.entry.value.startsWith('-')) argv.unshift(noProgram(first.entry.at[0]));
    const at: Span = [first.entry.at[0], words.at(-1)!.entry.at[1]];
    reading.commands.push({ argv, at, host });
    const entrypoint = first.entry.value.startsWith('-') ? entrypoints.get(`${owner}${SEPARATOR}entrypoint`) : undefined;
    nestedScript(reading, source, words, host, entrypoint);
  }
}

function* programKeys(owner: string): Generator<string> {
  for (const name of ['command', 'entrypoint', 'containerCommand', 'cmd']) yield `${owner}${SEPARATOR}${name}`;
}

/** `["sh", "-c", "…"]`: the script is shell text of its own; the shell may also be the entry point beside the list. */
function nestedScript(reading: Reading, source: Source, words: Group['entries'], host: ShellHost, entrypoint: string | undefined): void {
  const shell = /^(?:.*\/)?(?:sh|bash|ash|dash|zsh)$/;
  const own = shell.test(words[0]!.entry.value);
  if (!own && !(entrypoint !== undefined && shell.test(entrypoint.trim()))) return;
  const flag = words.findIndex(({ entry }) => /^-[a-z]*c$/.test(entry.value));
  const script = flag >= (own ? 1 : 0) ? words[flag + 1] : undefined;
  if (script) addReading(reading, shellIn(source, script.entry, script.style, host));
}

/** `env:` and its relatives: a map of names, a list of `{name, value}`, or a list of `NAME=value`. */
function variable(reading: Reading, source: Source, entries: readonly Entry[], index: number, host: EnvVar['host']): void {
  const entry = entries[index]!;
  const { path } = entry;
  const last = path.at(-1);
  const parent = path.at(-2);
  if (typeof last === 'number') {
    if (typeof parent !== 'string' || !meaningOf(parent).env) return;
    const match = /^([A-Za-z_]\w*)=/.exec(entry.value);
    if (!match) return;
    const start = entry.at[0] + match[0].length;
    const value: Expr = entry.escaped
      ? { k: 'str', v: entry.value.slice(match[0].length), at: entry.at, escaped: true }
      : valueExpr(sliceAt(source, [start, entry.at[1]]), start, { bareLower: true });
    reading.env.push({ name: match[1]!, value, at: entry.at, host });
    return;
  }
  if (typeof parent === 'string' && typeof last === 'string') {
    const named = meaningOf(parent).env || (parent === 'data' && path.length === 2 && /^[A-Z][A-Z0-9_]*$/.test(last));
    if (!named || !VARIABLE_NAME.test(last) || entry.type === 'null') return;
    reading.env.push({ name: last, value: entryExpr(entry), at: entry.keyAt ? [entry.keyAt[0], entry.at[1]] : entry.at, host });
    return;
  }
  if (typeof parent !== 'number' || String(last).toLowerCase() !== 'value' || !meaningOf(String(path.at(-3))).env) return;
  const name = sibling(entries, index, 'name') ?? sibling(entries, index, 'key');
  if (name && VARIABLE_NAME.test(name.value)) {
    reading.env.push({
      name: name.value,
      value: entryExpr(entry),
      at: [Math.min(name.at[0], entry.at[0]), Math.max(name.at[1], entry.at[1])],
      host,
    });
  }
}

/** The entry beside `entries[index]` with another last key. Siblings stand close together. */
function sibling(entries: readonly Entry[], index: number, key: string): Entry | undefined {
  const { path, doc } = entries[index]!;
  for (const step of [-1, 1]) {
    for (let at = index + step; at >= 0 && at < entries.length && Math.abs(at - index) <= 10; at += step) {
      const other = entries[at]!;
      if (other.doc !== doc || other.path.length < path.length || other.path.at(path.length - 2) !== path.at(-2)) break;
      if (other.path.length === path.length && String(other.path.at(-1)).toLowerCase() === key) return other;
    }
  }
  return undefined;
}

/** The image beside a command or variable tells whose options these are. `images` are indexes of `image:` entries. */
function addImages(reading: Reading, images: readonly number[]): void {
  if (images.length === 0) return;
  const { entries } = reading;
  const owners = images.map((index) => {
    const depth = entries[index]!.path.length - 1;
    let first = index;
    let last = index;
    while (first > 0 && isUnder(entries[first - 1]!, entries[index]!, depth)) first--;
    while (last < entries.length - 1 && isUnder(entries[last + 1]!, entries[index]!, depth)) last++;
    return { from: entries[first]!.at[0], to: entries[last]!.at[1], image: entries[index]!.value };
  });
  for (const item of [...reading.commands, ...reading.env] as (Command | EnvVar)[]) {
    let best: (typeof owners)[number] | undefined;
    for (const owner of owners) {
      const holds = owner.from <= item.at[0] && item.at[1] <= owner.to;
      if (holds && (!best || owner.to - owner.from < best.to - best.from)) best = owner;
    }
    if (best) item.image = best.image;
  }
}

/** Whether two entries share the first `depth` steps of their paths. */
function isUnder(entry: Entry, owner: Entry, depth: number): boolean {
  if (entry.doc !== owner.doc || entry.path.length <= depth) return false;
  for (let step = depth - 1; step >= 0; step--) if (entry.path[step] !== owner.path[step]) return false;
  return true;
}
