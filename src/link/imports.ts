/** What imported names stand for: things of the project, or symbols of the outside world. */

import type { Import, Language } from '../types/source.ts';
import { moduleMember } from './members.ts';
import { open, outsideThing, type Link, type Thing, type Where } from './things.ts';

/** `std::env::var` and `a\b\c` as dotted paths; module names of JavaScript and Go stay as they are. */
export function dottedModule(module: string): string {
  return module.replaceAll('::', '.').replaceAll('\\', '.');
}

/** The things an import binds its alias to. */
export function importedThings(link: Link, item: Import, where: Where): Thing[] {
  const { language } = where.code;
  const from = where.file.path;
  const path = link.modules.resolve(item.module, from, language);
  if (path !== undefined) {
    if (item.name === undefined || item.name === '*') {
      // A class file imported as a whole: the class of that name.
      const own = classFile(language) ? moduleMember(link, path, item.alias, false) : [];
      return own.length > 0 ? own : [{ t: 'module', path, notes: [] }];
    }
    const found = moduleMember(link, path, item.name, false);
    if (found.length > 0) return found;
    const last = item.module.split(/[./\\]|::/).at(-1);
    if (classFile(language) && last !== undefined) {
      // `import static a.b.C.X`: the member of the class that the file is named after.
      for (const owner of moduleMember(link, path, last, false)) {
        if (owner.t === 'class') return [{ t: 'expr', expr: memberOf(last, item), where: owner.where, notes: [] }];
      }
    }
  }
  if (item.name !== undefined && item.name !== '*') {
    const separator = language === 'rust' ? '::' : item.module.endsWith('.') ? '' : '.';
    const below =
      language === 'python' || classFile(language) || language === 'rust'
        ? link.modules.resolve(`${item.module}${separator}${item.name}`, from, language)
        : undefined;
    if (below !== undefined) {
      if (language === 'python') return [{ t: 'module', path: below, notes: [] }];
      const found = moduleMember(link, below, item.name, false);
      return found.length > 0 ? found : [{ t: 'module', path: below, notes: [] }];
    }
  }
  const folder = language === 'go' ? link.modules.folder(item.module, from, 'go') : undefined;
  if (folder !== undefined) return [{ t: 'module', path: folder, folder: true, notes: [] }];
  if (
    path !== undefined ||
    (language === 'python' && item.module.startsWith('.')) ||
    (language === 'javascript' && item.module.startsWith('.'))
  ) {
    return [open(`${item.name ?? item.module} is not found in ${path ?? item.module}`)];
  }
  return outsideThings(item, language);
}

function memberOf(owner: string, item: Import) {
  return { k: 'attr' as const, o: { k: 'name' as const, n: owner, at: item.at }, n: item.name ?? '', at: item.at };
}

function classFile(language: Language): boolean {
  return language === 'java' || language === 'kotlin' || language === 'scala' || language === 'php';
}

function outsideThings(item: Import, language: Language): Thing[] {
  const module = dottedModule(item.module);
  if (item.name === undefined && language === 'javascript' && /^[A-Z]/.test(item.alias)) {
    // `const X = require('m')` is the module, and mostly the class it exports as a whole.
    return [outsideThing(module), outsideThing(`${module}.default`), outsideThing(`${module}.${item.alias}`)];
  }
  if (item.name === undefined || item.name === '*') return [outsideThing(module)];
  // A default export goes by its module's `default`, and by the name everybody gives it.
  if (item.name === 'default' && language === 'javascript')
    return [outsideThing(`${module}.default`), outsideThing(`${module}.${item.alias}`)];
  return [outsideThing(`${module}.${dottedModule(item.name)}`)];
}
