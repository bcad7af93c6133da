/** What the header of a weights file says about licence and origin, whatever the format calls it. */

import type { ModelFileHeader } from '../types/source.ts';

/** What the header of a weights file says about the model. */
export interface HeaderFacts {
  license?: { key: string; value: string; name?: string };
  baseModels: string[];
}

/** Keys that hold a licence, strongest first; the last part of a key is compared. */
const LICENSE_KEYS = ['general.license', 'modelspec.license', 'metadata_props.license', 'license', 'License'];
const NAME_KEYS = ['general.license.name', 'license_name'];

/** Reads licence and bases from a header's flat metadata. Nothing is guessed: an absent key is absent. */
export function readHeader(header: ModelFileHeader): HeaderFacts {
  const { metadata } = header;
  const get = (key: string): [string, string] | undefined => {
    if (metadata[key] !== undefined) return [key, metadata[key]];
    const found = Object.keys(metadata).find((one) => one.endsWith(`.${key}`) && !one.startsWith('general.base_model.'));
    return found === undefined ? undefined : [found, metadata[found]!];
  };
  const name = NAME_KEYS.map(get).find((one) => one !== undefined)?.[1];
  const facts: HeaderFacts = { baseModels: bases(metadata) };
  for (const key of LICENSE_KEYS) {
    const found = get(key);
    if (!found || found[1].trim() === '') continue;
    facts.license = { key: found[0], value: found[1].trim(), ...(name === undefined ? {} : { name }) };
    break;
  }
  return facts;
}

/** `general.base_model.<n>.repo_url`, or organisation and name; the base checkpoint of image adapters. */
function bases(metadata: Record<string, string>): string[] {
  const found: string[] = [];
  for (let index = 0; index < 32; index++) {
    const part = (key: string): string | undefined => metadata[`general.base_model.${index}.${key}`];
    const url = part('repo_url') ?? part('source.repo_url');
    const hub = url === undefined ? undefined : /huggingface\.co\/([^/\s]+\/[^/\s?#]+)/.exec(url)?.[1];
    const organisation = part('organization');
    const name = part('name');
    if (hub !== undefined) found.push(hub);
    else if (organisation !== undefined && name !== undefined)
      found.push(`${organisation.replaceAll(' ', '-')}/${name.replaceAll(' ', '-')}`);
    else if (name === undefined) break;
  }
  const source = metadata['general.source.huggingface.repository'] ?? metadata['general.source.url'];
  const sourceHub = source === undefined ? undefined : /(?:huggingface\.co\/)?([\w.-]+\/[\w.-]+)$/.exec(source)?.[1];
  if (found.length === 0 && sourceHub !== undefined) found.push(sourceHub);
  return found;
}
