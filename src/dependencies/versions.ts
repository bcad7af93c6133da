/** Comparing versions, as far as choosing among the few versions of one package in a lockfile needs it. */

function numbers(version: string): number[] {
  return (/^[v=^~ ]*(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? '').split('.').map(Number);
}

/** Orders by the numeric parts; a pre-release is lower than its release. */
export function compareVersions(one: string, other: string): number {
  const left = numbers(one);
  const right = numbers(other);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(!/\d-/.test(one)) - Number(!/\d-/.test(other));
}

/** Whether a version is in the caret range of a requirement such as `1.2`: the leftmost non-zero number that is given stays. */
function isCompatible(version: string, requirement: string): boolean {
  const wanted = numbers(requirement);
  const given = numbers(version);
  const fixed = Math.max(1, wanted.findIndex((part) => part !== 0) + 1);
  return wanted.slice(0, fixed).every((part, index) => part === (given[index] ?? 0));
}

/** The highest version that fits the requirement; the highest of all when none fits or nothing is required. */
export function bestVersion<T extends { version?: string }>(all: readonly T[], requirement: string | undefined): T | undefined {
  const sorted = all.toSorted((one, other) => compareVersions(other.version ?? '', one.version ?? ''));
  const fitting = requirement === undefined ? undefined : sorted.find((one) => isCompatible(one.version ?? '', requirement));
  return fitting ?? sorted[0];
}
