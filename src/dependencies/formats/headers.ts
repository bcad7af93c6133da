/** `Name: value` headers with continuation lines: Python METADATA and PKG-INFO, R DESCRIPTION, Debian control files. */

/** One header with its continuation lines. */
export interface Header {
  name: string;
  value: string;
  /** 1-based line of the name. */
  line: number;
}

/**
 * Reads the header block at the start of a text (up to the first empty line), at most `maxLines` lines. Names are lower-cased;
 * a byte order mark and CRLF line ends are accepted; a line that is neither header nor continuation ends a value and is left out.
 */
export function readHeaders(source: string, maxLines = 5000): Header[] {
  const headers: Header[] = [];
  const rows = source.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/, maxLines);
  for (const [index, row] of rows.entries()) {
    if (row.trim() === '') {
      if (headers.length > 0) break;
      continue;
    }
    const previous = headers.at(-1);
    if (/^[ \t]/.test(row)) {
      if (previous) previous.value += `\n${row.replace(/^(?: {8}|\t| {1,7})\|?/, '')}`;
      continue;
    }
    const match = /^([!-9;-~]+)\s*:[ \t]*(.*)$/.exec(row);
    if (match) headers.push({ name: match[1]!.toLowerCase(), value: match[2]!.trimEnd(), line: index + 1 });
  }
  return headers;
}

/** First value of a header. */
export function header(headers: readonly Header[], name: string): Header | undefined {
  return headers.find((one) => one.name === name);
}
