import { describe, expect, it } from 'vitest';
import { answerOf, answers, typescript } from './ask.ts';

describe('values in one file', () => {
  it.each([
    ['const M = "org/a";', 'M', ['org/a constant']],
    ['const M = "one";', '`org/${M}`', ['org/one constant']],
    ['const M = "one";', '"org/" + M', ['org/one constant']],
    ['const { model = "org/a" } = options;', 'model', ['org/a default']],
    ['const c = { model: "org/a" } as const;', 'c.model', ['org/a constant']],
    ['const c = { model: "org/a" };\nconst { model } = c;', 'model', ['org/a constant']],
    ['const c = Object.freeze({ a: { model: "org/a" } });', 'c.a.model', ['org/a constant']],
    ['const c = { a: "org/a", ...{ b: "org/b" } };', 'c.b', ['org/b constant']],
    ['const T: Record<string, string> = { a: "org/a", b: "org/b" };', 'T[key]', ['org/a candidate', 'org/b candidate']],
    ['const T = { a: "org/a" };\nconst k = "a";', 'T[k]', ['org/a constant']],
    ['const L = ["org/a", "org/b"];', 'L[0]', ['org/a constant']],
    ['enum M { A = "org/a", B = "org/b" }', 'M.B', ['org/b constant']],
    ['const T = { a: { id: "org/a" }, b: { id: "org/b" } };', 'T[key].id', ['org/a candidate', 'org/b candidate']],
    ['const [model, setModel] = useState("org/a");', 'model', ['org/a constant']],
    ['const T = new Map([["a", "org/a"], ["b", "org/b"]]);', 'T.get("a")', ['org/a constant']],
    ['const L = [{ id: "org/a" }, { id: "org/b" }];', 'L.find((m) => m.id === x)?.id', ['org/a candidate', 'org/b candidate']],
    ['const L = [{ id: "org/a" }, { id: "org/b" }];\nconst ids = L.map((m) => m.id);', 'ids[i]', ['org/a candidate', 'org/b candidate']],
    ['const m = cond ? "org/a" : "org/b";', 'm', ['org/a constant', 'org/b constant']],
    ['const f = () => "org/a";', 'f()', ['org/a literal']],
    ['function f(m = "org/a") { return m; }', 'f()', ['org/a default']],
    ['const m = " org/a ".trim().toLowerCase();', 'm', ['org/a constant']],
    ['const m = ["org", "a"].join("/");', 'm', ['org/a constant']],
    ['const m = process.env.X ?? "org/a";', 'm', ['org/a env-default']],
    ['const m = process.env["X"] || "org/a";', 'm', ['org/a env-default']],
    ['const m = import.meta.env.VITE_X || "org/a";', 'm', ['org/a env-default']],
    ['const schema = z.object({ model: z.string().default("org/a") });', 'm', []],
  ])('%s ask(%s)', (text, expr, expected) => {
    expect(typescript(`import { useState } from "react";\n${text}\nask(${expr});\n`)).toEqual(expected);
  });

  it('reads loops over lists of objects', () => {
    const [dot, pattern, mapped] = answers(
      {
        'a.ts':
          'const L = [{ id: "org/a" }, { id: "org/b" }];\nfor (const m of L) ask(m.id);\nfor (const { id } of L) ask(id);\nL.map((m) => ask(m.id));\n',
      },
      'a.ts',
    );
    expect(dot?.values).toEqual(['org/a candidate', 'org/b candidate']);
    expect(pattern?.values).toEqual(['org/a candidate', 'org/b candidate']);
    expect(mapped?.values).toEqual(['org/a candidate', 'org/b candidate']);
  });

  it('reads destructured parameters, defaults and callers', () => {
    const text = 'function f({ model = "org/d", x }: Options) {\n  ask(model);\n}\nf({ model: "org/a", x: 1 });\nf({ x: 2 });\n';
    expect(typescript(text)).toEqual(['org/a constant', 'org/d default']);
  });

  it('reads what components are given', () => {
    const a = answerOf(
      { 'a.tsx': 'function Chat({ model }) {\n  return ask(model);\n}\nexport const App = () => <Chat model="org/a" />;\n' },
      'a.tsx',
    );
    expect(a.values).toEqual(['org/a constant']);
  });

  it('reads fields of classes, also of base classes and constructor parameters', () => {
    const [field, given, inherited] = answers(
      {
        'a.ts':
          'class B { base = "org/base"; }\nclass A extends B {\n  model = "org/a";\n  constructor(private readonly other: string) { super(); }\n  run() { ask(this.model); ask(this.other); ask(this.base); }\n}\nnew A("org/o");\n',
      },
      'a.ts',
    );
    expect(field?.values).toEqual(['org/a constant']);
    expect(given?.values).toEqual(['org/o constant']);
    expect(inherited?.values).toEqual(['org/base constant']);
  });

  it('does not take the property of another object', () => {
    expect(typescript('const a = { model: "org/a" };\nconst b = { other: 1 };\nask(b.model);\n')).toEqual([]);
  });
});

describe('across files', () => {
  const consts = 'export const MODEL = "org/a";\nexport default "org/default";\nexport const TABLE = { small: "org/s" };\n';
  it.each([
    ['import { MODEL } from "./consts";', 'MODEL', ['org/a constant']],
    ['import { MODEL as M } from "./consts.js";', 'M', ['org/a constant']],
    ['import D from "./consts";', 'D', ['org/default constant']],
    ['import * as c from "./consts";', 'c.MODEL', ['org/a constant']],
    ['import * as c from "./consts";', 'c.TABLE.small', ['org/s constant']],
    ['import { MODEL } from "./barrel";', 'MODEL', ['org/a constant']],
    ['import { RENAMED } from "./barrel";', 'RENAMED', ['org/a constant']],
    ['import { ns } from "./barrel";', 'ns.MODEL', ['org/a constant']],
    ['import { MODEL } from "./folder";', 'MODEL', ['org/f constant']],
    ['import { MODEL } from "@/consts";', 'MODEL', ['org/a constant']],
    ['import { MODEL } from "~lib/deep";', 'MODEL', ['org/deep constant']],
    ['import { MODEL } from "@acme/shared";', 'MODEL', ['org/shared constant']],
    ['import { MODEL } from "@acme/shared/sub";', 'MODEL', ['org/sub constant']],
    ['import data from "./data.json";', 'data.model', ['org/json config']],
    ['const { MODEL } = require("./legacy");', 'MODEL', ['org/legacy constant']],
    ['const legacy = require("./legacy");', 'legacy.OTHER', ['org/other constant']],
    ['const { MODEL } = await import("./consts");', 'MODEL', ['org/a constant']],
  ])('%s ask(%s)', (line, expr, expected) => {
    const more = {
      'src/consts.ts': consts,
      'src/barrel.ts': 'export * from "./consts";\nexport { MODEL as RENAMED } from "./consts";\nexport * as ns from "./consts";\n',
      'src/folder/index.tsx': 'export const MODEL = "org/f";\n',
      'lib/x/deep.ts': 'export const MODEL = "org/deep";\n',
      'tsconfig.json': '{\n  // comment\n  "extends": "./tsconfig.base.json",\n}\n',
      'tsconfig.base.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"], "~lib/*": ["lib/nope/*", "lib/x/*"] } } }',
      'package.json': '{ "name": "root", "workspaces": ["packages/*"] }',
      'packages/shared/package.json':
        '{ "name": "@acme/shared", "main": "./dist/index.js", "exports": { ".": { "import": "./dist/index.mjs" } } }',
      'packages/shared/src/index.ts': 'export const MODEL = "org/shared";\n',
      'packages/shared/src/sub.ts': 'export const MODEL = "org/sub";\n',
      'src/data.json': '{ "model": "org/json" }',
      'src/legacy.js': 'module.exports = { MODEL: "org/legacy" };\nmodule.exports.OTHER = "org/other";\n',
    };
    expect(typescript(`${line}\nask(${expr});\n`, more)).toEqual(expected);
  });

  it('goes from a parameter back to callers in other files', () => {
    const files = {
      'src/lib.ts': 'export function load(id: string) {\n  return ask(id);\n}\n',
      'src/a.ts': 'import { load } from "./lib";\nload("org/a");\n',
      'src/b.ts': 'import { load } from "elsewhere";\nload("org/wrong");\n',
    };
    expect(answerOf(files, 'src/lib.ts').values).toEqual(['org/a constant']);
  });

  it('does not follow an import that leaves the project', () => {
    expect(typescript('import { MODEL } from "../../outside";\nask(MODEL);\n')).toEqual([]);
  });

  it('does not take a package for itself', () => {
    const files = {
      'package.json': '{ "name": "vendor" }',
      'src/index.ts': 'export const X = "wrong";\n',
      'src/main.ts': 'import { X } from "vendor";\nask(X);\n',
    };
    expect(answerOf(files, 'src/main.ts').symbols).toEqual(['vendor.X']);
  });
});
