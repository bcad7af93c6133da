// Classifies synthetic model records: node bench/classify.mjs [records] [folder of the compiled program]
// Unique ids, licences by the catalogue's distribution, a third with a base model inside the input, chains up to ten.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const count = Number(process.argv[2] ?? 1_000_000);
const program = pathToFileURL(`${resolve(process.argv[3] ?? 'dist')}/`);
const { classifyRecords } = await import(new URL('classify/records.js', program));
const { loadRules } = await import(new URL('rules/index.js', program));
const rules = loadRules();

const licenses = [...rules.models()].map((record) => record.license).filter((license) => license !== null);

/** Deterministic, so that both passes see the same records. */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

async function* records() {
  const next = random(42);
  for (let i = 0; i < count; i++) {
    const license = licenses[Math.floor(next() * licenses.length)];
    const record = { id: `org-${i % 5_000}/model-${i}`, license, gated: next() < 0.05 ? 'auto' : false };
    // Blocks of ten: the first is a root, later ones may stand on the one before, so chains have at most ten members.
    if (i % 10 !== 0 && next() < 1 / 3 / 0.9) record.base_model = `org-${(i - 1) % 5_000}/model-${i - 1}`;
    yield record;
  }
}

const start = process.hrtime.bigint();
let peak = 0;
let lines = 0;
let bytes = 0;
const classes = new Map();
for await (const line of classifyRecords(records, rules)) {
  bytes += JSON.stringify(line).length + 1;
  classes.set(line.class, (classes.get(line.class) ?? 0) + 1);
  if (++lines % 50_000 === 0) peak = Math.max(peak, process.memoryUsage().rss);
}
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
console.log(
  `${lines} records in ${seconds.toFixed(1)} s: ${Math.round(lines / seconds)} records/s, ${(bytes / 1e6).toFixed(0)} MB of lines`,
);
console.log(`peak memory while answering ${(peak / 1e6).toFixed(0)} MB`);
console.log(Object.fromEntries([...classes].toSorted((a, b) => b[1] - a[1])));
