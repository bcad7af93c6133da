/** References that BOM files make: a model component names a model that the product contains. */

import type { DependencyScan } from '../types/dependency.ts';
import type { Project } from '../types/project.ts';
import type { ModelReference, PublishedModel, Recognised } from '../types/reference.ts';

/**
 * Adds a reference for every model component, at its name. What a file describes as a whole is what the project makes: it is published,
 * from the models the file says it was made from. Models that are only named as the origin of others are no use of their own.
 */
export function withBomModels(recognised: Recognised, scan: DependencyScan, project: Project): Recognised {
  if (scan.boms === undefined) return recognised;
  const added: ModelReference[] = [];
  const published: PublishedModel[] = [];
  const columns = new Columns(project);
  for (const model of scan.models ?? []) {
    if (model.role === 'ancestor') continue;
    const { path, line } = model.manifest;
    const region = { path, line, endLine: line, ...columns.of(path, line, model.written) };
    const signature = `bom.${model.format}`;
    added.push({
      ...region,
      raw: model.written,
      name: model.name,
      ...(model.registry === undefined ? {} : { registry: model.registry }),
      ...(model.revision === undefined ? {} : { revision: model.revision }),
      signature,
      how: 'declared',
      target: 'exact',
      usage: model.role === 'subject' ? 'publish' : 'load',
      role: 'weights',
      scope: project.file(path)?.scope ?? 'production',
      used: true,
      confidence: 'high',
    });
    if (model.role === 'subject') {
      published.push({ ...region, name: model.name, bases: model.bases.map(({ name }) => ({ name, relation: 'unknown' })), signature });
    }
  }
  // A BOM is read by its own reader: names of libraries, data sets and origins in it are no mentions of models.
  const boms = new Set(scan.boms);
  return {
    ...recognised,
    references: [...recognised.references.filter(({ path }) => !boms.has(path)), ...added],
    published: [...recognised.published, ...published],
  };
}

/** Where names stand in their lines; a line that holds a whole file gives each of its names the next place. */
class Columns {
  private readonly project: Project;
  private readonly lines = new Map<string, string[]>();
  private readonly after = new Map<string, number>();

  constructor(project: Project) {
    this.project = project;
  }

  of(path: string, line: number, written: string): { column: number; endColumn: number } {
    if (!this.lines.has(path)) this.lines.set(path, (this.project.text(path) ?? '').split('\n'));
    const text = this.lines.get(path)?.[line - 1] ?? '';
    const key = `${path}\0${line}\0${written}`;
    const quoted = text.indexOf(`"${written}"`, this.after.get(key) ?? 0);
    const at = quoted >= 0 ? quoted + 1 : text.indexOf(written, this.after.get(key) ?? 0);
    if (at < 0 || written === '') return { column: 1, endColumn: 1 };
    this.after.set(key, at + written.length);
    return { column: at + 1, endColumn: at + 1 + written.length };
  }
}
