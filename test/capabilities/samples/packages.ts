/** Manifests and lockfiles, and installed packages that lie in the tree. */

import type { Sample } from './sample.ts';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const one = (path: string, text: string): Sample => ({ files: { [path]: text } });
const toml = (...lines: string[]): string => `${lines.join('\n')}\n`;

export const NPM: Record<string, Sample> = {
  'package.json': one(
    'package.json',
    json({ name: 'app', version: '1.0.0', license: 'MIT', dependencies: { left: '^1.0.0' }, devDependencies: { right: '2.x' } }),
  ),
  'package-lock.json': one(
    'package-lock.json',
    json({
      lockfileVersion: 3,
      packages: {
        '': { name: 'app', dependencies: { left: '^1.0.0' }, devDependencies: { right: '2.x' } },
        'node_modules/left': { version: '1.2.0', license: 'MIT', dependencies: { deep: '*' } },
        'node_modules/deep': { version: '0.1.0', license: 'ISC' },
        'node_modules/right': { version: '2.0.0', dev: true },
        'packages/own': { name: 'own', version: '1.0.0' },
        'node_modules/own': { resolved: 'packages/own', link: true },
      },
    }),
  ),
  'pnpm-lock.yaml': one(
    'pnpm-lock.yaml',
    `lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      left:
        specifier: ^1.0.0
        version: 1.2.0
    devDependencies:
      right:
        specifier: 2.x
        version: 2.0.0

packages:

  left@1.2.0:
    resolution: {integrity: sha512-x}

  deep@0.1.0:
    resolution: {integrity: sha512-x}

  right@2.0.0:
    resolution: {integrity: sha512-x}

snapshots:

  left@1.2.0:
    dependencies:
      deep: 0.1.0

  deep@0.1.0: {}

  right@2.0.0: {}
`,
  ),
  'yarn.lock': {
    files: {
      'yarn.lock': '# yarn lockfile v1\n\nleft@^1.0.0:\n  version "1.2.0"\n  dependencies:\n    deep "*"\n\ndeep@*:\n  version "0.1.0"\n',
      'package.json': json({ name: 'app', dependencies: { left: '^1.0.0' } }),
    },
    only: ['yarn.lock'],
  },
  'bun.lock': one(
    'bun.lock',
    json({
      lockfileVersion: 1,
      workspaces: { '': { name: 'app', dependencies: { left: '^1.0.0' }, devDependencies: { right: '2.x' } } },
      packages: {
        left: ['left@1.2.0', '', { dependencies: { deep: '*' } }, 'x'],
        deep: ['deep@0.1.0', '', {}, 'x'],
        right: ['right@2.0.0', '', {}, 'x'],
      },
    }),
  ),
  'bun.lockb': one('bun.lockb', '#!/usr/bin/env bun\nbun-lockfile-format-v0\n'),
  node_modules: {
    files: {
      'package.json': json({ name: 'app', dependencies: { left: '^1.0.0' } }),
      'node_modules/left/package.json': json({ name: 'left', version: '1.2.0', license: 'MIT', dependencies: { deep: '*' } }),
      'node_modules/deep/package.json': json({ name: 'deep', version: '0.1.0', license: 'ISC' }),
    },
    only: ['node_modules/left/package.json', 'node_modules/deep/package.json'],
  },
};

export const PYTHON: Record<string, Sample> = {
  requirements: one('requirements.txt', 'left==1.2.0\nright>=2 ; python_version < "3.12"\n'),
  'pyproject.toml': one(
    'pyproject.toml',
    toml('[project]', 'name = "app"', 'dependencies = ["left==1.2.0", "right>=2"]', '[project.optional-dependencies]', 'dev = ["pytest"]'),
  ),
  'setup.cfg': one(
    'setup.cfg',
    toml(
      '[metadata]',
      'name = app',
      '[options]',
      'install_requires =',
      '  left==1.2.0',
      '  right>=2',
      '[options.extras_require]',
      'dev = pytest',
    ),
  ),
  'setup.py': one(
    'setup.py',
    'from setuptools import setup\nsetup(name="app", install_requires=["left==1.2.0", "right>=2"], extras_require={"dev": ["pytest"]})\n',
  ),
  Pipfile: one('Pipfile', toml('[packages]', 'left = "==1.2.0"', 'right = ">=2"', '[dev-packages]', 'pytest = "*"')),
  'Pipfile.lock': one(
    'Pipfile.lock',
    json({ _meta: {}, default: { left: { version: '==1.2.0' } }, develop: { pytest: { version: '==8.0.0' } } }),
  ),
  'poetry.lock': {
    files: {
      'poetry.lock': toml(
        '[[package]]',
        'name = "left"',
        'version = "1.2.0"',
        '[package.dependencies]',
        'deep = "*"',
        '[[package]]',
        'name = "deep"',
        'version = "0.1.0"',
      ),
      'pyproject.toml': toml('[tool.poetry]', 'name = "app"', '[tool.poetry.dependencies]', 'left = "^1.0"'),
    },
    only: ['poetry.lock'],
  },
  'uv.lock': one(
    'uv.lock',
    toml(
      'version = 1',
      '[[package]]',
      'name = "app"',
      'version = "1.0"',
      'source = { virtual = "." }',
      'dependencies = [{ name = "left" }]',
      '[package.dev-dependencies]',
      'dev = [{ name = "pytest" }]',
      '[[package]]',
      'name = "left"',
      'version = "1.2.0"',
      'source = { registry = "https://pypi.org/simple" }',
      'dependencies = [{ name = "deep" }]',
      '[[package]]',
      'name = "deep"',
      'version = "0.1.0"',
      'source = { registry = "https://pypi.org/simple" }',
      '[[package]]',
      'name = "pytest"',
      'version = "8.0.0"',
      'source = { registry = "https://pypi.org/simple" }',
    ),
  ),
  'pdm.lock': {
    files: {
      'pdm.lock': toml(
        '[metadata]',
        'groups = ["default", "dev"]',
        '[[package]]',
        'name = "left"',
        'version = "1.2.0"',
        'groups = ["default"]',
        'dependencies = ["deep"]',
        '[[package]]',
        'name = "deep"',
        'version = "0.1.0"',
        'groups = ["default"]',
        '[[package]]',
        'name = "pytest"',
        'version = "8.0.0"',
        'groups = ["dev"]',
      ),
      'pyproject.toml': toml('[project]', 'name = "app"', 'dependencies = ["left"]'),
    },
    only: ['pdm.lock'],
  },
  'pylock.toml': one(
    'pylock.toml',
    toml(
      'lock-version = "1.0"',
      '[[packages]]',
      'name = "left"',
      'version = "1.2.0"',
      'dependencies = [{ name = "deep" }]',
      '[[packages]]',
      'name = "deep"',
      'version = "0.1.0"',
    ),
  ),
  'environment.yml': one(
    'environment.yml',
    'name: app\nchannels: [conda-forge]\ndependencies:\n  - left=1.2.0\n  - right>=2\n  - pip:\n      - deep==0.1.0\n',
  ),
  'conda-lock.yml': one(
    'conda-lock.yml',
    'version: 1\nmetadata: {}\npackage:\n  - { name: left, version: 1.2.0, manager: conda, platform: linux-64, category: main, dependencies: { deep: "" } }\n  - { name: deep, version: 0.1.0, manager: conda, platform: linux-64, category: main }\n  - { name: pytest, version: 8.0.0, manager: pip, platform: linux-64, category: dev }\n',
  ),
  'conda-explicit': one('conda-linux-64.lock', '@EXPLICIT\nhttps://conda.anaconda.org/conda-forge/linux-64/left-1.2.0-h1_0.conda#abc\n'),
  'pixi.toml': one(
    'pixi.toml',
    toml(
      '[workspace]',
      'name = "app"',
      'channels = ["conda-forge"]',
      'platforms = ["linux-64"]',
      '[dependencies]',
      'left = "==1.2.0"',
      '[pypi-dependencies]',
      'right = ">=2"',
      '[feature.dev.dependencies]',
      'pytest = "*"',
    ),
  ),
  'pixi.lock': one(
    'pixi.lock',
    'version: 6\nenvironments:\n  default:\n    packages:\n      linux-64:\n        - conda: https://conda.anaconda.org/conda-forge/linux-64/left-1.2.0-h1_0.conda\npackages:\n  - conda: https://conda.anaconda.org/conda-forge/linux-64/left-1.2.0-h1_0.conda\n    license: MIT\n    depends: [deep]\n',
  ),
  'site-packages': {
    files: {
      'requirements.txt': 'left\n',
      '.venv/lib/python3.12/site-packages/left-1.2.0.dist-info/METADATA':
        'Metadata-Version: 2.1\nName: left\nVersion: 1.2.0\nLicense-Expression: MIT\nRequires-Dist: deep\n',
      '.venv/lib/python3.12/site-packages/deep-0.1.0.dist-info/METADATA':
        'Metadata-Version: 2.1\nName: deep\nVersion: 0.1.0\nLicense: ISC\n',
    },
    only: [
      '.venv/lib/python3.12/site-packages/left-1.2.0.dist-info/METADATA',
      '.venv/lib/python3.12/site-packages/deep-0.1.0.dist-info/METADATA',
    ],
  },
};

export const OTHERS: Record<string, Sample> = {
  'Cargo.toml': one(
    'Cargo.toml',
    toml(
      '[package]',
      'name = "app"',
      'version = "0.1.0"',
      'license = "MIT"',
      '[dependencies]',
      'left = "1.2"',
      '[dev-dependencies]',
      'right = "2"',
    ),
  ),
  'Cargo.lock': {
    files: {
      'Cargo.lock': toml(
        'version = 3',
        '[[package]]',
        'name = "app"',
        'version = "0.1.0"',
        'dependencies = ["left"]',
        '[[package]]',
        'name = "left"',
        'version = "1.2.0"',
        'source = "registry+x"',
        'dependencies = ["deep"]',
        '[[package]]',
        'name = "deep"',
        'version = "0.1.0"',
        'source = "registry+x"',
      ),
      'Cargo.toml': toml('[package]', 'name = "app"', 'version = "0.1.0"', '[dependencies]', 'left = "1.2"'),
    },
    only: ['Cargo.lock'],
  },
  'go.mod': one(
    'go.mod',
    'module example.com/app\n\ngo 1.22\n\nrequire (\n\texample.com/left v1.2.0\n\texample.com/deep v0.1.0 // indirect\n)\n',
  ),
  'pom.xml': one(
    'pom.xml',
    '<project><groupId>a</groupId><artifactId>app</artifactId><version>1</version><licenses><license><name>MIT</name></license></licenses><dependencies><dependency><groupId>b</groupId><artifactId>left</artifactId><version>1.2.0</version></dependency><dependency><groupId>c</groupId><artifactId>right</artifactId><version>2.0</version><scope>test</scope></dependency></dependencies></project>',
  ),
  'build.gradle': one('build.gradle', "dependencies {\n  implementation 'b:left:1.2.0'\n  testImplementation 'c:right:2.+'\n}\n"),
  'libs.versions.toml': one(
    'gradle/libs.versions.toml',
    toml('[versions]', 'left = "1.2.0"', '[libraries]', 'left = { module = "b:left", version.ref = "left" }'),
  ),
  'gradle.lockfile': one('gradle.lockfile', 'b:left:1.2.0=runtimeClasspath\nc:right:2.0=testRuntimeClasspath\nempty=\n'),
  csproj: one(
    'App.csproj',
    '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Left" Version="1.2.0" /><PackageReference Include="Right" Version="2.*" PrivateAssets="all" /></ItemGroup></Project>',
  ),
  'packages.config': one(
    'packages.config',
    '<packages><package id="Left" version="1.2.0" /><package id="Right" version="2.0.0" developmentDependency="true" /></packages>',
  ),
  'packages.lock.json': one(
    'packages.lock.json',
    json({
      version: 1,
      dependencies: {
        'net8.0': {
          Left: { type: 'Direct', requested: '[1.2.0, )', resolved: '1.2.0', dependencies: { Deep: '0.1.0' } },
          Deep: { type: 'Transitive', resolved: '0.1.0' },
        },
      },
    }),
  ),
  'composer.json': one(
    'composer.json',
    json({ name: 'a/app', license: 'MIT', require: { 'b/left': '^1.0' }, 'require-dev': { 'c/right': '^2.0' } }),
  ),
  'composer.lock': {
    files: {
      'composer.lock': json({
        packages: [
          { name: 'b/left', version: '1.2.0', license: ['MIT'], require: { 'd/deep': '*' } },
          { name: 'd/deep', version: '0.1.0' },
        ],
        'packages-dev': [{ name: 'c/right', version: '2.0.0' }],
      }),
      'composer.json': json({ name: 'a/app', require: { 'b/left': '^1.0' } }),
    },
    only: ['composer.lock'],
  },
  Gemfile: one('Gemfile', "source 'https://rubygems.org'\ngem 'left', '1.2.0'\ngroup :test do\n  gem 'right', '~> 2.0'\nend\n"),
  'Gemfile.lock': one(
    'Gemfile.lock',
    'GEM\n  remote: https://rubygems.org/\n  specs:\n    deep (0.1.0)\n    left (1.2.0)\n      deep\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  left\n',
  ),
  gemspec: one(
    'app.gemspec',
    "Gem::Specification.new do |s|\n  s.name = 'app'\n  s.license = 'MIT'\n  s.add_dependency 'left', '~> 1.0'\n  s.add_development_dependency 'right'\nend\n",
  ),
  'Package.swift': one(
    'Package.swift',
    'let package = Package(name: "app", dependencies: [.package(url: "https://github.com/a/left.git", from: "1.2.0")])\n',
  ),
  'Package.resolved': one(
    'Package.resolved',
    json({
      version: 2,
      pins: [
        {
          identity: 'left',
          kind: 'remoteSourceControl',
          location: 'https://github.com/a/left.git',
          state: { version: '1.2.0', revision: 'x' },
        },
      ],
    }),
  ),
  'pubspec.yaml': one('pubspec.yaml', 'name: app\ndependencies:\n  left: ^1.0.0\ndev_dependencies:\n  right: any\n'),
  'pubspec.lock': one(
    'pubspec.lock',
    'packages:\n  left: { dependency: "direct main", source: hosted, version: "1.2.0", description: { name: left } }\n  right: { dependency: "direct dev", source: hosted, version: "2.0.0", description: { name: right } }\n  deep: { dependency: transitive, source: hosted, version: "0.1.0", description: { name: deep } }\n',
  ),
  DESCRIPTION: one('DESCRIPTION', 'Package: app\nVersion: 1.0\nLicense: MIT + file LICENSE\nImports: left (>= 1.0)\nSuggests: testthat\n'),
  'renv.lock': one(
    'renv.lock',
    json({
      R: { Version: '4.4.0' },
      Packages: {
        left: { Package: 'left', Version: '1.2.0', Source: 'Repository', Requirements: ['deep'] },
        deep: { Package: 'deep', Version: '0.1.0' },
      },
    }),
  ),
};
