/** Traps 1 to 13 of the corpus: where names stand, how they get to the call, and what is only named like a model. */

import type { Trap } from '../trap.ts';

export const TRAPS: Trap[] = [
  {
    number: 1,
    title: 'bare entries of lists and tables',
    hit: {
      files: {
        'models.py':
          'CHOICES = ["gpt-4o", "gpt-4o-mini"]\nBY_TASK = {"rank": "BAAI/bge-reranker-base"}\n\ndef choose():\n    return select("Model", CHOICES), BY_TASK[task]\n',
        'models.tsx': "export const options = [\n  { id: 'claude-3-haiku-20240307', name: 'Claude 3 Haiku' },\n];\n",
      },
      models: {
        'anthropic:claude-3-haiku-20240307': { at: ['models.tsx:2'], class: 'api-only' },
        'huggingface:BAAI/bge-reranker-base': { at: ['models.py:2'], license: 'MIT' },
        'openai:gpt-4o': { at: ['models.py:1'], class: 'api-only' },
        'openai:gpt-4o-mini': { at: ['models.py:1'], class: 'api-only' },
      },
      findings: ['model-closed anthropic:claude-3-haiku-20240307', 'model-closed openai:gpt-4o', 'model-closed openai:gpt-4o-mini'],
    },
    nothing: [
      {
        what: 'lists and tables of something else',
        files: {
          'bikes.py': 'import openai\n\nCHOICES = ["grizl-7", "aeroad-8"]\nBY_TASK = {"race": "canyon/aeroad-8"}\n',
          'options.tsx': "export const options = [\n  { id: 'shirt-3-large', name: 'Shirt' },\n];\n",
        },
      },
      {
        what: 'a table of limits',
        files: { 'limits.ts': "export const models = { 'gpt-4o': 128000, 'gpt-4': 8192 };\n" },
        mentions: ['limits.ts:1 openai:gpt-4', 'limits.ts:1 openai:gpt-4o'],
      },
    ],
  },
  {
    number: 2,
    title: 'constants of an SDK and of the project',
    hit: {
      files: {
        'src/main/java/Ask.java':
          'import static dev.langchain4j.model.openai.OpenAiChatModelName.GPT_4_O_MINI;\n\nclass Ask {\n  Object chat = OpenAiChatModel.builder().modelName(GPT_4_O_MINI).build();\n}\n',
        'src/names.py': 'EMBED = "BAAI/bge-small-en-v1.5"\n',
        'src/embed.py':
          'from sentence_transformers import SentenceTransformer\nfrom src.names import EMBED\n\nvectors = SentenceTransformer(EMBED)\n',
      },
      models: {
        'huggingface:BAAI/bge-small-en-v1.5': { at: ['src/names.py:1'], how: ['constant'], license: 'MIT' },
        'openai:gpt-4o-mini': { at: ['src/main/java/Ask.java:4'], how: ['constant'], class: 'api-only' },
      },
      findings: ['model-closed openai:gpt-4o-mini'],
    },
    nothing: [
      {
        what: 'constants that only sound so',
        files: {
          'Ask.java':
            'import static shop.PaperSize.A_4_MINI;\n\nclass Ask {\n  Object page = PageModel.builder().modelName(A_4_MINI).size(Size.GPT_HEADER).build();\n}\n',
          'names.py': 'EMBED = "<iframe>"\nMODEL_DIR = "models/cache"\n',
        },
      },
    ],
  },
  {
    number: 3,
    title: 'chains of defaults',
    hit: {
      files: {
        'ask.py':
          'import os\nfrom openai import OpenAI\n\nOpenAI().chat.completions.create(model=os.getenv("CHAT") or "gpt-4o", messages=[])\n',
        'ask.ts':
          "import OpenAI from 'openai';\n\nnew OpenAI().chat.completions.create({ model: process.env.CHAT ?? 'gpt-4o-mini', messages: [] });\nnew OpenAI().embeddings.create({ model: process.env.EMBED || 'text-embedding-3-small', input: 'a' });\n",
        'compose.yaml':
          'services:\n  a:\n    image: a\n    environment:\n      LLM_MODEL: ${LLM_MODEL-llama3.1:8b}\n      EMBEDDING_MODEL: ${EMBEDDING_MODEL:-nomic-embed-text:v1.5}\n',
        'main.parameters.json': '{ "parameters": { "chatModelName": { "value": "${CHAT_MODEL=gpt-4.1-mini}" } } }\n',
      },
      models: {
        'ollama:llama3.1:8b': { at: ['compose.yaml:5'], how: ['env-default'], class: 'open-weights-restricted' },
        'ollama:nomic-embed-text:v1.5': { at: ['compose.yaml:6'], how: ['env-default'], class: 'open-weights-permissive' },
        'openai:gpt-4.1-mini': { at: ['main.parameters.json:1'], how: ['env-default'] },
        'openai:gpt-4o': { at: ['ask.py:4'] },
        'openai:gpt-4o-mini': { at: ['ask.ts:3'] },
        'openai:text-embedding-3-small': { at: ['ask.ts:4'] },
      },
      findings: [
        'model-closed openai:gpt-4.1-mini',
        'model-closed openai:gpt-4o',
        'model-closed openai:gpt-4o-mini',
        'model-closed openai:text-embedding-3-small',
      ],
    },
    nothing: [
      {
        what: 'defaults of something else',
        files: {
          'ask.py': 'import os\n\nhost = os.getenv("HOST") or "localhost"\nlevel = os.getenv("LOG") or "info"\n',
          'compose.yaml': 'services:\n  a:\n    image: a:${TAG:-8b}\n    environment:\n      BIKE: ${BIKE-grizl:7}\n',
        },
      },
    ],
  },
  {
    number: 4,
    title: 'the same default in many places is one model',
    hit: {
      files: {
        '.env.example': 'OLLAMA_MODEL=llama3.1:8b\n',
        'compose.yaml': 'services:\n  a:\n    image: a\n    environment:\n      OLLAMA_MODEL: ${OLLAMA_MODEL:-llama3.1:8b}\n',
        'app.py': 'import os\nimport ollama\n\nollama.chat(model=os.getenv("OLLAMA_MODEL", "llama3.1:8b"), messages=[])\n',
        'start.sh': 'ollama pull "${OLLAMA_MODEL:-llama3.1:8b}"\n',
        'app.ts': "export const model = process.env.OLLAMA_MODEL ?? 'llama3.1:8b';\n",
      },
      models: {
        'ollama:llama3.1:8b': {
          at: ['.env.example:1', 'app.py:4', 'app.ts:1', 'compose.yaml:5', 'start.sh:1'],
          class: 'open-weights-restricted',
        },
      },
    },
    also: [
      {
        files: {
          '.env.example': 'OLLAMA_MODEL=llama3.1:8b\n',
          'app.py': 'import os\nimport ollama\n\nollama.chat(model=os.getenv("OLLAMA_MODEL", "qwen2.5:7b"), messages=[])\n',
        },
        models: {
          'ollama:llama3.1:8b': { at: ['.env.example:1'] },
          'ollama:qwen2.5:7b': { at: ['app.py:4'] },
        },
      },
    ],
    nothing: [
      {
        what: 'a variable of another service',
        files: { '.env.example': 'OLLAMA_HOST=http://localhost:11434\nMODEL_PORT=8000\n', 'start.sh': 'ollama serve\n' },
      },
    ],
  },
  {
    number: 5,
    title: 'calls over several lines',
    hit: {
      files: {
        'vad.py': 'import torch\n\nmodel, utils = torch.hub.load(\n    repo_or_dir="snakers4/silero-vad",\n    model="silero_vad",\n)\n',
        'fetch.py':
          'from huggingface_hub import hf_hub_download\n\npath = hf_hub_download(\n    "unstructuredio/yolo_x_layout",\n    "yolox_l0.05.onnx",\n)\n',
      },
      models: {
        'huggingface:unstructuredio/yolo_x_layout': { at: ['fetch.py:4'] },
        'torchhub:snakers4/silero-vad:silero_vad': { at: ['vad.py:4'], class: 'open-weights-permissive', license: 'MIT' },
      },
      findings: ['model-no-license huggingface:unstructuredio/yolo_x_layout'],
    },
    nothing: [
      {
        what: 'a function of one’s own over several lines',
        files: {
          'vad.py': 'from shop.hub import load\n\nmodel = load(\n    "owners/list",\n    "detail_view",\n)\n',
        },
      },
      {
        what: 'calls over several lines of something else',
        files: {
          'fetch.py':
            'from shop import fetch\n\npath = fetch(\n    "owners/list",\n    "list.html",\n)\nrows = torch.hub.load(\n    repo_or_dir=folder,\n    source="local",\n)\n',
        },
      },
    ],
  },
  {
    number: 6,
    title: 'short names that need their library',
    hit: {
      files: {
        'ears.py': 'from faster_whisper import WhisperModel\n\nears = WhisperModel("tiny")\n',
        'words.py': 'import spacy\n\nnlp = spacy.load("en_core_web_sm")\n',
        'text.py': 'from transformers import AutoModel\n\nmodel = AutoModel.from_pretrained("roberta-base")\n',
      },
      models: {
        'huggingface:FacebookAI/roberta-base': { at: ['text.py:3'], license: 'MIT' },
        'huggingface:Systran/faster-whisper-tiny': { at: ['ears.py:3'], license: 'MIT' },
        'spacy:en_core_web_sm': { at: ['words.py:3'], license: 'MIT' },
      },
    },
    nothing: [
      {
        what: 'sizes, colours and packages',
        files: {
          'package.json':
            '{ "scripts": { "build": "turbo build" }, "devDependencies": { "turbo": "^2.0.0", "large": "1.0.0", "tiny": "1.1.0" } }\n',
          'button.tsx':
            "import OpenAI from 'openai';\n\nexport const sizes = { small: 1, base: 2, large: 3 };\nexport const size = 'tiny';\n",
        },
      },
    ],
  },
  {
    number: 7,
    title: 'names of Ollama carry tags and hide in values',
    hit: {
      files: {
        'values.yaml': 'ollama:\n  models:\n    pull:\n      - moondream\n      - llama3.1:70b\n',
        'job.yaml':
          'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: pull\nspec:\n  template:\n    spec:\n      containers:\n        - name: pull\n          image: ollama/ollama\n          command: ["sh", "-c", "ollama pull llama3.1:8b"]\n',
        'url.ts': "export const address = 'ollama://qwen2.5:7b';\n",
      },
      models: {
        'ollama:llama3.1:70b': { at: ['values.yaml:5'], class: 'open-weights-restricted' },
        'ollama:llama3.1:8b': { at: ['job.yaml:11'], class: 'open-weights-restricted' },
        'ollama:moondream': { at: ['values.yaml:4'] },
        'ollama:qwen2.5:7b': { at: ['url.ts:1'], class: 'open-weights-permissive' },
      },
    },
    nothing: [
      {
        what: 'lists of other things, and the image itself',
        files: {
          'values.yaml': 'images:\n  pull:\n    - moon\n    - web:70b\nollama:\n  image: ollama/ollama:0.3.12\n',
        },
      },
    ],
  },
  {
    number: 8,
    title: 'schemes of addresses of models',
    hit: {
      files: {
        'values.yaml':
          'a:\n  uri: hf://Qwen/Qwen2.5-7B-Instruct\nb:\n  uri: ollama://gemma2:2b\npredictor:\n  storageUri: s3://harbour/models/facebook/opt-125m\n',
      },
      models: {
        'huggingface:Qwen/Qwen2.5-7B-Instruct': { at: ['values.yaml:2'], license: 'Apache-2.0' },
        'huggingface:facebook/opt-125m': { at: ['values.yaml:6'], class: 'open-weights-noncommercial' },
        'ollama:gemma2:2b': { at: ['values.yaml:4'], class: 'open-weights-restricted' },
      },
      findings: ['model-noncommercial huggingface:facebook/opt-125m'],
    },
    nothing: [
      {
        what: 'buckets of backups',
        files: {
          'values.yaml': 'backup:\n  storageUri: s3://harbour/backups/2024/web\nlogs:\n  storageUri: gs://harbour/logs/\n',
        },
      },
      {
        what: 'the same schemes in front of something else',
        files: {
          'values.yaml':
            'a:\n  uri: s3://harbour/backups/web/2024\nb:\n  uri: hf://datasets/our-team/talks-7b\nc:\n  uri: gs://harbour/logs/app\n',
        },
      },
    ],
  },
  {
    number: 9,
    title: 'names under which something is served',
    hit: {
      files: {
        'deploy.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: nomic-embed-text-v1.5\nspec:\n  template:\n    spec:\n      containers:\n        - name: a\n          image: vllm/vllm-openai:v0.6.2\n          args: ["--model", "Qwen/Qwen2.5-7B-Instruct", "--served-model-name", "gpt-3.5-turbo"]\n',
        'ask.py':
          'from openai import OpenAI\n\nclient = OpenAI(base_url="http://localhost:8000/v1", api_key="EMPTY")\nclient.chat.completions.create(model="gpt-3.5-turbo", messages=[])\n',
      },
      models: { 'huggingface:Qwen/Qwen2.5-7B-Instruct': { at: ['deploy.yaml:11'], license: 'Apache-2.0' } },
    },
    nothing: [
      {
        what: 'names of resources',
        files: {
          'deploy.yaml':
            'apiVersion: v1\nkind: Service\nmetadata:\n  name: nomic-embed-text-v1.5\n  labels:\n    app: qwen2.5-7b-instruct\nspec:\n  selector:\n    app: qwen2.5-7b-instruct\n',
        },
      },
    ],
  },
  {
    number: 10,
    title: 'data sets that are named like models',
    hit: {
      files: {
        'train.yaml':
          'model_name_or_path: Qwen/Qwen2.5-1.5B-Instruct\ndataset_name: HuggingFaceH4/numina-deepseek-r1-qwen-7b\ndatasets:\n  - path: open-r1/OpenR1-Math-220k\ndataset_mixer:\n  HuggingFaceH4/ultrafeedback_binarized: 1.0\n',
      },
      models: { 'huggingface:Qwen/Qwen2.5-1.5B-Instruct': { at: ['train.yaml:1'], license: 'Apache-2.0' } },
    },
    nothing: [
      {
        what: 'data sets, Spaces, papers, code and images',
        files: {
          'eval.yaml': 'dataset_name: HuggingFaceH4/numina-deepseek-r1-qwen-7b\ndataset_split: train\nimage: lmsysorg/chat-7b:latest\n',
          'a.py':
            'from datasets import load_dataset\n\nrows = load_dataset("HuggingFaceH4/MATH-500", split="test")\npage = "https://huggingface.co/spaces/our-team/chat-7b"\npaper = "https://huggingface.co/papers/2501.12948"\n',
          'ci.yml': 'jobs:\n  a:\n    steps:\n      - uses: huggingface/doc-builder@v1\n',
        },
      },
    ],
  },
  {
    number: 11,
    title: 'names of what a run makes',
    hit: {
      files: {
        'train.yaml':
          'model_name_or_path: Qwen/Qwen2.5-1.5B-Instruct\nhub_model_id: harbour/Qwen2.5-1.5B-GRPO\noutput_dir: data/Qwen2.5-1.5B-GRPO\nrun_name: Qwen2.5-1.5B-GRPO\n',
      },
      models: { 'huggingface:Qwen/Qwen2.5-1.5B-Instruct': { at: ['train.yaml:1'], license: 'Apache-2.0' } },
      published: ['harbour/Qwen2.5-1.5B-GRPO'],
    },
    nothing: [
      {
        what: 'folders and names of runs',
        files: { 'train.yaml': 'output_dir: data/Qwen2.5-1.5B-GRPO\nrun_name: llama-3-8b-run\nexperiment_name: gpt-4o-trial\n' },
      },
    ],
  },
  {
    number: 12,
    title: 'spellings of one model that drift',
    hit: {
      files: {
        'gateway.ts':
          "import { generateText } from 'ai';\n\ngenerateText({ model: 'anthropic/claude-sonnet-4.5', prompt: 'a' });\ngenerateText({ model: 'anthropic/claude-sonnet-4-5', prompt: 'a' });\n",
        'bedrock.py':
          'import boto3\n\nboto3.client("bedrock-runtime").converse(modelId="eu.anthropic.claude-sonnet-4-5-20250929-v1:0", messages=[])\n',
        'vertex.py':
          'from anthropic import AnthropicVertex\n\nAnthropicVertex(region="eu").messages.create(model="claude-sonnet-4-5@20250929", messages=[], max_tokens=9)\n',
        'azure.py':
          'from langchain_openai import AzureChatOpenAI\n\nchat = AzureChatOpenAI(azure_deployment="gpt-35-turbo", api_version="2024-06-01")\n',
      },
      models: {
        'anthropic:claude-sonnet-4-5': { at: ['gateway.ts:3', 'gateway.ts:4'], class: 'api-only', provider: 'vercel-ai-gateway' },
        'anthropic:claude-sonnet-4-5-20250929': { at: ['bedrock.py:3', 'vertex.py:3'], class: 'api-only' },
        'openai:gpt-3.5-turbo': { at: ['azure.py:3'], class: 'api-only', provider: 'azure-openai' },
      },
      findings: [
        'model-closed anthropic:claude-sonnet-4-5',
        'model-closed anthropic:claude-sonnet-4-5-20250929',
        'model-closed openai:gpt-3.5-turbo',
        'terms-not-reviewed anthropic:claude-sonnet-4-5',
      ],
    },
    nothing: [
      {
        what: 'versions of other things',
        files: {
          'a.ts':
            "import { generateText } from './text';\n\ngenerateText({ model: 'anthropology/book-4.6', prompt: 'a' });\nconst tag = 'harbour/web-4-6@20250929';\n",
        },
      },
    ],
  },
  {
    number: 13,
    title: 'deployments whose model stands in another file',
    hit: {
      files: {
        'Program.cs':
          'using Azure.AI.OpenAI;\n\nvar client = new AzureOpenAIClient(new Uri(endpoint), credential);\nvar chat = client.GetChatClient(config["AZURE_OPENAI_DEPLOYMENT"]);\n',
        'infra/main.bicep':
          "param chatModelName string = 'gpt-4o-mini'\n\nresource chat 'Microsoft.CognitiveServices/accounts/deployments@2023-05-01' = {\n  name: 'harbour-chat'\n  properties: {\n    model: {\n      format: 'OpenAI'\n      name: chatModelName\n    }\n  }\n}\n",
      },
      models: { 'openai:gpt-4o-mini': { at: ['infra/main.bicep:1'], class: 'api-only' } },
      unresolved: ['Program.cs:4'],
      findings: ['model-closed openai:gpt-4o-mini', 'model-unresolved Program.cs'],
    },
    nothing: [
      {
        what: 'deployments of Kubernetes',
        files: {
          'deploy.ts':
            "import { AppsV1Api } from '@kubernetes/client-node';\n\nexport const make = (api: AppsV1Api) => api.createNamespacedDeployment({ namespace: 'web', body: { metadata: { name: 'gpt-web' } } });\n",
        },
      },
      {
        what: 'a deployment of an application',
        files: {
          'Program.cs': 'var client = new ShopClient(new Uri(endpoint));\nvar chat = client.GetOrders(config["SHOP_DEPLOYMENT"]);\n',
          'infra/main.bicep':
            "resource web 'Microsoft.Web/sites@2022-09-01' = {\n  name: 'harbour-web'\n  properties: {\n    model: 'S1'\n  }\n}\n",
        },
      },
    ],
  },
];
