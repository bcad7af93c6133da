/** Which program of a tree of many a file belongs to: what configures one program says nothing about its neighbour. */

import { indexOf, type Link } from './things.ts';

const MANIFESTS: ReadonlySet<string> = new Set([
  'package.json',
  'pyproject.toml',
  'setup.py',
  'requirements.txt',
  'go.mod',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'Cargo.toml',
  'composer.json',
  'Gemfile',
  'Package.swift',
  'pubspec.yaml',
]);

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The nearest folder at or above a file that holds a manifest; the root (`''`) when none does. */
function programRoot(link: Link, path: string): string {
  const roots = indexOf(link, 'roots of programs', () => new Map<string, string>());
  const rootOf = (folder: string): string => {
    if (folder === '') return '';
    let root = roots.get(folder);
    if (root === undefined) {
      const own = link.modules.filesIn(folder).some((p) => MANIFESTS.has(p.slice(folder.length + 1)) || p.endsWith('.csproj'));
      root = own ? folder : rootOf(folderOf(folder));
      roots.set(folder, root);
    }
    return root;
  };
  return rootOf(folderOf(path));
}

/** Whether what `setting` says can be meant for the program of `reader`: it belongs to the same program or to one around it. */
export function concerns(link: Link, setting: string, reader: string): boolean {
  const root = programRoot(link, setting);
  return root === '' || reader.startsWith(`${root}/`);
}
