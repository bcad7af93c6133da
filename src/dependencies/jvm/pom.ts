/** Maven: pom.xml with parents, properties and managed versions; licences from the poms of the local repository. */

import { homedir } from 'node:os';
import { child, childText, childrenNamed, readXml } from '../formats/xml.ts';
import type { XmlElement } from '../formats/xml.ts';
import type { DependencyScope } from '../../types/dependency.ts';
import type { Found, Installed, InstalledIndex, InstalledReader, LicenseField, ReadContext, Reading } from '../types.ts';
import type { Store } from '../stores.ts';
import { clean, dirname, join } from '../text.ts';

/** Parents of parents; Maven itself stops at a loop. */
const MAX_PARENTS = 12;
const MAX_IMPORTS = 40;

const SCOPE: Record<string, DependencyScope> = { test: 'test', provided: 'development', compile: 'production', runtime: 'production' };

function repository(): string {
  return `${homedir()}/.m2/repository`;
}

/** One pom and what it inherits from. */
interface Pom {
  path: string;
  root: XmlElement;
}

interface Model {
  /** From the pom itself to its farthest parent. */
  chain: Pom[];
  properties: Map<string, string>;
  /** A parent or an imported pom that could not be found. */
  missing: string[];
}

/** Poms of one place, each parsed once: thousands of packages share a few hundred parents. */
class Poms {
  private readonly store: Store;
  private readonly known = new Map<string, Pom | undefined>();

  constructor(store: Store) {
    this.store = store;
  }

  load(path: string): Pom | undefined {
    if (this.known.has(path)) return this.known.get(path);
    const source = this.store.text(path);
    const root = source === undefined ? undefined : readXml(source).root;
    const pom = root?.name === 'project' ? { path, root } : undefined;
    this.known.set(path, pom);
    return pom;
  }
}

/** One set of poms per scan, since every pom of a project asks for the same parents. */
const projectPoms = new WeakMap<Store, Poms>();

function pomsOf(store: Store): Poms {
  let poms = projectPoms.get(store);
  if (poms === undefined) projectPoms.set(store, (poms = new Poms(store)));
  return poms;
}

function pomPath(group: string, artifact: string, version: string): string {
  return `${repository()}/${group.replaceAll('.', '/')}/${artifact}/${version}/${artifact}-${version}.pom`;
}

/** Collects parents and properties. `store` reads the project or the local repository, `home` the latter when allowed. */
function resolveModel(pom: Pom, store: Poms, home: Poms | undefined): Model {
  const chain = [pom];
  const missing: string[] = [];
  for (let current = pom; chain.length < MAX_PARENTS;) {
    const parent = child(current.root, 'parent');
    if (!parent) break;
    const group = childText(parent, 'groupId') ?? '';
    const artifact = childText(parent, 'artifactId') ?? '';
    const version = childText(parent, 'version') ?? '';
    const relative = child(parent, 'relativePath');
    const isInside = !current.path.startsWith('/');
    const beside = isInside && relative?.text !== '' ? join(dirname(current.path), relative?.text ?? '../pom.xml') : undefined;
    const file = beside === undefined || beside.endsWith('.xml') ? beside : join(beside, 'pom.xml');
    let next = file === undefined ? undefined : store.load(file);
    if (next && childText(next.root, 'artifactId') !== artifact) next = undefined;
    if (!next && home) next = home.load(pomPath(group, artifact, version));
    if (!next) {
      missing.push(`${group}:${artifact}:${version}`);
      break;
    }
    if (chain.some((one) => one.path === next.path)) break;
    chain.push(next);
    current = next;
  }
  const properties = new Map<string, string>();
  for (const { root } of chain.toReversed()) {
    for (const property of child(root, 'properties')?.children ?? []) properties.set(property.name, property.text);
  }
  const inherited = (name: string): string | undefined => {
    for (const { root } of chain) {
      const value = childText(root, name) ?? childText(child(root, 'parent'), name);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  for (const name of ['groupId', 'artifactId', 'version']) {
    const value = name === 'artifactId' ? childText(pom.root, name) : inherited(name);
    if (value !== undefined) for (const prefix of ['project.', 'pom.', '']) properties.set(`${prefix}${name}`, value);
  }
  const parent = child(pom.root, 'parent');
  for (const name of ['groupId', 'artifactId', 'version']) {
    const value = childText(parent, name);
    if (value !== undefined) properties.set(`project.parent.${name}`, value);
  }
  return { chain, properties, missing };
}

/** Replaces `${…}`; what stays unknown stays as written. */
function interpolate(value: string, properties: ReadonlyMap<string, string>): string {
  let result = value;
  for (let round = 0; round < 8 && result.includes('${'); round++) {
    const next = result.replace(/\$\{([^{}]+)\}/g, (whole, name: string) => properties.get(name.trim()) ?? whole);
    // A property that holds itself would grow for ever.
    if (next === result || next.length > 1000) break;
    result = next;
  }
  return result;
}

interface Coordinates {
  group: string;
  artifact: string;
  version?: string;
}

function coordinates(element: XmlElement, properties: ReadonlyMap<string, string>): Coordinates | undefined {
  const group = interpolate(childText(element, 'groupId') ?? '', properties);
  const artifact = interpolate(childText(element, 'artifactId') ?? '', properties);
  const version = interpolate(childText(element, 'version') ?? '', properties);
  if (group === '' || artifact === '') return undefined;
  return { group, artifact, ...(version === '' ? {} : { version }) };
}

/** Managed versions by `group:artifact`, of the pom, its parents, and imported lists of versions. */
function managedVersions(model: Model, home: Poms | undefined, depth = 0): Map<string, { version?: string; scope?: string }> {
  const managed = new Map<string, { version?: string; scope?: string }>();
  let imports = 0;
  for (const { root } of model.chain) {
    for (const element of childrenNamed(child(child(root, 'dependencyManagement'), 'dependencies'), 'dependency')) {
      const at = coordinates(element, model.properties);
      if (!at) continue;
      const scope = childText(element, 'scope');
      if (scope === 'import') {
        if (!home || at.version === undefined || depth > 4 || ++imports > MAX_IMPORTS) continue;
        const pom = home.load(pomPath(at.group, at.artifact, at.version));
        if (!pom) continue;
        for (const [key, value] of managedVersions(resolveModel(pom, home, home), home, depth + 1))
          if (!managed.has(key)) managed.set(key, value);
      } else if (!managed.has(`${at.group}:${at.artifact}`)) {
        managed.set(`${at.group}:${at.artifact}`, {
          ...(at.version === undefined ? {} : { version: at.version }),
          ...(scope === undefined ? {} : { scope }),
        });
      }
    }
  }
  return managed;
}

/** Reads the dependencies of one pom; plugins are tools of the build and left out. */
export function readPom(path: string, source: string, context: ReadContext): Reading {
  const { root, problems } = readXml(source);
  const reading: Reading = { path, ecosystem: 'maven', kind: 'manifest', format: 'pom.xml', packages: [], problems: [...problems] };
  if (root?.name !== 'project') return reading;
  const store = pomsOf(context.store);
  const home = context.outside ? pomsOf(context.home) : undefined;
  const model = resolveModel({ path, root }, store, home);
  const managed = managedVersions(model, home);
  for (const pom of model.chain) {
    // Dependencies of a parent inside the project are reported where they stand, once.
    if (pom.path !== path) continue;
    const lists = [
      child(root, 'dependencies'),
      ...childrenNamed(child(root, 'profiles'), 'profile').map((profile) => child(profile, 'dependencies')),
    ];
    for (const element of lists.flatMap((one) => childrenNamed(one, 'dependency'))) {
      const found = dependency(element, model, managed);
      if (found) reading.packages.push(found);
    }
  }
  const self = coordinates(root, model.properties) ?? own(model);
  if (self)
    reading.self = {
      name: clean(`${self.group}:${self.artifact}`),
      line: root.line,
      fields: pomLicenses(model),
      ...(self.version === undefined ? {} : { version: clean(self.version) }),
    };
  return reading;
}

function own(model: Model): Coordinates | undefined {
  const group = model.properties.get('project.groupId');
  const artifact = model.properties.get('project.artifactId');
  return group === undefined || artifact === undefined ? undefined : { group, artifact };
}

function dependency(
  element: XmlElement,
  model: Model,
  managed: ReadonlyMap<string, { version?: string; scope?: string }>,
): Found | undefined {
  const at = coordinates(element, model.properties);
  if (!at) return undefined;
  const name = `${at.group}:${at.artifact}`;
  const rule = managed.get(name);
  const version = at.version ?? rule?.version;
  const scope = SCOPE[childText(element, 'scope') ?? rule?.scope ?? 'compile'] ?? 'production';
  const found: Found = { key: name, name: clean(name), line: child(element, 'artifactId')?.line ?? element.line, direct: true, scope };
  const isExact = version !== undefined && !/[[\](),$]|^(?:LATEST|RELEASE)$/.test(version);
  if (isExact) found.version = clean(version);
  else if (version !== undefined) found.requested = clean(version);
  if (childText(element, 'optional') === 'true' && scope === 'production') found.scope = 'optional';
  return found;
}

/** The nearest `<licenses>` of the pom or a parent: licences are inherited as a whole. */
function pomLicenses(model: Model): LicenseField[] {
  for (const { path, root } of model.chain) {
    const licences = childrenNamed(child(root, 'licenses'), 'license');
    if (licences.length === 0) continue;
    const written = licences.flatMap((one) => {
      const name = childText(one, 'name') ?? childText(one, 'url');
      return name === undefined ? [] : [interpolate(name, model.properties)];
    });
    if (written.length === 0) return [];
    // Several licences: Maven does not say whether all or any of them applies; the engine treats the list as such.
    return [{ text: written.length === 1 ? written[0]! : JSON.stringify(written), what: 'field', path, line: licences[0]!.line }];
  }
  return [];
}

/** Poms of the local Maven repository; read for Gradle projects too. */
export const mavenInstalled: InstalledReader = {
  ecosystem: 'maven',
  command: (reading) => (reading.format === 'pom.xml' ? 'mvn dependency:resolve' : 'gradle dependencies'),
  outsideOnly: true,
  open: (_folder, { home }, outside): InstalledIndex | undefined => (outside ? new MavenIndex(pomsOf(home)) : undefined),
};

class MavenIndex implements InstalledIndex {
  private readonly poms: Poms;

  constructor(poms: Poms) {
    this.poms = poms;
  }

  find(name: string, version: string | undefined): Installed | undefined {
    const [group, artifact] = name.split(':');
    if (group === undefined || artifact === undefined || version === undefined || name.includes('..')) return undefined;
    const pom = this.poms.load(pomPath(group, artifact, version));
    if (!pom) return undefined;
    return {
      ecosystem: 'maven',
      name,
      version,
      path: pom.path,
      fields: () => pomLicenses(resolveModel(pom, this.poms, this.poms)),
      because: () => {
        const [parent] = resolveModel(pom, this.poms, this.poms).missing;
        return parent === undefined ? undefined : `its pom names no licence, and its parent ${parent} is not in the local repository`;
      },
      texts: () => [],
      requires: () => [],
    };
  }

  all(): Iterable<Installed> {
    return [];
  }
}
