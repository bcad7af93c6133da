/** Look-ups of the compiled rules: right answers, few file reads, unknown names undefined. */

import { describe, expect, it } from 'vitest';
import { loadRules } from '../../src/rules/index.ts';
import { aliasKey, hashName, modelKey } from '../../src/rules/names.ts';

describe('catalogue look-ups', () => {
  it('reads nothing before it is asked, the set of names once, and one shard per model', () => {
    const rules = loadRules();
    expect(rules.reads).toEqual([]);
    expect(rules.isKnownModel('nobody/heard-of-it')).toBe(false);
    expect(rules.reads).toEqual(['known.bin']);
    for (const name of ['google-bert/bert-base-uncased', 'meta-llama/Llama-3.1-8B-Instruct', 'openai/gpt-4o']) {
      expect(rules.model(name)?.id).toBe(name);
    }
    expect(rules.reads.filter((file) => file.startsWith('catalog/'))).toHaveLength(3);
    expect(rules.reads).toHaveLength(4);
    rules.model('openai/gpt-4o');
    expect(rules.reads).toHaveLength(4);
  });

  it('finds a model by each of its names, without regard to case', () => {
    const rules = loadRules();
    for (const name of ['bert-base-uncased', 'BERT-Base-Uncased', 'google-bert/bert-base-uncased', ' bert-base-uncased ']) {
      expect(rules.model(name)?.id, name).toBe('google-bert/bert-base-uncased');
      expect(rules.isKnownModel(name), name).toBe(true);
    }
    expect(rules.model('whisper:base')?.id).toBe('openai/whisper-base');
    expect(rules.model('ollama:llama3.1')?.license).toBe('llama3.1');
  });

  it('knows no fragment, no other separator and nothing absurd', () => {
    const rules = loadRules();
    for (const name of [
      '',
      ' ',
      'bert',
      'uncased',
      'bert_base_uncased',
      'bert-base-uncased/',
      'google-bert/',
      '/bert-base-uncased',
      // The last segment alone is a name only where the catalogue lists it as one.
      'Llama-Doctor-3.2-3B-Instruct',
      'somebody-else/bert-base-uncased',
      '__proto__',
      'constructor',
      'a'.repeat(100_000),
      '\u0000',
      '💥'.repeat(500),
    ]) {
      expect(rules.isKnownModel(name), name.slice(0, 30)).toBe(false);
      expect(rules.model(name), name.slice(0, 30)).toBeUndefined();
    }
  });

  it('knows every id and alias, and none of a million made-up names', () => {
    const rules = loadRules();
    let names = 0;
    for (const record of rules.models()) {
      for (const name of [record.id, ...record.aliases]) {
        names++;
        if (!rules.isKnownModel(name)) expect.fail(`${name} is not known`);
      }
    }
    expect(names).toBeGreaterThan(21_000);
    let wrong = 0;
    for (let i = 0; i < 1_000_000; i++) if (rules.isKnownModel(`org-${i % 997}/model-${i}-7b`)) wrong++;
    expect(wrong).toBeLessThanOrEqual(1);
  });

  it('fills what a record leaves out and says how sure the licence is', () => {
    const rules = loadRules();
    for (const record of rules.models()) {
      expect(Array.isArray(record.aliases) && Array.isArray(record.baseModel)).toBe(true);
      expect(record.license === null || record.licenseConfidence !== undefined, record.id).toBe(true);
    }
    expect(rules.model('TheBloke/koala-7B-GPTQ-4bit-128g')?.baseModel).toEqual(['huggyllama/llama-7b']);
    expect(rules.model('mradermacher/Zirel-2-i1-GGUF')?.licenseConfidence).toBe('memory');
  });
});

describe('licence look-ups', () => {
  const rules = loadRules();

  it('by id, Hub tag, SPDX id, LicenseRef and title', () => {
    for (const name of [
      'llama-3.1-community',
      'llama3.1',
      'Llama 3.1 Community License',
      'LLAMA 3.1  COMMUNITY LICENSE AGREEMENT',
      'LicenseRef-scancode-llama-3.1-license-2024',
    ]) {
      expect(rules.licenseIds(name), name).toEqual(['llama-3.1-community']);
      expect(rules.license(name)?.kind, name).toBe('open-weights-restricted');
    }
    expect(rules.license('CC-BY-NC-4.0')?.kind).toBe('non-commercial');
  });

  it('a name that stands for several licences stays several, and is no licence by itself', () => {
    expect(rules.licenseIds('modified-mit').toSorted()).toEqual([
      'joyai-modified-mit',
      'kimi-k2-modified-mit',
      'kimi-k2.5-modified-mit',
      'minimax-m2-modified-mit',
      'mistral-modified-mit',
    ]);
    expect(rules.license('modified-mit')).toBeUndefined();
    expect(rules.licenseIds('exaone').toSorted()).toEqual(['exaone-1.1-nc', 'exaone-1.2-nc']);
  });

  it('boost stays boost, and nothing is matched by its beginning', () => {
    expect(rules.license('bsl-1.0')?.spdxId).toBe('BSL-1.0');
    for (const name of ['bsl', 'llama', 'llama3.9', 'apache', 'constructor', '__proto__', ''])
      expect(rules.licenseIds(name), name).toEqual([]);
  });

  it('reads only the index and the record asked for', () => {
    const fresh = loadRules();
    fresh.license('gemma');
    expect(fresh.reads).toEqual(['licenses.json', 'licenses/gemma-terms-of-use.json']);
  });

  it('lists them all', () => {
    const all = rules.licenses();
    expect(all.length).toBeGreaterThanOrEqual(171);
    expect(new Set(all.map((l) => l.id)).size).toBe(all.length);
    expect(all.flatMap((l) => l.obligations ?? []).length).toBeGreaterThanOrEqual(439);
  });
});

describe('other look-ups', () => {
  const rules = loadRules();

  it('SPDX duties, exceptions, vendors, policies and pages', () => {
    expect(rules.spdxObligations('MIT')?.obligations[0]?.when).toContain('distribute-source');
    expect(rules.spdxObligations('Classpath-exception-2.0')?.category).toBe('exception');
    expect(rules.spdxObligations('mit')?.id).toBe('MIT');
    expect(rules.spdxObligations('No-Such-1.0')).toBeUndefined();
    expect(rules.provider('openai')?.modelIdPatterns.length).toBeGreaterThan(0);
    expect(rules.provider('nobody')).toBeUndefined();
    expect(rules.providers()).toHaveLength(55);
    expect(rules.policy('commercial')?.assumes).toEqual({ commercial: true, ships: ['distributed'] });
    expect(rules.policy('lenient')).toBeUndefined();
    expect(rules.codePage('model-noncommercial')).toMatch(/^# Non-commercial model/);
    expect(rules.codePage('toString')).toBeUndefined();
    expect(rules.version).toMatch(/^[0-9a-f]{16}$/);
  });

  it('aliases: all of them resolve to their own record, in their ecosystem', () => {
    expect(rules.alias('Apache 2.0')).toMatchObject({ spdx: 'Apache-2.0', confidence: 'exact' });
    expect(rules.alias('https://www.apache.org/licenses/LICENSE-2.0.html')?.spdx).toBe('Apache-2.0');
    expect(rules.alias('"Apache  2.0"')?.spdx).toBe('Apache-2.0');
    expect(rules.alias('License: Apache 2.0')?.spdx).toBe('Apache-2.0');
    expect(rules.alias('UNLICENSED')).toMatchObject({ confidence: 'ambiguous' });
    expect(rules.alias('UNLICENSED', 'npm')).toMatchObject({ spdx: 'LicenseRef-Proprietary' });
    expect(rules.alias('gpl-3.0')).toMatchObject({ confidence: 'likely', spdx: 'GPL-3.0-only' });
    expect(rules.alias('gpl-3.0', 'hf')).toMatchObject({ confidence: 'ambiguous', spdx: null });
    for (const nothing of ['', 'Apache 3.0', '__proto__', 'constructor', 'x'.repeat(1_000_000)])
      expect(rules.alias(nothing)).toBeUndefined();
  });

  it('compatibility: directed, by way of use, with reasons in words', () => {
    expect(rules.compatibility('MIT', 'GPL-3.0-only', 'link')?.answer).toBe('yes');
    expect(rules.compatibility('GPL-3.0-only', 'LicenseRef-proprietary', 'link')?.answer).toBe('no');
    expect(rules.compatibility('Apache-2.0', 'GPL-2.0-only', 'merge')?.answer).toBe('no');
    expect(rules.compatibility('GPL-3.0', 'GPL-3.0+', 'merge')).toEqual(rules.compatibility('GPL-3.0-only', 'GPL-3.0-or-later', 'merge'));
    expect(rules.compatibility('llama3.1', 'Apache-2.0', 'merge')).toEqual(
      rules.compatibility('LicenseRef-llama-community', 'Apache-2.0', 'merge'),
    );
    expect(rules.compatibility('GPL-2.0-only WITH Classpath-exception-2.0', 'MIT', 'link')?.answer).toBe('yes');
    for (const reason of rules.compatibility('CC-BY-NC-4.0', 'MIT', 'merge')?.reasons ?? []) expect(reason).toMatch(/^[A-Z].*\.$/);
    expect(rules.compatibility('Sleepycat', 'MIT', 'link')).toBeUndefined();
    expect(rules.compatibility('toString', 'MIT', 'link')).toBeUndefined();
  });

  it('says what to do when the rules were not compiled', () => {
    const empty = loadRules(new URL('file:///nowhere/data/'));
    expect(() => empty.model('bert-base-uncased')).toThrow(/npm run build/);
  });
});

describe('keys and hashes', () => {
  it('keys ignore case and outer blanks only', () => {
    expect(modelKey('  Org/Name ')).toBe('org/name');
    expect(modelKey('a-b')).not.toBe(modelKey('a_b'));
    expect(aliasKey('http://example.org/x.txt')).toBe(aliasKey('https://www.example.org/x/'));
    expect(aliasKey('("MIT", "ISC")')).toBe('("mit", "isc")');
  });

  it('hashes differ for names that differ by one place or by order', () => {
    const names = ['a/b', 'b/a', 'a/b1', 'a/1b', 'aa/b', 'a/bb', 'a/b ', 'á/b'];
    expect(new Set(names.map((n) => `${hashName(n).high}-${hashName(n).low}`)).size).toBe(names.length);
  });
});
