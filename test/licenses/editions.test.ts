import { describe, expect, it } from 'vitest';
import { createNamer } from '../../src/licenses/text/naming.ts';
import { identifyWords } from '../../src/licenses/text/identify.ts';
import type { KnownText } from '../../src/licenses/text/store.ts';
import { fingerprints } from '../../src/licenses/text/store.ts';
import type { TokenStream } from '../../src/licenses/text/tokens.ts';
import { HASH_MASK } from '../../src/licenses/text/words.ts';
import { rules } from './helpers.ts';

// The texts of AI licences are not in this repository, their words are, as numbers: the tests work on those.
const namer = createNamer(rules);
const editions = fingerprints().texts.filter(({ edition }) => edition !== undefined);
const none = { kind: 'none', stated: false } as const;

/** Identifies a sequence of word numbers, standing each in a line of its own. */
function identify(words: number[]) {
  const length = words.length;
  const starts = Uint32Array.from(words.keys(), (index) => index * 2);
  const file: TokenStream = { words: Uint32Array.from(words), starts, ends: starts.map((start) => start + 1), length, readTo: length * 2 };
  return identifyWords('w\n'.repeat(length), file, [], namer, () => none);
}

const plainWords = (text: KnownText): number[] => Array.from(text.words, (word) => word & HASH_MASK);
/** Words that no text has. */
const strange = (count: number): number[] => Array.from({ length: count }, (_, index) => 0xfff000 + index);

describe('AI licence editions', () => {
  it('has all of them', () => {
    expect(editions).toHaveLength(157);
  });

  it('knows every edition and takes none for a sibling', () => {
    const wrong = editions.filter((text) => {
      const { result, licenses } = identify(plainWords(text));
      return !(result === 'identified' && licenses.length === 1 && licenses[0]?.text === text.edition);
    });
    expect(wrong.map(({ edition }) => edition)).toEqual([]);
  });

  it('never calls a text plain that lacks fourteen words', () => {
    const wrong = editions.filter((text) => {
      const words = plainWords(text);
      const middle = Math.floor(words.length / 2);
      const { result, licenses } = identify([...words.slice(0, middle), ...words.slice(middle + 14)]);
      return result === 'identified' && licenses[0]?.text === text.edition;
    });
    expect(wrong.map(({ edition }) => edition)).toEqual([]);
  });

  it('never calls a text plain that has other words in it', () => {
    const wrong = editions.filter((text) => {
      const words = plainWords(text);
      const middle = Math.floor(words.length / 3);
      return identify([...words.slice(0, middle), ...strange(6), ...words.slice(middle)]).result === 'identified';
    });
    expect(wrong.map(({ edition }) => edition)).toEqual([]);
  });

  it('names the record of an edition, and a reference where SPDX has no id', () => {
    const llama = editions.find(({ edition }) => edition === 'llama-3.1') as KnownText;
    expect(identify(plainWords(llama))).toMatchObject({
      expression: rules.license('llama-3.1-community')?.licenseRef,
      licenses: [{ id: 'llama-3.1-community', text: 'llama-3.1' }],
    });
  });

  it('tells generations of one family apart by their numbers alone', () => {
    const families = [
      'llama-3.1',
      'llama-3.2',
      'llama-3.3',
      'llama-4',
      'kimi-k2-modified-mit',
      'kimi-k2.5-modified-mit',
      'openmdw-1.0',
      'openmdw-1.1',
    ];
    const found = families.map((name) => {
      const text = editions.find(({ edition }) => edition === name) as KnownText;
      return identify([...strange(40), ...plainWords(text), ...strange(40)]).licenses[0]?.text;
    });
    expect(found).toEqual(families);
  });
});
