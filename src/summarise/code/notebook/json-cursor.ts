const QUOTE = 34;
const BACKSLASH = 92;

/** Content of a JSON string literal, without quotes. */
export interface StringPlace {
  start: number;
  end: number;
}

/**
 * A walk over JSON text that keeps places and passes over what nobody asks for without building it. Tolerant: a broken document gives
 * what can be read before the break, and `broken` tells where it was.
 */
export class JsonCursor {
  readonly text: string;
  pos: number;
  broken = -1;

  constructor(text: string, pos = 0) {
    this.text = text;
    this.pos = pos;
  }

  /** Character code of the next token, or NaN at the end. */
  peek(): number {
    for (; this.pos < this.text.length; this.pos++) {
      const c = this.text.charCodeAt(this.pos);
      if (c > 32 && c !== 0xfeff) return c;
    }
    return Number.NaN;
  }

  /** The string literal at the cursor, or undefined for anything else, which is passed over. */
  string(): StringPlace | undefined {
    if (this.peek() !== QUOTE) {
      this.skip();
      return undefined;
    }
    const start = this.pos + 1;
    let end = start;
    for (;;) {
      end = this.text.indexOf('"', end);
      if (end < 0) {
        this.fail(start - 1);
        this.pos = this.text.length;
        return { start, end: this.text.length };
      }
      let slashes = 0;
      while (this.text.charCodeAt(end - 1 - slashes) === BACKSLASH && end - 1 - slashes >= start) slashes++;
      if (slashes % 2 === 0) break;
      end++;
    }
    this.pos = end + 1;
    return { start, end };
  }

  value(place: StringPlace): string {
    const raw = this.text.slice(place.start, place.end);
    if (!raw.includes('\\')) return raw;
    try {
      return JSON.parse(`"${raw}"`) as string;
    } catch {
      return raw;
    }
  }

  /** Calls `visit` with each key; it must read or skip the value. Passes over anything that is no object. */
  object(visit: (key: string) => void): void {
    if (this.peek() !== 123) return this.skip();
    this.pos++;
    for (;;) {
      const c = this.peek();
      if (c === 125) {
        this.pos++;
        return;
      }
      if (c === 44) {
        this.pos++;
        continue;
      }
      if (c !== QUOTE) return this.fail(this.pos);
      const key = this.value(this.string()!);
      if (this.peek() !== 58) return this.fail(this.pos);
      this.pos++;
      if (Number.isNaN(this.peek())) return this.fail(this.pos);
      visit(key);
      if (this.broken >= 0) return;
    }
  }

  /** Calls `visit` at each element; it must read or skip it. Passes over anything that is no array. */
  array(visit: () => void): void {
    if (this.peek() !== 91) return this.skip();
    this.pos++;
    for (;;) {
      const c = this.peek();
      if (c === 93) {
        this.pos++;
        return;
      }
      if (c === 44) {
        this.pos++;
        continue;
      }
      if (Number.isNaN(c) || c === 125 || c === 58) return this.fail(this.pos);
      visit();
      if (this.broken >= 0) return;
    }
  }

  /** Passes over one value of any depth without recursion. */
  skip(): void {
    let depth = 0;
    for (;;) {
      const c = this.peek();
      if (Number.isNaN(c)) {
        this.fail(this.pos);
        return;
      }
      if (c === QUOTE) this.string();
      else if (c === 123 || c === 91) {
        depth++;
        this.pos++;
      } else if (c === 125 || c === 93) {
        if (depth === 0) return;
        depth--;
        this.pos++;
      } else if (c === 44 || c === 58) {
        if (depth === 0) return;
        this.pos++;
      } else this.word();
      if (depth === 0) return;
    }
  }

  private word(): void {
    for (this.pos++; this.pos < this.text.length; this.pos++) {
      const c = this.text.charCodeAt(this.pos);
      if (c <= 32 || c === 44 || c === 58 || c === 93 || c === 125 || c === 91 || c === 123 || c === QUOTE) return;
    }
  }

  private fail(at: number): void {
    if (this.broken < 0) this.broken = at;
  }
}
