import type { Span } from '../../../types/source.ts';
import type { PositionMap } from '../reader.ts';

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/**
 * Text put together from string literals of a JSON file, which knows for every offset where it stands in the file. Runs without escapes
 * map one to one; each escape is a run of its own.
 */
export class JoinedText implements PositionMap {
  private readonly parts: string[] = [];
  private length = 0;
  /** Per run: offset in the joined text, offset in the file, width in the file (-1: as wide as in the text). */
  private readonly local: number[] = [];
  private readonly raw: number[] = [];
  private readonly width: number[] = [];
  private last = 0;

  get text(): string {
    return this.parts.join('');
  }

  get size(): number {
    return this.length;
  }

  /** Adds text that stands at `raw` as it is. */
  addPlain(text: string, raw: number): void {
    if (text === '') return;
    this.run(raw, -1);
    this.parts.push(text);
    this.length += text.length;
  }

  /** Adds text that stands for `width` units of the file at `raw`; with width 0, text that the file does not have. */
  addAs(text: string, raw: number, width: number): void {
    if (text === '') return;
    this.run(raw, width);
    this.parts.push(text);
    this.length += text.length;
  }

  /** Adds the content of the JSON string literal that stands between two offsets of `json` (without its quotes). */
  addJsonString(json: string, start: number, end: number): void {
    let from = start;
    for (let slash = json.indexOf('\\', start); slash >= 0 && slash < end; slash = json.indexOf('\\', from)) {
      this.addPlain(json.slice(from, slash), from);
      const c = json[slash + 1] ?? '';
      const hex = c === 'u' ? json.slice(slash + 2, slash + 6) : '';
      const isHex = /^[0-9a-fA-F]{4}$/.test(hex);
      const width = Math.min(isHex ? 6 : 2, end - slash);
      this.addAs(isHex ? String.fromCharCode(Number.parseInt(hex, 16)) : (ESCAPES[c] ?? c), slash, width);
      from = slash + width;
    }
    if (from < end) this.addPlain(json.slice(from, end), from);
  }

  /** Adds a stretch of another joined text, keeping where it comes from. */
  addFrom(other: JoinedText, text: string, start: number, end: number): void {
    for (let at = start; at < end;) {
      const run = other.find(at);
      const next = Math.min(end, other.local[run + 1] ?? other.length);
      const piece = text.slice(at, next);
      if (other.width[run] === -1) this.addPlain(piece, other.raw[run]! + (at - other.local[run]!));
      else this.addAs(piece, other.raw[run]!, other.width[run]!);
      at = next;
    }
  }

  private run(raw: number, width: number): void {
    this.local.push(this.length);
    this.raw.push(raw);
    this.width.push(width);
  }

  private find(offset: number): number {
    const { local } = this;
    // Readers ask in nearly ascending order.
    const next = local[this.last + 1];
    if (local[this.last]! <= offset && (next === undefined || offset < next)) return this.last;
    let low = 0;
    let high = local.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (local[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    this.last = low;
    return low;
  }

  start(offset: number): number {
    if (this.local.length === 0) return 0;
    if (offset >= this.length) return this.end(offset);
    const run = this.find(offset);
    return this.width[run] === -1 ? this.raw[run]! + (offset - this.local[run]!) : this.raw[run]!;
  }

  end(offset: number): number {
    if (this.local.length === 0) return 0;
    if (offset <= 0) return this.start(0);
    const at = Math.min(offset, this.length);
    const run = this.find(at - 1);
    return this.width[run] === -1 ? this.raw[run]! + (at - this.local[run]!) : this.raw[run]! + this.width[run]!;
  }
}

/**
 * Moves every span inside a reading from offsets of a joined text to offsets of the file, in place, and marks strings whose region no
 * longer equals their value as escaped. Each object is moved once, however often it is referred to.
 */
export function moveSpans(reading: object, map: PositionMap): void {
  const seen = new Set<object>([reading]);
  const open: object[] = [reading];
  while (open.length > 0) {
    const it = open.pop() as Record<string, unknown>;
    for (const [key, value] of Object.entries(it)) {
      if (value === null || typeof value !== 'object') continue;
      if (key === 'at' || key === 'keyAt' || key === 'targetAt') {
        const [start, end] = value as Span;
        it[key] = [map.start(start), map.end(end)];
        if (key === 'at') markEscaped(it);
      } else if (!seen.has(value)) {
        seen.add(value);
        open.push(value);
      }
    }
  }
}

function markEscaped(it: Record<string, unknown>): void {
  const at = it['at'] as Span;
  if (it['k'] === 'str' && at[1] - at[0] !== (it['v'] as string).length) it['escaped'] = true;
}
