/** Bytes of a file to text, saying what is wrong with them instead of failing. */

import { isUtf8 } from 'node:buffer';

/** Text of a file, or why it has none; `problem` alone with a text means: read, but not as written. */
export interface Decoded {
  text?: string;
  problem?: string;
}

/** Looks for a NUL byte where binary formats have theirs. */
function looksBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 8192).includes(0);
}

/** Decodes UTF-8 (with or without byte order mark) and UTF-16 with a byte order mark. Offsets count from after the mark. */
export function decode(bytes: Buffer): Decoded {
  if (bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))) {
    try {
      return { text: new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes) };
    } catch {
      return { problem: 'UTF-16 text that cannot be decoded' };
    }
  }
  if (looksBinary(bytes)) return { problem: 'binary content under the name of a text file' };
  const start = bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const text = bytes.toString('utf8', start);
  return isUtf8(bytes) ? { text } : { text, problem: 'not valid UTF-8: read with replacement characters' };
}
