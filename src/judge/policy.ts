/** The policy in force: a preset of `rules/policies`, as the configuration extends it, and what it says about a licence. */

import { UsageError } from '../errors.ts';
import { suggest } from '../config/suggest.ts';
import type { Config } from '../config/schema.ts';
import type { Declared } from '../types/result.ts';
import type { AuditedModel } from '../types/model.ts';
import type { PolicyRecord, RuleBook } from '../types/rules.ts';
import { matches, matchesModel } from '../config/match.ts';

/** What a policy says: allowed, worth a warning, or denied; with the reason in words. */
export interface Ruling {
  treatment: 'allow' | 'warn' | 'deny';
  reason: string;
  /** The policy names the model, licence, vendor or class itself. */
  named?: true;
}

/** The policy in force: a preset with what the configuration changes in it. */
export interface Policy {
  id: string;
  severities: Record<string, string>;
  /** Project facts with the preset's assumptions in the place of what is not declared. */
  facts: Declared;
  /** What the configuration declares, as it stands there. */
  declared: Declared;
  /** Sentences about what was assumed. */
  assumed: string[];
  /** @param contract a negotiated agreement stands in the place of the licence: only what the policy names itself is denied */
  model(model: AuditedModel, contract?: boolean): Ruling;
  /** @param exception SPDX exception that stands with the licence: it grants more, so a strong copyleft counts as a weak one */
  dependency(licenses: readonly string[], exception?: string): Ruling;
}

type Treatment = Ruling['treatment'];
type ByShipping = Treatment | { distributed: Treatment; saas: Treatment; internal: Treatment };

interface Preset extends PolicyRecord {
  models: { licenseKinds: Record<string, Treatment>; classes: Record<string, Treatment>; allow: string[]; deny: string[] };
  dependencies: { categories: Record<string, ByShipping>; allow: string[]; deny: string[] };
}

const HARD: Record<Treatment, number> = { allow: 0, warn: 1, deny: 2 };
const strictest = (a: Ruling, b: Ruling): Ruling => (HARD[b.treatment] > HARD[a.treatment] ? b : a);

/** The way of shipping that binds most: copies handed out, then a service, then internal use. */
function shipping(facts: Declared): 'distributed' | 'saas' | 'internal' {
  const ships = facts.ships ?? ['distributed'];
  if (ships.some((s) => s === 'distributed' || s === 'library' || s === 'container')) return 'distributed';
  return ships.includes('saas') ? 'saas' : 'internal';
}

const inWords = (value: unknown): string =>
  value === true ? 'yes' : value === false ? 'no' : Array.isArray(value) ? value.join(', ') : String(value);

/**
 * Opens the policy that configuration and command line ask for.
 * @throws UsageError when there is no such preset
 */
export function openPolicy(rules: RuleBook, config: Config, preset?: string): Policy {
  const own = typeof config.policy === 'object' ? config.policy : undefined;
  const id = preset ?? (typeof config.policy === 'string' ? config.policy : own?.extends) ?? 'commercial';
  const record = rules.policy(id) as Preset | undefined;
  if (!record) {
    const ids = rules.policies().map((p) => p.id);
    const near = suggest(id, ids);
    throw new UsageError(`there is no policy preset "${id}"${near ? `, did you mean "${near}"?` : ''}`, `Presets: ${ids.join(', ')}.`);
  }
  const declared: Declared = { ...config.project };
  const assumed = Object.entries(record.assumes)
    .filter(([key]) => declared[key] === undefined)
    .map(([key, value]) => `${key}: ${inWords(value)}`);
  const facts: Declared = { ...record.assumes, ...Object.fromEntries(Object.entries(declared).filter(([, v]) => v !== undefined)) };
  const how = shipping(facts);
  const listed = (list: readonly string[] | undefined, licenses: readonly string[]): string | undefined =>
    licenses.find((l) => list?.some((p) => matches(p, l) || matches(p, l.replace(/^LicenseRef-/, ''))));

  return {
    id,
    severities: record.severities ?? {},
    facts,
    declared,
    assumed,
    model(model, contract) {
      const licenses = licenseNames(model.license.expression);
      const denied = own?.denyModels?.find((p) => matchesModel(p, model));
      if (denied) return { treatment: 'deny', named: true, reason: `the policy denies models that match \`${denied}\`` };
      const license = listed([...(own?.denyLicenses ?? []), ...record.models.deny], licenses);
      if (license) return { treatment: 'deny', named: true, reason: `the policy denies ${license}` };
      if (model.provider !== undefined) {
        const { provider } = model;
        if (own?.denyProviders?.some((p) => matches(p, provider)))
          return { treatment: 'deny', named: true, reason: `the policy denies the vendor ${provider}` };
        if (own?.allowProviders && !own.allowProviders.some((p) => matches(p, provider))) {
          return { treatment: 'deny', named: true, reason: `the policy allows the vendors ${own.allowProviders.join(', ')} only` };
        }
      }
      if (own?.denyClasses?.includes(model.openness.class))
        return { treatment: 'deny', named: true, reason: `the policy denies the class ${model.openness.class}` };
      if (own?.allowModels?.some((p) => matchesModel(p, model))) return { treatment: 'allow', reason: 'the policy allows this model' };
      if (licenses.length > 0 && licenses.every((l) => listed([...(own?.allowLicenses ?? []), ...record.models.allow], [l]))) {
        return { treatment: 'allow', reason: 'the policy allows this licence' };
      }
      if (contract) return { treatment: 'allow', reason: 'a contract takes the place of the licence' };
      const kind: Ruling = {
        treatment: record.models.licenseKinds[model.license.kind] ?? 'warn',
        reason: `its licence is of the kind ${model.license.kind}`,
      };
      const openness: Ruling = {
        treatment: record.models.classes[model.openness.class] ?? 'warn',
        reason: `its openness class is ${model.openness.class}`,
      };
      return strictest(kind, openness);
    },
    dependency(licenses, exception) {
      const denied = listed([...(own?.denyLicenses ?? []), ...record.dependencies.deny], licenses);
      if (denied) return { treatment: 'deny', reason: `the policy denies ${denied}` };
      let result: Ruling = { treatment: 'allow', reason: '' };
      for (const license of licenses) {
        if (listed([...(own?.allowLicenses ?? []), ...record.dependencies.allow], [license])) continue;
        const written = rules.spdxObligations(license.replace(/\+$/, '-or-later')) ?? rules.spdxObligations(license);
        const plain = written?.category ?? 'unknown';
        const category = exception !== undefined && plain === 'strong-copyleft' ? 'weak-copyleft' : plain;
        const rule = record.dependencies.categories[category] ?? record.dependencies.categories['unknown'] ?? 'warn';
        const treatment = typeof rule === 'string' ? rule : rule[how];
        result = strictest(result, {
          treatment,
          reason: `${license} is ${category}, and the product is ${how === 'internal' ? 'for internal use' : how === 'saas' ? 'offered as a service' : 'handed to others'}`,
        });
      }
      return result;
    },
  };
}

/** Licence ids of an expression, without operators; for the lists of policies. */
function licenseNames(expression: string): string[] {
  const words = expression.split(/[\s()]+/).filter((w) => w !== '' && !/^(?:AND|OR|WITH|NONE|NOASSERTION)$/.test(w));
  return [...new Set(words)];
}
