import { describe, expect, it } from 'vitest';
import { python, typescript } from './ask.ts';

const HEAD = 'from threading import Thread\nfrom functools import partial\nimport asyncio\ndef load(size, name):\n    ask(name)\n';

describe('calls that call what they are given', () => {
  it.each([
    ['an executor', 'pool.submit(load, 1, "org/a")\n'],
    ['an executor, by keyword', 'pool.submit(load, 1, name="org/a")\n'],
    ['a thread', 'Thread(target=load, args=(1, "org/a")).start()\n'],
    ['a thread with a table', 'Thread(target=load, args=(1,), kwargs={"name": "org/a"}).start()\n'],
    ['a thread whose arguments stand elsewhere', 'given = (1, "org/a")\nThread(target=load, args=given).start()\n'],
    ['an event loop', 'loop.run_in_executor(None, load, 1, "org/a")\n'],
    ['a worker thread', 'async def go():\n    await asyncio.to_thread(load, 1, "org/a")\n'],
    ['arguments given ahead', 'later = partial(load, 1, name="org/a")\n'],
    ['a pool of processes', 'pool.apply_async(load, (1, "org/a"))\n'],
    ['a background task', 'tasks.add_task(load, 1, "org/a")\n'],
    ['a queue', 'load.delay(1, "org/a")\n'],
    ['a cluster', 'load.remote(1, name="org/a")\n'],
    ['a queue with a list', 'load.apply_async(args=[1, "org/a"])\n'],
  ])('%s', (_what, text) => {
    expect(python(HEAD + text)).toEqual(['org/a constant']);
  });

  it.each([
    ['map', 'list(map(load, [1, 2], ["org/a", "org/b"]))\n'],
    ['the map of an executor', 'pool.map(load, [1, 2], ["org/a", "org/b"])\n'],
    ['rows of arguments', 'pool.starmap(load, [(1, "org/a"), (2, "org/b")])\n'],
  ])('%s gives every element', (_what, text) => {
    expect(python(HEAD + text)).toEqual(['org/a candidate', 'org/b candidate']);
  });

  it('follows methods and classes', () => {
    expect(
      python('class A:\n    def load(self, name):\n        ask(name)\n    def go(self, pool):\n        pool.submit(self.load, "org/a")\n'),
    ).toEqual(['org/a constant']);
    expect(
      python(
        'from functools import partial\nclass A:\n    def __init__(self, name):\n        ask(name)\nmake = partial(A, name="org/a")\n',
      ),
    ).toEqual(['org/a constant']);
  });

  it.each([
    ['another function', 'def other(size, name):\n    pass\npool.submit(other, 1, "org/a")\n'],
    ['the name of the thread', 'Thread(target=load, name="org/a").start()\n'],
    ['a function that is only mentioned', 'pool.submit(print, load, "org/a")\n'],
    ['another argument', 'pool.submit(load, "org/a")\n'],
    ['a callee that is the result of a call', 'pool.submit(load(1, None), "org/a", "org/b")\n'],
    ['an executor of another kind', 'loop.run_in_executor(load, 1, "org/a")\n'],
  ])('is not misled by %s', (_what, text) => {
    expect(python(HEAD + text).filter((v) => v.includes('org/'))).toEqual([]);
  });

  it.each([
    ['call', 'load.call(null, 1, "org/a");', ['org/a constant']],
    ['apply', 'load.apply(null, [1, "org/a"]);', ['org/a constant']],
    ['bind', 'export const later = load.bind(null, 1, "org/a");', ['org/a constant']],
    ['a timer', 'setTimeout(load, 100, 1, "org/a");', ['org/a constant']],
    ['the object', 'load.call("org/b");', []],
    ['the time', 'setTimeout(load, "org/a");', []],
  ])('JavaScript: %s', (_what, text, expected) => {
    expect(typescript(`function load(size: number, name: string) { ask(name); }\n${text}\n`)).toEqual(expected);
  });

  it('hands a list over element by element in JavaScript', () => {
    expect(typescript('const load = (name: string) => ask(name);\n["org/a", "org/b"].map(load);\n')).toEqual([
      'org/a candidate',
      'org/b candidate',
    ]);
    expect(typescript('const load = (name: string) => ask(name);\nconst other = (x) => x;\n["org/a", "org/b"].map(other);\n')).toEqual([]);
  });
});
