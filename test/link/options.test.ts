import { describe, expect, it } from 'vitest';
import { answerOf, python } from './ask.ts';

const ARGPARSE =
  'import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument("--model-name", "-m", default="org/a", help="org/help")\nparser.add_argument("--other", default="org/other")\n';

describe('options of a command line', () => {
  it('reads the default of an argparse option in the same file', () => {
    const a = answerOf({ 'main.py': `${ARGPARSE}args = parser.parse_args()\nask(args.model_name)\n` }, 'main.py');
    expect(a.values).toEqual(['org/a default']);
    expect(a.confidences).toEqual(['high']);
    expect(a.reason).toBe('option --model_name is given when the program runs');
  });

  it('reads it where options are handed to another file, with less confidence', () => {
    const files = { 'opts.py': ARGPARSE, 'run.py': 'def run(args):\n    ask(args.model_name)\n' };
    const a = answerOf(files, 'run.py');
    expect(a.values).toEqual(['org/a default']);
    expect(a.confidences).toEqual(['medium']);
  });

  it.each([
    ['choices', 'parser.add_argument("--m", choices=["a", "b"], default="a")\nargs = parser.parse_args()\nask(args.m2)\n', []],
    ['unknown args', 'parser.add_argument("--mm", default="a")\nargs, rest = parser.parse_known_args()\nask(args.mm)\n', ['a default']],
    [
      'dest',
      'parser.add_argument("--model", dest="the_model", default="a")\nargs = parser.parse_args()\nask(args.the_model)\n',
      ['a default'],
    ],
    ['self.args', 'parser.add_argument("--mm", default="a")\nclass A:\n    def f(self):\n        ask(self.args.mm)\n', ['a default']],
    ['a response', 'parser.add_argument("--mm", default="a")\ndef f(response):\n    ask(response.mm)\n', []],
    ['required', 'parser.add_argument("--mm", required=True)\nargs = parser.parse_args()\nask(args.mm)\n', []],
  ])('argparse: %s', (_what, text, expected) => {
    expect(python(`import argparse\nparser = argparse.ArgumentParser()\n${text}`)).toEqual(expected);
  });

  it.each([
    ['vars', 'ask(vars(args)["model_name"])\n', ['org/a']],
    ['a table of them', 'table = vars(args)\nask(table["model_name"])\n', ['org/a']],
    ['__dict__', 'ask(args.__dict__["model_name"])\n', ['org/a']],
    ['at once', 'ask(parser.parse_args().model_name)\n', ['org/a']],
    ['handed over by name', 'def run(model_name, **rest):\n    ask(model_name)\nrun(**vars(args))\n', ['org/a']],
    ['handed over as a whole', 'def run(**given):\n    ask(given["model_name"])\nrun(**args.__dict__)\n', ['org/a']],
    ['handed through', 'def outer(**kw):\n    inner(**kw)\ndef inner(m):\n    ask(m)\nouter(m="org/b")\n', ['org/b']],
    ['another option', 'ask(vars(args)["model"])\n', []],
    ['another object', 'def f(response):\n    ask(vars(response)["model_name"])\n', []],
    ['another parameter', 'def run(name, **rest):\n    ask(name)\nrun(**vars(args))\n', []],
  ])('argparse as a table: %s', (_what, text, expected) => {
    const found = python(`${ARGPARSE}args = parser.parse_args()\n${text}`);
    expect(found.map((v) => v.split(' ')[0])).toEqual(expected);
  });

  it.each([
    ['a name of its own', '@click.option("-m", "--model", "the_name", default="org/a")\ndef main(the_name):\n    ask(the_name)\n'],
    ['all of them', '@click.option("--the-name", default="org/a")\ndef main(**given):\n    ask(given["the_name"])\n'],
  ])('click: %s', (_what, text) => {
    expect(python(`import click\n@click.command()\n${text}`)).toEqual(['org/a default']);
  });

  it('takes no help text of click for a parameter', () => {
    const text = '@click.option("--model", default="org/a", help="name")\ndef main(name):\n    ask(name)\n';
    expect(python(`import click\n@click.command()\n${text}`)).toEqual([]);
  });

  it.each([
    ['dataclass', 'from dataclasses import dataclass, asdict\n@dataclass\nclass C:\n    m: str = "org/a"\nc = C()\nask(asdict(c)["m"])\n'],
    [
      'pydantic',
      'from pydantic import BaseModel\nclass C(BaseModel):\n    m: str = "org/a"\ndef f(m):\n    ask(m)\nf(**C().model_dump())\n',
    ],
  ])('the fields of a %s as a table', (_library, text) => {
    expect(python(text).map((v) => v.split(' ')[0])).toEqual(['org/a']);
  });

  it('gives the choices of an option as candidates behind its default', () => {
    const text =
      'import argparse\np = argparse.ArgumentParser()\np.add_argument("--mm", choices=["a", "b"], default="b")\nargs = p.parse_args()\nask(args.mm)\n';
    expect(python(text)).toEqual(['b default', 'a candidate']);
  });

  it.each([
    [
      'click',
      'import click\n@click.command()\n@click.option("--model-name", default="org/a")\ndef main(model_name):\n    ask(model_name)\n',
    ],
    ['typer', 'import typer\ndef main(model: str = typer.Option("org/a", "--model")):\n    ask(model)\n'],
    ['fire', 'import fire\ndef main(model="org/a"):\n    ask(model)\nfire.Fire(main)\n'],
    ['absl', 'from absl import flags\nflags.DEFINE_string("model_name", "org/a", "help")\nFLAGS = flags.FLAGS\nask(FLAGS.model_name)\n'],
    ['pydantic', 'from pydantic import BaseModel, Field\nclass C(BaseModel):\n    m: str = Field("org/a", description="x")\nask(C().m)\n'],
    ['attrs', 'import attr\n@attr.s\nclass C:\n    m: str = attr.ib(default="org/a")\nask(C().m)\n'],
    [
      'factory',
      'from dataclasses import dataclass, field\n@dataclass\nclass C:\n    m: str = field(default_factory=lambda: "org/a")\nask(C().m)\n',
    ],
    ['fastapi', 'from fastapi import Query\ndef route(m: str = Query("org/a")):\n    ask(m)\n'],
  ])('%s', (_library, text) => {
    expect(python(text)).toEqual(['org/a default']);
  });

  it('reads fields of option classes through the parser', () => {
    const text =
      'from dataclasses import dataclass, field\nfrom transformers import HfArgumentParser\n@dataclass\nclass D:\n    path: str = "x"\n@dataclass\nclass M:\n    name: str = field(default="org/a")\nparser = HfArgumentParser((D, M))\ndata_args, model_args = parser.parse_args_into_dataclasses()\nask(model_args.name)\n';
    expect(python(text)).toEqual(['org/a default']);
  });

  it('reads what a script of the project gives to the program', () => {
    const files = {
      'train.py':
        'import argparse\np = argparse.ArgumentParser()\np.add_argument("--model_name", required=True)\nargs = p.parse_args()\nask(args.model_name)\n',
      'run.sh': '#!/bin/sh\npython train.py --model_name org/a --lr 1\npython other.py --model_name org/other\n',
    };
    const a = answerOf(files, 'train.py');
    expect(a.values).toEqual(['org/a config']);
    expect(a.places).toEqual(['run.sh:org/a']);
  });
});
