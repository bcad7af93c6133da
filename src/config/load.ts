/** Finds, reads and validates the configuration; every complaint names file, line, key and what to do. */

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Config } from './schema.ts';
import { suggest } from './suggest.ts';

const require = createRequire(import.meta.url);

/** The configuration, and where its values stand. */
export interface LoadedConfig {
  config: Config;
  /** Absolute path of the file, absent when there is none. */
  file?: string;
  /** Line of a value in that file, 1 when it can't be told (executable configuration). */
  lineOf(path: readonly (string | number)[]): number;
}

const NAME = 'audit-models';
const PLAIN = [
  'package.json',
  ...['', '.json', '.yaml', '.yml'].map((e) => `.${NAME}rc${e}`),
  ...['', '.json', '.yaml', '.yml'].map((e) => `.config/${NAME}rc${e}`),
  ...['json', 'yaml', 'yml'].map((e) => `${NAME}.config.${e}`),
  'pyproject.toml',
];
const EXECUTABLE = [...['.js', '.cjs', '.mjs'].map((e) => `.${NAME}rc${e}`), ...['js', 'mjs', 'cjs'].map((e) => `${NAME}.config.${e}`)];

function gitRoot(from: string): string {
  for (let folder = from; ;) {
    if (existsSync(join(folder, '.git'))) return folder;
    const parent = dirname(folder);
    if (parent === folder) return from;
    folder = parent;
  }
}

/** Reads `[tool.audit-models]`; nothing when the table is not there, so that the search goes on. */
function loadPyproject(_file: string, content: string): unknown {
  if (!content.includes(NAME)) return undefined;
  const { parse } = require('smol-toml') as typeof import('smol-toml');
  const { tool } = parse(content) as { tool?: Record<string, unknown> };
  return tool?.[NAME];
}

/**
 * Loads the configuration that applies to the folder `root`.
 * @param explicit path given with `--config`
 * @param executable whether `.js` configurations may be loaded (they run code)
 * @throws UsageError when a file can't be parsed or does not follow the schema
 */
export async function loadConfig(root: string, explicit?: string, executable = true): Promise<LoadedConfig> {
  const searchPlaces = executable ? [...PLAIN, ...EXECUTABLE] : PLAIN;
  const stop = gitRoot(root);
  // Most projects have no configuration: look before loading the library that reads one.
  if (!explicit && !mayHaveConfig(root, stop, searchPlaces)) return none();
  const { cosmiconfig } = require('cosmiconfig') as typeof import('cosmiconfig');
  const explorer = cosmiconfig(NAME, {
    searchPlaces,
    searchStrategy: 'global',
    stopDir: stop,
    packageProp: NAME,
    loaders: { '.toml': loadPyproject },
  });
  let found;
  try {
    found = explicit ? await explorer.load(explicit) : await explorer.search(root);
  } catch (error) {
    const { message, filepath } = error as Error & { filepath?: string };
    throw new UsageError(
      `the configuration${filepath ? ` ${filepath}` : ''} cannot be read: ${message}`,
      'Mend the file, or point to another one with --config.',
    );
  }
  if (!found || found.isEmpty) return none();
  return validate(found.config as unknown, found.filepath);
}

const none = (): LoadedConfig => ({ config: {}, lineOf: () => 1 });

function mayHaveConfig(root: string, stop: string, places: readonly string[]): boolean {
  for (let folder = root; ; folder = dirname(folder)) {
    for (const place of places) {
      const file = join(folder, place);
      if (!existsSync(file)) continue;
      if (place !== 'package.json' && place !== 'pyproject.toml') return true;
      try {
        if (readFileSync(file, 'utf8').includes(NAME)) return true;
      } catch {
        return true;
      }
    }
    if (folder === stop || folder === dirname(folder)) return false;
  }
}

/**
 * Validates a configuration object read from `file`.
 * @throws UsageError listing every problem with its line
 */
export async function validate(raw: unknown, file: string): Promise<LoadedConfig> {
  const { ConfigSchema } = await import('./schema.ts');
  const lineOf = lineFinder(file);
  const parsed = ConfigSchema.safeParse(raw);
  if (parsed.success) return { config: parsed.data, file, lineOf };
  const lines = parsed.error.issues.flatMap((issue) => {
    const path = issue.path.filter((p) => typeof p !== 'symbol');
    if (issue.code !== 'unrecognized_keys') return [`${file}:${lineOf(path)}: ${path.join('.') || 'the whole file'}: ${issue.message}`];
    return issue.keys.map((key) => {
      const near = suggest(key, keysAt(ConfigSchema, path));
      return `${file}:${lineOf([...path, key])}: unknown key \`${[...path, key].join('.')}\`${near ? `, did you mean \`${near}\`?` : ''}`;
    });
  });
  throw new UsageError(`the configuration is not valid:\n  ${lines.join('\n  ')}`, 'All keys are described in schema/config.schema.json.');
}

type Shaped = {
  shape?: Record<string, unknown>;
  def?: { innerType?: Shaped; element?: Shaped; options?: Shaped[]; in?: Shaped };
};

/** Keys the schema knows at a path; unions give the keys of all their objects. */
function keysAt(schema: unknown, path: readonly (string | number)[]): string[] {
  let level: Shaped[] = [schema as Shaped];
  const open = (s: Shaped): Shaped[] => {
    const def = s.def;
    if (s.shape || !def) return [s];
    if (def.options) return def.options.flatMap(open);
    const inner = def.innerType ?? def.in;
    return inner ? open(inner) : [s];
  };
  for (const step of path) {
    level = level.flatMap(open).flatMap((s) => {
      const next = typeof step === 'number' ? s.def?.element : (s.shape?.[step] as Shaped | undefined);
      return next ? [next] : [];
    });
  }
  return level.flatMap(open).flatMap((s) => Object.keys(s.shape ?? {}));
}

function lineFinder(file: string): LoadedConfig['lineOf'] {
  if (/\.[cm]?[jt]s$/.test(file)) return () => 1;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return () => 1;
  }
  if (file.endsWith('.toml')) {
    return (path) => {
      // Search for the last named key below the table's header: exact enough for a message.
      const header = text.search(/^\s*\[+\s*tool\s*\.\s*"?audit-models/m);
      const key = path.findLast((p) => typeof p === 'string');
      const at = key === undefined ? header : text.indexOf(String(key), Math.max(0, header));
      return text.slice(0, Math.max(0, at)).split('\n').length;
    };
  }
  return (path) => {
    const { LineCounter, parseDocument } = require('yaml') as typeof import('yaml');
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines });
    const base = file.endsWith('package.json') ? [NAME] : [];
    for (let full = [...base, ...path]; full.length > 0; full = full.slice(0, -1)) {
      const parent = document.getIn(full.slice(0, -1), true) as { items?: { key?: { value?: unknown; range?: number[] } }[] } | undefined;
      const pair = parent?.items?.find((i) => i.key?.value === full.at(-1));
      const node = document.getIn(full, true) as { range?: number[] } | undefined;
      const at = pair?.key?.range?.[0] ?? node?.range?.[0];
      if (at !== undefined) return lines.linePos(at).line;
    }
    return 1;
  };
}
