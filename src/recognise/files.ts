/** Files of weights in the project: the file itself is the reference. */

import type { FileSummary } from '../types/source.ts';
import { RANK } from './context.ts';
import type { Context } from './context.ts';

/** `model-00001-of-00004.safetensors`: the parts after the first are the same model. */
const LATER_PART = /-(?!0*1-of-)\d+-of-\d+\.\w+$|\.part(?!0*1\b)\d+$/;
/** Saved state of a training run, caches and fixtures that share the endings of weights. */
const NO_WEIGHTS = /(?:^|\/)(?:optimizer|scheduler|rng_state|training_args|scaler|random_states|train_state)[\w-]*\.\w+$/;

export function recogniseFiles(context: Context): void {
  for (const file of context.project.files) {
    if (file.format !== 'model-file' || LATER_PART.test(file.path) || NO_WEIGHTS.test(file.path)) continue;
    const summary: FileSummary = context.project.summary(file.path) ?? {
      path: file.path,
      format: file.format,
      bytes: context.project.size(file.path) ?? 0,
      lineStarts: [0],
      code: [],
      entries: [],
      commands: [],
      env: [],
      prose: [],
      directives: [],
      problems: [],
    };
    context.out.add({
      file: { ...summary, lineStarts: [0] },
      at: [0, 0],
      name: file.path,
      signature: 'file.weights',
      registry: 'file',
      how: summary.header ? 'file-header' : 'file',
      usage: 'load',
      used: true,
      confidence: summary.header ? 'high' : 'medium',
      rank: RANK.call,
    });
  }
}
