/** Bare and aliased imports of JavaScript and TypeScript: `paths` of tsconfig, workspace packages, `#imports`. */

import { createRequire } from 'node:module';
import { posix } from 'node:path';
import type { Project } from '../types/project.ts';

const require = createRequire(import.meta.url);

/** Finds the file a bare module name stands for; `undefined` when it comes from outside the project. */
export interface JsPackages {
  resolve(module: string, from: string): string | undefined;
}

interface PathMap {
  /** Folder that the targets are relative to. */
  base: string;
  /** Whether bare names are looked up below `base` first. */
  bare: boolean;
  paths: [pattern: string, targets: string[]][];
}

/** Manifests beyond this number are not read for their names. */
const MAX_MANIFESTS = 2_000;
const MANIFEST_NAME = /"name"\s*:\s*"([^"]{1,214})"/;

/**
 * @param file finds a file by path without ending, or a folder's index
 * @param manifests paths of all `package.json`
 */
export function createJsPackages(
  project: Project,
  file: (base: string) => string | undefined,
  manifests: () => readonly string[],
): JsPackages {
  const maps = new Map<string, PathMap | undefined>();
  let workspaces: Map<string, string> | undefined;

  const json = (path: string): Record<string, unknown> | undefined => {
    const text = project.text(path);
    if (text === undefined || text.length > 200_000) return undefined;
    const { parse } = require('jsonc-parser') as typeof import('jsonc-parser');
    const value: unknown = parse(text, [], { allowTrailingComma: true });
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  };

  const readMap = (path: string, depth: number): PathMap | undefined => {
    const config = json(path);
    if (!config || depth > 4) return undefined;
    const folder = posix.dirname(path);
    const options = (config['compilerOptions'] ?? {}) as Record<string, unknown>;
    const baseUrl = typeof options['baseUrl'] === 'string' ? options['baseUrl'] : undefined;
    const paths = typeof options['paths'] === 'object' && options['paths'] !== null ? Object.entries(options['paths']) : [];
    const own = paths.filter(
      (entry): entry is [string, string[]] => Array.isArray(entry[1]) && entry[1].every((t) => typeof t === 'string'),
    );
    const parents = [config['extends']].flat().filter((e): e is string => typeof e === 'string' && e.startsWith('.'));
    const inherited = parents
      .map((parent) => posix.join(folder, parent))
      .map((parent) => readMap(project.file(parent) ? parent : `${parent}.json`, depth + 1))
      .find((map) => map !== undefined);
    if (own.length === 0 && baseUrl === undefined) return inherited;
    return {
      base: posix.join(folder, baseUrl ?? '.'),
      bare: baseUrl !== undefined,
      paths: own.length > 0 ? own : (inherited?.paths ?? []),
    };
  };

  const mapFor = (folder: string): PathMap | undefined => {
    if (maps.has(folder)) return maps.get(folder);
    const config = ['tsconfig.json', 'jsconfig.json', 'tsconfig.app.json', 'tsconfig.base.json']
      .map((name) => posix.join(folder, name))
      .find((path) => project.file(path) !== undefined);
    const own = config ? readMap(config, 0) : undefined;
    const up = posix.dirname(folder);
    const found = own ?? (folder === '.' || up === folder ? undefined : mapFor(up));
    maps.set(folder, found);
    return found;
  };

  const byPattern = (module: string, map: PathMap): string | undefined => {
    for (const [pattern, targets] of map.paths) {
      const star = pattern.indexOf('*');
      const head = star < 0 ? pattern : pattern.slice(0, star);
      const tail = star < 0 ? '' : pattern.slice(star + 1);
      const fits =
        star < 0 ? module === pattern : module.startsWith(head) && module.endsWith(tail) && module.length >= head.length + tail.length;
      if (!fits) continue;
      const middle = module.slice(head.length, module.length - tail.length);
      for (const target of targets) {
        const found = file(
          posix.join(
            map.base,
            target.replace('*', () => middle),
          ),
        );
        if (found) return found;
      }
    }
    return map.bare ? file(posix.join(map.base, module)) : undefined;
  };

  const packageFolders = (): Map<string, string> => {
    if (workspaces) return workspaces;
    workspaces = new Map();
    for (const path of manifests().slice(0, MAX_MANIFESTS)) {
      const name = MANIFEST_NAME.exec(project.text(path) ?? '')?.[1];
      if (name && !workspaces.has(name)) workspaces.set(name, posix.dirname(path));
    }
    return workspaces;
  };

  const inWorkspace = (module: string, from: string): string | undefined => {
    const parts = module.split('/');
    const name = module.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
    const folder = packageFolders().get(name);
    if (folder === undefined) return undefined;
    // A package of that name which the importing file lies in is a coincidence of names, not itself.
    if (folder === '.' || from.startsWith(`${folder}/`)) return undefined;
    const rest = module.slice(name.length + 1);
    if (rest !== '') return file(posix.join(folder, rest)) ?? file(posix.join(folder, 'src', rest));
    const manifest = json(posix.join(folder, 'package.json'));
    const exported = manifest?.['exports'];
    const entries = [manifest?.['source'], exportedRoot(exported), manifest?.['module'], manifest?.['main'], manifest?.['types']];
    for (const entry of entries) {
      const found = typeof entry === 'string' ? file(posix.join(folder, entry)) : undefined;
      if (found) return found;
    }
    return file(posix.join(folder, 'src/index')) ?? file(posix.join(folder, 'index'));
  };

  return {
    resolve: (module, from) => {
      const folder = posix.dirname(from);
      const map = mapFor(folder);
      const mapped = map ? byPattern(module, map) : undefined;
      if (mapped) return mapped;
      if (module.startsWith('@/') || module.startsWith('~/') || module.startsWith('$lib/')) return byConvention(module, folder);
      return inWorkspace(module, from);
    },
  };

  /** `@/x` and `~/x` of bundlers that are configured in code: below the nearest package, its `src` or its `app`. */
  function byConvention(module: string, from: string): string | undefined {
    const rest = module.startsWith('$lib/') ? `src/lib/${module.slice(5)}` : module.slice(2);
    for (let folder = from; ; folder = posix.dirname(folder)) {
      const found = file(posix.join(folder, 'src', rest)) ?? file(posix.join(folder, rest)) ?? file(posix.join(folder, 'app', rest));
      if (found) return found;
      if (folder === '.' || folder === '/' || project.file(posix.join(folder, 'package.json'))) return undefined;
    }
  }
}

/** The entry for `.` in `exports`, whatever conditions it is wrapped in. */
function exportedRoot(exported: unknown, depth = 0): unknown {
  if (typeof exported === 'string' || depth > 5) return exported;
  if (typeof exported !== 'object' || exported === null) return undefined;
  const table = exported as Record<string, unknown>;
  for (const key of ['.', 'source', 'import', 'module', 'default', 'require', 'types']) {
    const found = key in table ? exportedRoot(table[key], depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
