import { describe, expect, it } from 'vitest';
import { answerOf, typescript } from './ask.ts';

const imports = 'import { z } from "zod";\nimport { createEnv } from "@t3-oss/env-nextjs";\nimport { cleanEnv, str } from "envalid";\n';

describe('schemas', () => {
  it.each([
    ['const env = createEnv({ server: { MODEL: z.string().default("org/a") }, runtimeEnv: process.env });', 'env.MODEL', ['org/a default']],
    [
      'const env = z.object({ MODEL: z.string().min(1).default("org/a"), OTHER: z.string().default("org/o") }).parse(process.env);',
      'env.MODEL',
      ['org/a default'],
    ],
    [
      'const schema = z.object({ MODEL: z.string().default("org/a") });\nconst env = schema.parse(process.env);',
      'env.MODEL',
      ['org/a default'],
    ],
    ['const env = cleanEnv(process.env, { MODEL: str({ default: "org/a", desc: "org/desc" }) });', 'env.MODEL', ['org/a default']],
    [
      'const body = z.object({ model: z.enum(["org/a", "org/b"]) }).parse(await req.json());',
      'body.model',
      ['org/a candidate', 'org/b candidate'],
    ],
    ['const { model } = z.object({ model: z.string().default("org/a").optional() }).parse(x);', 'model', ['org/a default']],
    ['const env = z.object({ MODEL: z.string() }).parse(process.env);', 'env.MODEL', []],
    ['const env = z.object({ MODEL: z.string().default("org/a") }).parse(process.env);', 'env.ELSE', []],
    ['const env = other({ MODEL: z.string().default("org/a") });', 'env.MODEL', []],
  ])('%s', (text, expr, expected) => {
    expect(typescript(`${imports}${text}\nask(${expr});\n`)).toEqual(expected);
  });

  it('knows the variable that the schema checks', () => {
    const text = `${imports}const env = createEnv({ server: { MODEL: z.string().default("org/a") }, runtimeEnv: process.env });\nask(env.MODEL);\n`;
    expect(typescript(text, { '.env': 'MODEL=org/env\n' })).toEqual(['org/env config', 'org/a default']);
  });
});

describe('programs of one tree', () => {
  const reader = { 'apps/b/package.json': '{}', 'apps/b/src/main.ts': 'ask(process.env.MODEL);\n' };

  it('does not take the settings of a neighbour', () => {
    const files = { ...reader, 'apps/a/package.json': '{}', 'apps/a/.env.example': 'MODEL=org/neighbour\n' };
    expect(answerOf(files, 'apps/b/src/main.ts').values).toEqual([]);
  });

  it('takes the settings of a folder that is no program of its own', () => {
    expect(
      answerOf(
        { ...reader, 'deploy/docker-compose.yml': 'services:\n  b:\n    environment:\n      MODEL: org/deploy\n' },
        'apps/b/src/main.ts',
      ).values,
    ).toEqual(['org/deploy config']);
  });

  it('keeps keys of a neighbour apart, too', () => {
    const config = { 'apps/b/main.py': 'def f(cfg):\n    ask(cfg.model.name)\n', 'apps/b/requirements.txt': '' };
    expect(
      answerOf({ ...config, 'apps/a/requirements.txt': '', 'apps/a/c.yaml': 'model:\n  name: org/neighbour\n' }, 'apps/b/main.py').values,
    ).toEqual([]);
    expect(answerOf({ ...config, 'apps/b/conf/c.yaml': 'model:\n  name: org/own\n' }, 'apps/b/main.py').values).toEqual(['org/own config']);
  });
});

describe('configuration by convention', () => {
  it('reads groups of configuration by their folder', () => {
    const files = {
      'conf/model/small.yaml': 'name: org/small\n',
      'conf/data/x.yaml': 'name: org/data\n',
      'main.py': 'def main(cfg):\n    ask(cfg.model.name)\n',
    };
    expect(answerOf(files, 'main.py').values).toEqual(['org/small config']);
  });

  it('fills options of .NET from the section of their name', () => {
    const files = {
      'A.cs':
        'class OpenAIOptions { public string Model { get; set; } }\nclass A { A(IOptions<OpenAIOptions> options) { Ask(options.Value.Model); } }\n',
      'appsettings.json': '{ "OpenAI": { "Model": "org/json" }, "Other": { "Model": "org/no" } }',
    };
    expect(answerOf(files, 'A.cs').values).toEqual(['org/json config']);
  });

  it('reads nothing into a text where a part may be absent', () => {
    expect(answerOf({ 'main.py': 'def f(base=None):\n    ask(base + "/model")\n' }, 'main.py').values).toEqual(['<base>/model literal']);
  });
});
