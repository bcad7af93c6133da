/** `audit-models explain <subject>`: everything known about a model, licence, vendor or finding code. */

import { suggest } from '../../config/suggest.ts';
import { UsageError } from '../../errors.ts';
import { CODES, FINDING_CODES, type FindingCode } from '../../judge/codes.ts';
import { loadRules } from '../../rules/index.ts';
import type { LicenseRecord, ObligationRecord, ProviderRecord, RuleBook } from '../../types/rules.ts';
import { EXIT } from '../exit.ts';
import { print } from '../output.ts';

export interface ExplainOptions {
  path?: string;
  json?: boolean;
  verify?: boolean;
  online?: boolean;
}

/** Wraps text to 100 columns behind an indent. */
function wrap(text: string, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + word.length + 1 > 100 - indent.length) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((l) => indent + l).join('\n');
}

function obligationLines(list: readonly ObligationRecord[]): string {
  return list
    .map((o) => {
      const when = o.condition ? `${o.when.join(', ')} (${o.condition})` : o.when.join(', ');
      const mandated = o.mandated ? `\n${wrap(`required text: "${o.mandated}"`, '      ')}` : '';
      return `${wrap(`• ${o.text}`, '  ')}\n      clause ${o.clause} · when: ${when}${o.kind ? ` · ${o.kind}` : ''}${mandated}`;
    })
    .join('\n');
}

const row = (label: string, value: unknown): string =>
  value === null || value === undefined || value === '' ? '' : `${label.padEnd(16)} ${String(value)}\n`;

function explainLicense(l: LicenseRecord): string {
  const threshold = Array.isArray(l.commercialCondition) ? l.commercialCondition : l.commercialCondition ? [l.commercialCondition] : [];
  return [
    `${l.name ?? l.id}\n`,
    row('id', l.id) +
      row('SPDX', l.spdxId ?? l.licenseRef) +
      row('owner', l.owner) +
      row('kind', l.kind) +
      row('OSI approved', l.osiApproved ? 'yes' : 'no'),
    row('commercial use', l.commercialUse) +
      threshold
        .map((t) =>
          row(
            '  limit',
            [t.type, t.comparator, t.threshold, t.currency, t.measuredAt, t.clause && `clause ${t.clause}`].filter(Boolean).join(' '),
          ),
        )
        .join(''),
    row('modification', l.modification) +
      row('redistribution', l.redistribution) +
      row('outputs', l.outputsRestriction) +
      row('Hub tags', l.hfTags.join(', ')),
    l.obligations?.length ? `\nDuties\n${obligationLines(l.obligations)}\n` : '',
    l.compatibilityNotes?.length ? `\nNotes\n${l.compatibilityNotes.map((n) => wrap(`• ${n}`, '  ')).join('\n')}\n` : '',
    `\n${row('confidence', l.confidence)}${row('sources', l.sources.join(', '))}${row('checked on', l.checkedOn)}This is no legal advice.\n`,
  ].join('');
}

function explainProvider(p: ProviderRecord): string {
  return [
    `${p.name}\n`,
    row('id', p.id) +
      row('company', `${p.company} (${p.country})`) +
      row('API', p.apiBaseUrls.join(', ')) +
      row('variables', p.envVars.join(', ')),
    row('terms', p.terms.name) + row('at', p.terms.url) + row('effective', p.terms.effectiveDate) + row('read', p.terms.readStatus),
    p.terms.obligations.length > 0
      ? `\nTerms\n${obligationLines(p.terms.obligations)}\n`
      : '\nTerms not reviewed: read them at the address above.\n',
    `\n${row('sources', p.sources.join(', '))}${row('checked on', p.checkedOn)}This is no legal advice.\n`,
  ].join('');
}

function explainCode(code: FindingCode, page: string | undefined): string {
  const c = CODES[code];
  return page ?? `${c.title}\n\n${c.description}\n\nWhat to do: ${c.help}\n`;
}

function explainSpdx(rules: RuleBook, id: string): string | undefined {
  const record = rules.spdxObligations(id);
  if (!record) return undefined;
  return [
    `${record.name}\n`,
    row('id', record.id) + row('category', record.category) + row('OSI approved', record.osiApproved ? 'yes' : 'no'),
    record.obligations.length > 0 ? `\nDuties\n${obligationLines(record.obligations)}\n` : '\nNo duties.\n',
    record.note ? `\n${wrap(record.note, '')}\n` : '',
    `\n${row('sources', record.sources.join(', '))}${row('checked on', record.checkedOn)}This is no legal advice.\n`,
  ].join('');
}

/**
 * Explains `subject`: a finding code, else a licence, else a vendor, else a model.
 * @throws UsageError when nothing of that name is known
 */
export async function explain(subject: string, options: ExplainOptions): Promise<number> {
  const rules = loadRules();
  const json = async (value: unknown): Promise<number> => {
    await print(`${JSON.stringify(value, null, 2)}\n`);
    return EXIT.clean;
  };
  if ((FINDING_CODES as string[]).includes(subject)) {
    const code = subject as FindingCode;
    if (options.json) return json({ code, ...CODES[code] });
    await print(explainCode(code, rules.codePage(code)));
    return EXIT.clean;
  }
  const license = rules.license(subject);
  if (license?.obligations !== undefined || (license && !license.spdxId)) {
    if (options.json) return json(license);
    await print(explainLicense(license));
    return EXIT.clean;
  }
  const spdx = explainSpdx(rules, license?.spdxId ?? subject);
  if (spdx !== undefined) {
    if (options.json) return json(rules.spdxObligations(license?.spdxId ?? subject));
    await print(spdx);
    return EXIT.clean;
  }
  const provider = rules.provider(subject);
  if (provider) {
    if (options.json) return json(provider);
    await print(explainProvider(provider));
    return EXIT.clean;
  }
  const { explainModelCommand } = await import('./explain-model.ts');
  const code = await explainModelCommand(subject, options, rules);
  if (code !== undefined) return code;
  const near = suggest(subject, [...FINDING_CODES, ...rules.licenses().map((l) => l.id), ...rules.providers().map((p) => p.id)]);
  throw new UsageError(
    `nothing is known about "${subject}"${near ? `, did you mean "${near}"?` : ''}`,
    'Name a model (`meta/x`, `openai:gpt-x`), a licence or vendor id (`audit-models licenses`, `audit-models providers`) or a finding code.',
  );
}
