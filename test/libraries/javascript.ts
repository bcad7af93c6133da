/** JavaScript and TypeScript. */

import { formsIn, lines, type Form } from './form.ts';

const ts = formsIn('src/ask.ts');

export const FORMS: Form[] = [
  ts(
    'transformers.js',
    lines(
      "import { AutoModel, pipeline } from '@huggingface/transformers';",
      '',
      "await pipeline('feature-extraction', 'Xenova/all-MiniLM-L6-v2', { dtype: 'q8' });",
      "await AutoModel.from_pretrained('onnx-community/quill-7b-ONNX');",
    ),
    'Xenova/all-MiniLM-L6-v2',
    'onnx-community/quill-7b-ONNX',
  ),
  ts(
    'transformers.js, older name',
    lines("import { pipeline } from '@xenova/transformers';", '', "await pipeline('summarization', 'Xenova/distilbart-cnn-6-6');"),
    'Xenova/distilbart-cnn-6-6',
  ),
  ts(
    'openai',
    lines("import OpenAI from 'openai';", '', "await new OpenAI().chat.completions.create({ model: 'gpt-4o', messages: [] });"),
    'gpt-4o',
  ),
  ts(
    'anthropic',
    lines(
      "import Anthropic from '@anthropic-ai/sdk';",
      '',
      "await new Anthropic().messages.create({ model: 'claude-3-5-haiku-20241022', max_tokens: 9, messages: [] });",
    ),
    'claude-3-5-haiku-20241022',
  ),
  ts(
    'google genai',
    lines(
      "import { GoogleGenAI } from '@google/genai';",
      '',
      "await new GoogleGenAI({ apiKey }).models.generateContent({ model: 'gemini-2.5-flash', contents: 'a' });",
    ),
    'gemini-2.5-flash',
  ),
  ts(
    'mistral',
    lines(
      "import { Mistral } from '@mistralai/mistralai';",
      '',
      "await new Mistral().chat.complete({ model: 'mistral-small-latest', messages: [] });",
    ),
    'mistral-small-latest',
  ),
  ts(
    'cohere',
    lines("import { CohereClient } from 'cohere-ai';", '', "await new CohereClient().chat({ model: 'command-r-plus', message: 'a' });"),
    'command-r-plus',
  ),
  ts(
    'groq',
    lines("import Groq from 'groq-sdk';", '', "await new Groq().chat.completions.create({ model: 'llama-3.1-8b-instant', messages: [] });"),
    'llama-3.1-8b-instant',
  ),
  ts(
    'replicate',
    lines("import Replicate from 'replicate';", '', "await new Replicate().run('harbour/paint', { input: {} });"),
    'harbour/paint',
  ),
  ts('ollama', lines("import ollama from 'ollama';", '', "await ollama.chat({ model: 'llama3.1:8b', messages: [] });"), 'llama3.1:8b'),
  ts(
    'LM Studio',
    lines("import { LMStudioClient } from '@lmstudio/sdk';", '', "await new LMStudioClient().llm.model('llama-3.2-1b-instruct');"),
    'llama-3.2-1b-instruct',
  ),
  ts(
    'node-llama-cpp',
    lines(
      "import { getLlama, resolveModelFile } from 'node-llama-cpp';",
      '',
      'const llama = await getLlama();',
      "await llama.loadModel({ modelPath: 'weights/quill-7b.gguf' });",
      "await resolveModelFile('hf:harbour/quill-GGUF/quill.Q4_K_M.gguf');",
    ),
    'weights/quill-7b.gguf',
    'hf:harbour/quill-GGUF/quill.Q4_K_M.gguf',
  ),
  ts(
    'HF inference',
    lines(
      "import { InferenceClient } from '@huggingface/inference';",
      '',
      "await new InferenceClient(key).chatCompletion({ model: 'harbour/quill-70b', messages: [] });",
    ),
    'harbour/quill-70b',
  ),
  ts(
    'AI SDK, kinds of models',
    lines(
      "import { openai } from '@ai-sdk/openai';",
      '',
      "export const a = openai('gpt-4o');",
      "export const b = openai.embedding('text-embedding-3-small');",
      "export const c = openai.image('gpt-image-1');",
      "export const d = openai.transcription('whisper-1');",
    ),
    'gpt-4o',
    'text-embedding-3-small',
    'gpt-image-1',
    'whisper-1',
  ),
  ts(
    'AI SDK, a client of one’s own',
    lines(
      "import { createOpenAI } from '@ai-sdk/openai';",
      '',
      "const groq = createOpenAI({ baseURL: 'https://api.groq.com/openai/v1' });",
      "export const a = groq('llama-3.1-8b-instant');",
    ),
    'llama-3.1-8b-instant',
  ),
  ts(
    'AI SDK, gateway',
    lines(
      "import { embed, generateText } from 'ai';",
      '',
      "await generateText({ model: 'openai/gpt-4o', prompt: 'a' });",
      "await embed({ model: 'openai/text-embedding-3-small', value: 'a' });",
    ),
    'openai/gpt-4o',
    'openai/text-embedding-3-small',
  ),
  ts(
    'AI SDK, wrapped',
    lines(
      "import { openai } from '@ai-sdk/openai';",
      "import { customProvider, wrapLanguageModel } from 'ai';",
      '',
      "export const p = customProvider({ languageModels: { fast: wrapLanguageModel({ model: openai('gpt-4o-mini'), middleware }) } });",
    ),
    'gpt-4o-mini',
  ),
  ts(
    'LangChain JS',
    lines(
      "import { ChatOpenAI } from '@langchain/openai';",
      '',
      "export const c = new ChatOpenAI({ model: process.env.CHAT || 'gpt-4o-mini' });",
    ),
    'gpt-4o-mini',
  ),
  ts(
    'WebLLM',
    lines("import { CreateMLCEngine } from '@mlc-ai/web-llm';", '', "await CreateMLCEngine('Llama-3.1-8B-Instruct-q4f16_1-MLC');"),
    'Llama-3.1-8B-Instruct-q4f16_1-MLC',
  ),
  ts(
    'ONNX Runtime Web',
    lines("import { InferenceSession } from 'onnxruntime-web';", '', "await InferenceSession.create('/models/ships_v2.onnx');"),
    '/models/ships_v2.onnx',
  ),
  ts(
    'MediaPipe',
    lines(
      "import { FilesetResolver, HandLandmarker } from '@mediapipe/tasks-vision';",
      '',
      "await HandLandmarker.createFromOptions(await FilesetResolver.forVisionTasks('/wasm'), {",
      "  baseOptions: { modelAssetPath: 'https://storage.googleapis.com/mediapipe-models/hand_landmarker/hand_landmarker/float16/1/hand_landmarker.task' },",
      '});',
    ),
    'https://storage.googleapis.com/mediapipe-models/hand_landmarker/hand_landmarker/float16/1/hand_landmarker.task',
  ),
  ts(
    'TensorFlow.js',
    lines("import * as tf from '@tensorflow/tfjs';", '', "await tf.loadGraphModel('https://files.example/ships/model.json');"),
    'https://files.example/ships/model.json',
  ),
  {
    library: '@tensorflow-models packages',
    file: 'package.json',
    text: '{ "dependencies": { "@tensorflow-models/coco-ssd": "2.2.3" } }\n',
    dependency: true,
    models: ['@tensorflow-models/coco-ssd'],
  },
  ts('ml5', lines("import ml5 from 'ml5';", '', "const c = ml5.imageClassifier('MobileNet');"), 'MobileNet'),
  ts(
    'Chrome built-in AI',
    lines('const session = await LanguageModel.create();', 'export const answer = await session.prompt("a");'),
    'gemini-nano',
  ),
  ts(
    'Workers AI',
    lines('export const ask = (env: Env) => env.AI.run(', "  '@cf/meta/llama-3.1-8b-instruct',", "  { prompt: 'a' },", ');'),
    '@cf/meta/llama-3.1-8b-instruct',
  ),
];
