const SIMPLE: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', 0: '\0' };
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,8})\}|(\r\n|[\s\S]))/g;

/** Value of the content of a JavaScript string or template chunk. */
export function decodeJavaScript(content: string): string {
  return content.replace(ESCAPE, (whole: string, hex?: string, short?: string, long?: string, one?: string) => {
    const digits = hex ?? short ?? long;
    if (digits !== undefined) {
      const point = Number.parseInt(digits, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    }
    if (one === undefined) return whole;
    if (one === '\n' || one === '\r\n' || one === '\r' || one === '\u2028' || one === '\u2029') return '';
    return SIMPLE[one] ?? one;
  });
}
