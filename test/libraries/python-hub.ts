/** Python: libraries around the hub, and runtimes of open weights. */

import { formsIn, lines, type Form } from './form.ts';

const py = formsIn('app/load.py');

export const FORMS: Form[] = [
  py(
    'transformers',
    lines('from transformers import AutoModel', '', 'm = AutoModel.from_pretrained("harbour/quill-7b")'),
    'harbour/quill-7b',
  ),
  py(
    'transformers, by keyword',
    lines(
      'from transformers import AutoModelForCausalLM as Loader',
      '',
      'm = Loader.from_pretrained(pretrained_model_name_or_path="harbour/quill-7b", revision="v2", subfolder="a")',
    ),
    'harbour/quill-7b',
  ),
  py(
    'transformers pipeline',
    lines('from transformers import pipeline', '', 'p = pipeline("ner", model="harbour/quill-ner")'),
    'harbour/quill-ner',
  ),
  py(
    'transformers pipeline, by position',
    lines('from transformers import pipeline', '', 'p = pipeline("ner", "harbour/quill-ner")'),
    'harbour/quill-ner',
  ),
  py(
    'transformers pipeline, without a task',
    lines('from transformers import pipeline', '', 'p = pipeline(model="harbour/quill-ner")'),
    'harbour/quill-ner',
  ),
  py(
    'ModelScope pipeline',
    lines('from modelscope.pipelines import pipeline', '', 'p = pipeline(task="document-segmentation", model="damo/nlp_segment")'),
    'damo/nlp_segment',
  ),
  py(
    'diffusers pipelines and parts',
    lines(
      'from diffusers import AutoencoderKL, ControlNetModel, DiffusionPipeline, UNet2DConditionModel',
      '',
      'a = DiffusionPipeline.from_pretrained("harbour/paint-xl")',
      'b = AutoencoderKL.from_pretrained("harbour/paint-vae")',
      'c = ControlNetModel.from_pretrained("harbour/paint-depth")',
      'd = UNet2DConditionModel.from_pretrained("harbour/paint-unet")',
    ),
    'harbour/paint-xl',
    'harbour/paint-vae',
    'harbour/paint-depth',
    'harbour/paint-unet',
  ),
  py(
    'diffusers, single files',
    lines(
      'from diffusers import StableDiffusionPipeline',
      '',
      'a = StableDiffusionPipeline.from_single_file("https://huggingface.co/harbour/paint/blob/main/paint.safetensors")',
      'b = StableDiffusionPipeline.from_single_file("weights/paint_v2.safetensors")',
    ),
    'https://huggingface.co/harbour/paint/blob/main/paint.safetensors',
    'weights/paint_v2.safetensors',
  ),
  py(
    'diffusers, additions',
    lines(
      'pipe.load_lora_weights("harbour/paint-lora", weight_name="a.safetensors")',
      'pipe.load_textual_inversion("harbour/paint-words")',
      'pipe.load_ip_adapter("harbour/paint-face", subfolder="models", weight_name="b.bin")',
    ),
    'harbour/paint-lora',
    'harbour/paint-words',
    'harbour/paint-face',
  ),
  py(
    'peft',
    lines(
      'from peft import AutoPeftModelForCausalLM, PeftModel',
      'from transformers import AutoModelForCausalLM',
      '',
      'base = AutoModelForCausalLM.from_pretrained("harbour/quill-7b")',
      'a = PeftModel.from_pretrained(base, "harbour/quill-lora")',
      'b = AutoPeftModelForCausalLM.from_pretrained("harbour/quill-dpo")',
    ),
    'harbour/quill-7b',
    'harbour/quill-lora',
    'harbour/quill-dpo',
  ),
  py(
    'trl trainers',
    lines(
      'from trl import DPOTrainer, RewardTrainer, SFTTrainer',
      '',
      'a = SFTTrainer(model="harbour/quill-7b", train_dataset=rows)',
      'b = DPOTrainer(model="harbour/quill-sft", ref_model="harbour/quill-ref")',
      'c = RewardTrainer(model="harbour/quill-reward")',
    ),
    'harbour/quill-7b',
    'harbour/quill-sft',
    'harbour/quill-ref',
    'harbour/quill-reward',
  ),
  {
    library: 'alignment recipes',
    file: 'recipes/sft.yaml',
    text: lines('model_name_or_path: harbour/quill-7b', 'torch_dtype: bfloat16', 'dataset_mixer:', '  harbour/talks: 1.0'),
    models: ['harbour/quill-7b'],
  },
  py(
    'sentence-transformers',
    lines(
      'from sentence_transformers import CrossEncoder, SentenceTransformer, SparseEncoder',
      '',
      'a = SentenceTransformer("harbour/embed-small")',
      'b = CrossEncoder("harbour/rank-small")',
      'c = SparseEncoder("harbour/sparse-small")',
    ),
    'harbour/embed-small',
    'harbour/rank-small',
    'harbour/sparse-small',
  ),
  py(
    'huggingface_hub',
    lines(
      'from huggingface_hub import InferenceClient, hf_hub_download, snapshot_download',
      '',
      'hf_hub_download(repo_id="harbour/quill-7b", filename="model.safetensors")',
      'snapshot_download("harbour/quill-13b", allow_patterns="*.json")',
      'InferenceClient(model="harbour/quill-70b", provider="together")',
    ),
    'harbour/quill-7b',
    'harbour/quill-13b',
    'harbour/quill-70b',
  ),
  {
    library: 'huggingface_hub, publishing',
    file: 'app/publish.py',
    text: lines(
      'from huggingface_hub import HfApi',
      '',
      'HfApi().create_repo("harbour/quill-ours")',
      'HfApi().upload_folder(folder_path="out", repo_id="harbour/quill-ours")',
    ),
    models: [],
    published: ['harbour/quill-ours', 'harbour/quill-ours'],
  },
  py(
    'timm',
    lines(
      'import timm',
      '',
      'a = timm.create_model("resnet50.a1_in1k", pretrained=True)',
      'b = timm.create_model("hf-hub:harbour/ships", pretrained=True)',
    ),
    'resnet50.a1_in1k',
    'hf-hub:harbour/ships',
  ),
  py(
    'vLLM',
    lines(
      'from vllm import LLM, AsyncEngineArgs',
      '',
      'a = LLM(model="harbour/quill-7b", speculative_config={"model": "harbour/quill-1b", "num_speculative_tokens": 5})',
      'b = AsyncEngineArgs(model="harbour/quill-13b")',
    ),
    'harbour/quill-7b',
    'harbour/quill-1b',
    'harbour/quill-13b',
  ),
  {
    library: 'vLLM adapters',
    file: 'serve.sh',
    text: lines('vllm serve harbour/quill-7b --enable-lora --lora-modules ships=harbour/quill-ships'),
    models: ['harbour/quill-7b', 'harbour/quill-ships'],
  },
  py('SGLang', lines('import sglang as sgl', '', 'e = sgl.Engine(model_path="harbour/quill-7b")'), 'harbour/quill-7b'),
  py('lmdeploy', lines('from lmdeploy import pipeline', '', 'p = pipeline("harbour/quill-7b")'), 'harbour/quill-7b'),
  py(
    'llama-cpp-python',
    lines(
      'from llama_cpp import Llama',
      '',
      'a = Llama(model_path="weights/quill-7b.Q4_K_M.gguf")',
      'b = Llama.from_pretrained(repo_id="harbour/quill-GGUF", filename="*q4*")',
    ),
    'weights/quill-7b.Q4_K_M.gguf',
    'harbour/quill-GGUF',
  ),
  py(
    'ctransformers',
    lines(
      'from ctransformers import AutoModelForCausalLM',
      '',
      'm = AutoModelForCausalLM.from_pretrained("harbour/quill-GGML", model_file="q4.bin")',
    ),
    'harbour/quill-GGML',
  ),
  py('gpt4all', lines('from gpt4all import GPT4All', '', 'm = GPT4All("quill-7b.Q4_0.gguf")'), 'quill-7b.Q4_0.gguf'),
  py('mlx-lm', lines('from mlx_lm import load', '', 'm, t = load("harbour/quill-7b-4bit")'), 'harbour/quill-7b-4bit'),
  py(
    'exllamav2',
    lines(
      'from exllamav2 import ExLlamaV2, ExLlamaV2Config',
      '',
      'config = ExLlamaV2Config("harbour/quill-7b-exl2")',
      'm = ExLlamaV2(config)',
    ),
    'harbour/quill-7b-exl2',
  ),
  py(
    'optimum',
    lines(
      'from optimum.intel import OVModelForCausalLM',
      'from optimum.onnxruntime import ORTModelForCausalLM',
      '',
      'a = ORTModelForCausalLM.from_pretrained("harbour/quill-onnx")',
      'b = OVModelForCausalLM.from_pretrained("harbour/quill-ov")',
    ),
    'harbour/quill-onnx',
    'harbour/quill-ov',
  ),
  py(
    'unsloth',
    lines('from unsloth import FastLanguageModel', '', 'm, t = FastLanguageModel.from_pretrained(model_name="unsloth/quill-7b-bnb-4bit")'),
    'unsloth/quill-7b-bnb-4bit',
  ),
  py(
    'faster-whisper',
    lines('from faster_whisper import WhisperModel', '', 'm = WhisperModel("large-v3")'),
    'Systran/faster-whisper-large-v3',
  ),
  py('openai-whisper', lines('import whisper', '', 'm = whisper.load_model("base")'), 'base'),
  py(
    'whisperX',
    lines('import whisperx', '', 'm = whisperx.load_model("large-v2", "cuda")', 'd = whisperx.DiarizationPipeline(use_auth_token=key)'),
    'Systran/faster-whisper-large-v2',
    'pyannote/speaker-diarization-community-1',
  ),
];
