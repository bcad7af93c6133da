/** How the whole pipeline is run in tests. */

import type { AuditOptions } from '../../src/pipeline.ts';

/** A run without configuration, on a day that stays the same. */
export const PLAIN_RUN: AuditOptions = { version: '0.0.0', loaded: { config: {}, lineOf: () => 1 }, today: '2026-11-24' };
