/** Markdown: front matter as entries, everything else as prose. Fenced blocks are documentation, not code that runs. */

import { readYaml } from './yaml.ts';
import type { StyledReading } from './yaml.ts';
import { newReading } from './reading.ts';

const FRONT_MATTER = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;
/** Longest front matter; model cards with result tables reach 300 KiB. */
const MAX_FRONT = 2 * 1024 * 1024;

/**
 * Reads Markdown. Front matter that is not closed is prose like the rest.
 */
export function readMarkdown(text: string, base: number): StyledReading {
  const front = text.startsWith('---') || text.startsWith('\ufeff---') ? FRONT_MATTER.exec(text.slice(0, MAX_FRONT)) : null;
  const styled: StyledReading = front
    ? readYaml(front[1]!, base + front[0].indexOf(front[1]!, front[0].indexOf('\n')))
    : { reading: newReading(), styles: [] };
  const bodyStart = front ? front[0].length : 0;
  if (bodyStart < text.length) styled.reading.prose.push({ kind: 'markdown', at: [base + bodyStart, base + text.length] });
  return styled;
}
