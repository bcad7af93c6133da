/** Own signature rows of a project: files named under `signatures` in the configuration. Loaded only when there are some. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import type { SignatureFile } from '../types/signature.ts';
import type { LoadedConfig } from './load.ts';

const HELP = 'The rows look like those in rules/signatures; rules/README.md explains the fields.';

/**
 * Reads and validates the files, relative to the configuration.
 * @throws UsageError for a file that is not there, is no YAML or does not follow the schema
 */
export async function loadSignatures({ config, file }: LoadedConfig, root: string): Promise<SignatureFile[]> {
  const paths = config.signatures ?? [];
  if (paths.length === 0) return [];
  const { parse } = createRequire(import.meta.url)('yaml') as typeof import('yaml');
  const { signatureFileSchema } = await import('../recognise/schema.ts');
  return paths.map((path) => {
    const full = resolve(file === undefined ? root : dirname(file), path);
    let raw: unknown;
    try {
      raw = parse(readFileSync(full, 'utf8'));
    } catch (error) {
      throw new UsageError(`the signatures ${path} cannot be read: ${(error as Error).message}`, HELP);
    }
    const parsed = signatureFileSchema.safeParse(raw);
    if (parsed.success) return parsed.data as SignatureFile;
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the whole file'}: ${issue.message}`);
    throw new UsageError(`the signatures ${path} are not valid:\n  ${lines.join('\n  ')}`, HELP);
  });
}
