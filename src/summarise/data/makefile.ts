/** Makefiles: variables and the shell lines of recipes. */

import type { Expr } from '../../types/source.ts';
import { placeholderExpr, valueExpr } from './placeholders.ts';
import { addReading, newReading } from './reading.ts';
import type { Reading } from './reading.ts';
import { readShell } from './shell.ts';

const ASSIGNMENT = /^(?:export\s+|override\s+)?([A-Za-z_][\w.-]*)[ \t]*(?:::?:?|\?|\+)?=[ \t]*/;

/**
 * Reads a Makefile or justfile. `$(NAME)` of make is a variable, not a command: it is read as `${NAME}`, which is as long,
 * so that every place stays exact.
 */
export function readMakefile(text: string, base = 0): Reading {
  const reading = newReading();
  let recipeStart = -1;
  let at = 0;
  const recipe = (end: number) => {
    if (recipeStart >= 0) {
      const read = readShell(shellText(text.slice(recipeStart, end)), 'makefile', base + recipeStart);
      for (const command of read.commands) {
        command.argv = command.argv.map((word) => quotedVariables(word, text, base));
        for (const one of command.env ?? []) one.value = quotedVariables(one.value, text, base);
      }
      for (const one of read.env) one.value = quotedVariables(one.value, text, base);
      addReading(reading, read);
    }
    recipeStart = -1;
  };
  while (at < text.length) {
    let end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    const line = text.slice(at, end).replace(/\r$/, '');
    const inRecipe = /^(?:\t| {2,})\S/.test(line) || (recipeStart >= 0 && text.slice(recipeStart, at).trimEnd().endsWith('\\'));
    if (inRecipe) {
      if (recipeStart < 0) recipeStart = at;
    } else {
      recipe(at);
      if (/^\s*#/.test(line))
        reading.prose.push({ kind: 'comment', at: [base + at + line.indexOf('#'), base + at + line.trimEnd().length] });
      else variable(line, base + at, reading);
    }
    at = end + 1;
  }
  recipe(text.length);
  return reading;
}

/** Recipe prefixes (`@`, `-`, `+`) and make variables in a form the shell reader takes, character for character. */
function shellText(recipe: string): string {
  return recipe
    .replace(/(?<=^|[^\\\r]\r?\n)([ \t]+)([@+-]+)/g, (_, blanks: string, prefix: string) => blanks + ' '.repeat(prefix.length))
    .replace(/(?<!\$)\$\(([A-Za-z_]\w*)\)/g, '${$1}')
    .replace(/\{\{\s*([A-Za-z_]\w*)\s*\}\}/g, (whole, name: string) => `\${${name}}`.padEnd(whole.length));
}

/** Make replaces its variables in single quotes too, where the shell reader took them for text. */
function quotedVariables(word: Expr, text: string, base: number): Expr {
  if (word.k === 'cat') return { ...word, p: word.p.map((part) => quotedVariables(part, text, base)) };
  if (word.k !== 'str' || word.escaped) return word;
  const written = text.slice(word.at[0] - base, word.at[1] - base);
  if (written === word.v) return word;
  return placeholderExpr(written, word.at[0], { bareLower: true }) ?? { ...word, v: written };
}

function variable(line: string, start: number, reading: Reading): void {
  const match = ASSIGNMENT.exec(line);
  if (!match) return;
  const rest = line.slice(match[0].length);
  const comment = /(?:^|[ \t])#/.exec(rest);
  const raw = (comment ? rest.slice(0, comment.index) : rest).trimEnd();
  const from = start + match[0].length;
  if (comment) reading.prose.push({ kind: 'comment', at: [from + rest.indexOf('#', comment.index), start + line.length] });
  const quoted = /^(["'])(.*)\1$/.exec(raw);
  const v = quoted ? quoted[2]! : raw;
  const at = quoted ? from + 1 : from;
  const value = valueExpr(v, at, { bareLower: true });
  reading.env.push({ name: match[1]!, value, at: [start + line.indexOf(match[1]!), from + raw.length], host: 'shell' });
}
