// Turns what the Hub says about a model into the fields of a catalogue record.

const RELATIONS = new Set(['finetune', 'adapter', 'merge', 'quantized']);
const WEIGHTS = /\.(?:safetensors|bin|gguf|onnx|pt|pth|ckpt|h5|msgpack|tflite|nemo|keras|pb)$/i;

/** Values of `license` in card data; the Hub takes a string or a list. */
const strings = (value) => (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string' && one !== '');

/**
 * Licence, gate and base models as the Hub states them.
 * @param info answer of GET /api/models/<id>
 * @param isLicense (name) => whether rules/licenses knows it
 */
export function hubFacts(info, isLicense) {
  const card = typeof info.cardData === 'object' && info.cardData !== null ? info.cardData : {};
  const tags = strings(info.tags ?? []);
  const tagged = tags.filter((tag) => tag.startsWith('license:')).map((tag) => tag.slice('license:'.length));
  const licenses = strings(card.license).length > 0 ? strings(card.license) : tagged;
  const facts = { gated: info.gated === 'auto' || info.gated === 'manual' ? info.gated : undefined };
  if (licenses.length === 1) {
    const [license] = licenses;
    const name = strings(card.license_name)[0];
    facts.license = license === 'other' && name !== undefined && isLicense(name) ? name : license;
    if (license === 'other' && name !== undefined) facts.licenseName = name;
  } else if (licenses.length > 1) {
    facts.license = 'multiple';
    facts.licenseName = licenses.join(', ');
  }
  const bases = strings(card.base_model).filter((base) => /^[\w.-]+\/[\w.-]+$/.test(base));
  if (bases.length > 0) {
    facts.baseModel = bases;
    const relation = tags.map((tag) => /^base_model:(\w+):/.exec(tag)?.[1]).find((word) => word !== undefined && RELATIONS.has(word));
    facts.baseModelRelation = relation ?? (bases.length > 1 ? 'merge' : 'finetune');
  }
  if (Array.isArray(info.siblings)) facts.hasWeights = info.siblings.some((file) => WEIGHTS.test(file?.rfilename ?? ''));
  return facts;
}

/**
 * The record as it reads after a look at the Hub, and what changed, in words. What the Hub does not say stays as it was.
 * A licence that the Hub contradicts is kept as a conflict, since the record may speak of the licence file and the Hub of the card.
 */
export function refreshRecord(record, info, { isLicense, today }) {
  const facts = hubFacts(info, isLicense);
  const revision = typeof info.sha === 'string' ? ` at ${info.sha.slice(0, 12)}` : '';
  const source = `Hub card of ${record.id}${revision}`;
  const changes = [];
  const next = { ...record };
  if (facts.license !== undefined && !(facts.license === 'other' && record.license !== undefined)) {
    if (record.license !== facts.license) {
      changes.push(`licence ${record.license ?? 'not stated'} -> ${facts.license}`);
      if (record.license !== undefined && record.license !== 'other') {
        next.licenseConflicts = [
          { license: record.license, source: record.licenseSource ?? 'not stated' },
          ...(record.licenseConflicts ?? []),
        ];
      }
      next.license = facts.license;
    }
    next.licenseSource = source;
    if (facts.licenseName !== undefined) next.licenseName = facts.licenseName;
    else delete next.licenseName;
  }
  if (facts.gated !== record.gated && facts.gated !== undefined) changes.push(`gate ${record.gated ?? 'none known'} -> ${facts.gated}`);
  if (facts.gated !== undefined) Object.assign(next, { gated: facts.gated, gatedSource: source });
  if (facts.gated !== undefined && record.weights === 'public') {
    next.weights = 'gated';
    changes.push('weights public -> gated');
  }
  if (facts.baseModel !== undefined && facts.baseModel.join() !== (record.baseModel ?? []).join()) {
    changes.push(`base model ${(record.baseModel ?? ['none']).join(', ')} -> ${facts.baseModel.join(', ')}`);
    Object.assign(next, { baseModel: facts.baseModel, baseModelRelation: facts.baseModelRelation });
  }
  next.source = [source, ...record.source.filter((one) => !one.startsWith('Hub card of'))];
  next.checkedOn = today;
  return { record: next, changes };
}
