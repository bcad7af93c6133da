/** Files of weights in the project: the file itself is the reference. */

import type { FileSummary } from '../types/source.ts';
import { emptySummary, lineStartsOf } from '../summarise/region.ts';
import { RANK } from './context.ts';
import type { Context } from './context.ts';
import { LATER_PART } from './names.ts';

/** Saved state of a training run, caches and fixtures that share the endings of weights. */
const NO_WEIGHTS = /(?:^|\/)(?:optimizer|scheduler|rng_state|training_args|scaler|random_states|train_state)[\w-]*\.\w+$/;

/** Lists of files that go into a package. */
const PACKING_LIST = /(?:^|\/)(?:MANIFEST\.in|package_data\.txt|\.npmignore)$/;

/** Files of weights that a packing list names. */
export function recognisePackingLists(context: Context): void {
  const weights = context.project.files.filter((file) => file.format === 'model-file');
  if (weights.length === 0) return;
  for (const file of context.project.files) {
    if (!PACKING_LIST.test(file.path)) continue;
    const text = context.project.text(file.path);
    if (text === undefined) continue;
    for (const match of text.matchAll(/^(?:include|recursive-include)[ \t]+(\S+)[ \t]*$/gm)) {
      const name = match[1] as string;
      if (!weights.some((entry) => entry.path === name || entry.path.endsWith(`/${name}`))) continue;
      const start = match.index + match[0].indexOf(name);
      const summary = standIn(file.path, context, lineStartsOf(text));
      context.out.add({
        file: summary,
        at: [start, start + name.length],
        signature: 'file.packing-list',
        registry: 'file',
        how: 'config',
        usage: 'load',
        used: true,
        rank: RANK.file,
      });
    }
  }
}

/** A summary for a file that has none, to report it with. */
function standIn(path: string, context: Context, lineStarts: number[]): FileSummary {
  return emptySummary(path, 'text', context.project.size(path) ?? 0, lineStarts);
}

/** Pickles hold anything; only a name that speaks of a model makes one a model. */
const PICKLE = /\.(?:pkl|pickle|joblib|bin|npz|npy|dat|pb)$/i;
const SPEAKS_OF_MODELS = /model|classif|regress|estimator|weights|checkpoint|pipeline|detector|encoder|embedding/i;

/** Finds the weights files of the project; of a set in parts only the first counts. */
export function recogniseFiles(context: Context): void {
  for (const file of context.project.files) {
    if (file.format !== 'model-file' || LATER_PART.test(file.path) || NO_WEIGHTS.test(file.path)) continue;
    if (PICKLE.test(file.path) && !SPEAKS_OF_MODELS.test(file.path.split('/').slice(-2).join('/'))) continue;
    const summary = context.project.summary(file.path) ?? standIn(file.path, context, [0]);
    // A file whose content is of no known format is a model by its name alone.
    const known = summary.header !== undefined && (summary.header.format !== 'other' || Object.keys(summary.header.metadata).length > 0);
    context.out.add({
      file: { ...summary, lineStarts: [0] },
      at: [0, 0],
      name: file.path,
      signature: 'file.weights',
      registry: 'file',
      how: known ? 'file-header' : 'file',
      usage: 'load',
      used: true,
      confidence: known ? 'high' : 'medium',
      rank: RANK.call,
    });
  }
}
