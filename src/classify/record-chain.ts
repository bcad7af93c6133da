/** What the bases of a record demand: those it names, those above them in the input, and those that catalogue and rules know. */

import { baseOfFamily, copiedModel, hasLines, identifyName } from '../identify/index.ts';
import { hashName } from '../rules/names.ts';
import type { Relation } from '../types/reference.ts';
import type { RuleBook } from '../types/rules.ts';
import type { InputIndex } from './input-index.ts';
import type { KnownModel, KnownModels } from './known-models.ts';
import { termsOf } from './terms.ts';

/** Relations that a record may state. */
export const RELATIONS: readonly Relation[] = ['unknown', 'finetune', 'adapter', 'merge', 'quantized', 'conversion', 'hosted', 'distilled'];
const COPIES = new Set<Relation>(['quantized', 'conversion', 'hosted']);
/** Ancestors followed per record; real chains are shorter than ten. What is cut off is unknown, and so not free. */
const MAX_ANCESTORS = 256;
/** Bases followed per record; a chain with more is cut off. */
export const MAX_BASES = 256;

/** Number that stands for the owner of an id; 0 without one. */
export const ownerOf = (id: string): number => {
  const slash = id.indexOf('/');
  return slash > 0 ? hashName(id.slice(0, slash).toLowerCase()).high || 1 : 0;
};

/** What the ancestors of one record say about its licence. */
export interface ChainResult {
  expressions: string[];
  parts: { expression: string; via: string }[];
  problems: string[];
  /** The model is a copy of one whose licence is known. */
  copies: boolean;
  /** The base was told by the name alone. */
  guessed: boolean;
  /** Not all ancestors were looked at. */
  incomplete: boolean;
}

/** The licence of a base by its name, when catalogue or rules say one; also for names that only tell the family. */
export function baseLicense(written: string, rules: RuleBook, known: KnownModels): { expression: string; via: string } | undefined {
  const name = plainName(written, rules);
  if (known.mayKnow(name)) {
    const base = known.of(name);
    if (base.license !== 'NOASSERTION' && base.table.weights !== 'api') return { expression: base.license, via: base.canonicalId };
  }
  const told = copiedModel(name, rules) ?? baseOfFamily(name, rules) ?? familyOfPath(name, rules);
  const base = told && known.of(told.id);
  return base === undefined || base.license === 'NOASSERTION' ? undefined : { expression: base.license, via: base.canonicalId };
}

/** A path or a name without organisation tells its family by its last part. */
function familyOfPath(name: string, rules: RuleBook): ReturnType<typeof baseOfFamily> {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last === name ? undefined : baseOfFamily(last, rules);
}

/** A base as an address, with a revision or in the form of a cache folder is the model it means. */
export function plainName(written: string, rules: RuleBook): string {
  const name = written.trim();
  if (name.startsWith('models--')) return name.slice('models--'.length).replace('--', '/');
  if (!/[:@]|^hf\.co\//.test(name)) return name.replace(/\/+$/, '');
  const found = identifyName({ name: name.replace(/^([\w.-]+\/[\w.-]+)@[\w.-]+$/, '$1') }, rules);
  return found.registry === 'huggingface' ? found.name : name;
}

/** What is asked of the chain of one record. */
export interface ChainQuestion {
  id: string;
  bases: readonly string[];
  relation: Relation;
  /** The record states a licence of its own. */
  stated: boolean;
  known: KnownModel | undefined;
}

/** Follows chains through the input; `licenseOf` reads the licence with a number of the index. */
export class RecordChains {
  readonly #rules: RuleBook;
  readonly #index: InputIndex;
  readonly #known: KnownModels;
  readonly #licenseOf: (number: number) => string;

  constructor(rules: RuleBook, index: InputIndex, known: KnownModels, licenseOf: (number: number) => string) {
    this.#rules = rules;
    this.#index = index;
    this.#known = known;
    this.#licenseOf = licenseOf;
  }

  /** Licences of all ancestors, in the input and outside of it. */
  of(question: ChainQuestion): ChainResult {
    const { id, bases, relation, known } = question;
    const result: ChainResult = { expressions: [], parts: [], problems: [], copies: false, guessed: false, incomplete: false };
    const self = this.#index.findName(id);
    const seen = new Set<number>([self]);
    const queue: number[] = [];
    const follow = (inside: number): void => {
      if (inside === self) result.problems.push('names itself among its bases');
      else if (!seen.has(inside) && seen.size > MAX_ANCESTORS) result.incomplete = true;
      else if (!seen.has(inside)) {
        seen.add(inside);
        queue.push(inside);
      }
    };
    for (const written of bases.slice(0, MAX_BASES)) this.#direct(written, question, result, follow);
    if (bases.length > MAX_BASES) result.incomplete = true;
    for (const base of bases.length === 0 ? (known?.bases ?? []) : []) {
      this.#outside(base.name, this.#known.of(base.name).license, base.relation, question, result);
    }
    if (bases.length === 0 && known) result.guessed = known.guessed;
    if (result.expressions.length === 0 && !known?.listed) this.#byName(id, relation, question, result);
    for (let at = 0; at < queue.length; at++) this.#above(queue[at]!, question, result, follow);
    if (result.incomplete) result.problems.push('the chain is too long and was cut off');
    return result;
  }

  #direct(written: string, question: ChainQuestion, result: ChainResult, follow: (inside: number) => void): void {
    const outside = baseLicense(written, this.#rules, this.#known);
    const inside = this.#index.findName(plainName(written, this.#rules));
    if (outside) this.#outside(written, outside.expression, question.relation, question, result, outside.via);
    if (inside >= 0) {
      if (COPIES.has(question.relation) && this.#index.license(inside) !== 0) result.copies = true;
      follow(inside);
    } else if (!outside) result.problems.push(`nothing is known about the licence of ${written.slice(0, 200)}`);
  }

  #outside(name: string, license: string, relation: Relation, question: ChainQuestion, result: ChainResult, via = name): void {
    if (license === 'NOASSERTION') {
      result.problems.push(`nothing is known about the licence of ${name}`);
      return;
    }
    if (COPIES.has(relation)) result.copies = true;
    const own = !COPIES.has(relation) && this.#sameOwner(ownerOf(name), license, question);
    if (!own) add(result, license, via);
  }

  /** Where nobody states a base that is known, the name of a copy or of a family gives a lower bound. */
  #byName(id: string, relation: Relation, question: ChainQuestion, result: ChainResult): void {
    const told = copiedModel(id, this.#rules) ?? baseOfFamily(id, this.#rules);
    if (!told) return;
    const { license, canonicalId } = this.#known.of(told.id);
    this.#outside(told.id, license, told.relation === 'unknown' ? relation : told.relation, question, result, canonicalId);
    result.guessed = true;
    result.problems.push(told.why);
  }

  #above(number: number, question: ChainQuestion, result: ChainResult, follow: (inside: number) => void): void {
    const license = this.#index.license(number);
    if (license !== 0) {
      const expression = this.#licenseOf(license);
      if (!this.#sameOwner(this.#index.owner(number), expression, question)) add(result, expression, 'a base model in the input');
    }
    this.#index.bases(number, (inside, outside) => {
      if (inside >= 0) follow(inside);
      if (outside !== undefined) add(result, outside, 'a base model of a base model');
      else if (inside < 0) result.problems.push('a base model of a base model is not known');
    });
  }

  /**
   * An owner may license its own work anew. Terms that somebody else wrote for his models are not its own: an account that makes one
   * model after the other from Llama cannot drop Llama's terms on the way.
   */
  #sameOwner(owner: number, expression: string, { id, stated }: ChainQuestion): boolean {
    if (!stated || owner === 0 || owner !== ownerOf(id)) return false;
    return hasLines(id, this.#rules) || termsOf(expression, this.#rules).leaves.every(({ record }) => record?.owner === undefined);
  }
}

function add(result: ChainResult, expression: string, via: string): void {
  if (expression === 'NOASSERTION' || result.expressions.includes(expression)) return;
  result.expressions.push(expression);
  result.parts.push({ expression, via });
}
