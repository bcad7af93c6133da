/** Looking for required texts in the tracked files of a project: one index per run, filled only as far as duties ask. */

import { createRequire } from 'node:module';
import type { LicenseEngine, TextIdentification } from '../types/license.ts';
import type { Project } from '../types/project.ts';

/** A place where a text was found. */
export interface Hit {
  path: string;
  line: number;
  phrase: string;
}

/** Answer of a search; `cutOff` when not all candidate files could be read. */
export interface SearchResult {
  hits: Hit[];
  searched: number;
  cutOff: boolean;
}

/** A page or notice is small; larger files are data. */
const MAX_FILE = 2_000_000;
/** Most files and characters one search reads. */
const MAX_FILES = 3_000;
const MAX_CHARACTERS = 40_000_000;

type Ignore = { add(patterns: readonly string[]): Ignore; ignores(path: string): boolean };

const collapse = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** The searchable files of one project. */
export class ProjectSearch {
  readonly #project: Project;
  readonly #candidates = new Map<string, string[]>();
  readonly #results = new Map<string, SearchResult>();
  readonly #identified = new Map<string, TextIdentification>();

  constructor(project: Project) {
    this.#project = project;
  }

  /** Tracked files that fit one of the patterns, which are read like those of a .gitignore. */
  files(patterns: readonly string[]): string[] {
    const key = patterns.join('\n');
    const known = this.#candidates.get(key);
    if (known) return known;
    const ignore = createRequire(import.meta.url)('ignore') as (options: { ignorecase: boolean }) => Ignore;
    const matcher = ignore({ ignorecase: true }).add(patterns);
    const found = this.#project.files.filter(({ path, local }) => local !== true && matcher.ignores(path)).map(({ path }) => path);
    this.#candidates.set(key, found);
    return found;
  }

  /** First place of each phrase in the files that fit. White space and, when asked, case do not count. */
  find(patterns: readonly string[], phrases: readonly string[], ignoreCase: boolean): SearchResult {
    const key = JSON.stringify([patterns, phrases, ignoreCase]);
    const known = this.#results.get(key);
    if (known) return known;
    const result: SearchResult = { hits: [], searched: 0, cutOff: false };
    const wanted = phrases.map((phrase) => ({ phrase, text: ignoreCase ? collapse(phrase).toLowerCase() : collapse(phrase) }));
    let characters = 0;
    for (const path of this.files(patterns)) {
      if (result.searched >= MAX_FILES || characters > MAX_CHARACTERS) {
        result.cutOff = true;
        break;
      }
      if ((this.#project.size(path) ?? Infinity) > MAX_FILE) continue;
      const text = this.#project.text(path);
      if (text === undefined) continue;
      result.searched++;
      characters += text.length;
      const plain = ignoreCase ? collapse(text).toLowerCase() : collapse(text);
      for (const { phrase, text: phraseText } of wanted) {
        if (plain.includes(phraseText)) result.hits.push({ path, line: lineOf(text, phrase, ignoreCase), phrase });
      }
      if (result.hits.length >= 8) break;
    }
    this.#results.set(key, result);
    return result;
  }

  /** What a licence-like file says; memoised. */
  identify(path: string, engine: LicenseEngine): TextIdentification | undefined {
    const known = this.#identified.get(path);
    if (known) return known;
    const text = (this.#project.size(path) ?? Infinity) > MAX_FILE ? undefined : this.#project.text(path);
    if (text === undefined) return undefined;
    const made = engine.identify(text);
    this.#identified.set(path, made);
    return made;
  }
}

function lineOf(text: string, phrase: string, ignoreCase: boolean): number {
  const start = phrase.split(/\s+/).slice(0, 3).join(' ');
  const at = ignoreCase ? text.toLowerCase().indexOf(start.toLowerCase()) : text.indexOf(start);
  return at < 0 ? 1 : text.slice(0, at).split('\n').length;
}

const searches = new WeakMap<Project, ProjectSearch>();

/** The search index of a project, made on first use. */
export function projectSearch(project: Project): ProjectSearch {
  let search = searches.get(project);
  if (!search) searches.set(project, (search = new ProjectSearch(project)));
  return search;
}
