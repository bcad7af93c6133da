import { describe, expect, it } from 'vitest';
import { MODIFIED_PREFIX } from '../../src/licenses/text/naming.ts';
import { engine, textOf } from './helpers.ts';

const identify = (text: string) => engine.identify(text);
const NOTICE = 'Copyright (c) 2021-2024 Jane Doe and the Example Project Authors <team@example.org>';

/** A licence as a project would ship it. */
function shipped(id: string): string {
  return textOf(id)
    .replace(/<year>|\[yyyy\]|<YEAR>/g, '2024')
    .replace(/<copyright holders?>|<owner>|\[name of copyright owner\]|<OWNER>/g, 'Jane Doe');
}

describe('look-alikes are told apart', () => {
  it.each([
    'MIT',
    'MIT-0',
    'X11',
    'ISC',
    '0BSD',
    'MIT-Modern-Variant',
    'MIT-feh',
    'JSON',
    'BSD-1-Clause',
    'BSD-2-Clause',
    'BSD-2-Clause-Patent',
    'BSD-3-Clause',
    'BSD-3-Clause-Clear',
    'BSD-3-Clause-No-Nuclear-License',
    'BSD-4-Clause',
    'BSD-Source-Code',
    'Apache-1.0',
    'Apache-1.1',
    'Apache-2.0',
    'ECL-2.0',
    'Pixar',
    'AML',
    'MPL-1.0',
    'MPL-1.1',
    'EPL-1.0',
    'EPL-2.0',
    'CC0-1.0',
    'CC-BY-3.0',
    'CC-BY-4.0',
    'CC-BY-SA-3.0',
    'CC-BY-SA-4.0',
    'CC-BY-NC-4.0',
    'CC-BY-NC-SA-4.0',
    'CC-BY-NC-ND-4.0',
    'CC-BY-ND-4.0',
    'Zlib',
    'zlib-acknowledgement',
    'Unlicense',
    'BSL-1.0',
    'OpenMDW-1.0',
    'NCSA',
    'PostgreSQL',
    'Artistic-1.0',
    'Artistic-2.0',
    'WTFPL',
    'BlueOak-1.0.0',
    'SSPL-1.0',
    'Elastic-2.0',
    'BUSL-1.1',
  ])('%s', (id) => {
    const answer = identify(shipped(id));
    expect(answer).toMatchObject({ result: 'identified', expression: id });
    expect(answer.licenses.map((match) => [match.id, match.kind])).toEqual([[id, 'text']]);
  });

  it.each([
    ['GPL-1.0', 'GPL-1.0-only'],
    ['GPL-2.0', 'GPL-2.0-only'],
    ['GPL-3.0', 'GPL-3.0-only'],
    ['LGPL-2.0', 'LGPL-2.0-only'],
    ['LGPL-2.1', 'LGPL-2.1-only'],
    ['LGPL-3.0', 'LGPL-3.0-only'],
    ['AGPL-3.0', 'AGPL-3.0-only'],
    ['GFDL-1.3', 'GFDL-1.3-only'],
  ])('%s: the text alone grants no later version', (family, expression) => {
    const answer = identify(textOf(`${family}-only`));
    expect(answer).toMatchObject({ result: 'identified', expression });
    expect(answer.candidates).toContain(`${family}-or-later`);
  });

  it('lets a notice beside the text grant later versions', () => {
    const notice =
      'This program is free software; you can redistribute it and/or modify it under the terms of the GNU General Public License ' +
      'as published by the Free Software Foundation; either version 2 of the License, or (at your option) any later version.';
    expect(identify(`${notice}\n\n${textOf('GPL-2.0-only')}`)).toMatchObject({ result: 'identified', expression: 'GPL-2.0-or-later' });
  });
});

describe('dress does not matter', () => {
  const text = shipped('BSD-3-Clause');
  const lines = text.split('\n');
  const paragraphs = text.split(/\n\s*\n/);
  it.each([
    ['comment', lines.map((line) => ` * ${line}`).join('\n')],
    ['hash comment', lines.map((line) => `# ${line}`).join('\r\n')],
    ['one line per paragraph', paragraphs.map((part) => part.replace(/\s+/g, ' ')).join('\n\n')],
    ['all in one line', text.replace(/\s+/g, ' ')],
    ['byte order mark', `\uFEFF${text}`],
    ['old line ends', text.replaceAll('\n', '\r')],
    ['html', `<html><body>${paragraphs.map((part) => `<p class="x">${part.replaceAll('"', '&quot;')}</p>`).join('')}</body></html>`],
    ['markdown', `# BSD 3-Clause License\n\n${text.replace('Redistribution and use', '**Redistribution** and use')}`],
    ['bullets', text.replace(/^\s*\d\. /gm, '  * ')],
    ['capitals', text.toUpperCase()],
    ['notices before', `${NOTICE}\nCopyright 2019 Other GmbH\nAll rights reserved.\n\n${text}`],
    ['curly quotes', text.replaceAll('"AS IS"', '“AS IS”')],
  ])('%s', (_, dressed) => {
    expect(identify(dressed)).toMatchObject({ result: 'identified', expression: 'BSD-3-Clause' });
  });

  it('takes a title for a title', () => {
    expect(identify(`The MIT License (MIT)\n\n${NOTICE}\n\n${textOf('MIT').split('\n').slice(3).join('\n')}`)).toMatchObject({
      result: 'identified',
      expression: 'MIT',
      additions: [],
    });
  });

  it('does without the appendix of the Apache licence', () => {
    const [terms = ''] = textOf('Apache-2.0').split('END OF TERMS AND CONDITIONS');
    expect(identify(terms)).toMatchObject({ result: 'identified', expression: 'Apache-2.0' });
  });

  it('forgives slips of the pen, and says so', () => {
    const answer = identify(shipped('MIT').replace('MERCHANTABILITY', 'MERCHANTABLITY'));
    expect(answer).toMatchObject({ result: 'identified', expression: 'MIT', licenses: [{ confidence: 'medium' }] });
  });
});

describe('a changed text is never the plain licence', () => {
  const flat = (id: string): string =>
    shipped(id)
      .replace(/(\S)[ \t]*\n(?=[ \t]*\S)/g, '$1 ')
      .replace(/ {2,}/g, ' ');
  const mit = flat('MIT');
  const apache = flat('Apache-2.0');
  const bsd = flat('BSD-3-Clause');
  it.each([
    [
      'MIT',
      'a display duty at the end',
      `${mit}\nIf the Software is used in a product, you shall display "Built with Example" prominently in its user interface.`,
    ],
    ['MIT', 'a duty in the last line', `${mit.trimEnd()} The Software shall be used for Good, not Evil.`],
    ['MIT', 'a limit before the text', `This software is free for non-commercial use only.\n\n${mit}`],
    ['MIT', 'a rider in the title line', `MIT License with Commons Clause\n\n${mit.split('\n').slice(1).join('\n')}`],
    ['MIT', 'a title that says so', `Modified MIT License\n\n${mit.split('\n').slice(1).join('\n')}`],
    ['MIT', 'a suffix in the title line', `MIT-NC License\n\n${mit.split('\n').slice(1).join('\n')}`],
    ['MIT', 'a limit in the title line', `MIT License (non-commercial)\n\n${mit.split('\n').slice(1).join('\n')}`],
    ['MIT', 'one word', mit.replace('to deal', 'not to deal')],
    ['MIT', 'no right to sell', mit.replace('sublicense, and/or sell copies', 'and/or sublicense copies')],
    ['MIT', 'research only', mit.replace('to deal in the Software without restriction', 'to deal in the Software for research purposes')],
    [
      'MIT',
      'a revenue clause in the middle',
      mit.replace(
        'subject to the following conditions:',
        'subject to the following conditions: entities with revenue above $1M need a separate license;',
      ),
    ],
    [
      'Apache-2.0',
      'the Commons Clause',
      `"Commons Clause" License Condition v1.0\n\nWithout limiting other conditions in the License, the grant of rights under the License will not include, and the License does not grant to you, the right to Sell the Software.\n\n${apache}`,
    ],
    [
      'Apache-2.0',
      'a section',
      apache.replace(
        'END OF TERMS AND CONDITIONS',
        '10. Commercial limit. You may not use the Work if your annual revenue exceeds ten million dollars.\n\nEND OF TERMS AND CONDITIONS',
      ),
    ],
    [
      'Apache-2.0',
      'another condition',
      apache.replace('2. Grant of Copyright License. Subject to', '2. Grant of Copyright License. Except for hosting, subject to'),
    ],
    [
      'BSD-3-Clause',
      'non-commercial purposes',
      bsd.replace('with or without modification, are permitted', 'with or without modification, are permitted for non-commercial purposes'),
    ],
    ['BSD-3-Clause', 'a word of the warranty', bsd.replace('MERCHANTABILITY', 'DURABILITY')],
    [
      'BSD-3-Clause',
      'names turned into terms',
      bsd.replace('Neither the name of the copyright holder', 'Commercial use requires a fee. Neither the name of the copyright holder'),
    ],
  ])('%s with %s', (base, _, text) => {
    expect([mit, apache, bsd]).not.toContain(text);
    const answer = identify(text);
    expect(answer).toMatchObject({ result: 'modified', expression: `${MODIFIED_PREFIX}${base}` });
    expect(answer.licenses[0]?.id).toBe(base);
  });

  it('shows the lines that were added', () => {
    const text = `${mit.trimEnd()}\n\nUse by military organisations is prohibited.\n`;
    const line = text.split('\n').findIndex((content) => content.startsWith('Use by')) + 1;
    expect(identify(text).additions).toEqual([{ startLine: line, endLine: line }]);
  });

  it('reports a cut text as changed', () => {
    const cut = textOf('MPL-2.0').slice(0, 12_000);
    expect(identify(cut)).toMatchObject({ result: 'modified', expression: `${MODIFIED_PREFIX}MPL-2.0` });
  });
});

describe('several licences in one file', () => {
  it('adds them up', () => {
    expect(identify(`${shipped('MIT')}\n\n---\n\n${textOf('Apache-2.0')}`)).toMatchObject({
      result: 'identified',
      expression: 'MIT AND Apache-2.0',
    });
  });

  it('takes them as a choice where the file says so', () => {
    const text = `Licensed under either of the following at your option.\n\n${textOf('Apache-2.0')}\n\n${shipped('MIT')}`;
    expect(identify(text).expression).toBe('Apache-2.0 OR MIT');
  });

  it('does not offer a choice that holds for some files only', () => {
    const text = `All contributions are MIT licensed. Some files are taken from elsewhere; changes to these are dual licensed.\n\n${shipped('MIT')}\n\n${textOf('PSF-2.0')}`;
    expect(identify(text).expression).toBe('MIT AND PSF-2.0');
  });

  it('keeps the notice of another licence', () => {
    const header = textOf('Apache-2.0').slice(textOf('Apache-2.0').lastIndexOf('Licensed under the Apache'));
    expect(identify(`Copyright 2020 Jane Doe\n\n${header}\n\n----\n\n${shipped('BSD-3-Clause')}`).expression).toBe(
      'Apache-2.0 AND BSD-3-Clause',
    );
  });

  it('finds a second copy of the same licence', () => {
    const answer = identify(`${shipped('MIT')}\n\nCopyright (c) 1999 Another Author\n\n${shipped('MIT')}`);
    expect(answer).toMatchObject({ result: 'identified', expression: 'MIT' });
    expect(answer.licenses).toHaveLength(2);
  });

  it('marks only the licence that was changed', () => {
    const answer = identify(`${textOf('Apache-2.0')}\n\n${shipped('MIT').replace('without restriction', 'for evaluation')}`);
    expect(answer).toMatchObject({ result: 'modified', expression: `Apache-2.0 AND ${MODIFIED_PREFIX}MIT` });
  });

  it('joins an exception to the licence before it', () => {
    const exception =
      'As a special exception, if you create a document which uses this font, and embed this font or unaltered portions of this font ' +
      'into the document, this font does not by itself cause the resulting document to be covered by the GNU General Public License. ' +
      'This exception does not however invalidate any other reasons why the document might be covered by the GNU General Public License. ' +
      'If you modify this font, you may extend this exception to your version of the font, but you are not obligated to do so. ' +
      'If you do not wish to do so, delete this exception statement from your version.';
    expect(identify(`${textOf('GPL-3.0-only')}\n\n${exception}`).expression).toBe('GPL-3.0-only WITH Font-exception-2.0');
  });
});

describe('copyright notices', () => {
  it('gives them as written, without placeholders and without those of the licence itself', () => {
    expect(identify(`${NOTICE}\n(c) 2019 Müller & Söhne GmbH.\n\n${textOf('Apache-2.0')}`).copyrights).toEqual([
      'Copyright (c) 2021-2024 Jane Doe and the Example Project Authors <team@example.org>',
      '(c) 2019 Müller & Söhne GmbH.',
    ]);
    expect(identify(textOf('GPL-3.0-only')).copyrights).toEqual([]);
    expect(identify(textOf('MIT')).copyrights).toEqual([]);
  });
});

describe('notices, tags and names are references, not texts', () => {
  it.each([
    ['// SPDX-License-Identifier: Apache-2.0 OR MIT\n', 'Apache-2.0 OR MIT'],
    ['/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */', 'GPL-2.0-only WITH Linux-syscall-note'],
    ['Licensed under the Apache License, Version 2.0. See the website for details.', 'Apache-2.0'],
    ['This project is made available under the terms of either the MIT License or the Apache License 2.0.', 'MIT OR Apache-2.0'],
    ['See https://creativecommons.org/licenses/by-nc/4.0/ for the terms.', 'CC-BY-NC-4.0'],
    [
      '# This library is free software; you can redistribute it and/or\n# modify it under the terms of the GNU Lesser General Public\n# License as published by the Free Software Foundation; either\n# version 2.1 of the License, or (at your option) any later version.',
      'LGPL-2.1-or-later',
    ],
    ['You may use it under the GNU General Public License version 3 only.', 'GPL-3.0-only'],
  ])('%j', (text, expression) => {
    const answer = identify(text);
    expect(answer).toMatchObject({ result: 'reference', expression });
    expect(answer.licenses.every(({ kind }) => kind !== 'text')).toBe(true);
  });

  it('knows the standard header of the Apache licence', () => {
    const header = textOf('Apache-2.0').slice(textOf('Apache-2.0').lastIndexOf('Copyright [yyyy]'));
    expect(identify(header.replace('[yyyy] [name of copyright owner]', '2024 Jane Doe'))).toMatchObject({
      result: 'reference',
      expression: 'Apache-2.0',
      licenses: [{ id: 'Apache-2.0', kind: 'header' }],
    });
  });

  it('takes two names as a choice where the file offers one', () => {
    const text =
      'This project is dual-licensed under the Unlicense and MIT licenses.\n\nYou may use this code under the terms of either license.';
    expect(identify(text)).toMatchObject({ result: 'reference', expression: 'Unlicense OR MIT' });
  });

  it('takes a file that is only a name for a reference', () => {
    expect(identify('MIT License\n')).toMatchObject({ result: 'reference', expression: 'MIT' });
    expect(identify('MIT License\n\nCopyright (c) 2020 Jane Doe\n')).toMatchObject({ result: 'reference', expression: 'MIT' });
    expect(identify('../LICENSE')).toMatchObject({ result: 'none' });
  });

  it.each([
    [
      'Llama 3.3 is licensed under the Llama 3.3 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.',
      'llama-3.3-community',
    ],
    ['Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms', 'gemma-terms-of-use'],
    ['The weights are released under the CreativeML OpenRAIL-M license.', 'creativeml-openrail-m'],
  ])('knows the notice lines that model licences ask for: %s', (text, id) => {
    expect(identify(text)).toMatchObject({
      result: 'reference',
      expression: expect.stringMatching(/^LicenseRef-/),
      licenses: [{ id, kind: 'reference' }],
    });
  });

  it('does not choose among several', () => {
    const text = 'The code is licensed under the MIT License.\nThe fonts are licensed under the SIL Open Font License 1.1.';
    const answer = identify(text);
    expect(answer).toMatchObject({ result: 'ambiguous', expression: null });
    expect(answer.candidates).toEqual(['MIT', 'OFL-1.1']);
  });
});

describe('what is no licence gives none', () => {
  it.each([
    ['prose', 'Example is a small library for parsing dates. Run npm install to get started, then read the guide.'],
    ['a negation', 'Example is not licensed under the MIT License.'],
    [
      'a code of conduct',
      'We pledge to make participation in our community a harassment-free experience for everyone, without regard to age or origin.',
    ],
    ['a policy in a table', '| licence | policy |\n| --- | --- |\n| GPL | ask first |\n| MIT | fine |'],
    ['a change log', '## 2.0.0\n\n- Change the licence field.\n- Drop support for Node 16.'],
    ['a question', 'Which licence should I use for my project? See choosealicense for help.'],
    [
      'a contract nobody knows',
      'The Customer shall pay the Fees and shall not disclose the Confidential Information of the Provider to any third party.',
    ],
    ['a copyright notice alone', NOTICE],
    ['source code', 'export function add(a: number, b: number): number {\n  return a + b;\n}\n'],
    ['a disclaimer alone', 'THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND.'],
  ])('%s', (_, text) => {
    expect(identify(text)).toMatchObject({ result: 'none', expression: null, licenses: [] });
  });
});

describe('hostile input', () => {
  it.each([
    ['nothing', ''],
    ['blanks', ' \n'.repeat(1_000_000)],
    ['one word 100,000 times', 'license '.repeat(100_000)],
    ['a long word', 'a'.repeat(5_000_000)],
    ['open tags', '<a '.repeat(500_000)],
    ['open brackets', ']('.repeat(500_000)],
    ['addresses', 'http://'.repeat(200_000)],
    ['notices', 'copyright\n'.repeat(100_000)],
    ['half a sentence over and over', 'licensed under the terms of '.repeat(20_000)],
    ['control characters', '\0\x01\x02\x03'.repeat(100_000)],
  ])('%s', (_, text) => {
    expect(identify(text)).toMatchObject({ result: 'none', expression: null, licenses: [] });
  });

  it('says what it did not read of a very long file', () => {
    const answer = identify(`${shipped('MIT')}\n${'filler words '.repeat(1_000_000)}`);
    expect(answer.licenses[0]?.id).toBe('MIT');
    expect(answer.additions.at(-1)?.endLine).toBe(shipped('MIT').split('\n').length + 1);
  });
});
