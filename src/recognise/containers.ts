/** Container engines on a command line: the image that runs, the variables it gets, and where the arguments of its own program begin. */

import type { Expr } from '../types/source.ts';

/** A word of a command line: its text where it is known, and where it stands. */
export interface Word {
  text: string | undefined;
  expr: Expr;
}

/** What `docker run` and the like start. */
export interface ContainerRun {
  image: Expr;
  /** Words `NAME=value` behind `-e`, and the length of `NAME=`. */
  env: { word: Word; name: string; length: number }[];
  /** Index of the first word that the image's program gets. */
  rest: number;
}

const ENGINE = /(?:^|\/)(?:docker|podman|nerdctl)$/;
/** Options of `run` and `create` without a value; several letters may stand together (`-itd`). */
const FLAG =
  /^-[ditPq]+$|^--(?:detach|interactive|tty|rm|init|privileged|read-only|publish-all|quiet|no-healthcheck|oom-kill-disable|sig-proxy|disable-content-trust|replace|tls-verify)$/;
/** Words looked at for an image; a longer command line is no command. */
const MAX_WORDS = 200;

/** Finds the container that a command line starts; `undefined` when it starts none. */
export function containerRun(words: readonly Word[]): ContainerRun | undefined {
  const engine = words.findIndex(({ text }) => text !== undefined && ENGINE.test(text));
  if (engine < 0 || engine > 4) return undefined;
  let at = engine + 1;
  if (words[at]?.text === 'container') at++;
  if (words[at]?.text !== 'run' && words[at]?.text !== 'create') return undefined;
  const env: ContainerRun['env'] = [];
  for (at++; at < words.length && at < MAX_WORDS; at++) {
    const word = words[at] as Word;
    const text = word.text ?? headText(word.expr);
    if (text === undefined || !text.startsWith('-')) return { image: word.expr, env, rest: at + 1 };
    // `-p8000:8000` and `--name=x` hold their value; `-p` and `--name` take the next word.
    if (FLAG.test(text) || text.includes('=') || /^-[^-].+/.test(text)) continue;
    at++;
    const value = words[at];
    const head = value && (text === '-e' || text === '--env') ? (value.text ?? headText(value.expr)) : undefined;
    const name = head === undefined ? undefined : /^(\w+)=/.exec(head)?.[1];
    if (value && name !== undefined) env.push({ word: value, name, length: name.length + 1 });
  }
  return undefined;
}

/** Leading known text of a word that is joined from parts (`--model=$X`). */
export function headText(expr: Expr): string | undefined {
  const [head] = expr.k === 'cat' ? expr.p : [];
  return head?.k === 'str' ? head.v : undefined;
}
