/** The recogniser: matches what files say against the rows of `rules/signatures` and reports every place that names a model. */

import type { Project, ProjectFile } from '../types/project.ts';
import type { Recognised } from '../types/reference.ts';
import type { RuleBook } from '../types/rules.ts';
import { isLockfile } from '../summarise/format.ts';
import type { SignatureFile } from '../types/signature.ts';
import type { FileSummary, Span } from '../types/source.ts';
import type { Linker } from '../types/values.ts';
import { createAliases } from './aliases.ts';
import { applySwitches, dropServedNames } from './across.ts';
import { recogniseCalls } from './calls.ts';
import { createCollector } from './collect.ts';
import { recogniseCommand, recogniseEnv } from './commands.ts';
import type { Context } from './context.ts';
import { RANK } from './context.ts';
import { recogniseEntries } from './entries.ts';
import { recogniseFiles, recognisePackingLists } from './files.ts';
import { guarded } from './guard.ts';
import { baseName, createKnowledge } from './knowledge.ts';
import { createPrefilter } from './prefilter.ts';
import { recogniseProse } from './prose.ts';
import { createImportIndex } from './imports.ts';
import { compileRows } from './rows.ts';
import { recogniseStrings } from './strings.ts';

export interface RecogniseOptions {
  /** Rows for the project's own wrappers. */
  userSignatures?: readonly SignatureFile[];
}

/** Formats in which nothing names a model, or which other steps read. */
const UNREAD: ReadonlySet<ProjectFile['format']> = new Set(['model-file', 'unknown']);
/** Minified bundles hold the code of others. */
const MINIFIED = /\.min\.(?:js|css|mjs)$|\.map$/;
/** Smaller files cannot hold a registry. */
const REGISTRY_BYTES = 2_000;
/** Bundles without that name: scripts of this size whose lines are this long on average. */
const BUNDLE_SIZE = 40_000;
const BUNDLE_LINE = 400;

function isBundle(file: ProjectFile, text: string): boolean {
  if (file.format !== 'javascript' || text.length < BUNDLE_SIZE) return false;
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return text.length / lines > BUNDLE_LINE;
}

/**
 * Finds every place of a project that names a model, the places that load one whose name can't be read, and the models the project
 * publishes. Never throws on the content of files; what could not be looked at is in `skipped`.
 */
export function recognise(project: Project, linker: Linker, rules: RuleBook, options: RecogniseOptions = {}): Recognised {
  const rows = compileRows(rules, options.userSignatures);
  const out = createCollector(project);
  const weightFiles = new Set(project.files.filter((file) => file.format === 'model-file').map((file) => baseName(file.path)));
  const context: Context = {
    project,
    linker: guarded(linker),
    rules,
    rows,
    knowledge: createKnowledge(rules, rows.names, weightFiles),
    out,
    imports: createImportIndex(project, []),
    sources: [],
    variables: new Set(),
    aliases: () => [],
  };
  const worthReading = createPrefilter(rules, rows.anchors);
  const read: FileSummary[] = [];
  const texts: { file: FileSummary; at: Span; text: string }[] = [];
  context.prose = (file, at, text) => texts.push({ file, at, text });

  for (const file of project.files) {
    if (UNREAD.has(file.format) || isLockfile(file.path) || MINIFIED.test(file.path)) continue;
    const text = project.text(file.path);
    if (text === undefined || (file.format !== 'modelfile' && !worthReading(text))) continue;
    if (isBundle(file, text)) {
      project.skipped.push({ path: file.path, reason: 'a bundle of code, not read' });
      continue;
    }
    const summary = project.summary(file.path);
    if (!summary) continue;
    read.push(summary);
  }
  const imports = createImportIndex(project, read);
  context.imports = imports;
  context.sources = read.flatMap((file) => file.code.map((code) => ({ file, code })));
  context.variables = new Set(read.flatMap((file) => file.env.map(({ name }) => name)));
  rows.restrict((row) => row.loose === true || row.module === undefined || imports.inProject(row.module));
  context.aliases = createAliases(read, rows);
  for (const file of read) {
    try {
      recogniseFile(file, context);
    } catch (error) {
      // A defect of ours must cost one file and be seen, not cost the run.
      project.skipped.push({
        path: file.path,
        reason: `internal error while recognising: ${error instanceof Error ? error.message : String(error)}`,
      });
    }
  }
  recogniseFiles(context);
  recognisePackingLists(context);
  applySwitches(read, context);
  dropServedNames(context);

  out.settle(rows.all.some((row) => row.kind === 'call' && row.module !== undefined && imports.inProject(row.module)));
  // Prose comes last: what the project uses elsewhere is looked for in it by name.
  const used = out.usedNames();
  for (const { file, at, text } of texts) recogniseProse(file, at, text, used, context);
  for (const file of read) {
    const text = file.prose.length > 0 ? project.text(file.path) : undefined;
    if (text === undefined) continue;
    for (const region of file.prose) recogniseProse(file, region.at, text.slice(region.at[0], region.at[1]), used, context);
  }
  return out.result();
}

function recogniseFile(file: FileSummary, context: Context): void {
  for (const code of file.code) recogniseCalls(file, code, context);
  for (const code of file.code) recogniseStrings(file, code, context);
  if (file.bytes > REGISTRY_BYTES) context.out.demoteRegistry(file.path);
  if (file.entries.length > 0) recogniseEntries(file, context);
  for (const command of file.commands) recogniseCommand(command, file, context);
  for (const variable of file.env) recogniseEnv(variable, file, context);
  for (const directive of file.directives) {
    if (directive.kind === 'declare')
      context.out.add({
        file,
        at: directive.at,
        name: directive.value,
        signature: 'directive.declare',
        how: 'declared',
        usage: 'load',
        used: true,
        rank: RANK.call,
      });
  }
}
