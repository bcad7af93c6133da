/** Bundler: Gemfile, Gemfile.lock, gemspecs. Ruby files are programs and are not run; what stands as a literal is read. */

import type { DependencyScope } from '../../types/dependency.ts';
import type { Found, Installed, InstalledIndex, InstalledReader, LicenseField, Reading } from '../types.ts';
import { licenseTexts } from '../stores.ts';
import type { Store } from '../stores.ts';
import { clean, lines } from '../text.ts';

const QUOTED = /["']([^"']+)["']/g;

/** Groups of a Gemfile; an unnamed group is what ships. */
function scopeOfGroups(groups: readonly string[]): DependencyScope {
  if (groups.length === 0 || groups.some((group) => !/^(?:test|development|dev|doc|docs|lint|ci|cucumber|benchmark|optional)/.test(group)))
    return 'production';
  if (groups.some((group) => /^(?:development|dev|doc|lint|benchmark|ci)/.test(group))) return 'development';
  return groups.every((group) => group.startsWith('optional')) ? 'optional' : 'test';
}

function gem(name: string, requirements: readonly string[], line: number, scope: DependencyScope): Found {
  const found: Found = { key: name, name: clean(name), line, direct: true, scope };
  const exact = requirements.length === 1 ? /^=?\s*(\d[\w.-]*)$/.exec(requirements[0]!)?.[1] : undefined;
  if (exact !== undefined) found.version = clean(exact);
  else if (requirements.length > 0) found.requested = clean(requirements.join(', '));
  return found;
}

function withoutComment(row: string): string {
  return row.replace(/^((?:[^"'#]|"[^"]*"|'[^']*')*)#.*$/, '$1');
}

/** Reads the `gem` lines of a Gemfile with their groups. */
export function readGemfile(path: string, source: string): Reading {
  const packages: Found[] = [];
  const blocks: string[][] = [];
  for (const [index, raw] of lines(source).entries()) {
    const row = withoutComment(raw).trim();
    if (/\bdo\b(?:\s*\|[^|]*\|)?\s*$/.test(row)) {
      const group = /^group\b\s*\(?(.*?)\)?\s*do\b/.exec(row)?.[1];
      blocks.push(group === undefined ? [] : [...group.matchAll(/[:"'](\w+)/g)].map((match) => match[1]!));
      continue;
    }
    if (/^(?:if|unless|case|begin)\b/.test(row)) blocks.push([]);
    if (/^end\b/.test(row)) blocks.pop();
    const call = /^gem\s*\(?\s*["']([^"']+)["'](.*)$/.exec(row);
    if (!call) continue;
    const options = call[2]!;
    const inline = /(?:\bgroups?:|:groups?\s*=>)\s*(\[[^\]]*\]|:\w+|["']\w+["'])/.exec(options)?.[1] ?? '';
    const groups = [...blocks.flat(), ...[...inline.matchAll(/[:"'](\w+)/g)].map((match) => match[1]!)];
    const positional = options.split(/,\s*(?=:?\w+\s*(?::|=>))/)[0]!;
    const found = gem(
      call[1]!,
      [...positional.matchAll(QUOTED)].map((match) => match[1]!),
      index + 1,
      scopeOfGroups(groups),
    );
    const address = /(?:\b(?:git|github):|:(?:git|github)\s*=>)\s*["']([^"']+)["']/.exec(options)?.[1];
    if (address !== undefined) found.url = clean(address);
    if (/(?:\bpath:|:path\s*=>)/.test(options)) found.workspace = true;
    packages.push(found);
  }
  return { path, ecosystem: 'gem', kind: 'manifest', format: 'Gemfile', packages, problems: [] };
}

/** Reads dependencies and licence of a gemspec, one of the project or a generated one of an installed gem. */
export function readGemspec(path: string, source: string): Reading {
  const packages: Found[] = [];
  const fields: LicenseField[] = [];
  let self: { name: string; line: number } | undefined;
  for (const [index, raw] of lines(source).entries()) {
    const row = withoutComment(raw);
    const call = /\.add_(runtime_|development_)?dependency\s*\(?\s*(?:%q<([^>]+)>|["']([^"']+)["'])(?:\.freeze)?(.*)$/.exec(row);
    if (call) {
      const requirements = [...call[4]!.matchAll(/["']([^"']+)["']|%q<([^>]+)>/g)].map((match) => match[1] ?? match[2]!);
      packages.push(gem((call[2] ?? call[3])!, requirements, index + 1, call[1] === 'development_' ? 'development' : 'production'));
    }
    const name = /^\s*\w+\.name\s*=\s*["']([^"']+)["']/.exec(row)?.[1];
    if (name !== undefined) self = { name: clean(name), line: index + 1 };
    const license = /^\s*\w+\.licenses?\s*=\s*(\[?.*)$/.exec(row)?.[1];
    if (license === undefined) continue;
    const names = [...license.matchAll(QUOTED)].map((match) => match[1]!);
    if (names.length > 0)
      fields.push({ text: names.length === 1 ? names[0]! : JSON.stringify(names), what: 'field', path, line: index + 1 });
  }
  return {
    path,
    ecosystem: 'gem',
    kind: 'manifest',
    format: 'gemspec',
    packages,
    ...(self ? { self: { ...self, fields } } : {}),
    problems: [],
  };
}

/** Reads `Gemfile.lock`; platforms of one gem are one package. */
export function readGemfileLock(path: string, source: string): Reading {
  const packages = new Map<string, Found>();
  const direct: string[] = [];
  let section = '';
  let remote: string | undefined;
  let current: Found | undefined;
  for (const [index, row] of lines(source).entries()) {
    if (/^[A-Z]/.test(row)) {
      section = row.trim();
      remote = undefined;
      current = undefined;
      continue;
    }
    remote = /^ {2}remote: (.+)$/.exec(row)?.[1] ?? remote;
    const spec = /^ {4}([^\s(]+)(?: \(([^)]+)\))?$/.exec(row);
    const needed = /^ {6}([^\s(!]+)/.exec(row);
    if (section === 'DEPENDENCIES') {
      const name = /^ {2}([^\s(!]+)/.exec(row)?.[1];
      if (name !== undefined) direct.push(name);
    } else if (spec && ['GEM', 'PATH', 'GIT', 'PLUGIN SOURCE'].includes(section)) {
      const name = spec[1]!;
      // Native gems stand once per platform: `1.15.0-x86_64-linux`.
      const version = spec[2]?.replace(/-(?:x86|x64|arm|aarch|java|jruby|universal|mswin|mingw|ruby).*$/, '');
      current = packages.get(name) ?? { key: name, name: clean(name), line: index + 1, requires: [] };
      if (version !== undefined) current.version ??= clean(version);
      if (section === 'PATH') current.workspace = true;
      if (section === 'GIT' && remote !== undefined) current.url = clean(remote);
      packages.set(name, current);
    } else if (needed && current && !current.requires!.some((edge) => edge.to === needed[1])) current.requires!.push({ to: needed[1]! });
  }
  for (const found of packages.values()) found.requires = found.requires!.filter((edge) => packages.has(edge.to));
  for (const name of direct) {
    const found = packages.get(name);
    // The list has no groups; they come from the Gemfile.
    if (found) found.directUnlessNamed = true;
  }
  return { path, ecosystem: 'gem', kind: 'lock', format: 'Gemfile.lock', packages: [...packages.values()], problems: [] };
}

/** Gems in `vendor/bundle` and in `GEM_HOME`. */
export const gemInstalled: InstalledReader = {
  ecosystem: 'gem',
  command: () => 'bundle install --path vendor/bundle',
  open(folder, { store, home }, outside) {
    const places: [Store, string][] = [];
    const bundle = `${folder === '' ? '' : `${folder}/`}vendor/bundle/ruby`;
    for (const version of store.list(bundle)) places.push([store, `${bundle}/${version}`]);
    const gems = process.env['GEM_HOME'];
    if (outside && gems !== undefined) places.push([home, gems]);
    return places.length === 0 ? undefined : new GemIndex(places);
  },
};

class GemIndex implements InstalledIndex {
  private readonly byName = new Map<string, Installed[]>();

  constructor(places: readonly [Store, string][]) {
    for (const [store, place] of places) {
      for (const file of store.list(`${place}/specifications`).toSorted()) {
        const match = /^(.+)-(\d[^-]*)(?:-.+)?\.gemspec$/.exec(file);
        if (!match) continue;
        const path = `${place}/specifications/${file}`;
        const [, name, version] = match;
        const read = (): Reading => readGemspec(path, store.text(path) ?? '');
        const copy: Installed = {
          ecosystem: 'gem',
          name: name!,
          version: version!,
          path,
          fields: () => read().self?.fields ?? [],
          texts: () => licenseTexts(store, `${place}/gems/${file.replace(/\.gemspec$/, '')}`),
          requires: () =>
            read()
              .packages.filter((one) => one.scope === 'production')
              .map((one) => one.name),
        };
        this.byName.set(name!, [...(this.byName.get(name!) ?? []), copy]);
      }
    }
  }

  find(name: string, version: string | undefined): Installed | undefined {
    return this.byName.get(name)?.find((copy) => version === undefined || copy.version === version);
  }

  *all(): Iterable<Installed> {
    for (const copies of this.byName.values()) yield* copies;
  }
}
