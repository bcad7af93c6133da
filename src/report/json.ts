/** The JSON report: the AuditResult as it is, to the published contract. */

import type { AuditResult } from '../types/result.ts';

/** One object with a final newline; the same result always gives the same bytes. */
export function renderJson(result: AuditResult): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
