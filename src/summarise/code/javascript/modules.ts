import type { Expr, Import } from '../../../types/source.ts';
import { ASSIGN, BRACE, COMMA, STAR } from '../marks.ts';
import { KEYWORD, T } from '../tokens.ts';
import { JavaScriptFunctions } from './functions.ts';
import type { PatternName } from './functions.ts';
import { JS } from './words.ts';

/** One name in the braces of an import or export list. */
interface ListedName {
  name: string;
  alias: string;
  start: number;
  end: number;
  typeOnly: boolean;
}

/** `import` and `export` statements. */
export abstract class JavaScriptModules extends JavaScriptFunctions {
  protected abstract declarations(): PatternName[];
  protected abstract classStatement(): string;
  protected abstract enumeration(): string;

  protected importStatement(): void {
    const first = this.cursor++;
    let typeOnly = false;
    const afterType = this.kind[this.cursor + 1]!;
    if (
      this.isWord('type') &&
      (afterType === BRACE || afterType === STAR || (afterType === T.NAME && this.slice(this.cursor + 1) !== 'from'))
    ) {
      typeOnly = true;
      this.cursor++;
    }
    const names: (Omit<ListedName, 'name'> & { name?: string })[] = [];
    for (;;) {
      const token = this.cursor;
      const kind = this.kind[token]!;
      if (kind === BRACE) names.push(...this.listedNames());
      else if (kind === STAR) {
        this.cursor += 2;
        const alias = this.cursor++;
        names.push({ name: '*', alias: this.word(alias), start: this.startOf(token), end: this.tokens.end[alias]!, typeOnly });
      } else if (kind === T.NAME && !(this.isWord('from') && this.kind[token + 1] === T.STRING)) {
        this.cursor++;
        names.push({ name: 'default', alias: this.slice(token), start: this.startOf(token), end: this.lastEnd(), typeOnly });
        if (this.kind[this.cursor] === ASSIGN) return this.importEquals(token);
      } else break;
      if (this.kind[this.cursor] === COMMA) this.cursor++;
    }
    if (this.isWord('from')) this.cursor++;
    if (this.kind[this.cursor] !== T.STRING) return;
    const module = this.moduleName();
    if (names.length === 0)
      this.code.imports.push({ scope: this.scope, module, alias: '', at: this.span(this.startOf(first), this.lastEnd()) });
    for (const it of names) this.addImport(module, it, typeOnly || it.typeOnly);
  }

  private addImport(module: string, it: { name?: string; alias: string; start: number; end: number }, typeOnly: boolean): void {
    const found: Import = { scope: this.scope, module, alias: it.alias, at: this.span(it.start, it.end) };
    if (it.name !== undefined) found.name = it.name;
    if (typeOnly) found.typeOnly = true;
    this.code.imports.push(found);
  }

  /** The module a STRING token at the cursor names; it counts as no string of the program. */
  private moduleName(): string {
    const expr = this.literal(this.cursor++);
    if ((this.isWord('with') || this.isWord('assert') || this.kind[this.cursor] === JS.with) && this.kind[this.cursor + 1] === BRACE) {
      this.cursor++;
      this.skipOne();
    }
    return expr.k === 'str' ? expr.v : '';
  }

  /** `import x = require('m')` and `import x = a.b`. */
  private importEquals(alias: number): void {
    this.cursor++;
    const value = this.expression();
    const module = value.k === 'call' ? value.a[0]?.v : undefined;
    const at = this.span(this.startOf(alias), this.tokens.end[alias]!);
    if (module?.k === 'str') this.code.imports.push({ scope: this.scope, module: module.v, alias: this.slice(alias), at });
    else this.bind(this.slice(alias), this.startOf(alias), this.tokens.end[alias]!, value, 'import-alias');
  }

  private listedNames(): ListedName[] {
    const opener = this.cursor++;
    const end = this.tokens.match[opener]!;
    const names: ListedName[] = [];
    while (this.cursor < end) {
      if (this.kind[this.cursor] === COMMA) {
        this.cursor++;
        continue;
      }
      let token = this.cursor;
      const next = this.kind[token + 1]!;
      const typeOnly = this.isWord('type') && next !== COMMA && token + 1 < end && this.word(token + 1) !== 'as';
      if (typeOnly) token++;
      this.cursor = token + 1;
      const name = this.listedName(token);
      let alias = name;
      if (this.isWord('as') && this.cursor + 1 < end) {
        alias = this.listedName(this.cursor + 1);
        this.cursor += 2;
      }
      if (name !== '') names.push({ name, alias, start: this.startOf(token), end: this.lastEnd(), typeOnly });
    }
    this.leave(opener);
    return names;
  }

  private listedName(token: number): string {
    const text = this.word(token);
    return this.kind[token] === T.STRING ? text.slice(1, -1) : text;
  }

  protected exportStatement(): void {
    this.cursor++;
    const token = this.cursor;
    const kind = this.kind[token]!;
    if (this.isWord('type') && (this.kind[token + 1] === BRACE || this.kind[token + 1] === STAR)) this.cursor++;
    if (this.kind[this.cursor] === BRACE) return this.exportList();
    if (this.kind[this.cursor] === STAR) return this.exportAll();
    if (kind === JS.default) return this.exportDefault();
    if (kind === ASSIGN) {
      this.cursor++;
      const value = this.expression();
      this.bind('module.exports', this.startOf(token), this.tokens.end[token]!, value, 'assign');
      this.exported('default', value.k === 'name' ? value.n : 'module.exports');
      return;
    }
    if (kind === JS.const && this.kind[token + 1] === JS.enum) this.cursor++;
    if (this.kind[this.cursor] === JS.enum) this.exportedAs(this.enumeration());
    else if (kind === JS.var || kind === JS.let || kind === JS.const) for (const { name } of this.declarations()) this.exportedAs(name);
    else if (kind === JS.class) this.exportedAs(this.classStatement());
    else if (kind === JS.function || (this.isWord('async') && this.kind[token + 1] === JS.function))
      this.exportedAs(this.exportedFunction());
    // Anything else (`abstract class`, `declare`, types) goes on as an ordinary statement.
  }

  private exportedFunction(): string {
    if (this.kind[this.cursor] !== JS.function) this.cursor++;
    const fn = this.functionExpression();
    return fn.k === 'fn' ? this.code.scopes[fn.scope]!.name : '';
  }

  private exportedAs(name: string): void {
    if (name !== '') this.exported(name, name);
  }

  protected exported(name: string, local: string): void {
    (this.code.exports ??= []).push({ name, local });
  }

  private exportList(): void {
    const names = this.listedNames();
    if (this.isWord('from') && this.kind[this.cursor + 1] === T.STRING) {
      this.cursor++;
      const module = this.moduleName();
      for (const it of names) {
        this.code.imports.push({
          scope: this.scope,
          module,
          name: it.name,
          alias: it.alias,
          at: this.span(it.start, it.end),
          reexport: true,
        });
      }
      return;
    }
    for (const it of names) this.exported(it.alias, it.name);
  }

  private exportAll(): void {
    const star = this.cursor++;
    let alias = '*';
    if (this.isWord('as')) {
      alias = this.listedName(this.cursor + 1);
      this.cursor += 2;
    }
    if (!this.isWord('from') || this.kind[this.cursor + 1] !== T.STRING) return;
    const at = this.span(this.startOf(star), this.lastEnd());
    this.cursor++;
    this.code.imports.push({ scope: this.scope, module: this.moduleName(), name: '*', alias, at, reexport: true });
  }

  private exportDefault(): void {
    const token = this.cursor++;
    const kind = this.kind[this.cursor]!;
    if (kind === JS.function || (this.isWord('async') && this.kind[this.cursor + 1] === JS.function))
      return this.exportedDefault(this.exportedFunction());
    if (kind === JS.class) return this.exportedDefault(this.classStatement());
    if (this.isWord('abstract') || this.isWord('interface')) return;
    if (kind < T.NAME && kind !== BRACE && kind !== 40 && kind !== 91 && kind < KEYWORD && kind <= T.DEDENT) return;
    const value: Expr = this.expression();
    this.nameFunction(value, 'default');
    if (value.k === 'name') return this.exported('default', value.n);
    this.bind('default', this.startOf(token), this.tokens.end[token]!, value, 'assign');
    this.exported('default', 'default');
  }

  private exportedDefault(name: string): void {
    this.exported('default', name === '' ? 'default' : name);
  }
}
