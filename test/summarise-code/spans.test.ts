import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCode, readNotebook } from '../../src/summarise/code/index.ts';
import type { Language } from '../../src/types/source.ts';
import { misplaced, stringsOf } from './show.ts';

/** How each language writes a call with one string in it. */
const STATEMENTS: [Language, (body: string) => string][] = [
  ['python', (body) => `x = f("${body}")`],
  ['javascript', (body) => `x = f("${body}");`],
  ['go', (body) => `x := f("${body}")`],
  ['java', (body) => `String x = f("${body}");`],
  ['kotlin', (body) => `val x = f("${body}")`],
  ['csharp', (body) => `var x = f("${body}");`],
  ['rust', (body) => `let x = f("${body}");`],
  ['swift', (body) => `let x = f("${body}")`],
  ['php', (body) => `$x = f("${body}");`],
  ['scala', (body) => `val x = f("${body}")`],
  ['dart', (body) => `var x = f("${body}");`],
  ['ruby', (body) => `x = f("${body}")`],
  ['r', (body) => `x <- f("${body}")`],
];

const plain = fc.constantFrom(
  'a',
  'org/name',
  '-',
  '4.1',
  ':',
  'é',
  '😀',
  '中',
  '\u00a0',
  '\t',
  ' ',
  "'",
  '(',
  ')',
  '[',
  ']',
  '}',
  ',',
  '#',
  '//',
  '/*',
  '--',
  '<',
  '>',
  '=',
);
const bodies = fc.array(plain, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
const lineEnds = fc.constantFrom('\n', '\r\n', '\r\n\r\n', '\n\t\n');

describe.each(STATEMENTS)('strings in %s', (language, statement) => {
  it('stand where their regions say, and are all found', () => {
    fc.assert(
      fc.property(fc.array(bodies, { minLength: 1, maxLength: 6 }), lineEnds, fc.boolean(), (strings, lineEnd, mark) => {
        const head = (language === 'php' ? '<?php' : mark ? '\uFEFF' : '') + lineEnd;
        const text = head + strings.map(statement).join(lineEnd) + lineEnd;
        const { code } = readCode(language, text);
        expect(misplaced(code, text)).toEqual([]);
        expect(code.calls.map(({ call }) => call.a[0]?.v)).toMatchObject(strings.map((v) => ({ k: 'str', v })));
      }),
      { numRuns: 60 },
    );
  });

  it('are marked when escapes make them differ from the text', () => {
    const escaped = fc.constantFrom('\\n', '\\t', '\\\\', '\\"', 'x', 'é😀');
    fc.assert(
      fc.property(fc.array(escaped, { minLength: 1, maxLength: 6 }), (parts) => {
        const text = `${language === 'php' ? '<?php\n' : ''}${statement(parts.join(''))}\n`;
        const { code } = readCode(language, text);
        expect(misplaced(code, text)).toEqual([]);
        expect(stringsOf(code).map((it) => it.v)).toEqual([
          parts.join('').replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c === 't' ? '\t' : c)),
        ]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('any text', () => {
  const soup = fc
    .array(
      fc.constantFrom(
        '"',
        "'",
        '`',
        '"""',
        '\\',
        '{',
        '}',
        '(',
        ')',
        '[',
        ']',
        '<',
        '>',
        '/',
        '*',
        '#',
        '${',
        '#{',
        '\\(',
        '\n',
        '\r\n',
        ' ',
        'a',
        'f',
        'r',
        'if ',
        'def ',
        'end',
        'do ',
        'class ',
        '=',
        ',',
        ':',
        '😀',
        '\t',
        'case ',
        'match ',
        '=>',
        '->',
        '|',
        '$',
        '@',
        'return ',
        'func ',
        'let ',
        'in ',
        '%',
        '<<<A\n',
        '<<~A\n',
        '?',
        '!',
        '0',
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join(''));

  it.each([...STATEMENTS.map(([language]) => language), 'c', 'elixir', 'sql'] as Language[])(
    'keeps the strings of %s in place',
    (language) => {
      fc.assert(
        fc.property(soup, (text) => {
          const source = language === 'php' ? `<?php ${text}` : text;
          const reading = readCode(language, source);
          expect(misplaced(reading.code, source)).toEqual([]);
          for (const it of [...reading.prose, ...reading.problems]) expect(it.at![0] <= it.at![1] && it.at![1] <= source.length).toBe(true);
        }),
        { numRuns: 250 },
      );
    },
  );

  it('keeps offsets when a text stands inside a file', () => {
    fc.assert(
      fc.property(soup, fc.nat(100), (text, base) => {
        const file = ' '.repeat(base) + text;
        expect(misplaced(readCode('javascript', text, { base }).code, file)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps the strings of a notebook in place, however its JSON is written', () => {
    fc.assert(
      fc.property(fc.array(soup, { maxLength: 3 }), fc.boolean(), (cells, ascii) => {
        let text = JSON.stringify({ cells: cells.map((source) => ({ cell_type: 'code', source })), metadata: {} });
        if (ascii) text = text.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
        const { code, commands, env } = readNotebook(text);
        expect(misplaced([code, commands, env], text)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
