/** Which rows a call fits: by the library its symbol comes from, or by the end of the written name. */

import type { Expr } from '../types/source.ts';
import type { CallSignature } from '../types/signature.ts';
import type { ResolvedSymbol, Site } from '../types/values.ts';
import type { Context } from './context.ts';
import { writtenName } from './expressions.ts';
import { belowModule, fitsSymbol, symbolSegments } from './rows.ts';
import type { CompiledCall } from './rows.ts';

/** A row that fits a call, and how its symbol was found. */
export interface Match {
  row: CallSignature;
  /** Resolved through the import (`true`) or by the end of the written name only. */
  sure: boolean;
  symbol: string;
  via: ResolvedSymbol['via'];
  /** Arguments that this call does not show were given ahead. */
  ahead?: boolean;
}

/** Dotted path of a symbol; one of the project itself as its own package would be imported (`project:a/b.py#f` is `a.b.f`). */
function asDotted(symbol: string): string {
  const own = /^project:(?:src\/)?(.+?)(?:\/__init__)?\.\w+#(.*)$/.exec(symbol);
  return own ? `${(own[1] as string).replaceAll('/', '.')}.${own[2]}` : symbol;
}

/** Rows that fit the callee, those found through the import first. */
export function matchRows(candidates: readonly CompiledCall<CallSignature>[], callee: Expr, site: Site, context: Context): Match[] {
  const written = writtenName(callee);
  const writtenSegments = written === undefined ? [] : symbolSegments(written.replace(/^\?\./, '*.'));
  let resolved: ResolvedSymbol[] | undefined;
  const symbols = (): ResolvedSymbol[] => (resolved ??= context.linker.symbols(callee, site));
  const sure: Match[] = [];
  const loose: Match[] = [];
  for (const { row, symbols: patterns, wild } of candidates) {
    const possible =
      row.module === undefined || (wild ? context.imports.inFile(site.file, row.module) : context.imports.inProject(row.module));
    const byWriting = (row.loose || !row.module) && patterns.some((entry) => fitsSymbol(writtenSegments, entry));
    let match: Match | undefined;
    if (possible && (row.module !== undefined || (!byWriting && patterns.some((entry) => entry.resolves)))) {
      for (const symbol of symbols()) {
        const dotted = asDotted(symbol.path);
        const below = row.module ? belowModule(dotted, row.module) : dotted;
        if (below === undefined) continue;
        const segments = symbolSegments(below.replaceAll('/', '.'));
        if (!patterns.some((entry) => fitsSymbol(entry.anyReceiver || !row.module ? ['', ...segments] : segments, entry))) continue;
        match = { row, sure: row.module !== undefined, symbol: dotted, via: symbol.via, ...(symbol.ahead === true && { ahead: true }) };
        break;
      }
    }
    // A symbol that certainly belongs to the project or to another package is not taken for a library's by its last name.
    if (!match && byWriting && written !== undefined && !(row.module && foreign(callee, symbols()))) {
      match = { row, sure: false, symbol: written, via: row.baseUrl ? (symbols()[0]?.via ?? []) : [] };
    }
    if (match) (match.sure ? sure : loose).push(match);
  }
  return [...sure, ...loose];
}

/**
 * `true` when the callee certainly belongs to somebody else than the library of a row: a plain function or class of the project, or a name
 * imported from another package. Methods are left open, since what they are called on is often not known.
 */
function foreign(callee: Expr, symbols: readonly ResolvedSymbol[]): boolean {
  if (symbols.length === 0) return false;
  return symbols.every(({ path }) => {
    if (path.startsWith('project:')) return !/\.[A-Za-z_]/.test(path.split('#')[1] ?? '');
    return callee.k === 'name' && /^[@\w][^.]*[./]\w/.test(path);
  });
}
