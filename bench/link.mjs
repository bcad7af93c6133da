// How much of what names a model at a call can be read, and what asking costs.
//
//   node bench/link.mjs <folder>... [--list] [--dist <compiled src>]
//
// Every call of a kind below is asked for its symbols and for the values of its model argument; --list prints what could not be read and why.
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: { list: { type: 'boolean', default: false }, dist: { type: 'string', default: new URL('../dist/', import.meta.url).href } },
});
const load = (module) => import(new URL(module, options.dist).href);
const [{ createProject }, { summarise }, { createLinker }] = await Promise.all([
  load('walk/index.js'),
  load('summarise/index.js'),
  load('link/index.js'),
]);

/** Kinds of calls: the language, the simple name of the callee, and where the name of the model stands. */
const KINDS = [
  {
    kind: 'from_pretrained',
    language: 'python',
    callee: /^from_pretrained$/,
    keys: ['pretrained_model_name_or_path', 'model_name'],
    position: 0,
  },
  {
    kind: 'hosted API',
    language: 'python',
    callee: /^(?:a?create|stream|parse|a?completion|Chat\w+|\w*Embeddings|LLM)$/,
    keys: ['model', 'model_name'],
  },
  {
    kind: 'loader',
    language: 'python',
    callee: /^(?:SentenceTransformer|CrossEncoder|WhisperModel|pipeline)$/,
    keys: ['model'],
    position: 0,
  },
  {
    kind: 'hosted API',
    language: 'javascript',
    callee: /^(?:create|stream|parse|Chat\w+|\w*Embeddings)$/,
    keys: ['model', 'modelName'],
    options: true,
  },
  {
    kind: 'AI SDK',
    language: 'javascript',
    callee: /^(?:generate|stream)(?:Text|Object)$|^embed(?:Many)?$/,
    keys: ['model'],
    options: true,
    inner: true,
  },
  { kind: 'builder', language: 'java', callee: /^(?:modelName|model|modelId)$/, position: 0 },
  {
    kind: 'client',
    language: 'csharp',
    callee: /^(?:GetChatClient|ChatClient|Add\w*ChatCompletion|GetEmbeddingClient)$/,
    keys: ['model', 'modelId', 'deploymentName'],
    position: 0,
  },
  { kind: 'hub', language: 'rust', callee: /^(?:model|repo|with_revision)$/, position: 0 },
];
const NOT_PROGRAM = new Set(['test', 'docs', 'vendored']);

/** The expression that names the model in a call, and where it stands. */
function argument(linker, call, site, spec) {
  for (const key of spec.keys ?? []) {
    const named = call.a.find((a) => a.name === key);
    if (named) return { expr: named.v, site };
  }
  const first = call.a.find((a) => a.name === undefined && !a.spread)?.v;
  if (spec.options && first) {
    for (const key of spec.keys) {
      const found = linker.member(first, [key], site);
      if (!found) continue;
      return spec.inner && found.expr.k === 'call' && found.expr.a[0] ? { expr: found.expr.a[0].v, site: found.site } : found;
    }
    return undefined;
  }
  return spec.position !== undefined && first ? { expr: first, site } : undefined;
}

const table = {};
for (const folder of folders) {
  const project = await createProject(folder, { summarise });
  const linker = createLinker(project);
  for (const { path: name, format, scope: part } of project.files) {
    if (NOT_PROGRAM.has(part) || !/^(?:python|notebook|javascript|java|csharp|rust)$/.test(format)) continue;
    const file = project.summary(name);
    for (const code of file?.code ?? []) {
      for (const { call, scope } of code.calls) {
        const callee = call.f.k === 'attr' || call.f.k === 'name' ? call.f.n : '';
        const spec = KINDS.find((k) => k.language === code.language && k.callee.test(callee));
        if (!spec) continue;
        const site = { file, code, scope };
        const found = argument(linker, call, site, spec);
        // Without a model argument it is another function of that name.
        if (!found && spec.kind !== 'from_pretrained') continue;
        const row = (table[`${spec.language} ${spec.kind}`] ??= { sites: 0, read: 0 });
        row.sites++;
        linker.symbols(call.f, site);
        const set = found && linker.resolve(found.expr, found.site);
        const texts = set?.values.filter((v) => v.literalType === undefined) ?? [];
        if (texts.length > 0) row.read++;
        const column = texts[0]?.how ?? (found ? 'not read' : 'no argument');
        row[column] = (row[column] ?? 0) + 1;
        if (options.list && texts.length === 0) {
          const line = file.lineStarts.findLastIndex((start) => start <= call.at[0]) + 1;
          console.log(`${path.basename(folder)} ${name}:${line} ${callee} ${set?.reason ?? 'no argument'}`);
        }
      }
    }
  }
}
console.table(table);
