/** Files with merge-conflict markers: both sides are read, and the file is reported. */

/** The two sides of a file with conflict markers, lines kept in place; `undefined` without markers. */
export function conflictSides(source: string): { ours: string; theirs: string; line: number } | undefined {
  if (!source.includes('<<<<<<< ') || !/^<{7} /m.test(source) || !/^>{7}/m.test(source)) return undefined;
  const ours: string[] = [];
  const theirs: string[] = [];
  let side: 'both' | 'ours' | 'base' | 'theirs' = 'both';
  let first = 0;
  source.split('\n').forEach((row, index) => {
    const marker = /^(?:<{7} |\|{7}|={7}\r?$|>{7})/.test(row) ? row[0] : undefined;
    if (marker === '<') {
      side = 'ours';
      first ||= index + 1;
    } else if (marker === '|' && side === 'ours') side = 'base';
    else if (marker === '=' && side !== 'both') side = 'theirs';
    else if (marker === '>') side = 'both';
    const isContent = marker === undefined || (marker === '=' && side === 'both');
    ours.push(isContent && (side === 'both' || side === 'ours') ? row : '');
    theirs.push(isContent && (side === 'both' || side === 'theirs') ? row : '');
  });
  return { ours: ours.join('\n'), theirs: theirs.join('\n'), line: first };
}
