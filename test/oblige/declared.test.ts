import { describe, expect, it } from 'vitest';
import { compareDeclared } from '../../src/oblige/declared.ts';
import { loadRules } from '../../src/rules/index.ts';
import type { Declared } from '../../src/types/result.ts';
import type { Check } from '../../src/types/rules.ts';

const rules = loadRules();

/** Compares a declaration with the duty of a licence as the rules hold it. */
function compare(licenseId: string, dutyId: string, declared: Declared): string {
  const license = rules.license(licenseId);
  const duty = license?.obligations?.find((o) => o.id === dutyId);
  if (!license || !duty) throw new Error(`${licenseId} ${dutyId} is not in the rules`);
  const { facts } = duty.check as Extract<Check, { kind: 'declared-fact' }>;
  return compareDeclared(facts as string[], duty, license, declared).status;
}

describe('numbers', () => {
  it.each([
    ['mistral-modified-mit', 'commercial-threshold', { monthlyRevenueUsd: 1_000_000 }, 'met'],
    ['mistral-modified-mit', 'commercial-threshold', { monthlyRevenueUsd: 30_000_000 }, 'unmet'],
    ['mistral-modified-mit', 'commercial-threshold', { annualRevenueUsd: 30_000_000 }, 'needs-confirmation'],
    ['llama-3.1-community', 'commercial-threshold', { monthlyActiveUsers: 1000 }, 'met'],
    ['llama-3.1-community', 'commercial-threshold', {}, 'needs-confirmation'],
  ])('%s %s with %j is %s', (license, duty, declared, status) => {
    expect(compare(license, duty, declared)).toBe(status);
  });
});

describe('businesses, registrations and places', () => {
  it.each([
    ['qwen-community-1.0', 'maas-licence', { modelAsAServiceBusiness: false }, 'met'],
    ['qwen-community-1.0', 'maas-licence', { modelAsAServiceBusiness: true }, 'needs-confirmation'],
    ['hyperclovax-seed', 'commercial-threshold', { competesWithVendor: false }, 'needs-confirmation'],
    ['cogvideox-license', 'commercial-registration', { registrations: ['zhipu'] }, 'met'],
    ['cogvideox-license', 'commercial-registration', { registrations: ['baichuan'] }, 'needs-confirmation'],
    ['cogvideox-license', 'commercial-registration', { commercial: false }, 'met'],
    ['tencent-hunyuan-3d-2.0', 'territory', { territories: ['US'] }, 'needs-confirmation'],
    ['tencent-hunyuan-3d-2.0', 'territory', { territories: ['US'], principalPlaceOfBusiness: 'US' }, 'met'],
    ['tencent-hunyuan-3d-2.0', 'territory', { territories: ['US'], principalPlaceOfBusiness: 'DE' }, 'unmet'],
    ['tencent-hunyuan-3d-2.0', 'territory', { territories: ['FR'] }, 'unmet'],
    ['llama-3.2-community', 'eu-multimodal-exclusion', { principalPlaceOfBusiness: 'DE' }, 'needs-confirmation'],
    ['llama-3.2-community', 'eu-multimodal-exclusion', { principalPlaceOfBusiness: 'US' }, 'met'],
    ['llama-3.2-community', 'eu-multimodal-exclusion', { territories: ['US'] }, 'needs-confirmation'],
  ])('%s %s with %j is %s', (license, duty, declared, status) => {
    expect(compare(license, duty, declared)).toBe(status);
  });
});
