/** Formats of configuration, commands and prose. */

import type { Sample } from './sample.ts';

const one = (path: string, text: string): Sample => ({ files: { [path]: text } });

export const FORMATS: Record<string, Sample> = {
  yaml: one(
    'app.yaml',
    '# audit-models: acme/hidden\nllm: &llm\n  model: microsoft/phi-2\nother: *llm\nagain: ${MODEL:-microsoft/phi-2}\n---\nmodel: microsoft/phi-2\n',
  ),
  compose: one(
    'compose.yaml',
    'services:\n  v:\n    image: vllm/vllm-openai\n    command: --model microsoft/phi-2\n    environment:\n      MODEL: ${MODEL:-microsoft/phi-2}\n',
  ),
  kubernetes: one(
    'pod.yaml',
    'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: v\n      image: vllm/vllm-openai\n      args: ["--model", "microsoft/phi-2"]\n      env: [{ name: MODEL, value: microsoft/phi-2 }]\n---\nkind: ConfigMap\ndata: { MODEL: x }\n',
  ),
  'helm-template': one(
    'chart/templates/pod.yaml',
    '{{- if .Values.on }}\nkind: Pod\nspec:\n  containers:\n    - image: vllm/vllm-openai\n      args: ["--model", "{{ .Values.model | default "microsoft/phi-2" }}"]\n{{- end }}\n',
  ),
  'ci-workflow': one(
    '.github/workflows/ci.yml',
    'env:\n  MODEL: microsoft/phi-2\njobs:\n  t:\n    steps:\n      - run: |\n          ollama pull llama3.2\n',
  ),
  json: one('app.json', '{\n  // audit-models: acme/hidden\n  "model": "microsoft/phi-2",\n}\n'),
  toml: one('app.toml', '# audit-models: acme/hidden\n[llm]\nmodel = "microsoft/phi-2"\n'),
  ini: one('app.ini', '; audit-models: acme/hidden\n[llm]\nmodel = microsoft/phi-2\n'),
  dotenv: one('.env', '# audit-models: acme/hidden\nMODEL=${MODEL:-microsoft/phi-2}\n'),
  properties: one('application.properties', '# audit-models: acme/hidden\nspring.ai.ollama.chat.options.model=${MODEL:llama3.2}\n'),
  xml: one('beans.xml', '<!-- audit-models: acme/hidden -->\n<config><model>microsoft/phi-2</model></config>\n'),
  dockerfile: one(
    'Dockerfile',
    '# audit-models: acme/hidden\nFROM vllm/vllm-openai\nARG MODEL=microsoft/phi-2\nENV NAME=${MODEL}\nRUN huggingface-cli download microsoft/phi-2\nCMD ["--model", "microsoft/phi-2"]\n',
  ),
  makefile: one('Makefile', '# audit-models: acme/hidden\nMODEL ?= microsoft/phi-2\nserve:\n\tvllm serve $(MODEL)\n'),
  modelfile: one('Modelfile', '# audit-models: acme/hidden\nFROM llama3.2\nPARAMETER temperature 0.5\n'),
  shell: one('serve.sh', '#!/bin/sh\n# audit-models: acme/hidden\nMODEL="${MODEL:-microsoft/phi-2}"\nvllm serve "$MODEL"\n'),
  powershell: one('serve.ps1', '# audit-models: acme/hidden\n$env:MODEL = "microsoft/phi-2"\nollama pull llama3.2\n'),
  markdown: one(
    'README.md',
    '---\nlicense: mit\nbase_model: microsoft/phi-2\n---\n<!-- audit-models: acme/hidden -->\n# Bot\nUses microsoft/phi-2.\n\n```sh\nollama pull llama3.2\n```\n',
  ),
  hcl: one(
    'main.tf',
    '# audit-models: acme/hidden\nresource "aws_bedrockagent_agent" "a" {\n  foundation_model = "anthropic.claude-v2:1"\n  other = "${var.model}"\n}\n',
  ),
  bicep: one(
    'main.bicep',
    "// audit-models: acme/hidden\nparam m string = 'gpt-4o'\nresource d 'Microsoft.CognitiveServices/accounts/deployments@2023-05-01' = {\n  properties: { model: { format: 'OpenAI', name: 'gpt-4o-mini' } }\n}\n",
  ),
  html: one(
    'index.html',
    '<!-- audit-models: acme/hidden -->\n<p>Bot</p>\n<script type="module">\nimport { pipeline } from "@huggingface/transformers";\nconst p = await pipeline("feature-extraction", "Xenova/all-MiniLM-L6-v2");\n</script>\n',
  ),
  text: one('notes.txt', 'The bot uses meta-llama/Llama-3.1-8B-Instruct.\n'),
};
