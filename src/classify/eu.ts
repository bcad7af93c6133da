/**
 * The open-source exemption for general-purpose models: Regulation (EU) 2024/1689 Art. 53(2) and 54(6), recitals 102 to 104, and the
 * Commission's guidelines C(2025) 5045, paragraphs 76 to 92 (not binding). The duty is the provider's; no legal advice.
 */

import type { OpennessClass, Verdict } from '../types/model.ts';
import type { TableFacts } from './index.ts';

/** `clause`: the test that fails or is arguable; empty when all pass. */
export interface EuVerdict {
  verdict: Verdict | 'contested';
  clause: string;
}

/** Applies the tests in order; the first that fails decides. */
export function euVerdict(of: OpennessClass, facts: TableFacts): EuVerdict {
  if (of === 'unknown' || of === 'open-weights-unlicensed') return { verdict: 'unknown', clause: 'no usable licence is known' };
  if (of === 'api-only' || of === 'unreleased') return { verdict: 'closed', clause: 'weights are not published (guidelines 89)' };
  const { terms } = facts;
  if (terms.group === 'noncommercial') return { verdict: 'closed', clause: 'use: non-commercial or research only (guidelines 83)' };
  if (terms.derivatives === 'no') return { verdict: 'closed', clause: 'modify: derivatives may not be shared (guidelines 81)' };
  if (terms.territories.length > 0) {
    return { verdict: 'closed', clause: `access: no licence in ${terms.territories.join(', ')} (guidelines 79)` };
  }
  if (terms.group === 'free-plus' && terms.commercial === 'capped') {
    return { verdict: 'contested', clause: 'use: an attribution duty that a user or revenue count triggers (guidelines 84)' };
  }
  if (terms.commercial === 'capped') {
    return { verdict: 'closed', clause: 'use: user-count, revenue or registration threshold for commercial use (guidelines 84)' };
  }
  if (terms.group === 'restricted') {
    return {
      verdict: 'contested',
      clause: terms.useRestrictions
        ? 'use: a use list is allowed only as proportionate, objective safety terms (guidelines 82)'
        : 'redistribute: conditions beyond attribution and same licence (guidelines 82)',
    };
  }
  if (of === 'gated')
    return { verdict: 'contested', clause: 'access: a manual gate must verify safety and not discriminate (guidelines 79)' };
  return { verdict: 'open', clause: '' };
}
