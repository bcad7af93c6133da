/** The commands and their options. Every command is loaded when it is called. */

import { Command, CommanderError, Option } from 'commander';
import { EXIT } from './exit.ts';
import { version } from './main.ts';

const collect = (value: string, all: string[]): string[] => [...all, value];

const SCAN_HELP = `
Examples:
  audit-models                                  audit the current folder
  audit-models ../app --policy strict           with another policy preset
  audit-models --format sarif=models.sarif      report for code scanning, table on the terminal
  audit-models --format json > models.json      everything that was found, with evidence
  audit-models explain gpt-4o                   all that is known about one model
  audit-models explain model-no-license         what a finding means

Policies: commercial (default), permissive, strict, research.
Exit codes: 0 clean, 1 findings at or above --fail-on (default: error), 2 usage, configuration or internal failure.
Nothing leaves the machine unless --online is given.`;

function build(done: (code: number) => void): Command {
  const program = new Command('audit-models')
    .description(
      'Finds every AI model a project uses, says which are open and which closed, and what their licences and contracts oblige you to do.',
    )
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help for a command')
    .showSuggestionAfterError(true)
    .showHelpAfterError('(add --help for all options)')
    .exitOverride()
    .enablePositionalOptions()
    .usage('[path] [options]')
    .argument('[path]', 'folder to audit', '.')
    .option('-f, --format <format[=file]>', 'terminal, json or sarif; with =file it is written there; repeatable', collect, [])
    .option('-p, --policy <preset>', 'policy preset')
    .addOption(new Option('--fail-on <severity>', 'lowest severity that gives exit code 1').choices(['error', 'warning', 'note', 'never']))
    .option('--strict', 'fail on warnings too, and on everything that needs confirmation')
    .option('--include <pattern>', 'scan only matching files (as in .gitignore); repeatable', collect, [])
    .option('--exclude <pattern>', 'leave out matching files; repeatable', collect, [])
    .option('--config <file>', 'use this configuration file')
    .option('--no-config', 'use no configuration file')
    .option('--no-js-config', 'do not load configuration that is code (.js); for projects you do not trust')
    .option('--print-config', 'print the configuration in force and stop')
    .option('--stores', 'also look into the local model stores (Hugging Face cache, Ollama, …)')
    .option('--online', 'ask the Hugging Face Hub and package registries for what is not known here')
    .option('--no-progress', 'print no progress')
    .option('-v, --verbose', 'show every row, note and skipped file')
    .option('-q, --quiet', 'print nothing on stderr but errors')
    .addHelpText('after', SCAN_HELP)
    .action(async (path: string, options: object) => {
      const { scan: command } = await import('./commands/scan.ts');
      done(await command(path, options));
    });

  program
    .command('explain')
    .description('show everything known about a model, a licence, a vendor or a finding code, and why')
    .argument('<subject>', 'model id or name, licence id, provider id, or finding code')
    .option('--path <folder>', 'project whose references and facts take part')
    .option('--json', 'print JSON')
    .option('--verify', 'check every link of the trace again; strings of the project with --path')
    .option('--online', 'ask the Hub too')
    .action(async (subject: string, options: object) => {
      const { explain } = await import('./commands/explain.ts');
      done(await explain(subject, options));
    });

  program
    .command('classify')
    .description('say open or closed for model ids, one line each, in input order')
    .argument('[ids...]', 'model ids; without any, one per line on standard input')
    .option('--input <file>', 'records to classify: .jsonl, .json, .csv, .tsv, .parquet or .txt')
    .addOption(new Option('--format <format>', 'output').choices(['jsonl', 'terminal']))
    .action(async (ids: string[], options: object) => {
      const { classify } = await import('./commands/classify.ts');
      done(await classify(ids, options));
    });

  program
    .command('identify')
    .description('say which licence a licence file holds, and what it adds')
    .argument('<files...>', 'licence files, or folders to search for them')
    .addOption(new Option('--format <format>', 'output').choices(['json', 'terminal']).default('terminal'))
    .action(async (files: string[], options: { format: 'json' | 'terminal' }) => {
      const { identify } = await import('./commands/identify.ts');
      done(await identify(files, options));
    });

  program
    .command('licenses')
    .description('list the model licences this tool knows')
    .argument('[filter]', 'word that id, name or owner must hold')
    .option('--kind <kind>', 'only licences of this kind')
    .option('--json', 'print JSON')
    .action(async (filter: string | undefined, options: object) => {
      const { licenses } = await import('./commands/lists.ts');
      done(await licenses(filter, options));
    });

  program
    .command('providers')
    .description('list the vendors of hosted models this tool knows')
    .argument('[filter]', 'word that id or name must hold')
    .option('--json', 'print JSON')
    .action(async (filter: string | undefined, options: object) => {
      const { providers } = await import('./commands/lists.ts');
      done(await providers(filter, options));
    });

  return program;
}

/**
 * Parses the arguments and runs the command.
 * @returns the exit code
 */
export async function run(argv: readonly string[]): Promise<number> {
  let code: number = EXIT.clean;
  const program = build((result) => {
    code = result;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.failure;
    throw error;
  }
  return code;
}
