/** go.mod, with go.sum and vendor/modules.txt where they know more; vendored modules and the module cache. */

import { homedir } from 'node:os';
import type { Found, Installed, InstalledIndex, InstalledReader, ReadContext, Reading } from '../types.ts';
import { licenseTexts } from '../stores.ts';
import type { Store } from '../stores.ts';
import { clean, dirname, lines } from '../text.ts';
import { compareVersions } from '../versions.ts';

interface Directive {
  verb: string;
  words: string[];
  comment: string;
  line: number;
}

/** Directives of go.mod and go.work, those in `verb ( … )` blocks too. */
function directives(source: string): Directive[] {
  const found: Directive[] = [];
  let block: string | undefined;
  for (const [index, row] of lines(source).entries()) {
    const cut = row.indexOf('//');
    const body = (cut < 0 ? row : row.slice(0, cut)).trim();
    const comment = cut < 0 ? '' : row.slice(cut + 2).trim();
    if (body === '') continue;
    if (block !== undefined && body === ')') block = undefined;
    else if (block === undefined && /^[a-z]+\s*\($/.test(body)) block = body.replace(/\s*\($/, '');
    else {
      const words = body.split(/\s+/).map((word) => word.replace(/^["`]|["`]$/g, ''));
      found.push({ verb: block ?? words.shift()!, words, comment, line: index + 1 });
    }
  }
  return found;
}

/** Reads the requirements and replacements of one module. */
export function readGoMod(path: string, source: string, { project }: ReadContext): Reading {
  const all = directives(source);
  const problems: string[] = [];
  const packages = new Map<string, Found>();
  for (const { verb, words, comment, line } of all) {
    if (verb !== 'require') continue;
    const [name, version] = words;
    if (name === undefined || version === undefined) {
      problems.push(`line ${line} is not a requirement`);
      continue;
    }
    packages.set(name, {
      key: name,
      name: clean(name),
      version: clean(version),
      line,
      direct: !/\bindirect\b/.test(comment),
      scope: 'production',
    });
  }
  for (const { verb, words } of all) {
    if (verb !== 'replace') continue;
    const arrow = words.indexOf('=>');
    const found = packages.get(words[0] ?? '');
    if (arrow < 0 || !found || (arrow === 2 && words[1] !== found.version)) continue;
    const [target, version] = words.slice(arrow + 1);
    if (target === undefined) continue;
    if (/^\.{0,2}\//.test(target)) found.workspace = true;
    else {
      found.name = clean(target);
      if (version !== undefined) found.version = clean(version);
    }
  }
  const folder = dirname(path);
  const declared = all.find(({ verb }) => verb === 'go')?.words[0];
  // Since 1.17 go.mod lists every module that is needed; before that the rest has to be taken from go.sum.
  if (declared === undefined || compareVersions(declared, '1.17') < 0) {
    const sum = folder === '' ? 'go.sum' : `${folder}/go.sum`;
    const text = project.file(sum) && project.text(sum);
    if (text !== undefined) for (const found of sumModules(text, sum)) if (!packages.has(found.key)) packages.set(found.key, found);
  }
  const self = all.find(({ verb }) => verb === 'module');
  return {
    path,
    ecosystem: 'golang',
    kind: 'manifest',
    format: 'go.mod',
    packages: [...packages.values()],
    ...(self?.words[0] === undefined ? {} : { self: { name: clean(self.words[0]), line: self.line, fields: [] } }),
    problems,
  };
}

/** Modules whose content (not only whose go.mod) is in go.sum, in their highest version. */
function sumModules(source: string, path: string): Found[] {
  const found = new Map<string, Found>();
  for (const [index, row] of lines(source).entries()) {
    const match = /^(\S+) (v[^\s/]+) h1:/.exec(row);
    if (!match) continue;
    const [, name, version] = match;
    const before = found.get(name!);
    if (before && compareVersions(before.version!, version!) >= 0) continue;
    found.set(name!, {
      key: name!,
      name: clean(name!),
      version: clean(version!),
      line: index + 1,
      path,
      direct: false,
      scope: 'production',
    });
  }
  return [...found.values()];
}

/** Modules in a vendor folder and in the module cache. */
export const goInstalled: InstalledReader = {
  ecosystem: 'golang',
  command: () => 'go mod vendor',
  open(folder, { store, home }, outside) {
    const places: [Store, string, versioned: boolean][] = [];
    const vendor = folder === '' ? 'vendor' : `${folder}/vendor`;
    if (store.exists(`${vendor}/modules.txt`)) places.push([store, vendor, false]);
    if (outside) {
      const goPath = process.env['GOPATH']?.split(':')[0] ?? `${homedir()}/go`;
      places.push([home, process.env['GOMODCACHE'] ?? `${goPath}/pkg/mod`, true]);
    }
    return places.length === 0 ? undefined : new GoIndex(places);
  },
};

class GoIndex implements InstalledIndex {
  private readonly places: readonly [Store, string, boolean][];

  constructor(places: readonly [Store, string, boolean][]) {
    this.places = places;
  }

  find(name: string, version: string | undefined): Installed | undefined {
    for (const [store, place, versioned] of this.places) {
      // The cache writes capital letters as `!` and the small letter, for file systems that don't tell them apart.
      const escaped = `${name}@${version ?? ''}`.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
      const folder = `${place}/${versioned ? escaped : name}`;
      if (store.list(folder).length === 0) continue;
      return {
        ecosystem: 'golang',
        name,
        ...(version === undefined ? {} : { version }),
        path: folder,
        // Go modules have no licence field: the text is all there is.
        fields: () => [],
        texts: () => licenseTexts(store, folder),
        requires: () => [],
      };
    }
    return undefined;
  }

  all(): Iterable<Installed> {
    return [];
  }
}
