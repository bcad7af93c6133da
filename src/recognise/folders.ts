/** Folders of this machine where the name of a model stands: which repository they were named after, if any. */

import type { Context } from './context.ts';
import { isFolder, isLocalPath, isWeightFile } from './names.ts';

/**
 * What a value stands for when it is a folder: the catalogue id of the repository it was named after, or `null` when nobody can tell.
 * `undefined` when it is no folder.
 */
export function folderOf(value: string, context: Context): string | null | undefined {
  if (isWeightFile(value) || value.includes('://')) return undefined;
  const nameless = context.knowledge.grade(value) === 'none';
  if (isLocalPath(value) || (nameless && isFolder(value))) return context.knowledge.repositoryOf(value) ?? null;
  // `tools/models/<name>`: deeper than any name of a hub, unless some other registry builds its names so.
  return nameless && value.split('/').length > 2 ? context.knowledge.repositoryOf(value) : undefined;
}
