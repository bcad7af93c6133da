/** Programming languages: each sample has what the language offers to name a model, as far as it has it. */

import type { Sample } from './sample.ts';

const one = (path: string, text: string): Sample => ({ files: { [path]: text } });

export const LANGUAGES: Record<string, Sample> = {
  python: one(
    'app.py',
    `import os
from enum import Enum
from openai import OpenAI
# audit-models: acme/hidden
class Models(Enum):
    FAST = "gpt-4o-mini"
@dataclass
class Settings:
    model: str = "gpt-4o"
TABLE = {"a": "gpt-4o", "b": ["gpt-4o-mini"]}
def ask(model="gpt-4o", prefix="gpt"):
    """Asks."""
    name = f"{prefix}-4o"
    return OpenAI().chat.completions.create(model=os.getenv("MODEL") or model, messages=[])
`,
  ),
  javascript: one(
    'app.ts',
    `import OpenAI from 'openai';
// audit-models: acme/hidden
enum Models { Fast = 'gpt-4o-mini' }
@injectable()
class Settings { model = 'gpt-4o'; }
const table = { a: 'gpt-4o', b: ['gpt-4o-mini'] };
function ask(model = 'gpt-4o', prefix = 'gpt') {
  const name = \`\${prefix}-4o\`;
  return new OpenAI().chat.completions.create({ model: process.env.MODEL ?? model, messages: [] });
}
`,
  ),
  go: one(
    'main.go',
    `package main

import "github.com/sashabaranov/go-openai"

// audit-models: acme/hidden
const model = "gpt-4o"

type Settings struct{ Model string }

var table = map[string]string{"a": "gpt-4o"}
var list = []string{"gpt-4o"}

func ask(c *openai.Client) {
	name := "gpt" + "-4o"
	c.CreateChatCompletion(ctx, openai.ChatCompletionRequest{Model: "gpt-4o"})
}
`,
  ),
  java: one(
    'src/Ask.java',
    `import dev.langchain4j.model.openai.OpenAiChatModel;

// audit-models: acme/hidden
enum Models { FAST }

class Ask {
    @Value("gpt-4o")
    private String model = "gpt-4o";
    static final List<String> ALL = List.of("gpt-4o");

    Object ask(boolean fast, String prefix) {
        String name = prefix + "-4o";
        return OpenAiChatModel.builder().modelName(fast ? "gpt-4o-mini" : "gpt-4o").build();
    }
}
`,
  ),
  kotlin: one(
    'src/Ask.kt',
    `import dev.langchain4j.model.openai.OpenAiChatModel

// audit-models: acme/hidden
enum class Models(val id: String) { FAST("gpt-4o-mini") }

@Component
class Ask(private val model: String = "gpt-4o") {
    val table = mapOf("a" to "gpt-4o")
    fun ask(prefix: String = "gpt"): Any {
        val name = "$prefix-4o"
        return OpenAiChatModel.builder().modelName(model ?: "gpt-4o").build()
    }
}
`,
  ),
  csharp: one(
    'src/Ask.cs',
    `using Microsoft.SemanticKernel;

// audit-models: acme/hidden
enum Models { Fast }

class Ask
{
    [Required]
    public string Model { get; set; } = "gpt-4o";
    static readonly Dictionary<string, string> Table = new() { ["a"] = "gpt-4o" };
    static readonly string[] All = { "gpt-4o" };

    void Start(string prefix = "gpt")
    {
        var name = $"{prefix}-4o";
        Kernel.CreateBuilder().AddOpenAIChatCompletion(Model ?? "gpt-4o", "key");
    }
}
`,
  ),
  rust: one(
    'src/main.rs',
    `use hf_hub::api::sync::Api;

// audit-models: acme/hidden
const MODEL: &str = "microsoft/phi-2";

#[derive(Debug)]
enum Models { Fast }

struct Settings { model: String }

fn load(fast: bool) {
    let all = vec!["microsoft/phi-2"];
    let name = format!("{}-4o", "gpt");
    let api = Api::new().unwrap();
    api.model("microsoft/phi-2".to_string());
}
`,
  ),
  swift: one(
    'Sources/Ask.swift',
    `import MLXLLM

// audit-models: acme/hidden
enum Models: String { case fast = "mlx-community/Llama-3.2-1B-Instruct-4bit" }

class Ask {
    var model = "mlx-community/Llama-3.2-1B-Instruct-4bit"
    let all = ["a": "b"]
    let list = ["a"]
    func load(prefix: String = "mlx") {
        let name = "\\(prefix)-community"
        let c = ModelConfiguration(id: "mlx-community/Llama-3.2-1B-Instruct-4bit")
    }
}
`,
  ),
  ruby: one(
    'lib/ask.rb',
    `require 'ruby_llm'
# audit-models: acme/hidden
class Ask
  MODEL = 'gpt-4o'
  TABLE = { fast: 'gpt-4o-mini' }
  ALL = ['gpt-4o']
  def ask(model = 'gpt-4o', prefix: 'gpt')
    name = "#{prefix}-4o"
    RubyLLM.chat(model: ENV['MODEL'] || 'gpt-4o')
  end
end
`,
  ),
  php: one(
    'src/Ask.php',
    `<?php
use OpenAI;
// audit-models: acme/hidden
#[Service]
class Ask {
    private string $model = 'gpt-4o';
    const TABLE = ['a' => 'gpt-4o'];
    function ask($model = 'gpt-4o', $prefix = 'gpt') {
        $name = $prefix . '-4o';
        return OpenAI::client($key)->chat()->create(['model' => $model ?? 'gpt-4o', 'messages' => []]);
    }
}
`,
  ),
  c: one(
    'src/main.cpp',
    `#include <onnxruntime_cxx_api.h>
// audit-models: acme/hidden
enum Models { FAST };
class Ask {
  std::string model = "models/detector.onnx";
  void load(bool fast, std::string name = "x") {
    std::vector<std::string> all = {"a", "b"};
    auto session = Ort::Session(env, fast ? "models/detector.onnx" : "models/big.onnx", options);
  }
};
`,
  ),
  scala: one(
    'src/Ask.scala',
    `import com.johnsnowlabs.nlp.annotators.BertEmbeddings
// audit-models: acme/hidden
class Ask(model: String = "gpt-4o") {
  val table = Map("a" -> "gpt-4o")
  def load(prefix: String = "gpt") = {
    val name = s"$prefix-4o"
    BertEmbeddings.pretrained("small_bert_L2_768", "en")
  }
}
`,
  ),
  dart: one(
    'lib/ask.dart',
    `import 'package:google_generative_ai/google_generative_ai.dart';
// audit-models: acme/hidden
enum Models { fast }
class Ask {
  final String model = 'gemini-1.5-flash';
  final table = {'a': 'b'};
  final all = ['a'];
  void ask({String prefix = 'gemini'}) {
    final name = '$prefix-1.5';
    final m = GenerativeModel(model: model ?? 'gemini-1.5-flash', apiKey: key);
  }
}
`,
  ),
  elixir: one(
    'lib/ask.ex',
    `defmodule Ask do
  alias Bumblebee
  # audit-models: acme/hidden
  @model "google-bert/bert-base-uncased"
  def load(prefix \\\\ "google") do
    name = "#{prefix}-bert"
    table = %{a: "b"}
    list = ["a"]
    Bumblebee.load_model({:hf, "google-bert/bert-base-uncased"})
  end
end
`,
  ),
  r: one(
    'R/ask.R',
    `library(ellmer)
# audit-models: acme/hidden
model <- "gpt-4o"
ask <- function(prefix = "gpt") {
  all <- c("gpt-4o", "gpt-4o-mini")
  chat_openai(model = "gpt-4o")
}
`,
  ),
  sql: one(
    'ask.sql',
    `-- audit-models: acme/hidden
SELECT AI_COMPLETE('claude-3-5-sonnet', prompt) FROM questions;
SELECT SNOWFLAKE.CORTEX.COMPLETE('mistral-large2', 'hello');
`,
  ),
  notebook: one(
    'ask.ipynb',
    JSON.stringify({
      cells: [
        { cell_type: 'markdown', source: ['# Ask'] },
        { cell_type: 'code', source: ['%env MODEL=gpt-4o\n', '!ollama pull llama3.2\n', 'from openai import OpenAI\n'] },
        {
          cell_type: 'code',
          source: [
            'def ask(model="gpt-4o"):\n',
            '    return OpenAI().chat.completions.create(model=model, messages=[])\n',
            'name = "gpt-4o"\n',
          ],
        },
      ],
      metadata: { language_info: { name: 'python' } },
      nbformat: 4,
    }),
  ),
};
