/** What a string is by its spelling alone: file of weights, Hub id, placeholder, path. Knows formats, no vendor or library. */

/** File endings of model weights. */
const WEIGHT_ENDING =
  /\.(?:gguf|ggml|safetensors|onnx|ort|pth?|ckpt|tflite|h5|keras|nemo|llamafile|mlmodelc?|mlpackage|pdparams|caffemodel|traineddata|engine|task|jit|torchscript|t7|mar|skops|weights)$/i;
/** Endings that weights share with anything else; they count only beside a word that speaks of models. */
const SHARED_ENDING = /\.(?:bin|pb|pkl|joblib)$/i;
/** What training leaves beside the weights. */
const TRAINING_STATE =
  /(?:^|[\\/])(?:optimizer|scheduler|rng_state|training_args|trainer_state|scaler|random_states|train_state|ema_state)[\w-]*\.\w+$|(?:^|[\\/])(?:optim|train|rank\d+)\.\w+$/i;
/** File endings that show that a string with a slash is a path, not `org/name`. */
const OTHER_ENDING =
  /\.(?:[cm]?[jt]sx?|py|pyi|ipynb|json[lc5]?|ya?ml|toml|md|mdx|rst|txt|html?|css|s[ac]ss|less|svg|png|jpe?g|gif|webp|ico|pdf|docx?|csv|tsv|parquet|arrow|sh|bash|ps1|bat|go|rs|java|kts?|cs|cpp|cc|hpp?|rb|php|swift|sql|db|sqlite3?|xml|ini|cfg|conf|env|lock|zip|tar|t?gz|bz2|xz|7z|whl|jar|war|exe|dll|so|dylib|log|proto|vue|svelte|wav|mp[34]|flac|ogg|avi|mov|woff2?|ttf|otf|map|wasm|git|dockerfile|template|j2|jinja2?|tmpl|prompt|npy|npz|bak|err|properties|gradle|csproj|sln|xsd|wsdl|tf|tfvars|ico|glb|gltf|obj|fbx|stl|blend|usdz|lua|pl|r|scala|ex|exs|dart|m|mm)$/i;

/** `org/name` as Hugging Face accepts it; no dot in the organisation, which keeps domains and labels of Kubernetes out. */
const HUB_ID = /^[A-Za-z0-9][\w-]{0,95}\/[A-Za-z0-9_][\w.-]{0,94}[A-Za-z0-9_+]$|^[A-Za-z0-9][\w-]{0,95}\/[A-Za-z0-9]$/;
/** Things with one slash that are no model: media types, locale and date forms, units. */
const OTHER_PAIR =
  /^(?:application|text|image|audio|video|font|multipart|message|model|api|v\d+|src|lib|dist|test|tests|docs?|public|static|assets|bin|usr|etc|tmp|var|home|opt|mnt|dev|app|apps|node_modules|components?|pages?|utils?|config|configs|scripts?|examples?|images?|out|builds?|refs|origin|feature|fix|and|or|true|yes|on|n|w|km|path|your|input|train|users?|datasets?|spaces|packages|plugins|services?|templates?|types?|hooks?|internal|cmd|pkg|core|common|shared|base|client|server|frontend|backend|web|auth|admin|[a-z]{2})\//i;

/** First parts of paths where projects keep what they trained; no organisation of a registry has such a name. */
const RUN_FOLDER =
  /^(?:models?|save[ds]?|saved_models?|out|outputs?|results?|checkpoints?|ckpts?|weights|runs?|exps?|experiments|artifacts|work_dirs|pretrained|pretrained_models?|trained_models?|(?:lightning_)?logs?|tmp|temp|data)\//i;

/** `model-00002-of-00004.safetensors`: a part after the first of a set. */
export const LATER_PART = /-(?!0*1-of-)\d+-of-\d+\.\w+$|\.part(?!0*1\b)\d+$/;

/** `true` for the name of a file of weights. */
export function isWeightFile(value: string): boolean {
  return (
    value.length < 400 &&
    WEIGHT_ENDING.test(stripQuery(value)) &&
    !TRAINING_STATE.test(value) &&
    !/[*?<>|]/.test(stripQuery(value)) &&
    !/^\.\w+$/.test(value)
  );
}

/** File names that every model has and that tell none apart. */
const GENERIC_FILE =
  /^(?:[\w-]*[-_.])?(?:model|pytorch_model|diffusion_pytorch_model|tf_model|flax_model|adapter_model|weights?|best|last|latest|final|checkpoint|consolidated|encoder|decoder|net|state|params|embeddings?|vae|unet|classifier|detector|predictor|output|generator|discriminator)(?:[-_.]?(?:best|last|final|latest|quantized|int8|fp16|fp32|fp8|q4|q8|opt|merged|\d+|of|\d+-of-\d+|weights?|state|dict|ema|uint8|bnb4|q4f16))*\.\w+$|^(?:test|dummy|mock|fake|sample|example|tmp|temp|foo|bar|my)[-_.]?[\w-]*\.\w+$|^\w{1,2}\.\w+$/i;

/** `true` for file names such as `model.onnx` that say nothing without the repository or folder they belong to. */
export function isGenericFile(value: string): boolean {
  return (
    (isWeightFile(value) || isSharedEnding(value)) &&
    GENERIC_FILE.test(value.slice(Math.max(value.lastIndexOf('/'), value.lastIndexOf('\\')) + 1))
  );
}

/** `true` for endings that weights share with other files (`.bin`, `.pb` …). */
export function isSharedEnding(value: string): boolean {
  return SHARED_ENDING.test(stripQuery(value)) && !TRAINING_STATE.test(value);
}

/** A web address loses its query and fragment. */
function stripQuery(value: string): string {
  return /^[a-z][\w+.-]*:\/\//i.test(value) ? value.replace(/[?#].*$/, '') : value;
}

/** A step of a training run, as trainers name the folders they write. */
const CHECKPOINT = /(?:^|\/)checkpoint-\d+$/;

/** `true` when the string follows the grammar of `org/name` and is no path, media type or the like. */
export function isHubShaped(value: string): boolean {
  return (
    HUB_ID.test(value) &&
    !value.includes('--') &&
    !value.includes('..') &&
    !CHECKPOINT.test(value) &&
    !OTHER_PAIR.test(value) &&
    !RUN_FOLDER.test(value) &&
    !OTHER_ENDING.test(value) &&
    !/^\d+\/\d+$/.test(value)
  );
}

/** Words that stand where a reader has to put a name. */
const PLACEHOLDER =
  /^(?:<.*>|\[.*\]|\{.*\}|\$.*|%.*%|x{2,}|\.{3}|…|none|null|undefined|nan|true|false|auto|default|test|tei|tgi|empty|dummy|mock|fake|foo|bar|baz|example|string|str|model|models?[_-]?(?:name|id|path|a|b|c)?|todo|tbd|n\/a|na|unknown|other|custom|local|off|on|yes|no|all|any|latest|\*|-|_|\.+)$/i;
const PLACEHOLDER_PART =
  /(?:^|[/_.:-])(?:your|my|some|a|the|another|org|organi[sz]ation|user|username|owner|namespace|account|company)[-_ ]?(?:model|org|username|user|name|id|repo|namespace|finetuned?|fine-tuned|deployment|custom|account|hf|huggingface)|(?:^|[^a-z])path[/_-]to(?![a-z])|^(?:dummy|fake|mock|test|example|sample|foo|placeholder)[-_/](?:model|org|repo|owner|llm|user|id|name)|^(?:org|owner|user|username|namespace|author|company|your-?\w*|my-?(?:org|user|username|account))\/|[/-](?:your|my)-|<[^>]+>|\{\{|\$\{|\.\.\.|…|^[\w-]+\/(?:model|name|repo|model-name|model_name|repo-name|test-model|model\/path)$|^test-|^your_[a-z0-9_]+$|^(?:non-?existent|invalid|unknown|missing|bad|wrong)[-_/]|[-_](?:does-not-exist|not-exist)/i;

/** Files made for tests. */
const TEST_FILE = /(?:^|[\\/])(?:test|dummy|mock|fake|foo|example)[-_.][^\\/]*$|(?:^|[\\/])(?:test|dummy|foo)\.\w+$/i;

/** `org/name` at the end of an address in a bucket, where people keep copies under the name of the original. */
export function bucketCopy(value: string): string | undefined {
  return /^(?:s3a?|gs|gcs|oss|r2|az|azblob|abfss?|wasbs?|minio|cos|obs|tos):\/\/(?:[^/?#]+\/)+([^/?#]+\/[^/?#]+?)\/*$/i.exec(value)?.[1];
}

/** The bucket of an address says nothing about the model in it. */
const BUCKET = /^(?:s3|s3a|gs|gcs|oss|r2|az|abfss?|minio):\/\/[^/]+\//i;

/** `true` for names that stand for a name: `org/model`, `your-model`, `<model>`, `{{ .Values.x }}`. */
export function isPlaceholder(written: string): boolean {
  const value = written.replace(BUCKET, '');
  return PLACEHOLDER.test(value) || (isWeightFile(value) && TEST_FILE.test(value)) || PLACEHOLDER_PART.test(value);
}

/** `true` for the name of a file that holds no weights (`x.json`, `x.pdf`). */
export function isOtherFile(value: string): boolean {
  return OTHER_ENDING.test(stripQuery(value));
}

/** `true` for a folder of the project: `name/`, `runs/name`, `name/checkpoint-100`. */
export function isFolder(value: string): boolean {
  return !value.includes('://') && (/^[^:]*\/$/.test(value) || RUN_FOLDER.test(value) || CHECKPOINT.test(value));
}

/** `true` for a path of the file system that names no file of weights. */
export function isLocalPath(value: string): boolean {
  return (
    /^(?:\.{0,2}[\\/]|~[\\/]?|[A-Za-z]:[\\/]|file:)/.test(value) ||
    value.includes('\\') ||
    (OTHER_ENDING.test(value) && !/^[a-z][\w+.-]*:\/\//i.test(value))
  );
}

/** `true` for strings that no registry would accept as a name, whatever the context. */
export function isImpossibleName(value: string): boolean {
  return (
    value.length < 2 ||
    value.length > 300 ||
    (value.includes('\\') && !isWeightFile(value)) ||
    // A query is part of an address, and of nothing else.
    (value.includes('=') && !/^https?:\/\//.test(value)) ||
    /[\s"'`<>{}|^;,()]|^[-/.@#&?!*+]+$|^@(?!cf\/|hf\/)/.test(value) ||
    /^\d+(?:\.\d+)*$/.test(value) ||
    value.startsWith('-')
  );
}

/** `camelCase`, `PascalCase`, `kebab-case` and dotted names as `snake_case`, the form that rows on names are written for. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
}

const PATTERNS = new Map<string, RegExp>();
/** Compiles an expression of a row; `(?i)` in front switches case off. */
export function pattern(source: string): RegExp {
  let compiled = PATTERNS.get(source);
  if (!compiled) {
    compiled = source.startsWith('(?i)') ? new RegExp(source.slice(4), 'i') : new RegExp(source);
    PATTERNS.set(source, compiled);
  }
  return compiled;
}

/** Compiles a glob with `*`, `?`, `[…]` and `{a,b}`; `*` also passes separators unless `separator` is given. */
export function glob(source: string, separator?: string): RegExp {
  const key = `glob ${separator ?? ''} ${source}`;
  let compiled = PATTERNS.get(key);
  if (!compiled) {
    const any = separator ? `[^${separator === '/' ? '/' : `\\${separator}`}]*` : '.*';
    let depth = 0;
    const body = source.replace(/\*\*\/|\*\*|\*|\?|\{|\}|,|[.+^$()|\\]/g, (token) => {
      if (token === '**/') return '(?:.*/)?';
      if (token === '**') return '.*';
      if (token === '*') return any;
      if (token === '?') return '.';
      if (token === '{') return (depth++, '(?:');
      if (token === '}') return (depth--, ')');
      if (token === ',') return depth > 0 ? '|' : ',';
      return `\\${token}`;
    });
    compiled = new RegExp(`^${body}$`, 'i');
    PATTERNS.set(key, compiled);
  }
  return compiled;
}
