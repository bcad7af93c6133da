// Measures the licence engine: npm run bench:licenses -- <folder>...
// A folder may be: a checkout of spdx/license-list-XML (canonical texts), a folder of texts with index.json (AI licences), or
// a folder with labels.json ({ "<file>": "<expression>" }, files from the wild). `--mutations N` sets how many changed texts are
// made (default 5000), `--seed N` which. Needs a build (npm run build).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createLicenseEngine } from '../dist/licenses/index.js';
import { fingerprints } from '../dist/licenses/text/store.js';
import { readWords } from '../dist/licenses/text/tokens.js';
import { checksum, FREE } from '../dist/licenses/text/words.js';
import { loadRules } from '../dist/rules/index.js';
import { mutationsOf, randomFrom } from './mutations.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { mutations: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' } },
});
const engine = createLicenseEngine(loadRules());
const started = performance.now();
engine.identify('some words that belong to no licence text at all');
console.log(`index loaded in ${(performance.now() - started).toFixed(0)} ms`);

function report(name, results) {
  const count = (verdict) => results.filter((result) => result.verdict === verdict).length;
  const share = (number) => `${((100 * number) / Math.max(1, results.length)).toFixed(2)} %`;
  console.log(
    `${name}: ${results.length} texts, right ${count('right')} (${share(count('right'))}), wrong ${count('wrong')} (${share(count('wrong'))}), unknown ${count('unknown')}`,
  );
  for (const { verdict, label, said } of results) if (verdict === 'wrong') console.log(`  wrong: ${label}: ${said}`);
}

const plain = ({ result }) => result === 'identified';
const idsOf = (answer) => [...answer.licenses.map(({ id }) => id), ...(answer.candidates ?? [])];

/** Deprecated names of test texts and ids that share one text count as the same. */
function canonical(folder) {
  const tests = join(folder, 'test', 'simpleTestForGenerator');
  const results = [];
  for (const file of readdirSync(tests)) {
    const id = file.replace(/\.txt$/, '').replace(/^depreciate_/, '');
    const answer = engine.identify(readFileSync(join(tests, file), 'utf8'));
    const base = id.replace(/\+$/, '').replace(/-(?:no-)?RFN$/, '');
    // The test texts of some deprecated ids hold the exception alone.
    const exception = (/-with-(\w+-exception)$/.exec(id)?.[1] ?? (id === 'WXwindows' ? `${id}-exception` : undefined))?.toLowerCase();
    const names = new Set([id, base, `${base}-only`, `${base}-or-later`]);
    const right =
      (plain(answer) || (exception && answer.result === 'reference')) &&
      idsOf(answer).some((found) => names.has(found) || (exception && found.toLowerCase().startsWith(exception)));
    results.push({
      label: id,
      verdict: right ? 'right' : plain(answer) ? 'wrong' : 'unknown',
      said: `${answer.result} ${answer.expression}`,
    });
  }
  report('canonical SPDX texts', results);
  for (const { verdict, label, said } of results) if (verdict === 'unknown') console.log(`  unknown: ${label}: ${said}`);
}

function aiTexts(folder) {
  const { licenses } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  const results = licenses.map(({ id, file }) => {
    const answer = engine.identify(readFileSync(join(folder, file), 'utf8'));
    const right = plain(answer) && answer.licenses.length === 1 && answer.licenses[0].text === id;
    return { label: id, verdict: right ? 'right' : plain(answer) ? 'wrong' : 'unknown', said: `${answer.result} ${answer.expression}` };
  });
  report('AI licence texts', results);
  return licenses.map(({ id, file }) => ({ id, text: readFileSync(join(folder, file), 'utf8') }));
}

function wild(folder) {
  const labels = JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8'));
  const results = Object.entries(labels).map(([file, label]) => {
    const answer = engine.identify(readFileSync(join(folder, file), 'utf8'));
    const said = answer.expression ?? answer.result;
    const right = said === label || (label === 'none' && answer.result === 'none');
    const unsure = answer.expression === null || answer.result === 'modified' || answer.result === 'ambiguous';
    return { label: `${file} (${label})`, verdict: right ? 'right' : unsure ? 'unknown' : 'wrong', said: `${answer.result} ${said}` };
  });
  report('files from the wild', results);
}

const knownByLength = groupByLength(fingerprints().texts);

function groupByLength(known) {
  const groups = new Map();
  for (const text of known) groups.set(text.words.length, [...(groups.get(text.words.length) ?? []), text]);
  return groups;
}

/** Offsets of the words that are terms: not title, notice, optional part or a place to fill in. */
function termsOf(text) {
  const stream = readWords(text);
  const same = (knownByLength.get(stream.length) ?? []).find((known) => checksum(known.words) === checksum(stream.words, stream.length));
  const terms = new Set();
  if (!same) return terms;
  for (let index = 0; index < stream.length; index += 1) {
    const inPlace = same.places.some(({ first, last }) => index >= first - 1 && index <= last);
    if ((same.words[index] & FREE) === 0 && !inPlace) terms.add(stream.starts[index]);
  }
  return terms;
}

/** Changes texts; a changed text is never the plain licence, and a text in other dress never another licence. */
function mutated(texts, count) {
  const random = randomFrom(Number(values.seed));
  const byKind = new Map();
  for (let made = 0; made < count;) {
    const { id, text } = texts[Math.floor(random() * texts.length)];
    const before = engine.identify(text);
    if (!plain(before) || before.licenses.length !== 1) continue;
    for (const { kind, changed, harmless, joined } of mutationsOf(text, texts, random, termsOf(text))) {
      const answer = engine.identify(changed);
      const own = idsOf(answer);
      const expected = new Set([...idsOf(before), ...(joined ? idsOf(engine.identify(joined)) : [])]);
      const same = own.some((found) => expected.has(found));
      const verdict = harmless
        ? !plain(answer)
          ? 'unknown'
          : same && answer.licenses.every((match) => expected.has(match.id) || match.kind !== 'text')
            ? 'right'
            : 'wrong'
        : plain(answer) && answer.expression === before.expression
          ? 'wrong'
          : 'right';
      const results = byKind.get(kind) ?? [];
      byKind.set(kind, [...results, { label: id, verdict, said: `${answer.result} ${answer.expression}` }]);
      made += 1;
      if (verdict === 'wrong' && process.env.AUDIT_MODELS_SHOW)
        console.log(`----- ${kind} ${id} ${answer.expression}\n${changed.slice(0, 3000)}`);
    }
  }
  for (const [kind, results] of [...byKind].toSorted()) report(`mutation ${kind}`, results);
}

const spdx = Object.entries(createRequire(import.meta.url)('spdx-license-list/full')).map(([id, { licenseText }]) => ({
  id,
  text: licenseText,
}));
const texts = [...spdx];
for (const folder of positionals) {
  if (existsSync(join(folder, 'test', 'simpleTestForGenerator'))) canonical(folder);
  else if (existsSync(join(folder, 'labels.json'))) wild(folder);
  else if (existsSync(join(folder, 'index.json'))) texts.push(...aiTexts(folder));
}

for (const { text } of texts) engine.identify(text);
const begun = process.cpuUsage();
for (const { text } of texts) engine.identify(text);
const used = process.cpuUsage(begun);
const seconds = (used.user + used.system) / 1e6;
const megabytes = texts.reduce((sum, { text }) => sum + text.length, 0) / 1e6;
console.log(
  `speed: ${(texts.length / seconds).toFixed(0)} texts/s of processor time (${(megabytes / seconds).toFixed(1)} MB/s, mean ${((megabytes * 1000) / texts.length).toFixed(1)} kB)`,
);
mutated(texts, Number(values.mutations));
