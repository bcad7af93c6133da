/** From the roots of a dependency graph to every package: scope, directness and the shortest chain. */

import type { DependencyScope } from '../types/dependency.ts';
import type { Edge, Found } from './types.ts';

/** From what ships to what does not; a package that is reached in several ways has the first of them. */
const SCOPES: readonly DependencyScope[] = ['production', 'optional', 'development', 'test'];

/** Longer chains lose their middle, so that a hostile lockfile can't make the report grow with the square of its size. */
const MAX_CHAIN = 24;

/** The stronger of two scopes. */
export function stronger(one: DependencyScope, other: DependencyScope): DependencyScope {
  return one === other || SCOPES.indexOf(one) < SCOPES.indexOf(other) ? one : other;
}

/** The weaker of two scopes. */
export function weaker(one: DependencyScope, other: DependencyScope): DependencyScope {
  return SCOPES.indexOf(one) >= SCOPES.indexOf(other) ? one : other;
}

/** Notes in a lockfile's entry that the project asks for it itself, in a table of this scope. */
export function askFor(found: Found, scope: DependencyScope): void {
  found.direct = true;
  if (found.scope === undefined || scope === 'production') found.scope = scope;
}

/** A package the project asks for itself. */
export interface Root {
  key: string;
  scope: DependencyScope;
}

/** How a package is reached from the roots. */
export interface Reached {
  scope: DependencyScope;
  /** Key of the package that brings this one in; absent for roots. */
  parent?: string;
  /** Number of steps from the root. */
  depth: number;
}

/**
 * Breadth first from the roots, scope by scope, so that each package gets its strongest scope and, within that, its shortest chain.
 * Cycles end because a package is reached once.
 */
export function reach(roots: readonly Root[], edgesOf: (key: string) => readonly Edge[]): Map<string, Reached> {
  const reached = new Map<string, Reached>();
  const optionalEdges: { from: string; to: string }[] = [];
  for (const scope of SCOPES) {
    const queue: string[] = [];
    const visit = (key: string, parent?: string): void => {
      if (reached.has(key)) return;
      reached.set(key, parent === undefined ? { scope, depth: 0 } : { scope, parent, depth: reached.get(parent)!.depth + 1 });
      queue.push(key);
    };
    for (const root of roots) if (root.scope === scope) visit(root.key);
    if (scope === 'optional') for (const { from, to } of optionalEdges) visit(to, from);
    for (let head = 0; head < queue.length; head++) {
      const key = queue[head]!;
      for (const edge of edgesOf(key)) {
        // What a shipped package needs only optionally is itself optional; elsewhere the scope is weaker already.
        if (edge.optional && scope === 'production') optionalEdges.push({ from: key, to: edge.to });
        else visit(edge.to, key);
      }
    }
  }
  return reached;
}

/** Number of keys in the chain to a package that is `depth` steps from its root. */
export function chainLength(depth: number): number {
  return Math.min(depth, MAX_CHAIN) + 1;
}

/** Keys from the root to `key`, both included. A chain that is too long keeps its ends, with `…` between them. */
export function chainOf(reached: ReadonlyMap<string, Reached>, key: string): string[] {
  const depth = reached.get(key)?.depth ?? 0;
  const chain: string[] = [];
  let cut = false;
  let current: string | undefined = key;
  for (let step = depth; current !== undefined; step--) {
    if (step < MAX_CHAIN / 2 || step > depth - MAX_CHAIN / 2) chain.push(current);
    else if (!cut) {
      chain.push('…');
      cut = true;
    }
    current = reached.get(current)?.parent;
  }
  return chain.toReversed();
}
