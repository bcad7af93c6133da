/** Lists the files of a folder: what git tracks or does not ignore, else everything that `.gitignore` files leave. */

import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';

const require = createRequire(import.meta.url);

/** Folders that hold installed packages, caches or repository data: never part of the project itself. */
export const INSTALLED_FOLDERS = [
  '.git', '.hg', '.svn', 'node_modules', 'bower_components', '__pycache__', '.venv', 'venv', '.tox', '.nox', '.mypy_cache', '.pytest_cache',
  '.ruff_cache', '.gradle', '.terraform', '.yarn', '.pnpm-store', '.audit-models-cache', 'site-packages',
]; // prettier-ignore

const slash = (p: string): string => (sep === '/' ? p : p.split(sep).join('/'));

/** Names folders whose content is never listed; also tells whether a path runs through one. */
export function isInstalledPath(path: string): boolean {
  return path.split('/').some((part) => INSTALLED_FOLDERS.includes(part));
}

/**
 * Files that git tracks or would track, relative to `root`; `undefined` outside a work tree or without git.
 * Asking git is exact by definition and keeps files that are ignored yet committed.
 */
export function gitFiles(root: string): string[] | undefined {
  const run = spawnSync('git', ['-C', root, 'ls-files', '-co', '--exclude-standard', '-z'], {
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (run.status !== 0 || !run.stdout) return undefined;
  const names = run.stdout.toString('utf8').split('\0');
  const seen = new Set<string>();
  for (const name of names) if (name !== '' && !isInstalledPath(name)) seen.add(name);
  return [...seen];
}

/** Whether `root` lies in a git work tree; looks for `.git` upwards, without running anything. */
export function inGitWorkTree(root: string): boolean {
  for (let folder = root; ;) {
    if (fs.existsSync(join(folder, '.git'))) return true;
    const parent = join(folder, '..');
    if (parent === folder) return false;
    folder = parent;
  }
}

/**
 * Files below `root` without git. Every `.gitignore` is read when its folder is entered, so ignored folders are never opened.
 * Symbolic links are not followed.
 */
export async function globFiles(root: string): Promise<string[]> {
  const fastGlob = require('fast-glob') as typeof import('fast-glob');
  const ignore = require('ignore') as typeof import('ignore');
  type Rules = { base: string; rules: ReturnType<typeof ignore> };
  const rulesOf = new Map<string, Rules[]>();
  const rulesFor = (folder: string): Rules[] => {
    const known = rulesOf.get(folder);
    if (known) return known;
    const inherited = folder === root || folder.length <= root.length ? [] : rulesFor(join(folder, '..'));
    let own = inherited;
    try {
      const text = fs.readFileSync(join(folder, '.gitignore'), 'utf8');
      own = [...inherited, { base: folder, rules: ignore().add(text) }];
    } catch {
      // no .gitignore here
    }
    rulesOf.set(folder, own);
    return own;
  };
  const kept = (folder: string, entry: fs.Dirent): boolean => {
    for (const { base, rules } of rulesFor(folder)) {
      const path = slash(relative(base, join(folder, entry.name))) + (entry.isDirectory() ? '/' : '');
      if (path !== '' && !path.startsWith('../') && rules.ignores(path)) return false;
    }
    return true;
  };
  type Done = (error: NodeJS.ErrnoException | null, entries: fs.Dirent[]) => void;
  const readdir = ((folder: string, options: { withFileTypes: true }, done: Done) => {
    fs.readdir(folder, options, (error, entries) => done(error, error ? [] : entries.filter((e) => kept(String(folder), e))));
  }) as unknown as typeof fs.readdir;
  return fastGlob('**/*', {
    cwd: root,
    dot: true,
    onlyFiles: true,
    followSymbolicLinks: false,
    suppressErrors: true,
    ignore: INSTALLED_FOLDERS.map((f) => `**/${f}`),
    fs: { readdir },
  });
}
