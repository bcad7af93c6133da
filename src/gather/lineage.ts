/** Where a model comes from: its bases and theirs. Cycles, unknown bases and endless chains end in a sentence, not in a loop. */

import type { Facts } from '../types/model.ts';
import type { Confidence } from '../types/reference.ts';
import { weakest } from '../classify/confidence.ts';
import { chooseClaims } from './claims.ts';
import { emptyFacts, factsOf } from './facts.ts';
import { subjectOf, type Subject } from './subject.ts';
import type { Chain, ChainLink, GatherContext } from './types.ts';

/** Longest chain and most ancestors followed. Real chains are shorter than ten. */
export const MAX_DEPTH = 24;
export const MAX_LINKS = 200;

/** Facts of models met on the way, so that a base shared by many derivatives is gathered once per run. */
export class FactsMemo {
  readonly #context: GatherContext;
  readonly #known = new Map<string, Facts>();

  constructor(context: GatherContext) {
    this.#context = context;
  }

  of(subject: Subject): Facts {
    const key = subject.model ? `model ${subject.id}` : subject.id.toLowerCase();
    const known = this.#known.get(key);
    if (known) return known;
    const made = factsOf(subject, this.#context);
    this.#known.set(key, made);
    return made;
  }
}

/** Follows the bases of a model upwards, breadth first, each ancestor once. */
export function lineage(subject: Subject, facts: Facts, context: GatherContext, memo: FactsMemo): Chain {
  const chain: Chain = { links: [], problems: [] };
  const seen = new Set([subject.id.toLowerCase()]);
  let level: { id: string; facts: Facts; confidence: Confidence }[] = [{ id: subject.id, facts, confidence: 'high' }];
  for (let depth = 1; level.length > 0; depth++) {
    const next: typeof level = [];
    for (const child of level) {
      for (const base of child.facts.baseModels) {
        const key = base.id.toLowerCase();
        if (key === subject.id.toLowerCase()) {
          chain.problems.push(`${child.id} names ${base.id} as its base, which closes a circle`);
          continue;
        }
        if (seen.has(key)) continue;
        if (depth > MAX_DEPTH || chain.links.length >= MAX_LINKS) {
          chain.problems.push(`the chain above ${child.id} is longer than ${MAX_DEPTH} steps or ${MAX_LINKS} models and was cut off`);
          return chain;
        }
        seen.add(key);
        const link = linkTo(child, base, depth, context, memo);
        if (link.facts.weights.value === 'unknown' && link.expression === 'NOASSERTION') {
          chain.problems.push(`nothing is known about ${base.id}, the base of ${child.id}`);
        }
        chain.links.push(link);
        next.push({ id: link.id, facts: link.facts, confidence: link.confidence });
      }
    }
    level = next;
  }
  return chain;
}

/** An ancestor is no surer than the way to it. */
function linkTo(
  child: { id: string; confidence: Confidence },
  base: Facts['baseModels'][number],
  depth: number,
  context: GatherContext,
  memo: FactsMemo,
): ChainLink {
  const colon = base.id.indexOf(':');
  const name = base.id.slice(colon + 1);
  const registry = base.id.slice(0, colon);
  const subject = registry === 'huggingface' ? subjectOf(name, context.rules) : { id: base.id, registry, name };
  const facts = base.id === child.id ? emptyFacts() : memo.of(subject);
  const chosen = chooseClaims(facts.claims);
  return {
    id: base.id,
    relation: base.relation,
    depth,
    child: child.id,
    confidence: weakest(child.confidence, base.confidence),
    evidence: base.evidence,
    facts,
    expression: chosen.expression,
    licenseConfidence: chosen.confidence,
  };
}
