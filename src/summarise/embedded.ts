/** Programs inside indented text (CI steps in YAML, here-documents). */

import { JoinedText } from './code/index.ts';

/**
 * The text without the indentation all its lines share, which a language such as Python would take for a mistake.
 * @param raw text as it stands in the file at `base`
 */
export function dedented(raw: string, base: number): JoinedText {
  const lines = raw.split('\n');
  let common = Infinity;
  // The first line may begin behind its indentation.
  for (const [index, line] of lines.entries()) {
    const indent = /^[ \t]*/.exec(line)![0].length;
    if (line.trim() !== '' && (index > 0 || indent > 0)) common = Math.min(common, indent);
  }
  if (!Number.isFinite(common)) common = 0;
  const joined = new JoinedText();
  let at = base;
  for (const [index, line] of lines.entries()) {
    const indent = Math.min(common, /^[ \t]*/.exec(line)![0].length);
    const end = index < lines.length - 1 ? '\n' : '';
    joined.addPlain(line.slice(indent) + end, at + indent);
    at += line.length + 1;
  }
  return joined;
}
