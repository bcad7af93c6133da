/** Calls that are not written as `library.call("model")`: under another name, through an executor, by an alias. */

import { describe, expect, it } from 'vitest';
import { createLinker } from '../../src/link/index.ts';
import { recognise } from '../../src/recognise/index.ts';
import { loadRules } from '../../src/rules/index.ts';
import { memoryProject } from '../support/project.ts';

const rules = loadRules();

/** `signature name` of what is used, in the order of the text. */
function used(files: Record<string, string>): string[] {
  const project = memoryProject(files);
  return recognise(project, createLinker(project), rules)
    .references.filter((r) => r.used)
    .map((r) => `${r.signature} ${r.name}`);
}

const HF = 'from transformers import pipeline, AutoModel\nfrom functools import partial\n';

describe('a callee under another name', () => {
  it.each([
    ['an import', 'from transformers import pipeline as make\nmake("fill-mask", "acme-ai/a-7b")\n', 'transformers.pipeline acme-ai/a-7b'],
    ['a variable', `${HF}load = AutoModel.from_pretrained\nload("acme-ai/a-7b")\n`, 'transformers.from-pretrained acme-ai/a-7b'],
    [
      'one of two',
      `${HF}load = AutoModel.from_pretrained if fast else AutoModel.from_config\nload("acme-ai/a-7b")\n`,
      'transformers.from-pretrained acme-ai/a-7b',
    ],
    [
      'a member',
      'from openai import OpenAI\nclass A:\n    def __init__(self):\n        self.ask = OpenAI().chat.completions.create\n    def go(self):\n        self.ask(model="odd-name", messages=[])\n',
      'openai.chat odd-name',
    ],
  ])('%s', (_what, text, expected) => {
    expect(used({ 'main.py': text })).toEqual([expected]);
  });

  it('that another file gives it', () => {
    const files = {
      'loaders.py': `${HF}load = AutoModel.from_pretrained\n`,
      'main.py': 'import transformers\nfrom loaders import load\nload("acme-ai/a-7b")\n',
    };
    expect(used(files)).toEqual(['transformers.from-pretrained acme-ai/a-7b']);
  });

  it.each([
    ['another library', 'from pipes import pipeline as make\nmake("fill-mask", "acme-ai/a-7b")\n'],
    ['a function of the project', `${HF}def load(name):\n    return name\nload("acme-ai/a-7b")\n`],
    ['the result of a call', `${HF}load = AutoModel.from_pretrained("acme-ai/b-7b").forward\nload("acme-ai/a-7b")\n`],
  ])('is not taken for %s', (_what, text) => {
    expect(used({ 'main.py': text }).filter((found) => found.includes('a-7b'))).toEqual([]);
  });
});

describe('a call that is handed over', () => {
  it.each([
    ['an event loop', 'loop.run_in_executor(None, AutoModel.from_pretrained, "acme-ai/a-7b")\n'],
    ['an executor', 'pool.submit(AutoModel.from_pretrained, "acme-ai/a-7b")\n'],
    ['a list', 'list(map(AutoModel.from_pretrained, ["acme-ai/a-7b"]))\n'],
    ['a thread', 'Thread(target=AutoModel.from_pretrained, args=("acme-ai/a-7b",)).start()\n'],
    ['arguments given ahead', 'later = partial(AutoModel.from_pretrained, "acme-ai/a-7b")\n'],
  ])('by %s', (_what, text) => {
    expect(used({ 'main.py': HF + text })).toEqual(['transformers.from-pretrained acme-ai/a-7b']);
  });

  it('names its model by keyword', () => {
    const text =
      'import asyncio\nfrom openai import OpenAI\nclient = OpenAI()\nasync def go():\n    await asyncio.to_thread(client.chat.completions.create, model="odd-name", messages=[])\n';
    expect(used({ 'main.py': text })).toEqual(['openai.chat odd-name']);
  });

  it('takes no default of the library when more arguments may follow', () => {
    expect(used({ 'main.py': `${HF}later = partial(pipeline, "summarization")\nlater(model="acme-ai/a-7b")\n` })).toEqual([
      'generic.model-name acme-ai/a-7b',
    ]);
  });

  it.each([
    ['another function', 'pool.submit(print, "acme-ai/a-7b")\n'],
    ['a result', 'pool.submit(print, AutoModel.from_config(x), "acme-ai/a-7b")\n'],
    ['the name of a thread', 'Thread(target=AutoModel.from_pretrained, name="acme-ai/a-7b")\n'],
  ])('does not speak for %s', (_what, text) => {
    expect(used({ 'main.py': HF + text })).toEqual([]);
  });
});

/** `reason at place` of what could not be read. */
function unresolved(files: Record<string, string>): string[] {
  const project = memoryProject(files);
  return recognise(project, createLinker(project), rules).unresolved.map((u) => `${u.vendor ?? '-'} ${u.raw}`);
}

describe('a name that the project gave', () => {
  const router = 'model_list:\n  - model_name: fast\n    litellm_params:\n      model: anthropic/claude-3-5-haiku-20241022\n';
  const asks = (url: string, model: string): string =>
    `from openai import OpenAI\nclient = OpenAI(base_url="${url}")\nclient.chat.completions.create(model="${model}", messages=[])\n`;

  it('is no model where the server of the project is asked', () => {
    expect(used({ 'litellm.yaml': router, 'main.py': asks('http://litellm:4000', 'fast') })).toEqual([
      'litellm.model anthropic/claude-3-5-haiku-20241022',
    ]);
    const compose =
      'services:\n  llm:\n    image: vllm/vllm-openai:v0.6\n    command: ["--model", "acme-ai/a-7b", "--served-model-name", "gpt-4"]\n';
    expect(used({ 'compose.yaml': compose, 'main.py': asks('http://llm:8000/v1', 'gpt-4') })).toEqual([
      'generic.openai-image-serve acme-ai/a-7b',
    ]);
  });

  it('is the model where it is its own name, or where the vendor is asked', () => {
    const same = router.replace('fast', 'claude-3-5-haiku-20241022');
    expect(used({ 'litellm.yaml': same, 'main.py': asks('http://litellm:4000', 'claude-3-5-haiku-20241022') })).toContain(
      'openai.chat claude-3-5-haiku-20241022',
    );
    const other = router.replace('fast', 'gpt-4o');
    expect(used({ 'litellm.yaml': other, 'main.py': asks('https://api.openai.com/v1', 'gpt-4o') })).toContain('openai.chat gpt-4o');
  });

  it('stands in tables of a provider and in registries of providers', () => {
    const files = {
      'lib/models.ts':
        "import { customProvider, createProviderRegistry } from 'ai';\nimport { gateway } from '@ai-sdk/gateway';\nexport const mine = customProvider({ languageModels: { 'chat-model': gateway('xai/grok-2-1212'), 'gpt-4o': gateway('xai/grok-3-mini') } });\nexport const all = createProviderRegistry({ anthropic: mine });\n",
      'lib/ask.ts':
        "import { generateText } from 'ai';\nimport { mine, all } from './models';\nexport const a = () => generateText({ model: mine.languageModel('gpt-4o') });\nexport const b = () => generateText({ model: all.languageModel('anthropic:gpt-4o') });\n",
    };
    expect(used(files)).toEqual(['ai-sdk.gateway xai/grok-2-1212', 'ai-sdk.gateway xai/grok-3-mini']);
  });
});

describe('several models in one call', () => {
  it.each([
    ['by position', 'from doctr.models import ocr_predictor\nocr_predictor("linknet_resnet18", "sar_resnet31", pretrained=True)\n', 2],
    [
      'by name',
      'from doctr.models import ocr_predictor\nocr_predictor(det_arch="linknet_resnet18", reco_arch="sar_resnet31", pretrained=True)\n',
      2,
    ],
    ['a draft', 'from vllm import LLM\nLLM(model="acme-ai/big-70b", speculative_config={"model": "acme-ai/small-1b"})\n', 2],
    [
      'an assistant',
      'from transformers import pipeline\npipeline("text-generation", model="acme-ai/big-70b", assistant_model="acme-ai/small-1b")\n',
      2,
    ],
    ['a place that is none', 'from doctr.models import ocr_predictor\nocr_predictor("linknet_resnet18", pretrained=True)\n', 1],
  ])('%s', (_what, text, count) => {
    expect(used({ 'main.py': text })).toHaveLength(count);
  });

  it('tells of the one that cannot be read', () => {
    const text = 'from vllm import LLM\nimport sys\nLLM(model="acme-ai/big-70b", speculative_model=sys.argv[1])\n';
    expect([used({ 'main.py': text }), unresolved({ 'main.py': text })]).toEqual([['vllm.llm acme-ai/big-70b'], ['- sys.argv[1]']]);
  });
});

describe('the address of a server', () => {
  it.each([
    ['as the model', 'InferenceClient("https://harbor.us-east-1.aws.endpoints.huggingface.cloud")\n', 'huggingface-inference'],
    ['by keyword', 'InferenceClient(model="http://127.0.0.1:8080")\n', '-'],
  ])('%s is no silence', (_what, text, vendor) => {
    const files = { 'main.py': `from huggingface_hub import InferenceClient\n${text}` };
    expect(used(files)).toEqual([]);
    expect(unresolved(files).map((u) => u.split(' ')[0])).toEqual([vendor]);
  });

  it('is told of wherever it stands, and any other address is not', () => {
    const files = {
      'main.py':
        'import huggingface_hub\nURL = "https://harbor.us-east-1.aws.endpoints.huggingface.cloud/v1"\nOTHER = "https://harbor.example.com/v1"\n',
      'app.yaml': 'llm:\n  model_url: https://model-abc1.api.baseten.co/production/predict\n  home: https://www.baseten.co/blog\n',
    };
    expect(unresolved(files).map((u) => u.split(' ')[0])).toEqual(['baseten', 'huggingface-inference']);
  });

  it('that stands for a model of its own is told of beside a name that says nothing', () => {
    const asks = (name: string, url: string): string =>
      `from openai import OpenAI\nOpenAI(base_url="${url}").chat.completions.create(model="${name}", messages=[])\n`;
    expect(unresolved({ 'main.py': asks('tgi', 'https://llm.example.com/v1') })).toEqual(['- tgi']);
    expect(unresolved({ 'main.py': asks('odd-name-7b', 'https://llm.example.com/v1') })).toEqual([]);
  });
});

describe('files of weights', () => {
  it.each([
    [
      'an intermediate representation',
      'import openvino\ncore.read_model("models/ocr-det.xml")\n',
      ['openvino.read-model models/ocr-det.xml'],
    ],
    [
      'a path of Windows',
      'import onnxruntime\nonnxruntime.InferenceSession("C:\\\\nets\\\\det-10g.onnx")\n',
      ['onnxruntime.session C:/nets/det-10g.onnx'],
    ],
    ['some other document', 'import openvino\ncore.read_page("models/ocr-det.xml")\nread("layout/page.xml")\n', []],
  ])('%s', (_what, text, expected) => {
    expect(used({ 'main.py': text })).toEqual(expected);
  });
});

describe('keys and sentences', () => {
  it('takes labels of Terraform for no keys', () => {
    const text = 'resource "bucket" "model" {\n  name = "gpt-4o"\n}\nresource "server" "x" {\n  model = "gpt-4o-mini"\n}\n';
    expect(used({ 'main.tf': text })).toEqual(['generic.model-name gpt-4o-mini']);
  });

  it('takes no sentence for a list of models', () => {
    expect(used({ 'a.yaml': 'model: This is slower than gpt-4o and costs more\n' })).toEqual([]);
    expect(used({ 'a.yaml': 'models: gpt-4o gpt-4o-mini\n' })).toHaveLength(2);
  });

  it('reads what stands behind an image', () => {
    const text = 'docker run --gpus all -p 8000:8000 vllm/vllm-openai:latest acme-ai/a-7b --port 8000\ndocker run alpine acme-ai/b-7b\n';
    expect(used({ 'run.sh': text })).toEqual(['generic.openai-image-serve acme-ai/a-7b']);
  });
});

describe('specs that play recorded answers', () => {
  const spec = (body: string): string => `RSpec.describe Asker do\n  let(:client) { OpenAI::Client.new }\n${body}end\n`;

  it.each([
    ['a named block', '  let(:answer) { client.chat(parameters: { model: model }) }\n  let(:model) { "gpt-4o" }\n', ['gpt-4o']],
    [
      'a block of several lines',
      '  let(:answer) do\n    client.chat(parameters: { model: model })\n  end\n  let(:model) do\n    "gpt-4o"\n  end\n',
      ['gpt-4o'],
    ],
    [
      'a block written anew',
      '  let(:answer) { client.chat(parameters: { model: model }) }\n  context "a" do\n    let(:model) { "gpt-4o" }\n  end\n  context "b" do\n    let(:model) { "o3-mini" }\n  end\n',
      ['gpt-4o', 'o3-mini'],
    ],
    [
      'a method',
      '  def model\n    if fast\n      "gpt-4o-mini"\n    else\n      "gpt-4o"\n    end\n  end\n  let(:answer) { client.chat(parameters: { model: model }) }\n',
      ['gpt-4o-mini', 'gpt-4o'],
    ],
    ['the answer', '  it "x", :vcr do\n    expect(client.models["model"]).to eq("gpt-4o")\n  end\n', []],
    ['a block nobody asks for', '  let(:name) { "gpt-4o" }\n  let(:answer) { client.models }\n', []],
  ])('%s', (_what, body, expected) => {
    expect(used({ 'spec/ask_spec.rb': spec(body) }).map((found) => found.split(' ')[1])).toEqual(expected);
  });

  it('ask a real model when they are recorded, and none when it is faked', () => {
    const body = (beside: string): string => `  it "x" do\n    ${beside}\n    client.chat(parameters: { model: "gpt-4o" })\n  end\n`;
    expect(used({ 'spec/ask_spec.rb': spec(body('VCR.insert_cassette("mocks/x")')) })).toHaveLength(1);
    expect(used({ 'spec/ask_spec.rb': spec(body('stub_request(:post, "https://api.openai.com")')) })).toEqual([]);
  });

  it('mention the models of the recorded answers', () => {
    const cassette =
      'http_interactions:\n- response:\n    body:\n      string: |\n        {"id": "x", "model": "gpt-4o-2024-05-13", "object": "chat.completion"}\n';
    const project = memoryProject({ 'spec/fixtures/cassettes/x.yml': cassette });
    const found = recognise(project, createLinker(project), rules).references;
    expect(found.map((r) => [r.name, r.used])).toEqual([['gpt-4o-2024-05-13', false]]);
  });
});

describe('names that are only compared with', () => {
  it.each([
    [
      'a set that is asked for its members',
      'class A:\n    def f(self, base):\n        thinking_models = {"o1", "o3-mini"}\n        if base in thinking_models:\n            return True\n',
      0,
    ],
    [
      'with more conditions',
      'def f(base, x):\n    thinking_models = ["o1", "o3-mini"]\n    if x and base not in thinking_models:\n        return True\n',
      0,
    ],
    [
      'a set that is also handed out',
      'def f(base):\n    thinking_models = ["o1", "o3-mini"]\n    if base in thinking_models:\n        return thinking_models\n',
      2,
    ],
    ['a set that is offered', 'def f(base):\n    thinking_models = ["o1", "o3-mini"]\n    return choose(thinking_models)\n', 2],
  ])('%s', (_what, text, count) => {
    expect(used({ 'main.py': `import openai\n${text}` })).toHaveLength(count);
  });

  it('include the members of a union type, not its default', () => {
    const text =
      "import OpenAI from 'openai';\nexport type Id = 'gpt-4o' | 'gpt-4-turbo';\nexport const ask = (model: Id = 'gpt-4o-mini') => model;\n";
    expect(used({ 'src/ask.ts': text })).toEqual(['generic.model-name gpt-4o-mini']);
  });
});
