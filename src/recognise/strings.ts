/**
 * Strings in code that name models without standing in a known call: values of bindings, arguments, keys and defaults whose name speaks
 * of models, entries of lists and tables. Decided by where the string stands, never by the string alone.
 */

import type { CodeSummary, Expr, FileSummary } from '../types/source.ts';
import type { Usage } from '../types/reference.ts';
import { isCollection, isOnlyCompared } from './comparisons.ts';
import { recogniseConfigurationText } from './configuration-text.ts';
import { RANK } from './context.ts';
import type { Context } from './context.ts';
import { recogniseConstant, recogniseImportedConstant, recogniseSubscript } from './constants.ts';
import { children, lastName, writtenName } from './expressions.ts';
import { isGenericFile, isHubShaped, isWeightFile, pattern } from './names.ts';
import { recogniseRequest } from './requests.ts';
import { fitsSymbol, symbolSegments } from './rows.ts';
import { mentionedIn } from './tables.ts';

/** One step from the outside towards the string. */
type Frame =
  | {
      k: 'named';
      name: string;
      what: 'binding' | 'argument' | 'key' | 'parameter' | 'return' | 'environment';
      collection?: boolean;
      mentions?: 'keys' | 'all' | undefined;
    }
  | { k: 'call'; name: string; written: string; index: number }
  | { k: 'receiver'; name: string }
  | { k: 'table-key' }
  /** `makers`: vendors of which other items of the list certainly name models. */
  | { k: 'item'; makers?: ReadonlySet<string> }
  | { k: 'compare' }
  | { k: 'text' }
  | { k: 'discarded' }
  | { k: 'subscript' };

/** Deeper nesting is generated or hostile. */
const MAX_DEPTH = 120;
/** Calls whose result is what goes in. */
const HANDS_ON =
  /^(?:str|String|Path|PurePath|useState|useRef|ref|signal|Field|field|Option|Argument|getenv|get|Some|Ok|Box|new|from|into|to_string|to_owned|String::from|of|asList|listOf|mapOf|arrayOf|setOf|List|Arrays|Optional|Literal|Annotated|freeze|cast|as_const|env|default|or|unwrap_or|unwrap_or_else|join|resolve|enum|oneOf|union|literal|optional|nullable|add_argument|tuple|list|set|dict|map)$/;
/** Functions and constructors that read a file of weights handed to them, by name. */
const LOADS =
  /load|read|open|session|restore|import|from_?(?:file|path)|^[A-Z]\w*(?:Model|Net|Detector|Recognizer|Engine|Interpreter|Predictor|Iterator|Runner|Classifier|Module|Session)$/;
const SAVES = /save|export|write|dump|download|upload|exists|join|remove|unlink|basename|convert/i;
/** Methods that only look whether something is in a list. */
const LOOKS_INTO = /^(?:includes|contains|Contains|include\?|indexOf|some|every|any|all|find|findIndex|has|count|index|exists?)$/;
/** Calls that read a variable of the environment: the default belongs to that variable. */
const READS_ENVIRONMENT =
  /(?:^|\.)(?:getenv|environ\.get|env\.get|Getenv|GetEnvironmentVariable|get_env|fetch|env|var|config|get|GetValue|getProperty|getOrDefault|lookup_env|option|Option|add_argument|Argument)$/;

interface Walk {
  file: FileSummary;
  code: CodeSummary;
  context: Context;
  seen: Set<number>;
  /** How deep the expression is nested so far. */
  depth: number;
}

function visit(expr: Expr, frames: readonly Frame[], scope: number, walk: Walk): void {
  if (walk.depth >= MAX_DEPTH) return;
  walk.depth++;
  visitParts(expr, frames, scope, walk);
  walk.depth--;
}

function visitParts(expr: Expr, frames: readonly Frame[], scope: number, walk: Walk): void {
  switch (expr.k) {
    case 'str':
      if (!walk.seen.has(expr.at[0])) {
        walk.seen.add(expr.at[0]);
        decide(expr, frames, walk);
      }
      return;
    case 'name':
      recogniseImportedConstant(expr, walk.file, walk.code, walk.context);
      return;
    case 'attr':
      if (
        !frames.some((frame) => frame.k === 'compare' || frame.k === 'discarded') &&
        recogniseConstant(expr, walk.file, walk.code, scope, walk.context)
      )
        return;
      visit(expr.o, [...frames, { k: 'receiver', name: expr.n }], scope, walk);
      return;
    case 'index':
      visitIndex(expr, frames, scope, walk);
      return;
    case 'call':
      visitCall(expr, frames, scope, walk);
      return;
    case 'cat':
      // The path of a file behind a variable host is an address, not a message.
      for (const part of expr.p) {
        const whole = expr.p.length === 1 || (part.k === 'str' && part.v.startsWith('/') && walk.context.knowledge.spelling(part.v));
        visit(part, whole ? frames : [...frames, { k: 'text' }], scope, walk);
      }
      return;
    case 'list': {
      const makers = makersIn(expr.e, walk.context);
      for (const item of expr.e) visit(item, [...frames, { k: 'item', makers }], scope, walk);
      return;
    }
    case 'alt':
      for (const item of expr.e) visit(item, frames, scope, walk);
      return;
    case 'dict':
      for (const [key, value] of expr.e) {
        // `name: 128_000` is a limit or a price, whatever the table is called; beside `Client(model=…)` it is the project's own name for that.
        const numeric = isNumeric(value) || namesModel(value, walk.context);
        const name = key?.k === 'str' ? key.v : key ? (lastName(key) ?? '') : '';
        if (key && key.k !== 'name') visit(key, [...frames, numeric ? { k: 'compare' } : { k: 'table-key' }], scope, walk);
        visit(value, key === null ? frames : [...frames, { k: 'named', name, what: 'key' }], scope, walk);
      }
      return;
    case 'cmp':
      for (const item of expr.e) visit(item, [...frames, { k: 'compare' }], scope, walk);
      return;
    case 'fn':
      for (const param of expr.params) if (param.def) visit(param.def, [{ k: 'named', name: param.name, what: 'parameter' }], scope, walk);
      return;
    case 'other':
      for (const item of expr.e) visit(item, frames, scope, walk);
      return;
    default:
  }
}

/** Longest list whose items are looked at for one another's sake. */
const MAX_LISTED = 200;

/** Vendors that have a model of the name of one of these strings which certainly names one; looked for only beside words. */
function makersIn(items: readonly Expr[], context: Context): ReadonlySet<string> {
  const makers = new Set<string>();
  if (items.length < 2 || items.length > MAX_LISTED) return makers;
  const { knowledge, rules } = context;
  const texts = items.flatMap((item) => (item.k === 'str' ? [item.v] : []));
  if (!texts.some((text) => knowledge.grade(text) === 'word')) return makers;
  for (const { id, kind } of rules.providers()) {
    if (kind === 'model-vendor' && texts.some((text) => knowledge.grade(text) === 'certain' && knowledge.isKnown(`${id}/${text}`)))
      makers.add(id);
  }
  return makers;
}

/** Vendor of an everyday word that stands in a list among ids of that vendor, where the catalogue has such a model of it. */
function makerBeside(value: string, frames: readonly Frame[], context: Context): string | undefined {
  const frame = frames.at(-1);
  if (frame?.k !== 'item' || !frame.makers) return undefined;
  return [...frame.makers].find((maker) => context.knowledge.isKnown(`${maker}/${value}`));
}

/** `Sampler(model="…")`, `{"model": "…"}`: the value itself says which model it is. */
function namesModel(expr: Expr, { rows, knowledge }: Context): boolean {
  const named = (name: string | undefined, value: Expr): boolean => {
    const row = name === undefined || value.k !== 'str' ? undefined : rows.binding(name);
    return row !== undefined && row.usage !== 'mention' && value.k === 'str' && knowledge.grade(value.v.trim()) === 'certain';
  };
  if (expr.k === 'call') return expr.a.some((arg) => named(arg.name, arg.v));
  return expr.k === 'dict' && expr.e.some(([key, value]) => key?.k === 'str' && named(key.v, value));
}

/** A number, or a calculation with numbers and names (`0.8 / 1000 * RMB`). */
function isNumeric(expr: Expr, depth = 0): boolean {
  if (expr.k === 'num') return true;
  if (depth > 8 || (expr.k !== 'cat' && expr.k !== 'other')) return false;
  const parts = children(expr);
  return (
    parts.some((part) => isNumeric(part, depth + 1)) &&
    parts.every((part) => part.k === 'name' || part.k === 'attr' || isNumeric(part, depth + 1))
  );
}

/** Arguments that only a dataset has: parts of it to read. */
const NAMES_A_PART = /^(?:hf_)?(?:subset|(?:avail_|evaluation_|eval_|train_|test_|few_shots?_)?splits?|dataset_config)(?:_name)?$/;
/** Arguments that hold the repository, of a dataset when parts are named beside it. */
const NAMES_A_REPOSITORY = /^(?:hf_)?(?:repo|repository|path|name)(?:_id|_name)?$/;

type Call = Extract<Expr, { k: 'call' }>;

function visitIndex(expr: Extract<Expr, { k: 'index' }>, frames: readonly Frame[], scope: number, walk: Walk, call?: Call): void {
  recogniseSubscript(expr, walk.file, walk.code, scope, walk.context, call);
  visit(expr.o, frames, scope, walk);
  visit(expr.i, [...frames, { k: 'subscript' }], scope, walk);
}

function visitCall(expr: Extract<Expr, { k: 'call' }>, frames: readonly Frame[], scope: number, walk: Walk): void {
  const name = lastName(expr.f) ?? '';
  const written = writtenName(expr.f) ?? name;
  if (expr.f.k === 'index') visitIndex(expr.f, frames, scope, walk, expr);
  else visit(expr.f, frames, scope, walk);
  // `getenv("X", default)`, `add_argument("--model", default=…)`: the first string names what the others are values of.
  const first = expr.a[0]?.v;
  const label = READS_ENVIRONMENT.test(written) && first?.k === 'str' && expr.a.length > 1 ? first.v.replace(/^-+/, '') : undefined;
  let position = 0;
  // `download("org/name", "model.onnx")`: the file belongs to the repository named beside it.
  const repository = expr.a.some(
    (arg) => arg.v.k === 'str' && arg.v.v.includes('/') && !isWeightFile(arg.v.v) && walk.context.knowledge.grade(arg.v.v) !== 'none',
  );
  const dataset = expr.a.some((arg) => arg.name !== undefined && NAMES_A_PART.test(arg.name));
  for (const arg of expr.a) {
    if (dataset && arg.v.k === 'str' && arg.name !== undefined && NAMES_A_REPOSITORY.test(arg.name)) {
      walk.seen.add(arg.v.at[0]);
      continue;
    }
    if (repository && arg.v.k === 'str' && isWeightFile(arg.v.v)) {
      walk.seen.add(arg.v.at[0]);
      continue;
    }
    const index = arg.name === undefined ? position++ : -1;
    const call: Frame = { k: 'call', name, written, index };
    const inner: Frame[] = arg.name === undefined ? [...frames, call] : [...frames, call, { k: 'named', name: arg.name, what: 'argument' }];
    if (
      label !== undefined &&
      arg.v !== first &&
      (arg.name === undefined || /^(?:default|defaultValue|default_value|choices|value)$/.test(arg.name))
    )
      inner.push({ k: 'named', name: label, what: 'environment' });
    visit(arg.v, inner, scope, walk);
  }
}

/** What a string's surroundings make of it. */
interface Verdict {
  used: boolean;
  signature: string;
  usage: Usage;
  how: 'literal' | 'constant' | 'default' | 'candidate' | 'env-default';
}

function decide(expr: Extract<Expr, { k: 'str' }>, frames: readonly Frame[], walk: Walk): void {
  const { context, file } = walk;
  const value = expr.v.trim();
  if (value.length < 2) return;
  if (/\s/.test(value)) {
    if (recogniseRequest(expr, file, context)) return;
    if (expr.v.includes('\n') && recogniseConfigurationText(expr, file, context)) return;
    // Messages and prompts: names in them are mentions.
    context.prose?.(file, expr.at, value);
    return;
  }
  if (context.out.has(file.path, expr.at[0])) return;
  if (recogniseRequest(expr, file, context)) return;
  const own = context.knowledge.grade(value);
  const maker = own === 'word' ? makerBeside(value, frames, context) : undefined;
  const grade = maker === undefined ? own : 'certain';
  if (grade === 'none' || (grade === 'shaped' && isGenericFile(value))) return;
  const verdict = judge(value, grade, frames, walk);
  if (!verdict) return;
  context.out.add({
    file,
    at: expr.at,
    name: value,
    signature: verdict.signature,
    registry: context.knowledge.registry(value) ?? (isWeightFile(value) && !/^[a-z]+:\/\//i.test(value) ? 'file' : undefined),
    provider: maker,
    how: verdict.how,
    usage: verdict.usage,
    used: verdict.used,
    confidence: grade === 'certain' ? 'high' : 'medium',
    tentative: grade !== 'certain',
    rank: verdict.used ? RANK.binding : RANK.mention,
  });
}

function isComparison(frame: Frame, walk: Walk, kind: string): boolean {
  if (frame.k !== 'call') return false;
  return walk.context.rows
    .calls(walk.code.language, frame.name)
    .some(
      ({ row, symbols }) =>
        row.id === kind && symbols.some((symbol) => fitsSymbol(symbolSegments(frame.written.replace(/^\?\./, '*.')), symbol)),
    );
}

function howNamed(what: string, listed: boolean): Verdict['how'] {
  if (what === 'parameter') return 'default';
  if (what === 'environment') return 'env-default';
  if (listed) return 'candidate';
  return what === 'binding' ? 'constant' : 'literal';
}

function judge(value: string, grade: 'certain' | 'shaped' | 'word', frames: readonly Frame[], walk: Walk): Verdict | undefined {
  const { rows, project } = walk.context;
  const mention = (signature: string): Verdict | undefined =>
    grade === 'certain' ? { used: false, signature, usage: 'mention', how: 'literal' } : undefined;
  const test = project.file(walk.file.path)?.scope === 'test';
  // Tests fake the answers of hosted models, but load weights from a hub for real.
  const loadsInTests =
    grade === 'certain' &&
    isHubShaped(value) &&
    walk.context.knowledge.isKnown(value) &&
    walk.context.knowledge.grade(value.slice(value.indexOf('/') + 1)) !== 'certain' &&
    walk.context.knowledge.makers(value.slice(value.indexOf('/') + 1)).length === 0;
  let inList = false;
  let tableKey = false;
  let calls = 0;
  for (let i = frames.length - 1; i >= 0; i--) {
    const frame = frames[i] as Frame;
    switch (frame.k) {
      case 'compare':
      case 'subscript':
      case 'discarded':
        return mention('generic.comparison');
      case 'text':
        return mention('generic.message');
      case 'receiver':
        // `["a", "b"].includes(x)`: the list is only looked into. `"a".to_string()` hands the string on.
        if (inList && LOOKS_INTO.test(frame.name)) return mention('generic.comparison');
        break;
      case 'item':
        inList = true;
        break;
      case 'table-key':
        tableKey = true;
        break;
      case 'call':
        if (isComparison(frame, walk, 'generic.comparison')) return mention('generic.comparison');
        if (isComparison(frame, walk, 'generic.message')) return mention('generic.message');
        if (!HANDS_ON.test(frame.name)) calls++;
        break;
      case 'named': {
        if (frame.collection && isOnlyCompared(frame.name, walk, walk.context)) return mention('generic.comparison');
        if (frame.mentions === 'all' || (frame.mentions === 'keys' && tableKey)) return mention('generic.comparison');
        const row = rows.binding(frame.name);
        if (!row) {
          // A key such as "en" or an argument such as `x` says nothing: what holds it decides, for certain names only.
          if (frame.what === 'argument' && grade !== 'certain') return undefined;
          break;
        }
        if (row.usage === 'mention') return mention(row.id);
        if ((row.strong && grade !== 'certain') || (row.matches !== undefined && !pattern(row.matches).test(value))) break;
        if (
          grade === 'word' &&
          (/[A-Z]/.test(value) || !walk.context.knowledge.isServedWord(value) || inList || tableKey || calls > 0 || frame.what === 'return')
        )
          break;
        if (grade === 'shaped' && (calls > 1 || frame.what === 'return')) break;
        if (test && !loadsInTests) return mention(row.id);
        return { used: true, signature: row.id, usage: 'load', how: howNamed(frame.what, inList || tableKey) };
      }
    }
  }
  if (grade === 'shaped' && isWeightFile(value) && !test) {
    const call = frames.findLast((frame) => frame.k === 'call');
    if (call?.k === 'call' && LOADS.test(call.name) && !SAVES.test(call.name))
      return { used: true, signature: 'generic.weights-argument', usage: 'load', how: 'literal' };
  }
  if (grade !== 'certain') return undefined;
  if (!walk.context.knowledge.isUnmistakable(value)) return mention('generic.unbound');
  if (test && !loadsInTests) return mention('generic.unbound');
  const spelled = walk.context.knowledge.spelling(value)?.id;
  return { used: true, signature: spelled ?? 'generic.unbound', usage: 'load', how: inList || tableKey ? 'candidate' : 'literal' };
}

/** Looks at every string of a piece of code, outer expressions first. */
export function recogniseStrings(file: FileSummary, code: CodeSummary, context: Context): void {
  const walk: Walk = { file, code, context, seen: new Set(), depth: 0 };
  for (const binding of code.bindings) {
    if (!binding.value) continue;
    const segments = binding.target.split('.');
    const frames: Frame[] = [];
    if (binding.kind === 'enum') frames.push({ k: 'named', name: code.scopes[binding.scope]?.name ?? '', what: 'binding' });
    const name = segments.at(-1) ?? binding.target;
    const mentions = mentionedIn(binding.value, name, { file, code }, context);
    frames.push({ k: 'named', name, what: 'binding', collection: isCollection(binding.value), mentions });
    visit(binding.value, frames, binding.scope, walk);
  }
  code.scopes.forEach((scope, index) => {
    for (const param of scope.params ?? [])
      if (param.def) visit(param.def, [{ k: 'named', name: param.name, what: 'parameter' }], index, walk);
    for (const value of scope.returns ?? []) visit(value, [{ k: 'named', name: scope.name, what: 'return' }], index, walk);
    for (const value of scope.decorators ?? []) visit(value, [], index, walk);
  });
  const outerFirst = code.calls.toSorted((a, b) => a.call.at[0] - b.call.at[0] || b.call.at[1] - a.call.at[1]);
  for (const { expr, role, scope } of code.loose) {
    const frames: Frame[] =
      role === 'compare' || role === 'case'
        ? [{ k: 'compare' }]
        : role === 'throw'
          ? [{ k: 'text' }]
          : role === 'expression' && expr.k === 'str'
            ? [{ k: 'discarded' }]
            : [];
    visit(expr, frames, scope, walk);
  }
  for (const { call, scope } of outerFirst) visit(call, [], scope, walk);
}
