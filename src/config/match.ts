/** Patterns of the configuration against ids. */

/** Whether `id` matches a pattern in which `*` stands for anything. Case does not matter, as on the Hub. */
export function matches(pattern: string, id: string): boolean {
  if (!pattern.includes('*')) return pattern.toLowerCase() === id.toLowerCase();
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`, 'i').test(id);
}

/** Whether a pattern names a model by its id, or by its name without the registry. */
export function matchesModel(pattern: string, { id }: { id: string }): boolean {
  return matches(pattern, id) || matches(pattern, id.slice(id.indexOf(':') + 1));
}

/** Whether a pattern names a package by its package URL, with or without version, or by its name. */
export function matchesDependency(pattern: string, dependency: { purl: string; name: string }): boolean {
  return (
    matches(pattern, dependency.purl) || matches(pattern, dependency.purl.replace(/@[^@/]*$/, '')) || matches(pattern, dependency.name)
  );
}
