import { COMMA, SEMICOLON } from '../marks.ts';
import { T } from '../tokens.ts';
import { PythonExpressions } from './expressions.ts';
import { PY } from './lexer.ts';

/** `import` and `from … import`. */
export abstract class PythonImports extends PythonExpressions {
  /** End of a simple statement: line end, `;`, or the `:` that starts a block. */
  protected atEnd(): boolean {
    const kind = this.kind[this.cursor]!;
    return kind <= T.DEDENT || kind === SEMICOLON;
  }

  protected dottedName(): string {
    const start = this.startOf(this.cursor);
    while (!this.atEnd()) {
      const kind = this.kind[this.cursor]!;
      if (kind !== T.NAME && kind !== 46 && kind !== T.SPREAD && kind < 300) break;
      if (kind === PY.import || kind === PY.as) break;
      this.cursor++;
    }
    return this.text.slice(start, Math.max(start, this.lastEnd())).replaceAll(/\s/g, '');
  }

  protected importStatement(): void {
    this.cursor++;
    while (!this.atEnd()) {
      const start = this.startOf(this.cursor);
      const before = this.cursor;
      const module = this.dottedName();
      let alias = module;
      if (this.kind[this.cursor] === PY.as) {
        this.cursor++;
        if (this.kind[this.cursor] === T.NAME) alias = this.slice(this.cursor++);
      }
      if (module !== '') this.code.imports.push({ scope: this.scope, module, alias, at: this.span(start, this.lastEnd()) });
      if (this.kind[this.cursor] === COMMA || this.cursor === before) this.cursor++;
    }
  }

  protected fromStatement(): void {
    this.cursor++;
    const module = this.dottedName();
    if (this.kind[this.cursor] !== PY.import) return;
    const opener = ++this.cursor;
    const inParens = this.kind[opener] === 40;
    const end = inParens ? this.tokens.match[opener]! : this.eof;
    if (inParens) this.cursor++;
    while (this.cursor < end && !this.atEnd()) {
      const token = this.cursor++;
      const kind = this.kind[token]!;
      if (kind !== T.NAME && kind !== 42) continue;
      const name = this.slice(token);
      let alias = name;
      if (this.kind[this.cursor] === PY.as && this.kind[this.cursor + 1] === T.NAME) {
        alias = this.slice(this.cursor + 1);
        this.cursor += 2;
      }
      this.code.imports.push({ scope: this.scope, module, name, alias, at: this.span(this.startOf(token), this.lastEnd()) });
    }
    if (inParens) this.leave(opener);
  }
}
