/**
 * Layers of a compose project, strongest first (compose specification, "precedence of environment variables"): `environment` of the
 * override file, of the base file, `env_file` (the last one first), `ENV` of the image it builds, the default in the code of that image.
 * A `${X:-default}` gives way to X in the `.env` beside the compose file.
 */

import type { Project } from '../../types/project.ts';
import type { Entry, Expr, FileSummary } from '../../types/source.ts';
import type { CodeDefault } from './code.ts';
import type { Layer, Marks } from './marks.ts';

const BASE = /^(?:docker-)?compose\.ya?ml$/;
const OVERRIDES = ['compose.override.yaml', 'compose.override.yml', 'docker-compose.override.yaml', 'docker-compose.override.yml'];

/** More services than any real project has. */
const MAX_SERVICES = 200;

interface Service {
  /** By variable; of several entries of one file the last one is that of the service itself, earlier ones come from merged maps. */
  environment: Map<string, Entry & { file: FileSummary }>;
  /** Paths, first to last. */
  envFiles: string[];
  context?: string;
  dockerfile?: string;
}

/** Joins a relative path to a folder; `undefined` when it leaves the root or is absolute. */
function within(folder: string, path: string): string | undefined {
  const parts: string[] = folder === '' ? [] : folder.split('/');
  if (path.startsWith('/') || path.includes('$') || path.includes('://')) return undefined;
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** Folder of a path; empty for the root. */
export const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');
/** Last part of a path. */
export const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Adds what the services of one file say to those of the files before. */
function readServices(file: FileSummary, services: Map<string, Service>): void {
  const folder = folderOf(file.path);
  for (const entry of file.entries) {
    const [top, name, key, ...rest] = entry.path;
    if (top !== 'services' || typeof name !== 'string' || typeof key !== 'string') continue;
    const service: Service = services.get(name) ?? { environment: new Map(), envFiles: [] };
    if (!services.has(name) && services.size >= MAX_SERVICES) continue;
    services.set(name, service);
    if (key === 'environment') addVariable(service, entry, file);
    else if (key === 'env_file' && (rest.at(-1) === 'path' || typeof rest[0] !== 'string')) {
      const path = rest.length > 1 && rest.at(-1) !== 'path' ? undefined : within(folder, entry.value);
      if (path !== undefined) service.envFiles.push(path);
    } else if (key === 'build' && (rest.length === 0 || rest[0] === 'context')) {
      const context = within(folder, entry.value);
      if (context !== undefined) service.context = context;
    } else if (key === 'build' && rest[0] === 'dockerfile') service.dockerfile = entry.value;
  }
}

function addVariable(service: Service, entry: Entry, file: FileSummary): void {
  const last = entry.path.at(-1);
  if (entry.path.length !== 4) return;
  if (typeof last === 'string') service.environment.set(last, { ...entry, file });
  else {
    const name = /^([A-Za-z_]\w*)(?:=|$)/.exec(entry.value)?.[1];
    if (name !== undefined) service.environment.set(name, { ...entry, file });
  }
}

/** The variable that an entry hands through, and the default beside it; `undefined` for plain values and for mixed text. */
function handedThrough(entry: Entry): { variable: string; fallback?: string } | undefined {
  if (typeof entry.path.at(-1) === 'number' && /^[A-Za-z_]\w*$/.test(entry.value)) return { variable: entry.value };
  let expr: Expr | undefined = entry.expr;
  if (expr?.k === 'cat' && expr.p.length === 2 && expr.p[0]?.k === 'str' && /^\w+=$/.test(expr.p[0].v)) expr = expr.p[1];
  if (expr?.k === 'name') return { variable: expr.n };
  if (expr?.k !== 'alt' || expr.e[0]?.k !== 'name') return undefined;
  const fallback = expr.e[1];
  return { variable: expr.e[0].n, ...(fallback?.k === 'str' && fallback.v !== '' ? { fallback: fallback.v } : {}) };
}

const plainValue = (entry: Entry): string =>
  typeof entry.path.at(-1) === 'number' ? entry.value.slice(entry.value.indexOf('=') + 1) : entry.value;

/** The setting of a variable in an env file or a Dockerfile; the last one counts. */
function settingIn(file: FileSummary | undefined, name: string): Layer | undefined {
  const found = file?.env.findLast((one) => one.name === name && one.value.k === 'str' && one.value.v !== '');
  return file && found?.value.k === 'str' ? { file, at: found.at, value: found.value.v } : undefined;
}

/** States the layers of every compose project in the tree. Returns the Dockerfiles that compose files build. */
export function composeLayers(project: Project, defaults: readonly CodeDefault[], marks: Marks): Set<string> {
  const built = new Set<string>();
  for (const { path, local } of project.files) {
    if (local === true || !BASE.test(baseOf(path))) continue;
    const base = project.summary(path);
    if (!base) continue;
    const folder = folderOf(path);
    const beside = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
    const override = OVERRIDES.map(beside).find((one) => project.file(one));
    const files = [base, override === undefined ? undefined : project.summary(override)].filter((one) => one !== undefined);
    const dotenv = project.file(beside('.env')) && project.summary(beside('.env'));
    if (files[1]) overriddenKeys(base, files[1], marks);
    const byFile = files.map((file) => {
      const services = new Map<string, Service>();
      readServices(file, services);
      return services;
    });
    for (const name of new Set(byFile.flatMap((services) => [...services.keys()]))) {
      const parts = byFile.map((services) => services.get(name)).filter((one) => one !== undefined);
      const dockerfile = dockerfileOf(parts);
      if (dockerfile !== undefined) built.add(dockerfile);
      serviceLayers(name, parts, { project, dotenv, defaults, marks, dockerfile });
    }
  }
  return built;
}

/** Single values outside of environments (`models.<name>.model`, images): the override file replaces them key by key. */
function overriddenKeys(base: FileSummary, override: FileSummary, marks: Marks): void {
  const keyOf = ({ path }: Entry): string | undefined =>
    path.some((part) => typeof part === 'number') || path[2] === 'environment' || path[2] === 'command' ? undefined : path.join('\0');
  const over = new Map(override.entries.map((entry) => [keyOf(entry), entry]));
  for (const entry of base.entries) {
    const key = keyOf(entry);
    const above = key === undefined ? undefined : over.get(key);
    if (!above || entry.value === '' || above.value === '') continue;
    marks.add(
      [
        { file: override, at: above.at, value: above.value },
        { file: base, at: entry.at, value: entry.value },
      ],
      `the project of ${base.path}`,
    );
  }
}

function dockerfileOf(parts: readonly Service[]): string | undefined {
  const context = parts.findLast((one) => one.context !== undefined)?.context;
  if (context === undefined) return undefined;
  return within(context, parts.findLast((one) => one.dockerfile !== undefined)?.dockerfile ?? 'Dockerfile');
}

interface Surroundings {
  project: Project;
  dotenv: FileSummary | undefined;
  defaults: readonly CodeDefault[];
  marks: Marks;
  dockerfile: string | undefined;
}

function serviceLayers(service: string, parts: readonly Service[], around: Surroundings): void {
  const { project, dotenv, defaults, marks, dockerfile } = around;
  const envFiles = parts
    .flatMap((one) => one.envFiles)
    .map((path) => project.summary(path))
    .filter((one) => one !== undefined);
  const image = dockerfile === undefined ? undefined : project.summary(dockerfile);
  const context = parts.findLast((one) => one.context !== undefined)?.context;
  const code = context === undefined ? [] : defaults.filter(({ layer }) => context === '' || layer.file.path.startsWith(`${context}/`));
  const names = new Set([
    ...parts.flatMap((one) => [...one.environment.keys()]),
    ...envFiles.flatMap((file) => file.env.map((one) => one.name)),
    ...code.map((one) => one.variable),
  ]);
  for (const name of names) {
    const layers: Layer[] = [];
    // A value that comes from outside the project hides what stands below it, and nobody knows what it is.
    let open = false;
    for (const part of parts.toReversed()) {
      const entry = part.environment.get(name);
      if (!entry) continue;
      const handed = handedThrough(entry);
      const from = handed && settingIn(dotenv, handed.variable);
      if (from) layers.push(from);
      if (handed?.fallback !== undefined) layers.push({ file: entry.file, at: entry.at, value: handed.fallback });
      else if (!handed && plainValue(entry) !== '') layers.push({ file: entry.file, at: entry.at, value: plainValue(entry) });
      open ||= layers.length === 0;
    }
    for (const file of envFiles.toReversed()) pushSetting(layers, file, name);
    pushSetting(layers, image, name);
    for (const one of code) if (one.variable === name) layers.push(one.layer);
    if (!open) marks.add(layers, `service ${service}`);
  }
}

function pushSetting(layers: Layer[], file: FileSummary | undefined, name: string): void {
  const found = settingIn(file, name);
  if (found) layers.push(found);
}
