import { describe, expect, test } from 'vitest';
import { formatOf, regionOf } from '../../src/summarise/index.ts';
import { commands, comments, entries, env, problems, read } from './helpers.ts';

describe('format of a file by its name', () => {
  test.each([
    ['Dockerfile', 'dockerfile'],
    ['docker/api.Dockerfile', 'dockerfile'],
    ['Dockerfile.gpu', 'dockerfile'],
    ['Containerfile', 'dockerfile'],
    ['models/Modelfile', 'modelfile'],
    ['Modelfile.chat', 'modelfile'],
    ['.env', 'dotenv'],
    ['.env.example', 'dotenv'],
    ['prod.env', 'dotenv'],
    ['env.sample', 'dotenv'],
    ['Makefile', 'makefile'],
    ['a.ipynb', 'notebook'],
    ['App.vue', 'html'],
    ['main.tf', 'hcl'],
    ['infra/main.bicep', 'bicep'],
    ['chat.prompty', 'markdown'],
    ['application.properties', 'properties'],
    ['setup.cfg', 'ini'],
    ['app.csproj', 'xml'],
    ['LICENSE', 'text'],
    ['LICENSE-MODEL.txt', 'text'],
    ['weights/model.gguf', 'model-file'],
    ['pytorch_model-00001-of-00002.bin', 'model-file'],
    ['saved_model.pb', 'model-file'],
    ['values.yaml.tmpl', 'yaml'],
    ['a.tsx', 'javascript'],
    ['MLmodel', 'yaml'],
    ['Kitfile', 'yaml'],
    // Look-alikes.
    ['firmware.bin', 'unknown'],
    ['message.pb', 'unknown'],
    ['license.py', 'python'],
    ['Dockerfile.md', 'markdown'],
    ['environment.ts', 'javascript'],
    ['photo.png', 'unknown'],
    ['constructor', 'unknown'],
    ['a.toString', 'unknown'],
  ])('%s is %s', (path, format) => expect(formatOf(path)).toBe(format));

  test.each([
    ['#!/bin/bash\n', 'shell'],
    ['#!/usr/bin/env python3\n', 'python'],
    ['#!/usr/bin/env -S node --x\n', 'javascript'],
    ['#!/usr/bin/perl\n', 'unknown'],
    ['plain text', 'unknown'],
  ])('a script without ending by its first line %j', (head, format) => expect(formatOf('bin/tool', head)).toBe(format));
});

test('regions are 1-based, end exclusive, in UTF-16 units, for all line ends', () => {
  const text = 'a\r\n😀 "x"\rb\nc';
  const summary = read('a.txt', text);
  const at = text.indexOf('x');
  expect(regionOf(summary, [at, at + 1])).toEqual({ path: 'a.txt', line: 2, column: 5, endLine: 2, endColumn: 6 });
  expect(regionOf(summary, [text.indexOf('b'), text.length])).toMatchObject({ line: 3, column: 1, endLine: 4, endColumn: 2 });
});

describe('.env', () => {
  const text = `\ufeff# MODEL=acme/old
MODEL=acme/new # or acme/other
export A="b c" # tail
B='single $NOT'
C=\${X:-acme/x}
D=\${X-acme/x}
E=\${X=acme/x}
EMPTY=
F="line one
line two"
G=a#b
H="q\\"q"
YAML: acme/y
not a line
`;
  const summary = read('.env', text);
  test('values', () => {
    expect(env(summary)).toEqual([
      'dotenv: MODEL=acme/new',
      'dotenv: A=b c',
      'dotenv: B=single $NOT',
      'dotenv: C=($X | acme/x)',
      'dotenv: D=($X | acme/x)',
      'dotenv: E=($X | acme/x)',
      'dotenv: EMPTY=',
      'dotenv: F=line one\nline two',
      'dotenv: G=a#b',
      'dotenv: H=q"q',
      'dotenv: YAML=acme/y',
    ]);
    expect(comments(summary, text)).toEqual(['# MODEL=acme/old', '# or acme/other', '# tail']);
  });
  test('samples are told apart', () => expect(read('.env.example', 'A=b').env[0]!.host).toBe('dotenv-example'));
});

test('properties: dotted keys, continuations, escapes, commented alternatives', () => {
  const text = `# spring.ai.model=acme/old
spring.ai.model = acme/new
list[0].name: x
url=http\\://host
long=one\\
   two
! other=1
placeholder=\${MODEL:acme/m}
`;
  const summary = read('application.properties', text);
  expect(entries(summary)).toEqual([
    'spring.ai.model = acme/new',
    'list[0].name = x',
    'url = http://host',
    'long = onetwo',
    'placeholder = ${MODEL:acme/m}',
  ]);
  expect(summary.entries.at(-1)!.expr).toMatchObject({
    k: 'alt',
    e: [
      { k: 'name', n: 'MODEL' },
      { k: 'str', v: 'acme/m' },
    ],
  });
  expect(comments(summary, text)).toEqual(['# spring.ai.model=acme/old', '! other=1']);
});

test('INI: sections, quotes, lists over lines, units of systemd', () => {
  const text = `[nlp]
lang = "en"
; vectors = "acme/old"
[components.ner]
source = \${paths.model}
[options]
install_requires =
    lib>=1
    other
url = http://x/#y
[Service]
Environment="MODEL=acme/m" X=1
ExecStart=-/usr/bin/serve --model acme/m
`;
  const summary = read('config.cfg', text);
  expect(entries(summary).slice(0, 5)).toEqual([
    'nlp.lang = en',
    'components.ner.source = ${paths.model}',
    'options.install_requires[0] = lib>=1',
    'options.install_requires[1] = other',
    'options.url = http://x/#y',
  ]);
  expect(commands(summary)).toEqual(['script: /usr/bin/serve · --model · acme/m']);
  expect(env(summary)).toEqual(['shell: MODEL=acme/m', 'shell: X=1']);
});

test('JSON with comments, trailing commas, escapes and a byte order mark', () => {
  const text =
    '\ufeff{\n  // "model": "acme/old",\n  "model": "acme/new",\n  "n": [1, true, null, "a\\u0062"],\n  "o": {"k": "${X:-y}"},\n}';
  const summary = read('config.json', text);
  expect(entries(summary)).toEqual([
    'model = acme/new',
    'n[0] = <number> 1',
    'n[1] = <bool> true',
    'n[2] = <null> null',
    'n[3] = ab',
    'o.k = ${X:-y}',
  ]);
  expect(text.slice(...summary.entries[0]!.keyAt!)).toBe('model');
  expect(problems(summary)).toEqual([]);
});

describe('Dockerfile', () => {
  const text = `# syntax=docker/dockerfile:1
ARG BASE=acme/base:1
FROM \${BASE} AS build
ENV MODEL="acme/m" OTHER=x
ENV OLD acme/old style
RUN --mount=type=cache,target=/x pip install lib && \\
    # a comment between
    hf download acme/n
RUN ["python", "-c", "load('acme/o')"]
FROM build
COPY --from=build ["model.gguf", "/models/"]
ENTRYPOINT ["serve"]
CMD ["--model", "acme/p"]
FROM scratch
RUN <<EOF
ollama pull acme/q
EOF
CMD ollama run $MODEL
LABEL model="acme/r"
`;
  const summary = read('Dockerfile', text);
  test('images, labels and copied files are entries', () => {
    expect(entries(summary)).toEqual(['from = ${BASE}', 'copy = model.gguf', 'copy = /models/', 'from = scratch', 'label.model = acme/r']);
  });
  test('commands', () => {
    expect(commands(summary)).toEqual([
      'dockerfile@${BASE}: pip · install · lib',
      'dockerfile@${BASE}: hf · download · acme/n',
      "dockerfile@${BASE}: python · -c · load('acme/o')",
      'dockerfile@${BASE}: serve · --model · acme/p',
      'script@scratch: ollama · pull · acme/q',
      'dockerfile@scratch: ollama · run · $MODEL',
    ]);
    expect(summary.code[0]!.calls).toHaveLength(1);
  });
  test('variables', () => {
    expect(env(summary)).toEqual([
      'dockerfile: BASE=acme/base:1',
      'dockerfile@${BASE}: MODEL=acme/m',
      'dockerfile@${BASE}: OTHER=x',
      'dockerfile@${BASE}: OLD=acme/old style',
    ]);
  });
});

test('Makefile: variables, recipes, make variables', () => {
  const text = `MODEL ?= acme/m # default
# OLD = acme/old
pull: deps
\t@ollama pull $(MODEL) \\
\t  --quiet
\t-echo done
other:
`;
  const summary = read('Makefile', text);
  expect(env(summary)).toEqual(['shell: MODEL=acme/m']);
  expect(commands(summary)).toEqual(['makefile: ollama · pull · $MODEL · --quiet', 'makefile: echo · done']);
  expect(comments(summary, text)).toEqual(['# default', '# OLD = acme/old']);
});

test('Markdown: front matter is entries, the body and its fences are prose', () => {
  const text = '---\nlicense: mit\nbase_model:\n  - acme/m\n---\n# Title\n```python\nload("acme/n")\n```\n';
  const summary = read('README.md', text);
  expect(entries(summary)).toEqual(['license = mit', 'base_model[0] = acme/m']);
  expect(summary.code).toEqual([]);
  expect(summary.prose.map(({ kind, at }) => [kind, text.slice(...at).slice(0, 7)])).toEqual([['markdown', '# Title']]);
});

test.each(['--- not front matter\na: b\n', 'text\n---\na: b\n---\n', '---\nunclosed: x\n'])('Markdown without front matter: %j', (text) => {
  expect(read('README.md', text).entries).toEqual([]);
});

test('Markdown: directives in HTML comments, not in text', () => {
  const text = 'Write `audit-models: ignore x`.\n<!-- audit-models: huggingface:acme/m -->\n';
  expect(read('README.md', text).directives.map(({ kind, value }) => [kind, value])).toEqual([['declare', 'huggingface:acme/m']]);
});

test('Quarto and R Markdown run their blocks', () => {
  const text = '---\ntitle: x\n---\nText acme/m\n```{python echo=TRUE}\nload("acme/n")\n```\n```python\nload("acme/o")\n```\nEnd\n';
  const summary = read('report.qmd', text);
  expect(summary.code.map(({ calls }) => calls.map(({ call }) => text.slice(...call.at)))).toEqual([['load("acme/n")']]);
  expect(summary.prose.map(({ at }) => text.slice(...at))).toEqual(['Text acme/m\n', '```\n```python\nload("acme/o")\n```\nEnd\n']);
  expect(read('report.md', text).code).toEqual([]);
});

test('Modelfile: keywords in any case, long values, names of parameters', () => {
  const text = `# FROM acme/old
from ./model.gguf
ADAPTER ./lora
PARAMETER temperature 0.7
PARAMETER stop "<|end|>"
SYSTEM """You are
FROM nobody"""
LICENSE """
Text one
"""
MESSAGE user Hello there
`;
  const summary = read('Modelfile', text);
  expect(entries(summary)).toEqual([
    'from = ./model.gguf',
    'adapter = ./lora',
    'parameter.temperature = <number> 0.7',
    'parameter.stop = <|end|>',
    'system = You are\nFROM nobody',
    'license = \nText one',
    'message.user = Hello there',
  ]);
});

test('Terraform: blocks with labels, defaults, references, here-documents', () => {
  const text = `
variable "model" {
  type    = string
  default = "acme-1" # not acme-0
}
resource "azurerm_cognitive_deployment" "chat" {
  name = var.name
  model {
    format = "OpenAI"
    name   = "acme-\${var.size}"
  }
  tags = { a = "b", "c" = 1 }
}
locals {
  pick = var.big ? "acme-l" : "acme-s"
  doc = <<-EOT
    acme/x
  EOT
}
`;
  const summary = read('main.tf', text);
  expect(entries(summary)).toEqual([
    'variable.model.type = string',
    'variable.model.default = acme-1',
    'resource.azurerm_cognitive_deployment.chat.name = var.name',
    'resource.azurerm_cognitive_deployment.chat.model.format = OpenAI',
    'resource.azurerm_cognitive_deployment.chat.model.name = acme-${var.size}',
    'resource.azurerm_cognitive_deployment.chat.tags.a = b',
    'resource.azurerm_cognitive_deployment.chat.tags.c = <number> 1',
    'locals.pick = var.big ? "acme-l" : "acme-s"',
    'locals.doc =     acme/x',
  ]);
  expect(summary.entries[7]!.expr).toMatchObject({ k: 'alt', op: 'cond', e: [{ v: 'acme-l' }, { v: 'acme-s' }] });
  expect(summary.entries[2]!.expr).toMatchObject({ k: 'attr', n: 'name', o: { k: 'name', n: 'var' } });
});

test('Bicep: parameters with defaults and allowed values, nested resources', () => {
  const text = `
@description('the model')
@allowed([
  'acme-1'
  'acme-2'
])
param model string = 'acme-1' // not acme-3
param size int = 3
resource dep 'Microsoft.CognitiveServices/accounts/deployments@2023-05-01' = {
  name: 'chat'
  properties: {
    model: {
      format: 'OpenAI'
      name: model
    }
  }
}
var list = [
  { name: 'a-\${size}' }
]
`;
  const summary = read('main.bicep', text);
  expect(entries(summary)).toEqual([
    'param.model.allowed[0] = acme-1',
    'param.model.allowed[1] = acme-2',
    'param.model.default = acme-1',
    'param.size.default = <number> 3',
    'resource.dep.@type = Microsoft.CognitiveServices/accounts/deployments@2023-05-01',
    'resource.dep.name = chat',
    'resource.dep.properties.model.format = OpenAI',
    'resource.dep.properties.model.name = model',
    'var.list[0].name = a-${size}',
  ]);
});

test('Bicep: descriptions over several lines, and brackets that nothing closes', () => {
  const described = "@description('''\nThe model\\'s name (see the list\n''')\nparam model string = 'acme-1'\n";
  expect(entries(read('main.bicep', described))).toEqual(['param.model.default = acme-1']);
  const open = read('main.bicep', "@description('a'\nparam model string = 'acme-1'\n@minLength(3\nparam other string = 'acme-2'\n");
  expect(entries(open)).toEqual(['param.model.default = acme-1', 'param.other.default = acme-2']);
  expect(open.problems.map((one) => one.reason)).toEqual(['a bracket or string is never closed']);
});

test('HTML: text is prose, scripts are code, choices are entries', () => {
  const text = `<!-- acme/old --><p>Uses acme/m</p><select><option value="acme-1">One</option></select>
<script>load("acme/n")</script><style>a{}</style>`;
  const summary = read('index.html', text);
  expect(entries(summary)).toEqual(['option.@value = acme-1']);
  expect(summary.code).toHaveLength(1);
  expect(summary.prose.map(({ at }) => text.slice(...at))).toEqual(['Uses acme/m', 'One', '<!-- acme/old -->']);
});

test('a lockfile gives nothing: the dependency readers know it', () => {
  expect(read('package-lock.json', '{"packages": {"a": {"version": "1"}}}')).toMatchObject({ entries: [], problems: [] });
});
