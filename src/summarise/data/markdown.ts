/**
 * Markdown: front matter as entries, everything else as prose. Fenced blocks are documentation, not code that runs — except in R Markdown
 * and Quarto, which run the blocks whose language stands in braces.
 */

import type { FileFormat } from '../../types/source.ts';
import { mayHoldDirective } from '../directives.ts';
import { newReading } from './reading.ts';
import type { Reading } from './reading.ts';
import { readYaml } from './yaml.ts';
import type { StyledReading } from './yaml.ts';

const FRONT_MATTER = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;
/** Longest front matter; model cards with result tables reach 300 KiB. */
const MAX_FRONT = 2 * 1024 * 1024;

/**
 * Reads Markdown. Front matter that is not closed is prose like the rest.
 */
export function readMarkdown(path: string, text: string, base: number): StyledReading {
  const front = text.startsWith('---') || text.startsWith('\ufeff---') ? FRONT_MATTER.exec(text.slice(0, MAX_FRONT)) : null;
  const styled: StyledReading = front
    ? readYaml(front[1]!, base + front[0].indexOf(front[1]!, front[0].indexOf('\n')))
    : { reading: newReading(), styles: [] };
  const bodyStart = front ? front[0].length : 0;
  if (mayHoldDirective(text)) addComments(styled.reading, text, base);
  if (isLiterate(path)) addChunks(styled.reading, text, base, bodyStart);
  else addProse(styled.reading, base + bodyStart, base + text.length);
  return styled;
}

/** HTML comments, which may hold directives; other comments stay part of the prose around them. */
function addComments(reading: Reading, text: string, base: number): void {
  for (let open = text.indexOf('<!--'); open >= 0; open = text.indexOf('<!--', open + 4)) {
    const close = text.indexOf('-->', open);
    if (close < 0) return;
    reading.prose.push({ kind: 'comment', at: [base + open, base + close + 3] });
    open = close;
  }
}

function addProse(reading: Reading, start: number, end: number): void {
  if (start < end) reading.prose.push({ kind: 'markdown', at: [start, end] });
}

/** Whether the blocks of a document are run. */
function isLiterate(path: string): boolean {
  return /\.[rq]md$/i.test(path);
}

const LANGUAGE: Readonly<Record<string, FileFormat>> = {
  r: 'r',
  python: 'python',
  bash: 'shell',
  sh: 'shell',
  sql: 'sql',
  js: 'javascript',
  ojs: 'javascript',
};

/** Blocks that run as programs, what stands between them as prose. */
function addChunks(reading: Reading, text: string, base: number, bodyStart: number): void {
  const fence = /^```+\{(\w+)[^}\n]*\}[ \t]*\r?\n/gm;
  let prose = bodyStart;
  fence.lastIndex = bodyStart;
  for (let open = fence.exec(text); open; open = fence.exec(text)) {
    const start = fence.lastIndex;
    const close = text.indexOf('\n```', start - 1);
    const end = close < 0 ? text.length : close + 1;
    const format = LANGUAGE[open[1]!.toLowerCase()];
    if (format) {
      addProse(reading, base + prose, base + open.index);
      reading.embedded.push({ format, at: [base + start, base + end] });
      prose = end;
    }
    fence.lastIndex = end;
  }
  addProse(reading, base + prose, base + text.length);
}
