import type { CodeSummary, Directive, ProseRegion, ReadProblem } from '../../types/source.ts';
import { directivesIn, mayHoldDirective } from '../directives.ts';
import { readCode } from './languages.ts';

/** What the scripts of one Vue, Svelte, Astro or HTML file say. */
export interface ScriptsReading {
  code: CodeSummary[];
  prose: ProseRegion[];
  directives: Directive[];
  problems: ReadProblem[];
}

const OPENING = /<script\b|<!--/gi;
/** `<script type="…">` with one of these is data for somebody else, not code. */
const CODE_TYPE = /^(?:module|text\/(?:javascript|typescript|babel|jsx|ecmascript)|application\/(?:javascript|ecmascript|x-javascript)|)$/i;
const TYPE = /\btype\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i;
/** Astro's front matter is a script without a tag. */
const FRONT_MATTER = /^\uFEFF?---\r?\n([\s\S]*?)^---[ \t]*$/m;

/** Reads every `<script>` block with spans of the file; HTML comments are prose, everything else is left to the data readers. */
export function readScripts(text: string): ScriptsReading {
  const out: ScriptsReading = { code: [], prose: [], directives: [], problems: [] };
  const withDirectives = mayHoldDirective(text);
  const front = text.startsWith('---') ? FRONT_MATTER.exec(text) : null;
  if (front !== null && front.index === 0) addScript(out, front[1]!, front[0].indexOf('\n') + 1);
  OPENING.lastIndex = front?.[0].length ?? 0;
  for (let found = OPENING.exec(text); found !== null; found = OPENING.exec(text)) {
    if (found[0] === '<!--') {
      const close = text.indexOf('-->', OPENING.lastIndex);
      const end = close < 0 ? text.length : close + 3;
      out.prose.push({ kind: 'comment', at: [found.index, end] });
      if (withDirectives) out.directives.push(...directivesIn(text.slice(found.index, end), [found.index, end]));
      OPENING.lastIndex = end;
      continue;
    }
    const behind = tagEnd(text, OPENING.lastIndex);
    if (behind < 0) break;
    const end = closingTag(text, behind);
    const type = TYPE.exec(text.slice(OPENING.lastIndex, Math.min(behind, OPENING.lastIndex + 1000)));
    if (CODE_TYPE.test((type?.[1] ?? type?.[2] ?? type?.[3] ?? '').trim())) addScript(out, text.slice(behind, end), behind);
    OPENING.lastIndex = end;
  }
  return out;
}

/** Offset behind the `>` that ends a tag, quotes respected; -1 when there is none. */
function tagEnd(text: string, from: number): number {
  let quote = 0;
  for (let pos = from; pos < text.length; pos++) {
    const c = text.charCodeAt(pos);
    if (quote !== 0) {
      if (c === quote) quote = 0;
    } else if (c === 62) return pos + 1;
    else if (c === 34 || c === 39) quote = c;
  }
  return -1;
}

function closingTag(text: string, from: number): number {
  const close = /<\/script\s*>/gi;
  close.lastIndex = from;
  return close.exec(text)?.index ?? text.length;
}

function addScript(out: ScriptsReading, script: string, base: number): void {
  if (script.trim() === '') return;
  const reading = readCode('javascript', script, { base });
  out.code.push(reading.code);
  for (const it of reading.prose) out.prose.push(it);
  out.directives.push(...reading.directives);
  out.problems.push(...reading.problems);
}
