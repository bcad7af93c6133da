/**
 * Weights files known by their content (`rules/forensics/files.yaml`): the SHA-256 that a Git LFS pointer states, or that of the file itself.
 * A whole hash proves which published file it is; the first digits that some publishers put into the names of their files, as good as.
 */

import { createHash } from 'node:crypto';
import type { Project } from '../types/project.ts';
import type { Confidence } from '../types/reference.ts';
import type { RuleBook } from '../types/rules.ts';

/** A file whose content is known. */
export interface KnownFile {
  /** Catalogue id of the model that publishes it. */
  model: string;
  confidence: Confidence;
  /** Where the hash was read. */
  source: string;
  /** ISO date of that. */
  checkedOn: string;
}

interface RawFiles {
  checkedOn: string;
  groups: { source: string; files?: Record<string, string>; prefixes?: Record<string, string> }[];
}

/** Digits of a hash in the names of files, the custom of torch.hub: 32 bits, so that a chance hit is one in millions of files. */
const PREFIX_DIGITS = 8;

const lists = new WeakMap<RuleBook, Map<string, KnownFile>>();

function knownFiles(rules: RuleBook): Map<string, KnownFile> {
  let list = lists.get(rules);
  if (!list) {
    list = new Map();
    const raw = rules.data?.<RawFiles>('forensics/files.json');
    for (const { source, files, prefixes } of raw?.groups ?? []) {
      const common = { source, checkedOn: raw!.checkedOn };
      for (const [hash, model] of Object.entries(files ?? {})) list.set(hash, { ...common, model, confidence: 'high' });
      for (const [prefix, model] of Object.entries(prefixes ?? {})) list.set(prefix, { ...common, model, confidence: 'medium' });
    }
    lists.set(rules, list);
  }
  return list;
}

/** The model whose published file has this SHA-256 (hex, any case). */
export function knownFile(sha256: string | undefined, rules: RuleBook): KnownFile | undefined {
  if (sha256 === undefined) return undefined;
  const hash = sha256.toLowerCase();
  const known = knownFiles(rules);
  return known.get(hash) ?? known.get(hash.slice(0, PREFIX_DIGITS));
}

/** Largest file hashed, and most bytes hashed per project: what lies in repositories is smaller, and a second of work bounds the rest. */
export const MAX_HASHED_FILE = 192 * 1024 * 1024;
export const MAX_HASHED_TOTAL = 384 * 1024 * 1024;
const CHUNK = 8 * 1024 * 1024;

const spent = new WeakMap<Project, { bytes: number; hashes: Map<string, string | undefined> }>();

/** SHA-256 of a file of the project in hex; `undefined` when it is too large, can't be read, or the project's share of work is used up. */
export function hashOfFile(path: string, project: Project): string | undefined {
  let used = spent.get(project);
  if (!used) spent.set(project, (used = { bytes: 0, hashes: new Map() }));
  if (!used.hashes.has(path)) used.hashes.set(path, readHash(path, project, used));
  return used.hashes.get(path);
}

function readHash(path: string, project: Project, used: { bytes: number }): string | undefined {
  const size = project.size(path);
  if (size === undefined || size === 0 || size > MAX_HASHED_FILE || used.bytes + size > MAX_HASHED_TOTAL) return undefined;
  used.bytes += size;
  const hash = createHash('sha256');
  for (let offset = 0; offset < size;) {
    const part = project.bytes(path, offset, CHUNK);
    if (part === undefined || part.length === 0) return undefined;
    hash.update(part);
    offset += part.length;
  }
  return hash.digest('hex');
}
