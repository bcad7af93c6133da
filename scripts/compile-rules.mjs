// Compiles rules/ into dist/data/ so that a run loads only what it needs. Usage: compile-rules.mjs [--if-stale]
//
//   manifest.json              version of the rules (content hash), counts
//   known.bin                  hashes of all names of the catalogue, each with the shard that holds its record
//   catalog/<n>.json           about 40 records each
//   licenses.json              ids, and name -> ids; licenses/<id>.json one record each
//   spdx-obligations.json, providers.json, aliases.json, policies.json, codes.json
//   compatibility.json         table of modes and reasons; compatibility/<n>.json one row per inbound licence
//   signatures.json            all signature rows
//   <other folder>/<file>      YAML of other rooms as JSON, everything else as it is
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const rulesDir = join(root, 'rules');
const dataDir = join(root, 'dist', 'data');
const RECORDS_PER_SHARD = 40;

/** All files below a folder, sorted. */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

const sources = filesBelow(rulesDir);
// The size and time of every file decide whether anything changed; names are included so that a removed file counts too.
const inputs = [fileURLToPath(import.meta.url), join(root, 'src/rules/names.ts'), join(root, 'src/rules/schemas.ts'), ...sources];
const stamp = createHash('sha256')
  .update(
    inputs
      .map((file) => {
        const { mtimeMs, size } = statSync(file);
        return `${relative(root, file)} ${size} ${mtimeMs}`;
      })
      .join('\n'),
  )
  .digest('hex');
// Kept outside dist, since the package ships dist and must not differ from machine to machine.
const stampFile = join(root, 'node_modules', '.cache', 'audit-models', 'rules-stamp');
const fresh = () => existsSync(join(dataDir, 'manifest.json')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
if (process.argv.includes('--if-stale') && fresh()) process.exit(0);

/** The compiled program's module, compiled first when it is missing or older than its source. */
async function compiledModule(name) {
  const source = join(root, 'src', `${name}.ts`);
  const built = join(root, 'dist', `${name}.js`);
  if (!existsSync(built) || statSync(built).mtimeMs < statSync(source).mtimeMs) {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    // Errors elsewhere in the program do not matter here; a missing result fails at the import below.
    spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.json')], { cwd: root, stdio: 'ignore' });
  }
  return import(pathToFileURL(built).href);
}
const { aliasKey, hashName, licenseKey, modelKey, tailKey } = await compiledModule('rules/names');
const schemas = await compiledModule('rules/schemas');
const { parse } = await import('yaml');

const problems = [];
const written = new Set();

/** Writes a file of dist/data when its content changed; readers never see half a file. */
function emit(name, content) {
  const file = join(dataDir, name);
  written.add(name);
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  if (existsSync(file) && readFileSync(file).equals(bytes)) return;
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, bytes);
  renameSync(temporary, file);
}

function check(schema, value, file) {
  const result = schema.safeParse(value);
  if (!result.success) {
    for (const issue of result.error.issues.slice(0, 5)) problems.push(`${file}: ${issue.path.join('.')}: ${issue.message}`);
  }
}

/** YAML files of a folder as `[stem, content]`; files whose name begins with `_` describe the folder. */
function yamlFiles(folder) {
  return sources
    .filter((file) => file.startsWith(join(rulesDir, folder, '/')) && file.endsWith('.yaml'))
    .map((file) => [
      relative(join(rulesDir, folder), file).replace(/\.yaml$/, ''),
      parse(readFileSync(file, 'utf8')),
      relative(root, file),
    ]);
}
const records = (folder) => yamlFiles(folder).filter(([stem]) => !stem.startsWith('_'));

function addTo(map, key, value) {
  const list = (map[key] ??= []);
  if (!list.includes(value)) list.push(value);
}

/** How sure the licence of a catalogue record is, judged by where it came from. */
function licenseConfidence({ id, licenseSource, baseModel }, uploaders) {
  if (licenseSource === undefined) return undefined;
  // What only a re-uploader says, without naming the model it was made from, is no better than memory.
  const hearsay = baseModel === undefined && uploaders.has(id.split('/')[0].toLowerCase());
  return hearsay || /memory \(unverified\)|^derived: same family|family anchor/.test(licenseSource) ? 'memory' : 'secondary';
}

function compileLicenses() {
  const byName = {};
  const ids = [];
  for (const [stem, record, file] of records('licenses')) {
    check(schemas.licenseSchema, record, file);
    if (record.id !== stem) problems.push(`${file}: id is ${record.id}`);
    ids.push(record.id);
    emit(`licenses/${record.id}.json`, record);
  }
  for (const [, record] of records('licenses')) {
    const scancode = record.scancodeKey ? [`LicenseRef-scancode-${record.scancodeKey}`] : [];
    const names = [record.id, record.spdxId, record.licenseRef, ...scancode, ...record.hfTags];
    for (const list of [record.licenseNames, record.titles, record.aliases]) names.push(...(list ?? []));
    for (const name of names) if (name) addTo(byName, licenseKey(name), record.id);
  }
  // An id, Hub tag or SPDX id is exact: other records that only list it among their spellings do not make it doubtful.
  for (const [, record] of records('licenses')) {
    for (const name of [record.id, ...record.hfTags]) byName[licenseKey(name)] = [record.id];
  }
  emit('licenses.json', { ids, byName });
  return ids.length;
}

/**
 * Names without organisation that exactly one repository of the hub has: local folders and copies are called so. Somebody else's copy of a
 * model is not what a further copy is named after, and what is only served is no repository.
 */
function repositoryTails(all) {
  const { makers } = parse(readFileSync(join(rulesDir, 'identity/reuploads.yaml'), 'utf8'));
  const { namespaces } = parse(readFileSync(join(rulesDir, 'identity/namespaces.yaml'), 'utf8'));
  const lower = (table) => new Map(Object.entries(table).map(([name, value]) => [name.toLowerCase(), value]));
  const [copyists, spaces] = [lower(makers), lower(namespaces)];
  const byTail = new Map();
  for (const { id, weights, baseModelRelation: relation } of all) {
    const slash = id.indexOf('/');
    const organisation = id.slice(0, slash).toLowerCase();
    const space = spaces.get(organisation);
    if (slash <= 0 || weights === 'api' || relation === 'hosted' || space?.api || space?.always || copyists.has(organisation)) continue;
    if (relation === 'quantized' || relation === 'conversion') continue;
    const tail = id.slice(slash + 1).toLowerCase();
    byTail.set(tail, [...(byTail.get(tail) ?? []), id]);
  }
  return new Map([...byTail].filter(([, ids]) => ids.length === 1).map(([tail, [id]]) => [id, tail]));
}

function compileCatalog() {
  const { uploaders: accounts } = parse(readFileSync(join(rulesDir, 'catalog/_families.yaml'), 'utf8'));
  const uploaders = new Set(accounts.map((name) => name.toLowerCase()));
  const all = [];
  for (const file of sources.filter((name) => name.startsWith(join(rulesDir, 'catalog/')) && name.endsWith('.jsonl'))) {
    for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
      if (line === '') continue;
      const record = JSON.parse(line);
      check(schemas.catalogSchema, record, `${relative(root, file)}:${index + 1}`);
      all.push({
        aliases: [],
        org: null,
        releaseDate: null,
        modality: null,
        license: null,
        licenseName: null,
        licenseSource: null,
        gated: null,
        baseModel: [],
        baseModelRelation: null,
        ...record,
        licenseConfidence: licenseConfidence(record, uploaders),
      });
    }
  }
  const tails = repositoryTails(all);
  for (const record of all) if (tails.has(record.id)) record.tail = tails.get(record.id);
  const shards = Math.ceil(all.length / RECORDS_PER_SHARD);
  const entries = [];
  const owner = new Map();
  for (let shard = 0; shard < shards; shard++) {
    const part = all.slice(shard * RECORDS_PER_SHARD, (shard + 1) * RECORDS_PER_SHARD);
    emit(`catalog/${shard}.json`, part);
    for (const record of part) {
      for (const name of [record.id, ...record.aliases, ...(record.tail === undefined ? [] : [tailKey(record.tail)])]) {
        const key = modelKey(name);
        const { high, low } = hashName(key);
        const hash = `${high}-${low}`;
        const other = owner.get(hash);
        if (other === undefined) entries.push({ high, low, shard });
        else if (other.id !== record.id) problems.push(`rules/catalog: ${name} of ${record.id} is also a name of ${other.id}`);
        owner.set(hash, { id: record.id });
      }
    }
  }
  entries.sort((a, b) => a.high - b.high || a.low - b.low);
  const bytes = Buffer.alloc(4 + entries.length * 8);
  bytes.writeUInt32LE(entries.length, 0);
  for (const [index, entry] of entries.entries()) {
    bytes.writeUInt32LE(entry.high, 4 + index * 4);
    bytes.writeUInt16LE(entry.low, 4 + entries.length * 4 + index * 2);
    bytes.writeUInt16LE(entry.shard, 4 + entries.length * 6 + index * 2);
  }
  emit('known.bin', bytes);
  return { models: all.length, shards };
}

function compileCompatibility() {
  const table = parse(readFileSync(join(rulesDir, 'compatibility/_table.yaml'), 'utf8'));
  check(schemas.compatibilityTableSchema, table, 'rules/compatibility/_table.yaml');
  const rows = {};
  for (const [index, [, row, file]] of records('compatibility').entries()) {
    check(schemas.compatibilitySchema, row, file);
    rows[row.inbound] = index;
    const cells = {};
    for (const cell of row.cells) {
      for (const outbound of cell.outbound) {
        if (cells[outbound]) problems.push(`${file}: ${outbound} twice`);
        cells[outbound] = { merge: cell.merge, link: cell.link, bundle: cell.bundle };
      }
    }
    for (const outbound of table.licenses) if (!cells[outbound]) problems.push(`${file}: no answer for ${outbound}`);
    emit(`compatibility/${index}.json`, cells);
  }
  emit('compatibility.json', { ...table, rows });
}

function compileAliases() {
  const byKey = {};
  for (const [, file, name] of records('license-aliases')) {
    check(schemas.aliasFileSchema, file, name);
    for (const alias of file.aliases) addTo(byKey, aliasKey(alias.alias), alias);
  }
  emit('aliases.json', byKey);
}

function compileList(folder, schema, target) {
  const list = records(folder).map(([stem, record, file]) => {
    check(schema, record, file);
    if (record.id !== stem) problems.push(`${file}: id is ${record.id}`);
    return record;
  });
  emit(target, list);
  return list.length;
}

function compileSignatures() {
  const list = [];
  for (const [, { signatures, anchors = [], ...file }] of records('signatures')) list.push({ ...file, anchors, rows: signatures });
  emit('signatures.json', list);
}

const counts = {
  licenses: compileLicenses(),
  ...compileCatalog(),
  providers: compileList('providers', schemas.providerSchema, 'providers.json'),
  spdxObligations: compileList('spdx-obligations', schemas.spdxObligationsSchema, 'spdx-obligations.json'),
  policies: compileList('policies', schemas.policySchema, 'policies.json'),
};
compileCompatibility();
compileAliases();
compileSignatures();

const pages = {};
// Fingerprints are compiled by a script of their own.
const compiled = new Set([
  'licenses',
  'catalog',
  'providers',
  'spdx-obligations',
  'policies',
  'compatibility',
  'license-aliases',
  'signatures',
  'fingerprints',
]);
for (const file of sources) {
  const name = relative(rulesDir, file).replaceAll('\\', '/');
  const folder = name.split('/')[0];
  if (folder === 'codes') pages[name.slice('codes/'.length).replace(/\.md$/, '')] = readFileSync(file, 'utf8');
  else if (compiled.has(folder) || name.endsWith('.md')) continue;
  else if (name.endsWith('.yaml')) emit(name.replace(/\.yaml$/, '.json'), parse(readFileSync(file, 'utf8')));
  else emit(name, readFileSync(file));
}
emit('codes.json', pages);

if (problems.length > 0) {
  console.error(`rules/ has ${problems.length} problems:\n${problems.slice(0, 40).join('\n')}`);
  process.exit(1);
}
const version = createHash('sha256');
for (const name of [...written].toSorted()) version.update(`${name}\0`).update(readFileSync(join(dataDir, name)));
emit('manifest.json', { version: version.digest('hex').slice(0, 16), ...counts });
for (const file of filesBelow(dataDir)) {
  const name = relative(dataDir, file).replaceAll('\\', '/');
  // Half-written files of another process end in its id.
  if (!written.has(name) && !/\.\d+$/.test(name)) rmSync(file, { force: true });
}
mkdirSync(dirname(stampFile), { recursive: true });
writeFileSync(stampFile, stamp);
