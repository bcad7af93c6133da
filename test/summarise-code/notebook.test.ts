import { describe, expect, it } from 'vitest';
import { moveSpans, readNotebook, readScripts } from '../../src/summarise/code/index.ts';
import { facts, misplaced, show, stringsOf } from './show.ts';

/** A notebook as Jupyter writes it: one source line per row. */
function notebook(cells: { type: string; source: string; outputs?: unknown[]; metadata?: object }[], metadata: object = {}): string {
  const list = cells.map((cell) => ({
    cell_type: cell.type,
    metadata: cell.metadata ?? {},
    ...(cell.type === 'code' ? { outputs: cell.outputs ?? [], execution_count: null } : {}),
    source: cell.source.split(/(?<=\n)/),
  }));
  return JSON.stringify({ cells: list, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1);
}
const code = (source: string, more: object = {}) => ({ type: 'code', source, ...more });

describe('notebooks', () => {
  const text = notebook([
    { type: 'markdown', source: '# Uses org/md\n' },
    code('MODEL = "org/name"  # audit-models: huggingface:org/x\n', { outputs: [{ text: ['org/output'] }] }),
    code(
      '%pip install -q transformers\n!ollama pull llama:1b && python -m spacy download en_x\nimport os\n%env KEY=org/env\nfiles = !ls\nload(MODEL,\n     revision="a\\tb", note="é😀")\n',
    ),
    code('%%writefile cfg.yaml\nmodel: org/yaml\n'),
    code('%%bash\nvllm serve org/served\n'),
    { type: 'raw', source: 'org/raw' },
  ]);
  const reading = readNotebook(text);

  it('joins the Python cells to one scope', () => {
    expect(reading.code.length).toBe(1);
    expect(facts(reading.code[0]!)).toEqual({
      bindings: ['MODEL = "org/name"'],
      calls: ['load(MODEL, revision="a\\tb"!, note="é😀")'],
      loose: [],
      imports: ['os as os'],
    });
  });

  it('keeps every string at its place in the raw JSON', () => {
    expect(misplaced([reading.code, reading.commands, reading.env], text)).toEqual([]);
    const name = stringsOf(reading.code).find((it) => it.v === 'org/name')!;
    expect(text.slice(...name.at)).toBe('org/name');
    // Lines are those of the raw JSON, so that an editor finds them.
    const line = text.slice(0, name.at[0]).split('\n').length;
    expect(text.split('\n')[line - 1]).toContain('MODEL = ');
    const escaped = stringsOf(reading.code).find((it) => it.v === 'a\tb')!;
    expect([escaped.escaped, text.slice(...escaped.at)]).toEqual([true, String.raw`a\\tb`]);
  });

  it('hands magic lines to the shell reader', () => {
    expect(reading.commands.map((it) => it.argv.map(show).join(' '))).toEqual([
      '"pip" "install" "-q" "transformers"',
      '"ollama" "pull" "llama:1b"',
      '"python" "-m" "spacy" "download" "en_x"',
      '"ls"',
      '"vllm" "serve" "org/served"',
    ]);
    expect(reading.env.map((it) => [it.name, show(it.value), text.slice(...it.at)])).toEqual([['KEY', '"org/env"', 'KEY=org/env']]);
  });

  it('gives written files with a map into the notebook', () => {
    const { name, format, text: body, map } = reading.written[0]!;
    expect([name, format, body]).toEqual(['cfg.yaml', 'yaml', 'model: org/yaml\n']);
    const entry = { at: [7, 15] as [number, number] };
    moveSpans([entry], map);
    expect(text.slice(...entry.at)).toBe('org/yaml');
  });

  it('takes markdown, outputs and raw cells for prose', () => {
    expect(reading.prose.map((it) => it.kind)).toEqual(['markdown', 'output', 'comment', 'text']);
    expect(reading.directives.map((it) => [it.value, text.slice(...it.at)])).toEqual([
      ['huggingface:org/x', 'audit-models: huggingface:org/x'],
    ]);
    expect(reading.problems).toEqual([]);
  });

  it('leaves per cents and exclamation marks of Python alone', () => {
    const { commands, code: found } = readNotebook(
      notebook([code('a = ("x"\n     % b)\nif a \\\n  != c: pass\ns = """\n!not a command\n%nor this\n"""\n')]),
    );
    expect(commands).toEqual([]);
    expect(facts(found[0]!).bindings).toEqual(['a = "x"', 's = "\\n!not a command\\n%nor this\\n"!']);
  });

  it('lets nothing stay open from one cell to the next', () => {
    const { code: found } = readNotebook(notebook([code('f("a",'), code('b = g("c")\n')]));
    expect(facts(found[0]!).calls).toEqual(['f("a")', 'g("c")']);
  });

  it('reads other kernels, cells in another language, and old notebooks', () => {
    const mixed = readNotebook(
      notebook([
        code('const a = f("js");', { metadata: { vscode: { languageId: 'javascript' } } }),
        code('%%js\nconst b = "two";'),
        code('c = "py"'),
      ]),
    );
    expect(mixed.code.map((it) => [it.language, facts(it).bindings])).toEqual([
      ['javascript', ['a = f("js")', 'b = "two"']],
      ['python', ['c = "py"']],
    ]);
    const csharp = readNotebook(notebook([code('var a = new C("m");')], { kernelspec: { language: 'C#' } }));
    expect(csharp.code.map((it) => [it.language, facts(it).bindings])).toEqual([['csharp', ['a = new C("m")']]]);
    const old = readNotebook(
      '{"worksheets": [{"cells": [{"cell_type": "code", "input": "x = \\"org/old\\"", "language": "python"}]}], "nbformat": 3}',
    );
    expect(facts(old.code[0]!).bindings).toEqual(['x = "org/old"']);
    expect(readNotebook(notebook([code('x')], { kernelspec: { language: 'julia' } })).problems.map((it) => it.reason)).toEqual([
      'no reader for notebook cells in julia',
    ]);
  });
});

describe('pages with scripts', () => {
  it('reads script blocks where they stand, and no others', () => {
    const text = `<template><p>f("no")</p></template>
<script setup lang="ts">
const model = ref<string>('org/vue');
</script>
<script type="application/json">{"m": "org/json"}</script>
<!-- <script>f("org/commented")</script> audit-models: ignore no-licence -->
<SCRIPT type='module'>load("org/two")</SCRIPT >
`;
    const { code: found, prose, directives } = readScripts(text);
    expect(found.map((it) => facts(it).calls)).toEqual([['ref("org/vue")'], ['load("org/two")']]);
    expect(misplaced(found, text)).toEqual([]);
    expect(prose.length).toBe(1);
    expect(directives.map((it) => it.value)).toEqual(['no-licence']);
  });

  it('reads the front matter of Astro', () => {
    const text = '---\nconst m = "org/astro";\n---\n<h1>{m}</h1>\n';
    expect(readScripts(text).code.map((it) => facts(it).bindings)).toEqual([['m = "org/astro"']]);
  });
});
