/** Where the weights of a record are and what gate stands before them. */

import type { Facts } from '../types/model.ts';
import type { Confidence } from '../types/reference.ts';
import type { KnownModel } from './known-models.ts';
import type { InputRecord } from './records.ts';

const WEIGHTS = new Set(['public', 'gated', 'api', 'none']);

/** Where the weights are, how sure that is, and who says so. */
export interface WeightsOfRecord {
  value: Facts['weights']['value'];
  confidence: Confidence;
  source: string;
  /** Something about the weights that must stand beside the answer. */
  note?: string;
}

/** A field that should be a word; hostile input holds anything. */
const word = (value: unknown): string | undefined => (typeof value === 'string' ? value.trim().toLowerCase() : undefined);

const isUngated = (gated: unknown): boolean => gated === false || word(gated) === 'false';
const isGated = (gated: unknown): boolean => gated === true || (word(gated) !== undefined && word(gated) !== '' && !isUngated(gated));

/**
 * Where the weights are: said by the record, known, or implied by what only a repository of weights has. What is known to be closed stays
 * closed, whatever a record says; only a list of files with weights in it outweighs a name that merely looks like a vendor's.
 *
 * @param licensed the record states a licence
 * @param expression its reading, `NOASSERTION` when it says nothing
 * @param tags its words, read only where they decide
 */
export function weightsOf(
  record: InputRecord,
  licensed: boolean,
  expression: string,
  known: KnownModel | undefined,
  tags: () => readonly string[],
): WeightsOfRecord {
  if (record.private === true) return { value: 'none', confidence: 'medium', source: 'record', note: 'the repository is private' };
  const stated = word(record.weights);
  const closed = known?.table.weights === 'api' || known?.table.weights === 'none';
  if (closed && (known.listed || record.has_weights !== true)) {
    return { value: stated === 'none' ? 'none' : known.table.weights, confidence: known.weightsConfidence, source: 'catalogue' };
  }
  if (stated !== undefined && WEIGHTS.has(stated)) {
    const gated = stated === 'public' && isGated(record.gated);
    return { value: gated ? 'gated' : (stated as WeightsOfRecord['value']), confidence: 'medium', source: 'record' };
  }
  const published = known?.table.weights === 'public' || known?.table.weights === 'gated';
  if (record.has_weights === false && !published) {
    return { value: 'unknown', confidence: 'medium', source: 'record', note: 'the list of files holds no weights' };
  }
  const note = record.has_weights === false ? { note: 'withdrawn: the list of files holds no weights (any more)' } : {};
  if (known && published) {
    const gated = known.table.weights === 'gated' || isGated(record.gated);
    return { value: gated ? 'gated' : 'public', confidence: known.weightsConfidence, source: 'catalogue', ...note };
  }
  if (isGated(record.gated)) return { value: 'gated', confidence: 'medium', source: 'record' };
  if (isUngated(record.gated) || record.has_weights === true) return { value: 'public', confidence: 'medium', source: 'record' };
  if (licensed && tags().some((one) => /^proprietary$/i.test(one))) return { value: 'api', confidence: 'low', source: 'record' };
  // A licence of weights is stated where weights are handed out; that they are is inferred, not seen.
  if (licensed && expression !== 'NOASSERTION') return { value: 'public', confidence: 'low', source: 'record states a licence' };
  return { value: 'unknown', confidence: 'low', source: 'nothing known' };
}

/** The gate: the record's, else the known one; `unknown` when it only says that there is one. */
export function gateOf(record: InputRecord, known: KnownModel | undefined): Facts['gate']['value'] {
  const stated = word(record.gated);
  if (stated === 'auto' || stated === 'manual') return stated;
  if (isUngated(record.gated)) return 'none';
  if (isGated(record.gated)) return known?.table.gate === 'manual' ? 'manual' : 'unknown';
  return known?.table.gate ?? 'unknown';
}
