/** One requirement of a Python package: PEP 508, and what pip accepts besides. */

import { clean, percentDecoded } from '../text.ts';
import type { Found } from '../types.ts';

/** Names compare without case, with `-`, `_` and `.` alike (PEP 503). */
export function pythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** What one requirement asks for. */
export interface Requirement {
  name: string;
  /** Exact version of `==` and `===`, or of the file name of an address. */
  version?: string;
  /** Version range as written. */
  requested?: string;
  url?: string;
  /** Needed only for an optional feature (`extra == …` in the marker). */
  extra?: boolean;
}

/** Reads a requirement; `undefined` for what names no package (a folder, an option, nonsense). */
export function readRequirement(written: string): Requirement | undefined {
  const line = written.trim();
  if (/^(?:[a-z][a-z+.-]*:\/\/|git\+)/i.test(line)) return fromAddress(line);
  const match = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(.*)$/s.exec(line);
  if (!match) return undefined;
  const rest = match[2]!;
  const name = pythonName(match[1]!);
  if (rest.startsWith('@')) {
    const { url, marker } = splitMarker(rest.slice(1).trim(), ' ;');
    const inFile = fromAddress(url);
    return { name, url: clean(url), ...(inFile?.version === undefined ? {} : { version: inFile.version }), ...extraOf(marker) };
  }
  const { url: range, marker } = splitMarker(rest, ';');
  const specifier = range
    .trim()
    .replace(/^\((.*)\)$/, '$1')
    .trim();
  if (specifier !== '' && !/^(?:[<>]=?|[!~=]=|===)\s*[\w.*+!-]+\s*(?:,\s*(?:[<>]=?|[!~=]=|===)\s*[\w.*+!-]+\s*)*,?$/.test(specifier))
    return undefined;
  const exact = /^={2,3}\s*([^\s,*]+)$/.exec(specifier)?.[1];
  if (exact !== undefined) return { name, version: clean(exact), ...extraOf(marker) };
  return { name, ...(specifier === '' ? {} : { requested: clean(specifier) }), ...extraOf(marker) };
}

function splitMarker(text: string, separator: string): { url: string; marker: string } {
  const at = text.indexOf(separator);
  return at < 0 ? { url: text, marker: '' } : { url: text.slice(0, at), marker: text.slice(at + separator.length) };
}

function extraOf(marker: string): { extra?: boolean } {
  return /\bextra\s*==/.test(marker) ? { extra: true } : {};
}

/** Package of an archive address or a repository address with `#egg=`. */
function fromAddress(address: string): Requirement | undefined {
  const url = clean(address.split(/\s+;/)[0]!.trim());
  const egg = /[#&]egg=([A-Za-z0-9._-]+)/.exec(url)?.[1];
  const path = percentDecoded(url.split(/[?#]/)[0]!);
  const base = path.slice(path.lastIndexOf('/') + 1);
  const wheel = /^([A-Za-z0-9._]+?)-([0-9][^-]*)(?:-\d[^-]*)?-[^-]+-[^-]+-[^-]+\.whl$/.exec(base);
  const archive = wheel ?? /^(.+?)-(\d[\w.+!]*?)\.(?:tar\.gz|tar\.bz2|tgz|zip)$/.exec(base);
  if (archive) return { name: pythonName(egg ?? archive[1]!), version: clean(archive[2]!), url };
  if (egg !== undefined) return { name: pythonName(egg), url };
  const repository = /^(?:git|hg|svn|bzr)\+.*\/([A-Za-z0-9._-]+?)(?:\.git)?(?:@[^/]*)?$/.exec(url.split('#')[0]!)?.[1];
  return repository === undefined ? undefined : { name: pythonName(repository), url };
}

/** A requirement as a package found in a file. */
export function foundRequirement(requirement: Requirement, line: number, more: Partial<Found> = {}): Found {
  const { name, version, requested, url } = requirement;
  return {
    key: name,
    name,
    line,
    direct: true,
    ...(version === undefined ? {} : { version }),
    ...(requested === undefined ? {} : { requested }),
    ...(url === undefined ? {} : { url, ...(version === undefined ? { requested: url } : {}) }),
    ...more,
  };
}

/** What the name of an extra, a group or a file says about when its packages are used. */
export function scopeOfGroup(name: string): 'test' | 'development' | undefined {
  if (/(?:^|[-_.\s/])(?:tests?|testing|pytest|ci|e2e)(?:$|[-_.\s/])/i.test(name)) return 'test';
  const isDevelopment =
    /(?:^|[-_.\s/])(?:dev|develop|development|docs?|documentation|lint|linting|linters?|typing|types|mypy|quality|style|format|benchmarks?|bench|build|release|packaging|tools|tox|nox|pre-?commit)(?:$|[-_.\s/])/i;
  return isDevelopment.test(name) ? 'development' : undefined;
}
