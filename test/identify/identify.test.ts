import { describe, expect, it } from 'vitest';
import { baseOfCopy, identify, identifyName, idOf, type Named } from '../../src/identify/index.ts';
import { memoryProject } from '../support/project.ts';
import { recognised, reference, rules } from '../gather/helpers.ts';

const id = (name: string, more: Omit<Named, 'name'> = {}): string => idOf(identifyName({ name, ...more }, rules));
const hub = { registry: 'huggingface' };

describe('one model for all spellings', () => {
  it.each<[name: string, hints: Omit<Named, 'name'>, expected: string]>([
    ['bert-base-uncased', hub, 'huggingface:google-bert/bert-base-uncased'],
    ['google-bert/bert-base-uncased', hub, 'huggingface:google-bert/bert-base-uncased'],
    ['https://huggingface.co/google-bert/bert-base-uncased/tree/main', {}, 'huggingface:google-bert/bert-base-uncased'],
    ['hf://bert-base-uncased', {}, 'huggingface:google-bert/bert-base-uncased'],
    ['meta-llama/Meta-Llama-3.1-8B-Instruct', hub, 'huggingface:meta-llama/Llama-3.1-8B-Instruct'],
    ['LLM-Research/Meta-Llama-3.1-8B-Instruct', { registry: 'modelscope' }, 'huggingface:meta-llama/Llama-3.1-8B-Instruct'],
    // Names in the columns of tables of download sources: shared with the hub, and known to the other registry alone.
    ['Qwen/Qwen2.5-7B-Instruct', {}, 'huggingface:Qwen/Qwen2.5-7B-Instruct'],
    ['swift/llava-1.5-7b-hf', {}, 'huggingface:llava-hf/llava-1.5-7b-hf'],
    ['modelscope/falcon-180B', {}, 'huggingface:tiiuae/falcon-180B'],
    ['swift/nobody-knows-it', {}, 'huggingface:swift/nobody-knows-it'],
    ['swift/llava-1.5-7b-hf', { registry: 'huggingface' }, 'huggingface:swift/llava-1.5-7b-hf'],
    ['THUDM/chatglm-6b', hub, 'huggingface:zai-org/chatglm-6b'],
    ['bert-base-chinese', hub, 'huggingface:google-bert/bert-base-chinese'],
    ['bert-base-chinese', {}, 'huggingface:google-bert/bert-base-chinese'],
    ['THUDM/some-new-thing', hub, 'huggingface:zai-org/some-new-thing'],
    ['runwayml/stable-diffusion-v1-5', hub, 'huggingface:stable-diffusion-v1-5/stable-diffusion-v1-5'],
    ['all-MiniLM-L6-v2', { registry: 'sentence-transformers' }, 'huggingface:sentence-transformers/all-MiniLM-L6-v2'],
    ['base', { registry: 'whisper' }, 'huggingface:openai/whisper-base'],
    ['large-v3', { registry: 'faster-whisper' }, 'huggingface:Systran/faster-whisper-large-v3'],
    ['yolov8n.pt', { registry: 'ultralytics' }, 'ultralytics:yolov8n.pt'],
    ['yolov8n', { registry: 'ultralytics' }, 'ultralytics:yolov8n.pt'],
    ['resnet50', { registry: 'torchvision' }, 'torchvision:resnet50'],
    ['resnet50', { registry: 'timm' }, 'timm:resnet50'],
    ['resnet50.a1_in1k', { registry: 'timm' }, 'huggingface:timm/resnet50.a1_in1k'],
    ['hf-hub:timm/resnet50.a1_in1k', {}, 'huggingface:timm/resnet50.a1_in1k'],
    ['en_core_web_sm', { registry: 'spacy' }, 'spacy:en_core_web_sm'],
    ['llama3.1:latest', { registry: 'ollama' }, 'ollama:llama3.1'],
    ['llama3.1:8b', { registry: 'ollama' }, 'ollama:llama3.1:8b'],
    ['registry.ollama.ai/library/llama3.1:8b', {}, 'ollama:llama3.1:8b'],
    ['hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M', { registry: 'ollama' }, 'huggingface:bartowski/Llama-3.2-1B-Instruct-GGUF'],
    ['acme/diarizer@3f2a9c1', hub, 'huggingface:acme/diarizer'],
    ['nvidia/speakerverification_en_titanet_large', { registry: 'nemo' }, 'huggingface:nvidia/speakerverification_en_titanet_large'],
    ['stt_en_conformer_ctc_large', { registry: 'nemo' }, 'nemo:stt_en_conformer_ctc_large'],
    ['ollama_chat/llama3.2', {}, 'ollama:llama3.2'],
    [`https://weights.replicate.delivery/default/acme--chat-7b-v1.0-${'0a'.repeat(20)}.tar`, {}, 'huggingface:acme/chat-7b-v1.0'],
    ['https://weights.replicate.delivery/default/acme--chat-7b/part-1.bin', {}, 'huggingface:acme/chat-7b'],
    [
      'https://weights.replicate.delivery/default/sdxl/safety-1.0.tar',
      {},
      'url:https://weights.replicate.delivery/default/sdxl/safety-1.0.tar',
    ],
    ['gpt-4o', {}, 'openai:gpt-4o'],
    ['gpt-35-turbo', { provider: 'azure-openai' }, 'openai:gpt-3.5-turbo'],
    ['us.anthropic.claude-3-7-sonnet-20250219-v1:0', { provider: 'aws-bedrock' }, 'anthropic:claude-3-7-sonnet-20250219'],
    ['meta.llama3-1-70b-instruct-v1:0', {}, 'huggingface:meta-llama/Llama-3.1-70B-Instruct'],
    ['eu.amazon.nova-someday-v1:0', {}, 'bedrock:nova-someday-v1:0'],
    ['mistral-small-latest', { provider: 'mistral' }, 'mistral:mistral-small-latest'],
    [`meta/llama-2-70b-chat:${'0a'.repeat(32)}`, { provider: 'replicate' }, 'huggingface:meta-llama/Llama-2-70b-chat-hf'],
    ['black-forest-labs/flux-schnell', { provider: 'replicate' }, 'huggingface:black-forest-labs/FLUX.1-schnell'],
    ['black-forest-labs/flux-1.1-pro', { provider: 'replicate' }, 'replicate:black-forest-labs/flux-1.1-pro'],
    ['phi-4', {}, 'huggingface:microsoft/phi-4'],
    ['bert', {}, 'unknown:bert'],
    ['claude-3-5-sonnet-v2@20241022', { provider: 'google-vertex' }, 'anthropic:claude-3-5-sonnet-20241022'],
    ['anthropic/claude-3.7-sonnet', { provider: 'vercel-ai-gateway' }, 'anthropic:claude-3.7-sonnet'],
    ['openai/gpt-4o', { provider: 'openrouter' }, 'openai:gpt-4o'],
    ['bedrock/anthropic.claude-3-haiku-20240307-v1:0', { provider: 'litellm-proxy' }, 'anthropic:claude-3-haiku-20240307'],
    ['ollama/llama3', { provider: 'litellm-proxy' }, 'ollama:llama3'],
    ['spaCy/en_core_web_lg', {}, 'spacy:en_core_web_lg'],
    ['spaCy/en_core_web_lg', { registry: 'spacy' }, 'spacy:en_core_web_lg'],
    ['HuggingFace/obi/deid_roberta_i2b2', {}, 'huggingface:obi/deid_roberta_i2b2'],
    ['stanza/en', hub, 'stanza:en'],
    ['en_core_web_sm-3.7.0', { registry: 'spacy' }, 'spacy:en_core_web_sm'],
    ['base.en-q5_1', { registry: 'whisper.cpp' }, 'huggingface:openai/whisper-base.en'],
    ['openai/gpt-4o', { registry: 'gateway' }, 'openai:gpt-4o'],
    ['https://github.com/ultralytics/assets/releases/download/v8.3.0/yolov8n.pt', {}, 'ultralytics:yolov8n.pt'],
    ['https://example.org/models/mine.onnx', { registry: 'url' }, 'url:https://example.org/models/mine.onnx'],
    ['flair/ner-english-large', { registry: 'flair' }, 'huggingface:flair/ner-english-large'],
    ['qwen2.5:1.5b', {}, 'ollama:qwen2.5:1.5b'],
    ['redis:7', {}, 'unknown:redis:7'],
    ['some local deployment', {}, 'unknown:some local deployment'],
    ['llama-3.3-70b-versatile', {}, 'huggingface:meta-llama/Llama-3.3-70B-Instruct'],
    ['llama3-8b-8192', {}, 'huggingface:meta-llama/Meta-Llama-3-8B-Instruct'],
    ['llama3-8b', {}, 'unknown:llama3-8b'],
    ['accounts/fireworks/models/firefunction-v2', {}, 'fireworks:firefunction-v2'],
    ['mistral.mixtral-8x7b-instruct-v0:1', {}, 'huggingface:mistralai/Mixtral-8x7B-Instruct-v0.1'],
    ['Llama-2-7b-chat', {}, 'huggingface:meta-llama/Llama-2-7b-chat-hf'],
    ['Llama-3.1-8B-Instruct', {}, 'huggingface:meta-llama/Llama-3.1-8B-Instruct'],
    ['Llama-8B', {}, 'unknown:Llama-8B'],
    ['https://example.org/models/mine.onnx', { registry: 'file' }, 'url:https://example.org/models/mine.onnx'],
    ['gpt-35-turbo-16k', {}, 'openai:gpt-3.5-turbo-16k'],
    ['chat-bison@001', {}, 'google:chat-bison-001'],
    ['someone@001', {}, 'unknown:someone@001'],
    ['llama-3.3-70b-instruct-maas', {}, 'huggingface:meta-llama/Llama-3.3-70B-Instruct'],
    ['base', { provider: 'deepgram' }, 'deepgram:base'],
    ['base', {}, 'unknown:base'],
    ['best', {}, 'unknown:best'],
    ['whisper', {}, 'unknown:whisper'],
    ['org/never-heard-of', hub, 'huggingface:org/never-heard-of'],
  ])('%s %j is %s', (name, hints, expected) => {
    expect(id(name, hints)).toBe(expected);
  });

  it('takes the maker’s own endpoint for a vendor’s, whatever is said of weights', () => {
    const found = identify(recognised([reference('mistral-small-latest', { provider: 'mistral' })]), rules, memoryProject({}));
    expect(found.map((one) => [one.id, one.channel])).toEqual([['mistral:mistral-small-latest', 'vendor-api']]);
  });

  it.each([
    ['llama-3.1-8b-instant', 'groq'],
    ['us.meta.llama3-1-8b-instruct-v1:0', 'aws-bedrock'],
    ['accounts/fireworks/models/llama-v3p1-8b-instruct', 'fireworks'],
    ['@cf/meta/llama-3.1-8b-instruct', 'cloudflare-workers-ai'],
    ['meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo', 'together'],
    ['llama3.1-8b', 'cerebras'],
    ['meta-llama/llama-3.1-8b-instruct:free', 'openrouter'],
    ['databricks-meta-llama-3-1-8b-instruct', 'databricks'],
  ])('%s at %s serves the published weights', (name, provider) => {
    expect(identifyName({ name, provider }, rules)).toMatchObject({
      name: 'meta-llama/Llama-3.1-8B-Instruct',
      provider,
      served: 'weights',
    });
  });
});

describe('shape proves nothing', () => {
  it.each<[name: string, hints: Omit<Named, 'name'>, served: string | undefined]>([
    ['Qwen/Qwen3.7-Max', { provider: 'together' }, 'closed'],
    ['Qwen/Qwen3.7-Max', hub, 'closed'],
    ['Qwen/Qwen99-New', { provider: 'together' }, 'unknown'],
    ['gemini-3-flash-preview:cloud', { registry: 'ollama' }, 'closed'],
    ['gpt-oss:120b-cloud', { registry: 'ollama' }, 'weights'],
    ['llama3.1:8b', { registry: 'ollama' }, undefined],
    ['my-deployment', { provider: 'azure-openai' }, 'unknown'],
    ['gpt-99-unlisted', { provider: 'openai' }, 'closed'],
    ['whisper-1', { provider: 'openai' }, 'closed'],
    ['openai/gpt-oss-120b', hub, undefined],
  ])('%s %j is served as %s', (name, hints, served) => {
    expect(identifyName({ name, ...hints }, rules).served).toBe(served);
  });

  it('takes an open repository asked for through a closed vendor’s client for what it is', () => {
    expect(identifyName({ name: 'meta-llama/Llama-3.1-8B-Instruct', provider: 'openai' }, rules)).toEqual(
      expect.objectContaining({ registry: 'huggingface', name: 'meta-llama/Llama-3.1-8B-Instruct' }),
    );
  });

  it('knows tokenizers named after closed models from those models', () => {
    expect(id('Xenova/gpt-4', { registry: 'huggingface', role: 'tokenizer' })).toBe('huggingface:Xenova/gpt-4');
  });
});

describe('models of a project', () => {
  const project = memoryProject({ 'app.py': '', Dockerfile: '', 'models/tiny.gguf': '', 'run.sh': '' });

  it('puts spellings together and keeps every route', () => {
    const models = identify(
      recognised([
        reference('meta-llama/Llama-3.1-8B-Instruct', hub),
        reference('meta-llama/Meta-Llama-3.1-8B-Instruct', { ...hub, path: 'Dockerfile' }),
        reference('llama-3.1-8b-instant', { provider: 'groq', line: 9 }),
      ]),
      rules,
      project,
    );
    expect(models).toHaveLength(1);
    expect(models[0]).toMatchObject({
      id: 'huggingface:meta-llama/Llama-3.1-8B-Instruct',
      purl: 'pkg:huggingface/meta-llama/Llama-3.1-8B-Instruct',
      channel: 'build-download',
      routes: [{ channel: 'build-download' }, { channel: 'runtime-download' }, { channel: 'hosted-open', provider: 'groq' }],
    });
    expect(models[0]!.references.map(({ path, line }) => [path, line])).toEqual([
      ['Dockerfile', 1],
      ['app.py', 1],
      ['app.py', 9],
    ]);
  });

  it('decides channels', () => {
    const channels = (name: string, more: object): string => identify(recognised([reference(name, more)]), rules, project)[0]!.channel;
    expect(channels('./models/tiny.gguf', { registry: 'file' })).toBe('bundled');
    expect(channels('tiny.gguf', { path: 'models/tiny.gguf', how: 'file-header', registry: 'file' })).toBe('bundled');
    expect(channels('gpt2', hub)).toBe('runtime-download');
    expect(channels('gpt2', { ...hub, path: 'run.sh' })).toBe('build-download');
    expect(channels('gpt2', { ...hub, path: 'Dockerfile', usage: 'serve' })).toBe('runtime-download');
    expect(channels('gpt-4o', { provider: 'openai' })).toBe('vendor-api');
    expect(channels('deepseek-chat', { provider: 'deepseek' })).toBe('vendor-api');
    expect(channels('openai/gpt-oss-120b', { provider: 'groq' })).toBe('hosted-open');
    expect(channels('who/knows', { provider: 'together' })).toBe('vendor-api');
  });

  it('keeps vendors without a model, and prefixes', () => {
    const models = identify(
      recognised([
        reference('x', { provider: 'openai', target: 'vendor' }),
        reference('claude-3-', { provider: 'anthropic', target: 'prefix' }),
        reference('nothing', { target: 'none' }),
      ]),
      rules,
      project,
    );
    expect(models.map((model) => [model.id, model.channel, model.purl])).toEqual([
      ['anthropic:claude-3-*', 'vendor-api', undefined],
      ['openai:*', 'vendor-api', undefined],
    ]);
  });

  it('takes a revision into the package URL when all references agree', () => {
    const models = identify(recognised([reference('org/m', { ...hub, revision: 'abc' }), reference('org/m', hub)]), rules, project);
    expect(models[0]).toMatchObject({ revision: 'abc', purl: 'pkg:huggingface/org/m@abc' });
    const two = identify(
      recognised([reference('org/m', { ...hub, revision: 'abc' }), reference('org/m', { ...hub, revision: 'def' })]),
      rules,
      project,
    );
    expect(two[0]!.references).toHaveLength(2);
  });
});

describe('copies', () => {
  it.each([
    ['bartowski/Mistral-7B-Instruct-v0.3-GGUF', 'mistralai/Mistral-7B-Instruct-v0.3'],
    ['Xenova/whisper-medium', 'openai/whisper-medium'],
    ['Systran/faster-distil-whisper-large-v2', 'distil-whisper/distil-large-v2'],
    ['mlx-community/Mistral-7B-Instruct-v0.3-4bit', 'mistralai/Mistral-7B-Instruct-v0.3'],
  ])('%s is a copy of %s', (name, base) => {
    expect(baseOfCopy(name, rules)).toMatchObject({ id: base, confidence: 'medium' });
  });
  it.each(['openai/whisper-medium', 'someone/whisper-medium', 'bartowski/nothing-like-it-GGUF', 'whisper-medium', 'x/y'])(
    '%s is none',
    (name) => {
      expect(baseOfCopy(name, rules)).toBeUndefined();
    },
  );
  it('is less sure of makers nobody knows', () => {
    expect(baseOfCopy('Qwen3-1.7B-Q4_K_M', rules)).toMatchObject({ id: 'Qwen/Qwen3-1.7B', confidence: 'low' });
    expect(baseOfCopy('Qwen3-1.7B', rules)).toBeUndefined();
    expect(baseOfCopy('my-tune-of-Qwen3-1.7B-Q4_K_M', rules)).toBeUndefined();
    expect(baseOfCopy('someone/Mistral-7B-Instruct-v0.3-GGUF', rules)).toMatchObject({ confidence: 'low' });
  });
});

describe('hostile names', () => {
  it.each([
    '',
    ' ',
    '/',
    ':',
    '../../etc/passwd',
    'hf://',
    'https://huggingface.co/datasets/a/b',
    'a'.repeat(1_000_000),
    '\u0000\u0001',
    '__proto__',
    'constructor',
    '💥/🔥',
    'x/y/z/'.repeat(10_000),
    'ollama://',
    'arn:aws:bedrock:::',
    'ft:gpt-4o-mini-2024-07-18:acme::abc123',
  ])('%#', (name) => {
    for (const provider of [undefined, 'openai', 'aws-bedrock', 'litellm-proxy', 'together']) {
      const found = identifyName({ name, ...(provider === undefined ? {} : { provider }) }, rules);
      expect(found.registry.length).toBeGreaterThan(0);
      expect(found.name.length).toBeLessThanOrEqual(600);
    }
  });
});

describe('the revision of an address', () => {
  it.each([
    ['https://huggingface.co/openai/whisper-small/tree/refs%2Fpr%2F3', 'refs/pr/3'],
    ['https://huggingface.co/openai/whisper-small/resolve/abc123/model.safetensors', 'abc123'],
    ['hf://openai/whisper-small@v1.0', 'v1.0'],
    ['https://huggingface.co/openai/whisper-small/tree/%E0%A4%A', '%E0%A4%A'],
  ])('%s', (name, revision) => {
    expect(identifyName({ name }, rules)).toMatchObject({ name: 'openai/whisper-small', revision });
  });
});
