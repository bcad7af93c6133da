/** Traps 11 to 21: the same name in several places, comments, defaults, templates, notebooks, lists and aliases. */

import type { Trap } from '../trap.ts';

const notebook = (cells: unknown[]): string => JSON.stringify({ cells, metadata: {}, nbformat: 4 }, null, 1);

export const TRAPS: Trap[] = [
  {
    number: 11,
    title: 'a hosted transcription model against sizes of a package',
    hit: {
      files: {
        'hosted.py': 'from openai import OpenAI\n\nOpenAI().audio.transcriptions.create(model="whisper-1", file=open("a.mp3", "rb"))\n',
        'local.py': 'import whisper\n\nears = whisper.load_model("large-v3")\n',
        'fast.py': 'from faster_whisper import WhisperModel\n\nears = WhisperModel("large-v3")\n',
      },
      models: {
        'openai:whisper-1': { at: ['hosted.py:3'], class: 'api-only', provider: 'openai' },
        'huggingface:openai/whisper-large-v3': { at: ['local.py:3'], class: 'open-weights-permissive', license: 'MIT' },
        'huggingface:Systran/faster-whisper-large-v3': { at: ['fast.py:3'], class: 'open-weights-permissive', license: 'MIT' },
      },
      findings: ['model-closed openai:whisper-1'],
    },
    nothing: [
      {
        what: 'a file of one’s own by a short name',
        files: {
          'load.py': 'from keras.models import load_model\n\nnet = load_model("base")\n',
        },
      },
      {
        what: 'sizes and a metrics database of the same name',
        files: {
          'shop.py': 'import shirts\n\nshirts.load_model("large")\nsize = "large"\n',
          'carbon.conf': '[whisper]\nversion = 1\npath = /opt/graphite/whisper-1\n',
        },
      },
    ],
  },
  {
    number: 12,
    title: 'a commented alternative beside the live line',
    hit: {
      files: {
        'src/main/resources/application.properties':
          '# spring.ai.openai.chat.options.model=gpt-4-turbo\nspring.ai.openai.chat.options.model=gpt-4o\n#spring.ai.ollama.chat.options.model=llama3.1\n',
      },
      models: {
        'ollama:llama3.1': { at: ['src/main/resources/application.properties:3 mention'] },
        'openai:gpt-4-turbo': { at: ['src/main/resources/application.properties:1 mention'] },
        'openai:gpt-4o': { at: ['src/main/resources/application.properties:2'], class: 'api-only' },
      },
      findings: ['model-closed openai:gpt-4o'],
    },
    nothing: [
      {
        what: 'only the commented line',
        files: { 'src/main/resources/application.properties': '# spring.ai.openai.chat.options.model=gpt-4-turbo\nserver.port=8080\n' },
        mentions: ['src/main/resources/application.properties:1 openai:gpt-4-turbo'],
      },
    ],
  },
  {
    number: 13,
    title: 'a comment behind a value in a file of variables',
    hit: {
      files: { '.env.example': 'LLM=llama2 #or any Ollama model tag, or gpt-4 or gpt-3.5 or claudev2\n' },
      models: {
        'ollama:llama2': { at: ['.env.example:1'], class: 'open-weights-restricted' },
        'openai:gpt-3.5': { at: ['.env.example:1 mention'] },
        'openai:gpt-4': { at: ['.env.example:1 mention'] },
      },
    },
    nothing: [
      {
        what: 'a key of a vendor, and a value that holds a number sign',
        files: { '.env.example': 'OPENAI_API_KEY= # for gpt-4\nCOLOUR="#llama2"\n' },
        mentions: ['.env.example:1 openai:gpt-4'],
      },
    ],
  },
  {
    number: 14,
    title: 'defaults of compose variables',
    hit: {
      files: {
        'compose.yaml':
          'services:\n  api:\n    image: shop/api\n    environment:\n      - LLM_MODEL=${LLM_MODEL:-gpt-4o-mini}\n      - OLLAMA_MODEL=${LLM-llama3.1:8b}\n      - EMBEDDING_MODEL=${EMBEDDING_MODEL:?say which}\n',
      },
      models: {
        'ollama:llama3.1:8b': { at: ['compose.yaml:6'], class: 'open-weights-restricted' },
        'openai:gpt-4o-mini': { at: ['compose.yaml:5'], class: 'api-only' },
      },
      findings: ['model-closed openai:gpt-4o-mini'],
    },
    nothing: [
      {
        what: 'folders and switches',
        files: {
          'compose.yaml':
            'services:\n  api:\n    image: shop/api\n    environment:\n      MODEL_PATH: ${MODEL_PATH:-/models}\n      USE_MODEL: ${USE_MODEL:-true}\n      MODEL_PORT: ${MODEL_PORT-8000}\n',
        },
      },
      {
        what: 'defaults of something else',
        files: {
          'compose.yaml':
            'services:\n  api:\n    image: shop/api:${TAG:-stable}\n    environment:\n      - BIKE_MODEL=${BIKE_MODEL:-grizl}\n      - MODEL=${MODEL:?}\n',
        },
      },
    ],
  },
  {
    number: 15,
    title: 'an overlay of compose replaces the model: both are reported',
    hit: {
      files: {
        'compose.yaml':
          'services:\n  agent:\n    build: .\n    models:\n      llm:\n        endpoint_var: MODEL_RUNNER_URL\n        model_var: MODEL_NAME\nmodels:\n  llm:\n    model: ai/gemma3:4B-Q4_0\n    context_size: 8192\n',
        'compose.offload.yaml': 'models:\n  llm:\n    model: ai/qwen3:8B-Q4_K_M\n    context_size: 16384\n',
      },
      models: {
        'docker:ai/gemma3:4B-Q4_0': { at: ['compose.yaml:10'], class: 'open-weights-restricted' },
        'docker:ai/qwen3:8B-Q4_K_M': { at: ['compose.offload.yaml:3'], class: 'open-weights-permissive', license: 'Apache-2.0' },
      },
    },
    nothing: [
      {
        what: 'an overlay that changes ports, beside a labeler with a key of the same name',
        files: {
          'compose.yaml': 'services:\n  agent:\n    image: khoj-ai/khoj:1.2\n    ports: ["8000:8000"]\n',
          'compose.override.yaml':
            'services:\n  agent:\n    ports: ["9000:8000"]\n    environment:\n      MODEL_RUNNER_URL: http://model-runner.docker.internal\n',
          '.github/labeler.yml': 'models:\n  - changed-files:\n      - any-glob-to-any-file: src/models/**\n',
        },
      },
    ],
  },
  {
    number: 16,
    title: 'a placeholder of a Helm template and the value behind it',
    hit: {
      files: {
        'chart/Chart.yaml': 'apiVersion: v2\nname: chat\nversion: 0.1.0\n',
        'chart/values.yaml': 'model:\n  name: Qwen/Qwen2.5-7B-Instruct\n',
        'chart/templates/deployment.yaml':
          'spec:\n  containers:\n    - image: vllm/vllm-openai:v0.6.2\n      args:\n        - --model\n        - {{ .Values.model.name }}\n',
      },
      models: {
        'huggingface:Qwen/Qwen2.5-7B-Instruct': { at: ['chart/values.yaml:2'], class: 'open-weights-permissive', license: 'Apache-2.0' },
      },
    },
    nothing: [
      {
        what: 'placeholders alone',
        files: {
          'chart/templates/deployment.yaml':
            'spec:\n  containers:\n    - image: shop/web\n      args:\n        - --model\n        - {{ .Values.model.name }}\n        - --name=${MODEL_ID}\n',
        },
      },
    ],
  },
  {
    number: 17,
    title: 'escaped quotes and recorded output of a notebook',
    hit: {
      files: {
        'ask.ipynb': notebook([
          { cell_type: 'markdown', source: ['We compare with `gpt-4-turbo`.\n'] },
          {
            cell_type: 'code',
            source: ['from openai import OpenAI\n', 'OpenAI().chat.completions.create(model="gpt-4o", messages=[])\n'],
            outputs: [{ output_type: 'stream', text: ['model="claude-3-opus-20240229"\n'] }],
          },
        ]),
      },
      models: {
        'anthropic:claude-3-opus-20240229': { at: ['ask.ipynb:19 mention'] },
        'openai:gpt-4-turbo': { at: ['ask.ipynb:6 mention'] },
        'openai:gpt-4o': { at: ['ask.ipynb:13'], class: 'api-only' },
      },
      findings: ['model-closed openai:gpt-4o'],
    },
    nothing: [
      {
        what: 'output alone',
        files: {
          'look.ipynb': notebook([
            {
              cell_type: 'code',
              source: ['print(rows)\n'],
              outputs: [{ output_type: 'stream', text: ['gpt-4o 0.91\n', 'model="gpt-4o"\n'] }],
            },
          ]),
        },
        mentions: ['look.ipynb:12 openai:gpt-4o', 'look.ipynb:13 openai:gpt-4o'],
      },
    ],
  },
  {
    number: 18,
    title: 'a vendored library shows ids in its examples',
    hit: {
      files: {
        'app.py': 'from third_party.transformers import AutoModel\n\nmodel = AutoModel.from_pretrained("google/flan-t5-base")\n',
        'third_party/transformers/__init__.py':
          'class AutoModel:\n    @classmethod\n    def from_pretrained(cls, name, **options):\n        """Loads a model.\n\n        Examples:\n            >>> model = AutoModel.from_pretrained("google-bert/bert-base-uncased")\n        """\n        return cls(name)\n',
      },
      models: {
        'huggingface:google/flan-t5-base': { at: ['app.py:3'], class: 'open-weights-permissive', license: 'Apache-2.0' },
        'huggingface:google-bert/bert-base-uncased': { at: ['third_party/transformers/__init__.py:7 mention'] },
      },
    },
    nothing: [
      {
        what: 'JSDoc and declarations of a vendored copy',
        files: {
          'core/vendor/modules/@xenova/transformers/src/pipelines.js':
            "/**\n * **Example:** run a classifier.\n * ```javascript\n * const classifier = await pipeline('sentiment-analysis', 'Xenova/distilbert-base-uncased-finetuned-sst-2-english');\n * ```\n */\nexport async function pipeline(task, model = null) {\n  return build(task, model);\n}\n",
          'core/vendor/modules/@xenova/transformers/types/pipelines.d.ts':
            "/**\n * @example\n * const pipe = await pipeline('automatic-speech-recognition', 'Xenova/whisper-tiny.en');\n */\nexport function pipeline(task: string, model?: string): Promise<unknown>;\n",
        },
        mentions: [
          'core/vendor/modules/@xenova/transformers/src/pipelines.js:4 huggingface:Xenova/distilbert-base-uncased-finetuned-sst-2-english',
          'core/vendor/modules/@xenova/transformers/types/pipelines.d.ts:3 huggingface:Xenova/whisper-tiny.en',
        ],
      },
      {
        what: 'an installed package',
        files: {
          'node_modules/chat-kit/index.js': "import OpenAI from 'openai';\nnew OpenAI().chat.completions.create({ model: 'gpt-4o' });\n",
        },
      },
    ],
  },
  {
    number: 19,
    title: 'a catalogue is a registry, not a use',
    hit: {
      files: {
        'models.json': `[\n${Array.from({ length: 30 }, (_, index) => `  { "id": "our-team/chat-${index}b", "price": ${index} }`).join(',\n')}\n]\n`,
        'ask.py': 'from openai import OpenAI\n\nOpenAI().chat.completions.create(model="gpt-4o", messages=[])\n',
      },
      models: { 'openai:gpt-4o': { at: ['ask.py:3'], class: 'api-only' } },
      findings: ['model-closed openai:gpt-4o'],
    },
    nothing: [
      {
        what: 'a table of prices',
        files: {
          'model_prices.json':
            '{\n  "gpt-4o": { "input_cost_per_token": 0.0000025, "max_tokens": 16384 },\n  "claude-3-opus-20240229": { "input_cost_per_token": 0.000015, "max_tokens": 4096 }\n}\n',
        },
      },
    ],
  },
  {
    number: 20,
    title: 'a plain string of the AI SDK belongs to the global default provider where there is one',
    hit: {
      files: {
        'src/setup.ts': "import { mistral } from '@ai-sdk/mistral';\n\nglobalThis.AI_SDK_DEFAULT_PROVIDER = mistral;\n",
        'src/ask.ts':
          "import { generateText } from 'ai';\nimport './setup';\n\nexport const ask = (prompt: string) => generateText({ model: 'mistral-medium-2505', prompt });\n",
      },
      models: {
        'mistral:mistral-medium-2505': { at: ['src/ask.ts:4'], provider: 'mistral' },
      },
      findings: ['model-closed mistral:mistral-medium-2505'],
    },
    also: [
      {
        files: {
          'src/ask.ts':
            "import { generateText } from 'ai';\n\nexport const ask = (prompt: string) => generateText({ model: 'openai/gpt-4o', prompt });\n",
        },
        models: { 'openai:gpt-4o': { at: ['src/ask.ts:3'], provider: 'vercel-ai-gateway', class: 'api-only' } },
        findings: ['model-closed openai:gpt-4o', 'terms-not-reviewed openai:gpt-4o'],
      },
    ],
    nothing: [
      {
        what: 'other parts of the SDK',
        files: {
          'src/id.ts':
            "import { generateId, tool } from 'ai';\n\nexport const id = generateId();\nexport const look = tool({ description: 'openai/gpt-4o is not asked', inputSchema, execute });\n",
        },
        mentions: ['src/id.ts:4 openai:gpt-4o'],
      },
      {
        what: 'the default provider set, and a function of the project called like one of the SDK',
        files: {
          'src/setup.ts': "import { openai } from '@ai-sdk/openai';\n\nglobalThis.AI_SDK_DEFAULT_PROVIDER = openai;\n",
          'src/ask.ts':
            "import { generateText } from './templates';\n\nexport const page = generateText({ model: 'letter', prompt: 'Dear all' });\n",
        },
      },
    ],
  },
  {
    number: 21,
    title: 'an alias stands for the model behind it',
    hit: {
      files: {
        'src/models.ts':
          "import { anthropic } from '@ai-sdk/anthropic';\nimport { customProvider } from 'ai';\n\nexport const models = customProvider({\n  languageModels: { fast: anthropic('claude-3-5-haiku-20241022') },\n});\n",
        'src/ask.ts':
          "import { generateText } from 'ai';\nimport { models } from './models';\n\nexport const ask = (prompt: string) => generateText({ model: models.languageModel('fast'), prompt });\n",
      },
      models: { 'anthropic:claude-3-5-haiku-20241022': { at: ['src/models.ts:5'], provider: 'anthropic' } },
      findings: ['model-closed anthropic:claude-3-5-haiku-20241022'],
    },
    also: [
      {
        files: {
          'litellm_config.yaml':
            'model_list:\n  - model_name: shop-chat\n    litellm_params:\n      model: anthropic/claude-3-5-haiku-20241022\n',
          'ask.py':
            'from openai import OpenAI\n\nclient = OpenAI(base_url="http://localhost:4000", api_key="any")\nanswer = client.chat.completions.create(model="shop-chat", messages=[])\n',
        },
        models: { 'anthropic:claude-3-5-haiku-20241022': { at: ['litellm_config.yaml:4'], provider: 'anthropic' } },
        findings: ['model-closed anthropic:claude-3-5-haiku-20241022'],
      },
    ],
    nothing: [
      {
        what: 'aliases of something else',
        files: {
          'src/models.ts':
            "import { customProvider } from './registry';\n\nexport const shapes = customProvider({ languageModels: { fast: circle('large') } });\nexport const one = shapes.languageModel('fast');\n",
          'config.yaml': 'model_list:\n  - model_name: sedan\n    wheels: 4\n',
        },
      },
    ],
  },
];
