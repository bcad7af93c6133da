import dotenv from 'dotenv';
import { SaxesParser } from 'saxes';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { read, show } from './helpers.ts';

/** Sets a value at a path of maps and lists. */
function put(root: Record<string, unknown>, path: (string | number)[], value: unknown): void {
  let at: Record<string | number, unknown> = root;
  for (const [index, step] of path.entries()) {
    if (index === path.length - 1) at[step] = value;
    else at = (at[step] ??= typeof path[index + 1] === 'number' ? [] : {}) as Record<string | number, unknown>;
  }
}

describe('TOML against smol-toml', () => {
  test.each([
    `# comment
title = "acme"
[tool.x]
model = 'acme/m' # tail
list = ["a", 'b', """c
d""", [1, 2.5, -3]]
inline = { a = 1, "b c" = { d = "e" } }
esc = "t\\tab \\u00e9 \\"q\\""
multi = """
first \\
   joined
second"""
raw = '''
C:\\path
'''
dotted.key.here = true
"quoted.key" = "v"
`,
    `[[models]]
name = "a"
[[models.files]]
path = "x"
[[models.files]]
path = "y"
[[models]]
name = "b"
[models.meta]
k = "v"
[[models.files]]
path = "z"
`,
    'a = [\n  "x", # one\n  # two\n  "y",\n]\nb = """"quoted" text"""\nempty = ""\nn = 1_000\n',
    '\ufeffa.b = "x"\r\n[c]\r\nd = """\r\nline\r\n"""\r\n',
  ])('example %#', (text) => {
    const own: Record<string, unknown> = {};
    for (const { path, value, type } of read('a.toml', text).entries) {
      put(own, path, type === 'number' ? Number(value.replaceAll('_', '')) : type === 'bool' ? value === 'true' : value);
    }
    expect(own).toEqual(JSON.parse(JSON.stringify(parseToml(text.replace(/^\ufeff/, '')))));
  });
});

describe('.env against dotenv', () => {
  test.each([
    'A=1\nB = two \nC="three # not a comment" # comment\nD=\'four\'\nexport F=seven\nG=\nH=`eight`\n',
    'A="line\nbreak"\nB=after\n# C=no\nD=x # y\n',
    'A="tab\\nnewline"\nB=back\\nslash\nC= "spaced" \n',
    'A=b=c\nB=http://x/?q=1&r=2\nC={"json": "value"}\n',
  ])('example %#', (text) => {
    const own = Object.fromEntries(read('.env', text).env.map(({ name, value }) => [name, show(value)]));
    expect(own).toEqual(dotenv.parse(text));
  });
});

describe('XML against saxes', () => {
  test.each([
    '<?xml version="1.0"?>\n<!DOCTYPE a>\n<a x="1"><b>text &amp; more</b><c y=\'&lt;2\'/><!-- d --><e><![CDATA[raw & <x>]]></e></a>',
    '<Project Sdk="X">\n  <ItemGroup>\n    <PackageReference Include="acme" Version="1.0" />\n  </ItemGroup>\n</Project>\n',
    '<a>\n  <b k="v&#65;&#x42;">\n    spaced\n  </b>\n</a>',
  ])('example %#', (text) => {
    const expected: string[] = [];
    const path: string[] = [];
    const parser = new SaxesParser();
    parser.on('opentag', ({ name, attributes }) => {
      path.push(name);
      for (const [key, value] of Object.entries(attributes)) expected.push(`${path.join('/')}/@${key}=${value}`);
    });
    parser.on('closetag', () => path.pop());
    const add = (value: string) => {
      if (value.trim() !== '') expected.push(`${path.join('/')}=${value.trim()}`);
    };
    parser.on('text', add);
    parser.on('cdata', add);
    parser.write(text).close();
    expect(read('a.xml', text).entries.map((entry) => `${entry.path.join('/')}=${entry.value}`)).toEqual(expected);
  });

  test('keys and values in attributes give entries of their own', () => {
    const summary = read(
      'app.config',
      '<configuration><appSettings><add key="OpenAI:Model" value="acme-1"/></appSettings></configuration>',
    );
    expect(summary.entries.at(-1)).toMatchObject({ path: ['configuration', 'appSettings', 'OpenAI', 'Model'], value: 'acme-1' });
  });
});
