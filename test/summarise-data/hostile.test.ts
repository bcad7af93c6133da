import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDataFormat, readData } from '../../src/summarise/data/index.ts';
import type { DataFormat } from '../../src/summarise/data/index.ts';
import { MAX_ENTRIES, MAX_TEXT } from '../../src/summarise/data/reading.ts';
import { summarise } from '../../src/summarise/index.ts';
import type { FileFormat } from '../../src/types/source.ts';
import { problems, read } from './helpers.ts';

const FORMATS: FileFormat[] = [
  'shell',
  'powershell',
  'yaml',
  'json',
  'toml',
  'ini',
  'dotenv',
  'properties',
  'xml',
  'dockerfile',
  'makefile',
  'modelfile',
  'markdown',
  'hcl',
  'bicep',
  'html',
  'text',
];
const formats = FORMATS.filter((format): format is DataFormat => isDataFormat(format));

test('every data format is covered', () => expect(formats).toHaveLength(FORMATS.length));

/** Pieces that break readers: unclosed things, escapes, marks of every format, odd characters. */
const PIECES = [
  '"',
  "'",
  '`',
  '"""',
  "'''",
  '\\',
  '${',
  '${A:-',
  '}',
  '{{',
  '}}',
  '{%',
  '$(',
  ')',
  '<<EOF\n',
  'EOF\n',
  '[',
  ']',
  '[[',
  '{',
  ':',
  ': ',
  ' #',
  '#',
  '//',
  '/*',
  '-',
  '- ',
  '---\n',
  '|',
  '|2\n',
  '>',
  '>-\n',
  '&a ',
  '*a',
  '!t ',
  '<<: *a',
  '?',
  '=',
  '==',
  ',',
  '\n',
  '\r\n',
  '\r',
  '\t',
  ' ',
  '  ',
  '\0',
  '\ufeff',
  '\ufffd',
  '\ud800',
  '<!--',
  '-->',
  '<a b="',
  '</a>',
  '<![CDATA[',
  '<script>',
  'FROM x\n',
  'RUN ',
  'CMD [',
  'case x in\n',
  'esac',
  'for a in b; do',
  'key',
  'a.b',
  '@allowed(',
  'param x string = ',
  '%',
  '@"\n',
  '\n"@',
];
const noise = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(''));

describe('whatever stands in a file, a reader returns', () => {
  test.each(formats)('%s', (format) => {
    fc.assert(
      fc.property(noise, (text) => {
        const summary = summarise('file', format, text);
        for (const { at, value, escaped } of summary.entries) {
          if (at[0] < 0 || at[1] < at[0] || at[1] > text.length) throw new Error(`span ${at.join('-')} outside the text`);
          if (!escaped && text.slice(...at) !== value) throw new Error(`${JSON.stringify(value)} is not at ${at.join('-')}`);
        }
        return !summary.problems.some(({ reason }) => reason.includes('reader failed'));
      }),
      { numRuns: 80, seed: 7 },
    );
  });
});

describe('bounded', () => {
  test('text beyond the limit is not read, and that is said', () => {
    const big = `{"a": "${'x'.repeat(MAX_TEXT)}"}`;
    const summary = summarise('big.json', 'json', big);
    expect(summary.entries).toEqual([]);
    expect(problems(summary)).toEqual(['longer than 16 Mi characters: not read as json']);
  });

  test.each([
    ['json', `[${'"a",'.repeat(MAX_ENTRIES + 10)}1]`],
    ['yaml', '- a\n'.repeat(MAX_ENTRIES + 10)],
    ['toml', `a = [${'"a",'.repeat(MAX_ENTRIES + 10)}1]`],
    ['properties', 'a=1\n'.repeat(MAX_ENTRIES + 10)],
    ['xml', `<a>${'<b>1</b>'.repeat(MAX_ENTRIES + 10)}</a>`],
  ] as const)('more values than the limit: %s', (format, text) => {
    const summary = summarise('many', format, text);
    expect(summary.entries).toHaveLength(MAX_ENTRIES);
    expect(problems(summary)).toEqual(['more than 100,000 values: the rest was not read']);
  });

  test('of a list of numbers only the beginning is kept', () => {
    const summary = read('vector.json', `{"v": [${'1, '.repeat(500)}2], "w": "x"}`);
    expect(summary.entries).toHaveLength(17);
    expect(problems(summary)).toEqual([]);
  });

  test.each([
    ['json', '['.repeat(50_000)],
    ['json', '{"a":'.repeat(50_000)],
    ['yaml', '['.repeat(50_000)],
    ['yaml', Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['yaml', '- '.repeat(50_000)],
    ['toml', `a = ${'['.repeat(50_000)}`],
    ['toml', `a = ${'{b='.repeat(50_000)}`],
    ['xml', '<a>'.repeat(50_000)],
    ['hcl', 'a {'.repeat(50_000)],
    ['bicep', `var a = ${'['.repeat(50_000)}`],
    ['shell', '$('.repeat(50_000)],
    ['shell', '"$('.repeat(50_000)],
    ['shell', '${a:-'.repeat(50_000)],
    ['shell', 'case x in '.repeat(20_000)],
    ['dotenv', `A=${'${a:-'.repeat(50_000)}`],
  ] as const)('nesting without end: %s %#', (format, text) => {
    const summary = summarise('deep', format, text);
    expect(summary.entries.length).toBeLessThan(MAX_ENTRIES);
    expect(problems(summary).some((reason) => reason.includes('reader failed'))).toBe(false);
  });

  test('an alias bomb gives a bounded number of values', () => {
    const levels = 'abcdefghij'.split('');
    const lines = [`a: &a [${Array.from({ length: 10 }, () => 'lol').join(', ')}]`];
    for (const [index, name] of levels.slice(1).entries())
      lines.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${levels[index]!}`).join(', ')}]`);
    const summary = read('bomb.yaml', lines.join('\n'));
    expect(summary.entries.length).toBeLessThan(51_000);
    expect(problems(summary)).toEqual(['aliases stand for more than 50,000 values: the rest was not read']);
  });

  test('an anchor that contains itself ends', () => {
    const summary = read('loop.yaml', 'a: &a\n  b: *a\n  c: 1\n');
    expect(summary.entries.some((entry) => entry.path.join('.') === 'a.c')).toBe(true);
    expect(summary.entries.length).toBeLessThan(10_001);
  });

  test.each([
    ['shell', `${'`'.repeat(100_001)}`],
    ['shell', `${"'".repeat(100_001)}`],
    ['shell', `${'x <<EOF '.repeat(5_000)}`],
    ['yaml', `a: "${'x\n'.repeat(200_000)}`],
    ['yaml', `${'x # y\n'.repeat(100_000)}`],
    ['yaml', `${'{{ x\n'.repeat(50_000)}`],
    ['ini', `${'a = b \\\n'.repeat(50_000)}`],
    ['properties', `${'a = b \\\n'.repeat(50_000)}`],
    ['dockerfile', `${'RUN a \\\n'.repeat(50_000)}`],
    ['dockerfile', `${'RUN <<EOF\n'.repeat(5_000)}`],
    ['makefile', `${'\ta \\\n'.repeat(50_000)}`],
    ['hcl', `${'a = <<E\n'.repeat(5_000)}`],
    ['html', `${'<script>'.repeat(20_000)}`],
    ['html', `${'<style>'.repeat(20_000)}`],
    ['xml', `${'<!--'.repeat(50_000)}`],
    ['powershell', `${'<#'.repeat(20_000)}`],
    ['powershell', `${'"'.repeat(50_001)}`],
    ['powershell', `${'@"\n'.repeat(20_000)}`],
    ['markdown', `---\n${'a:\n'.repeat(100_000)}`],
  ] as const)('repetition stays linear: %s %#', (format, text) => {
    const summary = summarise('long', format, text);
    expect(problems(summary).some((reason) => reason.includes('reader failed'))).toBe(false);
  });
});

describe('reported', () => {
  test.each([
    ['yaml', 'a: "x\nb: c\n', 'quote without its end'],
    ['toml', 'a = "x\nb = 1\n', 'quote without its end'],
    ['toml', 'a = \nb = 1\n', 'not valid TOML: the rest of the line was not read'],
    ['json', '{"a": }', 'not valid JSON here: values may be missing'],
    ['shell', "echo it's\n", 'quote without its end'],
    ['dotenv', 'A="x\n', 'quote without its end'],
    ['modelfile', 'SYSTEM """x\n', 'quote without its end'],
    ['xml', '<a><!-- x', 'comment without its end'],
    ['hcl', 'a = <<EOT\nx\n', 'here-document without its end EOT'],
    ['dockerfile', 'FROM x\nRUN <<EOF\ny\n', 'here-document without its end EOF'],
    ['text', 'a\0b', 'holds NUL characters: probably not a text file'],
    ['ini', '[a]\n<<<<<<< HEAD\nb=1\n=======\nb=2\n>>>>>>> x\n', 'merge conflict markers: values of both sides may appear'],
  ] as const)('%s: %j', (format, text, reason) => {
    expect(problems(summarise('file', format, text))).toContain(reason);
  });

  test('a broken line costs only itself', () => {
    expect(readData('a.toml', 'toml', 'a = "x\nb = "y"\n').entries).toMatchObject([{ path: ['b'], value: 'y' }]);
    expect(readData('.env', 'dotenv', 'A="x\nB=y\n').env.map(({ name }) => name)).toEqual(['A', 'B']);
  });

  test('replacement characters of undecodable bytes are ordinary text', () => {
    expect(read('a.yaml', 'a: \ufffd\ufffdx\n').entries).toMatchObject([{ value: '\ufffd\ufffdx' }]);
  });
});
