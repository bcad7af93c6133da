/** Short ways from a name to what is known of it. */
import { classify } from '../../src/classify/index.ts';
import { gatherAll } from '../../src/gather/index.ts';
import type { GatherContext, GatheredModel } from '../../src/gather/index.ts';
import { identify } from '../../src/identify/index.ts';
import { createLicenseEngine } from '../../src/licenses/index.ts';
import { loadRules } from '../../src/rules/index.ts';
import type { Classification } from '../../src/types/model.ts';
import type { Project } from '../../src/types/project.ts';
import type { ModelReference, PublishedModel } from '../../src/types/reference.ts';
import { memoryProject } from '../support/project.ts';

export const rules = loadRules();
export const engine = createLicenseEngine(rules);

/** A used reference in production code. */
export function reference(name: string, more: Partial<ModelReference> = {}): ModelReference {
  return {
    path: 'app.py',
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1 + name.length,
    raw: name,
    name,
    signature: 'test.load',
    how: 'literal',
    target: 'exact',
    usage: 'load',
    role: 'weights',
    scope: 'production',
    used: true,
    confidence: 'high',
    ...more,
  };
}

export const recognised = (references: ModelReference[], published: PublishedModel[] = []) => ({
  references,
  unresolved: [],
  published,
  skipped: [],
});

/** Everything gathered about the models of some references. */
export function gathered(
  references: ModelReference[],
  project: Project = memoryProject({ 'app.py': '' }),
  more: Partial<GatherContext> = {},
): GatheredModel[] {
  const models = identify(recognised(references), rules, project);
  return gatherAll(models, { project, rules, engine, ...more });
}

/** One hub model and its class. */
export function known(
  name: string,
  more: Partial<ModelReference> = { registry: 'huggingface' },
): { found: GatheredModel; openness: Classification } {
  const found = gathered([reference(name, more)])[0]!;
  return { found, openness: classify(found.model, found.facts, found.license, rules) };
}
