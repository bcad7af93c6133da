/**
 * Idioms of languages, standard libraries, and of the option and settings libraries whose defaults have to be followed to read a name.
 * Nothing here knows models, vendors or licences. Paths are dotted symbols as the linker resolves them.
 */

/** Calls that read an environment variable: position of the default, if the call takes one. */
export const ENVIRONMENT_CALLS: ReadonlyMap<string, { fallback?: number }> = new Map([
  ['os.getenv', { fallback: 1 }],
  ['os.environ.get', { fallback: 1 }],
  ['os.environ.pop', { fallback: 1 }],
  ['os.environ.setdefault', { fallback: 1 }],
  ['decouple.config', { fallback: 1 }],
  ['environ.Env', { fallback: 1 }],
  ['environ.Env.str', { fallback: 1 }],
  ['environs.Env', { fallback: 1 }],
  ['environs.Env.str', { fallback: 1 }],
  ['Deno.env.get', {}],
  ['std.env.var', {}],
  ['env.var', {}],
  ['env!', {}],
  ['option_env!', {}],
  ['os.Getenv', {}],
  ['os.LookupEnv', {}],
  ['System.getenv', {}],
  ['System.getenv.getOrDefault', { fallback: 1 }],
  ['System.getProperty', { fallback: 1 }],
  ['Environment.GetEnvironmentVariable', {}],
  ['System.Environment.GetEnvironmentVariable', {}],
  ['ENV.fetch', { fallback: 1 }],
  ['getenv', {}],
  ['env', { fallback: 1 }],
  ['Sys.getenv', { fallback: 1 }],
  ['System.get_env', { fallback: 1 }],
  ['System.fetch_env!', {}],
  ['String.fromEnvironment', {}],
  ['Platform.environment', {}],
]);

/** Objects whose members are environment variables. */
export const ENVIRONMENT_OBJECTS: ReadonlySet<string> = new Set([
  'process.env',
  'dotenv.dotenv_values',
  'import.meta.env',
  'Bun.env',
  'os.environ',
  'ENV',
  '$_ENV',
  '$_SERVER',
  '_ENV',
  'ProcessInfo.processInfo.environment',
  'node:process.env',
  'node:process.default.env',
  'Platform.environment',
  '$env/static/private',
  '$env/static/public',
  '$env/dynamic/private.env',
  '$env/dynamic/public.env',
]);

/** Calls whose result is their argument at this position, as far as values go (copies, casts, wrappers that read nothing else). */
export const PASS_THROUGH: ReadonlyMap<string, number> = new Map(
  [
    [
      'Object.freeze',
      'Object.seal',
      'structuredClone',
      'Promise.resolve',
      'Some',
      'Ok',
      'Optional.of',
      'Optional.ofNullable',
      'ref',
      'vue.ref',
    ],
    [
      'str',
      'String',
      'list',
      'tuple',
      'set',
      'sorted',
      'reversed',
      'iter',
      'frozenset',
      'Set',
      'Array.from',
      'Array.of',
      'MappingProxyType',
    ],
    // A settings object as the table of its fields.
    ['vars', 'dataclasses.asdict', 'asdict', 'attr.asdict', 'attrs.asdict', 'omegaconf.OmegaConf.to_container'],
    ['types.MappingProxyType', 'copy.copy', 'copy.deepcopy', 'omegaconf.OmegaConf.create', 'omegaconf.DictConfig', 'easydict.EasyDict'],
    [
      'pathlib.Path',
      'Path',
      'pathlib.PurePath',
      'pathlib.PosixPath',
      'Paths.get',
      'java.nio.file.Paths.get',
      'Path.of',
      'java.nio.file.Path.of',
    ],
    ['os.path.expanduser', 'os.path.abspath', 'os.path.normpath', 'os.path.realpath', 'os.path.expandvars', 'os.fspath', 'PathBuf.from'],
    ['std.path.PathBuf.from', 'Path.new', 'std.path.Path.new', 'String.from', 'std.string.String.from', 'Cow.from', 'Box.new', 'Arc.new'],
    [
      'asyncio.run',
      'asyncio.create_task',
      'asyncio.ensure_future',
      'defineConfig',
      'Map.ofEntries',
      'new Map',
      'Map',
      'Uri',
      'URL',
      'Uri.parse',
    ],
    [
      'react.useRef',
      'react.use',
      'react.useDeferredValue',
      'MutableStateFlow',
      'mutableStateOf',
      'State',
      'aws.String',
      'ptr.String',
      'lo.ToPtr',
    ],
  ]
    .flat()
    .map((path) => [path, 0] as const),
);

/** Calls that make a table of their keyword arguments. */
export const TABLE_CALLS: ReadonlySet<string> = new Set([
  'dict',
  'collections.OrderedDict',
  'OrderedDict',
  'types.SimpleNamespace',
  'SimpleNamespace',
  'argparse.Namespace',
  'Namespace',
  'easydict.EasyDict',
  'box.Box',
  'munch.Munch',
  'ml_collections.ConfigDict',
  'collections.namedtuple',
]);

/** Calls and methods that join their arguments to a path. */
export const PATH_JOINS: ReadonlySet<string> = new Set([
  'os.path.join',
  'posixpath.join',
  'path.join',
  'path.resolve',
  'path.posix.join',
  'node:path.join',
  'node:path.resolve',
  'node:path.default.join',
  'path.default.join',
  'path.default.resolve',
  'filepath.Join',
  'path/filepath.Join',
  'path.Join',
  'Path.Combine',
  'System.IO.Path.Combine',
  'File.join',
  'Paths.get',
]);

/** Calls that hold a field's or parameter's default among settings of that field. */
export const FIELD_CALLS: ReadonlySet<string> = new Set([
  'Field',
  'field',
  'ib',
  'attrib',
  'Option',
  'Argument',
  'Query',
  'Body',
  'Form',
  'Header',
  'Path',
  'Cookie',
  'PrivateAttr',
  'Param',
  'HfArg',
  'Input',
  'CharField',
  'TextField',
  'Column',
  'mapped_column',
  'Unicode',
  'configurable',
]);

/** Methods and functions that declare a command line option and its default. */
export const OPTION_CALLS: ReadonlySet<string> = new Set([
  'add_argument',
  'option',
  'argument',
  'add_option',
  'DEFINE_string',
  'DEFINE_enum',
  'DEFINE_list',
  'DEFINE_multi_string',
  'StringVar',
  'String',
  'StringVarP',
  'StringP',
  'requiredOption',
  'addOption',
  'positional',
  'default_value',
]);

/** Elements of a form from which a user chooses, by simple name, with the position of the list of choices. */
export const OFFERED_AT: ReadonlyMap<string, number> = new Map([
  ...['selectbox', 'radio', 'select_slider', 'multiselect', 'pills', 'segmented_control'].map((name) => [name, 1] as const),
  ...['Dropdown', 'Radio'].map((name) => [name, 0] as const),
]);

/** How one call calls the function it is given, and with what. */
export interface HandOver {
  /** Where the function stands: position, keyword, or what the method is called on. */
  fn: { position?: number; name?: string; receiver?: true };
  /** Position from which on the arguments of the call are those of the function; keywords go with them. */
  from?: number;
  /** Where a list of positional arguments and a table of keyword arguments stand. */
  list?: { position?: number; name: string };
  table?: { position?: number; name: string };
  /** Position from which on (or what the method is called on, of which) every element is the argument of one call. */
  each?: number | 'receiver';
  /** An element holds all arguments of one call. */
  star?: true;
  /** The function is called later, and may be given more. */
  ahead?: true;
}

const SUBMITTED: readonly HandOver[] = [{ fn: { position: 0 }, from: 1 }];
const STARTED: readonly HandOver[] = [
  { fn: { name: 'target', position: 1 }, list: { name: 'args', position: 3 }, table: { name: 'kwargs', position: 4 } },
];
const ASKED: readonly HandOver[] = [{ fn: { receiver: true }, from: 0 }];
const POOLED: readonly HandOver[] = [
  { fn: { position: 0 }, list: { name: 'args', position: 1 }, table: { name: 'kwds', position: 2 } },
  { fn: { receiver: true }, list: { name: 'args', position: 0 }, table: { name: 'kwargs', position: 1 } },
];
const MAPPED: readonly HandOver[] = [
  { fn: { position: 0 }, each: 1 },
  { fn: { receiver: true }, each: 0 },
];
const STARMAPPED: readonly HandOver[] = [{ fn: { position: 0 }, each: 1, star: true }];
const BOUND: readonly HandOver[] = [{ fn: { position: 0 }, from: 1, ahead: true }];
const OVER_ELEMENTS: readonly HandOver[] = [{ fn: { position: 0 }, each: 'receiver' }];

/** Calls that call what they are given, by family of languages and simple name of the callee. */
export const HAND_OVERS: ReadonlyMap<string, ReadonlyMap<string, readonly HandOver[]>> = new Map([
  [
    'python',
    new Map([
      // Executors, threads, processes, event loops, background tasks.
      ...['submit', 'to_thread', 'run_sync', 'run_in_threadpool', 'call_soon', 'call_soon_threadsafe', 'add_task', 'sync_to_async'].map(
        (name) => [name, SUBMITTED] as const,
      ),
      ['run_in_executor', [{ fn: { position: 1 }, from: 2 }]],
      ['call_later', [{ fn: { position: 1 }, from: 2 }]],
      ['Timer', [{ fn: { position: 1, name: 'function' }, list: { name: 'args', position: 2 }, table: { name: 'kwargs', position: 3 } }]],
      ...['Thread', 'Process'].map((name) => [name, STARTED] as const),
      ...['apply', 'apply_async'].map((name) => [name, POOLED] as const),
      ...['map', 'imap', 'imap_unordered', 'map_async', 'process_map', 'thread_map'].map((name) => [name, MAPPED] as const),
      ...['starmap', 'starmap_async'].map((name) => [name, STARMAPPED] as const),
      ...['partial', 'partialmethod'].map((name) => [name, BOUND] as const),
      // Queues of tasks and clusters: the method of the function itself.
      ...['delay', 'remote', 'spawn', 'send'].map((name) => [name, ASKED] as const),
    ]),
  ],
  [
    'javascript',
    new Map([
      ['call', [{ fn: { receiver: true }, from: 1 }]],
      ['apply', [{ fn: { receiver: true }, list: { name: '', position: 1 } }]],
      ['bind', [{ fn: { receiver: true }, from: 1, ahead: true }]],
      ...['setTimeout', 'setInterval'].map((name) => [name, [{ fn: { position: 0 }, from: 2 }]] as const),
      ...['map', 'forEach', 'flatMap', 'filter'].map((name) => [name, OVER_ELEMENTS] as const),
    ]),
  ],
]);

/** Methods that hand a list to a function element by element: the function's first parameter is an element. */
export const ELEMENT_METHODS: ReadonlySet<string> = new Set([
  'map',
  'forEach',
  'filter',
  'find',
  'some',
  'every',
  'flatMap',
  'findLast',
  'for_each',
  'each',
  'ForEach',
  'Select',
  'Where',
  'Any',
  'All',
  'First',
  'FirstOrDefault',
  'stream',
  'filter_map',
  'forEachIndexed',
]);

/** Methods and functions that read a structured document from a file or a text. */
export const DOCUMENT_CALL =
  /(?:^|\.)(?:safe_load|full_load|load|loads|read_yaml|load_yaml|read_config|load_config|read_toml|from_yaml|from_file|parse|readFileSync|YAML|compose|initialize)$/;

/** Symbols that stand for parsed command line options; the option's name follows. */
export const OPTION_OBJECTS =
  /(?:^|\.)(?:parse_args|parse_known_args(?:\.0)?|parse_intermixed_args|Namespace|parse_args_into_dataclasses(?:\.\d+)?|parse_args_and_config(?:\.\d+)?|FLAGS|flags\.FLAGS|opts|parse|parseSync|argv)$/;

/** Names under which programs keep their options and configuration. */
export const OPTION_NAME =
  /^(?:_?args?|opts?|options?|flags?|FLAGS|hparams?|params?|hps|cli|argv|ns|namespace|parsed|\w*_args|\w*Args|\w*_opts|\w*_options)$/;
export const CONFIG_NAME =
  /^(?:_?(?:cfg|conf|config|configs|configuration|settings?|env|hparams?|params?|yaml|props|properties|Values|inputs)|\w+(?:_cfg|_conf|_config|_settings|Cfg|Config|Settings|Configuration)|_?Configuration)$/;

/** Base classes whose fields are filled from environment variables of the same name. */
export const SETTINGS_BASE = /(?:^|\.)(?:BaseSettings|Settings|EnvSettings)$/;
