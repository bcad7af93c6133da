import { ASSIGN, BRACE, COMMA, DOT, PAREN, STAR } from '../marks.ts';
import { T } from '../tokens.ts';
import { CLikeExpressions } from './expressions.ts';
import { W } from './rules.ts';

/** Imports of every language of the family, to one shape. */
export abstract class CLikeImports extends CLikeExpressions {
  /** Reads the import at the cursor; false when the word is something else here (C#'s `using (…)`). */
  protected importStatement(): boolean {
    const token = this.cursor;
    switch (this.rules.imports) {
      case 'go':
        this.cursor++;
        this.goImports();
        break;
      case 'dotted':
        this.cursor++;
        this.dottedImport();
        break;
      case 'using':
        if (
          this.kind[token + 1] === PAREN ||
          this.kind[token + 1] === W.VARIABLE ||
          this.isWord('var', token + 1) ||
          this.kind[token + 2] === T.NAME
        ) {
          this.cursor++;
          return false;
        }
        this.cursor++;
        this.usingImport();
        break;
      case 'rust':
        this.cursor++;
        this.rustTree('', 0);
        break;
      case 'php':
        this.cursor++;
        this.phpUse();
        break;
      case 'dart':
        this.dartImport();
        break;
      case 'swift':
        this.cursor++;
        while (this.kind[this.cursor] === W.CLASS || this.kind[this.cursor] === W.FUNCTION || this.kind[this.cursor] === W.VARIABLE)
          this.cursor++;
        this.addModule(this.path());
        break;
      default:
        this.cursor++;
        this.usingImport();
    }
    return true;
  }

  private add(module: string, name: string | undefined, alias: string, start: number): void {
    if (module === '' && name === undefined) return;
    const at = this.span(start, this.lastEnd());
    this.code.imports.push(name === undefined ? { scope: this.scope, module, alias, at } : { scope: this.scope, module, name, alias, at });
  }

  protected addModule(module: string): void {
    const start = this.lastEnd() - module.length;
    this.add(module, undefined, module.slice(module.lastIndexOf('/') + 1), start);
  }

  /** `a.b.c` or `a::b` at the cursor. */
  private path(): string {
    const start = this.startOf(this.cursor);
    const first = this.cursor;
    while (this.isName(this.cursor) && (this.cursor === first || !this.newlineBefore())) {
      this.cursor++;
      if ((this.kind[this.cursor] === DOT || this.kind[this.cursor] === T.DOUBLE_COLON) && this.isName(this.cursor + 1)) this.cursor++;
      else break;
    }
    return this.text.slice(start, Math.max(start, this.lastEnd()));
  }

  private goImports(): void {
    const opener = this.cursor;
    const grouped = this.kind[opener] === PAREN;
    const end = grouped ? this.tokens.match[opener]! : this.cursor + 2;
    if (grouped) this.cursor++;
    while (this.cursor < end) {
      const token = this.cursor;
      const named = this.kind[token] === T.NAME || this.kind[token] === DOT;
      const alias = named ? this.slice(token) : undefined;
      const at = named ? token + 1 : token;
      this.cursor = at + 1;
      if (this.kind[at] !== T.STRING) continue;
      const module = this.slice(at);
      this.add(module, undefined, alias ?? goName(module), this.startOf(at));
      if (!grouped) break;
    }
    if (grouped) this.leave(opener);
  }

  /** Java, Kotlin, Scala. */
  private dottedImport(): void {
    const start = this.startOf(this.cursor);
    while (this.kind[this.cursor] === W.MODIFIER && this.isName(this.cursor + 1)) this.cursor++;
    const path = this.path();
    if (this.kind[this.cursor] === DOT) {
      this.cursor++;
      if (this.kind[this.cursor] === STAR || this.isWord('_')) {
        this.cursor++;
        this.add(path, '*', '*', start);
        return;
      }
      if (this.kind[this.cursor] === BRACE) return this.selectors(path, start);
    }
    const dot = path.lastIndexOf('.');
    const name = path.slice(dot + 1);
    let alias = name;
    if (this.isWord('as') && this.isName(this.cursor + 1)) {
      alias = this.slice(this.cursor + 1);
      this.cursor += 2;
    }
    if (dot < 0) this.add(path, undefined, alias, start);
    else if (name === '_') this.add(path.slice(0, dot), '*', '*', start);
    else this.add(path.slice(0, dot), name, alias, start);
  }

  /** Scala's `{ A, B => C }`. */
  private selectors(module: string, start: number): void {
    const opener = this.cursor;
    const end = this.tokens.match[opener]!;
    this.cursor++;
    while (this.cursor < end) {
      const token = this.cursor++;
      if (!this.isName(token)) continue;
      const name = this.slice(token);
      let alias = name;
      if ((this.kind[this.cursor] === T.FAT_ARROW || this.isWord('as')) && this.isName(this.cursor + 1)) {
        alias = this.slice(this.cursor + 1);
        this.cursor += 2;
      }
      this.add(module, name === '_' ? '*' : name, alias, start);
    }
    this.leave(opener);
  }

  /** C# `using A.B;`, `using X = A.B.C;`; C++ `using namespace a;`, `using T = U;`. */
  private usingImport(): void {
    while (this.kind[this.cursor] === W.MODIFIER || this.kind[this.cursor] === W.PACKAGE || this.kind[this.cursor] === W.IMPORT)
      this.cursor++;
    const start = this.startOf(this.cursor);
    const path = this.path();
    if (this.kind[this.cursor] !== ASSIGN) {
      this.add(path, '*', '*', start);
      return;
    }
    this.cursor++;
    const target = this.path();
    const cut = Math.max(target.lastIndexOf('.'), target.lastIndexOf(':'));
    if (cut > 0) this.add(target.slice(0, target[cut] === ':' ? cut - 1 : cut), target.slice(cut + 1), path, start);
    else this.add(target, undefined, path, start);
  }

  private rustTree(prefix: string, depth: number): void {
    const start = this.startOf(this.cursor);
    if (this.kind[this.cursor] === T.DOUBLE_COLON) this.cursor++;
    const path = this.path();
    const full = prefix === '' ? path : path === '' ? prefix : `${prefix}::${path}`;
    if (this.kind[this.cursor] === T.DOUBLE_COLON) this.cursor++;
    if (this.kind[this.cursor] === STAR) {
      this.cursor++;
      return this.add(full, '*', '*', start);
    }
    if (this.kind[this.cursor] === BRACE) {
      const opener = this.cursor;
      const end = this.tokens.match[opener]!;
      this.cursor++;
      // Deeper trees than anybody writes are passed over.
      if (depth > 20) this.cursor = end;
      while (this.cursor < end) {
        const before = this.cursor;
        if (this.kind[before] === COMMA) this.cursor++;
        else this.rustTree(full, depth + 1);
        if (this.cursor === before) this.skipOne();
      }
      return this.leave(opener);
    }
    const cut = full.lastIndexOf('::');
    const self = full.endsWith('::self');
    const module = cut < 0 ? full : full.slice(0, cut);
    const name = cut < 0 || self ? undefined : full.slice(cut + 2);
    let alias = self ? module.slice(module.lastIndexOf(':') + 1) : full.slice(full.lastIndexOf(':') + 1);
    if (this.kind[this.cursor] === W.AS && this.isName(this.cursor + 1)) {
      alias = this.slice(this.cursor + 1);
      this.cursor += 2;
    }
    this.add(module, name, alias, start);
  }

  private phpUse(): void {
    while (this.kind[this.cursor] === W.FUNCTION || this.kind[this.cursor] === W.VARIABLE) this.cursor++;
    for (;;) {
      const start = this.startOf(this.cursor);
      if (!this.isName(this.cursor)) return;
      const path = this.slice(this.cursor++);
      if (this.kind[this.cursor] === BRACE) this.selectors(path.replace(/\\$/, ''), start);
      else {
        const cut = path.lastIndexOf('\\');
        let alias = path.slice(cut + 1);
        if (this.isWord('as') && this.isName(this.cursor + 1)) {
          alias = this.slice(this.cursor + 1);
          this.cursor += 2;
        }
        if (cut < 0) this.add(path, undefined, alias, start);
        else this.add(path.slice(0, cut), path.slice(cut + 1), alias, start);
      }
      if (this.kind[this.cursor] !== COMMA) return;
      this.cursor++;
    }
  }

  private dartImport(): void {
    const reexport = this.isWord('export');
    this.cursor++;
    if (this.kind[this.cursor] !== T.STRING) return;
    const token = this.cursor++;
    const module = this.slice(token);
    const start = this.startOf(token);
    let alias = '*';
    const shown: string[] = [];
    while (this.isName(this.cursor)) {
      const word = this.slice(this.cursor++);
      if (word === 'as' && this.isName(this.cursor)) alias = this.slice(this.cursor++);
      else if (word === 'show' || word === 'hide') {
        while (this.isName(this.cursor)) {
          if (word === 'show') shown.push(this.slice(this.cursor));
          this.cursor++;
          if (this.kind[this.cursor] !== COMMA) break;
          this.cursor++;
        }
      }
    }
    const before = this.code.imports.length;
    if (shown.length > 0) for (const name of shown) this.add(module, name, name, start);
    else if (alias === '*') this.add(module, '*', '*', start);
    else this.add(module, undefined, alias, start);
    if (reexport) for (const it of this.code.imports.slice(before)) it.reexport = true;
  }
}

/** The name a Go package is used by: the last part of its path that is no version. */
function goName(module: string): string {
  const parts = module.split('/');
  const last = parts.at(-1)!;
  const name = /^v\d+$/.test(last) && parts.length > 1 ? parts.at(-2)! : last;
  return name.replace(/\.v\d+$/, '').replace(/^go-/, '');
}
