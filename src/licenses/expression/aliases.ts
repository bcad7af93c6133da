/** Looks a free-text licence string up in the rules, in the spellings that mean the same. */

import type { AliasRecord, RuleBook } from '../../types/rules.ts';

/** Longer strings are sentences or licence texts; the table has none. */
const MAX_ALIAS_LENGTH = 300;
const QUOTES: [string, string][] = [
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['<', '>'],
];

/** The ecosystem names of the alias table, by what callers call them. */
const ECOSYSTEMS: Record<string, string> = { hf: 'huggingface', pypi: 'pypi-classifier' };

/** The record of a string, or of the same string without quotes, label, end punctuation or the variable parts of an address. */
export function lookUpAlias(rules: RuleBook, text: string, ecosystem?: string): AliasRecord | undefined {
  if (text.length > MAX_ALIAS_LENGTH) return undefined;
  const name = ecosystem === undefined ? undefined : (ECOSYSTEMS[ecosystem] ?? ecosystem);
  for (const spelling of spellings(text)) {
    const record = rules.alias(spelling, name);
    if (record) return record;
  }
  return undefined;
}

function spellings(text: string): string[] {
  const found = new Set([text]);
  for (const strip of [unquote, unlabel, (value: string) => value.replace(/[.,;:]+$/, ''), unquote]) {
    for (const spelling of Array.from(found)) found.add(strip(spelling).trim());
  }
  for (const spelling of Array.from(found)) {
    if (/^(?:https?:\/\/|www\.)/i.test(spelling)) for (const address of addresses(spelling)) found.add(address);
  }
  found.delete('');
  return [...found];
}

function unquote(text: string): string {
  const pair = QUOTES.find(([open, close]) => text.length > 1 && text.startsWith(open) && text.endsWith(close));
  return pair ? text.slice(1, -1) : text;
}

function unlabel(text: string): string {
  return text.replace(
    /^(?:licen[sc]es?\s*[:=]\s*|(?:is )?(?:(?:dual[- ])?licen[sc]ed|released|distributed) under (?:the terms of )?(?:the )?)/i,
    '',
  );
}

/** The same page under its other addresses: scheme, `www.`, trailing slash and file ending do not matter. */
function addresses(url: string): string[] {
  const path = url.replace(/^https?:\/\//i, '').replace(/^www\./i, '');
  const bare = path.replace(/\/$/, '').replace(/\.(?:html?|txt|php)$/i, '');
  const starts = ['', 'https://', 'http://', 'https://www.', 'http://www.', 'www.'];
  return starts.flatMap((start) => ['', '/', '.html', '.txt', '.php'].map((end) => `${start}${bare}${end}`));
}
