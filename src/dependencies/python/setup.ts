/** setup.cfg, and the static part of setup.py. */

import type { Binding, CodeSummary, Expr } from '../../types/source.ts';
import type { DependencyScope } from '../../types/dependency.ts';
import type { Found, LicenseField, ReadContext, Reading } from '../types.ts';
import { basename, clean, dirname, join, lines } from '../text.ts';
import { lineAt } from '../../summarise/region.ts';
import { foundRequirement, pythonName, readRequirement, scopeOfGroup } from './requirement.ts';
import { isRequirementsFile } from './requirements.ts';

interface IniEntry {
  section: string;
  key: string;
  /** The value's lines, each with its number. */
  values: { text: string; line: number }[];
  line: number;
}

/** Sections and keys as Python's configparser reads them: a value goes on over indented lines, which no INI library for Node does. */
function readIni(source: string): IniEntry[] {
  const entries: IniEntry[] = [];
  let section = '';
  for (const [index, row] of lines(source).entries()) {
    const line = index + 1;
    if (row.trim() === '' || /^\s*[#;]/.test(row)) continue;
    const header = /^\[([^\]]+)\]/.exec(row);
    const pair = /^([^\s=:][^=:]*?)\s*[=:]\s*(.*)$/.exec(row);
    if (header) section = header[1]!.trim().toLowerCase();
    else if (/^\s/.test(row)) entries.at(-1)?.values.push({ text: row.trim(), line });
    else if (pair) {
      const values = pair[2]!.trim() === '' ? [] : [{ text: pair[2]!.trim(), line }];
      entries.push({ section, key: pair[1]!.toLowerCase().replaceAll('-', '_'), values, line });
    }
  }
  return entries;
}

/** Several requirements may stand on one line, parted by `;` only where no marker follows; setuptools splits at line ends. */
export function readSetupCfg(path: string, source: string): Reading | undefined {
  const packages: Found[] = [];
  const problems: string[] = [];
  const entries = readIni(source);
  if (!entries.some((entry) => entry.section === 'metadata' || entry.section.startsWith('options'))) return undefined;
  const add = (entry: IniEntry, scope: DependencyScope): void => {
    for (const { text, line } of entry.values) {
      const requirement = readRequirement(text.replace(/\s+#.*$/, ''));
      if (requirement) packages.push(foundRequirement(requirement, line, { scope }));
      else if (!/^(?:file|attr):/.test(text)) problems.push(`line ${line} is not a requirement: ${clean(text, 60)}`);
    }
  };
  for (const entry of entries) {
    if (entry.section === 'options' && entry.key === 'install_requires') add(entry, 'production');
    else if (entry.section === 'options' && entry.key === 'tests_require') add(entry, 'test');
    else if (entry.section === 'options' && entry.key === 'setup_requires') add(entry, 'development');
    else if (entry.section === 'options.extras_require') add(entry, scopeOfGroup(entry.key) ?? 'optional');
  }
  const metadata = (key: string): IniEntry | undefined => entries.find((entry) => entry.section === 'metadata' && entry.key === key);
  const name = metadata('name')?.values[0];
  const fields: LicenseField[] = [];
  const license = metadata('license')?.values[0];
  if (license) fields.push({ text: license.text, what: 'field', path, line: license.line });
  const classifiers = (metadata('classifiers')?.values ?? []).filter(({ text }) => text.startsWith('License ::'));
  if (classifiers.length > 0)
    fields.push({ text: classifiers.map(({ text }) => text).join('\n'), what: 'classifier', path, line: classifiers[0]!.line });
  return {
    path,
    ecosystem: 'pypi',
    kind: 'manifest',
    format: 'setup',
    packages,
    ...(name === undefined ? {} : { self: { name: pythonName(name.text), line: name.line, fields } }),
    problems,
  };
}

const KEYWORDS: Record<string, DependencyScope> = {
  install_requires: 'production',
  tests_require: 'test',
  setup_requires: 'development',
};

/** What a value is written as, as far as it stands in the file itself. */
interface Literals {
  strings: { value: string; at: number }[];
  /** Part of the value is computed. */
  computed: boolean;
}

/** Reads the requirement lists that the call of `setup()` names as literals, directly or through a variable of the same file. */
export function readSetupPy(path: string, source: string, { project }: ReadContext): Reading | undefined {
  const summary = project.summary(path);
  const code = summary?.code[0];
  const call = code?.calls.find(({ call }) => nameOf(call.f) === 'setup')?.call;
  if (!summary || !code || !call) return undefined;
  const packages: Found[] = [];
  const problems: string[] = [];
  // `install_requires` is often read from a requirements file, which is a manifest of its own.
  const isReadFromFile = namesRequirements(path, source, project);
  const add = (expr: Expr, what: string, scope: DependencyScope): void => {
    const { strings, computed } = literals(expr, code);
    for (const { value, at } of strings) {
      // A whole requirements text may be given as one string.
      for (const row of value.split('\n')) {
        const requirement = readRequirement(row);
        if (requirement) packages.push(foundRequirement(requirement, lineAt(summary, at), { scope }));
      }
    }
    if (computed && !isReadFromFile) problems.push(`${what} is computed; what it names beyond literals in this file is not known`);
  };
  const fields: LicenseField[] = [];
  let self: Reading['self'];
  for (const { name, v } of call.a) {
    const scope = name === undefined ? undefined : KEYWORDS[name];
    if (scope !== undefined) add(v, name!, scope);
    else if (name === 'extras_require') {
      for (const { key, value } of extras(v, code)) add(value, 'extras_require', scopeOfGroup(key) ?? 'optional');
    } else if (name === 'name' || name === 'license' || name === 'classifiers') {
      const written = literals(v, code).strings;
      const first = written[0];
      if (!first) continue;
      if (name === 'name') self = { name: pythonName(first.value), line: lineAt(summary, first.at), fields };
      else if (name === 'license') fields.unshift({ text: first.value, what: 'field', path, line: lineAt(summary, first.at) });
      else {
        const licences = written.filter(({ value }) => value.startsWith('License ::'));
        if (licences.length > 0)
          fields.push({
            text: licences.map(({ value }) => value).join('\n'),
            what: 'classifier',
            path,
            line: lineAt(summary, licences[0]!.at),
          });
      }
    }
  }
  return { path, ecosystem: 'pypi', kind: 'manifest', format: 'setup', packages, ...(self === undefined ? {} : { self }), problems };
}

/** Whether the text holds the name of a requirements file of this project. */
function namesRequirements(path: string, source: string, project: ReadContext['project']): boolean {
  for (const [, name] of source.matchAll(/["']([\w./-]+\.(?:txt|in|pip))["']/g)) {
    const file = join(dirname(path), name!);
    if (file !== undefined && project.file(file) && isRequirementsFile(basename(file).toLowerCase(), file)) return true;
  }
  return false;
}

function nameOf(expr: Expr): string | undefined {
  if (expr.k === 'name') return expr.n;
  return expr.k === 'attr' ? expr.n : undefined;
}

/** Follows a name to what the module binds it to. */
function bound(expr: Expr, code: CodeSummary): Expr {
  let current = expr;
  for (let step = 0; step < 5 && current.k === 'name'; step++) {
    const { n } = current;
    const binding = code.bindings.findLast((one: Binding) => one.target === n && one.scope === 0 && one.value !== undefined);
    if (!binding?.value) break;
    current = binding.value;
  }
  return current;
}

/** The extras of a dict, and those that later statements put into it (`extras["docs"] = …`). */
function extras(expr: Expr, code: CodeSummary): { key: string; value: Expr }[] {
  const value = bound(expr, code);
  if (value.k !== 'dict') return [{ key: '', value }];
  const found = value.e.map(([key, items]) => ({ key: key?.k === 'str' ? key.v : '', value: items }));
  if (expr.k !== 'name') return found;
  const prefix = `${expr.n}.`;
  for (const binding of code.bindings) {
    if (binding.target.startsWith(prefix) && binding.value) found.push({ key: binding.target.slice(prefix.length), value: binding.value });
  }
  return found;
}

function literals(expr: Expr, code: CodeSummary, depth = 0): Literals {
  const value = bound(expr, code);
  if (depth > 10) return { strings: [], computed: true };
  const all = (parts: readonly Expr[]): Literals => {
    const read = parts.map((part) => literals(part, code, depth + 1));
    return { strings: read.flatMap(({ strings }) => strings), computed: read.some(({ computed }) => computed) };
  };
  switch (value.k) {
    case 'str':
      return { strings: [{ value: value.v, at: value.at[0] }], computed: false };
    case 'list':
      return all(value.e);
    case 'cat':
      return all(value.p);
    case 'index': {
      const { o, i } = value;
      // An extra that is made of other extras names nothing new.
      if (o.k === 'name' && i.k === 'str' && code.bindings.some((one) => one.target === `${o.n}.${i.v}`))
        return { strings: [], computed: false };
      return fromTable(i, code);
    }
    case 'dict':
      return all(value.e.map(([, item]) => item));
    case 'call': {
      // `deps_list("a", "b")`: a helper of the file that looks names up in its list of requirements.
      const looked = value.a.map(({ v }) => fromTable(v, code));
      return {
        strings: looked.flatMap(({ strings }) => strings),
        computed: looked.length === 0 || looked.some(({ computed }) => computed),
      };
    }
    default:
      return { strings: [], computed: value.k !== 'null' };
  }
}

/** `deps["numpy"]`, where a list of this module holds the requirement `numpy>=1.17`: a habit of large libraries. */
function fromTable(index: Expr, code: CodeSummary): Literals {
  if (index.k !== 'str') return { strings: [], computed: true };
  const wanted = pythonName(index.v);
  for (const binding of code.bindings) {
    if (binding.value?.k !== 'list' || binding.scope !== 0) continue;
    for (const item of binding.value.e) {
      if (item.k === 'str' && readRequirement(item.v)?.name === wanted)
        return { strings: [{ value: item.v, at: item.at[0] }], computed: false };
    }
  }
  return { strings: [], computed: true };
}
