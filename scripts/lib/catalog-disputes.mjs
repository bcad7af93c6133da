// Finds records of the catalogue whose licence is doubtful. Pure: records and rules in, disputes out.
//
//   family    a name of a restricted family with a laxer licence, and no base model that would bring the family's licence back
//   alias     one name claimed by two models
//   memory    a permissive licence that nobody read a source for
//   uploader  a permissive licence that only somebody who re-uploads the work of others states
//   line      a stricter licence than rules/identity/lines.yaml gives to all models of that name: the row would open up the next one
//   scope     a permissive licence, and no base model, though a stricter licence record names the model in `appliesTo`

/** Source of a licence that nobody read. */
const FROM_MEMORY = /memory \(unverified\)|^derived: same family|family anchor/;
const PERMISSIVE = new Set(['open-source', 'open-weights-permissive']);

/** One spelling for all ways to write a model name. */
export const spelling = (name) => name.toLowerCase().replaceAll(/[^a-z0-9.]/g, '');

/** Spellings of the model name of an id and of its beginnings: `org/Big-7B-chat` gives big, big7b and big7bchat. */
function stems(id) {
  const parts = id.slice(id.indexOf('/') + 1).split(/[-_ ]/);
  return parts.map((_, end) => spelling(parts.slice(0, end + 1).join('')));
}

/**
 * @param records catalogue records in file form
 * @param families [{ name, pattern, license }] of rules/catalog/_families.yaml
 * @param uploaders account names of rules/catalog/_families.yaml
 * @param kindOf (licence name) => kind of the licence record, or undefined
 * @param lines { organisation: [{ names, license }] } of rules/identity/lines.yaml
 * @param scopes spelling of a model by `spelling()` => id of the licence record that names it
 */
export function findDisputes(records, { families, uploaders }, kindOf, scopes = new Map(), lines = {}) {
  const disputes = [];
  const owner = new Map();
  for (const record of records) {
    for (const name of [record.id, ...(record.aliases ?? [])]) {
      const key = name.trim().toLowerCase();
      const other = owner.get(key);
      if (other !== undefined && other !== record.id)
        disputes.push({ check: 'alias', id: record.id, why: `${name} is also a name of ${other}` });
      owner.set(key, record.id);
    }
  }
  const patterns = families.map((family) => ({ ...family, regex: new RegExp(family.pattern, 'i') }));
  const accounts = new Set(uploaders.map((name) => name.toLowerCase()));
  for (const record of records) {
    const { id, license, licenseSource = '', baseModel = [] } = record;
    if (record.weights === 'api' || license === undefined || !PERMISSIVE.has(kindOf(license))) continue;
    const family = patterns.find(({ regex }) => regex.test(id));
    if (family && baseModel.length === 0) {
      disputes.push({ check: 'family', id, why: `named like ${family.name} (${family.license}), stated ${license}, no base model` });
    }
    const stricter = baseModel.length === 0 ? stems(id).find((stem) => scopes.has(stem)) : undefined;
    if (stricter !== undefined) disputes.push({ check: 'scope', id, why: `stated ${license}, and ${scopes.get(stricter)} names it` });
    if (FROM_MEMORY.test(licenseSource)) disputes.push({ check: 'memory', id, why: `${license}, and no source was read` });
    else if (baseModel.length === 0 && accounts.has(id.split('/')[0].toLowerCase())) {
      disputes.push({ check: 'uploader', id, why: `${license} is stated by a re-uploader only (${licenseSource})` });
    }
  }
  return [...disputes, ...laxLines(records, kindOf, lines)];
}

/** Records that a row of the lines would make more open than they are. Licences that no record of rules/licenses knows are left out. */
function laxLines(records, kindOf, lines) {
  const rows = new Map(
    Object.entries(lines).map(([organisation, list]) => [
      organisation,
      list.map(({ names, license }) => ({ regex: new RegExp(`^(?:${names})$`, 'i'), licenses: [license].flat() })),
    ]),
  );
  const disputes = [];
  for (const { id, license, licenseName, weights } of records) {
    const slash = id.indexOf('/');
    const stated = licenseName ?? license;
    const kind = stated === undefined ? undefined : (kindOf(stated) ?? kindOf(license));
    if (slash <= 0 || weights === 'api' || license === 'other' || kind === undefined || PERMISSIVE.has(kind)) continue;
    const row = rows.get(id.slice(0, slash).toLowerCase())?.find(({ regex }) => regex.test(id.slice(slash + 1)));
    if (row && row.licenses.every((one) => PERMISSIVE.has(kindOf(one)))) {
      disputes.push({ check: 'line', id, why: `stated ${license}, and the line of its name says ${row.licenses.join(' and ')}` });
    }
  }
  return disputes;
}

/**
 * Splits disputes into those that were judged and those that were not.
 * @param judged [{ check, reason, models }] of rules/catalog/_judged.yaml
 * @returns open disputes, and judged entries that no longer match anything
 */
export function applyJudgements(disputes, judged) {
  const settled = new Map();
  for (const { check, models } of judged) for (const id of models) settled.set(`${check} ${id}`, false);
  const open = disputes.filter(({ check, id }) => {
    const key = `${check} ${id}`;
    if (!settled.has(key)) return true;
    settled.set(key, true);
    return false;
  });
  return { open, stale: [...settled].filter(([, used]) => !used).map(([key]) => key) };
}
