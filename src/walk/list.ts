/** Lists the files of a folder: what git tracks or does not ignore, else everything that `.gitignore` files leave. */

import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';

const require = createRequire(import.meta.url);

/** Folders that hold installed packages, caches or repository data: never part of the project itself. */
const INSTALLED = new Set([
  '.git', '.hg', '.svn', 'node_modules', 'bower_components', '__pycache__', '.venv', 'venv', '.tox', '.nox', '.mypy_cache', '.pytest_cache',
  '.ruff_cache', '.gradle', '.terraform', '.yarn', '.pnpm-store', '.audit-models-cache', 'site-packages',
]); // prettier-ignore

const slash = (path: string): string => (sep === '/' ? path : path.split(sep).join('/'));

/** Whether a path runs through a folder whose content is never listed. */
function isInstalledPath(path: string): boolean {
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

/** Folders that tools write, hidden ones among them; a `.gitignore` that names one means what is made from the project, not the project. */
const OUTPUT_FOLDER =
  /^(?:\..+|build|dist|out|outputs?|target|bin|obj|debug|release|x64|_build|cmake-build-.*|cmakefiles|deriveddata|pods|xcuserdata|coverage|htmlcov|tmp|temp|cache|site|wheels|sdist|eggs|.*\.egg-info|results?|checkpoints?|.*logs?|.*runs?)$/i;

/**
 * Files below `root` without git, relative to it. Nobody can tell there what is ignored yet committed (an unpacked archive holds such
 * files), so a `.gitignore` hides only folders that tools write. It is read when its folder is entered, and what it hides is never opened.
 * Symbolic links are not followed; folders that can't be opened are passed over.
 *
 * @param onHidden told of each folder that a `.gitignore` hides, with a slash at its end
 */
export function walkFiles(root: string, onHidden: (path: string) => void = () => {}): string[] {
  const fastGlob = require('fast-glob') as typeof import('fast-glob');
  const readRules = rulesReader(root);
  const rulesOf = new Map<string, readonly Rules[]>();
  /** What is left of a folder: the one place where the library meets the rules, so that it opens nothing that is ignored. */
  const readdirSync = (absolute: string): fs.Dirent[] => {
    const folder = absolute.length <= root.length + 1 ? '' : `${slash(absolute.slice(root.length + 1))}/`;
    let entries: fs.Dirent[];
    try {
      entries = fs.readdirSync(absolute, { withFileTypes: true });
    } catch {
      return [];
    }
    // Like git, which reads no `.gitignore` through a link either.
    const hasRules = entries.some((entry) => entry.name === '.gitignore' && entry.isFile());
    const inherited = rulesOf.get(folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1)) ?? [];
    const rules = hasRules ? [...inherited, ...readRules(folder)] : inherited;
    rulesOf.set(folder, rules);
    return entries.filter((entry) => {
      const isFolder = entry.isDirectory();
      if ((!isFolder && !entry.isFile()) || INSTALLED.has(entry.name)) return false;
      const asked = `${folder}${entry.name}${isFolder ? '/' : ''}`;
      // Only folders of such a name can be hidden, so the rules are asked about few.
      const hidden = isFolder && OUTPUT_FOLDER.test(entry.name) && rules.some(({ base, ignores }) => ignores(asked.slice(base)));
      if (hidden) onHidden(asked);
      return !hidden;
    });
  };
  return fastGlob.sync('**/*', {
    cwd: root,
    dot: true,
    onlyFiles: true,
    followSymbolicLinks: false,
    suppressErrors: true,
    fs: { readdirSync: readdirSync as unknown as typeof fs.readdirSync },
  });
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
