// Reads the files of rules/ that the maintainers' scripts work on.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { spelling } from './catalog-disputes.mjs';

/** All catalogue records of a folder with `*.jsonl` files, in file order. */
export function readCatalog(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted()
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
    );
}

/** Name of the file that holds a record. */
export function shardOf(id) {
  const initial = (id[0] ?? '').toLowerCase();
  return `${/[a-z]/.test(initial) ? initial : '0-9'}.jsonl`;
}

/** Writes the records of those files that `ids` lie in, sorted by id without case. */
export function writeCatalog(folder, records, ids) {
  const shards = new Set(ids.map(shardOf));
  const key = (record) => record.id.toLowerCase();
  for (const shard of shards) {
    const lines = records
      .filter((record) => shardOf(record.id) === shard)
      .toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
      .map((record) => `${JSON.stringify(record)}\n`);
    writeFileSync(join(folder, shard), lines.join(''));
  }
}

/** (licence name) => kind, by ids, Hub tags and other names of rules/licenses; undefined when several licences share the name. */
export function licenseKinds(folder) {
  const kinds = new Map();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.yaml'))) {
    const record = parse(readFileSync(join(folder, name), 'utf8'));
    const names = [
      record.id,
      record.spdxId,
      record.licenseRef,
      ...record.hfTags,
      ...(record.licenseNames ?? []),
      ...(record.aliases ?? []),
    ];
    for (const one of names) {
      if (!one) continue;
      const key = one.toLowerCase();
      kinds.set(key, kinds.has(key) && kinds.get(key) !== record.kind ? undefined : record.kind);
    }
  }
  return (name) => kinds.get(name.toLowerCase());
}

/** Models that licence records which are not permissive name in `appliesTo`: spelling => id of the licence. */
export function licenseScopes(folder) {
  const scopes = new Map();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.yaml'))) {
    const { id, kind, appliesTo = [] } = parse(readFileSync(join(folder, name), 'utf8'));
    if (kind === 'open-source' || kind === 'open-weights-permissive') continue;
    for (const one of appliesTo) {
      const model = spelling(
        one
          .replaceAll(/\([^)]*\)/g, '')
          .split('/')
          .at(-1),
      );
      // A word without a number is the name of a family, not of a model.
      if (/[a-z].*\d|\d.*[a-z]/.test(model)) scopes.set(model, id);
    }
  }
  return scopes;
}
