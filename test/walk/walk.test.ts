import { execFileSync } from 'node:child_process';
import { symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileSummary } from '../../src/types/source.ts';
import { createProject, MAX_TEXT_BYTES } from '../../src/walk/index.ts';
import { scopeOf } from '../../src/walk/scope.ts';
import { tempProject } from '../support/temp.ts';

const summarise = (path: string): FileSummary => {
  throw new Error(`nobody asked to summarise ${path}`);
};
const open = (root: string, options: { include?: string[]; exclude?: string[] } = {}) => createProject(root, { summarise, ...options });
const paths = async (root: string, options = {}) => (await open(root, options)).files.map((f) => f.path);

describe('which files are part of a project', () => {
  const files = {
    '.gitignore': 'build/\n*.log\n!keep.log\n',
    'a.py': '',
    'build/out.py': '',
    'x.log': '',
    'keep.log': '',
    'sub/.gitignore': '/local.py\n',
    'sub/local.py': '',
    'sub/deep/local.py': '',
    'node_modules/pkg/index.js': '',
    '.venv/lib/x.py': '',
    '.github/workflows/ci.yml': '',
  };
  const expected = ['.github/workflows/ci.yml', '.gitignore', 'a.py', 'keep.log', 'sub/.gitignore', 'sub/deep/local.py'];

  it('without git: everything but folders of output, since what is ignored may be committed', async () => {
    expect(await paths(tempProject(files))).toEqual([...expected, 'sub/local.py', 'x.log'].toSorted());
    const archived = { '.gitignore': 'archived/\nbuild/\n', 'archived/a.py': '', 'build/b.py': '', 'src/build/c.py': '' };
    expect(await paths(tempProject(archived))).toEqual(['.gitignore', 'archived/a.py']);
    expect(await paths(tempProject({ '.gitignore': '*\n!src\n', 'a.py': '', 'build/b.py': '' }))).toEqual(['.gitignore', 'a.py']);
    expect(await paths(tempProject({ 'build/b.py': '' }))).toEqual(['build/b.py']);
  });
  it('without git: folders that are hidden are listed as skipped', async () => {
    const { skipped } = await open(tempProject(files));
    expect(skipped.map((one) => one.path)).toEqual(['build/']);
    expect(skipped[0]?.reason).toContain('.gitignore');
  });
  it('with git: what the .gitignore files leave', async () => {
    const root = tempProject(files);
    execFileSync('git', ['init', '-q'], { cwd: root });
    expect(await paths(root)).toEqual(expected);
  });
  it('equal .gitignore files in several folders: each counts below its own folder, like git reads them', async () => {
    const shared = '/dist\n*.tmp\n!keep.tmp\ncache/\n';
    const tree = {
      'one/.gitignore': shared,
      'two/.gitignore': shared,
      'two/inner/.gitignore': 'dist\n',
      ...Object.fromEntries(
        ['', 'one/', 'two/', 'two/inner/', 'three/'].flatMap((folder) =>
          ['dist/a.js', 'inner/dist/b.js', 'x.tmp', 'keep.tmp', 'cache/c.js', 'cache.js', 'venv', 'ä b.js'].map((name) => [
            folder + name,
            '',
          ]),
        ),
      ),
    };
    const root = tempProject(tree);
    symlinkSync(join(root, 'one'), join(root, 'link'));
    const listed = await paths(root);
    const names = listed.filter((path) => path.startsWith('two/'));
    expect(names).toEqual([
      'two/.gitignore',
      'two/cache.js',
      'two/inner/.gitignore',
      'two/inner/cache.js',
      'two/inner/keep.tmp',
      'two/inner/x.tmp',
      'two/inner/ä b.js',
      'two/keep.tmp',
      'two/x.tmp',
      'two/ä b.js',
    ]);
    execFileSync('git', ['init', '-q'], { cwd: root });
    // Git names the link itself, and knows that single files are not committed.
    const kept = listed.filter((path) => !/^(?:one|two)\/.*x\.tmp$/.test(path));
    expect((await paths(root)).filter((path) => path !== 'link')).toEqual(kept);
  });
  it('with git: a file that is ignored yet committed counts', async () => {
    const root = tempProject(files);
    execFileSync('git', ['init', '-q'], { cwd: root });
    execFileSync('git', ['add', '-f', 'x.log'], { cwd: root });
    expect(await paths(root)).toEqual([...expected, 'x.log']);
  });
  it('include and exclude read like .gitignore', async () => {
    expect(await paths(tempProject(files), { include: ['sub/'] })).toEqual(['sub/.gitignore', 'sub/deep/local.py', 'sub/local.py']);
    expect(await paths(tempProject(files), { exclude: ['*.py', '*.log', '.github'] })).toEqual(['.gitignore', 'sub/.gitignore']);
  });
  it('a .gitignore that is a link or a folder says nothing', async () => {
    const root = tempProject({ 'rules.txt': '*.py\n', 'a.py': '', 'sub/.gitignore/x.txt': '', 'sub/b.py': '' });
    symlinkSync(join(root, 'rules.txt'), join(root, '.gitignore'));
    expect(await paths(root)).toEqual(['a.py', 'rules.txt', 'sub/.gitignore/x.txt', 'sub/b.py']);
  });
  it('an empty folder has none', async () => {
    expect(await paths(tempProject({}))).toEqual([]);
  });
  it('a file is no project', async () => {
    const root = tempProject({ 'a.py': '' });
    await expect(open(join(root, 'a.py'))).rejects.toThrow('is not a folder');
    await expect(open(join(root, 'nowhere'))).rejects.toThrow('ENOENT');
  });
});

describe('the format of a file whose name says nothing', () => {
  const formats = async (files: Record<string, string>) => (await open(tempProject(files))).files.map((f) => `${f.path} ${f.format}`);
  const values =
    '# values of the chart\nservingEngineSpec:\n  modelSpec:\n    - name: "small"\n{{- if .gpu }}\n      requestGPU: 1\n{{- end }}\n';

  it('is that of its first lines: a program, a template of YAML', async () => {
    expect(
      await formats({ 'bin/serve': '#!/usr/bin/env bash\nvllm serve x\n', 'gpu.tpl': values, 'infra/user-data.tftpl': values }),
    ).toEqual(['bin/serve shell', 'gpu.tpl yaml', 'infra/user-data.tftpl yaml']);
  });
  it.each([
    ['page.tpl', '<html>\n<body style="a: b">\n{$name}: {$value}\n</body>\n</html>\n'],
    ['_helpers.tpl', '{{- define "harbour.name" -}}\n{{ .Chart.Name | trunc 63 }} of the chart\n{{- end }}\n'],
    ['mail.tpl', 'Dear {{name}},\n\nplease note: we are closed.\nRegards: the team\n'],
    ['DATA', 'name: a\nother: b\n'],
    ['binary', '#!/bin/sh\0\0'],
    ['empty.tpl', ''],
  ])('%s stays unknown', async (name, text) => {
    expect(await formats({ [name]: text })).toEqual([`${name} unknown`]);
  });
  it('is not looked for behind a link', async () => {
    const root = tempProject({ 'a.txt': '#!/bin/sh\n' });
    symlinkSync(join(root, 'a.txt'), join(root, 'link'));
    expect((await open(root)).files.find((f) => f.path === 'link')?.format ?? 'unknown').toBe('unknown');
  });
});

describe('what cannot be read is listed and stops nothing', () => {
  it('a file larger than the limit', async () => {
    const root = tempProject({ 'big.json': '{}', 'a.py': 'x = 1\n' });
    truncateSync(join(root, 'big.json'), 2 ** 31);
    const project = await open(root);
    expect(project.text('big.json')).toBeUndefined();
    expect(project.text('big.json')).toBeUndefined();
    expect(project.text('a.py')).toBe('x = 1\n');
    expect(project.skipped).toEqual([{ path: 'big.json', reason: `larger than ${MAX_TEXT_BYTES / 1048576} MiB (2048 MiB)` }]);
    expect(project.stats).toEqual({ files: 2, bytes: 6, read: 1 });
  });
  it('binary content under the name of source', async () => {
    const project = await open(tempProject({ 'a.py': new Uint8Array([1, 2, 0, 3]) }));
    expect(project.text('a.py')).toBeUndefined();
    expect(project.skipped).toEqual([{ path: 'a.py', reason: 'binary content under the name of a text file' }]);
  });
  it('invalid UTF-8 is read with replacement characters, and said', async () => {
    const project = await open(tempProject({ 'a.py': Buffer.from([0x78, 0x3d, 0xff, 0x0a]) }));
    expect(project.text('a.py')).toBe('x=\uFFFD\n');
    expect(project.skipped).toEqual([{ path: 'a.py', reason: 'not valid UTF-8: read with replacement characters' }]);
  });
  it('UTF-16 and byte order marks are understood', async () => {
    const project = await open(tempProject({ 'a.py': Buffer.from('\uFEFFm = 1', 'utf16le'), 'b.py': Buffer.from('\uFEFFm = 2', 'utf8') }));
    expect([project.text('a.py'), project.text('b.py')]).toEqual(['m = 1', 'm = 2']);
    expect(project.skipped).toEqual([]);
  });
  it('links that leave the project, and link loops', async () => {
    const outside = tempProject({ 'secret.py': 'x' });
    const root = tempProject({ 'a.py': 'x', 'sub/': '' });
    symlinkSync(join(outside, 'secret.py'), join(root, 'link.py'));
    symlinkSync(root, join(root, 'sub', 'loop'));
    symlinkSync('self.py', join(root, 'self.py'));
    const project = await open(root);
    expect(project.text('link.py')).toBeUndefined();
    expect(project.text('self.py')).toBeUndefined();
    expect(project.text('a.py')).toBe('x');
    expect(project.files.map((f) => f.path).filter((p) => p.startsWith('sub/loop/'))).toEqual([]);
  });
  it('paths never leave the root', async () => {
    const project = await open(tempProject({ 'a.py': 'x' }));
    expect(project.text('../../../etc/passwd')).toBeUndefined();
    expect(project.bytes('../../../etc/passwd', 0, 10)).toBeUndefined();
    expect(project.list('../..')).toEqual([]);
  });
});

describe('the scope of a file', () => {
  it.each([
    ['src/app.py', 'production'],
    ['requirements.txt', 'production'],
    ['src/latest/model.py', 'production'],
    ['contest/a.py', 'production'],
    ['tests/unit/a.py', 'test'],
    ['src/a.test.ts', 'test'],
    ['pkg/thing_test.go', 'test'],
    ['src/test/java/AppTest.java', 'test'],
    ['docs/guide/a.py', 'docs'],
    ['README.md', 'docs'],
    ['examples/tests/a.py', 'example'],
    ['notebooks/a.ipynb', 'example'],
    ['third_party/x/tests/a.py', 'vendored'],
    ['web/jquery.min.js', 'vendored'],
    ['.cursor/rules/a.json', 'dev-tool'],
    ['promptfooconfig.yaml', 'evaluation'],
    ['evals/judge.py', 'evaluation'],
  ])('%s is %s', (path, scope) => {
    expect(scopeOf(path)).toBe(scope);
  });
});

describe('what is forgotten', () => {
  const summaryOf = (path: string, format: FileSummary['format'], text: string): FileSummary => ({
    path,
    format,
    bytes: text.length,
    lineStarts: [0],
    code: format === 'python' ? [{ language: 'python', scopes: [], bindings: [], imports: [], calls: [], loose: [] }] : [],
    entries: [],
    commands: [],
    env: [],
    prose: [],
    directives: text.includes('ignore') ? [{ kind: 'ignore', value: text, at: [0, 1] }] : [],
    problems: [{ reason: 'half of it' }],
  });

  it('a text is read again when it is asked for again, and counted once', async () => {
    const root = tempProject({ 'a.txt': 'one' });
    const project = await open(root);
    expect(project.text('a.txt')).toBe('one');
    writeFileSync(join(root, 'a.txt'), 'two');
    expect(project.text('a.txt')).toBe('one');
    project.forgetText('a.txt');
    project.forgetText('nowhere.txt');
    expect(project.text('a.txt')).toBe('two');
    expect(project.stats).toEqual({ files: 1, bytes: 3, read: 1 });
  });

  it('code is summarised again, its directives stay, and its problems are told once', async () => {
    const made: string[] = [];
    const root = tempProject({ 'c.py': 'ignore c', 'a.py': 'ignore a', 'b.py': 'b', 'd.json': 'ignore d' });
    const project = await createProject(root, {
      summarise: (path, format, text) => {
        made.push(path);
        return summaryOf(path, format, text);
      },
    });
    for (const { path } of project.files) project.summary(path);
    project.forgetCode(new Set(['c.py']));
    expect(project.directives().map(({ path, directives }) => [path, directives[0]?.value])).toEqual([
      ['a.py', 'ignore a'],
      ['c.py', 'ignore c'],
      ['d.json', 'ignore d'],
    ]);
    for (const { path } of project.files) project.summary(path);
    expect(made).toEqual(['a.py', 'b.py', 'c.py', 'd.json', 'a.py', 'b.py']);
    expect(project.directives()).toHaveLength(3);
    expect(project.skipped.map(({ path }) => path)).toEqual(['a.py', 'b.py', 'c.py', 'd.json']);
  });
});

describe('weights files', () => {
  it('are summarised from their header, through the reader that was given', async () => {
    const asked: [number, number][] = [];
    const project = await createProject(tempProject({ 'm.gguf': 'GGUFrest' }), {
      summarise: (path, format) => ({
        path,
        format,
        bytes: 0,
        lineStarts: [0],
        code: [],
        entries: [],
        commands: [],
        env: [],
        prose: [],
        directives: [],
        problems: [],
      }),
      readHeader: (path, size, read) => {
        asked.push([size, read(4, 100)?.length ?? -1]);
        return { header: { format: 'gguf', metadata: { path }, size }, problems: [{ reason: 'cut off' }] };
      },
    });
    expect(project.summary('m.gguf')).toMatchObject({ bytes: 8, header: { format: 'gguf', size: 8 } });
    expect(asked).toEqual([[8, 4]]);
    expect(project.skipped).toEqual([{ path: 'm.gguf', reason: 'cut off' }]);
  });
});
