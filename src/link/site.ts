/** Places in files that hold no code: their expressions have no scopes, and their names are variables of the environment. */

import type { CodeSummary, FileSummary } from '../types/source.ts';
import type { Site } from '../types/values.ts';

/** A piece of source without scopes marks "not code". */
const NO_CODE: CodeSummary = { language: 'python', scopes: [], bindings: [], imports: [], calls: [], loose: [] };

/**
 * The site for expressions of {@link FileSummary.entries}, {@link FileSummary.commands} and {@link FileSummary.env}: names there are looked
 * up as environment variables, keys of configuration files, and Helm values.
 */
export function fileSite(file: FileSummary): Site {
  return { file, code: NO_CODE, scope: 0 };
}
