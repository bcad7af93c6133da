/**
 * Statements of a publisher about a whole line of models (`rules/identity/publishers.yaml`): a repository README or LICENSE that says
 * under which terms all models of a name are. Read by somebody, with source and date; narrower than a card, wider than one record.
 */

import type { Evidence, Fact, Facts, LicenseClaim } from '../types/model.ts';
import type { Confidence } from '../types/reference.ts';
import type { RuleBook } from '../types/rules.ts';
import { lineOf } from '../identify/lines.ts';
import { RANK, readTag, union } from './claims.ts';
import type { Subject } from './subject.ts';

interface Statement {
  models: RegExp[];
  except: RegExp[];
  license: string;
  confidence: Confidence;
  weights: Facts['weights']['value'] | undefined;
  codeOnly: boolean;
  source: string;
  checkedOn: string;
}

const cache = new WeakMap<RuleBook, Statement[]>();

interface RawStatement {
  models: string[];
  except?: string[];
  license: string;
  confidence?: Confidence;
  weights?: Facts['weights']['value'];
  /** Licences listed elsewhere are the code's, by this source. */
  codeOnly?: boolean;
  source: string;
}

function statements(rules: RuleBook): Statement[] {
  const known = cache.get(rules);
  if (known) return known;
  const raw = rules.data?.<{ checkedOn: string; statements: RawStatement[] }>('identity/publishers.json');
  const compile = (list: string[]): RegExp[] => list.map((one) => new RegExp(`^(?:${one})$`, 'i'));
  const made = (raw?.statements ?? []).map(({ models, except, confidence, license, weights, codeOnly, source }) => ({
    codeOnly: codeOnly === true,
    license,
    source,
    weights,
    models: compile(models),
    except: compile(except ?? []),
    confidence: confidence ?? 'medium',
    checkedOn: raw!.checkedOn,
  }));
  cache.set(rules, made);
  return made;
}

/** Claims that a publisher's statement makes about a model, and where its weights are when the statement says so. */
export function publisherClaims(
  subject: Subject,
  rules: RuleBook,
): { claims: LicenseClaim[]; weights?: Fact<Facts['weights']['value']>; codeOnly?: boolean } {
  const found = statements(rules).find(
    ({ models, except }) => models.some((one) => one.test(subject.id)) && !except.some((one) => one.test(subject.id)),
  );
  if (!found) return { claims: [] };
  const evidence: Evidence = { source: 'publisher', note: found.source, retrieved: found.checkedOn };
  const { expression } = readTag(found.license, undefined, rules);
  const claim: LicenseClaim = {
    expression,
    slot: 'weights',
    role: 'declared',
    confidence: found.confidence,
    evidence: [evidence],
    rank: RANK.catalogue,
  };
  const weights = found.weights && { value: found.weights, confidence: found.confidence, evidence: [evidence] };
  return { claims: [claim], codeOnly: found.codeOnly, ...(weights ? { weights } : {}) };
}

/**
 * Claims for a model of which nothing else says a licence, by the line of its publisher that its name belongs to. A row without a source
 * is memory: low confidence, lowest rank.
 */
export function lineClaims(subject: Subject, rules: RuleBook): { claims: LicenseClaim[]; weights?: Fact<Facts['weights']['value']> } {
  if (subject.registry !== 'huggingface' && subject.registry !== 'modelscope') return { claims: [] };
  const line = lineOf(subject.name, rules);
  if (!line) return { claims: [] };
  const evidence: Evidence = {
    source: line.source === undefined ? 'memory' : 'publisher',
    note: line.source ?? `${subject.name} belongs to a line of models known under this licence (memory, unverified)`,
    retrieved: line.checkedOn,
  };
  const confidence: Confidence = line.source === undefined ? 'low' : 'medium';
  const weights = { value: line.weights, confidence, evidence: [evidence] };
  const expression = union(line.licenses.map((one) => readTag(one, undefined, rules).expression));
  if (line.weights === 'api' || line.weights === 'none') return { claims: [], weights };
  const rank = line.source === undefined ? RANK.memory : RANK.catalogue;
  return { claims: [{ expression, slot: 'weights', role: 'declared', confidence, evidence: [evidence], rank }], weights };
}
