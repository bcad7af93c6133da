// Speed of the source readers, and how far they agree with tree-sitter.
//
//   node bench/readers.mjs <folder>... [--grammars <node_modules>] [--files 2000] [--list 20] [--language python] [--code <module>] [--broken]
//
// Without --grammars only the speed is measured. The grammars are npm packages whose install step builds native code, so they are no
// dependencies of this repository: install them elsewhere with `npm install --ignore-scripts` (see "Source readers" in bench/README.md).
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    grammars: { type: 'string' },
    files: { type: 'string', default: '2000' },
    list: { type: 'string', default: '0' },
    language: { type: 'string' },
    broken: { type: 'boolean', default: false },
    code: { type: 'string', default: new URL('../dist/summarise/code/index.js', import.meta.url).href },
  },
});
const { readCode } = await import(options.code);

/** How tree-sitter names what is compared. `content`: nodes that are a string's text; `quoted`: literals whose quotes are cut off. */
const LANGUAGES = {
  python: {
    endings: ['.py'],
    grammar: 'tree-sitter-python/tree-sitter-python.wasm',
    content: ['string_content'],
    calls: { call: 'function' },
    bindings: { assignment: 'left' },
  },
  javascript: {
    endings: ['.js', '.jsx', '.mjs', '.cjs', '.ts', '.tsx', '.mts', '.cts'],
    grammar: (file) =>
      file.endsWith('.tsx')
        ? 'tree-sitter-typescript/tree-sitter-tsx.wasm'
        : file.endsWith('ts')
          ? 'tree-sitter-typescript/tree-sitter-typescript.wasm'
          : 'tree-sitter-javascript/tree-sitter-javascript.wasm',
    content: ['string_fragment'],
    calls: { call_expression: 'function', new_expression: 'constructor' },
    bindings: { variable_declarator: 'name', assignment_expression: 'left' },
  },
  go: {
    endings: ['.go'],
    grammar: 'tree-sitter-go/tree-sitter-go.wasm',
    content: ['interpreted_string_literal_content', 'raw_string_literal_content'],
    calls: { call_expression: 'function' },
    bindings: { const_spec: 'name', var_spec: 'name' },
  },
  java: {
    endings: ['.java'],
    grammar: 'tree-sitter-java/tree-sitter-java.wasm',
    content: ['string_fragment', 'multiline_string_fragment'],
    calls: { method_invocation: 'name', object_creation_expression: 'type' },
    bindings: { variable_declarator: 'name' },
  },
  csharp: {
    endings: ['.cs'],
    grammar: 'tree-sitter-c-sharp/tree-sitter-c_sharp.wasm',
    content: ['string_literal_content', 'string_content', 'raw_string_content'],
    calls: { invocation_expression: 'function', object_creation_expression: 'type' },
    bindings: { variable_declarator: 'name' },
  },
  rust: {
    endings: ['.rs'],
    grammar: 'tree-sitter-rust/tree-sitter-rust.wasm',
    content: ['string_content'],
    calls: { call_expression: 'function' },
    bindings: { let_declaration: 'pattern', const_item: 'name' },
  },
  php: {
    endings: ['.php'],
    grammar: 'tree-sitter-php/tree-sitter-php.wasm',
    content: ['string_content', 'string_value'],
    calls: {
      function_call_expression: 'function',
      member_call_expression: 'name',
      scoped_call_expression: 'name',
      object_creation_expression: '',
    },
    bindings: { assignment_expression: 'left' },
  },
  c: {
    endings: ['.c', '.cc', '.cpp', '.h', '.hpp'],
    grammar: 'tree-sitter-cpp/tree-sitter-cpp.wasm',
    content: ['string_content', 'raw_string_content'],
    calls: { call_expression: 'function' },
    bindings: { init_declarator: 'declarator' },
  },
};

const MAX_SIZE = 1_000_000;

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== '.git') yield* walk(file);
    else if (entry.isFile()) yield file;
  }
}

/** Every string, call and binding of a summary, by place. */
function collect(reading) {
  const strings = [];
  const seen = new Set();
  const open = [reading.code];
  while (open.length > 0) {
    const it = open.pop();
    if (it === null || typeof it !== 'object' || seen.has(it)) continue;
    seen.add(it);
    if (it.k === 'str') strings.push(it);
    for (const value of Object.values(it)) if (typeof value === 'object') open.push(value);
  }
  const calls = reading.code.calls.map(({ call }) => ({ name: lastName(call.f), at: call.at[0], end: call.at[1] }));
  return { strings, calls, bindings: reading.code.bindings, imports: reading.code.imports };
}

function lastName(f) {
  return f.k === 'name' || f.k === 'attr' ? f.n.replace(/^.*\\/, '') : '';
}

/** The same of a tree. */
function fromTree(tree, text, spec) {
  const strings = [];
  const calls = [];
  const bindings = [];
  let errors = 0;
  const cursor = tree.walk();
  for (;;) {
    const type = cursor.nodeType;
    if (type === 'ERROR' || cursor.nodeIsMissing) errors++;
    if (spec.content.includes(type)) {
      const node = cursor.currentNode;
      if (!isModuleName(node)) strings.push([node.startIndex, node.endIndex]);
    } else if (spec.calls[type] !== undefined) {
      const node = cursor.currentNode;
      const callee = spec.calls[type] === '' ? node.namedChild(0) : node.childForFieldName(spec.calls[type]);
      const name = callee === null ? '' : calleeName(callee, spec === LANGUAGES.php);
      if (name !== '') calls.push({ name, at: node.startIndex, end: node.endIndex });
    } else if (spec.bindings[type] !== undefined) {
      const left = cursor.currentNode.childForFieldName(spec.bindings[type]);
      if (left !== null && /identifier|^variable_name$/.test(left.type))
        bindings.push(
          spec === LANGUAGES.php ? { name: left.text.slice(1), at: left.startIndex + 1 } : { name: left.text, at: left.startIndex },
        );
    }
    if (cursor.gotoFirstChild()) continue;
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) {
        cursor.delete();
        return { strings, calls, bindings, errors };
      }
    }
  }
}

function calleeName(callee, php) {
  let node = callee;
  while (/^(await_expression|parenthesized_expression|sequence_expression|non_null_expression|instantiation_expression)$/.test(node.type))
    node = node.namedChild(node.type === 'instantiation_expression' ? 0 : node.namedChildCount - 1);
  for (
    let field;
    (field =
      node.childForFieldName('property') ??
      node.childForFieldName('attribute') ??
      node.childForFieldName('field') ??
      node.childForFieldName('name')) !== null && field.id !== node.id;
  )
    node = field;
  if (
    node.type === 'generic_type' ||
    node.type === 'generic_name' ||
    node.type === 'scoped_type_identifier' ||
    node.type === 'generic_function'
  )
    return node.text.replace(/<.*$/s, '').split(/\.|::/).at(-1);
  return /identifier|^name$|variable_name|property_identifier|super|import|this|self|type|qualified_name|non_null/.test(node.type)
    ? php
      ? node.text.replace(/^\$/, '').split('\\').at(-1)
      : node.text
    : '';
}

/** Module names of imports are no strings of the program, nor are directives such as 'use strict'. */
function isModuleName(node) {
  const literal = node.parent;
  const holder = literal?.parent;
  if (holder === null || holder === undefined) return false;
  if (holder.type === 'field_declaration' || holder.type === 'import_declaration') return true;
  if (
    /^(import_statement|export_statement|expression_statement|import_spec|preproc_include|module|linkage_specification|import_attribute)$/.test(
      holder.type,
    )
  )
    return holder.type !== 'expression_statement' || literal.type === 'string';
  return /^(pair|object)$/.test(holder.type) && holder.parent?.type === 'import_attribute';
}

function compare(ours, theirs, prose, text) {
  const out = {
    strings: theirs.strings.length,
    missingStrings: [],
    extraStrings: [],
    wrongText: [],
    calls: theirs.calls.length,
    missingCalls: [],
    extraCalls: [],
    bindings: theirs.bindings.length,
    missingBindings: [],
  };
  // A subscript in a target is kept as part of the target's name; docstrings are prose.
  const covered = [
    ...ours.strings.map((it) => it.at),
    ...ours.bindings.map((it) => it.targetAt),
    ...prose.filter((it) => it.kind === 'docstring').map((it) => it.at),
  ].toSorted((a, b) => a[0] - b[0]);
  const starts = covered.map((at) => at[0]);
  let longest = 0;
  const reach = covered.map((at) => (longest = Math.max(longest, at[1])));
  for (const [start, end] of theirs.strings) {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= start) low = middle + 1;
      else high = middle;
    }
    // A formatted literal is kept in pieces, so one that starts inside counts.
    const inside = (low < starts.length && starts[low] < end) || (low > 0 && starts[low - 1] === start);
    if (!inside && (low === 0 || reach[low - 1] < end) && !/^(?:%[a-z.\d]*|\{[^}]*\}|\s)*$/.test(text.slice(start, end)))
      out.missingStrings.push(start);
  }
  const fragments = theirs.strings.toSorted((a, b) => a[0] - b[0]);
  const byStart = new Set(fragments.map((it) => it[0]));
  for (const it of ours.strings) {
    if (!it.escaped && text.slice(it.at[0], it.at[1]) !== it.v) out.wrongText.push(it.at[0]);
    // A quote in front tells literals from names that became keys.
    if (it.v !== '' && !it.escaped && /["'`]/.test(text[it.at[0] - 1] ?? '') && !byStart.has(it.at[0])) out.extraStrings.push(it.at[0]);
  }
  // The end of a call is compared first; where the two draw it differently (initialisers behind a constructor), its start.
  let unmatched = theirs.calls;
  let unclaimed = ours.calls;
  for (const place of ['end', 'at']) {
    const key = (it) => `${it.name}@${it[place]}`;
    const count = new Map();
    for (const it of unclaimed) count.set(key(it), (count.get(key(it)) ?? 0) + 1);
    const take = (it) => {
      const left = count.get(key(it)) ?? 0;
      if (left > 0) count.set(key(it), left - 1);
      return left > 0;
    };
    unmatched = unmatched.filter((it) => !take(it));
    unclaimed = unclaimed.filter((it) => take(it));
  }
  out.missingCalls = unmatched.map((it) => it.at);
  // Elements, composite literals, annotations and constructor calls are calls to our readers only.
  const ownKind = (it) =>
    /[<@]/.test(text[it.at]) ||
    text[it.at - 1] === '@' ||
    text[it.end - 1] !== ')' ||
    /^(|super|this|base|await|.*!|array|typeof)$/.test(it.name);
  out.extraCalls = unclaimed.filter((it) => !ownKind(it)).map((it) => it.at);
  const bound = new Set(ours.bindings.map((it) => `${it.target}@${it.targetAt[0]}`));
  for (const it of ours.imports) bound.add(`${it.alias}@${it.at[0]}`);
  const tails = new Set(ours.bindings.map((it) => `${it.target.split('.').at(-1)}@${it.targetAt[0]}`));
  for (const it of theirs.bindings)
    if (!bound.has(`${it.name}@${it.at}`) && !tails.has(`${it.name}@${it.at}`)) out.missingBindings.push(it.at);
  return out;
}

/** Processor time of this process in milliseconds: a machine shared with others makes wall time meaningless. */
function cpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Share of the strings of whole files that are still found after one bracket or quote was taken out of each, three times a file. */
async function breakFiles(language, spec, texts) {
  const kept = { ours: 0, theirs: 0, of: 0, theirsOf: 0 };
  for (const [file, text] of texts.slice(0, 300)) {
    const parser = await parserFor(spec, file);
    const places = [...text.matchAll(/[()[\]{}"']/g)].map((it) => it.index);
    if (parser === undefined || places.length < 20) continue;
    const whole = valuesOf(collect(readCode(language, text)).strings.map((it) => it.v));
    const theirWhole = valuesOf(treeStrings(parser, text, spec));
    for (const part of [0.2, 0.5, 0.8]) {
      const cut = places[Math.floor(places.length * part)];
      const broken = text.slice(0, cut) + text.slice(cut + 1);
      kept.of += whole.total;
      kept.ours += whole.common(valuesOf(collect(readCode(language, broken)).strings.map((it) => it.v)));
      kept.theirsOf += theirWhole.total;
      kept.theirs += theirWhole.common(valuesOf(treeStrings(parser, broken, spec)));
    }
  }
  console.log(`  broken files: we keep ${percent(kept.ours, kept.of)} of the strings, tree-sitter ${percent(kept.theirs, kept.theirsOf)}`);
}

function treeStrings(parser, text, spec) {
  const tree = parser.parse(text);
  const { strings } = fromTree(tree, text, spec);
  tree.delete();
  return strings.map(([start, end]) => text.slice(start, end));
}

/** A multiset of strings. */
function valuesOf(strings) {
  const counts = new Map();
  let total = 0;
  for (const it of strings) {
    if (it === '') continue;
    counts.set(it, (counts.get(it) ?? 0) + 1);
    total++;
  }
  const common = (other) => {
    let sum = 0;
    for (const [value, count] of counts) sum += Math.min(count, other.counts.get(value) ?? 0);
    return sum;
  };
  return { counts, total, common };
}

let Parser;
let Language;
if (options.grammars !== undefined) {
  ({ Parser, Language } = await import('web-tree-sitter'));
  await Parser.init();
}
const grammars = new Map();
async function parserFor(spec, file) {
  const name = typeof spec.grammar === 'string' ? spec.grammar : spec.grammar(file);
  if (!grammars.has(name)) {
    const wasm = path.join(options.grammars, name);
    const parser = existsSync(wasm) ? new Parser() : undefined;
    parser?.setLanguage(await Language.load(wasm));
    grammars.set(name, parser);
  }
  return grammars.get(name);
}

const files = [];
for (const folder of folders) for (const file of walk(folder)) files.push(file);
const percent = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(3)} %`);
for (const [language, spec] of Object.entries(LANGUAGES)) {
  if (options.language !== undefined && options.language !== language) continue;
  const texts = [];
  let wanted = files.filter((file) => spec.endings.includes(path.extname(file)));
  const limit = Number(options.files);
  // An even draw over all folders, the same on every run.
  if (wanted.length > limit)
    wanted = wanted.filter((_, index) => Math.floor((index * limit) / wanted.length) !== Math.floor(((index - 1) * limit) / wanted.length));
  for (const file of wanted) {
    const text = readFileSync(file, 'utf8');
    if (text.length <= MAX_SIZE) texts.push([file, text]);
  }
  if (texts.length === 0) continue;
  const size = texts.reduce((sum, [, text]) => sum + text.length, 0);
  let ours = Infinity;
  for (let round = 0; round < 5; round++) {
    const start = cpu();
    for (const [, text] of texts) readCode(language, text);
    ours = Math.min(ours, cpu() - start);
  }
  console.log(`${language}: ${texts.length} files, ${(size / 1e6).toFixed(1)} MB; read ${(size / 1e3 / ours).toFixed(1)} MB/s`);
  if (options.grammars === undefined) continue;
  if (options.broken) {
    await breakFiles(language, spec, texts);
    continue;
  }
  let theirs = 0;
  const sum = {
    strings: 0,
    missingStrings: 0,
    extraStrings: 0,
    wrongText: 0,
    calls: 0,
    missingCalls: 0,
    extraCalls: 0,
    bindings: 0,
    missingBindings: 0,
  };
  let broken = 0;
  const listed = {};
  for (const [file, text] of texts) {
    const parser = await parserFor(spec, file);
    if (parser === undefined) continue;
    const start = cpu();
    const tree = parser.parse(text);
    theirs += cpu() - start;
    const reference = fromTree(tree, text, spec);
    tree.delete();
    // Where the grammar itself fails there is nothing to compare with.
    if (reference.errors > 0) {
      broken++;
      continue;
    }
    const reading = readCode(language, text);
    const result = compare(collect(reading), reference, reading.prose, text);
    for (const [name, value] of Object.entries(result)) {
      sum[name] += typeof value === 'number' ? value : value.length;
      if (Array.isArray(value))
        for (const at of value)
          if ((listed[name] ??= []).length < Number(options.list))
            listed[name].push(
              `${file}:${text.slice(0, at).split('\n').length} ${JSON.stringify(text.slice(Math.max(0, at - 30), at + 50))}`,
            );
    }
  }
  console.log(`  tree-sitter ${(size / 1e3 / theirs).toFixed(1)} MB/s; its grammar fails on ${broken} files`);
  console.log(
    `  strings ${sum.strings}: missing ${sum.missingStrings} (${percent(sum.missingStrings, sum.strings)}), extra ${sum.extraStrings}, text at span differs ${sum.wrongText}`,
  );
  console.log(`  calls ${sum.calls}: missing ${sum.missingCalls} (${percent(sum.missingCalls, sum.calls)}), extra ${sum.extraCalls}`);
  console.log(`  bindings ${sum.bindings}: missing ${sum.missingBindings} (${percent(sum.missingBindings, sum.bindings)})`);
  for (const [name, places] of Object.entries(listed)) for (const place of places) console.log(`    ${name}: ${place}`);
}
