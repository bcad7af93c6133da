// Scores the recogniser on a labelled corpus.
//   node bench/corpus.mjs <labels.json> <checkouts> [--repo owner/name] [--misses] [--extras] [--scorer score.mjs] [--out folder]
// <checkouts> holds owner+name/ for every repository of the labels. The scorer is the `score.mjs` that comes with the labels (beside
// them, or given). Findings and the result of this run are written to --out (default: beside the checkouts), where the next run looks
// for the figures it is compared with. Build first: the script runs dist/.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repo: { type: 'string' },
    misses: { type: 'boolean' },
    extras: { type: 'boolean' },
    scorer: { type: 'string' },
    out: { type: 'string' },
  },
});
const [labelsFile, checkouts] = positionals;
if (!labelsFile || !checkouts)
  fail('usage: corpus.mjs <labels.json> <checkouts> [--repo owner/name] [--misses] [--extras] [--scorer file] [--out folder]');
const scorer = options.scorer ?? join(dirname(resolve(labelsFile)), 'score.mjs');
if (!existsSync(scorer)) fail(`no scorer at ${scorer}: give one with --scorer`);
const out = options.out ?? join(dirname(resolve(checkouts)), 'corpus-results');
mkdirSync(out, { recursive: true });

const [{ createProject }, { summarise }, { createLinker }, { recognise }, { loadRules }] = await Promise.all(
  ['walk/index', 'summarise/index', 'link/index', 'recognise/index', 'rules/index'].map((name) =>
    import(new URL(`../dist/${name}.js`, import.meta.url).href).catch((error) => fail(`${error.message}\nrun "npm run build" first`)),
  ),
);

/** Registries whose names carry the organisation; others are written with the registry in front. */
const BARE = new Set(['huggingface', 'gateway', 'url', 'modelscope']);
const spelled = (reference) => {
  const { registry, name } = reference;
  if (registry === undefined || BARE.has(registry) || (name.includes('/') && !['file', 'replicate', 'torchhub'].includes(registry)))
    return name;
  return `${registry}:${name}`;
};

const rules = loadRules();
const labels = JSON.parse(readFileSync(labelsFile, 'utf8'));
for (const { repo } of labels.repos) {
  if (options.repo && repo !== options.repo) continue;
  const folder = join(checkouts, repo.replace('/', '+'));
  if (!existsSync(folder)) {
    console.error(`no checkout of ${repo} at ${folder}`);
    continue;
  }
  const project = await createProject(folder, { summarise });
  const found = recognise(project, createLinker(project), rules);
  const findings = found.references
    .filter((reference) => reference.target !== 'vendor')
    .map((reference) => ({
      path: reference.path,
      line: reference.line,
      model: spelled(reference),
      used: reference.used,
      signature: reference.signature,
    }));
  writeFileSync(join(out, `${repo.replace('/', '+')}.json`), JSON.stringify(findings, null, 1));
}

const args = [
  scorer,
  labelsFile,
  out,
  '--json',
  '--misses',
  '100000',
  '--extras',
  '100000',
  ...(options.repo ? ['--repo', options.repo] : []),
];
const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
if (status !== 0) fail(`the scorer failed: ${stderr}`);
const result = JSON.parse(stdout);

const percent = (value) => (value === null || value === undefined ? '    –' : (100 * value).toFixed(1).padStart(5));
const row = (name, counts, metrics) =>
  [
    name.padEnd(40),
    `used ${String(counts.labelsUsed).padStart(4)}  R ${percent(metrics.refs.used.recall)}  P ${percent(metrics.refs.used.precision)}  F1 ${percent(metrics.refs.used.f1)}  P+m ${percent(metrics.refs.used.precisionCountingMentions)}`,
    `all ${String(counts.labels).padStart(4)}  R ${percent(metrics.refs.all.recall)}  P ${percent(metrics.refs.all.precision)}`,
    `models ${String(counts.models).padStart(3)}  R ${percent(metrics.models.recall)}  P ${percent(metrics.models.precision)}  F1 ${percent(metrics.models.f1)}`,
  ].join(' | ');
for (const entry of result.perRepo) console.log(row(entry.repo, entry.counts, entry));
console.log(row('TOTAL', result.counts, result.overall));
console.log(`macro F1: used references ${percent(result.macro.refsUsedF1)}, models ${percent(result.macro.modelsF1)}`);

const places = (list) => new Set(list.map((entry) => `${entry.repo} ${entry.path}:${entry.line} ${entry.model}`));
const misses = places(result.misses);
const extras = places(result.extras);
if (options.misses) for (const place of misses) console.log(`MISS  ${place}`);
if (options.extras) for (const place of extras) console.log(`EXTRA ${place}`);

const lastFile = join(out, `last-run${options.repo ? `-${options.repo.replace('/', '+')}` : ''}.json`);
if (existsSync(lastFile)) {
  const last = JSON.parse(readFileSync(lastFile, 'utf8'));
  const change = (label, now, before) => `${label} ${percent(before)} → ${percent(now)}`;
  console.log(
    `since the last run: ${change('recall', result.overall.refs.used.recall, last.recall)}, ${change('precision', result.overall.refs.used.precision, last.precision)}`,
  );
  const lines = (kind, now, before) => {
    for (const place of now) if (!before.includes(place)) console.log(`  new ${kind}: ${place}`);
    for (const place of before) if (!now.has(place)) console.log(`  gone ${kind}: ${place}`);
  };
  lines('miss', misses, last.misses);
  lines('extra', extras, last.extras);
}
writeFileSync(
  lastFile,
  JSON.stringify(
    { recall: result.overall.refs.used.recall, precision: result.overall.refs.used.precision, misses: [...misses], extras: [...extras] },
    null,
    1,
  ),
);

function fail(message) {
  console.error(message);
  process.exit(2);
}
