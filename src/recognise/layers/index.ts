/**
 * Layers of configuration that contradict each other: every place stays a reference, and where the precedence is known each says whether
 * its value takes effect. Nothing is dropped, since the layer above may be left out when the project is run another way.
 */

import type { Project } from '../../types/project.ts';
import type { Recognised } from '../../types/reference.ts';
import type { RuleBook } from '../../types/rules.ts';
import { codeDefaults, type CodeDefault } from './code.ts';
import { composeLayers } from './compose.ts';
import { Marks, startOf, type Layer } from './marks.ts';
import { profileLayers } from './profiles.ts';

/** Adds {@link ModelReference.layer} to the references whose value another layer contradicts. */
export function withLayers(recognised: Recognised, project: Project, rules: RuleBook): Recognised {
  const used = recognised.references.filter((one) => one.used && one.local !== true);
  if (used.length < 2) return recognised;
  const marks = new Marks();
  const defaults = codeDefaults(used, project);
  const built = composeLayers(project, defaults, marks);
  imageLayers(project, defaults, built, marks);
  dotenvLayers(project, defaults, marks);
  profileLayers(project, new Set(used.map(({ path }) => path)), rules, marks);
  if (marks.isEmpty) return recognised;
  const references = recognised.references.map((reference) => {
    const file = reference.used ? project.summary(reference.path) : undefined;
    const layer = file && marks.of(reference.path, startOf(reference, file));
    return layer ? Object.assign({}, reference, { layer }) : reference;
  });
  return { ...recognised, references };
}

/** Images that no compose file builds: their `ENV` over the defaults of the code below their folder. */
function imageLayers(project: Project, defaults: readonly CodeDefault[], built: ReadonlySet<string>, marks: Marks): void {
  if (defaults.length === 0) return;
  for (const { path, format, local } of project.files) {
    if (local === true || format !== 'dockerfile' || built.has(path)) continue;
    for (const { above, layer } of overDefaults(path, defaults, project)) marks.add([above, layer], `the image of ${path}`);
  }
}

/** A `.env` over the defaults of code below its folder counts where it is loaded; what containers get is known better. */
function dotenvLayers(project: Project, defaults: readonly CodeDefault[], marks: Marks): void {
  if (defaults.length === 0) return;
  for (const { path, local } of project.files) {
    if (local === true || !/(?:^|\/)\.env$/.test(path)) continue;
    for (const { above, layer } of overDefaults(path, defaults, project)) {
      if (!marks.knows(layer)) marks.add([above, layer], path, `where ${path} is loaded`);
    }
  }
}

/** The settings of a file that take the place of defaults in the code below its folder. */
function overDefaults(path: string, defaults: readonly CodeDefault[], project: Project): { above: Layer; layer: Layer }[] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const found: { above: Layer; layer: Layer }[] = [];
  for (const { variable, layer } of defaults) {
    if (!layer.file.path.startsWith(folder)) continue;
    const file = project.summary(path);
    const set = (file?.env ?? []).filter((one) => one.name === variable && one.value.k === 'str' && one.value.v !== '');
    // Several stages may set it differently; which one is built nobody knows.
    const [only, ...more] = set;
    if (file && only?.value.k === 'str' && more.length === 0) found.push({ above: { file, at: only.at, value: only.value.v }, layer });
  }
  return found;
}
