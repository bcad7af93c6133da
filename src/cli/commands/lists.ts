/** `audit-models licenses` and `audit-models providers`: what the rules know. */

import { loadRules } from '../../rules/index.ts';
import { EXIT } from '../exit.ts';
import { columns, print } from '../output.ts';

interface ListOptions {
  kind?: string;
  json?: boolean;
}

const holds = (filter: string | undefined, ...fields: (string | null | undefined)[]): boolean =>
  !filter || fields.some((f) => f?.toLowerCase().includes(filter.toLowerCase()));

/** Lists licences of model weights by id, kind and commercial use. */
export async function licenses(filter: string | undefined, options: ListOptions): Promise<number> {
  const found = loadRules()
    .licenses()
    .filter((l) => holds(filter, l.id, l.name, l.owner, l.spdxId) && (!options.kind || l.kind === options.kind))
    .toSorted((a, b) => a.id.localeCompare(b.id, 'en'));
  if (options.json) {
    await print(`${JSON.stringify(found, null, 2)}\n`);
    return EXIT.clean;
  }
  const rows = found.map((l) => [
    l.id,
    l.kind,
    `commercial: ${l.commercialUse ?? 'see SPDX'}`,
    `${l.obligations?.length ?? 0} duties`,
    l.name ?? l.spdxId ?? '',
  ]);
  await print(`${columns(rows)}${found.length} licences; audit-models explain <id> shows one\n`);
  return EXIT.clean;
}

/** Lists vendors of hosted models and whether their terms were read. */
export async function providers(filter: string | undefined, options: ListOptions): Promise<number> {
  const found = loadRules()
    .providers()
    .filter((p) => holds(filter, p.id, p.name, p.company))
    .toSorted((a, b) => a.id.localeCompare(b.id, 'en'));
  if (options.json) {
    await print(`${JSON.stringify(found, null, 2)}\n`);
    return EXIT.clean;
  }
  const rows = found.map((p) => [
    p.id,
    p.country,
    `terms ${p.terms.readStatus}`,
    `${p.terms.obligations.length} clauses`,
    p.terms.url ?? '',
  ]);
  await print(`${columns(rows)}${found.length} vendors; audit-models explain <id> shows one\n`);
  return EXIT.clean;
}
