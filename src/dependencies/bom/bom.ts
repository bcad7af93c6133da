/** BOM files: where they are looked for, and which format each is in. Names promise nothing (`sbom.spdx.json`), the content decides. */

import type { Reading } from '../types.ts';
import { readCycloneDx } from './cyclonedx.ts';
import { readSpdx } from './spdx.ts';

/** `bom`, `sbom`, `aibom`, `ml-bom`, `spdx`, `spdx3`, `cyclonedx`, `cdx` as a word in the name or in a folder. */
const WORD = /(?:^|[^a-z])(?:(?:s|ai|ml|m)?-?bom|spdx\d?|cyclonedx|cdx)s?(?![a-z])/;

/** Whether a file may be a BOM: a JSON or XML file with the word in its name or folder, or a tag-value file. */
export function isBom(base: string, path: string): boolean {
  return base.endsWith('.spdx') || (/\.(?:json|jsonld|xml)$/.test(base) && WORD.test(path.toLowerCase()));
}

/** Marks of the formats, which stand at the head of the file in whatever order its keys have. */
const CYCLONEDX = /CycloneDX|cyclonedx\.org/;
const SPDX = /spdx/i;
/** Licence texts and tools may come first; what has no mark in so much text is something else. */
const HEAD = 20_000;

/** @returns `undefined` for a file of that name in another format */
export function readBom(path: string, source: string): Reading | undefined {
  const head = source.slice(0, HEAD);
  const tail = source.slice(-HEAD);
  const has = (mark: RegExp): boolean => mark.test(head) || mark.test(tail);
  return (has(CYCLONEDX) ? readCycloneDx(path, source) : undefined) ?? (has(SPDX) ? readSpdx(path, source) : undefined);
}
