/** The table for people: models grouped by verdict, what each asks for, then the findings and the next step. */

import pc from 'picocolors';
import stringWidth from 'string-width';
import type { AuditedModel } from '../types/model.ts';
import type { AuditResult, Finding, Severity } from '../types/result.ts';

/** How the report is laid out. */
export interface TerminalOptions {
  color: boolean;
  /** Columns of the terminal. */
  width: number;
  /** Show all rows and all findings, and not the first of each kind only. */
  verbose: boolean;
}

type Colors = ReturnType<typeof pc.createColors>;

/** Rows of a section before the rest is counted only. */
const ROWS = 40;
const FINDINGS = 30;

/** Control characters of names and messages must not reach the terminal (escape sequences, line breaks, bidirectional overrides). */
const printable = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD');

function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let out = '';
  for (const char of text) {
    if (stringWidth(out + char) > width - 1) break;
    out += char;
  }
  return `${out}…`;
}

const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - stringWidth(text)));

/** Keeps the end, which tells more of a path than its beginning. */
function cutStart(text: string, width: number): string {
  const chars = [...text];
  while (stringWidth(chars.join('')) > width) chars.shift();
  return chars.length === [...text].length ? text : `…${chars.slice(1).join('')}`;
}

/** Shares of the width that name, licence and place may take; the last column has the rest. */
const SHARES = [0.3, 0.28, 0.2];
const PLACE = 2;

function table(rows: string[][], width: number): string[] {
  const limits = SHARES.map((share, i) => Math.min(Math.floor(share * width), Math.max(...rows.map((r) => stringWidth(r[i] ?? '')))));
  const rest = width - limits.reduce((sum, w) => sum + w + 2, 2);
  return rows.map((row) => {
    const cells = row.map((cell, i) => {
      const limit = limits[i];
      return limit === undefined ? cut(cell, rest) : pad((i === PLACE ? cutStart : cut)(cell, limit), limit);
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

/** Where a model is used: first place and how many more. */
function places(model: AuditedModel): string {
  const used = model.references.filter((r) => r.used);
  const first = used[0] ?? model.references[0];
  if (!first) return '';
  const more = new Set(used.map((r) => `${r.path}:${r.line}`)).size - 1;
  return `${first.path}:${first.line}${more > 0 ? ` +${more}` : ''}`;
}

function duties(model: AuditedModel): string {
  const unmet = model.obligations.filter((o) => o.status === 'unmet');
  const open = model.obligations.filter((o) => o.status === 'needs-confirmation');
  if (unmet[0]) return `not met: ${unmet[0].text}${unmet.length > 1 ? ` (+${unmet.length - 1})` : ''}`;
  if (open[0]) return `confirm ${open.length} ${open.length === 1 ? 'duty' : 'duties'}: ${open[0].text}`;
  if (model.openness.verdict === 'unknown') return 'find out who may use it';
  return model.obligations.some((o) => o.status === 'met') ? 'duties met' : 'no duty triggered';
}

/** Licence and qualifier; the prefix of ids outside SPDX says nothing to people. */
function terms(model: AuditedModel): string {
  const { expression } = model.license;
  const license = expression === 'NOASSERTION' ? 'licence unknown' : expression.replaceAll(/LicenseRef-(?:scancode-)?/g, '');
  return model.openness.qualifier ? `${license} (${model.openness.qualifier})` : license;
}

const short = (model: AuditedModel): string => (model.registry === 'huggingface' ? model.name : model.id);

const GROUPS: { title: string; note: string; paint: keyof Colors; has: (m: AuditedModel) => boolean }[] = [
  {
    title: 'OPEN',
    note: 'free to use, keep the notices',
    paint: 'green',
    has: (m) => m.openness.verdict === 'open' && m.openness.verdicts.licence === 'open',
  },
  {
    title: 'OPEN, WITH LIMITS',
    note: 'weights are public, the licence restricts use',
    paint: 'yellow',
    has: (m) => m.openness.verdict === 'open',
  },
  { title: 'CLOSED', note: "no weights; the vendor's terms apply", paint: 'magenta', has: (m) => m.openness.verdict === 'closed' },
  { title: 'UNKNOWN', note: 'nobody may be sure what is allowed', paint: 'red', has: () => true },
];

const PAINT: Record<Severity, 'red' | 'yellow' | 'cyan'> = { error: 'red', warning: 'yellow', note: 'cyan' };

function findingLines(finding: Finding, c: Colors, width: number): string[] {
  const where = `${finding.path}:${finding.line}:${finding.column}`;
  const label = finding.accepted ? c.dim('accepted') : c[PAINT[finding.severity]](finding.severity);
  const indent = '      ';
  const wrap = (text: string): string[] => {
    const lines: string[] = [];
    let line = '';
    for (const word of printable(text).split(' ')) {
      if (line !== '' && stringWidth(line) + stringWidth(word) + 1 > width - indent.length) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, line];
  };
  return [
    `  ${label} ${c.bold(finding.code)}  ${c.dim(printable(where))}`,
    ...wrap(finding.message).map((l) => indent + l),
    ...wrap(`→ ${finding.help}`).map((l) => indent + c.dim(l)),
  ];
}

const plural = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

function dependencyLine(result: AuditResult): string | undefined {
  if (result.dependencies.length === 0) return undefined;
  const kinds = new Map<string, number>();
  for (const d of result.dependencies) kinds.set(d.license.kind, (kinds.get(d.license.kind) ?? 0) + 1);
  const list = [...kinds].toSorted((a, b) => b[1] - a[1]).map(([kind, n]) => `${n} ${kind}`);
  return `${plural(result.dependencies.length, 'dependency', 'dependencies')}: ${list.join(', ')}`;
}

/** Renders the report for a terminal. */
export function renderTerminal(result: AuditResult, options: TerminalOptions): string {
  const c = pc.createColors(options.color);
  const out: string[] = [];
  const used = result.models.filter((m) => m.references.some((r) => r.used));
  const mentioned = result.models.length - used.length;
  out.push(
    '',
    `${c.bold('audit-models')} ${result.project.name ? printable(result.project.name) : ''} ${c.dim(`${plural(used.length, 'model')} in ${plural(result.stats.files, 'file')}`)}`,
    '',
  );
  const left = new Set(used);
  for (const group of GROUPS) {
    const members = [...left].filter(group.has);
    for (const m of members) left.delete(m);
    if (members.length === 0) continue;
    out.push(`${c.bold((c[group.paint] as (s: string) => string)(group.title))} ${c.dim(`${members.length}, ${group.note}`)}`);
    const shown = options.verbose ? members : members.slice(0, ROWS);
    const rows = shown.map((m) => [short(m), terms(m), places(m), duties(m)].map(printable));
    out.push(...table(rows, options.width));
    if (shown.length < members.length) out.push(c.dim(`  … ${members.length - shown.length} more; --verbose shows all`));
    out.push('');
  }
  if (used.length === 0) out.push('No AI model found.', '');
  const overridden = used.flatMap((m) => m.references).filter((r) => r.layer?.effective === 'no').length;
  const asides = [
    overridden > 0 ? `${plural(overridden, 'place')} whose value another layer of the configuration overrides; explain shows which` : '',
    mentioned > 0 ? `${plural(mentioned, 'model')} only mentioned in prose or comments` : '',
    result.unresolved.length > 0 ? `${plural(result.unresolved.length, 'place')} where the model name could not be read` : '',
    dependencyLine(result) ?? '',
    result.skipped.length > 0 ? `${plural(result.skipped.length, 'file')} skipped or read in part; --verbose lists them` : '',
  ].filter((a) => a !== '');
  asides.push(...result.notes.map(printable));
  if (asides.length > 0) out.push(...asides.map((a) => c.dim(a)), '');
  if (options.verbose) {
    for (const s of result.skipped) out.push(c.dim(printable(`  skipped ${s.path}: ${s.reason}`)));
    for (const u of result.unresolved) out.push(c.dim(printable(`  unresolved ${u.path}:${u.line} ${u.raw}: ${u.reason}`)));
  }
  const order: Severity[] = ['error', 'warning', 'note'];
  const findings = order.flatMap((s) =>
    result.findings.filter((f) => f.severity === s && (options.verbose || (s !== 'note' && !f.accepted))),
  );
  const shown = options.verbose ? findings : findings.slice(0, FINDINGS);
  for (const finding of shown) out.push(...findingLines(finding, c, options.width));
  if (shown.length < findings.length) out.push(c.dim(`  … ${plural(findings.length - shown.length, 'finding')} more; --verbose shows all`));
  if (shown.length > 0) out.push('');
  if (result.project.assumed.length > 0) {
    out.push(c.dim(`Policy ${result.project.policy}, assuming: ${result.project.assumed.map(printable).join('; ')}`), '');
  }
  const { error, warning, note } = result.stats.findings;
  const total = `${plural(error, 'error')}, ${plural(warning, 'warning')}, ${plural(note, 'note')}`;
  out.push(error > 0 ? c.red(total) : warning > 0 ? c.yellow(total) : c.green(total));
  const worst = findings.find((f) => f.model !== undefined)?.model ?? used[0]?.id;
  if (worst) out.push(c.dim(`Next: audit-models explain ${printable(worst)}`));
  return `${out.join('\n')}\n`;
}
