// Catalogue lint (`npm run rules:lint`): disputed records fail unless rules/catalog/_judged.yaml says why they stay.
// Usage: lint-catalog.mjs [--rules <folder>] [--list]
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { applyJudgements, findDisputes } from './lib/catalog-disputes.mjs';
import { licenseKinds, licenseScopes, readCatalog } from './lib/rules-files.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: { rules: { type: 'string', default: join(root, 'rules') }, list: { type: 'boolean', default: false } },
});
const yaml = (name) => parse(readFileSync(join(values.rules, 'catalog', name), 'utf8'));
const linesFile = join(values.rules, 'identity', 'lines.yaml');
const lines = existsSync(linesFile) ? parse(readFileSync(linesFile, 'utf8')).lines : {};

const records = readCatalog(join(values.rules, 'catalog'));
const licenses = join(values.rules, 'licenses');
const disputes = findDisputes(records, yaml('_families.yaml'), licenseKinds(licenses), licenseScopes(licenses), lines);
const { open, stale } = applyJudgements(disputes, yaml('_judged.yaml').judged);

for (const { check, id, why } of values.list ? disputes : open) console.log(`${check}: ${id}: ${why}`);
for (const key of stale) console.log(`judged but no longer disputed: ${key}`);
console.log(
  `${records.length} records, ${disputes.length} disputed, ${disputes.length - open.length} judged, ${open.length} open, ${stale.length} stale`,
);
process.exitCode = open.length + stale.length > 0 ? 1 : 0;
