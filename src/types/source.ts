/**
 * What one file says, read once and without knowing any library, model or licence.
 * A {@link FileSummary} is plain and serialisable; it is what gets cached.
 */

/** Half-open range `[start, end)` in UTF-16 units of the file's decoded text (for notebooks: of the raw JSON). */
export type Span = readonly [start: number, end: number];

/**
 * A value as written in source code, reduced to what a linker can follow.
 * `at` of a string is its content without quotes, prefix or braces, so that the text at the region is what was written.
 */
export type Expr =
  | { k: 'str'; v: string; at: Span; /** raw source text differs from `v` (escapes, joined literals) */ escaped?: boolean }
  | { k: 'num' | 'bool' | 'null'; v: string; at: Span }
  | { k: 'name'; n: string; at: Span }
  | { k: 'attr'; o: Expr; n: string; at: Span }
  | { k: 'index'; o: Expr; i: Expr; at: Span }
  | { k: 'call'; f: Expr; a: Arg[]; at: Span; /** `new X()` */ isNew?: boolean }
  /** Concatenation, f-string, template literal, `.format`, `%`, path joins with `/` of pathlib. Parts in order. */
  | { k: 'cat'; p: Expr[]; at: Span }
  /** Exactly one of these at run time: `a or b`, `a ?? b`, `a || b`, conditional expression, `match`/`switch` arms. */
  | { k: 'alt'; e: Expr[]; op: 'or' | 'cond' | 'match'; at: Span }
  | { k: 'list'; e: Expr[]; at: Span }
  /** Key `null`: spread. Also object literals, keyword-style initialisers, Record types. */
  | { k: 'dict'; e: [key: Expr | null, value: Expr][]; at: Span }
  | { k: 'fn'; params: Param[]; /** index into {@link CodeSummary.scopes} of the body */ scope: number; at: Span }
  /** `a == b`, `a in b`, `a.startsWith(b)` are calls; this is only the comparison operators. */
  | { k: 'cmp'; e: Expr[]; op: string; at: Span }
  /** Something the reader saw and could not reduce; children keep what is inside reachable. */
  | { k: 'other'; e: Expr[]; at: Span };

/** One argument of a call. `name` for keyword arguments; `spread` for `*args`, `**kwargs`, `...rest`. */
export interface Arg {
  name?: string;
  v: Expr;
  spread?: boolean;
}

/** One parameter of a function, or field of a class used as one. */
export interface Param {
  name: string;
  type?: string;
  def?: Expr;
  at: Span;
}

/** A lexical scope. Scope 0 is the module. */
export interface Scope {
  kind: 'module' | 'function' | 'class' | 'block';
  name: string;
  parent: number;
  at: Span;
  /** Parameters of a function. */
  params?: Param[];
  /** Base classes, implemented interfaces, extended types, as written. */
  bases?: Expr[];
  /** Decorators or annotations. */
  decorators?: Expr[];
  /** Every `return`ed (or arrow body) expression of a function. */
  returns?: Expr[];
}

/** `target = value`, `target: T = value`, `const { a } = value`, `self.x = value`, an enum member, a class field. */
export interface Binding {
  scope: number;
  /** Dotted target as written (`MODEL`, `self.model`, `config["model"]` becomes `config.model`). */
  target: string;
  targetAt: Span;
  type?: string;
  value?: Expr;
  /** Annotations in front of a field (`@Value("…")`, `#[arg(default_value = "…")]`). */
  decorators?: Expr[];
  kind: 'assign' | 'field' | 'enum' | 'loop' | 'import-alias' | 'augment';
  /** Python and JavaScript: the innermost branch, loop body or block of its function; absent: every run that comes there makes the assignment. */
  within?: Span;
  /** `let` and `const`: the name is seen inside of `within` only. */
  local?: true;
}

/** `from module import name as alias`; `name` `*` for everything, `default` for an ES default import, absent for the module itself. */
export interface Import {
  scope: number;
  module: string;
  name?: string;
  alias: string;
  at: Span;
  /** re-export: `export { x } from './y'`, `from .y import x` in `__init__.py` */
  reexport?: boolean;
  typeOnly?: boolean;
}

/** A call expression in evaluation order together with the scope it stands in. */
export interface CallSite {
  scope: number;
  call: Extract<Expr, { k: 'call' }>;
}

/** Any other top-level expression or statement value that holds strings (returned, thrown, compared, yielded …). */
export interface LooseExpr {
  scope: number;
  expr: Expr;
  role: 'return' | 'compare' | 'expression' | 'case' | 'decorator' | 'throw';
}

/** What a source file (or one embedded in a notebook, a `<script>`, a here-document) says. */
export interface CodeSummary {
  language: Language;
  scopes: Scope[];
  bindings: Binding[];
  imports: Import[];
  calls: CallSite[];
  loose: LooseExpr[];
  exports?: { name: string; local: string }[];
}

/** The programming languages there is a reader for. */
export const LANGUAGES = [
  'python',
  'javascript',
  'go',
  'java',
  'kotlin',
  'csharp',
  'rust',
  'swift',
  'ruby',
  'php',
  'c',
  'scala',
  'dart',
  'elixir',
  'r',
  'sql',
] as const;

/** One of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number];

/** One scalar of a structured document. `path` holds keys and list indexes from the root; `key` is the last key. */
export interface Entry {
  path: (string | number)[];
  value: string;
  /** Region of the scalar's content without quotes. */
  at: Span;
  keyAt?: Span;
  /** Document number in multi-document files. */
  doc?: number;
  type: 'string' | 'number' | 'bool' | 'null';
  /** Present when the value holds `${X:-y}`, `{{ .Values.x }}` and the like: the value as an expression. */
  expr?: Expr;
  /** The value was written with escapes, folded over lines or through an anchor: the region need not equal `value`. */
  escaped?: boolean;
}

/** One shell command: `argv[0]` is the program. Found in scripts, `RUN`/`CMD`, compose `command:`, CI steps, notebook `!` lines. */
export interface Command {
  argv: Expr[];
  /** Environment assignments in front of the command (`X=1 cmd`). */
  env?: { name: string; value: Expr; at: Span }[];
  at: Span;
  /** Where the line stands. */
  host: 'script' | 'dockerfile' | 'compose' | 'ci' | 'notebook' | 'k8s' | 'makefile' | 'package-script' | 'code';
  /** Container image the command runs in, as written (`image:` beside it, `FROM` of the stage). `argv[0]` is empty when the image's own entry point runs. */
  image?: string;
}

/** `NAME=value` of shell, `ENV`/`ARG` of a Dockerfile, `.env` lines, `environment:` of compose, `env:` of CI. */
export interface EnvVar {
  name: string;
  value: Expr;
  at: Span;
  host: 'dotenv' | 'dotenv-example' | 'shell' | 'dockerfile' | 'compose' | 'ci' | 'k8s' | 'notebook';
  /** Container image the variable is set for, as written. */
  image?: string;
}

/** Text that is not code: comments, docstrings, markdown, string-less prose. Only its place is kept. */
export interface ProseRegion {
  kind: 'comment' | 'docstring' | 'markdown' | 'output' | 'text';
  at: Span;
}

/** An inline directive in a comment: `audit-models: <id>` or `audit-models: ignore <code> -- reason`. */
export interface Directive {
  kind: 'declare' | 'ignore';
  /** model id, or finding code */
  value: string;
  reason?: string;
  at: Span;
}

/** Facts read from the head of a weights file; never the weights themselves. */
export interface ModelFileHeader {
  format: 'gguf' | 'safetensors' | 'onnx' | 'tflite' | 'coreml' | 'keras' | 'pytorch' | 'hdf5' | 'savedmodel' | 'lfs-pointer' | 'other';
  /** Flat metadata as written in the file (`general.license`, `__metadata__.format`, `producer_name` …), values cut at 4 KiB. */
  metadata: Record<string, string>;
  /** Shapes of at most 64 characteristic tensors, by name. */
  tensors?: Record<string, number[]>;
  tensorCount?: number;
  /** For Git LFS pointers and content-addressed stores. */
  sha256?: string;
  size: number;
}

/** Why a file, or a part of it, was not read. */
export interface ReadProblem {
  reason: string;
  at?: Span;
}

export type FileFormat =
  | Language
  | 'notebook'
  | 'shell'
  | 'powershell'
  | 'yaml'
  | 'json'
  | 'toml'
  | 'ini'
  | 'dotenv'
  | 'properties'
  | 'xml'
  | 'dockerfile'
  | 'makefile'
  | 'modelfile'
  | 'markdown'
  | 'hcl'
  | 'bicep'
  | 'html'
  | 'text'
  | 'model-file'
  | 'unknown';

/** Everything one file says. */
export interface FileSummary {
  path: string;
  format: FileFormat;
  bytes: number;
  /** Start offset of every line, for turning offsets into line and column. */
  lineStarts: number[];
  /** Several for notebooks (one per cell run), Vue/Svelte/HTML scripts and here-documents. */
  code: CodeSummary[];
  entries: Entry[];
  commands: Command[];
  env: EnvVar[];
  prose: ProseRegion[];
  directives: Directive[];
  header?: ModelFileHeader;
  problems: ReadProblem[];
}
