/** Which structured files a program reads: what stands in any other YAML of the tree says nothing about its values. */

import { posix } from 'node:path';
import { LANGUAGES } from '../types/source.ts';
import type { FileFormat } from '../types/source.ts';
import { indexOf, type Link } from './things.ts';

/** File names that frameworks and people give to the configuration of a program. */
const CONVENTIONAL =
  /(?:^|[-_.])(?:app|application|appsettings|settings?|conf|configs?|configuration|cfg|options|params|parameters|hparams|values|defaults?|env|environment)(?:[-_.]|$)/i;
/** Folders of configurations. */
const FOLDER =
  /(?:^|\/)(?:confs?|configs?|configurations?|cfgs?|settings|params|hparams|options|recipes|experiments?|presets|profiles|resources)\//i;
/** Ends of file names in source code; a search for whole names would try every letter of every word. */
const ENDING = /\.(?:ya?ml|json5?|jsonc|toml|ini|cfg|conf|properties)\b/gi;
/** The name in front of an ending. */
const STEM = /[\w-]+$/;
/** Longer names of files are looked at no further. */
const MAX_STEM = 200;
const CODE: ReadonlySet<FileFormat> = new Set([
  ...LANGUAGES.filter((language) => language !== 'sql'),
  'notebook',
  'shell',
  'powershell',
  'dockerfile',
  'makefile',
]);
/** Code searched for file names, in characters. */
const MAX_TOTAL = 48 * 1024 * 1024;

/** Names of structured files that stand in code, scripts and container files. */
function namedInCode(link: Link): ReadonlySet<string> {
  return indexOf(link, 'files named in code', () => {
    const names = new Set<string>();
    let left = MAX_TOTAL;
    for (const file of link.project.files) {
      if (!CODE.has(file.format) || file.scope === 'vendored' || file.local) continue;
      const text = link.project.text(file.path);
      left -= text?.length ?? 0;
      if (left < 0) break;
      let before = 0;
      for (const { 0: ending, index } of text?.matchAll(ENDING) ?? []) {
        const stem = STEM.exec(text?.slice(Math.max(before, index - MAX_STEM), index) ?? '')?.[0];
        if (stem !== undefined) names.add((stem + ending).toLowerCase());
        before = index + ending.length;
      }
    }
    return names;
  });
}

/** Whether programs of the project read the structured file `path`: by its name or folder, or because their code names it. */
export function isReadByCode(link: Link, path: string): boolean {
  const name = posix.basename(path);
  return CONVENTIONAL.test(name) || FOLDER.test(path) || namedInCode(link).has(name.toLowerCase());
}
