/** Looks a free-text licence string up in the rules. */

import type { AliasRecord, RuleBook } from '../../types/rules.ts';

/** Longer strings are sentences or licence texts; the table has none. */
const MAX_ALIAS_LENGTH = 300;

/** The record of a string, or of the same string without a label, a sentence around it or end punctuation. */
export function lookUpAlias(rules: RuleBook, text: string, ecosystem?: string): AliasRecord | undefined {
  if (text.length > MAX_ALIAS_LENGTH) return undefined;
  const bare = text.replace(/^[`<{]|[`>}]$|[.,;:]+$/g, '').trim();
  for (const spelling of new Set([text, bare, unlabelled(bare)])) {
    const record = spelling === '' ? undefined : rules.alias(spelling, ecosystem);
    if (record) return record;
  }
  return undefined;
}

function unlabelled(text: string): string {
  return text
    .replace(/^licen[sc]es?\s*[:=]\s*/i, '')
    .replace(/^(?:is )?(?:licen[sc]ed|released|distributed|available) under (?:the terms of )?(?:the )?/i, '');
}
