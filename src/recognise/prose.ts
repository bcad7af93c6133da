/** Mentions: names in comments, docstrings, documentation, messages and recorded output. Conservative: exact names only. */

import type { FileSummary, Span } from '../types/source.ts';
import { RANK } from './context.ts';
import type { Context } from './context.ts';
import { isHubShaped } from './names.ts';

/** A word that could be a name: letters and digits joined by the marks that names use. */
const WORD = /@?[A-Za-z0-9][\w.+@:/-]*[\w+]/g;
/** What stands before a name in code and command lines that prose shows. */
const INTRODUCES =
  /(?:from_pretrained\(\s*|--?[\w-]*(?:model|tokenizer)[\w-]*[ =]\s*|(?:^|[\s"'`({,])(?:[\w-]*model[\w-]*|repo_id|transformers|-hf)["'`]?\s*[:=(]\s*|(?:pull|run|serve|download|clone)\s+)["'`]?$/i;

const MAX_PROSE = 400_000;

function mention(file: FileSummary, at: Span, context: Context, signature: string): void {
  if (context.out.has(file.path, at[0])) return;
  context.out.add({ file, at, signature, how: 'literal', usage: 'mention', used: false, rank: RANK.mention });
}

/** Looks through one stretch of prose. `used` holds names that the project uses elsewhere. */
export function recogniseProse(file: FileSummary, at: Span, text: string, used: ReadonlySet<string>, context: Context): void {
  const prose = text.length > MAX_PROSE ? text.slice(0, MAX_PROSE) : text;
  const base = at[0];
  const taken: Span[] = [];
  if (prose.includes('/')) {
    for (const { link } of context.rows.names) {
      if (link === undefined) continue;
      for (const match of prose.matchAll(new RegExp(link, 'g'))) {
        const name = (match[1] as string).replace(/\.git$/, '');
        const start = match.index + match[0].lastIndexOf(match[1] as string);
        taken.push([match.index, match.index + match[0].length]);
        if (name.includes('/') && !isHubShaped(name)) continue;
        mention(file, [base + start, base + start + name.length], context, 'prose.link');
      }
    }
  }
  for (const match of prose.matchAll(WORD)) {
    let word = match[0].replace(/[.:+/-]+$/, '');
    let start = match.index;
    if (word.length < 3 || word.length > 120) continue;
    if (taken.some((span) => start >= span[0] && start < span[1])) continue;
    if (/^[a-z]+:\/\/(?!.*\.(?:gguf|onnx|safetensors)$)/i.test(word) && !/^(?:hf|ollama):/i.test(word)) continue;
    const before = prose[start - 1];
    // Part of a longer path, package or address: not a name of its own.
    if (before === '/' || before === '@' || before === '\\' || before === '#' || before === '-' || before === '.') continue;
    if (used.has(word) && /[-_/.:\d]/.test(word) && word.length > 3) {
      mention(file, [base + start, base + start + word.length], context, 'prose.name');
      continue;
    }
    if (!/[-_/:\d]/.test(word)) continue;
    const pair = /^([\w-]{2,20})[=:](.+)$/.exec(word);
    if (pair && context.knowledge.grade(word) === 'none') {
      word = pair[2] as string;
      start += (pair[1] as string).length + 1;
    }
    // Capitals without an organisation are how people call a family; only quoted they are a name.
    if (/[A-Z]/.test(word) && !word.includes('/') && !/[`"']/.test(prose[start - 1] ?? '')) continue;
    let grade = context.knowledge.grade(word);
    // Prose writes names in capitals that the vendor writes small.
    if (grade === 'word' && /\d/.test(word)) grade = context.knowledge.grade(word.toLowerCase());
    if (grade === 'certain' || (grade === 'shaped' && INTRODUCES.test(prose.slice(Math.max(0, start - 40), start))))
      mention(file, [base + start, base + start + word.length], context, 'prose.name');
  }
}
