/** Tables that only say something of models, names made up from ids, options of parts of a program, and files that tell no model apart. */
import { describe, expect, it } from 'vitest';
import { createLinker } from '../../src/link/index.ts';
import { recognise } from '../../src/recognise/index.ts';
import { loadRules } from '../../src/rules/index.ts';
import { memoryProject } from '../support/project.ts';

const rules = loadRules();
const used = (files: Record<string, string>) => {
  const project = memoryProject({ 'neighbour.py': 'import openai\n', ...files });
  return recognise(project, createLinker(project), rules, {})
    .references.filter((reference) => reference.used && reference.usage !== 'publish')
    .map(({ path, line, name }) => `${path}:${line} ${name}`);
};

const SHOWN = 'SHOWN_AS = {\n  "gpt-4o-mini": "GPT-4o mini",\n  "claude-3-haiku-20240307": "Claude 3 Haiku",\n}\n';
const REPLACED = 'CURRENT = "claude-sonnet-4-20250514"\nINSTEAD = {\n  "claude-3-opus-20240229": CURRENT,\n  "claude-2.1": CURRENT,\n}\n';

describe('a table of labels', () => {
  it('is a mention where names are looked up in it', () => {
    expect(used({ 'plot.py': `${SHOWN}label = SHOWN_AS[name]\nother = SHOWN_AS.get(name, name)\n` })).toEqual([]);
  });
  it.each([
    ['listed for a choice', 'for name, label in SHOWN_AS.items():\n    add(name, label)\n'],
    ['handed on as a whole', 'select("Model", SHOWN_AS)\n'],
    ['handed on and looked up in', 'pick = select("Model", list(SHOWN_AS))\nlabel = SHOWN_AS[pick]\n'],
    ['not used here', ''],
  ])('is an offer when it is %s', (_, text) => {
    expect(used({ 'app.py': SHOWN + text })).toHaveLength(2);
  });
  it('is no table of labels when it says where or with what a model runs', () => {
    const hosts =
      'SERVED = {\n  "gpt-4o-mini": "https://a.example.com/v1",\n  "gpt-4o": "https://b.example.com/v1",\n}\nurl = SERVED[name]\n';
    expect(used({ 'app.py': hosts })).toHaveLength(2);
  });
});

describe('a list that other files compare with', () => {
  const list = 'NO_TEMPERATURE_MODELS = [\n  "gpt-5-mini",\n  "claude-opus-4-5",\n]\n';
  it.each([
    ['as it is', 'from base import NO_TEMPERATURE_MODELS\nif model in NO_TEMPERATURE_MODELS:\n    drop()\n'],
    ['under another name', 'from base import NO_TEMPERATURE_MODELS as fixed\nok = model not in fixed\n'],
  ])('is a mention: %s', (_, text) => {
    expect(used({ 'base.py': list, 'llm.py': text })).toEqual([]);
  });
  it.each([
    ['listed elsewhere', { 'app.py': 'from base import NO_TEMPERATURE_MODELS\nselect(NO_TEMPERATURE_MODELS)\n' }],
    [
      'compared in one file and listed in another',
      {
        'llm.py': 'from base import NO_TEMPERATURE_MODELS\nok = model in NO_TEMPERATURE_MODELS\n',
        'app.py': 'from base import NO_TEMPERATURE_MODELS\nselect(NO_TEMPERATURE_MODELS)\n',
      },
    ],
    ['compared under a name of its own only', { 'llm.py': 'NO_TEMPERATURE_MODELS = load()\nok = model in NO_TEMPERATURE_MODELS\n' }],
  ])('is an offer when it is %s', (_, files) => {
    expect(used({ 'base.py': list, ...files })).toHaveLength(2);
  });
});

describe('a table of replacements', () => {
  it('uses what it replaces with, not what it replaces', () => {
    expect(used({ 'a.py': `${REPLACED}model = INSTEAD.get(asked, asked)\nclient.chat.completions.create(model=model)\n` })).toEqual([
      'a.py:1 claude-sonnet-4-20250514',
    ]);
  });
  it('is read in TypeScript too', () => {
    const text =
      'export const NOW = "moonshotai/Kimi-K2-Instruct-0905";\nexport const ALIASES: Record<string, string> = {\n  "zai-org/GLM-4.6": NOW,\n  "Qwen/Qwen2.5-Coder-32B-Instruct": NOW,\n};\nexport const resolve = (model: string) => ALIASES[model] ?? model;\n';
    expect(used({ 'models.ts': text })).toEqual(['models.ts:1 moonshotai/Kimi-K2-Instruct-0905']);
  });
  it.each([
    ['settings of each model', 'A = Conf(1)\nB = Conf(2)\nCONF = {\n  "gpt-4o": A,\n  "gpt-4o-mini": B,\n}\nconf = CONF[model]\n', 2],
    ['one entry, which shows no pattern', 'T = {"gpt-4": "gpt-4o"}\nmodel = T[model]\n', 2],
    ['listed', `${REPLACED}for old in INSTEAD:\n    offer(old)\n`, 3],
  ])('is none: %s', (_, text, count) => {
    expect(used({ 'a.py': text })).toHaveLength(count);
  });
});

it('takes a table of days for no choice', () => {
  const days = 'CAME_OUT = {\n  "gpt-4.1": "2025-04-14",\n  "gpt-4o-mini": "2024-07-18",\n}\n';
  expect(used({ 'a.py': `${days}show(CAME_OUT)\n` })).toEqual([]);
  expect(used({ 'a.py': days.replaceAll(/"20[\d-]+"/g, '"daily"') })).toHaveLength(2);
});

it.each(['gpt-4-turbo-2024-04-09_chatgpt', 'claude-3-opus-20240229_empty', 'gpt-4o_run-7', 'YOUR_PROVISIONED_MODEL_ARN'])(
  'takes %s for no id of a vendor',
  (name) => {
    expect(used({ 'a.py': `RUNS = ["${name}"]\nmodel_id = "${name}"\n` })).toEqual([]);
  },
);

it('keeps underscores where a vendor writes them', () => {
  expect(used({ 'a.py': 'import elevenlabs\nclient.text_to_speech.convert(model_id="eleven_multilingual_v2")\n' })).toEqual([
    'a.py:2 eleven_multilingual_v2',
  ]);
});

describe('options of a part of a program', () => {
  it.each(['--actor.model_name_or_path', '--reward.model_name_or_path', '--args.trainer.model-path'])('%s names a model', (option) => {
    expect(used({ 'run.sh': `python3 -m acme.train ${option} acme/some-llama-7b --x 1\n` })).toEqual(['run.sh:1 acme/some-llama-7b']);
  });
  it.each(['--actor.output_dir', '--data.path', '--model_name_or_path.lr', './a.model'])('%s does not', (option) => {
    expect(used({ 'run.sh': `python3 -m acme.train ${option} acme/some-llama-7b --x 1\n` })).toEqual([]);
  });
});

describe('files of weights', () => {
  it('lie in folders of Windows too', () => {
    expect(used({ 'appsettings.json': '{ "ModelPath": "..\\\\models\\\\llama-2-7b-chat.Q4_0.gguf" }\n' })).toEqual([
      'appsettings.json:1 ..\\models\\llama-2-7b-chat.Q4_0.gguf',
    ]);
    expect(used({ 'appsettings.json': '{ "ModelPath": "..\\\\models\\\\chat" }\n' })).toEqual([]);
  });
  it('with the name that every repository has tell none', () => {
    expect(used({ 'a.py': 'class Asset(Enum):\n    Model = "pytorch_model.bin"\n' })).toEqual([]);
  });
  it('come from a cache of a host', () => {
    const text =
      'BASE_URL = "https://weights.replicate.delivery/default/acme/base-1.0.tar"\nDOCS = "https://replicate.delivery/docs.tar"\n';
    expect(used({ 'predict.py': text })).toEqual(['predict.py:1 https://weights.replicate.delivery/default/acme/base-1.0.tar']);
  });
});

describe('names that a project gives to its own choices', () => {
  it('are not what they stand for', () => {
    const text =
      'models = {\n  "gpt-4o-2024-08-06-temp-1": Sampler(model="gpt-4o-2024-08-06", temperature=1),\n  "gpt-4.1-hot": {"model": "gpt-4.1-2025-04-14"},\n}\nrun(models)\n';
    expect(used({ 'a.py': text })).toEqual(['a.py:2 gpt-4o-2024-08-06', 'a.py:3 gpt-4.1-2025-04-14']);
  });
  it.each(['"gpt-4o-mini": Sampler(temperature=1)', '"gpt-4o-mini": {"speed": "fast"}', '"gpt-4o-mini": Sampler(model=name)'])(
    'are the model where nothing else names it: %s',
    (entry) => {
      expect(used({ 'a.py': `models = {\n  ${entry},\n}\nrun(models)\n` })).toEqual(['a.py:2 gpt-4o-mini']);
    },
  );
  it('are nothing when they begin like an id', () => {
    expect(used({ 'a.py': 'index_name = "claude-3-rag"\nother = "claude-3-notes"\n' })).toEqual([]);
    expect(used({ 'a.py': 'm = "claude-3-5-haiku-latest"\nn = "claude-sonnet-4-5"\no = "claude-4-sonnet-20250514"\n' })).toHaveLength(3);
  });
});

describe('an architecture with its weights beside it', () => {
  const registry = (call: string) =>
    `from segment_anything import sam_model_registry\nkind = "vit_h"\nsam = sam_model_registry[kind]${call}\n`;
  it.each(['(checkpoint="sam_vit_h_4b8939.pth")', '("sam_vit_h_4b8939.pth")'])('is those weights: %s', (call) => {
    expect(used({ 'a.py': registry(call) })).toEqual(['a.py:3 sam_vit_h_4b8939.pth']);
  });
  it.each(['', '()', '(checkpoint=None)', '(checkpoint=given)'])('names the model itself without: %s', (call) => {
    expect(used({ 'a.py': registry(call) })).toEqual(['a.py:2 facebook/sam-vit-huge']);
  });
});

describe('a here-document kept for later', () => {
  const kept = (body: string) => `read -r -d '' arguments <<EOF\n${body}\nEOF\ndeepspeed --module $arguments\n`;
  it('is the command line it holds', () => {
    expect(used({ 'run.sh': kept('acme.train \\\n  --lr 1 \\\n  --model.model_name_or_path acme/some-llama-7b') })).toEqual([
      'run.sh:4 acme/some-llama-7b',
    ]);
  });
  it.each(['Usage of acme-7b: say --model_name_or_path acme/some-llama-7b', 'acme/some-llama-7b', '{"a": 1}'])(
    'is text otherwise: %s',
    (body) => {
      expect(used({ 'run.sh': kept(body) })).toEqual([]);
    },
  );
});

it('takes the default of what is uploaded for what is made', () => {
  const script = (call: string) =>
    `import argparse\nfrom huggingface_hub import HfApi\np = argparse.ArgumentParser()\np.add_argument("--repo-id", default="acme/native-7b")\nargs = p.parse_args()\n${call}\n`;
  expect(used({ 'a.py': script('HfApi().upload_folder(repo_id=args.repo_id, folder_path="x")') })).toEqual([]);
  expect(used({ 'a.py': script('snapshot_download(repo_id=args.repo_id)') })).toEqual(['a.py:4 acme/native-7b']);
});

it('takes a file beside the program for no repository', () => {
  const load = (name: string) => `from transformers import AutoModel\nmodel = AutoModel.from_pretrained("${name}")\n`;
  expect(used({ 'a.py': load('pytorch_model.bin') })).toEqual([]);
  expect(used({ 'a.py': load('bert-base-uncased') })).toEqual(['a.py:2 bert-base-uncased']);
});

describe('tests', () => {
  it('fake the loaders of their own function only', () => {
    const text =
      'from unittest.mock import patch\nfrom transformers import AutoModel\n\ndef test_real():\n    AutoModel.from_pretrained("HuggingFaceTB/SmolLM2-135M-Instruct")\n\n@patch("transformers.AutoModel.from_pretrained")\ndef test_fake(m):\n    AutoModel.from_pretrained("Qwen/Qwen2.5-0.5B-Instruct")\n';
    expect(used({ 'tests/test_a.py': text })).toEqual(['tests/test_a.py:5 HuggingFaceTB/SmolLM2-135M-Instruct']);
  });
  it('assert what a function makes of a name', () => {
    expect(used({ 'a.test.ts': 'assert.equal(resolve("Qwen/Qwen2.5-7B-Instruct"), NOW);\n' })).toEqual([]);
  });
  it('hand hosted models over that no hub has', () => {
    expect(
      used({ 'tests/test_a.py': '@pytest.mark.parametrize("m", [("openai/o3", False), ("x/o3", True)])\ndef test_a(m): ...\n' }),
    ).toEqual([]);
  });
});
