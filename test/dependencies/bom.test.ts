import { describe, expect, it } from 'vitest';
import { json, linesOf, scan } from './support.ts';

const CYCLONEDX = json({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: { component: { type: 'application', name: 'demo', 'bom-ref': 'root' } },
  components: [
    { type: 'library', 'bom-ref': 'a', name: 'a', version: '1.0', purl: 'pkg:npm/%40s/a@1.0', licenses: [{ license: { id: 'MIT' } }] },
    {
      type: 'library',
      'bom-ref': 'b',
      group: 'org',
      name: 'b',
      version: '2.0',
      purl: 'pkg:maven/org/b@2.0',
      licenses: [{ expression: 'MIT OR GPL-3.0-only' }],
    },
    {
      type: 'machine-learning-model',
      'bom-ref': 'm',
      name: 'demo/tiny',
      version: '1',
      purl: 'pkg:huggingface/demo/tiny@1',
      licenses: [{ license: { name: 'Apache-2.0' } }],
    },
    { type: 'file', name: 'x.txt' },
    { type: 'library', name: 'nameless', scope: 'optional' },
  ],
  dependencies: [
    { ref: 'root', dependsOn: ['a'] },
    { ref: 'a', dependsOn: ['b'] },
  ],
});

describe('CycloneDX', () => {
  it('packages, their licences and graph; model components apart', async () => {
    const { dependencies, models, skipped } = await scan({ 'bom.json': CYCLONEDX });
    expect(
      dependencies.map(({ purl, ecosystem, name, direct, chain, license, scope }) => [
        purl,
        ecosystem,
        name,
        direct,
        chain,
        license.expression,
        scope,
      ]),
    ).toEqual([
      ['pkg:generic/nameless', 'generic', 'nameless', false, undefined, 'NOASSERTION', 'optional'],
      ['pkg:maven/org/b@2.0', 'maven', 'org:b', false, ['@s/a', 'org:b'], 'MIT OR GPL-3.0-only', 'production'],
      ['pkg:npm/%40s/a@1.0', 'npm', '@s/a', true, undefined, 'MIT', 'production'],
    ]);
    expect(models).toMatchObject([
      {
        name: 'demo/tiny',
        registry: 'huggingface',
        format: 'cyclonedx',
        role: 'component',
        licenses: [{ written: 'Apache-2.0', what: 'declared' }],
        manifest: { path: 'bom.json' },
      },
    ]);
    expect(skipped).toEqual([]);
  });

  it('adds its licence to a package that a lockfile names without one', async () => {
    const { dependencies } = await scan({
      'bom.json': CYCLONEDX,
      'package-lock.json': json({ lockfileVersion: 3, packages: { 'node_modules/@s/a': { version: '1.0' } } }),
    });
    const a = dependencies.find(({ name }) => name === '@s/a');
    expect(a!.license.expression).toBe('MIT');
    expect([a!.manifest.path, a!.alsoIn!.map(({ path }) => path)]).toEqual(['package-lock.json', ['bom.json']]);
  });

  it('XML', async () => {
    const source = `<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.4" version="1">
  <components>
    <component type="library" bom-ref="x">
      <name>x</name><version>1.0</version>
      <licenses><license><id>ISC</id></license></licenses>
      <purl>pkg:pypi/X_y@1.0</purl>
    </component>
  </components>
</bom>`;
    const { dependencies } = await scan({ 'sbom/bom.xml': source });
    expect(dependencies.map(({ purl, name, license, manifest }) => [purl, name, license.expression, manifest.line])).toEqual([
      ['pkg:pypi/X_y@1.0', 'x-y', 'ISC', 5],
    ]);
  });

  it.each([
    ['another JSON file of that name', 'bom.json', '{"components": [{"name": "x"}]}'],
    ['another XML file of that name', 'bom.xml', '<project><component><name>x</name></component></project>'],
  ])('%s gives nothing', async (_, path, source) => {
    expect(await linesOf({ [path]: source })).toEqual({ packages: [], skipped: [] });
  });

  it('a cut file keeps what is complete', async () => {
    const { packages, skipped } = await linesOf({ 'bom.json': CYCLONEDX.slice(0, CYCLONEDX.indexOf('"group"')) });
    expect(packages.map((one) => one.split(' ')[0])).toEqual(['@s/a@1.0']);
    expect(skipped).toEqual([expect.stringMatching(/^bom\.json: not valid JSON from line \d+$/)]);
  });
});

describe('SPDX', () => {
  it('JSON', async () => {
    const source = json({
      spdxVersion: 'SPDX-2.3',
      packages: [
        { SPDXID: 'SPDXRef-root', name: 'demo' },
        {
          SPDXID: 'SPDXRef-a',
          name: 'a',
          versionInfo: '1.0',
          licenseConcluded: 'NOASSERTION',
          licenseDeclared: 'MIT',
          externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:cargo/a@1.0' }],
        },
      ],
      relationships: [
        { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-root' },
        { spdxElementId: 'SPDXRef-root', relationshipType: 'DEPENDS_ON', relatedSpdxElement: 'SPDXRef-a' },
      ],
    });
    const { dependencies } = await scan({ 'demo.spdx.json': source });
    expect(dependencies.map(({ purl, direct, license, manifest }) => [purl, direct, license.expression, manifest.line])).toEqual([
      ['pkg:cargo/a@1.0', true, 'MIT', 10],
    ]);
  });

  it('tag and value', async () => {
    const source = `SPDXVersion: SPDX-2.2
PackageName: a
SPDXID: SPDXRef-a
PackageVersion: 1.0
PackageLicenseConcluded: NOASSERTION
PackageLicenseDeclared: MIT
ExternalRef: PACKAGE-MANAGER purl pkg:gem/a@1.0
PackageName: b
SPDXID: SPDXRef-b
Relationship: SPDXRef-a DEPENDS_ON SPDXRef-b
`;
    const { dependencies } = await scan({ 'demo.spdx': source });
    expect(dependencies.map(({ purl, chain, license, manifest }) => [purl, chain?.join('>'), license.expression, manifest.line])).toEqual([
      ['pkg:gem/a@1.0', undefined, 'MIT', 2],
      ['pkg:generic/b', 'a>b', 'NOASSERTION', 8],
    ]);
  });

  it('SPDX 3 tells AI packages from software', async () => {
    const source = json({
      '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
      '@graph': [
        { type: 'software_Package', spdxId: 'u:a', name: 'a', software_packageVersion: '1.0' },
        { type: 'ai_AIPackage', spdxId: 'u:m', name: 'tiny' },
        { type: 'simplelicensing_LicenseExpression', spdxId: 'u:l', simplelicensing_licenseExpression: 'MIT' },
        { type: 'Relationship', from: 'u:m', relationshipType: 'hasDeclaredLicense', to: ['u:l'] },
      ],
    });
    const { dependencies, models } = await scan({ 'x.spdx.json': source });
    expect(dependencies.map(({ name }) => name)).toEqual(['a']);
    expect(models!.map(({ name, licenses }) => [name, licenses.map(({ written }) => written)])).toEqual([['tiny', ['MIT']]]);
  });

  it.each(['{}', '', 'PackageName: x\n'])('%j is none', async (source) => {
    expect((await linesOf({ 'x.spdx': source, 'y.spdx.json': source })).packages).toEqual([]);
  });
});
