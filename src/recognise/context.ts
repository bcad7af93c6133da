/** What every matcher needs at hand. */

import type { Project } from '../types/project.ts';
import type { RuleBook } from '../types/rules.ts';
import type { FileSummary, Span } from '../types/source.ts';
import type { Linker } from '../types/values.ts';
import type { Aliases } from './aliases.ts';
import type { Collector } from './collect.ts';
import type { Source } from './host.ts';
import type { ImportIndex } from './imports.ts';
import type { Knowledge } from './knowledge.ts';
import type { Rows } from './rows.ts';

export interface Context {
  project: Project;
  linker: Linker;
  rules: RuleBook;
  rows: Rows;
  knowledge: Knowledge;
  out: Collector;
  imports: ImportIndex;
  /** All code that is read, for what one file sets for the others. */
  sources: readonly Source[];
  /** Environment variables that files of the project set: env files, compose files, images, scripts. */
  variables: ReadonlySet<string>;
  aliases: Aliases;
  /** Looks for names in a string of prose that stands in code. */
  prose?: (file: FileSummary, at: Span, text: string) => void;
}

/** Ranks of finds at one place; see {@link import('./collect.ts').Find.rank}. */
export const RANK = { call: 60, command: 55, constant: 50, key: 45, env: 45, binding: 30, file: 20, mention: 10 } as const;
