/** What the layers of a configuration say about each of their places, and what follows for the references that stand there. */

import type { Layering, ModelReference } from '../../types/reference.ts';
import type { FileSummary, Span } from '../../types/source.ts';
import { regionOf } from '../../summarise/region.ts';

/** One place that sets a value in one layer. */
export interface Layer {
  file: FileSummary;
  at: Span;
  /** The value as far as it is written. */
  value: string;
}

interface Statement {
  /** Who reads the value: `service api`, `the image of Dockerfile`. */
  reader: string;
  /** The layer that takes its place; absent: this one takes effect. */
  by?: Layer;
  /** The stronger layer that sets the same value, so that it makes no difference. */
  same?: Layer;
  /** The layers it takes the place of. */
  over: readonly Layer[];
  /** It holds only under a condition that the project does not decide. */
  condition?: string;
}

interface Mark {
  at: Span;
  statements: Statement[];
}

const MAX_NAMED = 3;

/** `path:line`. */
export const placeOf = ({ file, at }: Layer): string => `${file.path}:${regionOf(file, at).line}`;

/** Collects statements about places and turns them into what a reference says. */
export class Marks {
  private readonly byPath = new Map<string, Map<string, Mark>>();

  /**
   * The layers of one value for one reader, strongest first. Layers that agree contradict nothing and say nothing.
   * @param condition what has to hold for the first to take effect, when the project does not decide it
   */
  add(layers: readonly Layer[], reader: string, condition?: string): void {
    const [first, ...others] = layers;
    if (!first || others.every(({ value }) => value === first.value)) return;
    const when = condition === undefined ? {} : { condition };
    this.state(first, { reader, over: others.filter(({ value }) => value !== first.value), ...when });
    for (const layer of others) {
      this.state(layer, { reader, over: [], ...(layer.value === first.value ? { same: first } : { by: first }), ...when });
    }
  }

  private state({ file, at }: Layer, statement: Statement): void {
    const marks = this.byPath.get(file.path) ?? new Map<string, Mark>();
    this.byPath.set(file.path, marks);
    const mark = marks.get(String(at)) ?? { at, statements: [] };
    marks.set(String(at), mark);
    mark.statements.push(statement);
  }

  /** What the layers say of a reference that stands at `start`; the narrowest place counts. */
  of(path: string, start: number): Layering | undefined {
    let best: Mark | undefined;
    for (const mark of this.byPath.get(path)?.values() ?? []) {
      const [from, to] = mark.at;
      if (start < from || start >= Math.max(to, from + 1)) continue;
      if (!best || to - from < best.at[1] - best.at[0]) best = mark;
    }
    return best && verdictOf(best.statements);
  }

  /** Whether something was said of this very place. */
  knows({ file, at }: Layer): boolean {
    return this.byPath.get(file.path)?.has(String(at)) === true;
  }

  get isEmpty(): boolean {
    return this.byPath.size === 0;
  }
}

const listed = (items: readonly string[], separator: string): string => {
  const distinct = [...new Set(items)];
  const shown = distinct.slice(0, MAX_NAMED).join(separator);
  return distinct.length > MAX_NAMED ? `${shown} and ${distinct.length - MAX_NAMED} more` : shown;
};

function verdictOf(statements: readonly Statement[]): Layering {
  const losses = statements.filter((one) => one.by !== undefined).length;
  const sure = statements.every((one) => one.condition === undefined);
  const effective = sure && losses === 0 ? 'yes' : sure && losses === statements.length ? 'no' : 'conditional';
  return { effective, because: listed(sentencesOf(statements), '; ') };
}

/** One sentence for each thing that is said, with all readers it is said of. */
function sentencesOf(statements: readonly Statement[]): string[] {
  const readers = new Map<string, string[]>();
  for (const { reader, by, same, over, condition } of statements) {
    const what = by
      ? `${placeOf(by)} takes its place`
      : same
        ? `${placeOf(same)} sets the same value`
        : `takes the place of ${listed(over.map(placeOf), ', ')}`;
    const list = readers.get(what);
    const where = condition ?? `in ${reader}`;
    if (list) list.push(where);
    else readers.set(what, [where]);
  }
  return [...readers].map(([what, where]) => `${what} ${listed(where, ', ')}`);
}

/** Offset at which a reference begins. */
export function startOf(reference: ModelReference, { lineStarts }: FileSummary): number {
  return (lineStarts[reference.line - 1] ?? 0) + reference.column - 1;
}
