/** Line numbers, from 1, of offsets in a text. */
export class LineIndex {
  private readonly ends: number[] = [];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.ends.push(at);
    // Files with the old line ends have no line feeds at all.
    if (this.ends.length === 0) for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) this.ends.push(at);
  }

  /** The line that holds the offset. */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ends[middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  }
}
