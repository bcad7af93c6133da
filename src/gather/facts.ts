/** All facts about one model, each with evidence. Nothing is dropped: claims that do not count say why. */

import type { Evidence, Facts, LicenseClaim } from '../types/model.ts';
import type { Confidence, Relation } from '../types/reference.ts';
import { closedModel, contractPartners, ollamaBases } from '../identify/index.ts';
import { guessRelation } from './card.ts';
import { matchesModel } from '../config/match.ts';
import { strictness, termsOf } from '../classify/terms.ts';
import { fromBoms } from './boms.ts';
import { fromName } from './by-name.ts';
import { catalogueClaims, RANK, readTag, statesNone } from './claims.ts';
import { hashOfFile, knownFile } from './hashes.ts';
import { readHeader } from './header.ts';
import { lineClaims, publisherClaims } from './publishers.ts';
import { fromRecipes } from './recipes.ts';
import { addBase, subjectOf, type Subject } from './subject.ts';
import { modelTree, sha256, type ModelFolder } from './tree.ts';
import type { CardFacts, GatherContext } from './types.ts';

const nothing = <T>(value: T): { value: T; confidence: Confidence; evidence: Evidence[] } => ({ value, confidence: 'low', evidence: [] });

/** Facts about a model of which nothing is known. */
export function emptyFacts(): Facts {
  return {
    claims: [],
    weights: nothing('unknown'),
    gate: nothing('unknown'),
    baseModels: [],
    trainingCode: nothing('unknown'),
    dataInfo: nothing('unknown'),
    docs: nothing({ modelCard: null, report: null, dataCard: null }),
  };
}

/** Gathers everything about one model. */
export function factsOf(subject: Subject, context: GatherContext): Facts {
  const facts = emptyFacts();
  fromCatalogue(facts, subject, context);
  fromPublishers(facts, subject, context);
  fromHosts(facts, subject, context);
  for (const folder of foldersOf(subject, context)) fromTree(facts, subject, folder, context);
  fromStores(facts, subject, context);
  fromOnline(facts, subject, context);
  fromProject(facts, subject, context);
  fromRecipes(facts, subject, context);
  fromBoms(facts, subject, context);
  fromName(facts, subject, context);
  return facts;
}

function fromCatalogue(facts: Facts, subject: Subject, context: GatherContext): void {
  const { record } = subject;
  if (!record) return;
  facts.claims.push(...catalogueClaims(record, context.rules, context.engine));
  const evidence: Evidence = { source: 'catalogue', note: record.id, retrieved: record.checkedOn };
  // A name somebody wrote down from memory says little about where its weights are.
  const confidence: Confidence = record.source.length > 0 && record.source.every((one) => one.startsWith('memory')) ? 'low' : 'medium';
  if (record.weights) facts.weights = { value: record.weights, confidence, evidence: [evidence] };
  const gate = record.gated === 'auto' || record.gated === 'manual' ? record.gated : undefined;
  if (gate) facts.gate = { value: gate, confidence, evidence: [evidence] };
  else if (record.weights === 'public') facts.gate = { value: 'none', confidence, evidence: [evidence] };
  // A tag tells which of the bases it is, also where another registry holds copies of that library.
  const bases =
    subject.registry === 'ollama' || subject.registry === 'docker' ? ollamaBases(subject.name, record, context.rules) : record.baseModel;
  const note = record.source.find((one) => one.startsWith('base model:')) ?? record.id;
  for (const base of bases.slice(0, 64)) {
    const worth: Confidence = /moving/.test(note) ? 'low' : /memory|naming|derived/.test(note) ? 'medium' : 'high';
    addBase(facts, subjectOf(base, context.rules).id, record.baseModelRelation ?? 'unknown', worth, { ...evidence, note });
  }
  if (record.trainingCodeOpen != null) {
    facts.trainingCode = { value: record.trainingCodeOpen ? 'open' : 'none', confidence, evidence: [evidence] };
  }
  if (record.trainingDataInfo != null) {
    // "Described" promises no full description in the sense of the open-source AI definition.
    const value = record.trainingDataInfo === 'described' ? 'summary' : record.trainingDataInfo;
    facts.dataInfo = { value, confidence, evidence: [evidence] };
  }
}

function fromPublishers(facts: Facts, subject: Subject, context: GatherContext): void {
  const { claims, weights, codeOnly } = publisherClaims(subject, context.rules);
  // What others list as the model's licence is the code's, says the publisher; a card or a text in the project still counts.
  for (const claim of codeOnly ? facts.claims.filter(({ rank }) => (rank ?? 0) <= RANK.catalogue) : []) {
    claim.rank = -1;
    claim.superseded = 'by the publisher, this is the licence of the code';
  }
  facts.claims.push(...claims);
  if (weights && facts.weights.value === 'unknown') facts.weights = weights;
  if (weights && facts.gate.value === 'unknown' && weights.value === 'public') {
    facts.gate = { value: 'none', confidence: weights.confidence, evidence: weights.evidence };
  }
  fromLines(facts, subject, context);
}

/** Lines of models speak only where no record, statement or card does. */
function fromLines(facts: Facts, subject: Subject, { rules }: GatherContext): void {
  if (facts.claims.some(({ slot, expression }) => slot === 'weights' && expression !== 'NOASSERTION')) return;
  const { claims, weights } = lineClaims(subject, rules);
  // Memory overrules no statement that nothing usable is stated, unless it is stricter than silence is read: `other` is some other licence.
  const restricts = claims.some(({ expression }) => strictness(termsOf(expression, rules).group) > strictness('free-plus'));
  const silenced =
    statesNone(subject.record, rules) ||
    facts.claims.some(({ slot, evidence }) => slot === 'weights' && evidence.some(({ source }) => source === 'publisher'));
  if (!silenced ? facts.claims.length === 0 || restricts : restricts && facts.claims.length === 0) facts.claims.push(...claims);
  if (weights && facts.weights.value === 'unknown') facts.weights = weights;
}

/** How well the terms of a host were read decides how sure a statement about them is; that they bind is certain. */
function termsConfidence(readStatus: string): Confidence {
  return /^read\b/.test(readStatus) ? 'high' : 'medium';
}

/** Expression that stands for the public terms of a provider. */
export const termsExpression = (provider: string): string => `LicenseRef-terms-${provider}`;

function fromHosts(facts: Facts, subject: Subject, context: GatherContext): void {
  for (const route of subject.model?.routes ?? []) {
    for (const id of contractPartners(route)) {
      const provider = context.rules.provider(id);
      if (!provider) continue;
      const expression = termsExpression(provider.id);
      if (facts.claims.some((claim) => claim.expression === expression)) continue;
      const evidence: Evidence = {
        source: 'provider-terms',
        note: `${provider.terms.name}; ${/^(?:read|partly|opening)/.test(provider.terms.readStatus) ? provider.terms.readStatus : 'terms not reviewed'}`,
        ...(provider.terms.url ? { url: provider.terms.url } : {}),
        ...((provider.terms.lastSeen ?? provider.checkedOn) ? { retrieved: provider.terms.lastSeen ?? provider.checkedOn } : {}),
      };
      const confidence = termsConfidence(provider.terms.readStatus);
      facts.claims.push({ expression, slot: 'contract', role: 'declared', confidence, evidence: [evidence], rank: RANK.catalogue });
    }
    if (route.served === 'closed' && (facts.weights.value === 'unknown' || facts.weights.value === 'api')) {
      const unreleased = closedModel(subject.name, context.rules)?.weights === 'none';
      const evidence: Evidence = {
        source: 'provider-terms',
        note: unreleased
          ? 'the model was never offered to the public'
          : `${route.vendor ?? route.provider ?? 'the host'} serves this model, its weights are not published`,
      };
      facts.weights = {
        value: unreleased ? 'none' : 'api',
        confidence: subject.record ? 'high' : 'medium',
        evidence: [...facts.weights.evidence, evidence],
      };
    }
  }
}

/** Folders of the tree that hold this very model. */
export function foldersOf(subject: Subject, { project }: GatherContext): ModelFolder[] {
  const tree = modelTree(project);
  const folders = new Set<ModelFolder>();
  if (subject.registry === 'file' && project.file(subject.name)) folders.add(tree.folderOfFile(subject.name));
  for (const reference of subject.model?.references ?? []) {
    if (reference.how === 'file' || reference.how === 'file-header') folders.add(tree.folderOfFile(reference.path));
  }
  return [...folders];
}

function fromTree(facts: Facts, subject: Subject, folder: ModelFolder, context: GatherContext): void {
  const weightsHere = subject.registry === 'file' ? [subject.name] : folder.weights;
  if (weightsHere.length > 0) {
    const evidence: Evidence = { source: 'tree', path: weightsHere[0]! };
    if (facts.weights.value === 'unknown') facts.weights = { value: 'public', confidence: 'medium', evidence: [evidence] };
  }
  for (const file of folder.licenseFiles()) {
    const found = context.engine.identify(file.text);
    const evidence: Evidence = { source: 'license-file', path: file.path, line: found.licenses[0]?.startLine ?? 1, hash: file.hash };
    if (found.expression === null) continue;
    const confidence: Confidence = found.result === 'identified' ? 'high' : 'medium';
    const expression = found.result === 'modified' || found.result === 'ambiguous' ? found.expression || 'NOASSERTION' : found.expression;
    facts.claims.push({ expression, slot: 'weights', role: 'detected', confidence, evidence: [evidence], rank: RANK.text });
  }
  const headers = weightsHere.map((path) => ({ path, header: folder.header(path) }));
  for (const { path, header } of headers) {
    if (!header) continue;
    if (header.sha256) fromHash(facts, path, header.sha256, context);
    const said = readHeader(header);
    const evidence: Evidence = { source: 'file-header', path };
    if (said.license) {
      const { expression } = readTag(said.license.value, said.license.name, context.rules, context.engine);
      const note = `${said.license.key} = ${said.license.value.slice(0, 200)}`;
      facts.claims.push({
        expression,
        slot: 'weights',
        role: 'declared',
        confidence: 'medium',
        evidence: [{ ...evidence, note }],
        rank: RANK.header,
      });
    }
    const relation: Relation = header.format === 'gguf' ? 'quantized' : 'finetune';
    for (const base of said.baseModels) addBase(facts, subjectOf(base, context.rules).id, relation, 'high', evidence);
  }
  if (folder.card && folder.card.facts.isSpace !== true) {
    const files = { adapter: folder.adapterBase !== undefined, gguf: weightsHere.some((path) => path.endsWith('.gguf')) };
    const evidence: Evidence = { source: 'model-card', path: folder.card.path, line: folder.card.line };
    fromCard(facts, folder.card.facts, guessRelation(folder.card.facts, files), evidence, context);
  }
  if (folder.adapterBase) {
    addBase(facts, subjectOf(folder.adapterBase.name, context.rules).id, 'adapter', 'high', {
      source: 'adapter-config',
      path: folder.adapterBase.path,
    });
  }
  const origin = folder.configOrigin && subjectOf(folder.configOrigin.name, context.rules);
  if (origin && origin.id !== subject.id && facts.baseModels.length === 0) {
    // The configuration keeps the name it was loaded from: the same model, or what it was trained from.
    addBase(facts, origin.id, 'unknown', 'medium', { source: 'config', path: folder.configOrigin!.path, note: '_name_or_path' });
  }
  // Content is asked where nothing else says what the file is: reading it whole costs more than all the rest.
  const told =
    facts.baseModels.length > 0 || facts.claims.some(({ slot, expression }) => slot === 'weights' && expression !== 'NOASSERTION');
  if (told || subject.registry !== 'file') return;
  const hash = headers[0]?.header?.format === 'lfs-pointer' ? undefined : hashOfFile(subject.name, context.project);
  if (hash !== undefined) fromHash(facts, subject.name, hash, context);
}

/** A file whose content somebody publishes is that model, whatever it is called here. */
function fromHash(facts: Facts, path: string, hash: string, { rules }: GatherContext): void {
  const same = knownFile(hash, rules);
  if (!same) return;
  const note = `SHA-256 ${hash} is a published file of ${same.model} (${same.source})`;
  const evidence: Evidence = { source: 'hash', path, hash, note, retrieved: same.checkedOn };
  addBase(facts, subjectOf(same.model, rules).id, 'conversion', same.confidence, evidence);
}

/** Claims of a model card, wherever it was read. */
function fromCard(facts: Facts, card: CardFacts, relation: Relation, evidence: Evidence, context: GatherContext, date?: string): void {
  const tags = card.license ?? [];
  const dated = date === undefined ? {} : { date };
  const confidence: Confidence = evidence.source === 'hub' ? 'high' : 'medium';
  for (const tag of tags) {
    const { expression } = readTag(tag, card.licenseName, context.rules, context.engine);
    const note = card.licenseName === undefined ? `license: ${tag}` : `license: ${tag}, license_name: ${card.licenseName}`;
    facts.claims.push({
      expression,
      slot: 'weights',
      role: 'declared',
      confidence,
      evidence: [{ ...evidence, note }],
      rank: RANK.card,
      ...dated,
    });
  }
  for (const base of card.baseModels) addBase(facts, subjectOf(base, context.rules).id, relation, 'high', evidence);
  if (card.gated) facts.gate = { value: card.gated, confidence, evidence: [evidence] };
  if (card.datasets.length > 0 && facts.dataInfo.value === 'unknown') {
    facts.dataInfo = { value: 'summary', confidence: 'low', evidence: [{ ...evidence, note: 'the card names data sets' }] };
  }
  facts.docs = { value: { ...facts.docs.value, modelCard: true }, confidence, evidence: [...facts.docs.evidence, evidence] };
}

function fromStores(facts: Facts, subject: Subject, context: GatherContext): void {
  const entry = context.stores?.find(subject.registry, subject.name, subject.model?.revision);
  if (!entry) return;
  const evidence: Evidence = { source: 'local-store', path: entry.path, note: entry.store };
  if (entry.hasWeights && facts.weights.value === 'unknown')
    facts.weights = { value: 'public', confidence: 'medium', evidence: [evidence] };
  for (const { path, text } of entry.licenseTexts) {
    const found = context.engine.identify(text);
    if (found.expression === null) continue;
    const confidence: Confidence = found.result === 'identified' ? 'high' : 'medium';
    const from: Evidence = { ...evidence, path, hash: sha256(text) };
    facts.claims.push({ expression: found.expression, slot: 'weights', role: 'detected', confidence, evidence: [from], rank: RANK.text });
  }
  if (entry.card && entry.card.isSpace !== true) {
    fromCard(facts, entry.card, guessRelation(entry.card, { adapter: false, gguf: false }), evidence, context);
  }
}

function fromOnline(facts: Facts, subject: Subject, context: GatherContext): void {
  const found = context.online?.model(subject.registry, subject.name);
  if (!found) return;
  const evidence: Evidence = { source: 'hub', url: found.url, retrieved: found.retrieved };
  if (found.status === 'denied') {
    const note = found.private === true ? 'private' : 'gated: access denied';
    if (facts.weights.value === 'unknown') facts.weights = { value: 'gated', confidence: 'medium', evidence: [{ ...evidence, note }] };
    return;
  }
  if (found.status === 'missing') {
    facts.weights.evidence.push({ ...evidence, note: 'the registry knows no such model, or not any more' });
    return;
  }
  const gated = found.gated ?? found.card?.gated;
  if (gated) facts.gate = { value: gated, confidence: 'high', evidence: [evidence] };
  if (found.hasWeights === true) {
    facts.weights = { value: gated === 'auto' || gated === 'manual' ? 'gated' : 'public', confidence: 'high', evidence: [evidence] };
  } else if (found.hasWeights === false && facts.weights.value === 'unknown') {
    facts.weights = { value: 'unknown', confidence: 'medium', evidence: [{ ...evidence, note: 'the repository holds no weights' }] };
  }
  if (found.card) {
    const relation = guessRelation(found.card, { adapter: false, gguf: /gguf/i.test(subject.name) });
    fromCard(facts, found.card, relation, evidence, context, found.lastModified?.slice(0, 10));
  }
}

/** What the project itself says: what it trains from, and clarifications whose text is unchanged. */
function fromProject(facts: Facts, subject: Subject, context: GatherContext): void {
  for (const made of context.published ?? []) {
    if (!samePublished(made.name, subject)) continue;
    for (const { name, relation } of made.bases) {
      addBase(facts, subjectOf(name, context.rules).id, relation, 'high', { source: 'project', path: made.path, line: made.line });
    }
  }
  for (const fact of context.clarifications ?? []) {
    if (fact.model === undefined || !matchesModel(fact.model, subject)) continue;
    const claim: LicenseClaim = {
      expression: readTag(fact.license, undefined, context.rules, context.engine).expression,
      slot: 'weights',
      role: 'concluded',
      confidence: 'high',
      evidence: [
        { source: 'declared', note: fact.source, ...(fact.file ? { path: fact.file } : {}), ...(fact.sha256 ? { hash: fact.sha256 } : {}) },
      ],
      rank: RANK.clarification,
    };
    const lapsed = lapsedBecause(fact, context);
    facts.claims.push(lapsed === undefined ? claim : { ...claim, rank: -1, superseded: lapsed });
  }
}

function lapsedBecause(
  { file, sha256: hash }: { file?: string | undefined; sha256?: string | undefined },
  { project }: GatherContext,
): string | undefined {
  if (file === undefined || hash === undefined) return undefined;
  const text = project.text(file);
  if (text === undefined) return `the clarification judged ${file}, which is not there`;
  return sha256(text) === hash ? undefined : `the clarification judged another text of ${file}`;
}

function samePublished(name: string, subject: Subject): boolean {
  const plain = name.toLowerCase();
  return plain === subject.name.toLowerCase() || plain === subject.id.toLowerCase();
}
