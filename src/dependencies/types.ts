/** What passes between the readers of single files and the merge; not part of the report. */

import type { BomModel, DependencyScope } from '../types/dependency.ts';
import type { LicenseEngine } from '../types/license.ts';
import type { Project } from '../types/project.ts';
import type { PnpmIdentity } from './npm/pnpm-lock.ts';
import type { Store } from './stores.ts';

/** Package ecosystems, named like package URL types. */
export type Ecosystem =
  | 'npm'
  | 'pypi'
  | 'conda'
  | 'cargo'
  | 'golang'
  | 'maven'
  | 'nuget'
  | 'composer'
  | 'gem'
  | 'swift'
  | 'pub'
  | 'cran'
  | 'generic'
  /** A purl type that only BOM files bring in (`deb`, `apk` …). */
  | (string & {});

/** Something that states a licence in words. */
export interface LicenseField {
  /** As written. */
  text: string;
  /** `expression`: a field that must hold an SPDX expression; `field`: free text; `classifier`: one of several hints; `url`: an address. */
  what: 'expression' | 'field' | 'classifier' | 'url';
  path: string;
  line: number;
  /** Evidence source, `package-metadata` unless said otherwise. */
  source?: string;
}

/** A package as one manifest or lockfile names it. */
export interface Found {
  /** Unique within the file; what {@link Edge.to} and {@link Reading.resolve} speak of. */
  key: string;
  name: string;
  /** Exact version. */
  version?: string;
  /** Version range or address as written, when there is no exact version. */
  requested?: string;
  line: number;
  /** File of `line`, when it is not the file that was read (included requirement files, version catalogues). */
  path?: string;
  /** What the file itself says about the scope. */
  scope?: DependencyScope;
  /** What the file itself says about directness. */
  direct?: boolean;
  /** Direct by the lockfile, which does not know the scope: counts only when no manifest names it. */
  directUnlessNamed?: boolean;
  /** A package of this project: never unknown. */
  workspace?: boolean;
  /** The same object wherever a package of the same ecosystem, name and version is named, where the reader knows that. */
  identity?: object;
  /** Where it is fetched from, when that is not the ecosystem's registry. */
  url?: string;
  fields?: LicenseField[];
  requires?: Edge[];
  /** Folder relative to the root where its installed copy is expected, when the lockfile says so (npm). */
  folder?: string;
  /** Only an extra condition on a package that is named elsewhere (a constraint file, `dependencyManagement`). */
  constraintOnly?: boolean;
  /** Another ecosystem than the file's own (pip packages of a conda environment). */
  ecosystem?: Ecosystem;
  /** Package URL as a BOM file gives it. */
  purl?: string;
  /** Qualifiers of the package URL (`repository_url`, `channel` …). */
  qualifiers?: Record<string, string>;
}

/** One package needs another. */
export interface Edge {
  to: string;
  optional?: boolean;
}

/** The package that a manifest describes. */
export interface Self {
  name: string;
  version?: string;
  line: number;
  fields: LicenseField[];
}

/** What one file says. */
export interface Reading {
  path: string;
  ecosystem: Ecosystem;
  kind: 'manifest' | 'lock' | 'bom';
  /** Lockfile or manifest format, for messages (`pnpm-lock`, `poetry.lock`). */
  format: string;
  packages: Found[];
  self?: Self;
  /** Lockfiles: the key a manifest's requirement is locked to. `from` is the manifest's folder relative to the lockfile's. */
  resolve?: (name: string, requested: string | undefined, from: string) => string | undefined;
  /** Folders (relative to the root) whose manifests this lockfile covers; absent: its own folder. */
  covers?: ReadonlySet<string>;
  /** Lockfiles: covers manifests in all folders below that have no lockfile of their own. */
  coversBelow?: boolean;
  /** What could not be read. */
  problems: string[];
  /** Model components (BOM files). */
  models?: FoundModel[];
}

/** A model component of a BOM file. */
export type FoundModel = Omit<BomModel, 'manifest'> & { line: number };

/** What every reader gets. */
export interface ReadContext {
  project: Project;
  engine: LicenseEngine;
  /** Installed files inside the project. */
  store: Store;
  /** Files outside the project; only looked into when `outside` is set. */
  home: Store;
  /** Folders outside the project may be read. */
  outside: boolean;
  /** What the keys of pnpm's lockfiles say, by key. */
  pnpmIdentities?: Map<string, PnpmIdentity>;
}

/** Reads one file. Faults go into `problems`; a thrown error is caught by the caller and reported as unreadable. */
export type ReadFile = (path: string, source: string, context: ReadContext) => Reading | Reading[] | undefined;

/** One row of the registry. */
export interface FileReader {
  /** Base names in lower case, or a test on the base name in lower case and the whole path. */
  names?: readonly string[];
  matches?: (base: string, path: string) => boolean;
  /** Its content is never looked at. */
  binary?: boolean;
  read: ReadFile;
}

/** An installed copy of a package. */
export interface Installed {
  ecosystem: Ecosystem;
  name: string;
  version?: string;
  /** Metadata file, relative to the root or absolute when it stands outside. */
  path: string;
  /** Licence fields, read when asked for. */
  fields(): LicenseField[];
  /** Licence texts that ship with it, read when asked for. */
  texts(): LicenseText[];
  /** Names of the packages it needs. */
  requires(): string[];
  /** Why nothing may be found in it, where there is more to say than that. */
  because?(): string | undefined;
}

/** A licence file of an installed package. */
export interface LicenseText {
  path: string;
  text: string;
}

/** Installed packages of one ecosystem around one folder. */
export interface InstalledIndex {
  /** By name and, when given, exact version; without version any copy, the one nearest to the root first. `folder` is {@link Found.folder}. */
  find(name: string, version: string | undefined, folder: string | undefined): Installed | undefined | Promise<Installed | undefined>;
  /** Everything that is installed, for packages that no manifest names. */
  all(): Iterable<Installed>;
}

/** One ecosystem: how its installed packages are found and what to run when they are not. */
export interface InstalledReader {
  ecosystem: Ecosystem;
  /** Index of the installed copies for manifests and lockfiles in `folder`; `undefined` when nothing is installed there. */
  open(folder: string, context: ReadContext, outside: boolean): InstalledIndex | undefined | Promise<InstalledIndex | undefined>;
  /** Command that installs the packages of this reading. */
  command(reading: Reading): string;
  /** The command installs outside the project, where only a scan with stores looks. */
  outsideOnly?: boolean;
}
