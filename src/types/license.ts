/** The licence engine's answers. */

import type { Confidence } from './reference.ts';

/** What a written licence field stands for. */
export type LicenseReading =
  /** `assumed`: a likely but not certain reading; `candidates` then lists the alternatives. `unlisted`: valid id newer than the bundled list. */
  | { kind: 'expression'; expression: string; assumed?: boolean; candidates?: string[]; unlisted?: string[]; note?: string }
  | { kind: 'ambiguous'; candidates: string[]; conservative?: string; note?: string }
  | { kind: 'malformed'; where: number; message: string }
  /** `stated`: NONE was written; otherwise the field is missing or says nothing. `file`: it points to this file. */
  | { kind: 'none'; stated: boolean; file?: string }
  | { kind: 'proprietary'; text: string };

export interface LicenseMatch {
  /** SPDX id, or the id in `rules/licenses`. */
  id: string;
  /** Edition that matched (file stem of the text it was fingerprinted from). */
  text?: string;
  kind: 'text' | 'header' | 'reference';
  confidence: Confidence;
  startLine: number;
  endLine: number;
}

/** What a licence-like file says; one object of `audit-models identify`. */
export interface TextIdentification {
  result: 'identified' | 'modified' | 'reference' | 'ambiguous' | 'none';
  /** SPDX expression with `LicenseRef-…` for licences outside SPDX; `null` when there is none. Never the plain base licence of a modified text. */
  expression: string | null;
  licenses: LicenseMatch[];
  /** Lines that belong to no known text. */
  additions: { startLine: number; endLine: number }[];
  copyrights: string[];
  /** For `ambiguous`: ids that are possible. */
  candidates?: string[];
}

/** The engine; loaded lazily. */
export interface LicenseEngine {
  /** Reads a metadata field, card tag, classifier or expression. `ecosystem`: `pypi`, `npm`, `hf`, `maven` … */
  read(field: string, ecosystem?: string): LicenseReading;
  /** Identifies the licence(s) of a text. Loads the fingerprint index on first call. */
  identify(text: string): TextIdentification;
}
