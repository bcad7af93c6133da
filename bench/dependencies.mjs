// Reads the dependencies of real projects and counts what each lockfile names by other means. Usage, after `npm run build`:
//   node bench/dependencies.mjs <folder>…                       one line per project: packages, time, lockfile packages found and missing
//   node bench/dependencies.mjs --generate 5000 <folder>        writes lockfiles of that many packages, for the time and memory figures
//   node bench/dependencies.mjs --licenses <folder> <license-checker.js>   compares an npm project package by package
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { scanDependencies } from '../dist/dependencies/index.js';
import { createLicenseEngine } from '../dist/licenses/index.js';
import { loadRules } from '../dist/rules/index.js';
import { summarise } from '../dist/summarise/index.js';
import { createProject } from '../dist/walk/index.js';

const rules = loadRules();
const engine = createLicenseEngine(rules);

async function scan(folder) {
  const project = await createProject(folder, { summarise });
  const before = process.cpuUsage();
  const start = performance.now();
  const result = await scanDependencies(project, engine, rules);
  const { user, system } = process.cpuUsage(before);
  return { ...result, project, wall: performance.now() - start, cpu: (user + system) / 1000, memory: process.memoryUsage().rss / 1e6 };
}

/** `name@version` of everything a lockfile names, by a way of its own: simple patterns on the text, no reader of src/. */
const COUNTERS = {
  'package-lock.json': (text) => {
    const { packages, dependencies } = JSON.parse(text);
    if (packages) {
      return Object.entries(packages)
        .filter(([key, one]) => key.includes('node_modules/') && !one.link && one.version)
        .map(([key, one]) => `${one.name ?? key.split('node_modules/').at(-1)}@${one.version}`);
    }
    const all = [];
    const visit = (tree) => {
      for (const [name, one] of Object.entries(tree ?? {})) {
        if (/^\d/.test(one.version)) all.push(`${name}@${one.version}`);
        visit(one.dependencies);
      }
    };
    visit(dependencies);
    return all;
  },
  'pnpm-lock.yaml': (text) => {
    const section = (text.split(/^packages:$/m)[1] ?? '').split(/^snapshots:$/m)[0];
    return [...section.matchAll(/^ {2}'?\/?((?:@[^\s/'@]+\/)?[^\s@/'()]+)[@/](\d[^\s:'(_]*)\S*:$/gm)].map(
      ([, name, version]) => `${name}@${version}`,
    );
  },
  'yarn.lock': (text) =>
    [
      ...text.matchAll(
        /^"?((?:@[^\s/"@]+\/)?[^\s@"]+)@(?!workspace|patch)[^\n]*:\n {2}version:? "?([^"\n]+)"?\n(?: {2}resolution: "((?:@[^\s/"@]+\/)?[^\s@"]+)@)?/gm,
      ),
    ].map(([, name, version, real]) => `${real ?? name}@${version}`),
  toml: (text) =>
    [...text.matchAll(/^\[\[packages?\]\]\r?\n(?:(?!\[\[)[^\n]*\n)*?name = "([^"]+)"\r?\nversion = "([^"]+)"(?:\r?\nsource = (.*))?/gm)]
      .filter(([, , , source]) => !/editable|virtual|directory/.test(source ?? ''))
      .map(([, name, version]) => `${name}@${version}`),
  'composer.lock': (text) => {
    const { packages = [], 'packages-dev': development = [] } = JSON.parse(text);
    return [...packages, ...development].map(({ name, version }) => `${name.toLowerCase()}@${version}`);
  },
  'Gemfile.lock': (text) => [...text.matchAll(/^ {4}(\S+) \(([^)-]+)[^)]*\)$/gm)].map(([, name, version]) => `${name}@${version}`),
  'Package.resolved': (text) => {
    const { pins, object } = JSON.parse(text);
    return (pins ?? object.pins)
      .filter(({ state }) => state.version)
      .map((pin) => `${(pin.location ?? pin.repositoryURL).replace(/^https:\/\/|\.git$/g, '')}@${pin.state.version}`);
  },
  'pubspec.lock': (text) =>
    [...text.matchAll(/^ {2}(\w+):\n(?: {4}[^\n]*\n)*? {4}version: "([^"]+)"/gm)].map(([, name, version]) => `${name}@${version}`),
  'renv.lock': (text) => Object.values(JSON.parse(text).Packages).map(({ Package, Version }) => `${Package}@${Version}`),
  'go.mod': (text) =>
    [
      ...text
        .replace(/^(?:replace|exclude|retract)\s*\([^)]*\)|^(?:replace|exclude).*$/gm, '')
        .matchAll(/^(?:require)?\s+(\S+\.\S+) (v\S+)/gm),
    ].map(([, name, version]) => `${name}@${version}`),
  'pixi.lock': (text) =>
    [...(text.split(/^packages:$/m)[1] ?? '').matchAll(/^- conda: \S*\/(\S+?)-([^-/\s]+)-[^-/\s]+\.(?:conda|tar\.bz2)$/gm)].map(
      ([, name, version]) => `${name}@${version}`,
    ),
};
// Packages of the workspace have no source; they are no dependencies.
COUNTERS['Cargo.lock'] = (text) =>
  [...text.matchAll(/^name = "([^"]+)"\r?\nversion = "([^"]+)"\r?\nsource = /gm)].map(([, name, version]) => `${name}@${version}`);
for (const name of ['poetry.lock', 'uv.lock', 'pdm.lock', 'pylock.toml']) COUNTERS[name] = COUNTERS.toml;

async function table(folders) {
  console.log('project | packages (direct) | skipped | CPU ms | wall ms | RSS MB | lockfiles | packages in them | missing');
  for (const folder of folders) {
    const { dependencies, skipped, project, cpu, wall, memory } = await scan(folder);
    const found = new Set(dependencies.flatMap(({ name, version }) => [`${name}@${version}`, `${name.replaceAll('-', '_')}@${version}`]));
    const named = new Set();
    let files = 0;
    for (const { path } of project.files) {
      const counter = COUNTERS[basename(path)];
      const text = counter && project.text(path);
      if (text === undefined) continue;
      files++;
      try {
        for (const one of counter(text)) named.add(one);
      } catch {
        // A fixture that is broken on purpose; the scan lists it under skipped.
      }
    }
    const missing = [...named].filter((one) => !found.has(one) && !found.has(one.toLowerCase().replace(/[-_.]+(?=[^@]*@)/g, '-')));
    const direct = dependencies.filter((one) => one.direct).length;
    console.log(
      [
        basename(folder),
        `${dependencies.length} (${direct})`,
        skipped.length,
        Math.round(cpu),
        Math.round(wall),
        Math.round(memory),
        files,
        named.size,
        missing.length,
      ].join(' | '),
    );
    if (missing.length > 0) console.log(`    missing: ${missing.slice(0, 8).join(' ')}`);
  }
}

function generate(count, folder) {
  const needs = (i) => [(i * 7 + 1) % count, (i * 13 + 5) % count];
  const integrity = `sha512-${'A'.repeat(86)}==`;
  const write = (kind, files) => {
    mkdirSync(join(folder, kind), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, kind, name), text);
  };
  const all = Array.from({ length: count }, (_, i) => i);
  const roots = Object.fromEntries(all.slice(0, 50).map((i) => [`pkg-${i}`, '^1.0.0']));
  const manifest = JSON.stringify({ name: 'big', dependencies: roots }, null, 2);
  const packages = { '': { name: 'big', dependencies: roots } };
  for (const i of all) {
    packages[`node_modules/pkg-${i}`] = {
      version: `1.0.${i}`,
      resolved: `https://registry.npmjs.org/pkg-${i}/-/pkg-${i}-1.0.${i}.tgz`,
      integrity,
      license: 'MIT',
      dependencies: Object.fromEntries(needs(i).map((to) => [`pkg-${to}`, '^1.0.0'])),
      engines: { node: '>=18' },
    };
  }
  write('npm', { 'package.json': manifest, 'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages }, null, 2) });
  const rows = (indent, i, quote = '') =>
    needs(i)
      .map((to) => `${indent}pkg-${to}: ${quote}1.0.${to}${quote}`)
      .join('\n');
  write('pnpm', {
    'package.json': manifest,
    'pnpm-lock.yaml': [
      "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:",
      ...all.slice(0, 50).map((i) => `      pkg-${i}:\n        specifier: ^1.0.0\n        version: 1.0.${i}`),
      '\npackages:',
      ...all.map((i) => `\n  pkg-${i}@1.0.${i}:\n    resolution: {integrity: ${integrity}}\n    engines: {node: '>=18'}`),
      '\nsnapshots:',
      ...all.map((i) => `\n  pkg-${i}@1.0.${i}:\n    dependencies:\n${rows('      ', i)}`),
      '',
    ].join('\n'),
  });
  write('uv', {
    'uv.lock': [
      'version = 1\n\n[[package]]\nname = "big"\nversion = "1.0"\nsource = { virtual = "." }\ndependencies = [',
      ...all.slice(0, 50).map((i) => `    { name = "pkg-${i}" },`),
      ']',
      ...all.map(
        (i) =>
          `\n[[package]]\nname = "pkg-${i}"\nversion = "1.0.${i}"\nsource = { registry = "https://pypi.org/simple" }\ndependencies = [\n${needs(
            i,
          )
            .map((to) => `    { name = "pkg-${to}" },`)
            .join(
              '\n',
            )}\n]\nsdist = { url = "https://files.pythonhosted.org/pkg-${i}.tar.gz", hash = "sha256:${'a'.repeat(64)}", size = 1000 }`,
      ),
      '',
    ].join('\n'),
  });
}

async function licenses(folder, checker) {
  const theirs = JSON.parse(execFileSync(process.execPath, [checker, '--json', '--start', folder], { maxBuffer: 1e9 }).toString());
  const { dependencies } = await scan(folder);
  const ours = new Map(dependencies.map((one) => [`${one.name}@${one.version}`, one]));
  let same = 0;
  const rows = [];
  for (const [id, { licenses: stated }] of Object.entries(theirs)) {
    const expression = Array.isArray(stated) ? stated.join(' AND ') : stated;
    const found = ours.get(id);
    if (found && (found.license.expression === expression || `(${found.license.expression})` === expression)) same++;
    else rows.push(`${id}: ${expression} | ${found ? `${found.license.expression} (${found.license.confidence})` : 'not reported'}`);
  }
  console.log(`${relative('.', folder)}: ${Object.keys(theirs).length} packages, ${same} the same, ${rows.length} different`);
  for (const row of rows) console.log(`  ${row}`);
}

const [first, ...rest] = process.argv.slice(2);
if (first === '--generate') generate(Number(rest[0]), rest[1]);
else if (first === '--licenses') await licenses(rest[0], rest[1]);
else {
  const base = process.env.AUDIT_MODELS_CORPUS;
  const folders =
    first === undefined && base !== undefined ? readdirSync(base).map((name) => join(base, name)) : [first, ...rest].filter(Boolean);
  if (folders.length === 0) console.error('usage: node bench/dependencies.mjs <folder>…');
  await table(folders);
}
