/** Facts from the head of a weights file, read from as few bytes as possible; the weights themselves are never loaded. */

import type { ModelFileHeader, ReadProblem } from '../../types/source.ts';
import { isTar, readTarModel, readZipModel, searchPickle } from './archives.ts';
import { Bytes, decode, HeaderError, keep } from './bytes.ts';
import type { Gathered, ReadBytes } from './bytes.ts';
import { isGguf, readGguf } from './gguf.ts';
import { isTflite, readCoreMl, readOnnx, readSavedModel, readTflite } from './graphs.ts';
import { isSafetensors, readSafetensors } from './safetensors.ts';
import { isZip } from './zip.ts';

export type { ReadBytes } from './bytes.ts';
export { shardOf } from './shards.ts';
export type { Shard } from './shards.ts';

/** What {@link readModelFile} found. */
export interface ModelFileReading {
  /** Absent when the file is no model file after all, or can't be read. */
  header?: ModelFileHeader;
  problems: ReadProblem[];
}

type Format = ModelFileHeader['format'];

/** Formats that have no mark of their own and are known by their ending. */
const BY_ENDING: readonly [pattern: RegExp, format: Format][] = [
  [/\.onnx$/i, 'onnx'],
  [/\.mlmodel$/i, 'coreml'],
  [/(?:^|\/)saved_model\.pb$/i, 'savedmodel'],
];

/** Endings of formats that begin with a mark of their own. */
const MARKED = /\.(gguf|tflite|keras|h5|hdf5)$/i;

/**
 * Reads the header of a model file. The content decides, then the ending. Never throws; a header that is cut off, claims impossible
 * sizes or can't be unpacked within the limits gives what was read before, and a problem.
 * @param path relative path
 * @param size size of the file in bytes
 * @param read gives bytes of the file
 */
export function readModelFile(path: string, size: number, read: ReadBytes): ModelFileReading {
  const bytes = new Bytes(size, read);
  const gathered: Gathered = { metadata: {}, problems: [] };
  let format: Format = 'other';
  try {
    const head = bytes.upTo(0, 512).slice();
    const pointer = lfsPointer(decode(head));
    if (pointer) return { header: pointer, problems: [] };
    format = readByContent(path, head, bytes, gathered, (known) => {
      format = known;
    });
  } catch (error) {
    if (!(error instanceof HeaderError)) throw error;
    gathered.problems.push({ reason: error.message });
  }
  const { metadata, tensors, tensorCount, problems } = gathered;
  const header: ModelFileHeader = {
    format,
    metadata,
    ...(tensors ? { tensors } : {}),
    ...(tensorCount === undefined ? {} : { tensorCount }),
    size,
  };
  return { header, problems };
}

/** A Git LFS pointer stands for the file it names: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
function lfsPointer(head: string): ModelFileHeader | undefined {
  if (!head.startsWith('version https://git-lfs.github.com/spec/v1') && !head.startsWith('version https://hawser.github.com/spec/v1'))
    return undefined;
  const sha256 = /^oid sha256:([0-9a-f]{64})$/m.exec(head)?.[1];
  const size = Number(/^size (\d{1,15})$/m.exec(head)?.[1] ?? 0);
  return { format: 'lfs-pointer', metadata: {}, ...(sha256 ? { sha256 } : {}), size };
}

/** `tell` reports the format before the reading, so that it is known when the reading fails. */
function readByContent(path: string, head: Uint8Array, bytes: Bytes, gathered: Gathered, tell: (format: Format) => void): Format {
  if (isGguf(head)) {
    tell('gguf');
    readGguf(bytes, gathered);
    return 'gguf';
  }
  if (isZip(head)) return readZipModel(bytes, gathered);
  if (isTflite(head)) {
    tell('tflite');
    readTflite(bytes, gathered);
    return 'tflite';
  }
  if (isSafetensors(head) || /\.safetensors$/i.test(path)) {
    tell('safetensors');
    readSafetensors(bytes, gathered);
    return 'safetensors';
  }
  if (decode(head.subarray(1, 4)) === 'HDF' && head[0] === 0x89) {
    tell('hdf5');
    readHdf5(bytes, gathered);
    return 'hdf5';
  }
  if (/\.llamafile(?:\.exe)?$/i.test(path)) {
    readZipModel(bytes, gathered);
    return 'other';
  }
  if (isTar(head) && /\.(?:nemo|tar|tgz|gz)$/i.test(path)) {
    readTarModel(bytes, gathered);
    return 'other';
  }
  // Protocol 2 and later; the old format of PyTorch begins with its magic number.
  if (head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5) {
    const torch = head[2] === 0x8a && head[3] === 0x0a;
    tell(torch ? 'pytorch' : 'other');
    keep(gathered, 'container', 'pickle');
    searchPickle(bytes.upTo(0, 1024 * 1024), gathered);
    return torch ? 'pytorch' : 'other';
  }
  const named = BY_ENDING.find(([pattern]) => pattern.test(path))?.[1];
  if (named) {
    tell(named);
    if (named === 'onnx') readOnnx(bytes, gathered);
    else if (named === 'coreml') readCoreMl(bytes, gathered);
    else readSavedModel(bytes, gathered);
    return named;
  }
  const marked = MARKED.exec(path)?.[1];
  if (marked !== undefined) {
    const reason = head.length === 0 ? 'the file is empty' : `the content is not that of a .${marked.toLowerCase()} file`;
    gathered.problems.push({ reason });
  }
  return 'other';
}

/** Keras files in HDF5: version and class names stand as text in the first blocks. */
function readHdf5(bytes: Bytes, gathered: Gathered): void {
  const text = Buffer.from(bytes.upTo(0, 256 * 1024)).toString('latin1');
  const config = /\{"(?:module|class_name|config)[^\0]{0,4000}/.exec(text)?.[0];
  const name = config && /"class_name": ?"([\w.]{1,80})"/.exec(config)?.[1];
  if (name) keep(gathered, 'model_config.class_name', name);
  const version = /keras_version[^0-9A-Za-z]{1,80}(\d+\.\d+(?:\.\d+)?)/s.exec(text)?.[1];
  if (version) keep(gathered, 'keras_version', version);
  if (text.includes('model_weights') || text.includes('keras_version')) keep(gathered, 'container', 'keras');
}
