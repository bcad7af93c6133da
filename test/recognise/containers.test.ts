/** Containers started on a command line, and documents fed to a program through a pipe. */
import { describe, expect, it } from 'vitest';
import { createLinker } from '../../src/link/index.ts';
import { recognise } from '../../src/recognise/index.ts';
import { loadRules } from '../../src/rules/index.ts';
import { memoryProject } from '../support/project.ts';

const rules = loadRules();
const used = (text: string, path = 'up.sh') => {
  const project = memoryProject({ [path]: text });
  return recognise(project, createLinker(project), rules, {})
    .references.filter((reference) => reference.used)
    .map(({ line, name }) => `${line} ${name}`);
};

describe('what a container engine starts', () => {
  it.each([
    [
      'argument behind the image',
      'docker run --gpus all -v ~/c:/root --name m \\\n  vllm/vllm-openai:latest \\\n  acme/some-7b --port 8000\n',
      '3 acme/some-7b',
    ],
    ['option of the image', 'sudo podman run -itd -p8000:80 vllm/vllm-openai --model acme/some-7b\n', '1 acme/some-7b'],
    ['image in a variable', 'IMAGE=vllm/vllm-openai:v1\ndocker run -d "$IMAGE" acme/some-7b\n', '2 acme/some-7b'],
    [
      'variable of the image',
      'docker container run -e MODEL_ID=acme/some-7b ghcr.io/huggingface/text-generation-inference:2\n',
      '1 acme/some-7b',
    ],
  ])('names a model: %s', (_, text, expected) => {
    expect(used(text)).toEqual([expected]);
  });
  it('counts at the place of the name', () => {
    const text = 'docker run -e "MODEL=acme/some-7b" vllm/vllm-openai\n';
    const project = memoryProject({ 'a.sh': text });
    const [found] = recognise(project, createLinker(project), rules, {}).references;
    expect(text.slice((found?.column ?? 0) - 1, (found?.endColumn ?? 0) - 1)).toBe('acme/some-7b');
  });
  it.each([
    ['the arguments of another image', 'docker run --rm alpine/git clone acme/some-7b\n'],
    ['another program of the image', 'docker run -it vllm/vllm-openai:latest bash\n'],
    ['an image nobody knows', 'docker run "$OTHER" acme/some-7b\n'],
    ['a volume in front of the image', 'docker run -v acme/some-7b:/data vllm/vllm-openai\n'],
    ['a variable of another program', 'docker run -e MODEL_ID=acme/some-7b nginx\n'],
    ['an image that is built', 'docker build -t acme/some-7b .\n'],
    ['an image that is pushed', 'docker push vllm/vllm-openai acme/some-7b\n'],
    ['no image at all', 'docker run -d --name\n'],
  ])('%s names none', (_, text) => {
    expect(used(text)).toEqual([]);
  });
});

describe('a document fed through a pipe', () => {
  const manifest = 'kind: Model\nmetadata: { name: m }\nspec:\n  url: hf://acme/some-7b\n';
  it.each(['kubectl apply -f -', 'envsubst | kubectl apply -n x -f -', 'sudo tee model.yaml'])('is a manifest for %s', (consumer) => {
    expect(used(`cat <<EOF | ${consumer}\n${manifest}EOF\n`)).toEqual(['5 hf://acme/some-7b']);
  });
  it('is the program of an interpreter', () => {
    expect(used('cat <<EOF | python3\nfrom transformers import AutoModel\nAutoModel.from_pretrained("acme/some-7b")\nEOF\n')).toEqual([
      '3 acme/some-7b',
    ]);
  });
  it.each(['mail ops', 'grep url', 'cat && kubectl apply -f other.yaml'])('is nothing for %s', (consumer) => {
    expect(used(`cat <<EOF | ${consumer}\n${manifest}EOF\n`)).toEqual([]);
  });
  it('ends with its command', () => {
    expect(used(`cat a | kubectl apply -f -\ncat <<EOF\n${manifest}EOF\n`)).toEqual([]);
  });
});

describe('a script of the project', () => {
  it('is asked for a model by its option', () => {
    expect(used('./tests/run.sh all --model "acme/some-7b" --verbose\n')).toEqual(['1 acme/some-7b']);
  });
  it.each(['./tests/run.sh acme/some-7b\n', 'echo ./run.sh --model acme/some-7b\n', './run.sh --model large\n'])(
    '%s names none',
    (text) => {
      expect(used(text)).toEqual([]);
    },
  );
});

describe('a script of a container whose entry point is a shell', () => {
  const compose = (entrypoint: string) =>
    `services:\n  init:\n    image: ollama/ollama\n    entrypoint: ${entrypoint}\n    command:\n      - "-c"\n      - "sleep 3; ollama pull llama3.2"\n`;
  it.each(['/bin/sh', 'bash', '["/bin/sh"]'])('is read: %s', (entrypoint) => {
    expect(used(compose(entrypoint), 'docker-compose.yml')).toEqual(['7 llama3.2']);
  });
  it('is text for another program', () => {
    expect(used(compose('/bin/announce'), 'docker-compose.yml')).toEqual([]);
  });
});
