/** Which reader a file needs, told by its name and, for scripts without an ending, by its first line. */

import type { FileFormat } from '../types/source.ts';

/** By ending (lower-case, without the dot). */
const BY_ENDING: Readonly<Record<string, FileFormat>> = {
  py: 'python',
  pyi: 'python',
  pyw: 'python',
  pyx: 'python',
  smk: 'python',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  ts: 'javascript',
  mts: 'javascript',
  cts: 'javascript',
  tsx: 'javascript',
  go: 'go',
  java: 'java',
  groovy: 'java',
  gradle: 'java',
  kt: 'kotlin',
  kts: 'kotlin',
  cs: 'csharp',
  csx: 'csharp',
  rs: 'rust',
  swift: 'swift',
  rb: 'ruby',
  rake: 'ruby',
  php: 'php',
  c: 'c',
  h: 'c',
  cc: 'c',
  cpp: 'c',
  cxx: 'c',
  hpp: 'c',
  hh: 'c',
  hxx: 'c',
  cu: 'c',
  cuh: 'c',
  m: 'c',
  mm: 'c',
  ino: 'c',
  scala: 'scala',
  sbt: 'scala',
  sc: 'scala',
  dart: 'dart',
  ex: 'elixir',
  exs: 'elixir',
  r: 'r',
  sql: 'sql',
  ipynb: 'notebook',
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  ksh: 'shell',
  slurm: 'shell',
  sbatch: 'shell',
  bats: 'shell',
  fish: 'shell',
  bat: 'shell',
  cmd: 'shell',
  ps1: 'powershell',
  psm1: 'powershell',
  psd1: 'powershell',
  yaml: 'yaml',
  yml: 'yaml',
  cff: 'yaml',
  dvc: 'yaml',
  json: 'json',
  jsonc: 'json',
  json5: 'json',
  jsonld: 'json',
  webmanifest: 'json',
  toml: 'toml',
  ini: 'ini',
  cfg: 'ini',
  conf: 'ini',
  service: 'ini',
  env: 'dotenv',
  properties: 'properties',
  xml: 'xml',
  csproj: 'xml',
  fsproj: 'xml',
  vbproj: 'xml',
  props: 'xml',
  targets: 'xml',
  config: 'xml',
  plist: 'xml',
  nuspec: 'xml',
  dockerfile: 'dockerfile',
  containerfile: 'dockerfile',
  mk: 'makefile',
  mak: 'makefile',
  modelfile: 'modelfile',
  md: 'markdown',
  markdown: 'markdown',
  mdx: 'markdown',
  mdc: 'markdown',
  qmd: 'markdown',
  rmd: 'markdown',
  prompty: 'markdown',
  prompt: 'markdown',
  tf: 'hcl',
  tfvars: 'hcl',
  hcl: 'hcl',
  bicep: 'bicep',
  bicepparam: 'bicep',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  vue: 'html',
  svelte: 'html',
  astro: 'html',
  cshtml: 'html',
  razor: 'html',
  txt: 'text',
  rst: 'text',
  adoc: 'text',
  asciidoc: 'text',
  tex: 'text',
  org: 'text',
  text: 'text',
  gguf: 'model-file',
  ggml: 'model-file',
  safetensors: 'model-file',
  onnx: 'model-file',
  tflite: 'model-file',
  litertlm: 'model-file',
  mlmodel: 'model-file',
  keras: 'model-file',
  h5: 'model-file',
  hdf5: 'model-file',
  pt: 'model-file',
  pth: 'model-file',
  ptl: 'model-file',
  ckpt: 'model-file',
  nemo: 'model-file',
  mar: 'model-file',
  engine: 'model-file',
  plan: 'model-file',
  task: 'model-file',
  llamafile: 'model-file',
  pmml: 'model-file',
  joblib: 'model-file',
  skops: 'model-file',
  pkl: 'model-file',
  pickle: 'model-file',
  caffemodel: 'model-file',
  pdparams: 'model-file',
  pdmodel: 'model-file',
  weights: 'model-file',
  traineddata: 'model-file',
  ftz: 'model-file',
  t7: 'model-file',
  rknn: 'model-file',
  hef: 'model-file',
  mnn: 'model-file',
  dlc: 'model-file',
  torchscript: 'model-file',
};

/** By whole name (lower-case). */
const BY_NAME: Readonly<Record<string, FileFormat>> = {
  dockerfile: 'dockerfile',
  containerfile: 'dockerfile',
  modelfile: 'modelfile',
  makefile: 'makefile',
  gnumakefile: 'makefile',
  justfile: 'makefile',
  '.justfile': 'makefile',
  mlmodel: 'yaml',
  kitfile: 'yaml',
  'dvc.lock': 'yaml',
  pipfile: 'toml',
  oai_config_list: 'json',
  gemfile: 'ruby',
  rakefile: 'ruby',
  vagrantfile: 'ruby',
  podfile: 'ruby',
  brewfile: 'ruby',
  jenkinsfile: 'java',
  '.babelrc': 'json',
  '.eslintrc': 'json',
  '.swcrc': 'json',
  '.envrc': 'shell',
  '.bashrc': 'shell',
  '.zshrc': 'shell',
  '.profile': 'shell',
  '.bash_profile': 'shell',
  '.flaskenv': 'dotenv',
  '.editorconfig': 'ini',
  '.gitconfig': 'ini',
  '.flake8': 'ini',
  '.coveragerc': 'ini',
  '.pylintrc': 'ini',
};

/** Names that say "licence text" in every tree, with or without an ending. */
const TEXT_NAME =
  /^(?:licen[cs]e|licen[cs]es|copying|copyright|notice|notices|unlicense|patents|authors|readme|changelog|use[-_]?policy|acceptable[-_]?use[-_]?policy|third[-_]?party[-_]?(?:notices?|licen[cs]es?))(?:[-_.].*)?$|[-_.](?:licen[cs]e|notice|use[-_]?policy)$/;

/** `.bin` and `.pb` are used for anything; these names are used for weights. */
const WEIGHTS_NAME =
  /^(?:pytorch_|tf_|flax_|open_clip_|openvino_|diffusion_|adapter_|decoder_|encoder_)?.*(?:model|weights|ggml|consolidated|checkpoint|lid\.176|graph|quantized|unet|vae).*\.(?:bin|pb|msgpack)$/;

/** Sample and per-stage variants of `.env`: `.env.example`, `env.sample`, `prod.env`. */
const DOTENV_NAME =
  /^(?:\.env(?:[-_.].*)?|env\.(?:example|sample|template|dist|local|dev|prod|production|development|test)|.+\.env(?:\.(?:example|sample|template|dist))?|(?:dot|example|sample)[-_.]?env)$/;

/** Interpreter of a first line, past `env` and its options; version digits are no part of the name. */
const SHEBANG = /^#![ \t]*(?:\S*\/)?(?:env[ \t]+(?:-\S+[ \t]+)*(?:\S*\/)?)?([A-Za-z]+)/;
const BY_INTERPRETER: Readonly<Record<string, FileFormat>> = {
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  dash: 'shell',
  ksh: 'shell',
  ash: 'shell',
  fish: 'shell',
  python: 'python',
  pypy: 'python',
  uv: 'python',
  node: 'javascript',
  nodejs: 'javascript',
  deno: 'javascript',
  bun: 'javascript',
  tsx: 'javascript',
  ruby: 'ruby',
  php: 'php',
  pwsh: 'powershell',
  rscript: 'r',
  elixir: 'elixir',
  make: 'makefile',
};

/** Endings of templates: the name below them decides (`values.yaml.tmpl`, `config.toml.j2`). */
const TEMPLATE_ENDING = /\.(?:tmpl|tpl|template|j2|jinja|jinja2|gotmpl|tftpl|in|dist|sample|example|erb|default|bak|orig)$/;

/**
 * The format of a file.
 * @param path relative path with forward slashes
 * @param head the beginning of its text; only looked at when the name says nothing
 */
export function formatOf(path: string, head?: string): FileFormat {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const byName = formatOfName(name);
  if (byName !== 'unknown' || head === undefined) return byName;
  if (TEMPLATE_ENDING.test(name)) return looksLikeYaml(head) ? 'yaml' : 'unknown';
  const interpreter = head.startsWith('#!') ? SHEBANG.exec(head)?.[1]?.toLowerCase() : undefined;
  return (interpreter !== undefined && BY_INTERPRETER[interpreter]) || 'unknown';
}

/** Whether the beginning of a file can say what its name does not: programs without an ending, templates without a format in their name. */
export function showsInHead(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return !name.includes('.') || TEMPLATE_ENDING.test(name);
}

/** A line of a YAML mapping or list, a comment, or an action of a template alone on its line. */
const YAML_LINE = /^\s*(?:#.*|---|\{\{.*\}\}|%\{.*\}|-?\s*["']?[\w.$/-]+["']?\s*:(?:\s.*)?|-\s+\S.*)$/;
const YAML_KEY = /^\s*(?:-\s+)?["']?[\w.$/-]+["']?\s*:(?:\s|$)/;

/** Whole lines of a text are YAML, at least two of them keys. The last one may be cut off. */
function looksLikeYaml(head: string): boolean {
  const lines = head
    .split('\n')
    .slice(0, -1)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  return lines.filter((line) => YAML_KEY.test(line)).length >= 2 && lines.every((line) => YAML_LINE.test(line));
}

function formatOfName(name: string): FileFormat {
  const exact = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  if (exact) return exact;
  if (/^(?:dockerfile|containerfile)(?:[-_.].*)?$/.test(name) && !/\.(?:py|js|ts|go|md|sh|dockerignore)$/.test(name)) return 'dockerfile';
  if (/^modelfile(?:[-_.].*)?$/.test(name) && !/\.(?:py|js|ts|go|md|sh)$/.test(name)) return 'modelfile';
  if (name.startsWith('makefile.')) return 'makefile';
  if (DOTENV_NAME.test(name)) return 'dotenv';
  const dot = name.lastIndexOf('.');
  const ending = dot >= 0 ? name.slice(dot + 1) : '';
  const byEnding = Object.hasOwn(BY_ENDING, ending) ? BY_ENDING[ending] : undefined;
  if (byEnding && dot > 0) return byEnding;
  if (WEIGHTS_NAME.test(name)) return 'model-file';
  if (TEMPLATE_ENDING.test(name)) {
    const inner = formatOfName(name.replace(TEMPLATE_ENDING, ''));
    if (inner !== 'unknown') return inner;
  }
  return TEXT_NAME.test(name) ? 'text' : 'unknown';
}

const LOCKFILES: ReadonlySet<string> = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'composer.lock',
  'pipfile.lock',
  'packages.lock.json',
  'project.assets.json',
  'conda-lock.yml',
  'deno.lock',
  'flake.lock',
  'poetry.lock',
  'uv.lock',
  'cargo.lock',
  'pdm.lock',
  'bun.lock',
  'package.resolved',
  'pubspec.lock',
  'pixi.lock',
  'yarn.lock',
  'gemfile.lock',
]);

/** Whether a file is a lockfile: resolved packages, read by the dependency readers and by nobody else. */
export function isLockfile(path: string): boolean {
  return LOCKFILES.has(path.slice(path.lastIndexOf('/') + 1).toLowerCase());
}
