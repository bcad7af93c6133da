/** Configuration written as a string in code (`yaml_text = """model_name: …"""`): its keys count like those of a file. */

import type { Expr, FileSummary } from '../types/source.ts';
import { RANK } from './context.ts';
import type { Context } from './context.ts';

/** `key: value`, `- key: value` or `"key": "value"` on a line of its own. */
const PAIR = /^([ \t]*(?:- )?)["']?([\w.-]+)["']?[ \t]*:[ \t]*(?:["']([^"'\r\n]+)["']|([^\s"'#{}[\],][^\r\n#,]*))?[ \t]*,?[ \t]*(?:#.*)?$/;
const MIN_PAIRS = 2;
const MAX_LINES = 400;

/** `true` when the string was configuration. */
export function recogniseConfigurationText(expr: Extract<Expr, { k: 'str' }>, file: FileSummary, context: Context): boolean {
  const lines = expr.v.split('\n');
  if (lines.length > MAX_LINES) return false;
  const pairs = lines.map((line) => PAIR.exec(line));
  const filled = lines.filter((line) => /[^\s{}[\],-]/.test(line) && !/^\s*#/.test(line)).length;
  const matched = pairs.filter(Boolean).length;
  // Prose has a colon now and then; configuration has one on most lines.
  if (matched < MIN_PAIRS || matched * 2 < filled) return false;
  const raw = context.project.text(file.path)?.slice(expr.at[0], expr.at[1]) ?? '';
  const parents: { indent: number; key: string }[] = [];
  let cursor = 0;
  for (const pair of pairs) {
    if (!pair) continue;
    const indent = (pair[1] as string).length;
    while (parents.length > 0 && (parents.at(-1) as { indent: number }).indent >= indent) parents.pop();
    const key = pair[2] as string;
    const value = (pair[3] ?? pair[4])?.trim();
    const above = parents.at(-1)?.key;
    parents.push({ indent, key });
    if (value === undefined || /\s/.test(value)) continue;
    const grade = context.knowledge.grade(value);
    const row = context.rows.binding(key) ?? (above === undefined ? undefined : context.rows.binding(above));
    if (grade === 'none' || grade === 'word' || (grade === 'shaped' && (row === undefined || row.strong))) continue;
    const start = raw.indexOf(value, cursor);
    if (start < 0) continue;
    cursor = start + value.length;
    const used = row !== undefined && row.usage !== 'mention';
    context.out.add({
      file,
      at: [expr.at[0] + start, expr.at[0] + cursor],
      signature: row?.id ?? 'generic.value',
      registry: context.knowledge.registry(value),
      how: 'config',
      usage: 'configure',
      used,
      confidence: 'medium',
      rank: used ? RANK.binding : RANK.mention,
    });
  }
  return true;
}
