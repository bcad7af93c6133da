/** YAML with positions; what stands before a fault is kept. */

import { yaml } from './libraries.ts';
import { newTable, setLine } from './document.ts';
import type { Document, Table } from './document.ts';
import type { Node, Pair } from 'yaml';

/** Anchors are followed at most this often in one file, so that nested aliases can't grow without bound. */
const MAX_ALIASES = 1000;
const MAX_DEPTH = 100;

/** Brackets, dashes or columns beyond this are nesting that the library, which recurses, must never see: it ends the process. */
const MAX_OPEN = 500;

/** @throws RangeError when the text can be nested too deeply; brackets in strings count too, which no real file comes near. */
function refuseDeepText(source: string): void {
  let open = 0;
  let column = 0;
  let isIndent = true;
  let steps = 0;
  for (let i = 0; i < source.length; i++) {
    const code = source.charCodeAt(i);
    if (code === 10) {
      column = 0;
      steps = 0;
      isIndent = true;
      continue;
    }
    column++;
    // Spaces, and the dashes and question marks that open a level each.
    if (isIndent && (code === 32 || ((code === 45 || code === 63) && source.charCodeAt(i + 1) === 32))) {
      if (code !== 32) steps++;
    } else isIndent = false;
    if (code === 91 || code === 123) open++;
    else if (code === 93 || code === 125) open = Math.max(0, open - 1);
    if (open > MAX_OPEN || steps > MAX_OPEN || (isIndent && column > 4 * MAX_OPEN)) throw new RangeError('nested too deeply to be read');
  }
}

/**
 * Reads the first document of a YAML file.
 * @throws RangeError for text that is nested without end
 */
export function readYaml(source: string): Document {
  refuseDeepText(source);
  const { parseDocument, LineCounter, isMap, isSeq, isScalar, isAlias } = yaml();
  const counter = new LineCounter();
  const parsed = parseDocument(source, {
    lineCounter: counter,
    keepSourceTokens: false,
    strict: false,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  let aliases = 0;

  const lineOf = (node: unknown): number => {
    const range = (node as { range?: [number, number, number] | null } | null)?.range;
    return range ? counter.linePos(range[0]).line : 1;
  };
  const convert = (node: Node | null | undefined, depth: number): unknown => {
    if (depth > MAX_DEPTH || node === null || node === undefined) return undefined;
    if (isAlias(node)) {
      if (++aliases > MAX_ALIASES) return undefined;
      return convert(node.resolve(parsed) as Node | undefined, depth + 1);
    }
    // The text as written: `version: 1.10` must not become the number 1.1.
    if (isScalar(node)) return typeof node.value === 'number' ? (node.source ?? node.value) : node.value;
    if (isSeq(node)) {
      const items: unknown[] = [];
      for (const item of node.items as Node[]) {
        setLine(items, items.length, lineOf(item));
        items.push(convert(item, depth + 1));
      }
      return items;
    }
    if (!isMap(node)) return undefined;
    const result = newTable();
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const key = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : undefined;
      if (key === undefined) continue;
      setLine(result, key, lineOf(pair.key));
      result[key] = convert(pair.value, depth + 1);
    }
    return result;
  };
  const problems: string[] = [];
  const fault = parsed.errors[0];
  if (fault) {
    const where = counter.linePos(fault.pos[0]).line;
    problems.push(`not valid YAML at line ${where}: ${fault.message.split('\n')[0]!.replace(/ at line .*$/, '')}`);
  }
  const root = convert(parsed.contents as Node | null, 0);
  const isTable = typeof root === 'object' && root !== null && !Array.isArray(root);
  if (!isTable && root !== undefined && root !== null) problems.push('not a YAML mapping');
  return { root: isTable ? (root as Table) : newTable(), problems };
}
