/** What stands beside a key of a structured file: its siblings, the host that the block talks to, and the model that a label goes with. */

import type { Entry, FileSummary } from '../types/source.ts';
import type { Context } from './context.ts';
import type { Host } from './host.ts';

type Path = Entry['path'];

/** The path without its last part, as one string. */
function parentOf(path: Path): string {
  return path.slice(0, -1).join('\0');
}

interface Index {
  /** Entries by document and parent. */
  siblings: Map<string, Entry[]>;
  /** Paths of mappings and lists, in lower case. */
  containers: Set<string>;
  /** First keys of all documents, in lower case. */
  top: Set<string>;
}
const INDEXES = new WeakMap<FileSummary, Index>();

function indexOf(file: FileSummary): Index {
  let index = INDEXES.get(file);
  if (!index) {
    index = { siblings: new Map(), containers: new Set(), top: new Set() };
    for (const entry of file.entries) {
      index.top.add(String(entry.path[0]).toLowerCase());
      const parent = parentOf(entry.path);
      const key = `${entry.doc ?? 0} ${parent}`;
      const list = index.siblings.get(key);
      if (list) {
        list.push(entry);
        continue;
      }
      index.siblings.set(key, [entry]);
      for (let end = entry.path.length - 1; end > 0; end--)
        index.containers.add(`${entry.doc ?? 0} ${entry.path.slice(0, end).join('\0').toLowerCase()}`);
    }
    INDEXES.set(file, index);
  }
  return index;
}

/** Scalars with the given parent, in the same document; by default those beside the entry. */
export function siblings(entry: Entry, file: FileSummary, parent = parentOf(entry.path)): readonly Entry[] {
  return indexOf(file).siblings.get(`${entry.doc ?? 0} ${parent}`) ?? [];
}

/** Whether the document of the entry has a mapping or list under `key` (lower case) of `parent`. */
export function hasContainer(entry: Entry, file: FileSummary, parent: string, key: string): boolean {
  const path = parent === '' ? key : `${parent.toLowerCase()}\0${key}`;
  return indexOf(file).containers.has(`${entry.doc ?? 0} ${path}`);
}

/** Keys at the top of a file, in lower case. */
export function topKeys(file: FileSummary): ReadonlySet<string> {
  return indexOf(file).top;
}

/** Keys that hold the address of an API. */
const ADDRESS =
  /^(?:api[-_]?base(?:[-_]?url)?|(?:api|open_?ai|ollama|server|llm)?[-_]?base[-_]?url|api[-_]?(?:url|endpoint)|endpoint|url)$/i;
/** Keys that hold the word by which a program knows a vendor. */
const VENDOR = /^(?:(?:llm|model|api|embedding)[-_]?)?(?:provider|vendor)$/i;
/** Blocks around an entry that are looked at: the list of models, the block of the client, the block around it. */
const LEVELS = 4;

/** Words of configurations for vendors and local servers, from `rules/identity/providers.yaml`. */
interface ClientWords {
  clients: Record<string, string>;
  localClients: Record<string, string>;
  localServers: { match: string; registry: string }[];
}

function ofAddress(address: string, context: Context, words: ClientWords): Host | undefined {
  const host = context.knowledge.host(address);
  if (host?.kind === 'provider') return { provider: host.provider };
  if (host?.kind === 'impostor') return { registry: 'unknown' };
  const server = words.localServers.find(({ match }) => new RegExp(match, 'i').test(address));
  if (server) return { registry: server.registry };
  // Somebody's own server: the vendor whose protocol it speaks serves nothing there.
  return /^https?:\/\//.test(address) ? {} : undefined;
}

/**
 * The host of the block an entry stands in: by the address of an API, or by the word for a vendor, in the nearest block that has one.
 * @returns `{}` when the block talks to a server that nobody knows; `undefined` when it says nothing
 */
export function hostBeside(entry: Entry, file: FileSummary, context: Context): Host | undefined {
  const words = context.rules.data?.<ClientWords>('identity/providers.json');
  if (!words) return undefined;
  for (let end = entry.path.length - 1; end >= Math.max(0, entry.path.length - LEVELS); end--) {
    // What a list holds side by side says nothing about each other.
    if (typeof entry.path[end] === 'number') continue;
    const beside = siblings(entry, file, entry.path.slice(0, end).join('\0')).filter((other) => other.type === 'string' && other !== entry);
    for (const other of beside) {
      const host = ADDRESS.test(String(other.path.at(-1))) ? ofAddress(other.value, context, words) : undefined;
      if (host) return host;
    }
    for (const other of beside) {
      if (!VENDOR.test(String(other.path.at(-1)))) continue;
      const word = other.value.toLowerCase().replaceAll('-', '_');
      const registry = words.localClients[word];
      if (registry !== undefined) return { registry };
      const provider = words.clients[word];
      if (provider !== undefined) return { provider };
    }
  }
  return undefined;
}

/** Keys that hold what people or callers call an entry. */
const LABEL = /^(?:name|title|label|alias|display[-_]?name|id|description)$/i;
/** Keys that hold the model itself; `model_name` is what callers say. */
const MODEL = /^(?:model|model[-_]?(?:id|url|uri|path|ref|repo|repository|source)|base[-_]?model|repo[-_]?id)$/i;

/** A label beside the model that it stands for is no model of its own (`name: small` above `modelURL: org/name`). */
export function isLabelOfModel(entry: Entry, file: FileSummary): boolean {
  if (!LABEL.test(String(entry.path.at(-1)))) return false;
  return siblings(entry, file).some((other) => other !== entry && other.value !== '' && MODEL.test(String(other.path.at(-1))));
}
