/** Programs inside indented text (CI steps in YAML, here-documents). */

import type { PositionMap } from './code/index.ts';

/** Text without its common indentation, and the way back to offsets of the file. */
export interface Dedented {
  text: string;
  map: PositionMap;
}

/**
 * Removes the indentation all lines share, which a language such as Python would take for a mistake.
 * @param raw text as it stands in the file at `base`
 */
export function dedented(raw: string, base: number): Dedented {
  const lines = raw.split('\n');
  // The first line may begin behind its indentation.
  const first = /^[ \t]*/.exec(lines[0]!)![0].length;
  let common = Infinity;
  for (const line of lines.slice(1)) {
    if (line.trim() !== '') common = Math.min(common, /^[ \t]*/.exec(line)![0].length);
  }
  if (first > 0) common = Math.min(common, first);
  if (!Number.isFinite(common)) common = 0;
  // Start of every line in the result, and how much was cut off before its end.
  const starts: number[] = [];
  const cut: number[] = [];
  const kept: string[] = [];
  let at = 0;
  let removed = 0;
  for (const [index, line] of lines.entries()) {
    const indent = index === 0 ? (first >= common ? Math.min(common, first) : 0) : Math.min(common, /^[ \t]*/.exec(line)![0].length);
    removed += indent;
    starts.push(at);
    cut.push(removed);
    kept.push(line.slice(indent));
    at += line.length - indent + 1;
  }
  const toFile = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return base + offset + cut[low]!;
  };
  return { text: kept.join('\n'), map: { start: toFile, end: (offset) => (offset > 0 ? toFile(offset - 1) + 1 : base) } };
}
