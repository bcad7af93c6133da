/** Traps 14 to 27 of the corpus: weights and what looks like them, what is only written about, defaults nobody names, and two licences in one place. */

import { createRequire } from 'node:module';
import { adapterFile } from '../files.ts';
import type { Trap } from '../trap.ts';

const texts = createRequire(import.meta.url)('spdx-license-list/full') as Record<string, { licenseText: string }>;
const text = (id: string): string => texts[id]?.licenseText ?? '';

const notebook = (cells: unknown[]): string => JSON.stringify({ cells, metadata: {}, nbformat: 4 }, null, 1);
const codeCell = (source: string[], outputs: unknown[] = []): unknown => ({ cell_type: 'code', source, outputs });

export const TRAPS: Trap[] = [
  {
    number: 14,
    title: 'weights by path and by address',
    hit: {
      files: {
        'src/main.cpp': '#include <onnxruntime_cxx_api.h>\n\nOrt::Session session(env, "models/harbour_segmenter.onnx", options);\n',
        'models/harbour_segmenter.onnx': new Uint8Array([8, 7]),
        'fetch.py':
          'import torch\n\nURL = "https://github.com/harbour/ships/releases/download/v1/ships-4c6b1d2a.pth"\nstate = torch.hub.load_state_dict_from_url(URL)\n',
      },
      models: {
        'file:models/harbour_segmenter.onnx': {
          at: ['models/harbour_segmenter.onnx:1', 'src/main.cpp:3'],
          class: 'open-weights-unlicensed',
          channel: 'bundled',
        },
        'url:https://github.com/harbour/ships/releases/download/v1/ships-4c6b1d2a.pth': {
          at: ['fetch.py:3'],
          class: 'unknown',
          channel: 'runtime-download',
        },
      },
      findings: [
        'model-no-license file:models/harbour_segmenter.onnx',
        'model-unknown url:https://github.com/harbour/ships/releases/download/v1/ships-4c6b1d2a.pth',
      ],
    },
    nothing: [
      {
        what: 'files of other kinds by path and by address',
        files: {
          'src/main.cpp': 'auto shader = load("models/ship.glb");\nauto scene = load("models/harbour.obj");\n',
          'fetch.py': 'URL = "https://github.com/harbour/ships/releases/download/v1/ships-4c6b1d2a.zip"\n',
        },
      },
    ],
  },
  {
    number: 15,
    title: 'state of a training beside its weights',
    hit: {
      files: {
        'resume.py':
          'import torch\n\ntorch.load("run/optimizer.pt")\ntorch.load("run/rng_state.pth")\ntorch.load("run/harbour_segmenter.pth")\n',
        '.gitattributes': '*.safetensors filter=lfs diff=lfs merge=lfs -text\n',
      },
      models: { 'file:run/harbour_segmenter.pth': { at: ['resume.py:5'], class: 'unknown' } },
      findings: ['model-unknown file:run/harbour_segmenter.pth'],
    },
    nothing: [
      {
        what: 'state and patterns alone',
        files: {
          'resume.py': 'import torch\n\ntorch.load("run/optimizer.pt")\ntorch.load("run/scheduler.pt")\n',
          '.gitattributes': '*.safetensors filter=lfs\n*.onnx filter=lfs\n',
          '.gitignore': '*.pt\n*.gguf\nmodel.bin\n',
        },
      },
    ],
  },
  {
    number: 16,
    title: 'examples in docstrings',
    hit: {
      files: {
        'load.py':
          'from transformers import AutoModel\n\ndef load(name="google/flan-t5-base"):\n    """Loads a model.\n\n    >>> load("google-bert/bert-base-uncased")\n    """\n    return AutoModel.from_pretrained(name)\n',
      },
      models: {
        'huggingface:google-bert/bert-base-uncased': { at: ['load.py:6 mention'] },
        'huggingface:google/flan-t5-base': { at: ['load.py:3'], license: 'Apache-2.0' },
      },
    },
    nothing: [
      {
        what: 'a docstring with a call, and one behind an r',
        files: {
          'load.py':
            'def load(name):\n    r"""\n    AutoModel.from_pretrained("google/flan-t5-base")\n    model = "gpt-4o"  # not a comment\n    """\n    return name\n',
        },
        mentions: ['load.py:3 huggingface:google/flan-t5-base', 'load.py:4 openai:gpt-4o'],
      },
    ],
  },
  {
    number: 17,
    title: 'shell, written files and output in a notebook',
    hit: {
      files: {
        'a.ipynb': notebook([
          codeCell(['!ollama pull llama3.1:8b\n']),
          codeCell(['!python -m spacy download en_core_web_sm\n']),
          codeCell(['%%writefile serve.yaml\n', 'model_name_or_path: Qwen/Qwen2.5-7B-Instruct\n']),
          codeCell(['print(answer)\n'], [{ output_type: 'stream', text: ['downloading google/flan-t5-base\n'] }]),
        ]),
      },
      models: {
        'huggingface:Qwen/Qwen2.5-7B-Instruct': { at: ['a.ipynb:21'], license: 'Apache-2.0' },
        'huggingface:google/flan-t5-base': { at: ['a.ipynb:34 mention'] },
        'ollama:llama3.1:8b': { at: ['a.ipynb:6'], class: 'open-weights-restricted' },
        'spacy:en_core_web_sm': { at: ['a.ipynb:13'], license: 'MIT' },
      },
    },
    nothing: [
      {
        what: 'shell of another kind, and output of another kind',
        files: {
          'a.ipynb': notebook([
            codeCell(['!pip install ollama spacy\n'], [{ output_type: 'stream', text: ['Successfully installed spacy-3.7.5\n'] }]),
            codeCell(['%%writefile a.yaml\n', 'name: harbour\n']),
          ]),
        },
      },
    ],
  },
  {
    number: 18,
    title: 'a README that names what the code no longer uses',
    hit: {
      files: {
        'README.md': '# Chat\n\nAsks `gpt-4-turbo` and [t5](https://huggingface.co/google-t5/t5-small).\n',
        'ask.py': 'from openai import OpenAI\n\nOpenAI().chat.completions.create(model="gpt-4o", messages=[])\n',
      },
      models: {
        'huggingface:google-t5/t5-small': { at: ['README.md:3 mention'] },
        'openai:gpt-4-turbo': { at: ['README.md:3 mention'] },
        'openai:gpt-4o': { at: ['ask.py:3'], class: 'api-only' },
      },
      findings: ['model-closed openai:gpt-4o'],
    },
    nothing: [
      {
        what: 'a README alone',
        files: { 'README.md': '# Chat\n\n```sh\nollama run llama3.1:8b\n```\n' },
        mentions: ['README.md:4 ollama:llama3.1:8b'],
      },
    ],
  },
  {
    number: 19,
    title: 'a repository that holds the tokenizer of a closed model',
    hit: {
      files: {
        'count.ts':
          "import { AutoTokenizer } from '@huggingface/transformers';\n\nconst tokenizer = await AutoTokenizer.from_pretrained('Xenova/gpt-4');\n",
      },
      models: { 'huggingface:Xenova/gpt-4': { at: ['count.ts:3'], role: 'tokenizer', provider: 'none' } },
      findings: ['model-unknown huggingface:Xenova/gpt-4'],
    },
    nothing: [
      {
        what: 'counting of another kind',
        files: { 'count.ts': "import { Tokenizer } from './lexer';\n\nconst tokenizer = await Tokenizer.from_pretrained('rules');\n" },
      },
    ],
  },
  {
    number: 20,
    title: 'models that no line names',
    hit: {
      files: {
        'a.py':
          'from langchain_openai import OpenAIEmbeddings\nfrom transformers import pipeline\n\nvectors = OpenAIEmbeddings()\nmood = pipeline("sentiment-analysis")\n',
      },
      models: {
        'huggingface:distilbert/distilbert-base-uncased-finetuned-sst-2-english': {
          at: ['a.py:5'],
          how: ['library-default'],
          license: 'Apache-2.0',
        },
        'openai:text-embedding-ada-002': { at: ['a.py:4'], how: ['library-default'], class: 'api-only' },
      },
      findings: ['model-closed openai:text-embedding-ada-002'],
    },
    nothing: [
      {
        what: 'a pipeline of continuous integration',
        files: {
          'tasks.py': 'from buildkit import pipeline\n\nsteps = pipeline("text-classification")\n',
        },
      },
      {
        what: 'a pipeline of another library, and defaults that are no models',
        files: {
          'a.py':
            'from sklearn.pipeline import Pipeline, make_pipeline\n\nsteps = Pipeline([("scale", Scaler())])\nmore = make_pipeline("default")\ntheme = "default"\n',
        },
      },
    ],
  },
  {
    number: 21,
    title: 'checks of a name',
    hit: {
      files: {
        'ask.py':
          'from openai import OpenAI\n\nNAME = "gpt-4o"\n\ndef limit(model):\n    if "claude-3" in model or model.startswith(("gpt-4-turbo", "gpt-3.5")):\n        return 1\n    return 2\n\nOpenAI().chat.completions.create(model=NAME, messages=[])\n',
      },
      models: {
        'anthropic:claude-3': { at: ['ask.py:6 mention'] },
        'openai:gpt-3.5': { at: ['ask.py:6 mention'] },
        'openai:gpt-4-turbo': { at: ['ask.py:6 mention'] },
        'openai:gpt-4o': { at: ['ask.py:3'], class: 'api-only' },
      },
      findings: ['model-closed openai:gpt-4o'],
    },
    nothing: [
      {
        what: 'checks alone',
        files: {
          'limit.py':
            'WIDTHS = {"text-embedding-3-small": 1536}\n\ndef limit(model):\n    return 1 if model == "gpt-4o" or "claude-3" in model else WIDTHS.get(model)\n',
        },
        mentions: ['limit.py:4 anthropic:claude-3', 'limit.py:4 openai:gpt-4o', 'limit.py:1 openai:text-embedding-3-small'],
      },
    ],
  },
  {
    number: 22,
    title: 'repositories that moved',
    hit: {
      files: {
        'a.py':
          'from transformers import AutoModel\n\na = AutoModel.from_pretrained("THUDM/chatglm3-6b")\nb = AutoModel.from_pretrained("meta-llama/Meta-Llama-3.1-8B")\nc = AutoModel.from_pretrained("Meta-llama/llama-3.1-8b")\n',
      },
      models: {
        'huggingface:meta-llama/Llama-3.1-8B': { at: ['a.py:4', 'a.py:5'], class: 'open-weights-restricted' },
        'huggingface:zai-org/chatglm3-6b': { at: ['a.py:3'], class: 'open-weights-restricted' },
      },
    },
    nothing: [
      {
        what: 'owners in addresses of code',
        files: {
          'links.ts':
            "export const links = ['https://github.com/THUDM/ChatGLM-6B', 'https://github.com/runwayml/stable-diffusion/issues'];\n",
        },
      },
      {
        what: 'owners of code with these names',
        files: {
          'ci.yml':
            'jobs:\n  a:\n    steps:\n      - uses: THUDM/setup-6b@v1\n      - run: git clone https://github.com/meta-llama/llama-models\n',
        },
      },
    ],
  },
  {
    number: 23,
    title: 'one list, several libraries',
    hit: {
      files: {
        'options.py':
          'import streamlit\n\nMODELS = ["spaCy/en_core_web_lg", "flair/ner-english-large", "stanza/en", "HuggingFace/obi/deid_roberta_i2b2"]\nchosen = streamlit.selectbox("Model", MODELS)\n',
      },
      models: {
        'huggingface:flair/ner-english-large': { at: ['options.py:3'] },
        'huggingface:obi/deid_roberta_i2b2': { at: ['options.py:3'], license: 'MIT' },
        'spacy:en_core_web_lg': { at: ['options.py:3'], license: 'MIT' },
        'stanza:en': { at: ['options.py:3'] },
      },
      findings: ['model-no-license huggingface:flair/ner-english-large'],
    },
    nothing: [
      {
        what: 'a list of paths and languages',
        files: {
          'options.py':
            'import streamlit\n\nPAGES = ["docs/en", "pages/list", "users/edit", "spanish/castilian"]\nchosen = streamlit.selectbox("Page", PAGES)\n',
        },
      },
    ],
  },
  {
    number: 24,
    title: 'ordinary words that are names of models',
    hit: {
      files: { 'run.sh': 'ollama run falcon\nollama run curie-harbour:7b\n' },
      models: {
        'ollama:curie-harbour:7b': { at: ['run.sh:2'], class: 'unknown' },
        'ollama:falcon': { at: ['run.sh:1'] },
      },
      findings: ['model-unknown ollama:curie-harbour:7b'],
    },
    nothing: [
      {
        what: 'words in translations',
        files: {
          'locales/en.json': '{ "falcon": "Falcon", "command": "Command", "bloom": "In bloom", "nova": "Nova" }\n',
        },
      },
      {
        what: 'words, filters, flags and classes of CSS',
        files: {
          'words.ts':
            "import OpenAI from 'openai';\n\nexport const words = ['gemma', 'dolly', 'bloom', 'curie', 'sonar', 'falcon', 'nova', 'command'];\nexport const filter = new BloomFilter('bloom');\n",
          'page.tsx': 'export const Page = () => <i className="fa-dolly bg-primary/20 text-black/50" lang="spanish/castilian" />;\n',
          'Cargo.toml': '[profile.release]\ncodegen-units = 1\n',
          'phi.py': 'phi_list = ["name", "date"]\n',
        },
      },
    ],
  },
  {
    number: 25,
    title: 'an alternative in a comment behind the live value',
    hit: {
      files: {
        'config.yaml': 'model_name_or_path: Qwen/Qwen2.5-7B-Instruct  # or "google/flan-t5-base"\n#url: hf://facebook/opt-125m\n',
      },
      models: {
        'huggingface:Qwen/Qwen2.5-7B-Instruct': { at: ['config.yaml:1'], license: 'Apache-2.0' },
        'huggingface:facebook/opt-125m': { at: ['config.yaml:2 mention'] },
        'huggingface:google/flan-t5-base': { at: ['config.yaml:1 mention'] },
      },
    },
    nothing: [
      {
        what: 'comments alone',
        files: { 'config.yaml': 'port: 80  # or "google/flan-t5-base"\n#url: hf://facebook/opt-125m\n' },
        mentions: ['config.yaml:2 huggingface:facebook/opt-125m', 'config.yaml:1 huggingface:google/flan-t5-base'],
      },
    ],
  },
  {
    number: 26,
    title: 'bulk data with a name on each line',
    hit: {
      files: {
        'scores.json': `[\n${Array.from({ length: 200 }, () => '  { "model": "gpt-4o", "score": 1 }').join(',\n')}\n]\n`,
      },
      models: { 'openai:gpt-4o': { at: Array.from({ length: 40 }, (_, index) => `scores.json:${index + 2}`), class: 'api-only' } },
      findings: ['model-closed openai:gpt-4o'],
    },
    nothing: [
      {
        what: 'bulk data without models',
        files: { 'scores.json': `[\n${Array.from({ length: 200 }, () => '  { "model": "grizl", "score": 1 }').join(',\n')}\n]\n` },
      },
    ],
  },
  {
    number: 27,
    title: 'one licence for the code, another for the weights',
    hit: {
      files: {
        LICENSE: text('Apache-2.0'),
        MODEL_LICENSE: text('CC-BY-NC-4.0'),
        'model.safetensors': adapterFile,
      },
      models: {
        'file:model.safetensors': { at: ['model.safetensors:1'], class: 'open-weights-noncommercial', license: 'CC-BY-NC-4.0' },
      },
      findings: ['model-noncommercial file:model.safetensors'],
    },
    also: [
      {
        files: {
          LICENSE: text('MIT'),
          'load.py': 'from transformers import AutoModel\n\nmodel = AutoModel.from_pretrained("meta-llama/Llama-3.1-8B")\n',
        },
        models: { 'huggingface:meta-llama/Llama-3.1-8B': { at: ['load.py:3'], class: 'open-weights-restricted' } },
      },
    ],
    nothing: [{ what: 'two licences of code', files: { 'LICENSE-MIT': text('MIT'), 'LICENSE-APACHE': text('Apache-2.0') } }],
  },
];
