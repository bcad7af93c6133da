/**
 * Listing of zip archives and text of small members. Written here because headers are read synchronously through a callback, while
 * `yauzl` is asynchronous and wants a file; the tests hold the two against each other.
 */

import { inflateRawSync } from 'node:zlib';
import { Cursor, decode, HeaderError } from './bytes.ts';
import type { Bytes } from './bytes.ts';

/** One member of an archive. */
export interface ZipMember {
  name: string;
  method: number;
  compressedSize: number;
  size: number;
  headerOffset: number;
}

/** Members listed; a checkpoint has one for each tensor. */
const MAX_MEMBERS = 50_000;
const END_SIGNATURE = 0x06054b50;
const END64_LOCATOR = 0x07064b50;
const END64 = 0x06064b50;
const CENTRAL = 0x02014b50;

/** Whether a file begins like a zip archive. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

/** Members by the central directory. Throws a HeaderError when there is none. */
export function listZip(bytes: Bytes): ZipMember[] {
  const tailStart = Math.max(0, bytes.size - 65_557);
  const tail = bytes.at(tailStart, bytes.size - tailStart).slice();
  let end = tail.length - 22;
  while (end >= 0 && !(tail[end] === 0x50 && tail[end + 1] === 0x4b && tail[end + 2] === 5 && tail[end + 3] === 6)) end--;
  if (end < 0) throw new HeaderError('no directory at the end of the archive: truncated');
  const cursor = new Cursor(bytes, tailStart + end);
  if (cursor.u32() !== END_SIGNATURE) throw new HeaderError('no directory at the end of the archive: truncated');
  cursor.skip(6);
  let count = cursor.u16();
  cursor.skip(4);
  let offset = cursor.u32();
  if ((count === 0xffff || offset === 0xffffffff) && tailStart + end >= 20) {
    const locator = new Cursor(bytes, tailStart + end - 20);
    if (locator.u32() === END64_LOCATOR) {
      locator.skip(4);
      const end64 = new Cursor(bytes, locator.length64());
      if (end64.u32() === END64) {
        end64.skip(28);
        count = end64.length64();
        end64.skip(8);
        offset = end64.length64();
      }
    }
  }
  const members: ZipMember[] = [];
  const entry = new Cursor(bytes, offset);
  for (let index = 0; index < Math.min(count, MAX_MEMBERS); index++) {
    if (entry.u32() !== CENTRAL) throw new HeaderError('the directory of the archive is damaged');
    entry.skip(6);
    const method = entry.u16();
    entry.skip(8);
    const compressedSize = entry.u32();
    const size = entry.u32();
    const nameLength = entry.u16();
    const extraLength = entry.u16();
    const commentLength = entry.u16();
    entry.skip(8);
    const headerOffset = entry.u32();
    const name = entry.text(nameLength);
    members.push({
      name,
      method,
      compressedSize,
      size,
      headerOffset,
      ...large(bytes, entry.offset, extraLength, { compressedSize, size, headerOffset }),
    });
    entry.skip(extraLength + commentLength);
  }
  return members;
}

/** Sizes beyond 4 GiB stand in an extra field, in this order, each only when its short form is full. */
function large(
  bytes: Bytes,
  start: number,
  length: number,
  short: Pick<ZipMember, 'compressedSize' | 'size' | 'headerOffset'>,
): Partial<ZipMember> {
  if (short.compressedSize !== 0xffffffff && short.size !== 0xffffffff && short.headerOffset !== 0xffffffff) return {};
  const cursor = new Cursor(bytes, start);
  while (cursor.offset + 4 <= start + length) {
    const id = cursor.u16();
    const size = cursor.u16();
    if (id !== 1) {
      cursor.skip(size);
      continue;
    }
    const out: Partial<ZipMember> = {};
    if (short.size === 0xffffffff) out.size = Number(cursor.u64());
    if (short.compressedSize === 0xffffffff) out.compressedSize = Number(cursor.u64());
    if (short.headerOffset === 0xffffffff) out.headerOffset = Number(cursor.u64());
    return out;
  }
  return {};
}

/**
 * Content of a member, at most `limit` bytes of it. The size the archive claims is not trusted: a member that unpacks to more is cut
 * off by the decompressor. `undefined` for unknown compression and for members that grow beyond the limit.
 */
export function memberBytes(bytes: Bytes, member: ZipMember, limit: number): Uint8Array | undefined {
  const local = new Cursor(bytes, member.headerOffset);
  local.skip(26);
  const start = member.headerOffset + 30 + local.u16() + local.u16();
  if (member.method === 0) return bytes.upTo(start, Math.min(member.compressedSize, limit));
  if (member.method !== 8) return undefined;
  try {
    return inflateRawSync(bytes.upTo(start, Math.min(member.compressedSize, limit)), { maxOutputLength: limit });
  } catch {
    // Damaged, or larger than anything a description is: a zip bomb.
    return undefined;
  }
}

/** Text of a member; see {@link memberBytes}. */
export function memberText(bytes: Bytes, member: ZipMember, limit: number): string | undefined {
  const content = memberBytes(bytes, member, limit);
  return content && decode(content);
}
