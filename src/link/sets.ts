/** Sets of values: making, joining, combining. */

import type { Span } from '../types/source.ts';
import type { Confidence, How, TraceStep } from '../types/reference.ts';
import type { Hole, Value, ValueSet } from '../types/values.ts';
import { LIMITS, type Note, type Where } from './things.ts';

/** An empty set and why it is empty. */
export function nothing(reason: string): ValueSet {
  return { values: [], complete: false, reason };
}

/** One literal. */
export function literal(where: Where, text: string, at: Span, escaped?: boolean, literalType?: Value['literalType']): ValueSet {
  const value: Value = { parts: [text], how: 'literal', confidence: 'high', path: where.file.path, at, trace: [] };
  if (escaped) value.escaped = true;
  if (literalType) value.literalType = literalType;
  return { values: [value], complete: true };
}

/** The text of a value without holes. */
export function textOf(value: Value): string | undefined {
  return value.parts.length === 1 && typeof value.parts[0] === 'string' ? value.parts[0] : undefined;
}

/** The one string a set certainly stands for. */
export function onlyText(set: ValueSet): string | undefined {
  return set.values.length === 1 && set.values[0] && set.values[0].literalType === undefined ? textOf(set.values[0]) : undefined;
}

function sameParts(a: Value, b: Value): boolean {
  return (
    a.parts.length === b.parts.length &&
    a.parts.every((part, i) => {
      const other = b.parts[i];
      return typeof part === 'string' || typeof other === 'string' ? part === other : part.hole === other?.hole;
    })
  );
}

/** All values of all sets, each literal once; the way that says most comes first. */
export function union(sets: readonly ValueSet[]): ValueSet {
  if (sets.length === 1 && sets[0]) return sets[0];
  const only = sets.filter((s) => s.values.length > 0);
  if (only.length === 1 && only[0]) {
    const open = sets.find((s) => !s.complete);
    return open ? { values: only[0].values, complete: false, ...(open.reason !== undefined && { reason: open.reason }) } : only[0];
  }
  const seen = new Map<number, Value[]>();
  const values: Value[] = [];
  let complete = sets.length > 0;
  let reason: string | undefined;
  for (const set of sets) {
    if (!set.complete) {
      complete = false;
      reason ??= set.reason;
    }
    for (const value of set.values) {
      const there = seen.get(value.at[0]);
      if (there?.some((v) => v.path === value.path && sameParts(v, value))) continue;
      if (there) there.push(value);
      else seen.set(value.at[0], [value]);
      values.push(value);
      if (values.length > LIMITS.values) return capped(values, false, reason);
    }
  }
  return capped(values, complete, reason);
}

function capped(values: Value[], complete: boolean, reason: string | undefined): ValueSet {
  if (values.length > LIMITS.values) {
    return { values: values.slice(0, LIMITS.values), complete: false, reason: `more than ${LIMITS.values} values` };
  }
  return reason === undefined || complete ? { values, complete } : { values, complete, reason };
}

const WEAKER: Partial<Record<How, number>> = { literal: 0, constant: 1, default: 2, 'env-default': 3, config: 4, candidate: 5, prefix: 6 };
const SURE: Readonly<Record<Confidence, number>> = { high: 0, medium: 1, low: 2 };

/** The less direct of two ways. */
function weakerHow(a: How, b: How | undefined): How {
  return b !== undefined && (WEAKER[b] ?? 0) > (WEAKER[a] ?? 0) ? b : a;
}

/** The lesser of two confidences. */
export function lesser(a: Confidence, b: Confidence | undefined): Confidence {
  return b !== undefined && SURE[b] > SURE[a] ? b : a;
}

/** Steps of a trace beyond this number are left out. */
const MAX_TRACE = 12;

/** The set as seen after the steps in `notes`, nearest to the literal last. */
export function through(set: ValueSet, notes: readonly Note[]): ValueSet {
  if (notes.length === 0 || set.values.length === 0) return set;
  let how: How = 'literal';
  let confidence: Confidence = 'high';
  const steps: TraceStep[] = [];
  for (const note of notes) {
    how = weakerHow(how, note.how);
    confidence = lesser(confidence, note.confidence);
    steps.push({ path: note.path, line: note.line, what: note.what });
  }
  steps.reverse();
  return { ...set, values: set.values.map((value) => reached(value, how, confidence, steps)) };
}

function reached(value: Value, how: How, confidence: Confidence, steps: TraceStep[]): Value {
  const trace =
    value.trace.length === 0 ? steps : value.trace.length >= MAX_TRACE ? value.trace : [...value.trace, ...steps].slice(0, MAX_TRACE);
  return { ...value, how: weakerHow(value.how, how), confidence: lesser(value.confidence, confidence), trace };
}

/** Every value marked with a way and a confidence no better than given. */
export function marked(set: ValueSet, how: How, confidence: Confidence = 'high'): ValueSet {
  return { ...set, values: set.values.map((value) => reached(value, how, confidence, [])) };
}

/** The set without the values of which `keep` says no. */
export function filtered(set: ValueSet, keep: (value: Value) => boolean): ValueSet {
  return { ...set, values: set.values.filter(keep) };
}

/** The set, open for other values at run time. */
export function incomplete(set: ValueSet, reason: string): ValueSet {
  return set.complete || set.reason === undefined ? { ...set, complete: false, reason } : set;
}

/** The set with every text changed; values with holes are changed part by part when `partwise` allows it, else dropped. */
export function mapText(set: ValueSet, change: (text: string) => string, partwise: boolean): ValueSet {
  const values: Value[] = [];
  let dropped = false;
  for (const value of set.values) {
    const text = textOf(value);
    if (text !== undefined) {
      const changed = change(text);
      values.push(changed === text ? value : { ...value, parts: [changed], escaped: true });
    } else if (partwise) {
      values.push({ ...value, parts: value.parts.map((p) => (typeof p === 'string' ? change(p) : p)), escaped: true });
    } else dropped = true;
  }
  return dropped ? { values, complete: false, reason: 'a text with an unknown part is cut or searched' } : { ...set, values };
}

/** Strings side by side become one; what stays is strings and holes in turn. */
function joined(parts: readonly (string | Hole)[]): (string | Hole)[] {
  const out: (string | Hole)[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (typeof part === 'string' && typeof last === 'string') out[out.length - 1] = last + part;
    else if (part !== '') out.push(part);
  }
  return out.length === 0 ? [''] : out;
}

/** One part of a concatenation: its values, and what stands there when there are none. */
export interface Part {
  set: ValueSet;
  source: string;
  /** Glue put in by the linker (the `/` of a path join): carries no place of its own. */
  glue?: string;
}

/** All combinations of the parts. A part without values becomes a hole; a text that is nothing but holes is no value. */
export function concatenated(parts: readonly Part[]): ValueSet {
  let values: Value[] = [];
  let complete = true;
  let reason: string | undefined;
  let started = false;
  for (const part of parts) {
    if (part.glue !== undefined) {
      const glue = part.glue;
      values = values.map((v) => ({ ...v, parts: joined([...v.parts, glue]), escaped: true }));
      continue;
    }
    if (!part.set.complete) {
      complete = false;
      reason ??= part.set.reason;
    }
    // Nothing is no text: where a part may be absent, what stands there is not known.
    const texts = part.set.values.filter((v) => v.literalType !== 'null');
    const options: (Value | Hole)[] = texts.length > 0 ? texts : [{ hole: part.source }];
    if (texts.length === 0) complete = false;
    if (!started) {
      started = true;
      values = options.map((o) => ('hole' in o ? holeValue(o) : o));
      continue;
    }
    const next: Value[] = [];
    for (const left of values) {
      for (const right of options) {
        if (next.length > LIMITS.values) break;
        next.push(pair(left, right));
      }
    }
    values = next;
  }
  const readable = values.filter((v) => v.at[0] >= 0).map(asPrefix);
  if (readable.length === 0) return nothing(reason ?? 'no part of the text is known');
  return capped(readable, complete, reason ?? 'a part of the text is not known');
}

/** A value that is only a hole so far; `at` is negative until a literal joins it. */
function holeValue(hole: Hole): Value {
  return { parts: [hole], how: 'literal', confidence: 'high', path: '', at: [-1, -1], trace: [] };
}

function pair(left: Value, right: Value | Hole): Value {
  if ('hole' in right) return { ...left, parts: [...left.parts, right] };
  const parts = joined([...left.parts, ...right.parts]);
  const placed = left.at[0] >= 0 && !(left.parts.length === 1 && left.parts[0] === '') ? left : right;
  return {
    parts,
    how: weakerHow(left.how, right.how),
    confidence: lesser(left.confidence, right.confidence),
    path: placed.path,
    at: placed.at,
    escaped: true,
    trace: [...left.trace, ...right.trace].slice(0, MAX_TRACE),
  };
}

function asPrefix(value: Value): Value {
  const open = value.parts.some((p) => typeof p !== 'string');
  const { literalType: _, ...text } = value;
  return open && typeof value.parts[0] === 'string' ? { ...text, how: 'prefix' } : text;
}
