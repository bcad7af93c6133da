/** References: where a project names a model, how the name was obtained, and what is done with it. */

export type Confidence = 'high' | 'medium' | 'low';

/** A region of one file: 1-based lines and columns (UTF-16 units), end exclusive. `path` is relative to the root, with forward slashes. */
export interface Region {
  path: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** How the name was obtained. `declared`: by a comment or the configuration; `file`: the model file itself is the reference. */
export type How =
  | 'literal'
  | 'constant'
  | 'default'
  | 'config'
  | 'env-default'
  | 'library-default'
  | 'candidate'
  | 'prefix'
  | 'file-header'
  | 'file'
  | 'declared';

/** What the name stands for. `vendor`: the vendor is known but not the model; its contract still binds. */
export type Target = 'exact' | 'candidates' | 'prefix' | 'vendor' | 'none';

/** What the project does with the model. */
export type Usage = 'load' | 'serve' | 'train' | 'publish' | 'configure' | 'mention';

/** Where in the project the reference stands. `dev-tool`: coding assistants and the like; `evaluation`: benchmarks, judges. */
export type Scope = 'production' | 'test' | 'docs' | 'example' | 'vendored' | 'dev-tool' | 'evaluation';

/** Which part of a model is fetched or named: a tokenizer alone is not weights. */
export type Role = 'weights' | 'adapter' | 'tokenizer' | 'config' | 'hosted' | 'card';

/** One step from the string to the call that uses it, nearest to the string first. */
export interface TraceStep {
  path: string;
  line: number;
  /** `bound to DEFAULT_MODEL`, `argument model of openai.OpenAI.chat.completions.create` … */
  what: string;
}

/** A model named in a project, before anyone knows which model that is. */
export interface ModelReference extends Region {
  /** As written. When `how` is `literal`, equal to the text of the region. */
  raw: string;
  /** The name to identify: `raw`, or what the linker made of it (joined parts, resolved defaults). */
  name: string;
  /** Registry hint of the signature (`huggingface`, `openai`, `ollama`, `spacy`, `file` …); absent when the string alone must tell. */
  registry?: string;
  /** Id in `rules/providers` of the host that serves it, when a base URL, an SDK or an environment variable decided it. */
  provider?: string;
  /** Commit, tag or branch asked for. */
  revision?: string;
  /** File inside the repository that is asked for (`model.Q4_K_M.gguf`). */
  file?: string;
  /** Id of the row in `rules/signatures` that matched. */
  signature: string;
  how: How;
  target: Target;
  usage: Usage;
  role: Role;
  scope: Scope;
  /** `false`: a mere mention (prose, comment, name check, price table). */
  used: boolean;
  confidence: Confidence;
  /** `true`: found in installed packages or ignored files only, so not part of what CI sees. */
  local?: boolean;
  trace?: TraceStep[];
  /** Present when another layer of the configuration sets another value, and which one counts is known. */
  layer?: Layering;
}

/** Whether the value of a place takes effect, where several layers of a configuration contradict each other. */
export interface Layering {
  /** `no`: another layer takes its place; `conditional`: it depends on the service, profile or environment that is run. */
  effective: 'yes' | 'conditional' | 'no';
  /** The other places, and where they count: `compose.override.yaml:4 takes its place in service api`. */
  because: string;
}

/** A place that certainly loads or calls a model whose name could not be read. */
export interface UnresolvedReference extends Region {
  raw: string;
  signature: string;
  /** Id in `rules/providers`, when the vendor is certain. */
  vendor?: string;
  /** One sentence: why the name could not be read. */
  reason: string;
  scope: Scope;
}

/** A file, or part of a file, that was not read; nothing vanishes. */
export interface SkippedFile {
  path: string;
  reason: string;
}

/** A model the project itself makes or publishes (`hub_model_id`, `push_to_hub`, a Modelfile name): a derivative, not a use. */
export interface PublishedModel extends Region {
  name: string;
  /** Names of the models it is made from, as written in the project. */
  bases: { name: string; relation: Relation }[];
  signature: string;
}

/** How a model came from another one. */
export type Relation = 'finetune' | 'adapter' | 'merge' | 'quantized' | 'conversion' | 'hosted' | 'distilled' | 'unknown';

/** What the recogniser says about a project. */
export interface Recognised {
  references: ModelReference[];
  unresolved: UnresolvedReference[];
  published: PublishedModel[];
  skipped: SkippedFile[];
}
