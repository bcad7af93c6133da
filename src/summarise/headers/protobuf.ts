/** A walk over protobuf messages that reads only the fields asked for; everything else is passed over by its length. */

import { Cursor, HeaderError } from './bytes.ts';
import type { Bytes } from './bytes.ts';

/** One field of a message. */
export interface Field {
  number: number;
  /** Value of a varint. */
  value: bigint;
  /** Place of a length-delimited value. */
  start: number;
  end: number;
}

/** Fields of one message looked at; a model has a handful at the top. */
const MAX_FIELDS = 100_000;

/**
 * Calls `each` for every field of the message in `[start, end)`, in order. `each` returns `false` to end the walk.
 * Throws a HeaderError when this is no message.
 */
export function walkMessage(bytes: Bytes, start: number, end: number, each: (field: Field) => boolean | void): void {
  const cursor = new Cursor(bytes, start);
  for (let count = 0; cursor.offset < end; count++) {
    if (count > MAX_FIELDS) throw new HeaderError(`more than ${MAX_FIELDS} fields in one message: the rest was not read`);
    const tag = varint(cursor);
    const number = Number(tag >> 3n);
    const field: Field = { number, value: 0n, start: cursor.offset, end: cursor.offset };
    switch (Number(tag & 7n)) {
      case 0:
        field.value = varint(cursor);
        field.end = cursor.offset;
        break;
      case 1:
        cursor.skip(8);
        field.end = cursor.offset;
        break;
      case 2: {
        const length = varint(cursor);
        field.start = cursor.offset;
        if (length > BigInt(end - cursor.offset)) throw new HeaderError('a field reaches beyond its message: truncated, or no protobuf');
        field.end = field.start + Number(length);
        cursor.offset = field.end;
        break;
      }
      case 5:
        cursor.skip(4);
        field.end = cursor.offset;
        break;
      default:
        throw new HeaderError('not a protobuf message');
    }
    if (number === 0) throw new HeaderError('not a protobuf message');
    if (each(field) === false) return;
  }
}

function varint(cursor: Cursor): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = cursor.u8();
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  throw new HeaderError('not a protobuf message');
}

/** Text of a length-delimited field, cut to the metadata limit. */
export function fieldText(bytes: Bytes, field: Field): string {
  return new Cursor(bytes, field.start).text(field.end - field.start);
}

/** Reads a message of one key (field 1) and one value (field 2), as map entries and property lists are. */
export function keyAndValue(bytes: Bytes, field: Field): [key: string, value: string] {
  let key = '';
  let value = '';
  walkMessage(bytes, field.start, field.end, (inner) => {
    if (inner.number === 1) key = fieldText(bytes, inner);
    else if (inner.number === 2) value = fieldText(bytes, inner);
  });
  return [key, value];
}
