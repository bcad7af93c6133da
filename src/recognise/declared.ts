/** Models that the configuration declares because no scanner can see them. */

import { relative, sep } from 'node:path';
import type { LoadedConfig } from '../config/load.ts';
import type { Project } from '../types/project.ts';
import type { ModelReference, Recognised } from '../types/reference.ts';

/** Adds a reference for every entry of `models` in the configuration, at its line, or at the file the entry speaks about. */
export function withDeclaredModels(recognised: Recognised, loaded: LoadedConfig, project: Project): Recognised {
  const declared = loaded.config.models ?? [];
  if (declared.length === 0) return recognised;
  const file = loaded.file === undefined ? undefined : relative(project.root, loaded.file).split(sep).join('/');
  const added = declared.map((entry, i): ModelReference => {
    // A configuration above the scanned folder is no place a report of this folder can point to.
    const own = file !== undefined && !file.startsWith('../');
    const line = entry.path === undefined && own ? loaded.lineOf(['models', i]) : 1;
    const path = entry.path ?? (own ? file : (project.files[0]?.path ?? '.'));
    const colon = entry.id.indexOf(':');
    const reference: ModelReference = {
      path,
      line,
      column: 1,
      endLine: line,
      endColumn: 1,
      raw: entry.id,
      name: colon > 0 ? entry.id.slice(colon + 1) : entry.id,
      signature: 'configuration.models',
      how: 'declared',
      target: 'exact',
      usage: 'load',
      role: 'weights',
      scope: project.file(path)?.scope ?? 'production',
      used: true,
      confidence: 'high',
    };
    if (colon > 0) reference.registry = entry.id.slice(0, colon);
    return reference;
  });
  return { ...recognised, references: [...recognised.references, ...added] };
}
