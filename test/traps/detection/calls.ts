/** Traps 1 to 10: calls that load something else, and hosts that decide what a name means. */

import type { Trap } from '../trap.ts';

export const TRAPS: Trap[] = [
  {
    number: 1,
    title: 'an embedding layer made of a tensor',
    hit: {
      files: {
        'net.py':
          'import torch.nn as nn\nfrom transformers import AutoModel\n\nlayer = nn.Embedding.from_pretrained(weights)\nbody = AutoModel.from_pretrained("google/flan-t5-base")\n',
      },
      models: { 'huggingface:google/flan-t5-base': { at: ['net.py:5'], class: 'open-weights-permissive', license: 'Apache-2.0' } },
    },
    nothing: [
      {
        what: 'the layer alone, and a class of the project with such a method',
        files: {
          'net.py':
            'import torch\nfrom torch.nn import Embedding, EmbeddingBag\n\nrows = torch.zeros(10, 3)\nlayer = Embedding.from_pretrained(rows, freeze=True)\nbag = EmbeddingBag.from_pretrained(embeddings=rows)\n',
        },
      },
      {
        what: 'a parent that is called',
        files: {
          'net.py':
            'class Ours(Base):\n    @classmethod\n    def from_pretrained(cls, *args, **kwargs):\n        return super().from_pretrained(*args, **kwargs)\n',
        },
      },
    ],
  },
  {
    number: 2,
    title: 'a tokenizer is fetched, the weights are not',
    hit: {
      files: {
        'count.py': 'from transformers import AutoTokenizer\n\ntok = AutoTokenizer.from_pretrained("meta-llama/Llama-3.1-8B-Instruct")\n',
      },
      models: { 'huggingface:meta-llama/Llama-3.1-8B-Instruct': { at: ['count.py:3'], role: 'tokenizer' } },
    },
    also: [
      {
        files: {
          'count.py':
            'from tokenizers import Tokenizer\nfrom transformers import AutoConfig, AutoModel\n\ntok = Tokenizer.from_pretrained("openai/whisper-tiny")\nempty = AutoModel.from_config(AutoConfig.from_pretrained("google/flan-t5-base"))\n',
        },
        models: {
          'huggingface:openai/whisper-tiny': { at: ['count.py:4'], role: 'tokenizer' },
          'huggingface:google/flan-t5-base': { at: ['count.py:5'], role: 'config' },
        },
      },
    ],
    nothing: [
      {
        what: 'a tokenizer read from a folder, and one that is trained here',
        files: {
          'count.py':
            'from tokenizers import Tokenizer, models\nfrom transformers import AutoTokenizer\n\na = Tokenizer.from_file("out/tokenizer.json")\nb = Tokenizer(models.BPE())\nc = AutoTokenizer.from_pretrained("./out/tokenizer")\n',
        },
      },
    ],
  },
  {
    number: 3,
    title: 'an architecture without its weights',
    hit: {
      files: { 'net.py': 'import timm\n\nnet = timm.create_model("resnet50.a1_in1k", pretrained=True)\n' },
      models: { 'huggingface:timm/resnet50.a1_in1k': { at: ['net.py:3'], license: 'Apache-2.0' } },
    },
    also: [
      {
        files: { 'net.py': 'from torchvision import models\n\nnet = models.resnet50(weights="IMAGENET1K_V2")\n' },
        models: { 'torchvision:resnet50': { at: ['net.py:3'] } },
        findings: ['model-needs-confirmation torchvision:resnet50'],
      },
    ],
    nothing: [
      {
        what: '`pretrained=False`, and the argument left out',
        files: {
          'net.py': 'import timm\n\na = timm.create_model("vit_base_patch16_224", pretrained=False)\nb = timm.create_model("levit_384")\n',
        },
        mentions: ['net.py:4 huggingface:timm/levit_384.fb_dist_in1k'],
      },
      {
        what: 'no weights, and the type of weights as an annotation',
        files: {
          'net.py':
            'from torchvision import models\nfrom torchvision.models import VGG16_Weights\n\na = models.resnet50(weights=None)\nb = models.vgg16(pretrained=False)\n\ndef build(weights: VGG16_Weights):\n    return weights\n',
        },
      },
    ],
  },
  {
    number: 4,
    title: 'a data set fetched by the functions for models',
    hit: {
      files: {
        'fetch.py':
          'from huggingface_hub import hf_hub_download, snapshot_download\n\nsnapshot_download("our-team/talks-7b", repo_type="dataset")\nhf_hub_download("google/flan-t5-base", "model.safetensors")\n',
      },
      models: { 'huggingface:google/flan-t5-base': { at: ['fetch.py:4'], license: 'Apache-2.0' } },
    },
    nothing: [
      {
        what: 'an upload of data',
        files: {
          'up.sh': 'hf upload our-team/talks-7b ./data --repo-type dataset\n',
          'up.py': 'from huggingface_hub import HfApi\n\nHfApi().list_datasets(author="our-team")\n',
        },
      },
      {
        what: 'data sets by function, command and library',
        files: {
          'fetch.py':
            'from datasets import load_dataset\nfrom huggingface_hub import hf_hub_download\n\nhf_hub_download(repo_id="our-team/talks-7b", filename="a.parquet", repo_type="dataset")\nrows = load_dataset("our-team/llama-3-answers")\n',
          'fetch.sh': 'hf download our-team/talks-7b --repo-type dataset\nhuggingface-cli download --repo-type dataset our-team/talks-7b\n',
        },
      },
    ],
  },
  {
    number: 5,
    title: 'an f-string keeps the part that is known',
    hit: {
      files: {
        'load.py':
          'from transformers import AutoModel\n\ndef load(size):\n    return AutoModel.from_pretrained(f"facebook/dinov2-{size}")\n',
      },
      models: { 'huggingface:facebook/dinov2-*': { at: ['load.py:4'], how: ['prefix'], class: 'open-weights-permissive' } },
      findings: ['model-needs-confirmation huggingface:facebook/dinov2-*'],
    },
    also: [
      {
        files: {
          'load.py':
            'from transformers import AutoModel\n\ndef load(folder, step):\n    return AutoModel.from_pretrained(f"{folder}/checkpoint-{step}")\n',
        },
        models: {},
        unresolved: ['load.py:4'],
        findings: ['model-unresolved load.py'],
      },
    ],
    nothing: [
      {
        what: 'an f-string that is a message',
        files: { 'say.py': 'def say(size):\n    print(f"facebook/dinov2-{size} is too large")\n' },
      },
    ],
  },
  {
    number: 6,
    title: 'the base URL decides who serves the model',
    hit: {
      files: {
        'ask.py':
          'from openai import OpenAI\n\nclient = OpenAI(base_url="https://api.groq.com/openai/v1", api_key=key)\nclient.chat.completions.create(model="llama-3.1-8b-instant", messages=[])\n',
      },
      models: {
        'huggingface:meta-llama/Llama-3.1-8B-Instruct': {
          at: ['ask.py:4'],
          provider: 'groq',
          channel: 'hosted-open',
          class: 'open-weights-restricted',
        },
      },
      findings: ['terms-not-reviewed huggingface:meta-llama/Llama-3.1-8B-Instruct'],
    },
    also: [
      {
        files: {
          'ask.py':
            'from openai import OpenAI\n\nclient = OpenAI(base_url="http://localhost:11434/v1", api_key="ollama")\nclient.chat.completions.create(model="llama3.1:8b", messages=[])\n',
        },
        models: { 'ollama:llama3.1:8b': { at: ['ask.py:4'], provider: 'none', class: 'open-weights-restricted' } },
      },
      {
        files: {
          '.env': 'OPENAI_BASE_URL=https://api.deepseek.com\n',
          'ask.py': 'from openai import OpenAI\n\nclient = OpenAI()\nclient.chat.completions.create(model="deepseek-chat", messages=[])\n',
        },
        models: { 'deepseek:deepseek-chat': { at: ['ask.py:4'], provider: 'deepseek' } },
        findings: ['model-needs-confirmation deepseek:deepseek-chat'],
      },
    ],
    nothing: [
      {
        what: 'a client that only lists',
        files: {
          'ask.py':
            'from openai import OpenAI\n\nclient = OpenAI(base_url="https://api.groq.com/openai/v1", api_key=key)\nnames = [m.id for m in client.models.list()]\n',
        },
      },
      {
        what: 'a client that is made and not asked, at the host of somebody else',
        files: {
          'ask.py':
            'import httpx\n\nclient = httpx.Client(base_url="https://shop.example/v1")\nclient.post("/orders", json={"model": "bicycle"})\n',
        },
      },
    ],
  },
  {
    number: 7,
    title: 'a deployment of Azure has a free name',
    hit: {
      files: {
        'ask.py':
          'from openai import AzureOpenAI\n\nclient = AzureOpenAI(azure_endpoint="https://harbour.openai.azure.com", api_version="2024-06-01")\nclient.chat.completions.create(model="gpt-4", messages=[])\n',
        'infra/main.bicep':
          "resource chat 'Microsoft.CognitiveServices/accounts/deployments@2023-05-01' = {\n  name: 'gpt-4'\n  properties: {\n    model: {\n      format: 'OpenAI'\n      name: 'gpt-4o-mini'\n      version: '2024-07-18'\n    }\n  }\n}\n",
      },
      models: { 'openai:gpt-4o-mini': { at: ['infra/main.bicep:6'], provider: 'azure-openai', class: 'api-only' } },
      findings: ['model-closed openai:gpt-4o-mini'],
    },
    nothing: [
      {
        what: 'a deployment of an application',
        files: {
          'main.tf': 'resource "azurerm_app_service" "web" {\n  name = "shop-web"\n  sku  = "S1"\n}\n',
          'deploy.py': 'client = AzureApps(endpoint="https://harbour.example")\nclient.deploy(model="large")\n',
        },
      },
    ],
  },
  {
    number: 8,
    title: 'a tag of Ollama that runs in the cloud',
    hit: {
      files: { 'run.sh': 'ollama run gpt-oss:120b-cloud\nollama pull llama3.2:3b\n' },
      models: {
        'ollama:gpt-oss:120b-cloud': { at: ['run.sh:1'], provider: 'ollama-cloud', channel: 'hosted-open' },
        'ollama:llama3.2:3b': { at: ['run.sh:2'], provider: 'none', class: 'open-weights-restricted' },
      },
      findings: ['terms-not-reviewed ollama:gpt-oss:120b-cloud'],
    },
    nothing: [
      {
        what: 'images and services with such a tag',
        files: {
          'run.sh': 'docker run shop/web:120b-cloud\ngcloud run deploy web-cloud\n',
          'compose.yaml': 'services:\n  web:\n    image: shop/web:stable-cloud\n',
        },
      },
    ],
  },
  {
    number: 9,
    title: 'a closed model with a name as on the hub, at a reseller',
    hit: {
      files: {
        'ask.py':
          'from together import Together\n\nclient = Together()\nclient.chat.completions.create(model="Qwen/Qwen3.7-Max", messages=[])\n',
      },
      models: { 'dashscope:qwen3.7-max': { at: ['ask.py:4'], provider: 'together', class: 'api-only' } },
      findings: ['model-closed dashscope:qwen3.7-max', 'terms-not-reviewed dashscope:qwen3.7-max'],
    },
    also: [
      {
        files: {
          'ask.py':
            'from together import Together\n\nclient = Together()\nclient.chat.completions.create(model="Qwen/Qwen2.5-7B-Instruct-Turbo", messages=[])\n',
        },
        models: {
          'huggingface:Qwen/Qwen2.5-7B-Instruct': { at: ['ask.py:4'], provider: 'together', channel: 'hosted-open', license: 'Apache-2.0' },
        },
      },
    ],
    nothing: [
      {
        what: 'pairs with one slash that are no models',
        files: {
          'shop.py':
            'from shop import Together\n\nclient = Together()\nclient.orders.create(model="Canyon/Grizl-7", colour="black/white")\n',
        },
      },
    ],
  },
  {
    number: 10,
    title: 'open weights of a vendor whose other models are closed',
    hit: {
      files: {
        'load.py': 'from transformers import pipeline\n\nask = pipeline("text-generation", model="openai/gpt-oss-20b")\n',
        'ask.ts':
          "import { generateText } from 'ai';\n\nexport const ask = (prompt: string) => generateText({ model: 'openai/gpt-4o', prompt });\n",
      },
      models: {
        'huggingface:openai/gpt-oss-20b': { at: ['load.py:3'], class: 'open-weights-permissive', license: 'Apache-2.0', provider: 'none' },
        'openai:gpt-4o': { at: ['ask.ts:3'], class: 'api-only', provider: 'vercel-ai-gateway' },
      },
      findings: ['model-closed openai:gpt-4o', 'terms-not-reviewed openai:gpt-4o'],
    },
    nothing: [
      {
        what: 'repositories of code of the same owner',
        files: {
          'ci.yml':
            'jobs:\n  a:\n    steps:\n      - uses: openai/setup-gpt@v1\n      - run: pip install git+https://github.com/openai/gpt-oss\n',
          'load.ts': "import OpenAI from 'openai/core';\n\nexport const client = new OpenAI();\n",
        },
      },
    ],
  },
];
