// Changed licence texts for the bench: some changes matter and some do not.

/** A seeded generator of numbers from 0 to 1. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const CLAUSES = [
  'The Software may not be used for any commercial purpose.',
  'You must display the name of the Licensor prominently in the user interface of your product.',
  'If your annual revenue exceeds one million dollars you must obtain a separate license.',
  'This license does not grant you the right to sell the Software.',
  'Use by military organizations is prohibited.',
  'You shall not use the Software to train machine learning models.',
  'Redistribution requires the prior written consent of the author.',
  'Additional condition: a fee of ten dollars is payable for each copy.',
  'Use is permitted for research purposes only.',
  'The Software shall be used for Good, not Evil.',
  'You may not offer the Software to third parties as a hosted service.',
  'This license terminates if you have more than 700 million monthly active users.',
];
const OTHER_WORDS = [
  'payment',
  'forbidden',
  'registered',
  'employees',
  'domestic',
  'approval',
  'exclusive',
  'temporary',
  'sponsor',
  'revocable',
  'academic',
  'members',
];

const pick = (list, random) => list[Math.floor(random() * list.length)];

function rewrapped(text, width) {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => {
      const lines = [];
      let line = '';
      for (const word of paragraph.split(/\s+/)) {
        if (line && line.length + word.length + 1 > width) {
          lines.push(line);
          line = word;
        } else line = line ? `${line} ${word}` : word;
      }
      return [...lines, line].join('\n');
    })
    .join('\n\n');
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Longer words that are terms; `terms` holds the offsets of words where a change must not go unseen. */
function bodyWords(text, terms) {
  return [...text.matchAll(/[A-Za-z]{5,}/g)].filter(({ index }) => terms.has(index));
}

/** One mutation of every kind. `harmless`: the text is still the same licence; `joined`: the other text in it. */
export function mutationsOf(text, texts, random, terms) {
  const out = [];
  const add = (kind, changed, harmless, joined) => out.push({ kind, changed, harmless, joined });
  add('rewrapped', rewrapped(text, 40 + Math.floor(random() * 80)), true);
  add('one line per paragraph', rewrapped(text, 1e9), true);
  const prefix = pick(['// ', ' * ', '# ', '-- ', ';; ', '> ', '\t'], random);
  add(
    'comment',
    text
      .split('\n')
      .map((line) => prefix + line)
      .join('\n'),
    true,
  );
  add(
    'html',
    `<html><body>${text
      .split(/\n\s*\n/)
      .map((part) => `<p>${escaped(part)}</p>`)
      .join('\n')}</body></html>`,
    true,
  );
  add(
    'markdown',
    `# License\n\n${text
      .split('\n')
      .map((line) => (random() < 0.1 && line.trim() ? `**${line.trim()}**` : line))
      .join('\n')}`,
    true,
  );
  add('line ends', `\uFEFF${text.replaceAll('\n', '\r\n')}`, true);
  add('notice', `Copyright (c) ${1990 + Math.floor(random() * 35)} Jane Doe and the Example Project Authors\n\n${text}`, true);

  const paragraphs = text.split(/\n\s*\n/);
  const at = Math.floor(random() * (paragraphs.length + 1));
  add('clause inserted', [...paragraphs.slice(0, at), pick(CLAUSES, random), ...paragraphs.slice(at)].join('\n\n'), false);
  add('clause appended', `${text.trimEnd()}\n\n${pick(CLAUSES, random)}\n`, false);
  add('clause before', `${pick(CLAUSES, random)}\n\n${text}`, false);
  add('clause in the last line', `${text.trimEnd()} ${pick(CLAUSES, random)}`, false);

  const body = bodyWords(text, terms);
  if (body.length > 20) {
    const word = pick(body, random);
    const other = pick(
      OTHER_WORDS.filter((candidate) => candidate !== word[0].toLowerCase()),
      random,
    );
    add('word swapped', text.slice(0, word.index) + other + text.slice(word.index + word[0].length), false);
    const gap = pick(body, random);
    add('not inserted', `${text.slice(0, gap.index)}not ${text.slice(gap.index)}`, false);
    const from = pick(body, random).index;
    const run = /^(?:\S+\s+){14}/.exec(text.slice(from))?.[0];
    if (run) add('words removed', text.slice(0, from) + text.slice(from + run.length), false);
    const end = Math.floor(text.length * (0.3 + random() * 0.3));
    // Some texts end with a long part that need not be there.
    if ([...terms].filter((offset) => offset > end).length > 10) add('cut', text.slice(0, end), false);
    const numbers = [...text.matchAll(/\b[Vv]ersion (\d)/g)].filter(({ index, 0: whole }) => terms.has(index + whole.length - 1));
    if (numbers.length > 0) {
      const number = pick(numbers, random);
      const digit = number.index + number[0].length - 1;
      add('version altered', text.slice(0, digit) + ((Number(number[1]) + 4) % 10) + text.slice(digit + 1), false);
    }
  }
  const other = pick(texts, random);
  if (other.text !== text) add('joined', `${text}\n\n--------------------\n\n${other.text}`, true, other.text);
  return out;
}
