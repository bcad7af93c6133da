import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { newReading } from '../../src/summarise/data/reading.ts';
import type { Reading, ScalarStyle } from '../../src/summarise/data/reading.ts';
import { readYamlLines } from '../../src/summarise/data/yaml-lines.ts';
import { readWithLibrary } from '../../src/summarise/data/yaml.ts';
import { comments, entries, problems, read } from './helpers.ts';

const yaml = (text: string) => read('values.yaml', text);

describe('YAML values', () => {
  test('maps, lists, nested and compact forms, types', () => {
    const summary = yaml(`
model: acme/m
size: 7
load: true
empty:
list:
- a
- name: b
  kind: c
-   - d
nested:
    deep:
        "quoted key": 'it''s'
`);
    expect(entries(summary)).toEqual([
      'model = acme/m',
      'size = <number> 7',
      'load = <bool> true',
      'empty = <null>',
      'list[0] = a',
      'list[1].name = b',
      'list[1].kind = c',
      'list[2][0] = d',
      "nested.deep.quoted key = it's",
    ]);
  });

  test('block scalars, folded and quoted over several lines', () => {
    const summary = yaml('a: |\n  one\n   two\n\n  three\nb: >-\n  x\n  y\n\n  z\nc: "p\n  q"\nd: plain\n  goes on\n');
    expect(entries(summary)).toEqual(['a = one\n two\n\nthree', 'b = x y\nz', 'c = p q', 'd = plain goes on']);
    expect(summary.entries.every((entry) => entry.escaped)).toBe(true);
  });

  test('several documents are numbered', () => {
    expect(entries(yaml('a: 1\n---\nb: 2\n---\n# nothing here\n---\nc: 3\n'))).toEqual([
      'a = <number> 1',
      '#1 b = <number> 2',
      '#2 c = <number> 3',
    ]);
  });

  test('flow collections', () => {
    expect(entries(yaml('a: [x, "y", {z: 1}]\nb: { k: v, l: [ m ] } # c\n'))).toEqual([
      'a[0] = x',
      'a[1] = y',
      'a[2].z = <number> 1',
      'b.k = v',
      'b.l[0] = m',
    ]);
  });

  test('what is commented out is no entry', () => {
    const text = '# model: acme/old\nmodel: acme/new # or acme/other\nurl: http://x/#frag\n';
    const summary = yaml(text);
    expect(entries(summary)).toEqual(['model = acme/new', 'url = http://x/#frag']);
    expect(comments(summary, text)).toEqual(['# model: acme/old', '# or acme/other']);
  });

  test('anchors, aliases and merges give the values they stand for', () => {
    const text = 'base: &b\n  model: acme/m\nuse: *b\nmore:\n  <<: *b\n  x: 1\n';
    const summary = yaml(text);
    expect(entries(summary)).toEqual(['base.model = acme/m', 'use.model = acme/m', 'more.model = acme/m', 'more.x = <number> 1']);
  });

  test('tags, explicit keys and key positions', () => {
    const text = 'a: !!str 1\n? b\n: c\n';
    const summary = yaml(text);
    expect(entries(summary)).toEqual(['a = 1', 'b = c']);
    expect(text.slice(...summary.entries[1]!.keyAt!)).toBe('b');
  });
});

describe('templates', () => {
  const text = `
{{- if .Values.enabled }}
kind: Deployment
metadata:
  labels:
    {{- include "x.labels" . | nindent 4 }}
spec:
  containers:
    {{- range $i, $c := .Values.list }}
    - name: {{ .Chart.Name }}
      image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default "v1" }}"
      args: ["--model", {{ .Values.model | quote }}]
      {{- end }}
      model: {{ default "acme/m" .Values.model }}
{{- end }}
`;

  test('values and their expressions are found between the template lines', () => {
    const summary = yaml(text);
    expect(entries(summary)).toEqual([
      'kind = Deployment',
      'metadata.labels = <null>',
      'spec.containers[0].name = {{ .Chart.Name }}',
      'spec.containers[0].image = {{ .Values.image.repository }}:{{ .Values.image.tag | default "v1" }}',
      'spec.containers[0].args[0] = --model',
      'spec.containers[0].args[1] = {{ .Values.model | quote }}',
      'spec.containers[0].model = {{ default "acme/m" .Values.model }}',
    ]);
    expect(summary.entries.at(-1)!.expr).toMatchObject({
      k: 'alt',
      e: [
        { k: 'attr', n: 'model' },
        { k: 'str', v: 'acme/m' },
      ],
    });
    expect(problems(summary)).toEqual([]);
  });

  test('ERB, and quotes over several lines', () => {
    const text = "<% if x %>\nmodel: <%= name %>\ntext: 'one\n  two: three'\nlast: acme/m\n<% end %>\n";
    expect(entries(yaml(text))).toEqual(['model = <%= name %>', 'text = one two: three', 'last = acme/m']);
  });

  test('an action over several lines is passed over', () => {
    expect(entries(yaml('{{- $x := dict\n  "a" 1\n}}\nmodel: {{ .Values.m }}\n'))).toEqual(['model = {{ .Values.m }}']);
  });
});

describe('broken YAML', () => {
  test.each([
    ['an unclosed quote', 'a: "x\nb: y\n', ['b = y']],
    ['an unclosed bracket', 'a: [x\nb: y\n', ['b = y']],
    ['tabs as indentation', 'a:\n\tb: y\n', ['a.b = y']],
    ['merge conflict', '<<<<<<< HEAD\nm: x\n=======\nm: y\n>>>>>>> other\n', ['m = x', 'm = y']],
  ])('%s: the rest is still read, and it is said', (_, text, expected) => {
    const summary = yaml(text);
    expect(entries(summary)).toEqual(expect.arrayContaining(expected));
    expect(summary.problems).not.toEqual([]);
  });
});

/** Both readings in a form that can be compared. */
function comparable(reading: Reading): unknown[] {
  const values = reading.entries.map((entry) => [
    entry.path,
    entry.value,
    entry.type,
    entry.value === '' ? [] : entry.at,
    entry.keyAt,
    entry.doc ?? 0,
    entry.escaped ?? false,
  ]);
  return [...values, ...reading.prose.map(({ at }) => at)];
}

describe('the line reader against the yaml library', () => {
  const folder = new URL('../../fixtures/summarise-data/yaml/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

  test('there are files to compare', () => expect(files.length).toBeGreaterThanOrEqual(5));

  test.each(files)('%s', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const own = newReading();
    const styles: ScalarStyle[] = [];
    expect(readYamlLines(text, 0, own, styles, false)).toBe(true);
    const library = readWithLibrary(text, 0)!;
    expect(comparable(own)).toEqual(comparable(library.reading));
    expect(styles).toEqual(library.styles);
  });

  test.each([
    'a: &x 1\nb: *y\n',
    'a: &x\n  b: *x\n',
    'a: !!str b\n',
    '&x a: b\n',
    '<<: [*a, *b]\n',
    '? a\n: b\n',
    'a: b: c\n',
    'a: [b: c]\n',
    'a: "x\n',
    'a: {b\n',
    '%YAML 1.2\n---\na: b\n',
    'a:\n\tb: c\n',
    '--- text\n',
    'a: - b\n',
    'a: b\n  c: d\n',
    '- a\nb: c\n',
    'a: -\n',
    'a: @b\n',
    'a: "\\q"\n',
  ])('leaves to the library: %j', (text) => {
    expect(readYamlLines(text, 0, newReading(), [], false)).toBe(false);
  });
});
