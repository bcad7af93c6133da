/** Units of text per remembered count: small enough to recount, large enough that a file of line breaks costs nothing. */
const BLOCK = 2048;

/** Line numbers, from 1, of offsets in a text. */
export class LineIndex {
  private readonly text: string;
  private readonly lineEnd: number;
  /** Line ends before each block. */
  private readonly before: Uint32Array;

  constructor(text: string) {
    this.text = text;
    // Files with the old line ends have no line feeds at all.
    this.lineEnd = text.includes('\n') ? 10 : 13;
    this.before = new Uint32Array(Math.ceil(text.length / BLOCK) + 1);
    for (let block = 1; block < this.before.length; block += 1) {
      this.before[block] = (this.before[block - 1] as number) + this.count((block - 1) * BLOCK, Math.min(block * BLOCK, text.length));
    }
  }

  /** The line that holds the offset. */
  lineOf(offset: number): number {
    const block = Math.floor(Math.min(offset, this.text.length) / BLOCK);
    return (this.before[block] as number) + this.count(block * BLOCK, Math.min(offset, this.text.length)) + 1;
  }

  private count(first: number, last: number): number {
    let found = 0;
    for (let at = first; at < last; at += 1) if (this.text.charCodeAt(at) === this.lineEnd) found += 1;
    return found;
  }
}
