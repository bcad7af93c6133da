/**
 * How names are compared and hashed. The compiler and the loader share this file, so that what one writes the other finds.
 */

/** Key of a model name: without case and outer blanks; `-` and `_` stay apart. */
export function modelKey(name: string): string {
  return name.trim().toLowerCase();
}

/** Key of a repository's name without its organisation; no id or alias can begin so. */
export function tailKey(name: string): string {
  return `*/${modelKey(name)}`;
}

/** Key of the name of a licence: without case, with single blanks. */
export function licenseKey(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}

/**
 * Key of a free-text licence string, by the rules of `rules/license-aliases/_about.yaml`: blanks and case do not count, nor does one
 * pair of outer quotes or brackets or a leading "License:"; addresses lose scheme, `www.`, trailing slash and file ending.
 */
export function aliasKey(text: string): string {
  let key = licenseKey(text.slice(0, 2_000));
  if (/^(?:https?:\/\/|www\.)/.test(key)) {
    key = key
      .replace(/^https?:\/\//, '')
      .replace(/^www\./, '')
      .replace(/\/+$/, '')
      .replace(/\.(?:html?|txt|php)$/, '');
    return `url:${key}`;
  }
  key = key.replace(/^licen[sc]e\s*:\s+(?!:)/, '');
  const quoted = /^(?:"(.*)"|'(.*)'|\((.*)\)|\[(.*)\])$/.exec(key);
  const inner = quoted?.slice(1).find((part) => part !== undefined);
  return inner !== undefined && !/["'()[\]]/.test(inner) ? inner.trim() : key;
}

/** A 48-bit hash in two parts; good enough that a million unknown names give no false hit among some 20,000 known ones. */
export interface NameHash {
  /** 32 bits. */
  high: number;
  /** 16 bits. */
  low: number;
}

/** Hashes a {@link modelKey}. Two multiplicative hashes over UTF-16 units, mixed at the end; no table, no allocation but the result. */
export function hashName(key: string): NameHash {
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995);
    b ^= b >>> 13;
  }
  a = Math.imul(a ^ (a >>> 16) ^ key.length, 0x7feb352d);
  a ^= Math.imul(b ^ (b >>> 15), 0x846ca68b);
  b = Math.imul(b ^ (a >>> 14), 0xc2b2ae35);
  return { high: (a ^ (a >>> 15)) >>> 0, low: (b >>> 16) & 0xffff };
}
