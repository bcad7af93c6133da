import type { ProseRegion, ReadProblem, Span } from '../../../types/source.ts';
import { JoinedText } from './joined-text.ts';
import { JsonCursor } from './json-cursor.ts';

/** One code cell: its source and the language its metadata names, if any. */
export interface CodeCell {
  source: JoinedText;
  language?: string;
}

/** What a notebook file holds. */
export interface NotebookCells {
  /** Language of the kernel, lower-case; Python when nothing is said. */
  language: string;
  code: CodeCell[];
  prose: ProseRegion[];
  problems: ReadProblem[];
}

/** Most code cells read of one notebook. */
const MAX_CELLS = 20_000;

interface Cell {
  type: string;
  language: string | undefined;
  source: JoinedText;
  sourceAt: Span;
  outputsAt: Span | undefined;
}

/** Reads the cells of a Jupyter notebook (nbformat 3 and 4) with places in the raw JSON. */
export function readCells(text: string): NotebookCells {
  const cursor = new JsonCursor(text);
  const found: NotebookCells = { language: 'python', code: [], prose: [], problems: [] };
  let sawCells = false;
  const cells = (): void => {
    sawCells = true;
    cursor.array(() => addCell(found, readCell(cursor)));
  };
  if (cursor.peek() !== 123) {
    found.problems.push({ reason: 'not a notebook: the file is no JSON object', at: [0, Math.min(text.length, 1)] });
    return found;
  }
  cursor.object((key) => {
    if (key === 'cells') cells();
    else if (key === 'worksheets') {
      cursor.array(() =>
        cursor.object((inner) => {
          if (inner === 'cells') cells();
          else cursor.skip();
        }),
      );
    } else if (key === 'metadata') readMetadata(cursor, found);
    else cursor.skip();
  });
  if (cursor.broken >= 0) {
    found.problems.push({ reason: 'the JSON of this notebook is broken: what follows was not read', at: [cursor.broken, text.length] });
  } else if (!sawCells) found.problems.push({ reason: 'not a notebook: it has no cells', at: [0, Math.min(text.length, 1)] });
  return found;
}

function readMetadata(cursor: JsonCursor, found: NotebookCells): void {
  cursor.object((key) => {
    if (key !== 'kernelspec' && key !== 'language_info') return cursor.skip();
    cursor.object((inner) => {
      if (inner !== 'language' && !(key === 'language_info' && inner === 'name')) return cursor.skip();
      const place = cursor.string();
      if (place !== undefined) found.language = cursor.value(place).toLowerCase();
    });
  });
}

function readCell(cursor: JsonCursor): Cell {
  const cell: Cell = { type: '', language: undefined, source: new JoinedText(), sourceAt: [cursor.pos, cursor.pos], outputsAt: undefined };
  cursor.object((key) => {
    cursor.peek();
    const start = cursor.pos;
    if (key === 'cell_type') {
      const place = cursor.string();
      if (place !== undefined) cell.type = cursor.value(place);
    } else if (key === 'source' || key === 'input') {
      readSource(cursor, cell.source);
      cell.sourceAt = [start, cursor.pos];
    } else if (key === 'outputs') {
      cursor.skip();
      cell.outputsAt = [start, cursor.pos];
    } else if (key === 'metadata') cursor.object((inner) => readCellLanguage(cursor, inner, cell));
    else if (key === 'language') cell.language = readWord(cursor);
    else cursor.skip();
  });
  return cell;
}

function readWord(cursor: JsonCursor): string | undefined {
  const place = cursor.string();
  return place === undefined ? undefined : cursor.value(place).toLowerCase();
}

/** Polyglot notebooks name a cell's language in `vscode.languageId`, `dotnet_interactive.language` or `polyglot_notebook.kernelName`. */
function readCellLanguage(cursor: JsonCursor, key: string, cell: Cell): void {
  if (key !== 'vscode' && key !== 'dotnet_interactive' && key !== 'polyglot_notebook') return cursor.skip();
  cursor.object((inner) => {
    if (inner === 'languageId' || inner === 'language' || inner === 'kernelName') cell.language = readWord(cursor);
    else cursor.skip();
  });
}

function readSource(cursor: JsonCursor, source: JoinedText): void {
  const add = (): void => {
    const place = cursor.string();
    if (place !== undefined) source.addJsonString(cursor.text, place.start, place.end);
  };
  if (cursor.peek() === 91) cursor.array(add);
  else add();
}

function addCell(found: NotebookCells, cell: Cell): void {
  if (cell.outputsAt !== undefined && cell.outputsAt[1] - cell.outputsAt[0] > 2) found.prose.push({ kind: 'output', at: cell.outputsAt });
  if (cell.source.size === 0) return;
  if (cell.type === 'code') {
    if (found.code.length < MAX_CELLS)
      found.code.push(cell.language === undefined ? { source: cell.source } : { source: cell.source, language: cell.language });
    else if (found.code.length === MAX_CELLS)
      found.problems.push({ reason: `more than ${MAX_CELLS} code cells: the rest was not read`, at: cell.sourceAt });
    return;
  }
  found.prose.push({ kind: cell.type === 'markdown' || cell.type === 'heading' ? 'markdown' : 'text', at: cell.sourceAt });
}
