/** What stands beside a name in a configuration: the host of its block, and labels of the model that is really asked for. */
import { describe, expect, it } from 'vitest';
import { createLinker } from '../../src/link/index.ts';
import { recognise } from '../../src/recognise/index.ts';
import { loadRules } from '../../src/rules/index.ts';
import { identifyName } from '../../src/identify/name.ts';
import { memoryProject } from '../support/project.ts';

const rules = loadRules();
const references = (files: Record<string, string>) => {
  const project = memoryProject(files);
  return recognise(project, createLinker(project), rules, {}).references;
};
const used = (files: Record<string, string>) =>
  references(files)
    .filter((reference) => reference.used)
    .map(({ line, name, registry, provider }) => [line, name, provider ?? registry ?? '']);
const ids = (files: Record<string, string>) =>
  references(files)
    .filter((reference) => reference.used)
    .map((reference) => {
      const { registry, name } = identifyName(reference, rules);
      return `${registry}:${name}`;
    });

describe('the host of a block', () => {
  it('is the vendor that is named beside the model', () => {
    const text =
      'models:\n  - name: Big\n    provider: groq\n    model: llama-3.3-70b-versatile\n  - provider: nvidia\n    model: acme/some-7b\n';
    expect(used({ '.continue/agents/a.yaml': text })).toEqual([
      [4, 'llama-3.3-70b-versatile', 'groq'],
      [6, 'acme/some-7b', 'nvidia-nim'],
    ]);
  });
  it('is the one whose address stands above a list', () => {
    const text =
      "endpoints:\n  custom:\n    - name: fast\n      baseURL: 'https://api.groq.com/openai/v1/'\n      models:\n        default: ['llama3-70b-8192', 'gemma-7b-it']\n";
    expect(used({ 'chat.yaml': text })).toEqual([
      [6, 'llama3-70b-8192', 'groq'],
      [6, 'gemma-7b-it', 'groq'],
    ]);
  });
  it('is a local server where the address is one, and its names are not those of the hub', () => {
    const text =
      'clients:\n  - type: openai-compatible\n    api_base: http://localhost:11434/v1\n    models:\n      - name: deepseek-r1\n      - name: llama3.1\n';
    expect(ids({ 'config.yaml': text })).toEqual(['ollama:deepseek-r1', 'ollama:llama3.1']);
  });
  it('is unknown behind an address that nobody knows, whatever the protocol', () => {
    const text = 'llm:\n  provider: openai\n  base_url: https://models.harbour.example/v1\n  model: acme/some-7b\n';
    expect(used({ 'config.yaml': text })).toEqual([[4, 'acme/some-7b', '']]);
  });
  it.each([
    ['the neighbour in a list', 'models:\n  - provider: groq\n    model: gpt-4o\n  - model: acme/some-7b\n', [2, 'acme/some-7b']],
    ['a hub', 'llm:\n  provider: huggingface\n  model: acme/some-7b\n', [3, 'acme/some-7b']],
    ['somebody else who provides', 'llm:\n  provider: harbour\n  model: acme/some-7b\n', [3, 'acme/some-7b']],
  ])('%s says nothing', (_, text) => {
    expect(used({ 'config.yaml': text }).at(-1)?.[2]).toBe('');
  });
});

describe('a label beside the model', () => {
  it.each([
    ['of a chart', 'servingEngineSpec:\n  modelSpec:\n    - name: "llama3"\n      modelURL: "acme/some-7b"\n', [4, 'acme/some-7b']],
    [
      'for people',
      'models:\n  - name: Llama3.3 70b\n    provider: groq\n    model: llama-3.3-70b-versatile\n',
      [4, 'llama-3.3-70b-versatile'],
    ],
  ])('%s is none', (_, text, [line, name]) => {
    expect(used({ 'values.yaml': text }).map((found) => found.slice(0, 2))).toEqual([[line, name]]);
  });
  it('is the model where nothing else names one', () => {
    expect(used({ 'values.yaml': 'models:\n  - name: llama3.1\n    size: 3\n' })).toEqual([[2, 'llama3.1', '']]);
  });
});

describe('spellings of routing libraries', () => {
  it.each([
    ['bedrock/converse/apac.anthropic.claude-sonnet-4-20250514-v1:0', 'anthropic:claude-sonnet-4-20250514'],
    ['azure/o_series/o3-mini', 'openai:o3-mini'],
    ['openai:chat:gpt-4o-mini', 'openai:gpt-4o-mini'],
    ['anthropic:messages:claude-3-5-haiku-latest', 'anthropic:claude-3-5-haiku-latest'],
    ['google:gemini-1.5-flash-8b', 'google:gemini-1.5-flash-8b'],
  ])('%s is %s', (name, id) => {
    const { registry, name: found } = identifyName({ name }, rules);
    expect(`${registry}:${found}`).toBe(id);
  });
  it('leave a deployment with a name of its own to its host', () => {
    const text = 'model_list:\n  - model_name: gpt-4o-mini\n    litellm_params:\n      model: azure/my_azure_deployment\n';
    expect(ids({ 'litellm/config.yaml': text })).toEqual([]);
  });
});

describe('a resource in an ARN', () => {
  it('is named behind a region that is a variable', () => {
    const text =
      'resource "aws_bedrockagent_knowledge_base" "kb" {\n  vector {\n    embedding_model_arn = "arn:aws:bedrock:${data.aws_region.current.name}::foundation-model/amazon.titan-embed-text-v1"\n  }\n}\n';
    expect(used({ 'kb.tf': text })).toEqual([[3, 'amazon.titan-embed-text-v1', 'aws-bedrock']]);
  });
  it.each(['"arn:aws:s3:::${var.bucket}/amazon.titan-embed-text-v1"', '"${var.prefix}/amazon.titan-embed-text-v1"'])(
    '%s is none',
    (value) => {
      expect(used({ 'kb.tf': `resource "x" "y" {\n  source_arn = ${value}\n}\n` })).toEqual([]);
    },
  );
});

describe('a variable that a configuration names', () => {
  const list = 'model_list:\n  - model_name: main\n    litellm_params:\n      model: os.environ/CHAT_MODEL\n';
  it('says where the model is to be found', () => {
    expect(used({ 'litellm.yaml': list, '.env': 'CHAT_MODEL=openai/gpt-4o\n' }).map(([, name]) => name)).toEqual(['openai/gpt-4o']);
  });
  it('leaves the model open where nothing sets it', () => {
    const project = memoryProject({ 'litellm.yaml': list });
    const { references: found, unresolved } = recognise(project, createLinker(project), rules, {});
    expect(found.filter((one) => one.used)).toEqual([]);
    expect(unresolved.map(({ line, reason }) => [line, reason])).toEqual([
      [4, 'the environment variable CHAT_MODEL names the model, and nothing sets it'],
    ]);
  });
});

describe('a default behind a route', () => {
  it('is the whole name of a model', () => {
    const text = 'services:\n  proxy:\n    image: litellm\n    environment:\n      - MODEL_ID=openai/${VLLM_MODEL:-acme/some-7b}\n';
    expect(used({ 'docker-compose.yml': text, '.env.example': 'VLLM_MODEL=acme/other-7b\n' })).toContainEqual([5, 'acme/some-7b', '']);
  });
  it('is no name of its own when it is a part of one', () => {
    const text = 'services:\n  proxy:\n    image: litellm\n    environment:\n      - MODEL_ID=acme/${SIZE:-small}\n';
    expect(used({ 'docker-compose.yml': text }).map(([, name]) => name)).toEqual(['acme/small']);
  });
});

describe('a repository behind a vendor of closed models', () => {
  it('shows that the vendor is somebody who speaks its protocol', () => {
    const { registry, provider } = identifyName({ name: 'openai/acme/some-7b', provider: 'litellm-proxy' }, rules);
    expect([registry, provider]).toEqual(['huggingface', undefined]);
  });
  it.each(['openai/gpt-4o-2099-01-01', 'openai/ft:gpt-4o:acme/team'])('%s is its own', (name) => {
    expect(identifyName({ name, provider: 'litellm-proxy' }, rules).registry).toBe('openai');
  });
});
