/** Forms of places that name a model, beside the numbered traps of `test/traps`. Expectations are worked out by hand. */
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
    what: 'names of a Modelfile and of a Dockerfile',
    files: { Modelfile: 'FROM llama3.1:8b\nPARAMETER temperature 1\n', Dockerfile: 'FROM python:3.11-slim\nRUN ollama pull mistral:7b\n' },
    used: ['Dockerfile:2 mistral:7b', 'Modelfile:1 llama3.1:8b'],
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
