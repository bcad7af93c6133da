/** Which licence may be part of a work under which other: the table of `rules/compatibility`. */

import type { Compatibility, CompatibilityMode, LicenseRecord } from '../types/rules.ts';
import type { DataReader } from './data.ts';

/** What the rows of the table have in common (`rules/compatibility/_table.yaml`). */
export interface CompatibilityTable {
  modes: Record<string, string>;
  values: Record<string, string>;
  modeSelection: { situation: string; mode: CompatibilityMode | null; status: string }[];
  /** Classes of licences that share a row, with the ids of `rules/licenses` that belong to them. */
  pseudoLicenses: Record<string, { meaning: string; members: string[] }>;
  /** How the answer for a closed product changes when nothing is distributed; by category of the inbound licence. */
  deploymentOverlay: { what: string; distributed: string; saas: Record<string, string>; internal: Record<string, string> };
  reasonCodes: Record<string, string>;
  licenses: string[];
  /** File number per inbound licence. */
  rows: Record<string, number>;
}

type Row = Record<string, Record<CompatibilityMode, { answer: Compatibility['answer']; reasons: string[] }>>;

/** Ids that SPDX has withdrawn, as the table writes them: the bare id means `-only`, `+` means `-or-later`. */
function currentId(id: string): string {
  const gnu = /^(A?GPL|LGPL)-(\d\.\d)(\+?)$/.exec(id);
  return gnu ? `${gnu[1]}-${gnu[2]}-${gnu[3] ? 'or-later' : 'only'}` : id;
}

/** Id of the row or column that stands for a licence, or undefined. */
function tableId(id: string, table: CompatibilityTable, licence: (id: string) => LicenseRecord | undefined): string | undefined {
  const current = currentId(id);
  if (Object.hasOwn(table.rows, current)) return current;
  const record = licence(id);
  if (record?.spdxId && Object.hasOwn(table.rows, record.spdxId)) return record.spdxId;
  const known = record?.id ?? id.toLowerCase();
  for (const [pseudo, { members }] of Object.entries(table.pseudoLicenses)) if (members.includes(known)) return pseudo;
  return undefined;
}

/**
 * May material under `inbound` be used in a work that goes out under `outbound`, in this way? Single ids only, `WITH` included; `OR` and `AND`
 * are the caller's to take apart. Undefined when the table has no row for one of them.
 */
export function lookUpCompatibility(
  data: DataReader,
  licence: (id: string) => LicenseRecord | undefined,
  inbound: string,
  outbound: string,
  mode: CompatibilityMode,
): Compatibility | undefined {
  const table = data.json<CompatibilityTable>('compatibility.json');
  const from = tableId(inbound, table, licence);
  const to = tableId(outbound, table, licence);
  if (from === undefined || to === undefined) return undefined;
  const cell = data.json<Row>(`compatibility/${table.rows[from]}.json`)[to]?.[mode];
  if (cell === undefined) return undefined;
  return { answer: cell.answer, reasons: cell.reasons.map((code) => table.reasonCodes[code] ?? code) };
}
