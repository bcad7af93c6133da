/** `audit-models [path]`: audits a folder and writes the reports. */

import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadConfig, type LoadedConfig } from '../../config/load.ts';
import { suggest } from '../../config/suggest.ts';
import { UsageError } from '../../errors.ts';
import type { AuditResult, Severity } from '../../types/result.ts';
import { EXIT } from '../exit.ts';
import { print, Progress, wantsColor, writeReport } from '../output.ts';
import { version } from '../main.ts';

interface ScanOptions {
  format?: string[];
  policy?: string;
  failOn?: Severity | 'never';
  strict?: boolean;
  include?: string[];
  exclude?: string[];
  /** Path, or `false` for `--no-config`. */
  config?: string | boolean;
  jsConfig?: boolean;
  printConfig?: boolean;
  stores?: boolean;
  online?: boolean;
  progress?: boolean;
  verbose?: boolean;
  quiet?: boolean;
}

const FORMATS = ['terminal', 'json', 'sarif'] as const;
type Format = (typeof FORMATS)[number];

/** `sarif=out.sarif` to its parts. */
function parseFormat(written: string): { format: Format; file?: string } {
  const [name = '', ...rest] = written.split('=');
  const file = rest.join('=');
  if (!(FORMATS as readonly string[]).includes(name)) {
    const near = suggest(name, FORMATS);
    throw new UsageError(`there is no format "${name}"${near ? `, did you mean "${near}"?` : ''}`, `Formats: ${FORMATS.join(', ')}.`);
  }
  return { format: name as Format, ...(file === '' ? {} : { file }) };
}

async function render(result: AuditResult, format: Format, toFile: boolean, options: ScanOptions): Promise<string> {
  if (format === 'json') return (await import('../../report/json.ts')).renderJson(result);
  if (format === 'sarif') return (await import('../../report/sarif.ts')).renderSarif(result);
  const { renderTerminal } = await import('../../report/terminal.ts');
  return renderTerminal(result, {
    color: !toFile && wantsColor(process.stdout),
    width: Math.max(60, Math.min(process.stdout.columns ?? 120, 200)),
    verbose: options.verbose === true,
  });
}

const FAILING: Record<Severity | 'never', Severity[]> = {
  error: ['error'],
  warning: ['error', 'warning'],
  note: ['error', 'warning', 'note'],
  never: [],
};

/** Whether the result fails: findings at or above the limit that no exception accepts. */
function fails(result: AuditResult, failOn: Severity | 'never', strict: boolean): boolean {
  const limit = strict && failOn === 'error' ? 'warning' : failOn;
  return result.findings.some((f) => {
    if (f.accepted) return false;
    return FAILING[limit].includes(f.severity) || (strict && failOn !== 'never' && f.code === 'obligation-needs-confirmation');
  });
}

/**
 * Audits `path` and prints or writes the reports.
 * @returns the exit code
 */
export async function scan(path: string, options: ScanOptions): Promise<number> {
  const root = resolve(path);
  const stat = statSync(root, { throwIfNoEntry: false });
  if (!stat) throw new UsageError(`${path} does not exist`, 'Name the folder of a project; without a path the current folder is audited.');
  if (!stat.isDirectory())
    throw new UsageError(
      `${path} is a file, not a folder`,
      'Name the folder of a project; `audit-models identify` reads single licence files.',
    );
  const outputs = (options.format?.length ? options.format : ['terminal']).map(parseFormat);
  if (outputs.filter((o) => o.file === undefined).length > 1) {
    throw new UsageError('two formats would go to standard output', 'Send all but one to a file: --format sarif=models.sarif.');
  }
  const loaded: LoadedConfig =
    options.config === false
      ? { config: {}, lineOf: () => 1 }
      : await loadConfig(root, typeof options.config === 'string' ? options.config : undefined, options.jsConfig !== false);
  if (options.printConfig) {
    await print(`${JSON.stringify({ file: loaded.file ?? null, config: loaded.config }, null, 2)}\n`);
    return EXIT.clean;
  }
  const progress = new Progress(options.progress !== false && !options.quiet);
  const { audit } = await import('../../pipeline.ts');
  const result = await audit(root, {
    version: version(),
    loaded,
    ...(options.policy ? { policy: options.policy } : {}),
    include: [...(loaded.config.include ?? []), ...(options.include ?? [])],
    exclude: [...(loaded.config.exclude ?? []), ...(options.exclude ?? [])],
    stores: options.stores === true,
    online: options.online === true,
    progress: (what) => progress.step(what),
  });
  progress.done();
  if (!outputs.some((o) => o.file === undefined)) outputs.push({ format: 'terminal' });
  for (const { format, file } of outputs) {
    const text = await render(result, format, file !== undefined, options);
    if (file === undefined) await print(text);
    else writeReport(file, text);
  }
  if (result.stats.files === 0 && !options.quiet) process.stderr.write(`audit-models: no files to scan in ${path}\n`);
  const failOn = options.failOn ?? loaded.config.failOn ?? 'error';
  const strict = options.strict ?? loaded.config.strict ?? false;
  return fails(result, failOn, strict) ? EXIT.findings : EXIT.clean;
}
