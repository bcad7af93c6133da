/** Small helpers on names, paths and untrusted text. */

import { posix } from 'node:path';

/** C0, C1, zero-width and bidirectional control characters: they must never reach a terminal or a report. */
const CONTROL = /[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

/** Visible ASCII without blanks: nothing to clean. */
const PLAIN = /^[!-~]*$/;

/** A name, version or licence field fit for output: no control characters, at most `limit` characters. */
export function clean(value: string, limit = 300): string {
  if (value.length <= limit && PLAIN.test(value)) return value;
  const plain = value.replace(CONTROL, ' ').replace(/\s+/g, ' ').trim();
  return plain.length > limit ? `${plain.slice(0, limit)}…` : plain;
}

/** The same text on its own: a part of a text keeps the whole of it in memory, and what is kept of a lockfile is a fraction of it. */
export function ownCopy(part: string): string {
  return JSON.parse(JSON.stringify(part)) as string;
}

/** Folder of a path relative to the root; empty for the root itself. */
export function dirname(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
}

/** Last part of a path. */
export function basename(path: string): string {
  return posix.basename(path);
}

/** Joins paths below the root; `undefined` when the result would leave it. */
export function join(...parts: string[]): string | undefined {
  const joined = posix.normalize(posix.join(...parts.map((part) => part || '.')));
  if (joined === '..' || joined.startsWith('../') || joined.startsWith('/')) return undefined;
  return joined === '.' ? '' : joined.replace(/\/$/, '');
}

/** Path of `to` as seen from the folder `from`, both relative to the root. */
export function relative(from: string, to: string): string {
  return posix.relative(`/${from}`, `/${to}`);
}

/** Name of a licence-like file in a package folder. */
export function isLicenseFile(name: string): boolean {
  return (
    /^(?:licen[cs]es?|copying(?:\.lesser)?|unlicen[cs]e|mit-license|(?:apache|bsd|gpl|lgpl|mit)[-_]licen[cs]e)(?:[-_. ].*)?$/i.test(name) &&
    !/\.(?:js|mjs|cjs|ts|json|py|pyc|html?|go|rs|java|png|svg|ya?ml|xml|spdx|sh|rb|php)$/i.test(name)
  );
}

/** The lines of a text without their ends, at most `limit`. */
export function lines(source: string, limit = 2_000_000): string[] {
  return source.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/, limit);
}

/** Text of a caught error. */
export function reasonOf(error: unknown): string {
  return clean(error instanceof Error ? error.message : String(error));
}

/** `%20` and the like decoded; text that is not validly encoded stays as it is. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
