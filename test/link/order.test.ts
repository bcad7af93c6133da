/** Which assignment a name stands for: the one before the use that every run makes, and those of branches since. */

import { describe, expect, it } from 'vitest';
import { python, typescript } from './ask.ts';

const names = (values: readonly string[]): string[] => values.map((v) => v.split(' ')[0] as string);

describe('order of assignments in Python', () => {
  it.each([
    ['the last of two', 'm = "a"\nm = "b"\nask(m)\n', ['b']],
    ['a branch leaves both', 'm = "a"\nif x:\n    m = "b"\nask(m)\n', ['a', 'b']],
    ['a branch on one line', 'm = "a"\nif x: m = "b"\nask(m)\n', ['a', 'b']],
    ['inside the branch', 'm = "a"\nif x:\n    m = "b"\n    ask(m)\n', ['b']],
    ['in the other branch', 'm = "a"\nif x:\n    m = "b"\nelse:\n    ask(m)\n', ['a', 'b']],
    ['both branches', 'm = "a"\nm = "b"\nif x:\n    m = "c"\nelif y:\n    m = "d"\nelse:\n    m = "e"\nask(m)\n', ['b', 'c', 'd', 'e']],
    ['behind the branch', 'if x:\n    m = "a"\nm = "b"\nask(m)\n', ['b']],
    ['a loop may not run', 'm = "a"\nfor i in xs:\n    m = "b"\nask(m)\n', ['a', 'b']],
    ['inside the loop', 'm = "a"\nfor i in xs:\n    m = "b"\n    ask(m)\n', ['b']],
    ['something may fail', 'm = "a"\ntry:\n    m = "b"\nexcept E:\n    m = "c"\nask(m)\n', ['a', 'b', 'c']],
    ['a context is entered', 'm = "a"\nwith x:\n    m = "b"\nask(m)\n', ['b']],
    ['the end is always reached', 'try:\n    m = "a"\nfinally:\n    m = "b"\nask(m)\n', ['b']],
    ['a case', 'm = "a"\nmatch x:\n    case 1:\n        m = "b"\nask(m)\n', ['a', 'b']],
    ['nested branches', 'm = "a"\nif x:\n    m = "b"\n    if y:\n        m = "c"\n    ask(m)\n', ['b', 'c']],
    ['the value itself', 'm = "a"\nm = m or "b"\nask(m)\n', ['a']],
    ['only later', 'ask(m)\nm = "a"\nm = "b"\n', ['a', 'b']],
    ['a function that runs later', 'm = "a"\nm = "b"\ndef f():\n    ask(m)\n', ['a', 'b']],
    ['one of its own', 'm = "a"\ndef f():\n    m = "b"\n    return m\nask(m)\n', ['a']],
  ])('%s', (_what, text, expected) => {
    expect(names(python(text))).toEqual(expected);
  });

  it('takes a parameter for gone once it is assigned in any case', () => {
    expect(names(python('def f(m="a"):\n    m = "b"\n    ask(m)\n'))).toEqual(['b']);
    expect(names(python('def f(m="a"):\n    if x:\n        m = "b"\n    ask(m)\n'))).toEqual(['b', 'a']);
  });
});

describe('blocks and order of assignments in JavaScript', () => {
  it.each([
    ['two blocks', 'if (x) { const m = "a"; use(m); } else { const m = "b"; ask(m); }', ['b']],
    ['a block beside', '{ let m = "a"; }\nask(m);', []],
    ['a block inside', 'const m = "a";\n{ const m = "b"; use(m); }\nask(m);', ['a']],
    ['inside a block', 'const m = "a";\n{ const m = "b"; ask(m); }', ['b']],
    ['the block around', 'const m = "a";\n{ const n = "b"; ask(m); }', ['a']],
    ['var leaves its block', 'if (x) { var m = "a"; }\nask(m);', ['a']],
    ['a function in a block', 'if (x) { const m = "a"; run(() => ask(m)); }\nif (y) { const m = "b"; }', ['a']],
    ['the head of a loop', 'for (const m of ["a", "b"]) ask(m);\nfor (const m of ["c"]) use(m);', ['a', 'b']],
    ['the last of two', 'let m = "a";\nm = "b";\nask(m);', ['b']],
    ['a branch', 'let m = "a";\nif (x) { m = "b"; }\nask(m);', ['a', 'b']],
    ['a branch without braces', 'let m = "a";\nif (x) m = "b";\nelse m = "c";\nask(m);', ['a', 'b', 'c']],
    ['a branch of a branch', 'let m = "a";\nif (x) if (y) m = "b";\nask(m);', ['a', 'b']],
    ['behind a branch without braces', 'let m;\nif (x) m = "a";\nm = "b";\nask(m);', ['b']],
    ['a loop', 'let m = "a";\nwhile (x) m = "b";\nask(m);', ['a', 'b']],
    ['a case', 'let m = "a";\nswitch (x) { case 1: m = "b"; break; case 2: m = "c"; }\nask(m);', ['a', 'b', 'c']],
    ['something may fail', 'let m = "a";\ntry { m = "b"; } catch { m = "c"; }\nask(m);', ['a', 'b', 'c']],
    ['taken apart', 'if (x) { const { m } = { m: "a" }; use(m); } else { const { m } = { m: "b" }; ask(m); }', ['b']],
  ])('%s', (_what, text, expected) => {
    expect(names(typescript(`function f(x, y) {\n${text}\n}\n`))).toEqual(expected);
  });
});
