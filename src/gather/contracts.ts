/** The life of contracts. */

import type { NegotiatedContract } from './types.ts';

/** True when a contract has run out on the day given; without a day nothing lapses. */
export function lapsedContract(contract: NegotiatedContract, today: string | undefined): boolean {
  return today !== undefined && contract.expires !== undefined && contract.expires < today;
}
