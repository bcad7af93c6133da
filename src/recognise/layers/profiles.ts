/** Files that set values over another file of their folder when a profile, stage or environment is chosen (`rules/layers`). */

import type { Project } from '../../types/project.ts';
import type { RuleBook } from '../../types/rules.ts';
import type { FileSummary } from '../../types/source.ts';
import { baseOf, folderOf } from './compose.ts';
import type { Layer, Marks } from './marks.ts';

interface ProfileRule {
  base: string;
  over: string;
  beside?: string;
  folder?: string;
  prefix?: string;
  word: string;
}

/** Files that set values for one profile are seldom more than a dozen. */
const MAX_FILES = 50;

/** One key in all spellings: dots between parts, no dashes, no case. */
const keyOf = (path: readonly (string | number)[]): string => path.join('.').toLowerCase().replaceAll(/[-_]/g, '');

/** States which values of a base file give way under a profile, and which take their place. */
export function profileLayers(project: Project, paths: ReadonlySet<string>, rules: RuleBook, marks: Marks): void {
  const all = rules.data?.<{ profiles: ProfileRule[] }>('layers/profiles.json').profiles ?? [];
  const folders = new Map<string, string[]>();
  // Only folders in which something is named have anything to say.
  const wanted = new Set([...paths].map((path) => folderOf(path)));
  for (const { path, local } of project.files) {
    if (local === true || !wanted.has(folderOf(path))) continue;
    const known = folders.get(folderOf(path));
    if (known) known.push(baseOf(path));
    else folders.set(folderOf(path), [baseOf(path)]);
  }
  for (const [folder, names] of folders) {
    for (const rule of all) inFolder(folder, names, rule, project, marks);
  }
}

function inFolder(folder: string, names: readonly string[], rule: ProfileRule, project: Project, marks: Marks): void {
  const [base, over] = [new RegExp(rule.base), new RegExp(rule.over)];
  const bases = names.filter((name) => base.test(name));
  if (bases.length === 0) return;
  if (rule.folder !== undefined && !new RegExp(rule.folder).test(folder)) return;
  if (rule.beside !== undefined && !names.some((name) => new RegExp(rule.beside!).test(name))) return;
  const read = (name: string): FileSummary | undefined => project.summary(folder === '' ? name : `${folder}/${name}`);
  const plain = new Map<string, Layer>();
  const profiled: { profile: string; key: string; layer: Layer }[] = [];
  const prefix = rule.prefix === undefined ? undefined : new RegExp(rule.prefix);
  for (const name of bases) {
    for (const [key, layer] of layersOf(read(name))) {
      const profile = prefix?.exec(key)?.[1];
      if (profile === undefined) plain.set(key, layer);
      else profiled.push({ profile, key: key.replace(prefix!, ''), layer });
    }
  }
  for (const name of names.filter((one) => over.test(one)).slice(0, MAX_FILES)) {
    const profile = over.exec(name)?.groups?.['profile'] ?? name;
    for (const [key, layer] of layersOf(read(name))) profiled.push({ profile, key, layer });
  }
  for (const { profile, key, layer } of profiled) {
    const below = plain.get(key);
    if (below) marks.add([layer, below], folder, `with ${rule.word} ${profile}`);
  }
}

function* layersOf(file: FileSummary | undefined): Generator<[string, Layer]> {
  for (const { path, value, at } of file?.entries ?? []) if (file && value !== '') yield [keyOf(path), { file, at, value }];
}
