/** In which part of a project a file stands, by the conventions of folders and file names. */

import type { Scope } from '../types/reference.ts';

const VENDORED =
  /^(?:vendor|vendored|third[_-]?party|thirdparty|external|externals|node_modules|bower_components|site-packages|_vendor|extern)$/;
const TEST =
  /^(?:tests?|__tests__|__mocks__|testing|spec|specs|e2e|testdata|test[_-]data|unittests?|integration[_-]tests?|fixtures|mocks?|cypress|playwright)$/;
const DOCS = /^(?:docs?|documentation|website|wiki|man|blog|posts|papers?|changelogs?|\.changeset)$/;
const EXAMPLE =
  /^(?:examples?|samples?|demos?|tutorials?|cookbooks?|recipes[_-]examples?|notebooks?|playgrounds?|quickstarts?|getting[_-]started)$/;
const EVALUATION = /^(?:evals?|evaluations?|benchmarks?|bench)$/;
const DEV_TOOL =
  /^(?:\.continue|\.cursor|\.claude|\.codex|\.aider|\.github\/copilot|\.vscode|\.idea|\.devcontainer|\.windsurf|\.roo|\.cline|\.gemini)$/;
const DEV_TOOL_FILE = /^(?:\.aider\.conf\.ya?ml|opencode\.jsonc?|\.cursorrules|\.windsurfrules|\.coderabbit\.ya?ml|crush\.json)$/i;
const TEST_FILE =
  /(?:^test_.*\.py|_test\.(?:py|go|rb|dart|exs)|\.(?:test|spec|cy|e2e)\.[cm]?[jt]sx?|Tests?\.(?:java|kt|cs|scala|swift|php)|_spec\.rb|^conftest\.py)$/;
const DOC_FILE = /\.(?:md|mdx|markdown|rst|adoc|txt|tex|org)$/i;
const EVALUATION_FILE = /^promptfooconfig\.[^.]+$/i;
const VENDORED_FILE = /\.min\.(?:js|css|mjs)$/i;

/**
 * The scope of a file by its path relative to the root. The first folder that tells decides, except that a vendored folder decides wherever it
 * stands: what others wrote stays theirs.
 */
export function scopeOf(path: string): Scope {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  if (VENDORED_FILE.test(name) || parts.some((p) => VENDORED.test(p.toLowerCase()))) return 'vendored';
  if (DEV_TOOL_FILE.test(name)) return 'dev-tool';
  if (TEST_FILE.test(name)) return 'test';
  if (EVALUATION_FILE.test(name)) return 'evaluation';
  for (const part of parts) {
    const p = part.toLowerCase();
    if (DEV_TOOL.test(p)) return 'dev-tool';
    if (TEST.test(p)) return 'test';
    if (EXAMPLE.test(p)) return 'example';
    if (DOCS.test(p)) return 'docs';
    if (EVALUATION.test(p)) return 'evaluation';
  }
  // A text named like a manifest (requirements.txt, CMakeLists.txt) is not documentation.
  if (DOC_FILE.test(name) && !/^(?:requirements.*|constraints.*|CMakeLists|robots|humans)\.txt$/i.test(name)) return 'docs';
  return 'production';
}
