/** Gathers what the matchers find: one reference per place of a literal, the best-founded one wins. */

import { RANK } from './context.ts';
import { isHubShaped, LATER_PART } from './names.ts';
import { regionOf } from '../summarise/region.ts';
import type {
  Confidence,
  How,
  ModelReference,
  PublishedModel,
  Recognised,
  Role,
  Target,
  TraceStep,
  UnresolvedReference,
  Usage,
} from '../types/reference.ts';
import type { Project } from '../types/project.ts';
import type { FileSummary, Span } from '../types/source.ts';

/** A model named at a place, as a matcher hands it in. */
export interface Find {
  file: FileSummary;
  at: Span;
  /** The name to identify; absent: the text of the place. */
  name?: string;
  signature: string;
  registry?: string;
  provider?: string;
  revision?: string;
  weightsFile?: string;
  how: How;
  target?: Target;
  usage: Usage;
  role?: Role;
  used: boolean;
  confidence?: Confidence;
  trace?: TraceStep[];
  /** Only the grammar of the name speaks for it: it counts in projects that deal with models at all. */
  tentative?: boolean;
  /** Higher wins at the same place: call 60, command 55, constant 50, key 40, env 40, binding 30, mention 10. */
  rank: number;
}

export interface Collector {
  add(find: Find): void;
  unresolved(file: FileSummary, at: Span, signature: string, reason: string, vendor?: string): void;
  /** `own`: the name stands in the publishing place itself, so it names nothing that is used. */
  publish(file: FileSummary, at: Span, name: string, signature: string, own: boolean, bases?: PublishedModel['bases']): void;
  /** A folder that the project writes a model to: the same name read elsewhere is that folder. */
  savedAs(folder: string): void;
  /** The place is known not to name a model: weaker finds there are dropped. */
  exclude(file: FileSummary, at: Span): void;
  has(path: string, start: number): boolean;
  /** A file of code with more names than a program can offer is a registry: its names are mentions. */
  demoteRegistry(path: string): void;
  /** A name under which the project itself serves some model. */
  serve(name: string): void;
  servedNames(): ReadonlySet<string>;
  nameOf(find: Find): string;
  /** Changes finds, or drops those it gives nothing for. */
  revise(change: (find: Find) => Find | undefined): void;
  /** Drops tentative finds unless `dealsWithModels` or something certain is used. */
  settle(dealsWithModels: boolean): void;
  /** Names that are used somewhere; mentions in prose are looked for by them. */
  usedNames(): Set<string>;
  result(): Recognised;
}

/** More than this many references to one name in one file are bulk data; the rest is counted, not listed. */
const SAME_NAME_PER_FILE = 40;
/** Words of the tools that stand in for real clients and models. */
const FAKES =
  /\bmock|Mock\b|\bpatch\(|monkeypatch|\b(?:jest|vi|sinon)\.(?:fn|mock|stub)|\bnock\(|\brespx\b|\bhttpretty\b|wiremock|WireMock|mockito|Mockito|\bresponses\.activate|[Ff]ake(?:Client|Model|LLM|Chat|Embed|Provider)|httptest\.NewServer|\bstub_request\(|\b(?:instance|class)_double\(|\ballow(?:_any_instance_of)?\(/;
/** Words of the tools that record real answers and play them back: what asks there has asked a real model. */
const RECORDS = /\bVCR\b|[:.]vcr\b|\bvcr\.use_cassette|\bPolly\(|\bsetupRecorder\(/;
const MENTIONS_PER_FILE = 200;
/** Distinct names in one file of code, in no call, that make it a registry. */
const REGISTRY_SIZE = 150;

/** What a reference says about the weights beats what it says about a tokenizer, at the same rank. */
const ROLE_WEIGHT: Record<Role, number> = { weights: 5, adapter: 4, hosted: 4, card: 3, config: 2, tokenizer: 1 };
const CONFIDENCE_WEIGHT: Record<Confidence, number> = { high: 0.2, medium: 0.1, low: 0 };

function weight(find: Find): number {
  return (
    find.rank * 10 + (find.used ? 6 : 0) + ROLE_WEIGHT[find.role ?? 'weights'] / 10 + CONFIDENCE_WEIGHT[find.confidence ?? 'high'] / 10
  );
}

/** A collector that keeps one find per place, the one with the highest rank. */
export function createCollector(project: Project): Collector {
  const finds = new Map<string, Find>();
  const excluded = new Set<string>();
  const unresolved = new Map<string, UnresolvedReference>();
  const published = new Map<string, PublishedModel>();
  const saved = new Set<string>();
  /** Places that name what the project makes; nothing found there is used. */
  const ownNames = new Set<string>();
  const served = new Set<string>();
  /** Places of finds by path, those of dropped finds as well. */
  const placesIn = new Map<string, Set<string>>();
  const place = (file: FileSummary, at: Span): string => `${file.path}\0${at[0]}`;
  /** Files of weights are named by their path; they have no text. */
  const textAt = (file: FileSummary, at: Span): string =>
    project.file(file.path)?.format === 'model-file' ? '' : (project.text(file.path)?.slice(at[0], at[1]) ?? '');
  const nameOf = (find: Find): string => find.name ?? textAt(find.file, find.at);
  const scopeOf = (path: string): ModelReference['scope'] => project.file(path)?.scope ?? 'production';

  const faking = new Map<string, boolean>();
  /** Tests that fake their surroundings name models without calling them. */
  const fakes = (path: string): boolean => {
    let answer = faking.get(path);
    if (answer === undefined) {
      const text = scopeOf(path) === 'test' ? (project.text(path) ?? '') : '';
      answer = FAKES.test(text) && !RECORDS.test(text);
      faking.set(path, answer);
    }
    return answer;
  };

  const unitTests = new Map<string, number>();
  /** Rust keeps unit tests at the end of the file they test. */
  const inUnitTests = (find: Find): boolean => {
    if (find.file.format !== 'rust') return false;
    let start = unitTests.get(find.file.path);
    if (start === undefined) {
      start = (project.text(find.file.path) ?? '').search(/#\[cfg\(test\)\]\s*(?:pub )?mod\b/);
      unitTests.set(find.file.path, start);
    }
    return start >= 0 && find.at[0] > start;
  };
  /** Text of the test function that a place stands in, with its decorators; outside of functions the whole file. */
  const testAround = (find: Find): string => {
    const text = project.text(find.file.path) ?? '';
    const inside = find.file.code
      .flatMap((code) => code.scopes)
      .filter(({ kind, at }) => kind === 'function' && at[0] <= find.at[0] && find.at[0] < at[1])
      .toSorted((a, b) => a.at[0] - b.at[0])[0];
    if (!inside) return text;
    const before = text.slice(Math.max(0, inside.at[0] - 2000), inside.at[0]).split('\n');
    let first = before.length - 1;
    while (first > 0 && /^[ \t]*@/.test(before[first - 1] as string)) first--;
    return before.slice(first).join('\n') + text.slice(...inside.at);
  };
  /** Hosted models are faked by anything that fakes; weights only where their loader is. */
  const isFaked = (find: Find): boolean => {
    if (!fakes(find.file.path) && !inUnitTests(find)) return false;
    const name = nameOf(find);
    if (find.role === 'hosted' || !(isHubShaped(name) || find.registry)) return true;
    const loader = find.trace
      ?.at(-1)
      ?.what.split(/[ .]/)
      .findLast((word) => /^[A-Z]\w+$/.test(word));
    return loader !== undefined && new RegExp(`(?:patch|[mM]ock)[^\\n]*\\b${loader}\\b`).test(testAround(find));
  };

  const reference = (given: Find): ModelReference => {
    const find = given.used && isFaked(given) ? { ...given, used: false } : given;
    const raw = textAt(find.file, find.at);
    const out: ModelReference = {
      ...regionOf(find.file, find.at),
      raw,
      name: find.name ?? raw,
      signature: find.signature,
      how: find.how,
      target: find.target ?? 'exact',
      usage: find.used ? find.usage : 'mention',
      role: find.role ?? 'weights',
      scope: scopeOf(find.file.path),
      used: find.used,
      confidence: find.confidence ?? 'high',
    };
    if (find.registry) out.registry = find.registry;
    if (find.provider) out.provider = find.provider;
    if (find.revision) out.revision = find.revision;
    if (find.weightsFile) out.file = find.weightsFile;
    if (find.trace && find.trace.length > 0) out.trace = find.trace;
    if (project.file(find.file.path)?.local) out.local = true;
    return out;
  };

  return {
    add(find) {
      // The parts after the first are the same model.
      if (LATER_PART.test(find.name ?? textAt(find.file, find.at))) return;
      const key = place(find.file, find.at);
      if (ownNames.has(key) || (find.rank < 60 && excluded.has(key))) return;
      const before = finds.get(key);
      if (before && weight(before) >= weight(find)) return;
      finds.set(key, find);
      const places = placesIn.get(find.file.path);
      if (places) places.add(key);
      else placesIn.set(find.file.path, new Set([key]));
    },
    unresolved(file, at, signature, reason, vendor) {
      const key = place(file, at);
      if (unresolved.has(key)) return;
      const entry: UnresolvedReference = {
        ...regionOf(file, at),
        raw: textAt(file, at).slice(0, 200),
        signature,
        reason,
        scope: scopeOf(file.path),
      };
      if (vendor) entry.vendor = vendor;
      unresolved.set(key, entry);
    },
    publish(file, at, name, signature, own, bases = []) {
      published.set(place(file, at), { ...regionOf(file, at), name, bases, signature });
      if (!own) return;
      ownNames.add(place(file, at));
      finds.delete(place(file, at));
    },
    savedAs(folder) {
      saved.add(folder);
    },
    exclude(file, at) {
      excluded.add(place(file, at));
      const before = finds.get(place(file, at));
      if (before && before.rank < 60) finds.delete(place(file, at));
    },
    has(path, start) {
      const key = `${path}\0${start}`;
      return finds.has(key) || excluded.has(key) || ownNames.has(key);
    },
    demoteRegistry(path) {
      const own = [...(placesIn.get(path) ?? [])].flatMap((key) => {
        const find = finds.get(key);
        return find?.used && find.rank === RANK.binding ? [{ key, find }] : [];
      });
      if (new Set(own.map(({ find }) => find.name)).size <= REGISTRY_SIZE) return;
      for (const { key, find } of own) finds.set(key, { ...find, used: false, signature: 'generic.catalogue', rank: RANK.mention });
    },
    serve: (name) => void served.add(name),
    servedNames: () => served,
    nameOf,
    revise(change) {
      for (const [key, find] of finds) {
        const changed = change(find);
        if (changed === undefined) finds.delete(key);
        else if (changed !== find) finds.set(key, changed);
      }
    },
    settle(dealsWithModels) {
      if (dealsWithModels || [...finds.values()].some((find) => find.used && !find.tentative)) return;
      for (const [key, find] of finds) if (find.tentative) finds.delete(key);
    },
    usedNames: () => new Set([...finds.values()].filter((find) => find.used && !isFaked(find)).map(nameOf)),
    result() {
      const byPlace = (a: ModelReference | UnresolvedReference | PublishedModel, b: typeof a): number =>
        a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line || a.column - b.column;
      const counts = new Map<string, number>();
      const skipped = new Map<string, number>();
      const references = [...finds.values()]
        .filter((find) => find.name === undefined || !saved.has(find.name))
        .map(reference)
        .toSorted(byPlace)
        .filter((entry) => {
          const key = entry.used ? `${entry.path}\0${entry.name}` : `${entry.path}\0`;
          const count = (counts.get(key) ?? 0) + 1;
          counts.set(key, count);
          const keep = count <= (entry.used ? SAME_NAME_PER_FILE : MENTIONS_PER_FILE);
          if (!keep) skipped.set(entry.path, (skipped.get(entry.path) ?? 0) + 1);
          return keep;
        });
      return {
        references,
        unresolved: [...unresolved.values()].toSorted(byPlace),
        published: [...published.values()].toSorted(byPlace),
        skipped: [...skipped].map(([path, count]) => ({
          path,
          reason: `${count} further model names in this file are repetitions and were not listed`,
        })),
      };
    },
  };
}
