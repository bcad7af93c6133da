/** One cheap look at the raw text that tells whether a file can name a model at all. */

import type { RuleBook } from '../types/rules.ts';

/** Words that stand near every name of a model, whatever the library. */
const COMMON = ['model', 'checkpoint', '.gguf', '.onnx', '.safetensors', '.pt"', ".pt'", 'hf://', 'huggingface', 'embedding'];

/** Beginnings of the ids of vendors: letters up to the first digit or mark. */
function idHeads(rules: RuleBook): string[] {
  const heads = new Set<string>();
  for (const provider of rules.providers()) {
    for (const { examples, ambiguousWithoutContext } of provider.modelIdPatterns) {
      if (ambiguousWithoutContext) continue;
      for (const example of examples) {
        const head = /^(?:[a-z]{2,6}\.)?[A-Za-z]+[-_.@:]/.exec(example)?.[0].toLowerCase();
        if (head && head.length >= 4) heads.add(head);
      }
    }
  }
  return [...heads];
}

/** Makes the test. Anchors that contain another anchor are dropped. */
export function createPrefilter(rules: RuleBook, anchors: readonly string[]): (text: string) => boolean {
  const all = [...new Set([...COMMON, ...anchors, ...idHeads(rules)])].toSorted((a, b) => a.length - b.length);
  const least: string[] = [];
  for (const anchor of all) if (anchor.length >= 3 && !least.some((shorter) => anchor.includes(shorter))) least.push(anchor);
  const rest = new RegExp(
    least
      .filter((anchor) => anchor !== 'model')
      .map((anchor) => anchor.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
      .join('|'),
    'i',
  );
  return (text) => text.includes('model') || text.includes('Model') || rest.test(text);
}
