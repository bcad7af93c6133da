/** `audit-models explain <model>`: claims, chain, class, duties, sources, and the proof, link by link. */

import { resolve } from 'node:path';
import { loadConfig } from '../../config/load.ts';
import { modelOfName, NO_PROJECT } from '../../classify/known-models.ts';
import { createLicenseEngine } from '../../licenses/index.ts';
import { explainModel, verifyTrace, type ExplainContext, type ModelExplanation, type VerifiedLink } from '../../oblige/explain.ts';
import type { GatheredModel } from '../../gather/index.ts';
import { loadRules, type Rules } from '../../rules/index.ts';
import type { Evidence } from '../../types/model.ts';
import type { ModelReference } from '../../types/reference.ts';
import { EXIT } from '../exit.ts';
import { version } from '../main.ts';
import { columns, print } from '../output.ts';
import type { ExplainOptions } from './explain.ts';

const where = (e: Evidence): string =>
  [e.source, e.path ? `${e.path}${e.line ? `:${e.line}` : ''}` : (e.url ?? ''), e.note ?? '', e.retrieved ?? '']
    .filter((part) => part !== '')
    .join(', ');

/** Places of a model that are shown one by one. */
const MAX_PLACES = 40;

/** Where it stands, what is done with it, and whether the value takes effect where layers of the configuration differ. */
function placeRow({ path, line, raw, used, usage, layer }: ModelReference): string[] {
  const effect = layer && { yes: 'takes effect', conditional: 'may take effect', no: 'overridden' }[layer.effective];
  return [`${path}:${line}`, raw, used ? usage : 'mention', layer ? `${effect}: ${layer.because}` : ''];
}

function page(x: ModelExplanation, verified: readonly VerifiedLink[] | undefined): string {
  const { openness: o, license } = x;
  const indent = (rows: string[][]): string => columns(rows.map(([first = '', ...rest]) => [`  ${first}`, ...rest]));
  const links = (verified ?? x.trace).map((link) => {
    const mark = 'ok' in link ? (link.ok ? '✓ ' : '✗ ') : '';
    const place = link.path ? ` (${link.path}${link.line ? `:${link.line}` : ''})` : '';
    const because = 'because' in link && link.because !== '' ? `: ${link.because}` : '';
    return `  ${mark}${link.kind.padEnd(9)} ${link.what}${place}${because}\n`;
  });
  return [
    `${x.id}\n`,
    `${o.verdict}${o.qualifier ? ` (${o.qualifier})` : ''}, class ${o.class}, ${o.confidence} confidence\n`,
    `licence ${license.expression}, ${license.kind}, ${license.confidence} confidence\n`,
    `weights ${x.weights.value}, gate ${x.gate.value}\n`,
    x.aliases.length > 0 ? `also known as ${x.aliases.slice(0, 8).join(', ')}\n` : '',
    x.references.length > 0 ? '\nPlaces\n' : '',
    indent(x.references.slice(0, MAX_PLACES).map(placeRow)),
    x.references.length > MAX_PLACES ? `  … ${x.references.length - MAX_PLACES} more; --json lists them\n` : '',
    '\nVerdicts\n',
    indent(Object.entries(o.verdicts).map(([name, verdict]) => [name, verdict])),
    '\nDimensions (0–3)\n',
    indent(Object.entries(o.dimensions).map(([name, d]) => [name, d.score === null ? '–' : String(d.score), d.why])),
    '\nClaims\n',
    indent(
      license.claims.map((c) => [
        c.expression,
        c.slot,
        c.confidence,
        c.superseded ? `set aside: ${c.superseded}` : c.evidence.map(where).join('; '),
      ]),
    ),
    x.chain.length > 0 ? '\nMade from\n' : '',
    indent(x.chain.map((c) => [c.id, c.relation, c.license, c.evidence.map(where).join('; ')])),
    ...x.problems.map((p) => `  ! ${p}\n`),
    '\nDuties\n',
    indent(x.obligations.map((d) => [d.status, d.source, d.clause, d.mandated ? `${d.text} ("${d.mandated}")` : d.text])),
    '\nProof\n',
    ...links,
    '\nThis is no legal advice.\n',
  ].join('');
}

/** A model of the project by id or name, with everything gathered there. */
async function fromProject(
  subject: string,
  folder: string,
  online: boolean,
): Promise<{ found: GatheredModel; context: ExplainContext } | undefined> {
  const root = resolve(folder);
  const { survey } = await import('../../pipeline.ts');
  const { gathered, context } = await survey(root, { version: version(), loaded: await loadConfig(root), online });
  const wanted = subject.toLowerCase();
  const is = (g: GatheredModel): boolean =>
    [g.model.id, g.model.name, g.model.catalogId ?? ''].some((name) => name.toLowerCase() === wanted);
  const found = gathered.find(is);
  return found && { found, context: { ...context, gather: context } };
}

/**
 * Explains a model, from the project in `--path` when that names it, else by its name alone.
 * @returns the exit code (1 when a link of the proof no longer holds), or nothing when the name says nothing to anybody
 */
export async function explainModelCommand(
  subject: string,
  options: ExplainOptions,
  rules: Rules = loadRules(),
): Promise<number | undefined> {
  const inProject = options.path === undefined ? undefined : await fromProject(subject, options.path, options.online === true);
  const bare: ExplainContext = { rules, engine: createLicenseEngine(rules) };
  if (!inProject && options.online) {
    const { fetchModels } = await import('../../online/index.ts');
    bare.gather = { online: await fetchModels([modelOfName(subject, rules)], rules) };
  }
  const context = inProject?.context ?? bare;
  const explanation = explainModel(inProject?.found ?? subject, context);
  if (!inProject && explanation.openness.class === 'unknown' && explanation.catalogId === undefined && !subject.includes('/'))
    return undefined;
  // Without a project there are no strings to find again, but records, licences and clauses are checked all the same.
  const project = context.project ?? NO_PROJECT;
  const verified = options.verify ? verifyTrace(explanation.trace, { project, rules }) : undefined;
  await print(
    options.json
      ? `${JSON.stringify(verified ? { ...explanation, trace: verified } : explanation, null, 2)}\n`
      : page(explanation, verified),
  );
  return verified?.some((link) => !link.ok) ? EXIT.findings : EXIT.clean;
}
