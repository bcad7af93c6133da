/** Layers of configuration that contradict each other: all places stay, and each says whether it takes effect. */
import { describe, expect, it } from 'vitest';
import { createLinker } from '../../src/link/index.ts';
import { recognise } from '../../src/recognise/index.ts';
import { withLayers } from '../../src/recognise/layers/index.ts';
import { loadRules } from '../../src/rules/index.ts';
import { memoryProject } from '../support/project.ts';

const rules = loadRules();

/** `path:line name: effect` of every used reference that says one. */
function layersOf(files: Record<string, string>): string[] {
  const project = memoryProject(files);
  const { references } = withLayers(recognise(project, createLinker(project), rules), project, rules);
  return references.filter((r) => r.layer).map((r) => `${r.path}:${r.line} ${r.name}: ${r.layer!.effective}`);
}

function because(files: Record<string, string>, place: string): string | undefined {
  const project = memoryProject(files);
  const { references } = withLayers(recognise(project, createLinker(project), rules), project, rules);
  return references.find((r) => `${r.path}:${r.line}` === place)?.layer?.because;
}

const APP = `import os
from openai import OpenAI
OpenAI().chat.completions.create(model=os.getenv("CHAT_MODEL", "gpt-4-turbo"), messages=[])
`;
const compose = (service: string): string => `services:\n  api:\n    build: .\n${service}`;

describe('compose', () => {
  const files = {
    'compose.override.yaml': 'services:\n  api:\n    environment:\n      - CHAT_MODEL=gpt-4.1\n',
    'compose.yaml': compose('    env_file: api.env\n    environment:\n      CHAT_MODEL: gpt-4o\n'),
    'api.env': 'CHAT_MODEL=gpt-4o-mini\n',
    Dockerfile: 'FROM python:3.12\nENV CHAT_MODEL=gpt-3.5-turbo\n',
    'app.py': APP,
  };
  it('override file over environment over env file over image over code', () => {
    expect(layersOf(files)).toEqual(
      [
        'Dockerfile:2 gpt-3.5-turbo: no',
        'api.env:1 gpt-4o-mini: no',
        'app.py:3 gpt-4-turbo: no',
        'compose.override.yaml:4 gpt-4.1: yes',
        'compose.yaml:6 gpt-4o: no',
      ].toSorted(),
    );
    expect(because(files, 'compose.yaml:6')).toBe('compose.override.yaml:4 takes its place in service api');
    expect(because(files, 'compose.override.yaml:4')).toBe(
      'takes the place of compose.yaml:6, api.env:1, Dockerfile:2 and 1 more in service api',
    );
  });

  it('without the upper layers the next one takes effect', () => {
    const { 'compose.override.yaml': _, ...rest } = files;
    expect(layersOf(rest)).toContain('compose.yaml:6 gpt-4o: yes');
    expect(layersOf({ ...rest, 'compose.yaml': compose('    env_file:\n      - path: api.env\n        required: false\n') })).toEqual([
      'Dockerfile:2 gpt-3.5-turbo: no',
      'api.env:1 gpt-4o-mini: yes',
      'app.py:3 gpt-4-turbo: no',
    ]);
    expect(layersOf({ Dockerfile: files.Dockerfile, 'app.py': APP, 'compose.yaml': compose('') })).toEqual([
      'Dockerfile:2 gpt-3.5-turbo: yes',
      'app.py:3 gpt-4-turbo: no',
    ]);
  });

  it('the last of several env files counts', () => {
    expect(
      layersOf({
        'compose.yaml': compose('    env_file: [a.env, b.env]\n'),
        'a.env': 'CHAT_MODEL=gpt-4o\n',
        'b.env': 'CHAT_MODEL=gpt-4.1\n',
        'app.py': APP,
      }),
    ).toEqual(['a.env:1 gpt-4o: no', 'app.py:3 gpt-4-turbo: no', 'b.env:1 gpt-4.1: yes']);
  });

  it.each([
    ['a map', '    environment:\n      CHAT_MODEL: ${CHAT_MODEL:-gpt-4o}\n'],
    ['a list', '    environment:\n      - CHAT_MODEL=${CHAT_MODEL:-gpt-4o}\n'],
  ])('a default of an interpolation gives way to .env, in %s', (_, environment) => {
    const some = { 'compose.yaml': compose(environment), 'app.py': APP };
    expect(layersOf({ ...some, '.env': 'CHAT_MODEL=gpt-4.1\n' })).toEqual([
      '.env:1 gpt-4.1: yes',
      'app.py:3 gpt-4-turbo: no',
      'compose.yaml:5 gpt-4o: no',
    ]);
    expect(layersOf(some)).toEqual(['app.py:3 gpt-4-turbo: no', 'compose.yaml:5 gpt-4o: yes']);
  });

  it('a variable that is only handed through has its value from .env', () => {
    const some = { 'compose.yaml': compose('    environment:\n      - CHAT_MODEL\n'), 'app.py': APP };
    expect(layersOf({ ...some, '.env': 'CHAT_MODEL=gpt-4.1\n' })).toEqual(['.env:1 gpt-4.1: yes', 'app.py:3 gpt-4-turbo: no']);
    // Nobody knows what comes from outside.
    expect(layersOf(some)).toEqual([]);
  });

  it('services differ: what takes effect in one and not in the other is said of both', () => {
    const some = {
      'compose.yaml': compose(
        '    environment: { CHAT_MODEL: gpt-4o }\n    env_file: api.env\n  worker:\n    build: .\n    env_file: api.env\n',
      ),
      'api.env': 'CHAT_MODEL=gpt-4o-mini\n',
      'app.py': APP,
    };
    expect(layersOf(some)).toEqual(['api.env:1 gpt-4o-mini: conditional', 'app.py:3 gpt-4-turbo: no', 'compose.yaml:4 gpt-4o: yes']);
    expect(because(some, 'api.env:1')).toBe('compose.yaml:4 takes its place in service api; takes the place of app.py:3 in service worker');
  });

  it('a merged map gives way to the own value of the service', () => {
    const text =
      'x-env: &env\n  CHAT_MODEL: gpt-4o\nservices:\n  api:\n    build: .\n    environment:\n      <<: *env\n      CHAT_MODEL: gpt-4.1\n';
    expect(layersOf({ 'docker-compose.yml': text, 'app.py': APP })).toContain('docker-compose.yml:8 gpt-4.1: yes');
  });

  it('models of a project are replaced by its override file', () => {
    const text = (model: string): string => `services:\n  api: { image: x, models: [llm] }\nmodels:\n  llm:\n    model: ${model}\n`;
    expect(
      layersOf({ 'compose.yaml': text('ai/gemma3'), 'compose.override.yaml': text('ai/llama3.2'), 'compose.gpu.yaml': text('ai/phi4') }),
    ).toEqual(['compose.override.yaml:5 ai/llama3.2: yes', 'compose.yaml:5 ai/gemma3: no']);
  });

  it('a Dockerfile of another name, in another folder', () => {
    const text = 'services:\n  api:\n    build: { context: ./api, dockerfile: Dockerfile.prod }\n    environment: { CHAT_MODEL: gpt-4o }\n';
    expect(
      layersOf({ 'deploy/compose.yml': text, 'deploy/api/Dockerfile.prod': 'FROM x\nENV CHAT_MODEL=gpt-4.1\n', 'deploy/api/app.py': APP }),
    ).toEqual(['deploy/api/Dockerfile.prod:2 gpt-4.1: no', 'deploy/api/app.py:3 gpt-4-turbo: no', 'deploy/compose.yml:4 gpt-4o: yes']);
  });
});

describe('without compose', () => {
  it('ENV of an image over the default in its code, in Python and JavaScript', () => {
    const js = `import OpenAI from 'openai';\nconst model = process.env.CHAT_MODEL ?? 'gpt-4-turbo';\nawait new OpenAI().chat.completions.create({ model });\n`;
    expect(layersOf({ Dockerfile: 'FROM node\nENV CHAT_MODEL=gpt-4o\n', 'src/app.mjs': js })).toEqual([
      'Dockerfile:2 gpt-4o: yes',
      'src/app.mjs:2 gpt-4-turbo: no',
    ]);
  });
  it('.env counts where it is loaded', () => {
    const some = { '.env': 'CHAT_MODEL=gpt-4o\n', 'app.py': APP };
    expect(layersOf(some)).toEqual(['.env:1 gpt-4o: conditional', 'app.py:3 gpt-4-turbo: conditional']);
    expect(because(some, 'app.py:3')).toBe('.env:1 takes its place where .env is loaded');
  });
});

describe('profiles', () => {
  it('Helm: values of an environment over values.yaml, beside a chart', () => {
    const values = (model: string) => `vllm:\n  model: ${model}\n`;
    const files = { 'c/values.yaml': values('Qwen/Qwen2.5-7B-Instruct'), 'c/values-prod.yaml': values('Qwen/Qwen2.5-72B-Instruct') };
    expect(layersOf({ ...files, 'c/Chart.yaml': 'name: x\n' })).toEqual([
      'c/values-prod.yaml:2 Qwen/Qwen2.5-72B-Instruct: conditional',
      'c/values.yaml:2 Qwen/Qwen2.5-7B-Instruct: conditional',
    ]);
    expect(because({ ...files, 'c/Chart.yaml': 'name: x\n' }, 'c/values.yaml:2')).toBe(
      'c/values-prod.yaml:2 takes its place with environment prod',
    );
    expect(layersOf(files)).toEqual([]);
  });
  it('Spring: a profile file in the other format and another spelling of the key', () => {
    expect(
      layersOf({
        'application.properties': 'spring.ai.openai.chat.options.model=gpt-4o\n',
        'application-prod.yml': 'spring:\n  ai:\n    open-ai:\n      chat:\n        options:\n          model: gpt-4o-mini\n',
      }),
    ).toEqual(['application-prod.yml:6 gpt-4o-mini: conditional', 'application.properties:1 gpt-4o: conditional']);
  });
  it('Quarkus: a profile in front of the key', () => {
    const text =
      'quarkus.langchain4j.openai.chat-model.model-name=gpt-4o\n%dev.quarkus.langchain4j.openai.chat-model.model-name=gpt-4o-mini\n';
    expect(layersOf({ 'application.properties': text })).toEqual([
      'application.properties:1 gpt-4o: conditional',
      'application.properties:2 gpt-4o-mini: conditional',
    ]);
  });
});

describe('nothing is said', () => {
  it.each([
    ['when layers agree', { 'compose.yaml': compose('    environment: { CHAT_MODEL: gpt-4-turbo }\n'), 'app.py': APP }],
    ['of another variable', { 'compose.yaml': compose('    environment: { EMBED_MODEL: gpt-4o }\n'), 'app.py': APP }],
    [
      'of a service that builds other code',
      { 'compose.yaml': 'services:\n  a:\n    build: ./a\n    environment: { CHAT_MODEL: gpt-4o }\n', 'b/app.py': APP },
    ],
    [
      'of a service that builds nothing',
      { 'compose.yaml': 'services:\n  a:\n    image: x\n    environment: { CHAT_MODEL: gpt-4o }\n', 'app.py': APP },
    ],
    ['of a sample', { '.env.example': 'CHAT_MODEL=gpt-4o\n', 'app.py': APP }],
    ['of stages that differ', { Dockerfile: 'FROM a AS x\nENV CHAT_MODEL=gpt-4o\nFROM b\nENV CHAT_MODEL=gpt-4.1\n', 'app.py': APP }],
    ['of an image beside the code', { 'other/Dockerfile': 'FROM a\nENV CHAT_MODEL=gpt-4o\n', 'app.py': APP }],
    [
      'of compose files for other stages',
      {
        'compose.yaml': compose('    environment: { CHAT_MODEL: gpt-4o }\n'),
        'compose.prod.yaml': compose('    environment: { CHAT_MODEL: gpt-4.1 }\n'),
      },
    ],
    ['of an env file outside the tree', { 'compose.yaml': compose('    env_file: ../../secrets.env\n'), 'app.py': APP }],
    [
      'of another key of a chart',
      { 'Chart.yaml': 'name: x\n', 'values.yaml': 'a:\n  model: gpt-4o\n', 'values-prod.yaml': 'b:\n  model: gpt-4.1\n' },
    ],
  ] as [string, Record<string, string>][])('%s', (_, files) => {
    expect(layersOf(files)).toEqual([]);
  });
});

describe('hostile files', () => {
  it('thousands of services and profiles are bounded', () => {
    const services = Array.from({ length: 3000 }, (_, i) => `  s${i}:\n    build: .\n    environment: { CHAT_MODEL: gpt-4o }\n`).join('');
    const found = layersOf({ 'compose.yaml': `services:\n${services}`, 'app.py': APP });
    expect(found).toContain('app.py:3 gpt-4-turbo: no');
    const reason = because({ 'compose.yaml': `services:\n${services}`, 'app.py': APP }, 'app.py:3');
    expect(reason!.length).toBeLessThan(300);
  });
  it.each([
    ['a scalar for services', 'services: 7\n'],
    [
      'lists in odd places',
      'services:\n  api: [1, 2]\n  b:\n    environment: [[CHAT_MODEL=gpt-4o]]\n    env_file: {a: {b: c}}\n    build: [x]\n',
    ],
    ['itself as its environment', 'services:\n  api: &a\n    environment: *a\n'],
  ])('%s', (_, text) => {
    expect(layersOf({ 'compose.yaml': text, 'app.py': APP, '.env': '\0\0CHAT_MODEL' })).toEqual([]);
  });
});
