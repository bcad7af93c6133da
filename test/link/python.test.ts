import { describe, expect, it } from 'vitest';
import { answerOf, answers, python } from './ask.ts';

describe('names and literals', () => {
  it('takes a literal as it is', () => {
    const a = answerOf({ 'main.py': 'ask("org/one")\n' }, 'main.py');
    expect(a.values).toEqual(['org/one literal']);
    expect(a.places).toEqual(['main.py:org/one']);
    expect(a.complete).toBe(true);
    expect(a.set.values[0]?.trace).toEqual([]);
  });

  it('follows a module constant and says so', () => {
    const a = answerOf({ 'main.py': 'MODEL = "org/one"\n\ndef f():\n    ask(MODEL)\n' }, 'main.py');
    expect(a.values).toEqual(['org/one constant']);
    expect(a.set.values[0]?.trace).toEqual([{ path: 'main.py', line: 1, what: 'bound to MODEL' }]);
  });

  it('gives all assignments before the use and none after it', () => {
    expect(python('def f(x):\n    m = "a"\n    if x:\n        m = "b"\n    ask(m)\n    m = "c"\n')).toEqual(['a constant', 'b constant']);
  });

  it('sees an assignment after the use only from inside another function', () => {
    expect(python('def f():\n    ask(M)\nM = "late"\n')).toEqual(['late constant']);
  });

  it('prefers the inner of two scopes', () => {
    expect(python('m = "outer"\ndef f():\n    m = "inner"\n    ask(m)\n')).toEqual(['inner constant']);
  });

  it('does not look into the scope of another function', () => {
    const a = answerOf({ 'main.py': 'def g():\n    m = "other"\ndef f():\n    ask(m)\n' }, 'main.py');
    expect(a.values).toEqual([]);
    expect(a.reason).toContain('m comes from outside');
  });

  it('does not take class attributes for names in methods', () => {
    expect(python('class A:\n    m = "attribute"\n    def f(self):\n        ask(m)\n')).toEqual([]);
  });

  it('lets a parameter shadow a constant', () => {
    expect(python('m = "constant"\ndef f(m):\n    ask(m)\n')).toEqual([]);
  });

  it('reads augmented text', () => {
    expect(python('m = "org/"\nm += "one"\nask(m)\n')).toContain('org/one constant');
  });

  it('counts what functions assign to a name they declare global, and only that', () => {
    const text = 'M = None\nN = None\ndef init():\n    global M\n    M = "org/a"\n    N = "org/local"\ndef f():\n    ask(M or N)\n';
    expect(python(text)).toEqual(['org/a constant']);
  });

  it('takes tuple assignments apart', () => {
    expect(python('a, b = "first", "second"\nask(b)\n')).toEqual(['second constant']);
  });

  it('marks numbers, booleans and nothing as such', () => {
    const found = answers({ 'main.py': 'ask(3)\nask(True)\nask(None)\n' }, 'main.py');
    expect(found.map((a) => a.values[0])).toEqual(['3:number literal', 'True:bool literal', 'None:null literal']);
  });
});

describe('texts put together', () => {
  it.each([
    ['"org/" + NAME', 'org/one'],
    ['f"org/{NAME}"', 'org/one'],
    ['"org/%s" % NAME', 'org/one'],
    ['"org/{}".format(NAME)', 'org/one'],
    ['"org/{n}-x".format(n=NAME)', 'org/one-x'],
    ['os.path.join("org", NAME)', 'org/one'],
    ['Path("org") / NAME', 'org/one'],
    ['str(Path("org") / NAME)', 'org/one'],
    ['"/".join(["org", NAME])', 'org/one'],
    ['"  org/one ".strip()', 'org/one'],
    ['"ORG/One".lower()', 'org/one'],
    ['"org/two".replace("two", NAME)', 'org/one'],
    ['"org/one:latest".removesuffix(":latest")', 'org/one'],
  ])('%s', (expr, expected) => {
    const values = python(`import os\nfrom pathlib import Path\nNAME = "one"\nask(${expr})\n`);
    expect(values.map((v) => v.split(' ')[0])).toEqual([expected]);
  });

  it('keeps the unknown part as a hole, and a known head as prefix', () => {
    const a = answerOf({ 'main.py': 'def f(size):\n    ask(f"org/one-{size}-x")\n' }, 'main.py');
    expect(a.values).toEqual(['org/one-<size>-x prefix']);
    expect(a.complete).toBe(false);
    expect(a.places).toEqual(['main.py:org/one-']);
  });

  it('does not call a known tail a prefix', () => {
    expect(python('def f(base):\n    ask(f"{base}/model.bin")\n')).toEqual(['<base>/model.bin literal']);
  });

  it('has no value when no part is known', () => {
    expect(python('def f(a, b):\n    ask(a + b)\n')).toEqual([]);
  });

  it('makes all combinations', () => {
    const a = python('for size in ["s", "l"]:\n    ask(f"org/m-{size}")\n');
    expect(a).toEqual(['org/m-s candidate', 'org/m-l candidate']);
  });

  it('gives no value when a replacement is not known', () => {
    expect(python('def f(x):\n    ask("org/one".replace("one", x))\n')).toEqual([]);
  });
});

describe('choices', () => {
  it('marks what follows `or` as default', () => {
    expect(python('def f(m=None):\n    ask(m or "org/one")\nf("given")\n')).toEqual(['given constant', 'org/one default']);
  });

  it('gives both sides of a conditional', () => {
    expect(python('import sys\nask("a" if sys.argv else "b")\n')).toEqual(['a literal', 'b literal']);
  });

  it('drops what cannot be reached behind a certain value', () => {
    expect(python('ask("a" or "b")\n')).toEqual(['a literal']);
  });

  it('falls through an empty text', () => {
    expect(python('M = ""\nask(M or "b")\n')).toEqual(['b default']);
  });
});

describe('tables, lists and enums', () => {
  const table = 'T = {"a": "org/a", "b": "org/b", **MORE}\n';
  it.each([
    ['T["a"]', ['org/a constant']],
    ['T["c"]', ['org/c constant']],
    ['T.get("a")', ['org/a constant']],
    ['T.get("zz", "org/d")', ['org/d default']],
    ['T[key]', ['org/a candidate', 'org/b candidate', 'org/c candidate']],
  ])('%s', (expr, expected) => {
    expect(python(`MORE = {"c": "org/c"}\n${table}def f(key):\n    ask(${expr})\n`)).toEqual(expected);
  });

  it('reads nested tables', () => {
    expect(python('C = {"llm": {"model": "org/a"}}\nask(C["llm"]["model"])\n')).toEqual(['org/a constant']);
  });

  it('takes a list entry by number and all entries by an unknown one', () => {
    const [one, last, all] = answers({ 'main.py': 'L = ["a", "b"]\nask(L[0])\nask(L[-1])\ndef f(i):\n    ask(L[i])\n' }, 'main.py');
    expect(one?.values).toEqual(['a constant']);
    expect(last?.values).toEqual(['b constant']);
    expect(all?.values).toEqual(['a candidate', 'b candidate']);
  });

  it('takes the first of a table by next(iter())', () => {
    expect(python('T = {"a": 1, "b": 2}\nask(next(iter(T)))\n')).toEqual(['a candidate']);
  });

  it.each([
    ['for m in ["a", "b"]:', 'm', ['a candidate', 'b candidate']],
    ['for m in sorted(NAMES):', 'm', ['x candidate', 'y candidate']],
    ['for k, m in {"a": "b"}.items():', 'm', ['b candidate']],
    ['for k, m in {"a": "b"}.items():', 'k', ['a candidate']],
    ['NAMES.append("z")\nfor m in NAMES:', 'm', ['z candidate', 'x candidate', 'y candidate']],
    ['OTHER.append("z")\nfor m in NAMES:', 'm', ['x candidate', 'y candidate']],
    ['for i, m in enumerate(NAMES):', 'm', ['x candidate', 'y candidate']],
    ['for a, m in zip([1, 2], NAMES):', 'm', ['x candidate', 'y candidate']],
    ['for a, m in [("p", "q"), ("r", "s")]:', 'm', ['q candidate', 's candidate']],
  ])('%s %s', (loop, name, expected) => {
    expect(python(`NAMES = ["x", "y"]\n${loop}\n    ask(${name})\n`)).toEqual(expected);
  });

  it('reads members of an enum', () => {
    const [member, value, loop] = answers(
      {
        'main.py':
          'from enum import Enum\nclass M(str, Enum):\n    A = "org/a"\n    B = "org/b"\nask(M.A)\nask(M.B.value)\nfor m in M:\n    ask(m.value)\n',
      },
      'main.py',
    );
    expect(member?.values).toEqual(['org/a constant']);
    expect(value?.values).toEqual(['org/b constant']);
    expect(loop?.values).toEqual(['org/a candidate', 'org/b candidate']);
  });

  it('does not take the attribute of an unrelated class', () => {
    expect(python('class A:\n    model = "org/a"\nclass B:\n    pass\ndef f(b: B):\n    ask(b.model)\n')).toEqual([]);
  });

  it('reads assignments to entries', () => {
    expect(python('c = {}\nc["model"] = "org/a"\nask(c["model"])\n')).toEqual(['org/a constant']);
  });

  it('splits a list written as text, with places of their own', () => {
    const a = answerOf({ 'main.py': 'NAMES = "org/a, org/b".split(",")\nfor n in NAMES:\n    ask(n)\n' }, 'main.py');
    expect(a.values).toEqual(['org/a candidate', 'org/b candidate']);
    expect(a.places).toEqual(['main.py:org/a', 'main.py:org/b']);
  });
});

describe('classes and objects', () => {
  it('follows self attributes through the constructor and its default', () => {
    const text =
      'class A:\n    def __init__(self, model="org/a"):\n        self.model = model\n    def run(self):\n        ask(self.model)\nA("org/b")\n';
    expect(python(text)).toEqual(['org/a default', 'org/b constant']);
  });

  it('finds attributes in base classes of other files', () => {
    const files = {
      'app/__init__.py': '',
      'app/base.py': 'class Base:\n    model = "org/a"\n',
      'app/main.py': 'from .base import Base\nclass A(Base):\n    def run(self):\n        ask(self.model)\n',
    };
    expect(answerOf(files, 'app/main.py').values).toEqual(['org/a constant']);
  });

  it('uses what this very object was made with', () => {
    const text =
      'class A:\n    def __init__(self, model="org/a"):\n        self.model = model\na = A(model="org/b")\nA(model="org/c")\nask(a.model)\n';
    expect(python(text)).toEqual(['org/b constant']);
  });

  it('reads dataclass fields, their defaults and what callers give', () => {
    const text =
      'from dataclasses import dataclass, field\n@dataclass\nclass C:\n    model: str = "org/a"\n    other: str = field(default="org/o")\ndef f(c: C):\n    ask(c.model)\n    ask(c.other)\nf(C(model="org/b"))\n';
    const [model, other] = answers({ 'main.py': text }, 'main.py');
    expect(model?.values).toEqual(['org/b constant']);
    expect(other?.values).toEqual(['org/o default']);
  });

  it('reads a pydantic field of a settings object and the variable behind it', () => {
    const files = {
      'app/settings.py':
        'from pydantic_settings import BaseSettings\nfrom pydantic import Field\nclass Settings(BaseSettings):\n    model_name: str = Field(default="org/a", description="x")\nsettings = Settings()\n',
      'app/main.py': 'from settings import settings\nask(settings.model_name)\n',
      '.env': 'MODEL_NAME=org/env\n',
    };
    const a = answerOf(files, 'app/main.py');
    expect(a.values).toEqual(['org/env config', 'org/a default']);
  });

  it('reads properties and factories', () => {
    const text = 'class A:\n    @property\n    def model(self):\n        return "org/a"\ndef make():\n    return A()\nask(make().model)\n';
    expect(python(text)).toEqual(['org/a literal']);
  });

  it('follows super().__init__ into the base class', () => {
    const text =
      'class B:\n    def __init__(self, model):\n        ask(model)\nclass A(B):\n    def __init__(self):\n        super().__init__("org/a")\n';
    expect(python(text)).toEqual(['org/a constant']);
  });

  it('reads state that other functions set', () => {
    const text = 'import st\ndef reset():\n    st.state.model = "org/a"\ndef run():\n    ask(st.state.model)\n';
    expect(python(text)).toEqual(['org/a constant']);
  });

  it('keeps state of local objects apart', () => {
    const text = 'def reset(state):\n    state.model = "org/a"\ndef run(state):\n    ask(state.model)\n';
    expect(python(text)).toEqual([]);
  });
});

describe('functions', () => {
  it('gives the results of a function for the arguments of the call', () => {
    expect(python('T = {"s": "org/s", "l": "org/l"}\ndef pick(size):\n    return T[size]\nask(pick("l"))\n')).toEqual(['org/l constant']);
  });

  it('gives every result', () => {
    expect(python('def pick(x):\n    if x:\n        return "a"\n    return "b"\nask(pick(1))\n')).toEqual(['a literal', 'b literal']);
  });

  it('goes back to callers, three levels', () => {
    const text = 'def a(m):\n    ask(m)\ndef b(m):\n    a(m)\ndef c(m):\n    b(m)\nc("org/a")\n';
    expect(python(text)).toEqual(['org/a constant']);
  });

  it('stops after three levels and says that more is possible', () => {
    const text = 'def a(m):\n    ask(m)\ndef b(m):\n    a(m)\ndef c(m):\n    b(m)\ndef d(m):\n    c(m)\nd("org/a")\n';
    const a = answerOf({ 'main.py': text }, 'main.py');
    expect(a.values).toEqual([]);
    expect(a.complete).toBe(false);
  });

  it('takes arguments by position, by name, and out of a known table', () => {
    const text = 'def f(a, model="org/d"):\n    ask(model)\nf(1, "org/p")\nf(1, model="org/k")\nC = {"model": "org/t"}\nf(1, **C)\n';
    expect(python(text)).toEqual(['org/d default', 'org/p constant', 'org/k constant', 'org/t constant']);
  });

  it('reads keyword arguments collected by the function', () => {
    expect(python('def f(**kwargs):\n    ask(kwargs["model"])\nf(model="org/a", x=1)\n')).toEqual(['org/a constant']);
  });

  it('follows arguments through collected ones', () => {
    const text = 'def inner(model):\n    ask(model)\ndef outer(**kwargs):\n    return inner(**kwargs)\nouter(model="org/a")\n';
    expect(python(text)).toEqual(['org/a constant']);
  });

  it('counts partial application as a call', () => {
    expect(python('from functools import partial\ndef f(model):\n    ask(model)\ng = partial(f, model="org/a")\n')).toEqual([
      'org/a constant',
    ]);
  });

  it('does not take calls of another function of that name', () => {
    const files = {
      'pkg/__init__.py': '',
      'pkg/a.py': 'def load(model):\n    ask(model)\n',
      'pkg/b.py': 'def load(model):\n    return 1\nload("org/wrong")\n',
      'pkg/c.py': 'from .a import load\nload("org/right")\n',
    };
    expect(answerOf(files, 'pkg/a.py').values).toEqual(['org/right constant']);
  });

  it('takes a call by name alone only with less confidence', () => {
    const text = 'class A:\n    def load_weights(self, model):\n        ask(model)\ndef f(x):\n    x.load_weights("org/a")\n';
    const a = answerOf({ 'main.py': text }, 'main.py');
    expect(a.values).toEqual(['org/a constant']);
    expect(a.confidences).toEqual(['medium']);
  });

  it('reads the table of parameters of a test', () => {
    const text =
      'import pytest\n@pytest.mark.parametrize("model, n", [("org/a", 1), ("org/b", 2)])\ndef test_it(model, n):\n    ask(model)\n';
    expect(python(text)).toEqual(['org/a candidate', 'org/b candidate']);
  });

  it('reads what a context manager hands out', () => {
    const text = 'from contextlib import contextmanager\n@contextmanager\ndef name():\n    yield "org/a"\nwith name() as m:\n    ask(m)\n';
    expect(python(text)).toEqual(['org/a constant']);
  });
});

describe('what stands in, and what may be chosen', () => {
  it.each([
    [
      'class A:\n    def __init__(self, c=None):\n        self.c = c or {"m": "org/d"}\n    def f(self):\n        ask(self.c["m"])\nA({"m": "org/x"})\n',
      ['org/x constant', 'org/d default'],
    ],
    ['def f(**kw):\n    ask(kw.pop("m", None) or "org/d")\n', ['org/d default']],
    [
      'class A:\n    M = {"s": "org/s", "l": "org/l"}\n    def __init__(self, size="s"):\n        ask(self.M[size])\n',
      ['org/s default', 'org/l candidate'],
    ],
    [
      'class A:\n    M = {"s": "org/s", "l": "org/l"}\n    def __init__(self, size="s"):\n        ask(self.M[size])\nA()\n',
      ['org/s default'],
    ],
    ['import streamlit as st\nask(st.selectbox("Model", ["org/a", "org/b"]))\n', ['org/a candidate', 'org/b candidate']],
    ['from other import selectbox_like\nask(selectbox_like("Model", ["org/a", "org/b"]))\n', []],
  ])('%s', (text, expected) => {
    expect(python(text)).toEqual(expected);
  });

  it('reads settings that a framework hands on', () => {
    const files = {
      'site/settings.py': 'LLM = "org/a"\n',
      'site/other.py': 'LLM = "org/no"\n',
      'main.py': 'from django.conf import settings\nask(settings.LLM)\n',
    };
    expect(answerOf(files, 'main.py').values).toEqual(['org/a constant']);
  });
});

describe('imports', () => {
  it.each([
    ['from pkg.consts import MODEL', 'MODEL'],
    ['from pkg import consts', 'consts.MODEL'],
    ['import pkg.consts', 'pkg.consts.MODEL'],
    ['import pkg.consts as c', 'c.MODEL'],
    ['from pkg import MODEL', 'MODEL'],
    ['from pkg.consts import MODEL as M', 'M'],
    ['from pkg.consts import *', 'MODEL'],
  ])('%s', (line, expr) => {
    const files = {
      'pkg/__init__.py': 'from .consts import MODEL\n',
      'pkg/consts.py': 'MODEL = "org/a"\n',
      'main.py': `${line}\nask(${expr})\n`,
    };
    const a = answerOf(files, 'main.py');
    expect(a.values).toEqual(['org/a constant']);
    expect(a.places).toEqual(['pkg/consts.py:org/a']);
  });

  it.each([
    ['src/pkg/sub/main.py', 'from ..consts import MODEL'],
    ['src/pkg/sub/main.py', 'from .. import consts\nMODEL = consts.MODEL'],
    ['src/pkg/main.py', 'from .consts import MODEL'],
    ['tests/test_it.py', 'from pkg.consts import MODEL'],
    ['scripts/run.py', 'from pkg.consts import MODEL'],
  ])('%s: %s', (path, line) => {
    const files = {
      'src/pkg/__init__.py': '',
      'src/pkg/sub/__init__.py': '',
      'src/pkg/consts.py': 'MODEL = "org/a"\n',
      [path]: `${line}\nask(MODEL)\n`,
    };
    expect(answerOf(files, path).values).toEqual(['org/a constant']);
  });

  it('does not take a module of the package for the library of that name', () => {
    const files = {
      'llm/__init__.py': '',
      'llm/vendor.py': 'from vendor import Client\nclass Wrapper:\n    pass\nask(Client)\n',
    };
    expect(answerOf(files, 'llm/vendor.py').symbols).toEqual(['vendor.Client']);
  });

  it('says when an import of the project leads nowhere', () => {
    const a = answerOf({ 'pkg/__init__.py': '', 'pkg/main.py': 'from .gone import MODEL\nask(MODEL)\n' }, 'pkg/main.py');
    expect(a.values).toEqual([]);
    expect(a.reason).toContain('MODEL is not found in .gone');
  });
});
