import { describe, expect, it } from 'vitest';
import { read, show } from './show.ts';

const js = (text: string) => read('javascript', text);

describe('JavaScript values', () => {
  it('keeps ??, || and conditions as choices', () => {
    const { bindings } = js("const a = process.env.M ?? 'x' ?? y;\nlet b = c ? 'p' : d ? 'q' : `r`;\nx ||= 'z'; o.m ??= \"n\"");
    expect(bindings).toEqual([
      'a = (process.env.M |or "x" |or y)',
      'b = ("p" |cond "q" |cond "r")',
      'x = (x |or "z")',
      'o.m = (o.m |or "n")',
    ]);
  });

  it('reads templates with nesting and tags', () => {
    const { bindings, calls } = js('const a = `org/${name}-${`in${x}`}`, b = tag`t${y}`, c = `${"only"}`;');
    expect(bindings).toEqual(['a = <"org/"+name+"-"+<"in"+x>>', 'b = tag(<"t"+y>)', 'c = "only"']);
    expect(calls).toEqual(['tag(<"t"+y>)']);
  });

  it('reads object literals: keys of every sort, shorthand, spread, methods, as const', () => {
    const { bindings } = js(
      "const m = { a: 'x', 'b-c': 1, [k]: 'y', d, ...e, f() { return 'z' }, get g() { return 1 }, async *h() {}, 7: 's' } as const satisfies T<U>;",
    );
    expect(bindings).toEqual(['m = {"a": "x", "b-c": 1, k: "y", "d": d, **: e, "f": fn(), "g": fn(), "h": fn(), "7": "s"}']);
  });

  it('tells regular expressions from divisions', () => {
    const { bindings } = js(
      "const a = /ab\"c/.test(s) / 2, b = x / y / 'z'.length, c = [/[/\"]/, 'q'];\nif (x) /a'b/.exec('r')\nconst d = (1 + 2) / 3; const e = {} / 2;",
    );
    expect(bindings).toEqual(['a = ?{?{}.test(s), 2}', 'b = ?{?{x, y}, "z".length}', 'c = [?{}, "q"]', 'd = ?{<1+2>, 3}', 'e = ?{{}, 2}']);
  });

  it('decodes escapes', () => {
    expect(
      js(String.raw`const a = 'a\u4e2d\x41\u{1F600}\'', b = "\
c";`).bindings,
    ).toEqual(['a = "a中A😀\'"!', 'b = "c"!']);
  });
});

describe('TypeScript', () => {
  it('keeps the type text of fields and variables and reads on behind types', () => {
    const { code, bindings } = js(
      'const a: Array<Record<string, () => void>> = ["x"];\nclass A<T extends B> extends C<D> implements E, F { private readonly model: string = "m"; static n?: number; constructor(public p: string = "q", r = 1) { super(p); } }',
    );
    expect(bindings).toEqual(['a = ["x"]', 'field model = "m"', 'field n', 'field this.p = p']);
    expect(code.bindings.map((b) => b.type)).toEqual(['Array<Record<string, () => void>>', 'string', 'number', 'string']);
    expect(code.scopes[1]!.bases!.map(show)).toEqual(['C', 'E', 'F']);
    expect(code.scopes[2]!.params!.map((p) => [p.name, p.def && show(p.def)])).toEqual([
      ['p', '"q"'],
      ['r', '1'],
    ]);
  });

  it('tells type arguments from comparisons', () => {
    const { calls } = js('f<A>(x); g(a < b && c > (d)); new Map<string, number[]>(); if (i < n || j > m) h<{ a: B }>("y");');
    expect(calls).toEqual(['f(x)', 'g(?{(a < b), (c > d)})', 'new Map()', 'h("y")']);
  });

  it('reads arrow functions with types, generics and destructured defaults', () => {
    const { bindings, code } = js(
      "const f = async <T,>(x: T, { model = 'm', n: k }: P = {}): Promise<T[]> => go(model);\nconst g = y => 'z';\nconst h = a ? (b) : c => d;",
    );
    expect(bindings).toEqual(['model = ({1}.model |or "m")', 'k = {1}.n', 'f = fn(x, {1}={})', 'g = fn(y)', 'h = (b |cond fn(c))']);
    expect(code.scopes.map((s) => s.name)).toEqual(['', 'f', 'g', '']);
    expect(code.scopes[1]!.returns!.map(show)).toEqual(['go(model)']);
  });

  it('reads enums, and keeps the literals of union types as loose', () => {
    const { bindings, loose } = js("export enum M { A = 'e-a', 'B b' = \"e-b\" }\ntype N = 'one' | 'two';\ninterface I { m: 'three' }");
    expect(bindings).toEqual(['enum A = "e-a"', 'enum B b = "e-b"']);
    expect(loose).toEqual(['compare ?{"one", "two"}', 'compare ?{"three"}']);
  });

  it('takes an assertion for no element', () => {
    expect(js('const a = <string>f("x"); const b = <T>(y: T) => y; const c = <any>"z";').bindings).toEqual([
      'a = f("x")',
      'b = fn(y)',
      'c = "z"',
    ]);
  });
});

describe('modules', () => {
  it('reads imports, requires, dynamic imports and re-exports', () => {
    const { imports } = js(
      "import A, { b as c, type D } from 'm';\nimport * as n from \"o\";\nimport 'side';\nimport type { T } from 't';\nconst q = require('r'), { s: u } = require('v');\nconst w = (await import('x')).y;\nexport { z as z2 } from './z'; export * from './all'; export * as ns from './ns';\nimport fs = require('fs');",
    );
    expect(imports).toEqual([
      'm default as A',
      'm b as c',
      'm D as D type',
      'o * as n',
      'side as ',
      't T as T type',
      'r as q',
      'v s as u',
      'x y as w',
      './z z as z2 reexport',
      './all * as * reexport',
      './ns * as ns reexport',
      'fs as fs',
    ]);
  });

  it('reads exports of every form', () => {
    const { code, bindings } = js(
      "export const a = 'x', { b } = c;\nexport default { m: 'y' };\nexport function f() {}\nexport class G {}\nexport { h as i };\nmodule.exports = { j, k: 'l' };\nexports.o = 'p';",
    );
    expect(code.exports!.map((e) => `${e.name}<${e.local}`)).toEqual([
      'a<a',
      'b<b',
      'default<default',
      'f<f',
      'G<G',
      'i<h',
      'default<module.exports',
      'j<j',
      'k<module.exports.k',
      'o<exports.o',
    ]);
    expect(bindings).toEqual(['a = "x"', 'b = c.b', 'default = {"m": "y"}', 'module.exports = {"j": j, "k": "l"}', 'exports.o = "p"']);
  });
});

describe('JSX', () => {
  it('reads an element as a call with attributes as named arguments, text as prose', () => {
    const text = 'const el = <Foo.Bar model="jsx-m" on={() => go("k")} flag {...p}>Hello {name} <br/>{/* note */}</Foo.Bar>;';
    const { bindings, prose } = js(text);
    expect(bindings).toEqual(['el = Foo.Bar(model="jsx-m", on=fn(), flag=true, *p, name, br())']);
    expect(prose.map((p) => [p.kind, text.slice(...p.at)])).toEqual([
      ['text', 'Hello '],
      ['comment', '/* note */'],
    ]);
  });

  it('reads fragments, nested elements in attributes and choices in holes', () => {
    expect(js("return <><A b={<C d='e'/>}/>{x ? <D/> : 'no'}</>;").calls).toEqual([
      'C(d="e")',
      'A(b=C(d="e"))',
      'D()',
      '(A(b=C(d="e")), (D() |cond "no"))',
    ]);
  });

  it('does not decode attribute strings as scripts do', () => {
    expect(js(String.raw`const a = <A b="c\n"/>;`).bindings).toEqual([String.raw`a = A(b="c\\n")`]);
  });
});

describe('JavaScript statements', () => {
  it('binds loops, patterns and fields', () => {
    const { bindings } = js(
      "for (const m of ['a', 'b']) load(m);\nfor (let i = 0, n = 'c'; i < 3; i++) {}\nfor (k in obj) {}\nthis.model = 'd';\n[p, q] = ['e', 'f'];\nconst [r, , { s = 'g' }, ...t] = v;",
    );
    expect(bindings).toEqual([
      'loop m = ["a", "b"]',
      'i = 0',
      'n = "c"',
      'loop k = obj',
      'field this.model = "d"',
      'p = ["e", "f"][0]',
      'q = ["e", "f"][1]',
      'r = v[0]',
      's = (v[2].s |or "g")',
      't = v',
    ]);
  });

  it('keeps compared and switched strings apart from used ones', () => {
    const { loose, calls } = js(
      "if (m === 'a') f('b');\nswitch (m) { case 'c': g('d'); break; default: throw new Error('e') }\nreturn n == 'h' ? 1 : 2",
    );
    expect(calls).toEqual(['f("b")', 'g("d")', 'new Error("e")']);
    expect(loose).toEqual(['compare (m === "a")', 'case "c"', 'throw new Error("e")', 'compare (n == "h")', 'return (1 |cond 2)']);
  });

  it("takes 'use client' for no value, and comments for prose", () => {
    const text = "'use client'\n/** Doc of org/x. */\n// load('org/y')\nf('http://z')\n";
    const { loose, calls, prose } = js(text);
    expect([loose, calls, prose.length]).toEqual([[], ['f("http://z")'], 2]);
  });
});

describe('broken JavaScript', () => {
  it('reads on after unclosed brackets, strings, comments and templates', () => {
    expect(js("f('a', {m: 'b'\nconst c = 'd").calls).toEqual(['f("a", {"m": "b"})']);
    expect(js("const a = 'x\nconst b = 'y';\n").bindings).toEqual(['a = "x"', 'b = "y"']);
    expect(js("const a = 'x';\n/* never closed\nconst b = 'y';\n").bindings).toEqual(['a = "x"', 'b = "y"']);
    expect(js('const a = `x${y').bindings).toEqual(['a = <"x"+y>']);
  });

  it('passes over stray closers and merge conflicts', () => {
    expect(js(")}]; const a = f('x');\n<<<<<<< HEAD\nconst b = 'y';\n=======\nconst b = 'z';\n>>>>>>> other\n").bindings).toEqual([
      'a = f("x")',
      'b = "y"',
      'b = "z"',
    ]);
  });
});

describe('broken elements and templates', () => {
  it.each([
    ['an end tag is missing', 'function A() { return <div><p a="x">text }\nf("y");', ['f("y")']],
    ['a quote is missing in front', 'const a = <div>\n<link rel=icon" href={b} />\n<p c="x"/></div>;\nf("y");', ['p(c="x")', 'f("y")']],
    ['a quote is missing behind', 'const a = <div className="flex>\n<p c="x"/></div>;\nf("y");', ['p(c="x")', 'f("y")']],
    ['a brace of a hole is missing', 'const a = `u/${b/c/${d}:1`;\nf("y");', ['f("y")']],
    ['a brace of a child is missing', 'const a = <div>{b</div>;\nf("y");', ['div(b)', 'f("y")']],
  ])('reads on when %s', (_, text, expected) => {
    expect(js(text).calls).toEqual(expect.arrayContaining(expected));
  });
});
