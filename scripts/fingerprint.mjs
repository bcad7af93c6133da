// Computes rules/fingerprints from licence texts that are not part of this project.
// usage: node scripts/fingerprint.mjs <folder of texts with index.json> <checkout of spdx/license-list-XML> <folder of prefaces>
// Writes numbers only: 24-bit word hashes of the AI licence texts, the SPDX exceptions and standard headers, and, for the
// SPDX texts that come with the npm package, where their templates let words vary.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import saxes from 'saxes';
import { loadTextReader } from './text-reader.mjs';

const [textFolder, listFolder, prefaceFolder] = process.argv.slice(2);
if (!textFolder || !listFolder || !prefaceFolder) {
  console.error(
    'usage: node scripts/fingerprint.mjs <folder of texts with index.json> <checkout of spdx/license-list-XML> <folder of prefaces>',
  );
  process.exit(2);
}
const [{ readWords }, { findNotices }, { alignWords }, { hashWord, checksum }] = await loadTextReader(
  'tokens',
  'notices',
  'align',
  'words',
);
const out = fileURLToPath(new URL('../rules/fingerprints/', import.meta.url));

function wordsOf(text) {
  const stream = readWords(text);
  findNotices(text, stream);
  return stream;
}

const BLOCKS = new Set(['p', 'item', 'list', 'br', 'titleText', 'copyrightText', 'bullet', 'text', 'standardLicenseHeader']);
const RANGES = { optional: 'optional', alt: 'place', titleText: 'title', copyrightText: 'notice', bullet: 'marker' };

/** The texts of a list file by element, each with the marked ranges of its template in UTF-16 units. */
function readTemplate(xml) {
  const parser = new saxes.SaxesParser();
  const found = [];
  const open = [];
  let current;
  let id;
  let deprecated = false;
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'license' || name === 'exception') {
      id = attributes.licenseId;
      deprecated = attributes.isDeprecated === 'true';
    }
    if (name === 'text' || name === 'standardLicenseHeader') {
      // A header inside a text is part of the text as well.
      const header = { element: name, text: '', ranges: [] };
      found.push(header);
      current = [...(current ?? []), header];
    }
    if (!current) return;
    for (const part of current) {
      if (BLOCKS.has(name)) part.text += '\n';
      else if (attributes.spacing !== 'none' && (name === 'alt' || name === 'optional')) part.text += ' ';
    }
    open.push({ name, starts: current.map(({ text }) => text.length), match: attributes.match, spaced: attributes.spacing !== 'none' });
  });
  parser.on('text', (text) => current?.forEach((part) => (part.text += text.replace(/\s+/g, ' '))));
  parser.on('closetag', ({ name }) => {
    if (!current) return;
    const { starts, match, spaced } = open.pop();
    current.forEach((part, index) => {
      if (RANGES[name] && starts[index] !== undefined) {
        part.ranges.push({ kind: RANGES[name], first: starts[index], last: part.text.length, match });
      }
      if (BLOCKS.has(name)) part.text += '\n';
      else if (spaced && (name === 'alt' || name === 'optional')) part.text += ' ';
    });
    if (name === 'text' || name === 'standardLicenseHeader') current = current.length > 1 ? current.slice(0, -1) : undefined;
  });
  parser.write(xml).close();
  return { id, deprecated, parts: found };
}

/** Turns ranges of characters into ranges of words. */
function rangesOfWords(stream, ranges) {
  const wordAt = (offset) => {
    let [low, high] = [0, stream.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (stream.starts[middle] < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return ranges.map(({ kind, first, last, match }) => ({ kind, first: wordAt(first), last: wordAt(last), match }));
}

/** `[kind, first, last, any, empty, words]`: the words allowed in a place, whether any others are, and whether it may be empty. */
function packed({ kind, first, last, match }) {
  if (kind !== 'place') return last > first ? [kind, first, last] : undefined;
  const any = /\.[+*{]/.test(match) ? 1 : 0;
  const words =
    match
      .replace(/\\[a-z]/g, ' ')
      .replace(/\(\?:/g, '(')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return [kind, first, last, any, mayBeEmpty(match), [...new Set(words)].map(hashWord)];
}

function mayBeEmpty(match) {
  try {
    return new RegExp(`^(?:${match})$`).test('') ? 1 : 0;
  } catch {
    return 1;
  }
}

const documents = [];
const streams = [];
function add(entry, stream, ranges = []) {
  documents.push({ ...entry, words: stream.length, ranges: ranges.map(packed).filter(Boolean) });
  streams.push(stream.words.slice(0, stream.length));
}

for (const entry of JSON.parse(readFileSync(join(textFolder, 'index.json'), 'utf8')).licenses) {
  const kind = { 'use-policy': 'policy', terms: 'policy' }[entry.kind] ?? 'text';
  add(
    { id: entry.id, kind, edition: entry.id, ...(entry.spdxId ? { spdx: entry.spdxId } : {}), family: entry.family },
    wordsOf(readFileSync(join(textFolder, entry.file), 'utf8')),
  );
}

// Introductions that stand before some licences in every copy and grant and demand nothing.
for (const file of readdirSync(prefaceFolder).toSorted()) {
  add({ id: file.replace(/\.txt$/, ''), kind: 'preface' }, wordsOf(readFileSync(join(prefaceFolder, file), 'utf8')));
}

const full = createRequire(import.meta.url)('spdx-license-list/full');
const templates = {};
for (const folder of ['src', 'src/exceptions']) {
  for (const file of readdirSync(join(listFolder, folder))
    .filter((name) => name.endsWith('.xml'))
    .toSorted()) {
    const { id, parts } = readTemplate(readFileSync(join(listFolder, folder, file), 'utf8'));
    for (const { element, text, ranges } of parts) {
      const stream = wordsOf(text);
      const marked = rangesOfWords(stream, ranges);
      if (element === 'standardLicenseHeader') {
        // Deprecated GNU ids have the notices of the current ones.
        if (stream.length >= 12 && !id.endsWith('+') && full[`${id}-only`] === undefined) add({ id, kind: 'header' }, stream, marked);
      } else if (folder === 'src/exceptions' || !full[id]) {
        add({ id, kind: folder === 'src' ? 'text' : 'exception' }, stream, marked);
      } else {
        const listed = wordsOf(full[id].licenseText);
        const place = mapping(stream, listed);
        const inTemplate = structuredClone(marked);
        for (const range of marked) Object.assign(range, place.range(range.first, range.last));
        // Where the package left a part of the text out, the text of the list is a document of its own.
        if (stream.length - place.matched > 20 && !id.endsWith('-or-later') && full[`${id}-only`] === undefined) {
          add({ id, kind: 'text', spdx: id }, stream, inTemplate);
          // The GNU texts are the same whether or not later versions may be chosen.
          const later = id.replace(/-only$/, '-or-later');
          if (later !== id) add({ id: later, kind: 'text', spdx: later }, stream, inTemplate);
        }
        templates[id] = { checksum: checksum(listed.words, listed.length), ranges: marked.map(packed).filter(Boolean) };
      }
    }
  }
}

/** Where ranges of the template lie in the text of the package: the two differ in a few places. */
function mapping(template, listed) {
  const to = new Int32Array(template.length).fill(-1);
  const aligned = alignWords(listed.words, 0, listed.length, template.words, template.length);
  for (const { file, reference, length } of aligned?.matches ?? [])
    for (let step = 0; step < length; step += 1) to[reference + step] = file + step;
  const range = (first, last) => {
    // Words that only one of the two has belong to the range that they stand in or next to.
    let start = to[first] ?? listed.length;
    if (start < 0) {
      let previous = first - 1;
      while (previous >= 0 && to[previous] < 0) previous -= 1;
      start = previous < 0 ? 0 : to[previous] + 1;
    }
    let end = last > first ? to[last - 1] + 1 : start;
    if (last > first && to[last - 1] < 0) {
      let next = last;
      while (next < template.length && to[next] < 0) next += 1;
      end = next < template.length ? to[next] : listed.length;
    }
    // Titles differ the most: the head of one is the head of the other.
    if (first === 0) start = 0;
    if (last === template.length) end = listed.length;
    return { first: start, last: Math.max(start, end) };
  };
  return { range, matched: aligned?.matched ?? 0 };
}

const total = streams.reduce((sum, { length }) => sum + length, 0);
// Bytes of the same rank stand together: they compress far better than whole numbers.
const planes = Buffer.alloc(total * 4);
let offset = 0;
for (const words of streams) {
  for (const word of words) {
    for (let rank = 0; rank < 4; rank += 1) planes[rank * total + offset] = (word >>> (8 * rank)) & 255;
    offset += 1;
  }
}
writeFileSync(join(out, 'words.br'), brotliCompressSync(planes));
const lines = (entries) => `[\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`;
writeFileSync(join(out, 'documents.json'), lines(documents));
writeFileSync(join(out, 'templates.json'), lines(Object.entries(templates).map(([id, { checksum, ranges }]) => [id, checksum, ranges])));
console.log(`${documents.length} documents, ${total} words, ${Object.keys(templates).length} templates`);
