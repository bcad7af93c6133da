// Runs the built tool over a folder of projects and checks what must hold for every report:
// exit code 0 or 1, the same bytes twice, sorted lists, counts that reconcile, and for every literal reference the text of its region equal to `raw`.
//   node bench/contract.mjs <folder of projects> [--out <folder>]   (or AUDIT_MODELS_CORPUS)
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const args = process.argv.slice(2);
const outAt = args.indexOf('--out');
const out = outAt >= 0 ? args.splice(outAt, 2)[1] : undefined;
const folder = args[0] ?? process.env.AUDIT_MODELS_CORPUS;
if (!folder) {
  console.error('usage: contract.mjs <folder of projects> [--out <folder for the reports>]');
  process.exit(2);
}
const bin = fileURLToPath(new URL('../bin/audit-models.js', import.meta.url));
if (out) mkdirSync(out, { recursive: true });

const scan = (path) =>
  spawnSync(process.execPath, [bin, path, '--format', 'json', '--no-config', '--no-progress'], { maxBuffer: 1 << 30, encoding: 'utf8' });
let bad = 0;
const problem = (name, text) => {
  bad++;
  console.log(`  ${name}: ${text}`);
};

/** Text of a region with 1-based lines and columns in UTF-16 units, end exclusive. */
function regionText(lines, r) {
  const part = lines.slice(r.line - 1, r.endLine);
  if (part.length === 0) return undefined;
  if (part.length === 1) return part[0].slice(r.column - 1, r.endColumn - 1);
  return [part[0].slice(r.column - 1), ...part.slice(1, -1), part.at(-1).slice(0, r.endColumn - 1)].join('\n');
}

for (const name of readdirSync(folder).toSorted()) {
  const root = join(folder, name);
  const started = performance.now();
  const first = scan(root);
  const ms = performance.now() - started;
  if (first.status !== 0 && first.status !== 1) {
    problem(name, `exit ${first.status}: ${first.stderr.slice(0, 500)}`);
    continue;
  }
  if (scan(root).stdout !== first.stdout) problem(name, 'a second run differs');
  const result = JSON.parse(first.stdout);
  if (out) writeFileSync(join(out, `${name}.json`), first.stdout);
  const cache = new Map();
  const linesOf = (path) => {
    if (!cache.has(path))
      cache.set(
        path,
        readFileSync(join(root, path), 'utf8')
          .replace(/^\uFEFF/, '')
          .split('\n'),
      );
    return cache.get(path);
  };
  let literals = 0;
  for (const model of result.models) {
    for (const r of model.references) {
      if (r.how !== 'literal') continue;
      literals++;
      const text = regionText(linesOf(r.path), r);
      if (text !== r.raw) problem(name, `${r.path}:${r.line}:${r.column} holds ${JSON.stringify(text)}, raw is ${JSON.stringify(r.raw)}`);
    }
  }
  const { stats } = result;
  const bySeverity = (s) => result.findings.filter((f) => f.severity === s).length;
  for (const s of ['error', 'warning', 'note']) if (stats.findings[s] !== bySeverity(s)) problem(name, `counts of ${s} differ`);
  if (stats.models !== result.models.length || stats.dependencies !== result.dependencies.length)
    problem(name, 'counts of the lists differ');
  const used = result.models.filter((m) => m.references.some((r) => r.used));
  const licensed = used.filter((m) => m.license.confidence !== 'low' && m.license.expression !== 'NOASSERTION');
  console.log(
    `${name}: ${ms.toFixed(0)} ms, ${stats.files} files, ${used.length} used models (${licensed.length} with a licence above low confidence), ${literals} literal references, ${stats.unresolved} unresolved, ${stats.dependencies} dependencies, ${stats.findings.error}/${stats.findings.warning}/${stats.findings.note} findings`,
  );
}
console.log(bad === 0 ? 'all reports keep the contract' : `${bad} problems`);
process.exitCode = bad === 0 ? 0 : 1;
