import { describe, expect, it } from 'vitest';
import { read, show } from './show.ts';

const python = (text: string) => read('python', text);

describe('Python values', () => {
  it('keeps defaults chained with or, getenv and conditional expressions as choices', () => {
    const { bindings } = python(`A = os.getenv("M", "x/y") or cfg.get("m") or 'z'\nB = "p" if big else "q" if mid else "r"\n`);
    expect(bindings).toEqual(['A = (os.getenv("M", "x/y") |or cfg.get("m") |or "z")', 'B = ("p" |cond "q" |cond "r")']);
  });

  it('joins neighbouring literals, also over lines and with f-strings between', () => {
    const { bindings } = python(`A = ("org/"\n     "name")\nB = f"{org}/" "name" f"-{size}b"\n`);
    expect(bindings).toEqual(['A = "org/name"!', 'B = <org+"/name-"!+size+"b">']);
  });

  it('reads f-strings with conversions, nested formats, doubled braces, inner quotes and lambdas', () => {
    const { bindings } = python(`A = f"a{b!r:>{w}}c{{d}}{e['k']}{(lambda x: x)(1)}"\nB = f'''{\n  x\n} y'''\n`);
    expect(bindings).toEqual(['A = <"a"+b+"c{d}"!+e["k"]+fn(x)(1)>', 'B = <x+" y">']);
  });

  it('gives a literal with holes that is formatted again as its pieces and the call, without going round in circles', () => {
    const { bindings } = python(`A = f"org/{a}-{{}}".format(b)\nB = ("x" + y).format(z)\nC = f"org/{m}-%s" % n\n`);
    expect(bindings).toEqual([
      'A = <"org/"+a+"-{}"!+<"org/"+a+"-{}"!>.format(b)>',
      'B = <"x"+y+<"x"+y>.format(z)>',
      'C = <"org/"+m+"-%s"+n>',
    ]);
  });
  it('turns % and format into concatenations of their pieces', () => {
    const { bindings } = python(`A = "org/%s-%d" % (name, 7)\nB = "{}/{n}-{1}".format(o, p, n="k")\nC = "%(a)s!" % {"a": b}\nD = n % 2\n`);
    expect(bindings).toEqual(['A = <"org/"+name+"-"+7>', 'B = <o+"/"+"k"+"-"+p>', 'C = <b+"!">', 'D = ?{n, 2}']);
  });

  it('puts the slash into joined paths', () => {
    expect(python('A = root / "models" / name\nB = a / b\n').bindings).toEqual(['A = <root+"/"+"models"+"/"+name>', 'B = ?{a, b}']);
  });

  it('reads lists, dicts, sets, tuples, spreads and comprehensions', () => {
    const { bindings } = python(
      `A = ["a", *b, ("c", 1)]\nB = {"k": "v", **d, k2: {"x", "y"}}\nC = {m: load(m) for m in ["p", "q"] if m != "n"}\nD = tuple(x.id for x in xs)\n`,
    );
    expect(bindings).toEqual([
      'A = ["a", ?{b}, ["c", 1]]',
      'B = {"k": "v", **: d, k2: ["x", "y"]}',
      'loop m = ["p", "q"]',
      'C = {m: load(m)}',
      'loop x = xs',
      'D = tuple([x.id])',
    ]);
  });

  it('decodes escapes, raw strings and bytes, and says where text and value differ', () => {
    const { bindings } = python(String.raw`A = "a\tb\x41\u4e2d\N{BULLET}"
B = r"a\tb"
C = b'bytes' + u'uni' + Rb'\d'
D = "line \
next"
`);
    expect(bindings).toEqual(['A = "a\\tbA中\\\\N{BULLET}"!', 'B = "a\\\\tb"', 'C = <"bytes"+"uni"+"\\\\d">', 'D = "line next"!']);
  });
});

describe('Python calls', () => {
  it('reads arguments over several lines, keywords and spreads', () => {
    const { calls } = python(`p = AutoModel.from_pretrained(\n    "org/name",  # why\n    revision="main",\n    *args,\n    **kw,\n)\n`);
    expect(calls).toEqual(['AutoModel.from_pretrained("org/name", revision="main", *args, *kw)']);
  });

  it('records inner calls before outer ones, with the scope they stand in', () => {
    const { code } = python('def f():\n    return g(h("x"))\ng("y")\n');
    expect(code.calls.map((c) => [code.scopes[c.scope]!.name, show(c.call)])).toEqual([
      ['f', 'h("x")'],
      ['f', 'g(h("x"))'],
      ['', 'g("y")'],
    ]);
  });

  it('takes no class pattern of match for a call', () => {
    const { calls, loose } = python('match m:\n    case Model(name="a") | "b":\n        go()\n    case _ if ok("c"):\n        pass\n');
    expect(calls).toEqual(['go()', 'ok("c")']);
    expect(loose).toEqual(['case ?{Model(name="a"), "b"}', 'compare ok("c")']);
  });

  it('leaves match, case and type alone where they are names', () => {
    expect(python('match = re.match("x", s)\ncase: int = 1\ntype("n", (), {})\nmatch(a)\n').bindings).toEqual([
      'match = re.match("x", s)',
      'case = 1',
    ]);
  });
});

describe('Python declarations', () => {
  it('reads defaults of parameters with types', () => {
    const { code } = python('async def f(self, name: str = "d", /, *args: int, k: Optional[str] = None, **kw) -> "R": ...\n');
    expect(code.scopes[1]!.params!.map((p) => [p.name, p.type, p.def && show(p.def)])).toEqual([
      ['self', undefined, undefined],
      ['name', 'str', '"d"'],
      ['args', 'int', undefined],
      ['k', 'Optional[str]', 'None'],
      ['kw', undefined, undefined],
    ]);
  });

  it('tells fields, enum members and attributes of self', () => {
    const { code, bindings } = python(
      '@dataclass\nclass C(Base, metaclass=M):\n    model: str = field(default="a")\n    def __init__(self):\n        self.m = "b"\n        self.c["k"] = "c"\nclass E(str, Enum):\n    A = "e"\n',
    );
    expect(bindings).toEqual(['field model = field(default="a")', 'field self.m = "b"', 'field self.c.k = "c"', 'enum A = "e"']);
    expect(code.bindings[0]!.type).toBe('str');
    expect(code.scopes[1]).toMatchObject({ kind: 'class', name: 'C', parent: 0 });
    expect(code.scopes[1]!.bases!.map(show)).toEqual(['Base']);
    expect(code.scopes[1]!.decorators!.map(show)).toEqual(['dataclass']);
  });

  it('takes tuples apart, in assignments and loops', () => {
    const { bindings } = python(
      'a, b = "x", "y"\nc, d = f()\nfor e, g in [("m", 1), ("n", 2)]:\n    pass\nfor i, (j, k) in items: pass\nh = i = "z"\nwith open("w") as v, g(): pass\nif (n := f("o")): pass\n',
    );
    expect(bindings).toEqual([
      'a = "x"',
      'b = "y"',
      'c = f()[0]',
      'd = f()[1]',
      'loop e = ["m", "n"]',
      'loop g = [1, 2]',
      'loop i = items[0]',
      'loop j = items[1][0]',
      'loop k = items[1][1]',
      'h = "z"',
      'i = "z"',
      'v = open("w")',
      'n = f("o")',
    ]);
  });

  it('reads imports of every form', () => {
    expect(
      python('import a.b, c as d\nfrom .x import (y as z,\n  w)\nfrom .. import *\nfrom __future__ import annotations\n').imports,
    ).toEqual(['a.b as a.b', 'c as d', '.x y as z', '.x w as w', '.. * as *', '__future__ annotations as annotations']);
  });

  it('collects what a function returns, but not what an inner one does', () => {
    const { code } = python('def f():\n    def g():\n        return "inner"\n    if x:\n        return "a"\n    return lambda: "b"\n');
    expect(code.scopes.map((s) => [s.name, s.returns?.map(show)])).toEqual([
      ['', undefined],
      ['f', ['"a"', 'fn()']],
      ['g', ['"inner"']],
      ['<lambda>', ['"b"']],
    ]);
  });
});

describe('Python prose and directives', () => {
  it('tells docstrings and comments from strings', () => {
    const text =
      '"""Loads org/doc."""\n# org/comment\ndef f():\n    \'doc of f\'\n    x = "org/value"  # trailing\n    """commented out:\n    load("org/old")\n    """\n';
    const { prose, bindings, calls, loose } = python(text);
    expect(prose.map((p) => [p.kind, text.slice(...p.at).split('\n')[0]])).toEqual([
      ['docstring', '"""Loads org/doc."""'],
      ['comment', '# org/comment'],
      ['docstring', "'doc of f'"],
      ['comment', '# trailing'],
      ['docstring', '"""commented out:'],
    ]);
    expect([bindings, calls, loose]).toEqual([['x = "org/value"'], [], []]);
  });

  it('does not take a hash inside a string for a comment', () => {
    expect(python('a = "x # audit-models: org/x"\n')).toMatchObject({ prose: [], directives: [] });
  });

  it('reads directives with their place', () => {
    const text =
      'a = f(x)  # audit-models: huggingface:org/name\nb = 1 # audit-models: ignore no-licence -- we asked\n# audit-models: is a tool\n';
    const { directives } = python(text);
    expect(directives).toEqual([
      { kind: 'declare', value: 'huggingface:org/name', at: [12, 46] },
      { kind: 'ignore', value: 'no-licence', reason: 'we asked', at: [55, 98] },
    ]);
    expect(directives.map((d) => text.slice(...d.at))).toEqual([
      'audit-models: huggingface:org/name',
      'audit-models: ignore no-licence -- we asked',
    ]);
  });
});

describe('broken Python', () => {
  it('goes on with the next definition after an unclosed bracket', () => {
    const { calls, bindings, problems } = python('p(\n   "a", model="x"\ndef foo():\n    y = g("b")\n');
    expect([calls, bindings]).toEqual([['p("a", model="x")', 'g("b")'], ['y = g("b")']]);
    expect(problems).toEqual([{ reason: 'a bracket is never closed', at: [1, 20] }]);
  });

  it('ends an unclosed string with its line', () => {
    expect(python('a = "x\nb = "y"\nc = f"{z\nd = """w\ne = "v"\n').bindings).toEqual([
      'a = "x"',
      'b = "y"',
      'c = z',
      'd = ?{}',
      'e = "v"',
    ]);
  });

  it('reads Python 2', () => {
    const { calls, loose } = python('print "x", load("m")\nexec "code"\nraise E, "y"\nexcept E, e:\n    pass\n');
    expect(calls).toEqual(['load("m")']);
    expect(loose).toContain('throw "y"');
  });

  it('passes over stray closers', () => {
    expect(python('a = f("x"))]\nb = {"k": ("v"}\n').bindings).toEqual(['a = f("x")', 'b = {"k": "v"}']);
  });
});
