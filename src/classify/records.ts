/**
 * Verdicts for many records, streaming: `audit-models classify`. The input is read twice, first to learn which records are base models
 * of others, then to answer in input order; memory holds a compact index and bounded caches, never the records.
 */

import { union } from '../gather/claims.ts';
import { createLicenseEngine } from '../licenses/index.ts';
import type { LicenseEngine } from '../types/license.ts';
import type { Facts } from '../types/model.ts';
import type { Confidence, Relation } from '../types/reference.ts';
import type { RuleBook } from '../types/rules.ts';
import { weakest } from './confidence.ts';
import { openness, qualifierOf, weightsVerdict, type TableFacts } from './index.ts';
import { InputIndex } from './input-index.ts';
import { KnownModels, type KnownModel } from './known-models.ts';
import { baseLicense, MAX_BASES, ownerOf, plainName, RecordChains, RELATIONS, type ChainResult } from './record-chain.ts';
import { gateOf, weightsOf } from './record-facts.ts';
import { licenseKeyOf, licenseTags, licenseWords, readLicenseKey, stringsOf, type StatedLicense } from './record-license.ts';
import { strictness, termsOf } from './terms.ts';

/** One record of the input. Further fields are ignored; a field of another type than these says nothing. */
export interface InputRecord {
  id: string;
  license?: string | readonly string[] | null;
  license_name?: string | null;
  license_link?: string | null;
  gated?: boolean | string | null;
  base_model?: string | readonly string[] | null;
  base_model_relation?: string | null;
  weights?: string | null;
  private?: boolean;
  disabled?: boolean;
  /** The record lists the repository's files, and weights are (not) among them. */
  has_weights?: boolean;
  /** Why the record could not be read. */
  problem?: string;
}

/** One line of the answer. */
export interface RecordLine {
  id: string;
  canonicalId: string;
  license: string;
  weights: Facts['weights']['value'];
  class: string;
  verdict: string;
  qualifier: string;
  confidence: Confidence;
  because: { fact: string; value: string; source?: string }[];
  /** Why the record could not be read; its answer is then `unknown`. */
  problem?: string;
}

/** Most licence words kept for reading. */
const MEMO_LIMIT = 20_000;

/** The relation a record states, or the one that its bases and name suggest. */
function relationOf(record: InputRecord, bases: number): Relation {
  const stated = record.base_model_relation;
  const word = typeof stated === 'string' ? (stated.trim().toLowerCase() as Relation) : undefined;
  if (word !== undefined && RELATIONS.includes(word)) return word;
  if (bases > 1) return 'merge';
  return /(?:gguf|awq|gptq|-mlx|-onnx|-[48]bit)/i.test(record.id) ? 'quantized' : 'finetune';
}

/**
 * Classifies records in input order.
 *
 * @param open opens the input; called twice, since a base model may come after the models made from it
 */
export async function* classifyRecords(open: () => AsyncIterable<InputRecord>, rules: RuleBook): AsyncGenerator<RecordLine> {
  const classifier = new RecordClassifier(rules);
  for await (const record of open()) classifier.learn(record);
  for await (const record of open()) yield classifier.classify(record);
}

/** The state of one run. */
export class RecordClassifier {
  readonly #rules: RuleBook;
  readonly #engine: LicenseEngine;
  readonly #index = new InputIndex();
  readonly #known: KnownModels;
  readonly #chains: RecordChains;
  readonly #licenses = new Map<number, StatedLicense>();
  readonly #shown = new Map<string, string>();

  constructor(rules: RuleBook) {
    this.#rules = rules;
    this.#engine = createLicenseEngine(rules);
    this.#known = new KnownModels(rules, this.#engine);
    this.#chains = new RecordChains(rules, this.#index, this.#known, (number) => this.#stated(number).expression);
  }

  /** First pass. */
  learn(record: InputRecord): void {
    if (typeof record.id !== 'string' || record.id === '') return;
    const bases = stringsOf(record.base_model).slice(0, MAX_BASES);
    const key = licenseKeyOf(record);
    this.#index.add(
      record.id,
      {
        license: key === '' ? 0 : this.#index.licenses.number(key),
        owner: ownerOf(record.id),
      },
      bases.map((written) => ({
        name: plainName(written, this.#rules),
        outside: baseLicense(written, this.#rules, this.#known)?.expression,
      })),
    );
  }

  /** Second pass: the answer for one record. */
  classify(record: InputRecord): RecordLine {
    const id = typeof record.id === 'string' ? record.id : '';
    const key = licenseKeyOf(record);
    const bases = stringsOf(record.base_model);
    const bare = key === '' && bases.length === 0 && saysNothingOfWeights(record);
    const known = bare || this.#known.mayKnow(id) ? this.#known.of(id) : undefined;
    if (known && bare) {
      const made = line(id, known, known.license, known.table, known.confidence, known.because);
      if (record.problem === undefined) return made;
      return { ...made, because: [{ fact: 'problem', value: record.problem }], problem: record.problem };
    }
    const own = this.#ownLicense(key, id, known);
    const chain = this.#chains.of({ id, bases, relation: relationOf(record, bases.length), stated: own.stated, known });
    const weights = weightsOf(record, key !== '', own.expression, known, () => licenseTags(key));
    const { license, lowerBound } = this.#effective(own, chain, weights.value);
    const doubtful = license === 'NOASSERTION' || lowerBound || (chain.guessed && this.#tightens(own.expression, license));
    const table: TableFacts = {
      weights: lowerBound && weights.value === 'unknown' ? 'public' : weights.value,
      gate: gateOf(record, known),
      terms: termsOf(license, this.#rules),
      inferenceCodeFree: known?.table.inferenceCodeFree ?? false,
      trainingCode: known?.table.trainingCode ?? 'unknown',
      dataInfo: known?.table.dataInfo ?? 'unknown',
      copyOfPublic: own.silent && !own.stated && chain.copies && weights.note === undefined,
    };
    const because: RecordLine['because'] = [{ fact: 'weights', value: weights.value, source: weights.source }];
    if (weights.note !== undefined) because.push({ fact: 'weights', value: weights.note });
    if (record.disabled === true) because.push({ fact: 'weights', value: 'withdrawn: the repository is disabled' });
    if (key !== '') because.push({ fact: 'licence', value: this.#words(key), source: 'record' });
    if (known && known.ownLicense !== 'NOASSERTION') because.push({ fact: 'licence', value: known.ownLicense, source: 'catalogue' });
    for (const { expression, via } of chain.parts) because.push({ fact: 'base-model licence', value: expression, source: via });
    for (const problem of chain.problems) because.push({ fact: 'chain', value: problem });
    const sure = weakest(doubtful ? 'low' : own.stated ? own.confidence : 'medium', weights.confidence);
    return line(id, known, license, table, record.disabled === true ? 'low' : sure, because);
  }

  /**
   * The licence over the chain. A copy has the licence of what it copies. Where nothing is said of a derivative, neither its licence nor its
   * weights, the terms of a restricted base are the least that bind it; a free base promises nothing. What was cut off may hold anything.
   */
  #effective(own: OwnLicense, chain: ChainResult, weights: Facts['weights']['value']): { license: string; lowerBound: boolean } {
    const all = union([own.expression, ...chain.expressions]);
    const restricted = strictness(termsOf(all, this.#rules).group) > strictness('free-plus');
    if (chain.incomplete && !restricted) return { license: 'NOASSERTION', lowerBound: false };
    // A copy that states a licence nobody can read is not known to keep the one of what it copies.
    if (own.stated || (chain.copies && own.silent)) return { license: all, lowerBound: false };
    const lowerBound = own.silent && weights === 'unknown' && restricted && all !== 'NOASSERTION';
    return { license: lowerBound ? all : 'NOASSERTION', lowerBound };
  }

  #tightens(own: string, license: string): boolean {
    return termsOf(own, this.#rules).group !== termsOf(license, this.#rules).group;
  }

  /** The licence words of a key for the reader; equal keys are the rule. */
  #words(key: string): string {
    const known = this.#shown.get(key);
    if (known !== undefined) return known;
    const made = licenseWords(key);
    if (this.#shown.size < MEMO_LIMIT) this.#shown.set(key, made);
    return made;
  }

  #stated(number: number): StatedLicense {
    const known = this.#licenses.get(number);
    if (known !== undefined) return known;
    const made = readLicenseKey(this.#index.licenses.words[number]!, '', this.#rules, this.#engine, this.#known);
    this.#licenses.set(number, made);
    return made;
  }

  /** The record's own claim; what the catalogue's publisher says beside it is combined, what a registry says is set aside. */
  #ownLicense(key: string, id: string, known: KnownModel | undefined): OwnLicense {
    const other = known?.ownLicense ?? 'NOASSERTION';
    if (key === '') {
      return { expression: other, stated: other !== 'NOASSERTION', silent: true, confidence: known?.licenseConfidence ?? 'low' };
    }
    const number = this.#index.licenses.number(key);
    // A link may lead to the record's own files, so that its reading depends on the id.
    const linked = !key.endsWith('\u0000');
    const read = number === 0 || linked ? readLicenseKey(key, id, this.#rules, this.#engine, this.#known) : this.#stated(number);
    if (other === 'NOASSERTION')
      return { expression: read.expression, stated: read.expression !== 'NOASSERTION', silent: false, confidence: 'medium' };
    // Memory of a whole line does not fill in what the record itself leaves open.
    const fallback = known?.listed || strictness(termsOf(other, this.#rules).group) > strictness('free-plus') ? other : 'NOASSERTION';
    return { ...this.#reconcile(read, read.expression === 'NOASSERTION' ? fallback : other), silent: false, confidence: 'medium' };
  }

  /** Neither of the two claims outranks the other for sure: the stricter reading holds. */
  #reconcile({ expression: stated, ambiguous }: StatedLicense, other: string): { expression: string; stated: boolean } {
    const level = (expression: string): number => strictness(termsOf(expression, this.#rules).group);
    // A word that fits several licences means the one that is known of the model, when it is among them.
    const meant = ambiguous && stated.split(' AND ').includes(other);
    const stricter = other !== 'NOASSERTION' && level(other) > level(stated) && level(other) < level('NOASSERTION');
    const expression = stated === 'NOASSERTION' || meant ? other : stricter ? union([stated, other]) : stated;
    return { expression, stated: expression !== 'NOASSERTION' };
  }
}

interface OwnLicense {
  expression: string;
  stated: boolean;
  /** The record has no licence field at all. */
  silent: boolean;
  confidence: Confidence;
}

const saysNothingOfWeights = (record: InputRecord): boolean =>
  record.gated == null && record.weights == null && record.private !== true && record.disabled !== true && record.has_weights === undefined;

function line(
  id: string,
  known: KnownModel | undefined,
  license: string,
  table: TableFacts,
  confidence: Confidence,
  because: RecordLine['because'],
): RecordLine {
  const of = openness(table);
  return {
    id,
    canonicalId: known?.canonicalId ?? `huggingface:${id}`,
    license,
    weights: table.weights,
    class: of,
    verdict: weightsVerdict(of),
    qualifier: qualifierOf(of, table),
    confidence,
    because,
  };
}
