/**
 * Everything known about one model and why: claims, chain, class, duties, sources, and the way from the string in the project to the
 * clause, link by link, so that each can be checked again.
 */

import { createHash } from 'node:crypto';
import { classify } from '../classify/index.ts';
import { modelOfName, NO_PROJECT } from '../classify/known-models.ts';
import { termsOf } from '../classify/terms.ts';
import { gatherAll, type Chain, type GatherContext, type GatheredModel } from '../gather/index.ts';
import { identifyName, idOf } from '../identify/index.ts';
import type { LicenseEngine } from '../types/license.ts';
import type { Classification, Evidence, Facts, LicenseSummary, Obligation } from '../types/model.ts';
import type { Project } from '../types/project.ts';
import type { ModelReference } from '../types/reference.ts';
import type { Declared } from '../types/result.ts';
import type { RuleBook } from '../types/rules.ts';
import { obligeModel, type ObligeContext } from './index.ts';

/** One link of the proof. `expect` is what checking it again must give. */
export interface TraceLink {
  kind: 'string' | 'step' | 'signature' | 'identity' | 'claim' | 'licence' | 'clause';
  /** One clause for people. */
  what: string;
  path?: string;
  line?: number;
  url?: string;
  /** SHA-256 of the text the link was read from. */
  hash?: string;
  expect?: Record<string, string>;
}

/** The answer to "what is known about this model?". */
export interface ModelExplanation {
  id: string;
  registry: string;
  name: string;
  purl?: string;
  catalogId?: string;
  /** Other names of the same record. */
  aliases: string[];
  /** Every place of the project that names it; empty for a bare name. */
  references: ModelReference[];
  weights: Facts['weights'];
  gate: Facts['gate'];
  license: LicenseSummary;
  chain: { id: string; relation: string; child: string; depth: number; license: string; confidence: string; evidence: Evidence[] }[];
  /** What is wrong with the chain, and claims that disagree. */
  problems: string[];
  openness: Classification;
  obligations: Obligation[];
  /** Distinct sources of all facts. */
  sources: string[];
  trace: TraceLink[];
}

/** What an explanation is made with. */
export interface ExplainContext {
  rules: RuleBook;
  engine: LicenseEngine;
  project?: Project;
  declared?: Declared;
  gather?: Partial<GatherContext>;
}

/** Explains a bare name, or a model that was gathered from a project. */
export function explainModel(subject: string | GatheredModel, context: ExplainContext): ModelExplanation {
  const { rules, engine } = context;
  const project = context.project ?? NO_PROJECT;
  const gatherContext: GatherContext = { project, rules, engine, ...context.gather };
  const found = typeof subject === 'string' ? gatherAll([modelOfName(subject, rules)], gatherContext)[0]! : subject;
  const { model, facts, license, chain, conflicts } = found;
  const obligeContext: ObligeContext = {
    rules,
    engine,
    project,
    declared: context.declared ?? {},
    published: gatherContext.published ?? [],
  };
  const obligations = obligeModel(found, obligeContext);
  const record = model.catalogId === undefined ? undefined : rules.model(model.catalogId);
  return {
    id: model.id,
    registry: model.registry,
    name: model.name,
    ...(model.purl === undefined ? {} : { purl: model.purl }),
    ...(record ? { catalogId: record.id } : {}),
    aliases: record?.aliases ?? [],
    references: model.references,
    weights: facts.weights,
    gate: facts.gate,
    license,
    chain: chain.links.map(({ id, relation, child, depth, expression, confidence, evidence }) => ({
      id,
      relation,
      child,
      depth,
      license: expression,
      confidence,
      evidence,
    })),
    problems: [...chain.problems, ...(conflicts.length > 0 ? [`sources disagree about the licence: ${conflicts.join(', ')}`] : [])],
    openness: classify(model, facts, license, rules),
    obligations,
    sources: sourcesOf(facts, chain),
    trace: traceOf(found, obligations, rules),
  };
}

function sourcesOf(facts: Facts, chain: Chain): string[] {
  const all: Evidence[] = [];
  for (const { claims, weights, baseModels } of [facts, ...chain.links.map((link) => link.facts)]) {
    for (const { evidence } of [...claims, weights, ...baseModels]) all.push(...evidence);
  }
  const words = all.map((one) => one.url ?? one.path ?? one.note ?? one.source);
  return [...new Set(words)].toSorted();
}

/** The proof: string, constants and calls, signature, identity, claim with hash, licence, clause. */
export function traceOf({ model, license }: GatheredModel, obligations: readonly Obligation[], rules: RuleBook): TraceLink[] {
  const links: TraceLink[] = [];
  const reference = model.references.find((one) => one.used) ?? model.references[0];
  if (reference) links.push(...referenceLinks(reference, model.id));
  else
    links.push({
      kind: 'identity',
      what: `${model.name} is ${model.id}`,
      expect: { name: model.id, registry: model.registry, id: model.id },
    });
  for (const claim of license.claims) {
    if (claim.superseded !== undefined) continue;
    for (const evidence of claim.evidence.slice(0, 1)) {
      links.push({
        kind: 'claim',
        what: `${evidence.source} says ${claim.expression} about the ${claim.slot} (${claim.confidence})${evidence.note ? `: ${evidence.note}` : ''}`,
        ...(evidence.path === undefined ? {} : { path: evidence.path }),
        ...(evidence.line === undefined ? {} : { line: evidence.line }),
        ...(evidence.url === undefined ? {} : { url: evidence.url }),
        ...(evidence.hash === undefined ? {} : { hash: evidence.hash }),
        expect: { source: evidence.source, expression: claim.expression, catalogId: model.catalogId ?? '' },
      });
    }
  }
  const terms = termsOf(license.expression, rules);
  links.push({
    kind: 'licence',
    what: `${license.expression} is ${terms.group}`,
    expect: { expression: license.expression, group: terms.group },
  });
  for (const duty of obligations) {
    if (duty.status === 'not-triggered') continue;
    links.push({
      kind: 'clause',
      what: `${duty.source}, ${duty.clause}: ${duty.text} (${duty.status})`,
      expect: { source: duty.source, id: duty.id, clause: duty.clause },
    });
  }
  return links;
}

function referenceLinks(reference: ModelReference, id: string): TraceLink[] {
  const { path, line, raw, name, signature } = reference;
  const links: TraceLink[] = [{ kind: 'string', what: `"${raw}"`, path, line, expect: { text: raw } }];
  for (const step of reference.trace ?? []) links.push({ kind: 'step', what: step.what, path: step.path, line: step.line });
  links.push({ kind: 'signature', what: signature, expect: { signature } });
  const { registry, provider } = reference;
  links.push({
    kind: 'identity',
    what: `${name} is ${id}`,
    expect: { name, id, ...(registry === undefined ? {} : { registry }), ...(provider === undefined ? {} : { provider }) },
  });
  return links;
}

/** Result of checking a link again. */
export interface VerifiedLink extends TraceLink {
  ok: boolean;
  /** Why not; empty when it holds. */
  because: string;
}

/** Checks every link of a proof against the project and the rules as they are now. */
export function verifyTrace(trace: readonly TraceLink[], { project, rules }: { project: Project; rules: RuleBook }): VerifiedLink[] {
  return trace.map((link) => {
    const because = failure(link, project, rules);
    return Object.assign({ ok: because === '', because }, link);
  });
}

function failure(link: TraceLink, project: Project, rules: RuleBook): string {
  const expect = link.expect ?? {};
  switch (link.kind) {
    case 'string':
      return lineHolds(project, link.path!, link.line!, expect['text']!);
    case 'step':
      return link.path === undefined || project.file(link.path) ? '' : `${link.path} is not there`;
    case 'signature': {
      const known = rules.signatures().some(({ rows }) => rows.some((row) => row.id === expect['signature']));
      return known ? '' : `no signature ${expect['signature']} in the rules`;
    }
    case 'identity':
      return sameIdentity(expect, rules);
    case 'claim':
      return claimHolds(link, project, rules);
    case 'licence': {
      const { group } = termsOf(expect['expression']!, rules);
      return group === expect['group'] ? '' : `${expect['expression']} is ${group} now`;
    }
    default:
      return clauseHolds(expect, rules);
  }
}

function lineHolds(project: Project, path: string, line: number, text: string): string {
  const content = project.text(path);
  if (content === undefined) return project.file(path) ? '' : `${path} is not there`;
  const lines = content.split('\n');
  const part = lines.slice(line - 1, line + 1 + text.split('\n').length).join('\n');
  return part.includes(text) ? '' : `${path}:${line} does not hold "${text.slice(0, 80)}"`;
}

function sameIdentity(expect: Record<string, string>, rules: RuleBook): string {
  const { name, id, registry, provider } = expect;
  const asked = id?.startsWith(`${registry}:`) && name === id ? id.slice(registry!.length + 1) : name!;
  const found = idOf(identifyName({ name: asked, ...(registry ? { registry } : {}), ...(provider ? { provider } : {}) }, rules));
  const placed = id?.startsWith('file:') === true || id?.endsWith('*') === true;
  return found.toLowerCase() === id!.toLowerCase() || placed ? '' : `${name} is ${found} now`;
}

function claimHolds({ path, hash, expect }: TraceLink, project: Project, rules: RuleBook): string {
  if (path !== undefined && expect?.['source'] !== 'local-store') {
    const text = project.text(path);
    if (text === undefined && !project.file(path)) return `${path} is not there`;
    if (hash !== undefined && text !== undefined && createHash('sha256').update(text, 'utf8').digest('hex') !== hash)
      return `the text of ${path} changed`;
  }
  const catalogId = expect?.['catalogId'];
  if (expect?.['source'] === 'catalogue' && catalogId && !rules.model(catalogId)) return `the catalogue no longer knows ${catalogId}`;
  return '';
}

function clauseHolds({ source, id, clause }: Record<string, string>, rules: RuleBook): string {
  if (id === 'terms-not-reviewed') return '';
  const lists = [
    rules.license(source!)?.obligations,
    rules.spdxObligations(source!)?.obligations,
    rules.provider(source!)?.terms.obligations,
  ];
  const duty = lists.flatMap((one) => one ?? []).find((one) => one.id === id);
  if (!duty) return `${source} has no duty ${id} in the rules`;
  return duty.clause === clause ? '' : `${source} ${id} is clause ${duty.clause} now`;
}
