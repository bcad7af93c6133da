/** Folders of the project that are read where a registry's names stand, and names that constants leave a part out of. */
import { describe, expect, it } from 'vitest';
import { createLinker } from '../../src/link/index.ts';
import { recognise } from '../../src/recognise/index.ts';
import { loadRules } from '../../src/rules/index.ts';
import { memoryProject } from '../support/project.ts';

const rules = loadRules();

function used(files: Record<string, string>): string[] {
  const project = memoryProject(files);
  const { references } = recognise(project, createLinker(project), rules);
  return references.filter((one) => one.used).map((one) => `${one.line} ${one.name}`);
}

const load = (name: string): Record<string, string> => ({
  'run.py': `from transformers import AutoModel\nmodel = AutoModel.from_pretrained("${name}")\n`,
});

describe('a folder of the project is no model of a registry', () => {
  it.each(['model/', 'models/checkpoint-100', 'logs/model_12000', 'outputs/tuned', 'acme/checkpoint-500', 'runs/'])('%s', (name) => {
    expect(used(load(name))).toEqual([]);
  });

  it.each(['acme/checkpoint', 'acme-models/logs', 'acme/model-100'])('but %s may be one', (name) => {
    expect(used(load(name))).toEqual([`2 ${name}`]);
  });

  it.each([
    ['./Qwen2.5-7B-Instruct', 'Qwen/Qwen2.5-7B-Instruct'],
    ['/data/models/Qwen/Qwen2.5-7B-Instruct/', 'Qwen/Qwen2.5-7B-Instruct'],
    ['pretrained_models/CosyVoice-300M', 'FunAudioLLM/CosyVoice-300M'],
    ['tools/models/Qwen2.5-7B-Instruct', 'Qwen/Qwen2.5-7B-Instruct'],
  ])('%s is named after %s', (path, name) => {
    expect(used(load(path))).toEqual([`2 ${name}`]);
  });

  it.each(['./lantern-7b', '/data/gpt-4o', './models/base', './src/utils-2', '../v2.5'])('%s is named after none', (path) => {
    expect(used(load(path))).toEqual([]);
  });

  it('a folder deeper than any name of a hub is a folder, whatever loads it', () => {
    const project = memoryProject({ 'a.py': 'from faster_whisper import WhisperModel\nWhisperModel("tools/models/our-whisper")\n' });
    const { references } = recognise(project, createLinker(project), rules);
    expect(references.map((one) => [one.registry, one.name])).toEqual([['file', 'tools/models/our-whisper']]);
  });

  it('nor is the name under which the project saved what it made', () => {
    const saved = 'from transformers import AutoModel\nmodel = AutoModel.from_pretrained("acme/lantern")\n';
    expect(used({ 'a.py': `${saved}model.save_pretrained("lantern_tuned_2")\nAutoModel.from_pretrained("lantern_tuned_2")\n` })).toEqual([
      '2 acme/lantern',
    ]);
    expect(used({ 'a.py': `${saved}model.save_pretrained("other")\nAutoModel.from_pretrained("lantern_tuned_2")\n` })).toEqual([
      '2 acme/lantern',
      '4 lantern_tuned_2',
    ]);
    expect(
      used({ 'a.py': `${saved}model.save_pretrained("bert-base-uncased")\nAutoModel.from_pretrained("bert-base-uncased")\n` }),
    ).toEqual(['2 acme/lantern', '4 bert-base-uncased']);
  });

  it.each(['base', 'small-streaming', 'lantern_medium', 'path_to_lantern_7b'])('nor is the plain word %s', (word) => {
    expect(used(load(word))).toEqual([]);
  });

  it('a vendor may write its ids like one', () => {
    expect(used({ 'a.py': 'import google.generativeai as genai\ngenai.GenerativeModel("models/gemini-1.5-pro")\n' })).toEqual([
      '2 models/gemini-1.5-pro',
    ]);
  });
});

describe('repositories that are no models', () => {
  it('those with parts named beside them are datasets', () => {
    const task = (argument: string): string =>
      `from transformers import pipeline\ntask = TaskConfig(name="arc", hf_repo="acme/arc-hard-7b", ${argument})\n`;
    expect(used({ 'a.py': task('evaluation_splits=["test"]') })).toEqual([]);
    expect(used({ 'a.py': task('hf_subset="default"') })).toEqual([]);
    expect(used({ 'a.py': task('device="cuda"') })).toEqual(['2 acme/arc-hard-7b']);
  });

  it('a constant that is only uploaded names what is made', () => {
    const code = (last: string): string =>
      `from transformers import AutoModel\nREPO_ID = "acme/lantern-7b"\nx = AutoModel.from_pretrained("acme/base-7b")\n${last}\n`;
    expect(used({ 'a.py': code('x.push_to_hub(REPO_ID)') })).toEqual(['3 acme/base-7b']);
    expect(used({ 'a.py': code('x.push_to_hub(REPO_ID)\nAutoModel.from_pretrained(REPO_ID)') })).toEqual([
      '2 acme/lantern-7b',
      '3 acme/base-7b',
    ]);
  });
});

describe('paths joined from parts', () => {
  it('name the repository they begin with', () => {
    const code = (model: string): string =>
      `import os, torch\ndef load(path):\n    return torch.load(os.path.join(path, "extra.bin"))\nload("${model}")\n`;
    expect(used({ 'a.py': code('facebook/opt-350m') })).toEqual(['4 facebook/opt-350m']);
    expect(used({ 'a.py': code('outputs/run') })).toEqual([]);
  });
});

describe('constants', () => {
  it('leave out the zero of a version, and never part the letter from its number', () => {
    const code = (member: string): string =>
      `use rig::providers::cohere;\nfn f(c: &cohere::Client) { c.embedding_model(cohere::${member}, "x"); }\n`;
    expect(used({ 'Cargo.toml': '[dependencies]\nrig-core = "0.9"\n', 'src/main.rs': code('EMBED_ENGLISH_V3') })).toEqual([
      '2 embed-english-v3.0',
    ]);
    expect(used({ 'Cargo.toml': '[dependencies]\nrig-core = "0.9"\n', 'src/main.rs': code('API_V3') })).toEqual([]);
    expect(used({ 'Cargo.toml': '[dependencies]\nrig-core = "0.9"\n', 'src/main.rs': code('GPT_4_32K') })).toEqual(['2 gpt-4-32k']);
  });
});
