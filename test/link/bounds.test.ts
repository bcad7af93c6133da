import { describe, expect, it } from 'vitest';
import { createLinker } from '../../src/link/index.ts';
import { memoryProject } from '../support/project.ts';
import { answerOf } from './ask.ts';

const many = (n: number, make: (i: number) => string): string => Array.from({ length: n }, (_, i) => make(i)).join('');

describe('bounds', () => {
  it('gives at most 32 values and says that there are more', () => {
    const a = answerOf({ 'main.py': `L = [${many(10_000, (i) => `"org/m${i}", `)}]\nfor m in L:\n    ask(m)\n` }, 'main.py');
    expect(a.values).toHaveLength(32);
    expect(a.complete).toBe(false);
    expect(a.reason).toBe('more than 32 values');
  });

  it('gives exactly 32 without complaint', () => {
    const a = answerOf({ 'main.py': `L = [${many(32, (i) => `"org/m${i}", `)}]\nfor m in L:\n    ask(m)\n` }, 'main.py');
    expect(a.values).toHaveLength(32);
    expect(a.complete).toBe(true);
  });

  it('bounds products of alternatives', () => {
    const list = `[${many(20, (i) => `"x${i}", `)}]`;
    const a = answerOf({ 'main.py': `for a in ${list}:\n  for b in ${list}:\n    for c in ${list}:\n      ask(a + b + c)\n` }, 'main.py');
    expect(a.values).toHaveLength(32);
    expect(a.complete).toBe(false);
  });

  it('finds a key in a table of 10,000', () => {
    const a = answerOf({ 'main.py': `T = {${many(10_000, (i) => `"k${i}": "org/m${i}", `)}}\nask(T["k9999"])\n` }, 'main.py');
    expect(a.values).toEqual(['org/m9999 constant']);
  });

  it.each([
    ['a name of itself', 'a = b\nb = a\ndef f():\n    ask(a)\n'],
    ['recursion', 'def f(m):\n    ask(m)\n    f(m)\n'],
    ['recursion with a growing argument', 'def f(m):\n    return f(m + "x")\nask(f("a"))\n'],
    ['two functions calling each other', 'def f(x):\n    return g(x)\ndef g(x):\n    return f(x)\nask(f("a"))\n'],
    ['a class that extends itself', 'class A(A):\n    pass\nask(A().x)\n'],
    ['classes that extend each other', 'class A(B):\n    pass\nclass B(A):\n    pass\nask(A().x)\n'],
    ['a default of itself', 'def f(m=f()):\n    return m\nask(f())\n'],
    ['an attribute of itself', 'class A:\n    def f(self):\n        self.m = self.m\n        ask(self.m)\n'],
    ['a table of itself', 't = {}\nt["a"] = t\nask(t["a"]["a"]["b"])\n'],
    ['a loop over itself', 'for x in x:\n    ask(x)\n'],
    ['a list spread into itself', 'xs = [*xs]\nfor x in xs:\n    ask(x)\n'],
    ['a table spread into itself', 't = {**t}\nask(t["a"])\n'],
    ['a parameter that is its own type', 'def f(m: m):\n    ask(m.x)\n'],
    ['a variable that is its own type', 'm: m\ndef f():\n    ask(m.x)\n'],
  ])('ends at %s', (_what, text) => {
    const a = answerOf({ 'main.py': text }, 'main.py');
    expect(a.values).toEqual([]);
    expect(a.complete).toBe(false);
    expect(a.reason).toBeTruthy();
  });

  it('ends at variables that are set to themselves in many files', () => {
    const files: Record<string, string> = { 'main.py': 'import os\nask(os.environ["M"])\n' };
    for (let i = 0; i < 30; i++) files[`Dockerfile.v${i}`] = 'FROM x\nARG M=org/a\nENV M=${M}\nENV N=${M}\nENV M=${N}\n';
    const a = answerOf(files, 'main.py');
    expect(new Set(a.values)).toEqual(new Set(['org/a config']));
    expect(a.reason).toBe('environment variable M may be set when the program runs');
  });

  it('keeps what a cycle adds to', () => {
    expect(answerOf({ 'main.py': 'def f(m):\n    ask(m)\n    f(m)\nf("org/a")\n' }, 'main.py').values).toEqual(['org/a constant']);
  });

  it('ends at imports in a circle', () => {
    const files = {
      'p/__init__.py': 'from .a import *\nfrom .b import *\n',
      'p/a.py': 'from .b import X\nfrom .b import *\n',
      'p/b.py': 'from .a import X\nfrom .a import *\n',
      'main.py': 'from p import X\nask(X)\n',
    };
    expect(answerOf(files, 'main.py').values).toEqual([]);
    const js = {
      'a.ts': 'export * from "./b";\nexport { x } from "./b";\n',
      'b.ts': 'export * from "./a";\nexport { x } from "./a";\n',
      'm.ts': 'import { x } from "./a";\nask(x);\n',
    };
    expect(answerOf(js, 'm.ts').values).toEqual([]);
  });

  it('follows a long chain of aliases, or says that it is too long', () => {
    const short = answerOf({ 'main.py': `a0 = "org/a"\n${many(40, (i) => `a${i + 1} = a${i}\n`)}ask(a40)\n` }, 'main.py');
    expect(short.values).toEqual(['org/a constant']);
    const long = answerOf({ 'main.py': `a0 = "org/a"\n${many(5_000, (i) => `a${i + 1} = a${i}\n`)}ask(a5000)\n` }, 'main.py');
    expect(long.values).toEqual([]);
    expect(long.reason).toMatch(/too (?:long|many)/);
  });

  it('answers the next question as if the exhausted one had not been asked', () => {
    const text = `a0 = "org/a"\n${many(5_000, (i) => `a${i + 1} = a${i}\n`)}ask(a5000)\nuse(a30)\n`;
    const project = memoryProject({ 'main.py': text });
    const linker = createLinker(project);
    const file = project.summary('main.py');
    const code = file?.code[0];
    const [first, second] = code?.calls ?? [];
    const site = { file: file as NonNullable<typeof file>, code: code as NonNullable<typeof code>, scope: 0 };
    expect(linker.resolve(first?.call.a[0]?.v ?? { k: 'null', v: '', at: [0, 0] }, site).values).toEqual([]);
    expect(linker.resolve(second?.call.a[0]?.v ?? { k: 'null', v: '', at: [0, 0] }, site).values.map((v) => v.parts)).toEqual([['org/a']]);
  });

  it('bounds the callers of a function called everywhere', () => {
    const a = answerOf({ 'main.py': `def f(m):\n    ask(m)\n${many(3_000, (i) => `f("org/m${i}")\n`)}` }, 'main.py');
    expect(a.values).toHaveLength(32);
    expect(a.complete).toBe(false);
  });

  it('ends where everything calls everything', () => {
    const text = many(60, (i) => `def f${i}(m):\n${many(60, (j) => `    f${j}(m)\n`)}`);
    const a = answerOf({ 'main.py': `${text}def g(m):\n    ask(m)\n    f0(m)\nf59("org/a")\n` }, 'main.py');
    expect(a.values).toEqual([]);
    expect(a.complete).toBe(false);
  });

  it('reads no file that the question does not need', () => {
    const files: Record<string, string> = { 'main.py': 'from a import M\nask(M)\n', 'a.py': 'M = "org/a"\n' };
    for (let i = 0; i < 200; i++) files[`pkg/m${i}.py`] = `N${i} = "org/n"\n`;
    const project = memoryProject(files);
    const linker = createLinker(project);
    const file = project.summary('main.py');
    const code = file?.code[0];
    const call = code?.calls[0]?.call;
    if (!file || !code || !call?.a[0]) throw new Error('no call');
    expect(linker.resolve(call.a[0].v, { file, code, scope: 0 }).values).toHaveLength(1);
    expect(project.stats.read).toBe(2);
  });

  it('takes names of object members for what they are', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      const a = answerOf({ 'main.py': `T = {"a": "org/a"}\nask(T["${name}"])\n` }, 'main.py');
      expect(a.values).toEqual([]);
      expect(answerOf({ 'main.py': `ask(${name})\n` }, 'main.py').values).toEqual([]);
    }
  });

  it('survives broken source', () => {
    const texts = [
      'ask(',
      'ask(a.',
      'def f(\nask(f(',
      'class A(\n  def\nask(A.b',
      'ask(f"{',
      'ask({"a": })',
      'import\nfrom x import\nask(x)',
      'ask(a[',
      'for in:\n ask(x)',
      'ask(*a, **b)',
    ];
    for (const text of texts) {
      const project = memoryProject({ 'main.py': text });
      const linker = createLinker(project);
      const file = project.summary('main.py');
      for (const code of file?.code ?? []) {
        for (const { call, scope } of code.calls) {
          const site = { file: file as NonNullable<typeof file>, code, scope };
          expect(Array.isArray(linker.symbols(call.f, site))).toBe(true);
          for (const arg of call.a) expect(linker.resolve(arg.v, site).values.length).toBeLessThan(33);
        }
      }
    }
  });
});
