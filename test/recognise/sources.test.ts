/**
 * Every row of `rules/signatures` is seen at work: `fixtures/sources/<library>.yaml` holds, row by row, a small file in which it must find a
 * model and a look-alike in which nothing may be found. The list of supported sources is generated from the rows, so it can't claim more.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createLinker } from '../../src/link/index.ts';
import { recognise } from '../../src/recognise/index.ts';
import { loadRules } from '../../src/rules/index.ts';
import type { ModelReference } from '../../src/types/reference.ts';
import { memoryProject } from '../support/project.ts';

/** Text of one file, or of several by path. */
interface Sample {
  file?: string;
  text?: string;
  files?: Record<string, string>;
}

interface Case {
  row: string;
  /** `by`: for rows that change what another row finds, that row, and the registry it is moved to. */
  hit?: Sample & { model: string; by?: string; registry?: string };
  miss: Sample;
}

const folder = new URL('../../fixtures/sources/', import.meta.url);
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => parse(readFileSync(new URL(name, folder), 'utf8')) as Case[]);
const rules = loadRules();
const rows = rules.signatures().flatMap(({ rows: list }) => list);

const filesOf = (sample: Sample): Record<string, string> => sample.files ?? { [sample.file ?? 'a.txt']: sample.text ?? '' };

/** Names that only look like a model's count where a project deals with models: there the look-alikes have to stand. */
const NEIGHBOUR = { 'neighbour.py': 'import openai\n' };

function used(sample: Sample, beside: Record<string, string> = {}): { references: ModelReference[]; texts: Record<string, string> } {
  const texts = { ...filesOf(sample), ...beside };
  const project = memoryProject(texts);
  return { references: recognise(project, createLinker(project), rules).references.filter((r) => r.used && r.usage !== 'publish'), texts };
}

describe('every signature row', () => {
  it('has a case, and every case a row', () => {
    // Rows of packages are judged where dependencies are read.
    const expected = rows.filter((row) => row.kind !== 'dependency').map((row) => row.id);
    expect(cases.map((c) => c.row).toSorted()).toEqual(expected.toSorted());
  });

  it.each(cases.filter((c) => c.hit).map((c) => [c.row, c] as const))('%s finds its model', (row, { hit }) => {
    const { references, texts } = used(hit as Sample);
    const found = references.find(
      (r) => r.signature === (hit?.by ?? row) && r.name === hit?.model && (hit.registry === undefined || r.registry === hit.registry),
    );
    expect(found, `found ${references.map((r) => `${r.signature} ${r.name}`).join(', ') || 'nothing'}`).toBeDefined();
    if (found?.how !== 'literal') return;
    const lines = (texts[found.path] ?? '').split('\n');
    expect(lines[found.line - 1]?.slice(found.column - 1, found.line === found.endLine ? found.endColumn - 1 : undefined)).toBe(found.raw);
  });

  it.each(cases.map((c) => [c.row, c] as const))('%s finds nothing in its look-alike', (_, { miss }) => {
    expect(used(miss, NEIGHBOUR).references.map((r) => `${r.signature} ${r.name}`)).toEqual([]);
  });
});
