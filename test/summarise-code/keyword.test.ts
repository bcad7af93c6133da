import { describe, expect, it } from 'vitest';
import { misplaced, read, show } from './show.ts';

describe('Ruby and Elixir', () => {
  it('reads Ruby', () => {
    const text = `require "openai"
MODEL = "gpt-rb".freeze
module A
  class Foo < Base
    DEFAULTS = { model: "m1", "k" => 'v', sym: :val }
    def initialize(model: "dflt", name = 'n')
      @model = model || ENV.fetch("M", "env-d")
    end
    def self.run(q)
      client.chat(parameters: { model: "gpt-4", content: "hi #{q}" })
      puts "log" if q == "cmp" # org/comment
      %w[l1 l2].each do |m|
        load m, opt: true
      end
      v = case q
        when "c1" then "v1"
      end
      return "ret" unless q =~ /a"b/
    end
  end
end
last "call"
__END__
org/after
`;
    const ruby = read('ruby', text);
    expect(ruby.bindings).toEqual([
      'MODEL = "gpt-rb".freeze',
      'field DEFAULTS = {"model": "m1", "k": "v", "sym": "val"}',
      'field self.model = (model |or ENV.fetch("M", "env-d"))',
      'v = ?{}',
    ]);
    expect(ruby.code.calls.map((c) => [ruby.code.scopes[c.scope]!.name, show(c.call)])).toEqual([
      ['', 'require("openai")'],
      ['initialize', 'ENV.fetch("M", "env-d")'],
      ['run', 'client.chat(parameters={"model": "gpt-4", "content": <"hi "+q>})'],
      ['run', 'puts("log")'],
      ['', 'load(m, opt=true)'],
      ['', 'last("call")'],
    ]);
    expect(ruby.imports).toEqual(['openai * as *']);
    expect(misplaced(ruby.code, text)).toEqual([]);
  });

  it('reads Elixir', () => {
    const elixir = read(
      'elixir',
      'defmodule A.B do\n  @moduledoc "doc org/x"\n  @model "gpt-ex"\n  alias OpenAI.Chat\n  def run(q, model \\\\ "dflt") do\n    Chat.create(model: "gpt-4", m: [%{role: "user"}]) |> Map.get("k")\n    Enum.map(["l1"], fn m -> load(m) end)\n  end\n  def short(a), do: a <> "suf"\nend\n',
    );
    expect(elixir.bindings).toEqual(['field @model = "gpt-ex"']);
    expect(elixir.calls).toEqual([
      'Chat.create(model="gpt-4", m=[{"role": "user"}])',
      'Map.get(Chat.create(model="gpt-4", m=[{"role": "user"}]), "k")',
      'load(m)',
      'Enum.map(["l1"], ?{m, load(m)})',
    ]);
    expect(elixir.code.scopes.map((s) => s.name)).toEqual(['', 'A.B', 'run', 'short']);
    expect(elixir.prose.map((p) => p.kind)).toEqual(['docstring']);
  });
});

describe('strings that were never closed', () => {
  it('end with their line where the next quote plainly opens another string', () => {
    expect(read('rust', 'let a = "x;\nlet b = g("y");\nlet c = "two\nlines";\n').bindings).toEqual([
      'a = "x;"',
      'b = g("y")',
      'c = "two\\nlines"',
    ]);
    expect(read('php', '<?php\n$a = "x;\n$b = "y";\n$c = "two\nlines";').bindings).toEqual(['a = "x;"', 'b = "y"', 'c = "two\\nlines"']);
  });
});
