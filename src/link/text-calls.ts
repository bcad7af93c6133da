/** Methods and functions over texts: stripping, replacing, formatting, joining paths. */

import type { Expr } from '../types/source.ts';
import type { ValueSet } from '../types/values.ts';
import { evaluate, sourceOf } from './evaluate.ts';
import { PATH_JOINS } from './idioms.ts';
import { locate } from './locate.ts';
import { concatenated, mapText, onlyText, type Part } from './sets.ts';
import { dotted, type CallExpr, type Link, type Where } from './things.ts';

type Change = (text: string, args: (string | undefined)[]) => string | undefined;

/** Text methods by name; `undefined` when an argument is not known. `partwise` ones may be applied to the known parts alone. */
const METHODS: ReadonlyMap<string, { change: Change; partwise?: boolean }> = new Map([
  ...alike(['strip', 'trim', 'Trim', 'trimmed', 'chomp', 'strip!', 'TrimSpace'], (s, [chars]) =>
    chars === undefined ? s.trim() : stripped(s, chars, true, true),
  ),
  ...alike(['lstrip', 'trimStart', 'TrimStart', 'trim_start'], (s, [chars]) =>
    chars === undefined ? s.trimStart() : stripped(s, chars, true, false),
  ),
  ...alike(['rstrip', 'trimEnd', 'TrimEnd', 'trim_end'], (s, [chars]) =>
    chars === undefined ? s.trimEnd() : stripped(s, chars, false, true),
  ),
  ...alike(
    ['lower', 'toLowerCase', 'ToLower', 'ToLowerInvariant', 'casefold', 'downcase', 'to_lowercase', 'lowercase', 'lowercased'],
    (s) => s.toLowerCase(),
    true,
  ),
  ...alike(
    ['upper', 'toUpperCase', 'ToUpper', 'ToUpperInvariant', 'upcase', 'to_uppercase', 'uppercase', 'uppercased'],
    (s) => s.toUpperCase(),
    true,
  ),
  ...alike(
    ['replace', 'replaceAll', 'Replace', 'gsub'],
    (s, [a, b]) => (a === undefined || b === undefined || a === '' ? undefined : s.replaceAll(a, () => b)),
    true,
  ),
  ...alike(['removeprefix', 'removePrefix', 'strip_prefix', 'delete_prefix'], (s, [a]) =>
    a === undefined ? undefined : s.startsWith(a) ? s.slice(a.length) : s,
  ),
  ...alike(['removesuffix', 'removeSuffix', 'strip_suffix', 'delete_suffix'], (s, [a]) =>
    a === undefined ? undefined : s.endsWith(a) ? s.slice(0, s.length - a.length) : s,
  ),
  ...alike(
    [
      'to_string',
      'toString',
      'ToString',
      'to_owned',
      'into',
      'as_str',
      'as_ref',
      'clone',
      'unwrap',
      'expect',
      'valueOf',
      'encode',
      'decode',
      'get_secret_value',
      'as_posix',
      'intern',
      'freeze',
      'to_s',
      'to_path_buf',
      'as_deref',
      'strip_heredoc',
      'trimIndent',
    ],
    (s) => s,
    true,
  ),
]);

function alike(names: string[], change: Change, partwise = false): [string, { change: Change; partwise?: boolean }][] {
  return names.map((name) => [name, { change, partwise }]);
}

function stripped(text: string, chars: string, left: boolean, right: boolean): string {
  let start = 0;
  let end = text.length;
  if (left) while (start < end && chars.includes(text[start] as string)) start++;
  if (right) while (end > start && chars.includes(text[end - 1] as string)) end--;
  return text.slice(start, end);
}

/** The value of a call that works on text; `undefined` when it is no such call. */
export function textCall(link: Link, call: CallExpr, where: Where): ValueSet | undefined {
  const joined = pathJoin(link, call, where);
  if (joined) return joined;
  const { f } = call;
  const chain = dotted(f);
  if (chain === 'fmt.Sprintf' || chain === 'String.format' || chain === 'string.Format' || chain === 'format!' || chain === 'sprintf')
    return formatted(link, call, where);
  if (chain === 'strings.TrimSpace' || chain === 'strings.ToLower' || chain === 'strings.ToUpper') {
    const first = call.a[0]?.v;
    const method = METHODS.get(chain.slice(8).replace('TrimSpace', 'trim'));
    return first && method ? mapText(evaluate(link, first, where), (s) => method.change(s, []) ?? s, true) : undefined;
  }
  if (f.k !== 'attr') return undefined;
  if (f.n === 'join' && call.a.length === 1) return joinedList(link, f.o, call.a[0]?.v, where);
  if (f.n === 'concat' && call.a.length > 0)
    return ofText(link, f.o, where) ? concatenated(parts(link, [f.o, ...call.a.map((a) => a.v)], where)) : undefined;
  const method = METHODS.get(f.n);
  if (!method || !ofText(link, f.o, where)) return undefined;
  const args = call.a.map((a) => onlyText(evaluate(link, a.v, where)));
  const receiver = evaluate(link, f.o, where);
  if (receiver.values.length === 0) return receiver;
  let unknown = false;
  const changed = mapText(
    receiver,
    (s) => {
      const result = method.change(s, args);
      unknown ||= result === undefined;
      return result ?? s;
    },
    method.partwise ?? false,
  );
  return unknown ? { values: [], complete: false, reason: `an argument of ${f.n}() is not known` } : changed;
}

/** Whether the receiver is not an object of the project or a library that has a method of that name itself. */
function ofText(link: Link, receiver: Expr, where: Where): boolean {
  if (receiver.k === 'str' || receiver.k === 'cat') return true;
  return !locate(link, receiver, where).some((t) => t.t === 'class' || t.t === 'function' || t.t === 'module');
}

function parts(link: Link, exprs: readonly Expr[], where: Where): Part[] {
  return exprs.map((e) => ({ set: evaluate(link, e, where), source: sourceOf(link, e, where) }));
}

function pathJoin(link: Link, call: CallExpr, where: Where): ValueSet | undefined {
  const { f } = call;
  const isMethod = f.k === 'attr' && /^(?:joinpath|resolve_sibling|child)$/.test(f.n);
  const last = f.k === 'attr' || f.k === 'name' ? f.n : undefined;
  if (!isMethod && (last === undefined || !/^(?:join|resolve|Join|Combine|get|Path|PurePath|of)$/.test(last))) return undefined;
  if (!isMethod) {
    if (call.a.length < 2) return undefined;
    const known = locate(link, f, where).some(
      (t) => t.t === 'outside' && (PATH_JOINS.has(t.path) || /^pathlib\.(?:Pure)?(?:Posix)?Path$/.test(t.path)),
    );
    if (!known) return undefined;
  }
  const pieces = [...(isMethod && f.k === 'attr' ? [f.o] : []), ...call.a.map((a) => a.v)];
  const all: Part[] = [];
  for (const part of parts(link, pieces, where)) {
    if (all.length > 0) all.push({ set: { values: [], complete: true }, source: '/', glue: '/' });
    all.push(part);
  }
  return mapText(concatenated(all), (text) => text.replaceAll(/\/{2,}/g, '/'), true);
}

/** `"/".join([a, b])` and `[a, b].join("/")`. */
function joinedList(link: Link, receiver: Expr, argument: Expr | undefined, where: Where): ValueSet | undefined {
  if (!argument) return undefined;
  const left = locate(link, receiver, where);
  const right = locate(link, argument, where);
  const list = [...left, ...right].find((t) => t.t === 'expr' && t.expr.k === 'list');
  if (list?.t !== 'expr' || list.expr.k !== 'list' || list.expr.e.length > 16) return undefined;
  const separator = onlyText(evaluate(link, left.includes(list) ? argument : receiver, where));
  if (separator === undefined) return undefined;
  const all: Part[] = [];
  for (const part of parts(link, list.expr.e, list.where)) {
    if (all.length > 0) all.push({ set: { values: [], complete: true }, source: separator, glue: separator });
    all.push(part);
  }
  return all.length > 0 ? concatenated(all) : undefined;
}

const DIRECTIVE = /%(?:\d+\$)?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]|\{[^{}]*\}/g;

/** `Sprintf("%s/%s", a, b)`, `format!("{}/{}", a, b)`: the format's pieces with the arguments in order. */
function formatted(link: Link, call: CallExpr, where: Where): ValueSet | undefined {
  const [format, ...rest] = call.a.map((a) => a.v);
  if (format?.k !== 'str') return undefined;
  const all: Part[] = [];
  let at = 0;
  let next = 0;
  const text = (s: string, offset: number): void => {
    if (s === '') return;
    const start = format.at[0] + offset;
    const expr: Expr = {
      k: 'str',
      v: s,
      at: format.escaped ? format.at : [start, start + s.length],
      ...(format.escaped && { escaped: true }),
    };
    all.push({ set: evaluate(link, expr, where), source: s });
  };
  for (const match of format.v.matchAll(DIRECTIVE)) {
    text(format.v.slice(at, match.index), at);
    at = match.index + match[0].length;
    const inside = match[0].startsWith('{') ? match[0].slice(1, -1).split(':')[0] : '';
    const named: Expr | undefined = inside && /^[A-Za-z_]\w*$/.test(inside) ? { k: 'name', n: inside, at: call.at } : undefined;
    const expr = named ?? rest[inside && /^\d+$/.test(inside) ? Number(inside) : next++];
    all.push(
      expr
        ? { set: evaluate(link, expr, where), source: sourceOf(link, expr, where) }
        : { set: { values: [], complete: false }, source: match[0] },
    );
  }
  text(format.v.slice(at), at);
  return all.length > 0 ? concatenated(all) : undefined;
}
