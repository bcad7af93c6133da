/** Lists the files of a folder: what git tracks or does not ignore, else everything that `.gitignore` files leave. */

import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';

const require = createRequire(import.meta.url);

/** Folders that hold installed packages, caches or repository data: never part of the project itself. */
export const INSTALLED_FOLDERS = [
  '.git', '.hg', '.svn', 'node_modules', 'bower_components', '__pycache__', '.venv', 'venv', '.tox', '.nox', '.mypy_cache', '.pytest_cache',
  '.ruff_cache', '.gradle', '.terraform', '.yarn', '.pnpm-store', '.audit-models-cache', 'site-packages',
]; // prettier-ignore

const INSTALLED = new Set(INSTALLED_FOLDERS);

/** Names folders whose content is never listed; also tells whether a path runs through one. */
export function isInstalledPath(path: string): boolean {
  return path.split('/').some((part) => INSTALLED.has(part));
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

/** Patterns of one `.gitignore`, with the length of the path of its folder; they are matched against paths below that. */
interface Rules {
  base: number;
  ignores(path: string): boolean;
}

/**
 * Files below `root` without git, relative to it. Every `.gitignore` is read when its folder is entered, so ignored folders are never
 * opened. Symbolic links are not followed; folders that can't be opened are passed over.
 */
export function walkFiles(root: string): string[] {
  const files: string[] = [];
  const readRules = rulesReader(root);
  const folders: { path: string; inherited: readonly Rules[] }[] = [{ path: '', inherited: [] }];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = entriesOf(root + sep + folder.path);
    // Like git, which reads no `.gitignore` through a link either.
    const hasRules = entries.some((entry) => entry.name === '.gitignore' && entry.isFile());
    const rules = hasRules ? [...folder.inherited, ...readRules(folder.path)] : folder.inherited;
    for (const entry of entries) {
      const isFolder = entry.isDirectory();
      if ((!isFolder && !entry.isFile()) || INSTALLED.has(entry.name)) continue;
      const path = folder.path + entry.name;
      const asked = isFolder ? `${path}/` : path;
      if (rules.some(({ base, ignores }) => ignores(asked.slice(base)))) continue;
      if (isFolder) folders.push({ path: asked, inherited: rules });
      else files.push(path);
    }
  }
  return files;
}

function entriesOf(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Reads the `.gitignore` of a folder. Files with the same text, of which a collection of examples has hundreds, share their patterns. */
function rulesReader(root: string): (folder: string) => Rules[] {
  const byText = new Map<string, Rules['ignores']>();
  return (folder) => {
    let text: string;
    try {
      text = fs.readFileSync(join(root, folder, '.gitignore'), 'utf8');
    } catch {
      return [];
    }
    let ignores = byText.get(text);
    if (ignores === undefined) {
      const ignore = require('ignore') as typeof import('ignore');
      const rules = ignore().add(text);
      ignores = (path) => rules.ignores(path);
      byText.set(text, ignores);
    }
    return [{ base: folder.length, ignores }];
  };
}
