/** Rules of judgement about models. */

import type { AuditedModel, Obligation } from '../types/model.ts';
import type { ModelReference, Region } from '../types/reference.ts';
import type { Draft } from './build.ts';
import type { JudgeInput } from './index.ts';
import type { Policy } from './policy.ts';

/** Scopes whose models reach users; elsewhere the same finding is a grade milder. */
const SHIPPED = new Set(['production', 'vendored']);

const ORDER = ['production', 'vendored', 'evaluation', 'dev-tool', 'test', 'example', 'docs'];

/** The references that count, the most binding place first. */
function usedReferences(model: AuditedModel): ModelReference[] {
  return model.references.filter((r) => r.used).toSorted((a, b) => ORDER.indexOf(a.scope) - ORDER.indexOf(b.scope));
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
        message: `${model.name} is named here too`,
      })),
      shipped: references.some((r) => SHIPPED.has(r.scope)),
    };
    yield* licenseDrafts(subject, input.policy);
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

function* licenseDrafts(s: Subject, policy: Policy): Generator<Draft> {
  const { model } = s;
  const { license, openness } = model;
  const base = { model: model.name, license: license.expression };
  if (openness.class === 'open-weights-unlicensed') {
    yield draft(s, { code: 'model-no-license', args: { model: model.name }, severity: milder(s.shipped), confidence: openness.confidence });
    return;
  }
  if (openness.verdict === 'unknown') {
    yield draft(s, { code: 'model-unknown', args: { model: model.name } });
    return;
  }
  if (license.confidence === 'low') {
    // Low-confidence facts neither fail nor pass.
    yield draft(s, { code: 'model-needs-confirmation', args: base, confidence: 'low' });
    return;
  }
  const forbidden = license.kind === 'non-commercial' || license.kind === 'research-only';
  if (forbidden && policy.facts.commercial !== false) {
    const clause = model.obligations.find((o) => /commercial|research/i.test(o.id))?.clause;
    yield draft(s, {
      code: 'model-noncommercial',
      args: { ...base, clause: clause ? `clause ${clause}` : 'see the licence' },
      severity: milder(s.shipped),
      confidence: license.confidence,
    });
    return;
  }
  const ruling = policy.model(model);
  if (ruling.treatment !== 'allow') {
    const severity = ruling.treatment === 'deny' ? milder(s.shipped) : 'warning';
    yield draft(s, { code: 'model-license-denied', args: { ...base, reason: ruling.reason }, severity, confidence: license.confidence });
  }
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
