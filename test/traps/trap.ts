/** A trap as a row: a small project in which a model must be found, and projects that only look like it. All of the pipeline is run. */

import { expect } from 'vitest';
import { audit } from '../../src/pipeline.ts';
import type { AuditedModel } from '../../src/types/model.ts';
import type { AuditResult } from '../../src/types/result.ts';
import { PLAIN_RUN } from '../support/run.ts';
import { tempProject } from '../support/temp.ts';

/** What must be known of one model; what is left out is not compared. */
export interface ExpectedModel {
  /** Every place, in order: `path:line` where it is used, `path:line mention` where it is only named. */
  at: string[];
  class?: AuditedModel['openness']['class'];
  /** Licence expression, own and inherited. */
  license?: string;
  channel?: AuditedModel['channel'];
  provider?: string;
  /** Ids of the models it was made from. */
  bases?: string[];
  /** How the names were obtained, one per place. */
  how?: string[];
  role?: AuditedModel['references'][number]['role'];
  revision?: string;
}

/** The whole result, except duties (`test/oblige`) and dependencies (`test/dependencies`). */
export interface ExpectedResult {
  models: Record<string, ExpectedModel>;
  /** `path:line` of calls whose model could not be read. */
  unresolved?: string[];
  /** Names of models the project makes. */
  published?: string[];
  /** `code model` of every finding about a model's licence or identity, sorted; of other files `code path`. */
  findings?: string[];
}

export interface TrapProject extends ExpectedResult {
  files: Record<string, string | Uint8Array>;
  /** Files of the user's home folder: local stores are looked into. */
  home?: Record<string, string>;
}

export interface LookAlike {
  /** What it looks like. */
  what: string;
  files: Record<string, string | Uint8Array>;
  /** `path:line id` of names that are reported as mere mentions; none by default. */
  mentions?: string[];
}

export interface Trap {
  /** Number in the list of traps. */
  number: number;
  title: string;
  hit: TrapProject;
  /** Further hits, where one project can't show all sides. */
  also?: TrapProject[];
  nothing: [LookAlike, ...LookAlike[]];
}

async function run(files: Record<string, string | Uint8Array>, home?: Record<string, string>): Promise<AuditResult> {
  const before = process.env['HOME'];
  if (home) process.env['HOME'] = tempProject(home);
  try {
    return await audit(tempProject(files), { ...PLAIN_RUN, ...(home ? { stores: true } : {}) });
  } finally {
    // Assigned, `undefined` would become a word.
    if (before === undefined) delete process.env['HOME'];
    else process.env['HOME'] = before;
  }
}

const placesOf = (model: AuditedModel): string[] =>
  model.references.map((reference) => `${reference.path}:${reference.line}${reference.used ? '' : ' mention'}`);

/** Findings about duties repeat what the licence asks for; those about packages are not part of a trap. */
const notOfTraps = /^(?:obligation|dependency)-/;

const findingsOf = (result: AuditResult): string[] =>
  [...new Set(result.findings.filter((f) => !notOfTraps.test(f.code)).map((f) => `${f.code} ${f.model ?? f.path}`))].toSorted();

/** For every literal reference the text at its region is what was written. */
function expectRegions(result: AuditResult, files: Record<string, string | Uint8Array>): void {
  for (const reference of result.models.flatMap((model) => model.references)) {
    const text = files[reference.path];
    if (reference.how !== 'literal' || typeof text !== 'string' || reference.line !== reference.endLine) continue;
    const line = text.split('\n')[reference.line - 1] ?? '';
    expect(line.slice(reference.column - 1, reference.endColumn - 1)).toBe(reference.raw);
  }
}

function shown(model: AuditedModel, expected: ExpectedModel | undefined): ExpectedModel {
  return {
    at: placesOf(model),
    ...(expected?.class === undefined ? {} : { class: model.openness.class }),
    ...(expected?.license === undefined ? {} : { license: model.license.expression }),
    ...(expected?.channel === undefined ? {} : { channel: model.channel }),
    ...(expected?.provider === undefined ? {} : { provider: model.provider ?? 'none' }),
    ...(expected?.bases === undefined ? {} : { bases: model.baseModels.map((base) => base.id) }),
    ...(expected?.how === undefined ? {} : { how: model.references.map((reference) => reference.how) }),
    ...(expected?.role === undefined ? {} : { role: model.references[0]?.role ?? 'weights' }),
    ...(expected?.revision === undefined ? {} : { revision: model.revision ?? 'none' }),
  };
}

/** Audits a project and compares the whole result. */
export async function expectProject({ files, home, ...expected }: TrapProject): Promise<void> {
  const result = await run(files, home);
  expect({
    models: Object.fromEntries(result.models.map((model) => [model.id, shown(model, expected.models[model.id])])),
    unresolved: result.unresolved.map((entry) => `${entry.path}:${entry.line}`),
    published: result.published.map((entry) => entry.name),
    findings: findingsOf(result),
  }).toEqual({ unresolved: [], published: [], findings: [], ...expected });
  expectRegions(result, files);
}

/** Audits a look-alike: no model is used, none is published or unresolved, and nothing is found about any. */
export async function expectNothing({ files, mentions = [] }: LookAlike): Promise<void> {
  const result = await run(files);
  expect({
    models: result.models.flatMap((model) => model.references.map((r) => `${r.path}:${r.line} ${model.id}${r.used ? ' USED' : ''}`)),
    unresolved: result.unresolved.map((entry) => `${entry.path}:${entry.line}`),
    published: result.published.map((entry) => entry.name),
    findings: findingsOf(result),
  }).toEqual({ models: mentions, unresolved: [], published: [], findings: [] });
}
