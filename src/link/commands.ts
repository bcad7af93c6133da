/** Options that scripts of the project give to its programs. */

import { isLockfile } from '../summarise/format.ts';
import type { FileFormat } from '../types/source.ts';
import type { ValueSet } from '../types/values.ts';
import { evaluate } from './evaluate.ts';
import { through, union } from './sets.ts';
import { fileSite } from './site.ts';
import { apart, indexOf, LIMITS, noteAt, type Link, type Where } from './things.ts';

const FORMATS: ReadonlySet<FileFormat> = new Set(['shell', 'dockerfile', 'yaml', 'notebook', 'makefile', 'powershell', 'json', 'toml']);
/** Larger files are data. */
const MAX_FILE = 200_000;

/** The words of a command that may start a program: its file, or its name as a module. */
function starts(word: string, script: string, module: string): boolean {
  return word === script || word === module || word.endsWith(`/${script}`) || word.endsWith(`.${module}`);
}

/** Files that may hold commands of the project. */
function commandFiles(link: Link): string[] {
  return indexOf(link, 'files with commands', () =>
    link.project.files
      .filter((f) => FORMATS.has(f.format) && f.scope !== 'vendored' && !f.local && !isLockfile(f.path))
      .map((f) => f.path)
      .filter((path) => (link.project.size(path) ?? 0) <= MAX_FILE),
  );
}

/**
 * `python train.py --model-name x`: values that commands of the project give to an option.
 * @param program path of the program that must be named in the command; absent: any command
 */
export function fromCommands(link: Link, name: string, program: string | undefined): ValueSet[] {
  const script = program?.slice(program.lastIndexOf('/') + 1) ?? '';
  const module = script.replace(/\.py$/, '');
  const flags = new Set([`--${name}`, `--${name.replaceAll('_', '-')}`, `--${name.replaceAll('-', '_')}`]);
  const found: ValueSet[] = [];
  let opened = 0;
  for (const path of commandFiles(link)) {
    const text = link.project.text(path) ?? '';
    if (!text.includes(module) || ![...flags].some((f) => text.includes(f))) continue;
    if (++opened > LIMITS.filesByName) break;
    const summary = link.project.summary(path);
    for (const { argv } of summary?.commands ?? []) {
      if (!summary || (program !== undefined && !argv.some((w) => w.k === 'str' && starts(w.v, script, module)))) continue;
      argv.forEach((word, at) => {
        const value = word.k === 'str' && flags.has(word.v) ? argv[at + 1] : undefined;
        if (!value) return;
        const where: Where = fileSite(summary);
        const note = noteAt(
          where,
          value.at[0],
          `--${name} of ${script || 'a command'}`,
          'config',
          program === undefined ? 'low' : 'medium',
        );
        found.push(through(evaluate(link, value, where), [note]));
      });
    }
  }
  return found;
}

/** `--model-name x` in commands that start the program of `where`, else in any command of the project. */
export function byCommand(link: Link, name: string, where: Where): ValueSet | undefined {
  // Short names (`--data`, `--out`) mean different things in different programs.
  if (name.length < 5) return undefined;
  const memo = indexOf(link, 'options in commands', () => new Map<string, ValueSet | undefined>());
  const key = `${name} ${where.file.path}`;
  if (!memo.has(key)) {
    const sets = apart(link, () => {
      const own = fromCommands(link, name, where.file.path);
      return own.length > 0 ? own : fromCommands(link, name, undefined);
    });
    memo.set(
      key,
      sets.length > 0 ? { ...union(sets), complete: false, reason: `option --${name} is given when the program runs` } : undefined,
    );
  }
  return memo.get(key);
}
