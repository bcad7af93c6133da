/** What the project says of itself: name, licence field, and where it lies in its repository. */

import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import type { Project } from '../types/project.ts';

export interface ProjectDescription {
  name?: string;
  license?: string;
  /** From the root of the repository to the scanned folder, with a final slash. */
  prefix?: string;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function fromPackageJson(content: string): ProjectDescription {
  try {
    const { name, license } = JSON.parse(content) as { name?: unknown; license?: unknown };
    return { ...(text(name) ? { name: text(name) as string } : {}), ...(text(license) ? { license: text(license) as string } : {}) };
  } catch {
    return {};
  }
}

function fromPyproject(content: string): ProjectDescription {
  try {
    const { parse } = createRequire(import.meta.url)('smol-toml') as typeof import('smol-toml');
    const { project, tool } = parse(content) as { project?: Record<string, unknown>; tool?: { poetry?: Record<string, unknown> } };
    const table = project ?? tool?.poetry ?? {};
    const license = text(table['license']) ?? text((table['license'] as { text?: unknown } | undefined)?.text);
    const name = text(table['name']);
    return { ...(name ? { name } : {}), ...(license ? { license } : {}) };
  } catch {
    return {};
  }
}

function prefixOf(root: string): string | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) {
      const path = relative(folder, root).split(sep).join('/');
      return path === '' ? undefined : `${path}/`;
    }
    if (dirname(folder) === folder) return undefined;
  }
}

/** Describes the project; nothing is guessed, what is not stated stays absent. */
export function describeProject(project: Project): ProjectDescription {
  const manifest = project.file('package.json') && project.text('package.json');
  const pyproject = project.file('pyproject.toml') && project.text('pyproject.toml');
  const prefix = prefixOf(realpathSync(project.root));
  return {
    ...(pyproject ? fromPyproject(pyproject) : {}),
    ...(manifest ? fromPackageJson(manifest) : {}),
    ...(prefix ? { prefix } : {}),
  };
}
