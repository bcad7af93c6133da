import { describe, expect, it } from 'vitest';
import { misplaced, read, show } from './show.ts';

describe('Go', () => {
  const text = `package main
import (
  "fmt"
  openai "github.com/x/go-openai/v2"
)
const Model = "gpt-go" // org/comment
const ( A = "a1"; B = openai.GPT4o )
type Config struct {
  Model string \`json:"model"\`
  N, M int
}
func (c *Config) Run(ctx context.Context, name string) (string, error) {
  resp, err := client.Create(ctx, openai.Request{
    Model: openai.GPT3,
    Messages: []openai.Message{ {Role: "user", Content: \`hello\`} },
  })
  if x := os.Getenv("M"); x != "" { c.Model = x }
  for _, m := range []string{"m1", "m2"} { load(m) }
  switch name { case "c1", "c2": return "r", nil
  default: panic("p") }
  mp := map[string]string{"k": "v", Model: "w"}
  tests := []struct{ name string }{ {name: "t"} }
  go func() { run("g") }()
  return fmt.Sprintf("%s", name), nil
}
`;
  const go = read('go', text);

  it('reads constants, composite literals and loops', () => {
    expect(go.bindings).toEqual([
      'Model = "gpt-go"',
      'A = "a1"',
      'B = openai.GPT4o',
      'field Model',
      'field N',
      'field M',
      'resp = client.Create(ctx, openai.Request(Model=openai.GPT3, Messages=[{"Role": "user", "Content": "hello"}]))[0]',
      'err = client.Create(ctx, openai.Request(Model=openai.GPT3, Messages=[{"Role": "user", "Content": "hello"}]))[1]',
      'x = os.Getenv("M")',
      'c.Model = x',
      'loop m = ["m1", "m2"]',
      'mp = {"k": "v", "Model": "w"}',
      'tests = [{"name": "t"}]',
    ]);
    expect(go.imports).toEqual(['fmt as fmt', 'github.com/x/go-openai/v2 as openai']);
    expect(go.calls.filter((call) => /load|panic|run|Sprintf/.test(call))).toEqual([
      'load(m)',
      'panic("p")',
      'run("g")',
      'fmt.Sprintf("%s", name)',
    ]);
    expect(go.loose).toEqual(['compare (x != "")', 'case "c1"', 'case "c2"', 'return ["r", nil]', 'return [fmt.Sprintf("%s", name), nil]']);
    expect(misplaced(go.code, text)).toEqual([]);
  });

  it('ties methods to their receiver and takes no comparison for a type', () => {
    expect(go.code.scopes[2]!.bases!.map(show)).toEqual(['Config']);
    expect(read('go', 'func f() { if a < b && c > (d) { g(a[i](x)) } }').calls).toEqual(['a[i](x)', 'g(a[i](x))']);
  });
});

describe('Java', () => {
  it('reads builders, annotations, enums, switches, casts and text blocks', () => {
    const java = read(
      'java',
      `import com.x.ChatModel;
import static a.B.*;
@Service(value = "svc")
public class Foo extends Bar<String> implements Baz {
  private static final String MODEL = "gpt-java";
  @Value("\${m:dflt}") private String injected;
  enum M { A("a-v"), B("b-v") { int x() { return 1; } }; private final String v; M(String v) { this.v = v; } }
  public Foo(String a) { super(a); this.model = a + "-suffix"; }
  public <T> List<String> run(@Value("p") String p, int... q) throws IOException {
    var m = Model.builder().apiKey("k").modelName(GPT_4_O).build();
    String[] arr = new String[] {"p", "q"};
    for (String s : arr) { use(s); }
    String t = switch (a) { case "1" -> "one"; case "2", "3" -> { yield "two"; } default -> throw new X("e"); };
    Function<String, String> f = s -> s + "z";
    String r = cond ? "c1" : (String) obj;
    String b = """
        Text block
          two""";
    if (i < 3 || j > 4) return "ret";
    return foo.<T>bar("gen");
  }
}
`,
    );
    expect(java.bindings).toEqual([
      'field MODEL = "gpt-java"',
      'field injected',
      'enum A = "a-v"',
      'enum B = "b-v"',
      'field v',
      'field this.v = v',
      'field this.model = <a+"-suffix">',
      'm = Model.builder().apiKey("k").modelName(GPT_4_O).build()',
      'arr = ["p", "q"]',
      'loop s = arr',
      't = ("one" |match "two" |match ?{})',
      'f = fn(s)',
      'r = ("c1" |cond obj)',
      'b = "Text block\\n  two"!',
    ]);
    expect(java.imports).toEqual(['com.x ChatModel as ChatModel', 'a.B * as *']);
    expect(java.code.bindings[1]!.decorators!.map(show)).toEqual(['Value("${m:dflt}")']);
    expect(java.code.scopes[1]!.decorators!.map(show)).toEqual(['Service(value="svc")']);
    expect(java.code.scopes.find((s) => s.name === 'run')!.returns!.map(show)).toEqual(['"ret"', 'foo.bar("gen")']);
  });
});

describe('Kotlin', () => {
  it('reads builder blocks, data classes, when, templates and named arguments', () => {
    const kotlin = read(
      'kotlin',
      `import a.b.ModelId
import c.D as E
const val MODEL = "gpt-kt"
data class Cfg(val model: String = "cfg-m") : Base("b"), I
enum class M(val id: String) { A("a-id"), B("b-id") }
class K {
  val model by lazy { "lazy-m" }
  fun run(name: String = "dflt"): String {
    val req = request {
      model = ModelId("gpt-4")
      messages { user { content = "hi $name and \${a.b("q")}" } }
    }
    val z = when (name) { "w1" -> "v1"; "w2", "w3" -> { "v2" } else -> MODEL ?: "v3" }
    val y = if (a) "i1" else "i2"
    listOf("l1").forEach { m -> load(m) }
    return raw("""raw "x" $name""", cfg = Cfg(model = "named"))
  }
}
fun String.ext() = "e"
`,
    );
    expect(kotlin.bindings).toEqual([
      'MODEL = "gpt-kt"',
      'field model = "cfg-m"',
      'field id',
      'enum A = "a-id"',
      'enum B = "b-id"',
      'field model = lazy(fn())',
      'model = ModelId("gpt-4")',
      'content = <"hi "+name+" and "+a.b("q")>',
      'req = request(fn())',
      'z = ("v1" |match "v2" |match (MODEL |or "v3"))',
      'y = ("i1" |cond "i2")',
    ]);
    expect(kotlin.imports).toEqual(['a.b ModelId as ModelId', 'c D as E']);
    expect(kotlin.calls.slice(-4)).toEqual([
      'load(m)',
      'listOf("l1").forEach(fn(m))',
      'Cfg(model="named")',
      'raw(<"raw \\"x\\" "+name>, cfg=Cfg(model="named"))',
    ]);
    expect(kotlin.code.scopes.map((s) => [s.name, s.returns?.map(show)]).filter(([name]) => name === 'ext')).toEqual([['ext', ['"e"']]]);
  });
});

describe('C#', () => {
  it('reads initialisers, properties, interpolation, switches and usings', () => {
    const cs = read(
      'csharp',
      `using System; using A = B.C;
namespace X.Y;
public class Foo : Bar {
  public string Model { get; set; } = "prop-m";
  public string P => "exp-body";
  public Foo(string a = "dflt") : base("bs") { this.m = a; }
  public async Task<string> Run<T>(int x, [FromQuery("fq")] string y = "qq") {
    var client = new ChatClient(model: "gpt", Environment.GetEnvironmentVariable("K") ?? "kk");
    var o = new Options { Model = "oi", Nested = new() { Name = "nn" }, List = { "a", "b" } };
    var d = new Dictionary<string, string> { ["k1"] = "v1" };
    var l = new List<string> { "x", "y" }; string[] arr = new[] { "p" };
    var s = $"hi {name} {x:F2} {{lit}}"; var v = @"c:\\x ""q"""; var r = """raw "q" """;
    var w = y switch { "s1" => "r1", _ => "r2" };
    builder.Add(o => { o.Model = "cfg"; });
    using (var z = Open("f")) { foreach (var i in arr) Use(i); }
    return cond ? "a1" : client.Get<T>("id");
  }
}
`,
    );
    expect(cs.bindings).toEqual([
      'field Model = "prop-m"',
      'field P = "exp-body"',
      'field this.m = a',
      'client = new ChatClient(model="gpt", (Environment.GetEnvironmentVariable("K") |or "kk"))',
      'o = new Options(Model="oi", Nested=new (Name="nn"), List=["a", "b"])',
      'd = new Dictionary({"k1": "v1"})',
      'l = new List(["x", "y"])',
      'arr = ["p"]',
      's = <"hi "+name+" "+x+" {lit}"!>',
      'v = "c:\\\\x \\"q\\""!',
      'r = "raw \\"q\\" "',
      'w = ("r1" |match "r2")',
      'o.Model = "cfg"',
      'z = Open("f")',
      'loop i = arr',
    ]);
    expect(cs.imports).toEqual(['System * as *', 'B C as A']);
    expect(cs.code.scopes.find((s) => s.name === 'Run')!.params!.map((p) => [p.name, p.type])).toEqual([
      ['x', 'int'],
      ['y', 'string'],
    ]);
  });
});

describe('Rust', () => {
  it('reads uses, struct literals, matches, macros, attributes and raw strings', () => {
    const rust = read(
      'rust',
      `use std::{env, fs::{self, File as F}};
use rig::openai::*;
const MODEL: &str = "gpt-rs";
static X: Lazy<String> = Lazy::new(|| env::var("M").unwrap_or_else(|_| "dflt".to_string()));
#[derive(Parser)]
struct Args { #[arg(long, default_value = "arg-m")] model: String }
impl Foo for Bar<T> {
  pub fn run<'a>(&'a self, x: &str) -> Result<String> {
    let req = ChatRequest { model: "gpt-4".into(), n: Some(1), ..Default::default() };
    let m = match x { "p1" => "v1", "p2" | "p3" => { let q = 1; "v2" } _ if y("g") => "v3", _ => return Err("e") };
    let r = r#"raw "q" "#; let v = vec!["a", "b"];
    let t = if a { "i1" } else { "i2" };
    let c = OpenAI::new().build::<Foo>("x")?;
    let b = Box::pin(async move { let inner = f("in"); inner });
    if x < 3 && y > (4) { println!("{x}"); }
    "last".to_string()
  }
}
`,
    );
    expect(rust.bindings).toEqual([
      'MODEL = "gpt-rs"',
      'X = Lazy.new(fn())',
      'field model',
      'req = ChatRequest(model="gpt-4".into(), n=Some(1), Default.default())',
      'q = 1',
      'm = ("v1" |match "v2" |match "v3" |match ?{})',
      'r = "raw \\"q\\" "',
      'v = ["a", "b"]',
      't = ("i1" |cond "i2")',
      'c = OpenAI.new().build("x")',
      'inner = f("in")',
      'b = Box.pin(inner)',
    ]);
    expect(rust.imports).toEqual(['std env as env', 'std::fs as fs', 'std::fs File as F', 'rig::openai * as *']);
    expect(rust.code.bindings[2]!.decorators!.map(show)).toEqual(['arg(long, default_value="arg-m")']);
    expect(rust.code.scopes.find((s) => s.name === 'run')!.returns!.map(show)).toEqual(['Err("e")', '"last".to_string()']);
  });
});

describe('Swift, PHP, C++, Scala, Dart, R, SQL', () => {
  it('reads Swift', () => {
    const swift = read(
      'swift',
      `import OpenAI
enum M: String { case a = "a-m", b = "b-m" }
struct Cfg { var model: String = "cfg-m"
  init(model: String = "init-m") { self.model = model } }
func run(_ name: String = "dflt", with x: Int) async throws -> String {
  let q = ChatQuery(messages: [.init(content: "hi \\(name)")], model: .gpt4_o)
  let d = ["k": "v"]; let r = #"raw "q""#
  guard let z = env["M"] ?? opt else { return "gr" }
  return try await client.chats(query: q)!.text
}
`,
    );
    expect(swift.bindings).toEqual([
      'enum a = "a-m"',
      'enum b = "b-m"',
      'field model = "cfg-m"',
      'field self.model = model',
      'q = ChatQuery(messages=[.init(content=<"hi "+name>)], model=.gpt4_o)',
      'd = {"k": "v"}',
      'r = "raw \\"q\\""',
      'z = (env["M"] |or opt)',
    ]);
    expect(swift.code.scopes.find((s) => s.name === 'run')!.params!.map((p) => [p.name, p.def && show(p.def)])).toEqual([
      ['name', '"dflt"'],
      ['x', undefined],
    ]);
  });

  it('reads PHP and nothing outside its tags', () => {
    const text = `<p>org/html</p><?php
use OpenAI\\Client as C;
class Foo { const MODEL = 'cm'; protected string $model = 'pm';
  public function __construct(private string $a = 'promo') { $this->model = $a . '-x'; }
  public function run(?string $n = "d"): string {
    $r = $this->client->chat()->create(['model' => 'gpt-4', 'content' => "hi {$n} and $this->x"]);
    $m = $o['model'] ?? env('M') ?: 'alt'; $k = match($n) { 'a', 'b' => 'ra', default => 'rd' };
    $h = <<<EOT
    Heredoc $n text
    EOT;
    $l = array('k' => 'v'); $f = fn($x) => $x . 'lam';
    return Foo::make(model: 'named');
  }
}
?>
tail`;
    const php = read('php', text);
    expect(php.bindings).toEqual([
      'field MODEL = "cm"',
      'field model = "pm"',
      'field this.a = a',
      'field this.model = <a+"-x">',
      'r = this.client.chat().create({"model": "gpt-4", "content": <"hi "+n+" and "+this.x>})',
      'm = (o["model"] |or env("M") |or "alt")',
      'k = ("ra" |match "rd")',
      'h = <"    Heredoc "+n+" text">',
      'l = {"k": "v"}',
      'f = fn(x)',
    ]);
    expect(php.imports).toEqual(['OpenAI Client as C']);
    expect(php.prose.map((p) => text.slice(...p.at))).toEqual(['<p>org/html</p>', '\ntail']);
  });

  it('reads C++ with its preprocessor', () => {
    const cpp = read(
      'c',
      `#include "llama.h"
#define MODEL "def-m"
#define F(x) foo(x)
static const char *kModel = "gpt-c";
struct Params { std::string model = "pm"; };
std::string Foo::run(int argc, char **argv) {
  llama_model *model = llama_load_model_from_file("models/x.gguf", params);
  Ort::Session session(env, "model.onnx", opts);
  params->model = "pa" "cat"; auto f = [&](int x) { return "lam"; };
  if (argc < 2 && a > b) return R"(raw "x")";
  Params p = { .model = "des" };
}
`,
    );
    expect(cpp.bindings).toEqual([
      'MODEL = "def-m"',
      'kModel = "gpt-c"',
      'field model = "pm"',
      'model = llama_load_model_from_file("models/x.gguf", params)',
      'session = Ort::Session(env, "model.onnx", opts)',
      'params.model = "pacat"!',
      'f = fn(x)',
      'p = {"model": "des"}',
    ]);
    expect(cpp.imports).toEqual(['llama.h * as *']);
    expect(cpp.loose).toEqual(['return "lam"', 'return "raw \\"x\\""']);
  });

  it('reads Scala and Dart', () => {
    const scala = read(
      'scala',
      'import a.b.{C, D => E}\nobject Foo extends Bar {\n  case class Cfg(model: String = "cm")\n  def run(n: String = "d")(implicit e: E): String = {\n    val m = Bert.pretrained("bert", "en").setCols("doc")\n    val z = n match { case "w" => s"v$n" }\n    if (a) "i1" else "i2"\n  }\n}\n',
    );
    expect(scala.bindings).toEqual(['field model = "cm"', 'm = Bert.pretrained("bert", "en").setCols("doc")', 'z = (<"v"+n>)']);
    expect(scala.imports).toEqual(['a.b C as C', 'a.b D as E']);
    const dart = read(
      'dart',
      "import 'package:o/o.dart' show A;\nclass Foo { String model = 'fm'; Foo({this.name = 'cm', required String z}) : super('s');\n  Future<String> run({String q = 'dq'}) async {\n    final r = await chat.create(model: 'gpt', x: {'k': 'v'});\n    return n == 'cmp' ? 'a1' : '$b';\n  }\n}\n",
    );
    expect(dart.bindings).toEqual(['field model = "fm"', 'field this.name = name', 'r = chat.create(model="gpt", x={"k": "v"})']);
    expect(dart.imports).toEqual(['package:o/o.dart A as A']);
  });

  it('reads R and SQL', () => {
    const r = read(
      'r',
      'model.name <- "gpt-r" # org/comment\nf <- function(x, model = \'d\') { x$client$new(model = model) }\nhttr::POST(url = paste0("u/", model.name))\n',
    );
    expect(r.bindings).toEqual(['model.name = "gpt-r"', 'f = fn(x, model="d")']);
    expect(r.calls).toEqual(['x.client.new(model=model)', 'paste0("u/", model.name)', 'httr.POST(url=paste0("u/", model.name))']);
    const sql = read('sql', "-- org/comment\nSELECT AI('gpt-s', p || 'it''s') FROM t WHERE m = 'cmp';\n");
    expect(sql.calls).toEqual(['AI("gpt-s", <p+"it\'s"!>)']);
    expect(sql.prose.length).toBe(1);
  });
});
