/**
 * Verdicts for many records, streaming: `audit-models classify`. The input is read twice, first to learn which records are base models
 * of others, then to answer in input order; memory holds a compact index and bounded caches, never the records.
 */

import { createLicenseEngine } from '../licenses/index.ts';
import { hashName } from '../rules/names.ts';
import type { Facts } from '../types/model.ts';
import type { Confidence, Relation } from '../types/reference.ts';
import type { RuleBook } from '../types/rules.ts';
import type { LicenseEngine } from '../types/license.ts';
import { openness, qualifierOf, weakest, weightsVerdict, type TableFacts } from './index.ts';
import { InputIndex } from './input-index.ts';
import { KnownModels, type KnownModel } from './known-models.ts';
import { readTag, union } from '../gather/claims.ts';
import { baseOfFamily } from '../identify/copies.ts';
import { strictness, termsOf } from './terms.ts';

/** One record of the input. Further fields are ignored. */
export interface InputRecord {
  id: string;
  license?: string | readonly string[] | null;
  license_name?: string | null;
  gated?: boolean | string | null;
  base_model?: string | readonly string[] | null;
  base_model_relation?: string | null;
  weights?: string | null;
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
}

const RELATIONS: readonly Relation[] = ['unknown', 'finetune', 'adapter', 'merge', 'quantized', 'conversion', 'hosted', 'distilled'];
const COPIES = new Set<Relation>(['quantized', 'conversion', 'hosted']);
const WEIGHTS = new Set(['public', 'gated', 'api', 'none']);
/** Ancestors followed per record; real chains are shorter than ten. */
const MAX_ANCESTORS = 64;
const MAX_BASES = 32;

const list = (value: string | readonly string[] | null | undefined): string[] => {
  if (value == null) return [];
  return (typeof value === 'string' ? [value] : value.filter((one) => typeof one === 'string'))
    .map((one) => one.trim())
    .filter((one) => one !== '');
};

const ownerOf = (id: string): number => {
  const slash = id.indexOf('/');
  return slash > 0 ? hashName(id.slice(0, slash).toLowerCase()).high || 1 : 0;
};

const relationOf = (record: InputRecord, bases: number): Relation => {
  const stated = record.base_model_relation?.toLowerCase() as Relation | undefined;
  if (stated !== undefined && RELATIONS.includes(stated)) return stated;
  if (bases > 1) return 'merge';
  return /(?:gguf|awq|gptq|-mlx|-onnx|-[48]bit)/i.test(record.id) ? 'quantized' : 'finetune';
};

/** Licence words of a record in one string, so that equal ones are kept once. */
const wordsOf = (record: InputRecord): string => {
  const licenses = list(record.license);
  return licenses.length === 0 ? '' : `${licenses.join('\u0001')}\u0000${record.license_name ?? ''}`;
};

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
  readonly #expressions = new Map<number, string>();

  constructor(rules: RuleBook) {
    this.#rules = rules;
    this.#engine = createLicenseEngine(rules);
    this.#known = new KnownModels(rules, this.#engine);
  }

  /** First pass. */
  learn(record: InputRecord): void {
    if (typeof record.id !== 'string') return;
    const bases = list(record.base_model).slice(0, MAX_BASES);
    const words = wordsOf(record);
    this.#index.add(
      record.id,
      {
        license: words === '' ? 0 : this.#index.licenses.number(words),
        owner: ownerOf(record.id),
        relation: bases.length === 0 ? 0 : RELATIONS.indexOf(relationOf(record, bases.length)),
      },
      bases.map((name) => ({ name, outside: this.#rules.isKnownModel(name) })),
    );
  }

  /** Second pass: the answer for one record. */
  classify(record: InputRecord): RecordLine {
    const id = typeof record.id === 'string' ? record.id : '';
    const words = wordsOf(record);
    const bases = list(record.base_model);
    const bare = words === '' && bases.length === 0 && record.gated == null && record.weights == null;
    const known = bare || !id.includes('/') || this.#rules.isKnownModel(id) ? this.#known.of(id) : undefined;
    if (known && bare) {
      const problem = record.problem === undefined ? [] : [{ fact: 'problem', value: record.problem }];
      return line(id, known, known.license, known.table, known.confidence, [...problem, ...known.because]);
    }
    const own = this.#ownLicense(words, known);
    const chain = this.#chain(id, bases, own.stated, known);
    const copied = !own.stated && chain.copies;
    const license = own.stated || copied ? union([own.expression, ...chain.expressions]) : 'NOASSERTION';
    const weights = weightsOf(record, words !== '', own.expression, known);
    const table: TableFacts = {
      weights: weights.value,
      gate: gateOf(record, known),
      terms: termsOf(license, this.#rules),
      inferenceCodeFree: known?.table.inferenceCodeFree ?? false,
      trainingCode: known?.table.trainingCode ?? 'unknown',
      dataInfo: known?.table.dataInfo ?? 'unknown',
      copyOfPublic: copied,
    };
    const because: RecordLine['because'] = [{ fact: 'weights', value: weights.value, source: weights.source }];
    if (words !== '')
      because.push({ fact: 'licence', value: words.replace('\u0000', ' ').replaceAll('\u0001', ', ').trim(), source: 'record' });
    if (known && known.license !== 'NOASSERTION') because.push({ fact: 'licence', value: known.license, source: 'catalogue' });
    for (const { expression, via } of chain.parts) because.push({ fact: 'base-model licence', value: expression, source: via });
    if (record.problem !== undefined) because.push({ fact: 'problem', value: record.problem });
    for (const problem of chain.problems) because.push({ fact: 'chain', value: problem });
    const doubtful = license === 'NOASSERTION' || (chain.guessed && table.terms.group !== termsOf(own.expression, this.#rules).group);
    const confidence = weakest(doubtful ? 'low' : own.stated ? own.confidence : 'medium', weights.confidence);
    return line(id, known, license, table, confidence, because);
  }

  #expression(words: number): string {
    const known = this.#expressions.get(words);
    if (known !== undefined) return known;
    const [tags = '', name = ''] = this.#index.licenses.words[words]!.split('\u0000');
    const made = this.#read(tags.split('\u0001'), name);
    this.#expressions.set(words, made);
    return made;
  }

  #read(tags: string[], name: string): string {
    return union(tags.map((tag) => readTag(tag, name === '' ? undefined : name, this.#rules, this.#engine).expression));
  }

  /** The record's own claim; what the catalogue's publisher says beside it is combined, what a registry says is set aside. */
  #ownLicense(words: string, known: KnownModel | undefined): { expression: string; stated: boolean; confidence: Confidence } {
    if (words === '') {
      const expression = known?.ownLicense ?? 'NOASSERTION';
      return { expression, stated: expression !== 'NOASSERTION', confidence: known?.licenseConfidence ?? 'low' };
    }
    const number = this.#index.licenses.number(words);
    const [tags = '', name = ''] = words.split('\u0000');
    const stated = number === 0 ? this.#read(tags.split('\u0001'), name) : this.#expression(number);
    const other = known?.ownLicense ?? 'NOASSERTION';
    // Neither outranks the other for sure: the stricter reading holds.
    const stricter =
      other !== 'NOASSERTION' && strictness(termsOf(other, this.#rules).group) > strictness(termsOf(stated, this.#rules).group);
    const expression = stricter && stated !== 'NOASSERTION' ? union([stated, other]) : stated === 'NOASSERTION' ? other : stated;
    return { expression, stated: expression !== 'NOASSERTION', confidence: 'medium' };
  }

  /** Licences of all ancestors, in the input and in the catalogue. */
  #chain(id: string, bases: readonly string[], stated: boolean, known: KnownModel | undefined): ChainResult {
    const result: ChainResult = { expressions: [], parts: [], problems: [], copies: false, guessed: false };
    const self = this.#index.findName(id);
    const owner = ownerOf(id);
    const seen = new Set<number>([self]);
    const queue: number[] = [];
    const addOutside = (name: string, relation: Relation): void => {
      const base = this.#known.of(name);
      if (COPIES.has(relation)) result.copies ||= base.license !== 'NOASSERTION';
      if (base.license === 'NOASSERTION') result.problems.push(`nothing is known about the licence of ${name}`);
      else if (!(stated && ownerOf(name) === owner && owner !== 0 && !COPIES.has(relation))) add(result, base.license, base.canonicalId);
    };
    const visit = (from: number, relation: Relation): void => {
      this.#index.bases(from, (inside, outside) => {
        if (inside >= 0) {
          if (inside === self) result.problems.push('names itself among its bases');
          else if (!seen.has(inside)) {
            if (seen.size > MAX_ANCESTORS) result.problems.push('the chain is too long and was cut off');
            else {
              seen.add(inside);
              queue.push(inside);
              if (COPIES.has(relation) && from === self && this.#index.license(inside) !== 0) result.copies = true;
            }
          }
        } else if (outside !== undefined) addOutside(outside, relation);
        else result.problems.push('a base model is not known');
      });
    };
    if (self >= 0) visit(self, RELATIONS[this.#index.relation(self)]!);
    const family = bases.length === 0 && !known ? baseOfFamily(id, this.#rules) : undefined;
    if (family) {
      addOutside(family.id, family.relation);
      result.guessed = true;
      result.problems.push(family.why);
    }
    for (const base of bases.length === 0 ? (known?.bases ?? []) : []) addOutside(base.name, base.relation);
    for (let at = 0; at < queue.length; at++) {
      const number = queue[at]!;
      const words = this.#index.license(number);
      const sameOwner = owner !== 0 && this.#index.owner(number) === owner;
      if (words !== 0 && !(stated && sameOwner)) add(result, this.#expression(words), 'a base model in the input');
      visit(number, RELATIONS[this.#index.relation(number)]!);
    }
    return result;
  }
}

interface ChainResult {
  expressions: string[];
  parts: { expression: string; via: string }[];
  problems: string[];
  /** The model is a copy of one whose licence is known. */
  copies: boolean;
  /** The base was told by the name alone. */
  guessed: boolean;
}

function add(result: ChainResult, expression: string, via: string): void {
  if (expression === 'NOASSERTION' || result.expressions.includes(expression)) return;
  result.expressions.push(expression);
  result.parts.push({ expression, via });
}

/** Where the weights are: said by the record, known, or implied by what only a repository of weights has. */
function weightsOf(
  record: InputRecord,
  licensed: boolean,
  expression: string,
  known: KnownModel | undefined,
): { value: Facts['weights']['value']; confidence: Confidence; source: string } {
  const stated = record.weights?.toLowerCase();
  if (stated !== undefined && WEIGHTS.has(stated))
    return { value: stated as Facts['weights']['value'], confidence: 'medium', source: 'record' };
  if (known && known.table.weights !== 'unknown') {
    const gated = known.table.weights === 'public' && isGated(record.gated);
    return { value: gated ? 'gated' : known.table.weights, confidence: known.weightsConfidence, source: 'catalogue' };
  }
  if (isGated(record.gated)) return { value: 'gated', confidence: 'medium', source: 'record' };
  if (isUngated(record.gated)) return { value: 'public', confidence: 'medium', source: 'record' };
  if (licensed && list(record.license).some((one) => /^proprietary$/i.test(one)))
    return { value: 'api', confidence: 'low', source: 'record' };
  // A licence of weights is stated where weights are handed out; that they are is inferred, not seen.
  if (licensed && expression !== 'NOASSERTION') return { value: 'public', confidence: 'low', source: 'record states a licence' };
  return { value: 'unknown', confidence: 'low', source: 'nothing known' };
}

const isUngated = (gated: InputRecord['gated']): boolean =>
  gated === false || (typeof gated === 'string' && gated.toLowerCase() === 'false');
const isGated = (gated: InputRecord['gated']): boolean =>
  gated === true || (typeof gated === 'string' && gated !== '' && !isUngated(gated));

function gateOf(record: InputRecord, known: KnownModel | undefined): Facts['gate']['value'] {
  if (record.gated === 'auto' || record.gated === 'manual') return record.gated;
  if (isUngated(record.gated)) return 'none';
  return known?.table.gate ?? 'unknown';
}

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
