/** Rules of judgement about models. */

import type { AuditedModel, Obligation } from '../types/model.ts';
import type { ModelReference, Region } from '../types/reference.ts';
import { matchesModel } from '../config/match.ts';
import type { Draft } from './build.ts';
import type { JudgeInput } from './index.ts';
import type { Policy } from './policy.ts';

/** Scopes whose models reach users; elsewhere the same finding is a grade milder. */
const SHIPPED = new Set(['production', 'vendored']);

const ORDER = ['production', 'vendored', 'evaluation', 'dev-tool', 'test', 'example', 'docs'];

/**
 * The references that count, the most binding place first. A value that another layer of the configuration takes the place of counts like
 * any other, since that layer may be left out; it is only shown after those that take effect.
 */
function usedReferences(model: AuditedModel): ModelReference[] {
  const overridden = (r: ModelReference): number => (r.layer?.effective === 'no' ? 1 : 0);
  return model.references
    .filter((r) => r.used)
    .toSorted((a, b) => ORDER.indexOf(a.scope) - ORDER.indexOf(b.scope) || overridden(a) - overridden(b));
}

interface Subject {
  model: AuditedModel;
  at: Region;
  related: (Region & { message: string })[];
  shipped: boolean;
}

/** Drafts of all rules for all used models; models that are only mentioned are nobody's duty. */
export function* modelDrafts(input: JudgeInput): Generator<Draft> {
  for (const model of input.models) {
    const references = usedReferences(model);
    const [at, ...others] = references;
    if (!at) continue;
    const subject: Subject = {
      model,
      at,
      related: others.slice(0, 20).map((r) => ({
        path: r.path,
        line: r.line,
        column: r.column,
        endLine: r.endLine,
        endColumn: r.endColumn,
        message: `${model.name} is named here too${r.layer ? `; ${r.layer.because}` : ''}`,
      })),
      shipped: references.some((r) => SHIPPED.has(r.scope)),
    };
    yield* licenseDrafts(subject, input.policy, hasAgreement(model, input));
    yield* signalDrafts(subject, input);
    yield* vendorDrafts(subject, input);
    yield* obligationDrafts(subject);
  }
}

const draft = (s: Subject, rest: Omit<Draft, 'subject' | 'at' | 'model'>): Draft => ({
  subject: s.model.id,
  at: s.at,
  related: s.related,
  model: s.model.id,
  ...rest,
});

const milder = (shipped: boolean): 'error' | 'warning' => (shipped ? 'error' : 'warning');

type Trouble = 'model-no-license' | 'model-unknown' | 'model-needs-confirmation' | 'model-noncommercial';

/** What is wrong with a model's licence whatever a policy says; the first that applies. */
function troubleOf({ license, openness }: AuditedModel, policy: Policy): Trouble | undefined {
  if (openness.class === 'open-weights-unlicensed') return 'model-no-license';
  if (openness.verdict === 'unknown') return 'model-unknown';
  // Low-confidence facts neither fail nor pass.
  if (license.confidence === 'low') return 'model-needs-confirmation';
  const forbidden = license.kind === 'non-commercial' || license.kind === 'research-only';
  return forbidden && policy.facts.commercial !== false ? 'model-noncommercial' : undefined;
}

function* licenseDrafts(s: Subject, policy: Policy, agreed: boolean): Generator<Draft> {
  const { model, shipped } = s;
  const { license } = model;
  const trouble = agreed ? undefined : troubleOf(model, policy);
  if (trouble !== undefined) {
    const clause = model.obligations.find((o) => /commercial|research/i.test(o.id))?.clause;
    yield draft(s, {
      code: trouble,
      args: { model: model.name, license: license.expression, clause: clause ? `clause ${clause}` : 'see the licence' },
      ...(trouble === 'model-no-license' || trouble === 'model-noncommercial' ? { severity: milder(shipped) } : {}),
      confidence: trouble === 'model-unknown' ? 'high' : license.confidence,
    });
  }
  const ruling = policy.model(model, agreed);
  // What has a finding of its own is not denied a second time, unless the policy names it.
  if (ruling.treatment === 'allow' || (trouble !== undefined && !ruling.named)) return;
  yield draft(s, {
    code: 'model-license-denied',
    args: { model: model.name, license: license.expression, reason: ruling.reason },
    severity: ruling.treatment === 'deny' ? milder(shipped) : 'warning',
    confidence: license.confidence,
  });
}

/** Whether a contract in force takes the place of the model's licence. */
function hasAgreement(model: AuditedModel, { loaded, today }: JudgeInput): boolean {
  return (loaded.config.contracts ?? []).some((contract) => {
    if (contract.replaces === 'terms' || (contract.expires !== undefined && contract.expires < today)) return false;
    return contract.model === undefined
      ? contract.provider !== undefined && contract.provider === model.provider
      : matchesModel(contract.model, model);
  });
}

function* signalDrafts(s: Subject, { signals }: JudgeInput): Generator<Draft> {
  const found = signals.get(s.model.id);
  if (!found) return;
  if (found.conflicts && found.conflicts.length > 1) {
    yield draft(s, {
      code: 'model-license-conflict',
      args: { model: s.model.name, licenses: found.conflicts.join(', ') },
      confidence: 'medium',
    });
  }
  for (const lax of found.laxerThan ?? []) {
    yield draft(s, {
      code: 'license-laxer-than-base',
      args: { model: s.model.name, license: lax.own, base: lax.base, baseLicense: lax.baseLicense },
      severity: milder(s.shipped),
      confidence: s.model.license.confidence,
    });
  }
  for (const like of found.resembles ?? []) {
    yield draft(s, {
      code: 'model-resembles',
      args: { model: s.model.name, family: like.family, facts: like.facts.join('; ') },
      confidence: 'medium',
    });
  }
}

/** Files that build a model and state a laxer licence for it than what it is built from has. */
export function* recipeDrafts({ recipes, recognised }: JudgeInput): Generator<Draft> {
  const scopes = new Map(recognised.references.map((one) => [one.path, one.scope]));
  for (const { at, baseAt, license, base, confidence } of recipes) {
    const { path, line, column, endLine, endColumn } = baseAt;
    yield {
      code: 'license-laxer-than-base',
      args: { model: at.path, license, base: base.name, baseLicense: base.license },
      subject: `${at.path}\0${base.id}`,
      at,
      related: [{ path, line, column, endLine, endColumn, message: `built from ${base.name}` }],
      severity: milder(SHIPPED.has(scopes.get(at.path) ?? 'production')),
      confidence,
      model: base.id,
    };
  }
}

function* vendorDrafts(s: Subject, { rules }: JudgeInput): Generator<Draft> {
  const { model } = s;
  const provider = model.provider === undefined ? undefined : rules.provider(model.provider);
  if (!provider) return;
  if (model.openness.verdict === 'closed') {
    yield draft(s, { code: 'model-closed', args: { model: model.name, provider: provider.name, terms: provider.terms.name } });
  }
  if (model.obligations.some((o) => o.id === 'terms-not-reviewed')) {
    yield draft(s, {
      code: 'terms-not-reviewed',
      args: { model: model.name, provider: provider.name },
      ...(provider.terms.url ? { help: `Read ${provider.terms.url} and declare the contract under \`contracts\`.` } : {}),
    });
  }
}

/** Duties and restrictions; rights and commitments of the vendor ask nothing of the project. */
const binds = (o: Obligation): boolean => o.kind === undefined || o.kind === 'obligation' || o.kind === 'restriction';

function* obligationDrafts(s: Subject): Generator<Draft> {
  for (const o of s.model.obligations) {
    if (o.status !== 'unmet' || !binds(o)) continue;
    yield {
      ...draft(s, {
        code: 'obligation-unmet',
        args: { subject: s.model.name, duty: o.text, license: o.source, clause: `clause ${o.clause}` },
        severity: o.legalStatus === 'settled' ? milder(s.shipped) : 'warning',
        confidence: s.model.license.confidence,
        ...(o.mandated ? { help: `Required text: "${o.mandated}". \`audit-models explain ${s.model.id}\` shows where it belongs.` } : {}),
      }),
      subject: `${s.model.id}\0${o.source}\0${o.id}`,
    };
  }
  const open = s.model.obligations.filter((o) => o.status === 'needs-confirmation' && binds(o));
  for (const [source, list] of groupBy(open)) {
    const first = list[0];
    if (!first) continue;
    yield {
      ...draft(s, {
        code: 'obligation-needs-confirmation',
        args: { subject: s.model.name, count: String(list.length), license: source, duty: first.text },
      }),
      subject: `${s.model.id}\0${source}`,
    };
  }
}

/** Groups by licence or vendor (Node 20 has no Map.groupBy). */
function groupBy(list: Obligation[]): Map<string, Obligation[]> {
  const groups = new Map<string, Obligation[]>();
  for (const o of list) groups.set(o.source, [...(groups.get(o.source) ?? []), o]);
  return groups;
}
