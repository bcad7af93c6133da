export { readCode } from './languages.ts';
export { readNotebook } from './notebook/index.ts';
export type { NotebookReading, WrittenFile } from './notebook/index.ts';
export { JoinedText, moveSpans } from './notebook/joined-text.ts';
export type { CodeReading, PositionMap, ReadOptions } from './reader.ts';
export { readScripts } from './scripts.ts';
export type { ScriptsReading } from './scripts.ts';
