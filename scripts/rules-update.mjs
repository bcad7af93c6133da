// Refreshes records of the catalogue from the Hub, for maintainers: npm run rules:update -- [options] [ids or patterns with *]
//
//   --memory        the records whose licence nobody read a source for
//   --older <date>  the records last checked before this day
//   --limit <n>     at most so many (default 500)
//   --dry-run       show what would change and write nothing
//   --rules <dir>   rules folder (default: that of the repository)
//
// Honours HF_ENDPOINT (mirrors) and HF_TOKEN. Run `npm run rules:lint` afterwards and judge what it reports.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { HubError, readModel } from './lib/hub-client.mjs';
import { refreshRecord } from './lib/hub-record.mjs';
import { licenseKinds, readCatalog, writeCatalog } from './lib/rules-files.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    memory: { type: 'boolean', default: false },
    older: { type: 'string' },
    limit: { type: 'string', default: '500' },
    'dry-run': { type: 'boolean', default: false },
    rules: { type: 'string', default: join(root, 'rules') },
  },
});
if (positionals.length === 0 && !values.memory && values.older === undefined) {
  console.error('Say what to refresh: ids, patterns such as "Qwen/*", --memory or --older <date>.');
  process.exit(2);
}

const folder = join(values.rules, 'catalog');
const records = readCatalog(folder);
const kindOf = licenseKinds(join(values.rules, 'licenses'));
const patterns = positionals.map((text) => new RegExp(`^${text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i'));
const wanted = records
  .filter(({ id, weights, licenseSource = '', checkedOn }) => {
    if (weights === 'api' || !/^[\w.-]+(?:\/[\w.-]+)?$/.test(id) || id.startsWith('ollama/')) return false;
    if (patterns.some((pattern) => pattern.test(id))) return true;
    return (values.memory && licenseSource.includes('memory (unverified)')) || (values.older !== undefined && checkedOn < values.older);
  })
  .slice(0, Number(values.limit));

const options = {
  endpoint: process.env.HF_ENDPOINT || 'https://huggingface.co',
  token: process.env.HF_TOKEN,
  pause: Number(process.env.RULES_UPDATE_PAUSE_MS ?? 1_000),
};
const context = { isLicense: (name) => kindOf(name) !== undefined, today: new Date().toISOString().slice(0, 10) };
const byId = new Map(records.map((record, index) => [record.id.toLowerCase(), index]));
const written = [];
const count = { read: 0, changed: 0, absent: 0, failed: 0 };

for (const record of wanted) {
  let info;
  try {
    info = await readModel(record.id, options);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    count.failed++;
    console.log(`${record.id}: ${error.message}`);
    continue;
  }
  if (info === undefined) {
    count.absent++;
    console.log(`${record.id}: private, gated or gone; left as it was`);
    continue;
  }
  count.read++;
  const { record: next, changes } = refreshRecord(record, info, context);
  const current = typeof info.id === 'string' ? info.id : record.id;
  if (current.toLowerCase() !== record.id.toLowerCase()) {
    // A rename whose new name is a record of its own needs a person; otherwise the old name becomes an alias.
    if (byId.has(current.toLowerCase())) changes.push(`renamed to ${current}, which is in the catalogue: merge the two by hand`);
    else {
      next.id = current;
      next.aliases = [...new Set([...(record.aliases ?? []), record.id])];
      changes.push(`renamed to ${current}`);
    }
  }
  if (changes.length > 0) {
    count.changed++;
    console.log(`${record.id}: ${changes.join('; ')}`);
  }
  records[byId.get(record.id.toLowerCase())] = next;
  written.push(record.id, next.id);
}
if (!values['dry-run'] && written.length > 0) writeCatalog(folder, records, written);
console.log(`${wanted.length} asked, ${count.read} read, ${count.changed} changed, ${count.absent} not readable, ${count.failed} failed`);
if (count.failed > 0) process.exitCode = 1;
