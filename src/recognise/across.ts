/** What one file of a project says about names in others: switches to another hub, and names under which the project itself serves models. */

import type { Expr, FileSummary } from '../types/source.ts';
import type { EnvSignature } from '../types/signature.ts';
import type { Context } from './context.ts';
import { glob, isHubShaped, pattern } from './names.ts';

/** Values of a variable that switch it on. */
const ON = /^(?:1|true|yes|on)$/i;
/** Where a variable is set for one script only; elsewhere it holds for all that is built or started. */
const OWN_FILE: ReadonlySet<string> = new Set(['shell', 'notebook', 'ci']);

const textOf = (expr: Expr): string => (expr.k === 'str' || expr.k === 'num' || expr.k === 'bool' ? expr.v : '');

/** Every place that sets a variable, with the file it holds for; `undefined`: the whole project. */
function* settings(files: readonly FileSummary[]): Generator<{ name: string; value: string; file: FileSummary; only: string | undefined }> {
  for (const file of files) {
    for (const { name, value, host } of file.env) {
      if (host !== 'dotenv-example') yield { name, value: textOf(value), file, only: OWN_FILE.has(host) ? file.path : undefined };
    }
    for (const command of file.commands)
      for (const { name, value } of command.env ?? []) yield { name, value: textOf(value), file, only: file.path };
    for (const { bindings } of file.code)
      for (const { target, value } of bindings) {
        const name = /(?:environ|process\.env)\.(\w+)$/.exec(target)?.[1];
        if (name && value) yield { name, value: textOf(value), file, only: file.path };
      }
  }
}

/** Moves models of the hub to another registry where the project switches the tool that fetches them. */
export function applySwitches(files: readonly FileSummary[], context: Context): void {
  const rows = context.rows.all.filter((row): row is EnvSignature => row.kind === 'env' && row.switches !== undefined);
  if (rows.length === 0) return;
  for (const { name, value, file, only } of settings(files)) {
    const row = rows.find((one) => one.name.includes(name));
    const scope = context.project.file(file.path)?.scope;
    if (!row?.switches || scope === 'vendored' || scope === 'docs') continue;
    if (!(row.matches === undefined ? ON : pattern(row.matches)).test(value)) continue;
    const { registry, rows: moved } = row.switches;
    const globs = moved.map((id) => glob(id));
    context.out.revise((find) => {
      const onHub = find.registry === 'huggingface' || (find.registry === undefined && isHubShaped(context.out.nameOf(find)));
      if (!onHub || (only !== undefined && find.file.path !== only)) return find;
      return globs.some((regex) => regex.test(find.signature)) ? { ...find, registry } : find;
    });
  }
}

/**
 * Drops calls that ask a server of the project for a model by the name it serves it under: which model that is, is said where the server is
 * set up. A vendor's own name stays when the call goes to that vendor, or when it is set up under its own name.
 */
export function dropServedNames(context: Context): void {
  const served = context.out.servedNames();
  if (served.size === 0) return;
  const free = new Set(context.rows.all.flatMap((row) => (row.kind === 'call' && row.known && row.provider ? [row.id] : [])));
  const calls = new Set(context.rows.all.flatMap((row) => (row.kind === 'call' ? [row.id] : [])));
  const setUp = new Set<string>();
  context.out.revise((find) => {
    if (find.used && !calls.has(find.signature)) {
      const name = context.out.nameOf(find);
      // `vendor/name` served as `name` keeps its own name.
      setUp.add(name).add(name.slice(name.lastIndexOf('/') + 1));
    }
    return find;
  });
  context.out.revise((find) => {
    const name = context.out.nameOf(find);
    if (!find.used || !calls.has(find.signature) || !served.has(name) || setUp.has(name)) return find;
    const toVendor = find.provider !== undefined && !free.has(find.signature);
    return toVendor && context.knowledge.grade(name) === 'certain' ? find : undefined;
  });
}
