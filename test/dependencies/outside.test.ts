import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { only } from './support.ts';

/** Home folders of the package managers, laid out in a temporary folder. */
const home = mkdtempSync(join(tmpdir(), 'audit-models-home-'));
const FILES: Record<string, string> = {
  'cargo/registry/x/Cargo.toml': '[package]\nname = "x"\nversion = "1.0.0"\nlicense = "MIT"\n',
  'cargo/registry/src/index.crates.io-1/serde-1.0.200/Cargo.toml': '[package]\nname = "serde"\nversion = "1.0.200"\nlicense = "MIT"\n',
  'go/pkg/mod/github.com/!spf13/cobra@v1.8.0/LICENSE': 'Apache-2.0 License text',
  'nuget/serilog/3.1.1/serilog.nuspec':
    '<package><metadata><id>Serilog</id><license type="expression">Apache-2.0</license></metadata></package>',
  'nuget/oldlib/1.0.0/oldlib.nuspec':
    '<package><metadata><id>OldLib</id><license type="file">docs\\TERMS.txt</license><licenseUrl>https://aka.ms/deprecateLicenseUrl</licenseUrl></metadata></package>',
  'nuget/oldlib/1.0.0/docs/TERMS.txt': 'ISC License text',
  'pub/hosted/pub.dev/http-1.2.1/LICENSE': 'BSD-3-Clause License text',
  'gems/specifications/rack-3.0.8.gemspec': 'Gem::Specification.new do |s|\n  s.name = "rack"\n  s.license = "MIT"\nend\n',
  'venv/lib/python3.11/site-packages/requests-2.32.0.dist-info/METADATA': 'Metadata-Version: 2.1\nLicense: Apache-2.0\n\n',
  '.m2/repository/org/demo/child/1.0/child-1.0.pom':
    '<project><parent><groupId>org.demo</groupId><artifactId>top</artifactId><version>7</version></parent><artifactId>child</artifactId></project>',
  '.m2/repository/org/demo/top/7/top-7.pom':
    '<project><groupId>org.demo</groupId><artifactId>top</artifactId><version>7</version><licenses><license><name>MIT</name></license></licenses></project>',
  '.m2/repository/org/demo/orphan/1.0/orphan-1.0.pom':
    '<project><parent><groupId>org.demo</groupId><artifactId>gone</artifactId><version>1</version></parent><artifactId>orphan</artifactId></project>',
};

beforeAll(() => {
  for (const [path, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), content);
  }
  const variables = {
    CARGO_HOME: 'cargo',
    GOPATH: 'go',
    NUGET_PACKAGES: 'nuget',
    PUB_CACHE: 'pub',
    GEM_HOME: 'gems',
    VIRTUAL_ENV: 'venv',
    HOME: '.',
  };
  for (const [name, folder] of Object.entries(variables)) vi.stubEnv(name, join(home, folder));
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

const dependency = (group: string, artifact: string): string =>
  `<project><dependencies><dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>1.0</version></dependency></dependencies></project>`;

describe('packages installed outside the project', () => {
  it.each([
    ['Cargo.toml', '[dependencies]\nserde = "=1.0.200"\n', 'serde', 'MIT'],
    ['go.mod', 'module x\ngo 1.22\nrequire github.com/Spf13/cobra v1.8.0\n', 'github.com/Spf13/cobra', 'Apache-2.0'],
    ['App.csproj', '<Project><PackageReference Include="Serilog" Version="3.1.1" /></Project>', 'Serilog', 'Apache-2.0'],
    ['App.csproj', '<Project><PackageReference Include="OldLib" Version="1.0.0" /></Project>', 'OldLib', 'ISC'],
    ['pubspec.yaml', 'dependencies:\n  http: 1.2.1\n', 'http', 'BSD-3-Clause'],
    ['Gemfile', 'gem "rack", "3.0.8"\n', 'rack', 'MIT'],
    ['requirements.txt', 'requests==2.32.0\n', 'requests', 'Apache-2.0'],
    ['pom.xml', dependency('org.demo', 'child'), 'org.demo:child', 'MIT'],
  ])('%s: %s', async (path, source, name, expression) => {
    const found = await only({ [path]: source }, name, { installed: true });
    expect(found.license.expression).toBe(expression);
    // Evidence outside the project has an absolute path.
    expect(found.license.claims[0]!.evidence[0]!.path!.startsWith(home)).toBe(true);
    expect((await only({ [path]: source }, name)).license.expression).toBe('NOASSERTION');
  });

  it('says which parent of a pom is missing', async () => {
    expect((await only({ 'pom.xml': dependency('org.demo', 'orphan') }, 'org.demo:orphan', { installed: true })).unknownBecause).toBe(
      'its pom names no licence, and its parent org.demo:gone:1 is not in the local repository',
    );
  });

  it.each([
    ['pom.xml', dependency('..', '../../etc'), '..:../../etc'],
    ['App.csproj', '<Project><PackageReference Include="../../x" Version="1.0.0" /></Project>', '../../x'],
    ['Cargo.toml', '[dependencies]\n"../../x" = "=1.0.0"\n', '../../x'],
  ])('a name that is a path leads nowhere (%s)', async (path, source, name) => {
    expect((await only({ [path]: source }, name, { installed: true })).license.expression).toBe('NOASSERTION');
  });
});
