/** Which packages are models, bring models, or are frameworks; decided by the rows of kind `dependency` in `rules/signatures`. */

import type { RuleBook } from '../types/rules.ts';
import type { DependencySignature } from '../types/signature.ts';
import type { Dependency } from '../types/dependency.ts';

/** Ecosystems that install the same packages under the same names. */
const SAME_NAMES: Record<string, string> = { conda: 'pypi' };

/** Compares package names against the signature rows. */
export class ModelPackages {
  private readonly exact = new Map<string, DependencySignature[]>();
  private readonly globs: { ecosystem: string; test: RegExp; row: DependencySignature }[] = [];

  constructor(rules: RuleBook) {
    for (const { rows } of rules.signatures()) {
      for (const row of rows) if (row.kind === 'dependency') this.add(row);
    }
  }

  private add(row: DependencySignature): void {
    for (const name of row.package) {
      if (/[*?{[]/.test(name)) this.globs.push({ ecosystem: row.ecosystem, test: globToRegExp(name), row });
      else {
        const key = `${row.ecosystem}\0${normal(row.ecosystem, name)}`;
        this.exact.set(key, [...(this.exact.get(key) ?? []), row]);
      }
    }
  }

  /** What the rows say about a package; empty for an ordinary library. */
  describe(ecosystem: string, name: string): Pick<Dependency, 'models' | 'framework'> {
    const models = new Set<string>();
    let framework = false;
    for (const where of [ecosystem, SAME_NAMES[ecosystem]]) {
      if (where === undefined) continue;
      const wanted = normal(where, name);
      const rows = [...(this.exact.get(`${where}\0${wanted}`) ?? [])];
      for (const glob of this.globs) if (glob.ecosystem === where && glob.test.test(wanted)) rows.push(glob.row);
      for (const row of rows) {
        framework ||= row.framework === true;
        if (row.model !== undefined) models.add(modelId(row, name));
      }
    }
    return { ...(models.size > 0 ? { models: [...models] } : {}), ...(framework ? { framework } : {}) };
  }
}

function modelId(row: DependencySignature, name: string): string {
  // A wheel spells its name with underscores, and so do the models that are wheels.
  const model = row.model!.replaceAll('{name}', row.ecosystem === 'pypi' ? name.replaceAll('-', '_') : name);
  return row.registry === undefined || model.startsWith(`${row.registry}:`) ? model : `${row.registry}:${model}`;
}

/** Python names compare without case and with `-`, `_`, `.` alike. */
function normal(ecosystem: string, name: string): string {
  return ecosystem === 'pypi' ? name.toLowerCase().replace(/[-_.]+/g, '-') : name.toLowerCase();
}

/** `*`, `?`, `[…]` and `{a,b}`. */
function globToRegExp(glob: string): RegExp {
  const pattern = glob
    .toLowerCase()
    .replace(/[.+^$()|\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
    .replace(/\{([^}]*)\}/g, (_, inner: string) => `(?:${inner.split(',').join('|')})`);
  return new RegExp(`^${pattern}$`);
}
