/**
 * Signatures: what code, configuration, commands, images and files look like when they name a model. All of them are rows in
 * `rules/signatures/*.yaml`; `src/recognise` knows how to match each kind and nothing about any library.
 */

import type { Language } from './source.ts';
import type { Confidence, Role, Usage } from './reference.ts';

/** Where in a call an argument stands: by position, by keyword (for JavaScript & co.: key of the options object), or by path in an options object. */
export interface ArgumentSpec {
  position?: number;
  /** Keyword names; for builder chains: method names (`.modelName("x")`). */
  name?: string[];
  /** Path inside an object/dict argument at `position`. */
  path?: string[];
}

/** A condition on another argument of the call; an absent argument equals `null`. */
export interface ArgumentCondition {
  arg: ArgumentSpec;
  equals?: (string | number | boolean | null)[];
  /** Regular expression on the string value. */
  matches?: string;
  /** The argument has to be written down, whatever its value may be at run time; `false`: it must not be. Otherwise absence equals `null`. */
  given?: boolean;
}

export interface SignatureBase {
  /** `<library>.<what>`, unique, stable: part of the JSON report. */
  id: string;
  /** Registry the name belongs to (`huggingface`, `openai`, `ollama`, `spacy`, `timm`, `file` …). Absent: decided by the string. */
  registry?: string;
  /** Provider id when the call itself proves the host (SDK of a vendor). */
  provider?: string;
  usage?: Usage;
  role?: Role;
  confidence?: Confidence;
  /** Text the project puts before or after the written name to get the id (`sentence-transformers/` …), when the written name has no `/`. */
  prefix?: string;
  /** Map of short names to ids (`large-v3` → `Systran/faster-whisper-large-v3`). */
  names?: Record<string, string>;
  /** Only values that match this regular expression (`(?i)` in front: without case). */
  matches?: string;
  /** First group of this expression is the name. */
  extract?: string;
  /** The value may hold several names, split at any of these characters. */
  split?: string;
  /** Only names that are certainly a model's: in the catalogue, or spelled like a vendor's ids. */
  known?: boolean;
  /** The value must at least have the shape of a model name. */
  looksLikeModel?: boolean;
  /** The row says that there is no model here: it matches and gives nothing, and rows after it do not apply. */
  not?: boolean;
  note?: string;
}

/** A call, constructor, builder chain or subscript of a library. */
export interface CallSignature extends SignatureBase {
  kind: 'call';
  language: Language[];
  /** Modules (packages, namespaces) the symbol comes from; `*` inside a name is a wildcard. Absent: any receiver (`loose`). */
  module?: string[];
  /** Dotted symbols below the module, instances written like their class: `OpenAI.chat.completions.{create,parse,stream}`, `*.from_pretrained`. */
  symbol: string[];
  /** Match by the end of the callee alone when the import can't be followed; confidence falls to `medium`. */
  loose?: boolean;
  /** Each with a `name` is an argument of its own, and all are models; a position alone is another place for the argument before it. */
  model?: ArgumentSpec[];
  /**
   * Names that the project gives to models with this call, or with the one that made the object: keys of a table, or with `key` that field of
   * the entries of a list. Such a name is no model. With `separator`, keys of the table are providers and stand in front of their names.
   */
  aliases?: { arg: ArgumentSpec; key?: string; separator?: string }[];
  revision?: ArgumentSpec;
  file?: ArgumentSpec;
  /** Argument of a constructor on the way that holds the base URL, and the environment variables that stand in for it. */
  baseUrl?: { arg: ArgumentSpec; env?: string[] };
  /** Global variables one of which has to hold a client that serves all calls: the row counts only then, and the client decides the host. */
  sharedClient?: string[];
  /** All must hold. */
  when?: ArgumentCondition[];
  /** None may hold. */
  unless?: ArgumentCondition[];
  /** What the library takes when the argument is left out. */
  default?: LibraryDefault | LibraryDefault[];
  /** Global settings and environment variables; where the project sets one of them, the default does not hold. */
  unlessSet?: string[];
  /** The result names a model the project makes; these arguments hold its name. */
  publishes?: ArgumentSpec[];
  /** The call writes a model to disk; these arguments hold the folder, which is no model of a registry where it is read again. */
  saves?: ArgumentSpec[];
  /** The model argument is a list, or a dict whose values (or keys) are the models. */
  shape?: 'scalar' | 'list' | 'dict-values' | 'dict-keys';
  /** No model argument at all: the call proves the vendor only. */
  vendorOnly?: boolean;
  /** Argument that completes the name (`torch.hub.load(repo, entry)`, `create_model_and_transforms(architecture, tag)`): name and entry with `:` between. */
  entry?: ArgumentSpec;
  /** The called symbol itself names the model (`torchvision.models.resnet50(weights=…)`). */
  self?: boolean;
  /** Segment of the symbol that is the name, counted from the end; absent: the last. */
  selfSegment?: number;
  /** Only arguments that can be read count: a model object instead of a name is no unresolved reference. */
  string?: boolean;
}

/** An element of a table of a library (`sam_model_registry["vit_h"]`). */
export interface SubscriptSignature extends SignatureBase {
  kind: 'subscript';
  language: Language[];
  symbol: string[];
  /**
   * Arguments of the constructor behind the key that hand over the weights: with a known file
   * in one of them the key names an architecture only.
   */
  weightsArgument?: string[];
}

/** A model loaded without being named. */
export interface LibraryDefault {
  model: string;
  /** Which value of another argument selects this default (`task: sentiment-analysis`). */
  when?: ArgumentCondition[];
  /** Version range of the package the default holds for, as far as it was read; e.g. `>=4.0 <5`. */
  versions?: string;
  source: string;
}

/** Constants and enum members of SDKs: `openai.GPT4o`, `OpenAiChatModelName.GPT_4_O_MINI`. */
export interface ConstantSignature extends SignatureBase {
  kind: 'constant';
  language: Language[];
  module?: string[];
  /** Dotted symbol pattern; the part matched by the last `*` is the name to transform. */
  symbol: string[];
  /** Exact members. */
  values?: Record<string, string>;
  /** Prefixes of members that are no part of the name. */
  stripPrefix?: string[];
  /** How to make an id of the member's name when it is not in `values`; with `…-to-kebab` the result must be a known model name. */
  transform?: 'snake-to-kebab' | 'camel-to-kebab' | 'any-to-kebab' | 'name' | 'weights-enum';
}

/** A key of a structured file (YAML, JSON, TOML, INI, properties, XML, front matter). */
export interface KeySignature extends SignatureBase {
  kind: 'key';
  /** Globs of file paths; absent: any file of the formats. */
  files?: string[];
  formats?: string[];
  /** Dotted key paths from the root; `*` one segment, `**` any number, `[]` any list index; case-insensitive. */
  path: string[];
  /** Other keys of the same document that must (not) be there or have a value. Path relative to the parent of the match (`./x`) or to the root (`x`). */
  when?: { key: string; equals?: string[]; matches?: string; absent?: boolean }[];
  publishes?: boolean;
  /** With `not`: a name under which the project itself serves a model; calls that ask for it name none. */
  serves?: boolean;
  /** The value is a path from the folder of the file. */
  relative?: boolean;
  /** Any value that can be a name at all; otherwise it has to look like a model. */
  anyValue?: boolean;
  /** A value that fits holds the name of an environment variable in its first group: the model is said where that is set. */
  variable?: string;
  /** The host lets a deployment have any name: one that is no model's shows the provider only. */
  deployment?: boolean;
  shape?: 'model';
}

/** An environment variable that holds a model name, wherever it is set or read. */
export interface EnvSignature extends SignatureBase {
  kind: 'env';
  /** Globs, e.g. `*_MODEL`, `OPENAI_MODEL_NAME`. */
  name: string[];
  /** Switched on (`matches`: by such a value), the models that these rows (globs of ids) find on the hub come from another registry. */
  switches?: { registry: string; rows: string[] };
}

/** A command line, in scripts, Dockerfiles, compose files, CI, notebooks. */
export interface CommandSignature extends SignatureBase {
  kind: 'command';
  /** First words: `ollama {run,pull}`, `vllm serve`, `python -m vllm.entrypoints.openai.api_server`. */
  command: string[];
  /** Options that hold the model. */
  options?: string[];
  /** Index of the positional argument (after the words of `command`). */
  position?: number;
  /** All further positional arguments are models. */
  rest?: boolean;
  unlessOptions?: Record<string, string[]>;
  publishes?: string[];
  /** What the program takes when none of `options` is given. */
  default?: { model: string; source: string };
  /** Options without a value that make the program load a model of its own. */
  flags?: Record<string, { model: string; source: string }>;
  /** Options that give the model a name of the server's own; calls that ask for it name none. */
  serves?: string[];
  revision?: string[];
  file?: string[];
  /** Only positional arguments that match. */
  positionMatches?: string;
  /** `name=value` arguments that hold the model. */
  assignments?: string[];
}

/** A container image that serves models: tells what the command or environment beside it means. */
export interface ImageSignature extends SignatureBase {
  kind: 'image';
  image: string[];
  /** Options of the container's command that hold the model. */
  options?: string[];
  position?: number;
  env?: string[];
  /** Options that give the model a name of the server's own. */
  serves?: string[];
  /** Options that hold the commit and the file of the repository, as for commands. */
  revision?: string[];
  file?: string[];
  /** The image alone shows that the engine runs. */
  vendorOnly?: boolean;
}

/** A dependency that is a model or brings one. */
export interface DependencySignature extends SignatureBase {
  kind: 'dependency';
  ecosystem: string;
  /** Globs of package names. */
  package: string[];
  /** The model, when the package is one or always loads one; `{name}` is the package name. */
  model?: string;
  framework?: boolean;
}

/** Bindings, list entries, table keys and defaults whose name or type says that they hold models (`DEFAULT_MODEL`, `model_name: str = …`). */
export interface BindingSignature extends SignatureBase {
  kind: 'binding';
  /** Regular expressions on the bound name, last segment. */
  name: string[];
  /** Names that must not match. */
  notName?: string[];
  /** Only values that are certainly a model. */
  strong?: boolean;
}

/** A spelling that only models of one registry have, wherever it stands (`en_core_web_sm`). */
export interface NameSignature extends SignatureBase {
  kind: 'name';
  /** Regular expression on the whole string. */
  matches: string;
  /** An address that shows who serves a model, and not which. */
  vendorOnly?: boolean;
  /** Addresses of pages of models in prose; the first group is the name. */
  link?: string;
}

export type Signature =
  | CallSignature
  | SubscriptSignature
  | ConstantSignature
  | KeySignature
  | EnvSignature
  | CommandSignature
  | ImageSignature
  | DependencySignature
  | BindingSignature
  | NameSignature;

/** One file of `rules/signatures`. */
export interface SignatureFile {
  library: string;
  /** Package per ecosystem (`pypi: [transformers]`), for documentation and dependency evidence. */
  packages?: Record<string, string[]>;
  /** Strings of which at least one stands in every source file that can match (lower-case): the prefilter. */
  anchors?: string[];
  source: string[];
  checkedOn: string;
  signatures: Signature[];
}
