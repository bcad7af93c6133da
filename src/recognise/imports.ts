/** Which libraries a file and a project import: rows of other libraries need not be tried. */

import type { FileSummary } from '../types/source.ts';
import type { Project } from '../types/project.ts';

export interface ImportIndex {
  /** Whether the file imports one of the modules, or a part of it. */
  inFile(file: FileSummary, modules: readonly string[]): boolean;
  /** Whether any file does, or the project itself is the library. */
  inProject(modules: readonly string[]): boolean;
}

/** `imported` is the module, inside it, or a package that holds it. */
function concerns(imported: string, module: string): boolean {
  const plain = module.replace(/\*$/, '');
  if (imported.startsWith(plain))
    return module.endsWith('*') || imported.length === plain.length || /[./:#]/.test(imported[plain.length] as string);
  return plain.startsWith(imported) && /[./:]/.test(plain[imported.length] ?? '');
}

/** Indexes the imports of the files that were read. */
export function createImportIndex(project: Project, files: readonly FileSummary[]): ImportIndex {
  const byFile = new WeakMap<FileSummary, readonly string[]>();
  const all = new Set<string>();
  // A library calls itself through its own folder (`src/whatever/` or `whatever/`).
  for (const { path, format } of project.files)
    if (format === 'python') all.add((/^(?:src\/)?([^/]+)\//.exec(path)?.[1] ?? '').replaceAll('-', '_'));
  for (const file of files) for (const code of file.code) for (const entry of code.imports) all.add(entry.module);
  all.delete('');
  const known = new Map<readonly string[], boolean>();
  const inFiles = new WeakMap<FileSummary, Map<readonly string[], boolean>>();
  const modulesOf = (file: FileSummary): readonly string[] => {
    let modules = byFile.get(file);
    if (!modules) {
      modules = [...new Set(file.code.flatMap((code) => code.imports.map((entry) => entry.module)))];
      byFile.set(file, modules);
    }
    return modules;
  };
  return {
    inFile(file, modules) {
      let answers = inFiles.get(file);
      if (!answers) inFiles.set(file, (answers = new Map()));
      let found = answers.get(modules);
      if (found === undefined) {
        found = modulesOf(file).some((imported) => modules.some((module) => concerns(imported, module)));
        answers.set(modules, found);
      }
      return found;
    },
    inProject(modules) {
      let found = known.get(modules);
      if (found === undefined) {
        found = [...all].some((imported) => modules.some((module) => concerns(imported, module)));
        known.set(modules, found);
      }
      return found;
    },
  };
}
