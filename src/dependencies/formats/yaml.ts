/** YAML with positions; what stands before a fault is kept. */

import { yaml } from './libraries.ts';
import { newTable, setLine } from './document.ts';
import type { Document, Table } from './document.ts';
import type { Node, Pair } from 'yaml';

/** Anchors are followed at most this often in one file, so that nested aliases can't grow without bound. */
const MAX_ALIASES = 1000;
const MAX_DEPTH = 100;

/** Reads the first document of a YAML file. */
export function readYaml(source: string): Document {
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
