import type { Directive, Span } from '../types/source.ts';

const MARK = 'audit-models:';
const CLOSERS = ['*/', '-->', '#}', '--}}', '"""', "'''"];
const ID = /^[\w@~][\w.:/@+~-]*$/;
const CODE = /^[a-z0-9-]+$/;

/** Whether a text can hold a directive at all; lets readers skip the search in nearly every file. */
export function mayHoldDirective(text: string): boolean {
  return text.includes(MARK);
}

/**
 * Inline directives in one comment: `audit-models: <id>` or `audit-models: ignore <code> -- reason`, at most one a line.
 * A line of prose that merely mentions the tool (more than one word after the colon) is no directive.
 * @param text the comment as written, with or without its markers
 * @param at where that text stands in the file; when its length differs from the text's (escapes), directives get the whole region
 */
export function directivesIn(text: string, at: Span): Directive[] {
  const found: Directive[] = [];
  const sameLength = at[1] - at[0] === text.length;
  for (let from = text.indexOf(MARK); from >= 0; from = text.indexOf(MARK, from + MARK.length)) {
    const newline = text.slice(from).search(/[\r\n]/);
    const rest = withoutCloser(newline < 0 ? text.slice(from) : text.slice(from, from + newline));
    const directive = parseDirective(rest.slice(MARK.length).trim());
    if (directive) found.push({ ...directive, at: sameLength ? [at[0] + from, at[0] + from + rest.length] : at });
  }
  return found;
}

function withoutCloser(line: string): string {
  let rest = line.trimEnd();
  for (const closer of CLOSERS) {
    const place = rest.indexOf(closer);
    if (place >= 0) rest = rest.slice(0, place).trimEnd();
  }
  return rest;
}

function parseDirective(body: string): Omit<Directive, 'at'> | undefined {
  const dashes = body.indexOf(' -- ');
  const reason = dashes < 0 ? undefined : body.slice(dashes + 4).trim();
  const words = (dashes < 0 ? body : body.slice(0, dashes)).trim().split(/\s+/);
  const withReason = reason ? { reason } : {};
  if (words[0] === 'ignore' && words.length <= 2) {
    const code = words[1] ?? '';
    return code === '' || CODE.test(code) ? { kind: 'ignore', value: code, ...withReason } : undefined;
  }
  return words.length === 1 && ID.test(words[0]!) ? { kind: 'declare', value: words[0]!, ...withReason } : undefined;
}
