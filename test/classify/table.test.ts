import { describe, expect, it } from 'vitest';
import { euVerdict } from '../../src/classify/eu.ts';
import { licenceVerdict, openness, osiVerdict, qualifierOf, weightsVerdict, type TableFacts } from '../../src/classify/index.ts';
import { termsOf } from '../../src/classify/terms.ts';
import { loadRules } from '../../src/rules/index.ts';

const rules = loadRules();

/** Facts of a row: what is not said is unknown. */
function facts(license: string, more: Partial<Omit<TableFacts, 'terms'>> = {}): TableFacts {
  return {
    weights: 'public',
    gate: 'none',
    inferenceCodeFree: false,
    trainingCode: 'unknown',
    dataInfo: 'unknown',
    copyOfPublic: false,
    ...more,
    terms: termsOf(license, rules),
  };
}

const LLAMA = 'LicenseRef-scancode-llama-3.1-license-2024';
const KIMI = 'LicenseRef-scancode-moonshot-ai-modified-mit-2025';
const code = { inferenceCodeFree: true };
const everything = { ...code, trainingCode: 'open', dataInfo: 'released' } as const;

describe('the decision table, row by row', () => {
  const rows: [name: string, facts: TableFacts, expected: string][] = [
    ['1 all parts free and released', facts('Apache-2.0', everything), 'open-source-ai'],
    ['1 full description instead of data', facts('MIT', { ...everything, dataInfo: 'full-description' }), 'open-source-ai'],
    ['1 copyleft is free', facts('GPL-3.0-only', everything), 'open-source-ai'],
    ['1 content licences are free', facts('CC-BY-SA-4.0', everything), 'open-source-ai'],
    ['1 needs no gate: auto', facts('Apache-2.0', { ...everything, gate: 'auto' }), 'open-model'],
    ['1 needs no gate: unknown', facts('Apache-2.0', { ...everything, gate: 'unknown' }), 'open-model'],
    ['1 needs public weights', facts('Apache-2.0', { ...everything, weights: 'gated', gate: 'none' }), 'open-model'],
    ['1 needs training code', facts('Apache-2.0', { ...everything, trainingCode: 'partial' }), 'open-model'],
    ['1 needs data: a summary is too little', facts('Apache-2.0', { ...everything, dataInfo: 'summary' }), 'open-model'],
    ['2 training code open', facts('MIT', { ...code, trainingCode: 'open' }), 'open-model'],
    ['2 data summary', facts('MIT', { ...code, dataInfo: 'summary' }), 'open-model'],
    ['2 needs inference code', facts('MIT', { trainingCode: 'open', dataInfo: 'released' }), 'open-weights-permissive'],
    ['2 needs training code or data', facts('MIT', { ...code, trainingCode: 'none', dataInfo: 'none' }), 'open-weights-permissive'],
    ['3 free licence alone', facts('Apache-2.0'), 'open-weights-permissive'],
    ['3 auto gate keeps the class', facts('MIT', { weights: 'gated', gate: 'auto' }), 'open-weights-permissive'],
    ['3 unknown gate keeps the class', facts('MIT', { weights: 'gated', gate: 'unknown' }), 'open-weights-permissive'],
    ['3 free with an added duty never rises', facts(KIMI, everything), 'open-weights-permissive'],
    ['4 manual gate on a free licence', facts('Apache-2.0', { ...everything, weights: 'gated', gate: 'manual' }), 'gated'],
    ['4 manual gate on an added duty', facts(KIMI, { weights: 'gated', gate: 'manual' }), 'gated'],
    ['5 community licence', facts(LLAMA, { weights: 'gated', gate: 'auto' }), 'open-weights-restricted'],
    ['5 everything else open changes nothing', facts(LLAMA, everything), 'open-weights-restricted'],
    ['5 manual gate changes nothing', facts(LLAMA, { weights: 'gated', gate: 'manual' }), 'open-weights-restricted'],
    ['5 no derivatives', facts('CC-BY-ND-4.0'), 'open-weights-restricted'],
    ['6 non-commercial', facts('CC-BY-NC-4.0', everything), 'open-weights-noncommercial'],
    ['6 non-commercial behind a manual gate', facts('CC-BY-NC-4.0', { weights: 'gated', gate: 'manual' }), 'open-weights-noncommercial'],
    ['6 non-commercial and no derivatives', facts('CC-BY-NC-ND-4.0'), 'open-weights-noncommercial'],
    ['7 nothing stated', facts('NOASSERTION', everything), 'open-weights-unlicensed'],
    ['7 NONE', facts('NONE'), 'open-weights-unlicensed'],
    ['7 a licence nobody knows', facts('LicenseRef-some-startup-license'), 'open-weights-unlicensed'],
    ['7 malformed', facts('Apache-2.0 AND'), 'open-weights-unlicensed'],
    ['8 API', facts('NOASSERTION', { weights: 'api' }), 'api-only'],
    ['8 API whatever the licence', facts('Apache-2.0', { ...everything, weights: 'api' }), 'api-only'],
    ['9 none', facts('Apache-2.0', { weights: 'none' }), 'unreleased'],
    ['10 unknown weights', facts('Apache-2.0', { ...everything, weights: 'unknown' }), 'unknown'],
    [
      '10 a copy of known weights stands for them',
      facts('Apache-2.0', { weights: 'unknown', copyOfPublic: true }),
      'open-weights-permissive',
    ],
  ];
  it.each(rows)('%s', (_name, row, expected) => {
    expect(openness(row)).toBe(expected);
  });
});

/** The pseudo-code of the openness guide, section 3, written down a second time, from rights to class. */
function guide(row: TableFacts): string {
  const { weights, gate, dataInfo } = row;
  const known = ['public', 'gated'].includes(weights);
  const group = row.terms.group;
  if (weights === 'none') return 'unreleased';
  if (weights === 'api') return 'api-only';
  if (!known && !row.copyOfPublic) return 'unknown';
  if (group === 'unknown' || group === 'proprietary') return 'open-weights-unlicensed';
  if (group === 'noncommercial') return 'open-weights-noncommercial';
  if (group === 'restricted' || group === 'no-derivatives') return 'open-weights-restricted';
  if (gate === 'manual') return 'gated';
  const free = group === 'free';
  const full = ['released', 'full-description'].includes(dataInfo);
  const asked = gate !== 'none' || weights !== 'public';
  if (free && !asked && row.trainingCode === 'open' && row.inferenceCodeFree && full) return 'open-source-ai';
  if (free && row.inferenceCodeFree && (row.trainingCode === 'open' || full || dataInfo === 'summary')) return 'open-model';
  return 'open-weights-permissive';
}

describe('the decision table, every combination of facts', () => {
  const LICENSES = {
    free: 'Apache-2.0',
    'free-plus': KIMI,
    restricted: LLAMA,
    'no-derivatives': 'CC-BY-ND-4.0',
    noncommercial: 'CC-BY-NC-4.0',
    unknown: 'NOASSERTION',
  };
  it.each(Object.entries(LICENSES))('under a licence that is %s', (group, license) => {
    expect(termsOf(license, rules).group).toBe(group);
    let combinations = 0;
    for (const weights of ['public', 'gated', 'api', 'none', 'unknown'] as const)
      for (const gate of ['none', 'auto', 'manual', 'unknown'] as const)
        for (const trainingCode of ['open', 'partial', 'none', 'unknown'] as const)
          for (const dataInfo of ['released', 'full-description', 'summary', 'none', 'unknown'] as const)
            for (const inferenceCodeFree of [true, false])
              for (const copyOfPublic of [true, false]) {
                const row = facts(license, { weights, gate, trainingCode, dataInfo, inferenceCodeFree, copyOfPublic });
                const of = openness(row);
                expect([weights, gate, trainingCode, dataInfo, inferenceCodeFree, copyOfPublic, of].join()).toBe(
                  [weights, gate, trainingCode, dataInfo, inferenceCodeFree, copyOfPublic, guide(row)].join(),
                );
                // The strict verdict never says more than the wide one, nor the definition more than the strict one.
                const wide = weightsVerdict(of);
                if (licenceVerdict(of) === 'open') expect(wide).toBe('open');
                if (osiVerdict(of, row) === 'open') expect(licenceVerdict(of)).toBe('open');
                if (wide === 'unknown') expect(euVerdict(of, row).verdict).not.toBe('open');
                combinations++;
              }
    expect(combinations).toBe(1_600);
  });

  it('never rises when a licence, a gate or the place of the weights gets stricter', () => {
    const order = [
      'open-source-ai',
      'open-model',
      'open-weights-permissive',
      'gated',
      'open-weights-restricted',
      'open-weights-noncommercial',
    ];
    const licenses = [LICENSES.free, LICENSES['free-plus'], LICENSES.restricted, LICENSES.noncommercial];
    for (const gate of ['none', 'auto', 'manual'] as const) {
      const ranks = licenses.map((license) => order.indexOf(openness(facts(license, { ...everything, gate }))));
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    }
    for (const license of licenses) {
      const ranks = (['none', 'auto', 'manual'] as const).map((gate) => order.indexOf(openness(facts(license, { ...everything, gate }))));
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    }
  });
});

describe('expressions', () => {
  it('takes the strictest part of an AND', () => {
    expect(openness(facts(`Apache-2.0 AND ${LLAMA}`))).toBe('open-weights-restricted');
    expect(openness(facts(`${LLAMA} AND CC-BY-NC-4.0`))).toBe('open-weights-noncommercial');
    expect(openness(facts('Apache-2.0 AND LicenseRef-unheard-of'))).toBe('open-weights-unlicensed');
  });
  it('takes the most generous arm of an OR', () => {
    expect(openness(facts('CC-BY-NC-4.0 OR MIT'))).toBe('open-weights-permissive');
    expect(openness(facts('AGPL-3.0-only OR LicenseRef-enterprise'))).toBe('open-weights-permissive');
    expect(openness(facts('(MIT OR Apache-2.0) AND CC-BY-NC-4.0'))).toBe('open-weights-noncommercial');
  });
  it('never takes a word for a licence', () => {
    for (const word of ['other', 'unknown', 'cc']) expect(termsOf(word, rules).group).toBe('unknown');
  });
});

describe('verdicts', () => {
  it('says four things about every class', () => {
    const verdicts = (row: TableFacts): string[] => {
      const of = openness(row);
      return [weightsVerdict(of), licenceVerdict(of), osiVerdict(of, row), euVerdict(of, row).verdict];
    };
    expect(verdicts(facts('Apache-2.0', everything))).toEqual(['open', 'open', 'open', 'open']);
    expect(verdicts(facts('Apache-2.0'))).toEqual(['open', 'open', 'unknown', 'open']);
    expect(verdicts(facts('Apache-2.0', { trainingCode: 'none' }))).toEqual(['open', 'open', 'closed', 'open']);
    expect(verdicts(facts('Apache-2.0', { weights: 'gated', gate: 'manual' }))).toEqual(['open', 'closed', 'closed', 'contested']);
    expect(verdicts(facts(KIMI))).toEqual(['open', 'open', 'closed', 'contested']);
    expect(verdicts(facts(LLAMA))).toEqual(['open', 'closed', 'closed', 'closed']);
    expect(verdicts(facts('LicenseRef-scancode-bigscience-open-rail-m'))).toEqual(['open', 'closed', 'closed', 'contested']);
    expect(verdicts(facts('CC-BY-NC-4.0'))).toEqual(['open', 'closed', 'closed', 'closed']);
    expect(verdicts(facts('CC-BY-ND-4.0'))).toEqual(['open', 'closed', 'closed', 'closed']);
    expect(verdicts(facts('NONE'))).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(verdicts(facts('NONE', { weights: 'api' }))).toEqual(['closed', 'closed', 'closed', 'closed']);
    expect(verdicts(facts('NONE', { weights: 'none' }))).toEqual(['closed', 'closed', 'closed', 'closed']);
    expect(verdicts(facts('NONE', { weights: 'unknown' }))).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
  });
  it('qualifies what must not stand alone', () => {
    const qualifier = (row: TableFacts): string => qualifierOf(openness(row), row);
    expect(qualifier(facts('Apache-2.0'))).toBe('');
    expect(qualifier(facts(LLAMA, { weights: 'gated', gate: 'auto' }))).toBe('restricted licence, gated');
    expect(qualifier(facts('CC-BY-NC-4.0'))).toBe('non-commercial');
    expect(qualifier(facts('NONE'))).toBe('weights public, no licence');
    expect(qualifier(facts('LicenseRef-openai-terms-of-use'))).toBe('weights public, proprietary terms');
    expect(qualifier(facts(KIMI))).toBe('added duty');
    expect(qualifier(facts('MIT', { weights: 'gated', gate: 'manual' }))).toBe('access on request');
  });
  it('closes the exemption for licences that leave territories out', () => {
    const row = facts('LicenseRef-tencent-hunyuan-community');
    expect(euVerdict(openness(row), row).clause).toContain('EU');
  });
});
