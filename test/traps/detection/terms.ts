/** Traps 47 to 50: clones of the hub, texts of licences in layers, names that move, and sites that are not what they say. */

import { createRequire } from 'node:module';
import type { Trap } from '../trap.ts';

const texts = createRequire(import.meta.url)('spdx-license-list/full') as Record<string, { licenseText: string }>;
const text = (id: string): string => texts[id]?.licenseText ?? '';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const layer = (kind: string, letter: string): object => ({
  mediaType: `application/vnd.ollama.image.${kind}`,
  digest: digest(letter),
  size: 1,
});
const blob = (letter: string): string => `.ollama/models/blobs/${digest(letter).replace(':', '-')}`;

export const TRAPS: Trap[] = [
  {
    number: 47,
    title: 'a clone of a model against a clone of a Space',
    hit: {
      files: { 'setup.sh': 'git lfs install\ngit clone https://huggingface.co/google/flan-t5-base\n' },
      models: { 'huggingface:google/flan-t5-base': { at: ['setup.sh:2'], license: 'Apache-2.0', channel: 'build-download' } },
    },
    nothing: [
      {
        what: 'looking at the hub without cloning',
        files: {
          'look.sh':
            'curl https://huggingface.co/api/whoami-v2\nhuggingface-cli login\ngit remote add space https://huggingface.co/spaces/our-team/chat-7b\n',
        },
      },
      {
        what: 'Spaces, data sets and code',
        files: {
          'setup.sh':
            'git clone https://huggingface.co/spaces/our-team/chat-7b\ngit clone https://huggingface.co/datasets/our-team/talks-7b\ngit clone https://github.com/openai/whisper\n',
        },
      },
    ],
  },
  {
    number: 48,
    title: 'several texts of licences in one model',
    hit: {
      files: { 'run.sh': 'ollama run harbour-chat:7b\n' },
      home: {
        '.ollama/models/manifests/registry.ollama.ai/library/harbour-chat/7b': JSON.stringify({
          schemaVersion: 2,
          layers: [layer('model', '1'), layer('license', '2'), layer('license', '3')],
        }),
        [blob('2')]: text('MIT'),
        [blob('3')]: text('CC-BY-NC-4.0'),
      },
      models: {
        'ollama:harbour-chat:7b': { at: ['run.sh:1'], class: 'open-weights-noncommercial', license: 'MIT AND CC-BY-NC-4.0' },
      },
      // Two texts of one rank that say different things: both bind, and the difference is shown.
      findings: ['model-license-conflict ollama:harbour-chat:7b', 'model-noncommercial ollama:harbour-chat:7b'],
    },
    nothing: [
      {
        what: 'licences of code',
        files: { LICENSE: text('MIT'), Dockerfile: 'FROM scratch\nLABEL LICENSE="MIT"\n' },
      },
    ],
  },
  {
    number: 49,
    title: 'a name that moves has no version',
    hit: {
      files: {
        'ask.py':
          'from mistralai import Mistral\nfrom openai import OpenAI\n\nMistral().chat.complete(model="mistral-large-latest", messages=[])\nOpenAI(base_url="https://api.deepseek.com").chat.completions.create(model="deepseek-chat", messages=[])\n',
      },
      models: {
        'deepseek:deepseek-chat': { at: ['ask.py:5'], provider: 'deepseek' },
        'mistral:mistral-large-latest': { at: ['ask.py:4'], provider: 'mistral' },
      },
      findings: ['model-needs-confirmation deepseek:deepseek-chat', 'model-needs-confirmation mistral:mistral-large-latest'],
    },
    nothing: [
      {
        what: 'tags that move of other things',
        files: {
          'compose.yaml': 'services:\n  a:\n    image: shop/mistral-large:latest\n',
          'package.json': '{ "dependencies": { "chat": "latest" } }\n',
        },
      },
    ],
  },
  {
    number: 50,
    title: 'a site that only looks like a vendor’s gives no terms',
    hit: {
      files: {
        'ask.py':
          'from openai import OpenAI\n\nclient = OpenAI(base_url="https://api.kimi-k2.ai/v1", api_key=key)\nanswer = client.chat.completions.create(model="kimi-k2-turbo", messages=[])\n',
      },
      models: { 'unknown:kimi-k2-turbo': { at: ['ask.py:4'], provider: 'none', class: 'unknown' } },
      findings: ['model-unknown unknown:kimi-k2-turbo'],
    },
    also: [
      {
        files: {
          'ask.py':
            'from openai import OpenAI\n\nclient = OpenAI(base_url="https://api.moonshot.ai/v1", api_key=key)\nanswer = client.chat.completions.create(model="moonshot-v1-8k", messages=[])\n',
        },
        models: { 'moonshot:moonshot-v1-8k': { at: ['ask.py:4'], provider: 'moonshot', class: 'api-only' } },
        findings: ['model-closed moonshot:moonshot-v1-8k', 'terms-not-reviewed moonshot:moonshot-v1-8k'],
      },
    ],
    nothing: [
      {
        what: 'a link to such a site',
        files: { 'page.tsx': 'export const Link = () => <a href="https://www.minimaxm2.io/pricing">prices</a>;\n' },
      },
    ],
  },
];
