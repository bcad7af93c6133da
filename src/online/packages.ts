/** Licence metadata of packages that are not installed, from PyPI and the npm registry. */

import { NetworkError, type Network } from './fetch.ts';

/** What a package registry says about one package. */
export interface OnlinePackage {
  url: string;
  /** ISO date of the answer. */
  retrieved: string;
  status: 'found' | 'missing';
  /** Licence fields as written, strongest first: an SPDX expression, the free-text field, classifiers. */
  licenses: string[];
  version?: string;
}

export interface PackageEndpoints {
  pypi: string;
  npm: string;
}

export const PACKAGE_ENDPOINTS: PackageEndpoints = { pypi: 'https://pypi.org', npm: 'https://registry.npmjs.org' };

/**
 * Asks the registry of an ecosystem about one package; `undefined` for ecosystems without one here.
 * @throws NetworkError when there is no usable answer
 */
export async function onlinePackage(
  ecosystem: string,
  name: string,
  version: string | undefined,
  network: Network,
  endpoints: PackageEndpoints = PACKAGE_ENDPOINTS,
): Promise<OnlinePackage | undefined> {
  if (ecosystem !== 'pypi' && ecosystem !== 'npm') return undefined;
  const path = name.split('/').map(encodeURIComponent).join('%2F').replace('%40', '@');
  const at = version === undefined ? '' : `/${encodeURIComponent(version)}`;
  const url = ecosystem === 'pypi' ? `${endpoints.pypi}/pypi/${path}${at}/json` : `${endpoints.npm}/${path}${at === '' ? '/latest' : at}`;
  const { status, body, retrieved } = await network.get(url);
  if (status === 404) return { url, retrieved, status: 'missing', licenses: [] };
  if (status !== 200) throw new NetworkError('status', `the registry answered ${status}`, status);
  let data: unknown;
  try {
    data = JSON.parse(body);
  } catch {
    throw new NetworkError('status', 'the answer is no JSON');
  }
  const found = ecosystem === 'pypi' ? fromPypi(data) : fromNpm(data);
  if (!found) throw new NetworkError('status', 'the answer describes no package');
  return { url, retrieved, status: 'found', ...found };
}

const text = (value: unknown): string[] => (typeof value === 'string' && value.trim() !== '' ? [value.trim().slice(0, 2_000)] : []);

function fromPypi(data: unknown): Pick<OnlinePackage, 'licenses' | 'version'> | undefined {
  const info = (data as { info?: Record<string, unknown> } | null)?.info;
  if (typeof info !== 'object' || info === null) return undefined;
  const classifiers = Array.isArray(info['classifiers'])
    ? info['classifiers'].filter((one): one is string => String(one).startsWith('License ::'))
    : [];
  return {
    licenses: [...text(info['license_expression']), ...text(info['license']), ...classifiers.slice(0, 20)],
    ...(typeof info['version'] === 'string' ? { version: info['version'] } : {}),
  };
}

function fromNpm(data: unknown): Pick<OnlinePackage, 'licenses' | 'version'> | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { license, licenses, version } = data as Record<string, unknown>;
  const old = (Array.isArray(licenses) ? licenses : []).flatMap((one) => text((one as { type?: unknown } | null)?.type ?? one));
  const typed = typeof license === 'object' && license !== null ? text((license as { type?: unknown }).type) : text(license);
  return { licenses: [...typed, ...old.slice(0, 20)], ...(typeof version === 'string' ? { version } : {}) };
}
