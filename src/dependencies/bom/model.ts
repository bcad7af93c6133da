/** Model components of BOM files: which model is meant, and what the file says about it. */

import type { BomLicense } from '../../types/dependency.ts';
import { clean } from '../text.ts';
import { readPurl } from '../purl.ts';
import type { FoundModel } from '../types.ts';

/** Licence texts longer than any real one are cut. */
const MAX_TEXT = 200_000;
/** Longer lists of one component are hostile or useless. */
const MAX_LIST = 64;

/** What a BOM file says to name a model. */
export interface Naming {
  name: string;
  /** Name of the component alone, as it stands at the line; absent: the name. */
  written?: string;
  version?: string | undefined;
  purl?: string | undefined;
  /** Addresses that the file gives for it. */
  urls?: readonly string[];
}

type Named = Pick<FoundModel, 'name' | 'registry' | 'revision'>;

/** A page or a repository of a model on the hub. */
const HUB_PAGE =
  /^(?:git\+)?https?:\/\/(?:www\.)?(?:huggingface\.co|hf\.co)\/(?!datasets\/|spaces\/|papers\/|docs\/|blog\/|collections\/)[\w.-]+\/[\w.-]+(?:[/?#@].*)?$/;
const COMMIT = /^[0-9a-f]{7,64}$/i;

/** Whether a package URL is that of a model, whatever type the component has; data sets use the same type with a folder of their own. */
export function isModelPurl(purl: string | undefined): boolean {
  return purl !== undefined && /^pkg:(?:huggingface|mlflow)\/(?!datasets(?:\/|%2f)|spaces(?:\/|%2f))/i.test(purl);
}

/** The model that a component names: its package URL tells most, then a page on the hub, then its name. */
export function nameOf({ name, version, purl, urls }: Naming): Named {
  const read = purl === undefined ? undefined : readPurl(purl.slice(0, 1000));
  const asked = read?.version ?? version;
  const revision = asked !== undefined && COMMIT.test(asked) ? { revision: asked } : {};
  if (read !== undefined && isModelPurl(purl)) return { name: clean(read.name), registry: read.ecosystem, ...revision };
  const page = urls?.find((url) => HUB_PAGE.test(url.trim()));
  if (page !== undefined) return { name: clean(page.replace(/^git\+/, '').replace(/\.git$/, '')), ...revision };
  if (read?.ecosystem === 'generic' && read.name.includes('/')) return { name: clean(read.name), registry: 'generic', ...revision };
  return { name: clean(name), ...revision };
}

/** What a BOM file says about one model, in the words of the file. */
export interface Statement {
  naming: Naming;
  line: number;
  format: FoundModel['format'];
  role: FoundModel['role'];
  licenses: readonly BomLicense[];
  /** Hashes as `algorithm` and value. */
  hashes: readonly { algorithm: string; value: string }[];
  bases: readonly { naming: Naming; line: number }[];
  datasets: readonly string[];
}

/** Brings a statement into the form that is handed on: cleaned, bounded, with the names resolved as far as the file tells. */
export function modelOf(statement: Statement): FoundModel {
  const sha256 = statement.hashes
    .filter(({ algorithm, value }) => /^sha-?256$/i.test(algorithm) && /^[0-9a-f]{64}$/i.test(value))
    .map(({ value }) => value.toLowerCase());
  return {
    ...nameOf(statement.naming),
    written: clean(statement.naming.written ?? statement.naming.name),
    format: statement.format,
    role: statement.role,
    line: statement.line,
    licenses: statement.licenses
      .slice(0, MAX_LIST)
      .map(({ written, line, what }) => ({ written: what === 'text' ? written.slice(0, MAX_TEXT) : clean(written, 500), line, what })),
    sha256: [...new Set(sha256)].slice(0, MAX_LIST),
    bases: statement.bases.slice(0, MAX_LIST).map(({ naming, line }) => {
      const { name, registry } = nameOf(naming);
      return registry === undefined || registry === 'generic' ? { name, line } : { name, registry, line };
    }),
    datasets: [...new Set(statement.datasets.map((one) => clean(one)).filter((one) => one !== ''))].slice(0, MAX_LIST),
  };
}
