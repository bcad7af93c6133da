/** Package URLs. `packageurl-js` encodes; names are brought into the form the purl types ask for. */

import { createRequire } from 'node:module';
import type * as PackageUrl from 'packageurl-js';
import type { Ecosystem } from './types.ts';

const require = createRequire(import.meta.url);

/** Splits a package name into purl namespace and name. */
function parts(ecosystem: Ecosystem, name: string): { namespace?: string; name: string } {
  if (ecosystem === 'maven') {
    const [group, ...rest] = name.split(':');
    return rest.length > 0 ? { namespace: group!, name: rest.join(':') } : { name };
  }
  if (ecosystem === 'npm' && !name.startsWith('@')) return { name };
  if (ecosystem === 'npm' || ecosystem === 'golang' || ecosystem === 'composer' || ecosystem === 'swift' || ecosystem === 'generic') {
    const slash = name.lastIndexOf('/');
    if (slash > 0) return { namespace: name.slice(0, slash), name: name.slice(slash + 1) };
  }
  return { name };
}

/** Names and versions of npm as nearly all of them are: nothing to encode, nothing to bring into another form. */
const PLAIN_NPM = /^(?:@([a-z0-9._-]+)\/)?([a-z0-9._-]+)$/;
const PLAIN_VERSION = /^[A-Za-z0-9._-]+$/;

/** The package URL of a package; a name that the purl rules refuse is encoded as `generic`. */
export function purlOf(ecosystem: Ecosystem, name: string, version: string | undefined, qualifiers?: Record<string, string>): string {
  const plain = ecosystem === 'npm' && qualifiers === undefined && PLAIN_VERSION.test(version ?? '') ? PLAIN_NPM.exec(name) : null;
  if (plain) return `pkg:npm/${plain[1] === undefined ? '' : `%40${plain[1]}/`}${plain[2]}@${version}`;
  const { PackageURL } = require('packageurl-js') as typeof PackageUrl;
  const split = parts(ecosystem, name);
  try {
    return new PackageURL(ecosystem, split.namespace, split.name || name, version, qualifiers, undefined).toString();
  } catch {
    return `pkg:generic/${encodeURIComponent(name)}${version === undefined ? '' : `@${encodeURIComponent(version)}`}`;
  }
}

/** Name and ecosystem of a package URL as BOM files give it; `undefined` when it can't be read. */
export function readPurl(purl: string): { ecosystem: string; name: string; version?: string } | undefined {
  const { PackageURL } = require('packageurl-js') as typeof PackageUrl;
  try {
    const read = PackageURL.fromString(purl);
    const separator = read.type === 'maven' ? ':' : '/';
    const name = read.namespace ? `${read.namespace}${separator}${read.name}` : read.name;
    return { ecosystem: read.type, name, ...(read.version ? { version: read.version } : {}) };
  } catch {
    return undefined;
  }
}
