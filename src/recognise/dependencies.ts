/** References that packages make: a package that is a model, or always loads one, names it in the manifest. */

import type { Dependency } from '../types/dependency.ts';
import type { Project } from '../types/project.ts';
import type { ModelReference, Recognised } from '../types/reference.ts';

/**
 * Adds a reference for every model that a tracked package is or brings, at the line of the manifest that names the package.
 * Development packages do not ship what they bring.
 */
export function withDependencyModels(recognised: Recognised, dependencies: readonly Dependency[], project: Project): Recognised {
  const added: ModelReference[] = [];
  for (const d of dependencies) {
    if (!d.models || d.local) continue;
    const { path, line } = d.manifest;
    const content = project.text(path)?.split('\n', line)[line - 1] ?? '';
    const at = Math.max(0, content.indexOf(d.name));
    const found = content.includes(d.name);
    for (const id of d.models) {
      const colon = id.indexOf(':');
      added.push({
        path,
        line,
        column: at + 1,
        endLine: line,
        endColumn: at + 1 + (found ? d.name.length : 0),
        raw: d.name,
        name: id.slice(colon + 1),
        ...(colon > 0 ? { registry: id.slice(0, colon) } : {}),
        signature: `dependency.${d.ecosystem}`,
        how: 'library-default',
        target: 'exact',
        usage: 'load',
        role: 'weights',
        scope: d.scope === 'development' || d.scope === 'test' ? 'test' : (project.file(path)?.scope ?? 'production'),
        used: true,
        confidence: 'medium',
      });
    }
  }
  return added.length === 0 ? recognised : { ...recognised, references: [...recognised.references, ...added] };
}
