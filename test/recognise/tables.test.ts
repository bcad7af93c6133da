/** Models as keys of a table, constants without a number, bodies of requests, and names that only look like models. */
import { describe, expect, it } from 'vitest';
import { createLinker } from '../../src/link/index.ts';
import { recognise } from '../../src/recognise/index.ts';
import { loadRules } from '../../src/rules/index.ts';
import { memoryProject } from '../support/project.ts';

const rules = loadRules();
const used = (files: Record<string, string>) => {
  const project = memoryProject(files);
  return recognise(project, createLinker(project), rules, {})
    .references.filter((reference) => reference.used)
    .map(({ path, line, name }) => `${path}:${line} ${name}`);
};

describe('keys of a table of models', () => {
  it('are choices', () => {
    const text =
      'providers:\n  shop-models:\n    models:\n      gpt-4o-mini:\n        aliases: ["mini"]\n      "acme/some-7b":\n        limit: 3\n';
    expect(used({ 'config.yml': text })).toEqual(['config.yml:4 gpt-4o-mini', 'config.yml:6 acme/some-7b']);
  });
  it('are a catalogue when there are many, unless the file says which one is the default', () => {
    const many = Array.from({ length: 25 }, (_, i) => `  gpt-4o-2024-08-${String(i + 1).padStart(2, '0')}:\n    limit: 1\n`).join('');
    expect(used({ 'list.yml': `models:\n${many}` })).toEqual([]);
    expect(used({ 'config.yml': `default-model: gpt-4o\nmodels:\n${many}` })).toHaveLength(26);
  });
  it.each([
    ['folders of a warehouse', 'models:\n  marts/finance:\n    materialized: table\n  staging/shop:\n    materialized: view\n'],
    ['prices', 'prices:\n  gpt-4o:\n    input: 1\n  gpt-4o-mini:\n    input: 2\n'],
    ['tables of a schema', 'models:\n  user:\n    columns: 3\n  order:\n    columns: 4\n'],
    ['a name that stands for another', 'models:\n  gpt-4o: my-deployment\n'],
  ])('%s are none', (_, text) => {
    expect(used({ 'config.yml': text })).toEqual([]);
  });
});

describe('an imported constant', () => {
  it('needs no number when its class holds names of models', () => {
    const text =
      'import static dev.langchain4j.model.mistralai.MistralAiChatModelName.MISTRAL_SMALL_LATEST;\nclass A { Object m = MistralAiChatModel.builder().modelName(MISTRAL_SMALL_LATEST).build(); }\n';
    expect(used({ 'A.java': text })).toEqual(['A.java:2 mistral-small-latest']);
  });
  it.each(['MAX_TOKENS', 'DEFAULT_LATEST', 'BASE_URL'])('%s is none', (name) => {
    expect(used({ 'A.java': `import static com.acme.ChatModelName.${name};\nclass A { Object m = ${name}; }\n` })).toEqual([]);
  });
});

describe('the body of a request', () => {
  const body = (name: string) => `curl -s http://localhost:11434/api/generate -d '{"model": "${name}", "prompt": "hi"}'\n`;
  it('names what a local server is asked for', () => {
    expect(used({ 'warm.sh': body('acme/some-judge:q4') })).toEqual(['warm.sh:1 acme/some-judge:q4']);
  });
  it('in the code of a test is what a double is given', () => {
    const go = 'package a\n\nimport "testing"\n\nfunc TestA(t *testing.T) {\n\tdecode(`{"model": "gpt-4o", "messages": []}`)\n}\n';
    expect(used({ 'a_test.go': go })).toEqual([]);
  });
});

describe('names of images and addresses', () => {
  it.each([
    ['.github/workflows/build.yml', 'env:\n  REGISTRY: ghcr.io\n  IMAGE_NAME: acme/model-loader\njobs: {}\n'],
    ['run.sh', 'MODEL_ADDR=shop/openai k6 run k6.js\n'],
  ])('%s names no model', (path, text) => {
    expect(used({ [path]: text })).toEqual([]);
  });
});

describe('the name of an endpoint', () => {
  it('is no model, though a vendor calls one so', () => {
    const php = (name: string) => `<?php\n$payload = Payload::create('${name}', $parameters);\n`;
    expect(used({ 'Embeddings.php': php('embeddings') })).toEqual([]);
    expect(used({ 'Chat.php': php('gpt-4o') })).toEqual(['Chat.php:2 gpt-4o']);
  });
});

describe('a manifest in a here-document', () => {
  const script = (command: string) => `${command} <<EOF\ncatalog:\n  mine:\n    url: 'ollama://deepseek-r1:1.5b'\nEOF\n`;
  it('is read like the file that it stands for', () => {
    expect(used({ 'up.sh': script('helm install models ./chart -f -') })).toEqual(['up.sh:4 ollama://deepseek-r1:1.5b']);
  });
  it('counts only where a program takes manifests', () => {
    expect(used({ 'note.sh': script('cat') })).toEqual([]);
  });
});

describe('a word in a list of models', () => {
  it('is one where others are certainly ids of the vendor that has such a model', () => {
    expect(used({ 'a.py': 'MODELS = ["gpt-4o-mini", "o1", "o3-mini"]\n' })).toEqual(['a.py:1 gpt-4o-mini', 'a.py:1 o1', 'a.py:1 o3-mini']);
    expect(used({ 'a.py': 'MODELS = ["gpt-4o-mini", "sonar", "large"]\n' })).toEqual(['a.py:1 gpt-4o-mini']);
    expect(used({ 'a.go': 'package a\n\nvar models = []string{"sonar", "sonar-reasoning-pro"}\n' })).toEqual([
      'a.go:3 sonar',
      'a.go:3 sonar-reasoning-pro',
    ]);
  });
  it.each([
    ['nothing else is a model', 'MODELS = ["sonar", "radar"]\n'],
    ['the list is looked into', 'if name in ["gpt-4o-mini", "o1"]:\n    pass\n'],
  ])('is none where %s', (_, text) => {
    expect(used({ 'a.py': text })).toEqual([]);
  });
});

describe('programs of an exported workflow', () => {
  const load =
    "from transformers import AutoModel\\nAutoModel.from_pretrained('acme/some-7b')\\nAutoModel.from_pretrained('acme/other-7b')";
  it('are code, each name at its place', () => {
    const text = `{"nodes": [{"parameters": {"pythonCode": "${load}"}}]}\n`;
    const project = memoryProject({ 'w.json': text });
    const found = recognise(project, createLinker(project), rules, {}).references;
    expect(found.map((one) => text.slice(one.column - 1, one.endColumn - 1))).toEqual(['acme/some-7b', 'acme/other-7b']);
  });
  it('stand below the keys of a code step too', () => {
    const js = "import { pipeline } from '@huggingface/transformers';\\nawait pipeline('fill-mask', 'acme/some-7b');";
    expect(used({ 'w.json': `{"nodes": [{"parameters": {"code": {"execute": {"code": "${js}"}}}}]}` })).toEqual(['w.json:1 acme/some-7b']);
  });
  it.each([
    ['a text', `{"nodes": [{"parameters": {"text": "${load}"}}]}`],
    ['a short code', '{"nodes": [{"parameters": {"jsCode": "acme/some-7b"}}]}'],
    ['a country', '{"address": {"code": "de"}}'],
  ])('%s is none', (_, text) => {
    expect(used({ 'w.json': text })).toEqual([]);
  });
});
