import { describe, expect, it } from 'vitest';
import { answerOf, answers, type Answer } from './ask.ts';

const one = (text: string, path = 'main.py', more: Record<string, string> = {}): Answer => answerOf({ [path]: text, ...more }, path);

describe('Python', () => {
  it.each([
    [
      'from openai import OpenAI as O\nc = O(base_url="u")\nask(c.chat.completions.create)\n',
      ['openai.OpenAI.chat.completions.create'],
      [['O(base_url="u")']],
    ],
    ['import openai\nask(openai.ChatCompletion.create)\n', ['openai.ChatCompletion.create'], [[]]],
    ['import a.b.c as x\nask(x.F)\n', ['a.b.c.F'], [[]]],
    ['import a.b\nask(a.b.F)\n', ['a.b.F'], [[]]],
    ['from a import b\nask(b.c().d)\n', ['a.b.c.d'], [['b.c()']]],
    ['from a import C\nwith C() as c:\n    ask(c.run)\n', ['a.C.run'], [['C()']]],
    ['from a import C\nasync def f():\n    c = await C()\n    ask(c.run)\n', ['a.C.run'], [['C()']]],
    ['from a import C\ndef f(c: C):\n    ask(c.run)\n', ['a.C.run'], [[]]],
    ['from typing import Optional\nfrom a import C\ndef f(c: Optional[C] = None):\n    ask(c.run)\n', ['a.C.run'], [[]]],
    [
      'from a import C\nclass S:\n    def __init__(self):\n        self.c = C(x=1)\n    def f(self):\n        ask(self.c.run)\n',
      ['a.C.run'],
      [['C(x=1)']],
    ],
    ['from a import C\nclass S:\n    c: C\n    def f(self):\n        ask(self.c.run)\n', ['a.C.run'], [[]]],
    ['from a import C\ndef get():\n    return C(1)\nask(get().run)\n', ['a.C.run'], [['C(1)']]],
    ['from functools import partial\nfrom a import C\nP = partial(C, x=1)\nask(P)\n', ['a.C'], [['partial(C, x=1)']]],
    ['from a import C, D\nc = C() if x else D()\nask(c.run)\n', ['a.C.run', 'a.D.run'], [['C()'], ['D()']]],
    ['from a import load\nm = load("x")\nask(m.go)\n', ['a.load.go'], [['load("x")']]],
    ['def f(x):\n    ask(x.from_pretrained)\n', [], []],
  ])('%s', (text, symbols, via) => {
    const a = one(text);
    expect(a.symbols).toEqual(symbols);
    expect(a.via).toEqual(via);
  });

  it('calls an alternative import by both names', () => {
    const text = 'try:\n    from a import C\nexcept ImportError:\n    from b import C\nask(C.run)\n';
    expect(one(text).symbols).toEqual(['a.C.run', 'b.C.run']);
  });

  it('names subclasses by themselves and by their base', () => {
    const a = one('from a import Chat\nclass Mine(Chat):\n    pass\nm = Mine(x=1)\nask(m)\n');
    expect(a.symbols).toEqual(['project:main.py#Mine', 'a.Chat']);
    expect(a.via).toEqual([['Mine(x=1)'], ['Mine(x=1)']]);
  });

  it('finds inherited members of outside bases', () => {
    expect(one('from a import Chat\nclass Mine(Chat):\n    def f(self):\n        ask(self.run)\n').symbols).toEqual(['a.Chat.run']);
    expect(one('from a import Chat\nclass Mine(Chat):\n    def __init__(self):\n        ask(super().__init__)\n').symbols).toEqual([
      'a.Chat',
    ]);
  });

  it('prefers an own member over the inherited one', () => {
    const text = 'from a import Chat\nclass Mine(Chat):\n    def run(self):\n        pass\n    def f(self):\n        ask(self.run)\n';
    expect(one(text).symbols).toEqual(['project:main.py#Mine.run']);
  });

  it('follows re-exports and aliases of the project to the outside', () => {
    const more = {
      'pkg/__init__.py': 'from .clients import client\n',
      'pkg/clients.py': 'from openai import OpenAI\nclient = OpenAI(base_url="u")\n',
    };
    const a = one('from pkg import client\nask(client.chat.completions.create)\n', 'main.py', more);
    expect(a.symbols).toEqual(['openai.OpenAI.chat.completions.create']);
    expect(a.via).toEqual([['OpenAI(base_url="u")']]);
  });

  it('names functions of the project', () => {
    expect(one('from pkg.m import f\nask(f)\n', 'main.py', { 'pkg/m.py': 'def f():\n    return 1\n' }).symbols).toEqual([
      'project:pkg/m.py#f',
    ]);
  });

  it('follows a client given to the constructor', () => {
    const text =
      'from a import C\nclass S:\n    def __init__(self, client):\n        self.client = client\n    def f(self):\n        ask(self.client.run)\nS(C(u=1))\n';
    const a = one(text);
    expect(a.symbols).toEqual(['a.C.run']);
    expect(a.via).toEqual([['C(u=1)']]);
  });

  it('keeps all constructor calls that lead to a symbol', () => {
    const a = one('from a import C\ndef get(x):\n    if x:\n        return C(u=1)\n    return C(u=2)\nask(get(0).run)\n');
    expect(a.symbols).toEqual(['a.C.run']);
    expect(a.via).toEqual([['C(u=1)', 'C(u=2)']]);
  });

  it('does not mix up two variables of the same name', () => {
    const text = 'from a import C\nfrom b import D\ndef f():\n    c = C()\n    ask(c.run)\ndef g():\n    c = D()\n    ask(c.run)\n';
    const [f, g] = answers({ 'main.py': text }, 'main.py');
    expect(f?.symbols).toEqual(['a.C.run']);
    expect(g?.symbols).toEqual(['b.D.run']);
  });

  it('finds names defined in another cell of a notebook', () => {
    const cell = (source: string): object => ({ cell_type: 'code', source, metadata: {}, outputs: [] });
    const text = JSON.stringify({
      cells: [cell('from a import C\nM = "org/a"'), cell('c = C()'), cell('ask(c.run)\n')],
      nbformat: 4,
      metadata: {},
    });
    expect(one(text, 'n.ipynb').symbols).toEqual(['a.C.run']);
  });
});

describe('JavaScript', () => {
  it.each([
    ['import { openai } from "@ai-sdk/openai";\nask(openai);\n', ['@ai-sdk/openai.openai'], [[]]],
    ['import { openai } from "@ai-sdk/openai";\nask(openai.chat);\n', ['@ai-sdk/openai.openai.chat'], [[]]],
    [
      'import { createOpenAI } from "@ai-sdk/openai";\nconst openai = createOpenAI({ baseURL: "u" });\nask(openai);\n',
      ['@ai-sdk/openai.createOpenAI'],
      [['createOpenAI({ baseURL: "u" })']],
    ],
    [
      'import OpenAI from "openai";\nconst c = new OpenAI();\nask(c.chat.completions.create);\n',
      ['openai.default.chat.completions.create', 'openai.OpenAI.chat.completions.create'],
      [['new OpenAI()'], ['new OpenAI()']],
    ],
    ['import * as x from "x";\nask(x.f);\n', ['x.f'], [[]]],
    ['const x = require("x");\nask(x.f);\n', ['x.f'], [[]]],
    ['const { f: g } = require("x");\nask(g);\n', ['x.f'], [[]]],
    ['const { f } = await import("x");\nask(f);\n', ['x.f'], [[]]],
    [
      'import { C } from "x";\nclass S {\n  private c = new C({ u: 1 });\n  f() { ask(this.c.run); }\n}\n',
      ['x.C.run'],
      [['new C({ u: 1 })']],
    ],
    ['import { C } from "x";\nclass S {\n  constructor(private c: C) {}\n  f() { ask(this.c.run); }\n}\n', ['x.C.run'], [[]]],
    ['import { C } from "x";\nfunction f({ c }: { c: C }) { ask(c); }\nf({ c: new C() });\n', ['x.C'], [['new C()']]],
    ['import { p } from "x";\nconst t = { a: p("m") };\nask(t.a.run);\n', ['x.p.run'], [['p("m")']]],
    ['function f(x) { ask(x.create); }\n', [], []],
    ['ask(fetch);\n', ['fetch'], [[]]],
  ])('%s', (text, symbols, via) => {
    const a = one(text, 'main.ts');
    expect(a.symbols).toEqual(symbols);
    expect(a.via).toEqual(via);
  });

  it('follows re-exports of the project to the outside', () => {
    const more = {
      'src/ai/index.ts': 'export * from "./models";\n',
      'src/ai/models.ts': 'export { openai as llm } from "@ai-sdk/openai";\n',
    };
    expect(one('import { llm } from "./ai";\nask(llm);\n', 'src/main.ts', more).symbols).toEqual(['@ai-sdk/openai.openai']);
  });

  it('does not take a local function for the library', () => {
    expect(one('function openai(x) { return x; }\nask(openai);\n', 'main.ts').symbols).toEqual(['project:main.ts#openai']);
  });
});

describe('member', () => {
  it('finds keys of tables, nested and spread, and arguments an object was made with', () => {
    const [table, object] = answers(
      {
        'main.ts':
          'import { C } from "x";\nconst base = { options: { model: "org/a" } };\nconst o = { ...base, k: 1 };\nask(o);\nask(new C({ model: "org/b" }));\n',
      },
      'main.ts',
    );
    const found = table?.linker.member(table.expr, ['options', 'model'], table.site);
    expect(found && table?.linker.resolve(found.expr, found.site).values.map((v) => v.parts)).toEqual([['org/a']]);
    expect(table?.linker.member(table.expr, ['nothing'], table.site)).toBeUndefined();
    const given = object?.linker.member(object.expr, ['model'], object.site);
    expect(given && object?.linker.resolve(given.expr, given.site).values.map((v) => v.parts)).toEqual([['org/b']]);
  });
});
