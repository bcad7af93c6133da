/** Sources of crates: a vendor folder, and cargo's registry in the home folder. */

import { homedir } from 'node:os';
import { table, text } from '../formats/document.ts';
import { readToml } from '../formats/toml.ts';
import type { Installed, InstalledIndex, InstalledReader } from '../types.ts';
import { licenseTexts } from '../stores.ts';
import type { Store } from '../stores.ts';
import { dirname } from '../text.ts';
import { crateLicense } from './manifest.ts';

/** Crates in a vendor folder and in cargo’s registry. */
export const cargoInstalled: InstalledReader = {
  ecosystem: 'cargo',
  command: () => 'cargo vendor',
  open(folder, { store, home }, outside) {
    const places: [Store, string][] = [];
    for (let current = folder; ; current = dirname(current)) {
      const vendor = current === '' ? 'vendor' : `${current}/vendor`;
      if (store.list(vendor).length > 0) places.push([store, vendor]);
      if (current === '') break;
    }
    if (outside) {
      const registry = `${process.env['CARGO_HOME'] ?? `${homedir()}/.cargo`}/registry/src`;
      for (const index of home.list(registry)) places.push([home, `${registry}/${index}`]);
    }
    return places.length === 0 ? undefined : new CrateIndex(places);
  },
};

class CrateIndex implements InstalledIndex {
  private readonly places: readonly [Store, string][];

  constructor(places: readonly [Store, string][]) {
    this.places = places;
  }

  find(name: string, version: string | undefined): Installed | undefined {
    for (const [store, place] of this.places) {
      // `cargo vendor` adds the version only where two versions are needed.
      for (const folder of version === undefined ? [name] : [`${name}-${version}`, name]) {
        const path = `${place}/${folder}/Cargo.toml`;
        const source = store.text(path);
        if (source === undefined) continue;
        const doc = readToml(source);
        const self = table(doc.root['package']);
        const found = text(self['version']);
        if (version !== undefined && found !== version) continue;
        const named = text(self['license-file']);
        return {
          ecosystem: 'cargo',
          name,
          ...(found === undefined ? {} : { version: found }),
          path,
          fields: () => crateLicense(doc, path),
          texts: () => licenseTexts(store, `${place}/${folder}`, named === undefined ? [] : [named]),
          requires: () => [],
        };
      }
    }
    return undefined;
  }

  /** Cargo.lock is complete wherever crates are vendored. */
  all(): Iterable<Installed> {
    return [];
  }
}
