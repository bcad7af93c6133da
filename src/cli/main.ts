/** Entry of the command line: parses, runs one command, turns errors into messages and exit codes. The only catch-all of the program. */

import { readFileSync } from 'node:fs';
import { UsageError } from '../errors.ts';
import { EXIT } from './exit.ts';

/** Version of the package. */
export function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** A reader that stops early (`| head`) is no failure. */
function onWriteError(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/**
 * Runs the command line.
 * @param argv arguments after the program name
 * @returns exit code: 0 clean, 1 findings at or above `--fail-on`, 2 usage, configuration or internal failure
 */
export async function main(argv: readonly string[]): Promise<number> {
  process.stdout.off('error', onWriteError).on('error', onWriteError);
  // The version must not cost the loading of a command-line parser.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.write(`${version()}\n`);
    return EXIT.clean;
  }
  try {
    const { run } = await import('./program.ts');
    return await run(argv);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`audit-models: ${error.message}\n${error.help}\n`);
      return EXIT.failure;
    }
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`audit-models: internal error, please report it with this trace:\n${trace}\n`);
    return EXIT.failure;
  }
}
