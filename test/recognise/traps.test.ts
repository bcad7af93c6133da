/** Every trap of the field: what looks like a model and is none, and what is one without looking like it. Expectations are worked out by hand. */
import { describe, expect, it } from 'vitest';
import { createLinker } from '../../src/link/index.ts';
import { recognise } from '../../src/recognise/index.ts';
import { loadRules } from '../../src/rules/index.ts';
import { memoryProject } from '../support/project.ts';

const rules = loadRules();

interface Trap {
  what: string;
  files: Record<string, string>;
  /** `path:line name` of every used reference, in order. */
  used: string[];
  /** Names that must be reported as mere mentions. */
  mentioned?: string[];
  published?: string[];
  unresolved?: number;
}

const traps: Trap[] = [
  {
    what: 'an embedding layer made from a tensor',
    files: { 'a.py': 'import torch.nn as nn\nlayer = nn.Embedding.from_pretrained(weights)\n' },
    used: [],
    unresolved: 0,
  },
  {
    what: 'a model switched to pretrained=False',
    files: {
      'a.py':
        'import timm\na = timm.create_model("resnet50", pretrained=False)\nb = timm.create_model("vit_base_patch16_224", pretrained=True)\n',
    },
    used: ['a.py:3 vit_base_patch16_224'],
  },
  {
    what: 'a dataset fetched by the function for models',
    files: {
      'a.py':
        'from huggingface_hub import snapshot_download, hf_hub_download\nsnapshot_download("org-x/corpus-7b", repo_type="dataset")\nhf_hub_download("google/gemma-7b", "model.safetensors")\n',
    },
    used: ['a.py:3 google/gemma-7b'],
  },
  {
    what: 'an f-string keeps its known beginning',
    files: {
      'a.py': 'from transformers import AutoModel\ndef load(size):\n    return AutoModel.from_pretrained(f"facebook/dinov2-{size}")\n',
    },
    used: ['a.py:3 facebook/dinov2-'],
  },
  {
    what: 'a commented alternative beside the live line',
    files: {
      'application.properties': '# spring.ai.openai.chat.options.model=gpt-4-turbo\nspring.ai.openai.chat.options.model=gpt-4o\n',
    },
    used: ['application.properties:2 gpt-4o'],
    mentioned: ['gpt-4-turbo'],
  },
  {
    what: 'a comment behind a value in an env file',
    files: { '.env.example': 'LLM=llama2 #or any model tag, gpt-4 or gpt-3.5\n' },
    used: ['.env.example:1 llama2'],
    mentioned: ['gpt-4'],
  },
  {
    what: 'defaults of compose variables, with and without colon',
    files: {
      'docker-compose.yml':
        'services:\n  api:\n    image: x\n    environment:\n      - LLM_MODEL=${LLM_MODEL:-gpt-4o-mini}\n      - OLLAMA_MODEL=${LLM-llama3.1:8b}\n',
    },
    used: ['docker-compose.yml:5 gpt-4o-mini', 'docker-compose.yml:6 llama3.1:8b'],
  },
  {
    what: 'a placeholder of a Helm template',
    files: { 'templates/deployment.yaml': 'spec:\n  args:\n    - --model\n    - {{ .Values.model.name }}\n' },
    used: [],
  },
  {
    what: 'escaped quotes and recorded output of a notebook',
    files: {
      'a.ipynb': JSON.stringify(
        {
          cells: [
            {
              cell_type: 'code',
              source: ['from openai import OpenAI\n', 'r = OpenAI().chat.completions.create(model="gpt-4o", messages=[])\n'],
              outputs: [{ output_type: 'stream', text: ['model=claude-3-opus-20240229\n'] }],
            },
          ],
          metadata: {},
          nbformat: 4,
        },
        null,
        1,
      ),
    },
    used: ['a.ipynb:7 gpt-4o'],
  },
  {
    what: 'a table of prices',
    files: { 'prices.py': 'PRICES = {"gpt-4o": 2.5, "claude-3-opus-20240229": 15.0}\n' },
    used: [],
    mentioned: ['gpt-4o', 'claude-3-opus-20240229'],
  },
  {
    what: 'a table of limits whatever it is called',
    files: { 'a.ts': "export const models = { 'gpt-4o': 128000, 'gpt-4': 8192 };\n" },
    used: [],
    mentioned: ['gpt-4o', 'gpt-4'],
  },
  {
    what: 'prices that are calculated',
    files: { 'a.go': 'package a\n\nvar models = map[string]float64{\n\t"gpt-4o": 2.5 * USD,\n\t"glm-4-plus": 0.05 / 1000 * RMB,\n}\n' },
    used: [],
    mentioned: ['gpt-4o', 'glm-4-plus'],
  },
  {
    what: 'name checks',
    files: {
      'a.py':
        'def vision(model):\n    if model == "gpt-4o" or model.startswith("claude-3-opus-20240229"):\n        return True\n    return model in ["gpt-4-turbo", "gemini-1.5-pro"]\n',
    },
    used: [],
    mentioned: ['gpt-4o', 'claude-3-opus-20240229', 'gpt-4-turbo', 'gemini-1.5-pro'],
  },
  {
    what: 'a set that is only looked into',
    files: {
      'a.py': 'REASONING_MODELS = frozenset({"o3-mini", "gpt-5-mini"})\n\ndef reasons(name):\n    return name in REASONING_MODELS\n',
    },
    used: [],
    mentioned: ['o3-mini', 'gpt-5-mini'],
  },
  {
    what: 'a list that the program offers',
    files: { 'a.py': 'MODELS = ["gpt-4o", "gpt-4o-mini"]\n\ndef choose():\n    return select("Model", MODELS)\n' },
    used: ['a.py:1 gpt-4o', 'a.py:1 gpt-4o-mini'],
  },
  {
    what: 'fields of option objects',
    files: {
      'a.tsx': "const models = [\n  { id: 'claude-3-haiku-20240307', name: 'Claude 3 Haiku' },\n  { id: 'gpt-4o', name: 'GPT-4o' },\n];\n",
    },
    used: ['a.tsx:2 claude-3-haiku-20240307', 'a.tsx:3 gpt-4o'],
  },
  {
    what: 'words of every day and UI sizes',
    files: {
      'package.json': '{ "scripts": { "build": "turbo build" }, "devDependencies": { "turbo": "^2.0.0", "large": "1.0.0" } }\n',
      'a.tsx': "const size = 'large';\nconst algorithm = 'bloom';\nconst word = ['gemma', 'dolly', 'curie', 'sonar', 'falcon'];\n",
      'grok.conf': 'filter { grok { match => { "message" => "%{COMBINEDAPACHELOG}" } } }\n',
    },
    used: [],
  },
  {
    what: 'domains and labels that look like Bedrock or Hub ids',
    files: {
      'a.yaml': 'metadata:\n  labels:\n    app.kubernetes.io/managed-by: helm\nmodel_docs: amazon.com\nurl: openai.com\n',
      'b.ts':
        "import { openai } from '@ai-sdk/openai';\nimport x from 'next/navigation';\nconst type = 'application/json';\nconst repo = 'facebook/react';\n",
    },
    used: [],
  },
  {
    what: 'slugs of GitHub repositories, images and Spaces',
    files: {
      '.github/workflows/ci.yml':
        'jobs:\n  a:\n    steps:\n      - uses: microsoft/security-devops-action@v1\n      - run: git clone https://github.com/openai/CLIP.git\n      - run: git clone https://huggingface.co/spaces/org-x/demo-7b\n',
      'compose.yaml': 'services:\n  a:\n    image: ollama/ollama:latest\n  b:\n    image: vllm/vllm-openai:v0.6.2\n',
    },
    used: [],
  },
  {
    what: 'a served name, a resource name and an alias',
    files: {
      'litellm_config.yaml': 'model_list:\n  - model_name: my-gpt-4o\n    litellm_params:\n      model: azure/gpt-4o\n',
      'deploy.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: nomic-embed-text-v1.5\nspec:\n  template:\n    spec:\n      containers:\n        - name: a\n          image: vllm/vllm-openai:v0.6.2\n          args: ["--model", "Qwen/Qwen2.5-7B-Instruct", "--served-model-name", "gpt-3.5-turbo"]\n',
    },
    used: ['deploy.yaml:11 Qwen/Qwen2.5-7B-Instruct', 'litellm_config.yaml:4 azure/gpt-4o'],
  },
  {
    what: 'datasets and output names of a training configuration',
    files: {
      'train.yaml':
        'model_name_or_path: Qwen/Qwen2.5-1.5B-Instruct\ndataset_name: HuggingFaceH4/numina-deepseek-r1-qwen-7b\ndatasets:\n  - path: open-r1/OpenR1-Math-220k\nhub_model_id: acme-labs/Qwen2.5-1.5B-GRPO\noutput_dir: data/Qwen2.5-1.5B-GRPO\n',
    },
    used: ['train.yaml:1 Qwen/Qwen2.5-1.5B-Instruct'],
    published: ['acme-labs/Qwen2.5-1.5B-GRPO'],
  },
  {
    what: 'docstrings of a library',
    files: {
      'a.py':
        'def load(name):\n    """Loads a model.\n\n    >>> load("bert-base-uncased")\n    >>> AutoModel.from_pretrained("google/flan-t5-base")\n    """\n    return name\n',
    },
    used: [],
    mentioned: ['bert-base-uncased', 'google/flan-t5-base'],
  },
  {
    what: 'tokenizer and weights of one constant',
    files: {
      'a.py':
        'from transformers import AutoModel, AutoTokenizer\nNAME = "google/flan-t5-base"\ntok = AutoTokenizer.from_pretrained(NAME)\nmodel = AutoModel.from_pretrained(NAME)\n',
    },
    used: ['a.py:2 google/flan-t5-base'],
  },
  {
    what: 'a repository and its file in one call',
    files: {
      'a.py':
        'from huggingface_hub import HfApi\nfrom x import fetch\nMODELS = {"a": fetch("unstructuredio/yolo_x_layout", "yolox_l0.05.onnx")}\n',
    },
    used: ['a.py:3 unstructuredio/yolo_x_layout'],
  },
  {
    what: 'a repository and its entry point over two lines',
    files: { 'a.py': 'import torch\nmodel, utils = torch.hub.load(\n    repo_or_dir="snakers4/silero-vad",\n    model="silero_vad",\n)\n' },
    used: ['a.py:3 snakers4/silero-vad:silero_vad'],
  },
  {
    what: 'weights beside optimizer state',
    files: {
      'a.py': 'import torch\ntorch.load("checkpoint/optimizer.pt")\ntorch.load("rng_state.pth")\ntorch.load("weights/mobilenet_v3.pth")\n',
      '.gitattributes': '*.safetensors filter=lfs diff=lfs merge=lfs -text\n',
    },
    used: ['a.py:4 weights/mobilenet_v3.pth'],
  },
  {
    what: 'a YOLO file of weights against an architecture',
    files: { 'a.py': 'from ultralytics import YOLO\na = YOLO("yolov8n.yaml")\nb = YOLO("yolo11x.pt")\n' },
    used: ['a.py:3 yolo11x.pt'],
  },
  {
    what: 'names of a Modelfile and of a Dockerfile',
    files: { Modelfile: 'FROM llama3.1:8b\nPARAMETER temperature 1\n', Dockerfile: 'FROM python:3.11-slim\nRUN ollama pull mistral:7b\n' },
    used: ['Dockerfile:2 mistral:7b', 'Modelfile:1 llama3.1:8b'],
  },
  {
    what: 'a Space card against a model card and a blog post',
    files: {
      'space/README.md': '---\ntitle: Demo\nsdk: gradio\nmodels:\n  - google/flan-t5-base\n---\n# Demo\n',
      'model/README.md': '---\nlicense: apache-2.0\nbase_model: google/gemma-7b\n---\n# Model\n',
      'blog/post.md': '---\ntitle: Post\nlayout: page\nmodels: none\n---\ntext\n',
    },
    used: ['model/README.md:3 google/gemma-7b', 'space/README.md:5 google/flan-t5-base'],
  },
  {
    what: 'a permission for a model',
    files: {
      'policy.json':
        '{ "Statement": [{ "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2" }] }\n',
    },
    used: [],
  },
  {
    what: 'a model fetched by the image only',
    files: {
      Dockerfile:
        'FROM python:3.11\nRUN python -c "from transformers import AutoModel; AutoModel.from_pretrained(\'google/flan-t5-base\')"\n',
    },
    used: ['Dockerfile:2 google/flan-t5-base'],
  },
  {
    what: 'schemes of registries and of datasets',
    files: {
      'values.yaml':
        'a:\n  url: hf://meta-llama/Llama-3.1-8B-Instruct\nb:\n  url: ollama://gemma2:2b\nc:\n  url: hf://datasets/org-x/data-7b\n',
    },
    used: ['values.yaml:2 hf://meta-llama/Llama-3.1-8B-Instruct', 'values.yaml:4 ollama://gemma2:2b'],
  },
  {
    what: 'a path of Windows',
    files: { 'a.py': 'from transformers import AutoModel\nAutoModel.from_pretrained("C:\\\\models\\\\llama")\n' },
    used: [],
  },
  {
    what: 'constants of an SDK',
    files: {
      'A.java':
        'import static dev.langchain4j.model.openai.OpenAiChatModelName.GPT_4_O_MINI;\nclass A {\n  Object m = OpenAiChatModel.builder().modelName(GPT_4_O_MINI).build();\n}\n',
      'main.go':
        'package main\n\nimport openai "github.com/sashabaranov/go-openai"\n\nvar req = openai.ChatCompletionRequest{Model: openai.GPT4oMini}\n',
    },
    used: ['A.java:3 gpt-4o-mini', 'main.go:5 gpt-4o-mini'],
  },
  {
    what: 'a draft model, a reranker and an embedding model',
    files: {
      'serve.sh': 'vllm serve Qwen/Qwen2.5-7B-Instruct --speculative-model Qwen/Qwen2.5-0.5B-Instruct\n',
      'rag.py':
        'from sentence_transformers import CrossEncoder, SentenceTransformer\nreranker = CrossEncoder("BAAI/bge-reranker-base")\nembedder = SentenceTransformer("all-MiniLM-L6-v2")\n',
    },
    used: [
      'rag.py:2 BAAI/bge-reranker-base',
      'rag.py:3 all-MiniLM-L6-v2',
      'serve.sh:1 Qwen/Qwen2.5-7B-Instruct',
      'serve.sh:1 Qwen/Qwen2.5-0.5B-Instruct',
    ],
  },
  {
    what: 'silent defaults of libraries',
    files: {
      'a.py':
        'from langchain_openai import OpenAIEmbeddings\nfrom transformers import pipeline\ne = OpenAIEmbeddings()\np = pipeline("sentiment-analysis")\n',
    },
    used: ['a.py:3 text-embedding-ada-002', 'a.py:4 distilbert/distilbert-base-uncased-finetuned-sst-2-english'],
  },
  {
    what: 'bulk data is capped',
    files: { 'metrics.json': `[${Array.from({ length: 200 }, () => '{ "model": "gpt-4o", "score": 1 }').join(',\n')}]\n` },
    used: Array.from({ length: 40 }, (_, index) => `metrics.json:${index + 1} gpt-4o`),
  },
  {
    what: 'a registry of more models than a program can offer',
    files: { 'registry.py': `MODELS = [\n${Array.from({ length: 200 }, (_, index) => `    "gpt-4o-2024-v${index}",`).join('\n')}\n]\n` },
    used: [],
    mentioned: ['gpt-4o-2024-v0', 'gpt-4o-2024-v199'],
  },
  {
    what: 'faked clients in tests',
    files: {
      'tests/test_chat.py':
        'from unittest.mock import MagicMock\nfrom openai import OpenAI\n\ndef test_chat():\n    client = MagicMock()\n    client.chat.completions.create(model="gpt-4o", messages=[])\n',
      'tests/test_load.py':
        'from transformers import AutoModel\n\ndef test_load():\n    assert AutoModel.from_pretrained("hf-internal-testing/tiny-random-bert")\n',
    },
    used: ['tests/test_load.py:4 hf-internal-testing/tiny-random-bert'],
    mentioned: ['gpt-4o'],
  },
  {
    what: 'configuration in a string',
    files: { 'a.py': 'CONFIG = """\nnlp:\n  model_name: en_core_web_sm\n  batch: 3\n"""\n' },
    used: ['a.py:3 en_core_web_sm'],
  },
  {
    what: 'requests written out',
    files: {
      'call.sh':
        'MODEL=${1:-google/gemma-7b}\ncurl https://api.example.com/v1/chat/completions -d \'{"model": "gpt-4o", "messages": []}\'\ncurl "https://host.example/v1beta/models/gemini-1.5-pro:generateContent?key=$K"\n',
      'a.ts':
        "const socket = new WebSocket('wss://host.example/v1/realtime?model=gpt-4o-realtime-preview');\nconst page = 'https://host.example/models/list?model=all';\n",
    },
    used: ['a.ts:1 gpt-4o-realtime-preview', 'call.sh:1 google/gemma-7b', 'call.sh:2 gpt-4o', 'call.sh:3 gemini-1.5-pro'],
  },
  {
    what: 'a table of models as JSON in a variable',
    files: { '.env': 'MODELS=[{"id": "google/gemma-7b", "context": 8192}, {"id": "omni", "note": "gpt-4o"}]\n' },
    used: ['.env:1 google/gemma-7b'],
  },
  {
    what: 'options of a serving runtime in a list',
    files: { 'isvc.yaml': 'spec:\n  args:\n    - --model_name=gpt-3.5-turbo\n    - --model_id=google/gemma-7b\n' },
    used: ['isvc.yaml:4 google/gemma-7b'],
  },
  {
    what: 'views, folders and labels with one slash',
    files: {
      'A.java': 'class A { String show(Model model) { return "owners/ownersList"; } }\n',
      'b.yaml': 'model_repo: kubernetes.io/managed-by\nrepo_name: acme/tool\n',
      'c.py': 'MODEL_DIR = "models/cache"\nmodel_type = "llama"\n',
    },
    used: [],
  },
  {
    what: 'inline directives',
    files: { 'a.py': 'model = load(settings.name)  # audit-models: huggingface:google/gemma-7b\n' },
    used: ['a.py:1 huggingface:google/gemma-7b'],
  },
  {
    what: 'a lockfile and a minified bundle',
    files: {
      'package-lock.json': '{ "packages": { "node_modules/gpt-4o": { "version": "1.0.0", "model": "gpt-4o" } } }\n',
      'vendor.min.js': 'var a={model:"gpt-4o"};\n',
    },
    used: [],
  },
];

describe('traps', () => {
  it.each(traps)('$what', ({ files, used, mentioned, published, unresolved }) => {
    const project = memoryProject(files);
    const found = recognise(project, createLinker(project), rules);
    expect(
      found.references.filter((reference) => reference.used).map((reference) => `${reference.path}:${reference.line} ${reference.name}`),
    ).toEqual(used);
    const mentions = found.references.filter((reference) => !reference.used).map((reference) => reference.name);
    for (const name of mentioned ?? []) expect(mentions).toContain(name);
    if (published) expect(found.published.map((entry) => entry.name)).toEqual(published);
    if (unresolved !== undefined) expect(found.unresolved).toHaveLength(unresolved);
    for (const reference of found.references) {
      const lines = (files[reference.path] as string).split('\n');
      const text = lines[reference.line - 1]?.slice(
        reference.column - 1,
        reference.line === reference.endLine ? reference.endColumn - 1 : undefined,
      );
      if (reference.how === 'literal') expect(text).toBe(reference.raw);
    }
  });
});
