/** Read access to the compiled rules. Lazy and synchronous: nothing is read before it is asked for, and nothing twice. */

import type { AliasRecord, LicenseRecord, PolicyRecord, ProviderRecord, RuleBook, SpdxObligations } from '../types/rules.ts';
import { createCatalog } from './catalog.ts';
import { lookUpCompatibility } from './compatibility.ts';
import type { CompatibilityTable } from './compatibility.ts';
import { createDataReader } from './data.ts';
import { aliasKey, licenseKey } from './names.ts';

export type { CompatibilityTable } from './compatibility.ts';

/** What the loader offers beyond the contract of {@link RuleBook}. */
export interface Rules extends RuleBook {
  /** Markdown page of a finding code (`rules/codes/<code>.md`). */
  codePage(code: string): string | undefined;
  /** Modes, reason codes and the overlay for ways of deployment of the compatibility table. */
  compatibilityTable(): CompatibilityTable;
  /** A data file of another folder of `rules/` in compiled form: `families/shapes.json` for `rules/families/shapes.yaml`. */
  data<T>(name: string): T;
  bytes(name: string): Buffer;
  /** Names of the files read so far. */
  readonly reads: readonly string[];
}

/** Ecosystem names of callers, as `rules/license-aliases` writes them. */
const ECOSYSTEMS: Record<string, string> = { hf: 'huggingface', pypi: 'pypi-classifier', gem: 'rubygems', golang: 'go' };

/** Opens the compiled rules. `folder` is for tests; a run uses the data beside the program. */
export function loadRules(folder?: URL): Rules {
  const data = createDataReader(folder);
  const catalog = createCatalog(data);
  const byId = <T extends { id: string }>(file: string): ((id: string) => T | undefined) => {
    let map: Map<string, T> | undefined;
    return (id) => (map ??= new Map(data.json<T[]>(file).map((record) => [licenseKey(record.id), record]))).get(licenseKey(id));
  };
  const spdx = byId<SpdxObligations>('spdx-obligations.json');
  const provider = byId<ProviderRecord>('providers.json');
  const policy = byId<PolicyRecord>('policies.json');
  const licenseIndex = () => data.json<{ ids: string[]; byName: Record<string, string[]> }>('licenses.json');
  const licenseIds = (name: string): string[] => {
    const { byName } = licenseIndex();
    const key = licenseKey(name);
    return Object.hasOwn(byName, key) ? [...(byName[key] as string[])] : [];
  };
  /** By id, or by another name when it stands for one licence only. */
  const license = (id: string): LicenseRecord | undefined => {
    const ids = licenseIds(id);
    return ids.length === 1 ? data.json<LicenseRecord>(`licenses/${ids[0]}.json`) : undefined;
  };
  return {
    get version() {
      return data.json<{ version: string }>('manifest.json').version;
    },
    license,
    licenses: () => licenseIndex().ids.map((id) => data.json<LicenseRecord>(`licenses/${id}.json`)),
    licenseIds,
    spdxObligations: spdx,
    provider,
    providers: () => data.json<ProviderRecord[]>('providers.json'),
    model: catalog.model,
    repositoryNamed: catalog.tail,
    isKnownModel: catalog.isKnownModel,
    models: catalog.models,
    alias(text, ecosystem) {
      const byKey = data.json<Record<string, AliasRecord[]>>('aliases.json');
      const key = aliasKey(text);
      if (!Object.hasOwn(byKey, key)) return undefined;
      const found = byKey[key] as AliasRecord[];
      const wanted = ecosystem && (ECOSYSTEMS[ecosystem] ?? ecosystem);
      return (
        found.find((record) => wanted !== undefined && record.ecosystem === wanted) ?? found.find((record) => !record.ecosystem) ?? found[0]
      );
    },
    compatibility: (inbound, outbound, mode) => lookUpCompatibility(data, license, inbound, outbound, mode),
    policy,
    policies: () => data.json<PolicyRecord[]>('policies.json'),
    signatures: () => data.json<ReturnType<RuleBook['signatures']>>('signatures.json'),
    codePage: (code) => {
      const pages = data.json<Record<string, string>>('codes.json');
      return Object.hasOwn(pages, code) ? pages[code] : undefined;
    },
    compatibilityTable: () => data.json<CompatibilityTable>('compatibility.json'),
    data: data.json,
    bytes: data.bytes,
    reads: data.reads,
  };
}
