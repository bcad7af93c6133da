/** Whether a machine can see that a duty is done. `met` only where it proves it; a find that a person must judge is `evidence-found`. */

import type { LicenseEngine } from '../types/license.ts';
import type { Evidence, ObligationStatus } from '../types/model.ts';
import type { Project } from '../types/project.ts';
import type { PublishedModel } from '../types/reference.ts';
import type { Declared } from '../types/result.ts';
import type { Check, LicenseRecord, ObligationRecord } from '../types/rules.ts';
import { compareDeclared } from './declared.ts';
import { projectSearch, type Hit } from './search.ts';

/** What checks look at. */
export interface CheckContext {
  project: Project;
  declared: Declared;
  engine?: LicenseEngine;
  /** Licence the duty belongs to: its id in an expression, and its record. */
  licenseId: string;
  record?: LicenseRecord;
  /** The duty certainly applies, so that texts are identified and not only searched for by their title. */
  thorough?: boolean;
  /** Published models that the duty is about. */
  published: readonly PublishedModel[];
}

export interface CheckResult {
  status: ObligationStatus;
  evidence: Evidence[];
}

const LICENSE_PLACES = [
  'LICENSE*',
  'LICENCE*',
  'LICENSES/**',
  'licenses/**',
  'COPYING*',
  'NOTICE*',
  'third_party/**',
  'THIRD_PARTY*',
  '*LICENSE*',
];
/** A phrase of this length is a whole notice: nobody writes it by chance. Shorter ones need a look at how they are shown. */
const WHOLE_NOTICE = 40;

const result = (status: ObligationStatus, ...evidence: Evidence[]): CheckResult => ({ status, evidence });
const note = (text: string): Evidence => ({ source: 'check', note: text });
const at = ({ path, line, phrase }: Hit): Evidence => ({ source: 'tree', path, line, note: `found: ${phrase.slice(0, 120)}` });

/** Checks of duties that the records of software licences name without saying how to check them. */
const BY_ID: Record<string, Check> = { 'include-license': { kind: 'license-text-present', files: LICENSE_PLACES } };

/** Runs the check of a duty whose conditions hold. */
export function runCheck(duty: ObligationRecord, context: CheckContext): CheckResult {
  const check = duty.check ?? BY_ID[duty.id];
  switch (check?.kind) {
    case 'license-text-present':
      return licenseText(check as Extract<Check, { kind: 'license-text-present' }>, context);
    case 'text-in-files':
      return textInFiles(check as Extract<Check, { kind: 'text-in-files' }>, context);
    case 'model-name-prefix':
      return namePrefix((check as { prefix: string }).prefix, context);
    case 'declared-fact': {
      const { status, why } = compareDeclared((check as { facts: string[] }).facts, duty, context.record, context.declared);
      return result(status, { source: 'declared', note: why });
    }
    case 'file-present': {
      const files = projectSearch(context.project).files((check as unknown as { files: string[] }).files);
      return files[0] === undefined
        ? result('unmet', note(`no file ${(check as unknown as { files: string[] }).files.join(', ')}`))
        : result('evidence-found', { source: 'tree', path: files[0] });
    }
    case 'upstream-notices-kept': {
      const files = projectSearch(context.project).files(LICENSE_PLACES).slice(0, 3);
      const found = files.map((path): Evidence => ({
        source: 'tree',
        path,
        note: 'a notice file; whether it keeps what came with the model needs a look',
      }));
      return found.length > 0 ? result('evidence-found', ...found) : result('needs-confirmation', note('no notice file found'));
    }
    default:
      return result('needs-confirmation', note('only a person can judge this'));
  }
}

function licenseText(check: { files?: string[]; marker?: string }, context: CheckContext): CheckResult {
  const search = projectSearch(context.project);
  const places = check.files ?? LICENSE_PLACES;
  const markers = check.marker ? [check.marker] : (context.record?.titles ?? []).filter((title) => title.length >= 12);
  const marked = markers.length > 0 ? search.find(places, markers, true).hits : [];
  const looked = marked.length > 0 ? marked.map((hit) => hit.path) : search.files(places).slice(0, 64);
  if (context.engine && context.thorough === true) {
    for (const path of looked) {
      const found = search.identify(path, context.engine)?.licenses.find((one) => one.kind === 'text' && isSame(one.id, context));
      if (found) return result('met', { source: 'license-file', path, line: found.startLine, note: `full text of ${found.id}` });
    }
  }
  if (marked[0]) return result('evidence-found', at(marked[0]));
  return result('unmet', note(`no file with the licence text found in ${places.slice(0, 4).join(', ')} …`));
}

const isSame = (id: string, { licenseId, record }: CheckContext): boolean =>
  id.toLowerCase() === licenseId.toLowerCase() || id === record?.id || (record?.spdxId != null && id === record.spdxId);

function textInFiles(check: { files: string[]; anyOf: string[]; ignoreCase?: boolean }, { project }: CheckContext): CheckResult {
  const { hits, searched, cutOff } = projectSearch(project).find(check.files, check.anyOf, check.ignoreCase === true);
  const whole = hits.find((hit) => hit.phrase.length >= WHOLE_NOTICE);
  if (whole) return result('met', at(whole));
  if (hits.length > 0) return result('evidence-found', ...hits.slice(0, 3).map(at));
  if (cutOff) return result('needs-confirmation', note(`not found in the first ${searched} files; the search was cut off`));
  return result(
    'unmet',
    note(`"${check.anyOf[0]?.slice(0, 160) ?? ''}" not found in ${searched} files (${check.files.slice(0, 4).join(', ')} …)`),
  );
}

/** Names compare without organisation; a prefix counts whatever its case, since licences quote a mark and not a spelling. */
function namePrefix(prefix: string, { published, declared }: CheckContext): CheckResult {
  const names: { name: string; evidence: Evidence }[] = published.map((one) => ({
    name: one.name,
    evidence: { source: 'project', path: one.path, line: one.line },
  }));
  if (names.length === 0) {
    for (const name of declared.publishesModels ?? []) names.push({ name, evidence: { source: 'declared', note: name } });
  }
  if (names.length === 0) return result('needs-confirmation', note('the name of the published model is not known'));
  const plain = (name: string): string =>
    name
      .slice(name.lastIndexOf('/') + 1)
      .toLowerCase()
      .replaceAll(/[-_ .]+/g, ' ');
  const wanted = prefix.toLowerCase().replaceAll(/[-_ .]+/g, ' ');
  const wrong = names.filter(({ name }) => !plain(name).startsWith(wanted));
  const said = wrong.length === 0 ? 'begins with' : 'does not begin with';
  const shown = wrong.length === 0 ? names : wrong;
  for (const { name, evidence } of shown) evidence.note = `${name} ${said} ${prefix}`;
  return result(wrong.length === 0 ? 'met' : 'unmet', ...shown.map(({ evidence }) => evidence));
}
