/** Requests written out: a JSON body or an address that names the model (`{"model": "x"}`, `…/models/x:generateContent`, `?model=x`). */

import type { Expr, FileSummary, Span } from '../types/source.ts';
import { RANK } from './context.ts';
import type { Context } from './context.ts';
import { pattern } from './names.ts';

/** `"model": "x"` in a body; quotes may be escaped. */
const BODY = /\\?["'](?:model|model_id|modelId|model_name|modelName|engine)\\?["']\s*:\s*\\?["']([\w.:@/-]+)\\?["']/g;
/** Parts of addresses that hold the name. */
const ADDRESS =
  /\/models\/([\w.-]+):(?:stream)?(?:[gG]enerate|embed|[pP]redict|count|batch|rawP)\w*|\/engines\/([\w.-]+)\/|[?&]model(?:_id|_name)?=([\w.:/-]+)/g;

/** A name with its publisher and a tag, as a local server lists it. */
const PUBLISHED = /^[\w.-]+\/[\w.-]+:[\w.-]+$/;
/** The body asks a model something. */
const ASKS = /["'](?:prompt|messages|input|inputs|contents)\\?["']\s*:/;

/** Looks through a literal that is no name itself. `true` when it was a request. */
export function recogniseRequest(expr: Extract<Expr, { k: 'str' }>, file: FileSummary, context: Context): boolean {
  if (recogniseAddress(expr.at, file, context)) return true;
  const body = /["']model/.test(expr.v) && /^\s*[{[]/.test(expr.v);
  const address = /\/models\/|\/engines\/|[?&]model/.test(expr.v);
  if (!body && !address) return false;
  const raw = context.project.text(file.path)?.slice(expr.at[0], expr.at[1]) ?? '';
  let found = false;
  // In the code of a test a body is what a double is given; a script of a test sends it.
  const { scope, format } = context.project.file(file.path) ?? {};
  const double = body && scope === 'test' && format !== 'shell';
  for (const regex of body ? [BODY] : [ADDRESS]) {
    for (const match of raw.matchAll(regex)) {
      const name = match.slice(1).find((group) => group !== undefined);
      if (name === undefined || !(context.knowledge.grade(name) === 'certain' || (body && PUBLISHED.test(name) && ASKS.test(raw))))
        continue;
      const start = expr.at[0] + match.index + match[0].indexOf(name, match[0].search(/[:=/]/));
      found = true;
      context.out.add({
        file,
        at: [start, start + name.length],
        signature: body ? 'generic.request-body' : 'generic.url-query',
        registry: context.knowledge.registry(name),
        how: 'literal',
        usage: 'load',
        role: 'hosted',
        used: !double,
        confidence: 'medium',
        rank: double ? RANK.mention : RANK.binding,
      });
    }
  }
  return found;
}

/** An address that names the model in its own way, or tells only who serves it; `true` when a row knows it. */
export function recogniseAddress(at: Span, file: FileSummary, context: Context): boolean {
  const raw = context.project.text(file.path)?.slice(at[0], at[1]) ?? '';
  if (!/^https?:\/\//i.test(raw)) return false;
  for (const row of context.rows.names) {
    if (row.not || (!row.vendorOnly && row.extract === undefined) || !pattern(row.matches).test(raw)) continue;
    const host = context.knowledge.host(raw);
    const provider = row.provider ?? (host?.kind === 'provider' ? host.provider : undefined);
    if (row.vendorOnly) {
      context.out.unresolved(file, at, row.id, 'the address of a server does not tell which model it serves', provider);
      return true;
    }
    const written = pattern(row.extract ?? '').exec(raw)?.[1];
    if (written === undefined) continue;
    const start = at[0] + raw.lastIndexOf(written);
    context.out.add({
      file,
      at: [start, start + written.length],
      name: row.names && Object.hasOwn(row.names, written) ? row.names[written] : written,
      signature: row.id,
      registry: row.registry,
      provider,
      how: 'literal',
      usage: row.usage ?? 'load',
      role: row.role ?? 'hosted',
      used: context.project.file(file.path)?.scope !== 'test',
      confidence: row.confidence ?? 'medium',
      rank: RANK.binding,
    });
    return true;
  }
  return false;
}

/** Fields of the rows of a table of models written as JSON in a variable. */
const ROW_FIELD = /\\?"(?:id|name|model|model_id|modelName|modelId|tokenizer)\\?"\s*:\s*\\?"([\w.:@/-]+)\\?"/g;

/** A table of models as JSON in the value of a variable (`MODELS=[{"id": "org/name"}]`). `true` when the value is JSON at all. */
export function recogniseModelTable(text: string, at: Span, signature: string, file: FileSummary, context: Context): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  const raw = context.project.text(file.path)?.slice(at[0], at[1]) ?? '';
  for (const match of raw.matchAll(ROW_FIELD)) {
    const name = match[1] as string;
    const grade = context.knowledge.grade(name);
    if (grade === 'none' || grade === 'word') continue;
    const start = at[0] + match.index + match[0].lastIndexOf(name);
    context.out.add({
      file,
      at: [start, start + name.length],
      signature,
      how: 'config',
      usage: 'configure',
      used: true,
      confidence: 'medium',
      rank: RANK.env,
    });
  }
  return true;
}
