/** Which file of the project an import names. */

import { posix } from 'node:path';
import type { Language } from '../types/source.ts';
import type { Project } from '../types/project.ts';
import { createJsPackages } from './js-packages.ts';

/** Finds project files by what imports say. All answers are memoised; files are opened only for package manifests. */
export interface Modules {
  /** The file a module name stands for, seen from `from`; `undefined` when it comes from outside. */
  resolve(module: string, from: string, language: Language): string | undefined;
  /** Files of a package that is a folder (Go), a namespace folder (Java) or a Python package without `__init__.py`. */
  folder(module: string, from: string, language: Language): string | undefined;
  /** Files of one folder, by format of the language. */
  filesIn(folder: string): readonly string[];
}

const JS_ENDINGS = ['.ts', '.tsx', '.js', '.jsx', '.mjs', '.cjs', '.mts', '.cts', '.vue', '.svelte', '.json', '.d.ts'];
/** What `./x.js` may be called before it is compiled. */
const COMPILED: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** Modules of `project`. */
export function createModules(project: Project): Modules {
  const byName = new Map<string, string[]>();
  const byFolder = new Map<string, string[]>();
  for (const { path } of project.files) {
    const slash = path.lastIndexOf('/');
    add(byName, path.slice(slash + 1), path);
    add(byFolder, slash < 0 ? '' : path.slice(0, slash), path);
  }
  const memo = new Map<string, string | null>();
  const has = (path: string): boolean => project.file(path) !== undefined;

  const jsFile = (base: string): string | undefined => {
    const clean = posix.normalize(base).replace(/\/$/, '');
    if (clean.startsWith('..')) return undefined;
    if (/\.[a-z]+$/i.test(clean) && has(clean)) return clean;
    for (const ending of JS_ENDINGS) if (has(clean + ending)) return clean + ending;
    const ending = posix.extname(clean);
    for (const other of COMPILED[ending] ?? []) {
      const path = clean.slice(0, -ending.length) + other;
      if (has(path)) return path;
    }
    const inside = clean === '.' ? '' : `${clean}/`;
    for (const end of JS_ENDINGS) if (has(`${inside}index${end}`)) return `${inside}index${end}`;
    return undefined;
  };
  const packages = createJsPackages(project, jsFile, () => byName.get('package.json') ?? []);

  const resolvers: Partial<Record<Language, (module: string, from: string) => string | undefined>> = {
    javascript: (module, from) =>
      module.startsWith('.') ? jsFile(posix.join(posix.dirname(from), module)) : packages.resolve(module, from),
    python: (module, from) => pythonModule(module, from, byName, byFolder, has),
    rust: (module, from) => rustModule(module.replaceAll('::', '/'), from, byName, has),
    java: (module, from) => byPathEnd(module.replaceAll('.', '/'), '.java', from, byName),
    kotlin: (module, from) =>
      byPathEnd(module.replaceAll('.', '/'), '.kt', from, byName) ?? byPathEnd(module.replaceAll('.', '/'), '.java', from, byName),
    scala: (module, from) => byPathEnd(module.replaceAll('.', '/'), '.scala', from, byName),
    php: (module, from) => byPathEnd(module.replaceAll('\\', '/'), '.php', from, byName),
    ruby: (module, from) => {
      const path = posix.normalize(posix.join(posix.dirname(from), module.endsWith('.rb') ? module : `${module}.rb`));
      return has(path) ? path : byPathEnd(module.replace(/\.rb$/, ''), '.rb', from, byName);
    },
    dart: (module, from) => {
      const path = posix.normalize(posix.join(posix.dirname(from), module));
      return has(path) ? path : byPathEnd(`lib/${module.replace(/^package:[^/]+\//, '').replace(/\.dart$/, '')}`, '.dart', from, byName);
    },
    c: (module, from) => {
      const path = posix.normalize(posix.join(posix.dirname(from), module));
      return has(path) ? path : undefined;
    },
  };

  const folderOf = (module: string, from: string): string | undefined => {
    // A Go import path ends with the path of the folder below the module's root; one segment alone would match anything.
    const parts = module.split('/');
    for (let skip = 0; skip < parts.length; skip++) {
      const folder = parts.slice(skip).join('/');
      if (parts.length - skip < 2 && !sharesRoot(module, from)) break;
      if (byFolder.get(folder)?.some((p) => p.endsWith('.go'))) return folder;
      const found = [...byFolder.keys()].filter((f) => f.endsWith(`/${folder}`) && byFolder.get(f)?.some((p) => p.endsWith('.go')));
      if (found.length === 1 && skip > 0) return found[0];
    }
    return undefined;
  };
  const goRoots = new Map<string, string>();
  let goRootsRead = false;
  const sharesRoot = (module: string, from: string): boolean => {
    if (!goRootsRead) {
      goRootsRead = true;
      for (const path of byName.get('go.mod') ?? []) {
        const name = /^module\s+(\S+)/m.exec(project.text(path) ?? '')?.[1];
        if (name) goRoots.set(name, posix.dirname(path) === '.' ? '' : posix.dirname(path));
      }
    }
    for (const [name, root] of goRoots) {
      if ((module === name || module.startsWith(`${name}/`)) && (root === '' || from.startsWith(`${root}/`))) return true;
    }
    return false;
  };

  const remembered = (kind: string, module: string, from: string, find: () => string | undefined): string | undefined => {
    const key = `${kind}\0${posix.dirname(from)}\0${module}`;
    const known = memo.get(key);
    if (known !== undefined) return known === from ? undefined : (known ?? undefined);
    const found = module.length > 300 ? undefined : find();
    memo.set(key, found ?? null);
    return found === from ? undefined : found;
  };

  return {
    resolve: (module, from, language) => remembered(language, module, from, () => resolvers[language]?.(module, from)),
    folder: (module, from, language) =>
      remembered(`${language} folder`, module, from, () => (language === 'go' ? folderOf(module, from) : undefined)),
    filesIn: (folder) => byFolder.get(folder) ?? [],
  };
}

function add(map: Map<string, string[]>, key: string, path: string): void {
  const list = map.get(key);
  if (list) list.push(path);
  else map.set(key, [path]);
}

/** How many leading folders two paths share. */
function shared(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  let n = 0;
  while (n < left.length - 1 && n < right.length - 1 && left[n] === right[n]) n++;
  return n;
}

function nearest(paths: readonly string[], from: string): string | undefined {
  let best: string | undefined;
  let bestScore = -1;
  for (const path of paths) {
    const score = shared(path, from) * 1000 - path.split('/').length;
    if (best === undefined || score > bestScore) {
      best = path;
      bestScore = score;
    }
  }
  return best;
}

function byPathEnd(path: string, ending: string, from: string, byName: Map<string, string[]>): string | undefined {
  const parts = path.split('/');
  if (parts.length < 2) return undefined;
  const file = `${parts.at(-1)}${ending}`;
  const tail = `${parts.slice(0, -1).join('/')}/${file}`;
  return nearest(
    (byName.get(file) ?? []).filter((p) => p === tail || p.endsWith(`/${tail}`)),
    from,
  );
}

function pythonModule(
  module: string,
  from: string,
  byName: Map<string, string[]>,
  byFolder: Map<string, string[]>,
  has: (path: string) => boolean,
): string | undefined {
  const here = posix.dirname(from);
  const at = (base: string): string | undefined => {
    const clean = posix.normalize(base).replace(/^\.\//, '');
    for (const path of [`${clean}.py`, `${clean}/__init__.py`, `${clean}.pyi`, `${clean}.ipynb`]) if (has(path)) return path;
    return undefined;
  };
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  if (dots > 0) {
    let folder = here;
    for (let up = 1; up < dots; up++) folder = folder === '.' ? '..' : posix.dirname(folder);
    if (folder.startsWith('..')) return undefined;
    const rest = module.slice(dots).replaceAll('.', '/');
    return rest === '' ? at(folder === '.' ? '__init__' : `${folder}/__init__`) : at(posix.join(folder, rest));
  }
  const tail = module.replaceAll('.', '/');
  // Each folder above the importing file may be on the path; a package's own folder is not (`providers/x.py` importing `x`).
  for (let folder = here; ; folder = posix.dirname(folder)) {
    const isPackage = has(posix.join(folder, '__init__.py'));
    if (!isPackage) {
      const found = at(posix.join(folder, tail)) ?? at(posix.join(folder, 'src', tail));
      if (found && found !== from) return found;
    }
    if (folder === '.' || folder === '/' || folder === '') break;
  }
  if (!module.includes('.')) return uniquePackage(module, byName, byFolder);
  const name = tail.slice(tail.lastIndexOf('/') + 1);
  const parent = tail.slice(0, tail.lastIndexOf('/'));
  const found = [...(byName.get(`${name}.py`) ?? []), ...(byName.get('__init__.py') ?? [])].filter(
    (p) => p.endsWith(`/${tail}.py`) || p.endsWith(`/${parent}/${name}/__init__.py`),
  );
  return nearest(found, from);
}

/** `import pkg` from anywhere (tests beside `src/pkg`): only when the project has exactly one such package at the top of a tree. */
function uniquePackage(module: string, byName: Map<string, string[]>, byFolder: Map<string, string[]>): string | undefined {
  const found = (byName.get('__init__.py') ?? []).filter((p) => {
    if (!p.endsWith(`/${module}/__init__.py`)) return false;
    const above = p.slice(0, -`/${module}/__init__.py`.length);
    return !(byFolder.get(above) ?? []).some((q) => q.endsWith('/__init__.py'));
  });
  return found.length === 1 ? found[0] : undefined;
}

function rustModule(path: string, from: string, byName: Map<string, string[]>, has: (path: string) => boolean): string | undefined {
  let here = posix.dirname(from);
  const own = posix.basename(from, '.rs');
  if (own !== 'mod' && own !== 'lib' && own !== 'main') here = posix.join(here, own);
  const parts = path.split('/');
  const first = parts.shift();
  let base: string;
  if (first === 'crate') {
    const src = from.lastIndexOf('src/');
    base = src >= 0 ? from.slice(0, src + 3) : posix.dirname(from);
  } else if (first === 'self') base = here;
  else if (first === 'super') {
    base = posix.dirname(here);
    while (parts[0] === 'super') {
      parts.shift();
      base = posix.dirname(base);
    }
  } else return first !== undefined && parts.length > 0 ? byPathEnd(`src/${parts.join('/')}`, '.rs', from, byName) : undefined;
  // The path ends with an item, so the module may be any prefix of it.
  for (let keep = parts.length; keep >= 0; keep--) {
    const folder = posix.join(base, ...parts.slice(0, keep));
    for (const candidate of [`${folder}.rs`, `${folder}/mod.rs`, ...(keep === 0 ? [`${folder}/lib.rs`, `${folder}/main.rs`] : [])]) {
      if (has(candidate) && candidate !== from) return candidate;
    }
  }
  return undefined;
}
