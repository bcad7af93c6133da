/** Installed Python packages: dist-info and egg-info in virtual environments, conda-meta records. */

import { lineOf, list, text } from '../formats/document.ts';
import { header, readHeaders } from '../formats/headers.ts';
import type { Header } from '../formats/headers.ts';
import { readJson } from '../formats/json.ts';
import type { Installed, InstalledIndex, InstalledReader, LicenseField, LicenseText } from '../types.ts';
import { licenseTexts } from '../stores.ts';
import type { Store } from '../stores.ts';
import { clean, dirname } from '../text.ts';
import { pythonName, readRequirement } from './requirement.ts';

const ENVIRONMENTS = ['.venv', 'venv', 'env', '.env', '.pixi/envs/default', '.conda'];

/** A licence field longer than this, or of more lines, is the licence itself. */
const LONGEST_NAME = 240;

const COMMANDS: Record<string, string> = {
  'poetry.lock': 'POETRY_VIRTUALENVS_IN_PROJECT=1 poetry install',
  'pyproject-poetry': 'POETRY_VIRTUALENVS_IN_PROJECT=1 poetry install',
  'uv.lock': 'uv sync',
  'pyproject-uv': 'uv sync',
  'pdm.lock': 'pdm sync',
  'pyproject-pdm': 'pdm install',
  'pipfile.lock': 'PIPENV_VENV_IN_PROJECT=1 pipenv sync',
  pipfile: 'PIPENV_VENV_IN_PROJECT=1 pipenv install',
  pyproject: 'python -m venv .venv && .venv/bin/pip install .',
  setup: 'python -m venv .venv && .venv/bin/pip install .',
};

/** Distributions in virtual environments beside a manifest or above it, and in the active one. */
export const pythonInstalled: InstalledReader = {
  ecosystem: 'pypi',
  command: (reading) => COMMANDS[reading.format] ?? `python -m venv .venv && .venv/bin/pip install -r ${reading.path.split('/').at(-1)!}`,
  open(folder, { store, home }, outside) {
    const places: [Store, string][] = [];
    for (const root of environments(store, folder)) for (const site of sitePackages(store, root)) places.push([store, site]);
    const active = process.env['VIRTUAL_ENV'] ?? process.env['CONDA_PREFIX'];
    if (outside && active !== undefined) {
      for (const site of sitePackages(home, active)) places.push([home, site]);
    }
    return places.length === 0 ? undefined : new PythonIndex(places);
  },
};

/** Records of conda environments; each carries the licence of its recipe. */
export const condaInstalled: InstalledReader = {
  ecosystem: 'conda',
  command: (reading) =>
    reading.format.startsWith('pixi') ? 'pixi install' : `conda env create --prefix ./env --file ${reading.path.split('/').at(-1)!}`,
  open(folder, { store, home }, outside) {
    const places: [Store, string][] = environments(store, folder).map((root) => [store, `${root}/conda-meta`]);
    const active = process.env['CONDA_PREFIX'];
    if (outside && active !== undefined) places.push([home, `${active}/conda-meta`]);
    const filled = places.filter(([where, path]) => where.list(path).some((name) => name.endsWith('.json')));
    return filled.length === 0 ? undefined : new CondaIndex(filled);
  },
};

/** Environment folders beside a manifest or above it. */
function environments(store: Store, folder: string): string[] {
  const found: string[] = [];
  for (let current = folder; ; current = dirname(current)) {
    for (const name of ENVIRONMENTS) {
      const path = current === '' ? name : `${current}/${name}`;
      if (store.list(path).length > 0) found.push(path);
    }
    if (current === '') return found;
  }
}

function sitePackages(store: Store, environment: string): string[] {
  const found: string[] = [];
  for (const library of ['lib', 'Lib']) {
    for (const name of store.list(`${environment}/${library}`)) {
      if (/^python\d/.test(name)) found.push(`${environment}/${library}/${name}/site-packages`);
      else if (name === 'site-packages') found.push(`${environment}/${library}/site-packages`);
    }
  }
  return found.filter((path) => store.list(path).length > 0);
}

class PythonIndex implements InstalledIndex {
  private readonly byName = new Map<string, Installed>();

  constructor(places: readonly [Store, string][]) {
    for (const [store, site] of places) {
      for (const entry of store.list(site).toSorted()) {
        const match = /^(.+?)(?:-(\d[^-]*|[^-]+))?(?:-py\d[^-]*)?\.(dist-info|egg-info)$/.exec(entry);
        if (!match) continue;
        const name = pythonName(match[1]!);
        if (!this.byName.has(name)) this.byName.set(name, describe(store, site, entry, name, match[2]));
      }
    }
  }

  find(name: string, version: string | undefined): Installed | undefined {
    const found = this.byName.get(pythonName(name));
    return found && (version === undefined || found.version === version || found.version === version.split('+')[0]) ? found : undefined;
  }

  all(): Iterable<Installed> {
    return this.byName.values();
  }
}

function describe(store: Store, site: string, entry: string, name: string, version: string | undefined): Installed {
  const folder = `${site}/${entry}`;
  let path = `${folder}/${entry.endsWith('.dist-info') ? 'METADATA' : 'PKG-INFO'}`;
  // Very old packages have a single file instead of a folder.
  if (entry.endsWith('.egg-info') && !store.exists(path)) path = folder;
  let headers: Header[] | undefined;
  const read = (): Header[] => (headers ??= readHeaders(store.text(path) ?? ''));
  return {
    ecosystem: 'pypi',
    name,
    ...(version === undefined ? {} : { version: clean(version) }),
    path,
    fields: () => metadataFields(read(), path),
    texts: () => metadataTexts(store, folder, read(), path),
    requires: () =>
      read()
        .filter((one) => one.name === 'requires-dist')
        .flatMap((one) => readRequirement(one.value) ?? [])
        .filter((one) => !one.extra)
        .map((one) => one.name),
  };
}

/** `License-Expression` (PEP 639), `License`, and the licence classifiers. */
function metadataFields(headers: readonly Header[], path: string): LicenseField[] {
  const fields: LicenseField[] = [];
  const expression = header(headers, 'license-expression');
  if (expression) fields.push({ text: expression.value, what: 'expression', path, line: expression.line });
  const license = header(headers, 'license');
  if (license && !isLicenseText(license.value)) fields.push({ text: license.value, what: 'field', path, line: license.line });
  const classifiers = headers.filter((one) => one.name === 'classifier' && one.value.startsWith('License ::'));
  if (classifiers.length > 0)
    fields.push({ text: classifiers.map((one) => one.value).join('\n'), what: 'classifier', path, line: classifiers[0]!.line });
  return fields;
}

function isLicenseText(value: string): boolean {
  return value.length > LONGEST_NAME || value.split('\n').length > 3;
}

/** Licence files of the package; a `License` field that holds a whole text counts as one. */
function metadataTexts(store: Store, folder: string, headers: readonly Header[], path: string): LicenseText[] {
  const named = headers.filter((one) => one.name === 'license-file').map((one) => one.value);
  const inside = store.list(`${folder}/licenses`).length > 0;
  const texts = licenseTexts(store, folder, inside ? named.map((name) => `licenses/${name}`) : named);
  if (inside && named.length === 0) texts.push(...licenseTexts(store, `${folder}/licenses`));
  const license = header(headers, 'license');
  if (license && isLicenseText(license.value)) texts.push({ path, text: license.value });
  return texts;
}

class CondaIndex implements InstalledIndex {
  private readonly byName = new Map<string, Installed>();

  constructor(places: readonly [Store, string][]) {
    for (const [store, folder] of places) {
      for (const entry of store.list(folder).toSorted()) {
        const match = /^(.+)-([^-]+)-[^-]+\.json$/.exec(entry);
        if (!match) continue;
        const path = `${folder}/${entry}`;
        this.byName.set(match[1]!, {
          ecosystem: 'conda',
          name: match[1]!,
          version: match[2]!,
          path,
          fields: () => {
            const doc = readJson(store.text(path) ?? '');
            const license = text(doc.root['license']);
            return license === undefined ? [] : [{ text: license, what: 'field', path, line: lineOf(doc.root, 'license') }];
          },
          texts: () => [],
          requires: () => list(readJson(store.text(path) ?? '').root['depends']).map((one) => String(one).split(' ')[0]!),
        });
      }
    }
  }

  find(name: string, version: string | undefined): Installed | undefined {
    const found = this.byName.get(name);
    return found && (version === undefined || found.version === version) ? found : undefined;
  }

  all(): Iterable<Installed> {
    return this.byName.values();
  }
}
