/** YAML: simple files by the own line reader, everything else by the `yaml` library, templates and broken files tolerantly again. */

import { createRequire } from 'node:module';
import type { Alias, Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { ReadProblem, Span } from '../../types/source.ts';
import { addEntry, addReading, entryOf, MAX_DEPTH, newReading, plainType } from './reading.ts';
import type { Reading, ScalarStyle } from './reading.ts';
import { MAX_ALIASED, TOO_MANY_ALIASED } from './yaml-anchors.ts';
import { readYamlLines } from './yaml-lines.ts';

/** A reading together with how each of its entries was written. */
export interface StyledReading {
  reading: Reading;
  styles: ScalarStyle[];
}

/** Longest text given to the library, which is some twenty times slower than the line reader. */
const MAX_LIBRARY = 2 * 1024 * 1024;

/**
 * Reads YAML text: every scalar with its path and place, every comment.
 * @param base offset of `text` in its file
 */
export function readYaml(text: string, base: number): StyledReading {
  const reading = newReading();
  const styles: ScalarStyle[] = [];
  if (readYamlLines(text, base, reading, styles, false)) return { reading, styles };
  const template = /^[ \t]*(?:- )?\{\{|^[ \t]*[{<]%|:[ \t]+(?:\{\{|<%)/m.test(text);
  if (!template && text.length <= MAX_LIBRARY && !isDeep(text)) {
    const read = readWithLibrary(text, base);
    if (read) return read;
  }
  const tolerant: StyledReading = { reading: newReading(), styles: [] };
  readYamlLines(text, base, tolerant.reading, tolerant.styles, true);
  if (!template) tolerant.reading.problems.unshift({ reason: 'not valid YAML: read line by line, values may be missing' });
  return tolerant;
}

/** Deepest nesting given to the library. */
const MAX_LIBRARY_DEPTH = 400;

/**
 * Whether text nests so deep that the library, which recurses, could exhaust the stack. That can't be caught: V8 ends the process when
 * it has to compile a regular expression there. Brackets in strings count too, which at worst sends a strange file to the line reader.
 */
function isDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 91 || code === 123) {
      if (++depth > MAX_LIBRARY_DEPTH) return true;
    } else if ((code === 93 || code === 125) && depth > 0) depth--;
  }
  return /^ {800}/m.test(text) || /(?:[-?:][ \t]+){200}/.test(text);
}

let library: typeof import('yaml') | undefined;

/** The library, loaded when the first file needs it. */
function yaml(): typeof import('yaml') {
  library ??= createRequire(import.meta.url)('yaml') as typeof import('yaml');
  return library;
}

/**
 * Reads with the `yaml` library alone.
 * @returns `undefined` when the text is not YAML
 */
export function readWithLibrary(text: string, base: number): StyledReading | undefined {
  const { isScalar, parseAllDocuments } = yaml();
  let documents: Document.Parsed[];
  try {
    const parsed = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent', strict: false, prettyErrors: false });
    documents = Array.isArray(parsed) ? (parsed as Document.Parsed[]) : [];
  } catch {
    // Deep nesting overflows the library's recursion.
    return undefined;
  }
  if (documents.some((document) => document.errors.length > 0)) return undefined;
  const walk: Walk = {
    text,
    base,
    reading: newReading(),
    styles: [],
    path: [],
    doc: 0,
    aliased: 0,
    open: new Set(),
    inAlias: 0,
    anchors: new Map(),
  };
  let doc = 0;
  for (const document of documents) {
    walk.doc = doc;
    walk.anchors = new Map();
    const root = document.contents as Node | null;
    // A document of comments alone is no document.
    if (root && !(isScalar(root) && root.source === '')) {
      visit(walk, root, undefined, 0);
      doc++;
    }
  }
  comments(text, base, walk.reading);
  return walk;
}

interface Walk extends StyledReading {
  text: string;
  base: number;
  path: (string | number)[];
  doc: number;
  aliased: number;
  /** Collections being visited, to stop at anchors that contain themselves. */
  open: Set<Node>;
  inAlias: number;
  /** Latest node of each anchor so far: an alias means the one written before it. */
  anchors: Map<string, Node>;
}

function visit(walk: Walk, node: Node | null, keyAt: Span | undefined, depth: number): boolean {
  const { isAlias, isMap, isScalar, isSeq } = yaml();
  if (depth > MAX_DEPTH) return report(walk, { reason: `nested deeper than ${MAX_DEPTH} levels: the rest was not read` });
  if (isAlias(node)) return alias(walk, node, keyAt, depth);
  const anchor = node && 'anchor' in node ? (node.anchor as string | undefined) : undefined;
  if (node && anchor && walk.inAlias === 0) walk.anchors.set(anchor, node);
  if (isMap(node) || isSeq(node)) {
    walk.open.add(node);
    const more = isMap(node) ? visitMap(walk, node as YAMLMap, depth) : visitSeq(walk, node as YAMLSeq, depth);
    walk.open.delete(node);
    return more;
  }
  if (isScalar(node)) return scalar(walk, node as Scalar, keyAt);
  return true;
}

function visitSeq(walk: Walk, seq: YAMLSeq, depth: number): boolean {
  for (const [index, item] of seq.items.entries()) {
    walk.path.push(index);
    const more = visit(walk, item as Node | null, undefined, depth + 1);
    walk.path.pop();
    if (!more) return false;
  }
  return true;
}

function report(walk: Walk, problem: ReadProblem): boolean {
  if (!walk.reading.problems.some((one) => one.reason === problem.reason)) walk.reading.problems.push(problem);
  return false;
}

function visitMap(walk: Walk, map: YAMLMap, depth: number): boolean {
  const { isAlias, isScalar, isSeq } = yaml();
  for (const pair of map.items as Pair<Node | null, Node | null>[]) {
    const { key, value } = pair;
    if (isScalar(key) && key.value === '<<' && (isAlias(value) || isSeq(value))) {
      const sources = isSeq(value) ? ((value as YAMLSeq).items as Node[]) : [value as Node];
      for (const source of sources) if (!visit(walk, source, undefined, depth + 1)) return false;
      continue;
    }
    const name = isScalar(key) ? (key.source ?? String(key.value)) : isAlias(key) ? key.source : '';
    walk.path.push(name);
    const range = key?.range;
    const quoted = isScalar(key) && key.type?.startsWith('QUOTE') ? 1 : 0;
    const keySpan: Span | undefined = range ? [walk.base + range[0] + quoted, walk.base + range[1] - quoted] : undefined;
    const after = range ? colonAfter(walk.text, range[1]) : 0;
    let more: boolean;
    if (value === null) more = emptyValue(walk, after, keySpan);
    else more = visit(walk, value, keySpan, depth + 1);
    walk.path.pop();
    if (!more) return false;
  }
  return true;
}

function colonAfter(text: string, at: number): number {
  const match = /[ \t]*:?/y;
  match.lastIndex = at;
  match.exec(text);
  return Math.max(match.lastIndex, at);
}

function emptyValue(walk: Walk, at: number, keyAt: Span | undefined): boolean {
  return push(walk, '', [at, at], 'plain', 'null', false, keyAt);
}

function push(
  walk: Walk,
  value: string,
  at: Span,
  style: ScalarStyle,
  type: 'string' | 'number' | 'bool' | 'null',
  escaped: boolean,
  keyAt: Span | undefined,
): boolean {
  if (walk.inAlias > 0 && ++walk.aliased > MAX_ALIASED) {
    return report(walk, { reason: TOO_MANY_ALIASED });
  }
  const span: Span = [walk.base + at[0], walk.base + at[1]];
  return addEntry(walk.reading, entryOf(walk.path.slice(), value, span, type, { keyAt, doc: walk.doc, escaped }), walk.styles, style);
}

function alias(walk: Walk, node: Alias, keyAt: Span | undefined, depth: number): boolean {
  const target = walk.anchors.get(node.source);
  if (!target) return true;
  if (walk.open.has(target)) {
    report(walk, { reason: 'an anchor that contains itself' });
    return true;
  }
  walk.inAlias++;
  const more = visit(walk, target, keyAt, depth + 1);
  walk.inAlias--;
  return more;
}

function scalar(walk: Walk, node: Scalar, keyAt: Span | undefined): boolean {
  const source = node.source ?? '';
  const [start, end] = node.range ?? [0, 0];
  const tagged = node.tag !== undefined && node.tag !== 'tag:yaml.org,2002:str';
  switch (node.type) {
    case 'QUOTE_SINGLE':
    case 'QUOTE_DOUBLE': {
      const at: Span = [start + 1, end - 1];
      const style = node.type === 'QUOTE_SINGLE' ? 'single' : 'double';
      return push(walk, source, at, style, 'string', walk.text.slice(...at) !== source, keyAt);
    }
    case 'BLOCK_LITERAL':
    case 'BLOCK_FOLDED':
      return push(
        walk,
        source,
        blockSpan(walk.text, start, end),
        node.type === 'BLOCK_LITERAL' ? 'literal' : 'folded',
        'string',
        true,
        keyAt,
      );
    default: {
      const folded = walk.text.slice(start, end) !== source;
      const type = node.tag === 'tag:yaml.org,2002:str' || tagged || folded ? 'string' : plainType(source);
      return push(walk, source, [start, end], folded ? 'folded' : 'plain', type, folded, keyAt);
    }
  }
}

/** From the first character of a block scalar's text to its last. */
function blockSpan(text: string, start: number, end: number): Span {
  let first = text.indexOf('\n', start) + 1;
  if (first === 0 || first > end) return [start, end];
  const headerEnd = first - 1;
  while (first < end && /\s/.test(text[first]!)) first++;
  let last = end;
  while (last > first && /\s/.test(text[last - 1]!)) last--;
  return last > first ? [first, last] : [headerEnd, headerEnd];
}

/** The lexer is the only part of the library that knows where comments stand. */
function comments(text: string, base: number, reading: Reading): void {
  const { Lexer } = yaml();
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    const first = token.charCodeAt(0);
    // Document, flow-end and scalar marks have no text of their own.
    if (first === 2 || first === 24 || first === 31) continue;
    if (first === 35) addReading(reading, { prose: [{ kind: 'comment', at: [base + at, base + at + token.length] }] });
    at += token.length;
  }
}
