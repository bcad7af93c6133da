/** Lines of models by organisation (`rules/identity/lines.yaml`): what all models of a name have in common, for ids no record lists. */

import type { Facts } from '../types/model.ts';
import type { RuleBook } from '../types/rules.ts';

/** What is known of a whole line of models. */
export interface Line {
  /** Licence words that bind together; `NONE` when nothing usable is stated. */
  licenses: readonly string[];
  weights: Facts['weights']['value'];
  /** Where it was read; `undefined` for rows from memory. */
  source: string | undefined;
  /** ISO date of the last check. */
  checkedOn: string;
}

interface RawLine {
  names: string;
  license: string | string[];
  weights?: Facts['weights']['value'];
  source?: string;
}

interface Row extends Line {
  names: RegExp;
}

interface Lines {
  raw: Map<string, RawLine[]>;
  /** Rows of the organisations asked for so far: few of many are needed in one run. */
  compiled: Map<string, Row[]>;
  checkedOn: string;
}

const cache = new WeakMap<RuleBook, Lines>();

function linesOf(rules: RuleBook): Lines {
  const known = cache.get(rules);
  if (known) return known;
  const data = rules.data?.<{ checkedOn: string; lines: Record<string, RawLine[]> }>('identity/lines.json');
  const made: Lines = { raw: new Map(Object.entries(data?.lines ?? {})), compiled: new Map(), checkedOn: data?.checkedOn ?? '' };
  cache.set(rules, made);
  return made;
}

/** True when rows exist for the organisation in front of the slash. */
export function hasLines(name: string, rules: RuleBook): boolean {
  const slash = name.indexOf('/');
  return slash > 0 && linesOf(rules).raw.has(name.slice(0, slash).toLowerCase());
}

/** The row that fits `org/name`; `undefined` when none does. */
export function lineOf(name: string, rules: RuleBook): Line | undefined {
  const slash = name.indexOf('/');
  if (slash <= 0) return undefined;
  const { raw, compiled, checkedOn } = linesOf(rules);
  const organisation = name.slice(0, slash).toLowerCase();
  let rows = compiled.get(organisation);
  if (!rows) {
    rows = (raw.get(organisation) ?? []).map(({ names, license, weights, source }) => ({
      names: new RegExp(`^(?:${names})$`, 'i'),
      licenses: [license].flat(),
      weights: weights ?? 'public',
      checkedOn,
      source,
    }));
    compiled.set(organisation, rows);
  }
  const rest = name.slice(slash + 1);
  return rows.find((row) => row.names.test(rest));
}
