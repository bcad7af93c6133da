/** Words as numbers, and the few English words that decide whether a change to a licence text matters. */

/** Bits of a token that say what kind of word it is; the low 24 bits are its hash. */
export const HASH_MASK = 0xffffff;
export const OPTIONAL = 1 << 24;
/** Number or letter of a list item. */
export const MARKER = 1 << 25;
/** Part of an address. */
export const ADDRESS = 1 << 26;
/** Part of a copyright notice. */
export const NOTICE = 1 << 27;
export const TITLE = 1 << 28;
/** Part of a place that the licence's template lets one fill in. */
export const PLACE = 1 << 29;
/** Words whose absence or presence changes nothing by themselves. */
export const FREE = OPTIONAL | MARKER | ADDRESS | NOTICE | TITLE | PLACE;

/**
 * FNV-1a over the letters, mixed and cut to 24 bits: enough to tell words apart, too little to be a dictionary.
 * `word` must be in lower case.
 */
export function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index += 1) hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  return finish(hash);
}

/** Last step of {@link hashWord}, for callers that feed the letters themselves. */
export function finish(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  return (mixed ^ (mixed >>> 11)) & HASH_MASK;
}

function hashes(words: string): Set<number> {
  return new Set(words.split(/\s+/).map(hashWord));
}

/** Spellings that SPDX's matching guidelines call equivalent, with a few more of the same kind. */
const EQUIVALENT = `
  acknowledgment=acknowledgement analog=analogue analyze=analyse artifact=artefact authorization=authorisation
  authorized=authorised caliber=calibre canceled=cancelled capitalizations=capitalisations catalog=catalogue
  categorize=categorise center=centre emphasized=emphasised favor=favour favorite=favourite fulfill=fulfil
  fulfillment=fulfilment initialize=initialise judgment=judgement labeling=labelling labor=labour license=licence
  licensed=licenced licensee=licencee licensing=licencing licenses=licences maximize=maximise modeled=modelled modeling=modelling offense=offence
  optimize=optimise organization=organisation organize=organise practice=practise program=programme realize=realise
  recognize=recognise signaling=signalling utilization=utilisation while=whilst willful=wilful percent=percentum
  copyrights=copyright http=https author=authors noninfringement=noninfringment
`;

/** Canonical hash by the hash of another spelling. */
export const equivalents = new Map<number, number>(
  EQUIVALENT.trim()
    .split(/\s+/)
    .map((pair) => pair.split('=').map(hashWord) as [number, number])
    .map(([canonical, other]) => [other, canonical]),
);

/** Words that may come or go in a copy of a text without changing what it allows. */
export const NEUTRAL = hashes(
  'a an the this that these those such any its of in on to for by as and or also its it is are be s all each other both which said then here there',
);

/** Words of conditions and limits: text that holds one of them and belongs to no known licence is an added term. */
export const BINDING = hashes(
  `not no nor never only except unless without prohibited prohibit prohibits prohibition forbid forbidden forbids restrict restricted
  restricts restriction restrictions restrictive commercial commercially noncommercial noncommercially revenue revenues display displays
  displayed prominently military weapon weapons train training distill fee fees royalty royalties pay paid payment subscription must shall
  require required requires requirement obligation obligations conditional additional cannot sell selling
  saas compete competes competing competitor competitors evil harm harmful ethical advertising credit attribute attribution territory territories
  educational academic evaluation exceed exceeds terminate terminates terminated consent approval negotiate enterprise
  addendum rider instead`,
);

/** Words at which a copyright notice ends at the latest: the body of a licence or a condition begins. */
export const BODY_START = hashes(
  'permission redistribution redistributions licensed licenses license this everyone use used you subject is are shall must may except unless if under provided noncommercial commercial only not no without prohibited distributed released available',
);

/** Words after "copyright" that show it is no notice. */
export const NOT_A_NOTICE = hashes(
  'notice notices holder holders owner owners law laws license licenses and or in to statement statements interest interests is are disclaimer infringement protection for on the act treaty treaties ownership information status as',
);

/** A number for a whole sequence of words, flags left out. */
export function checksum(words: Uint32Array, length = words.length): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < length; index += 1) sum = Math.imul(sum ^ ((words[index] as number) & HASH_MASK), 0x01000193);
  return sum >>> 0;
}

/** Words that no name or place filled into a template has. */
export const NOT_IN_PLACES = hashes(
  'noncommercial commercial commercially prohibited forbidden military revenue fee fees pay payment must except unless only subscription royalty obligation restriction restrictions additionally however provided not never if you your shall will license licensee terminates terminate',
);

/** Words of the postal addresses to write to for a copy; they changed over the years and bind nobody. */
export const POSTAL = hashes(
  'inc 675 mass ave cambridge 02139 59 temple place suite 330 02111 1307 51 franklin st street fifth floor 02110 1301 31 milk 960789 02196 boston ma usa',
);

/** Numbers of sections. */
export const SECTION_NUMBERS = hashes(Array.from({ length: 100 }, (_, number) => String(number)).join(' '));

export const NEGATIONS = hashes('not no nor never none neither cannot without');
