/** Types and constants of the same package or project that are used without an import, by simple name. */

import type { Language } from '../types/source.ts';
import { familyOf } from './callers.ts';
import { codeIndex, type Definition } from './lexical.ts';
import { thingOf } from './names.ts';
import { indexOf, unframed, type Link, type Thing, type Where } from './things.ts';

/** Languages in which a name of the same package or namespace needs no import. */
const SHARED: ReadonlySet<Language> = new Set(['java', 'kotlin', 'scala', 'csharp', 'go', 'swift', 'rust', 'php', 'dart', 'c', 'ruby']);
const DECLARATION =
  /\b(?:class|struct|enum|interface|record|object|trait|module|namespace|type|const(?:expr)?(?:\s+(?:val|char|string|std::string|&?'?\w+))?|static|let|val|var|func|fn|def|#define)\s+(?:mut\s+)?([A-Z]\w*)/g;
const MAX_INDEXED = 32 * 1024 * 1024;

/** Files by the capitalised names declared in them. */
function declarations(link: Link, language: Language): Map<string, string[]> {
  const family = familyOf(language);
  return indexOf(link, `declarations of ${family[0]}`, () => {
    const index = new Map<string, string[]>();
    let left = MAX_INDEXED;
    for (const file of link.project.files) {
      if (!family.includes(file.format) || file.scope === 'vendored' || file.local) continue;
      const text = link.project.text(file.path) ?? '';
      left -= text.length;
      if (left < 0) break;
      for (const match of text.matchAll(DECLARATION)) {
        const list = index.get(match[1] as string);
        if (!list) index.set(match[1] as string, [file.path]);
        else if (list.at(-1) !== file.path) list.push(file.path);
      }
    }
    return index;
  });
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** What `name` is where another file of the package or project declares it; empty when none does or several could be meant. */
export function declaredElsewhere(link: Link, name: string, where: Where): Thing[] {
  const { language } = where.code;
  if (!SHARED.has(language) || (language !== 'go' && !/^[A-Z]/.test(name))) return [];
  const here = where.file.path;
  const folder = folderOf(here);
  const candidates =
    language === 'go'
      ? link.modules.filesIn(folder).filter((p) => p !== here && p.endsWith('.go') && (link.project.text(p) ?? '').includes(name))
      : (declarations(link, language).get(name) ?? []).filter((p) => p !== here);
  const near = candidates.filter((p) => folderOf(p) === folder);
  const chosen = near.length > 0 ? near : candidates;
  if (chosen.length > 4) return [];
  const found = chosen.map((path) => topDefinitions(link, path, name)).filter((d) => d.length > 0);
  if (found.length !== 1) return [];
  return (found[0] ?? []).flatMap((d) => thingOf(link, { ...d, where: unframed(d.where) } as Definition, name));
}

/** Declarations of `name` in a file outside of any function: at the top, in a namespace, in a module. */
function topDefinitions(link: Link, path: string, name: string): Definition[] {
  const file = link.project.summary(path);
  const found: Definition[] = [];
  for (const code of file?.code ?? []) {
    if (!file) continue;
    const index = codeIndex(code);
    code.scopes.forEach((scope, at) => {
      if (scope.kind === 'function') return;
      const where: Where = { file, code, scope: at };
      for (const inner of index.scopes[at]?.get(name) ?? []) found.push({ d: 'scope', where: { ...where, scope: inner } });
      if (scope.kind === 'class') return;
      for (const binding of index.bindings[at]?.get(name) ?? []) if (binding.scope === at) found.push({ d: 'binding', binding, where });
    });
  }
  return found;
}
