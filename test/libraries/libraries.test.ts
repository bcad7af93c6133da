/**
 * Every form in which a library names a model, as the field's catalogue of sources lists them: each must be found, by a row that has a
 * look-alike of its own in `fixtures/sources`.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createLinker } from '../../src/link/index.ts';
import { audit } from '../../src/pipeline.ts';
import { recognise } from '../../src/recognise/index.ts';
import { loadRules } from '../../src/rules/index.ts';
import type { ModelReference } from '../../src/types/reference.ts';
import { memoryProject } from '../support/project.ts';
import { PLAIN_RUN } from '../support/run.ts';
import { tempProject } from '../support/temp.ts';
import { FORMS as defaults } from './defaults.ts';
import type { Form } from './form.ts';
import { FORMS as javascript } from './javascript.ts';
import { FORMS as others } from './other-languages.ts';
import { FORMS as classic } from './python-classic.ts';
import { FORMS as hosted } from './python-hosted.ts';
import { FORMS as hub } from './python-hub.ts';

const rules = loadRules();
const folder = new URL('../../fixtures/sources/', import.meta.url);
const lookAlikes = new Set(
  readdirSync(folder).flatMap((name) => (parse(readFileSync(new URL(name, folder), 'utf8')) as { row: string }[]).map(({ row }) => row)),
);

interface Found {
  references: ModelReference[];
  published: string[];
  unresolved: number;
}

async function find(form: Form): Promise<Found> {
  const files = { [form.file]: form.text, ...form.beside };
  if (form.dependency) {
    const { models } = await audit(tempProject(files), PLAIN_RUN);
    return { references: models.flatMap((model) => model.references), published: [], unresolved: 0 };
  }
  const project = memoryProject(files);
  const { references, published, unresolved } = recognise(project, createLinker(project), rules);
  return { references, published: published.map(({ name }) => name), unresolved: unresolved.length };
}

describe.each([
  ['Python, around the hub', hub],
  ['Python, classic', classic],
  ['Python, hosted', hosted],
  ['JavaScript and TypeScript', javascript],
  ['other languages', others],
  ['defaults', defaults],
])('%s', (_, forms) => {
  it.each(forms.map((form) => [form.library, form] as const))('%s', async (__, form) => {
    const { references, published, unresolved } = await find(form);
    const used = references.filter((reference) => reference.used && reference.usage !== 'publish');
    expect([...new Set(used.map(({ name }) => name))].toSorted()).toEqual(form.models.toSorted());
    expect(published).toEqual(form.published ?? []);
    expect(unresolved).toBe(form.unresolved ?? 0);
    // Rows of packages are judged where dependencies are read.
    if (!form.dependency) for (const { signature } of used) expect(lookAlikes).toContain(signature);
  });

  it('names no form twice', () => {
    expect(new Set(forms.map(({ library }) => library)).size).toBe(forms.length);
  });
});
