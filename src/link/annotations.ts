/** What annotations in front of a field say about its value: injected configuration keys and defaults of options. */

import type { Binding, Expr } from '../types/source.ts';
import { placeholderExpr } from '../summarise/data/placeholders.ts';
import { configured } from './documents.ts';
import { evaluate } from './evaluate.ts';
import { scopeOf } from './lexical.ts';
import { through, union } from './sets.ts';
import { fileSite } from './site.ts';
import { noteAt, simpleName, type CallExpr, type Link, type Thing, type Where } from './things.ts';

const DEFAULT_ARGUMENT = /^(?:default_?[vV]alue(?:_t)?|default)$/;

function argument(call: CallExpr, name: RegExp): Expr | undefined {
  return call.a.find((a) => a.name !== undefined && name.test(a.name))?.v;
}

/** `@Value("${key:default}")`, `@ConfigProperty(name = "key", defaultValue = "x")`, `#[arg(default_value = "x")]`, `@ConfigurationProperties`. */
export function annotationThings(link: Link, binding: Binding, where: Where): Thing[] {
  const found: Thing[] = [];
  for (const annotation of binding.decorators ?? []) {
    if (annotation.k !== 'call') continue;
    const name = simpleName(annotation.f) ?? '';
    const note = noteAt(where, annotation.at[0], `annotation ${name} of ${binding.target}`, 'default');
    const text = annotation.a.find((a) => a.name === undefined || a.name === 'value')?.v;
    const placeholder = text?.k === 'str' ? placeholderExpr(text.v, text.at[0]) : undefined;
    if (placeholder) {
      const set = evaluate(link, placeholder, fileSite(where.file));
      found.push({ t: 'values', set: through(set, [{ ...note, how: 'config' }]), notes: [] });
      continue;
    }
    const key = argument(annotation, /^(?:name|key)$/);
    const byKey = key?.k === 'str' ? configured(link, key.v, where) : undefined;
    if (byKey) found.push({ t: 'values', set: byKey, notes: [] });
    const fallback = argument(annotation, DEFAULT_ARGUMENT) ?? (name === 'DefaultValue' || name === 'WithDefault' ? text : undefined);
    if (fallback) found.push({ t: 'expr', expr: fallback, where, notes: [note] });
  }
  const prefix = prefixOf(where);
  const set =
    prefix === undefined
      ? undefined
      : union([kebab(binding.target), binding.target].flatMap((n) => configured(link, `${prefix}.${n}`, where) ?? []));
  if (set && set.values.length > 0) found.push({ t: 'values', set, notes: [] });
  return found;
}

/** Prefix of the keys that fill the fields of a class: declared, or for options of .NET the class's own name. */
function prefixOf(where: Where): string | undefined {
  const name =
    where.code.language === 'csharp'
      ? /^(\w+?)(?:Options|Settings|Config|Configuration)$/.exec(scopeOf(where)?.name ?? '')?.[1]
      : undefined;
  if (name !== undefined) return name;
  for (const decorator of scopeOf(where)?.decorators ?? []) {
    if (decorator.k !== 'call' || !/^(?:ConfigurationProperties|ConfigProperties|ConfigMapping)$/.test(simpleName(decorator.f) ?? ''))
      continue;
    const prefix = decorator.a.find((a) => a.name === undefined || a.name === 'prefix' || a.name === 'value')?.v;
    if (prefix?.k === 'str') return prefix.v;
  }
  return undefined;
}

function kebab(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}
