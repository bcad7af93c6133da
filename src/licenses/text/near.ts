/** Whether a word is a misspelling of another one of which only the hash is known. */

import { hashWord } from './words.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
/** In shorter words one letter can turn the sense round (`now`, `not`). */
const MIN_LENGTH = 6;
const MAX_LENGTH = 30;
const MIN_PLURAL = 4;

/** True for the other number of a noun, and when one letter added, dropped, changed or two swapped make `word` the word with hash `wanted`. Numbers are never near. */
export function nearWord(word: string, wanted: number): boolean {
  if (word.length >= MIN_PLURAL && (hashWord(`${word}s`) === wanted || (word.endsWith('s') && hashWord(word.slice(0, -1)) === wanted)))
    return true;
  if (word.length < MIN_LENGTH || word.length > MAX_LENGTH || !/^[a-z]+$/.test(word)) return false;
  for (let at = 0; at <= word.length; at += 1) {
    const before = word.slice(0, at);
    const after = word.slice(at);
    if (after && hashWord(before + after.slice(1)) === wanted) return true;
    if (after.length > 1 && hashWord(before + after.charAt(1) + after.charAt(0) + after.slice(2)) === wanted) return true;
    for (const letter of LETTERS) {
      if (hashWord(before + letter + after) === wanted) return true;
      if (after && hashWord(before + letter + after.slice(1)) === wanted) return true;
    }
  }
  return false;
}
