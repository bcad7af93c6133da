import { describe, expect, it } from 'vitest';
import { json, linesOf, only, scan } from './support.ts';

describe('Composer', () => {
  const manifest = json({
    name: 'me/app',
    require: { php: '>=8', 'ext-json': '*', 'Monolog/monolog': '^3' },
    'require-dev': { 'phpunit/phpunit': '10.5.0' },
  });
  const lock = json({
    packages: [
      { name: 'monolog/monolog', version: '3.5.0', require: { php: '>=8', 'psr/log': '^3' }, license: ['MIT'] },
      { name: 'psr/log', version: '3.0.0', license: ['MIT', 'Apache-2.0'] },
    ],
    'packages-dev': [{ name: 'phpunit/phpunit', version: '10.5.0', license: 'BSD-3-Clause' }],
  });

  it('the lockfile states versions and licences', async () => {
    const { dependencies, skipped } = await scan({ 'composer.json': manifest, 'composer.lock': lock });
    expect(
      dependencies.map(({ purl, scope, chain, manifest: { path, line }, license }) => [
        purl,
        scope,
        chain?.join('>'),
        `${path}:${line}`,
        license.expression,
      ]),
    ).toEqual([
      ['pkg:composer/monolog/monolog@3.5.0', 'production', undefined, 'composer.json:6', 'MIT'],
      ['pkg:composer/phpunit/phpunit@10.5.0', 'development', undefined, 'composer.json:9', 'BSD-3-Clause'],
      ['pkg:composer/psr/log@3.0.0', 'production', 'monolog/monolog>psr/log', 'composer.lock:15', 'MIT AND Apache-2.0'],
    ]);
    expect(skipped).toEqual([]);
  });

  it('installed copies add what the manifest alone does not know; a lockfile that is none says so', async () => {
    const files = {
      'composer.json': manifest,
      'vendor/composer/installed.json': json({ packages: [{ name: 'monolog/monolog', version: '3.5.0', license: ['MIT'] }] }),
    };
    expect((await only(files, 'monolog/monolog')).license.expression).toBe('MIT');
    expect((await only(files, 'phpunit/phpunit')).unknownBecause).toBe('not installed; run `composer install`');
    expect((await linesOf({ 'composer.lock': '{}' })).skipped).toEqual(['composer.lock: no packages in it']);
  });
});

describe('Bundler', () => {
  const gemfile = `source "https://rubygems.org"
gem "rails", "~> 7.1" # web
gem "pg", "1.5.6", require: false

group :development, :test do
  gem "debug"
end

group :test do
  gem 'capybara', '>= 3', '< 4'
end
gem "own", path: "engines/own"
gem "tool", group: :development
# gem "no"
`;
  it('Gemfile: groups and versions', async () => {
    expect(await linesOf({ Gemfile: gemfile })).toEqual({
      packages: [
        'capybara~>= 3, < 4 test direct Gemfile:10',
        'debug development direct Gemfile:6',
        'own production direct Gemfile:12 own',
        'pg@1.5.6 production direct Gemfile:3',
        'rails~~> 7.1 production direct Gemfile:2',
        'tool development direct Gemfile:13',
      ],
      skipped: [],
    });
  });

  it('Gemfile.lock: platforms are one gem, chains, and a lockfile alone', async () => {
    const lock = `GEM
  remote: https://rubygems.org/
  specs:
    nokogiri (1.16.0-arm64-darwin)
      racc (~> 1.4)
    nokogiri (1.16.0-x86_64-linux)
      racc (~> 1.4)
    racc (1.7.3)

PATH
  remote: engines/own
  specs:
    own (0.1.0)
      nokogiri

PLATFORMS
  arm64-darwin
  x86_64-linux

DEPENDENCIES
  nokogiri
  own!

BUNDLED WITH
   2.5.3
`;
    expect(await linesOf({ 'Gemfile.lock': lock })).toEqual({
      packages: [
        'nokogiri@1.16.0 production direct Gemfile.lock:4',
        'own@0.1.0 production direct Gemfile.lock:13 own',
        'racc@1.7.3 production nokogiri>racc Gemfile.lock:8',
      ],
      skipped: [],
    });
    expect(
      (await linesOf({ Gemfile: 'group :test do\n  gem "nokogiri"\nend\n', 'Gemfile.lock': lock.replace('  own!\n', '') })).packages,
    ).toContain('nokogiri@1.16.0 test direct Gemfile:2');
  });

  it('gemspecs of the project and of installed gems', async () => {
    const files = {
      'demo.gemspec': `Gem::Specification.new do |s|
  s.name = "demo"
  s.license = "MIT"
  s.add_dependency "rack", "~> 3.0"
  s.add_development_dependency("rspec", ">= 3")
end
`,
      'vendor/bundle/ruby/3.3.0/specifications/rack-3.0.8.gemspec':
        'Gem::Specification.new do |s|\n  s.name = "rack".freeze\n  s.licenses = ["MIT".freeze]\nend\n',
    };
    expect((await linesOf(files)).packages).toEqual([
      'rack@3.0.8 production direct demo.gemspec:4',
      'rspec~>= 3 development direct demo.gemspec:5',
    ]);
    expect((await only(files, 'rack')).license.expression).toBe('MIT');
  });

  it('nonsense gives nothing', async () => {
    expect(await linesOf({ 'Gemfile.lock': 'hello\n    world (1)\n', Gemfile: 'end\nend\ngem\n' })).toEqual({ packages: [], skipped: [] });
  });
});

describe('Swift', () => {
  it('Package.swift and Package.resolved', async () => {
    const manifest = `// swift-tools-version:5.9
let package = Package(
    name: "demo",
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.0.0"),
        .package(url: "git@github.com:user/lib.git", exact: "1.2.3"),
        // .package(url: "https://example.org/no", from: "1.0.0"),
        .package(path: "../Local"),
    ]
)
`;
    expect((await linesOf({ 'Package.swift': manifest })).packages).toEqual([
      'Local production direct Package.swift:8 own',
      'github.com/apple/swift-nio~2.0.0 production direct Package.swift:5',
      'github.com/user/lib@1.2.3 production direct Package.swift:6',
    ]);
    const resolved = json({
      pins: [{ identity: 'swift-nio', location: 'https://github.com/apple/swift-nio.git', state: { version: '2.65.0', revision: 'aa' } }],
      version: 2,
    });
    const { dependencies } = await scan({
      'Package.swift': manifest,
      'Package.resolved': resolved,
      '.build/checkouts/swift-nio/LICENSE.txt': 'Apache-2.0 License text',
    });
    expect(dependencies.map(({ purl, license }) => [purl, license.expression])).toContainEqual([
      'pkg:swift/github.com/apple/swift-nio@2.65.0',
      'Apache-2.0',
    ]);
  });

  it('the first version of Package.resolved, and an unknown one', async () => {
    const first = json({
      object: { pins: [{ package: 'nio', repositoryURL: 'https://github.com/apple/swift-nio', state: { version: '1.0.0' } }] },
      version: 1,
    });
    expect((await linesOf({ 'Package.resolved': first })).packages).toEqual([
      'github.com/apple/swift-nio@1.0.0 production ? Package.resolved:6',
    ]);
    expect((await linesOf({ 'Package.resolved': '{"version": 8, "pins": [5, {}]}' })).skipped).toEqual([
      'Package.resolved: lockfile version 8 is not known; read like version 3',
    ]);
  });
});

describe('Dart', () => {
  const manifest = 'name: demo\ndependencies:\n  http: ^1.2.0\n  own:\n    path: ../own\ndev_dependencies:\n  test: 1.25.0\n';
  const lock = `packages:
  async:
    dependency: transitive
    description:
      name: async
      url: "https://pub.dev"
    source: hosted
    version: "2.11.0"
  http:
    dependency: "direct main"
    description:
      name: http
    source: hosted
    version: "1.2.1"
sdks:
  dart: ">=3.3.0 <4.0.0"
`;
  it('pubspec.yaml and pubspec.lock', async () => {
    expect(await linesOf({ 'pubspec.yaml': manifest, 'pubspec.lock': lock })).toEqual({
      packages: [
        'async@2.11.0 production ? pubspec.lock:2',
        'http@1.2.1 production direct pubspec.yaml:3',
        'own production direct pubspec.yaml:4 own',
        'test@1.25.0 development direct pubspec.yaml:7',
      ],
      skipped: [],
    });
  });

  it('broken YAML keeps what stands before', async () => {
    const { packages, skipped } = await linesOf({ 'pubspec.yaml': `${manifest}  bad: [\n` });
    expect(packages).toContain('http~^1.2.0 production direct pubspec.yaml:3');
    expect(skipped).toEqual([expect.stringMatching(/^pubspec\.yaml: not valid YAML at line \d+: /)]);
    expect((await linesOf({ 'pubspec.lock': 'sdks: {}\n' })).skipped).toEqual(['pubspec.lock: no packages in it']);
  });
});

describe('R', () => {
  it('DESCRIPTION: continued fields, versions, parts of R left out', async () => {
    const source =
      'Package: demo\nVersion: 1.0\nLicense: MIT + file LICENSE\nDepends: R (>= 4.0)\nImports:\n    dplyr (>= 1.1.0),\n    stats,\n    rlang\nSuggests: testthat\n';
    expect(await linesOf({ DESCRIPTION: source })).toEqual({
      packages: [
        'dplyr~>= 1.1.0 production direct DESCRIPTION:6',
        'rlang production direct DESCRIPTION:8',
        'testthat development direct DESCRIPTION:9',
      ],
      skipped: [],
    });
    expect((await linesOf({ 'docs/DESCRIPTION': 'A description of things.\nImports: none\n' })).packages).toEqual([]);
  });

  it('renv.lock with and without licences', async () => {
    const lock = json({
      R: { Version: '4.3.0' },
      Packages: {
        cli: { Package: 'cli', Version: '3.6.2', Source: 'Repository', License: 'MIT' },
        dplyr: { Package: 'dplyr', Version: '1.1.4', Source: 'Repository', Requirements: ['R', 'cli'] },
      },
    });
    const files = { 'renv.lock': lock, 'renv/library/R-4.3/x86_64/dplyr/DESCRIPTION': 'Package: dplyr\nVersion: 1.1.4\nLicense: MIT\n' };
    const { dependencies } = await scan(files);
    expect(dependencies.map(({ purl, chain, license }) => [purl, chain, license.expression])).toEqual([
      ['pkg:cran/cli@3.6.2', ['dplyr', 'cli'], 'MIT'],
      ['pkg:cran/dplyr@1.1.4', undefined, 'MIT'],
    ]);
    expect((await linesOf({ 'renv.lock': '{"R": {}' })).skipped).toEqual(['renv.lock: not valid JSON from line 1']);
    expect((await linesOf({ 'renv.lock': '{"R": {}}' })).skipped).toEqual(['renv.lock: no packages in it']);
  });
});
