import { describe, expect, it } from 'vitest';
import { createLinker } from '../../src/link/index.ts';
import { memoryProject } from '../support/project.ts';
import { answerOf, entryValues, shown } from './ask.ts';

describe('reading variables', () => {
  const env = { '.env': 'MODEL=org/env\n' };
  it.each([
    ['main.py', 'import os\nask(os.getenv("MODEL", "org/d"))\n', ['org/env config', 'org/d env-default']],
    ['main.py', 'import os\nask(os.environ.get("MODEL") or "org/d")\n', ['org/env config', 'org/d env-default']],
    ['main.py', 'import os\nask(os.environ["MODEL"])\n', ['org/env config']],
    ['main.py', 'from os import environ, getenv\nask(getenv("MODEL"))\n', ['org/env config']],
    ['main.py', 'import os\nNAME = "MODEL"\nask(os.getenv("OTHER", "org/d"))\n', ['org/d env-default']],
    ['main.py', 'from decouple import config\nask(config("MODEL", default="org/d"))\n', ['org/env config', 'org/d env-default']],
    ['main.py', 'import os\nask(os.getenv("MODEL", "org/d").strip())\n', ['org/env config', 'org/d env-default']],
    ['main.ts', 'ask(process.env.MODEL ?? "org/d");\n', ['org/env config', 'org/d env-default']],
    ['main.ts', 'import process from "node:process";\nask(process.env.MODEL);\n', ['org/env config']],
    ['main.ts', 'const { MODEL = "org/d" } = process.env;\nask(MODEL);\n', ['org/env config', 'org/d env-default']],
    ['main.ts', 'ask(import.meta.env.MODEL);\n', ['org/env config']],
    ['main.ts', 'ask(Deno.env.get("MODEL") || "org/d");\n', ['org/env config', 'org/d env-default']],
  ])('%s %s', (path, text, expected) => {
    const a = answerOf({ ...env, [path]: text }, path);
    expect(a.values).toEqual(expected);
    expect(a.complete).toBe(false);
    expect(a.reason).toMatch(/environment variable \w+ (?:may be set when the program runs|is not set in the project)/);
  });

  it('is not fooled by an object of that name', () => {
    expect(
      answerOf({ ...env, 'main.ts': 'const process = { env: { MODEL: "org/own" } };\nask(process.env.MODEL);\n' }, 'main.ts').values,
    ).toEqual(['org/own constant']);
  });
});

describe('what the project sets', () => {
  const values = (files: Record<string, string>, name = 'MODEL'): string[] =>
    createLinker(memoryProject(files))
      .environment(name)
      .values.map((v) => `${shown(v)} ${v.how} ${v.confidence} ${v.path}`);

  it('orders by strength: compose, .env, image, default in code, example', () => {
    const files = {
      '.env.example': 'MODEL=org/example\n',
      '.env': 'MODEL=org/env # org/not-this\n',
      Dockerfile: 'FROM python:3\nENV MODEL=org/image\n',
      'docker-compose.yml': 'services:\n  app:\n    image: x\n    environment:\n      - MODEL=org/compose\n',
      'main.py': 'import os\nM = os.getenv("MODEL", "org/code")\n',
    };
    expect(values(files)).toEqual([
      'org/compose config high docker-compose.yml',
      'org/env config high .env',
      'org/image config high Dockerfile',
      'org/example config medium .env.example',
      'org/code env-default high main.py',
    ]);
  });

  it('reads defaults of placeholders, also without a colon', () => {
    expect(values({ 'docker-compose.yml': 'services:\n  app:\n    environment:\n      MODEL: ${MODEL-org/dash}\n' })).toEqual([
      'org/dash config high docker-compose.yml',
    ]);
    expect(values({ 'docker-compose.yml': 'services:\n  app:\n    environment:\n      MODEL: ${OTHER:-org/colon}\n' })).toEqual([
      'org/colon config high docker-compose.yml',
    ]);
  });

  it('has nothing for a variable whose name only contains the one asked for', () => {
    expect(values({ '.env': 'MY_MODEL=org/a\nMODEL_2=org/b\n' })).toEqual([]);
  });

  it('leaves out empty settings', () => {
    expect(values({ '.env': 'MODEL=\n' })).toEqual([]);
  });

  it('prefers settings beside or above the reading file in a tree of many programs', () => {
    const files = {
      'a/.env': 'MODEL=org/a\n',
      'b/.env': 'MODEL=org/b\n',
      'b/src/main.py': 'import os\nask(os.environ["MODEL"])\n',
    };
    expect(answerOf(files, 'b/src/main.py').values).toEqual(['org/b config']);
  });
});

describe('placeholders in structured files', () => {
  it('resolves Helm values', () => {
    const files = {
      'chart/values.yaml': 'llm:\n  model: org/a\n',
      'chart/templates/deploy.yaml': 'spec:\n  model: "{{ .Values.llm.model }}"\n',
    };
    expect(entryValues(files, 'chart/templates/deploy.yaml', 'spec.model')).toEqual(['org/a config']);
  });

  it('resolves a placeholder with a default and the variable behind it', () => {
    const files = { '.env': 'LLM=org/env\n', 'conf.yaml': 'model: ${LLM:-org/d}\n' };
    expect(entryValues(files, 'conf.yaml', 'model')).toEqual(['org/env config', 'org/d env-default']);
  });

  it('resolves Spring placeholders by the key they name', () => {
    const files = {
      'src/main/resources/application.properties': 'app.llm.model=org/a\nspring.ai.model=${app.llm.model:org/d}\n',
    };
    expect(entryValues(files, 'src/main/resources/application.properties', 'spring.ai.model')).toEqual([
      'org/a config',
      'org/d env-default',
    ]);
  });
});

describe('configuration files', () => {
  const conf = { 'conf/app.yaml': 'model:\n  name: org/a\n  size: 3\nother:\n  name: org/other\n' };
  it.each([
    ['import yaml\ncfg = yaml.safe_load(open("conf/app.yaml"))\nask(cfg["model"]["name"])\n', ['org/a config']],
    ['import yaml\nwith open("conf/app.yaml") as f:\n    cfg = yaml.safe_load(f)\nask(cfg["model"]["name"])\n', ['org/a config']],
    [
      'import yaml\nfrom pathlib import Path\ncfg = yaml.safe_load(Path("conf/app.yaml").read_text())\nask(cfg["model"]["name"])\n',
      ['org/a config'],
    ],
    ['from omegaconf import OmegaConf\ncfg = OmegaConf.load("conf/app.yaml")\nask(cfg.model.name)\n', ['org/a config']],
    ['def main(cfg):\n    ask(cfg.model.name)\n', ['org/a config']],
    ['class A:\n    def f(self):\n        ask(self.config.model.name)\n', ['org/a config']],
    ['def main(response):\n    ask(response.model.name)\n', []],
    ['def main(cfg):\n    ask(cfg.model.nothing)\n', []],
    ['def main(cfg):\n    ask(cfg.name.model)\n', []],
  ])('%s', (text, expected) => {
    expect(answerOf({ ...conf, 'main.py': text }, 'main.py').values).toEqual(expected);
  });

  it('is surer of a file that is loaded than of a name that fits', () => {
    const loaded = answerOf(
      { ...conf, 'main.py': 'import yaml\ncfg = yaml.safe_load(open("conf/app.yaml"))\nask(cfg["model"]["name"])\n' },
      'main.py',
    );
    const named = answerOf({ ...conf, 'main.py': 'def main(cfg):\n    ask(cfg.model.name)\n' }, 'main.py');
    const single = answerOf({ 'config.yaml': 'model_name: org/a\n', 'main.py': 'def main(cfg):\n    ask(cfg.model_name)\n' }, 'main.py');
    expect([loaded.confidences, named.confidences, single.confidences]).toEqual([['high'], ['medium'], ['low']]);
  });

  it.each([
    [
      'a file of a tool',
      { 'fern/generators.yml': 'groups:\n  local:\n    generators:\n      - name: org/sdk\n        config:\n          name: org/b\n' },
    ],
    ['a file nobody reads', { 'data/samples.yaml': 'name: org/a\n' }],
    ['a list of a configuration', { 'config.yaml': 'services:\n  - name: org/a\n' }],
    ['another section', { 'config.yaml': 'image:\n  name: org/a\n' }],
  ])('takes no value out of %s', (_what, files) => {
    expect(answerOf({ ...files, 'main.py': 'def main(config):\n    ask(config.name)\n' }, 'main.py').values).toEqual([]);
  });

  it.each([
    ['the top of a configuration', { 'config.yaml': 'name: org/a\n' }],
    ['a folder of configurations', { 'conf/base.yaml': 'name: org/a\n' }],
    ['a section of settings', { 'settings.yaml': 'config:\n  name: org/a\n' }],
    ['a file that code names', { 'run.yaml': 'name: org/a\n', 'cli.py': 'read("run.yaml")\n' }],
  ])('takes a value by name from %s', (_what, files) => {
    expect(answerOf({ ...files, 'main.py': 'def main(config):\n    ask(config.name)\n' }, 'main.py').values).toEqual(['org/a config']);
  });
});
