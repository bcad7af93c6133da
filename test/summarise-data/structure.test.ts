import { describe, expect, test } from 'vitest';
import { commands, entries, env, read } from './helpers.ts';

describe('compose', () => {
  const summary = read(
    'docker-compose.yml',
    `
services:
  llm:
    image: vllm/vllm-openai:latest
    command: --model acme/model-7b --served-model-name chat
    environment:
      - LLM=\${LLM-acme/small}
      - PLAIN=a b
      - PASSED_THROUGH
  list:
    image: acme/server
    entrypoint: ["serve"]
    command: ["--model", "acme/m"]
    environment:
      MODEL: \${MODEL:-acme/default}
      TOKEN:
  app:
    build: .
    command: >
      sh -c "python app.py
      --model acme/n"
models:
  chat:
    model: ai/acme:4B
`,
  );

  test('commands with their image; a command that begins with an option runs the entry point of the image', () => {
    expect(commands(summary)).toEqual([
      'compose@vllm/vllm-openai:latest:  · --model · acme/model-7b · --served-model-name · chat',
      'compose: sh · -c · python app.py\n      --model acme/n',
      'compose: python · app.py · --model · acme/n',
      'compose@acme/server: serve · --model · acme/m',
    ]);
  });

  test('variables as list and as map', () => {
    expect(env(summary)).toEqual([
      'compose@vllm/vllm-openai:latest: LLM=($LLM | acme/small)',
      'compose@vllm/vllm-openai:latest: PLAIN=a b',
      'compose@acme/server: MODEL=($MODEL | acme/default)',
    ]);
  });

  test('top-level models are entries', () => {
    expect(entries(summary).at(-1)).toBe('models.chat.model = ai/acme:4B');
  });
});

describe('Kubernetes', () => {
  const summary = read(
    'deploy/server.yaml',
    `
apiVersion: apps/v1
kind: Deployment
spec:
  template:
    spec:
      containers:
        - name: a
          image: ghcr.io/acme/tgi:2
          args: ["--model-id", "acme/m"]
          env:
            - name: MODEL_ID
              value: acme/m
            - name: TOKEN
              valueFrom: { secretKeyRef: { name: s, key: k } }
        - name: b
          image: acme/b
          command: ["/bin/sh", "-c"]
          args:
            - |
              ollama serve &
              ollama pull acme/n
---
apiVersion: v1
kind: ConfigMap
data:
  LLM_MODEL: acme/o
  file.txt: x
`,
  );

  test('command and args of one container are one command; scripts inside are read', () => {
    expect(commands(summary)).toEqual([
      'k8s@ghcr.io/acme/tgi:2:  · --model-id · acme/m',
      'k8s@acme/b: /bin/sh · -c · ollama serve &\nollama pull acme/n\n',
      'k8s@acme/b: ollama · serve',
      'k8s@acme/b: ollama · pull · acme/n',
    ]);
  });

  test('variables of containers and of config maps', () => {
    expect(env(summary)).toEqual(['k8s@ghcr.io/acme/tgi:2: MODEL_ID=acme/m', 'k8s: LLM_MODEL=acme/o']);
  });
});

describe('CI', () => {
  test('GitHub workflows: run blocks keep their places', () => {
    const text = `
on: push
env:
  MODEL: acme/m
jobs:
  a:
    steps:
      - run: make
      - run: |
          ollama pull \${{ env.MODEL }}
          # ollama pull acme/old
      - shell: bash
        run: "hf download \\"acme/n\\""
      - uses: actions/x@v1
        with:
          model: acme/o
`;
    const summary = read('.github/workflows/ci.yml', text);
    expect(commands(summary)).toEqual(['ci: make', 'ci: ollama · pull · $env.MODEL', 'ci: hf · download · acme/n']);
    expect(env(summary)).toEqual(['ci: MODEL=acme/m']);
  });

  test('GitLab: script lists and variables', () => {
    const summary = read(
      '.gitlab-ci.yml',
      'variables:\n  M: acme/m\njob:\n  before_script:\n    - export X=$M\n  script:\n    - ollama pull $X\n',
    );
    expect(commands(summary)).toEqual(['ci: ollama · pull · $X']);
    expect(env(summary)).toEqual(['ci: M=acme/m', 'shell: X=$M'].map((one) => one.replace('shell', 'ci')));
  });

  test('a Python step is code', () => {
    const text = '- run: |\n    python - <<EOF\n    import lib\n    lib.load("acme/m")\n    EOF\n';
    const summary = read('.github/workflows/a.yml', text);
    expect(summary.code).toHaveLength(1);
    expect(summary.code[0]!.calls.map(({ call }) => text.slice(...call.at))).toEqual(['lib.load("acme/m")']);
  });
});

describe('look-alikes that are no commands', () => {
  test.each([
    ['a word under a script key', 'build: { script: release }\n'],
    ['a list of plain names', 'run: [llama, mistral]\nmodels: [a, b]\n'],
    ['positional arguments outside containers', 'function:\n  arguments: [a, b]\n'],
    ['environments that are lists of names', 'environment: [staging, production]\n'],
  ])('%s', (_, text) => {
    const summary = read('config.yaml', text);
    expect(commands(summary).filter((one) => one.includes(' · '))).toEqual([]);
    expect(env(summary)).toEqual([]);
  });
});

test('package.json scripts are shell lines', () => {
  const text = `{ "scripts": { "pull": "MODEL=acme/m ollama pull $MODEL && node x.js", "q": "echo \\"a\\"" }, "model": "acme/n" }`;
  const summary = read('package.json', text);
  expect(commands(summary)).toEqual([
    'package-script: MODEL=acme/m ollama · pull · $MODEL',
    'package-script: node · x.js',
    'package-script: echo · a',
  ]);
  expect(entries(summary).at(-1)).toBe('model = acme/n');
});

describe('steps that are no Unix shell', () => {
  test('PowerShell by name and by look, scripts of actions, Python', () => {
    const text = `
jobs:
  a:
    steps:
      - shell: pwsh
        run: |
          $env:MODEL = "acme/m"
      - run: |
          Invoke-Download -Uri "https://x/acme.gguf"
      - uses: actions/github-script@v7
        with:
          script: |
            const model = "acme/n";
            call(model);
      - shell: python
        run: |
          load("acme/o")
`;
    const summary = read('.github/workflows/w.yml', text);
    expect(env(summary)).toEqual(['shell: MODEL=acme/m']);
    expect(commands(summary)).toEqual(['ci: Invoke-Download · -Uri · https://x/acme.gguf']);
    expect(summary.code.map(({ language, calls }) => [language, calls.length])).toEqual([
      ['javascript', 1],
      ['python', 1],
    ]);
  });
});

test('files and functions kept as values are read as what they are', () => {
  const text = `
kind: ConfigMap
data:
  app.py: |
    load("acme/m")
  config.yaml: |
    model: acme/n
  notes: |
    load("acme/o")
examples:
  node.js: |
    load("acme/q")
---
Code:
  ZipFile: |
    import lib
    lib.call("acme/p")
`;
  const summary = read('deploy/config.yaml', text);
  expect(summary.code.map(({ calls }) => calls.map(({ call }) => text.slice(...call.at)))).toEqual([
    ['load("acme/m")'],
    ['lib.call("acme/p")'],
  ]);
  expect(summary.entries.filter(({ path }) => path.join('.') === 'model').map(({ value }) => value)).toEqual(['acme/n']);
});
