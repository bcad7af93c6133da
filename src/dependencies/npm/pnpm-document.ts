/** The parts of pnpm-lock.yaml that say which packages there are and what they need; the rest is passed over. */

import { flowTable, scalar } from '../formats/indented.ts';
import type { IndentedVisitor } from '../formats/indented.ts';

/** What pnpm-lock.yaml says, as written. */
export interface PnpmDocument {
  lockfileVersion: string | undefined;
  packages: PnpmPackage[];
  /** From version 9 on: what a package needs, one entry per set of peers. */
  snapshots: PnpmPackage[];
  /** Folders of the workspace; `undefined` where the lockfile is of a single project, whose needs are {@link own}. */
  importers: PnpmImporter[] | undefined;
  own: PnpmImporter;
}

/** An entry of `packages` or `snapshots`. */
export interface PnpmPackage {
  key: string;
  line: number;
  /** Packages from git or archives state their real name and version. */
  name: string | undefined;
  version: string | undefined;
  isDev: boolean;
  isOptional: boolean;
  needs: PnpmNeed[];
  optionalNeeds: PnpmNeed[];
}

/** A package in a folder, with what it asks for by section. */
export interface PnpmImporter {
  folder: string;
  needs: Record<PnpmSection, PnpmNeed[]>;
}

/** A name and the version it is locked to. */
export interface PnpmNeed {
  name: string;
  version: string;
}

/** The tables of an importer. */
export type PnpmSection = 'dependencies' | 'optionalDependencies' | 'devDependencies';

const NO_NEEDS: PnpmNeed[] = [];

const isSection = (key: string): key is PnpmSection =>
  key === 'dependencies' || key === 'optionalDependencies' || key === 'devDependencies';

const emptyDocument = (): PnpmDocument => ({
  lockfileVersion: undefined,
  packages: [],
  snapshots: [],
  importers: undefined,
  own: newImporter('.'),
});

function newImporter(folder: string): PnpmImporter {
  return { folder, needs: { dependencies: [], optionalDependencies: [], devDependencies: [] } };
}

/** Collects a {@link PnpmDocument}. */
export class PnpmVisitor implements IndentedVisitor {
  document: PnpmDocument = emptyDocument();
  /** The top table at hand. */
  private part: 'entries' | 'importers' | 'own' | 'version' = 'version';
  private entries: PnpmPackage[] = [];
  private entry: PnpmPackage | undefined;
  private importer: PnpmImporter = this.document.own;
  /** Where needs are added to. */
  private needs: PnpmNeed[] = [];
  /** The need whose version stands below it. */
  private needed = '';

  restart(): void {
    this.document = emptyDocument();
  }

  open(key: string, depth: number, line: number): boolean {
    if (depth === 0) return this.openPart(key);
    if (depth === 1) {
      if (this.part === 'entries') this.addEntry(key, line);
      else if (this.part === 'importers') this.document.importers!.push((this.importer = newImporter(key)));
      else this.needed = key;
      return this.part !== 'version';
    }
    if (depth === 2 && this.part === 'entries') return this.openNeeds(key);
    if (depth === 2 && this.part === 'importers') {
      if (isSection(key)) this.needs = this.importer.needs[key];
      return isSection(key);
    }
    this.needed = key;
    return depth === 3 && this.part === 'importers';
  }

  pair(key: string, value: string, depth: number, line: number): void {
    if (value.charCodeAt(0) === 123) {
      if (this.open(key, depth, line) && value !== '{}') {
        for (const [inner, written] of Object.entries(flowTable(value))) this.pair(inner, JSON.stringify(written), depth + 1, line);
      }
    } else if (depth === 0) {
      if (key === 'lockfileVersion') this.document.lockfileVersion = scalar(value);
    } else if (this.part === 'entries') {
      if (depth === 3) this.needs.push({ name: key, version: scalar(value) });
      else if (depth === 2) this.setField(key, value);
      else if (depth === 1) this.addEntry(key, line);
    } else if (this.part === 'version') {
      if (key === 'version') this.document.lockfileVersion ??= scalar(value);
    } else {
      // A version stands beside the name, or below it where the range is written too.
      const ofName = this.part === 'importers' ? 3 : 1;
      if (depth === ofName) this.needs.push({ name: key, version: scalar(value) });
      else if (depth === ofName + 1 && key === 'version') this.needs.push({ name: this.needed, version: scalar(value) });
      else if (depth === 1) this.document.importers!.push(newImporter(key));
    }
  }

  item(): void {
    // Lists name platforms and peers only.
  }

  itemTable(): void {
    // Nor are there tables in lists.
  }

  private openPart(key: string): boolean {
    if (key === 'packages' || key === 'snapshots') {
      this.part = 'entries';
      this.entries = this.document[key];
    } else if (key === 'importers') {
      this.part = 'importers';
      this.document.importers ??= [];
    } else if (isSection(key)) {
      this.part = 'own';
      this.needs = this.document.own.needs[key];
    } else {
      this.part = 'version';
      return key === 'lockfileVersion';
    }
    return true;
  }

  private openNeeds(key: string): boolean {
    const { entry } = this;
    if (entry === undefined || (key !== 'dependencies' && key !== 'optionalDependencies')) return false;
    const slot = key === 'dependencies' ? 'needs' : 'optionalNeeds';
    // Half of all packages need nothing: they share one empty list.
    if (entry[slot] === NO_NEEDS) entry[slot] = [];
    this.needs = entry[slot];
    return true;
  }

  private addEntry(key: string, line: number): void {
    this.entry = {
      key,
      line,
      name: undefined,
      version: undefined,
      isDev: false,
      isOptional: false,
      needs: NO_NEEDS,
      optionalNeeds: NO_NEEDS,
    };
    this.entries.push(this.entry);
  }

  private setField(key: string, value: string): void {
    const { entry } = this;
    if (entry === undefined) return;
    if (key === 'name' || key === 'version') entry[key] = scalar(value);
    else if (key === 'dev') entry.isDev = scalar(value) === 'true';
    else if (key === 'optional') entry.isOptional = scalar(value) === 'true';
  }
}
