/**
 * Recipes that build a model from another one and state a licence for the result: Ollama Modelfiles, Kitfiles, configurations of ModelPack
 * artefacts. The result is no model of the report before it is built; what its licence drops of the terms of its base is.
 */

import { termsOf } from '../classify/terms.ts';
import { regionOf } from '../summarise/region.ts';
import type { Evidence, Facts } from '../types/model.ts';
import type { Project } from '../types/project.ts';
import type { Confidence, Region } from '../types/reference.ts';
import type { Entry, FileFormat, FileSummary } from '../types/source.ts';
import { rankBeside, readTag, union } from './claims.ts';
import type { Subject } from './subject.ts';
import { drops } from './summary.ts';
import type { GatherContext, GatheredModel } from './types.ts';

/** A recipe whose licence is laxer than the terms of a model it builds on. */
export interface LaxerRecipe {
  /** The statement of the licence. */
  at: Region;
  /** Where the recipe names its base. */
  baseAt: Region;
  license: string;
  base: { id: string; name: string; license: string };
  confidence: Confidence;
}

/** Keys that state the licence of what is built, in each kind of recipe; the first that is there counts. `beside`: a key at the root that tells the kind. */
const LICENSE_KEYS: { format: FileFormat; beside?: string; keys: readonly string[] }[] = [
  { format: 'modelfile', keys: ['license'] },
  { format: 'yaml', beside: 'manifestversion', keys: ['model.license', 'package.license'] },
  { format: 'json', beside: 'modelfs', keys: ['descriptor.licenses'] },
  // The configuration of a model image repeats the header of the file that it packs.
  { format: 'json', beside: 'config', keys: ['config.gguf.general.license'] },
];

/** Compares the licence of every recipe with the terms of the models it names. */
export function laxerRecipes(gathered: readonly GatheredModel[], context: GatherContext): LaxerRecipe[] {
  const found: LaxerRecipe[] = [];
  // Only files that name a model build on one.
  const bases = new Map<string, { model: GatheredModel; at: Region }[]>();
  for (const model of gathered) {
    for (const reference of model.model.references) {
      if (!reference.used || reference.local === true) continue;
      const known = bases.get(reference.path);
      if (known) known.push({ model, at: reference });
      else bases.set(reference.path, [{ model, at: reference }]);
    }
  }
  for (const [path, models] of bases) {
    const own = statedLicense(path, context);
    if (own === undefined) continue;
    const terms = termsOf(own.expression, context.rules);
    for (const { model, at } of models) {
      const { license } = model;
      // A doubtful comparison accuses nobody.
      if (license.confidence === 'low' || !isStatedElsewhere(model) || !drops(terms, termsOf(license.expression, context.rules))) continue;
      const base = { id: model.model.id, name: model.model.name, license: license.expression };
      found.push({ at: own.at, baseAt: at, license: own.expression, base, confidence: own.sure ? license.confidence : 'medium' });
    }
  }
  return found.toSorted((a, b) => (a.at.path < b.at.path ? -1 : a.at.path > b.at.path ? 1 : a.baseAt.line - b.baseAt.line));
}

/**
 * The licence that a packing list (Kitfile) states for a file it packs. Other recipes speak of what they build, and not of what they build
 * it from.
 */
export function fromRecipes(facts: Facts, subject: Subject, context: GatherContext): void {
  const rank = rankBeside(facts.claims);
  const seen = new Set<string>();
  for (const { path, used } of subject.model?.references ?? []) {
    if (!used || seen.has(path) || context.project.file(path)?.format !== 'yaml') continue;
    seen.add(path);
    const own = statedLicense(path, context);
    if (!own) continue;
    const evidence: Evidence = { source: 'recipe', path, line: own.at.line };
    const { expression } = own;
    facts.claims.push({
      expression,
      slot: 'weights',
      role: 'declared',
      confidence: own.sure ? 'medium' : 'low',
      evidence: [evidence],
      rank,
    });
  }
}

/** Whether anybody but recipes says what the licence is: two recipes that differ accuse neither. */
const isStatedElsewhere = ({ facts, chain }: GatheredModel): boolean =>
  chain.links.some(({ expression }) => expression !== 'NOASSERTION') ||
  facts.claims.some(({ expression, evidence }) => expression !== 'NOASSERTION' && evidence.some(({ source }) => source !== 'recipe'));

interface Stated {
  expression: string;
  /** A known text or name, and not only the likely reading of one. */
  sure: boolean;
  at: Region;
}

function statedLicense(path: string, context: GatherContext): Stated | undefined {
  const file = context.project.file(path);
  const kinds = LICENSE_KEYS.filter(({ format }) => format === file?.format);
  const summary = kinds.length > 0 ? context.project.summary(path) : undefined;
  if (!summary) return undefined;
  const roots = new Set(summary.entries.map((entry) => String(entry.path[0]).toLowerCase()));
  const entries = kinds
    .filter(({ beside }) => beside === undefined || roots.has(beside))
    .flatMap(({ keys }) => keys.map((key) => entriesOf(summary, key)))
    .find((list) => list.length > 0);
  if (!entries) return undefined;
  const read = entries.map((entry) => readLicense(entry.value, context));
  // What nobody can read may be as strict as the base asks.
  if (read.some(({ expression }) => expression === 'NOASSERTION')) return undefined;
  const first = placeOf(entries[0]!, summary, context.project);
  return { expression: union(read.map(({ expression }) => expression)), sure: read.every(({ sure }) => sure), at: first };
}

/** Entries of a dotted key, or of the items of a list there. */
function entriesOf(summary: FileSummary, key: string): Entry[] {
  return summary.entries.filter(
    ({ path, value }) =>
      value.trim() !== '' &&
      path
        .filter((part) => typeof part === 'string')
        .join('.')
        .toLowerCase() === key &&
      path.length <= 3,
  );
}

/** A name, or the text itself, as Modelfiles hold it. */
function readLicense(value: string, { rules, engine }: GatherContext): { expression: string; sure: boolean } {
  if (value.length < 200 && !value.includes('\n')) {
    const { expression, ambiguous } = readTag(value.trim(), undefined, rules, engine);
    return { expression, sure: !ambiguous };
  }
  const { result, expression } = engine.identify(value);
  return { expression: expression ?? 'NOASSERTION', sure: result === 'identified' };
}

/** A licence text is shown by its first line. */
function placeOf({ at: [start, end] }: Entry, summary: FileSummary, project: Project): Region {
  const text = project.text(summary.path)?.slice(start, end) ?? '';
  const lead = text.length - text.trimStart().length;
  const length = text.trimStart().search(/[\r\n]|$/);
  return regionOf(summary, [start + lead, start + lead + length]);
}
