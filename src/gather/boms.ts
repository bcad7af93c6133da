/** What BOM files of the project say about a model. */

import { identifyName, idOf } from '../identify/index.ts';
import type { BomLicense, BomModel } from '../types/dependency.ts';
import type { Evidence, Facts, LicenseClaim } from '../types/model.ts';
import type { Confidence } from '../types/reference.ts';
import { rankBeside, readTag, union } from './claims.ts';
import { addBase, subjectOf, type Subject } from './subject.ts';
import { knownFile } from './hashes.ts';
import { folderOf, modelTree, sha256 } from './tree.ts';
import type { GatherContext } from './types.ts';

interface BomIndex {
  byId: Map<string, BomModel[]>;
  byHash: Map<string, BomModel[]>;
  /** What a whole file describes, by the folder of the file. */
  byFolder: Map<string, BomModel[]>;
}

const indexes = new WeakMap<readonly BomModel[], BomIndex>();

function indexOf(boms: readonly BomModel[], { rules }: GatherContext): BomIndex {
  let index = indexes.get(boms);
  if (index) return index;
  indexes.set(boms, (index = { byId: new Map(), byHash: new Map(), byFolder: new Map() }));
  const put = (map: Map<string, BomModel[]>, key: string, bom: BomModel): void => {
    const known = map.get(key);
    if (known) known.push(bom);
    else map.set(key, [bom]);
  };
  for (const bom of boms) {
    const { name, registry, revision } = bom;
    const identity = identifyName({ name, ...(registry ? { registry } : {}), ...(revision ? { revision } : {}) }, rules);
    put(index.byId, idOf(identity).toLowerCase(), bom);
    for (const hash of bom.sha256) put(index.byHash, hash, bom);
    if (bom.role === 'subject') put(index.byFolder, folderOf(bom.manifest.path), bom);
  }
  return index;
}

/**
 * Components that speak of the model: by its name, by the hash of its file in the tree, or because the BOM lies beside the weights and
 * describes one model as a whole. In the root, where a BOM describes what the project makes, that proves nothing about other files.
 */
function statementsOn(subject: Subject, context: GatherContext): { bom: BomModel; because?: string }[] {
  if (!context.boms || context.boms.length === 0) return [];
  const { byId, byHash, byFolder } = indexOf(context.boms, context);
  const found: { bom: BomModel; because?: string }[] = (byId.get(subject.id.toLowerCase()) ?? []).map((bom) => ({ bom }));
  const hash = subject.registry === 'file' ? modelTree(context.project).folderOfFile(subject.name).header(subject.name)?.sha256 : undefined;
  for (const bom of (hash !== undefined && byHash.get(hash)) || []) {
    if (!found.some((one) => one.bom === bom)) found.push({ bom, because: `names SHA-256 ${hash} of this file` });
  }
  const folder = subject.registry === 'file' ? folderOf(subject.name) : '';
  const beside = folder === '' ? [] : (byFolder.get(folder) ?? []);
  if (beside.length === 1 && !found.some((one) => one.bom === beside[0]))
    found.push({ bom: beside[0]!, because: 'lies beside the weights' });
  return found;
}

/**
 * Licences, bases, hashes and data sets of BOM components. A BOM repeats what its maker read or believed, and nobody can see which; a
 * licence text that lies beside the weights outweighs it.
 */
export function fromBoms(facts: Facts, subject: Subject, context: GatherContext): void {
  const statements = statementsOn(subject, context);
  if (statements.length === 0) return;
  const rank = rankBeside(facts.claims);
  for (const { bom, because } of statements) {
    const evidence: Evidence = { source: 'bom', path: bom.manifest.path, line: bom.manifest.line, ...(because ? { note: because } : {}) };
    facts.claims.push(...claimsOf(bom, rank, context));
    for (const base of bom.bases) {
      const registry = base.registry ?? 'huggingface';
      const id = registry === 'huggingface' ? subjectOf(base.name, context.rules).id : `${registry}:${base.name}`;
      if (id !== subject.id) addBase(facts, id, 'unknown', 'high', { ...evidence, line: base.line });
    }
    for (const hash of bom.sha256) {
      const same = knownFile(hash, context.rules);
      if (!same) continue;
      const id = subjectOf(same.model, context.rules).id;
      const note = `SHA-256 ${hash} is a published file of ${same.model}`;
      if (id !== subject.id) addBase(facts, id, 'conversion', 'high', { ...evidence, hash, note });
    }
    if (bom.datasets.length > 0 && facts.dataInfo.value === 'unknown') {
      facts.dataInfo = { value: 'summary', confidence: 'low', evidence: [{ ...evidence, note: 'the BOM names data sets' }] };
    }
  }
}

/** One claim for all licences that were declared, one for those that were concluded, one per text. */
function claimsOf(bom: BomModel, rank: number, context: GatherContext): LicenseClaim[] {
  const of = (what: BomLicense['what']): BomLicense[] => bom.licenses.filter((one) => one.what === what);
  const at = ({ line }: BomLicense, note: string): Evidence => ({ source: 'bom', path: bom.manifest.path, line, note });
  const claims: LicenseClaim[] = [];
  for (const what of ['declared', 'concluded'] as const) {
    const stated = of(what);
    const read = stated.map((one) => readTag(one.written, undefined, context.rules, context.engine));
    if (stated.length === 0) continue;
    // A licence nobody knows among several binds all the same.
    const unread = read.some(({ expression }) => expression === 'NOASSERTION');
    claims.push({
      expression: unread ? 'NOASSERTION' : union(read.map(({ expression }) => expression)),
      slot: 'weights',
      role: what,
      confidence: 'medium',
      evidence: stated.map((one) => at(one, one.written.slice(0, 200))),
      rank,
    });
  }
  for (const one of of('text')) {
    const found = context.engine.identify(one.written);
    if (found.expression === null) continue;
    const confidence: Confidence = found.result === 'identified' ? 'medium' : 'low';
    const evidence: Evidence = { ...at(one, 'text of the licence'), hash: sha256(one.written) };
    claims.push({ expression: found.expression, slot: 'weights', role: 'detected', confidence, evidence: [evidence], rank });
  }
  return claims;
}
