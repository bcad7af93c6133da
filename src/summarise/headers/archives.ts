/** Archives that hold models: PyTorch checkpoints, Keras, MAR, skops, llamafile (all zip) and NeMo (tar). Pickles are searched, never run. */

import { constants, gunzipSync } from 'node:zlib';
import { decode, HeaderError, keep } from './bytes.ts';
import type { Bytes, Gathered } from './bytes.ts';
import { listZip, memberBytes, memberText } from './zip.ts';
import type { ZipMember } from './zip.ts';

const MAX_JSON = 1024 * 1024;
const MAX_PICKLE = 8 * 1024 * 1024;

/** Reads what a zip archive says about the model in it, and tells which kind it is. */
export function readZipModel(bytes: Bytes, gathered: Gathered): 'keras' | 'pytorch' | 'other' {
  const members = listZip(bytes);
  const names = members.map((member) => member.name);
  keep(gathered, 'archive.members', String(members.length));
  const find = (pattern: RegExp) => members.find((member) => pattern.test(member.name));
  const pickle = find(/(?:^|\/)data\.pkl$/);
  if (pickle) {
    gathered.tensorCount = names.filter((name) => /(?:^|\/)data\/\d+$/.test(name)).length;
    if (find(/(?:^|\/)constants\.pkl$/)) keep(gathered, 'torchscript', 'true');
    const content = memberBytes(bytes, pickle, MAX_PICKLE);
    if (content) searchPickle(content, gathered);
    else gathered.problems.push({ reason: `${pickle.name.slice(0, 80)} could not be unpacked within ${MAX_PICKLE / 1024 / 1024} MiB` });
    return 'pytorch';
  }
  const keras = find(/^metadata\.json$/);
  const config = find(/^config\.json$/);
  if (keras && config) {
    addJson(bytes, keras, gathered, 'metadata', ['keras_version', 'date_saved']);
    addJson(bytes, config, gathered, 'config', ['module', 'class_name', 'registered_name', 'name']);
    return 'keras';
  }
  const manifest = find(/^MAR-INF\/MANIFEST\.json$/);
  if (manifest)
    addJson(bytes, manifest, gathered, 'manifest', ['createdOn', 'runtime', 'archiverVersion', 'modelName', 'modelVersion', 'license']);
  const skops = find(/^schema\.json$/);
  if (skops) addJson(bytes, skops, gathered, 'schema', ['__class__', '__module__', '_skops_version', 'protocol']);
  const models = names.filter((name) => /\.(?:gguf|tflite|onnx|bin|pt|safetensors)$/i.test(name)).slice(0, 16);
  if (models.length > 0) keep(gathered, 'archive.models', models.join(', '));
  return 'other';
}

/** Copies strings of a JSON member, searched at its top level and one level below. */
function addJson(bytes: Bytes, member: ZipMember, gathered: Gathered, prefix: string, keys: readonly string[]): void {
  const text = memberText(bytes, member, MAX_JSON);
  let parsed: unknown;
  try {
    parsed = text === undefined ? undefined : JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) {
    gathered.problems.push({ reason: `${member.name.slice(0, 80)} in the archive could not be read` });
    return;
  }
  const levels = [parsed, ...Object.values(parsed)].filter(
    (level): level is Record<string, unknown> => typeof level === 'object' && level !== null,
  );
  for (const key of keys) {
    const holder = levels.find((level) => Object.hasOwn(level, key));
    const value = holder?.[key];
    if (typeof value === 'string' || typeof value === 'number') keep(gathered, `${prefix}.${key}`, String(value));
  }
}

/** Keys of checkpoint dictionaries that say where a model comes from. */
const PICKLE_KEYS =
  /^(?:license|author|docs|description|version|date|task|model_name|base_model|_name_or_path|name_or_path|architecture|arch|model_type|train_args|hf_repo|url|title)$/;
/** Modules every checkpoint mentions. */
const COMMON_MODULE = /^(?:torch(?:\.|$)|collections$|builtins$|__builtin__$|numpy(?:\.|$)|_codecs$|copyreg$|pathlib$|argparse$)/;
const MAX_GLOBALS = 20;

/**
 * Searches a pickle for strings, without running it: a known key followed by a string, and the names of classes.
 * Opcodes used: `X` and `\x8c` (strings with their length), `c` (module and name on lines of their own).
 */
export function searchPickle(content: Uint8Array, gathered: Gathered): void {
  let previous = '';
  let previousEnd = -1;
  for (let at = 0; at + 2 < content.length;) {
    const opcode = content[at];
    let start = -1;
    let length = 0;
    if (opcode === 0x58 && at + 5 <= content.length) {
      start = at + 5;
      length = content[at + 1]! | (content[at + 2]! << 8) | (content[at + 3]! << 16);
      if (content[at + 4] !== 0) start = -1;
    } else if (opcode === 0x8c) {
      start = at + 2;
      length = content[at + 1]!;
    }
    if (
      start < 0 ||
      length === 0 ||
      length > 64 * 1024 ||
      start + length > content.length ||
      !isText(content, start, Math.min(length, 64))
    ) {
      at++;
      continue;
    }
    const value = decode(content.subarray(start, start + Math.min(length, 4096)));
    if (PICKLE_KEYS.test(previous) && isMemo(content, previousEnd, at)) keep(gathered, `pickle.${previous}`, value);
    previous = value;
    previousEnd = start + length;
    at = previousEnd;
  }
  classes(content, gathered);
}

/** Between a key and its value stands at most the opcode that remembers the key: `q` and a byte, `r` and four bytes, or `\x94`. */
function isMemo(content: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  if (length === 0) return true;
  const opcode = content[from];
  return (length === 2 && opcode === 0x71) || (length === 5 && opcode === 0x72) || (length === 1 && opcode === 0x94);
}

function isText(content: Uint8Array, start: number, length: number): boolean {
  for (let at = start; at < start + length; at++) {
    const byte = content[at]!;
    if (byte < 32 && byte !== 10 && byte !== 13 && byte !== 9) return false;
  }
  return true;
}

function classes(content: Uint8Array, gathered: Gathered): void {
  const found = new Set<string>();
  const text = Buffer.from(content.buffer, content.byteOffset, Math.min(content.byteLength, MAX_PICKLE)).toString('latin1');
  for (const match of text.matchAll(/c([A-Za-z_][\w.]{1,100})\n([A-Za-z_]\w{0,80})\n/g)) {
    if (!COMMON_MODULE.test(match[1]!)) found.add(`${match[1]!}.${match[2]!}`);
    if (found.size >= MAX_GLOBALS) break;
  }
  if (found.size > 0) keep(gathered, 'pickle.classes', [...found].join(', '));
}

const BLOCK = 512;
const MAX_TAR_MEMBERS = 1000;
const MAX_CONFIG = 256 * 1024;

/** Whether the file begins like a tar archive, or a compressed one. */
export function isTar(head: Uint8Array): boolean {
  return decode(head.subarray(257, 262)) === 'ustar' || (head[0] === 0x1f && head[1] === 0x8b);
}

/** Reads `model_config.yaml` of a NeMo archive: class and version lines only. */
export function readTarModel(bytes: Bytes, gathered: Gathered): void {
  const head = bytes.upTo(0, 2);
  if (head[0] === 0x1f && head[1] === 0x8b) {
    const unpacked = gunzipStart(bytes.upTo(0, 4 * 1024 * 1024));
    walkTar(unpacked.length, (offset, length) => unpacked.subarray(offset, offset + length), gathered);
  } else walkTar(bytes.size, (offset, length) => bytes.upTo(offset, length), gathered);
}

/** The first part of a compressed file, as far as it unpacks within the limit. */
function gunzipStart(compressed: Uint8Array): Uint8Array {
  try {
    return gunzipSync(compressed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 32 * 1024 * 1024 });
  } catch {
    throw new HeaderError('the compressed archive could not be unpacked within 32 MiB');
  }
}

function walkTar(size: number, read: (offset: number, length: number) => Uint8Array, gathered: Gathered): void {
  let at = 0;
  let members = 0;
  for (; at + BLOCK <= size && members < MAX_TAR_MEMBERS; members++) {
    const header = read(at, BLOCK);
    if (header.length < BLOCK || header[0] === 0) break;
    const name = decode(header.subarray(0, 100)).replace(/\0.*$/s, '');
    const length = Number.parseInt(decode(header.subarray(124, 136)).replace(/[\0 ]+$/, ''), 8);
    if (!Number.isSafeInteger(length) || length < 0) throw new HeaderError('the archive is damaged');
    if (/(?:^|\/)model_config\.yaml$/.test(name)) {
      const config = decode(read(at + BLOCK, Math.min(length, MAX_CONFIG)));
      for (const match of config.matchAll(/^(target|nemo_version|name|_target_): *['"]?([^'"\n]+?)['"]? *$/gm)) {
        keep(gathered, `model_config.${match[1]!}`, match[2]!);
      }
    }
    at += BLOCK + Math.ceil(length / BLOCK) * BLOCK;
  }
  if (at > size) gathered.problems.push({ reason: 'the archive ends inside a member: truncated' });
  keep(gathered, 'archive.members', String(members));
}
