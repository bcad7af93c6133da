/** Files that lie around weights, recipes that build models, and BOMs that list them. */

import { safetensors } from '../../summarise-headers/builders.ts';
import type { Sample } from './sample.ts';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const weights = safetensors({ t: { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] } });
/** The source beside weights it speaks about. */
const beside = (name: string, text: string, path = 'bot/model.safetensors'): Sample => ({
  files: { [`bot/${name}`]: text, [path]: weights },
  only: [`bot/${name}`],
});
const alone = (path: string, text: string): Sample => ({ files: { [path]: text } });

export const FOLDERS: Record<string, Sample> = {
  'config.json': beside(
    'config.json',
    json({ _name_or_path: 'microsoft/phi-2', architectures: ['PhiForCausalLM'], model_type: 'phi', hidden_size: 2560 }),
  ),
  'adapter_config.json': {
    files: {
      'bot/adapter_config.json': json({ base_model_name_or_path: 'microsoft/phi-2', peft_type: 'LORA' }),
      'bot/adapter_model.safetensors': weights,
    },
    only: ['bot/adapter_config.json'],
  },
  'model_index.json': {
    files: {
      'bot/model_index.json': json({
        _class_name: 'StableDiffusionPipeline',
        _name_or_path: 'stabilityai/sdxl-turbo',
        unet: ['diffusers', 'UNet'],
      }),
      'bot/README.md': '---\nlicense: mit\nlibrary_name: diffusers\n---\n',
      'bot/unet/diffusion_pytorch_model.safetensors': weights,
    },
    only: ['bot/model_index.json'],
  },
  'modules.json': {
    files: {
      'bot/modules.json': json([{ idx: 0, name: '0', path: '', type: 'sentence_transformers.models.Transformer' }]),
      'bot/README.md': '---\nlicense: mit\nlibrary_name: sentence-transformers\n---\n',
      'bot/0_Transformer/model.safetensors': weights,
    },
    only: ['bot/modules.json'],
  },
  'tokenizer_config.json': beside('tokenizer_config.json', json({ tokenizer_class: 'PreTrainedTokenizerFast', bos_token: '<s>' })),
  'generation_config.json': beside('generation_config.json', json({ bos_token_id: 1, eos_token_id: 2 })),
  'model-card': beside(
    'README.md',
    '---\nlicense: llama3.1\nbase_model: meta-llama/Llama-3.1-8B\nbase_model_relation: finetune\ndatasets: [tickets]\ngated: auto\nlibrary_name: transformers\n---\n# Bot\n',
  ),
  'space-card': alone('README.md', '---\ntitle: Demo\nsdk: gradio\nlicense: mit\nmodels:\n  - google/flan-t5-base\n---\n'),
  'dataset-card': alone(
    'README.md',
    '---\nlicense: cc-by-4.0\ntask_categories: [text-generation]\nsize_categories: [n<1K]\n---\n# Tickets\n',
  ),
  'license-file': beside(
    'LICENSE',
    'Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:\n\nThe above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.\n\nTHE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.\n',
  ),
  MLmodel: alone('mlruns/m/MLmodel', 'flavors:\n  transformers:\n    source_model_name: distilbert-base-uncased-finetuned-sst-2-english\n'),
  Modelfile: alone('Modelfile', 'FROM llama3.2\nADAPTER ./style.gguf\nLICENSE MIT\n'),
  Kitfile: {
    files: {
      'bot/Kitfile': 'manifestVersion: 1.0.0\nmodel:\n  path: ./model.safetensors\n  license: MIT\n',
      'bot/README.md': '---\nlicense: llama3.1\nbase_model: meta-llama/Llama-3.1-8B\n---\n',
      'bot/model.safetensors': weights,
    },
    only: ['bot/Kitfile'],
  },
  'modelpack-config': alone(
    'model-config.json',
    json({
      descriptor: { sourceURL: 'https://huggingface.co/google/gemma-2-9b-it', licenses: ['MIT'] },
      modelfs: { type: 'layers' },
      config: { format: 'gguf' },
    }),
  ),
  'docker-model-config': alone(
    'image.json',
    json({
      config: {
        format: 'gguf',
        gguf: { 'general.license': 'mit', 'general.base_model.0.repo_url': 'https://huggingface.co/google/gemma-2-9b-it' },
      },
    }),
  ),
  'training-config': alone('train.yaml', 'model_name_or_path: microsoft/phi-2\nhub_model_id: acme/phi-2-tickets\n'),
};

const model = {
  type: 'machine-learning-model',
  name: 'acme/bot',
  purl: 'pkg:huggingface/acme/bot@0e9e39f249a16976918f6564b8830bc894c89659',
  licenses: [{ license: { id: 'MIT', text: { content: 'see the licence' } } }],
  hashes: [{ alg: 'SHA-256', content: 'ab'.repeat(32) }],
  pedigree: { ancestors: [{ type: 'machine-learning-model', name: 'microsoft/phi-2' }] },
  modelCard: { modelParameters: { datasets: [{ type: 'dataset', name: 'tickets' }] } },
};
const library = { type: 'library', name: 'tiny', version: '1.0', purl: 'pkg:npm/tiny@1.0' };

export const BOMS: Record<string, Sample> = {
  'cyclonedx-json': alone('bom.cdx.json', json({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [model, library] })),
  'cyclonedx-xml': alone(
    'bom.xml',
    `<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components>
<component type="machine-learning-model"><name>acme/bot</name>
<hashes><hash alg="SHA-256">${'ab'.repeat(32)}</hash></hashes>
<licenses><license><id>MIT</id></license></licenses>
<purl>pkg:huggingface/acme/bot@0e9e39f249a16976918f6564b8830bc894c89659</purl>
<pedigree><ancestors><component type="machine-learning-model"><name>microsoft/phi-2</name></component></ancestors></pedigree>
<modelCard><modelParameters><datasets><dataset><type>dataset</type><name>tickets</name></dataset></datasets></modelParameters></modelCard>
</component>
<component type="library"><name>tiny</name><version>1.0</version></component>
</components></bom>`,
  ),
  'spdx2-json': alone(
    'app.spdx.json',
    json({
      spdxVersion: 'SPDX-2.3',
      packages: [
        {
          name: 'bot',
          licenseDeclared: 'MIT',
          externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:huggingface/acme/bot@0e9e39f249a16976918f6564b8830bc894c89659' }],
        },
        { name: 'tiny', versionInfo: '1.0' },
      ],
    }),
  ),
  'spdx2-tags': alone(
    'app.spdx',
    'SPDXVersion: SPDX-2.3\nPackageName: bot\nPackageLicenseDeclared: MIT\nExternalRef: PACKAGE-MANAGER purl pkg:huggingface/acme/bot@0e9e39f249a16976918f6564b8830bc894c89659\nPackageName: tiny\nPackageVersion: 1.0\n',
  ),
  spdx3: alone(
    'app.spdx3.json',
    json({
      '@graph': [
        { type: 'software_Package', spdxId: 'u:p', name: 'tiny' },
        {
          type: 'ai_AIPackage',
          spdxId: 'u:m',
          name: 'acme/bot',
          software_packageUrl: 'pkg:huggingface/acme/bot@0e9e39f249a16976918f6564b8830bc894c89659',
          verifiedUsing: [{ type: 'Hash', algorithm: 'sha256', hashValue: 'ab'.repeat(32) }],
        },
        { type: 'ai_AIPackage', spdxId: 'u:b', name: 'microsoft/phi-2' },
        { type: 'dataset_DatasetPackage', spdxId: 'u:d', name: 'tickets' },
        { type: 'Relationship', from: 'u:m', relationshipType: 'hasDeclaredLicense', to: ['https://spdx.org/licenses/MIT'] },
        { type: 'Relationship', from: 'u:m', relationshipType: 'descendantOf', to: ['u:b'] },
        { type: 'Relationship', from: 'u:m', relationshipType: 'trainedOn', to: ['u:d'] },
      ],
    }),
  ),
};
