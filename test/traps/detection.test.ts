/** The fifty traps of the field, each with a project in which the whole audit must see through it and with look-alikes that give nothing. */

import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadRules } from '../../src/rules/index.ts';
import { checkTraps } from './check.ts';
import { TRAPS as calls } from './detection/calls.ts';
import { TRAPS as files } from './detection/files.ts';
import { TRAPS as licences } from './detection/licences.ts';
import { TRAPS as names } from './detection/names.ts';
import { TRAPS as terms } from './detection/terms.ts';

checkTraps('traps of detection', 50, [...calls, ...files, ...licences, ...names, ...terms]);

it('nothing in the rules comes from a site that passes itself off as a vendor', () => {
  const impostors = loadRules()
    .providers()
    .flatMap((provider) => provider.impostorHosts ?? []);
  expect(impostors).toContain('kimi-k2.ai');
  const rules = new URL('../../rules/', import.meta.url);
  const cited = readdirSync(rules, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:yaml|jsonl)$/.test(path))
    .flatMap((path) => readFileSync(new URL(path, rules), 'utf8').split('\n'))
    .filter((line) => impostors.some((host) => line.includes(host)) && !line.startsWith('impostorHosts:'));
  expect(cited).toEqual([]);
});
