/** Package URLs of models. */

import { createRequire } from 'node:module';

interface PurlClass {
  new (type: string, namespace: string | undefined, name: string, version?: string): { toString(): string };
}
let library: PurlClass | undefined;

/**
 * Package URL of a model: `pkg:huggingface/org/name@revision` for the hub, `pkg:generic/<registry>/<name>` for the rest. `undefined` for
 * names that stand for no single model (`*`), for files of the project and for names nobody can place.
 */
export function purlOf(registry: string, name: string, revision?: string): string | undefined {
  if (name.endsWith('*') || registry === 'file' || registry === 'unknown' || registry === 'url') return undefined;
  library ??= (createRequire(import.meta.url)('packageurl-js') as { PackageURL: PurlClass }).PackageURL;
  const slash = name.lastIndexOf('/');
  const namespace = slash > 0 ? name.slice(0, slash) : undefined;
  const last = slash > 0 ? name.slice(slash + 1) : name;
  try {
    if (registry === 'huggingface') return new library('huggingface', namespace, last, revision).toString();
    return new library('generic', namespace === undefined ? registry : `${registry}/${namespace}`, last, revision).toString();
  } catch {
    // A name that no package URL can hold has none.
    return undefined;
  }
}
