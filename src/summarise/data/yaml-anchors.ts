/** Anchors, aliases and merges of the YAML line reader: an alias repeats the entries below its anchor, within a limit. */

import { addEntry } from './reading.ts';
import type { YamlState } from './yaml-state.ts';

/** Most entries that may come through aliases: what an alias bomb multiplies. Model galleries in the wild use some 30,000. */
export const MAX_ALIASED = 50_000;

/** What is reported when aliases stand for more than that. */
export const TOO_MANY_ALIASED = `aliases stand for more than ${MAX_ALIASED.toLocaleString('en')} values: the rest was not read`;

/** Where the entries of an anchored value begin, and their common path. */
export interface Anchor {
  start: number;
  path: readonly (string | number)[];
}

/** Remembers that the value about to be read has a name. */
export function setAnchor(state: YamlState, name: string): void {
  state.anchors.set(name, { start: state.reading.entries.length, path: state.path.slice() });
}

/**
 * Repeats the entries of an anchor under the current path; under `<<` they join the map around it.
 * @returns `false` when there is no such anchor, or the alias stands inside it
 */
export function repeatAnchor(state: YamlState, name: string): boolean {
  const anchor = state.anchors.get(name);
  if (!anchor || beginsWith(state.path, anchor.path)) return false;
  const { entries } = state.reading;
  const target = state.path.at(-1) === '<<' ? state.path.slice(0, -1) : state.path.slice();
  const end = entries.length;
  for (let index = anchor.start; index < end && beginsWith(entries[index]!.path, anchor.path); index++) {
    if (++state.aliased > MAX_ALIASED) {
      state.reading.problems.push({ reason: TOO_MANY_ALIASED });
      state.stop = true;
      return true;
    }
    const original = entries[index]!;
    const copy = { ...original, path: [...target, ...original.path.slice(anchor.path.length)] };
    if (original.path.length === anchor.path.length) {
      delete copy.keyAt;
      if (state.pending?.keyAt) copy.keyAt = [state.base + state.pending.keyAt[0], state.base + state.pending.keyAt[1]];
    }
    if (!addEntry(state.reading, copy, state.styles, state.styles[index])) {
      state.stop = true;
      return true;
    }
  }
  return true;
}

function beginsWith(path: readonly (string | number)[], start: readonly (string | number)[]): boolean {
  return path.length >= start.length && start.every((step, index) => path[index] === step);
}
