/** Dependencies: packages the project declares, locks or has installed. */

import type { LicenseSummary, Obligation } from './model.ts';

/** What a package is needed for. `optional`: used when it is there. */
export type DependencyScope = 'production' | 'development' | 'optional' | 'test';

/** One package as an ecosystem's files name it. */
export interface Dependency {
  purl: string;
  ecosystem: string;
  name: string;
  version?: string;
  scope: DependencyScope;
  direct: boolean;
  /** Shortest chain of package names from the project to this one, for transitive ones. */
  chain?: string[];
  /** Where it is named: line of the manifest or lockfile. */
  manifest: { path: string; line: number };
  /** Licence fields, classifiers and texts found, with the reading of each. */
  license: LicenseSummary;
  /** Why the licence is unknown and what to run, when it is. */
  unknownBecause?: string;
  /** Found installed only, not in any tracked manifest. */
  local?: boolean;
  /** A package of this project itself. */
  workspace?: boolean;
  /** Model ids that this package is or brings. */
  models?: string[];
  /** A machine-learning framework: never counted as a model. */
  framework?: boolean;
  /** Version range or address the project asks for, when no tracked file gives the exact version. */
  requested?: string;
  /** Further places that name the same package in the same version. */
  alsoIn?: { path: string; line: number }[];
  /** What is written about the licence can mean several licences, or (`conflict`) its sources disagree. */
  ambiguous?: { written: string; candidates: string[]; conflict?: boolean };
}

/** A licence as a BOM file states it for a model. `text`: the words of the licence itself, not its name. */
export interface BomLicense {
  written: string;
  line: number;
  what: 'declared' | 'concluded' | 'text';
}

/**
 * A model component of a CycloneDX or SPDX file of the project, as the file states it. What its words mean is decided where facts are
 * gathered.
 */
export interface BomModel {
  /** The name to identify: of the package URL, of the model's page, or of the component. */
  name: string;
  /** Registry, when the package URL tells it. */
  registry?: string;
  /** Commit, when the version is one. */
  revision?: string;
  /** Name of the component as written at {@link manifest}. */
  written: string;
  format: 'cyclonedx' | 'spdx';
  /** `subject`: what the whole file describes; `ancestor`: named only as what another model was made from. */
  role: 'component' | 'subject' | 'ancestor';
  manifest: { path: string; line: number };
  /** All of them bind together: neither format states an alternative by a list. */
  licenses: BomLicense[];
  /** SHA-256 of its files, lower-case hex. */
  sha256: string[];
  /** What it was made from; the formats state no relation. */
  bases: { name: string; registry?: string; line: number }[];
  /** Data sets it was trained on, by name. */
  datasets: string[];
}

/** A package with the duties of its licence. */
export interface AuditedDependency extends Dependency {
  obligations: Obligation[];
}

/** What the files of packages say, and which of them were not read. */
export interface DependencyScan {
  dependencies: Dependency[];
  skipped: { path: string; reason: string }[];
  /** Model components that BOM files of the project name. */
  models?: BomModel[];
  /** Paths of the BOM files that were read, sorted. */
  boms?: string[];
}
