/** Traps 33 to 46: names of other things, addresses, constants, and forgotten kinds of models. */

import type { Trap } from '../trap.ts';

export const TRAPS: Trap[] = [
  {
    number: 33,
    title: 'domains and labels that look like Bedrock ids',
    hit: {
      files: {
        'ask.py':
          'import boto3\n\nclient = boto3.client("bedrock-runtime")\nclient.converse(modelId="us.anthropic.claude-3-5-sonnet-20241022-v2:0", messages=[])\n',
      },
      models: {
        'anthropic:claude-3-5-sonnet-20241022': { at: ['ask.py:4'], provider: 'aws-bedrock', class: 'api-only' },
      },
      findings: ['model-closed anthropic:claude-3-5-sonnet-20241022'],
    },
    nothing: [
      {
        what: 'domains, labels and classes of a highlighter',
        files: {
          'a.yaml': 'metadata:\n  labels:\n    app.kubernetes.io/managed-by: helm\nmodel: openai.com\nmodel_docs: amazon.com/titan\n',
          'b.ts': "export const hosts = ['openai.com', 'meta.com', 'mistral.ai', 'cohere.com'];\nconst style = 'hljs.meta.keyword';\n",
        },
      },
    ],
  },
  {
    number: 34,
    title: 'slugs that begin like a name of the model runner',
    hit: {
      files: { 'run.sh': 'docker model pull ai/smollm2:360M-Q4_K_M\n' },
      models: { 'docker:ai/smollm2:360M-Q4_K_M': { at: ['run.sh:1'], class: 'open-weights-permissive', license: 'Apache-2.0' } },
    },
    nothing: [
      {
        what: 'commands that fetch nothing',
        files: {
          'run.sh': 'docker model status\ndocker model list\ndocker pull ai/web:1.2\n',
        },
      },
      {
        what: 'repositories, images and routes',
        files: {
          'ci.yml':
            'jobs:\n  a:\n    steps:\n      - uses: khoj-ai/khoj@v1\n      - run: git clone https://github.com/langchain-ai/langchain\n',
          'routes.ts': "router.get('ai/chat:stream', handler);\nexport const page = 'ai/settings';\n",
          'compose.yaml': 'services:\n  a:\n    image: ai/web:latest\n',
        },
      },
    ],
  },
  {
    number: 35,
    title: 'a model of a search vendor against a scanner of code',
    hit: {
      files: {
        'ask.py':
          'from openai import OpenAI\n\nclient = OpenAI(base_url="https://api.perplexity.ai", api_key=key)\nclient.chat.completions.create(model="sonar", messages=[])\n',
      },
      models: { 'perplexity:sonar': { at: ['ask.py:4'], provider: 'perplexity', class: 'api-only' } },
      findings: ['model-closed perplexity:sonar'],
    },
    nothing: [
      {
        what: 'the scanner',
        files: {
          'sonar-project.properties': 'sonar.projectKey=shop\nsonar.sources=src\n',
          'ci.yml':
            'jobs:\n  a:\n    steps:\n      - run: mvn sonar:sonar -Dsonar.host.url=https://sonar.example\n        env:\n          SONAR: sonar\n',
          'pom.xml': '<project><properties><model>sonar</model></properties></project>\n',
        },
      },
    ],
  },
  {
    number: 36,
    title: 'a model of a vendor against a filter of logs',
    hit: {
      files: {
        'ask.py': 'from xai_sdk import Client\n\nchat = Client().chat.create(model="grok-3")\n',
      },
      models: { 'xai:grok-3': { at: ['ask.py:3'], provider: 'xai', class: 'api-only' } },
      findings: ['model-closed xai:grok-3'],
    },
    nothing: [
      {
        what: 'the filter, and a pattern library',
        files: {
          'logstash.conf': 'filter {\n  grok {\n    match => { "message" => "%{COMBINEDAPACHELOG}" }\n  }\n}\n',
          'parse.py': 'from pygrok import Grok\n\ngrok = Grok("%{NUMBER:n}")\ngrok.match("3")\n',
          'telegraf.toml': '[[processors.parser]]\ndata_format = "grok"\nmodel = "grok"\n',
        },
      },
    ],
  },
  {
    number: 37,
    title: 'a name of Workers AI against a scope of npm',
    hit: {
      files: {
        'src/worker.ts':
          "export default {\n  async fetch(request: Request, env: { AI: Ai }) {\n    return Response.json(await env.AI.run('@cf/meta/llama-3.1-8b-instruct', { prompt: 'hello' }));\n  },\n};\n",
      },
      models: {
        'huggingface:meta-llama/Llama-3.1-8B-Instruct': {
          at: ['src/worker.ts:3'],
          provider: 'cloudflare-workers-ai',
          channel: 'hosted-open',
          class: 'open-weights-restricted',
        },
      },
      findings: ['terms-not-reviewed huggingface:meta-llama/Llama-3.1-8B-Instruct'],
    },
    nothing: [
      {
        what: 'packages of a scope with the same name',
        files: {
          'src/page.ts':
            "import { Button } from '@cf/ui/button';\nimport meta from '@cf/meta/llama';\n\nexport const job = queue.run('@cf/jobs/clean', { Button, meta });\n",
          'package.json': '{ "name": "page", "dependencies": { "@cf/ui": "1.0.0", "@cf/meta": "2.0.0" } }\n',
        },
      },
    ],
  },
  {
    number: 38,
    title: 'a permission names a model without using it',
    hit: {
      files: {
        'agent.tf': 'resource "aws_bedrockagent_agent" "help" {\n  foundation_model = "anthropic.claude-3-haiku-20240307-v1:0"\n}\n',
        'policy.json':
          '{ "Statement": [{ "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0" }] }\n',
      },
      models: { 'anthropic:claude-3-haiku-20240307': { at: ['agent.tf:2'], provider: 'aws-bedrock', class: 'api-only' } },
      findings: ['model-closed anthropic:claude-3-haiku-20240307'],
    },
    nothing: [
      {
        what: 'the permission alone, for one model and for all',
        files: {
          'policy.json':
            '{ "Statement": [{ "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": ["arn:aws:bedrock:*::foundation-model/anthropic.claude-v2", "arn:aws:bedrock:*::foundation-model/*"] }] }\n',
        },
      },
    ],
  },
  {
    number: 39,
    title: 'a model of an MLflow registry',
    hit: {
      files: { 'score.py': 'import mlflow\n\nmodel = mlflow.pyfunc.load_model("models:/churn/3")\n' },
      models: { 'mlflow:churn/3': { at: ['score.py:3'], class: 'unknown' } },
      findings: ['model-unknown mlflow:churn/3'],
    },
    nothing: [
      {
        what: 'a model that is logged and registered',
        files: {
          'train.py': 'import mlflow\n\nmlflow.sklearn.log_model(net, "model")\nmlflow.register_model("runs:/8f2c/model", "churn")\n',
        },
      },
      {
        what: 'an artefact that is data, and a route',
        files: {
          'score.py':
            'import mlflow\n\ntable = mlflow.artifacts.load_dict("runs:/8f2c/data/labels.json")\nROUTES = ["models:/list", "models:/x/edit"]\n',
        },
      },
    ],
  },
  {
    number: 40,
    title: 'a model that only the image fetches',
    hit: {
      files: {
        Dockerfile:
          'FROM python:3.12\nRUN python -c "from transformers import AutoModel; AutoModel.from_pretrained(\'google/flan-t5-base\')"\nRUN hf download facebook/opt-125m\n',
      },
      models: {
        'huggingface:facebook/opt-125m': { at: ['Dockerfile:3'], channel: 'build-download' },
        'huggingface:google/flan-t5-base': { at: ['Dockerfile:2'], channel: 'build-download', license: 'Apache-2.0' },
      },
      findings: ['model-noncommercial huggingface:facebook/opt-125m'],
    },
    nothing: [
      {
        what: 'packages only',
        files: {
          Dockerfile: 'FROM python:3.12\nRUN pip install transformers torch\nENV TRANSFORMERS_CACHE=/models\n',
        },
      },
      {
        what: 'an image that fetches something else',
        files: {
          Dockerfile:
            'FROM python:3.12\nRUN python -c "import shop; shop.load(\'our/catalogue-7\')"\nRUN curl -O https://shop.example/data/catalogue.json\nCOPY model.py .\n',
        },
      },
    ],
  },
  {
    number: 41,
    title: 'a variable that switches the hub of the same id',
    hit: {
      files: {
        'serve.sh': 'export VLLM_USE_MODELSCOPE=true\nvllm serve our-team/chat-7b --port 8000\n',
      },
      models: { 'modelscope:our-team/chat-7b': { at: ['serve.sh:2'], class: 'unknown' } },
      findings: ['model-unknown modelscope:our-team/chat-7b'],
    },
    also: [
      {
        files: {
          Dockerfile: 'FROM python:3.12\nENV HF_ENDPOINT=https://hf-mirror.com\nRUN huggingface-cli download google/flan-t5-base\n',
        },
        models: { 'huggingface:google/flan-t5-base': { at: ['Dockerfile:3'], license: 'Apache-2.0', channel: 'build-download' } },
      },
      {
        files: {
          'fetch.py':
            'import os\nimport requests\n\nHOST = os.environ.get("HF_ENDPOINT", "https://huggingface.co")\nanswer = requests.get(f"{HOST}/google/flan-t5-base/resolve/main/model.safetensors")\n',
        },
        models: { 'huggingface:google/flan-t5-base': { at: ['fetch.py:5'], license: 'Apache-2.0', revision: 'main' } },
      },
    ],
    nothing: [
      {
        what: 'files of data sets and of other servers behind a variable',
        files: {
          'fetch.py':
            'import requests\n\na = requests.get(f"{HOST}/datasets/our-team/talks-7b/resolve/main/a.bin")\nb = requests.get(f"{HOST}/api/v1/resolve/main.json")\nc = requests.get(f"{HOST}/shop/orders/7.bin")\n',
        },
      },
      {
        what: 'the switches alone',
        files: { '.env': 'HF_ENDPOINT=https://hf-mirror.com\nUSE_MODELSCOPE_HUB=1\nVLLM_USE_MODELSCOPE=true\n' },
      },
    ],
  },
  {
    number: 42,
    title: 'the scheme of the hub in front of a data set',
    hit: {
      files: { 'values.yaml': 'serve:\n  uri: hf://Qwen/Qwen2.5-7B-Instruct\ndata:\n  uri: hf://datasets/our-team/talks-7b\n' },
      models: { 'huggingface:Qwen/Qwen2.5-7B-Instruct': { at: ['values.yaml:2'], license: 'Apache-2.0' } },
    },
    nothing: [
      {
        what: 'data sets, Spaces and buckets',
        files: {
          'values.yaml':
            'a:\n  uri: hf://datasets/our-team/talks-7b\nb:\n  uri: hf://spaces/our-team/chat-7b\nc:\n  uri: hf://buckets/our-team/runs-7b\n',
          'read.py': 'import pandas\n\nrows = pandas.read_parquet("hf://datasets/our-team/talks-7b/train.parquet")\n',
        },
      },
    ],
  },
  {
    number: 43,
    title: 'paths as on Windows',
    hit: {
      files: {
        'load.py': 'from llama_cpp import Llama\n\nllm = Llama(model_path="models\\\\ours.gguf")\n',
        'models/ours.gguf': new Uint8Array([0x47, 0x47, 0x55, 0x46, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      },
      models: { 'file:models/ours.gguf': { at: ['load.py:3', 'models/ours.gguf:1'], channel: 'bundled' } },
      findings: ['model-no-license file:models/ours.gguf'],
    },
    nothing: [
      {
        what: 'a folder on the machine of the author',
        files: {
          'load.py':
            'from transformers import AutoModel\n\na = AutoModel.from_pretrained("C:\\\\models\\\\llama-7b")\nb = AutoModel.from_pretrained(r"D:\\work\\checkpoint-7b")\n',
        },
      },
    ],
  },
  {
    number: 44,
    title: 'arms of a match and constants of an SDK',
    hit: {
      files: {
        'src/main.rs':
          'use hf_hub::api::sync::Api;\n\nfn load(which: Which) {\n    let id = match which {\n        Which::Small => "google/flan-t5-small",\n        Which::Base => "google/flan-t5-base",\n    };\n    let repo = Api::new().unwrap().model(id.to_string());\n}\n',
        'main.go':
          'package main\n\nimport openai "github.com/sashabaranov/go-openai"\n\nvar request = openai.ChatCompletionRequest{Model: openai.GPT4oMini}\n',
      },
      models: {
        'huggingface:google/flan-t5-base': { at: ['src/main.rs:6'], license: 'Apache-2.0' },
        'huggingface:google/flan-t5-small': { at: ['src/main.rs:5'], license: 'Apache-2.0' },
        'openai:gpt-4o-mini': { at: ['main.go:5'], how: ['constant'], class: 'api-only' },
      },
      findings: ['model-closed openai:gpt-4o-mini'],
    },
    nothing: [
      {
        what: 'arms and constants of something else',
        files: {
          'src/main.rs':
            'fn page(which: Which) -> &\'static str {\n    match which {\n        Which::Small => "owners/list",\n        Which::Base => "owners/edit",\n    }\n}\n',
          'main.go': 'package main\n\nimport "our/shop"\n\nvar request = shop.Order{Model: shop.Grizl7}\n',
        },
      },
    ],
  },
  {
    number: 45,
    title: 'the draft model of speculative decoding',
    hit: {
      files: {
        'serve.sh': 'vllm serve Qwen/Qwen2.5-7B-Instruct --speculative-model Qwen/Qwen2.5-0.5B-Instruct\n',
        'serve.py':
          'from vllm import LLM\n\nllm = LLM(model="facebook/opt-6.7b", speculative_config={"model": "facebook/opt-125m", "num_speculative_tokens": 5})\n',
      },
      models: {
        'huggingface:Qwen/Qwen2.5-0.5B-Instruct': { at: ['serve.sh:1'], license: 'Apache-2.0' },
        'huggingface:Qwen/Qwen2.5-7B-Instruct': { at: ['serve.sh:1'], license: 'Apache-2.0' },
        'huggingface:facebook/opt-125m': { at: ['serve.py:3'], class: 'open-weights-noncommercial' },
        'huggingface:facebook/opt-6.7b': { at: ['serve.py:3'], class: 'open-weights-noncommercial' },
      },
      findings: ['model-noncommercial huggingface:facebook/opt-125m', 'model-noncommercial huggingface:facebook/opt-6.7b'],
    },
    nothing: [
      {
        what: 'speculation of another kind',
        files: {
          'serve.sh': 'trade --speculative-model our/swing-7\n',
          'serve.yaml': 'speculative_config:\n  num_speculative_tokens: 5\n',
        },
      },
    ],
  },
  {
    number: 46,
    title: 'models that rank and embed',
    hit: {
      files: {
        'search.py':
          'from sentence_transformers import CrossEncoder, SentenceTransformer\n\nrank = CrossEncoder("BAAI/bge-reranker-base")\nembed = SentenceTransformer("all-MiniLM-L6-v2")\n',
        'ask.py': 'import cohere\n\ncohere.Client().rerank(model="rerank-v3.5", query=q, documents=docs)\n',
      },
      models: {
        'cohere:rerank-v3.5': { at: ['ask.py:3'], provider: 'cohere', class: 'api-only' },
        'huggingface:BAAI/bge-reranker-base': { at: ['search.py:3'], license: 'MIT' },
        'huggingface:sentence-transformers/all-MiniLM-L6-v2': { at: ['search.py:4'], license: 'Apache-2.0 AND MIT' },
      },
      findings: ['model-closed cohere:rerank-v3.5', 'terms-not-reviewed cohere:rerank-v3.5'],
    },
    nothing: [
      {
        what: 'embedding a widget, ranking a list',
        files: {
          'page.ts':
            "export const html = embed({ model: 'video', id: 'abc' });\nexport const best = rerank({ model: 'score', documents });\n",
          'search.py': 'from ours.search import CrossEncoder\n\nrank = CrossEncoder("title")\n',
        },
      },
    ],
  },
];
