/** Lines and columns of offsets. */

import type { FileSummary, Span } from '../types/source.ts';
import type { Region } from '../types/reference.ts';

/**
 * Start offset of every line of `text`. A line ends with `\n`, `\r\n` or a lone `\r`, like editors and SARIF viewers count them.
 */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  const loneReturns = text.includes('\r');
  if (!loneReturns) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}

/** Index of the line (0-based) that holds `offset`, by binary search. */
function lineIndex(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Line (from 1) that holds `offset`. */
export function lineAt(summary: Pick<FileSummary, 'lineStarts'>, offset: number): number {
  return lineIndex(summary.lineStarts, offset) + 1;
}

/** Region of a span: 1-based lines and columns in UTF-16 units, end exclusive. */
export function regionOf(summary: Pick<FileSummary, 'path' | 'lineStarts'>, span: Span): Region {
  const [start, end] = span;
  const first = lineIndex(summary.lineStarts, start);
  const last = end === start ? first : lineIndex(summary.lineStarts, end);
  return {
    path: summary.path,
    line: first + 1,
    column: start - summary.lineStarts[first]! + 1,
    endLine: last + 1,
    endColumn: end - summary.lineStarts[last]! + 1,
  };
}

/** A summary that says nothing yet. */
export function emptySummary(path: string, format: FileSummary['format'], bytes: number, lineStarts: number[]): FileSummary {
  return { path, format, bytes, lineStarts, code: [], entries: [], commands: [], env: [], prose: [], directives: [], problems: [] };
}
