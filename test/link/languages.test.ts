import { describe, expect, it } from 'vitest';
import { answerOf, answers } from './ask.ts';

const values = (path: string, text: string, more: Record<string, string> = {}): string[] =>
  answerOf({ [path]: text, ...more }, path).values;
const symbols = (path: string, text: string, more: Record<string, string> = {}): string[] =>
  answerOf({ [path]: text, ...more }, path).symbols;

describe('Java', () => {
  it('reads constants of the class, of the package, and imported ones', () => {
    const more = {
      'src/com/acme/Names.java': 'package com.acme;\npublic class Names { public static final String MODEL = "org/names"; }\n',
      'src/com/acme/sub/Deep.java': 'package com.acme.sub;\npublic class Deep { public static final String MODEL = "org/deep"; }\n',
    };
    const text =
      'package com.acme;\nimport static com.acme.sub.Deep.MODEL;\nclass A {\n  private static final String OWN = "org/own";\n  void f() { ask(OWN); ask(Names.MODEL); ask(MODEL); }\n}\n';
    const found = answers({ ...more, 'src/com/acme/A.java': text }, 'src/com/acme/A.java').map((a) => a.values);
    expect(found).toEqual([['org/own constant'], ['org/names constant'], ['org/deep constant']]);
  });

  it('does not choose between two classes of one name', () => {
    const more = {
      'a/Names.java': 'package a;\nclass Names { static final String M = "org/a"; }\n',
      'b/Names.java': 'package b;\nclass Names { static final String M = "org/b"; }\n',
    };
    expect(values('c/A.java', 'package c;\nclass A { void f() { ask(Names.M); } }\n', more)).toEqual([]);
  });

  it('flattens builder chains to the class that is built', () => {
    const text =
      'import dev.x.ChatModel;\nclass A {\n  private final ChatModel chat = ChatModel.builder().key("k").name("n").build();\n  void f() { ask(ChatModel.builder().key("k").name); ask(chat.generate); ask(this.chat.generate); }\n}\n';
    const found = answers({ 'A.java': text }, 'A.java').map((a) => a.symbols);
    expect(found).toEqual([['dev.x.ChatModel.builder.name'], ['dev.x.ChatModel.generate'], ['dev.x.ChatModel.generate']]);
  });

  it('knows fields and parameters by their types', () => {
    expect(symbols('A.java', 'import dev.x.C;\nclass A { void f(C c) { ask(c.run); } }\n')).toEqual(['dev.x.C.run']);
  });

  it('reads injected values, the keys behind them and their defaults', () => {
    const text = 'class A {\n  @Value("${llm.model:org/d}")\n  private String model;\n  void f() { ask(model); }\n}\n';
    expect(values('A.java', text)).toEqual(['org/d config']);
    expect(values('A.java', text, { 'application.properties': 'llm.model=org/p\n' })).toEqual(['org/p config', 'org/d config']);
    expect(values('A.java', text, { 'application.yml': 'llm:\n  model: org/y\nother:\n  model: org/no\n' })).toEqual([
      'org/y config',
      'org/d config',
    ]);
  });

  it('reads members of enums with a value', () => {
    const text =
      'enum M { BIG("org/big"), SMALL("org/small"); private final String id; M(String id) { this.id = id; } String getId() { return id; } }\nclass A { void f() { ask(M.BIG.getId()); } }\n';
    expect(values('A.java', text)).toEqual(['org/big constant']);
  });

  it('reads variables with a default', () => {
    const text = 'class A { void f() { ask(Optional.ofNullable(System.getenv("M")).orElse("org/d")); } }\n';
    expect(values('A.java', text, { '.env': 'M=org/env\n' })).toEqual(['org/env config', 'org/d env-default']);
  });
});

describe('C#', () => {
  it('reads constants of other files and of namespaces', () => {
    const more = { 'Lib/Names.cs': 'namespace Acme;\npublic static class Names { public const string Model = "org/a"; }\n' };
    expect(values('App/A.cs', 'using Acme;\nclass A { void F() { Ask(Names.Model); } }\n', more)).toEqual(['org/a constant']);
  });

  it('gives types by name and by every namespace that is used', () => {
    const text =
      'using OpenAI.Chat;\nusing System;\nclass A { private readonly ChatClient _c = new ChatClient("m"); void F() { Ask(_c.CompleteChat); } }\n';
    const a = answerOf({ 'A.cs': text }, 'A.cs');
    expect(a.symbols).toContain('ChatClient.CompleteChat');
    expect(a.symbols).toContain('OpenAI.Chat.ChatClient.CompleteChat');
    expect(a.via[0]).toEqual(['new ChatClient("m")']);
  });

  it('reads configuration by key, and defaults', () => {
    const more = { 'appsettings.json': '{ "OpenAI": { "Model": "org/json" }, "Other": { "Model": "org/no" } }' };
    const text = 'class A { A(IConfiguration config) { Ask(config["OpenAI:Model"] ?? "org/d"); } }\n';
    expect(values('A.cs', text, more)).toEqual(['org/json config', 'org/d default']);
    expect(values('A.cs', 'class A { A(IConfiguration config) { Ask(config.GetValue<string>("OpenAI:Model")); } }\n', more)).toEqual([
      'org/json config',
    ]);
  });

  it('reads variables and their defaults', () => {
    const text = 'class A { void F() { Ask(Environment.GetEnvironmentVariable("M") ?? "org/d"); } }\n';
    expect(values('A.cs', text, { '.env': 'M=org/env\n' })).toEqual(['org/env config', 'org/d env-default']);
  });
});

describe('Go', () => {
  const imports = 'package main\nimport (\n  openai "github.com/sashabaranov/go-openai"\n  "github.com/acme/app/config"\n)\n';
  const more = { 'go.mod': 'module github.com/acme/app\n', 'config/c.go': 'package config\nconst Default = "org/a"\n' };

  it('gives constants of libraries by their import path', () => {
    expect(symbols('main.go', `${imports}func f() { ask(openai.GPT4o) }\n`, more)).toEqual(['github.com/sashabaranov/go-openai.GPT4o']);
  });

  it('names a package without alias by its last segment, without go- and version', () => {
    expect(symbols('main.go', 'package main\nimport "github.com/x/go-thing/v2"\nfunc f() { ask(thing.Do) }\n')).toEqual([
      'github.com/x/go-thing/v2.Do',
    ]);
  });

  it('follows packages of the project', () => {
    expect(values('main.go', `${imports}func f() { ask(config.Default) }\n`, more)).toEqual(['org/a constant']);
  });

  it('does not take a library for a folder of that name', () => {
    expect(symbols('main.go', 'package main\nimport "github.com/else/config"\nfunc f() { ask(config.Default) }\n', more)).toEqual([
      'github.com/else/config.Default',
    ]);
  });

  it('writes instances like their type and keeps the call that made them', () => {
    const text = `${imports}type S struct {\n  client *openai.Client\n  model string\n}\nfunc New(m string) *S { return &S{client: openai.NewClient("k"), model: m} }\nfunc (s *S) Run() { ask(s.client.Chat); ask(s.model) }\nfunc main() { New("org/m") }\n`;
    const [client, model] = answers({ 'main.go': text, ...more }, 'main.go');
    expect(client?.symbols).toEqual(['github.com/sashabaranov/go-openai.Client.Chat']);
    expect(client?.via).toEqual([['openai.NewClient("k")']]);
    expect(model?.values).toEqual(['org/m constant']);
  });

  it('reads flags and constants of other files of the package', () => {
    const text = 'package main\nimport "flag"\nvar m = flag.String("model", "org/f", "usage")\nfunc f() { ask(*m); ask(Model) }\n';
    const [flag, constant] = answers({ 'main.go': text, 'names.go': 'package main\nconst Model = "org/n"\n' }, 'main.go');
    expect(flag?.values).toEqual(['org/f default']);
    expect(constant?.values).toEqual(['org/n constant']);
  });
});

describe('Rust', () => {
  it('reads constants of modules, matches, and formatted text', () => {
    const text =
      'use crate::config::MODEL;\nfn f(w: Which) {\n  let m = match w { Which::A => "org/a", Which::B => "org/b" };\n  ask(m);\n  ask(MODEL);\n  ask(format!("org/{}", NAME));\n}\nconst NAME: &str = "n";\n';
    const found = answers({ 'src/main.rs': text, 'src/config.rs': 'pub const MODEL: &str = "org/c";\n' }, 'src/main.rs').map(
      (a) => a.values,
    );
    expect(found).toEqual([['org/a constant', 'org/b constant'], ['org/c constant'], ['org/n constant']]);
  });

  it('reads options declared on fields', () => {
    const text =
      '#[derive(Parser)]\nstruct Args {\n  #[arg(long, default_value = "org/d")]\n  model: String,\n}\nfn main() {\n  let args = Args::parse();\n  ask(args.model);\n}\n';
    expect(values('src/main.rs', text)).toEqual(['org/d default']);
  });

  it('asks the type of an option for what its members are', () => {
    const text =
      'enum Which { A, B }\nimpl Which {\n  fn repo(&self) -> &str {\n    match self { Self::A => "org/a", Self::B => "org/b" }\n  }\n}\n#[derive(Parser)]\nstruct Args {\n  #[arg(long, default_value = "a")]\n  which: Which,\n}\nfn main() {\n  let args = Args::parse();\n  ask(args.which.repo());\n}\n';
    expect(values('src/main.rs', text)).toEqual(['org/a constant', 'org/b constant']);
  });

  it('gives what an enum says it is, for all its members', () => {
    const text =
      'enum Which { A, B }\nimpl Which {\n  fn id(&self) -> &str {\n    match self { Self::A => "org/a", Self::B => "org/b" }\n  }\n}\nfn main() {\n  let w = Which::A;\n  ask(w.id());\n}\n';
    expect(values('src/main.rs', text)).toEqual(['org/a constant', 'org/b constant']);
  });

  it('reads variables and what stands in for them', () => {
    expect(
      values('src/main.rs', 'fn f() { ask(std::env::var("M").unwrap_or_else(|_| "org/d".to_string())); }\n', { '.env': 'M=org/env\n' }),
    ).toEqual(['org/env config', 'org/d env-default']);
  });

  it('writes what new() gives like its type', () => {
    expect(symbols('src/main.rs', 'use async_openai::Client;\nfn f() { let c = Client::new(); ask(c.chat); }\n')).toEqual([
      'async_openai.Client.chat',
    ]);
  });
});

describe('Kotlin, Swift, Ruby, PHP', () => {
  it.each([
    ['A.kt', 'const val MODEL = "org/a"\nclass A { fun f() { ask(MODEL) } }\n', ['org/a constant']],
    ['A.kt', 'class A(val model: String = "org/a") { fun f() { ask(model) } }\n', ['org/a default']],
    ['A.swift', 'let model = "org/a"\nfunc f() { ask(model) }\n', ['org/a constant']],
    ['a.php', '<?php\n$model = "org/a";\nask($model);\n', ['org/a constant']],
    ['a.php', '<?php\nask(getenv("M") ?: "org/a");\n', ['org/a env-default']],
  ])('%s %s', (path, text, expected) => {
    expect(values(path, text)).toEqual(expected);
  });

  it('finds constants of other Kotlin files', () => {
    expect(
      values('b/B.kt', 'package b\nclass B { fun f() { ask(Names.MODEL) } }\n', {
        'a/Names.kt': 'package a\nobject Names { const val MODEL = "org/a" }\n',
      }),
    ).toEqual(['org/a constant']);
  });
});
