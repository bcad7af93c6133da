import { describe, expect, test } from 'vitest';
import { commands, comments, env, problems, read } from './helpers.ts';

const script = (text: string) => read('run.sh', text);

describe('shell words', () => {
  test('quotes, escapes and line continuations', () => {
    const summary = script(`serve "acme/model-7b" --name 'it is' plain\\ word \\\n  --port 80\n`);
    expect(commands(summary)).toEqual(['script: serve · acme/model-7b · --name · it is · plain word · --port · 80']);
  });

  test('an option joined to a quoted value keeps the value apart', () => {
    const text = `serve --model="acme/model-7b"`;
    const [command] = script(text).commands;
    const word = command!.argv[1]!;
    expect(word.k).toBe('cat');
    expect(word.k === 'cat' && word.p.map((part) => text.slice(...part.at))).toEqual(['--model=', 'acme/model-7b']);
  });

  test('escaped quotes mark the string as differing from its region', () => {
    const [command] = script(`curl -d "{\\"model\\": \\"acme-1\\"}" http://localhost`).commands;
    expect(command!.argv[2]).toMatchObject({ k: 'str', v: '{"model": "acme-1"}', escaped: true });
  });

  test.each([
    ['x $NAME', '$NAME'],
    ['x ${NAME}', '$NAME'],
    ['x ${NAME:-acme/m}', '($NAME | acme/m)'],
    ['x ${NAME-acme/m}', '($NAME | acme/m)'],
    ['x "${NAME:-"acme/m"}"', '($NAME | acme/m)'],
    ['x ${NAME:=acme/m}', '($NAME | acme/m)'],
    ['x ${NAME=acme/m}', '($NAME | acme/m)'],
    ['x ${NAME:?must be set}', '$NAME'],
    ['x ${NAME:+acme/m}', '?'],
    ['x ${A:-${B:-c}}', '($A | ($B | c))'],
    ['x pre-$NAME-post', 'pre-+$NAME+-post'],
    ['x $(pwd)/m', '?+/m'],
    ['x `pwd`', '?'],
    ['x $((1 + 2))', '?'],
    ['x $1', '?'],
    ["x '$NAME'", '$NAME'],
    ["x $'a\\tb'", 'a\tb'],
    ['x {{ .Values.model }}', '$Values.model'],
  ])('%s', (text, expected) => {
    const summary = script(text);
    expect(commands(summary).at(-1)).toBe(`script: x · ${expected}`);
  });

  test('a dollar sign in single quotes is text, not a variable', () => {
    expect(script("x '$NAME'").commands[0]!.argv[1]).toMatchObject({ k: 'str', v: '$NAME' });
  });
});

describe('shell structure', () => {
  test('pipelines, lists, redirections and background jobs separate commands', () => {
    const summary = script('a 1 | b 2 && c 3 > out.txt 2>&1 || d 4 < in; e 5 & f 6 &> log\n');
    expect(commands(summary)).toEqual([
      'script: a · 1',
      'script: b · 2',
      'script: c · 3',
      'script: d · 4',
      'script: e · 5',
      'script: f · 6',
    ]);
  });

  test('assignments, exports, defaults and prefixes', () => {
    const summary = script(`MODEL=acme/m\nexport A="b" C=d\nX=1 run it\n: "\${Y:=z}"\nlocal q='r'\nLIST=(one "two three")\n`);
    expect(env(summary)).toEqual([
      'shell: MODEL=acme/m',
      'shell: A=b',
      'shell: C=d',
      'shell: Y=z',
      'shell: q=r',
      'shell: LIST=[one, two three]',
    ]);
    expect(commands(summary)).toEqual(['script: X=1 run · it', 'script: : · ($Y | z)']);
  });

  test('control words, loops, functions and case arms are not commands', () => {
    const summary = script(`
if [ -z "$M" ]; then pull one; else pull two; fi
for m in alpha beta; do pull $m; done
while read -r line; do pull "$line"; done
fetch() { pull three; }
case "$1" in
  small|large) pull four ;;
  *) exit 1 ;;
esac
`);
    expect(commands(summary)).toEqual([
      'script: [ · -z · $M · ]',
      'script: pull · one',
      'script: pull · two',
      'script: pull · $m',
      'script: read · -r · line',
      'script: pull · $line',
      'script: pull · three',
      'script: pull · four',
      'script: exit · 1',
    ]);
    expect(env(summary)).toEqual(['shell: m=(alpha | beta)']);
  });

  test('commands inside substitutions and inline shells are found', () => {
    const summary = script(`x=$(list models | grep acme)\nbash -lc 'serve m & pull n'\n`);
    expect(commands(summary)).toEqual([
      'script: list · models',
      'script: grep · acme',
      'script: bash · -lc · serve m & pull n',
      'script: serve · m',
      'script: pull · n',
    ]);
  });

  test('comments are prose, never commands', () => {
    const text = '#!/bin/sh\n# pull acme/old\npull acme/new # not acme/other\necho a#b\n';
    const summary = script(text);
    expect(commands(summary)).toEqual(['script: pull · acme/new', 'script: echo · a#b']);
    expect(comments(summary, text)).toEqual(['#!/bin/sh', '# pull acme/old', '# not acme/other']);
  });

  test('directives in comments', () => {
    const text = `x # audit-models: ignore model-unknown -- our own\n# audit-models: huggingface:acme/m\necho "audit-models: nothing"\n`;
    expect(script(text).directives.map(({ kind, value, reason }) => ({ kind, value, reason }))).toEqual([
      { kind: 'ignore', value: 'model-unknown', reason: 'our own' },
      { kind: 'declare', value: 'huggingface:acme/m', reason: undefined },
    ]);
  });
});

describe('here-documents', () => {
  test('a program for an interpreter is code', () => {
    const text = `python3 - <<'EOF'\nload("acme/m")\nEOF\necho done\n`;
    const summary = script(text);
    expect(summary.code).toHaveLength(1);
    const [call] = summary.code[0]!.calls;
    expect(text.slice(...call!.call.at)).toBe('load("acme/m")');
    expect(commands(summary)).toEqual(['script: python3 · -', 'script: echo · done']);
  });

  test('a file that is written is read by its name', () => {
    const summary = script(`cat > /etc/app/config.yaml <<EOF\nmodel: acme/m\nEOF\n`);
    expect(summary.entries).toMatchObject([{ path: ['model'], value: 'acme/m' }]);
  });

  test('input of other commands stays reachable, with its variables', () => {
    const summary = script(`curl -d @- http://localhost <<EOF\n{"model": "$M"}\nEOF\n`);
    expect(commands(summary)).toEqual(['script: curl · -d · @- · http://localhost · {"model": "+$M+"}\n']);
  });

  test('python -c in quotes is code, in place and with escapes undone', () => {
    const plain = `python -c "from lib import load; load('acme/m')"`;
    expect(script(plain).code[0]!.calls).toHaveLength(1);
    // Undone escapes leave every name at its own place.
    const text = `python -c "load(\\"acme/m\\")"`;
    const name = script(text).code[0]!.calls[0]!.call.a[0]!.v;
    expect(name).toMatchObject({ k: 'str', v: 'acme/m' });
    expect(text.slice(...name.at)).toBe('acme/m');
  });

  test('without its end it is reported', () => {
    expect(problems(script('cat <<EOF\nabc\n'))).toEqual(['here-document without its end EOF']);
  });
});

describe('PowerShell', () => {
  test('variables, commands, continuations and comments', () => {
    const text = [
      "$env:OPENAI_MODEL = 'acme-1'",
      '$model = "acme/$size"',
      '<# pull acme/old #>',
      'ollama pull $model # tail',
      'serve --model "acme/m" `',
      '  --port 80',
    ].join('\r\n');
    const summary = read('setup.ps1', text);
    expect(env(summary)).toEqual(['shell: OPENAI_MODEL=acme-1', 'shell: model=acme/+$size']);
    expect(commands(summary)).toEqual(['script: ollama · pull · $model', 'script: serve · --model · acme/m · --port · 80']);
    expect(comments(summary, text)).toEqual(['<# pull acme/old #>', '# tail']);
  });
});

test('PowerShell here-strings keep their text and variables', () => {
  const summary = read('a.ps1', '$body = @"\n{"model": "$name"}\n"@\nInvoke-It -Body $body\n');
  expect(env(summary)).toEqual(['shell: body={"model": "+$name+"}']);
  expect(commands(summary)).toEqual(['script: Invoke-It · -Body · $body']);
});

test('batch files: variables, comments, continuations, chains', () => {
  const text = [
    '@echo off',
    'REM ollama pull acme/old',
    ':: another comment',
    'set MODEL=acme/m',
    'set "SIZE=7b %MODE%"',
    ':label',
    'if not exist model.gguf (',
    '  ollama pull %MODEL% && serve --model="acme/n" ^',
    '    --port 80 > log.txt',
    ')',
    'call python run.py --model "acme/o"',
  ].join('\r\n');
  const summary = read('start.bat', text);
  expect(env(summary)).toEqual(['shell: MODEL=acme/m', 'shell: SIZE=7b +$MODE']);
  expect(commands(summary)).toEqual([
    'script: echo · off',
    'script: model.gguf',
    'script: ollama · pull · $MODEL',
    'script: serve · --model=+acme/n · --port · 80',
    'script: python · run.py · --model · acme/o',
  ]);
  expect(comments(summary, text)).toEqual(['REM ollama pull acme/old', ':: another comment']);
});

describe('programs behind wrappers', () => {
  test('shell text of srun, docker exec and sudo, with the variables of the outer command', () => {
    const summary = script(`srun -N 2 bash -c "serve --model-path '$MODEL' --tp 16"\nsudo docker exec llm sh -c 'ollama pull acme/m'\n`);
    expect(commands(summary)).toEqual([
      "script: srun · -N · 2 · bash · -c · serve --model-path '+$MODEL+' --tp 16",
      'script: serve · --model-path · $MODEL · --tp · 16',
      'script: sudo · docker · exec · llm · sh · -c · ollama pull acme/m',
      'script: ollama · pull · acme/m',
    ]);
  });

  test('Python behind wrappers is code', () => {
    expect(script(`poetry run python -c "load('acme/m')"`).code[0]!.calls).toHaveLength(1);
    expect(script(`docker run -i acme/image python - <<'EOF'\nload('acme/m')\nEOF\n`).code[0]!.calls).toHaveLength(1);
  });

  test.each(['echo bash -c "pull acme/m"', 'apt-get install python3 -c "x"', 'cat <<EOF > python\nload(1)\nEOF\n'])(
    '%j runs nothing',
    (text) => {
      const summary = script(text);
      expect(summary.code).toEqual([]);
      expect(summary.commands).toHaveLength(1);
    },
  );
});
