/** safetensors: eight bytes of length, a JSON header, the tensors. Rules: https://github.com/huggingface/safetensors#format */

import { Cursor, decode, HeaderError, keep, keepShape } from './bytes.ts';
import type { Bytes, Gathered } from './bytes.ts';

/** The format allows 100 MB; real headers reach a few MiB. */
const MAX_HEADER = 32 * 1024 * 1024;

/** Whether the file begins like safetensors: a plausible length, then `{`. */
export function isSafetensors(head: Uint8Array): boolean {
  return head.length > 8 && head[8] === 0x7b && head[7] === 0 && head[6] === 0 && head[5] === 0;
}

interface TensorInfo {
  name: string;
  begin: number;
  end: number;
}

/** Reads `__metadata__`, shapes and number formats; reports tensors that overlap or lie beyond the file. */
export function readSafetensors(bytes: Bytes, gathered: Gathered): void {
  const cursor = new Cursor(bytes);
  const claimed = cursor.u64();
  if (claimed > BigInt(MAX_HEADER)) throw new HeaderError(`the header claims to be ${claimed} bytes long`);
  const length = Number(claimed);
  const header = parse(decode(bytes.at(8, length)));
  const tensors: TensorInfo[] = [];
  const formats = new Set<string>();
  let impossible: string | undefined;
  let count = 0;
  for (const [name, info] of Object.entries(header)) {
    if (name === '__metadata__') {
      if (isRecord(info)) for (const [key, value] of Object.entries(info)) keep(gathered, `__metadata__.${key}`, String(value));
      continue;
    }
    if (!isRecord(info)) continue;
    count++;
    const { shape, dtype, data_offsets: offsets } = info;
    if (typeof dtype === 'string') formats.add(dtype.slice(0, 16));
    if (isNumbers(shape)) keepShape(gathered, name, shape);
    if (isNumbers(offsets) && offsets.length === 2) tensors.push({ name, begin: offsets[0]!, end: offsets[1]! });
    else impossible ??= name;
  }
  gathered.tensorCount = count;
  keep(gathered, 'dtype', [...formats].toSorted().slice(0, 16).join(', '));
  if (impossible !== undefined) gathered.problems.push({ reason: `tensor ${impossible.slice(0, 80)} claims a place that no file has` });
  check(tensors, bytes.size - 8 - length, gathered);
}

function parse(text: string): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    throw new HeaderError('the header is not valid JSON');
  }
  if (!isRecord(header)) throw new HeaderError('the header is not a JSON object');
  return header;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function check(tensors: TensorInfo[], available: number, gathered: Gathered): void {
  const sorted = tensors.toSorted((a, b) => a.begin - b.begin || a.end - b.end);
  const overlapping = sorted.find((tensor, index) => index > 0 && tensor.begin < sorted[index - 1]!.end);
  if (overlapping) gathered.problems.push({ reason: `tensor ${overlapping.name.slice(0, 80)} overlaps another one` });
  const beyond = tensors.find((tensor) => tensor.end > available || tensor.end < tensor.begin);
  if (beyond) gathered.problems.push({ reason: `tensor ${beyond.name.slice(0, 80)} lies beyond the end of the file: truncated` });
}
