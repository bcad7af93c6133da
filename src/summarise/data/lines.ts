/** Ends of lines. */

/** Offset of the line feed that ends the line at `at`, or of the end of the text. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Where the content of a line that ends at `end` ends: before a carriage return. */
export function contentEnd(text: string, end: number): number {
  return text.charCodeAt(end - 1) === 13 ? end - 1 : end;
}

/** Offset of the end of the content of the line at `at`; never before `at`. */
export function lineContentEnd(text: string, at: number): number {
  return Math.max(at, contentEnd(text, lineEnd(text, at)));
}
