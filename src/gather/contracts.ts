/** Patterns of the configuration and the life of contracts. */

import type { NegotiatedContract } from './types.ts';

/** True when a pattern with `*` fits an id, without case; the registry may be left out. */
export function matchesPattern(pattern: string, id: string): boolean {
  const escaped = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const regex = new RegExp(`^${escaped.join('.*')}$`, 'i');
  return regex.test(id) || regex.test(id.slice(id.indexOf(':') + 1));
}

/** True when a contract has run out on the day given; without a day nothing lapses. */
export function lapsedContract(contract: NegotiatedContract, today: string | undefined): boolean {
  return today !== undefined && contract.expires !== undefined && contract.expires < today;
}
