/** A linker that answers "cannot be read" instead of failing: one odd file never stops the scan. */

import type { Linker, ValueSet } from '../types/values.ts';

/** Wraps the linker; a failure becomes an incomplete, empty answer with the reason. */
export function guarded(linker: Linker): Linker {
  const failed = (error: unknown): ValueSet => ({
    values: [],
    complete: false,
    reason: `following the value failed: ${error instanceof Error ? error.message : String(error)}`,
  });
  return {
    resolve(expr, site) {
      try {
        return linker.resolve(expr, site);
      } catch (error) {
        return failed(error);
      }
    },
    symbols(expr, site) {
      try {
        return linker.symbols(expr, site);
      } catch {
        return [];
      }
    },
    member(expr, path, site) {
      try {
        return linker.member(expr, path, site);
      } catch {
        return undefined;
      }
    },
    handedOver(call, site) {
      try {
        return linker.handedOver(call, site);
      } catch {
        return [];
      }
    },
    environment(name) {
      try {
        return linker.environment(name);
      } catch (error) {
        return failed(error);
      }
    },
  };
}
