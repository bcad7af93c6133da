/** Which reader reads which file, and who knows the installed packages of an ecosystem. Adding a format is one row. */

import type { FileReader, InstalledReader } from './types.ts';
import { isBom, readBom } from './bom/bom.ts';
import { cargoInstalled } from './cargo/installed.ts';
import { readCargoLock, readCargoToml } from './cargo/manifest.ts';
import { dartInstalled, readPubspec, readPubspecLock } from './dart/pubspec.ts';
import { goInstalled, readGoMod } from './go/gomod.ts';
import { isGradleLock, readGradleBuild, readGradleCatalogue, readGradleLock } from './jvm/gradle.ts';
import { mavenInstalled, readPom } from './jvm/pom.ts';
import { readBunBinaryLock, readBunLock } from './npm/bun-lock.ts';
import { npmInstalled } from './npm/installed.ts';
import { readPackageJson } from './npm/manifest.ts';
import { readPackageLock } from './npm/package-lock.ts';
import { readPnpmLock } from './npm/pnpm-lock.ts';
import { readYarnLock } from './npm/yarn-lock.ts';
import { isDotnetProject, nugetInstalled, readDotnetProject, readNugetLock, readPackagesConfig } from './nuget/project.ts';
import { composerInstalled, readComposerJson, readComposerLock } from './php/composer.ts';
import {
  isCondaEnvironment,
  isCondaExplicit,
  readCondaEnvironment,
  readCondaExplicit,
  readCondaLock,
  readPixiLock,
} from './python/conda.ts';
import { condaInstalled, pythonInstalled } from './python/installed.ts';
import { readPdmLock, readPipfileLock, readPoetryLock, readPylock, readUvLock } from './python/locks.ts';
import { readPipfile, readPixiToml, readPyproject } from './python/pyproject.ts';
import { isRequirementsFile, readRequirements } from './python/requirements.ts';
import { readSetupCfg, readSetupPy } from './python/setup.ts';
import { readDescription, readRenvLock, rInstalled } from './r/description.ts';
import { gemInstalled, readGemfile, readGemfileLock, readGemspec } from './ruby/bundler.ts';
import { readPackageResolved, readPackageSwift, swiftInstalled } from './swift/package.ts';

/** All readers, one row per kind of file. */
export const READERS: readonly FileReader[] = [
  { names: ['package.json'], read: readPackageJson },
  { names: ['package-lock.json', 'npm-shrinkwrap.json'], read: readPackageLock },
  { names: ['pnpm-lock.yaml'], read: readPnpmLock },
  { names: ['yarn.lock'], read: readYarnLock },
  { names: ['bun.lock'], read: readBunLock },
  { names: ['bun.lockb'], read: readBunBinaryLock, binary: true },
  { matches: isRequirementsFile, read: readRequirements },
  { names: ['pyproject.toml'], read: readPyproject },
  { names: ['setup.cfg'], read: readSetupCfg },
  { names: ['setup.py'], read: readSetupPy },
  { names: ['pipfile'], read: readPipfile },
  { names: ['pipfile.lock'], read: readPipfileLock },
  { names: ['poetry.lock'], read: readPoetryLock },
  { names: ['uv.lock'], read: readUvLock },
  { names: ['pdm.lock'], read: readPdmLock },
  { matches: (base) => /^pylock(?:\.[^.]+)?\.toml$/.test(base), read: readPylock },
  { matches: isCondaEnvironment, read: readCondaEnvironment },
  { names: ['conda-lock.yml', 'conda-lock.yaml'], read: readCondaLock },
  { matches: isCondaExplicit, read: readCondaExplicit },
  { names: ['pixi.toml'], read: readPixiToml },
  { names: ['pixi.lock'], read: readPixiLock },
  { names: ['cargo.toml'], read: readCargoToml },
  { names: ['cargo.lock'], read: readCargoLock },
  { names: ['go.mod'], read: readGoMod },
  { matches: (base) => base === 'pom.xml' || base.endsWith('.pom'), read: readPom },
  { matches: (base) => /\.gradle(?:\.kts)?$/.test(base), read: readGradleBuild },
  { matches: (base) => base.endsWith('.versions.toml'), read: readGradleCatalogue },
  { matches: isGradleLock, read: readGradleLock },
  { matches: isDotnetProject, read: readDotnetProject },
  { names: ['packages.config'], read: readPackagesConfig },
  { names: ['packages.lock.json'], read: readNugetLock },
  { names: ['composer.json'], read: readComposerJson },
  { names: ['composer.lock'], read: readComposerLock },
  { names: ['gemfile', 'gems.rb'], read: readGemfile },
  { names: ['gemfile.lock', 'gems.locked'], read: readGemfileLock },
  { matches: (base) => base.endsWith('.gemspec'), read: readGemspec },
  { names: ['package.resolved'], read: readPackageResolved },
  { names: ['package.swift'], read: readPackageSwift },
  { names: ['pubspec.yaml'], read: readPubspec },
  { names: ['pubspec.lock'], read: readPubspecLock },
  { names: ['description'], read: readDescription },
  { names: ['renv.lock'], read: readRenvLock },
  { matches: isBom, read: readBom },
];

/** Who knows the installed packages, one row per ecosystem. */
export const INSTALLED: readonly InstalledReader[] = [
  npmInstalled,
  pythonInstalled,
  condaInstalled,
  cargoInstalled,
  goInstalled,
  mavenInstalled,
  nugetInstalled,
  composerInstalled,
  gemInstalled,
  swiftInstalled,
  dartInstalled,
  rInstalled,
];

const byName = new Map<string, FileReader>();
for (const reader of READERS) for (const name of reader.names ?? []) byName.set(name, reader);
const byTest = READERS.filter((reader) => reader.matches !== undefined);

/** Folders whose files describe installed or vendored copies, not this project. */
const INSTALLED_PATH = /(?:^|\/)(?:node_modules|bower_components|\.yarn|\.venv|venv|site-packages|vendor|Pods|\.git)\//;

/** The reader of a file; `undefined` for files that name no dependencies and for those of installed packages. */
export function readerOf(path: string): FileReader | undefined {
  const base = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const reader = byName.get(base) ?? byTest.find((one) => one.matches!(base, path));
  return reader && !INSTALLED_PATH.test(path) ? reader : undefined;
}
