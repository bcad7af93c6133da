/** Traps 22 to 32: silent defaults, and licences that hang on more than the name. */

import { gguf } from '../../summarise-headers/builders.ts';
import type { Trap } from '../trap.ts';
import { adapterFile } from '../files.ts';

export const TRAPS: Trap[] = [
  {
    number: 22,
    title: 'a class of LangChain without a model',
    hit: {
      files: {
        'src/ask.ts': "import { ChatOpenAI } from '@langchain/openai';\n\nexport const chat = new ChatOpenAI({ temperature: 0 });\n",
      },
      models: { 'openai:gpt-3.5-turbo': { at: ['src/ask.ts:3'], how: ['library-default'], class: 'api-only' } },
      findings: ['model-closed openai:gpt-3.5-turbo'],
    },
    also: [
      {
        files: { 'ask.py': 'from langchain_openai import OpenAIEmbeddings\n\nvectors = OpenAIEmbeddings()\n' },
        models: { 'openai:text-embedding-ada-002': { at: ['ask.py:3'], how: ['library-default'], class: 'api-only' } },
        findings: ['model-closed openai:text-embedding-ada-002'],
      },
    ],
    nothing: [
      {
        what: 'a class that is imported and not made',
        files: {
          'ask.py':
            'from langchain_openai import ChatOpenAI, OpenAIEmbeddings\n\ndef ask(chat: ChatOpenAI, vectors: OpenAIEmbeddings):\n    return chat.invoke("a")\n',
        },
      },
      {
        what: 'the type alone, and a fake',
        files: {
          'src/ask.ts':
            "import type { ChatOpenAI } from '@langchain/openai';\nimport { FakeListChatModel } from '@langchain/core/utils/testing';\n\nexport const chat = new FakeListChatModel({ responses: ['yes'] }) as unknown as ChatOpenAI;\n",
        },
      },
    ],
  },
  {
    number: 23,
    title: 'a collection of Chroma without an embedding function',
    hit: {
      files: {
        'store.py': 'import chromadb\n\nclient = chromadb.PersistentClient(path="db")\nnotes = client.get_or_create_collection("notes")\n',
      },
      models: {
        'huggingface:sentence-transformers/all-MiniLM-L6-v2': {
          at: ['store.py:4'],
          how: ['library-default'],
          license: 'Apache-2.0 AND MIT',
        },
      },
    },
    nothing: [
      {
        what: 'a client that only lists',
        files: {
          'store.py': 'import chromadb\n\nnames = chromadb.PersistentClient(path="db").list_collections()\n',
        },
      },
      {
        what: 'a function of the project, and a collection of another database',
        files: {
          'store.py':
            'import chromadb\nfrom pymongo import MongoClient\nfrom ours import hash_vectors\n\nclient = chromadb.PersistentClient(path="db")\nnotes = client.get_or_create_collection("notes", embedding_function=hash_vectors)\nMongoClient().db.create_collection("notes")\n',
        },
      },
    ],
  },
  {
    number: 24,
    title: 'weights of YOLO against a description of its layers',
    hit: {
      files: { 'count.py': 'from ultralytics import YOLO\n\neyes = YOLO("yolo11x.pt")\n' },
      models: { 'ultralytics:yolo11x.pt': { at: ['count.py:3'], license: 'AGPL-3.0-only' } },
    },
    also: [
      {
        // Others give their files names that begin alike; their licences are their own.
        files: {
          'face.py':
            'from basicsr.utils.download_util import load_file_from_url\n\nfile = load_file_from_url("https://github.com/sczhou/CodeFormer/releases/download/v0.1.0/yolov5n-face.pth")\n',
          'nas.py': 'from ultralytics import NAS\n\neyes = NAS("yolo_nas_s.pt")\n',
        },
        models: {
          'ultralytics:yolo_nas_s.pt': {
            at: ['nas.py:3'],
            class: 'open-weights-noncommercial',
            license: 'LicenseRef-deci-yolonas-license',
          },
          'url:https://github.com/sczhou/CodeFormer/releases/download/v0.1.0/yolov5n-face.pth': { at: ['face.py:3'], class: 'unknown' },
        },
        findings: [
          'model-noncommercial ultralytics:yolo_nas_s.pt',
          'model-unknown url:https://github.com/sczhou/CodeFormer/releases/download/v0.1.0/yolov5n-face.pth',
        ],
      },
    ],
    nothing: [
      {
        what: 'layers that are trained from scratch',
        files: { 'train.py': 'from ultralytics import YOLO\n\nnet = YOLO("yolov8n.yaml")\nnet.train(data="coco8.yaml", epochs=3)\n' },
      },
    ],
  },
  {
    number: 25,
    title: 'the pack of faces that insightface fetches unasked',
    hit: {
      files: { 'faces.py': 'from insightface.app import FaceAnalysis\n\napp = FaceAnalysis()\napp.prepare(ctx_id=0)\n' },
      models: { 'insightface:buffalo_l': { at: ['faces.py:3'], how: ['library-default'], class: 'open-weights-noncommercial' } },
      findings: ['model-noncommercial insightface:buffalo_l'],
    },
    also: [
      {
        files: { 'faces.py': 'from insightface.app import FaceAnalysis\n\napp = FaceAnalysis(name="antelopev2")\n' },
        models: { 'insightface:antelopev2': { at: ['faces.py:3'], how: ['literal'], class: 'open-weights-noncommercial' } },
        findings: ['model-noncommercial insightface:antelopev2'],
      },
    ],
    nothing: [
      {
        what: 'the import alone',
        files: {
          'faces.py': 'from insightface.app import FaceAnalysis\nfrom insightface.data import get_image\n\npicture = get_image("crew")\n',
        },
      },
      {
        what: 'a class of the project with that name',
        files: { 'faces.py': 'from ours.faces import FaceAnalysis\n\napp = FaceAnalysis()\napp.prepare(ctx_id=0)\n' },
      },
    ],
  },
  {
    number: 26,
    title: 'the licence of timm weights hangs on the tag',
    hit: {
      files: {
        'train.py':
          'import timm\n\nfree = timm.create_model("resnet50.a1_in1k", pretrained=True)\nbound = timm.create_model("resnet50.fb_swsl_ig1b_ft_in1k", pretrained=True)\n',
      },
      models: {
        'huggingface:timm/resnet50.a1_in1k': { at: ['train.py:3'], class: 'open-weights-permissive', license: 'Apache-2.0' },
        'huggingface:timm/resnet50.fb_swsl_ig1b_ft_in1k': {
          at: ['train.py:4'],
          class: 'open-weights-noncommercial',
          license: 'CC-BY-NC-4.0',
        },
      },
      findings: ['model-noncommercial huggingface:timm/resnet50.fb_swsl_ig1b_ft_in1k'],
    },
    nothing: [
      {
        what: 'an architecture with a tag and no weights',
        files: { 'train.py': 'import timm\n\nnet = timm.create_model("resnet50.fb_swsl_ig1b_ft_in1k")\n' },
        mentions: ['train.py:3 huggingface:timm/resnet50.fb_swsl_ig1b_ft_in1k'],
      },
    ],
  },
  {
    number: 27,
    title: 'a GGUF header that says `other` and names the licence',
    hit: {
      files: {
        'models/helper.gguf': gguf(
          {
            'general.architecture': 'llama',
            'general.name': 'Helper',
            'general.license': 'other',
            'general.license.name': 'llama3.1',
            'general.license.link': 'https://huggingface.co/meta-llama/Llama-3.1-8B/blob/main/LICENSE',
          },
          {},
        ),
      },
      models: {
        'file:models/helper.gguf': {
          at: ['models/helper.gguf:1'],
          class: 'open-weights-restricted',
          license: 'LicenseRef-scancode-llama-3.1-license-2024',
          channel: 'bundled',
        },
      },
    },
    also: [
      {
        files: {
          'models/helper.gguf': gguf({ 'general.architecture': 'llama', 'general.name': 'Helper', 'general.license': 'other' }, {}),
        },
        models: { 'file:models/helper.gguf': { at: ['models/helper.gguf:1'], class: 'open-weights-unlicensed', channel: 'bundled' } },
        findings: ['model-no-license file:models/helper.gguf'],
      },
    ],
    nothing: [
      {
        what: 'a page about the header',
        files: { 'docs/gguf.md': '# Header\n\n- `general.license`: `other`\n- `general.license.name`: what it is called\n' },
      },
    ],
  },
  {
    number: 28,
    title: '`_name_or_path` of a checkpoint on the author’s machine names nothing',
    hit: {
      files: {
        'models/ours/config.json':
          '{ "_name_or_path": "./output/checkpoint-500", "architectures": ["BertForMaskedLM"], "model_type": "bert" }\n',
        'models/ours/model.safetensors': new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d]),
      },
      models: {
        'file:models/ours/model.safetensors': {
          at: ['models/ours/model.safetensors:1'],
          class: 'open-weights-unlicensed',
          channel: 'bundled',
          bases: [],
        },
      },
      findings: ['model-no-license file:models/ours/model.safetensors'],
    },
    nothing: [
      {
        what: 'a configuration of something else with the same key',
        files: { 'config.json': '{ "_name_or_path": "./output/checkpoint-500", "port": 8080 }\n' },
      },
    ],
  },
  {
    number: 29,
    title: 'an adapter whose base is restricted',
    hit: {
      files: {
        'adapters/ours/README.md': '---\nlicense: apache-2.0\nlibrary_name: peft\n---\n# Ours\n',
        'adapters/ours/adapter_config.json': '{ "base_model_name_or_path": "meta-llama/Llama-3.1-8B-Instruct", "peft_type": "LORA" }\n',
        'adapters/ours/adapter_model.safetensors': adapterFile,
      },
      models: {
        'file:adapters/ours/adapter_model.safetensors': {
          at: ['adapters/ours/adapter_model.safetensors:1'],
          class: 'open-weights-restricted',
          bases: ['huggingface:meta-llama/Llama-3.1-8B-Instruct'],
        },
        'huggingface:meta-llama/Llama-3.1-8B-Instruct': { at: ['adapters/ours/adapter_config.json:1'], class: 'open-weights-restricted' },
      },
      findings: ['license-laxer-than-base file:adapters/ours/adapter_model.safetensors'],
    },
    nothing: [
      {
        what: 'the adapter of a plug',
        files: {
          'adapters/eu/config.json': '{ "adapter_type": "plug", "base": "type-c/usb-3" }\n',
          'adapters/eu/README.md': '# Adapter\n',
        },
      },
    ],
  },
  {
    number: 30,
    title: 'a card that says MIT on top of a Llama',
    hit: {
      files: {
        'README.md': '---\nlicense: mit\nbase_model: meta-llama/Llama-3.1-8B\n---\n# Our chat model\n',
        'model.safetensors': adapterFile,
      },
      models: {
        'file:model.safetensors': {
          at: ['model.safetensors:1'],
          class: 'open-weights-restricted',
          bases: ['huggingface:meta-llama/Llama-3.1-8B'],
        },
        'huggingface:meta-llama/Llama-3.1-8B': { at: ['README.md:3'], class: 'open-weights-restricted' },
      },
      findings: ['license-laxer-than-base file:model.safetensors'],
    },
    nothing: [
      {
        what: 'a page of a site under MIT',
        files: { 'README.md': '---\nlicense: mit\nlayout: page\ntitle: Llamas\n---\n# A farm of llamas\n' },
      },
    ],
  },
  {
    number: 31,
    title: 'copies that others upload keep the licence of the original',
    hit: {
      files: {
        'load.py':
          'from transformers import AutoModelForCausalLM\n\na = AutoModelForCausalLM.from_pretrained("unsloth/Meta-Llama-3.1-8B-Instruct-bnb-4bit")\n',
        'run.sh': 'llama-server -hf bartowski/Qwen2.5-7B-Instruct-GGUF:Q4_K_M\n',
        'old.py':
          'from llama_cpp import Llama\n\nb = Llama.from_pretrained(repo_id="TheBloke/Llama-2-7B-Chat-GGUF", filename="*Q4_K_M.gguf")\n',
      },
      models: {
        'huggingface:TheBloke/Llama-2-7B-Chat-GGUF': {
          at: ['old.py:3'],
          class: 'open-weights-restricted',
          bases: ['huggingface:meta-llama/Llama-2-7b-chat-hf'],
        },
        'huggingface:bartowski/Qwen2.5-7B-Instruct-GGUF': {
          at: ['run.sh:1'],
          class: 'open-weights-permissive',
          license: 'Apache-2.0',
          bases: ['huggingface:Qwen/Qwen2.5-7B-Instruct'],
        },
        'huggingface:unsloth/Meta-Llama-3.1-8B-Instruct-bnb-4bit': {
          at: ['load.py:3'],
          class: 'open-weights-restricted',
          bases: ['huggingface:meta-llama/Llama-3.1-8B-Instruct'],
        },
      },
    },
    nothing: [
      {
        what: 'packages and repositories of code of the same people',
        files: {
          'setup.sh': 'pip install "unsloth[cu121] @ git+https://github.com/unslothai/unsloth.git"\ndocker pull unsloth/unsloth:latest\n',
        },
      },
    ],
  },
  {
    number: 32,
    title: 'the head of a Space is no model card',
    hit: {
      files: {
        'README.md': '---\ntitle: Demo\nsdk: gradio\nlicense: mit\nmodels:\n  - google/flan-t5-base\n---\n# Demo\n',
        'app.py': 'import gradio as gr\n\ngr.load("models/google/flan-t5-base").launch()\n',
      },
      models: { 'huggingface:google/flan-t5-base': { at: ['README.md:6', 'app.py:3'], license: 'Apache-2.0' } },
    },
    nothing: [
      {
        what: 'the head of a blog post',
        files: { '_posts/2024-01-01-spaces.md': '---\ntitle: Spaces\nlayout: page\nmodels: none\nsdk: gradio\n---\ntext\n' },
      },
    ],
  },
];
