/** Facts with evidence, lineage, and the licence over the whole chain. Only this step touches the project, stores and online facts. */

import type { Facts, IdentifiedModel } from '../types/model.ts';
import { chooseClaims } from './claims.ts';
import { factsOf, foldersOf } from './facts.ts';
import { type Subject } from './subject.ts';
import { anatomyOf, resemblances, type Resemblance } from './forensics.ts';
import { FactsMemo, lineage } from './lineage.ts';
import { compareWithBase, licenseSummary } from './summary.ts';
import type { Chain, GatherContext, GatheredModel } from './types.ts';

export type {
  CardFacts,
  Chain,
  ChainLink,
  Clarification,
  GatherContext,
  GatheredModel,
  LaxerClaim,
  LocalStores,
  NegotiatedContract,
  OnlineFacts,
  OnlineModel,
  StoreEntry,
} from './types.ts';
export { lineage, FactsMemo } from './lineage.ts';
export { laxerRecipes, type LaxerRecipe } from './recipes.ts';
export type { Resemblance } from './forensics.ts';
export { compareWithBase, licenseSummary } from './summary.ts';
export { emptyFacts, termsExpression } from './facts.ts';
export { lapsedContract } from './contracts.ts';
export { chooseClaims, readTag, union } from './claims.ts';

/** A model of the project as the question "what is known of it?". */
function asSubject(model: IdentifiedModel, context: GatherContext): Subject {
  const record = model.catalogId === undefined ? undefined : context.rules.model(model.catalogId);
  return { id: model.id, registry: model.registry, name: model.name, model, ...(record ? { record } : {}) };
}

/** Facts about one model, without its chain. */
export function gather(model: IdentifiedModel, context: GatherContext): Facts {
  return factsOf(asSubject(model, context), context);
}

/** Gathers all models of a project; bases that several share are gathered once. Order as given. */
export function gatherAll(models: readonly IdentifiedModel[], context: GatherContext): GatheredModel[] {
  const memo = new FactsMemo(context);
  return models.map((model) => {
    const subject = asSubject(model, context);
    const facts = memo.of(subject);
    const chain = lineage(subject, facts, context, memo);
    return {
      model,
      facts,
      chain,
      license: licenseSummary(model.id, facts, chain, context.rules),
      // A doubtful comparison accuses nobody.
      laxer: compareWithBase(model.id, facts, chain, context.rules).filter(({ confidence }) => confidence !== 'low'),
      conflicts: chooseClaims(facts.claims).conflicts,
      resembles: looksLike(subject, chain, context),
    };
  });
}

/** Compares weights that lie in the tree with known families; models elsewhere are not looked at. */
function looksLike(subject: Subject, chain: Chain, context: GatherContext): Resemblance[] {
  const ids = [subject.id, ...chain.links.map((link) => link.id)];
  return foldersOf(subject, context).flatMap((folder) => {
    const paths = subject.registry === 'file' ? [subject.name] : folder.weights.slice(0, 8);
    const headers = paths.map((path) => folder.header(path)).filter((header) => header !== undefined);
    return resemblances(anatomyOf(folder, folder.tokenizer, headers), ids, context.rules);
  });
}
