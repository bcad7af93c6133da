/** Calls that are not written as `library.call("model")`: under another name, through an executor, by an alias. */

import { describe, expect, it } from 'vitest';
import { createLinker } from '../../src/link/index.ts';
import { recognise } from '../../src/recognise/index.ts';
import { loadRules } from '../../src/rules/index.ts';
import { memoryProject } from '../support/project.ts';

const rules = loadRules();

/** `signature name` of what is used, in the order of the text. */
function used(files: Record<string, string>): string[] {
  const project = memoryProject(files);
  return recognise(project, createLinker(project), rules)
    .references.filter((r) => r.used)
    .map((r) => `${r.signature} ${r.name}`);
}

const HF = 'from transformers import pipeline, AutoModel\nfrom functools import partial\n';

describe('a callee under another name', () => {
  it.each([
    ['an import', 'from transformers import pipeline as make\nmake("fill-mask", "acme-ai/a-7b")\n', 'transformers.pipeline acme-ai/a-7b'],
    ['a variable', `${HF}load = AutoModel.from_pretrained\nload("acme-ai/a-7b")\n`, 'transformers.from-pretrained acme-ai/a-7b'],
    [
      'one of two',
      `${HF}load = AutoModel.from_pretrained if fast else AutoModel.from_config\nload("acme-ai/a-7b")\n`,
      'transformers.from-pretrained acme-ai/a-7b',
    ],
    [
      'a member',
      'from openai import OpenAI\nclass A:\n    def __init__(self):\n        self.ask = OpenAI().chat.completions.create\n    def go(self):\n        self.ask(model="odd-name", messages=[])\n',
      'openai.chat odd-name',
    ],
  ])('%s', (_what, text, expected) => {
    expect(used({ 'main.py': text })).toEqual([expected]);
  });

  it('that another file gives it', () => {
    const files = {
      'loaders.py': `${HF}load = AutoModel.from_pretrained\n`,
      'main.py': 'import transformers\nfrom loaders import load\nload("acme-ai/a-7b")\n',
    };
    expect(used(files)).toEqual(['transformers.from-pretrained acme-ai/a-7b']);
  });

  it.each([
    ['another library', 'from pipes import pipeline as make\nmake("fill-mask", "acme-ai/a-7b")\n'],
    ['a function of the project', `${HF}def load(name):\n    return name\nload("acme-ai/a-7b")\n`],
    ['the result of a call', `${HF}load = AutoModel.from_pretrained("acme-ai/b-7b").forward\nload("acme-ai/a-7b")\n`],
  ])('is not taken for %s', (_what, text) => {
    expect(used({ 'main.py': text }).filter((found) => found.includes('a-7b'))).toEqual([]);
  });
});

describe('a call that is handed over', () => {
  it.each([
    ['an event loop', 'loop.run_in_executor(None, AutoModel.from_pretrained, "acme-ai/a-7b")\n'],
    ['an executor', 'pool.submit(AutoModel.from_pretrained, "acme-ai/a-7b")\n'],
    ['a list', 'list(map(AutoModel.from_pretrained, ["acme-ai/a-7b"]))\n'],
    ['a thread', 'Thread(target=AutoModel.from_pretrained, args=("acme-ai/a-7b",)).start()\n'],
    ['arguments given ahead', 'later = partial(AutoModel.from_pretrained, "acme-ai/a-7b")\n'],
  ])('by %s', (_what, text) => {
    expect(used({ 'main.py': HF + text })).toEqual(['transformers.from-pretrained acme-ai/a-7b']);
  });

  it('names its model by keyword', () => {
    const text =
      'import asyncio\nfrom openai import OpenAI\nclient = OpenAI()\nasync def go():\n    await asyncio.to_thread(client.chat.completions.create, model="odd-name", messages=[])\n';
    expect(used({ 'main.py': text })).toEqual(['openai.chat odd-name']);
  });

  it('takes no default of the library when more arguments may follow', () => {
    expect(used({ 'main.py': `${HF}later = partial(pipeline, "summarization")\nlater(model="acme-ai/a-7b")\n` })).toEqual([
      'generic.model-name acme-ai/a-7b',
    ]);
  });

  it.each([
    ['another function', 'pool.submit(print, "acme-ai/a-7b")\n'],
    ['a result', 'pool.submit(print, AutoModel.from_config(x), "acme-ai/a-7b")\n'],
    ['the name of a thread', 'Thread(target=AutoModel.from_pretrained, name="acme-ai/a-7b")\n'],
  ])('does not speak for %s', (_what, text) => {
    expect(used({ 'main.py': HF + text })).toEqual([]);
  });
});
