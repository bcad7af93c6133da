/** Trigger conditions of packages: how a dependency reaches others depends on its scope and on how the product ships. */

import type { Dependency } from '../types/dependency.ts';
import type { Declared } from '../types/result.ts';
import type { ObligationRecord, Trigger } from '../types/rules.ts';
import type { LicenseLeaf } from '../classify/terms.ts';
import { declaredTrigger, handsOutCopies, servesOthers, type TriggerState } from './triggers.ts';

/** Ecosystems whose packages may run in a browser: then they are handed out even by a service. */
const BROWSER_ECOSYSTEMS = new Set(['npm']);

/**
 * True for the duties by which a copyleft licence reaches the work around it: they ask for no change of the package, since a program that
 * links it is a work based on it. File-level copyleft and exceptions do not reach that far.
 */
export function linkedCopyleft(duty: ObligationRecord, leaf: LicenseLeaf): boolean {
  const scope = leaf.spdx?.copyleftScope ?? '';
  return /^(?:work|model and code)/.test(scope) && duty.id.startsWith('same-license');
}

/** Answers for one package whether a condition holds. */
export function dependencyTriggers(dependency: Dependency, leaf: LicenseLeaf, declared: Declared): (trigger: Trigger) => TriggerState {
  const shipped = dependency.scope === 'production' || dependency.scope === 'optional';
  const distribution = (): TriggerState => {
    if (!shipped) return { state: 'no', why: `a ${dependency.scope} dependency is not part of what ships`, evidence: [] };
    const copies = handsOutCopies(declared);
    if (copies.state === 'no' && BROWSER_ECOSYSTEMS.has(dependency.ecosystem) && servesOthers(declared).state === 'yes') {
      return { state: 'undeclared', why: 'code that runs in the browser is handed out even by a service', evidence: [] };
    }
    return copies;
  };
  return (trigger) => {
    switch (trigger) {
      case 'always':
        return { state: 'yes', why: 'the project uses the package', evidence: [] };
      case 'distribute-source':
      case 'distribute-binary':
        return distribution();
      case 'distribute-weights':
      case 'distribute-derivative':
        return { state: 'no', why: 'a package is no model', evidence: [] };
      case 'modify':
        return modified(leaf, shipped);
      case 'serve':
        return shipped
          ? servesOthers(declared)
          : { state: 'no', why: `a ${dependency.scope} dependency does not run in the service`, evidence: [] };
      default:
        return declaredTrigger(trigger, declared);
    }
  };
}

/** Packages come from a registry unchanged. For network copyleft it is contested whether a program that imports one is a modified version. */
function modified(leaf: LicenseLeaf, shipped: boolean): TriggerState {
  if (shipped && leaf.spdx?.category === 'network-copyleft') {
    return {
      state: 'undeclared',
      why: 'whether a program that imports the package is a modified version of it is contested',
      evidence: [],
    };
  }
  return { state: 'no', why: 'the package comes from a registry unchanged', evidence: [] };
}
