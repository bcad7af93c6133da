/** What can be seen that a source yields, group by group. A yield is a name and a test on what came out of a sample. */

import type { FileSummary, Expr } from '../../src/types/source.ts';
import { laxerRecipes } from '../../src/gather/index.ts';
import { localStores } from '../../src/gather/stores.ts';
import { modelTree } from '../../src/gather/tree.ts';
import { survey, type Survey } from '../../src/pipeline.ts';
import { children } from '../../src/recognise/expressions.ts';
import type { Evidence } from '../../src/types/model.ts';
import { PLAIN_RUN } from '../support/run.ts';
import { tempProject } from '../support/temp.ts';

export type Files = Record<string, string | Uint8Array>;

/** What came out of one sample. */
interface Seen extends Survey {
  paths: string[];
  summaries: FileSummary[];
}

type Yields<T> = Record<string, (seen: T) => boolean>;

const inSample = (seen: Seen, evidence: readonly Evidence[]): boolean =>
  evidence.some(({ path }) => path !== undefined && seen.paths.includes(path));
const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const facts = (seen: Seen) => seen.gathered.map((one) => one.facts);
const claims = (seen: Seen) => facts(seen).flatMap((one) => one.claims);

/** Sources that name or are models: weights, the files around them, BOMs, recipes. */
const MODELS: Yields<Seen> = {
  model: (seen) => seen.recognised.references.some((one) => one.used && seen.paths.includes(one.path)),
  revision: (seen) => seen.gathered.some(({ model }) => model.revision !== undefined),
  origin: (seen) => facts(seen).some((one) => one.baseModels.some(({ evidence }) => inSample(seen, evidence))),
  licence: (seen) =>
    claims(seen).some(({ evidence }) => inSample(seen, evidence) && evidence.every(({ source }) => source !== 'license-file')),
  'licence text': (seen) => claims(seen).some(({ evidence, role }) => role === 'detected' && inSample(seen, evidence)),
  'licence against the base': (seen) => laxerRecipes(seen.gathered, seen.context).length > 0,
  gate: (seen) => facts(seen).some((one) => inSample(seen, one.gate.evidence)),
  'data sets': (seen) => facts(seen).some((one) => inSample(seen, one.dataInfo.evidence)),
  hash: (seen) =>
    seen.summaries.some((one) => one.header?.sha256 !== undefined) || (seen.scan.models ?? []).some((one) => one.sha256.length > 0),
  metadata: (seen) => seen.summaries.some((one) => Object.keys(one.header?.metadata ?? {}).length > 0),
  shapes: (seen) => seen.summaries.some((one) => Object.keys(one.header?.tensors ?? {}).length > 0),
  'tensor count': (seen) => seen.summaries.some((one) => (one.header?.tensorCount ?? 0) > 0),
  architecture: (seen) =>
    seen.paths.some((path) => {
      const folder = modelTree(seen.project).folderOfFile(path);
      return (folder.config ?? []).length > 0 || folder.tokenizer.length > 0;
    }),
  /** Parts share what is said of the whole: a card above the folder of the weights, or one reference for all files of a set. */
  parts: (seen) => {
    const files = seen.project.files.filter(({ format }) => format === 'model-file').map(({ path }) => path);
    const inFiles = seen.recognised.references.filter((one) => one.used && files.includes(one.path)).length;
    const fromAbove = files.some((path) =>
      claims(seen).some(({ evidence }) =>
        evidence.some((one) => one.path !== undefined && folderOf(path).startsWith(`${folderOf(one.path)}/`)),
      ),
    );
    return (files.length > 1 && inFiles === 1) || fromAbove;
  },
  'published model': (seen) => seen.recognised.published.length > 0,
  'packages beside it': (seen) => seen.scan.dependencies.length > 0,
};

/** Manifests, lockfiles and installed packages. */
const PACKAGES: Yields<Seen> = {
  packages: (seen) => seen.scan.dependencies.some((one) => one.workspace !== true),
  'own package': (seen) => seen.scan.dependencies.some((one) => one.workspace === true),
  'exact versions': (seen) => seen.scan.dependencies.some((one) => one.version !== undefined && one.workspace !== true),
  'version ranges': (seen) => seen.scan.dependencies.some((one) => one.requested !== undefined),
  direct: (seen) => seen.scan.dependencies.some((one) => one.direct && one.workspace !== true),
  chains: (seen) => seen.scan.dependencies.some((one) => one.chain !== undefined),
  scopes: (seen) => new Set(seen.scan.dependencies.filter((one) => one.workspace !== true).map((one) => one.scope)).size > 1,
  'a reason why not': (seen) => [...seen.scan.skipped, ...seen.project.skipped].some(({ path }) => seen.paths.includes(path)),
  licences: (seen) =>
    seen.scan.dependencies.some((one) => one.workspace !== true && one.license.claims.some(({ evidence }) => inSample(seen, evidence))),
};

function* expressions(summary: FileSummary): Generator<Expr> {
  const roots = summary.code.flatMap((code) => [
    ...code.bindings.flatMap(({ value }) => value ?? []),
    ...code.calls.map(({ call }) => call),
    ...code.loose.map(({ expr }) => expr),
    ...code.scopes.flatMap(({ params = [], returns = [] }) => [...params.flatMap(({ def }) => def ?? []), ...returns]),
  ]);
  for (let at = 0; at < roots.length && at < 10_000; at++) {
    yield roots[at]!;
    roots.push(...children(roots[at]!));
  }
}

const code = (seen: Seen) => seen.summaries.flatMap((one) => one.code);
const has = (seen: Seen, kind: Expr['k']): boolean => seen.summaries.some((one) => [...expressions(one)].some(({ k }) => k === kind));

/** Languages and formats of text. */
const TEXT: Yields<Seen> = {
  model: (seen) => seen.recognised.references.some((one) => one.used && !one.path.endsWith('helper.txt')),
  'keys and values': (seen) => seen.summaries.some((one) => one.entries.length > 0),
  'several documents': (seen) => seen.summaries.some((one) => one.entries.some(({ doc }) => (doc ?? 0) > 0)),
  interpolation: (seen) =>
    seen.summaries.some((one) => one.entries.some(({ expr }) => expr !== undefined) || one.env.some(({ value }) => value.k !== 'str')),
  variables: (seen) => seen.summaries.some((one) => one.env.length > 0),
  commands: (seen) => seen.summaries.some((one) => one.commands.length > 0),
  images: (seen) => seen.summaries.some((one) => [...one.commands, ...one.env].some(({ image }) => image !== undefined)),
  imports: (seen) => code(seen).some((one) => one.imports.length > 0),
  bindings: (seen) => code(seen).some((one) => one.bindings.some(({ kind }) => kind === 'assign')),
  fields: (seen) => code(seen).some((one) => one.bindings.some(({ kind }) => kind === 'field')),
  enumerations: (seen) => code(seen).some((one) => one.bindings.some(({ kind }) => kind === 'enum')),
  calls: (seen) => code(seen).some((one) => one.calls.length > 0),
  functions: (seen) => code(seen).some((one) => one.scopes.some(({ kind }) => kind === 'function')),
  classes: (seen) => code(seen).some((one) => one.scopes.some(({ kind }) => kind === 'class')),
  defaults: (seen) => code(seen).some((one) => one.scopes.some(({ params = [] }) => params.some(({ def }) => def !== undefined))),
  annotations: (seen) =>
    code(seen).some(
      (one) =>
        one.bindings.some(({ decorators = [] }) => decorators.length > 0) ||
        one.scopes.some(({ decorators = [] }) => decorators.length > 0),
    ),
  'joined text': (seen) => has(seen, 'cat'),
  alternatives: (seen) => has(seen, 'alt'),
  tables: (seen) => has(seen, 'dict'),
  lists: (seen) => has(seen, 'list'),
  comments: (seen) => seen.summaries.some((one) => one.prose.some(({ kind }) => kind === 'comment' || kind === 'docstring')),
  prose: (seen) => seen.summaries.some((one) => one.prose.some(({ kind }) => kind === 'markdown' || kind === 'text')),
  directives: (seen) => seen.summaries.some((one) => one.directives.length > 0),
};

interface StoreSeen {
  entry: ReturnType<ReturnType<typeof localStores>['find']>;
}

const STORES: Yields<StoreSeen> = {
  weights: ({ entry }) => entry?.hasWeights === true,
  card: ({ entry }) => entry?.card?.license !== undefined,
  origin: ({ entry }) => (entry?.card?.baseModels.length ?? 0) > 0,
  'licence text': ({ entry }) => (entry?.licenseTexts.length ?? 0) > 0,
  revision: ({ entry }) => entry?.revision !== undefined,
};

/** The yields that each group of sources can have. */
export const GROUPS = { models: MODELS, packages: PACKAGES, text: TEXT, stores: STORES } as const;
export type Group = keyof typeof GROUPS;

const observed = <T>(yields: Yields<T>, seen: T): string[] => Object.keys(yields).filter((name) => yields[name]!(seen));

/** What a sample of files yields. `only`: the files that are the source itself; others stand beside it. */
export async function observeFiles(
  group: Exclude<Group, 'stores'>,
  files: Files,
  only: readonly string[] = Object.keys(files),
): Promise<string[]> {
  const root = tempProject(files);
  const found = await survey(root, PLAIN_RUN);
  const summaries = only.map((path) => found.project.summary(path)).filter((one) => one !== undefined);
  return observed(GROUPS[group], { ...found, paths: [...only], summaries });
}

/** What a store in a home folder of these files yields for a model. */
export function observeStore(files: Files, registry: string, name: string): string[] {
  const home = tempProject(files);
  return observed(STORES, { entry: localStores({ env: {}, home }).find(registry, name) });
}
