/** What a model's own name says of its origin, where nobody states it: copies, families, and what hosts call the models they serve. */

import { baseOfFamily, copiedModel, identityRules, isServed, repositoryOf, type DerivedBase } from '../identify/index.ts';
import type { Evidence, Facts } from '../types/model.ts';
import type { RuleBook } from '../types/rules.ts';
import { RANK, sourceWorth } from './claims.ts';
import { addBase, subjectOf, type Subject } from './subject.ts';
import type { GatherContext } from './types.ts';

/** A licence that somebody lists speaks for the model itself, except for lines whose publisher is known to name a base. */
function byName(name: string, listed: boolean, rules: RuleBook): DerivedBase | undefined {
  if (listed) return baseOfFamily(name, rules, true);
  return copiedModel(name, rules) ?? baseOfFamily(name, rules);
}

/** Registries whose names are chosen by whoever made or copied the model. */
const NAMED_BY_MAKERS: ReadonlySet<string> = new Set(['huggingface', 'file', 'unknown']);

/** A file's name without its folder and its ending, a tag as part of the name; other names as they are. */
function writtenName({ registry, name }: Subject): string {
  if (LOCAL_RUNTIMES.has(registry)) return name.replace(':', '-');
  return registry === 'file' ? name.slice(name.lastIndexOf('/') + 1).replace(/\.[a-z]+$/, '') : name;
}

/** Runtimes whose libraries hold copies of models under short names. */
const LOCAL_RUNTIMES: ReadonlySet<string> = new Set(['ollama', 'docker', 'lmstudio']);

/** A hosted or local model of which no record says a licence: the repository its name stands for, whose terms it has. */
function fromHostedName(facts: Facts, subject: Subject, { rules }: GatherContext): void {
  const { record, model } = subject;
  // A record that says neither licence nor base leaves the question open; any other has answered it.
  const open = record === undefined ? facts.weights.value === 'unknown' : record.license === null && facts.weights.value !== 'api';
  if (facts.baseModels.length > 0 || !open) return;
  const local = LOCAL_RUNTIMES.has(subject.registry);
  const hosted = model?.routes?.some(({ served }) => served === 'unknown' || (served === 'weights' && record !== undefined));
  if (!local && hosted !== true) return;
  const repository = repositoryOf(subject.name, rules);
  if (repository === undefined) return;
  const evidence: Evidence = { source: 'family-rule', note: `${subject.name} is how hosts and runtimes write ${repository}` };
  addBase(facts, subjectOf(repository, rules).id, local ? 'quantized' : 'hosted', 'low', evidence);
}

/** The name of a copy says what it is a copy of, where nobody else does. */
export function fromName(facts: Facts, subject: Subject, context: GatherContext): void {
  fromHostedName(facts, subject, context);
  if (
    facts.baseModels.length > 0 ||
    !(NAMED_BY_MAKERS.has(subject.registry) || LOCAL_RUNTIMES.has(subject.registry)) ||
    (subject.record && isServed(subject.record, identityRules(context.rules)))
  )
    return;
  const worth = subject.record ? sourceWorth(subject.record.licenseSource, context.rules) : undefined;
  const base = byName(writtenName(subject), worth !== undefined && worth.rank >= RANK.catalogue, context.rules);
  if (!base) return;
  const evidence: Evidence = { source: 'family-rule', note: base.why };
  addBase(facts, subjectOf(base.id, context.rules).id, base.relation, base.confidence, evidence);
  if (facts.weights.value === 'unknown' && !subject.model?.routes?.some(({ served }) => served === 'closed'))
    facts.weights = { value: 'public', confidence: 'low', evidence: [evidence] };
}
