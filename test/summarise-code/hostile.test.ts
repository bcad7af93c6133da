import { describe, expect, it } from 'vitest';
import { readCode, readNotebook, readScripts } from '../../src/summarise/code/index.ts';
import { LANGUAGES, type Language } from '../../src/types/source.ts';
import { misplaced, read, stringsOf } from './show.ts';

/** Deepest nesting of a plain object: what a consumer's recursion would have to bear. */
function deepest(root: unknown): number {
  let level: unknown[] = [root];
  const seen = new Set<object>();
  for (let depth = 0; ; depth++) {
    const next: unknown[] = [];
    for (const it of level) {
      if (it === null || typeof it !== 'object' || seen.has(it)) continue;
      seen.add(it);
      for (const value of Object.values(it)) next.push(value);
    }
    if (next.length === 0) return depth;
    level = next;
  }
}

const PHP = '<?php\n';
const wrap = (language: Language, text: string): string => (language === 'php' ? PHP + text : text);

describe.each(LANGUAGES)('hostile %s', (language) => {
  // The two readers of their own get the full size, the others, which share one, a small part of it.
  const size = (full: number): number => (language === 'python' || language === 'javascript' ? full : Math.ceil(full / 25));

  it.each([
    ['brackets', '('.repeat(size(100_000))],
    ['mixed brackets', '([{'.repeat(size(40_000)) + '}])'.repeat(size(40_000))],
    ['closers', ')}]'.repeat(size(50_000))],
    ['calls', 'f('.repeat(size(50_000)) + '"x"' + ')'.repeat(size(50_000))],
    ['braces', '{'.repeat(size(100_000))],
    ['angles', 'a<'.repeat(size(50_000))],
    ['quotes', '"'.repeat(size(100_001))],
    ['apostrophes', "'".repeat(size(100_001))],
    ['triple quotes', '"""\n'.repeat(size(30_001))],
    ['backticks', '`'.repeat(size(100_001))],
    ['templates', '`${'.repeat(size(50_000))],
    ['interpolations', '"${'.repeat(size(30_000))],
    ['f-strings', "f'{".repeat(size(50_000))],
    ['elements', '<a>'.repeat(size(50_000))],
    ['comments', '/*'.repeat(size(50_000))],
    ['unary', 'not '.repeat(size(50_000)) + '!'.repeat(size(50_000))],
    ['members', `a${'.b'.repeat(size(50_000))}`],
    ['chains', `a${'.b("x")'.repeat(size(20_000))}`],
    ['sums', `x = "a"${' + "b"'.repeat(size(30_000))}`],
    ['choices', `x = ${'a ? "b" : '.repeat(size(20_000))}c`],
    ['conditions', `x = ${'"a" if b else '.repeat(size(20_000))}c`],
    ['arrows', 'a => '.repeat(size(30_000))],
    ['lambdas', 'lambda: '.repeat(size(30_000))],
    ['ifs', 'if (a) '.repeat(size(30_000))],
    ['functions', 'function f() { '.repeat(size(20_000))],
    ['definitions', Array.from({ length: size(1500) }, (_, k) => `${' '.repeat(k)}def f():\n`).join('')],
    ['heredocs', 'x = <<<A\n'.repeat(size(20_000))],
    ['lists', '[1, , ,'.repeat(size(30_000))],
    ['blocks with lists', '{ a: 1, }, '.repeat(size(20_000))],
    ['nested blocks with lists', '{ a: 1, '.repeat(size(180))],
    ['commas', ','.repeat(size(200_000))],
    ['escapes', `"${'\\'.repeat(size(99_999))}`],
  ])('ends on %s, within bounds', (_, text) => {
    const { code, problems } = readCode(language, wrap(language, text));
    expect(deepest(code)).toBeLessThan(3_000);
    expect(problems.length).toBeLessThanOrEqual(21);
  });

  it('reads binary garbage to something', () => {
    let seed = 1;
    const bytes = Array.from({ length: 60_000 }, () => String.fromCharCode((seed = (seed * 16_807) % 2_147_483_647) % 256)).join('');
    const wide = Array.from({ length: 60_000 }, () => String.fromCharCode((seed = (seed * 16_807) % 2_147_483_647) % 65_536)).join('');
    for (const text of [bytes, wide]) {
      const source = wrap(language, text);
      expect(misplaced(readCode(language, source).code, source)).toEqual([]);
    }
  });

  it('keeps lone surrogates, byte order marks and every line end in place', () => {
    const text = wrap(language, `\uFEFFf("\uD83D")\r\nf("ä😀")\rf("x")\u2028`).replace(/^(<\?php\n)\uFEFF/, '$1');
    const { code } = readCode(language, text);
    expect(misplaced(code, text)).toEqual([]);
    expect(
      stringsOf(code)
        .map((it) => it.v)
        .toSorted(),
    ).toEqual(expect.arrayContaining(['\uD83D', 'x', 'ä😀']));
  });
});

describe('large input', () => {
  it('reads a bundle of many megabytes on one line, and says when it stopped reading expressions', () => {
    const text = `!function(){${'var a=b.c("d",{e:"f"},[1,2]);'.repeat(75_000)}}();load("last")`;
    const { code, problems } = readCode('javascript', text);
    expect(problems.map((it) => it.reason)).toEqual(['too much or too broken code: the rest of the file was searched for strings only']);
    expect(code.loose.at(-1)!.expr).toMatchObject({ k: 'str', v: 'last' });
  });

  it('names a language nobody reads', () => {
    expect(readCode('cobol' as Language, 'x').problems).toEqual([{ reason: 'no reader for cobol' }]);
  });
});

describe('broken notebooks and pages', () => {
  it.each([
    ['nothing', '', 'not a notebook: the file is no JSON object'],
    ['a list', '[]', 'not a notebook: the file is no JSON object'],
    ['no cells', '{"metadata": {}}', 'not a notebook: it has no cells'],
    ['text', 'hello', 'not a notebook: the file is no JSON object'],
    [
      'a cut string',
      '{"cells": [{"cell_type": "code", "source": "x = \\"a',
      'the JSON of this notebook is broken: what follows was not read',
    ],
    [
      'a cut cell',
      '{"cells": [{"cell_type": "code", "source": ["x = 1"]',
      'the JSON of this notebook is broken: what follows was not read',
    ],
    ['a bare key', '{cells: []}', 'the JSON of this notebook is broken: what follows was not read'],
  ])('says what is wrong with %s', (_, text, reason) => {
    expect(readNotebook(text).problems.map((it) => it.reason)).toContain(reason);
  });

  it('keeps the cells before the break', () => {
    const { code } = readNotebook('{"cells": [{"cell_type": "code", "source": "a = f(\'x\')"}, {"cell_type": "code", "source": "b = g(\'y');
    expect(code[0]!.calls.length).toBeGreaterThan(0);
  });

  it('bears deep and odd JSON', () => {
    expect(readNotebook(`{"metadata": ${'['.repeat(100_000)}`).problems.length).toBe(1);
    expect(readNotebook(`{"cells": [${'{"cell_type":"code","source":'.repeat(5_000)}`).problems.length).toBe(1);
    expect(readNotebook('{"cells": {"a": 1}, "nbformat": 4}').problems).toEqual([]);
    expect(readNotebook('{"cells": [null, 3, "x", {"cell_type": 4, "source": 5, "outputs": {}}]}').problems).toEqual([]);
  });

  it('reads pages with unclosed scripts and comments', () => {
    expect(read('javascript', '').calls).toEqual([]);
    expect(readScripts('<script>f("x")').code[0]!.calls.length).toBe(1);
    expect(readScripts('<!-- <script>f("x")</script>').code).toEqual([]);
    expect(readScripts('<script '.repeat(20_000)).code).toEqual([]);
  });
});
