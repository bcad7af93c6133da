// Compiles rules/fingerprints and the texts of the npm package spdx-license-list into dist/fingerprints.bin.
// usage: node scripts/compile-fingerprints.mjs [--if-stale]
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { loadTextReader } from './text-reader.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const rules = join(root, 'rules', 'fingerprints');
const target = join(root, 'dist', 'fingerprints.bin');
const require = createRequire(import.meta.url);
const textFolder = join(root, 'src', 'licenses', 'text');
const sources = [
  ...readdirSync(rules).map((name) => join(rules, name)),
  ...['tokens.ts', 'notices.ts', 'words.ts', 'store.ts', 'shingles.ts'].map((name) => join(textFolder, name)),
  require.resolve('spdx-license-list/package.json'),
  fileURLToPath(import.meta.url),
];
const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
if (process.argv.includes('--if-stale') && sources.every((source) => changed(source) < changed(target))) process.exit(0);

const [{ readWords }, { findNotices }, words, { packFingerprints }] = await loadTextReader('tokens', 'notices', 'words', 'store');
const FLAGS = { optional: words.OPTIONAL, place: words.PLACE, title: words.TITLE, notice: words.NOTICE, marker: words.MARKER };

/** Marks the words of a template's ranges; returns the places where other words may stand. */
function applyRanges(stream, ranges) {
  const places = [];
  for (const [kind, first, last, any, empty, allowed] of ranges) {
    for (let index = first; index < last; index += 1) stream[index] |= FLAGS[kind];
    if (kind === 'place') places.push({ first, last, any: any === 1, empty: empty === 1, words: allowed });
  }
  return places;
}

const documents = [];
const compressed = brotliDecompressSync(readFileSync(join(rules, 'words.br')));
const total = compressed.length / 4;
let offset = 0;
for (const { id, kind, edition, spdx, family, words: count, ranges } of JSON.parse(readFileSync(join(rules, 'documents.json'), 'utf8'))) {
  const stream = new Uint32Array(count);
  for (let index = 0; index < count; index += 1, offset += 1) {
    for (let rank = 0; rank < 4; rank += 1) stream[index] |= compressed[rank * total + offset] << (8 * rank);
  }
  documents.push({ id, kind, edition, spdx, family, words: stream, places: applyRanges(stream, ranges) });
}

const templates = new Map(
  JSON.parse(readFileSync(join(rules, 'templates.json'), 'utf8')).map(([id, sum, ranges]) => [id, { sum, ranges }]),
);
const full = require('spdx-license-list/full');
// Deprecated ids of the GNU licences have the texts of the current ones.
const renamed = (id) => id.endsWith('+') || `${id}-only` in full;
for (const [id, { licenseText }] of Object.entries(full)) {
  if (renamed(id)) continue;
  const stream = readWords(licenseText);
  findNotices(licenseText, stream);
  const text = stream.words.slice(0, stream.length);
  const template = templates.get(id);
  const current = template?.sum === words.checksum(text);
  if (template && !current) console.warn(`the text of ${id} changed since its template was read; run scripts/fingerprint.mjs`);
  documents.push({ id, kind: 'text', spdx: id, words: text, places: current ? applyRanges(text, template.ranges) : [] });
}

mkdirSync(dirname(target), { recursive: true });
// Readers never see half a file.
writeFileSync(`${target}.${process.pid}`, packFingerprints(documents, JSON.parse(readFileSync(join(rules, 'references.json'), 'utf8'))));
renameSync(`${target}.${process.pid}`, target);
