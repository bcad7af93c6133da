// Writes the generated files that are checked in; with --check it only says which are stale, and fails.
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const check = process.argv.includes('--check');

const { configJsonSchema } = await import('../dist/config/schema.js');

const files = {
  'schema/config.schema.json': `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
};

let stale = 0;
for (const [path, text] of Object.entries(files)) {
  const full = join(root, path);
  let old = '';
  try {
    old = readFileSync(full, 'utf8');
  } catch {
    // not generated yet
  }
  if (old === text) continue;
  if (check) {
    stale++;
    console.error(`${path} is stale: run npm run generate`);
  } else {
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    console.log(`wrote ${path}`);
  }
}
process.exitCode = stale > 0 ? 1 : 0;
