/** yarn.lock of both generations. */

import { lineOf, table, text } from '../formats/document.ts';
import type { Table } from '../formats/document.ts';
import { readIndented } from '../formats/indented.ts';
import type { Edge, Found, Reading } from '../types.ts';
import { clean, dirname, join } from '../text.ts';

/** Reads `yarn.lock`; the generation is told by its `__metadata`. */
export function readYarnLock(path: string, source: string): Reading {
  const doc = readIndented(source);
  const base = dirname(path);
  const isBerry = doc.root['__metadata'] !== undefined;
  const found = new Map<string, Found>();
  /** Key of the entry by every descriptor (`name@range`) that leads to it. */
  const byDescriptor = new Map<string, string>();
  const entries = new Map<string, Table>();
  const covers = new Set<string>([base]);
  const patched: { written: string; descriptors: string[] }[] = [];

  for (const [written, value] of Object.entries(doc.root)) {
    const entry = table(value);
    if (written === '__metadata' || text(entry['version']) === undefined) continue;
    const descriptors = splitDescriptors(written);
    const first = descriptors[0];
    if (first === undefined) continue;
    const resolution = text(entry['resolution']) ?? first;
    const reference = splitDescriptor(resolution);
    const version = text(entry['version']);
    const one: Found = { key: written, name: clean(realName(reference)), line: lineOf(doc.root, written) };
    if (reference.range.startsWith('patch:')) patched.push({ written, descriptors });
    const workspace = /^workspace:(.*)$/.exec(reference.range)?.[1];
    if (workspace !== undefined) {
      one.workspace = true;
      const folder = join(base, workspace);
      if (folder !== undefined) covers.add(folder);
    }
    if (version !== undefined && version !== '0.0.0-use.local') one.version = clean(version);
    if (/^(?:https?|git|ssh)[:+@]|\.git#/.test(reference.range)) one.url = clean(reference.range);
    found.set(written, one);
    entries.set(written, entry);
    for (const descriptor of descriptors) byDescriptor.set(descriptor, written);
  }
  // A patched package stands here twice, as it is published and with the patch. It is one package.
  const patches = new Set(patched.map(({ written }) => written));
  const published = new Map(
    [...found.values()].filter(({ key }) => !patches.has(key)).map((one) => [`${one.name}@${one.version}`, one.key]),
  );
  for (const { written, descriptors } of patched) {
    const { name, version } = found.get(written)!;
    const key = published.get(`${name}@${version}`);
    if (key === undefined) continue;
    for (const descriptor of descriptors) byDescriptor.set(descriptor, key);
    found.delete(written);
    entries.delete(written);
  }
  const look = (name: string, range: string): string | undefined =>
    byDescriptor.get(`${name}@${range}`) ??
    byDescriptor.get(`${name}@npm:${range}`) ??
    byDescriptor.get(`${name}@workspace:${range}`) ??
    undefined;
  /** Workspace packages are asked for by any range. */
  const workspaces = new Map([...found.values()].filter((one) => one.workspace).map((one) => [one.name, one.key]));
  const byName = new Map<string, string[]>();
  for (const [descriptor, key] of byDescriptor) {
    const { name } = splitDescriptor(descriptor);
    const keys = byName.get(name) ?? [];
    if (!keys.includes(key)) keys.push(key);
    byName.set(name, keys);
  }
  const resolve = (name: string, range: string | undefined): string | undefined => {
    const exact = look(name, range ?? '*') ?? workspaces.get(name);
    if (exact !== undefined) return exact;
    const all = byName.get(name) ?? [];
    return all.length === 1 ? all[0] : undefined;
  };
  for (const [key, entry] of entries) {
    const requires: Edge[] = [];
    const meta = table(entry['dependenciesMeta']);
    for (const section of ['dependencies', 'optionalDependencies']) {
      for (const [name, range] of Object.entries(table(entry[section]))) {
        const to = resolve(name, text(range));
        if (to === undefined) continue;
        const optional = section === 'optionalDependencies' || String(table(meta[name])['optional']) === 'true';
        requires.push(optional ? { to, optional } : { to });
      }
    }
    // The entry of a workspace mixes what ships with development needs; its package.json tells them apart.
    const one = found.get(key)!;
    if (!one.workspace) one.requires = requires;
  }
  const reading: Reading = {
    path,
    ecosystem: 'npm',
    kind: 'lock',
    format: isBerry ? 'yarn-berry' : 'yarn-classic',
    packages: [...found.values()].filter((one) => !(one.workspace && one.key.includes('@workspace:.'))),
    resolve: (name, requested) => resolve(name, requested),
    problems: doc.problems,
  };
  // The older form does not name workspaces; it is used by every package.json below that has no lockfile of its own.
  if (isBerry) reading.covers = covers;
  else reading.coversBelow = true;
  if (found.size === 0 && doc.problems.length === 0 && !isBerry && source.trim() !== '' && !/^# yarn lockfile v1/m.test(source)) {
    reading.problems = ['neither a yarn 1 nor a yarn 2+ lockfile'];
  }
  return reading;
}

/** `"a@^1", b@^2` and `a@npm:^1, a@npm:^2` give their descriptors. */
function splitDescriptors(written: string): string[] {
  return written
    .split(/,\s*/)
    .map((part) => part.trim().replace(/^"|"$/g, ''))
    .filter((part) => part !== '');
}

function splitDescriptor(descriptor: string): { name: string; range: string } {
  const separator = descriptor.indexOf('@', 1);
  return separator < 0 ? { name: descriptor, range: '' } : { name: descriptor.slice(0, separator), range: descriptor.slice(separator + 1) };
}

/** The package behind an alias: `x@npm:real@^1` is `real`. */
function realName({ name, range }: { name: string; range: string }): string {
  const alias = /^npm:((?:@[^/@]+\/)?[^@/:]+)@/.exec(range);
  return alias?.[1] ?? name;
}
