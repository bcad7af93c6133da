// Writes the generated files that are checked in; with --check it only says which are stale, and fails.
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const check = process.argv.includes('--check');

const { configJsonSchema } = await import('../dist/config/schema.js');

const { loadRules } = await import('../dist/rules/index.js');

/** What a row looks for, in a few words. */
function looksFor(row) {
  const list = (items = [], most = 4) =>
    (items.length > most ? [...items.slice(0, most), `… (${items.length})`] : items).map((i) => `\`${i}\``).join(', ');
  switch (row.kind) {
    case 'call':
      return `call ${list(row.symbol)}${row.module ? ` of ${list(row.module)}` : ''}`;
    case 'constant':
      return `constant ${list(row.symbol)}`;
    case 'key':
      return `key ${list(row.path)}${row.files ? ` in ${list(row.files)}` : ''}`;
    case 'env':
      return `variable ${list(row.name)}`;
    case 'command':
      return `command ${list(row.command)}`;
    case 'image':
      return `container image ${list(row.image)}`;
    case 'dependency':
      return `package ${list(row.package ?? row.packages)} (${row.ecosystem})`;
    case 'subscript':
      return `entry of ${list(row.symbol)}`;
    case 'name':
      return `names that match ${list([row.matches].flat())}`;
    default:
      return `bound names that match ${list(row.name)}`;
  }
}

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Supported sources, made of the rows that the recogniser matches. */
function sourcesPage() {
  const parts = loadRules()
    .signatures()
    .toSorted((a, b) => (a.library < b.library ? -1 : 1))
    .map(({ library, rows }) => {
      const lines = rows.map((row) => {
        const defaults = row.default === undefined ? [] : [row.default].flat().map((d) => d.model);
        const says = row.not
          ? 'never a model'
          : row.publishes === true
            ? 'what the project publishes'
            : (row.registry ?? 'decided by the name');
        return `| \`${row.id}\` | ${cell(looksFor(row))} | ${says} | ${cell([...new Set(defaults)].slice(0, 3).join(', '))} |`;
      });
      return `## ${library}\n\n| row | looks for | registry | default |\n| --- | --- | --- | --- |\n${lines.join('\n')}\n`;
    });
  return `# Supported sources\n\nGenerated from the rows in this folder by \`npm run generate\`. Every row is seen at work, with a look-alike that gives nothing, in\n\`fixtures/sources\` (packages: \`test/dependencies\`). A new library is a row here and a case there.\n\n${parts.join('\n')}`;
}

const files = {
  'rules/signatures/README.md': sourcesPage(),
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
